"""Promises to pay and plans, judged from the cash."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

from arledger.ledger.model import Book
from arledger.measures.commitments import commitments
from arledger.measures.promises import judgments
from arledger.measures.promises_kept import ENDED, Tally, tallies
from arledger.measures.promises_verdict import Judgment
from arledger.money import plain, round_half_even
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity
from arledger.records import replaced
from arledger.reports._report import Report, heading, notes, party, unpriced
from arledger.reports.promises.groups import (
    STATES,
    WEEK_COLUMNS,
    Span,
    group_columns,
    grouped,
    untagged,
    weeks,
)
from arledger.reports.promises.lines import columns, commitment_row, row_of, totals_of
from arledger.table import Table

VERSION = 1


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    by: Annotated[
        str | None, "Add up by state, customer, period (the month promised for), rep or any tag."
    ] = None,
    calendar: Annotated[Span | None, "The money still to come, by week or by month."] = None,
    state: Annotated[str | None, "Only these states, as open,broken."] = None,
    due: Annotated[bool, "Only what is open and whose day has come."] = False,
    broken_since: Annotated[
        str | None, "Only what broke, or was kept in part only, on this day or later."
    ] = None,
    ours: Annotated[bool, "What we promised customers and have not kept yet."] = False,
) -> Report[Any]:
    """Promises to pay and plans, judged from the cash.

    Nobody writes that a promise was kept: it is when enough money came in its window, on its
    documents or on account. It is open, kept, partially-kept, broken, superseded by a newer
    one or withdrawn. At what rate they are kept stands below.
    """
    if sum(map(bool, (by, calendar, ours))) > 1:
        raise ValueError("--by, --calendar and --ours exclude each other")
    since = _since(broken_since, as_of)
    states = _states(state)
    if ours:
        return _ours(book, states if state else ("open", "broken"))
    everything = judgments(book)
    found = [one for one in everything if _is_meant(one, as_of, states, since, due=due)]
    rates = tallies(everything, book, lambda _: "", ended=False)
    said = _said(book, rates) if len(found) == len(everything) and not calendar else ()
    table, totals = _table(book, found, by, calendar)
    return Report(
        name="promises",
        version=VERSION,
        title=heading(book, _title(book, calendar, since, due=due)),
        table=table,
        as_of=as_of,
        totals=totals,
        notes=[
            *said,
            *_left_out(found),
            *_also_ours(book),
            *_of(book),
        ],
        remarks=untagged(by, table.rows) if by else [],
        problems=[*unpriced(book), *_in_other_currencies(found)],
        styles=book.journal.commodities,
        empty="No promises.",
        extra={"kept": [_rate(book, currency, tally) for (_, currency), tally in rates.items()]},
    )


def _since(text: str | None, as_of: dt.date) -> dt.date | None:
    if text is None:
        return None
    from arledger.periods import smart_date

    return smart_date(text, as_of)


def _states(text: str | None) -> tuple[str, ...]:
    """The states named with commas; all of them when none is."""
    words = tuple(word.strip() for word in (text or "").split(",") if word.strip())
    for word in words:
        if word not in STATES:
            raise ValueError(f"--state {word}: write one of {', '.join(STATES)}")
    return words or STATES


def _is_meant(
    one: Judgment, as_of: dt.date, states: tuple[str, ...], since: dt.date | None, *, due: bool
) -> bool:
    if one.state not in states or (due and (one.state != "open" or one.due > as_of)):
        return False
    return since is None or (one.broke_on is not None and one.broke_on >= since)


def _title(book: Book, calendar: Span | None, since: dt.date | None, *, due: bool) -> str:
    if calendar:
        return f"Promised money still to come by {calendar}"
    what = "Promises to pay" if book.side == "receivable" else "Promises to suppliers"
    what += " whose day has come" if due else ""
    return f"{what} broken since {since}" if since else what


def _table(
    book: Book, found: list[Judgment], by: str | None, calendar: Span | None
) -> tuple[Table[Any], list[Any]]:
    """The table asked for, and its totals."""
    if calendar:
        rows: list[Any] = list(weeks(book, found, calendar))
        return Table(WEEK_COLUMNS, rows), list(weeks(book, found, None))
    if by:
        rows = list(grouped(book, found, by))
        return Table(group_columns(by), rows), list(grouped(book, found, ""))
    rows = [row_of(book, one) for one in found]
    called = any(row.due != row.promised for row in rows)
    return Table(columns(party(book), called=called), rows), totals_of(book, found)


# -- below the table ---------------------------------------------------------------------------


def _said(book: Book, rates: dict[tuple[str, str], Tally]) -> Iterator[str]:
    """How well promises were kept, a sentence a currency, and what is not counted in that."""
    for (_, currency), tally in rates.items():
        if tally.kept_by_count is not None and tally.kept_by_amount is not None:
            served, wanted = (book.shown(currency, x) for x in (tally.served, tally.wanted))
            yield (
                f"Kept: {tally.kept} of {tally.kept + tally.unkept} "
                f"({plain(round_half_even(tally.kept_by_count, 1))} %), "
                f"{plain(served)} of {plain(wanted)} {currency}".rstrip()
                + f" ({plain(round_half_even(tally.kept_by_amount, 1))} %)."
            )
    beside = {state: sum(t.states.get(state, 0) for t in rates.values()) for state in ENDED}
    told = [f"{beside[state]} {state}" for state in sorted(ENDED) if beside[state]]
    moot = sum(tally.moot for tally in rates.values())
    told += [f"{moot} with nothing left to pay"] if moot else []
    if told:
        yield f"Not counted in that: {', '.join(told)}."


def _rate(book: Book, currency: str, tally: Tally) -> dict[str, object]:
    """How well promises were kept, for machines."""
    return {
        "currency": currency,
        "kept": tally.kept,
        "closed": tally.kept + tally.unkept,
        "kept_by_count": tally.kept_by_count,
        "paid": book.shown(currency, tally.served),
        "wanted": book.shown(currency, tally.wanted),
        "kept_by_amount": tally.kept_by_amount,
    }


def _left_out(found: list[Judgment]) -> list[str]:
    ended = any(one.state in ENDED for one in found)
    return ["Totals leave out what was superseded or withdrawn."] if ended else []


def _of(book: Book) -> list[str]:
    """The prices used; promises are part of no control account."""
    return notes(replaced(book, selected=""))


def _in_other_currencies(found: list[Judgment]) -> Iterator[Problem]:
    """A warning for each promise whose documents are all in other currencies."""
    for one in found:
        if one.named.elsewhere and not one.named.items:
            theirs = sorted({item.currency for item in one.named.elsewhere})
            yield Problem(
                "promise-currency",
                f"{' '.join(one.named.numbers)} is in {' and '.join(theirs)}, the promise in "
                f"{one.promise.currency or 'no currency'}: only money on account can keep it",
                one.promise.source.span,
                f"write the promise in {theirs[0]}",
                Severity.WARNING,
            )


# -- ours --------------------------------------------------------------------------------------


def _also_ours(book: Book) -> list[str]:
    """That we have promised something too."""
    count = sum(one.state in ("open", "broken") for one in commitments(book))
    return [f"We have {count} of our own to keep: arledger promises --ours."] if count else []


def _ours(book: Book, states: tuple[str, ...]) -> Report[Any]:
    """What we promised customers, in these states."""
    rows = [commitment_row(book, one) for one in commitments(book) if one.state in states]
    return Report(
        name="promises",
        version=VERSION,
        title=heading(book, "Our own promises"),
        table=Table(columns(party(book), ours=True), rows),
        as_of=book.as_of,
        notes=_of(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="We have promised nothing.",
    )
