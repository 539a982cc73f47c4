"""Whom to contact today, in order, and what to ask for."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from arledger.ledger.model import Book
from arledger.measures.worklist import Call, responsible, within, worklist
from arledger.policy.model import Policy
from arledger.records import NamedTuple, replaced
from arledger.reports._report import Report, heading, notes, party, remarks, unpriced
from arledger.reports.worklist.lines import WorkRow, chosen_of, columns, rows_of, totals_of
from arledger.reports.worklist.tasks import task_of
from arledger.table import Table

VERSION = 1

NO_TIME = "no time for it"

FORMATS = ("todo", "ics")
"""What it is written as beside what every report is: todo.txt and iCalendar."""


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    rep: Annotated[
        str | None, "Only whom this collector is to contact, or this rep where there is none."
    ] = None,
    minutes: Annotated[int | None, "Only as many contacts as there is time for."] = None,
    all_: Annotated[bool, "Also who is not to be contacted today, and why."] = False,
) -> Report[WorkRow]:
    """Whom to contact today, in order, and what to ask for.

    The order comes from rules of the policy, each worth points: a broken promise, a follow-up
    that is due, a bucket crossed, the amount, and so on; each is shown. Who promised and has
    time left, disputes it all, was contacted today or is at law is left alone.
    """
    if book.side == "payable":
        raise ValueError("a worklist is of what we are owed: --payable does not go with it")
    if minutes is not None and minutes < 1:
        raise ValueError(f"--minutes {minutes}: write 1 or more")
    day, chosen = _day_of(book, rep, minutes), chosen_of(book)
    ranked = [*enumerate(day.calls, 1)]
    rows = [row for rank, call in ranked for row in rows_of(book, call, rank, chosen)]
    if all_:
        rows += [row for call in day.resting for row in rows_of(book, call, None, chosen)]
    return Report(
        name="worklist",
        version=VERSION,
        title=heading(book, f"Worklist of {rep}" if rep else "Worklist"),
        table=Table(columns(party(book)), rows),
        as_of=as_of,
        totals=totals_of(book, rows),
        notes=[
            *_time(day, minutes),
            *([] if all_ else _resting(day)),
            *notes(replaced(book, selected="")),
        ],
        remarks=[*remarks(book), *_nobody(book, rep)],
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nobody is to be contacted.",
        extra={"contacts": len(day.calls), "left_over": day.left_over},
        tasks=[task_of(book, call, rank, chosen) for rank, call in ranked],
    )


class _Day(NamedTuple):
    """What the day brings."""

    calls: Sequence[Call]
    """Whom to contact, in order."""
    left_over: int
    """For how many more there is no time."""
    resting: Sequence[Call]
    """Who is not contacted: first those for whom there is no time."""


def _day_of(book: Book, rep: str | None, minutes: int | None) -> _Day:
    """The calls that are this person's, as many as there is time for."""
    found = worklist(book)
    if rep:
        found = [c for c in found if rep.casefold() in responsible(c.standing.master)]
    calls = [call for call in found if not call.against]
    count = len(calls) if minutes is None else within(calls, minutes)
    late = [replaced(call, against=[NO_TIME]) for call in calls[count:]]
    return _Day(calls[:count], len(late), [*late, *(call for call in found if call.against)])


def _time(day: _Day, minutes: int | None) -> Iterator[str]:
    """How long it takes, and how many are left over."""
    taken = sum(call.minutes for call in day.calls)
    if minutes is not None:
        left = day.left_over
        said = f"{left} {'is' if left == 1 else 'are'} left over" if left else "None is left over"
        yield f"{_contacts(len(day.calls))} in {taken} of {minutes} minutes. {said}."
    elif day.calls:
        yield f"{_contacts(len(day.calls))}, about {taken} minutes."


def _contacts(count: int) -> str:
    return f"{count} contact{'' if count == 1 else 's'}"


def _resting(day: _Day) -> Iterator[str]:
    """That some are left alone today, and how to see them."""
    alone = len(day.resting) - day.left_over
    if alone:
        who = "1 customer is" if alone == 1 else f"{alone} customers are"
        yield f"{who} left alone today: --all shows who, and why."


def _nobody(book: Book, rep: str | None) -> Iterator[str]:
    """What to say when nobody is that person's to contact."""
    if rep:
        everybody = (book.whole or book).customers.values()
        if not any(rep.casefold() in responsible(one.on(book.as_of)) for one in everybody):
            yield f"no customer is {rep}'s: by collector: or, where there is none, by rep:"
