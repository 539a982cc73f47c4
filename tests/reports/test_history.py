"""A customer's documents and what paid them."""

import pytest
from tests.reports.made import made

BOOK = """
    account assets:receivable:foo  ; name:Foo GmbH

    2026-01-01 (1) Foo | a
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-01-10 (2) Foo | b
        assets:receivable:foo    50.00 EUR
        income:sales

    2026-02-01 (R1) Foo | transfer
        assets:bank    120.00 EUR
        assets:receivable:foo

    2026-02-10 Foo | came back
        assets:receivable:foo    120.00 EUR  ; inv:R1
        assets:bank
"""


def test_documents_in_order_of_date_with_the_running_balance() -> None:
    rows = [r for r in made("history", BOOK, "2026-12-31", "foo").rows if r.kind != "applied"]
    assert [(r.kind, r.number, r.amount, r.balance) for r in rows] == [
        ("invoice", "1", 100, 100),
        ("invoice", "2", 50, 150),
        ("payment", "R1", -120, 30),
        ("bounce", "R1", 120, 150),
    ]


def test_below_a_credit_stands_what_it_was_applied_to_and_what_was_undone() -> None:
    rows = [r for r in made("history", BOOK, "2026-12-31", "foo").rows if r.kind == "applied"]
    assert sorted((str(r.date), r.number, r.applied, r.rule) for r in rows) == [
        ("2026-02-01", "1", 100, "oldest-due"),
        ("2026-02-01", "2", 20, "oldest-due"),
        ("2026-02-10", "1", -100, "bounce"),
        ("2026-02-10", "2", -20, "bounce"),
    ]


def test_the_lines_are_in_order_of_date_and_a_late_allocation_names_its_credit() -> None:
    rows = made("history", BOOK, "2026-12-31", "foo").rows
    assert [r.date for r in rows] == sorted(r.date for r in rows)
    assert [(r.kind, r.number, r.note) for r in rows][-3:] == [
        ("bounce", "R1", "came back"),
        ("applied", "2", "payment R1"),
        ("applied", "1", "payment R1"),
    ]


def test_the_last_balance_is_what_the_customer_owes() -> None:
    report = made("history", BOOK, "2026-02-05", "foo")
    assert [(t.currency, t.balance) for t in report.totals] == [("EUR", 30)]


@pytest.mark.parametrize("name", ["foo", "FOO", "Foo GmbH", "gmbh"])
def test_a_customer_is_found_by_id_name_or_part_of_either(name: str) -> None:
    assert made("history", BOOK, "2026-12-31", name).extra["customer"] == "foo"


def test_an_unknown_customer_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(ValueError, match="did you mean foo"):
        made("history", BOOK, "2026-12-31", "fooo")
