"""The lines of promises: one for each instalment, one for each commitment of ours."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from arledger.ledger.model import Book, Promise
from arledger.ledger.tags import meaning
from arledger.measures.commitments import Commitment
from arledger.measures.promises_kept import ENDED, tallies
from arledger.measures.promises_verdict import Judgment
from arledger.money import ZERO
from arledger.reports._report import said
from arledger.table import Audience, Column, Kind, column


class PromiseRow(NamedTuple):
    """One promise: an instalment of a plan is one. With ``--ours``, one of our commitments."""

    customer: str | None
    """None in totals."""
    name: str | None
    promise: str | None
    """Its number: the code of its entry."""
    numbers: str | None
    """The documents it is about, with spaces between."""
    made: dt.date | None
    promised: dt.date | None
    """The day promised for; None: no day was named."""
    currency: str
    amount: Decimal | None
    paid: Decimal | None
    """In its window; with ``--ours``, what was given."""
    state: str | None
    level: int | None
    """Which attempt it is."""
    settled_on: dt.date | None
    """The day it was kept, or made good after it was broken."""
    due: dt.date | None = None
    """When to ask for the money: earlier than promised when its plan was called due."""
    last_day: dt.date | None = None
    """The last day whose money counts."""
    wanted: Decimal | None = None
    """What had to be paid: less than the amount where less was left to pay."""
    left: Decimal | None = None
    """What is still to come of it."""
    broke_on: dt.date | None = None
    """From which day on it is broken, or kept in part only."""
    rep: str | None = None
    note: str | None = None
    file: str | None = None
    line: int | None = None


def columns(party: Column[Any], *, called: bool = False, ours: bool = False) -> list[Column[Any]]:
    """All columns, the party first; people see when to ask only where a plan was called due."""
    level = Audience.MACHINES if ours else Audience.ALL
    return [
        party,
        column("name", audience=Audience.MACHINES),
        column("promise"),
        column("numbers", audience=Audience.MACHINES),
        column("numbers", "Documents", of=_few, audience=Audience.PEOPLE),
        column("made", kind=Kind.DATE, spare=True),
        column("promised", "Until" if ours else "Promised", Kind.DATE),
        *([column("due", "Called due", Kind.DATE, audience=Audience.PEOPLE)] if called else []),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT, total=True),
        column("paid", "Given" if ours else "Paid", Kind.AMOUNT, total=True),
        column("state"),
        column("level", kind=Kind.COUNT, audience=level, spare=True),
        column("settled_on", "Settled", Kind.DATE, spare=True),
        *(column(key, kind=Kind.DATE, audience=Audience.MACHINES) for key in ("due", "last_day")),
        *(column(key, kind=Kind.AMOUNT, audience=Audience.MACHINES) for key in ("wanted", "left")),
        column("broke_on", kind=Kind.DATE, audience=Audience.MACHINES),
        column("rep", audience=Audience.MACHINES),
        column("note", wrap=True, audience=Audience.ALL if ours else Audience.MACHINES),
        column("file", audience=Audience.MACHINES),
        column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
    ]


def _few(row: PromiseRow) -> str | None:
    """The first documents, and how many there are, where they are many."""
    numbers = (row.numbers or "").split()
    return f"{' '.join(numbers[:2])} … ({len(numbers)})" if len(numbers) > 3 else row.numbers


def row_of(book: Book, one: Judgment) -> PromiseRow:
    """The line of a judged promise."""
    promise, span = one.promise, one.promise.source.span
    currency, _ = book.worth(promise.currency, ZERO)
    shown = _shown(book, promise.currency)
    return PromiseRow(
        customer=promise.customer,
        name=name_of(book, promise.customer),
        promise=promise.number,
        numbers=" ".join(one.named.numbers),
        made=promise.made,
        promised=promise.promised,
        currency=currency,
        amount=shown(promise.amount),
        paid=shown(one.paid),
        state=one.state,
        level=one.level,
        settled_on=one.settled_on,
        due=one.due,
        last_day=one.last_day,
        wanted=shown(one.wanted),
        left=shown(one.left),
        broke_on=one.broke_on,
        rep=tag_of(book, promise, "rep"),
        note=said(book, promise.customer, promise.source.entry),
        file=span.path,
        line=span.line,
    )


def _shown(book: Book, currency: str) -> Callable[[Decimal], Decimal]:
    """An amount of a currency as it is printed, converted if -X asks for it."""
    return lambda amount: book.shown(*book.worth(currency, amount))


def name_of(book: Book, customer: str | None) -> str:
    """The name of a customer of the book or of what it was selected from."""
    return (book.whole or book).customers[customer or ""].name


def tag_of(book: Book, promise: Promise, name: str) -> str:
    """A tag of the posting, of its entry, else of the customer on the book's day; or ""."""
    entry, posting = promise.source
    customer = (book.whole or book).customers[promise.customer or ""]
    for tags in (meaning(posting.tags) if posting else {}, meaning(entry.tags)):
        if tags.get(name):
            return tags[name]
    return customer.on(book.as_of).get(name, "")


def totals_of(book: Book, found: list[Judgment]) -> list[PromiseRow]:
    """What stands: superseded and withdrawn promises are no more to come."""
    return [
        PromiseRow(
            *(None,) * 6, currency, book.shown(currency, tally.amount),
            book.shown(currency, tally.paid), None, None, None,
        )
        for (_, currency), tally in tallies(found, book, lambda _: "", ended=False).items()
        if tally.promises > sum(tally.states.get(state, 0) for state in ENDED)
    ]  # fmt: skip


def commitment_row(book: Book, one: Commitment) -> PromiseRow:
    """The line of something we promised."""
    span, tags = one.event.source.span, one.event.tags
    currency, _ = book.worth(one.currency, ZERO)
    amount = None if one.amount is None else _shown(book, one.currency)(one.amount)
    note = said(book, one.event.customer, one.event.source.entry)
    return PromiseRow(
        customer=one.event.customer,
        name=name_of(book, one.event.customer),
        promise=one.number,
        numbers=tags.get("inv", ""),
        made=one.event.date,
        promised=one.until,
        currency=currency,
        amount=amount,
        paid=amount if one.state == "kept" or amount is None else ZERO,
        state=one.state,
        level=None,
        settled_on=one.settled_on,
        due=one.until,
        note="; ".join(filter(None, [note, *one.people])),
        file=span.path,
        line=span.line,
    )
