"""Which keys of two policies differ, and where customers stood otherwise."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.contrast import Contrast
from arledger.measures.replay import Stood
from arledger.measures.standing import SEVERITY
from arledger.policy.compared import Difference, Value
from arledger.records import NamedTuple
from arledger.reports._report import Section
from arledger.table import Audience, Column, Kind, Table, column

MACHINES, PEOPLE = Audience.MACHINES, Audience.PEOPLE


class KeyRow(NamedTuple):
    """A key that differs."""

    key: str
    a: str
    """As TOML has it; "" where the policy has no such entry in a table."""
    b: str
    file_a: str | None
    """None: a default, or not there."""
    line_a: int | None
    file_b: str | None
    line_b: int | None


def keys(differences: list[Difference], names: tuple[str, str]) -> Section[KeyRow]:
    """The section of what the policies say differently."""
    rows = [
        KeyRow(
            one.key, one.first.text, one.second.text,
            *_place(one.first, names[0]), *_place(one.second, names[1]),
        )
        for one in differences
    ]  # fmt: skip
    columns: list[Column[Any]] = [
        column("key"),
        column("a", "A", wrap=True),
        column("b", "B", wrap=True),
        column("file_a", audience=MACHINES),
        column("line_a", kind=Kind.COUNT, audience=MACHINES),
        column("file_b", audience=MACHINES),
        column("line_b", kind=Kind.COUNT, audience=MACHINES),
        column("from_a", "A from", of=lambda row: _said(row.file_a, row.line_a), audience=PEOPLE),
        column("from_b", "B from", of=lambda row: _said(row.file_b, row.line_b), audience=PEOPLE),
    ]
    return Section("keys", "What differs", Table(columns, rows), empty="The policies say the same.")


def _place(value: Value, name: str) -> tuple[str | None, int | None]:
    return (name if value.line else None), value.line


def _said(file: str | None, line: int | None) -> str:
    return f"{file}:{line}" if file else "default"


class StandingRow(NamedTuple):
    """A customer on a day on which grade or status differ; None: not known under that policy."""

    date: dt.date
    customer: str
    name: str
    grade_a: str | None
    grade_b: str | None
    status_a: str | None
    status_b: str | None
    reasons_a: str | None
    """Every one, with ``; `` between; "" for none."""
    reasons_b: str | None

    why: str
    """What the graver status follows from; "" where it is the same."""


def standings(
    book: Book | None, contrast: Contrast | None, days: list[dt.date]
) -> Section[StandingRow]:
    """The section of where customers stood."""
    rows = list(_rows(book, contrast)) if book and contrast else []
    columns: list[Column[Any]] = [
        column("date", kind=Kind.DATE),
        column("customer"),
        column("name", audience=MACHINES),
        column("grade_a", "Grade A"),
        column("grade_b", "B"),
        column("status_a", "Status A"),
        column("status_b", "B"),
        column("reasons_a", audience=MACHINES),
        column("reasons_b", audience=MACHINES),
        column("why", audience=PEOPLE, wrap=True),
    ]
    said = [f"Looked at on {len(days)} days: {_listed(days)}."] if days else []
    return Section(
        "standings",
        "Where customers stood otherwise",
        Table(columns, rows),
        notes=said,
        empty="Everybody stood the same.",
    )


def _rows(book: Book, contrast: Contrast) -> Iterator[StandingRow]:
    known = (book.whole or book).customers
    for day, customer, a, b in contrast.stood():
        if book.whole is None or customer in book.customers:
            yield StandingRow(
                day, customer, known[customer].name if customer in known else customer,
                *_pair(a, b, "grade"), *_pair(a, b, "status"), _reasons(a), _reasons(b),
                _why(a, b),
            )  # fmt: skip


def _pair(a: Stood | None, b: Stood | None, name: str) -> tuple[str | None, str | None]:
    return getattr(a, name, None), getattr(b, name, None)


def _reasons(one: Stood | None) -> str | None:
    return "; ".join(one.reasons) if one else None


def _why(a: Stood | None, b: Stood | None) -> str:
    """What makes the graver of two statuses; "" of two that are the same."""
    graver = max((one for one in (a, b) if one), key=lambda one: SEVERITY[one.status])
    same = a is not None and b is not None and a.status == b.status
    return "" if same else "; ".join(graver.gravest)


def _listed(days: list[dt.date]) -> str:
    """The days, of many the first and the last."""
    if len(days) <= 4:
        return ", ".join(map(str, days))
    return f"{days[0]}, {days[1]} … {days[-1]}"
