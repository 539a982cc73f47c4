"""Columns over rows: the shape every report has, and nothing of how it will look.

A row is a ``NamedTuple`` (or anything with attributes); a ``Column`` says how one cell is
taken from it, what the cell is called by machines and by people, and what kind of value it
holds. Renderers need nothing else.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from arledger.records import NamedTuple

Row = TypeVar("Row")


class Kind(Enum):
    """What a cell holds; ``None`` in any of them means "does not apply"."""

    TEXT = "text"
    AMOUNT = "amount"
    """A ``Decimal`` in the row's ``currency``."""
    PRICE = "price"
    """A ``Decimal`` that is not an amount of the row's currency: a rate or a price."""
    SHARE = "share"
    """A ``Decimal`` in percent, exact; people see one decimal."""
    DAYS = "days"
    """A ``Decimal`` number of days, exact: an average; people see one decimal."""
    COUNT = "count"
    """An ``int``: days, numbers of things."""
    DATE = "date"
    """A ``datetime.date``."""
    BAR = "bar"
    """A tuple of ``Decimal`` parts of a whole, drawn for people on a terminal or page only."""


class Audience(Enum):
    """Who sees a column."""

    ALL = "all"
    PEOPLE = "people"
    MACHINES = "machines"


class Column(NamedTuple, Generic[Row]):
    """One column: key for machines, title for people, kind, and how to get the cell."""

    key: str
    title: str
    kind: Kind
    of: Callable[[Row], Any]
    audience: Audience = Audience.ALL
    total: bool = False
    """True when people may look for it in the totals line."""
    late: int | None = None
    """How late what stands in it is, for colours: 0 not yet due, 1 the first bucket past due,
    and so on; None when lateness says nothing about the column."""
    wrap: bool = False
    """True: a sentence; where room is short it stands in several lines and is never cut."""
    spare: bool = False
    """True: people can do without it where room is short; it goes before any text is cut."""


class Table(NamedTuple, Generic[Row]):
    """Rows and the columns that read them."""

    columns: Sequence[Column[Row]]
    rows: Sequence[Row]

    def for_machines(self) -> list[Column[Row]]:
        """The columns of CSV, TSV and JSON, in order."""
        return [
            c for c in self.columns if c.audience is not Audience.PEOPLE and c.kind is not Kind.BAR
        ]

    def for_people(self) -> list[Column[Row]]:
        """The columns of text, Markdown and HTML, in order."""
        return [c for c in self.columns if c.audience is not Audience.MACHINES]


def column(
    key: str,
    title: str | None = None,
    kind: Kind = Kind.TEXT,
    *,
    of: Callable[[Any], Any] | None = None,
    audience: Audience = Audience.ALL,
    total: bool = False,
    late: int | None = None,
    wrap: bool = False,
    spare: bool = False,
) -> Column[Any]:
    """A column whose cell is the row's attribute of the same name, ``-`` read as ``_``."""
    return Column(
        key=key,
        title=title if title is not None else key.replace("_", " ").capitalize(),
        kind=kind,
        of=of or attrgetter(key.replace("-", "_")),
        audience=audience,
        total=total,
        late=late,
        wrap=wrap,
        spare=spare,
    )
