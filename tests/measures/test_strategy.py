"""What a grade brings with it: limit and terms proposed beside the present ones."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.ledger.books import book_of, policy_of

from arledger.measures.strategy import Strategy, months_of, strategies
from arledger.money import exact
from arledger.policy.model import DEFAULT

D = Decimal


def proposed(text: str, as_of: str = "2026-12-31", who: str = "foo", **how: Any) -> Strategy:
    with exact():
        return next(one for one in strategies(book_of(text, as_of, **how)) if one.customer == who)


def sale(day: str, amount: str, who: str = "foo", tags: str = "") -> str:
    return f"""
    {day} Goods  ; {tags}
        assets:receivable:{who}    {amount}
        income:sales
"""


def customer(tags: str) -> str:
    return f"\n    account assets:receivable:foo  ; {tags}\n"


TWO_MONTHS = sale("2026-02-10", "60000.00 EUR") + sale("2026-02-20", "50000.00 EUR")
TWO_MONTHS += sale("2026-05-20", "90000.00 EUR")
"""200,000 in two months with sales: 100,000 a month."""


def test_the_limit_is_monthly_sales_times_months_of_terms_times_the_factor() -> None:
    """100,000 x 2 x 80 % = 160,000."""
    one = proposed(customer("terms:net 60, grade:B") + TWO_MONTHS)
    assert (one.sales, one.months, one.proposed_limit) == (100000, 2, 160000)
    assert (one.proposed_terms, one.changes_terms, one.changes_limit) == ("net 60", False, True)


@pytest.mark.parametrize(("grade", "limit", "terms"), [("A", 200000, "net 60"), ("B", 160000, "net 60"), ("C", 0, "prepay")])  # fmt: skip
def test_each_grade_has_its_factor_and_its_terms(grade: str, limit: int, terms: str) -> None:
    one = proposed(customer(f"terms:net 60, grade:{grade}") + TWO_MONTHS)
    assert (one.proposed_limit, one.proposed_terms) == (limit, terms)


def test_the_unrated_and_grades_nobody_knows_are_left_as_they_are() -> None:
    for tags in ("terms:net 60", "terms:net 60, grade:D"):
        one = proposed(customer(tags) + TWO_MONTHS, policy=policy_of(grades={"invoices": 9}))
        assert (one.proposed_limit, one.proposed_terms, one.letters) == (None, "", "")
        assert not (one.changes_limit or one.changes_terms)


def test_without_sales_or_terms_there_is_nothing_to_reckon_with() -> None:
    assert proposed(customer("terms:net 60, grade:A")).proposed_limit is None
    assert proposed(customer("grade:A") + TWO_MONTHS).proposed_limit is None
    assert proposed(customer("grade:C") + TWO_MONTHS).proposed_limit == 0
    dflt = policy_of(terms={"default": "net 30"})
    assert proposed(customer("grade:A") + TWO_MONTHS, policy=dflt).proposed_limit == 100000


def test_only_the_months_that_count_count() -> None:
    one = proposed(customer("terms:net 30, grade:A") + TWO_MONTHS, "2027-03-01")
    assert (one.sales, one.months) == (90000, 1)


def test_a_present_limit_that_is_right_is_left_alone() -> None:
    assert not proposed(
        customer("terms:net 60, grade:B, limit:160000 EUR") + TWO_MONTHS
    ).changes_limit
    assert not proposed(customer("terms:prepay, grade:C, limit:0") + TWO_MONTHS).changes_limit


def test_the_limit_is_rounded_once_to_its_currency() -> None:
    """100 / 3 months x 1/2 month x 0.8 = 13.333…"""
    text = "".join(
        sale(f"2026-0{m}-10", a) for m, a in ((1, "33.34 EUR"), (2, "33.33 EUR"), (3, "33.33 EUR"))
    )
    one = proposed(customer("terms:net 15, grade:B") + text)
    assert one.proposed_limit == D("13.33")


def test_it_is_in_the_currency_of_the_limit() -> None:
    text = (
        "\n    P 2026-01-01 EUR 1.10 USD\n"
        + customer("terms:net 30, grade:A, limit:5.00 USD")
        + TWO_MONTHS
    )
    one = proposed(text)
    assert (one.currency, one.proposed_limit) == ("USD", 110000)


@pytest.mark.parametrize(
    ("terms", "months"),
    [
        ("net 60", 2), ("2/10 net 30", 1), ("net 45", Fraction(3, 2)), ("prepay", 0),
        ("30/60/90", 2), ("net 30 eom", 2), ("eom+30", 2), ("eom", 1),
    ],
)  # fmt: skip
def test_terms_give_months_of_thirty_days(terms: str, months: Fraction) -> None:
    assert months_of(terms) == months


def test_the_default_scale_is_the_published_one() -> None:
    assert {g: rule.factor for g, rule in DEFAULT.grades.scale.items()} == {
        "A": 1,
        "B": D("0.8"),
        "C": 0,
    }
