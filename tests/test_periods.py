"""Smart dates and period expressions mean what they mean in hledger."""

import csv
import io
import shutil
import subprocess
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.periods import Period, parse_period, smart_date

TODAY = date(2026, 11, 18)  # a Wednesday

FIRST, LAST = date(1900, 1, 1), date(2100, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


SMART = {
    "2026": "2026-01-01",
    "2026-10": "2026-10-01",
    "2026/1": "2026-01-01",
    "2026-10-05": "2026-10-05",
    "2026.1.5": "2026-01-05",
    "20261001": "2026-10-01",
    "202610": "2026-10-01",
    "10/5": "2026-10-05",
    "2/29": "2026-02-28",
    "5": "2026-11-05",
    "31": "2026-11-30",
    "oct": "2026-10-01",
    "October": "2026-10-01",
    "may": "2026-05-01",
    "today": "2026-11-18",
    "YESTERDAY": "2026-11-17",
    "tomorrow": "2026-11-19",
    "last month": "2026-10-01",
    "lastmonth": "2026-10-01",
    "this week": "2026-11-16",
    "next quarter": "2027-01-01",
    "next year": "2027-01-01",
    "3 days ago": "2026-11-15",
    "3daysago": "2026-11-15",
    "in 3 days": "2026-11-21",
    "3 days ahead": "2026-11-21",
    "3 days": "2026-11-21",
    "+3 days": "2026-11-21",
    "-3 days": "2026-11-15",
    "3 months ago": "2026-08-01",
    "2 weeks ago": "2026-11-02",
    "in 1 quarter": "2027-01-01",
    "-1 month": "2026-10-01",
}


@pytest.mark.parametrize("text", SMART)
def test_a_smart_date_is_the_first_day_of_what_it_names(text):
    assert smart_date(text, TODAY) == day(SMART[text])


def test_a_quarter_may_stand_where_a_date_may():
    assert smart_date("2026q3", TODAY) == day("2026-07-01")
    assert smart_date("Q2", TODAY) == day("2026-04-01")
    assert smart_date("3 days from now", TODAY) == day("2026-11-21")


NOT_DATES = ["", "2026-13", "2026-02-30", "26-2-1", "0", "32", "13/1", "2026/1-2", "sept", "xyz"]
NOT_DATES += ["201813", "20261301", "99999", "today+1", "last 3 months", "from 2026", "monday"]
NOT_DATES += ["٢٠٢٦", "n days ago", "2026-10-05 x", "99999999 days", "0000", "2026-00"]


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_smart_date_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is not a date: write for example"):
        smart_date(text, TODAY)


PERIODS: dict[str, tuple[str, str]] = {
    "2026": ("2026-01-01", "2027-01-01"),
    "in 2026": ("2026-01-01", "2027-01-01"),
    "2026-10": ("2026-10-01", "2026-11-01"),
    "2026-12": ("2026-12-01", "2027-01-01"),
    "2026-10-05": ("2026-10-05", "2026-10-06"),
    "2026q3": ("2026-07-01", "2026-10-01"),
    "q4": ("2026-10-01", "2027-01-01"),
    "oct": ("2026-10-01", "2026-11-01"),
    "today": ("2026-11-18", "2026-11-19"),
    "last month": ("2026-10-01", "2026-11-01"),
    "last  year": ("2025-01-01", "2026-01-01"),
    "this quarter": ("2026-10-01", "2027-01-01"),
    "last week": ("2026-11-09", "2026-11-16"),
    "3 days ago": ("2026-11-15", "2026-11-16"),
    "in 2 weeks": ("2026-11-30", "2026-12-07"),
    "10/5": ("2026-10-05", "2026-10-06"),
    "5": ("2026-11-05", "2026-11-06"),
    "20261001": ("2026-10-01", "2026-10-02"),
    "202610": ("2026-10-01", "2026-11-01"),
    "from 2026 to 2027": ("2026-01-01", "2027-01-01"),
    "From 2026-10 To 2026-11": ("2026-10-01", "2026-11-01"),
    "2026..2027": ("2026-01-01", "2027-01-01"),
    "2026-2027": ("2026-01-01", "2027-01-01"),
    "2026-10-2026-12": ("2026-10-01", "2026-12-01"),
    "2026-10-05 - 2026-10-07": ("2026-10-05", "2026-10-07"),
    "2026-10-05 .. 2026-10-07": ("2026-10-05", "2026-10-07"),
    "2026/10/1to2026/11/1": ("2026-10-01", "2026-11-01"),
    "10/1-10/5": ("2026-10-01", "2026-10-05"),
    "january-apr": ("2026-01-01", "2026-04-01"),
    "this month to 12/1": ("2026-11-01", "2026-12-01"),
    "today to tomorrow": ("2026-11-18", "2026-11-19"),
    "from oct to today": ("2026-10-01", "2026-11-18"),
    "2026-10..last month": ("2026-10-01", "2026-10-01"),
    "2027 to 2026": ("2027-01-01", "2026-01-01"),
    "from 2026-10": ("2026-10-01", ""),
    "from today": ("2026-11-18", ""),
    "2026-10..": ("2026-10-01", ""),
    "2026-10-": ("2026-10-01", ""),
    "thismonth..": ("2026-11-01", ""),
    "to 2026-10": ("", "2026-10-01"),
    "until 2026-10": ("", "2026-10-01"),
    "..2026-10": ("", "2026-10-01"),
    "-2026-10": ("", "2026-10-01"),
}


def period(text: str) -> tuple[str, str]:
    days = parse_period(text, TODAY)
    assert days.interval == ""
    return (str(days.begin or ""), str(days.end or ""))


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_expression_gives_first_day_and_end(text):
    assert period(text) == PERIODS[text]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("since 2026-10", ("2026-10-01", "")),
        ("since 2026 until 2027", ("2026-01-01", "2027-01-01")),
        ("from 2026-10-05 until 2026-10-07", ("2026-10-05", "2026-10-07")),
        ("2026-10-05 2026-10-07", ("2026-10-05", "2026-10-07")),
        ("1/1 4/1", ("2026-01-01", "2026-04-01")),
        ("2026q1..2026q3", ("2026-01-01", "2026-07-01")),
        ("from 2026q1", ("2026-01-01", "")),
        ("this quarter to next quarter", ("2026-10-01", "2027-01-01")),
    ],
)
def test_some_expressions_are_read_that_hledger_1_25_refuses(text, days):
    assert period(text) == days


