"""One self-contained HTML page: no script, nothing fetched, light and dark, fit to print."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from arledger.progress import counted
from arledger.render.grid import late_tone, tone
from arledger.render.people import Cell, Head, Sheet, sheet_of
from arledger.render.safe import width
from arledger.reports._report import Report
from arledger.table import Kind

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --rule: #d0d7de; --faint: #656d76;
  --credit: #0a6c8f;
  --late0: #1a7f37; --late1: #9a6700; --late2: #bc4c00; --late3: #cf222e; --late4: #82071e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --rule: #30363d;
  --faint: #8d96a0; --credit: #56c2e6; --late0: #3fb950; --late1: #d29922; --late2: #f0883e;
  --late3: #f85149; --late4: #ffa198; } }
body { margin: clamp(.75rem, 3vw, 2rem); color: var(--ink); background: var(--paper);
  font: 14px/20px system-ui, "Noto Sans", "Noto Sans SC", sans-serif; }
h1 { font-size: 1.25rem; line-height: 1.3; }
h2 { font-size: 1rem; margin: 1.75rem 0 .25rem; break-after: avoid; }
.sheet { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 0; }
th, td { padding: 5px 8px; text-align: left; vertical-align: top; white-space: nowrap;
  border-bottom: 1px solid var(--rule); }
th { border-bottom-width: 2px; }
th:first-child:not(.w), td:first-child:not(.w) { position: sticky; left: 0;
  background: var(--paper); }
.w { white-space: normal; min-width: 13rem; }
@media (max-width: 40rem) { .w { min-width: 10rem; } }
.n { text-align: right; font-variant-numeric: tabular-nums; }
tfoot td { font-weight: 600; }
.zero, .note { color: var(--faint); }
.note { overflow-wrap: anywhere; }
.credit { color: var(--credit); }
.late0 { color: var(--late0); fill: var(--late0); }
.late1 { color: var(--late1); fill: var(--late1); }
.late2 { color: var(--late2); fill: var(--late2); }
.late3 { color: var(--late3); fill: var(--late3); }
.late4 { color: var(--late4); fill: var(--late4); font-weight: 600; }
svg { display: block; margin-top: 5px; border-radius: 2px; }
@media print { body { margin: 0; color: #000; background: #fff; } .sheet { overflow: visible; }
  thead { display: table-header-group; } tr { break-inside: avoid; } .w { min-width: 7rem; }
  svg { print-color-adjust: exact; } }
"""

BAR_WIDTH = 120
WRAPPED_FROM = 24
"""Cells from which on a text column may have several lines; shorter ones stay in one."""


def html_text(report: Report[Any]) -> str:
    """The report as a page."""
    sheet = sheet_of(report, bars=True)
    return page(sheet.title, sheet_lines(sheet._replace(title="")))


def page(title: str, body: Iterable[str]) -> str:
    """A page of that title, the body's lines below it."""
    return "\n".join((*_head(title), *body, "</body>\n</html>")) + "\n"


def _head(title: str) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(title)}</h1>"


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """A sheet below its title, and below it its notes."""
    if sheet.title:
        yield f"<h2>{escape(sheet.title)}</h2>"
    yield from _table(sheet) if sheet.rows or sheet.totals else (f"<p>{escape(sheet.empty)}</p>",)
    yield from note_lines(sheet.notes)


def note_lines(notes: Iterable[str]) -> Iterator[str]:
    """Each sentence as a paragraph."""
    return (f'<p class="note">{escape(note)}</p>' for note in notes)


def _table(sheet: Sheet) -> Iterator[str]:
    shapes = [_shape(sheet, column) for column in range(len(sheet.heads))]
    yield '<div class="sheet">\n<table>'
    if sheet.headed:
        heads = "".join(
            f"<th{_classes(shape)}>{escape(head.title)}</th>"
            for head, shape in zip(sheet.heads, shapes, strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    yield from (_row(sheet, shapes, row) for row in counted(sheet.rows))
    yield "</tbody>"
    if sheet.totals:
        yield "<tfoot>"
        yield from (_row(sheet, shapes, row, total=True) for row in sheet.totals)
        yield "</tfoot>"
    yield "</table>\n</div>"


def _shape(sheet: Sheet, column: int) -> str:
    """``n`` for numbers, ``w`` for texts that may have several lines."""
    if sheet.heads[column].right:
        return "n"
    return (
        "w"
        if max((width(row[column].text) for row in sheet.rows), default=0) >= WRAPPED_FROM
        else ""
    )


def _row(sheet: Sheet, shapes: Sequence[str], row: Sequence[Cell], *, total: bool = False) -> str:
    cells = zip(sheet.heads, shapes, row, strict=True)
    return f"<tr>{''.join(_td(*cell, sheet.latest, total=total) for cell in cells)}</tr>"


def _td(head: Head, shape: str, cell: Cell, latest: int, *, total: bool) -> str:
    if head.kind is Kind.BAR:
        return f"<td>{_bar(cell.bar)}</td>"
    look = tone(head, cell, latest, total=total)
    return f"<td{_classes(shape, look)}>{escape(cell.text)}</td>"


def _classes(*names: str) -> str:
    said = " ".join(filter(None, names))
    return f' class="{said}"' if said else ""


def _bar(parts: Sequence[Decimal]) -> str:
    """The positive parts as a drawing, each as long as its share."""
    positive = [max(part, Decimal(0)) for part in parts]
    whole, done, pieces = sum(positive), Decimal(0), []
    for late, part in enumerate(positive):
        if part:
            start, long = done / whole * BAR_WIDTH, part / whole * BAR_WIDTH
            look = late_tone(late, len(parts) - 1)
            pieces.append(f'<rect class="{look}" x="{start:.1f}" width="{long:.1f}" height="10"/>')
        done += part
    return f'<svg width="{BAR_WIDTH}" height="10" aria-hidden="true">{"".join(pieces)}</svg>'
