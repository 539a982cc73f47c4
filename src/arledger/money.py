"""Exact amounts. Rounding happens here and nowhere else.

Every figure in arledger is a ``Decimal`` computed under ``EXACT``: a context so wide that
sums and products of anything a journal may hold are exact, and one that raises instead of
rounding should that ever not be so.
"""

import decimal
import re
from contextlib import AbstractContextManager
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

MAX_PLACES = 255
"""Decimal places a journal amount may have: hledger's own bound."""

EXACT = decimal.Context(
    prec=4000,
    rounding=ROUND_HALF_EVEN,
    Emin=-999999,
    Emax=999999,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Inexact],
)
"""The context of all arithmetic on money: wide enough for any amount, and it traps Inexact."""

ZERO = Decimal(0)

_ROUNDING = EXACT.copy()
_ROUNDING.clear_traps()

# ISO 4217, the currencies whose minor unit is not 1/100.
_MINOR_UNITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


_AMOUNT = r"([+-]?)\s*(\d{1,255}(?:\.\d{0,255})?|\.\d{1,255})(?:\s*(\S.*))?\Z"


def exact() -> AbstractContextManager[decimal.Context]:
    """A ``with`` block in which decimal arithmetic is exact, or raises."""
    return decimal.localcontext(EXACT)


def minor_units(commodity: str) -> int:
    """Decimal places of a currency by ISO 4217; 2 for one it does not know."""
    return _MINOR_UNITS.get(commodity.upper(), 2)


def round_half_up(quantity: Decimal, places: int) -> Decimal:
    """The quantity to ``places`` decimals, halves away from zero: for computed amounts."""
    return quantity.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ROUNDING)


def round_half_even(quantity: Decimal, places: int) -> Decimal:
    """The quantity to ``places`` decimals, halves to even: how hledger shows what is finer."""
    return quantity.quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=_ROUNDING
    )


def round_down(quantity: Decimal, places: int) -> Decimal:
    """The quantity to ``places`` decimals, towards zero: for shares whose rest goes elsewhere."""
    return quantity.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN, context=_ROUNDING)


def divide(numerator: Decimal, denominator: Decimal, places: int = MAX_PLACES) -> Decimal:
    """A quotient to ``places`` decimals, half-even; exact when it terminates before them."""
    return round_half_even(_ROUNDING.divide(numerator, denominator), places).normalize(_ROUNDING)


def places(quantity: Decimal) -> int:
    """Decimal places the quantity is written with; never negative."""
    return max(0, -int(quantity.as_tuple().exponent))


def written(quantity: Decimal, decimals: int) -> Decimal:
    """The same quantity with so many decimal places; more only where it is finer than that."""
    if places(quantity) == decimals:
        return quantity
    usual = round_half_even(quantity, decimals)
    return usual if usual == quantity else quantity.normalize(_ROUNDING)


def plain(quantity: Decimal) -> str:
    """The quantity as an exact decimal string without exponent: for CSV and JSON."""
    if not quantity:
        quantity = abs(quantity)  # never "-0.00"
    return format(quantity, "f")


def amount_of(text: str) -> tuple[Decimal, str]:
    """The (quantity, commodity) of an amount in a tag or a policy, such as ``50000.00 USD``.

    ``.`` is the decimal mark whatever the journal's; no group marks; a commodity unless 0.
    Raises ValueError with a sentence saying what is wrong.
    """
    match = re.match(_AMOUNT, text.strip())
    if not match:
        raise ValueError(f"'{text}' is not an amount like 50000.00 USD")
    sign, digits, commodity = match[1], match[2], (match[3] or "").strip().strip('"')
    try:
        quantity = Decimal(sign + digits)
    except decimal.InvalidOperation:  # pragma: no cover - the expression admits numbers only
        raise ValueError(f"'{text}' is not an amount like 50000.00 USD") from None
    if quantity and not commodity:
        raise ValueError(f"'{text}' lacks its currency, as in '{text.strip()} USD'")
    if any(mark in commodity for mark in ",.0123456789"):
        raise ValueError(f"'{text}': write the amount without group marks, as in 50000.00 USD")
    return quantity, commodity


def cover_of(text: str) -> tuple[Decimal, str]:
    """The (quantity, commodity) of what is insured or guaranteed, never less than 0.

    Raises ValueError with a sentence.
    """
    quantity, commodity = amount_of(text)
    if quantity < 0:
        raise ValueError(f"'{text}' is less than nothing")
    return quantity, commodity


def share_of(text: str) -> Decimal:
    """A share in percent, from 0 to 100, as 90, 92.5 or 90 %. Raises ValueError with a sentence."""
    number = text.removesuffix("%").strip()
    whole, point, parts = number.partition(".")
    if not whole.isdecimal() or (point and not parts.isdecimal()) or Decimal(number) > 100:
        raise ValueError(f"'{text}' is not a percentage from 0 to 100")
    return Decimal(number)


def limit_of(text: str) -> tuple[Decimal | None, str]:
    """The (quantity, commodity) of a credit limit; (None, "") for ``none``: no limit.

    Never less than 0, which is no credit. Raises ValueError with a sentence.
    """
    if text.strip().casefold() == "none":
        return None, ""
    quantity, commodity = amount_of(text)
    if quantity < 0:
        raise ValueError(f"'{text}' is less than nothing; no credit is 0")
    return quantity, commodity
