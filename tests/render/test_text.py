"""Text for pipes and for terminals."""

import dataclasses
import re
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.render.samples import ROWS, report, row

from arledger.render import Looks, render
from arledger.render.grid import drawn, text_of
from arledger.render.people import Cell
from arledger.render.safe import width
from arledger.reports._report import Report
from arledger.table import Kind, Table, column

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def piped(**changes: object) -> str:
    return render(report(**changes), "text")


def on_terminal(columns: int, *, color: bool = False, **changes: object) -> str:
    return render(report(**changes), "text", Looks(width=columns, color=color))


def test_piped_text_has_no_colour_and_no_bar() -> None:
    assert piped().isprintable() or "\x1b" not in piped()
    assert not set("░▒▓█") & set(piped())


def test_columns_stand_under_their_titles_whatever_the_script() -> None:
    lines = [line for line in piped().splitlines() if "  " in line]
    ends = {
        width(line[: line.index(cur) + 3])
        for line in lines
        for cur in ("USD", "VND", "CNY", "EUR")
        if cur in line
    }
    assert len(ends) == 1


def test_a_report_without_rows_says_so() -> None:
    assert "Nobody owes anything." in piped(rows=(), totals=[], empty="Nobody owes anything.")
    assert "Nobody owes anything." in on_terminal(
        80, rows=(), totals=[], empty="Nobody owes anything."
    )


def test_notes_stand_below_the_table() -> None:
    assert piped(notes=["Prices of 2026-10-31."]).endswith("\n\nPrices of 2026-10-31.\n")


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_every_amount_is_whole(columns: int) -> None:
    shown = on_terminal(columns)
    assert all(width(line) <= columns for line in shown.splitlines()[2:])
    for figure in ("11,500.00", "140.500.000", "15500.56", "3651.20"):
        assert re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,])", shown)


@settings(max_examples=60)
@given(
    st.integers(24, 160),
    st.lists(
        st.tuples(
            st.text(max_size=40), st.text(max_size=60), st.decimals(-(10**12), 10**12, places=2)
        ),
        max_size=4,
    ),
)
def test_any_name_and_any_amount_fit_any_terminal(columns: int, people: list) -> None:
    rows = tuple(row(who, name, "EUR", str(x), "0", "1", "0", "0", "0") for who, name, x in people)
    lines = on_terminal(columns, rows=rows).splitlines()
    assert all(width(line) <= columns for line in lines[2:])


def test_a_narrow_terminal_loses_the_bar_first_and_the_name_before_any_amount() -> None:
    assert "█" in on_terminal(200)
    assert "█" not in on_terminal(120)
    assert "Bình" not in on_terminal(90)
    assert "125.000.000" in on_terminal(90)


def test_colour_follows_lateness_and_changes_no_letter() -> None:
    coloured = on_terminal(200, color=True)
    assert "\x1b[32m" in coloured
    assert ESCAPES.sub("", coloured) == on_terminal(200)


def test_hostile_names_reach_the_terminal_harmless() -> None:
    rows = (row("[/]", "\x1b]0;x\x07\u202e[bold]\x9b2J\n=cmd()", "EUR", *["1"] * 6),)
    for text in (on_terminal(120, color=True, rows=rows), piped(rows=rows)):
        left = ESCAPES.sub("", text).replace("\n", "")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", left)
        assert "[/]" in left


def test_a_bar_has_the_length_it_is_given_and_shows_every_part() -> None:
    row_ = ROWS[3]
    bar = drawn(Cell("", bar=row_.parts), 20)
    assert sum(len(piece.text) for piece in bar) == 20
    assert {piece.tone for piece in bar if piece.text.strip()} == {f"late{i}" for i in range(5)}


def test_a_bar_of_nothing_is_empty() -> None:
    zero = tuple(part * 0 for part in ROWS[3].parts)
    assert text_of(drawn(Cell("", bar=zero), 10)) == ""


def test_two_runs_give_the_same_text() -> None:
    assert piped() == render(report()._replace(), "text")


def test_what_a_terminal_has_no_room_for_is_said() -> None:
    assert "No room for" not in on_terminal(200)
    assert "No room for Name, Share." in on_terminal(100)
    narrow = on_terminal(78)
    assert "Nothing in" in narrow
    assert "Nothing in Total" not in narrow


