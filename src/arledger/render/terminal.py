"""Text for a terminal: fitted to its width, coloured by lateness, with a bar of the buckets."""

from collections.abc import Iterator
from typing import Any

from arledger.render.fit import fitted, left_out
from arledger.render.grid import Layout, Line, Piece, lines
from arledger.render.narrow import by_currency, records
from arledger.render.paint import painted
from arledger.render.people import Sheet, sheet_of
from arledger.render.safe import wrapped
from arledger.reports._report import Report


def terminal_text(report: Report[Any], *, width: int, color: bool) -> str:
    """The report as lines no wider than the terminal, with escape codes if colour is wanted."""
    return painted(sheet_lines(sheet_of(report, bars=True), width), color=color)


def sheet_lines(sheet: Sheet, room: int) -> Iterator[Line]:
    """A sheet below its title, no line wider than the room."""
    if sheet.title:
        yield from ([Piece(line, "title")] for line in wrapped(sheet.title, room))
        yield []
    layout = fitted(sheet, room)
    if not sheet.rows and not sheet.totals:
        yield [Piece(sheet.empty)]
    elif layout:
        yield from _table(sheet, layout, room)
    else:
        yield from _by_currency(sheet, room)
    if sheet.notes:
        yield []
        yield from ([Piece(note, "note")] for note in sheet.notes)


def _table(sheet: Sheet, layout: Layout, room: int) -> Iterator[Line]:
    yield from lines(sheet, layout)
    said = left_out(sheet, layout)
    yield from ([Piece(line, "note")] for line in (wrapped(said, room) if said else ()))


def _by_currency(sheet: Sheet, room: int) -> Iterator[Line]:
    """A table a currency, below its name; where that does not fit either, its rows as a list."""
    for number, (currency, part) in enumerate(by_currency(sheet)):
        layout = fitted(part, room)
        yield from ([[]] if number else [])
        yield [Piece(currency, "title")]
        yield from _table(part, layout, room) if layout else records(part, room)
