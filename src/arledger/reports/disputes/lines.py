"""The lines of disputes: one for each document that an event disputes."""

import datetime as dt
from decimal import Decimal
from typing import Any

from arledger.ledger.disputes import Dispute
from arledger.ledger.model import Book
from arledger.measures.disputes import age, tallies, worth
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.reports._report import said
from arledger.table import Audience, Column, Kind, column


class DisputeRow(NamedTuple):
    """One dispute."""

    customer: str | None
    """None in totals."""
    name: str | None
    number: str | None
    """The document's."""
    opened: dt.date | None
    currency: str
    amount: Decimal | None
    """What was disputed; None: all of a document that is not there yet."""
    open: Decimal
    """What is disputed still, and open."""
    cause: str | None
    owner: str | None
    """Who of us is to settle it."""
    outcome: str | None
    """credited, rejected, withdrawn, resolved (nobody said how), settled (nothing is left open of
    the document); several with commas. "" while it is open."""
    closed: dt.date | None
    days: int | None = None
    """Its age; of one that is closed, the days it took."""
    resolved: Decimal | None = None
    """What was resolved so far, however."""
    rep: str | None = None
    note: str | None = None
    file: str | None = None
    line: int | None = None


def columns(party: Column[Any]) -> list[Column[Any]]:
    """All columns, the party first."""
    return [
        party,
        column("name", audience=Audience.MACHINES),
        column("number"),
        column("opened", kind=Kind.DATE),
        column("days", kind=Kind.COUNT, audience=Audience.PEOPLE),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT, total=True),
        column("open", kind=Kind.AMOUNT, total=True),
        column("cause"),
        column("owner"),
        column("outcome"),
        column("closed", kind=Kind.DATE, spare=True),
        column("days", kind=Kind.COUNT, audience=Audience.MACHINES),
        column("resolved", kind=Kind.AMOUNT, audience=Audience.MACHINES),
        column("rep", audience=Audience.MACHINES),
        column("note", wrap=True),
        column("file", audience=Audience.MACHINES),
        column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
    ]


def row_of(book: Book, one: Dispute) -> DisputeRow:
    """The line of a dispute."""
    tags, span = one.event.tags, one.event.source.span
    customer, _, number = one.document
    amount, left, resolved = (
        book.shown(*worth(book, one, quantity))
        for quantity in (one.amount, one.open, sum((r.amount for r in one.resolutions), ZERO))
    )
    return DisputeRow(
        customer=customer,
        name=(book.whole or book).customers[customer].name,
        number=number,
        opened=one.event.date,
        currency=worth(book, one, ZERO)[0],
        amount=amount if one.items or one.amount else None,
        open=left,
        cause=tags.get("cause", ""),
        owner=tags.get("owner", ""),
        outcome=one.outcome,
        closed=one.closed,
        days=age(one, book.as_of),
        resolved=resolved,
        rep=tag_of(book, one, "rep"),
        note=said(book, customer, one.event.source.entry),
        file=span.path,
        line=span.line,
    )


def tag_of(book: Book, one: Dispute, name: str) -> str:
    """A tag of the dispute, of its document, else of the customer on the book's day; or ""."""
    if found := one.event.tags.get(name):
        return found
    whole = book.whole or book
    if one.items:
        return whole.tag(one.items[0], name)
    return whole.customers[one.document[0]].on(book.as_of).get(name, "")


def totals_of(book: Book, found: list[Dispute]) -> list[DisputeRow]:
    """What was disputed and what is disputed still, a line a currency."""
    return [
        DisputeRow(
            *(None,) * 4, currency, book.shown(currency, tally.amount),
            book.shown(currency, tally.open), *(None,) * 4,
        )
        for (_, currency), tally in tallies(found, book, lambda _: "").items()
        if tally.amount
    ]  # fmt: skip
