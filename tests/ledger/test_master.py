"""Master data: what is known of a customer, where it is written, and how it changed."""

from datetime import date
from pathlib import Path

from tests.ledger.books import book_of, policy_of

import arledger
from arledger.ledger.customers import MASTER
from arledger.ledger.master import ORDER, Known, changes, master_data
from arledger.ledger.model import Book

BOOK = """
    account assets:receivable  ; terms:net 10, lang:en, type:A
    account assets:receivable:foo
        ; name:Foo, name:Ltd
        ; limit:1000.00 EUR, colour:green
    account assets:receivable:foo:hue  ; contact:Ms Hue, colour:red

    2026-01-05 (1) Foo, Ltd | goods
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-02-01 Foo | reviewed  ; event:review, customer:foo, limit:500.00 EUR, terms:net 30, by:tran
    2026-03-01 Foo | seen, nothing to change  ; event:review, customer:foo
    2026-06-01 Foo | good again  ; event:review, customer:foo, limit:900.00 EUR
"""


def shown(book: Book) -> dict[str, tuple[str, str, int]]:
    return {
        f"{one.key} {one.branch}".strip(): (
            one.value,
            one.rule,
            one.source.line if one.source else 0,
        )
        for one in master_data(book, "foo")
    }


def test_each_thing_is_told_with_the_line_that_says_it() -> None:
    assert shown(book_of(BOOK, "2026-01-31")) == {
        "name": ("Foo, Ltd", "directive of assets:receivable:foo", 3),
        "lang": ("en", "directive of assets:receivable", 1),
        "terms": ("net 10", "directive of assets:receivable", 1),
        "limit": ("1000.00 EUR", "directive of assets:receivable:foo", 4),
        "colour": ("green", "directive of assets:receivable:foo", 4),
        "contact hue": ("Ms Hue", "directive of assets:receivable:foo:hue", 5),
    }


def test_a_review_is_in_force_from_its_day_on() -> None:
    known = {one.key: one for one in master_data(book_of(BOOK, "2026-05-31"), "foo")}
    assert known["limit"].value == "500.00 EUR"
    assert (known["limit"].since, known["limit"].rule) == (date(2026, 2, 1), "review of 2026-02-01")
    assert known["terms"].source
    assert known["terms"].source.line == 11


def test_what_changed_is_told_from_what_to_what() -> None:
    book = book_of(BOOK)
    assert [(str(c.review.date), c.key, c.before, c.after) for c in changes(book, "foo")] == [
        ("2026-02-01", "limit", "1000.00 EUR", "500.00 EUR"),
        ("2026-02-01", "terms", "net 10", "net 30"),
        ("2026-03-01", "", "", ""),
        ("2026-06-01", "limit", "500.00 EUR", "900.00 EUR"),
    ]
    assert list(changes(book_of(BOOK, "2026-01-31"), "foo")) == []


def test_who_has_no_terms_has_the_policys() -> None:
    text = "account assets:receivable:foo  ; segment:retail"
    by = {"segment": {"retail": "net 15"}}
    policy = policy_of(terms={"by": by, "default": "net 20"})
    known = master_data(book_of(text, policy=policy), "foo")
    assert known[-1] == Known("terms", "net 15", "policy [terms.by.segment] retail")
    other = master_data(book_of(text, policy=policy_of(terms={"default": "net 20"})), "foo")
    assert other[-1] == Known("terms", "net 20", "policy [terms] default")


def test_a_directive_that_is_repeated_is_found_at_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "books.journal"
    path.write_text(
        "account assets:receivable:foo  ; name:Foo\n"
        "account assets:receivable:bar\n\n"
        "account assets:receivable:foo  ; rep:linh\n"
    )
    book, _ = arledger.load([str(path)], as_of=date(2026, 1, 1))
    lines = {one.key: one.source.line for one in master_data(book, "foo") if one.source}
    assert lines == {"name": 1, "rep": 1}


def test_somebody_only_posted_to_has_what_the_root_says() -> None:
    text = """
    account assets:receivable  ; terms:net 10

    2026-01-05 (1) Bar | goods
        assets:receivable:bar    100.00 EUR
        income:sales
    """
    (terms,) = master_data(book_of(text), "bar")
    assert (terms.key, terms.value, terms.rule) == (
        "terms", "net 10", "directive of assets:receivable"
    )  # fmt: skip


def test_all_master_data_have_a_place_in_the_order() -> None:
    assert set(ORDER) == set(MASTER)
