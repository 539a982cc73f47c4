"""Reports of snippets, as the command line makes them."""

from datetime import date
from typing import Any

from tests.ledger.books import YEAR_END, book_of

from arledger.ledger.model import Book
from arledger.ledger.valuation import Valuation
from arledger.money import exact
from arledger.reports import (
    aging,
    alerts,
    contacts,
    cover,
    customer,
    customers,
    disputes,
    exposure,
    grades,
    history,
    holds,
    open_items,
    promises,
    why,
    worklist,
)
from arledger.reports._report import Report

REPORTS = {
    "aging": aging.report,
    "alerts": alerts.report,
    "open": open_items.report,
    "customers": customers.report,
    "customer": customer.report,
    "history": history.report,
    "promises": promises.report,
    "disputes": disputes.report,
    "contacts": contacts.report,
    "cover": cover.report,
    "exposure": exposure.report,
    "grades": grades.report,
    "holds": holds.report,
    "why": why.report,
    "worklist": worklist.report,
}


def report_of(book: Book, name: str, *args: Any, **options: Any) -> Report[Any]:
    with exact():
        return REPORTS[name](book, book.as_of, book.policy, *args, **options)  # type: ignore[operator, no-any-return]


def made(
    name: str,
    text: str,
    as_of: str | date = YEAR_END,
    *args: Any,
    value: str = "",
    how: dict[str, Any] | None = None,
    **options: Any,
) -> Report[Any]:
    """The report of a snippet; ``value`` is -X, ``how`` goes to the book."""
    book = book_of(text, as_of, **(how or {}))
    if value:
        book.valuation = Valuation.at(
            value, book.as_of, book.journal.prices, book.journal.commodities
        )
    return report_of(book, name, *args, **options)


def machine(report: Report[Any]) -> list[dict[str, Any]]:
    """The rows as machines read them: key to value."""
    return [{c.key: c.of(row) for c in report.table.for_machines()} for row in report.rows]
