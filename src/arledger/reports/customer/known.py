"""Sections of the credit file: who it is, what changed, on what terms and up to which limit."""

import datetime as dt
from collections.abc import Iterator

from arledger.ledger.master import Known, changes, master_data
from arledger.ledger.model import Book
from arledger.measures.limits import Limit, group_limit
from arledger.measures.standing import Standings
from arledger.money import plain
from arledger.problems import Span
from arledger.records import NamedTuple
from arledger.reports._report import Section, places, said
from arledger.table import Audience, Kind, Table, column

_IN_FORCE = frozenset({"terms", "limit", "limit-until"})
"""Master data that people find in force, in a section of their own."""


class FactRow(NamedTuple):
    """One thing that is known."""

    key: str
    value: str
    since: dt.date | None
    """None: from the beginning."""
    until: dt.date | None
    """Its last day; None: until something else is said."""
    rule: str
    """What says so."""
    account: str
    """The branch for which alone it holds; "": for all of the customer's."""
    file: str | None
    line: int | None


class ChangeRow(NamedTuple):
    """What one review says of one thing; of a review that changes nothing, one without a key."""

    date: dt.date
    key: str
    before: str
    after: str
    by: str
    note: str
    file: str
    line: int


def master(book: Book, customer: str) -> Section[FactRow]:
    """Master data in force, each with the line that says it."""
    rows = [_fact(one) for one in master_data(book, customer) if one.key not in _IN_FORCE]
    return Section("master-data", "Master data", _facts(rows, why=False))


def credit(book: Book, standings: Standings, customer: str) -> Section[FactRow]:
    """Terms and limit in force, and the limit of the group."""
    rows = list(_in_force(book, standings, customer))
    return Section("credit", "Terms and limit in force", _facts(rows, why=True))


def _facts(rows: list[FactRow], *, why: bool) -> Table[FactRow]:
    """The facts; people are spared days that none has."""
    columns = [
        column("key", audience=Audience.MACHINES),
        column("key", "What", of=_label, audience=Audience.PEOPLE),
        column("value", wrap=True),
        column("since", kind=Kind.DATE, audience=_seen(any(row.since for row in rows))),
        column("until", kind=Kind.DATE, audience=_seen(any(row.until for row in rows))),
        column("rule", "By", audience=_seen(why), wrap=True),
        column("account", audience=Audience.MACHINES),
        *places(),
    ]
    return Table(columns, rows)


def _seen(by_people: bool) -> Audience:
    return Audience.ALL if by_people else Audience.MACHINES


def _label(row: FactRow) -> str:
    words = row.key.replace("-", " ")
    return f"{words} ({row.account})" if row.account else words


def _fact(one: Known) -> FactRow:
    path, line = _place(one.source)
    return FactRow(one.key, one.value, one.since, None, one.rule, one.branch, path, line)


def _place(span: Span | None) -> tuple[str | None, int | None]:
    return (span.path, span.line) if span else (None, None)


def _in_force(book: Book, standings: Standings, customer: str) -> Iterator[FactRow]:
    everything = master_data(book, customer)
    yield from (_fact(one) for one in everything if one.key == "terms")
    known = {one.key: one for one in everything if not one.branch}
    limit = standings.exposures.limits.of(customer)
    if limit.source and limit.since is None and "limit" in known:
        limit = limit._replace(source=known["limit"].source)  # the very line of the directive
    yield _limit(book, "limit", limit)
    for group in standings.groups_of(customer):
        if common := group_limit(book.policy, group):
            yield _limit(book, f"limit of the group {group}", common)


def _limit(book: Book, key: str, limit: Limit) -> FactRow:
    value = "none"
    if limit.amount is not None:
        value = f"{plain(book.shown(limit.currency, limit.amount))} {limit.currency}".rstrip()
    return FactRow(key, value, limit.since, limit.until, limit.why, "", *_place(limit.source))


def reviews(book: Book, customer: str) -> Section[ChangeRow]:
    """What reviews changed, the oldest first."""
    rows = []
    for change in changes(book, customer):
        event = change.review
        span, by = event.source.span, event.tags.get("by", "")
        rows.append(
            ChangeRow(
                event.date, change.key, change.before, change.after, by,
                said(book, event.customer, event.source.entry), span.path, span.line,
            )
        )  # fmt: skip
    columns = [
        column("date", kind=Kind.DATE),
        column("key", "What"),
        column("before", "From"),
        column("after", "To"),
        column("by"),
        column("note", wrap=True),
        *places(),
    ]
    return Section("reviews", "Reviews", Table(columns, rows))
