"""What an amount is worth in another currency, by the journal's prices."""

from datetime import date

import pytest
from tests.ledger.books import D, journal_of

from arledger.ledger.valuation import Valuation
from arledger.money import exact

PRICES = """
    P 2026-01-01 EUR 1.10 USD
    P 2026-02-01 EUR 1.20 USD
    P 2026-01-01 USD 26000 VND
    P 2026-01-15 GBP 1.30 EUR
    P 2026-01-01 XAU 2000 XYZ
"""


def worth(
    amount: str, commodity: str, target: str, day: str = "2026-03-01", prices: str = PRICES
) -> str | None:
    journal = journal_of(prices)
    valuation = Valuation.at(target, date.fromisoformat(day), journal.prices, journal.commodities)
    with exact():
        rate = valuation.rate(commodity)
        return str(valuation.rounded(rate.of(D(amount)))) if rate else None


def test_the_latest_price_on_or_before_the_day_counts() -> None:
    assert worth("100", "EUR", "USD", "2026-01-31") == "110.00"
    assert worth("100", "EUR", "USD", "2026-02-01") == "120.00"


def test_a_price_before_any_is_none() -> None:
    assert worth("100", "EUR", "USD", "2025-12-31") is None


def test_a_price_may_be_turned_round() -> None:
    assert worth("120", "USD", "EUR") == "100.00"


def test_a_chain_of_prices_leads_on() -> None:
    assert worth("100", "GBP", "USD") == "156.00"
    assert worth("1", "GBP", "VND") == "40560"


def test_the_same_currency_is_worth_itself() -> None:
    assert worth("5", "USD", "USD") == "5.00"


def test_without_any_chain_there_is_no_worth() -> None:
    assert worth("5", "XAU", "USD") is None


@pytest.mark.parametrize(("amount", "rounded"), [("0.125", "0.14"), ("-0.125", "-0.14")])
def test_a_worth_is_rounded_half_up_once(amount: str, rounded: str) -> None:
    assert worth(amount, "EUR", "USD", "2026-01-01", "P 2026-01-01 EUR 1.08 USD") == rounded


def test_two_and_a_half_billion_dong_are_not_two_and_a_half_billion_dollars() -> None:
    assert worth("2500000000", "VND", "USD") == "96153.85"
