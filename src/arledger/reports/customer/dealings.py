"""Sections of the credit file: what was promised, disputed and said."""

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

from arledger.ledger.disputes import Dispute
from arledger.ledger.disputes import disputes as disputes_of
from arledger.ledger.model import Book
from arledger.measures.commitments import Commitment
from arledger.measures.commitments import commitments as commitments_of
from arledger.measures.contacts import Contact
from arledger.measures.contacts import contacts as contacts_of
from arledger.measures.disputes import age, worth
from arledger.measures.promises import judgments
from arledger.measures.promises_kept import Tally, tallies
from arledger.measures.promises_verdict import Judgment, State
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.reports._report import Section, places, said, state_column
from arledger.table import Audience, Column, Kind, Table, column


class KeptRow(NamedTuple):
    """How well promises in one currency were kept."""

    currency: str
    tally: Tally
    wanted: Decimal
    """Of those whose window has closed, as ``served``."""
    served: Decimal


class PromiseRow(NamedTuple):
    """One promise: an instalment of a plan is one; or, with no level, one of our commitments."""

    promise: str
    numbers: str
    """The documents it is about, with spaces between."""
    made: dt.date
    promised: dt.date | None
    currency: str
    amount: Decimal | None
    paid: Decimal | None
    state: str
    level: int | None
    settled_on: dt.date | None
    note: str
    file: str
    line: int


class DisputeRow(NamedTuple):
    """One dispute."""

    number: str
    opened: dt.date
    currency: str
    amount: Decimal | None
    """None: all of a document that is not there yet."""
    open: Decimal
    cause: str
    owner: str
    outcome: str
    closed: dt.date | None
    days: int
    note: str
    file: str
    line: int


def kept(book: Book) -> Section[KeptRow]:
    """Promises counted by state, and the rate at which they were kept, a line a currency."""
    rows = []
    for (_, currency), tally in tallies(judgments(book), book, lambda _: "").items():
        shown = [book.shown(currency, amount) for amount in (tally.wanted, tally.served)]
        rows.append(KeptRow(currency, tally, *shown))
    columns = [
        column("currency", "Cur"),
        column("promises", kind=Kind.COUNT, of=lambda row: row.tally.promises),
        *(_state_column(state, rows) for state in get_args(State)),
        column("wanted", kind=Kind.AMOUNT),
        column("served", "Paid", Kind.AMOUNT),
        column("kept_by_count", "% kept", Kind.SHARE, of=lambda row: row.tally.kept_by_count),
        column("kept_by_amount", "% paid", Kind.SHARE, of=lambda row: row.tally.kept_by_amount),
    ]
    return Section("promises-kept", "Promises kept", Table(columns, rows))


def _state_column(state: str, rows: list[KeptRow]) -> Column[KeptRow]:
    """People are spared the states that no promise has, but for kept and broken."""
    is_any = state in ("kept", "broken") or any(row.tally.states.get(state) for row in rows)
    return state_column(state, Audience.ALL if is_any else Audience.MACHINES)


def promises(book: Book) -> Section[PromiseRow]:
    """Every promise with its verdict, by the day promised."""
    rows = [_promise(book, one) for one in judgments(book)]
    return Section("promises", "Promises to pay", Table(_promise_columns(), rows))


def commitments(book: Book) -> Section[PromiseRow]:
    """What we promised them, kept or not."""
    rows = [_commitment(book, one) for one in commitments_of(book)]
    columns = [c for c in _promise_columns("Until", "Given") if c.key != "level"]
    return Section("commitments", "What we promised", Table(columns, rows))


def _promise_columns(promised: str = "Promised", paid: str = "Paid") -> list[Any]:
    return [
        column("promise"),
        column("numbers", "Documents", wrap=True),
        column("made", kind=Kind.DATE, spare=True),
        column("promised", promised, kind=Kind.DATE),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("paid", paid, Kind.AMOUNT),
        column("state"),
        column("level", kind=Kind.COUNT, spare=True),
        column("settled_on", "Settled", Kind.DATE, spare=True),
        column("note", wrap=True),
        *places(),
    ]


