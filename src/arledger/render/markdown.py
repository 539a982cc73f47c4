"""A Markdown table, its columns aligned in the source as well."""

from collections.abc import Iterator, Sequence
from typing import Any

from arledger.progress import counted
from arledger.render.grid import natural
from arledger.render.people import Cell, Head, Sheet, sheet_of
from arledger.render.safe import pad
from arledger.reports._report import Report

_MARKUP = {char: f"\\{char}" for char in "\\`*_[]#|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ESCAPES = str.maketrans(_MARKUP)


def markdown_text(report: Report[Any]) -> str:
    """The report as a heading, a table and its notes."""
    return "\n".join(sheet_lines(sheet_of(report, bars=False))) + "\n"


def escaped(text: str) -> str:
    """The text with everything Markdown or HTML would take for markup escaped."""
    return text.translate(_ESCAPES)


def _escaped(sheet: Sheet) -> Sheet:
    return sheet._replace(
        title=escaped(sheet.title),
        heads=[head._replace(title=escaped(head.title)) for head in sheet.heads],
        rows=[[_cell(cell) for cell in row] for row in sheet.rows],
        totals=[[_bold(_cell(cell)) for cell in row] for row in sheet.totals],
        notes=[escaped(note) for note in sheet.notes],
        empty=escaped(sheet.empty),
    )


def _cell(cell: Cell) -> Cell:
    return cell._replace(text=escaped(cell.text))


def _bold(cell: Cell) -> Cell:
    return cell._replace(text=f"**{cell.text}**" if cell.text else "")


def sheet_lines(sheet: Sheet, mark: str = "##") -> Iterator[str]:
    """A sheet below its title, with nothing in it that is markup; ``mark`` makes it a heading."""
    sheet = _escaped(sheet)
    if sheet.title:
        yield from (f"{mark} {sheet.title}", "")
    if sheet.rows or sheet.totals:
        yield from _table(sheet)
    else:
        yield sheet.empty
    for note in sheet.notes:
        yield from ("", note)


def _table(sheet: Sheet) -> Iterator[str]:
    widths = [max(4, w) for w in natural(sheet).widths]
    yield _row([head.title for head in sheet.heads], sheet.heads, widths)
    yield _row([_rule(h, w) for h, w in zip(sheet.heads, widths, strict=True)], sheet.heads, widths)
    for row in counted((*sheet.rows, *sheet.totals)):
        yield _row([cell.text for cell in row], sheet.heads, widths)


def _rule(head: Head, cells: int) -> str:
    return "-" * (cells - 1) + ":" if head.right else "-" * cells


def _row(texts: Sequence[str], heads: Sequence[Head], widths: Sequence[int]) -> str:
    columns = zip(texts, heads, widths, strict=True)
    return "| " + " | ".join(pad(t, w, right=h.right) for t, h, w in columns) + " |"
