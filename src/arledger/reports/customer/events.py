"""Sections of the credit file: letters, statements, holds and steps at law, notes and files."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book, Event, Source
from arledger.ledger.tags import amount, day
from arledger.money import ZERO
from arledger.problems import Span
from arledger.records import NamedTuple
from arledger.reports._report import Section, places, said
from arledger.table import Column, Kind, Table, column

_STEPS = ("hold", "release", "legal", "claim")
_OTHERS = ("extend", "withdraw", "note", "ack")


class EventRow(NamedTuple):
    """Something that happened."""

    date: dt.date
    event: str
    """Its kind."""
    numbers: str
    """The documents it is about, with spaces between; "" for everything."""
    said: str
    """What its tags say."""
    by: str
    note: str
    file: str
    line: int


class StatementRow(NamedTuple):
    """A statement that was sent, or a balance somebody was asked to confirm."""

    date: dt.date
    event: str
    of: dt.date
    """The day whose balance it is."""
    currency: str
    balance: Decimal | None
    """As it was stated; None: no balance was."""
    booked: Decimal | None
    """As the book has it on that day; None: nothing to compare with."""
    difference: Decimal | None
    """Stated less booked."""
    reply: str
    by: str
    note: str
    file: str
    line: int


class FileRow(NamedTuple):
    """A file that is named somewhere."""

    name: str
    """As written: a path from the journal's folder."""
    date: dt.date
    of: str
    """What names it: the kind of event, or the document."""
    note: str
    file: str
    line: int


def letters(book: Book) -> Section[EventRow]:
    """Reminders sent, the oldest first."""
    return _events(book, "letters", "Letters sent", ("letter",), kind=False)


def steps(book: Book) -> Section[EventRow]:
    """Holds, releases, steps at law and with insurers, the oldest first."""
    return _events(book, "steps", "Holds and steps at law", _STEPS)


def others(book: Book) -> Section[EventRow]:
    """Whatever else was written down, the oldest first."""
    return _events(book, "notes", "Extensions and notes", _OTHERS)


def _events(
    book: Book, name: str, title: str, kinds: tuple[str, ...], *, kind: bool = True
) -> Section[EventRow]:
    rows = [_event(book, event) for event in _of_kinds(book, kinds)]
    columns: list[Column[Any]] = [
        column("date", kind=Kind.DATE),
        column("event", "What"),
        column("numbers", "Documents", wrap=True),
        column("said", "Details", wrap=True),
        column("by", spare=True),
        column("note", wrap=True),
        *places(),
    ]
    return Section(name, title, Table([c for c in columns if kind or c.key != "event"], rows))


def _of_kinds(book: Book, kinds: tuple[str, ...]) -> list[Event]:
    """The events of some kinds by date; on one day by what they say, never by their place."""
    found = [event for event in book.events if event.kind in kinds]
    return sorted(found, key=_order)


def _order(event: Event) -> tuple[object, ...]:
    return (event.date, event.kind, sorted(event.tags.items()), event.source.entry.description)


_NOT_SAID = frozenset({"event", "inv", "customer", "by", "file"})


def _event(book: Book, event: Event) -> EventRow:
    entry, span = event.source.entry, event.source.span
    details = [f"{key} {value}" for key, value in event.tags.items() if key not in _NOT_SAID]
    return EventRow(
        event.date, event.kind, event.tags.get("inv", ""), ", ".join(details),
        event.tags.get("by", ""), said(book, event.customer, entry), span.path, span.line,
    )  # fmt: skip


def statements(book: Book) -> Section[StatementRow]:
    """Statements sent and balances confirmed, each beside what the book has for its day."""
    rows = [_statement(book, event) for event in _of_kinds(book, ("statement", "confirm"))]
    columns = [
        column("date", kind=Kind.DATE),
        column("event", "What"),
        column("of", "As of", Kind.DATE),
        column("currency", "Cur"),
        column("balance", kind=Kind.AMOUNT),
        column("booked", kind=Kind.AMOUNT),
        column("difference", kind=Kind.AMOUNT),
        column("reply"),
        column("by", spare=True),
        column("note", wrap=True),
        *places(),
    ]
    title = "Statements and confirmations"
    return Section("statements", title, Table(columns, rows))


def _statement(book: Book, event: Event) -> StatementRow:
    tags, span = event.tags, event.source.span
    on = day(tags["as-of"], event.date.year) if "as-of" in tags else event.date
    currency, stated, booked = "", None, None
    if "balance" in tags:
        quantity, commodity = amount(tags["balance"])
        currency, stated = _shown(book, commodity, quantity)
        if on <= book.as_of and (commodity or not quantity):
            owed = _balance(book, event.customer or "", commodity, on)
            _, booked = _shown(book, commodity, owed)
    differs = None if stated is None or booked is None else book.shown(currency, stated - booked)
    return StatementRow(
        event.date, event.kind, on, currency, stated, booked, differs, tags.get("reply", ""),
        tags.get("by", ""), said(book, event.customer, event.source.entry), span.path, span.line,
    )  # fmt: skip


def _balance(book: Book, customer: str, currency: str, on: dt.date) -> Decimal:
    """What a customer owed at the end of a day, whatever of it is selected."""
    own = (book.whole or book).movements_of(customer)
    return sum((m.amount for m in own if m.currency == currency and m.date <= on), ZERO)


def _shown(book: Book, currency: str, quantity: Decimal) -> tuple[str, Decimal]:
    shown, worth = book.worth(currency, quantity)
    return shown, book.shown(shown, worth)


def files(book: Book) -> Section[FileRow]:
    """The files that documents and events name by ``file:``, the oldest first."""
    found = dict.fromkeys((*_of_documents(book), *_of_events(book)))
    columns = [
        column("name", "File", wrap=True),
        column("date", kind=Kind.DATE),
        column("of", "Of"),
        column("note", wrap=True),
        *places(),
    ]
    return Section("files", "Files", Table(columns, sorted(found, key=lambda row: row.date)))


def _of_documents(book: Book) -> Iterator[FileRow]:
    for m in book.movements:
        note = said(book, m.customer, m.source.entry)
        for name, span in _named(m.source):
            yield FileRow(name, m.date, f"{m.kind} {m.number}".rstrip(), note, span.path, span.line)


def _of_events(book: Book) -> Iterator[FileRow]:
    for event in book.events:
        note = said(book, event.customer, event.source.entry)
        for name, span in _named(event.source):
            yield FileRow(name, event.date, event.kind, note, span.path, span.line)


def _named(source: Source) -> Iterator[tuple[str, Span]]:
    """The files an entry and its posting name, each with its line."""
    entry, posting = source
    in_entry, in_posting = entry.tags, posting.tags if posting else ()
    for tags, span in ((in_entry, Source(entry).span), (in_posting, source.span)):
        for key, value in tags:
            if value and key.casefold() == "file":
                yield value, span
