"""What an entry changes: the book without it beside the book with it."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Book, Event, Item, Order, Promise
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.writing.proposal import Proposal

Value = Decimal | date | str | None


class Change(NamedTuple):
    """One thing that is not as it was."""

    subject: str
    """A customer's id or a document's number."""
    what: str
    before: Value
    """None: there was none."""
    after: Value
    """None: there is none any more."""
    currency: str = ""
    """Of amounts."""


def changes(proposal: Proposal, customer: str | None) -> list[Change]:
    """What is different for a customer with the entry: documents, balances, promises, terms."""
    found: list[Change] = []
    for side, after in proposal.after.books.items():
        before = proposal.before.books[side]
        if customer is not None and customer in {*before.customers, *after.customers}:
            found += _items(before, after, customer)
            found += _sums(
                "on account", _unapplied(before, customer), _unapplied(after, customer), customer
            )
            found += _sums(
                "balance", _balance(before, customer), _balance(after, customer), customer
            )
            found += _master(before, after, customer)
            found += _sums(
                "orders", _ordered(before, customer), _ordered(after, customer), customer
            )
    receivable = proposal.after.books.get("receivable")
    if receivable is None:
        return []
    found += [_promise(p) for p in receivable.promises if p.source.entry is proposal.entry]
    found += _events(receivable, [e for e in receivable.events if e.source.entry is proposal.entry])
    return found


# -- documents ---------------------------------------------------------------------------------


def _items(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """Open amounts and due dates of the documents that are not as they were."""
    known = {_key(item): item for item in before.items if item.customer == customer}
    for item in after.items:
        if item.customer != customer:
            continue
        old = known.get(_key(item))
        was = old.open if old else None
        if was != item.open:
            yield Change(item.label, "open", was, item.open, item.currency)
        if old is None or old.due != item.due:
            yield Change(item.label, "due", old.due if old else None, item.due)


def _key(item: Item) -> tuple[object, ...]:
    """What an instalment is known by in both books."""
    span = item.source.span
    return (item.account, item.currency, item.number, item.original_due, span.path, span.line)


def _unapplied(book: Book, customer: str) -> dict[str, Decimal]:
    return _summed((c.currency, c.rest) for c in book.credits if c.customer == customer)


def _balance(book: Book, customer: str) -> dict[str, Decimal]:
    return _summed((m.currency, m.amount) for m in book.movements_of(customer))


def _ordered(book: Book, customer: str) -> dict[str, Decimal]:
    found: Iterable[Order] = book.orders if book.side == "receivable" else ()
    return _summed((order.currency, order.amount) for order in found if order.customer == customer)


def _summed(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, amount in pairs:
        sums[currency] = sums.get(currency, ZERO) + amount
    return sums


def _sums(
    what: str, before: dict[str, Decimal], after: dict[str, Decimal], subject: str
) -> Iterator[Change]:
    """A change for each currency whose sum is another one."""
    for currency in sorted(before.keys() | after.keys()):
        was, now = before.get(currency, ZERO), after.get(currency, ZERO)
        if was != now:
            yield Change(subject, what, was, now, currency)


# -- promises, events, master data -------------------------------------------------------------


def _promise(promise: Promise) -> Change:
    subject = promise.number or promise.customer or ""
    return Change(
        subject, f"promised for {promise.promised}", None, promise.amount, promise.currency
    )


def _events(book: Book, events: list[Event]) -> Iterator[Change]:
    """What an event says, where no figure tells."""
    for event in events:
        if event.kind == "dispute":
            whole = sum((i.open for i in book.items if i.number == event.tags["inv"]), ZERO)
            said = event.tags.get("amount")
            currencies = {i.currency for i in book.items if i.number == event.tags["inv"]}
            text = said or (f"{whole} {currencies.pop()}" if len(currencies) == 1 else "all of it")
            yield Change(event.tags["inv"], "disputed", None, text)
        elif event.kind in {"hold", "release"}:
            word = "on hold" if event.kind == "hold" else "released"
            yield Change(event.customer or "", "credit", None, word)


def _master(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """Master data that a review changes."""
    was, now = (
        book.customers[customer].on(book.as_of) if customer in book.customers else {}
        for book in (before, after)
    )
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield Change(customer, name, was.get(name), now.get(name))
