"""What an entry changes: the book without it beside the book with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from arledger.journal.model import Entry
from arledger.ledger.disputes import Document, by_document
from arledger.ledger.model import Book, Item
from arledger.measures.commitments import Commitment, commitments
from arledger.measures.promises import judgments
from arledger.measures.promises_verdict import Judgment
from arledger.measures.standing import standing
from arledger.money import ZERO, exact
from arledger.records import NamedTuple, replaced
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


def changes(proposal: Proposal) -> list[Change]:
    """What is different with the entries: documents, balances, promises, disputes, terms.

    Of the customers they are about, each of them once.
    """
    found: list[Change] = []
    customers = dict.fromkeys(draft.customer for draft in proposal.drafts)
    for customer, (side, after) in product(customers, proposal.after.books.items()):
        before = proposal.before.books[side]
        if customer is not None and customer in {*before.customers, *after.customers}:
            with exact():
                found += _of_customer(before, after, customer, proposal.entries)
    return found


def _of_customer(
    before: Book, after: Book, customer: str, entries: Sequence[Entry]
) -> Iterator[Change]:
    yield from _items(before, after, customer)
    for what, sums_of in _SUMS:
        yield from _sums(what, customer, sums_of(before, customer), sums_of(after, customer))
    yield from _credit(before, after, customer)
    yield from _promises(before, after, customer)
    yield from _ours(before, after, customer)
    yield from _disputed(before, after, customer)
    yield from _master(before, after, customer)
    yield from _said(after, customer, entries)


# -- documents ---------------------------------------------------------------------------------


def _items(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """Open amounts and due dates of the documents that are not as they were."""
    known = {_place(item): item for item in before.items if item.customer == customer}
    for item in after.items:
        if item.customer != customer:
            continue
        old = known.get(_place(item))
        was = old.open if old else None
        if was != item.open:
            yield Change(item.label, "open", was, item.open, item.currency)
        if old is None or old.due != item.due:
            yield Change(item.label, "due", old.due if old else None, item.due)


def _place(item: Item) -> tuple[object, ...]:
    """What an instalment is known by in both books."""
    span = item.source.span
    return (item.account, item.currency, item.number, item.original_due, span.path, span.line)


Sums = dict[str, Decimal]
"""Amounts by currency."""


def _unapplied(book: Book, customer: str) -> Sums:
    return _summed((c.currency, c.rest) for c in book.credits if c.customer == customer)


def _balance(book: Book, customer: str) -> Sums:
    return _summed((m.currency, m.amount) for m in book.movements_of(customer))


def _ordered(book: Book, customer: str) -> Sums:
    return _summed((o.currency, o.amount) for o in book.orders if o.customer == customer)


_SUMS: tuple[tuple[str, Callable[[Book, str], Sums]], ...] = (
    ("on account", _unapplied),
    ("balance", _balance),
    ("orders", _ordered),
)


def _summed(pairs: Iterable[tuple[str, Decimal]]) -> Sums:
    sums: Sums = {}
    for currency, amount in pairs:
        sums[currency] = sums.get(currency, ZERO) + amount
    return sums


def _sums(what: str, subject: str, before: Sums, after: Sums) -> Iterator[Change]:
    """A change for each currency whose sum is another one."""
    for currency in sorted(before.keys() | after.keys()):
        was, now = before.get(currency, ZERO), after.get(currency, ZERO)
        if was != now:
            yield Change(subject, what, was, now, currency)


def _credit(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """Whether more may be delivered on credit, if that is not as it was, and why."""
    if after.side == "receivable":
        was, now = standing(before, customer), standing(after, customer)
        if was.status != now.status:
            because = next((r.text for r in now.reasons if r.status == now.status), "")
            after_ = f"{now.status} ({because})" if because else now.status
            yield Change(customer, "credit", was.status, after_)


# -- promises ----------------------------------------------------------------------------------


def _promises(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """New promises, and those that are in another state, or nearer to being kept."""
    known = _judged(before, customer)
    for place, now in _judged(after, customer).items():
        promise, was = now.promise, known.get(place)
        subject, day = promise.number or customer, promise.promised
        if was is None:
            yield Change(subject, f"promised for {day}", None, promise.amount, promise.currency)
        elif was.state != now.state:
            yield Change(subject, f"promise for {day}", was.state, now.state)
        if was is not None and was.paid != now.paid:
            yield Change(subject, f"paid of {day}", was.paid, now.paid, promise.currency)


def _judged(book: Book, customer: str) -> dict[tuple[object, ...], Judgment]:
    """The customer's promises by their places, each with its verdict."""
    own = [promise for promise in book.promises if promise.customer == customer]
    found = judgments(replaced(book, promises=own, whole=book))
    return {(*one.promise.source.span, one.promise.currency): one for one in found}


def _ours(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """What we promise the customer, and what is kept or taken back of it."""
    known = _committed(before, customer)
    for place, now in _committed(after, customer).items():
        was, subject = known.get(place), now.number or customer
        if was is None and now.amount is not None:
            what = f"we promise until {now.until}" if now.until else "we promise"
            yield Change(subject, what, None, now.amount, now.currency)
        elif was is not None and was.state != now.state:
            yield Change(subject, "our promise", was.state, now.state)


def _committed(book: Book, customer: str) -> dict[tuple[object, ...], Commitment]:
    """What we promised the customer, by its places."""
    own = [one for one in commitments(book) if one.event.customer == customer]
    return {tuple(one.event.source.span): one for one in own}


# -- disputes ----------------------------------------------------------------------------------


def _disputed(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """What is disputed of each document, where that is not as it was."""
    known, found = _in_dispute(before, customer), _in_dispute(after, customer)
    for document in sorted(known.keys() | found.keys()):
        was, now = known.get(document), found.get(document)
        if (was or ZERO) != (now or ZERO):
            _, currency, number = document
            yield Change(number, "disputed", was, now, currency)


def _in_dispute(book: Book, customer: str) -> dict[Document, Decimal]:
    """What is disputed and open on each of the customer's documents that ever was disputed."""
    events = [event for event in book.events if event.customer in {customer, None}]
    own = by_document(replaced(book, events=events))
    return {
        document: sum((one.open for one in found), ZERO)
        for document, found in own.items()
        if document[0] == customer
    }


# -- events and master data --------------------------------------------------------------------


def _said(book: Book, customer: str, entries: Sequence[Entry]) -> Iterator[Change]:
    """What the entries' events say, where no figure tells."""
    new = set(map(id, entries))
    for event in book.events:
        if event.customer != customer or id(event.source.entry) not in new:
            continue
        if event.kind in {"hold", "release"}:
            word = "on hold" if event.kind == "hold" else "released"
            yield Change(customer, "credit", None, word)


def _master(before: Book, after: Book, customer: str) -> Iterator[Change]:
    """Master data that a review changes."""
    was, now = (
        book.customers[customer].on(book.as_of) if customer in book.customers else {}
        for book in (before, after)
    )
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield Change(customer, name, was.get(name), now.get(name))
