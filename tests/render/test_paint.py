"""Colours: what a terminal is sent for them."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from arledger.render.grid import Line, Piece, text_of
from arledger.render.paint import STYLES, painted

NAMED = {
    "1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow", "36": "cyan",
    "38;5;208": "dark_orange", "1;31": "bold red", "1;33": "bold yellow", "1;36": "bold cyan",
}  # fmt: skip
"""The styles as rich calls them."""

texts = st.text(st.sampled_from("ab 0█公"), max_size=6)
lines = st.lists(
    st.builds(Piece, texts, st.sampled_from([*STYLES, "", "no such tone"])), max_size=5
)


def by_rich(line: Line) -> str:
    """The line as rich writes it for a terminal of 256 colours."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="256", width=200, _environ={})
    text = Text(no_wrap=True, end="\n")
    for piece in line:
        text.append(piece.text, NAMED.get(STYLES.get(piece.tone, ""), ""))
    text.rstrip()
    console.print(text, crop=False, soft_wrap=True)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(lines)
def test_the_codes_are_those_that_rich_writes(line: Line) -> None:
    assert painted([line], color=True) == by_rich(line)


def test_every_tone_has_a_style_that_is_known() -> None:
    assert set(STYLES.values()) <= set(NAMED)


def test_without_colour_there_is_the_text_alone() -> None:
    line = [Piece("late ", "error"), Piece("  ", "total")]
    assert painted([line, []], color=False) == "late\n\n"
    assert text_of(line) == "late"
    assert painted([line, []], color=True) == "\x1b[1;31mlate\x1b[0m\n\n"
