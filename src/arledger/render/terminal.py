"""Text for a terminal: fitted to its width, coloured by lateness, with a bar of the buckets."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from arledger.render.fit import fitted, left_out
from arledger.render.grid import Layout, Line, Piece, lines, text_of
from arledger.render.narrow import by_currency, records
from arledger.render.people import Sheet, sheet_of
from arledger.render.safe import wrapped
from arledger.reports._report import Report

STYLES = {
    "head": "bold",
    "title": "bold",
    "rule": "dim",
    "zero": "dim",
    "note": "dim",
    "total": "bold",
    "credit": "cyan",
    "place": "bold",
    "error": "bold red",
    "warning": "bold yellow",
    "lint": "bold cyan",
    "help": "green",
    "late0": "green",
    "late1": "yellow",
    "late2": "dark_orange",
    "late3": "red",
    "late4": "bold red",
}


def terminal_text(report: Report[Any], *, width: int, color: bool) -> str:
    """The report as lines no wider than the terminal, with escape codes if colour is wanted."""
    return painted(_lines(sheet_of(report, bars=True), width), color=color)


def painted(lines_: Iterable[Line], *, color: bool) -> str:
    """The lines with their tones as colours; the text itself is taken as it is."""
    if not color:
        return "".join(f"{text_of(line)}\n" for line in lines_)
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        width=10_000,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for line in lines_:
            text = Text(no_wrap=True, overflow="ignore", end="\n")
            for piece in line:
                text.append(piece.text, STYLES.get(piece.tone, ""))
            text.rstrip()
            console.print(text, crop=False, soft_wrap=True)
    return capture.get()


def _lines(sheet: Sheet, room: int) -> Iterator[Line]:
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
