"""The account: how the balance came about, what it is made of, and what interest was charged."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book, Credit, Item
from arledger.ledger.tags import meaning
from arledger.measures.statement import Statement, statements
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.reports.customer.dossier.lines import place
from arledger.table import Kind, Table, column

_PARTS = ("opening", "invoices", "charges", "receipts", "credits", "other", "closing")


class StatementRow(NamedTuple):
    """The account in one currency; amounts as they change the balance."""

    since: dt.date
    currency: str
    opening: Decimal
    invoices: Decimal
    charges: Decimal
    receipts: Decimal
    credits: Decimal
    other: Decimal
    closing: Decimal


class OpenRow(NamedTuple):
    """What is open, or on account (negative)."""

    number: str | None
    """None in totals."""
    kind: str | None
    date: dt.date | None
    due: dt.date | None
    claimed: str | None
    """``claimed``, ``not due`` or ``on account``."""
    currency: str
    open: Decimal
    file: str | None
    line: int | None


class InterestRow(NamedTuple):
    """Interest that was booked."""

    number: str
    date: dt.date
    for_: str
    from_: str
    through: str
    currency: str
    amount: Decimal
    open: Decimal
    file: str | None
    line: int | None


def account_sections(book: Book, customer: str, items: Sequence[Item]) -> list[Section[Any]]:
    """The statement, the open items it comes to, and interest.

    It goes from the day of the oldest claim; where there is none, of the oldest open item.
    """
    own = [item for item in book.open_items() if item.customer == customer]
    since = min((item.date for item in items or own), default=book.as_of)
    found = statements(book, customer, since)
    return [_statement(book, found, since), _open(book, customer, items), _interest(book, customer)]


def _statement(book: Book, found: Sequence[Statement], since: dt.date) -> Section[Any]:
    rows = [
        StatementRow(
            since, one.currency, *(book.shown(one.currency, getattr(one, part)) for part in _PARTS)
        )
        for one in found
    ]
    columns = [
        column("since", kind=Kind.DATE),
        column("currency", "Cur"),
        *(column(part, kind=Kind.AMOUNT) for part in _PARTS),
    ]
    said = (
        "Charges: interest and fees. Other: balances brought forward, transfers, what was set off."
    )
    return Section("statement", "Statement", Table(columns, rows), notes=[said] if rows else [])


def _open(book: Book, customer: str, items: Sequence[Item]) -> Section[Any]:
    claimed = set(map(id, items))
    rows = sorted(_open_rows(book, customer, claimed), key=lambda r: (r.currency, r.date, r.number))
    totals = []
    for currency in sorted({row.currency for row in rows}):
        whole = sum((row.open for row in rows if row.currency == currency), ZERO)
        totals.append(OpenRow(*(None,) * 5, currency, book.shown(currency, whole), None, None))
    columns = [
        column("number"),
        column("kind"),
        column("date", kind=Kind.DATE),
        column("due", kind=Kind.DATE),
        column("claimed", ""),
        column("currency", "Cur"),
        column("open", kind=Kind.AMOUNT, total=True),
        *places(wrap=True),
    ]
    return Section("open-items", "Open items, as closing", Table(columns, rows), totals)


def _open_rows(book: Book, customer: str, claimed: set[int]) -> Iterator[OpenRow]:
    for item in book.open_items():
        if item.customer == customer:
            said = "claimed" if id(item) in claimed else "not due"
            yield _open_row(book, item, item.due, said, item.open)
    for credit in book.unapplied():
        if credit.customer == customer:
            yield _open_row(book, credit, None, "on account", -credit.rest)


def _open_row(
    book: Book, document: Item | Credit, due: dt.date | None, said: str, amount: Decimal
) -> OpenRow:
    return OpenRow(
        document.label, document.kind, document.date, due, said, document.currency,
        book.shown(document.currency, amount), *place(document.source.span),
    )  # fmt: skip


def _interest(book: Book, customer: str) -> Section[Any]:
    rows = [
        _interest_row(book, item)
        for item in book.items
        if item.customer == customer and item.kind == "interest"
    ]
    columns = [
        column("number"),
        column("date", kind=Kind.DATE),
        column("for", of=lambda row: row.for_),
        column("from", of=lambda row: row.from_),
        column("through"),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("open", kind=Kind.AMOUNT),
        *places(wrap=True),
    ]
    said = "Only what is booked (doc:interest). No interest is calculated here."
    return Section(
        "interest",
        "Interest that was charged",
        Table(columns, rows),
        notes=[said] if rows else [],
        empty="No interest is booked (doc:interest), and none is calculated here.",
    )


def _interest_row(book: Book, item: Item) -> InterestRow:
    entry, posting = item.source
    tags = {**meaning(entry.tags), **meaning(posting.tags if posting else ())}
    file, line = place(item.source.span)
    return InterestRow(
        number=item.label,
        date=item.date,
        for_=tags.get("for", ""),
        from_=tags.get("from", ""),
        through=tags.get("through", ""),
        currency=item.currency,
        amount=book.shown(item.currency, item.amount - item.reopened),
        open=book.shown(item.currency, item.open),
        file=file,
        line=line,
    )
