"""The worklist: its lines, whose it is, what there is time for, and who is left alone."""

from datetime import date
from typing import Any

import pytest
from tests.ledger.books import D, book_of
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection
from arledger.render import Looks, render

DAY = "2026-06-30"
BOOK = """
    P 2026-06-01 USD 0.50 EUR

    account assets:receivable:foo
        ; name:Foo GmbH, rep:linh, phone:+49 30 1, contact:Ms Hoa, email:ap@foo.example

    account assets:receivable:bar  ; name:Bar SA, rep:linh 60 minh 40, collector:wei

    account assets:receivable:baz  ; name:Baz BV, rep:Minh

    2026-05-01 (1) Foo GmbH | goods  ; due:2026-05-21
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-05-01 (2) Foo GmbH | goods  ; due:2026-06-20
        assets:receivable:foo    300.00 USD
        income:sales

    2026-05-01 (3) Bar SA | goods  ; due:2026-06-01
        assets:receivable:bar    250.00 EUR
        income:sales

    2026-05-01 (4) Baz BV | goods  ; due:2026-06-01
        assets:receivable:baz    80.00 EUR
        income:sales

    2026-06-02 Foo GmbH | rang  ; event:contact, via:phone, with:Mr Lam, cause:cash, next:2026-06-29

    2026-06-02 (P1) Foo GmbH | said  ; inv:1
        (promise:foo)    400.00 EUR  ; date:2026-06-10

    2026-06-25 (P2) Baz BV | said  ; inv:4
        (promise:baz)    80.00 EUR  ; date:2026-07-10
"""


def lines(**options: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("worklist", BOOK, DAY, **options))
    return [(row["rank"], row["customer"], row["currency"], row["asked"]) for row in rows]


def test_the_machine_columns_are_stable_and_flat() -> None:
    rows = machine(made("worklist", BOOK, DAY))
    assert list(rows[0]) == [
        *("rank", "customer", "name", "points", "reasons", "currency", "overdue"),
        *("days_past_due", "last_contact", "phone", "ask", "asked", "disputed", "promised"),
        *("minutes", "rep", "contact", "email", "via", "cause", "promise", "promised_for"),
        *("promise_state", "not_called"),
    ]
    assert list(rows[0].values()) == [
        *(1, "foo", "Foo GmbH", 100),
        (
            "broken promise P1 +30; follow-up due since 2026-06-29 +20; 1 now 31-60 days late +10; "
            "100.0 % of overdue USD +30; no contact for 28 days +10"
        ),
        *("EUR", 1000, 40, date(2026, 6, 2), "+49 30 1", "plan", 1000, 0, 0, 15, "linh"),
        *("Mr Lam", "ap@foo.example", "phone", "cash", "P1", date(2026, 6, 10), "broken", ""),
    ]


def test_a_contact_about_several_currencies_is_one_with_a_line_for_each() -> None:
    report = made("worklist", BOOK, DAY)
    assert lines() == [(1, "foo", "EUR", 1000), (1, "foo", "USD", 300), (2, "bar", "EUR", 250)]
    assert report.rows[0].points == report.rows[1].points
    assert [row.days_past_due for row in report.rows] == [40, 10, 29]
    assert [(row.currency, row.asked, row.overdue) for row in report.totals] == [
        ("EUR", 1250, 1250), ("USD", 300, 300),
    ]  # fmt: skip


def test_who_is_left_alone_is_counted_and_shown_when_asked() -> None:
    assert (
        "1 customer is left alone today: --all shows who, and why."
        in made("worklist", BOOK, DAY).notes
    )
    report = made("worklist", BOOK, DAY, all_=True)
    assert (report.rows[-1].rank, report.rows[-1].not_called) == (
        None,
        "promise P2 until 2026-07-12",
    )
    assert report.rows[-1].promised == 80
    assert [row.asked for row in report.totals] == [1250, 300]


