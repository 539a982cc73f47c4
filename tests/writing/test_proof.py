"""Whoever makes an entry, and of whatever: what is not read back as meant is never written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.writing.desks import POINT, TODAY, books_in

from arledger.journal.model import Entry, Tags
from arledger.records import replaced
from arledger.writing import draft
from arledger.writing.amounts import Money
from arledger.writing.append import append
from arledger.writing.draft import Draft
from arledger.writing.errors import NotWrittenError
from arledger.writing.place import place_of
from arledger.writing.proposal import _added, propose, standing

FIVE = Money(Decimal(5), "EUR")


def entry(
    code: str = "", note: str = "x", tags: Tags = (), account: str = "assets:bank", **words: Tags
) -> Entry:
    postings = [
        draft.posting(account, FIVE, words.get("below", ())),
        draft.posting("income:sales", Money(-FIVE.quantity, "EUR")),
    ]
    return draft.entry(TODAY, code, "ACME", note, tags, postings)


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (entry(code="A)B"), "code"),
        (entry(note="a;b"), "description"),
        (entry(note=" a "), "description"),
        (entry(tags=(("with", "Hoa, Ms"),)), "tags"),
        (entry(tags=(("a b", "c"),)), "tags"),
        (entry(below=(("inv", "a, date:2026-01-01"),)), "postings"),
        (entry(below=(("inv", "[2026-01-01]"),)), "postings"),
        (entry(account="assets:bank  3 EUR"), "cannot be read"),
    ],
)
def test_an_entry_is_compared_field_by_field(made: Entry, what: str, tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    books = books_in(path, POINT)
    with pytest.raises(NotWrittenError, match=what):
        append(books, propose(books, [Draft(made, None)], str(path)), force=True)
    assert path.read_text(encoding="utf-8") == POINT


def test_what_no_form_makes_is_written_too(tmp_path: Path) -> None:
    """A second date, a status; an account with a semicolon, which is one to hledger."""
    path = tmp_path / "book.journal"
    books = books_in(path, POINT)
    for made in (
        replaced(entry(), date2=date(2025, 1, 1), status="*"),
        entry(account="assets:bank ; x"),
    ):
        append(books, propose(books, [Draft(made, None)], str(path)))
    assert "2026-10-05=2025-01-01 * ACME | x\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "note",
    [
        "x\n\n2026-01-01 y\n    a  1\n    b",
        "x\n\nalias a = b",
        "x\n\naccount z",
        "x\n\nP 2026-01-01 EUR 2 USD",
        "x\n\npayee p",
        "x\n\ncomment",
    ],
)
def test_an_entry_brings_nothing_else_with_it(note: str, tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    books = books_in(path, POINT)
    with pytest.raises(NotWrittenError):
        append(books, propose(books, [Draft(entry(note=note), None)], str(path)), force=True)
    assert path.read_text(encoding="utf-8") == POINT


@pytest.mark.parametrize(
    "more",
    ["2026-01-01 y\n    a  1\n    b\n", "account z\n", "P 2026-01-01 EUR 2 USD\n", "payee p\n"],
)
def test_what_would_come_with_it_is_noticed_whatever_brought_it(more: str, tmp_path: Path) -> None:
    """As a file's unfinished end might."""
    path = tmp_path / "book.journal"
    before = standing(books_in(path, POINT), TODAY).journal
    place = place_of(before, str(path))
    written = "\n2026-10-05 ACME | x\n    assets:bank  5 EUR\n    income:sales  -5 EUR\n"
    after = standing(books_in(path, POINT + written), TODAY).journal
    assert _added(before, after, place, 1) == (after.entries[-1],)
    after = standing(books_in(path, POINT + "\n" + more + written), TODAY).journal
    with pytest.raises(NotWrittenError, match="would not be read as before"):
        _added(before, after, place, 1)


def test_a_file_that_comes_meanwhile_is_not_taken_for_a_part_of_the_entry(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    (tmp_path / "q1.journal").write_text("")
    books = books_in(path, POINT + "\ninclude q*.journal\n")
    before = standing(books, TODAY)
    (tmp_path / "q2.journal").write_text("2026-01-01 y\n    a  1 EUR\n    b\n")
    with pytest.raises(NotWrittenError, match="came or went"):
        propose(books, [Draft(entry(), None)], str(path), before)
    append(books, propose(books, [Draft(entry(), None)], str(path)))


def test_an_entry_is_the_customers_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    books = books_in(path, POINT)
    made = entry(account="assets:receivable:globex")
    assert propose(books, [Draft(made, "globex")], str(path)).entries[0].line == 22
    with pytest.raises(NotWrittenError, match="taken for one of globex, not of acme"):
        propose(books, [Draft(made, "acme")], str(path))
