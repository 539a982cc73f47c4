"""What a field of the policy knows of itself, and what makes values wrong in several sections."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from arledger.dates import parse_terms
from arledger.records import NamedTuple

Check = Callable[[Any], list[tuple[tuple[str, ...], str]]]
"""Takes a value of the right type; returns what is wrong with it: (path below it, sentence)."""


class About(NamedTuple):
    """What a field knows of itself."""

    unit: str
    why: str
    """Its reason, as a clause."""
    check: Check | None = None
    """What makes a value of it wrong, beyond its type."""


def readable_terms(text: str) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with payment terms."""
    try:
        parse_terms(text)
    except ValueError as problem:
        return [((), str(problem))]
    return []


def readable_terms_by_tag(
    tables: Mapping[str, Mapping[str, str]],
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the payment terms of each tag's values."""
    return [
        ((tag, value), sentence)
        for tag, table in tables.items()
        for value, text in table.items()
        for _, sentence in readable_terms(text)
    ]


def at_most(most: int) -> Check:
    """What is wrong with a whole number that must lie between 0 and the most it may be."""

    def check(number: int) -> list[tuple[tuple[str, ...], str]]:
        return [] if 0 <= number <= most else [((), f"must be from 0 to {most}")]

    return check


def from_1(number: int) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a whole number that must be 1 or more."""
    return [] if 1 <= number <= 10_000 else [((), "must be from 1 to 10000")]


def percent_from_0(percent: Decimal) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a percentage that may be more than all."""
    return [] if 0 <= percent <= 1000 else [((), "must be from 0 to 1000")]


def share(percent: Decimal) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a share that must be more than nothing and no more than all."""
    return [] if 0 < percent <= 100 else [((), "must be more than 0 and at most 100")]
