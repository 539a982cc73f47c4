"""What a credit manager wants to be told of without asking."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from arledger.dates import add_days, parse_date
from arledger.ledger.model import Book
from arledger.measures.alerts import SEVERITIES, Alert, alerts, at_least
from arledger.policy.model import Policy
from arledger.records import replaced
from arledger.reports._report import Report, heading, notes, party, unpriced
from arledger.reports.alerts.gauges import gauges
from arledger.reports.alerts.lines import columns, row_of
from arledger.table import Table

VERSION = 1

FORMATS = ("prom",)
"""What it is written as beside what every report is: Prometheus' text format."""


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    since: Annotated[str | None, "Only what arose on this date or later."] = None,
    new_only: Annotated[bool, "Only what was not there the day before."] = False,
    all_: Annotated[bool, "Also what was acknowledged."] = False,
    fail_on: Annotated[
        Literal["critical", "warning", "info"] | None,
        "Exit with 3 when anything listed, and not acknowledged, is as grave or graver.",
    ] = None,
) -> Report[Any]:
    """What a credit manager wants to be told of without asking.

    Buckets crossed, promises broken, limits used up or ending, payment slower than usual, silence
    and more: each with the day since which it holds and an identifier that stays. One that was
    seen is left out from then on, by an entry: event:ack, alert:ID. What raises an alert, and how
    grave it is, says the policy.
    """
    if book.side == "payable":
        raise ValueError("alerts are about what we are owed: --payable does not go with them")
    first = _day(book, since)
    found = _chosen(book, alerts(book), first, new_only=new_only)
    open_ = [one for one in found if not one.acknowledged]
    shown = found if all_ else open_
    return Report(
        name="alerts",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), _title(first, new_only=new_only)),
        table=Table(columns(party(book)), [row_of(book, one) for one in shown]),
        as_of=as_of,
        notes=[
            *_counted(open_),
            *_left_out(len(found) - len(shown)),
            *notes(replaced(book, selected="")),
        ],
        problems=unpriced(book),
        styles=book.journal.commodities,
        findings=any(at_least(one.severity, fail_on) for one in open_ if fail_on),
        empty="No alerts.",
        gauges=gauges(book, open_),
    )


def _day(book: Book, text: str | None) -> dt.date:
    """The day of ``--since``, seen from the book's; the first of all when it is not given."""
    if text is None:
        return dt.date.min
    try:
        return parse_date(text)
    except ValueError:
        from arledger.periods import smart_date

        try:
            return smart_date(text, book.as_of)
        except ValueError as error:
            raise ValueError(f"--since: {error}") from error


def _chosen(book: Book, found: list[Alert], since: dt.date, *, new_only: bool) -> list[Alert]:
    """Those that arose on a day or later; the new ones, if only they are meant."""
    late = [one for one in found if one.since >= since]
    if not new_only or not late or book.as_of == dt.date.min:
        return late
    known = _the_day_before(book)
    return [one for one in late if one.id not in known]


def _the_day_before(book: Book) -> set[str]:
    """The identifiers of the alerts of the day before."""
    from arledger.ledger.past import earlier

    return {one.id for past in earlier(book, [add_days(book.as_of, -1)]) for one in alerts(past)}


def _title(first: dt.date, *, new_only: bool) -> str:
    what = "New alerts" if new_only else "Alerts"
    return what if first == dt.date.min else f"{what} since {first}"


def _counted(found: Sequence[Alert]) -> Iterator[str]:
    """How many there are of each severity."""
    counts = {severity: sum(one.severity == severity for one in found) for severity in SEVERITIES}
    said = ", ".join(f"{count} {severity}" for severity, count in counts.items() if count)
    if said:
        yield f"{said}."


def _left_out(count: int) -> Iterator[str]:
    """That some were acknowledged, and how to see them."""
    if count:
        what = "1 acknowledged alert is" if count == 1 else f"{count} acknowledged alerts are"
        yield f"{what} left out: --all shows {'it' if count == 1 else 'them'}."
