"""Promises to pay and plans: the lines, what they add up to, and when money is to come."""

import csv
import io
import subprocess
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.books import D, book_of, plain, policy_of
from tests.oracle.hledger import needs_hledger
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection
from arledger.render import Looks, render

DAY = "2026-03-31"
BOOK = """
    account assets:receivable:foo  ; name:Foo GmbH, rep:linh
    account assets:receivable:bar  ; name:Bar SA, rep:wei

    2026-01-05 (1) Foo GmbH | goods
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-05 (2) Bar SA | goods
        assets:receivable:bar    800.00 EUR
        income:sales

    2026-01-05 (3) Bar SA | goods
        assets:receivable:bar    300.00 USD
        income:sales

    2026-02-02 (PLAN-1) Foo GmbH | by instalments  ; inv:1, with:Ms Hoa
        (promise:foo)    400.00 EUR  ; date:2026-02-10
        (promise:foo)    300.00 EUR  ; date:2026-03-20
        (promise:foo)    300.00 EUR  ; date:2026-04-02

    2026-02-03 (PR-2) Bar SA | soon  ; inv:2
        (promise:bar)    800.00 EUR  ; date:2026-02-20

    2026-02-10 (PR-3) Bar SA | later  ; inv:2, rep:minh
        (promise:bar)    800.00 EUR  ; date:2026-02-27

    2026-03-02 (PR-4) Bar SA | dollars  ; inv:3
        (promise:bar)    300.00 USD  ; date:2026-03-30

    2026-02-09 (R1) Foo GmbH | transfer
        assets:bank    390.00 EUR
        assets:receivable:foo  -390.00 EUR  ; inv:1

    2026-02-28 (R2) Bar SA | transfer
        assets:bank    200.00 EUR
        assets:receivable:bar  -200.00 EUR  ; inv:2

    2026-03-10 Bar SA | rebate for the year  ; event:commitment, customer:bar, amount:50.00 EUR, until:2026-03-30, by:wei
"""


def lines(as_of: str = DAY, **options: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("promises", BOOK, as_of, **options))
    return [(r["promise"], str(r["promised"]), r["state"], r["amount"], r["paid"]) for r in rows]


def test_the_machine_columns_are_stable_and_flat() -> None:
    (row, *_) = machine(made("promises", BOOK, DAY))
    assert list(row)[:12] == [
        *("customer", "name", "promise", "numbers", "made", "promised", "currency"),
        *("amount", "paid", "state", "level", "settled_on"),
    ]


def test_each_instalment_is_a_line_in_the_order_of_the_days_promised() -> None:
    assert lines() == [
        ("PLAN-1", "2026-02-10", "kept", 400, 390),
        ("PR-2", "2026-02-20", "superseded", 800, 0),
        ("PR-3", "2026-02-27", "partially-kept", 800, 200),
        ("PLAN-1", "2026-03-20", "broken", 300, 0),
        ("PR-4", "2026-03-30", "open", 300, 0),
        ("PLAN-1", "2026-04-02", "open", 300, 0),
    ]


def test_totals_leave_out_what_does_not_stand_any_more() -> None:
    report = made("promises", BOOK, DAY)
    assert [(t.currency, t.amount, t.paid) for t in report.totals] == [
        ("EUR", 1800, 590),
        ("USD", 300, 0),
    ]
    assert "Totals leave out what was superseded or withdrawn." in report.notes


def test_the_kept_rate_is_by_count_and_by_amount_of_windows_that_have_closed() -> None:
    """1 of 3 by count; (390 + 200 + 0) of (400 + 800 + 300) by amount; the open ones wait."""
    report = made("promises", BOOK, DAY)
    assert report.extra["kept"] == [
        {
            "currency": "EUR",
            "kept": 1,
            "closed": 3,
            "kept_by_count": D("33.333333"),
            "paid": 590,
            "wanted": 1500,
            "kept_by_amount": D("39.333333"),
        },
        {
            "currency": "USD",
            "kept": 0,
            "closed": 0,
            "kept_by_count": None,
            "paid": 0,
            "wanted": 0,
            "kept_by_amount": None,
        },
    ]
    assert "Kept: 1 of 3 (33.3 %), 590.00 of 1500.00 EUR (39.3 %)." in report.notes
    assert "Not counted in that: 1 superseded." in report.notes


def test_only_some_states_may_be_asked_for() -> None:
    assert [row[0] for row in lines(state="broken, partially-kept")] == ["PR-3", "PLAN-1"]
    with pytest.raises(ValueError, match="write one of open, kept"):
        lines(state="pending")


def test_what_is_due_today_is_open_and_its_day_has_come() -> None:
    assert [row[:2] for row in lines(due=True)] == [("PR-4", "2026-03-30")]
    assert [row[:2] for row in lines("2026-03-30", due=True)] == [("PR-4", "2026-03-30")]
    assert lines("2026-03-29", due=True) == []


