"""docs/risk.md, judged by hledger: every book of it, on every day on which anything is posted."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from tests.console import BLOCK, ROOT
from tests.ledger.books import journal_of_whole
from tests.ledger.cutting import cut
from tests.oracle.hledger import needs_hledger, run
from tests.oracle.test_receivables import Money, balances, until

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.policy.model import DEFAULT

pytestmark = needs_hledger
PAGE = ROOT / "docs" / "risk.md"


@cache
def journals() -> dict[str, str]:
    """The journals of the page, each with all that is added to it further down."""
    found: dict[str, str] = defaultdict(str)
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        language, _, name = block["info"].partition(" ")
        if language == "journal":
            found[name.removeprefix(">>")] += "\n" + block["body"]
    return found


def book(journal: Journal, day: date) -> Book:
    return build_book(journal, DEFAULT, side="receivable", as_of=day)[0]


def days(journal: Journal) -> list[date]:
    return sorted({entry.date for entry in journal.entries})


def told(one: Book) -> object:
    """What is open and on account, and what settled it."""
    return sorted(
        (
            i.number,
            i.due,
            i.open,
            [(a.credit.label, a.credit.kind, a.amount) for a in i.allocations],
        )
        for i in one.items
    ), sorted((c.label, c.kind, c.rest) for c in one.credits)


@pytest.mark.parametrize("name", sorted(journals()))
def test_hledger_accepts_every_book_of_the_page(name: str) -> None:
    done = run("-f", "-", "check", text=journals()[name].encode())
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("name", sorted(journals()))
def test_what_is_open_less_what_is_on_account_is_hledgers_balance(name: str) -> None:
    journal = journal_of_whole(journals()[name])
    for day in days(journal):
        left: Money = defaultdict(Decimal)
        one = book(journal, day)
        for item in one.items:
            left[item.account, item.currency] += item.open
        for credit in one.credits:
            left[credit.account, credit.currency] -= credit.rest
        theirs = balances(journals()[name], "^assets:receivable:", "--flat", *until(day))
        assert {key: amount for key, amount in left.items() if amount} == theirs, day


@pytest.mark.parametrize("name", sorted(journals()))
def test_the_book_of_a_day_is_that_of_the_journal_cut_there(name: str) -> None:
    journal = journal_of_whole(journals()[name])
    for day in days(journal):
        assert told(book(journal, day)) == told(book(cut(journal, day, DEFAULT), day)), day
