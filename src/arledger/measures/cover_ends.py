"""Until when others would pay for a customer: the ends of credit insurance and guarantees."""

from collections.abc import Mapping
from datetime import date

from arledger.ledger.model import Customer
from arledger.ledger.tags import day
from arledger.records import NamedTuple

INSURED, GUARANTEE = "insured", "guarantee"
"""The tags of cover; each with ``-until`` has its last day."""


class CoverEnd(NamedTuple):
    """The last day of a cover."""

    day: date
    said: date | None
    """Since when that is known; None: from the beginning."""


def end_of_cover(customer: Customer, what: str, as_of: date) -> CoverEnd | None:
    """The last day of a cover, by what was said up to a day; None: it has no end.

    Who says the cover anew says its end anew; an end alone moves that of what there is.
    """
    text, since = customer.master.get(f"{what}-until", ""), None
    said = [(on, tags) for on, tags, _ in customer.changes if on <= as_of]
    for on, tags in sorted(said, key=_order):
        if what in tags or f"{what}-until" in tags:
            text, since = tags.get(f"{what}-until", ""), on
    try:
        return CoverEnd(day(text), since) if text else None
    except ValueError:
        return None


def _order(said: tuple[date, Mapping[str, str]]) -> tuple[object, ...]:
    """By date; on the same day by what they say, never by place in the files."""
    return (said[0], sorted(said[1].items()))
