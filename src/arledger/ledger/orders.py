"""Open orders: what was ordered, less what was invoiced or cancelled since.

Only a negative ``(order:ID)`` posting takes anything off: off the order it names by ``order:``,
else the one whose number is its entry's code, else the customer's oldest open ones. Never off
what was ordered in another currency, never below nothing. On one day what is ordered comes
first; the place of a posting in the files says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Order, Source
from arledger.ledger.natural import natural
from arledger.ledger.tags import meaning
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity
from arledger.records import NamedTuple, field, record


@record
class OpenOrder:
    """An order with what is left of it: all that was ordered under its number while it was open."""

    customer: str
    currency: str
    number: str
    """"" when it has none: each is then an order of its own."""
    date: date
    """The first day it was ordered."""
    amount: Decimal = ZERO
    """All that was ordered."""
    open: Decimal = ZERO


class Excess(NamedTuple):
    """What a posting takes off that was not ordered; it counts for nothing."""

    order: Order
    amount: Decimal
    """Positive."""
    named: OpenOrder | None
    """The one it was to be taken off; None: there is none of that number, or it names none."""


@record
class OrderBook:
    """The orders of one customer in one currency."""

    all: list[OpenOrder] = field(default_factory=list)
    """In order of date."""
    excess: list[Excess] = field(default_factory=list)
    _numbered: dict[str, OpenOrder] = field(default_factory=dict)
    _waiting: dict[str, list[Order]] = field(default_factory=dict)
    """What is to be taken off orders that are not there yet."""
    _first: int = 0
    """Nothing is left of the orders before this one."""

    @property
    def open(self) -> Decimal:
        """What is left of all orders."""
        return sum((order.open for order in self.all), ZERO)

    def work_off(self, postings: Iterable[Order]) -> None:
        """Take the postings in, in order of date."""
        for posting in sorted(postings, key=_order):
            if posting.amount > 0:
                self._add(posting)
            elif posting.amount:
                self._take(posting)
        for number, waiting in self._waiting.items():
            for posting in waiting:
                self.excess.append(Excess(posting, -posting.amount, self._numbered.get(number)))

    def _add(self, posting: Order) -> None:
        order = self._numbered.get(posting.number) if posting.number else None
        if order is None or not order.open:
            order = OpenOrder(posting.customer, posting.currency, posting.number, posting.date)
            self.all.append(order)
            if posting.number:
                self._numbered[posting.number] = order
        order.amount += posting.amount
        order.open += posting.amount
        for waiting in self._waiting.pop(posting.number, ()):
            self._take(waiting)

    def _take(self, posting: Order) -> None:
        named = order_named(posting.source)
        order = self._numbered.get(named or posting.number)
        if order is None and named:
            self._waiting.setdefault(named, []).append(posting)
            return
        left = _off(order, -posting.amount) if order else self._off_oldest(-posting.amount)
        if left:
            self.excess.append(Excess(posting, left, order))

    def _off_oldest(self, amount: Decimal) -> Decimal:
        """What is left of an amount when the oldest open orders are worked off with it."""
        while amount and self._first < len(self.all):
            amount = _off(self.all[self._first], amount)
            if not self.all[self._first].open:
                self._first += 1
        return amount


def order_books(orders: Iterable[Order]) -> dict[tuple[str, str], OrderBook]:
    """The orders by (customer, currency)."""
    postings: dict[tuple[str, str], list[Order]] = defaultdict(list)
    for order in orders:
        postings[order.customer, order.currency].append(order)
    books = {}
    for key, own in postings.items():
        books[key] = OrderBook()
        books[key].work_off(own)
    return books


def problems(orders: Sequence[Order]) -> Iterator[Problem]:
    """A warning for each posting that takes off more than was ordered."""
    for book in order_books(orders).values() if orders else ():
        for excess in book.excess:
            yield _too_much(excess)


def _too_much(excess: Excess) -> Problem:
    order, named = excess.order, order_named(excess.order.source)
    amount = f"{plain(excess.amount)} {order.currency}".rstrip()
    if named and excess.named is None:
        said = f"{order.customer} has no order {named} in {order.currency or 'no currency'}"
        return Problem(
            "unknown-order", f"{said}; nothing is taken off", order.source.span,
            "correct order:, or write down what was ordered", Severity.WARNING,
        )  # fmt: skip
    of = f"of {excess.named.number} " if excess.named else f"by {order.customer} "
    return Problem(
        "order-overdrawn", f"{amount} more than was open {of}is taken off; it counts for nothing",
        order.source.span, "correct the amount, or say which order is meant: order:NUMBER",
        Severity.WARNING,
    )  # fmt: skip


def _off(order: OpenOrder, amount: Decimal) -> Decimal:
    """What is left of an amount that is taken off an order."""
    taken = min(order.open, amount)
    order.open -= taken
    return amount - taken


def order_named(source: Source) -> str:
    """The order that a posting or its entry names by ``order:``; "" when they name none."""
    own = meaning(source.posting.tags).get("order") if source.posting else None
    return own or meaning(source.entry.tags).get("order", "")


def _order(posting: Order) -> tuple[object, ...]:
    """By date, what is ordered first, then what names its order; never by place in the files."""
    negative = posting.amount < 0
    return (
        posting.date, negative, negative and not order_named(posting.source), not posting.number,
        natural(posting.number), posting.amount,
    )  # fmt: skip
