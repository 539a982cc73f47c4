"""Balance assertions are judged the short way too; and by the long way where one is not true."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.comparison import TODAY, compare
from tests.ledger.odd_books import OddBooks, with_balances
from tests.ledger.test_quick import SIDES, START

from arledger.journal import plain
from arledger.journal.loader import load
from arledger.ledger import halves
from arledger.policy.model import DEFAULT
from arledger.problems import Severity, worst

INVOICE = """\
commodity 1,000.00 USD

2026-01-05 (A) Foo | goods
    assets:receivable:foo    100.00 USD
    income:sales
"""
PAID = """
2026-02-01 Foo | paid
    assets:bank    40.00 USD{bank}
    assets:receivable:foo    -40.00 USD{own}  ; inv:A
"""


def paid(*, bank: str = "", own: str = "") -> str:
    return INVOICE + PAID.format(bank=bank, own=own)


def entry(day: str, *postings: str) -> str:
    return f"\n{day} x\n" + "".join(f"    {posting}\n" for posting in postings)


TRUE = {
    "a receivable": paid(own=" = 60.00 USD"),
    "a bank account": paid(bank=" = 40.00 USD"),
    "nothing else in it": paid(own=" == 60.00 USD"),
    "nothing left of another currency": (
        paid()
        + entry("2026-02-02", "assets:bank    1.00 EUR", "assets:cash")
        + entry("2026-02-03", "assets:bank    -1.00 EUR", "assets:cash")
        + entry("2026-02-04", "assets:bank    1.00 USD == 41.00 USD", "assets:cash")
    ),
    "another currency beside it": (
        paid() + entry("2026-02-02", "assets:bank    5.00 EUR = 5.00 EUR", "assets:cash")
    ),
    "zero of a currency that is not there": (
        paid() + entry("2026-02-02", "assets:bank    5.00 USD = 0 CHF", "assets:cash")
    ),
    "a day that comes later, above": (
        INVOICE
        + entry("2026-03-01", "assets:bank    7.00 USD", "assets:cash")
        + entry("2026-02-01", "assets:bank    1.00 USD = 1.00 USD", "assets:cash")
    ),
    "a day that came before, below": (
        INVOICE
        + entry("2026-02-01", "assets:bank    1.00 USD = 8.00 USD", "assets:cash")
        + entry("2026-01-31", "assets:bank    7.00 USD", "assets:cash")
    ),
    "the order of one day": (
        INVOICE
        + entry("2026-02-01", "assets:bank    1.00 USD = 1.00 USD", "assets:cash")
        + entry("2026-02-01", "assets:bank    2.00 USD = 3.00 USD", "assets:cash")
    ),
    "the order of one entry": (
        INVOICE
        + entry("2026-02-01", "assets:bank  9.00 USD = 9.00 USD", "assets:bank  -4.00 USD",
                "assets:bank  1.00 USD = 6.00 USD", "assets:cash")
    ),
    "an amount that is left out above": (
        INVOICE
        + entry("2026-01-31", "assets:cash    3.00 USD", "assets:bank")
        + entry("2026-02-01", "assets:bank    4.00 USD = 1.00 USD", "assets:cash")
    ),
    "amounts of two currencies that are left out above": (
        INVOICE
        + entry("2026-01-31", "assets:cash    3.00 USD", "assets:cash    1.00 EUR", "assets:bank")
        + entry("2026-02-01", "assets:bank    4.00 USD = 1.00 USD", "assets:cash")
    ),
    "an amount at cost": (
        INVOICE
        + entry("2026-01-31", "assets:bank    4.00 EUR @ 1.25 USD = 4.00 EUR", "assets:cash")
        + entry("2026-02-01", "assets:cash    5.00 USD = 0.00 USD", "income:x")
    ),
    "an amount below zero at a total cost": (
        INVOICE
        + entry("2026-01-31", "assets:bank    -4.00 EUR @@ 5.00 USD", "assets:cash")
        + entry("2026-02-01", "assets:cash    1.00 USD = 6.00 USD", "income:x")
    ),
    "an amount finer than its currency": (
        INVOICE
        + entry("2026-01-31", "assets:bank    0.125 USD", "assets:cash    -0.125 USD")
        + entry("2026-02-01", "assets:bank    1.00 USD = 1.125 USD", "assets:cash")
    ),
    "an amount with no currency": (
        INVOICE + entry("2026-02-01", "assets:bank    3 = 3", "assets:cash    -3")
    ),
    "symbols before their numbers": (
        INVOICE
        + entry("2026-01-31", "assets:bank    $1,000.50 = $1,000.50", "assets:cash")
        + entry("2026-02-01", "assets:bank    -$0.50 = $1000.00", "assets:cash")
    ),
    "a posting with a date of its own": (
        INVOICE
        + entry("2026-01-20", "assets:bank    5.00 USD  ; date:2026-02-02", "assets:cash")
        + entry("2026-02-01", "assets:bank    1.00 USD = 1.00 USD", "assets:cash")
        + entry("2026-02-03", "assets:bank    1.00 USD = 7.00 USD", "assets:cash")
    ),
    "a virtual posting": (
        INVOICE
        + entry("2026-01-20", "(assets:bank)    5.00 USD")
        + entry("2026-02-01", "assets:bank    1.00 USD = 6.00 USD", "assets:cash")
    ),
    "an account by its alias": (
        INVOICE
        + entry("2026-01-20", "assets:bank    5.00 USD = 5.00 USD", "assets:cash")
        + "\nalias bank=assets:bank\n"
        + entry("2026-02-01", "bank    1.00 USD", "assets:cash")
        + "\nend aliases\n"
        + entry("2026-02-02", "assets:bank    1.00 USD = 7.00 USD", "assets:cash")
    ),
    "what comes after the day of the report": (
        INVOICE
        + entry("2027-02-01", "assets:receivable:foo    1.00 USD = 101.00 USD", "income:sales")
        + entry("2027-02-02", "assets:bank    1.00 USD", "assets:receivable:foo")
        + entry("2027-02-03", "assets:receivable:foo    1.00 USD = 101.00 USD", "assets:bank")
    ),
    "a comment that only looks like one": (
        paid() + entry("2026-02-01", "assets:bank    1.00 USD  ; a = 7.00 USD", "assets:cash")
    ),
    "what an auto posting rule asserts": paid() + "\n= expenses\n    assets:bank    1 USD = 9 USD\n",
}  # fmt: skip

NOT_TAKEN = {
    "a cent too much": paid(own=" = 60.01 USD"),
    "a cent too little in the bank": paid(bank=" = 39.99 USD"),
    "something else in it": (
        paid(bank=" = 40.00 USD")
        + entry("2026-02-02", "assets:bank    1.00 EUR", "assets:cash")
        + entry("2026-02-04", "assets:bank    1.00 USD == 41.00 USD", "assets:cash")
    ),
    "the wrong order of one day": (
        INVOICE
        + entry("2026-02-01", "assets:bank    1.00 USD = 3.00 USD", "assets:cash")
        + entry("2026-02-01", "assets:bank    2.00 USD", "assets:cash")
    ),
    "what comes later, above": (
        INVOICE
        + entry("2026-03-01", "assets:bank    7.00 USD", "assets:cash")
        + entry("2026-02-01", "assets:bank    1.00 USD = 8.00 USD", "assets:cash")
    ),
    "something untrue after the day of the report": (
        INVOICE
        + entry("2027-02-01", "assets:receivable:foo    1.00 USD = 1.00 USD", "income:sales")
    ),
    "an amount that is assigned": (
        INVOICE + entry("2026-02-01", "assets:bank    = 40.00 USD", "assets:receivable:foo")
    ),
    "what subaccounts hold": paid(bank=" =* 40.00 USD"),
    "an account with a wide space": (
        INVOICE + entry("2026-02-01", "assets:bank\u3000x    1.00 USD = 1.00 USD", "assets:cash")
    ),
    "a promise": (
        INVOICE
        + "\n2026-02-01 promise\n    (promise:foo)    1.00 USD  ; date:2026-03-01\n"
        + entry("2026-02-01", "promise:foo    1.00 USD = 2.00 USD", "assets:cash")
    ),
}


def taken(path: Path, text: str, as_of: date = TODAY) -> bool:
    """Whether a book was read the short way, and then just as the long way reads it."""
    path.write_text(text, encoding="utf-8")
    return compare(path, as_of=as_of) is not None


@pytest.mark.parametrize("case", TRUE)
def test_a_balance_is_asserted_and_is_so(tmp_path: Path, case: str) -> None:
    assert taken(tmp_path / "book.journal", TRUE[case])


@pytest.mark.parametrize("case", NOT_TAKEN)
def test_the_long_way_tells_what_is_not_so(tmp_path: Path, case: str) -> None:
    assert not taken(tmp_path / "book.journal", NOT_TAKEN[case])


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("ordered", [True, False])
def test_balances_are_judged_as_the_long_way_judges_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ordered: bool, shared: bool
) -> None:
    """Of any account, in any currency, in entries of every kind; some books have a mistake."""
    if shared:
        monkeypatch.setattr(halves, "WORTH", 300)
        monkeypatch.setattr(halves, "processors", lambda: 2)
        monkeypatch.setattr(plain, "_CHUNK", 700)
    summed = 0
    for seed in range(40):
        chance, oddity = random.Random(seed), (0, 0.02)[seed % 2]
        text = OddBooks(seed, ordered=ordered).text(60, oddity, 0.5)
        text = with_balances(text, chance, chance.choice((0.05, 0.5)), (0, 0.05)[seed % 4 == 0])
        path = tmp_path / f"{seed}.journal"
        path.write_text(text, encoding="utf-8")
        as_of = START + timedelta(chance.choice((30, 75, 400)))
        found = compare(path, DEFAULT, SIDES[seed % 7 == 0], as_of)
        summed += found is not None
        if found is None and not oddity:
            assert worst(load([str(path)], today=TODAY)[1]) is Severity.ERROR
    assert summed > 20, "the short way is hardly ever taken: this compares nothing"


def test_an_include_stands_where_it_is_included(tmp_path: Path) -> None:
    """Its postings come between those above and those below, on one day too."""
    more = entry("2026-02-01", "assets:bank    2.00 USD = 3.00 USD", "assets:cash")
    (tmp_path / "more.journal").write_text(more, encoding="utf-8")
    above = entry("2026-02-01", "assets:bank    1.00 USD = 1.00 USD", "assets:cash")
    below = entry("2026-02-01", "assets:bank    4.00 USD = 7.00 USD", "assets:cash")
    text = INVOICE + above + "\ninclude more.journal\n" + below
    assert taken(tmp_path / "main.journal", text)


def test_accounts_that_only_a_later_file_asserts(tmp_path: Path) -> None:
    """Those that were not met before can be watched from there on, others not any more."""
    path = tmp_path / "main.journal"
    (tmp_path / "new.journal").write_text(
        entry("2026-02-01", "assets:till    2.00 USD = 2.00 USD", "assets:cash"), encoding="utf-8"
    )
    (tmp_path / "old.journal").write_text(
        entry("2026-02-01", "assets:bank    2.00 USD = 42.00 USD", "assets:cash"), encoding="utf-8"
    )
    assert taken(path, paid() + "\ninclude new.journal\n")
    assert not taken(path, paid() + "\ninclude old.journal\n")
    assert taken(path, "include old.journal\n" + paid()) is False, "it does not hold 42 yet"


def test_a_file_that_is_the_first_to_assert_anything(tmp_path: Path) -> None:
    """What is posted behind it in the file that includes it counts, though nothing is said there."""
    for name, held in (("first", "2.00 USD"), ("untrue", "3.00 USD"), ("true", "8.00 USD")):
        posting = f"assets:till    {'2' if name == 'first' else '1'}.00 USD = {held}"
        text = entry("2026-02-01", posting, "assets:cash")
        (tmp_path / f"{name}.journal").write_text(text, encoding="utf-8")
    path = tmp_path / "main.journal"
    text = (
        INVOICE + "\ninclude first.journal\n" + entry("2026-02-01", "assets:till    5.00 USD", "x")
    )
    assert taken(path, text + "\ninclude true.journal\n")
    assert not taken(path, text + "\ninclude untrue.journal\n")
