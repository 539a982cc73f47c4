"""Who is on hold, since when, why, and what would release them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.exposure_lines import lines_of, row_of
from arledger.measures.held_since import HeldSince
from arledger.measures.standing import HELD, Reason, Standing, Standings
from arledger.policy.model import Policy
from arledger.records import NamedTuple, replaced
from arledger.reports._report import Report, heading, notes, party
from arledger.table import Audience, Column, Kind, Table, column

VERSION = 1


class HoldRow(NamedTuple):
    """One reason for which nothing more may be delivered to a customer on credit."""

    customer: str
    name: str
    status: str
    """stop, if somebody said so; hold, if it follows from a limit."""
    since: dt.date | None
    """None: from the beginning."""
    reason: str
    release: str
    """What would end it."""
    currency: str
    net: Decimal
    limit: Decimal | None
    code: str
    rep: str
    file: str | None
    line: int | None
    """Where it is written; None: it was worked out."""


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
) -> Report[HoldRow]:
    """Who is on hold, since when, why, and what would release them.

    Everybody to whom nothing more may be delivered on credit: above a limit, without credit, or
    stopped by somebody's word. A line for each reason; all of them have to go.
    """
    standings = Standings(book)
    found = standings.all() if book.whole is None else standings.all(book.customers)
    since = HeldSince(standings)
    rows = [row for one in found if one.is_held for row in _rows(book, standings, since, one)]
    return Report(
        name="holds",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), "On hold"),
        table=Table(_columns(book), sorted(rows, key=_order)),
        as_of=as_of,
        notes=notes(replaced(book, selected="")),
        styles=book.journal.commodities,
        empty="Nobody is on hold.",
    )


def _order(row: HoldRow) -> tuple[Any, ...]:
    """Who was stopped first, each customer's since when."""
    return (row.customer.casefold(), row.customer, row.status != "stop", row.since or dt.date.min)


def _rows(book: Book, standings: Standings, since: HeldSince, one: Standing) -> Iterator[HoldRow]:
    worked_out = since.of(one)
    row = row_of(book, standings, next(lines_of(book, standings, one)))
    for reason in one.reasons:
        if reason.status in HELD:
            yield HoldRow(
                customer=one.customer,
                name=row.name or one.customer,
                status=reason.status,
                since=reason.since or worked_out.get(reason.code),
                reason=reason.text,
                release=reason.release,
                currency=row.currency,
                net=row.net,
                limit=row.limit,
                code=reason.code,
                rep=row.rep or "",
                file=_place(reason)[0],
                line=_place(reason)[1],
            )


def _place(reason: Reason) -> tuple[str | None, int | None]:
    return (reason.source.path, reason.source.line) if reason.source else (None, None)


def _columns(book: Book) -> list[Column[Any]]:
    """All columns."""
    machines = Audience.MACHINES
    return [
        party(book),
        column("name", audience=machines),
        column("status"),
        column("since", kind=Kind.DATE),
        column("reason", wrap=True),
        column("release", "Until", wrap=True),
        column("currency", "Cur", audience=machines),
        column("net", kind=Kind.AMOUNT, audience=machines),
        column("limit", kind=Kind.AMOUNT, audience=machines),
        *(column(key, audience=machines) for key in ("code", "rep", "file")),
        column("line", kind=Kind.COUNT, audience=machines),
    ]