def test_a_plan_that_was_called_due_is_due_and_says_since_when() -> None:
    policy = policy_of(promise={"acceleration": 1})
    report = made("promises", BOOK, "2026-03-25", due=True, how={"policy": policy})
    (row,) = machine(report)
    assert (str(row["promised"]), str(row["due"])) == ("2026-04-02", "2026-03-23")
    assert "Called due" in [c.title for c in report.table.for_people()]


def test_what_broke_since_a_day_is_listed_from_the_day_it_broke() -> None:
    assert [row[0] for row in lines(broken_since="2026-03-02")] == ["PR-3", "PLAN-1"]
    assert [row[0] for row in lines(broken_since="2026-03-03")] == ["PLAN-1"]
    assert [row[0] for row in lines(broken_since="3 weeks ago")] == ["PLAN-1"]
    with pytest.raises(ValueError, match="not a date"):
        lines(broken_since="lately")


def groups(by: str) -> list[tuple[Any, ...]]:
    rows = machine(made("promises", BOOK, DAY, by=by))
    return [(r["key"], r["currency"], r["promises"], r["amount"], r["paid"]) for r in rows]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("customer", [("bar", "EUR", 2, 800, 200), ("bar", "USD", 1, 300, 0), ("foo", "EUR", 3, 1000, 390)]),
        ("rep", [("linh", "EUR", 3, 1000, 390), ("minh", "EUR", 1, 800, 200), ("wei", "EUR", 1, 0, 0), ("wei", "USD", 1, 300, 0)]),
        ("period", [("2026-02", "EUR", 3, 1200, 590), ("2026-03", "EUR", 1, 300, 0), ("2026-03", "USD", 1, 300, 0), ("2026-04", "EUR", 1, 300, 0)]),
        ("with", [("", "EUR", 2, 800, 200), ("", "USD", 1, 300, 0), ("Ms Hoa", "EUR", 3, 1000, 390)]),
        ("state", [("broken", "EUR", 1, 300, 0), ("kept", "EUR", 1, 400, 390), ("open", "EUR", 1, 300, 0), ("open", "USD", 1, 300, 0), ("partially-kept", "EUR", 1, 800, 200), ("superseded", "EUR", 1, 800, 0)]),
    ],
)  # fmt: skip
def test_promises_add_up_by_anything(by: str, expected: list[tuple[Any, ...]]) -> None:
    assert groups(by) == expected


def test_a_group_counts_its_states_and_says_at_what_rate_they_are_kept() -> None:
    row = machine(made("promises", BOOK, DAY, by="customer"))[-1]
    assert (row["kept"], row["broken"], row["open"]) == (1, 1, 1)
    assert (row["kept_by_count"], row["kept_by_amount"], row["left"]) == (50, D("55.714286"), 300)


def test_nobody_having_the_tag_is_said() -> None:
    assert made("promises", BOOK, DAY, by="colour").remarks == [
        "no customer and no promise has the tag colour"
    ]


def test_the_calendar_shows_what_is_to_come_by_week_and_by_month() -> None:
    weeks = machine(made("promises", BOOK, DAY, calendar="week"))
    assert [
        (r["period"], str(r["begin"]), str(r["last"]), r["currency"], r["left"]) for r in weeks
    ] == [
        ("2026-W14", "2026-03-30", "2026-04-05", "EUR", 300),
        ("2026-W14", "2026-03-30", "2026-04-05", "USD", 300),
    ]
    months = made("promises", BOOK, DAY, calendar="month")
    assert [(r["period"], r["currency"], r["left"]) for r in machine(months)] == [
        ("2026-03", "USD", 300),
        ("2026-04", "EUR", 300),
    ]
    assert [(t.currency, t.tally.left) for t in months.totals] == [("EUR", 300), ("USD", 300)]


def test_reports_of_their_own_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        lines(by="rep", calendar="week")


def test_converted_amounts_add_up_in_one_currency() -> None:
    text = "    P 2026-01-01 EUR 2.00 USD\n" + BOOK
    (total,) = made("promises", text, DAY, value="USD").totals
    assert (total.currency, total.amount, total.paid) == ("USD", 3900, 1180)
    (week,) = made("promises", text, DAY, value="USD", calendar="week").rows
    assert (week.currency, week.tally.left) == ("USD", 900)


def selected(*words: str, as_of: str = DAY) -> list[str]:
    book = book_of(BOOK, as_of)
    query = parse_query(words, book.as_of)
    begin = date(2026, 3, 1) if not words else None
    part = selection(book, query, begin, " ".join(words))
    return [f"{r.promise} {r.state}" for r in report_of(part, "promises").rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["foo"], ["PLAN-1 kept", "PLAN-1 broken", "PLAN-1 open"]),
        (["cur:USD"], ["PR-4 open"]),
        (["tag:rep=minh"], ["PR-3 partially-kept"]),
        (["tag:rep=linh", "date:2026-02"], ["PLAN-1 kept"]),
        (["code:PR-2"], ["PR-2 superseded"]),
        (["not:foo", "not:cur:USD"], ["PR-2 superseded", "PR-3 partially-kept"]),
        ([], ["PLAN-1 broken", "PR-4 open", "PLAN-1 open"]),
    ],
)
def test_a_selection_shows_its_promises_judged_on_the_whole_book(
    words: list[str], expected: list[str]
) -> None:
    assert selected(*words) == expected


