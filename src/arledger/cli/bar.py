"""How far something is, in a line of text: ``reading big.journal  ▕██████▍  ▏  62 %    4 s``."""

from collections.abc import Mapping

from arledger.records import NamedTuple
from arledger.render.safe import ELLIPSIS, clip, safe, width


class Marks(NamedTuple):
    """What a bar is drawn with."""

    ends: str
    full: str
    parts: str
    """What the last cell may be filled with, from nothing to nearly all."""


BLOCKS = Marks("▕▏", "█", " ▏▎▍▌▋▊▉")
ASCII = Marks("[]", "#", " ")

LEAST_ROOM = 24
"""Cells below which nothing is said."""

_WIDEST, _NARROWEST = 40, 3
"""Cells inside a bar; with less room than that there is none."""

_FIGURES = len(" 100 % 59 min")
_SPOT = 3
"""Cells of the mark that moves where the share is not known."""


def is_dumb(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may not understand escape sequences."""
    return environment.get("TERM", "") in {"", "dumb", "unknown"}


def marks_for(environment: Mapping[str, str]) -> Marks:
    """Blocks if the terminal is said to show UTF-8, else ASCII."""
    said = environment.get("LC_ALL") or environment.get("LC_CTYPE") or ""
    if said == "C.UTF-8" and not environment.get("LC_ALL"):
        said = ""  # Python itself sets this in a locale of C, whatever the terminal shows
    said = said or environment.get("LANG", "")
    has_blocks = "utf8" in said.lower().replace("-", "") and not is_dumb(environment)
    return BLOCKS if has_blocks else ASCII


def line(
    what: str, room: int, marks: Marks, *, share: float | None, left: float | None, beat: int
) -> str:
    """The line, no wider than there is room; "" where that is too little for anything.

    ``share`` is 0 to 1; None when it is not known, and then a mark moves with every ``beat``.
    ``left`` is in seconds; None when it cannot be told.
    """
    if room < LEAST_ROOM:
        return ""
    what = safe(what) if marks is BLOCKS else safe(what).encode("ascii", "replace").decode()
    figures = "" if share is None else f"{int(share * 100):>4} %{_time(left):>7}"
    cells = min(_WIDEST, room - width(what) - len("  ") - len(marks.ends) - _FIGURES)
    if cells >= _NARROWEST:
        inside = _spot(cells, beat, marks) if share is None else _filled(cells, share, marks)
        return f"{what}  {marks.ends[0]}{inside}{marks.ends[1]}{figures}"
    cut = clip(what, room - len(figures))
    return (cut if marks is BLOCKS else cut.replace(ELLIPSIS, "~")) + figures


def _filled(cells: int, share: float, marks: Marks) -> str:
    whole, rest = divmod(int(cells * share * len(marks.parts)), len(marks.parts))
    return f"{marks.full * whole}{marks.parts[rest] if whole < cells else ''}".ljust(cells)


def _spot(cells: int, beat: int, marks: Marks) -> str:
    """A mark that goes to the right end and back."""
    way = max(1, cells - _SPOT)
    place = way - abs(beat % (2 * way) - way)
    return f"{' ' * place}{marks.full * min(_SPOT, cells)}".ljust(cells)


def _time(seconds: float | None) -> str:
    """A time rounded up, in the unit it is best told in; "" for None."""
    if seconds is None:
        return ""
    for unit, length in (("s", 1), ("min", 60)):
        if seconds <= 59 * length:
            return f"{max(1, _whole(seconds / length))} {unit}"
    return f"{_whole(seconds / 3600)} h"


def _whole(number: float) -> int:
    """The least whole number that is not less."""
    return int(-(-number // 1))
