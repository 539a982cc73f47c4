"""How late what is open is: days, buckets, and where unapplied credits stand."""

from typing import Any

import pytest
from tests.ledger.books import D, book_of

from arledger.ledger.model import Book
from arledger.measures.aging import Aged, Aging, Buckets, age
from arledger.money import exact

STANDARD = Buckets((30, 60, 90))


def test_the_buckets_are_named_by_their_days() -> None:
    assert STANDARD.keys == ("current", "1-30", "31-60", "61-90", "91+")
    assert Buckets((7,)).keys == ("current", "1-7", "8+")
    assert Buckets((1, 2, 30)).keys == ("current", "1", "2", "3-30", "31+")


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-400, "current"),
        (-1, "current"),
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91+"),
        (100000, "91+"),
    ],
)
def test_every_number_of_days_is_in_one_bucket(days: int, bucket: str) -> None:
    assert STANDARD.keys[STANDARD.index(days)] == bucket


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2024-03-31", 0),
        ("2024-03-30", 1),
        ("2024-03-01", 30),
        ("2024-02-29", 31),
        ("2024-04-01", -1),
    ],
)
def test_days_past_due_are_counted_on_the_calendar(due: str, days: int) -> None:
    book = book_of(
        f"""
    2024-01-31 (1) Foo | a  ; due:{due}
        assets:receivable:foo    100 EUR
        income:sales
    """,
        "2024-03-31",
    )
    assert [age(item, book.as_of, "due") for item in book.items] == [days]


def test_days_count_from_the_due_date_the_document_date_or_the_first_due_date() -> None:
    book = book_of(
        """
    2026-01-01 (1) Foo | a  ; due:2026-02-01
        assets:receivable:foo    100 EUR
        income:sales

    2026-02-05 Foo | more time  ; event:extend, inv:1, due:2026-03-01
    """,
        "2026-03-31",
    )
    (item,) = book.items
    assert [age(item, book.as_of, basis) for basis in ("due", "date", "original")] == [30, 89, 58]


TWO = """
    2026-01-01 (1) Foo | a  ; due:2026-01-31
        assets:receivable:foo    100 EUR
        income:sales

    2026-02-01 (2) Foo | b  ; due:2026-03-03
        assets:receivable:foo    50 EUR
        income:sales

    2026-03-01 (R1) Foo | on account
        assets:bank    {credit} EUR
        assets:receivable:foo    -{credit} EUR  ; inv:-
"""


def aged(book: Book, **how: Any) -> Aged:
    aging = Aging(book.as_of, STANDARD, **how)
    with exact():
        aging.add(book.open_items(), lambda item: item.customer)
        aging.take(book.unapplied(), lambda credit: credit.customer)
    (line,) = aging.lines.values()
    return line


@pytest.mark.parametrize(
    ("unapplied", "credit", "buckets", "column"),
    [
        ("column", 30, [0, 50, 100, 0, 0], -30),
        ("oldest", 30, [0, 50, 70, 0, 0], 0),
        ("oldest", 120, [0, 30, 0, 0, 0], 0),
        ("oldest", 170, [0, 0, 0, 0, 0], -20),
        ("own-age", 30, [0, 20, 100, 0, 0], 0),
        ("own-age", 170, [0, -120, 100, 0, 0], 0),
    ],
)
def test_unapplied_credits_stand_apart_or_come_off_the_oldest_or_have_their_own_age(
    unapplied: str, credit: int, buckets: list[int], column: int
) -> None:
    line = aged(book_of(TWO.format(credit=credit), "2026-03-31"), unapplied=unapplied)
    assert (line.buckets, line.unapplied) == (buckets, column)
    assert line.total == 150 - credit


def test_a_line_knows_its_oldest_item() -> None:
    line = aged(book_of(TWO.format(credit=30), "2026-03-02"))
    assert (line.oldest, line.buckets[0]) == (30, 50)


def test_amounts_of_255_decimals_are_added_exactly() -> None:
    tiny = "0." + "0" * 254 + "1"
    book = book_of(f"""
        2026-01-01 (1) Foo | a
            assets:receivable:foo    {tiny} XYZ
            income:sales

        2026-01-01 (2) Foo | b
            assets:receivable:foo    1000000000000000000000000000000 XYZ
            income:sales
    """)
    with exact():
        assert aged(book).total - D("1e30") == D(tiny)
