"""Promises added up: by state, customer, month or tag, and by when their money is to come."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, get_args

from arledger.dates import add_days, month_end
from arledger.ledger.model import Book
from arledger.measures.promises_kept import Tally, tallies
from arledger.measures.promises_verdict import Judgment, State
from arledger.records import replaced
from arledger.reports._report import key_columns, state_column
from arledger.reports.promises.lines import name_of, tag_of
from arledger.table import Audience, Column, Kind, column

STATES: tuple[str, ...] = get_args(State)

Span = Literal["week", "month"]


class GroupRow(NamedTuple):
    """The promises of a state, a customer, a month or a tag's value, in one currency."""

    key: str | None
    """None in totals; "" for those without the tag."""
    name: str | None
    currency: str
    tally: Tally


class WeekRow(NamedTuple):
    """The money still to come in one week or month, in one currency."""

    period: str | None
    """As 2026-W45 or 2026-11; None in totals."""
    begin: dt.date | None
    last: dt.date | None
    currency: str
    tally: Tally


def grouped(book: Book, found: list[Judgment], by: str) -> Iterator[GroupRow]:
    """The groups in order; by nothing, the totals."""

    def key(one: Judgment) -> str:
        if by in {"", "state"}:
            return one.state if by else ""
        if by == "customer":
            return one.promise.customer or ""
        return f"{one.promise.promised:%Y-%m}" if by == "period" else tag_of(book, one.promise, by)

    sums = tallies(found, book, key, ended=by == "state")
    for (value, currency), tally in sums.items():
        name = name_of(book, value) if by == "customer" else None
        yield GroupRow(value if by else None, name, currency, _as_shown(book, currency, tally))


def untagged(by: str, rows: Sequence[GroupRow]) -> list[str]:
    """What to say when no promise and no customer has the tag that makes the lines."""
    if not rows or any(row.key != "" for row in rows):
        return []
    return [f"no customer and no promise has the tag {by}"]


def _as_shown(book: Book, currency: str, tally: Tally) -> Tally:
    """The tally with its amounts as they are printed."""
    amounts = {key: getattr(tally, key) for key in ("amount", "paid", "left")}
    return replaced(tally, **{key: book.shown(currency, x) for key, x in amounts.items()})


def group_columns(by: str) -> list[Column[Any]]:
    """The columns of what is added up; people see no count of states when states are the lines."""
    counts = Audience.MACHINES if by == "state" else Audience.ALL
    named = Audience.ALL if by == "customer" else Audience.MACHINES
    return [
        *key_columns(by.capitalize()),
        column("name", audience=named),
        column("currency", "Cur"),
        column("promises", kind=Kind.COUNT, of=lambda row: row.tally.promises),
        *(state_column(state, counts) for state in STATES),
        column("amount", kind=Kind.AMOUNT, of=lambda row: row.tally.amount, total=True),
        column("paid", kind=Kind.AMOUNT, of=lambda row: row.tally.paid, total=True),
        column("left", kind=Kind.AMOUNT, of=lambda row: row.tally.left, total=True),
        column(
            "kept_by_count", "% kept", Kind.SHARE, of=lambda row: row.tally.kept_by_count,
            audience=counts,
        ),
        column(
            "kept_by_amount", "% by amount", Kind.SHARE, of=lambda row: row.tally.kept_by_amount,
            audience=counts,
        ),
    ]  # fmt: skip


def weeks(book: Book, found: list[Judgment], span: Span | None) -> Iterator[WeekRow]:
    """What is open by the week or month in which to ask for it; without a span, the totals."""

    def key(one: Judgment) -> str:
        if span is None:
            return ""
        back = one.due.weekday() if span == "week" else one.due.day - 1
        return add_days(one.due, -back).isoformat()

    still = [one for one in found if one.state == "open"]
    for (first, currency), exact in tallies(still, book, key, ended=False).items():
        tally = _as_shown(book, currency, exact)
        if not first:
            yield WeekRow(None, None, None, currency, tally)
            continue
        begin = dt.date.fromisoformat(first)
        year, week, _ = begin.isocalendar()
        label, last = f"{begin:%Y-%m}", month_end(begin)
        if span == "week":
            label, last = f"{year}-W{week:02}", add_days(begin, 6)
        yield WeekRow(label, begin, last, currency, tally)


WEEK_COLUMNS = [
    column("period"),
    column("begin", "From", Kind.DATE),
    column("last", "To", Kind.DATE),
    column("currency", "Cur"),
    column("promises", kind=Kind.COUNT, of=lambda row: row.tally.promises),
    column("amount", kind=Kind.AMOUNT, of=lambda row: row.tally.amount, total=True),
    column("paid", kind=Kind.AMOUNT, of=lambda row: row.tally.paid, total=True),
    column("left", "To come", Kind.AMOUNT, of=lambda row: row.tally.left, total=True),
]
