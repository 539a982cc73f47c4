"""The past once more under a policy: where customers stood, and what the gate would have refused.

Each day is judged in the book of that day: what came later is not known. Nothing that is refused
is taken out of the books: whatever is judged later is judged in the books as they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Credit, Order
from arledger.ledger.orders import order_books
from arledger.ledger.past import earlier
from arledger.measures.grades import grades_in_force
from arledger.measures.sales import Key, Sale, key_of, sales
from arledger.measures.standing import HELD, Standings, Status, new_order
from arledger.money import ZERO
from arledger.policy.model import Policy
from arledger.records import NamedTuple, field, record, replaced


class Stood(NamedTuple):
    """Where a customer stood at the end of a day."""

    grade: str
    """The one in force."""
    status: Status
    reasons: tuple[str, ...]
    """Every one, the gravest first."""
    gravest: tuple[str, ...]
    """Those that make it this status."""


class Ruling(NamedTuple):
    """What the gate would have said of a sale on its day, before it was booked."""

    sale: Sale
    refused: bool
    reasons: tuple[str, ...]
    """Those that refuse it."""


@record
class Replay:
    """The past under one policy."""

    stood: dict[tuple[date, str], Stood] = field(default_factory=dict)
    """By review day and customer: everybody known that day."""
    rulings: dict[Key, Ruling] = field(default_factory=dict)


def replays(
    book: Book, policies: Sequence[Policy], days: Iterable[date], begin: date, end: date
) -> list[Replay]:
    """The past of a book under each of some policies; no day is after the book's.

    Customers as they stood on some days; each sale from one day to another, both included.
    """
    whole, reviews = book.whole or book, set(days)
    if all(_is_same_book(whole.policy, policy) for policy in policies):
        return _replayed(whole, policies, reviews, begin, end)
    books = [build_book(whole.journal, one, whole.side, whole.as_of)[0] for one in policies]
    return [r for own in books for r in _replayed(own, [own.policy], reviews, begin, end)]


def _replayed(
    book: Book, policies: Sequence[Policy], reviews: set[date], begin: date, end: date
) -> list[Replay]:
    """The past of a book under policies that make the same book."""
    found = [Replay() for _ in policies]
    booked = {sale.date for sale in sales(book, begin, end)}
    for past in _books(book, reviews | booked):
        for policy, one in zip(policies, found, strict=True):
            own = replaced(past, policy=policy)
            if past.as_of in reviews:
                one.stood.update(_stood(own))
            if past.as_of in booked:
                one.rulings.update((ruling.sale.key, ruling) for ruling in _rulings(own))
    return found


_JUDGE = frozenset({
    "aging", "alerts", "behaviour", "credit", "grades", "limitation", "promise", "value",
    "worklist", "writing",
})  # fmt: skip
"""Sections of a policy that judge a book and make nothing of it different."""


def _is_same_book(one: Policy, other: Policy) -> bool:
    """Whether two policies make the same book of a journal."""
    sections = (name for name in one._asdict() if name not in _JUDGE)
    return all(getattr(one, name) == getattr(other, name) for name in sections)


def _books(book: Book, days: set[date]) -> Iterator[Book]:
    """The book as of each day, the latest first; each is good until the next is asked for."""
    if book.as_of in days:
        yield book
    yield from earlier(book, [day for day in days if day < book.as_of])


def _stood(past: Book) -> Iterator[tuple[tuple[date, str], Stood]]:
    """Where everybody stood at the end of a book's day."""
    standings = Standings(past)
    customers = standings.exposures.customers
    for customer, grade in grades_in_force(past, customers).items():
        one = standings.of(customer)
        reasons = tuple(reason.text for reason in one.reasons)
        gravest = tuple(reason.text for reason in one.reasons if reason.status == one.status)
        yield (past.as_of, customer), Stood(grade, one.status, reasons, gravest)


def _rulings(past: Book) -> Iterator[Ruling]:
    """What the gate says of each sale of a book's day."""
    grouped = Standings(past) if past.policy.credit.groups else None
    booked = sorted(sales(past, past.as_of, past.as_of), key=lambda sale: sale.customer)
    for customer, own in groupby(booked, key=lambda sale: sale.customer):
        concerned = _part(past, _connected(grouped, customer))
        of_day = list(own)
        for place in range(len(of_day)):
            yield _ruling(concerned, of_day[place:])


def _ruling(book: Book, booked: Sequence[Sale]) -> Ruling:
    """What the gate says of the first of some sales, before any of them is booked."""
    sale, before = booked[0], _without(book, booked)
    new = sale.amount - _taken_off(book, before, sale)
    extra = new_order(before, sale.customer, new, sale.currency) if new > 0 else None
    one = Standings(before, extra).of(sale.customer)
    reasons = tuple(reason.text for reason in one.reasons if reason.status in HELD)
    return Ruling(sale, one.is_held, reasons)


def _connected(grouped: Standings | None, customer: str) -> set[str]:
    """The customer, and who shares a limit with it."""
    if grouped is None:
        return {customer}
    groups = grouped.groups_of(customer)
    return {customer, *(id_ for group in groups for id_ in grouped.members_of(group))}


def _part(past: Book, among: set[str]) -> Book:
    """The book with no more than is of some customers."""
    return replaced(
        past,
        customers={id_: one for id_, one in past.customers.items() if id_ in among},
        items=[item for item in past.items if item.customer in among],
        credits=[credit for credit in past.credits if credit.customer in among],
        movements=[m for id_ in sorted(among) for m in past.movements_of(id_)],
        orders=[order for order in past.orders if order.customer in among],
        promises=[promise for promise in past.promises if promise.customer in among],
        events=[event for event in past.events if event.customer in among],
        valuation=None,
        _by_customer=None,
    )


def _without(book: Book, booked: Sequence[Sale]) -> Book:
    """The book before some sales of its day; what had been paid on them is on account."""
    keys = {sale.key for sale in booked}
    ordered = {_entry_of(s) for s in booked if s.kind == "order"}
    invoiced = {_entry_of(s) for s in booked if s.kind == "invoice"}
    gone = {id(item) for item in book.items if item.kind == "invoice" and key_of(item) in keys}
    return replaced(
        book,
        items=[item for item in book.items if id(item) not in gone],
        credits=[_freed(credit, gone) for credit in book.credits],
        orders=[
            one
            for one in book.orders
            if _entry_of(one) not in (ordered if one.amount > 0 else invoiced)
        ],
    )


def _entry_of(one: Sale | Order) -> tuple[int, str, str]:
    return id(one.source.entry), one.customer, one.currency


def _freed(credit: Credit, gone: set[int]) -> Credit:
    """A credit without what it settled of these items."""
    off = [one for one in credit.allocations if id(one.item) in gone]
    if not off:
        return credit
    return replaced(
        credit,
        rest=credit.rest + sum((one.amount for one in off), ZERO),
        allocations=[one for one in credit.allocations if id(one.item) not in gone],
    )


def _taken_off(book: Book, before: Book, sale: Sale) -> Decimal:
    """What of an invoice had been ordered before, and is let through as that was."""
    if sale.kind == "order":
        return ZERO
    own = [one for one in book.orders if one.amount < 0 and _entry_of(one) == _entry_of(sale)]
    if not own:
        return ZERO
    return _open(before, sale) - _open(replaced(before, orders=[*before.orders, *own]), sale)


def _open(book: Book, sale: Sale) -> Decimal:
    """What the sale's customer has ordered in its currency and was not invoiced."""
    known = order_books(book.orders).get((sale.customer, sale.currency))
    return known.open if known else ZERO