# -- ours --------------------------------------------------------------------------------------


def ours(text: str, as_of: str = DAY, **options: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("promises", text, as_of, ours=True, **options))
    return [(r["customer"], r["promise"], str(r["promised"]), r["state"], r["paid"]) for r in rows]


def test_our_own_commitments_are_listed_until_they_are_kept() -> None:
    assert ours(BOOK, "2026-03-30") == [("bar", "", "2026-03-30", "open", 0)]
    assert ours(BOOK, "2026-03-31") == [("bar", "", "2026-03-30", "broken", 0)]
    assert (
        "We have 1 of our own to keep: arledger promises --ours."
        in made("promises", BOOK, DAY).notes
    )


CREDIT = """
    2026-03-20 (CN-1) Bar SA | rebate
        income:sales    50.00 EUR
        assets:receivable:bar  -50.00 EUR  ; inv:2
"""


def test_a_credit_note_of_just_the_amount_keeps_a_commitment() -> None:
    assert ours(BOOK + CREDIT) == []
    assert ours(BOOK + CREDIT, "2026-03-19") == [("bar", "", "2026-03-30", "open", 0)]
    (kept,) = made("promises", BOOK + CREDIT, DAY, ours=True, state="kept").rows
    assert (str(kept.settled_on), kept.paid) == ("2026-03-20", 50)
    assert ours(BOOK + CREDIT.replace("50.00", "49.00"))[0][3] == "broken"
    assert ours(BOOK + CREDIT.replace("03-20", "03-09"))[0][3] == "broken"


def test_an_entry_may_say_which_commitment_it_keeps() -> None:
    text = (
        BOOK
        + """
    2026-03-11 (SUP-1) Foo GmbH | a display for the shop  ; event:commitment, customer:foo, until:2026-05-01

    2026-03-15 Foo GmbH | display set up  ; event:note, customer:foo, keeps:SUP-1
    """
    )
    assert [row[:4] for row in ours(text, "2026-03-14")] == [
        ("bar", "", "2026-03-30", "open"),
        ("foo", "SUP-1", "2026-05-01", "open"),
    ]
    assert [row[0] for row in ours(text, "2026-03-15")] == ["bar"]


def test_a_commitment_may_be_withdrawn() -> None:
    text = BOOK.replace("2026-03-10 Bar", "2026-03-10 (REB-1) Bar")
    text += "\n    2026-03-15 Bar SA | not earned  ; event:withdraw, promise:REB-1\n"
    assert ours(text) == []
    assert [row[3] for row in ours(text, state="withdrawn")] == ["withdrawn"]


def test_one_credit_note_keeps_one_commitment() -> None:
    text = (
        BOOK
        + CREDIT
        + """
    2026-03-11 Bar SA | another  ; event:commitment, customer:bar, amount:50.00 EUR
    """
    )
    assert [row[2:4] for row in ours(text)] == [("None", "open")]


# -- hledger -----------------------------------------------------------------------------------


@needs_hledger
def test_hledger_adds_up_the_same_promises_by_month_and_by_customer(tmp_path: Path) -> None:
    """All states: what was written is what hledger sees."""
    path = tmp_path / "books.journal"
    path.write_text(plain(BOOK))
    rows = machine(made("promises", BOOK, DAY))
    by_customer: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    by_month: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        by_customer[row["customer"], row["currency"]] += row["amount"]
        by_month[f"{row['promised']:%Y-%m}", row["currency"]] += row["amount"]
    theirs = _balances(path)
    assert theirs == {(f"promise:{c}", cur): x for (c, cur), x in by_customer.items()}
    for (month, currency), amount in by_month.items():
        found = _balances(path, "-p", month, f"cur:{currency}")
        assert sum(found.values()) == amount


def _balances(path: Path, *words: str) -> dict[tuple[str, str], Decimal]:
    command = ["hledger", "-f", str(path), "bal", "promise", "-N", "-O", "csv", "--layout=bare"]
    done = subprocess.run([*command, *words], capture_output=True, check=True, text=True)
    return {(a, c): Decimal(x) for a, c, x in list(csv.reader(io.StringIO(done.stdout)))[1:]}


@pytest.mark.parametrize(
    ("columns", "heads"),
    [
        (80, "Customer Promise Documents Promised Cur Amount Paid State"),
        (60, "Customer Promised Cur Amount Paid State"),
    ],
)
def test_a_narrow_terminal_shows_who_promised_what_for_when_and_its_state(
    columns: int, heads: str
) -> None:
    shown = render(made("promises", BOOK, DAY), "text", Looks(width=columns))
    assert heads.split() in [line.split() for line in shown.splitlines()]
    assert "partially-kept" in shown
