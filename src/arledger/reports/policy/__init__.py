"""What if the policy had been another: past days under both, and what the difference is worth."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from arledger.dates import add_days, add_months, month_end
from arledger.ledger.model import Book
from arledger.measures.contrast import Contrast
from arledger.measures.sales import Sale, key_of
from arledger.policy.compared import Difference
from arledger.policy.model import Policy
from arledger.policy.sections.watch import Interval
from arledger.records import NamedTuple
from arledger.reports._report import Document, Section
from arledger.reports.policy.lines import keys, standings
from arledger.reports.policy.money import outcome, refused

VERSION = 1

_MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class Compared(NamedTuple):
    """Two policies as they were read."""

    names: tuple[str, str]
    """Their files, as given."""
    second: Policy
    differences: list[Difference]


class Span(NamedTuple):
    """The days that are replayed."""

    first: dt.date | None = None
    """None: the day after that a year before the last."""
    last: dt.date | None = None
    """None: the as-of day."""
    every: Interval = "month"
    """How often customers are looked at: at the ends of these, and on the last day."""


def difference(book: Book, compared: Compared, span: Span, section: str | None = None) -> Document:
    """The document of two policies: keys, outcome, what only one refuses, where customers stood.

    A is the book's policy. ValueError where the days cannot be replayed.
    """
    begin, end = _days(book, span)
    days = [*_reviews(begin, end, span.every)]
    contrast = Contrast(book, compared.second, days, begin, end)
    meant = _meant(book)
    chosen = f", only {book.selected}" if book.selected else ""
    first, second = compared.names
    return Document(
        name="policy",
        version=VERSION,
        title=f"What if: {first} (A) or {second} (B), from {begin} to {end}, judged as of"
        f" {book.as_of}{chosen}",
        sections=[
            keys(compared.differences, compared.names),
            outcome(book, contrast, meant),
            refused(book, contrast, meant),
            standings(book, contrast, days),
        ],
        as_of=book.as_of,
        notes=[_CANNOT_KNOW],
        styles=book.journal.commodities,
        extra={"a": first, "b": second, "from": begin.isoformat(), "to": end.isoformat()},
    ).only(section)


_CANNOT_KNOW = (
    "The books stay as they were: what is refused still counts afterwards, and nobody knows what a"
    " customer would have done."
)


def blank(section: str | None = None) -> Document:
    """The document before anything was asked: its columns."""
    made: list[Section[Any]] = [
        keys([], ("", "")),
        outcome(None, None, _everything),
        refused(None, None, _everything),
        standings(None, None, []),
    ]
    return Document("policy", VERSION, "", made).only(section)


def _everything(_: Sale) -> bool:
    return True


def _days(book: Book, span: Span) -> tuple[dt.date, dt.date]:
    """The first and the last day to be replayed."""
    end = span.last or book.as_of
    if end > book.as_of:
        raise ValueError(f"--to {end} is after {book.as_of}, the day as of which all is judged")
    begin = span.first or min(add_days(add_months(end, -12), 1), end)
    if begin > end:
        raise ValueError(f"--from {begin} is after --to {end}")
    return begin, end


def _reviews(begin: dt.date, end: dt.date, every: Interval) -> Iterator[dt.date]:
    """The days on which customers are looked at, the first one first."""
    months = _MONTHS[every]
    day = month_end(add_months(begin.replace(day=1), -begin.month % months))
    while day < end:
        yield day
        day = month_end(add_months(day.replace(day=1), months))
    yield end


def _meant(book: Book) -> Any:
    """Whether a sale is of the selection; its orders are those of the currencies it has."""
    if book.whole is None:
        return _everything
    keys_ = {key_of(item) for item in book.items if item.kind == "invoice"}
    shown = {(item.customer, item.currency) for item in book.items}
    left_out = {(item.customer, item.currency) for item in book.whole.items} - shown

    def meant(sale: Sale) -> bool:
        if sale.kind == "invoice":
            return sale.key in keys_
        return sale.customer in book.customers and (sale.customer, sale.currency) not in left_out

    return meant
