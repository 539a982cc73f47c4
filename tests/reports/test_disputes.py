"""Disputes: the lines, what they add up to, and where they stand in other reports."""

import csv
import io
import subprocess
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

DAY = "2026-03-31"
BOOK = """
    P 2026-03-01 USD 0.50 EUR

    account assets:receivable:foo  ; name:Foo GmbH, rep:linh
    account assets:receivable:bar  ; name:Bar SA, rep:wei

    2026-01-05 (1) Foo GmbH | goods  ; due:2026-02-10
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-05 (2) Bar SA | goods  ; due:2026-03-20, rep:minh
        assets:receivable:bar    800.00 EUR
        income:sales

    2026-01-05 (3) Bar SA | goods  ; due:2026-04-30
        assets:receivable:bar    300.00 USD
        income:sales

    2026-03-01 (R1) Bar SA | on account
        assets:bank    60.00 EUR
        assets:receivable:bar    -60.00 EUR  ; inv:-

    2026-01-20 Foo GmbH | late  ; event:dispute, inv:1, amount:400.00 EUR, cause:service, owner:linh

    2026-02-01 Foo GmbH | half of it  ; event:resolve, inv:1, amount:150.00 EUR, outcome:credited

    2026-02-20 Bar SA | wet  ; event:dispute, inv:2, cause:goods, owner:wei

    2026-03-02 Bar SA | wrong price  ; event:dispute, inv:3, amount:100.00 USD, cause:invoice

    2026-03-12 Bar SA | corrected  ; event:resolve, inv:3, outcome:rejected
"""


def lines(as_of: str = DAY, **options: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("disputes", BOOK, as_of, **options))
    return [(r["number"], r["amount"], r["open"], r["outcome"], r["days"]) for r in rows]


def test_the_machine_columns_are_stable_and_flat() -> None:
    (row, *_) = machine(made("disputes", BOOK, DAY))
    assert list(row)[:11] == [
        *("customer", "name", "number", "opened", "currency", "amount", "open", "cause", "owner"),
        *("outcome", "closed"),
    ]
    assert (row["customer"], row["name"], row["rep"]) == ("foo", "Foo GmbH", "linh")
    assert (row["cause"], row["owner"], row["resolved"]) == ("service", "linh", 150)


def test_a_line_is_a_dispute_with_its_age_or_the_days_it_took() -> None:
    assert lines() == [
        ("1", 400, 250, "", 70),
        ("2", 800, 800, "", 39),
        ("3", 100, 0, "rejected", 10),
    ]


def test_totals_are_by_currency() -> None:
    totals = made("disputes", BOOK, DAY).totals
    assert [(t.currency, t.amount, t.open) for t in totals] == [
        ("EUR", 1200, 1050),
        ("USD", 100, 0),
    ]


def test_open_ones_or_closed_ones_may_be_asked_for() -> None:
    assert [row[0] for row in lines(state="open")] == ["1", "2"]
    assert [row[0] for row in lines(state="closed")] == ["3"]
    assert made("disputes", BOOK, DAY, state="open").title.startswith("Open disputes as of")


def groups(by: str) -> list[tuple[Any, ...]]:
    rows = machine(made("disputes", BOOK, DAY, by=by))
    keys = ("key", "currency", "disputes", "standing", "amount", "open", "credited", "oldest")
    return [tuple(row[key] for key in keys) for row in rows]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("cause", [("goods", "EUR", 1, 1, 800, 800, 0, 39), ("invoice", "USD", 1, 0, 100, 0, 0, None), ("service", "EUR", 1, 1, 400, 250, 150, 70)]),
        ("owner", [("", "USD", 1, 0, 100, 0, 0, None), ("linh", "EUR", 1, 1, 400, 250, 150, 70), ("wei", "EUR", 1, 1, 800, 800, 0, 39)]),
        ("customer", [("bar", "EUR", 1, 1, 800, 800, 0, 39), ("bar", "USD", 1, 0, 100, 0, 0, None), ("foo", "EUR", 1, 1, 400, 250, 150, 70)]),
        ("rep", [("linh", "EUR", 1, 1, 400, 250, 150, 70), ("minh", "EUR", 1, 1, 800, 800, 0, 39), ("wei", "USD", 1, 0, 100, 0, 0, None)]),
    ],
)  # fmt: skip
def test_disputes_add_up_by_anything(by: str, expected: list[tuple[Any, ...]]) -> None:
    """By the salesperson of the document where it has one of its own."""
    assert groups(by) == expected


def test_nobody_having_the_tag_is_said() -> None:
    assert made("disputes", BOOK, DAY, by="colour").remarks == ["no dispute has the tag colour"]


def test_a_query_chooses_disputes_that_are_judged_on_the_whole_book() -> None:
    book = book_of(BOOK, DAY)
    for words, expected in (
        (["bar"], ["2", "3"]),
        (["tag:owner=linh"], ["1"]),
        (["cur:USD"], ["3"]),
        (["tag:rep=wei"], ["2", "3"]),
    ):
        chosen = selection(book, parse_query(words, date(2026, 3, 31)), None, " ".join(words))
        rows = machine(report_of(chosen, "disputes"))
        assert [row["number"] for row in rows] == expected
    first = selection(book, parse_query(["foo"], date(2026, 3, 31)), date(2026, 1, 1), "foo")
    assert machine(report_of(first, "disputes"))[0]["open"] == 250


def test_converted_each_amount_is_rounded_and_the_total_is_exact() -> None:
    rows = machine(made("disputes", BOOK, DAY, value="EUR"))
    assert [(r["currency"], r["amount"]) for r in rows] == [("EUR", 400), ("EUR", 800), ("EUR", 50)]
    assert [t.amount for t in made("disputes", BOOK, DAY, value="EUR").totals] == [1250]


