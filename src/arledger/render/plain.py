"""Text for a pipe or a file: aligned columns, no colour, as wide as they need to be."""

from collections.abc import Iterator
from typing import Any

from arledger.render.grid import lines, natural, text_of
from arledger.render.people import Sheet, sheet_of
from arledger.reports._report import Report


def plain_text(report: Report[Any]) -> str:
    """The report as plain text."""
    return "\n".join(sheet_lines(sheet_of(report, bars=False))) + "\n"


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """A sheet below its title."""
    if sheet.title:
        yield from (sheet.title, "")
    if sheet.rows or sheet.totals:
        yield from (text_of(line) for line in lines(sheet, natural(sheet)))
    else:
        yield sheet.empty
    if sheet.notes:
        yield from ("", *sheet.notes)
