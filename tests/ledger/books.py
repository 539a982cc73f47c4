"""Books from snippets: what the tests of receivables are written in."""

import re
from datetime import date
from decimal import Decimal
from textwrap import dedent
from typing import Any

from arledger.journal.loader import loads
from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.policy.model import DEFAULT, Policy
from arledger.policy.sections.books import Order
from arledger.problems import Problem, Severity

YEAR_END = date(2026, 12, 31)
D = Decimal


def plain(text: str) -> str:
    """A snippet without the indentation it has in its test, each entry by itself."""
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(dedent(block).strip("\n") for block in blocks if block.strip()) + "\n"


def journal_of(text: str) -> Journal:
    """The journal of a snippet, which must be one that hledger would take."""
    return journal_of_whole(plain(text))


def journal_of_whole(text: str) -> Journal:
    """The journal of a text as it is."""
    journal, problems = loads(text, today=YEAR_END, path="snippet.journal")
    errors = [p for p in problems if p.severity is Severity.ERROR]
    assert not errors, errors
    return journal


def read(
    text: str,
    as_of: str | date = YEAR_END,
    *,
    policy: Policy = DEFAULT,
    side: Side = "receivable",
) -> tuple[Book, list[Problem]]:
    """The book of a snippet and what is wrong with it; figures must always tie out."""
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    book, problems = build_book(journal_of(text), policy, side=side, as_of=day)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    return book, problems


def book_of(text: str, as_of: str | date = YEAR_END, **how: Any) -> Book:
    """The book of a snippet."""
    return read(text, as_of, **how)[0]


def codes_of(text: str, as_of: str | date = YEAR_END, **how: Any) -> list[str]:
    """The codes of what is wrong with a snippet, in order of place."""
    return [problem.code for problem in read(text, as_of, **how)[1]]


def problem_of(text: str, code: str, as_of: str | date = YEAR_END, **how: Any) -> Problem:
    """The one problem of that code."""
    found = [problem for problem in read(text, as_of, **how)[1] if problem.code == code]
    assert len(found) == 1, found
    return found[0]


def policy_of(**sections: dict[str, Any]) -> Policy:
    """The default policy with some keys of some sections changed."""
    return DEFAULT._replace(
        **{name: getattr(DEFAULT, name)._replace(**keys) for name, keys in sections.items()},
    )


def ordered(order: Order) -> Policy:
    """The default policy with another order of allocation."""
    return policy_of(allocation={"order": order})


def open_of(book: Book) -> dict[str, Decimal]:
    """What is open by document; settled documents are left out."""
    found: dict[str, Decimal] = {}
    for item in book.open_items():
        found[item.label] = found.get(item.label, D(0)) + item.open
    return found


def instalments_of(book: Book) -> list[tuple[str, str, Decimal]]:
    """(number, due date, open) of every item, settled ones too, oldest due first."""
    rows = [(item.label, item.due.isoformat(), item.open) for item in book.items]
    return sorted(rows, key=lambda row: (row[1], row[0]))


def on_account(book: Book) -> dict[str, Decimal]:
    """What is unapplied by credit."""
    found: dict[str, Decimal] = {}
    for credit in book.unapplied():
        found[credit.label] = found.get(credit.label, D(0)) + credit.rest
    return found


def kinds_of(book: Book) -> list[tuple[str, Decimal]]:
    """(kind, signed amount) of every movement of the book."""
    return [(movement.kind, movement.amount) for movement in book.movements]


def allocated(book: Book) -> list[tuple[str, str, Decimal, str, str]]:
    """(credit, document, amount, effective date, rule) of every allocation, in order of date."""
    rows = [
        (a.credit.label, item.label, a.amount, a.date.isoformat(), a.rule)
        for item in book.items
        for a in item.allocations
    ]
    return sorted(rows, key=lambda row: row[3])
