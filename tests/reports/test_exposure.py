"""The report of exposures: lines, groups, failures, what is shown under -X."""

from typing import Any

import pytest
from tests.ledger.books import D, book_of, policy_of
from tests.measures.test_exposure import GROUP, HEAD, PRICE, account, ordered, owed, paid
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection


def rows(text: str, **how: Any) -> list[dict[str, Any]]:
    return machine(made("exposure", HEAD + text, **how))


def told(text: str, *keys: str, **how: Any) -> list[list[Any]]:
    """Some cells of each line."""
    return [[row[key] for key in keys] for row in rows(text, **how)]


LIMITED = account("limit:50000.00 USD, rep:linh, grade:A") + account("limit:900 USD", "bar")
BOTH = LIMITED + owed("12000.00 USD") + owed("1000.00 USD", who="bar", number="I2")


def test_a_line_has_every_term_the_limit_its_use_and_what_is_available() -> None:
    text = LIMITED + owed("12000.00 USD") + paid("500.00 USD") + ordered("2500.00 USD")
    row = rows(text)[0]
    assert list(row)[:15] == [
        "customer", "name", "currency", "open", "unapplied", "orders", "gross", "covered",
        "guarantees", "net", "limit", "use", "available", "status", "reasons",
    ]  # fmt: skip
    assert [row[key] for key in ("open", "unapplied", "orders", "gross", "net")] == [
        12000, -500, 2500, 14000, 14000,
    ]  # fmt: skip
    assert (row["limit"], row["use"], row["available"]) == (50000, D("0.28"), 36000)
    assert (row["status"], row["reasons"]) == ("ok", "")
    assert (row["rep"], row["grade"], row["line"]) == ("linh", "A", 4)


def test_the_largest_of_each_currency_is_first_and_totals_are_a_line_a_currency() -> None:
    text = BOTH + owed("7 EUR", who="baz", number="I3")
    report = made("exposure", HEAD + text)
    assert [row.customer for row in report.rows] == ["baz", "foo", "bar"]
    assert [(row.currency, row.net) for row in report.totals] == [("EUR", 7), ("USD", 13000)]


def test_who_has_a_limit_is_listed_and_who_has_nothing_at_all_is_not() -> None:
    text = account("limit:5 USD") + account("name:Bar", "bar")
    assert told(text, "customer", "net", "limit", "available") == [["foo", 0, 5, 5]]
    assert told(account("name:Foo"), "customer") == []


def test_who_is_on_hold_is_listed_though_nothing_is_owed_and_there_is_no_limit() -> None:
    text = account("hold:insolvent") + account("name:Bar", "bar")
    keys = ("customer", "currency", "gross", "net", "limit", "status")
    assert told(text, *keys) == [["foo", "", 0, 0, None, "stop"]]
    assert told(text, *keys, over=True) == told(text, *keys)
    assert told(text, "key", "customers", "held", by="group") == [["foo", 1, 1]]


def test_over_is_only_those_on_hold() -> None:
    report = made("exposure", HEAD + BOTH, over=True)
    assert [row.customer for row in report.rows] == ["bar"]
    assert report.rows[0].reasons == "1000.00 USD above 900.00 USD (111.1 %)"
    assert [row.net for row in report.totals] == [1000]
    assert not report.notes
    assert not report.findings


def test_a_selection_shows_some_customers_judged_on_everything() -> None:
    book = book_of(HEAD + BOTH)
    from datetime import date

    chosen = selection(book, parse_query(["bar"], date(2026, 12, 31)), None, "bar")
    report = report_of(chosen, "exposure")
    assert [(row.customer, row.net) for row in report.rows] == [("bar", 1000)]
    assert "Totals are of the selection, not of the control account." in report.notes


def test_under_x_all_is_in_one_currency_and_the_status_is_the_same() -> None:
    text = PRICE + account("limit:1100 USD") + owed("100.00 EUR", "990.00 USD")
    plain, valued = made("exposure", HEAD + text), made("exposure", HEAD + text, value="EUR")
    (row,), (shown,) = machine(plain), machine(valued)
    assert [row[key] for key in ("currency", "open", "limit", "use", "status")] == [
        "USD", 1100, 1100, 1, "watch",
    ]  # fmt: skip
    assert [shown[key] for key in ("currency", "open", "limit", "use", "status")] == [
        "EUR", 1000, 1000, 1, "watch",
    ]  # fmt: skip
    assert any("1 EUR = 1.10 USD" in note for note in plain.notes)
    assert any("1 EUR = 1.10 USD" in note for note in valued.notes)


def test_a_converted_amount_is_rounded_once_and_a_total_is_the_rounded_exact_total() -> None:
    text = "\nP 2026-01-01 EUR 1.3333 USD\n" + owed("0.01 EUR")
    text += owed("0.01 EUR", who="bar", number="I2") + owed("0.01 EUR", who="baz", number="I3")
    report = made("exposure", HEAD + text, value="USD")
    assert [row.net for row in report.rows] == [D("0.01")] * 3
    assert report.totals[0].net == D("0.04")


def test_what_has_no_price_is_a_line_of_its_own_and_a_problem() -> None:
    text = account("limit:2000 USD") + owed("100.00 USD", "7 CHF")
    report = made("exposure", HEAD + text)
    found = [[r["currency"], r["net"], r["limit"], r["status"]] for r in machine(report)]
    assert found == [["CHF", 7, None, "watch"], ["USD", 100, 2000, "watch"]]
    assert [problem.code for problem in report.problems] == ["no-price"]