def _promise(book: Book, one: Judgment) -> PromiseRow:
    promise, span = one.promise, one.promise.source.span
    currency, amount = _worth(book, promise.currency, promise.amount)
    _, paid = _worth(book, promise.currency, one.paid)
    return PromiseRow(
        promise.number, " ".join(one.named.numbers), promise.made, promise.promised, currency,
        amount, paid, one.state, one.level, one.settled_on,
        said(book, promise.customer, promise.source.entry), span.path, span.line,
    )  # fmt: skip


def _commitment(book: Book, one: Commitment) -> PromiseRow:
    event, span = one.event, one.event.source.span
    currency, amount = _worth(book, one.currency, one.amount or ZERO)
    given = amount if one.state == "kept" else ZERO
    note = said(book, event.customer, event.source.entry)
    return PromiseRow(
        one.number, event.tags.get("inv", ""), event.date, one.until, currency,
        None if one.amount is None else amount, None if one.amount is None else given,
        one.state, None, one.settled_on, "; ".join(filter(None, [note, *one.people])),
        span.path, span.line,
    )  # fmt: skip


def _worth(book: Book, currency: str, amount: Decimal) -> tuple[str, Decimal]:
    """The currency and the amount as they are printed, converted if -X asks for it."""
    shown, valued = book.worth(currency, amount)
    return shown, book.shown(shown, valued)


def disputes(book: Book) -> Section[DisputeRow]:
    """Every dispute, the oldest first."""
    found = disputes_of(book) if any(event.kind == "dispute" for event in book.events) else []
    columns = [
        column("number"),
        column("opened", kind=Kind.DATE),
        column("days", kind=Kind.COUNT),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("open", kind=Kind.AMOUNT),
        column("cause"),
        column("owner"),
        column("outcome"),
        column("closed", kind=Kind.DATE, spare=True),
        column("note", wrap=True),
        *places(),
    ]
    rows = [_dispute(book, one) for one in found]
    return Section("disputes", "Disputes", Table(columns, rows))


def _dispute(book: Book, one: Dispute) -> DisputeRow:
    tags, span = one.event.tags, one.event.source.span
    currency, amount = worth(book, one, one.amount)
    _, left = worth(book, one, one.open)
    return DisputeRow(
        one.document[2], one.event.date, currency,
        book.shown(currency, amount) if one.items or one.amount else None,
        book.shown(currency, left), tags.get("cause", ""), tags.get("owner", ""), one.outcome,
        one.closed, age(one, book.as_of),
        said(book, one.event.customer, one.event.source.entry), span.path, span.line,
    )  # fmt: skip


class ContactRow(NamedTuple):
    """One call, visit or message."""

    date: dt.date
    via: str
    with_: str
    cause: str
    outcome: str
    next: dt.date | None
    follow_up: str
    numbers: str
    by: str
    note: str
    file: str
    line: int


def contacts(book: Book) -> Section[ContactRow]:
    """What was said, the oldest first."""
    columns = [
        column("date", kind=Kind.DATE),
        column("via", spare=True),
        column("with", of=lambda row: row.with_),
        column("cause"),
        column("outcome", spare=True),
        column("next", kind=Kind.DATE),
        column("follow_up", "Follow-up"),
        column("numbers", audience=Audience.MACHINES),
        column("by", spare=True),
        column("note", "Said", wrap=True),
        *places(),
    ]
    rows = [_contact(book, one) for one in contacts_of(book)]
    return Section("contacts", "Contacts", Table(columns, rows))


def _contact(book: Book, one: Contact) -> ContactRow:
    tags, span = one.event.tags, one.event.source.span
    return ContactRow(
        one.event.date, tags.get("via", ""), tags.get("with", ""), tags.get("cause", ""),
        tags.get("outcome", ""), one.next, one.follow_up, " ".join(one.numbers),
        tags.get("by", ""), said(book, one.event.customer, one.event.source.entry),
        span.path, span.line,
    )  # fmt: skip
