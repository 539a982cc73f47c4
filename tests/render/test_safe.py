"""Text from a file cannot steer the terminal it is shown on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.render.safe import clip, is_unsafe, pad, safe, width, wrapped


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;title\x07",
        "\x1b[31mred",
        "\x9b31m",
        "\u202eevil",
        "\u2066isolate",
        "a\u200bb",
        "two\nlines",
        "tab\tbed",
        "\ufeffbom",
        "\udcffsurrogate",
        "\U000e0041tag",
        "\x00",
        "\x7f",
    ],
)
def test_nothing_that_controls_a_terminal_is_left(text: str) -> None:
    assert not any(map(is_unsafe, safe(text)))


@given(st.text(st.characters(exclude_categories=())))
def test_safe_text_is_safe_and_as_long_as_it_was(text: str) -> None:
    shown = safe(text)
    assert len(shown) == len(text)
    assert not any(map(is_unsafe, shown))
    assert safe(shown) == shown


@pytest.mark.parametrize(
    "text", ["Công ty TNHH Hòa Bình", "上海远东", "García [/] {x}", "é", "👩‍🌾"]
)
def test_ordinary_names_are_shown_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "cells"),
    [("acme", 4), ("上海", 4), ("Hòa", 3), ("Hòa", 3), ("", 0), ("ＡＢ", 4), ("a\u0300", 1)],
)
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(), st.integers(0, 20))
def test_clipped_text_is_never_wider_than_its_column(text: str, cells: int) -> None:
    assert width(clip(text, cells)) <= cells


def test_a_clipped_text_shows_that_it_was() -> None:
    assert clip("上海远东国际", 7) == "上海远…"
    assert clip("acme", 4) == "acme"


def test_padding_counts_wide_characters() -> None:
    assert pad("上海", 6) == "上海  "
    assert pad("12", 4, right=True) == "  12"


def test_a_path_too_long_for_its_line_is_broken_at_a_stop() -> None:
    assert wrapped("books/2026-q3.journal", 14) == ["books/2026-q3.", "journal"]
    assert wrapped("allocation.order", 14) == ["allocation.", "order"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
