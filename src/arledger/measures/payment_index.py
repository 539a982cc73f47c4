"""The payment index: how a customer pays, as one number from 0 to 100, weighted by amount.

As Dun & Bradstreet's PAYDEX: 80 is prompt, 50 is 30 days late, 100 is 30 days early. Over what
was paid of late, and what is overdue now at its present lateness: who stops paying loses it.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm

from arledger.money import ZERO

Anchors = tuple[tuple[int, ...], ...]
"""(days past due, index) pairs, the earliest payment first."""


@lru_cache(maxsize=4096)
def index_of_days(days: int, anchors: Anchors) -> Fraction:
    """The index of one payment: straight from anchor to anchor, and flat beyond the last ones."""
    if days <= anchors[0][0]:
        return Fraction(anchors[0][1])
    for (early, high), (late, low) in pairwise(anchors):
        if days <= late:
            return high - Fraction((days - early) * (high - low), late - early)
    return Fraction(anchors[-1][1])


def days_of_index(index: Fraction, anchors: Anchors) -> Fraction:
    """How late a payment of that index is, in days; negative: early."""
    if index >= anchors[0][1]:
        return Fraction(anchors[0][0])
    for (early, high), (late, low) in pairwise(anchors):
        if index >= low:
            return early + Fraction((high - index) * (late - early), high - low)
    return Fraction(anchors[-1][0])


def payment_index(amounts: Mapping[int, Decimal], anchors: Anchors) -> Fraction | None:
    """The index of amounts by the days past due at which they were paid; None without any.

    10,000 at 0 days, 5,000 at 30 and 5,000 at 60 are 62.5.
    """
    whole = sum(amounts.values(), ZERO)
    if not whole:
        return None
    # In whole parts, not fraction by fraction: there are many amounts and few anchors.
    parts = _parts(anchors)
    points = sum((x * _whole(days, anchors, parts) for days, x in amounts.items()), ZERO)
    return Fraction(points) / (Fraction(whole) * parts)


@lru_cache(maxsize=16)
def _parts(anchors: Anchors) -> int:
    """Into how many parts a point is divided, so that the index of every day is a whole number."""
    return lcm(*(late - early for (early, _), (late, _) in pairwise(anchors)))


@lru_cache(maxsize=4096)
def _whole(days: int, anchors: Anchors, parts: int) -> int:
    return int(index_of_days(days, anchors) * parts)
