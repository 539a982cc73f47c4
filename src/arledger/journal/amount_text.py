"""Amounts as text that can be read in one way only, in their commodity's own style."""

from collections.abc import Mapping
from decimal import Decimal

from arledger.journal.model import Amount, Assertion, Style
from arledger.money import plain

_CURRENCY_SIGNS = "$€£¥₫₩₹₽₺₴₪฿₱₦₡₲₵₸₮₭₼₾₿¢"


def amount_text(amount: Amount, styles: Mapping[str, Style]) -> str:
    """The amount and its cost, every decimal kept: ``-1,000.00 USD @ 0.9 EUR``."""
    text = quantity_text(amount.quantity, amount.commodity, styles)
    if amount.cost is None:
        return text
    mark = "@@" if amount.cost.total else "@"
    return f"{text} {mark} {quantity_text(amount.cost.quantity, amount.cost.commodity, styles)}"


def assertion_text(assertion: Assertion, styles: Mapping[str, Style]) -> str:
    """The balance assertion with its marks: ``== 0 USD``, ``=* 5 USD``."""
    marks = "=" + "=" * assertion.sole + "*" * assertion.inclusive
    return f"{marks} {amount_text(assertion.amount, styles)}"


def quantity_text(quantity: Decimal, commodity: str, styles: Mapping[str, Style]) -> str:
    """A quantity with its symbol where the commodity's style puts it."""
    style = styles.get(commodity) or _unknown_style(commodity)
    return _with_symbol(number_text(quantity, style), commodity, style)


def number_text(quantity: Decimal, style: Style) -> str:
    """The digits, grouped; a mark that would be the only one stands for decimals alone.

    So 1,000 without decimals is written ``1,000.``: nothing else could be read from it.
    """
    digits, _, decimals = plain(quantity.copy_abs()).partition(".")
    grouped = _grouped(digits, style)
    sign = "-" if quantity < 0 else ""
    if decimals:
        return f"{sign}{grouped}{style.decimal_mark}{decimals}"
    lonely = style.group_mark in {",", "."} and grouped.count(style.group_mark) == 1
    return f"{sign}{grouped}{style.decimal_mark if lonely else ''}"


def sample_text(commodity: str, style: Style) -> str:
    """An amount that shows the style, as a ``commodity`` directive wants it: 1,000.00 USD."""
    digits = "1" + "0" * (sum(style.group_sizes) or 3)
    number = f"{_grouped(digits, style)}{style.decimal_mark}{'0' * style.places}"
    return _with_symbol(number, commodity, style)


def symbol_text(commodity: str) -> str:
    """The commodity's symbol, in quotes unless it is letters or a currency sign."""
    # 1e and 1E could begin an exponent.
    bare = commodity.isalpha() and commodity not in {"e", "E"}
    return commodity if bare or _is_sign(commodity) else f'"{commodity}"'


def _with_symbol(number: str, commodity: str, style: Style) -> str:
    """The number with the symbol on its side of it; alone when there is none."""
    if not commodity:
        return number
    space = " " if style.spaced else ""
    symbol = symbol_text(commodity)
    return f"{symbol}{space}{number}" if style.symbol_first else f"{number}{space}{symbol}"


def _unknown_style(commodity: str) -> Style:
    """The style of a commodity seen in costs only: $1, but 1 USD."""
    sign = _is_sign(commodity)
    return Style(symbol_first=sign, spaced=not sign)


def _is_sign(commodity: str) -> bool:
    return bool(commodity) and all(character in _CURRENCY_SIGNS for character in commodity)


def _grouped(digits: str, style: Style) -> str:
    """The digits with the style's group marks, counted from the right."""
    if not style.group_mark or not style.group_sizes:
        return digits
    groups: list[str] = []
    sizes = iter(style.group_sizes)
    size = next(sizes)
    while len(digits) > size > 0:
        groups.append(digits[-size:])
        digits = digits[:-size]
        size = next(sizes, size)
    return style.group_mark.join([digits, *reversed(groups)])
