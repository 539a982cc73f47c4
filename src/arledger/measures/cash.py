"""Where the money of each payment lies: on which items, on account, or gone again.

Allocations say what credits settle. Two things they do not say of money: a bounce or a move
that names an invoice raises the invoice again and leaves the payment's allocation as it was;
and what an entry moves settles its new item by a credit of that entry, which is no payment.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Charge, Credit, Item
from arledger.ledger.natural import natural
from arledger.money import ZERO
from arledger.records import field, record

_GAVE_BACK = frozenset({"refund", "bounce"})
"""Debits by which money left again."""

_BY_NUMBER = frozenset({"inv:", "code"})
"""Rules of allocations that follow what the payment itself says."""


@record
class Cash:
    """Part of a payment, in one place from one day to another."""

    payment: Credit
    item: Item | None
    """The item it settles; None: it lies on account."""
    amount: Decimal
    """Positive."""
    since: date
    """The day it was applied to the item, or came to lie on account."""
    rule: str = ""
    """Why it was applied; "" on account."""
    until: date | None = None
    """The day it bounced, was paid back or was moved away; None: it is there still."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def came_on_account(self) -> bool:
        """Whether it lay on account when its day was over, and for no document by number."""
        if self.item is None:
            return True
        return self.since > self.payment.date and self.rule not in _BY_NUMBER


Share = tuple[Credit, Decimal]
"""How much of a credit is money of which payment; money of none is the credit's own."""


def cash_of(items: Iterable[Item], credits: Iterable[Credit]) -> list[Cash]:  # noqa: A002
    """The money of one customer's payments in one currency, the oldest first.

    What was taken back or moved on is among it, with the day it went. Items and credits must
    be all of that customer and currency.
    """
    trace = _Trace()
    moves: dict[int, list[Credit]] = defaultdict(list)
    for credit in sorted(credits, key=_credit_order):
        if credit.kind == "payment":
            trace.place(credit, deque([(credit, credit.amount)]))
        elif credit.kind == "reallocation":
            moves[id(credit.source.entry)].append(credit)
    trace.replay(items, moves)
    return sorted((c for c in trace.found() if c.payment.kind == "payment"), key=_cash_order)


@record
class _Trace:
    """Follows money through allocations, and through what raised items again."""

    _on: dict[int, list[Cash]] = field(default_factory=lambda: defaultdict(list))
    """By item (its identity, 0 on account): everything that is or was on it."""
    _taken: dict[int, deque[Share]] = field(default_factory=lambda: defaultdict(deque))
    """By entry (its identity): what it took from where it lay, to be placed elsewhere."""

    def place(self, credit: Credit, shares: deque[Share]) -> None:
        """Put the shares of a credit where it was applied to, was taken from, or is left."""
        own: list[Cash] = []
        gone: dict[date, deque[Share]] = defaultdict(deque)
        for a in credit.allocations:
            if a.amount > 0:
                put = [Cash(p, a.item, x, a.date, a.rule) for p, x in _first(shares, a.amount)]
                self._on[id(a.item)] += put
                own += put
            else:
                there = [part for part in own if part.item is a.item]
                gone[a.date] += self._take(there, -a.amount, a.date)
        for day, amount, source in credit.taken:
            away = list(_first(gone[day], amount))
            lying = list(_first(shares, amount - _sum(away)))
            self._on[0] += [Cash(p, None, x, credit.date, "", day) for p, x in lying]
            self._taken[id(source.entry)] += away + lying
        self._on[0] += [Cash(p, None, x, credit.date) for p, x in shares]

    def replay(self, items: Iterable[Item], moves: Mapping[int, list[Credit]]) -> None:
        """Take off items what raised them again, day by day, and place what was moved."""
        steps: dict[date, tuple[list[tuple[Item, Charge]], list[list[Credit]]]]
        steps = defaultdict(lambda: ([], []))
        for item in items:
            for charge in item.charges[1:]:
                if charge.kind in _GAVE_BACK or charge.kind == "reallocation":
                    steps[charge.date][0].append((item, charge))
        for credits_ in moves.values():
            steps[credits_[0].date][1].append(credits_)
        for day in sorted(steps):
            raised, moved = steps[day]
            for item, charge in sorted(raised, key=_raised_order):
                self._raise(item, charge)
            for credits_ in sorted(moved, key=_move_order):
                for credit in credits_:
                    self._move(credit)

    def found(self) -> Iterator[Cash]:
        """Everything that was placed; what settled money given back is gone."""
        for part in (part for parts in self._on.values() for part in parts if part.amount):
            if part.item and part.item.kind in _GAVE_BACK and part.until is None:
                part.until = part.since
            yield part

    def _raise(self, item: Item, charge: Charge) -> None:
        on = [part for part in self._on[id(item)] if part.since <= charge.date]
        if charge.kind in _GAVE_BACK:
            on = [part for part in on if part.payment.kind == "payment"]
        taken = self._take(on, charge.amount, charge.date)
        self._taken[id(charge.source.entry)] += taken

    def _move(self, credit: Credit) -> None:
        shares = deque(_first(self._taken[id(credit.source.entry)], credit.amount))
        other = credit.amount - _sum(shares)
        if other:
            shares.append((credit, other))
        self.place(credit, shares)

    def _take(self, parts: list[Cash], amount: Decimal, day: date) -> list[Share]:
        """Take what came last off an item; what was taken stays known until that day."""
        shares = []
        for part in sorted(parts, key=_cash_order, reverse=True):
            taken = min(part.amount, amount) if part.until is None else ZERO
            if taken:
                part.amount -= taken
                amount -= taken
                gone = Cash(part.payment, part.item, taken, part.since, part.rule, day)
                self._on[id(part.item)].append(gone)
                shares.append((part.payment, taken))
        return shares


def _first(shares: deque[Share], amount: Decimal) -> Iterator[Share]:
    """The first shares that make the amount, as far as they go; they leave the queue."""
    while amount and shares:
        payment, there = shares.popleft()
        part = min(there, amount)
        amount -= part
        if part < there:
            shares.appendleft((payment, there - part))
        yield payment, part


def _sum(shares: Iterable[Share]) -> Decimal:
    return sum((amount for _, amount in shares), ZERO)


def _credit_order(credit: Credit) -> tuple[object, ...]:
    return (credit.date, natural(credit.number), -credit.amount, credit.account)


def _cash_order(cash: Cash) -> tuple[object, ...]:
    item = cash.item.order if cash.item else ()
    return (cash.since, *_credit_order(cash.payment), cash.item is None, item)


def _raised_order(raised: tuple[Item, Charge]) -> tuple[object, ...]:
    item, charge = raised
    return (item.order, charge.kind, charge.amount)


def _move_order(credits_: list[Credit]) -> tuple[object, ...]:
    return min(map(_credit_order, credits_))
