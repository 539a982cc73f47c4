"""Sections of the credit file: what is owed, how late it is, and how they pay."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from arledger.dates import add_days
from arledger.ledger.model import Book
from arledger.measures.aging import Aged, Aging, Buckets, disputed_parts
from arledger.measures.behaviour import Paid, behaviour, paid, recent_from
from arledger.measures.open_items import (
    OpenRow,
    oldest_first,
    on_account,
    rounded,
    totals_of,
)
from arledger.measures.open_items import open_items as open_rows
from arledger.policy.model import Policy
from arledger.policy.sections.collecting import Averaged
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.table import Audience, Column, Kind, Table, column


class StripRow(NamedTuple):
    """What is owed in one currency, by how late it is."""

    currency: str
    buckets: tuple[Decimal, ...]
    unapplied: Decimal
    total: Decimal
    disputed: Decimal
    """Part of the total."""
    oldest: int | None
    """Days past due of the latest open item."""


class PaymentsRow(NamedTuple):
    """How sales of one currency were paid in one period."""

    period: str
    since: dt.date | None
    """None: from the beginning."""
    until: dt.date
    currency: str
    method: str
    """How days are averaged."""
    documents: int
    """How many were paid, in full or in part."""
    paid: Decimal
    days_to_pay: Decimal | None
    days_late: Decimal | None
    """Past the due date, where early counts as 0."""
    days_past_due: Decimal | None
    """Past the due date, where early takes away."""


def aging(book: Book, policy: Policy) -> Section[StripRow]:
    """A line a currency, as aging has it."""
    choice = policy.aging
    found = Aging(
        book.as_of, Buckets(choice.buckets), choice.basis, choice.unapplied, choice.disputed,
        book.valuation,
    )  # fmt: skip
    items = book.open_items()
    found.add(items, lambda _: None)
    found.set_apart(items, disputed_parts(book), lambda _: None)
    found.take(book.unapplied(), lambda _: None)
    lines = sorted((group.currency, aged) for group, aged in found.lines.items())
    rows = [_strip(book, currency, aged) for currency, aged in lines]
    columns = _strip_columns(found.buckets, apart=choice.disputed == "column", rows=rows)
    return Section("aging", "Aging", Table(columns, rows), empty="Nothing is open.")


def _strip(book: Book, currency: str, aged: Aged) -> StripRow:
    shown = [book.shown(currency, amount) for amount in aged.buckets]
    unapplied, total, disputed = (
        book.shown(currency, amount) for amount in (aged.unapplied, aged.total, aged.disputed)
    )
    return StripRow(currency, tuple(shown), unapplied, total, disputed, aged.oldest)


def _strip_columns(
    buckets: Buckets, *, apart: bool, rows: list[StripRow]
) -> list[Column[StripRow]]:
    """People are spared what is disputed when nothing is."""
    people = Audience.PEOPLE if any(row.disputed for row in rows) else None
    shown = [column("disputed", kind=Kind.AMOUNT, audience=people)] if people else []
    return [
        column("currency", "Cur"),
        *(
            column(key, key.capitalize().replace("-", "–"), Kind.AMOUNT, of=_bucket(i), late=i)
            for i, key in enumerate(buckets.keys)
        ),
        *(shown if apart else ()),
        column("unapplied", kind=Kind.AMOUNT),
        column("total", kind=Kind.AMOUNT),
        column("disputed", kind=Kind.AMOUNT, audience=Audience.MACHINES),
        *(() if apart else shown),
        column("oldest", kind=Kind.COUNT, audience=Audience.MACHINES),
        column("oldest", "Oldest, days", Kind.COUNT, of=_late, audience=Audience.PEOPLE),
        column("bar", "", Kind.BAR, of=lambda row: row.buckets, audience=Audience.PEOPLE),
    ]


def _late(row: StripRow) -> int | None:
    """Days past due of the latest item; None when nothing is late."""
    return row.oldest if row.oldest is not None and row.oldest > 0 else None


def _bucket(place: int) -> Any:
    return lambda row: row.buckets[place]


def open_items(book: Book) -> Section[OpenRow]:
    """Every open item and every credit on account, as open has them."""
    exact = [*open_rows(book), *on_account(book)]
    rows = sorted(
        (rounded(book, row) for row in exact), key=lambda row: (row.currency, *oldest_first(row))
    )
    shown = Audience.ALL if any(row.disputed for row in rows) else Audience.MACHINES
    columns = [
        column("number"),
        column("kind", spare=True),
        column("date", kind=Kind.DATE),
        column("due", kind=Kind.DATE),
        column("days_past_due", "Days", Kind.COUNT),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT),
        column("open", kind=Kind.AMOUNT, total=True),
        column("disputed", kind=Kind.AMOUNT, total=True, audience=shown),
        column("bucket"),
        column("reference"),
        *places(),
    ]
    totals = [rounded(book, row) for row in totals_of(exact)]
    return Section("open-items", "Open items", Table(columns, rows), totals)


def payments(book: Book, customer: str, method: Averaged | None) -> Section[PaymentsRow]:
    """How they pay: lately, and before."""
    parts = [part for own in paid(book, customer).values() for part in own]
    chosen = method or book.policy.behaviour.method
    rows = list(_paying(book, parts, chosen))
    columns = [
        column("period"),
        column("since", kind=Kind.DATE, audience=Audience.MACHINES),
        column("until", kind=Kind.DATE, audience=Audience.MACHINES),
        column("currency", "Cur"),
        column("documents", kind=Kind.COUNT),
        column("paid", kind=Kind.AMOUNT),
        column("days_to_pay", "Days to pay", Kind.DAYS),
        column("days_late", "Days late", Kind.DAYS),
        column("days_past_due", "Late less early", Kind.DAYS),
        column("method", audience=Audience.MACHINES),
    ]
    said = [f"Days are averaged {_METHODS[chosen]} ({chosen})."] if rows else []
    return Section("payments", "Payment behaviour", Table(columns, rows), notes=said)


_METHODS = {
    "cash-weighted": "by amount, each payment at its day",
    "closed": "by amount, each item settled in full at the day it was settled",
    "simple": "over items settled in full, each once",
}


def _paying(book: Book, parts: list[Paid], method: Averaged) -> Iterator[PaymentsRow]:
    months, since = book.policy.behaviour.months, recent_from(book)
    last = "last month" if months == 1 else f"last {months} months"
    before = add_days(since, -1)
    for period, begin, end in ((last, since, book.as_of), ("before", dt.date.min, before)):
        for currency, found in behaviour(book, parts, method, begin, end).items():
            yield PaymentsRow(
                period, begin if begin > dt.date.min else None, end, currency, method,
                len(found.documents), book.shown(currency, found.paid), found.days_to_pay,
                found.days_late, found.days_past_due,
            )  # fmt: skip
