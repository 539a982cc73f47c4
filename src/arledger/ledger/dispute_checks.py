"""Disputes and settlements of disputes that cannot be judged, and why."""

from collections.abc import Iterator
from datetime import date

from arledger.ledger.disputes import (
    Document,
    Documents,
    disputing,
    meant,
    named,
    owned,
    stated,
    wrong,
)
from arledger.ledger.model import Book, Event
from arledger.problems import Problem, Severity


def problems(book: Book) -> Iterator[Problem]:
    """A warning for each event that disputes or settles nothing."""
    events = disputing(book)
    documents = named(book, events)
    first: dict[Document, date] = {}
    for event in events:
        for key in meant(event, documents) if event.kind == "dispute" else ():
            first[key] = min(event.date, first.get(key, event.date))
    for event in events:
        yield from _amount(event) or _whose(event, documents) or _settles(event, documents, first)


def _amount(event: Event) -> list[Problem]:
    remedy = "correct it: as it is, it counts for nothing"
    return [_report(event, "bad-dispute", wrong(event), remedy)] if wrong(event) else []


def _whose(event: Event, documents: Documents) -> list[Problem]:
    """What is wrong with the document that an event names."""
    number, mine = event.tags["inv"], owned(event, documents)
    nothing = f"nothing is {'disputed' if event.kind == 'dispute' else 'resolved'}"
    customers = sorted({customer for customer, *_ in mine})
    theirs = " and ".join(sorted({currency or "no currency" for _, currency, _ in mine}))
    _, currency = stated(event)
    if len(customers) > 1:
        said = f"{number} is a document of {' and '.join(customers)}; {nothing}"
        return [_report(event, "ambiguous-document", said, "add customer:ID")]
    if event.customer and documents[number] and not mine:
        said = f"{event.customer} has no document {number}; {nothing}"
        return [_report(event, "unknown-document", said, "correct inv: or customer:")]
    if mine and currency is not None and currency not in {key[1] for key in mine}:
        said = f"{number} is in {theirs}, the amount in {currency}; {nothing}"
        return [_report(event, "dispute-currency", said, f"write the amount in {theirs}")]
    return []


def _settles(event: Event, documents: Documents, first: dict[Document, date]) -> list[Problem]:
    """What is wrong with a settlement of what was not disputed."""
    keys = meant(event, documents)
    if event.kind == "dispute" or not keys:
        return []
    if any(key in first and first[key] <= event.date for key in keys):
        return []
    said = f"nothing of {event.tags['inv']} was disputed by {event.date}"
    remedy = "write event:dispute for what was disputed, or correct inv:"
    return [_report(event, "unknown-dispute", said, remedy)]


def _report(event: Event, code: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, event.source.span, remedy, Severity.WARNING)
