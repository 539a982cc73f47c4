"""Sections of the credit file: what is at stake against the limit, and what is on order."""

import datetime as dt
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.ledger.orders import OpenOrder, order_books
from arledger.measures.exposure_lines import TERMS, ExposureRow, lines_of, prices_used, row_of
from arledger.measures.standing import Standings
from arledger.problems import Span
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.table import Audience, Column, Kind, Table, column

_ALWAYS = frozenset({"open", "net"})
"""Terms that people read even where they are nothing."""
_SECURED = ("covered", "guarantees")
"""Without any of them gross is net."""


class OrderRow(NamedTuple):
    """An order of which something is left."""

    number: str
    date: dt.date
    currency: str
    amount: Decimal
    """All that was ordered."""
    open: Decimal
    """Neither invoiced nor cancelled."""
    file: str
    line: int


def exposure(book: Book, standings: Standings, customer: str) -> Section[ExposureRow]:
    """What would be lost, against the limit in force, and whether to deliver; as in exposure."""
    lines = lines_of(book, standings, standings.of(customer))
    rows = [row_of(book, standings, line) for line in lines]
    columns = [
        column("currency", "Cur"),
        *(_term(name, rows) for name in TERMS),
        column("limit", kind=Kind.AMOUNT),
        column("use", kind=Kind.PRICE, audience=Audience.MACHINES),
        column("use", "Use %", Kind.SHARE, of=_percent, audience=Audience.PEOPLE),
        column("available", kind=Kind.AMOUNT),
        column("status"),
        column("reasons", wrap=True),
    ]
    said = list(prices_used(book, standings))
    return Section("exposure", "Credit exposure", Table(columns, rows), notes=said)


def _term(name: str, rows: list[ExposureRow]) -> Column[Any]:
    """A term; people are spared one that is nothing."""
    telling = _SECURED if name == "gross" else (name,)
    is_any = name in _ALWAYS or any(getattr(row, one) for row in rows for one in telling)
    return column(name, kind=Kind.AMOUNT, audience=Audience.ALL if is_any else Audience.MACHINES)


def _percent(row: ExposureRow) -> Decimal | None:
    return None if row.use is None else row.use * 100


def orders(book: Book) -> Section[OrderRow]:
    """Orders of which something is neither invoiced nor cancelled, the oldest first."""
    ours = book.orders if book.side == "receivable" else []  # we have none of suppliers
    first = {
        (posting.currency, posting.number, posting.date): posting.source.span
        for posting in reversed(ours)
        if posting.amount > 0
    }
    found = [one for own in order_books(ours).values() for one in own.all if one.open]
    rows = [_order(book, one, first[one.currency, one.number, one.date]) for one in found]
    columns = [
        column("number"),
        column("date", kind=Kind.DATE),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("open", kind=Kind.AMOUNT),
        *places(),
    ]
    return Section("orders", "Open orders", Table(columns, sorted(rows, key=_oldest_first)))


def _order(book: Book, one: OpenOrder, span: Span) -> OrderRow:
    currency, amount = book.worth(one.currency, one.amount)
    _, left = book.worth(one.currency, one.open)
    amount, left = book.shown(currency, amount), book.shown(currency, left)
    return OrderRow(one.number, one.date, currency, amount, left, span.path, span.line)


def _oldest_first(row: OrderRow) -> tuple[object, ...]:
    return (row.date, row.number, row.currency)
