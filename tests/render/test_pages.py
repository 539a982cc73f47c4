"""Markdown and HTML."""

from html.parser import HTMLParser

import pytest
from tests.render.samples import report, row

from arledger.render import render
from arledger.render.safe import width

HOSTILE = "<script>alert(1)</script> | *b* [x](javascript:1) `c` \x1b[0m & \"q\" 'q'"


class Tags(HTMLParser):
    """Collects the tags of a page and its visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(**changes: object) -> Tags:
    parser = Tags()
    parser.feed(render(report(**changes), "html"))
    return parser


def test_names_are_text_in_html_never_markup() -> None:
    got = page(rows=(row("x", HOSTILE, "EUR", *["1"] * 6),), title=HOSTILE, notes=[HOSTILE])
    assert not [tag for tag, _ in got.tags if tag in {"script", "b", "a", "img"}]
    assert sum("<script>alert(1)</script>" in word for word in got.words) == 4


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    got = page()
    (policy,) = [a["content"] for t, a in got.tags if a.get("http-equiv")]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not [a for _, a in got.tags if {"src", "href", "onclick", "style"} & {*a}]


def test_a_wide_table_scrolls_in_its_own_frame_and_numbers_stay_in_one_line() -> None:
    tags = page().tags
    frame = tags.index(("div", {"class": "sheet"}))
    assert tags[frame + 1][0] == "table"
    assert "white-space: nowrap" in render(report(), "html")
    assert ("html", {"lang": "en"}) in tags


def test_a_long_name_may_take_several_lines_a_short_one_never() -> None:
    short, long = (
        page(rows=(row("x", name, "EUR", *["1"] * 6),)).tags for name in ("Acme", "Acme " * 9)
    )
    assert ("th", {"class": "w"}) not in short
    assert ("th", {"class": "w"}) in long


def test_the_page_draws_a_bar_for_every_row_and_total() -> None:
    assert [tag for tag, _ in page().tags].count("svg") == 8


def test_markdown_is_a_table_whose_pipes_are_its_own() -> None:
    text = render(report((row("x", HOSTILE, "EUR", *["1"] * 6),)), "md")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
    assert "<script>" not in text
    assert "\\[x\\](javascript:1)" in text


def test_markdown_columns_are_aligned_in_the_source() -> None:
    lines = [line for line in render(report(), "md").splitlines() if line.startswith("|")]
    assert len({width(line) for line in lines}) == 1
    assert lines[1].split("|")[4].strip().endswith("-:")


@pytest.mark.parametrize("format_", ["md", "html"])
def test_an_empty_report_is_a_sentence(format_: str) -> None:
    text = render(report((), totals=[], empty="Nobody owes anything."), format_)  # type: ignore[arg-type]
    assert "Nobody owes anything." in text
