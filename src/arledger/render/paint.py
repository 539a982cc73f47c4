"""Lines with their tones as colours, for a terminal that has some."""

import io
from collections.abc import Iterable

from arledger.render.grid import Line, text_of

STYLES = {
    "head": "bold",
    "title": "bold",
    "rule": "dim",
    "zero": "dim",
    "note": "dim",
    "total": "bold",
    "credit": "cyan",
    "place": "bold",
    "error": "bold red",
    "warning": "bold yellow",
    "lint": "bold cyan",
    "help": "green",
    "late0": "green",
    "late1": "yellow",
    "late2": "dark_orange",
    "late3": "red",
    "late4": "bold red",
}


def painted(lines_: Iterable[Line], *, color: bool) -> str:
    """The lines with their tones as colours; the text itself is taken as it is."""
    if not color:
        return "".join(f"{text_of(line)}\n" for line in lines_)
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        width=10_000,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for line in lines_:
            text = Text(no_wrap=True, overflow="ignore", end="\n")
            for piece in line:
                text.append(piece.text, STYLES.get(piece.tone, ""))
            text.rstrip()
            console.print(text, crop=False, soft_wrap=True)
    return capture.get()
