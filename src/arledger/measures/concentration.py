"""Concentration: how much of all that is at risk is at risk with a few.

share of the top N = what the N largest owe / what all owe
Herfindahl index   = sum of the squares of each one's share, from 1/n (all alike) to 1 (one)
"""

from collections.abc import Iterable
from decimal import Decimal

from arledger.money import ZERO, divide
from arledger.records import NamedTuple


class Concentration(NamedTuple):
    """Of the debtors in one currency."""

    currency: str
    debtors: int
    """How many have anything at risk."""
    total: Decimal
    top: int
    """How many are the largest ones: as many as were asked for, if there are."""
    share: Decimal
    """What they have of the total, in percent."""
    herfindahl: Decimal
    """From 0 to 1."""


def concentrations(amounts: Iterable[tuple[str, Decimal]], top: int) -> list[Concentration]:
    """The concentration in each currency, from each debtor's (currency, amount).

    Only amounts above 0 count; a currency without one has no concentration.
    """
    by_currency: dict[str, list[Decimal]] = {}
    for currency, amount in amounts:
        if amount > 0:
            by_currency.setdefault(currency, []).append(amount)
    return [_of(currency, by_currency[currency], top) for currency in sorted(by_currency)]


def _of(currency: str, amounts: list[Decimal], top: int) -> Concentration:
    largest = sorted(amounts, reverse=True)[:top]
    total = sum(amounts, ZERO)
    share = divide(sum(largest, ZERO) * 100, total, 6)
    squares = sum((amount * amount for amount in amounts), ZERO)
    herfindahl = divide(squares, total * total, 6)
    return Concentration(currency, len(amounts), total, len(largest), share, herfindahl)
