"""A grade explained: what it is made of adds up, and what would lift it is said in money and days."""

from decimal import Decimal
from typing import Any

import pytest
from tests.ledger.books import book_of, policy_of
from tests.measures.test_lifts import BOOK, DAY
from tests.reports.made import report_of

from arledger.reports._report import Document
from arledger.table import Table


def explained(text: str = BOOK, who: str = "foo", **how: Any) -> Document:
    found = report_of(book_of(text, DAY, **how), "grades", explain=who)
    assert isinstance(found, Document)
    return found


def machine(table: Table[Any]) -> list[dict[str, Any]]:
    return [{c.key: c.of(row) for c in table.for_machines()} for row in table.rows]


def said(found: Document) -> dict[str, str]:
    return {row.key: row.value for row in found.sections[0].table.rows}


def test_the_sections_and_their_machine_columns_are_stable() -> None:
    found = explained()
    assert [section.name for section in found.sections] == ["grade", "criteria", "lifts"]
    keys = [list(machine(section.table)[0]) for section in found.sections]
    assert keys == [
        ["key", "value"],
        ["criterion", "weight", "value", "unit", "word", "range", "points", "share"],
        [
            *("criterion", "change", "amount", "currency", "count", "before", "after", "unit"),
            *("gain", "score", "grade", "lifts"),
        ],
    ]
    assert found.extra == {"customer": "foo", "name": "foo"}


def test_what_the_criteria_bring_is_the_score() -> None:
    rows = machine(explained().sections[1].table)
    shares = sum((row["share"] for row in rows if row["share"] is not None), Decimal(0))
    (score,) = [r for r in report_of(book_of(BOOK, DAY), "grades").rows if r.customer == "foo"]
    assert abs(shares - score.score) < Decimal("0.00001")
    assert [row["points"] is None for row in rows] == [row["share"] is None for row in rows]


def test_each_change_says_what_it_gains_and_whether_that_is_enough() -> None:
    rows = machine(explained().sections[2].table)
    first = rows[0]
    assert (first["change"], first["amount"], first["currency"]) == (
        *("pay of what is overdue", Decimal("3111.12"), "EUR"),
    )
    assert (first["grade"], first["lifts"]) == ("B", "yes")
    assert all((row["lifts"] == "yes") == (row["grade"] != "C") for row in rows)


def test_the_index_is_said_in_days() -> None:
    assert said(explained())["payment index"] == "54.2, as if 27 days late"


def test_what_was_given_by_hand_is_said_to_stay() -> None:
    found = explained(BOOK.replace("limit:", "grade:A, limit:"))
    assert said(found)["grade in force"] == "A (by hand: account directive)"
    assert found.sections[2].notes[-1].startswith("A was given by hand")


def test_a_rating_that_is_too_old_is_said_to_be_left_out() -> None:
    text = BOOK.replace("limit:", "rating:BB, rating-by:x, rating-on:2025-06-29, limit:")
    criteria = {"rating": {"weight": Decimal(100), "BB": Decimal(50)}}
    found = explained(text, policy=policy_of(grades={"criteria": criteria}))
    assert said(found)["rating left out"] == "BB is of 2025-06-29"


def test_the_unrated_are_told_what_is_lacking() -> None:
    found = explained(BOOK, policy=policy_of(grades={"invoices": 5}))
    assert said(found)["documents that tell"] == "4 of 5 needed, 12 months"
    (row,) = machine(found.sections[2].table)
    assert (row["change"], row["count"]) == ("1 more document paid, within 12 months", 1)


def test_when_no_single_change_is_enough_the_distance_is_said() -> None:
    criteria = {
        "overdue": {"weight": Decimal(50), "below 5": Decimal(20), "from 5": Decimal(0)},
        "relation": {"weight": Decimal(50), "below 9999": Decimal(0), "from 9999": Decimal(100)},
    }
    found = explained(policy=policy_of(grades={"criteria": criteria}))
    assert (
        found.sections[2].notes[0] == "No single change is enough for B: 60.0 points are lacking."
    )


def test_nobody_is_a_mistake_of_usage() -> None:
    with pytest.raises(ValueError, match="no customer is called 'nobody'"):
        explained(who="nobody")
