"""What if the policy had been another: the page, and the command."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.books import D, book_of
from tests.measures.test_exposure import HEAD
from tests.measures.test_replay import LATE, STORY

from arledger.cli.main import main
from arledger.journal.query import parse_query
from arledger.ledger.model import Book
from arledger.ledger.selection import selection
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.reports._report import Document
from arledger.reports.policy import Compared, Span, difference

SPAN = Span(date(2026, 1, 1), date(2026, 7, 31), "quarter")


def made(book: Book, other: Policy = LATE, span: Span = SPAN) -> Document:
    with exact():
        return difference(book, Compared(("a.toml", "b.toml"), other, []), span)


def story(as_of: str = "2026-08-01") -> Book:
    return book_of(HEAD + STORY, as_of)


def rows(found: Document, name: str) -> list[Any]:
    return list(found.only(name).rows)


def test_what_only_one_policy_refuses_is_told_with_what_became_of_it() -> None:
    found = {row.number: row for row in rows(made(story()), "refused")}
    assert {number: row.became for number, row in found.items()} == {
        "I2": "300.00 paid 17 days late",
        "I4": "100.00 past due",
        "I5": "400.00 not yet due",
        "SO-1": "400.00 not yet due",
        "J2": "50.00 written off",
    }
    assert (found["I2"].refused_by, found["I2"].kind, found["SO-1"].kind) == (
        "B",
        "invoice",
        "order",
    )
    assert found["I2"].reasons == "I1 is 43 days past due, more than 30"


def test_an_order_that_no_invoice_names_is_neither_saved_nor_lost() -> None:
    late = "\n2026-07-20 (SO-2) foo\n    (order:foo)    70 USD\n"
    found = made(book_of(HEAD + STORY + late, "2026-08-01"))
    (row,) = (row for row in rows(found, "refused") if row.number == "SO-2")
    assert (row.became, row.money.paid) == ("no invoice names it", None)
    assert rows(found, "outcome")[-1].amount == 800


def test_amounts_are_never_added_across_currencies() -> None:
    found = {(r.policy, r.currency): r.money for r in rows(made(story()), "outcome")}
    assert [key for key in found if key[0] == "B"] == [("B", "EUR"), ("B", "USD")]
    assert (found["B", "USD"].paid, found["B", "USD"].unpaid) == (300, 100)
    assert found["B", "EUR"].unpaid == 50


def test_customers_are_looked_at_at_the_ends_of_the_intervals_and_on_the_last_day() -> None:
    found = rows(made(story()), "standings")
    assert [(str(r.date), r.customer, r.status_a, r.status_b) for r in found] == [
        ("2026-03-31", "bar", "no limit", "hold"),
        ("2026-06-30", "bar", "no limit", "hold"),
        ("2026-06-30", "foo", "no limit", "hold"),
        ("2026-07-31", "bar", "no limit", "hold"),
        ("2026-07-31", "foo", "no limit", "hold"),
    ]
    assert found[0].why == "J1 is 59 days past due, more than 30"


def test_a_selection_shows_no_others_and_changes_nothing() -> None:
    query = parse_query(["foo"], date(2026, 8, 1))
    found = made(selection(story(), query, None, "foo"))
    assert {row.customer for name in ("refused", "standings") for row in rows(found, name)} == {
        "foo"
    }
    assert {row.currency for row in rows(found, "outcome")} == {"USD"}
    assert "only foo" in found.title


def test_orders_in_a_currency_that_is_not_asked_for_are_left_out() -> None:
    query = parse_query(["cur:EUR"], date(2026, 8, 1))
    found = made(selection(story(), query, None, "cur:EUR"))
    assert [row.number for row in rows(found, "refused")] == ["J2"]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(None, date(2027, 1, 1)), "--to 2027-01-01 is after 2026-08-01"),
        (Span(date(2026, 8, 2)), "--from 2026-08-02 is after --to 2026-08-01"),
    ],
)
def test_days_that_cannot_be_replayed_are_refused(span: Span, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        made(story(), span=span)


def test_a_year_up_to_the_as_of_day_is_replayed_unless_days_are_named() -> None:
    assert made(story(), span=Span()).extra["from"] == "2025-08-02"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_an_empty_book_on_the_edge_of_the_calendar_has_nothing_to_tell(day: date) -> None:
    found = made(book_of("", day), span=Span())
    assert [len(rows(found, name)) for name in ("outcome", "refused", "standings")] == [0, 0, 0]


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ARLEDGER_POLICY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.journal").write_text(HEAD + STORY)
    (tmp_path / "a.toml").write_text("")
    (tmp_path / "b.toml").write_text("[credit]\noverdue-days = 30\n")
    (tmp_path / "arledger.toml").write_text("[credit]\nhold = 1\n")
    return tmp_path


ASKED = ("policy", "diff", "a.toml", "b.toml", "-f", "book.journal", "--as-of", "2026-08-01")


@pytest.mark.usefixtures("folder")
def test_machines_are_told_the_same_and_no_third_policy_has_a_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*ASKED, "-O", "json", "--from", "2026-01-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    (key,) = found["sections"]["keys"]["rows"]
    assert (key["key"], key["file_a"], key["file_b"], key["line_b"]) == (
        "credit.overdue-days", None, "b.toml", 2,
    )  # fmt: skip
    usd = found["sections"]["outcome"]["rows"][-1]
    assert (usd["policy"], D(usd["paid"]), D(usd["late"])) == ("B", 300, 17)
    assert found["sections"]["outcome"]["rows"][0]["refused"] == 0


def test_a_policy_that_cannot_be_read_gives_no_figures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.toml").write_text("[credit]\noverdue-dais = 30\n")
    assert main(ASKED) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "b.toml:2:1: error[policy-key]" in said.err


def test_what_is_written_in_names_is_harmless(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "[red]\x1b[31m<b>.toml"
    (folder / name).write_text("[credit.limits.'\\u001b]0;x\\u0007']\n'<script>' = '5 USD'\n")
    words = list(ASKED)
    words[3] = name
    for format_ in ("text", "md", "html"):
        assert main([*words, "-O", format_]) == 0
        said = capsys.readouterr().out
        assert "\x1b" not in said
        assert format_ != "html" or "<script>" not in said


@pytest.mark.usefixtures("folder")
def test_there_is_nothing_else_to_do_with_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "merge", *ASKED[2:]]) == 2
    assert "arledger policy diff a.toml b.toml" in capsys.readouterr().err
