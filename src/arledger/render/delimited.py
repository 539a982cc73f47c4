"""CSV and TSV: plain exact numbers, and texts no spreadsheet takes for a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from arledger.money import plain
from arledger.progress import counted
from arledger.render.safe import is_unsafe
from arledger.reports._report import Report

_FORMULA = frozenset("=+-@＝＋－＠")
"""A spreadsheet computes a cell that begins so."""

_BREAKS = frozenset(',"\r\n')


def csv_text(report: Report[Any], *, guard: bool) -> str:
    """The machine columns with a header; a field is quoted only where it must be."""
    return csv_of(_lines(report, guard=guard))


def csv_of(lines: Iterable[Sequence[str]]) -> str:
    """These fields as CSV."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in lines)


def _quoted(text: str) -> str:
    """The field in quotes if it needs them; the csv module would leave a lone CR bare."""
    return text if _BREAKS.isdisjoint(text) else '"' + text.replace('"', '""') + '"'


def tsv_text(report: Report[Any], *, guard: bool) -> str:
    """The machine columns between tabs, never quoted: a tab or line end in a text is a space."""
    return tsv_of(_lines(report, guard=guard))


def tsv_of(lines: Iterable[Sequence[str]]) -> str:
    """These fields as TSV."""
    return "".join("\t".join(map(_one_line, row)) + "\n" for row in lines)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()).replace("\t", " ")


def _lines(report: Report[Any], *, guard: bool) -> Iterator[list[str]]:
    columns = report.table.for_machines()
    yield [guarded(c.key) if guard else c.key for c in columns]
    for row in counted(report.rows):
        yield [field_of(c.of(row), guard=guard) for c in columns]


def field_of(value: object, *, guard: bool) -> str:
    """A cell: numbers exact and never guarded, dates as ISO 8601, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return guarded(text) if guard and isinstance(value, str) else text


def guarded(text: str) -> str:
    """The text so that a spreadsheet shows it: an apostrophe before a formula or a control."""
    return f"'{text}" if text and (text[0] in _FORMULA or is_unsafe(text[0])) else text
