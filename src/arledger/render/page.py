"""One self-contained HTML page: no script, nothing fetched, light and dark, fit to print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from arledger.render.grid import late_tone, tone
from arledger.render.people import Cell, Head, Sheet, sheet_of
from arledger.reports._report import Report
from arledger.table import Kind

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --rule: #d0d7de; --faint: #6e7781;
  --late0: #2da44e; --late1: #bf8700; --late2: #d4661a; --late3: #cf222e; --late4: #8f0d17; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --rule: #30363d;
  --faint: #8d96a0; --late0: #3fb950; --late1: #d29922; --late2: #f0883e; --late3: #f85149;
  --late4: #ff7b72; } }
body { margin: 2rem; color: var(--ink); background: var(--paper);
  font: 14px/1.45 system-ui, "Noto Sans", "Noto Sans SC", sans-serif; }
h1 { font-size: 1.25rem; }
table { border-collapse: collapse; }
th, td { padding: .3rem .7rem; text-align: left; border-bottom: 1px solid var(--rule); }
th { border-bottom-width: 2px; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tfoot td { font-weight: 600; }
.zero, .note { color: var(--faint); }
.late0 { color: var(--late0); fill: var(--late0); }
.late1 { color: var(--late1); fill: var(--late1); }
.late2 { color: var(--late2); fill: var(--late2); }
.late3 { color: var(--late3); fill: var(--late3); }
.late4 { color: var(--late4); fill: var(--late4); }
.late4 { font-weight: 600; }
svg { display: block; border-radius: 2px; }
@media print { body { margin: 0; color: #000; background: #fff; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  svg { print-color-adjust: exact; } }
"""

BAR_WIDTH = 160


def html_text(report: Report[Any]) -> str:
    """The report as a page."""
    return "\n".join(_page(sheet_of(report, bars=True))) + "\n"


def _page(sheet: Sheet) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(sheet.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield from _table(sheet) if sheet.rows or sheet.totals else (f"<p>{escape(sheet.empty)}</p>",)
    yield from (f'<p class="note">{escape(note)}</p>' for note in sheet.notes)
    yield "</body>\n</html>"


def _table(sheet: Sheet) -> Iterator[str]:
    heads = "".join(f"<th{_classes(h)}>{escape(h.title)}</th>" for h in sheet.heads)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
    yield from (_row(sheet, row) for row in sheet.rows)
    yield "</tbody>"
    if sheet.totals:
        yield "<tfoot>"
        yield from (_row(sheet, row, total=True) for row in sheet.totals)
        yield "</tfoot>"
    yield "</table>"


def _row(sheet: Sheet, row: Sequence[Cell], *, total: bool = False) -> str:
    cells = zip(sheet.heads, row, strict=True)
    return f"<tr>{''.join(_td(h, c, sheet.latest, total=total) for h, c in cells)}</tr>"


def _td(head: Head, cell: Cell, latest: int, *, total: bool) -> str:
    if head.kind is Kind.BAR:
        return f"<td>{_bar(cell.bar)}</td>"
    look = tone(head, cell, latest, total=total)
    return f"<td{_classes(head, look)}>{escape(cell.text)}</td>"


def _classes(head: Head, look: str = "") -> str:
    names = " ".join(name for name in ("n" if head.right else "", look) if name)
    return f' class="{names}"' if names else ""


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
    return f'<svg width="{BAR_WIDTH}" height="10" role="img">{"".join(pieces)}</svg>'
