"""Every open item with its due date."""

import datetime as dt
from typing import Annotated, Literal

from arledger.ledger.model import Book
from arledger.measures.open_items import (
    OpenRow,
    oldest_first,
    on_account,
    open_items,
    rounded,
    totals_of,
)
from arledger.policy.model import Policy
from arledger.policy.sections.books import Basis
from arledger.reports._report import Report, heading, notes, party, remarks, unpriced
from arledger.table import Audience, Column, Kind, Table, column

Sort = Literal["due", "customer", "amount"]

VERSION = 1


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    basis: Annotated[
        Basis | None, "Count days from the due date, the document's date or the original due date."
    ] = None,
    overdue: Annotated[bool, "Only what is past due."] = False,
    sort: Annotated[Sort, "Order of the lines."] = "customer",
) -> Report[OpenRow]:
    """Every open item with its due date, the days it is late and what is left to pay.

    Credits that are not applied stand among them with a negative open amount in the bucket
    unapplied, so that the rows add up to the balance.
    """
    rows = open_items(book, basis)
    if overdue:
        rows = [row for row in rows if row.days_past_due is not None and row.days_past_due > 0]
    else:
        rows += on_account(book)
    said = ["Only what is past due; unapplied credits are left out."] if overdue else []
    totals = [rounded(book, row) for row in totals_of(rows)]
    rows = [rounded(book, row) for row in rows]
    return Report(
        name="open",
        version=VERSION,
        title=heading(book, f"Open {book.side} items"),
        table=Table([party(book), *_columns(rows)], sorted(rows, key=_SORTS[sort])),
        as_of=as_of,
        totals=totals,
        notes=[*said, *notes(book)],
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nothing is open.",
    )


def _columns(rows: list[OpenRow]) -> list[Column[OpenRow]]:
    """All but the first; people are spared that of what is disputed when nothing is."""
    shown = Audience.PEOPLE if any(row.disputed for row in rows) else None
    return [
        column("name", audience=Audience.MACHINES),
        column("number"),
        column("kind"),
        column("date", kind=Kind.DATE),
        column("due", kind=Kind.DATE),
        column("days_past_due", "Days", Kind.COUNT),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT, total=False),
        column("open", kind=Kind.AMOUNT, total=True),
        *([column("disputed", kind=Kind.AMOUNT, total=True, audience=shown)] if shown else []),
        column("bucket"),
        column("reference"),
        column("disputed", kind=Kind.AMOUNT, audience=Audience.MACHINES),
    ]


_SORTS = {
    "customer": lambda r: (r.customer.casefold(), r.customer, r.currency, *oldest_first(r)),
    "due": lambda r: (oldest_first(r), r.customer),
    "amount": lambda r: (r.currency, -r.open, r.customer, oldest_first(r)),
}