class Priced(NamedTuple):
    """A row with much to say of itself."""

    customer: str
    number: str
    date: date
    policy: str
    empty: str
    note: str


def priced(columns: int) -> list[str]:
    told = [
        column("customer"),
        column("number"),
        column("date", kind=Kind.DATE),
        column("policy"),
        column("empty"),
        column("note"),
    ]
    rows = [Priced("acme", "INV-2026-000129", date(2026, 3, 1), "aging.buckets", "", "pallets")]
    made = Report("priced", 1, "", Table(told, rows))
    return render(made, "text", Looks(width=columns)).splitlines()


def test_a_documents_number_outlives_every_other_text_and_is_never_cut() -> None:
    assert priced(48)[0].split() == ["Customer", "Number", "Date", "Note"]
    assert priced(36)[0].split() == ["Customer", "Number", "Date"]
    assert priced(25)[0].split() == ["Customer", "Number"]
    assert "INV-2026-000129" in priced(25)[2]


def test_a_column_no_row_fills_goes_before_anything_else_is_cut() -> None:
    assert priced(62)[0].split() == ["Customer", "Number", "Date", "Policy", "Note"]
    assert "No room" not in "".join(priced(62))


def test_what_a_report_can_spare_goes_before_a_text_is_cut_and_a_state_stays() -> None:
    told = [
        column("customer"),
        column("date", kind=Kind.DATE, spare=True),
        column("state", of=lambda row: row.note),
        column("number"),
    ]
    rows = [Priced("a customer", "INV-1", date(2026, 3, 1), "", "", "partially-kept")]
    made = Report("spare", 1, "", Table(told, rows))
    whole, without, narrow = (render(made, "text", Looks(width=x)) for x in (50, 36, 31))
    assert "2026-03-01" in whole
    assert "a customer  partially-kept  INV-1" in without
    assert "No room for Date." in without
    assert "partially-kept" in narrow


def test_titles_are_whole_where_the_room_that_is_left_lets_them() -> None:
    assert all("Customer" in line for line in (priced(25)[0], priced(36)[0], priced(48)[0]))


def test_a_long_title_is_broken_between_words() -> None:
    shown = on_terminal(
        60, title="Aged receivables (documents without terms are due on their date)"
    )
    assert shown.splitlines()[:3] == [
        "Aged receivables (documents without terms are due on their",
        "date)",
        "",
    ]


def test_where_one_table_is_too_wide_each_currency_has_its_own() -> None:
    lines = on_terminal(78).splitlines()
    assert [line for line in lines if line in {"USD", "VND", "CNY", "EUR"}] == [
        "USD",
        "VND",
        "CNY",
        "EUR",
    ]
    assert not any("Currency" in line for line in lines)


def test_where_no_table_fits_the_rows_are_listed() -> None:
    lines = on_terminal(30).splitlines()
    assert "hoabinh · Công ty TNHH Hòa" in lines
    assert any(line.split() == ["Total", "140.500.000"] for line in lines)


SENTENCE = "the terms of the customer were in force"


@dataclasses.dataclass(frozen=True)
class Step:
    """A row with a sentence and an amount written as text."""

    customer: str
    limit: str
    why: str


def steps(columns: int) -> list[str]:
    told = [column("customer"), column("limit"), column("why", wrap=True)]
    rows = [Step("acme-trading", "40000000.00 USD", SENTENCE)]
    made = Report("steps", 1, "", Table(told, rows))
    return render(made, "text", Looks(width=columns)).splitlines()


def test_a_sentence_is_wrapped_and_never_cut() -> None:
    lines = steps(52)
    start = lines[0].index("Why")
    assert " ".join(" ".join(line[start:].split()) for line in lines[2:]) == SENTENCE
    assert all(width(line) <= 52 for line in lines)


@pytest.mark.parametrize("columns", [28, 36, 44, 60, 100])
def test_an_amount_written_as_text_is_whole_or_not_there(columns: int) -> None:
    shown = "\n".join(steps(columns))
    assert "40000000.00 USD" in shown or "4000" not in shown
