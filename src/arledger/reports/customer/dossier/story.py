"""The chronology as a table."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from arledger.ledger.model import Book
from arledger.measures.chronology import Happening
from arledger.records import NamedTuple
from arledger.reports._report import Section, places, said
from arledger.reports.customer.dossier.lines import place
from arledger.table import Kind, Table, column


class StoryRow(NamedTuple):
    """One thing that happened."""

    date: dt.date
    what: str
    number: str
    said: str
    currency: str
    amount: Decimal | None
    """Of documents as it changes what is owed; of promises and events what they are about."""
    paper: str
    """What ``file:`` names, as written."""
    file: str | None
    line: int | None


def story_section(book: Book, customer: str, happened: Iterable[Happening]) -> Section[StoryRow]:
    """What happened, day by day."""
    columns = [
        column("date", kind=Kind.DATE),
        column("what"),
        column("number", wrap=True),
        column("said", wrap=True),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("paper", "File", wrap=True, spare=True),
        *places(wrap=True),
    ]
    rows = [_row(book, customer, one) for one in happened]
    return Section("chronology", "What happened", Table(columns, rows))


def _row(book: Book, customer: str, one: Happening) -> StoryRow:
    words = "; ".join(filter(None, (said(book, customer, one.source.entry), one.details)))
    amount = None if one.amount is None else book.shown(one.currency, one.amount)
    return StoryRow(
        one.date, one.what, one.number, words, one.currency, amount, one.file,
        *place(one.source.span),
    )  # fmt: skip
