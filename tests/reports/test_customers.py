"""Customers, their master data and balances."""

from tests.reports.made import machine, made
from tests.reports.test_aging import BOOK, DAY


def test_everyone_declared_or_posted_to_is_listed_with_each_currencys_balance() -> None:
    text = "    account assets:receivable:idle  ; name:Idle SA\n\n" + BOOK
    rows = machine(made("customers", text, DAY))
    assert [(r["customer"], r["currency"], r["balance"]) for r in rows] == [
        ("bar", "EUR", 25),
        ("bar", "USD", 70),
        ("foo", "EUR", 120),
        ("idle", "", 0),
    ]


def test_only_who_owes_something_may_be_asked_for() -> None:
    text = "    account assets:receivable:idle  ; name:Idle SA\n\n" + BOOK
    rows = machine(made("customers", text, DAY, owing=True))
    assert {r["customer"] for r in rows} == {"foo", "bar"}


def test_master_data_are_those_in_force_on_the_day() -> None:
    text = (
        BOOK
        + """
    2026-03-01 Foo | review  ; event:review, customer:foo, terms:net 45, limit:5.00 EUR
    """
    )
    before, after = (
        next(r for r in machine(made("customers", text, day)) if r["customer"] == "foo")
        for day in ("2026-02-28", "2026-03-01")
    )
    assert (before["terms"], before["limit"]) == ("", "")
    assert (after["terms"], after["limit"]) == ("net 45", "5.00 EUR")


def test_other_tags_are_kept() -> None:
    text = "    account assets:receivable:foo  ; shoe-size:44, colour:red\n"
    (row,) = machine(made("customers", text))
    assert row["other"] == "shoe-size:44; colour:red"


def test_pitfall_36_a_limit_that_has_ended_is_not_shown_as_one() -> None:
    text = """
    account assets:receivable:foo  ; limit:50.00 EUR

    account assets:receivable:bar  ; limit:7 EUR, limit-until:2026-02-28

    account assets:receivable:baz  ; limit:7 EUR

    2026-03-01 Foo  ; event:review, customer:foo, limit:80.00 EUR, limit-until:2026-03-31
    2026-03-01 Baz  ; event:review, customer:baz, limit:none
"""
    shown = [
        {row["customer"]: row["limit"] for row in machine(made("customers", text, day))}
        for day in ("2026-02-28", "2026-03-31", "2026-04-01")
    ]
    assert shown == [
        {"bar": "7 EUR", "baz": "7 EUR", "foo": "50.00 EUR"},
        {"bar": "0 EUR", "baz": "none", "foo": "80.00 EUR"},
        {"bar": "0 EUR", "baz": "none", "foo": "50.00 EUR"},
    ]