def test_time_is_filled_from_the_top_and_the_rest_is_counted() -> None:
    report = made("worklist", BOOK, DAY, minutes=15)
    assert [row.customer for row in report.rows] == ["foo", "foo"]
    assert report.notes[0] == "1 contact in 15 of 15 minutes. 1 is left over."
    assert report.extra == {"contacts": 1, "left_over": 1}
    assert (
        made("worklist", BOOK, DAY, minutes=20).notes[0]
        == "2 contacts in 20 of 20 minutes. None is left over."
    )
    assert made("worklist", BOOK, DAY, minutes=14).rows == []
    rest = made("worklist", BOOK, DAY, minutes=15, all_=True).rows[-2:]
    assert [(row.customer, row.not_called) for row in rest] == [
        ("bar", "no time for it"), ("baz", "promise P2 until 2026-07-12"),
    ]  # fmt: skip


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="write 1 or more"):
        lines(minutes=0)


def test_what_we_owe_has_no_worklist() -> None:
    with pytest.raises(ValueError, match="--payable"):
        made("worklist", BOOK, DAY, how={"side": "payable"})


@pytest.mark.parametrize(
    ("rep", "customers"),
    [("linh", ["foo"]), ("LINH", ["foo"]), ("minh", ["baz"]), ("wei", ["bar"]), ("60", [])],
)
def test_the_collector_rings_else_the_rep(rep: str, customers: list[str]) -> None:
    """Two people never ring the same customer: whoever has a collector is not the rep's."""
    rows = made("worklist", BOOK, DAY, rep=rep, all_=True).rows
    assert list(dict.fromkeys(row.customer for row in rows)) == customers


def test_a_rep_nobody_has_is_said() -> None:
    (remark,) = made("worklist", BOOK, DAY, rep="lin").remarks
    assert remark.startswith("no customer is lin's")
    assert made("worklist", BOOK, DAY, rep="minh").remarks == []


def chosen(*words: str) -> list[tuple[Any, ...]]:
    book = book_of(BOOK, DAY)
    part = selection(book, parse_query(list(words), date(2026, 6, 30)), None, " ".join(words))
    rows = machine(report_of(part, "worklist", all_=True))
    return [(row["customer"], row["currency"], row["points"]) for row in rows]


def test_a_query_chooses_customers_who_are_judged_on_the_whole_book() -> None:
    assert chosen("foo") == [("foo", "EUR", 100), ("foo", "USD", 100)]
    assert chosen("cur:USD") == [("foo", "USD", 100)]
    assert chosen("tag:rep=^minh$") == [("baz", "EUR", 0)]
    assert chosen("nobody") == []


def test_converted_the_amounts_of_all_currencies_are_one() -> None:
    """Then they may be compared, and added up."""
    rows = machine(made("worklist", BOOK, DAY, value="EUR"))
    assert [(row["rank"], row["customer"], row["currency"], row["overdue"]) for row in rows] == [
        (1, "foo", "EUR", D("1150.00")), (2, "bar", "EUR", D("250.00")),
    ]  # fmt: skip
    assert "77.7 % of overdue EUR +30" in rows[0]["reasons"]


def test_an_empty_book_has_nobody_to_contact() -> None:
    report = made("worklist", "account assets:receivable:foo", DAY, minutes=60)
    assert (report.rows, report.empty) == ([], "Nobody is to be contacted.")
    assert report.notes == ["0 contacts in 0 of 60 minutes. None is left over."]


@pytest.mark.parametrize("columns", [80, 100])
def test_a_narrow_terminal_keeps_the_reasons(columns: int) -> None:
    """Who is at law must not look like one more to ring."""
    shown = render(made("worklist", BOOK, DAY, all_=True), "text", Looks(width=columns))
    assert "Why" in shown
    assert "not today:" in " ".join(shown.split())
    assert ("No room for Phone" in shown) == (columns == 80)
