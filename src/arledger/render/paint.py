"""Lines with their tones as colours, for a terminal that has some."""

from collections.abc import Iterable

from arledger.render.grid import Line, Piece, text_of

_BOLD, _DIM = "1", "2"
_RED, _GREEN, _YELLOW, _CYAN, _ORANGE = "31", "32", "33", "36", "38;5;208"

STYLES = {
    "head": _BOLD,
    "title": _BOLD,
    "rule": _DIM,
    "zero": _DIM,
    "note": _DIM,
    "total": _BOLD,
    "credit": _CYAN,
    "place": _BOLD,
    "error": f"{_BOLD};{_RED}",
    "warning": f"{_BOLD};{_YELLOW}",
    "lint": f"{_BOLD};{_CYAN}",
    "help": _GREEN,
    "late0": _GREEN,
    "late1": _YELLOW,
    "late2": _ORANGE,
    "late3": _RED,
    "late4": f"{_BOLD};{_RED}",
}
"""Tone -> what ECMA-48 calls its graphic rendition; other tones are left as they are."""


def painted(lines_: Iterable[Line], *, color: bool) -> str:
    """The lines with their tones as colours; the text itself is taken as it is."""
    if not color:
        return "".join(f"{text_of(line)}\n" for line in lines_)
    return "".join(f"{''.join(map(_in_colour, _trimmed(line)))}\n" for line in lines_)


def _in_colour(piece: Piece) -> str:
    style = STYLES.get(piece.tone)
    return f"\x1b[{style}m{piece.text}\x1b[0m" if style and piece.text else piece.text


def _trimmed(line: Line) -> Line:
    """The line without the spaces at its end."""
    pieces = list(line)
    while pieces and not (rest := pieces[-1].text.rstrip(" ")):
        pieces.pop()
    return [*pieces[:-1], pieces[-1]._replace(text=rest)] if pieces else []