@pytest.mark.parametrize(
    ("text", "interval", "begin"),
    [
        ("monthly in 2026", "monthly", "2026-01-01"),
        ("monthly 2026", "monthly", "2026-01-01"),
        ("every 2 weeks from 2026-10", "every 2 weeks", "2026-10-01"),
        ("every month in 2026", "every month", "2026-01-01"),
        ("quarterly", "quarterly", ""),
    ],
)
def test_an_interval_may_go_first(text, interval, begin):
    days = parse_period(text, TODAY)
    assert (days.interval, str(days.begin or "")) == (interval, begin)


NOT_PERIODS = [
    "",
    "xyz",
    "2026 foo",
    "2026-13",
    "2026-02-30",
    "2026-02-31-",
    "from",
    "to",
    "..",
    "-",
]
NOT_PERIODS += ["between 2026 and 2027", "2026-10-05to", "in 2026-10 to 2026-11 x", "monthly foo"]
NOT_PERIODS += ["ytd", "every monday in 2026", "2026..2027..2028", "from to 2026"]


@pytest.mark.parametrize("text", NOT_PERIODS)
def test_what_is_no_period_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is not a period: write for example"):
        parse_period(text, TODAY)


def test_a_period_holds_its_first_day_and_not_its_end():
    october = parse_period("2026-10", TODAY)
    assert day("2026-10-01") in october
    assert day("2026-10-31") in october
    assert day("2026-11-01") not in october
    assert october.last_day == day("2026-10-31")
    assert parse_period("from 2026", TODAY).last_day is None
    assert day("1900-01-01") in Period()


@given(st.text(alphabet="0123456789-/. qtoinfrmsceagdywkhl+", max_size=24))
def test_any_text_is_a_period_or_a_sentence(text):
    try:
        parse_period(text, date(9999, 12, 31))
        parse_period(text, date(1, 1, 1))
    except ValueError as problem:
        assert "is not a period" in str(problem)


# -- the judge -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def a_posting_every_day(tmp_path_factory):
    path = tmp_path_factory.mktemp("days") / "days.journal"
    days = [date(2024, 6, 1) + timedelta(n) for n in range(1462)]
    entries = [f"{one}\n    (a)  1\n" for one in (FIRST, *days, LAST)]
    path.write_text("\n".join(entries))
    return path


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is the judge here")
@pytest.mark.parametrize("text", PERIODS)
def test_hledger_selects_the_same_days(a_posting_every_day, text):
    command = ["hledger", "-f", str(a_posting_every_day), "reg", f"--period={text}"]
    command += [f"--today={TODAY}", "-Ocsv"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    shown = [row["date"] for row in csv.DictReader(io.StringIO(run.stdout))]
    ours = parse_period(text, TODAY)
    days = [FIRST, *(date(2024, 6, 1) + timedelta(n) for n in range(1462)), LAST]
    assert shown == [str(one) for one in days if one in ours]
