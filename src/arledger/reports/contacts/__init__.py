"""What was said, by whom, and what is to be done next."""

import datetime as dt
from typing import Annotated, Any

from arledger.ledger.model import Book
from arledger.measures.contacts import Contact, contacts
from arledger.policy.model import Policy
from arledger.records import replaced
from arledger.reports._report import Report, heading, notes, party, remarks, unpriced
from arledger.reports.contacts.groups import group_columns, grouped, totals_of, untagged
from arledger.reports.contacts.lines import columns, row_of
from arledger.table import Table

VERSION = 1


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    by: Annotated[
        str | None, "Add up what is overdue by the cause last given, by customer, rep or any tag."
    ] = None,
    due: Annotated[bool, "Only contacts whose next step is due, today or since before."] = False,
    overdue: Annotated[bool, "Only contacts whose next step is overdue."] = False,
) -> Report[Any]:
    """What was said, by whom, and what is to be done next.

    Calls, visits, mails and meetings, with the cause of not paying and the next step. A next
    step is met by a contact or a promise on its day or later, or replaced by the next step of
    a contact before; else it is planned, due or overdue. --by cause: how much is overdue why.
    """
    if by and (due or overdue):
        raise ValueError("--by adds up what is overdue: it goes with neither --due nor --overdue")
    return _added_up(book, by) if by else _listed(book, as_of, _state(due=due, overdue=overdue))


def _state(*, due: bool, overdue: bool) -> tuple[str, ...]:
    """The states of next steps that are meant; empty: all contacts, with one or without."""
    if overdue:
        return ("overdue",)
    return ("due", "overdue") if due else ()


def _listed(book: Book, as_of: dt.date, states: tuple[str, ...]) -> Report[Any]:
    found = [one for one in contacts(book) if not states or one.follow_up in states]
    if states:
        found.sort(key=_next_first)
    what = {1: "Contacts whose next step is overdue", 2: "Contacts whose next step is due"}
    chosen = replaced(book, terms_assumed=0)
    return Report(
        name="contacts",
        version=VERSION,
        title=heading(chosen, what.get(len(states), "Contacts")),
        table=Table(columns(party(book)), [row_of(book, one) for one in found]),
        as_of=as_of,
        styles=book.journal.commodities,
        empty="No contacts.",
    )


def _next_first(one: Contact) -> dt.date:
    return one.next or dt.date.max


def _added_up(book: Book, by: str) -> Report[Any]:
    rows = list(grouped(book, by))
    return Report(
        name="contacts",
        version=VERSION,
        title=heading(book, f"What is overdue by {by}"),
        table=Table(group_columns(by), rows),
        as_of=book.as_of,
        totals=totals_of(book),
        notes=notes(replaced(book, selected="")),
        remarks=[*remarks(book), *untagged(by, rows)],
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nothing is overdue.",
    )
