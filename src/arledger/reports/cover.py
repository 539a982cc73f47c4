"""What is insured: whom to tell of what is overdue, by when, and what may be claimed."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from arledger.dates import add_days, days_past_due
from arledger.ledger.model import Book
from arledger.measures.cover import InsuredItem, insured_items
from arledger.money import ZERO
from arledger.policy.model import Policy
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, notes, party, remarks, unpriced
from arledger.table import Audience, Column, Kind, Table, column

VERSION = 1


class CoverRow(NamedTuple):
    """One open item of an insured customer."""

    customer: str | None
    """None in totals."""
    name: str | None
    number: str | None
    date: dt.date | None
    due: dt.date | None
    days_past_due: int | None
    currency: str
    open: Decimal
    insured: Decimal
    """What of it is within the limit of cover; the insurer pays ``coverage`` percent of that."""
    coverage: Decimal | None
    state: str | None
    """too late, to notify, to claim, waiting, claimed, not due."""
    notify_by: dt.date | None
    notified: dt.date | None
    claim_from: dt.date | None
    rep: str | None
    file: str | None
    line: int | None


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    within: Annotated[
        int | None, "Only what is to be told to the insurer in so many days, or is too late."
    ] = None,
) -> Report[CoverRow]:
    """What is insured: whom to tell of what is overdue, by when, and what may be claimed.

    A line for each open item that is within the limit of its customer's cover, the most urgent
    first. Nobody need be told of what is not past due.
    """
    found = insured_items(book)
    if within is not None:
        last = add_days(as_of, within)
        found = [one for one in found if _is_to_be_told(one, last)]
    return Report(
        name="cover",
        version=VERSION,
        title=heading(book, "Insured items"),
        table=Table(_columns(book), [_row(book, one) for one in found]),
        as_of=as_of,
        totals=_totals(book, found),
        notes=notes(book),
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nothing is insured." if within is None else "Nobody need be told of anything.",
    )


def _is_to_be_told(one: InsuredItem, last: dt.date) -> bool:
    """Whether an insurer is to be told of it by a day."""
    if one.state == "not due":  # and may be past due by then
        return one.notified is None and one.notify_by is not None and one.notify_by <= last
    told = one.state in ("to notify", "too late")
    return told and one.notify_by is not None and one.notify_by <= last


def _row(book: Book, one: InsuredItem) -> CoverRow:
    item, span = one.item, one.item.source.span
    whole = book.whole or book
    currency, open_ = book.worth(item.currency, item.open)
    _, insured = book.worth(item.currency, one.insured)
    return CoverRow(
        customer=item.customer,
        name=whole.customers[item.customer].name,
        number=item.number,
        date=item.date,
        due=item.due,
        days_past_due=days_past_due(book.as_of, item.due),
        currency=currency,
        open=book.shown(currency, open_),
        insured=book.shown(currency, insured),
        coverage=one.coverage,
        state=one.state,
        notify_by=one.notify_by,
        notified=one.notified,
        claim_from=one.claim_from,
        rep=whole.tag(item, "rep"),
        file=span.path,
        line=span.line,
    )


def _totals(book: Book, found: list[InsuredItem]) -> list[CoverRow]:
    """What is open and what is insured of it, a line a currency."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for one in found:
        currency, open_ = book.worth(one.item.currency, one.item.open)
        _, insured = book.worth(one.item.currency, one.insured)
        before = sums.get(currency, (ZERO, ZERO))
        sums[currency] = before[0] + open_, before[1] + insured
    return [
        CoverRow(
            *(None,) * 6, currency, book.shown(currency, open_), book.shown(currency, insured),
            *(None,) * 8,
        )
        for currency, (open_, insured) in sorted(sums.items())
    ]  # fmt: skip


def _columns(book: Book) -> list[Column[Any]]:
    machines = Audience.MACHINES
    return [
        party(book),
        column("name", audience=machines),
        column("number"),
        column("date", kind=Kind.DATE, audience=machines),
        column("due", kind=Kind.DATE, spare=True),
        column("days_past_due", "Days", Kind.COUNT),
        column("currency", "Cur"),
        column("open", kind=Kind.AMOUNT, total=True),
        column("insured", kind=Kind.AMOUNT, total=True),
        column("coverage", kind=Kind.SHARE, audience=machines),
        column("state"),
        column("notify_by", kind=Kind.DATE),
        column("notified", kind=Kind.DATE, spare=True),
        column("claim_from", kind=Kind.DATE, spare=True),
        *(column(key, audience=machines) for key in ("rep", "file")),
        column("line", kind=Kind.COUNT, audience=machines),
    ]
