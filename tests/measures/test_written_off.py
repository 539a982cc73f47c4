"""What nobody paid, and what others paid: in grades, in exposure, and when it comes back."""

from datetime import date
from decimal import Decimal

import pytest
from tests.ledger.books import book_of
from tests.measures.test_exposure import account, codes, exposure, owed, stands

from arledger.ledger.model import Book, Item
from arledger.measures.written_off import is_indemnified, losses_of, written_off

SOLD = owed("1000.00 EUR")


def credit(day: str, amount: str, counter: str, tags: str = "") -> str:
    """An entry that takes an amount off the invoice, against an account."""
    return f"""
{day} (C-{day}) foo
    {counter}    {amount} EUR
    assets:receivable:foo    -{amount} EUR  ; inv:I1{tags}
"""


def debit(day: str, amount: str, counter: str) -> str:
    """An entry that charges the invoice again."""
    return f"""
{day} (D-{day}) foo
    assets:receivable:foo    {amount} EUR  ; inv:I1
    {counter}    -{amount} EUR
"""


GIVEN_UP = credit("2026-02-01", "600.00", "expenses:bad debts")
MORE_GIVEN_UP = credit("2026-03-01", "400.00", "expenses:bad debts")


def item_of(text: str, as_of: str = "2026-12-31") -> tuple[Book, Item]:
    book = book_of(SOLD + text, as_of)
    (item,) = book.items
    return book, item


def lost(text: str) -> list[tuple[str, Decimal]]:
    _, item = item_of(text)
    return [(loss.date.isoformat(), loss.amount) for loss in losses_of(item, "write-off")]


def test_a_recovery_revives_what_was_written_off_last() -> None:
    text = GIVEN_UP + MORE_GIVEN_UP
    assert lost(text) == [("2026-02-01", 600), ("2026-03-01", 400)]
    text += debit("2026-04-01", "500.00", "income:bad debts recovered")
    assert lost(text) == [("2026-02-01", 500)]


def test_a_revived_debt_is_owed_at_its_old_age_and_no_new_document() -> None:
    text = GIVEN_UP + MORE_GIVEN_UP + debit("2026-04-01", "500.00", "expenses:bad debts")
    book, item = item_of(text)
    assert (item.open, item.due.isoformat(), item.kind) == (500, "2026-01-05", "invoice")
    assert written_off(item) == 500
    assert not book.unapplied()


def test_a_write_off_that_is_taken_back_by_its_number_is_none() -> None:
    taken_back = """
2026-04-01 foo | not lost after all
    assets:receivable:foo    600.00 EUR  ; inv:C-2026-02-01
    expenses:bad debts    -600.00 EUR
"""
    _, item = item_of(GIVEN_UP + taken_back)
    assert (written_off(item), item.open) == (0, 1000)


@pytest.mark.parametrize("counter", ["assets:insurance claims", "assets:guarantors"])
def test_what_is_left_after_an_indemnity_is_not_covered_again(counter: str) -> None:
    cover = account("limit:5000 EUR, insured:3000 EUR, coverage:90")
    assert exposure(cover + SOLD).covered == 900
    after = exposure(cover + SOLD + credit("2026-08-01", "900.00", counter))
    assert (after.open, after.covered, after.net) == (100, 0, 100)


def test_another_invoice_of_the_customer_is_still_covered() -> None:
    cover = account("limit:5000 EUR, insured:3000 EUR, coverage:90")
    text = cover + SOLD + credit("2026-08-01", "900.00", "assets:insurance claims")
    both = exposure(text + owed("2000.00 EUR", number="I2"))
    assert (both.open, both.covered, both.net) == (2100, 1800, 300)


def test_an_indemnity_that_is_given_back_leaves_the_debt_covered_as_before() -> None:
    cover = account("limit:5000 EUR, insured:3000 EUR, coverage:90")
    text = cover + SOLD + credit("2026-08-01", "900.00", "assets:insurance claims")
    text += debit("2026-09-01", "900.00", "assets:insurance claims")
    assert exposure(text).covered == 900
    assert exposure(text, as_of="2026-08-31").covered == 0


def test_whether_an_indemnity_was_paid_is_told_as_of_a_day() -> None:
    text = credit("2026-08-01", "900.00", "assets:bank", ", doc:indemnity")
    _, item = item_of(text + debit("2026-09-01", "900.00", "assets:insurance claims"))
    days = ("2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01")
    found = [is_indemnified(item, date.fromisoformat(d)) for d in days]
    assert found == [False, True, True, False]


def test_what_was_sold_to_a_factor_is_not_exposed_until_it_comes_back() -> None:
    limit = account("limit:800 EUR")
    sold = credit("2026-01-20", "1000.00", "assets:factor")
    text = limit + SOLD + sold + debit("2026-04-20", "1000.00", "assets:factor")
    assert codes(stands(text, as_of="2026-01-19")) == ["over-limit"]
    assert exposure(text, as_of="2026-01-20").net == 0
    assert codes(stands(text, as_of="2026-04-20")) == ["over-limit"]
