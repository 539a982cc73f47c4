"""The lines of contacts: one for each call, visit, mail or meeting."""

import datetime as dt
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.contacts import Contact
from arledger.records import NamedTuple
from arledger.reports._report import said
from arledger.table import Audience, Column, Kind, column


class ContactRow(NamedTuple):
    """One contact."""

    customer: str
    name: str
    date: dt.date
    via: str
    with_: str
    cause: str
    """Why they do not pay, in the policy's words; "" when it was not said."""
    outcome: str
    next: dt.date | None
    """The day of the next step."""
    follow_up: str
    """planned, due, overdue, met or replaced; "" without a next step."""
    numbers: str
    """The documents it was about, with spaces between; "" for everything."""
    by: str
    """Who of us."""
    note: str
    ended_on: dt.date | None
    """The day of the contact that met or replaced the next step."""
    rep: str
    phone: str
    """The customer's, on the book's day."""
    file: str
    line: int


def columns(party: Column[Any]) -> list[Column[Any]]:
    """All columns; the day first for people, the party first for machines."""
    machines = Audience.MACHINES
    return [
        party._replace(audience=machines),
        column("name", audience=machines),
        column("date", kind=Kind.DATE),
        party._replace(audience=Audience.PEOPLE),
        column("via", spare=True),
        column("with", of=lambda row: row.with_),
        column("cause"),
        column("outcome", spare=True),
        column("next", kind=Kind.DATE),
        column("follow_up", "Follow-up"),
        column("numbers", audience=machines),
        column("by", spare=True),
        column("note", "Said", wrap=True),
        column("ended_on", kind=Kind.DATE, audience=machines),
        *(column(key, audience=machines) for key in ("rep", "phone", "file")),
        column("line", kind=Kind.COUNT, audience=machines),
    ]


def row_of(book: Book, one: Contact) -> ContactRow:
    """The line of a contact."""
    tags, span = one.event.tags, one.event.source.span
    customer = (book.whole or book).customers[one.event.customer or ""]
    master = customer.on(book.as_of)
    return ContactRow(
        customer=customer.id,
        name=customer.name,
        date=one.event.date,
        via=tags.get("via", ""),
        with_=tags.get("with", ""),
        cause=tags.get("cause", ""),
        outcome=tags.get("outcome", ""),
        next=one.next,
        follow_up=one.follow_up,
        numbers=" ".join(one.numbers),
        by=tags.get("by", ""),
        note=said(book, customer.id, one.event.source.entry),
        ended_on=one.ended_on,
        rep=tags.get("rep") or master.get("rep", ""),
        phone=master.get("phone", ""),
        file=span.path,
        line=span.line,
    )
