"""Books in a file a year: the year ends, the debts do not."""

import pytest
from tests.ledger.books import (
    book_of,
    codes_of,
    instalments_of,
    kinds_of,
    on_account,
    open_of,
    ordered,
)

FIRST = """
    2025-10-06 (88) Foo | stairs  ; terms:net 30
        assets:receivable:foo    5600.00 CAD
        income:joinery

    2025-12-01 (R1) Foo | part payment
        assets:bank    2600.00 CAD
        assets:receivable:foo    -2600.00 CAD  ; inv:88

    2025-12-15 (R2) Foo | deposit
        assets:bank    500.00 CAD
        assets:receivable:foo    -500.00 CAD  ; inv:-
"""
CLOSING = """
    2025-12-31 closing balances
        assets:bank    -3100.00 CAD
        assets:receivable:foo    -2500.00 CAD
        liabilities:payable:bar    70.00 CAD
        equity:opening/closing balances
"""
OPENING = """
    2026-01-01 opening balances
        assets:bank    3100.00 CAD
        assets:receivable:foo    2500.00 CAD
        liabilities:payable:bar    -70.00 CAD
        equity:opening/closing balances
"""
BILL = """
    2025-11-01 (9) Bar | timber
        expenses:timber    70.00 CAD
        liabilities:payable:bar
"""


def test_a_closing_and_the_opening_that_takes_it_up_annihilate() -> None:
    both = book_of(FIRST + CLOSING + OPENING)
    assert kinds_of(both) == kinds_of(book_of(FIRST))
    assert instalments_of(both) == [("88", "2025-11-05", 3000)]
    assert on_account(both) == {"R2": 500}
    assert codes_of(FIRST + CLOSING + OPENING) == []


def test_they_annihilate_for_payables_too() -> None:
    both = book_of(BILL + CLOSING + OPENING, side="payable")
    assert instalments_of(both) == [("9", "2025-11-01", 70)]


@pytest.mark.parametrize("order", ["oldest-due", "exact-amount", "none"])
def test_on_the_closing_day_nothing_is_open_whatever_the_order(order: str) -> None:
    for text in (FIRST + CLOSING, FIRST + CLOSING + OPENING):
        book = book_of(text, "2025-12-31", policy=ordered(order))  # type: ignore[arg-type]
        assert open_of(book) == {}
        assert on_account(book) == {}


def test_on_the_closing_day_a_customer_in_credit_has_nothing_on_account() -> None:
    book = book_of(
        """
    2025-12-15 (R2) Foo | deposit
        assets:bank    500.00 CAD
        assets:receivable:foo    -500.00 CAD  ; inv:-

    2025-12-31 closing balances
        assets:bank    -500.00 CAD
        assets:receivable:foo    500.00 CAD
        equity:closing balances    0.00 CAD
    """,
        "2025-12-31",
    )
    assert (open_of(book), on_account(book)) == ({}, {})


def test_payments_of_the_new_year_find_the_invoices_of_the_old() -> None:
    text = (
        FIRST
        + CLOSING
        + OPENING
        + """
    2026-01-19 (88) Foo | the rest
        assets:bank    3000.00 CAD
        assets:receivable:foo
    """
    )
    assert open_of(book_of(text)) == {}


def test_an_opening_in_parts_that_add_up_to_the_closing_annihilates_it() -> None:
    parts = OPENING.replace(
        "assets:receivable:foo    2500.00 CAD",
        "assets:receivable:foo    3000.00 CAD  ; inv:88, due:2025-11-05\n"
        "        assets:receivable:foo    -500.00 CAD  ; inv:-",
    )
    assert instalments_of(book_of(FIRST + CLOSING + parts)) == [("88", "2025-11-05", 3000)]


def test_an_opening_of_another_amount_does_not_annihilate() -> None:
    other = OPENING.replace("2500.00", "2400.00")
    book = book_of(FIRST + CLOSING + other)
    assert sum(open_of(book).values()) == 2400


def test_a_lone_opening_is_dated_on_its_day_and_says_its_age_is_unknown() -> None:
    book = book_of(OPENING)
    assert instalments_of(book)[0][1:] == ("2026-01-01", 2500)
    assert [item.age_unknown for item in book.items] == [True]
    assert codes_of(OPENING) == ["age-unknown"]


def test_a_lone_opening_has_the_dates_of_its_tags() -> None:
    text = """
        2026-01-01 opening balances
            assets:receivable:foo    100.00 CAD  ; inv:88, issued:2025-10-06, due:2025-11-05
            equity:opening balances
    """
    (item,) = book_of(text).items
    assert (str(item.date), str(item.due), item.age_unknown) == ("2025-10-06", "2025-11-05", False)
    assert codes_of(text) == []


def test_the_terms_of_an_opening_count_from_the_day_it_was_issued() -> None:
    text = """
        account assets:receivable:foo  ; terms:net 30

        2026-01-01 opening balances
            assets:receivable:foo    100.00 CAD  ; inv:88, issued:2025-10-06
            equity:opening balances
    """
    (item,) = book_of(text).items
    assert (str(item.date), str(item.due)) == ("2025-10-06", "2025-11-05")


def test_an_opening_is_neither_sale_nor_payment() -> None:
    credit = OPENING.replace("2500.00 CAD", "-500.00 CAD")
    assert {kind for kind, _ in kinds_of(book_of(OPENING + credit))} == {"opening"}
