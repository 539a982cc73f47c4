"""What those who watch a firm's books on a screen are told: gauges, as of the book's day."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from decimal import Decimal

from arledger.ledger.model import Book
from arledger.measures.aging import age
from arledger.measures.alerts import SEVERITIES, Alert
from arledger.money import ZERO
from arledger.reports._report import Gauge, Sample


def gauges(book: Book, found: Sequence[Alert]) -> list[Gauge]:
    """The alerts, how many there are of each severity, what is past due, and of which day it is."""
    return [
        Gauge(
            "arledger_alert",
            "An alert that nobody acknowledged.",
            [Sample(_labels(one), Decimal(1)) for one in found],
        ),
        Gauge(
            "arledger_alerts",
            "Alerts that nobody acknowledged, by severity.",
            [
                Sample({"severity": s}, Decimal(sum(one.severity == s for one in found)))
                for s in SEVERITIES
            ],
        ),
        Gauge(
            "arledger_overdue",
            "What is open and past due, by currency.",
            [Sample({"currency": c}, amount) for c, amount in _overdue(book).items()],
        ),
        Gauge(
            "arledger_as_of_timestamp_seconds",
            "The day all this is of, its beginning in UTC.",
            [Sample({}, _seconds(book))],
        ),
    ]


def _labels(one: Alert) -> dict[str, str]:
    return {"id": one.id, "kind": one.kind, "severity": one.severity, "customer": one.customer}


def _overdue(book: Book) -> dict[str, Decimal]:
    """What is past due, by currency as the book values it."""
    sums: dict[str, Decimal] = {}
    for item in book.open_items():
        currency, worth = book.worth(item.currency, item.open)
        late = age(item, book.as_of, book.policy.aging.basis) > 0
        sums[currency] = sums.get(currency, ZERO) + (worth if late else ZERO)
    return {currency: book.shown(currency, amount) for currency, amount in sorted(sums.items())}


def _seconds(book: Book) -> Decimal:
    return Decimal(int(datetime.combine(book.as_of, time(), UTC).timestamp()))
