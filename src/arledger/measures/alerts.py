"""Alerts: what a credit manager wants to be told of without asking.

``KINDS`` is the one place to add a kind: a function that finds what there is of it, and how grave
it is in ``Alerts`` of the policy. An alert has the day since which it holds, and an identifier
that stays as long as it does; what arises anew has another, or begins after what was said of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import get_args

from arledger.ledger.model import Book, Event
from arledger.measures import alerts_by_cover as cover
from arledger.measures import alerts_by_credit as credit
from arledger.measures import alerts_by_items as items
from arledger.measures import alerts_by_words as words
from arledger.measures.alerts_watch import Finding, Watch
from arledger.patterns import lazy
from arledger.policy.model import kebab
from arledger.policy.sections.watch import Alerts, AlertSeverity
from arledger.problems import Span
from arledger.records import NamedTuple

Kind = Callable[[Watch], Iterator[Finding]]

KINDS: dict[str, Kind] = {
    "bucket": items.bucket,
    "last-bucket": items.last_bucket,
    "bounce": items.bounce,
    "later-than-usual": items.later_than_usual,
    "slowing": items.slowing,
    "stopped-buying": items.stopped_buying,
    "broken-promise": words.broken_promise,
    "follow-up": words.follow_up,
    "silent": words.silent,
    "dispute": words.dispute,
    "commitment": words.commitment,
    "limit-near": credit.limit_near,
    "limit-over": credit.limit_over,
    "limit-expiring": credit.limit_expiring,
    "cover-expiring": cover.cover_expiring,
    "notify-insurer": cover.notify_insurer,
    "large-order": credit.large_order,
    "large-share": credit.large_share,
    "grade-fallen": credit.grade_fallen,
    "grade-doubted": credit.grade_doubted,
    "review-due": credit.review_due,
}
"""Every kind of alert, by the key of the policy that says how grave it is."""

SEVERITIES: tuple[AlertSeverity, ...] = tuple(s for s in get_args(AlertSeverity) if s != "off")
"""The gravest first."""

_UNFIT = lazy(r"[\s,;\[\]\x00-\x1f\x7f]+")
"""What would not come back from a tag as it was written."""


class Alert(NamedTuple):
    """One alert on the book's day."""

    id: str
    """The same from day to day, unique in the book, and fit for ``alert:``."""
    severity: AlertSeverity
    kind: str
    customer: str
    message: str
    since: date
    """The day it arose."""
    currency: str
    amount: Decimal | None
    """What it is about, in its own currency; None: it is about no amount."""
    number: str
    """The document, promise or order; "" when it is about none."""
    source: Span | None
    acknowledged: Event | None = None
    """What says that it was seen; None: nobody did."""


def alerts(book: Book) -> list[Alert]:
    """The alerts of a book, the gravest first, of equal ones the latest first.

    Of a selection those of the selected customers, judged on the whole book.
    """
    whole = book.whole or book
    watch = Watch(whole)
    found = _distinct(alert for kind in KINDS for alert in _of(watch, kind))
    seen = _acknowledgements(whole)
    told = [_told(alert, seen.get(alert.id.casefold(), ())) for alert in found]
    return sorted((one for one in told if one.customer in book.customers), key=_order)


def is_off(policy: Alerts, kind: str) -> bool:
    """Whether a kind is not looked for."""
    return _severity(policy, kind) == "off"


def at_least(severity: AlertSeverity, least: AlertSeverity) -> bool:
    """Whether a severity is as grave as another, or graver."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)


def _of(watch: Watch, kind: str) -> Iterator[Alert]:
    """The alerts of a kind; one that is off costs nothing."""
    if is_off(watch.policy, kind):
        return
    for one in KINDS[kind](watch):
        parts = (kind, one.customer, *one.of)
        yield Alert(
            id=":".join(_UNFIT.sub("_", part) for part in parts if part),
            severity=_severity(watch.policy, kind),
            kind=kind,
            customer=one.customer,
            message=one.message,
            since=one.since,
            currency=one.currency,
            amount=one.amount,
            number=one.number,
            source=one.source,
        )


def _severity(policy: Alerts, kind: str) -> AlertSeverity:
    severities: dict[str, AlertSeverity] = {kebab(k): v for k, v in policy._asdict().items()}
    return severities[kind]


def _distinct(found: Iterable[Alert]) -> list[Alert]:
    """The alerts; what would have the same identifier is numbered, in an order of its own."""
    by_id: dict[str, list[Alert]] = defaultdict(list)
    for one in found:
        by_id[one.id.casefold()].append(one)
    taken = set(by_id)
    alone: list[Alert] = []
    for same in by_id.values():
        for number, one in enumerate(sorted(same, key=_own_order), 1):
            name = one.id
            while number > 1 and name.casefold() in taken:
                name = f"{one.id}:{number}"
                number += 1  # noqa: PLW2901 - until one is free
            taken.add(name.casefold())
            alone.append(one._replace(id=name))
    return alone


def _own_order(one: Alert) -> tuple[object, ...]:
    return (one.since, one.id, one.currency, one.amount or 0, one.message)


def _acknowledgements(book: Book) -> dict[str, list[Event]]:
    """What says that alerts were seen, by the identifier, the first day first."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in book.events:
        if event.kind == "ack":
            found[event.tags["alert"].strip().casefold()].append(event)
    for own in found.values():
        own.sort(key=lambda event: (event.date, sorted(event.tags.items())))
    return found


def _told(alert: Alert, said: Iterable[Event]) -> Alert:
    """The alert with the first that says it was seen, on the day it arose or later."""
    seen = next((event for event in said if event.date >= alert.since), None)
    return alert._replace(acknowledged=seen)


def _order(one: Alert) -> tuple[object, ...]:
    return (
        SEVERITIES.index(one.severity), -one.since.toordinal(), one.customer.casefold(),
        one.customer, one.id,
    )  # fmt: skip
