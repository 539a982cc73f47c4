"""Contacts: the lines, and what is overdue by what was said of it."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.books import book_of, plain
from tests.oracle.hledger import needs_hledger
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection

DAY = "2026-03-31"
BOOK = """
    P 2026-03-01 USD 0.50 EUR

    account assets:receivable:foo  ; name:Foo GmbH, rep:linh, phone:+49 30 1
    account assets:receivable:bar  ; name:Bar SA, rep:wei

    2026-01-05 (1) Foo GmbH | goods
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-05 (2) Bar SA | goods
        assets:receivable:bar    800.00 EUR
        income:sales

    2026-01-05 (3) Bar SA | goods  ; rep:minh
        assets:receivable:bar    300.00 USD
        income:sales

    2026-02-01 Foo GmbH | waits for a customer of its own  ; event:contact, via:phone, with:Ms Hoa, cause:cash, next:2026-02-10, by:linh
    2026-02-20 Bar SA | the invoice is wrong  ; event:contact, via:email, inv:2, cause:invoice, outcome:will look, next:2026-03-31
"""


def lines(as_of: str = DAY, **options: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("contacts", BOOK, as_of, **options))
    return [(r["customer"], str(r["date"]), r["follow_up"]) for r in rows]


def test_the_machine_columns_are_stable_and_flat() -> None:
    rows = machine(made("contacts", BOOK, DAY))
    assert list(rows[0]) == [
        *("customer", "name", "date", "via", "with", "cause", "outcome", "next", "follow_up"),
        *("numbers", "by", "note", "ended_on", "rep", "phone", "file", "line"),
    ]
    assert list(rows[0].values())[:13] == [
        *("foo", "Foo GmbH", date(2026, 2, 1), "phone", "Ms Hoa", "cash", "", date(2026, 2, 10)),
        *("overdue", "", "linh", "waits for a customer of its own", None),
    ]
    assert (rows[0]["rep"], rows[0]["phone"]) == ("linh", "+49 30 1")
    assert (rows[1]["numbers"], rows[1]["outcome"]) == ("2", "will look")


def test_next_steps_that_are_due_or_overdue_may_be_asked_for() -> None:
    assert lines() == [("foo", "2026-02-01", "overdue"), ("bar", "2026-02-20", "due")]
    assert lines(due=True) == lines()
    assert lines(overdue=True) == [("foo", "2026-02-01", "overdue")]
    assert lines("2026-02-10", due=True) == [("foo", "2026-02-01", "due")]
    assert lines("2026-02-10", overdue=True) == []


def test_what_is_due_stands_in_the_order_of_its_days() -> None:
    text = BOOK + "\n    2026-01-20 Bar SA | said  ; event:contact, next:2026-02-15\n"
    rows = machine(made("contacts", text, DAY, due=True))
    assert [str(row["next"]) for row in rows] == ["2026-02-10", "2026-03-31"]
    assert machine(made("contacts", text, DAY))[0]["follow_up"] == "met"


def groups(by: str, **how: Any) -> list[tuple[Any, ...]]:
    rows = machine(made("contacts", BOOK, DAY, by=by, **how))
    keys = ("key", "currency", "customers", "items", "overdue", "oldest")
    return [tuple(row[key] for key in keys) for row in rows]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("cause", [("cash", "EUR", 1, 1, 1000, 85), ("invoice", "EUR", 1, 1, 800, 85), ("", "USD", 1, 1, 300, 85)]),
        ("via", [("phone", "EUR", 1, 1, 1000, 85), ("email", "EUR", 1, 1, 800, 85), ("", "USD", 1, 1, 300, 85)]),
        ("customer", [("foo", "EUR", 1, 1, 1000, 85), ("bar", "EUR", 1, 1, 800, 85), ("bar", "USD", 1, 1, 300, 85)]),
        ("rep", [("linh", "EUR", 1, 1, 1000, 85), ("wei", "EUR", 1, 1, 800, 85), ("minh", "USD", 1, 1, 300, 85)]),
    ],
)  # fmt: skip
def test_what_is_overdue_adds_up_by_anything_the_largest_first(
    by: str, expected: list[tuple[Any, ...]]
) -> None:
    assert groups(by) == expected


def test_converted_the_causes_of_all_currencies_are_one_list() -> None:
    assert groups("cause", value="EUR") == [
        ("cash", "EUR", 1, 1, 1000, 85),
        ("invoice", "EUR", 1, 1, 800, 85),
        ("", "EUR", 1, 1, 150, 85),
    ]
    (total,) = made("contacts", BOOK, DAY, by="cause", value="EUR").totals
    assert (total.overdue, total.customers, total.items) == (1950, 2, 3)


def test_nobody_having_said_so_is_said() -> None:
    report = made("contacts", BOOK, DAY, by="colour")
    assert "no contact, no customer and no document has the tag colour" in report.remarks


def test_adding_up_goes_with_no_list() -> None:
    with pytest.raises(ValueError, match="goes with neither"):
        lines(by="cause", due=True)


def test_a_query_chooses_contacts_that_are_judged_on_the_whole_book() -> None:
    text = BOOK + "\n    2026-03-01 Foo GmbH | rang  ; event:contact, via:email\n"
    book = book_of(text, DAY)
    for words, expected in (
        (["foo"], [("foo", "met"), ("foo", "")]),
        (["tag:via=phone"], [("foo", "met")]),
        (["tag:rep=wei"], [("bar", "due")]),
    ):
        chosen = selection(book, parse_query(words, date(2026, 3, 31)), None, " ".join(words))
        rows = machine(report_of(chosen, "contacts"))
        assert [(row["customer"], row["follow_up"]) for row in rows] == expected


@needs_hledger
def test_hledger_finds_as_many_contacts(tmp_path: Path) -> None:
    path = tmp_path / "books.journal"
    path.write_text(plain(BOOK))
    command = ["hledger", "-f", str(path), "print", "tag:event=^contact$", "-e", "2026-04-01"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.count("event:contact") == len(lines()) == 2


@pytest.mark.parametrize(
    ("description", "note"),
    [
        ("Foo GmbH", ""),
        ("foo", ""),
        ("Foo GmbH | rang", "rang"),
        ("rang Foo GmbH", "rang Foo GmbH"),
    ],
)
def test_a_description_that_only_names_the_customer_is_no_note(description: str, note: str) -> None:
    text = (
        BOOK
        + f"""
    2026-03-01 {description}  ; event:contact, customer:foo
    2026-03-02 {description}  ; event:dispute, customer:foo, inv:1
    2026-03-03 {description}  ; event:commitment, customer:foo, until:2026-04-30

    2026-03-04 {description}  ; inv:1
        (promise:foo)    5.00 EUR

    2026-03-05 {description}
        assets:bank    5.00 EUR
        assets:receivable:foo
    """
    )
    assert machine(made("contacts", text, DAY))[-1]["note"] == note
    for name, options in (("disputes", {}), ("promises", {}), ("promises", {"ours": True})):
        assert [row["note"] for row in machine(made(name, text, DAY, **options))] == [note]
    assert machine(made("history", text, DAY, "foo"))[-2]["note"] == note
