"""What agencies say of a customer, and for how long that counts."""

from collections.abc import Mapping
from datetime import date

from arledger.dates import add_months
from arledger.ledger.model import Customer
from arledger.ledger.tags import day
from arledger.records import NamedTuple


class Rating(NamedTuple):
    """What an agency says of a customer."""

    value: str = ""
    """"" without a rating, or when it is too old to count."""
    agency: str = ""
    on: date | None = None
    """None: nobody says when."""
    ignored: str = ""
    """Why it does not count, as a clause."""


def rating_of(customer: Customer, as_of: date, months: int) -> Rating:
    """The last rating an agency gave, from the account directive or a review.

    It is of ``rating-on:``, else of the day of the review. Without a day, and when it is older
    than so many months, it does not count.
    """
    found = Rating()
    said = [
        (None, customer.master),
        *((d, tags) for d, tags, _ in sorted(customer.changes, key=_order)),
    ]
    for on, tags in said:
        if on is not None and on > as_of:
            break
        if "rating" in tags:
            found = Rating(tags["rating"].strip(), tags.get("rating-by", found.agency).strip(), on)
        if found.value and ("rating-by" in tags or "rating-on" in tags):
            found = found._replace(agency=tags.get("rating-by", found.agency).strip())
            found = found._replace(on=_read(tags.get("rating-on")) or found.on)
    if not found.value:
        return found
    if found.on is None:
        return found._replace(value="", ignored=f"{found.value} says no day (rating-on:)")
    if add_months(found.on, months) < as_of or found.on > as_of:
        return found._replace(value="", ignored=f"{found.value} is of {found.on}")
    return found


def _read(text: str | None) -> date | None:
    try:
        return day(text) if text else None
    except ValueError:
        return None


def _order(change: tuple[date, Mapping[str, str], object]) -> tuple[object, ...]:
    """By date; on the same day by what they say, never by place in the files."""
    return (change[0], sorted(change[1].items()))
