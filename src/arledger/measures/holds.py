"""Who is on hold by somebody's word: no more deliveries on credit until it is released."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from arledger.ledger.model import Book, Customer, Event
from arledger.ledger.tags import day
from arledger.problems import Span
from arledger.records import NamedTuple

_NOT = frozenset({"", "no", "none", "off", "false"})
_MERELY = frozenset({"yes", "on", "true"})


class Hold(NamedTuple):
    """One hold; in force from its day on, until it is released or its last day is over."""

    since: date | None
    """None: from the beginning, by the account directive."""
    until: date | None
    """Its last day, if it was given one."""
    reason: str
    """"" when nobody gave one."""
    source: Span | None


class _Said(NamedTuple):
    """A hold (or the release of all before it) as it was said on a day."""

    since: date
    hold: Hold | None
    """None: a release."""


def holds(book: Book) -> dict[str, list[Hold]]:
    """The holds in force on a book's day, by customer, the oldest first; only who has any.

    Said by ``event:hold``, or by ``hold:`` of the account directive or a review. A release
    lifts the holds of the days before; if there were none, those of its own day. Nothing else
    releases a hold that has no last day.
    """
    whole = book.whole or book
    said: dict[str, list[_Said]] = defaultdict(list)
    for customer in whole.customers.values():
        if any("hold" in tags for tags in (customer.master, *(c[1] for c in customer.changes))):
            said[customer.id] += _by_master(customer)
    for event in whole.events:
        if event.kind in ("hold", "release") and event.customer:
            said[event.customer].append(_by_event(event))
    found = {customer: list(_in_force(own, whole.as_of)) for customer, own in said.items()}
    return {customer: own for customer, own in found.items() if own}


def _by_event(event: Event) -> _Said:
    if event.kind == "release":
        return _Said(event.date, None)
    ends = event.tags.get("until")
    until = day(ends, event.date.year) if ends else None
    hold = Hold(event.date, until, event.tags.get("reason", ""), event.source.span)
    return _Said(event.date, hold)


def _by_master(customer: Customer) -> Iterator[_Said]:
    """What the account directive and reviews say by ``hold:``."""
    if "hold" in customer.master:
        yield _of_tag(customer.master["hold"], None, customer.span)
    for since, tags, span in customer.changes:
        if "hold" in tags:
            yield _of_tag(tags["hold"], since, span)


def _of_tag(text: str, since: date | None, span: Span | None) -> _Said:
    word = text.strip().casefold()
    reason = "" if word in _MERELY else text.strip()
    return _Said(since or date.min, None if word in _NOT else Hold(since, None, reason, span))


def _in_force(said: list[_Said], as_of: date) -> Iterator[Hold]:
    """What no release lifted and is not over."""
    standing: list[Hold] = []
    for on, together in groupby(sorted(said, key=_order), key=lambda one: one.since):
        words = [one.hold for one in together]
        new = [hold for hold in words if hold]
        if None not in words:
            standing += new
        elif any(_is_on(hold, on) for hold in standing):
            standing = new
        else:
            standing = []
    return (hold for hold in standing if _is_on(hold, as_of))


def _is_on(hold: Hold, on: date) -> bool:
    return hold.until is None or hold.until >= on


def _order(one: _Said) -> tuple[object, ...]:
    """By date; on one day by what they say, never by place in the files."""
    hold = one.hold
    until, reason = (hold.until, hold.reason) if hold else (None, "")
    return (one.since, until or date.max, reason)
