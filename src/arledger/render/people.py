"""Cells as people read them: a report becomes a sheet of finished strings.

Rounding for the eye happens here: only what is finer than a commodity's display places is
rounded, half to even as hledger does, and a total is its exact figure rounded.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from arledger.journal.model import Style
from arledger.money import minor_units, plain, round_half_even
from arledger.progress import counted
from arledger.records import NamedTuple
from arledger.render.safe import safe
from arledger.reports._report import Document, Report
from arledger.table import Column, Kind

NUMBERS = frozenset({Kind.AMOUNT, Kind.PRICE, Kind.SHARE, Kind.DAYS, Kind.COUNT})
"""The kinds that stand at the right edge of their column."""


class Cell(NamedTuple):
    """One finished cell."""

    text: str
    sign: int = 0
    """Of a number: -1, 0 or 1."""
    bar: tuple[Decimal, ...] = ()
    """Parts of a whole to draw; the text is empty then."""


class Head(NamedTuple):
    """One column of a sheet."""

    key: str
    title: str
    kind: Kind
    late: int | None = None
    wrap: bool = False
    spare: bool = False

    @property
    def right(self) -> bool:
        """True when the column is aligned at its right edge."""
        return self.kind in NUMBERS


class Sheet(NamedTuple):
    """A report as strings: what every renderer for people lays out."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]]
    notes: Sequence[str]
    empty: str

    @property
    def headed(self) -> bool:
        """True when there are titles to stand above the columns."""
        return any(head.title for head in self.heads)

    @property
    def latest(self) -> int:
        """The highest lateness among the columns; 0 when none has any."""
        return max((head.late or 0 for head in self.heads), default=0)


class Sheaf(NamedTuple):
    """A document as strings: sheets one below the other."""

    title: str
    sheets: Sequence[Sheet]
    notes: Sequence[str]


def sheaf_of(document: Document, *, bars: bool) -> Sheaf:
    """The document as finished cells; what is empty and has no sentence for it is only named."""
    sheets, nothing = [], []
    for section in document.sections:
        sheet = sheet_of(document.report_of(section), bars=bars)
        if sheet.rows or sheet.totals or sheet.empty:
            sheets.append(sheet if section.headed else _bare(sheet))
        else:
            nothing.append(sheet.title)
    said = [f"Nothing under: {', '.join(nothing)}."] if nothing else []
    return Sheaf(safe(document.title), sheets, [*said, *map(safe, document.notes)])


def _bare(sheet: Sheet) -> Sheet:
    """The sheet with nothing above its columns."""
    return sheet._replace(heads=[head._replace(title="") for head in sheet.heads])


def sheet_of(report: Report[Any], *, bars: bool) -> Sheet:
    """The report as finished cells; bars only for those who can draw them."""
    columns = [c for c in report.table.for_people() if bars or c.kind is not Kind.BAR]
    return Sheet(
        title=safe(report.title),
        heads=[Head(c.key, safe(c.title), c.kind, c.late, c.wrap, c.spare) for c in columns],
        rows=[_cells(columns, row, report.styles) for row in counted(report.rows)],
        totals=[_total(_cells(columns, row, report.styles)) for row in report.totals],
        notes=[safe(note) for note in report.notes],
        empty=safe(report.empty),
    )


def _cells(columns: Sequence[Column[Any]], row: object, styles: Mapping[str, Style]) -> list[Cell]:
    commodity = commodity_of(row)
    style = styles.get(commodity) or Style(places=minor_units(commodity))
    return [_cell(column, column.of(row), style) for column in columns]


def commodity_of(row: object) -> str:
    """The commodity a row's amounts are in; "" when it does not say."""
    return str(getattr(row, "currency", None) or getattr(row, "commodity", None) or "")


def _cell(column: Column[Any], value: Any, style: Style) -> Cell:
    if value is None:
        return Cell("")
    if column.kind is Kind.BAR:
        return Cell("", bar=tuple(value))
    if column.kind in NUMBERS:
        return Cell(number(column.kind, value, style), sign=(value > 0) - (value < 0))
    return Cell(value.isoformat() if isinstance(value, date) else safe(str(value)))


def _total(cells: list[Cell]) -> list[Cell]:
    """The cells of a totals line, named so where a name would stand."""
    if cells and not cells[0].text and not cells[0].bar:
        return [Cell("Total"), *cells[1:]]
    return cells


def number(kind: Kind, value: Decimal | int, style: Style) -> str:
    """A number for people: an amount in its commodity's style, without the commodity."""
    if kind is Kind.COUNT:
        return str(value)
    quantity = Decimal(value)
    if kind is Kind.SHARE:
        return f"{plain(round_half_even(quantity, 1))}%"
    if kind is Kind.DAYS:
        return plain(round_half_even(quantity, 1))
    return plain(quantity) if kind is Kind.PRICE else amount(quantity, style)


def amount(quantity: Decimal, style: Style) -> str:
    """The quantity to the style's places, grouped and marked as it says; an exact zero is 0."""
    if not quantity:
        return "0"
    digits = plain(round_half_even(quantity, style.places))
    whole, _, fraction = digits.removeprefix("-").partition(".")
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}{_grouped(whole, style)}{style.decimal_mark if fraction else ''}{fraction}"


def _grouped(whole: str, style: Style) -> str:
    """The digits with the style's group marks."""
    if not style.group_mark or not style.group_sizes:
        return whole
    groups: list[str] = []
    sizes = list(style.group_sizes)
    while len(whole) > sizes[0] > 0:
        groups.insert(0, whole[-sizes[0] :])
        whole = whole[: -sizes[0]]
        if len(sizes) > 1:
            sizes.pop(0)
    return style.group_mark.join([whole, *groups])
