"""Columns side by side in lines of text: where each cell stands, and in which tone.

One layout serves a pipe, a terminal and Markdown; only the terminal turns tones into colour.
"""

from collections.abc import Iterator, Sequence

from arledger.progress import counted
from arledger.records import NamedTuple
from arledger.render.people import Cell, Head, Sheet
from arledger.render.safe import clip, pad, width, wrapped
from arledger.table import Kind

GAP = "  "
BAR_WIDEST = 24
PLACES = frozenset({"source"})
"""Where rows are written: shown faintly, whole or not at all, and the first to go."""
WIDEST_TEXT = 120
"""Cells beyond which a text column is clipped even where there is room without end."""


class Piece(NamedTuple):
    """A stretch of a line in one tone."""

    text: str
    tone: str = ""


Line = list[Piece]

BLANK = Cell("")


class Layout(NamedTuple):
    """Which columns are shown, and how wide."""

    columns: Sequence[int]
    widths: Sequence[int]
    gap: str = GAP


def natural(sheet: Sheet, bar_cells: int = 0) -> Layout:
    """Every column as wide as its widest cell."""
    widths = [_widest(sheet, i, bar_cells) for i in range(len(sheet.heads))]
    return Layout(range(len(sheet.heads)), widths)


def _widest(sheet: Sheet, column: int, bar_cells: int) -> int:
    head = sheet.heads[column]
    if head.kind is Kind.BAR:
        return max(bar_cells, width(head.title))
    cells = (width(row[column].text) for rows in (sheet.rows, sheet.totals) for row in rows)
    widest = max(width(head.title), max(cells, default=0))
    return widest if head.right or head.wrap else min(widest, WIDEST_TEXT)


def lines(sheet: Sheet, layout: Layout) -> Iterator[Line]:
    """The heading, a rule, the rows, a rule and the totals."""
    if sheet.headed:
        titles = [_heading(head, cells) for head, cells in _shown(sheet, layout)]
        yield [Piece(part, "head") for part in _joined(titles, layout.gap)]
        yield _rule(layout)
    for row in counted(sheet.rows):
        yield from _row(sheet, layout, row)
    if sheet.totals:
        yield _rule(layout)
        for row in sheet.totals:
            yield from _row(sheet, layout, row, total=True)


def _shown(sheet: Sheet, layout: Layout) -> list[tuple[Head, int]]:
    return [(sheet.heads[i], w) for i, w in zip(layout.columns, layout.widths, strict=True)]


def _rule(layout: Layout) -> Line:
    return [Piece(layout.gap.join("-" * w for w in layout.widths), "rule")]


def _heading(head: Head, cells: int) -> str:
    """The title over its column; a column of short words has a title just as short."""
    title = head.title if head.right or width(head.title) <= cells else head.title[:cells]
    return _placed(title, head, cells)


def _placed(text: str, head: Head, cells: int) -> str:
    """The text clipped and padded to its column; numbers are never clipped."""
    return pad(text if head.right else clip(text, cells), cells, right=head.right)


def _joined(texts: list[str], gap: str) -> list[str]:
    """The texts with gaps between, and no spaces at the line's end."""
    return [*(text + gap for text in texts[:-1]), *(text.rstrip(" ") for text in texts[-1:])]


def _row(
    sheet: Sheet, layout: Layout, row: Sequence[Cell], *, total: bool = False
) -> Iterator[Line]:
    """The row's line; several where a sentence is longer than its column."""
    shown = _shown(sheet, layout)
    stacks = [_stack(row[i], *place) for i, place in zip(layout.columns, shown, strict=True)]
    for height in range(max(map(len, stacks))):
        cells = [stack[height] if height < len(stack) else BLANK for stack in stacks]
        placed = [_placed(c.text, h, w) for c, (h, w) in zip(cells, shown, strict=True)]
        line: Line = []
        for cell, (head, wide), text in zip(cells, shown, _joined(placed, layout.gap), strict=True):
            look = tone(head, cell, sheet.latest, total=total)
            line += [*drawn(cell, wide), Piece(layout.gap)] if cell.bar else [Piece(text, look)]
        yield line


def _stack(cell: Cell, head: Head, cells: int) -> list[Cell]:
    """The cell, or the lines of its sentence one below the other."""
    if not head.wrap or width(cell.text) <= cells:
        return [cell]
    return [Cell(text) for text in wrapped(cell.text, cells)]


def tone(head: Head, cell: Cell, latest: int, *, total: bool = False) -> str:
    """The name of the look a cell has: by lateness, sign, and whether it is a total."""
    if head.right and not cell.sign:
        return "zero"
    if head.key in PLACES:
        return "note"
    if cell.sign < 0 and head.kind is Kind.AMOUNT:
        return "credit"
    if head.late is not None:
        return late_tone(head.late, latest)
    return "total" if total or head.key == "total" else ""


def late_tone(late: int, latest: int) -> str:
    """``late0`` (not due) to ``late4`` (the last bucket), whatever the number of buckets."""
    if late <= 0:
        return "late0"
    return f"late{4 if latest <= 1 else 1 + round(3 * (late - 1) / (latest - 1))}"


_SHADES = "░▒▓█"


def drawn(cell: Cell, cells: int) -> Line:
    """A bar of so many cells, each part as long as its share of the positive parts."""
    parts = [max(part, part * 0) for part in cell.bar]
    whole, latest, done, pieces = sum(parts), len(parts) - 1, 0, []
    running = parts[0] * 0
    for late, part in enumerate(parts):
        running += part
        end = round(running / whole * cells) if whole else 0
        if part and end == done and end < cells:
            end += 1  # a part too small to draw is drawn all the same
        look = late_tone(late, latest)
        pieces.append(Piece(_SHADES[min(3, int(look[-1]))] * max(0, end - done), look))
        done = max(done, end)
    return [*pieces, Piece(" " * (cells - done))]


def text_of(line: Line) -> str:
    """The line without tones."""
    return "".join(piece.text for piece in line).rstrip(" ")
