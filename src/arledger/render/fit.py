"""A sheet fitted to the width of a terminal. A number is never wrapped and never cut.

What gives way, in this order: the bar shrinks and goes; long texts are clipped; amount columns
in which nothing stands go; texts shrink further and the less telling columns go. When the
amounts alone are too wide, each currency has a table of its own (``by_currency``), and where
even that does not fit, the rows are listed one below the other (``records``).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from arledger.records import field, record
from arledger.render.grid import GAP, Layout, Line, Piece, drawn, natural, tone
from arledger.render.people import Cell, Sheet
from arledger.render.safe import clip, pad, width, wrapped
from arledger.table import Kind

BAR_WIDEST = 24
BAR_NARROWEST = 8
TEXT_ROOMY = 24
TEXT_NARROWEST = 8
SENTENCE_NARROWEST = 14
TITLE_NARROWEST = 3
CURRENCY = frozenset({"currency", "commodity"})


@record
class _Fitting:
    """The columns still shown, by number, and their widths, while they are being fitted."""

    sheet: Sheet
    room: int
    widths: dict[int, int] = field(default_factory=dict)
    gap: str = GAP

    def excess(self) -> int:
        """Cells by which the line is too long; 0 or less when it fits."""
        return sum(self.widths.values()) + len(self.gap) * (len(self.widths) - 1) - self.room

    def of_kind(self, *kinds: Kind) -> list[int]:
        """The columns of these kinds that are still shown."""
        return [i for i in self.widths if self.sheet.heads[i].kind in kinds]

    def texts(self) -> list[int]:
        """The texts still shown that may be clipped: not those that wrap or begin with a figure."""
        return [
            i
            for i in self.of_kind(Kind.TEXT)
            if not self.sheet.heads[i].wrap and not _has_figures(self.sheet, i)
        ]

    def shrink(self, column: int, narrowest: int) -> None:
        """Makes a column narrower by what is too much, down to a least width."""
        least = min(narrowest, self.widths[column])
        self.widths[column] = max(least, self.widths[column] - max(0, self.excess()))


def fitted(sheet: Sheet, room: int) -> Layout | None:
    """The widest layout that fits; None when not even the numbers do."""
    full = natural(sheet, BAR_WIDEST)
    fitting = _Fitting(sheet, room, dict(zip(full.columns, full.widths, strict=True)))
    for step in _STEPS:
        if fitting.excess() <= 0:
            break
        step(fitting)
    if fitting.excess() > 0:
        return None
    return Layout(list(fitting.widths), list(fitting.widths.values()), fitting.gap)


def _shrink_bars(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.BAR):
        fitting.shrink(column, BAR_NARROWEST)


def _drop_bars(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.BAR):
        del fitting.widths[column]


def _has_figures(sheet: Sheet, column: int) -> bool:
    """True when a text begins like an amount (a limit, terms): half of it would be another."""
    return any(row[column].text.lstrip("+-")[:1].isdecimal() for row in sheet.rows)


def _wrap_sentences(fitting: _Fitting) -> None:
    _shrink(fitting, _sentences(fitting), TEXT_ROOMY)


def _wrap_closely(fitting: _Fitting) -> None:
    _shrink(fitting, _sentences(fitting), SENTENCE_NARROWEST)


def _sentences(fitting: _Fitting) -> list[int]:
    return [i for i in fitting.of_kind(Kind.TEXT) if fitting.sheet.heads[i].wrap]


def _clip_texts(fitting: _Fitting) -> None:
    _shrink(fitting, fitting.texts(), TEXT_ROOMY)


def _squeeze_texts(fitting: _Fitting) -> None:
    """Every text but the first, which is what the row is called by."""
    first = fitting.of_kind(Kind.TEXT)[:1]
    _shrink(fitting, [i for i in fitting.texts() if i not in first], TEXT_NARROWEST)


def _squeeze_first(fitting: _Fitting) -> None:
    first = fitting.of_kind(Kind.TEXT)[:1]
    _shrink(fitting, [i for i in fitting.texts() if i in first], TEXT_NARROWEST)


def _shrink(fitting: _Fitting, texts: Sequence[int], narrowest: int) -> None:
    """Takes from the widest text first, until the line fits or none is wider than that."""
    while fitting.excess() > 0 and texts:
        widest = max(texts, key=lambda i: fitting.widths[i])
        if fitting.widths[widest] <= narrowest:
            return
        fitting.widths[widest] -= 1


def _drop_empty_amounts(fitting: _Fitting) -> None:
    """Amount columns in which every figure is zero say nothing; the last amount stays."""
    sheet = fitting.sheet
    for column in fitting.of_kind(Kind.AMOUNT)[:-1]:
        rows = (*sheet.rows, *sheet.totals)
        if fitting.excess() > 0 and not any(row[column].sign for row in rows):
            del fitting.widths[column]


def _shorten_titles(fitting: _Fitting) -> None:
    """A title wider than every word below it ("Currency" over "EUR") gives way to them."""
    sheet = fitting.sheet
    for column in reversed(fitting.of_kind(Kind.TEXT)):
        words = (width(row[column].text) for row in (*sheet.rows, *sheet.totals))
        fitting.shrink(column, max(TITLE_NARROWEST, max(words, default=0)))


def _close_up(fitting: _Fitting) -> None:
    fitting.gap = " "


def _drop_shares(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.SHARE, Kind.PRICE):
        if fitting.excess() > 0:
            del fitting.widths[column]


def _drop_texts(fitting: _Fitting) -> None:
    """From the right, every text but the first and the currency."""
    for column in reversed(fitting.of_kind(Kind.TEXT)[1:]):
        if fitting.excess() > 0 and fitting.sheet.heads[column].key not in CURRENCY:
            del fitting.widths[column]


def _drop_dates(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.DATE):
        if fitting.excess() > 0:
            del fitting.widths[column]


_STEPS: Sequence[Callable[[_Fitting], None]] = (
    _shrink_bars,
    _drop_bars,
    _wrap_sentences,
    _clip_texts,
    _drop_empty_amounts,
    _shorten_titles,
    _wrap_closely,
    _squeeze_texts,
    _drop_shares,
    _close_up,
    _drop_texts,
    _drop_dates,
    _squeeze_first,
)


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
    for row in sheet.rows:
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
    yield from ([Piece("  "), *drawn(c, min(BAR_WIDEST, room - 2))] for _, c in cells if c.bar)
