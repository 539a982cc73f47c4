"""Text that came from a file, made fit to be shown: nothing in it can steer a terminal.

Widths are counted in terminal cells: Chinese characters take two, combining marks none.
"""

_NAMED = {**{c: 0x2400 + c for c in range(0x20)}, 0x7F: 0x2421, 0x09: 0x20, 0x0A: 0x20, 0x0D: 0x20}
"""Control characters that have a picture of their own; tabs and line ends become spaces."""

_HIDDEN = (
    (0x80, 0x9F),  # C1: the eight-bit escape sequences
    (0x61C, 0x61C),  # Arabic letter mark
    (0x200B, 0x200B),  # zero width space
    (0x200E, 0x200F),  # left-to-right and right-to-left marks
    (0x2028, 0x202E),  # line and paragraph separators, bidi embeddings and overrides
    (0x2060, 0x206F),  # word joiner, bidi isolates, deprecated format characters
    (0xD800, 0xDFFF),  # halves of a pair: bytes of a file name that are no text
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tag characters
)

ELLIPSIS = "…"

_STOPS = "/.:-_"
"""Where a path or a key is best broken."""


def is_unsafe(char: str) -> bool:
    """True for a character that moves the cursor, reorders its line or cannot be seen."""
    code = ord(char)
    return code in _NAMED or any(low <= code <= high for low, high in _HIDDEN)


def safe(text: str) -> str:
    """The text with every control, bidi and invisible character replaced by a visible one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(char) if is_unsafe(char) else char for char in text)


def _visible(char: str) -> str:
    return chr(_NAMED.get(ord(char), 0xFFFD))


def width(text: str) -> int:
    """Terminal cells the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    """Cells of one character: 0, 1 or 2."""
    if char < "\u0300":
        return 1
    from unicodedata import category, east_asian_width

    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def clip(text: str, cells: int) -> str:
    """The text cut to so many cells, an ellipsis at its end when something was cut."""
    if len(text) <= cells // 2 or width(text) <= cells:
        return text
    kept, used = [], 0
    for char in text:
        used += _cells(char)
        if used > cells - 1:
            break
        kept.append(char)
    return "".join(kept) + ELLIPSIS if cells > 0 else ""


def wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken between words; a long word is cut up."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= cells:
            lines[-1] = joined
        else:
            lines += _pieces(word, cells)
    return [line for line in lines if line] or [""]


def _pieces(word: str, cells: int) -> list[str]:
    """A word in pieces of at most so many cells, one character at least."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width(pieces[-1] + char) > cells:
            kept = _before_break(pieces[-1])
            pieces[-1:] = [pieces[-1][:kept], pieces[-1][kept:]]
        pieces[-1] += char
    return pieces


def _before_break(piece: str) -> int:
    """How much of a piece stays on its line: up to a stop in its second half, or all of it."""
    stop = 1 + max(piece.rfind(char) for char in _STOPS)
    return stop if stop * 2 > len(piece) else len(piece)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text filled with spaces to so many cells, to the right edge if asked."""
    space = " " * (cells - width(text))
    return space + text if right else text + space