def test_what_is_not_there_yet_has_no_amount_no_currency_and_no_price() -> None:
    text = BOOK + "\n    2026-03-05 Bar SA | no  ; event:dispute, inv:9, customer:bar\n"
    report = made("disputes", text, DAY, value="EUR")
    (row,) = (r for r in machine(report) if r["number"] == "9")
    assert (row["amount"], row["currency"], row["open"], row["closed"]) == (None, "", 0, None)
    assert report.problems == []
    assert [t.currency for t in report.totals] == ["EUR"]
    assert "There is no 9 yet: nothing of it is open." in report.notes
    assert ("", "", 1, 1, 0, 0, 0, 26) in [
        tuple(r[k] for k in ("key", "currency", "disputes", "standing", "amount", "open", "credited", "oldest"))
        for r in machine(made("disputes", text, DAY, by="cause"))
    ]  # fmt: skip


def test_with_suppliers_it_is_we_who_dispute() -> None:
    text = """
    2026-01-05 (B-7) Mill | wood
        expenses:wood    900.00 EUR
        liabilities:payable:mill

    2026-01-20 Mill | wet  ; event:dispute, inv:B-7, amount:100.00 EUR
    """
    report = made("disputes", text, how={"side": "payable"})
    assert report.title.startswith("Disputes with suppliers")
    assert [row["open"] for row in machine(report)] == [100]


# -- in other reports ----------------------------------------------------------------------------


def test_aging_says_what_of_the_total_is_disputed() -> None:
    report = made("aging", BOOK, DAY)
    rows = {(r["customer"], r["currency"]): r for r in machine(report)}
    foo, bar = rows["foo", "EUR"], rows["bar", "EUR"]
    assert (foo["31-60"], foo["total"], foo["disputed"]) == (1000, 1000, 250)
    assert (bar["1-30"], bar["unapplied"], bar["total"], bar["disputed"]) == (800, -60, 740, 800)
    assert [(t.currency, t.disputed) for t in report.totals] == [("EUR", 1050), ("USD", 0)]
    assert "Disputed is part of the total, and stands in its buckets." in report.notes
    shown = [c.title for c in report.table.for_people()]
    assert shown.index("Disputed") == shown.index("Total") + 1


@pytest.mark.parametrize("by", ["customer", "invoice", "rep"])
def test_what_is_disputed_may_leave_the_buckets_and_stays_in_the_total(by: str) -> None:
    report = made("aging", BOOK, DAY, by=by, disputed="column")
    for row in (*report.rows, *report.totals):
        assert sum(row.buckets) + row.disputed + row.unapplied == row.total
    assert sum(t.total for t in report.totals if t.currency == "EUR") == 1740
    shown = [c.title for c in report.table.for_people()]
    assert shown.index("Disputed") == shown.index("Unapplied") - 1
    policy = policy_of(aging={"disputed": "column"})
    assert made("aging", BOOK, DAY, by=by, how={"policy": policy}).rows == report.rows


def test_nobody_reads_of_disputes_where_there_are_none() -> None:
    for name in ("aging", "open"):
        report = made(name, BOOK, "2026-01-19")
        assert "Disputed" not in [c.title for c in report.table.for_people()]
        assert all(row["disputed"] == 0 for row in machine(report))


def test_open_items_say_what_of_them_is_disputed() -> None:
    report = made("open", BOOK, DAY)
    assert {r["number"]: r["disputed"] for r in machine(report)} == {
        "1": 250,
        "2": 800,
        "3": 0,
        "R1": 0,
    }
    assert [(t.currency, t.disputed) for t in report.totals] == [("EUR", 1050), ("USD", 0)]
    converted = machine(made("open", BOOK, "2026-03-05", value="EUR"))
    assert {r["number"]: r["disputed"] for r in converted}["3"] == 50


def test_why_tells_what_of_a_document_was_disputed() -> None:
    steps = [(r["step"], r["amount"]) for r in machine(made("why", BOOK, DAY, "1"))]
    assert ("disputed, because of service", D("400.00")) in steps
    assert ("of that credited", D("-150.00")) in steps
    assert ("disputed still", D("250.00")) in steps


# -- hledger -----------------------------------------------------------------------------------


@needs_hledger
@pytest.mark.parametrize("disputed", ["memo", "column"])
def test_the_balance_is_hledgers_wherever_what_is_disputed_stands(
    tmp_path: Path, disputed: str
) -> None:
    path = tmp_path / "books.journal"
    path.write_text(plain(BOOK))
    command = ["hledger", "-f", str(path), "bal", "receivable", "-N", "-O", "csv", "--layout=bare"]
    done = subprocess.run(
        [*command, "-e", "2026-04-01"], capture_output=True, check=True, text=True
    )
    theirs = {
        (account.rpartition(":")[2], currency): Decimal(amount)
        for account, currency, amount in list(csv.reader(io.StringIO(done.stdout)))[1:]
    }
    rows = made("aging", BOOK, DAY, disputed=disputed).rows
    apart = {"memo": 0, "column": 1}[disputed]
    ours = {
        (r.customer, r.currency): sum(r.buckets) + r.disputed * apart + r.unapplied for r in rows
    }
    assert ours == theirs


@needs_hledger
def test_hledger_finds_as_many_disputes(tmp_path: Path) -> None:
    path = tmp_path / "books.journal"
    path.write_text(plain(BOOK))
    command = ["hledger", "-f", str(path), "print", "tag:event=^dispute$", "-e", "2026-03-01"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.count("event:dispute") == len(lines("2026-02-28")) == 2
