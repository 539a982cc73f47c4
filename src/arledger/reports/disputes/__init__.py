"""What customers dispute, why, whose it is to settle, and what became of it."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from arledger.ledger.disputes import Dispute, disputes
from arledger.ledger.model import Book
from arledger.policy.model import Policy
from arledger.records import replaced
from arledger.reports._report import Report, heading, notes, party, unpriced
from arledger.reports.disputes.groups import group_columns, grouped, untagged
from arledger.reports.disputes.lines import columns, row_of, totals_of
from arledger.table import Table

VERSION = 1

State = Literal["open", "closed"]


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    by: Annotated[str | None, "Add up by cause, owner, customer, rep or any tag."] = None,
    state: Annotated[
        State | None, "Only those that are open, or only those that are closed."
    ] = None,
) -> Report[Any]:
    """What customers dispute, why, whose it is to settle, and what became of it.

    A dispute is of an invoice or of part of it. It is closed when it was resolved (credited,
    rejected, withdrawn), or when nothing is left open of its invoice (settled). What is open of
    it is never more than what is open of the invoice.
    """
    found = [one for one in disputes(book) if state in (None, "closed" if one.closed else "open")]
    rows: list[Any] = list(grouped(book, found, by)) if by else [row_of(book, o) for o in found]
    title = "disputes" if book.side == "receivable" else "disputes with suppliers"
    return Report(
        name="disputes",
        version=VERSION,
        title=heading(book, f"{state} {title}".capitalize() if state else title.capitalize()),
        table=Table(group_columns(by) if by else columns(party(book)), rows),
        as_of=as_of,
        totals=list(grouped(book, found, "")) if by else totals_of(book, found),
        notes=[*_waiting(found), *notes(replaced(book, selected=""))],
        remarks=untagged(by, rows) if by else [],
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="No disputes.",
    )


def _waiting(found: list[Dispute]) -> Iterator[str]:
    """That some documents are not there yet."""
    numbers = sorted({one.document[2] for one in found if not one.items and not one.closed})
    if numbers:
        yield f"There is no {' and no '.join(numbers)} yet: nothing of it is open."
