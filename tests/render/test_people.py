"""Numbers as people read them."""

from decimal import Decimal

import pytest
from tests.render.samples import DOLLARS, DONG, report, row

from arledger.journal.model import Style
from arledger.render.people import amount, number, sheet_of
from arledger.table import Kind


@pytest.mark.parametrize(
    ("quantity", "style", "shown"),
    [
        ("1234567.5", DOLLARS, "1,234,567.50"),
        ("-1234.5", DOLLARS, "-1,234.50"),
        ("125000000", DONG, "125.000.000"),
        ("1234567", Style(group_mark=",", group_sizes=(3, 2), places=0), "12,34,567"),
        ("1234.5", Style(), "1234.50"),
        ("999", DOLLARS, "999.00"),
        ("1000", Style(group_mark=" ", group_sizes=(3,), decimal_mark=","), "1 000,00"),
        ("0.00", DOLLARS, "0"),
        ("0.004", DOLLARS, "0.00"),
        ("-0.004", DOLLARS, "0.00"),
    ],
)
def test_amounts_follow_the_commodity_style(quantity: str, style: Style, shown: str) -> None:
    assert amount(Decimal(quantity), style) == shown


@pytest.mark.parametrize(
    ("exact", "shown"), [("0.125", "0.12"), ("0.135", "0.14"), ("2.675", "2.68")]
)
def test_what_is_finer_than_the_display_is_rounded_half_even(exact: str, shown: str) -> None:
    assert amount(Decimal(exact), Style()) == shown


def test_a_total_is_the_rounded_exact_total_not_the_total_of_rounded_figures() -> None:
    rows = tuple(row("x", "X", "EUR", "0.005", "0", "0", "0", "0", "0") for _ in range(3))
    total = row("", None, "EUR", "0.015", "0", "0", "0", "0", "0")
    sheet = sheet_of(report(rows, totals=[total]), bars=False)
    assert [cells[3].text for cells in sheet.rows] == ["0.00"] * 3
    assert sheet.totals[0][3].text == "0.02"


def test_a_currency_without_style_has_its_minor_units() -> None:
    rows = (row("x", "X", "JPY", "5", "0", "0", "0", "0", "0"), row("y", "Y", "KWD", *["5"] * 6))
    sheet = sheet_of(report(rows), bars=False)
    assert [cells[3].text for cells in sheet.rows] == ["5", "5.000"]


def test_shares_have_one_decimal_and_counts_none() -> None:
    assert number(Kind.SHARE, Decimal("66.66666"), DOLLARS) == "66.7%"
    assert number(Kind.COUNT, 12000, DOLLARS) == "12000"
    assert number(Kind.PRICE, Decimal("25450.00"), DONG) == "25450.00"


def test_the_totals_line_is_named() -> None:
    assert sheet_of(report(), bars=False).totals[0][0].text == "Total"
