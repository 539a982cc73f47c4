"""A sheet too wide for one table: a table a currency, or its rows one below the other."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from arledger.progress import counted
from arledger.render.fit import CURRENCY, TITLE_NARROWEST
from arledger.render.grid import BAR_WIDEST, GAP, Line, Piece, drawn, tone
from arledger.render.people import Cell, Sheet
from arledger.render.safe import clip, pad, width, wrapped


def by_currency(sheet: Sheet) -> Iterator[tuple[str, Sheet]]:
    """Each currency with its part of the sheet, in which it needs no column."""
    place = next((i for i, head in enumerate(sheet.heads) if head.key in CURRENCY), None)
    if place is None:
        yield "", sheet
        return
    named = [row[place].text for row in (*sheet.totals, *sheet.rows)]
    for currency in dict.fromkeys(named):
        yield (
            currency,
            sheet._replace(
                heads=_without(sheet.heads, place),
                rows=[_without(r, place) for r in sheet.rows if r[place].text == currency],
                totals=[_without(r, place) for r in sheet.totals if r[place].text == currency],
            ),
        )


Thing = TypeVar("Thing")


def _without(things: Sequence[Thing], place: int) -> list[Thing]:
    return [*things[:place], *things[place + 1 :]]


def records(sheet: Sheet, room: int) -> Iterator[Line]:
    """Each row as a heading of its texts and its figures below: for the narrowest terminals."""
    for row in counted(sheet.rows):
        yield from _record(sheet, row, room, total=False)
    for row in sheet.totals:
        yield from _record(sheet, row, room, total=True)


def _record(sheet: Sheet, row: Sequence[Cell], room: int, *, total: bool) -> Iterator[Line]:
    cells = list(zip(sheet.heads, row, strict=True))
    words = " · ".join(c.text for head, c in cells if not head.right and c.text)
    yield from ([Piece(line, "head")] for line in wrapped(words, room))
    figures = [(head, c) for head, c in cells if head.right and (c.sign or head.key == "total")]
    numbers = max((width(c.text) for _, c in figures), default=0)
    longest = max((width(head.title) for head, _ in figures), default=0)
    titles = min(longest, max(TITLE_NARROWEST, room - numbers - 4))
    for head, cell in figures:
        look = tone(head, cell, sheet.latest, total=total)
        title = pad(clip(head.title, titles), titles)
        yield [Piece(f"  {title}{GAP}"), Piece(pad(cell.text, numbers, right=True), look)]
    yield from ([Piece("  "), *drawn(c, min(BAR_WIDEST, room - 2))] for _, c in cells if any(c.bar))
