"""The same rules with the signs turned round: what we owe."""

import re

import pytest
from tests.ledger.books import (
    D,
    book_of,
    codes_of,
    instalments_of,
    kinds_of,
    on_account,
    open_of,
    read,
)

BILL = """
    2026-01-05 (B1) Foo | their bill
        expenses:goods    100 EUR
        liabilities:payable:foo    -100 EUR
"""


@pytest.mark.parametrize(
    ("counter", "kind"),
    [
        ("expenses:goods", "invoice"),
        ("assets:stock", "invoice"),
        ("assets:bank", "refund"),
        ("assets:receivable:foo", "contra"),
        ("liabilities:payable:bar", "transfer"),
        ("equity:opening balances", "opening"),
    ],
)
def test_what_raises_our_debt_is_told_by_its_counter_account(counter: str, kind: str) -> None:
    book = book_of(
        f"""
    2026-01-05 Foo | something
        {counter}    100 EUR
        liabilities:payable:foo    -100 EUR
    """,
        side="payable",
    )
    assert [(m.kind, m.amount) for m in book.movements if m.customer == "foo"] == [(kind, 100)]


@pytest.mark.parametrize(
    ("counter", "kind"),
    [
        ("assets:bank", "payment"),
        ("expenses:goods", "credit-note"),
        ("income:discounts", "discount"),
        ("assets:receivable:foo", "contra"),
        ("liabilities:payable:bar", "transfer"),
        ("equity:closing balances", "opening"),
    ],
)
def test_what_lowers_our_debt_is_told_by_its_counter_account(counter: str, kind: str) -> None:
    book = book_of(
        BILL
        + f"""
    2026-02-05 Foo | something
        liabilities:payable:foo    40 EUR
        {counter}    -40 EUR
    """,
        side="payable",
    )
    of_foo = [(m.kind, m.amount) for m in book.movements if m.customer == "foo"]
    assert of_foo == [("invoice", 100), (kind, -40)]


def test_bills_fall_due_and_are_paid_like_invoices() -> None:
    text = (
        """
        account liabilities:payable:foo  ; terms:30/60/90, name:Foo SA
    """
        + BILL
        + """
    2026-02-05 (U1) Foo | transfer
        liabilities:payable:foo    50 EUR  ; inv:B1
        assets:bank
    """
    )
    book, problems = read(text, side="payable")
    assert problems == []
    assert instalments_of(book) == [
        ("B1", "2026-02-04", 0),
        ("B1", "2026-03-06", D("16.66")),
        ("B1", "2026-04-05", D("33.34")),
    ]


def test_an_advance_to_a_supplier_is_on_account() -> None:
    text = """
        2026-02-05 (U1) Foo | deposit
            liabilities:payable:foo    50 EUR  ; inv:-
            assets:bank
    """
    assert on_account(book_of(text, side="payable")) == {"U1": 50}


def test_the_two_sides_of_a_journal_do_not_see_each_other() -> None:
    text = (
        BILL
        + """
    2026-01-05 (1) Foo | goods
        assets:receivable:foo    70 EUR
        income:sales
    """
    )
    assert open_of(book_of(text)) == {"1": 70}
    assert open_of(book_of(text, side="payable")) == {"B1": 100}


def test_an_event_about_a_supplier_is_no_problem_of_the_receivables() -> None:
    text = """
        account liabilities:payable:foo  ; name:Foo SA

        2026-02-05 Foo SA | rang us  ; event:contact, via:phone
    """
    assert codes_of(text) == []
    assert codes_of(text, side="payable") == []


MIRRORED = """
    2026-01-01 (1) Foo | a  ; terms:30/60/90
        assets:receivable:foo    1000 EUR
        income:sales

    2026-02-01 (R1) Foo | cash
        assets:bank    400 EUR
        assets:receivable:foo    -400 EUR  ; inv:1

    2026-02-10 Foo | came back
        assets:receivable:foo    400 EUR  ; inv:R1
        assets:bank    -400 EUR

    2026-03-01 (R2) Foo | too much
        assets:bank    1200 EUR
        assets:receivable:foo    -1200 EUR  ; inv:1
"""


def turned(text: str) -> str:
    """The journal of the other party: every amount with its sign turned."""
    text = text.replace("assets:receivable", "liabilities:payable").replace(
        "income:sales", "expenses:goods"
    )
    return re.sub(r"    (-?)(\d+ EUR)", lambda m: f"    {'' if m[1] else '-'}{m[2]}", text)


def test_a_suppliers_book_is_its_customers_book_turned_round() -> None:
    ours, theirs = book_of(MIRRORED), book_of(turned(MIRRORED), side="payable")
    assert instalments_of(ours) == instalments_of(theirs)
    assert on_account(ours) == on_account(theirs) == {"R2": 200}
    assert kinds_of(ours) == kinds_of(theirs)
