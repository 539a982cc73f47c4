"""hledger as the judge of exposures: what is owed, what is on account, what is ordered."""

import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from tests import strategies as make
from tests.console import ROOT
from tests.ledger.books import journal_of_whole
from tests.measures.test_exposure import everything, text_of
from tests.oracle.hledger import needs_hledger
from tests.oracle.test_receivables import Money, balances, book_of, few, until
from tests.strategies import OURS

from arledger.journal.loader import load
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.orders import order_books
from arledger.measures.exposure import Exposures
from arledger.money import exact
from arledger.policy.model import DEFAULT

pytestmark = needs_hledger
DEMO = ROOT / "examples" / "demo" / "main.journal"


def ours(book: Book) -> tuple[Money, Money]:
    """(open and unapplied, orders) by hledger's account and commodity."""
    owed: Money = defaultdict(Decimal)
    ordered: Money = defaultdict(Decimal)
    with exact():
        known = Exposures(book)
        for customer in known.customers:
            for one in known.exposed(customer, ""):
                owed[f"{OURS.root}:{customer}", one.currency] += one.open + one.unapplied
                ordered[f"order:{customer}", one.currency] += one.orders
    return ({k: v for k, v in money.items() if v} for money in (owed, ordered))  # type: ignore[return-value]


@few
@given(everything(OURS), make.as_of_days)
def test_open_and_unapplied_and_orders_are_hledgers_balances(
    written: list[make.Written], day: date
) -> None:
    """Of orders, where nothing is taken off that was not ordered: that counts for nothing."""
    text = text_of(written)
    book = book_of(text, day)
    owed, ordered = ours(book)
    assert owed == balances(text, f"^{OURS.root}:", "--flat", "--depth", "3", *until(day))
    theirs = balances(text, "^order:", "--flat", *until(day))
    for (customer, currency), own in order_books(book.orders).items():
        too_much = sum(excess.amount for excess in own.excess)
        key = (f"order:{customer}", currency)
        assert ordered.get(key, 0) - too_much == theirs.get(key, 0)


@pytest.mark.parametrize("day", ["2026-03-31", "2026-10-10", "2026-10-31"])
def test_the_demo_is_as_hledger_has_it(day: str) -> None:
    journal, _ = load([str(DEMO)], today=date(2026, 12, 31))
    owed, ordered = ours(build_book(journal, DEFAULT, "receivable", date.fromisoformat(day))[0])
    end = str(date.fromisoformat(day) + timedelta(1))
    assert owed == of_files("^assets:receivable:", "--depth", "3", "-e", end)
    assert ordered == of_files("^order:", "-e", end)


def of_files(*arguments: str) -> Money:
    """hledger's balances of the demo."""
    return balances(f"include {DEMO}\n", "--flat", *arguments)


def test_the_commands_of_the_page_are_hledgers() -> None:
    page = (ROOT / "docs" / "commands" / "exposure.md").read_text()
    found = re.search(r"```journal credit.journal\n(.*?)```", page, re.DOTALL)
    assert found
    text, day = found[1], date(2026, 10, 31)
    owed, ordered = ours(build_book(journal_of_whole(text), DEFAULT, "receivable", day)[0])
    commands = re.findall(r"^    hledger bal (\S+) -e 2026-11-01", page, re.MULTILINE)
    assert commands == ["assets:receivable:acme", "order:acme"]
    for account, money in zip(commands, (owed, ordered), strict=True):
        theirs = balances(text, account, *until(day))
        assert theirs == {key: value for key, value in money.items() if key[0] == account}
