"""The lines of alerts."""

import datetime as dt
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.alerts import Alert
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, column


class AlertRow(NamedTuple):
    """One alert."""

    id: str
    severity: str
    """critical, warning or info."""
    customer: str
    kind: str
    message: str
    since: dt.date
    name: str
    currency: str
    """"" of an alert that is about no amount."""
    amount: Decimal | None
    """What it is about; None: it is about no amount."""
    number: str
    """Of the document, promise or order it is about."""
    rep: str
    acknowledged: dt.date | None
    """The day it was seen; None: nobody said so."""
    acknowledged_by: str
    file: str | None
    line: int | None
    """Where what it is about is written; None: in no one place."""


def columns(party: Column[Any]) -> list[Column[Any]]:
    """All columns; people read when and what first, and last what to acknowledge it by."""
    people, machines = Audience.PEOPLE, Audience.MACHINES
    return [
        column("id", audience=machines),
        column("severity"),
        column("since", kind=Kind.DATE, audience=people),
        party,
        column("kind", audience=machines),
        column("message", "Alert", of=_said, audience=people, wrap=True),
        column("message", audience=machines),
        column("since", kind=Kind.DATE, audience=machines),
        column("id", "Id", audience=people, wrap=True),
        column("name", audience=machines),
        column("currency", "Cur", audience=machines),
        column("amount", kind=Kind.AMOUNT, audience=machines),
        column("number", audience=machines),
        column("rep", audience=machines),
        column("acknowledged", kind=Kind.DATE, audience=machines),
        column("acknowledged_by", audience=machines),
        column("file", audience=machines),
        column("line", kind=Kind.COUNT, audience=machines),
    ]


def _said(row: AlertRow) -> str:
    """The message, and who saw it when."""
    if row.acknowledged is None:
        return row.message
    by = f" by {row.acknowledged_by}" if row.acknowledged_by else ""
    return f"{row.message} (seen {row.acknowledged}{by})"


def row_of(book: Book, one: Alert) -> AlertRow:
    """The line of an alert; amounts in the currency that was asked for."""
    customer = book.customers[one.customer]
    currency = book.worth(one.currency, ZERO)[0] if one.currency else ""
    worth = None if one.amount is None else book.worth(one.currency, one.amount)
    seen = one.acknowledged
    return AlertRow(
        id=one.id,
        severity=one.severity,
        customer=one.customer,
        kind=one.kind,
        message=one.message,
        since=one.since,
        name=customer.name,
        currency=worth[0] if worth else currency,
        amount=book.shown(*worth) if worth else None,
        number=one.number,
        rep=customer.on(book.as_of).get("rep", ""),
        acknowledged=seen.date if seen else None,
        acknowledged_by=seen.tags.get("by", "") if seen else "",
        file=one.source.path if one.source else None,
        line=one.source.line if one.source else None,
    )
