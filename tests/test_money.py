"""Exact amounts, as they are written."""

from decimal import Decimal

import pytest

from arledger.money import written


@pytest.mark.parametrize(
    ("quantity", "decimals", "text"),
    [
        ("5", 2, "5.00"),
        ("5.0000", 2, "5.00"),
        ("-5.0000", 2, "-5.00"),
        ("1.2500", 2, "1.25"),
        ("1.25010", 2, "1.2501"),
        ("347500.00", 0, "347500"),
        ("347500.50", 0, "347500.5"),
        ("1E+2", 2, "100.00"),
    ],
)
def test_an_amount_has_its_currencys_decimals_and_more_only_where_it_is_finer(
    quantity: str, decimals: int, text: str
) -> None:
    assert str(written(Decimal(quantity), decimals)) == text
