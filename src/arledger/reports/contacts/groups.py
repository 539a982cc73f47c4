"""What is overdue, by what the customers said of it."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book, Event, Item
from arledger.measures.contacts import Heard, overdue_by
from arledger.money import ZERO, divide
from arledger.records import NamedTuple
from arledger.reports._report import key_columns
from arledger.table import Audience, Column, Kind, column


class OverdueRow(NamedTuple):
    """What is overdue for a cause, of a customer or a tag's value, in one currency."""

    key: str | None
    """None in totals; "" where nobody said so, or has the tag."""
    name: str | None
    currency: str
    customers: int
    items: int
    overdue: Decimal
    share: Decimal | None
    """Of all that is overdue in the currency, in percent."""
    oldest: int
    """Days past due of the latest item."""


def grouped(book: Book, by: str) -> Iterator[OverdueRow]:
    """The groups, the largest of each currency first."""
    found = overdue_by(book, _key(book, by), by)
    whole: dict[str, Decimal] = {}
    for (_, currency), heard in found.items():
        whole[currency] = whole.get(currency, ZERO) + heard.overdue
    ordered = sorted(found.items(), key=lambda pair: (pair[0][1], -pair[1].overdue, pair[0][0]))
    for (key, currency), heard in ordered:
        name = book.customers[key].name if by == "customer" else None
        share = divide(heard.overdue * 100, whole[currency], 6)
        yield _row(book, key, name, currency, heard)._replace(share=share)


def totals_of(book: Book) -> list[OverdueRow]:
    """All that is overdue, a line a currency."""
    found = overdue_by(book, lambda *_: "", "")
    return [_row(book, None, None, currency, heard) for (_, currency), heard in found.items()]


def _row(book: Book, key: str | None, name: str | None, currency: str, heard: Heard) -> OverdueRow:
    overdue = book.shown(currency, heard.overdue)
    number = len(heard.customers)
    return OverdueRow(key, name, currency, number, heard.items, overdue, Decimal(100), heard.oldest)


def _key(book: Book, by: str) -> Callable[[Item, Event | None], str]:
    """What tells the line of an item: its customer, or a tag of what was said of it, or its own."""

    def key(item: Item, said: Event | None) -> str:
        if by == "customer":
            return item.customer
        return said.tags[by] if said else book.tag(item, by)

    return key


def untagged(by: str, rows: Sequence[OverdueRow]) -> list[str]:
    """What to say when no contact and no customer has the tag that makes the lines."""
    if not rows or any(row.key != "" for row in rows):
        return []
    return [f"no contact, no customer and no document has the tag {by}"]


def group_columns(by: str) -> list[Column[Any]]:
    """The columns of what is added up."""
    return [
        *key_columns(by.capitalize()),
        column("name", audience=Audience.ALL if by == "customer" else Audience.MACHINES),
        column("currency", "Cur"),
        column("customers", kind=Kind.COUNT),
        column("items", kind=Kind.COUNT),
        column("overdue", kind=Kind.AMOUNT, total=True),
        column("share", "%", Kind.SHARE),
        column("oldest", "Oldest, days", Kind.COUNT),
    ]