# -- added up ------------------------------------------------------------------------------------


def test_by_group_has_the_groups_limit_and_who_is_in_none_by_itself() -> None:
    text = GROUP + owed("900 USD") + owed("700 USD", who="acme", number="I2")
    text += owed("100 USD", who="other", number="I3")
    how = {"policy": policy_of(credit={"groups": {"acme": "3200 USD"}})}
    keys = ("key", "customers", "net", "limit", "use", "available", "status")
    assert told(text, *keys, by="group", how=how) == [
        ["acme", 2, 1600, 3200, D("0.5"), 1600, "watch"],
        ["other", 1, 100, 1000, D("0.1"), 900, "ok"],
    ]
    assert told(text, "limit", by="group")[0] == [2000]


def test_a_group_with_a_limit_is_added_up_in_its_currency() -> None:
    text = PRICE + account("group:g") + account("group:g", "bar")
    text += owed("100 EUR") + owed("90 USD", who="bar", number="I2")
    how = {"policy": policy_of(credit={"groups": {"g": "400 USD"}})}
    assert told(text, "key", "currency", "net", "limit", by="group", how=how) == [
        ["g", "USD", 200, 400]
    ]
    assert told(text, "key", "currency", "net", "limit", by="group") == [
        ["g", "EUR", 100, None], ["g", "USD", 90, None],
    ]  # fmt: skip


def test_by_a_tag_limits_are_added_up_if_everybody_has_one_and_the_gravest_status_is_shown() -> (
    None
):
    keys = ("key", "customers", "net", "limit", "held", "status", "reasons")
    assert told(BOTH, *keys, by="rep") == [
        ["linh", 1, 12000, 50000, 0, "ok", ""],
        ["", 1, 1000, 900, 1, "hold", "hold: bar"],
    ]
    mixed = BOTH + owed("1 USD", who="baz", number="I3")
    assert told(mixed, "key", "limit", by="rep")[1] == ["", None]
    assert made("exposure", HEAD + BOTH, by="nothing").remarks == [
        "no customer has the tag nothing"
    ]


def test_what_one_may_order_is_the_same_added_up() -> None:
    """What is left of a guarantee makes room for an order, whichever way it is listed."""
    text = account("limit:1000 USD, guarantee:9000 USD") + owed("800 USD")
    assert told(text, "available") == [[9200]]
    assert told(text, "available", by="group") == [[9200]]


def test_by_grade_is_by_the_grade_in_force() -> None:
    """One was given by hand; of the other too little is known."""
    assert told(BOTH, "key", "net", by="grade") == [["A", 12000], ["unrated", 1000]]


def test_the_sums_of_the_lines_are_the_totals_however_they_are_added_up() -> None:
    for by in (None, "group", "rep", "grade", "customer"):
        report = made("exposure", HEAD + BOTH + ordered("9 USD") + paid("5 USD"), by=by)
        (total,) = report.totals
        for key in ("open", "unapplied", "orders", "gross", "net"):
            assert sum(getattr(row, key) for row in report.rows) == getattr(total, key)


def test_concentration_is_of_the_lines_shown() -> None:
    text = owed("500 USD") + owed("300 USD", who="bar", number="I2")
    text += owed("200 USD", who="baz", number="I3")
    how = {"policy": policy_of(credit={"top": 2})}
    report = made("exposure", HEAD + text, how=how)
    assert report.notes == [
        "USD: the 2 largest of 3 have 80.0 % of the net exposure; Herfindahl index 0.380."
    ]
    assert report.extra["concentration"] == [
        {"currency": "USD", "debtors": 3, "top": 2, "share": 80, "herfindahl": D("0.38")}
    ]


# -- a failure -----------------------------------------------------------------------------------

COVERED = account("group:g, insured:800 USD, coverage:90, guarantee:100 USD")
COVERED += account("group:g", "bar") + account("name:Other", "other")
FAILING = COVERED + owed("1000 USD") + ordered("5000 USD") + owed("70 USD", who="bar", number="I2")
FAILING += paid("90 USD", who="bar") + owed("7 USD", who="other", number="I3")


@pytest.mark.parametrize("who", ["foo", "bar", "g", "FOO"])
def test_a_failure_costs_what_is_owed_less_cover_of_all_of_the_group(who: str) -> None:
    """1,000 owed, 720 insured, 100 guaranteed; what is on account of one pays for no other."""
    keys = ("customer", "open", "unapplied", "covered", "guarantees", "loss", "orders")
    report = made("exposure", HEAD + FAILING, if_insolvent=who)
    assert [[row[key] for key in keys] for row in machine(report)] == [
        ["foo", 1000, 0, 720, 100, 180, 5000],
        ["bar", 70, -90, 0, 0, 0, 0],
    ]
    assert report.totals[0].loss == 180
    assert report.notes == ["Orders of 5000.00 USD are not counted: they need not be delivered."]


def test_a_guarantee_secures_what_is_owed_not_what_is_only_ordered() -> None:
    text = account("guarantee:500 USD") + owed("200 USD") + ordered("900 USD")
    assert told(text, "guarantees", "loss", if_insolvent="foo") == [[200, 0]]


def test_who_is_to_fail_must_be_known() -> None:
    with pytest.raises(ValueError, match="no customer or group is called 'fooo'; did you mean foo"):
        made("exposure", HEAD + FAILING, if_insolvent="fooo")
    with pytest.raises(ValueError, match="--if-insolvent goes with neither"):
        made("exposure", HEAD + FAILING, if_insolvent="foo", over=True)
    assert rows("", if_insolvent="anybody") == []
