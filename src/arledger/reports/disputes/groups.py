"""Disputes added up: by cause, owner, customer or any tag."""

from collections.abc import Iterator, Sequence
from typing import Any

from arledger.ledger.disputes import Dispute
from arledger.ledger.model import Book
from arledger.measures.disputes import Disputed, tallies
from arledger.records import NamedTuple, replaced
from arledger.reports._report import key_columns
from arledger.reports.disputes.lines import tag_of
from arledger.table import Audience, Column, Kind, column


class GroupRow(NamedTuple):
    """The disputes of a cause, an owner, a customer or a tag's value, in one currency."""

    key: str | None
    """None in totals; "" for those that do not say."""
    name: str | None
    currency: str
    tally: Disputed


def grouped(book: Book, found: list[Dispute], by: str) -> Iterator[GroupRow]:
    """The groups in order; by nothing, the totals."""

    def key(one: Dispute) -> str:
        if by == "customer":
            return one.document[0]
        return tag_of(book, one, by) if by else ""

    for (value, currency), exact in tallies(found, book, key).items():
        amounts = {name: getattr(exact, name) for name in ("amount", "open", "credited")}
        shown = {name: book.shown(currency, amount) for name, amount in amounts.items()}
        name = (book.whole or book).customers[value].name if by == "customer" else None
        yield GroupRow(value if by else None, name, currency, replaced(exact, **shown))


def untagged(by: str, rows: Sequence[GroupRow]) -> list[str]:
    """What to say when no dispute has the tag that makes the lines."""
    if not rows or any(row.key != "" for row in rows):
        return []
    return [f"no dispute has the tag {by}"]


def group_columns(by: str) -> list[Column[Any]]:
    """The columns of what is added up."""
    return [
        *key_columns(by.capitalize()),
        column("name", audience=Audience.ALL if by == "customer" else Audience.MACHINES),
        column("currency", "Cur"),
        column("disputes", kind=Kind.COUNT, of=lambda row: row.tally.disputes),
        column("standing", "Open ones", Kind.COUNT, of=lambda row: row.tally.standing),
        column("amount", kind=Kind.AMOUNT, of=lambda row: row.tally.amount, total=True),
        column("open", kind=Kind.AMOUNT, of=lambda row: row.tally.open, total=True),
        column("credited", kind=Kind.AMOUNT, of=lambda row: row.tally.credited, total=True),
        column("oldest", "Oldest, days", Kind.COUNT, of=lambda row: row.tally.oldest),
    ]
