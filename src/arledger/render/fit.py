"""A sheet fitted to the width of a terminal. A number is never wrapped and never cut.

What gives way, in this order: the bar shrinks and goes; long texts are clipped; columns move
closer; amount columns in which nothing stands go, then the columns a report can spare; texts
shrink further and the less telling columns go. What is left over then is given back: to titles,
to the gaps, to the texts. When the amounts alone are too wide, ``narrow`` takes over. What a table
does not show, ``left_out`` says.
"""

from collections.abc import Callable, Sequence

from arledger.records import field, record
from arledger.render.grid import BAR_WIDEST, GAP, PLACES, Layout, natural
from arledger.render.people import Sheet
from arledger.render.safe import width
from arledger.table import Kind

BAR_NARROWEST = 8
TEXT_ROOMY = 24
TEXT_NARROWEST = 8
SENTENCE_NARROWEST = 14
TITLE_NARROWEST = 3
CURRENCY = frozenset({"currency", "commodity"})
TELLING = CURRENCY | {"number", "state", "status"}
"""Columns without which a row says nothing: they are neither cut nor left out."""
SPARE = frozenset({"policy", "phone"})
"""Texts that go before any other."""


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
            if not self.sheet.heads[i].wrap
            and self.sheet.heads[i].key not in TELLING
            and not _has_figures(self.sheet, i)
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
    _give_back(fitting, full)
    return Layout(list(fitting.widths), list(fitting.widths.values()), fitting.gap)


def _shrink_bars(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.BAR):
        fitting.shrink(column, BAR_NARROWEST)


def _drop_blanks(fitting: _Fitting) -> None:
    """Texts that no row has."""
    for column in fitting.of_kind(Kind.TEXT)[1:]:
        if fitting.excess() > 0 and _is_blank(fitting.sheet, column):
            del fitting.widths[column]


def _drop_places(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.TEXT):
        if fitting.excess() > 0 and fitting.sheet.heads[column].key in PLACES:
            del fitting.widths[column]


def _is_blank(sheet: Sheet, column: int) -> bool:
    return not any(row[column].text for row in (*sheet.rows, *sheet.totals))


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
    for column in fitting.of_kind(Kind.AMOUNT)[:-1]:
        if fitting.excess() > 0 and _is_zero(fitting.sheet, column):
            del fitting.widths[column]


def _is_zero(sheet: Sheet, column: int) -> bool:
    return not any(row[column].sign for row in (*sheet.rows, *sheet.totals))


def _shorten_currency(fitting: _Fitting) -> None:
    _shorten(fitting, [i for i in fitting.widths if fitting.sheet.heads[i].key in CURRENCY])


def _shorten_titles(fitting: _Fitting) -> None:
    _shorten(fitting, fitting.of_kind(Kind.TEXT))


def _shorten(fitting: _Fitting, columns: Sequence[int]) -> None:
    """A title wider than every word below it ("Currency" over "EUR") gives way to them."""
    sheet = fitting.sheet
    for column in reversed(columns):
        words = (width(row[column].text) for row in (*sheet.rows, *sheet.totals))
        fitting.shrink(column, max(TITLE_NARROWEST, max(words, default=0)))


def _close_up(fitting: _Fitting) -> None:
    fitting.gap = " "


def _drop_spare(fitting: _Fitting) -> None:
    """From the right, what the report itself says people can do without."""
    heads = fitting.sheet.heads
    for column in [i for i in reversed(fitting.widths) if heads[i].spare]:
        if fitting.excess() > 0:
            del fitting.widths[column]


def _drop_shares(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.SHARE, Kind.PRICE):
        if fitting.excess() > 0:
            del fitting.widths[column]


def _drop_texts(fitting: _Fitting) -> None:
    """From the right, every text but the first and those that a row is known by."""
    heads = fitting.sheet.heads
    texts = [i for i in fitting.of_kind(Kind.TEXT)[1:] if heads[i].key not in TELLING]
    for column in sorted(texts, key=lambda i: (heads[i].key not in SPARE, -i)):
        if fitting.excess() > 0:
            del fitting.widths[column]


def _drop_dates(fitting: _Fitting) -> None:
    for column in fitting.of_kind(Kind.DATE):
        if fitting.excess() > 0:
            del fitting.widths[column]


def _give_back(fitting: _Fitting, full: Layout) -> None:
    """What room is left, to what was made narrower: titles first, then the gaps, then texts."""
    wanted = dict(zip(full.columns, full.widths, strict=True))
    heads = fitting.sheet.heads
    _grow(fitting, {i: min(wanted[i], width(heads[i].title)) for i in fitting.of_kind(Kind.TEXT)})
    close, fitting.gap = fitting.gap, GAP
    if fitting.excess() > 0:
        fitting.gap = close
    _grow(fitting, {i: wanted[i] for i in fitting.of_kind(Kind.TEXT)})


def _grow(fitting: _Fitting, wanted: dict[int, int]) -> None:
    """Widens the narrowest column that is not as wide as wanted, until the line is full."""
    while fitting.excess() < 0:
        short = [i for i, cells in wanted.items() if fitting.widths[i] < cells]
        if not short:
            return
        fitting.widths[min(short, key=lambda i: fitting.widths[i])] += 1


_STEPS: Sequence[Callable[[_Fitting], None]] = (
    _shrink_bars,
    _drop_bars,
    _drop_blanks,
    _wrap_sentences,
    _drop_places,
    _clip_texts,
    _close_up,
    _drop_empty_amounts,
    _shorten_currency,
    _wrap_closely,
    _drop_spare,
    _squeeze_texts,
    _drop_shares,
    _drop_texts,
    _shorten_titles,
    _drop_dates,
    _squeeze_first,
)


def left_out(sheet: Sheet, layout: Layout) -> str:
    """What the layout has no room for, in a sentence; "" when it shows all there is."""
    gone = [i for i in range(len(sheet.heads)) if i not in layout.columns]
    named = [i for i in gone if sheet.heads[i].title and not _is_blank(sheet, i)]
    empty = [i for i in named if sheet.heads[i].kind is Kind.AMOUNT and _is_zero(sheet, i)]
    said = [
        f"{what} {', '.join(sheet.heads[i].title for i in columns)}."
        for what, columns in (
            ("Nothing in", empty),
            ("No room for", [i for i in named if i not in empty]),
        )
        if columns
    ]
    return " ".join(said)
