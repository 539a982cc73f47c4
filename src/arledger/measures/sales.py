"""What was sold on credit: orders and invoices as they were booked, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from arledger.dates import days_past_due
from arledger.ledger.model import Book, Item, Order, Source
from arledger.ledger.natural import natural
from arledger.ledger.orders import order_named
from arledger.measures.behaviour import paid
from arledger.money import ZERO, divide
from arledger.records import NamedTuple

Key = tuple[int, str, str, str, str]
"""Which sale: its entry (its identity), kind, customer, currency, number."""


class Sale(NamedTuple):
    """An order, or an invoice with all its instalments, on the day it was booked."""

    kind: Literal["order", "invoice"]
    date: date
    customer: str
    currency: str
    number: str
    amount: Decimal
    """Positive."""
    source: Source

    @property
    def key(self) -> Key:
        """The same for the same sale in the books of other days and of other policies."""
        entry = self.source.entry
        return (id(entry), self.kind, self.customer, self.currency, self.number)


class Outcome(NamedTuple):
    """What became of what was invoiced; the parts add up to the amount."""

    amount: Decimal = ZERO
    paid: Decimal = ZERO
    """In money that has not bounced since."""
    written_off: Decimal = ZERO
    """And not recovered since."""
    overdue: Decimal = ZERO
    undecided: Decimal = ZERO
    """Open and not yet due."""
    weighted: Decimal = ZERO
    """What was paid times the days it was past due then; below 0 for what was paid early."""

    @property
    def unpaid(self) -> Decimal:
        """What refusing would have saved, as far as is known: written off, or past due."""
        return self.written_off + self.overdue

    @property
    def otherwise(self) -> Decimal:
        """Settled, and neither paid nor lost: by credit notes, set off, sold, insured."""
        return self.amount - self.paid - self.unpaid - self.undecided

    @property
    def late(self) -> Decimal | None:
        """How many days past due it was paid, on average by amount; None: nothing was paid."""
        return divide(self.weighted, self.paid, 6) if self.paid else None


def sum_of(outcomes: Iterable[Outcome]) -> Outcome:
    """The sum of outcomes in one currency."""
    return Outcome(*(sum(parts, ZERO) for parts in zip(*[Outcome(), *outcomes], strict=True)))


def sales(book: Book, begin: date, end: date) -> list[Sale]:
    """What was booked from one day to another, both included, in order of date.

    On one day orders go before invoices, and those of a kind by number: never by place in the
    files.
    """
    found: dict[Key, Sale] = {}
    for sale in (*_orders(book.orders), *_invoices(book.items)):
        if begin <= sale.date <= end:
            known = found.get(sale.key)
            more = known.amount if known else ZERO
            found[sale.key] = sale._replace(amount=sale.amount + more)
    return sorted(found.values(), key=_order)


def _orders(orders: Iterable[Order]) -> Iterator[Sale]:
    for one in orders:
        if one.amount > 0:
            yield Sale(
                "order", one.date, one.customer, one.currency, one.number, one.amount, one.source
            )


def _invoices(items: Iterable[Item]) -> Iterator[Sale]:
    for item in items:
        if item.kind == "invoice":
            yield _invoice(item)


def _invoice(item: Item) -> Sale:
    first = item.charges[0]
    return Sale(
        "invoice", first.date, item.customer, item.currency, item.number, first.amount, item.source
    )


def _order(sale: Sale) -> tuple[object, ...]:
    return (
        sale.date, sale.kind != "order", sale.customer, natural(sale.number), sale.amount,
        sale.currency,
    )  # fmt: skip


def key_of(item: Item) -> Key:
    """Which invoice an instalment is of."""
    return _invoice(item).key


def outcomes(book: Book) -> dict[Key, Outcome]:
    """What became of each invoice up to the book's day, as it is known then."""
    money: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for parts in paid(book).values():
        for one in parts:
            money[id(one.item)].append((one.amount, one.days_past_due))
    found: dict[Key, Outcome] = {}
    for item in book.items:
        if item.kind == "invoice":
            key, own = key_of(item), _outcome(item, book.as_of, money[id(item)])
            found[key] = sum_of((found.get(key, Outcome()), own))
    return found


def _outcome(item: Item, as_of: date, money: Iterable[tuple[Decimal, int]]) -> Outcome:
    parts = [Outcome(paid=amount, weighted=amount * days) for amount, days in money]
    lost = (a.amount for a in item.allocations if a.credit.kind == "write-off")
    revived = (charge.amount for charge in item.charges[1:] if charge.kind == "write-off")
    late = days_past_due(as_of, item.due) > 0
    return sum_of(parts)._replace(
        amount=item.amount - item.reopened,
        written_off=sum(lost, ZERO) - sum(revived, ZERO),
        overdue=item.open if late else ZERO,
        undecided=ZERO if late else item.open,
    )


def invoiced(book: Book) -> dict[tuple[str, str, str], set[Key]]:
    """The invoices whose entries take something off an order: by customer, currency, its number.

    Only where the entry says which: by ``order:``, or by its code.
    """
    by_entry: dict[tuple[int, str, str], set[Key]] = defaultdict(set)
    for item in book.items:
        if item.kind == "invoice":
            by_entry[id(item.source.entry), item.customer, item.currency].add(key_of(item))
    found: dict[tuple[str, str, str], set[Key]] = defaultdict(set)
    for one in book.orders:
        number = order_named(one.source) or one.number
        if one.amount < 0 and number:
            keys = by_entry.get((id(one.source.entry), one.customer, one.currency), set())
            found[one.customer, one.currency, number] |= keys
    return found
