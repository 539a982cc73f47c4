"""Grades from review to review: what each gave, and who went where."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.reports.made import report_of
from tests.reports.test_grades import trade
from tests.strategies import OURS, Written

from arledger.journal.query import parse_query
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.selection import selection
from arledger.measures.grades import grades
from arledger.money import exact
from arledger.reports._report import Document

RISE = """
    2026-04-10 (9) Late  ; due:2026-05-01
        assets:receivable:foo    9000.00 EUR
        income:sales

    2026-07-05 Late  ; inv:9
        assets:bank    9000.00 EUR
        assets:receivable:foo

    2026-07-11 (10) Prompt
        assets:receivable:foo    900000.00 EUR
        income:sales

    2026-07-11 Prompt  ; inv:10
        assets:bank    900000.00 EUR
        assets:receivable:foo
"""
BOOK = trade("foo", 0) + RISE + trade("bar", 2)


def history(book: Book, every: str = "quarterly") -> Document:
    found = report_of(book, "grades", history=every)
    assert isinstance(found, Document)
    return found


def reviews(found: Document) -> list[tuple[Any, ...]]:
    rows = found.sections[0].table.rows
    return [(r.customer, f"{r.date:%m-%d}", r.grade, r.reviewed, r.move) for r in rows]


def matrix(found: Document) -> dict[str, dict[str, int]]:
    return {row.grade: row.to for row in found.sections[1].table.rows}


def test_each_review_is_shown_and_moves_one_step_up() -> None:
    found = history(book_of(BOOK, "2026-12-31"))
    assert reviews(found) == [
        ("bar", "03-31", "A", "A", ""),
        ("bar", "06-30", "A", "A", ""),
        ("bar", "09-30", "A", "A", ""),
        ("bar", "12-31", "A", "A", ""),
        ("foo", "03-31", "A", "A", ""),
        ("foo", "06-30", "C", "C", "down"),
        ("foo", "09-30", "A", "B", "up"),
        ("foo", "12-31", "A", "A", "up"),
    ]
    assert found.sections[0].notes == ["2 up, 1 down."]


def test_the_matrix_counts_every_move_once() -> None:
    found = history(book_of(BOOK, "2026-12-31"))
    assert matrix(found) == {"A": {"A": 3, "C": 1}, "B": {"A": 1}, "C": {"B": 1}}
    stayed = {row.grade: row.stayed for row in found.sections[1].table.rows}
    assert stayed == {"A": 75, "B": 0, "C": 0}


def test_it_begins_with_the_first_review_that_had_something_to_tell() -> None:
    text = "\n    account assets:receivable:new  ; name:New\n" + BOOK
    assert not [row for row in reviews(history(book_of(text, "2026-12-31"))) if row[0] == "new"]


def test_a_later_beginning_changes_no_grade() -> None:
    """Of those with whom there was any business since."""
    book = book_of(BOOK, "2026-12-31")
    late = selection(book, parse_query([], date(2026, 12, 31)), date(2026, 7, 1), "from 2026-07-01")
    assert [row[:4] for row in reviews(history(late))] == [
        ("foo", "09-30", "A", "B"),
        ("foo", "12-31", "A", "A"),
    ]


def test_monthly_reviews_have_other_days() -> None:
    days = {row[1] for row in reviews(history(book_of(BOOK, "2026-03-31"), "monthly"))}
    assert days == {"01-31", "02-28", "03-31"}


def test_nothing_goes_with_an_explanation() -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        report_of(book_of(BOOK), "grades", history="monthly", explain="foo")


def test_an_empty_book_has_no_reviews() -> None:
    found = history(book_of("", "2026-12-31"))
    assert [list(section.table.rows) for section in found.sections] == [[], []]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(make.entries(OURS), st.sampled_from(["month", "quarter"]))
def test_the_last_review_is_the_grade_that_is_in_force(written: list[Written], every: Any) -> None:
    """However few reviews are worked out for it."""
    policy = policy_of(grades={"review": every, "invoices": 1})
    journal = journal_of_whole(make.text_of(written))
    book = build_book(journal, policy, "receivable", date(2026, 7, 15))[0]
    with exact():
        now = {id_: one.reviewed for id_, one in grades(book).items()}
    rows = history(book, f"{every}ly").sections[0].table.rows
    last = {row.customer: row.reviewed for row in rows}
    assert last == {id_: now[id_] for id_ in last}
