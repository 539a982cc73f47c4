"""What would be lost if customers failed, against the limits they were given."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any

from arledger.ledger.model import Book
from arledger.measures.concentration import Concentration, concentrations
from arledger.measures.exposure_lines import lines_of, prices_used, row_of
from arledger.measures.standing import Standing, Standings
from arledger.money import plain, round_half_even
from arledger.policy.model import Policy
from arledger.problems import Problem
from arledger.records import replaced
from arledger.reports._report import Report, heading, notes, party, unpriced
from arledger.reports.exposure.groups import group_columns, grouped, untagged
from arledger.reports.exposure.insolvency import failures, loss_columns, undelivered
from arledger.reports.exposure.insolvency import row_of as loss_row
from arledger.reports.exposure.insolvency import totals_of as loss_totals
from arledger.reports.exposure.lines import columns, in_order, totals_of
from arledger.table import Table

VERSION = 1


def report(
    book: Book,
    as_of: dt.date,  # noqa: ARG001 - every report is called alike
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    by: Annotated[str | None, "Add up by group, rep, grade or any tag of the customers."] = None,
    over: Annotated[
        bool, "Only customers on hold: above their limit, or by somebody's word."
    ] = False,
    if_insolvent: Annotated[
        str | None, "What it would cost if this customer failed, and its group with it."
    ] = None,
) -> Report[Any]:
    """Open items and orders against the credit limits, largest exposure first.

    Open items less money on account and open orders are the gross exposure; less what insurers
    and guarantors would pay, the net one. Its share of the limit in force, what is available of
    that, and whether to deliver: ok, watch, hold (worked out), stop (by event:hold) or no limit,
    with every reason.
    """
    if if_insolvent and (by or over):
        raise ValueError("--if-insolvent goes with neither --by nor --over")
    standings = Standings(book)
    if if_insolvent:
        made = _failed(book, standings, if_insolvent)
    else:
        made = _standing(book, standings, None if by == "customer" else by, over=over)
    return made._replace(
        notes=[*made.notes, *prices_used(book, standings), *notes(book)],
        problems=list(_unpriced(book, standings)),
        styles=book.journal.commodities,
    )


def _standing(book: Book, standings: Standings, by: str | None, *, over: bool) -> Report[Any]:
    """Where each customer, or each group of them, stands."""
    found = list(standings.all() if book.whole is None else standings.all(book.customers))
    if over:
        found = [one for one in found if one.is_held]
    made = _added_up(book, standings, found, by) if by else _listed(book, standings, found)
    what = f"Credit exposure{f' by {by}' if by else ''}{' of who is on hold' if over else ''}"
    nobody = "Nobody is on hold." if over else "Nothing is open, and nobody has a limit."
    title = heading(replaced(book, terms_assumed=0), what)
    # How concentrated those on hold are tells nothing.
    made = made._replace(notes=[], extra={}) if over else made
    return made._replace(title=title, empty=nobody)


def _listed(book: Book, standings: Standings, found: Sequence[Standing]) -> Report[Any]:
    lines = [line for one in found for line in lines_of(book, standings, one)]
    rows = in_order(row_of(book, standings, line) for line in lines)
    nets = [(line.exposure.currency, line.exposure.net) for line in lines]
    return _made(book, Table(columns(party(book), rows), rows), nets)._replace(
        totals=totals_of(book, standings, lines)
    )


def _added_up(book: Book, standings: Standings, found: Sequence[Standing], by: str) -> Report[Any]:
    rows, totals, nets = grouped(book, standings, found, by)
    return _made(book, Table(group_columns(by, rows), rows), nets)._replace(
        totals=totals, remarks=untagged(by, rows)
    )


def _made(book: Book, table: Table[Any], nets: Sequence[tuple[str, Decimal]]) -> Report[Any]:
    """The report of these lines, and how concentrated they are."""
    found = concentrations(nets, book.policy.credit.top)
    return Report(
        name="exposure",
        version=VERSION,
        title="",
        table=table,
        as_of=book.as_of,
        notes=[_said(one) for one in found if one.debtors > 1],
        extra={"concentration": [_told(one) for one in found]},
    )


def _told(one: Concentration) -> dict[str, object]:
    """How concentrated they are, for machines."""
    return {
        "currency": one.currency,
        "debtors": one.debtors,
        "top": one.top,
        "share": one.share,
        "herfindahl": one.herfindahl,
    }


def _said(one: Concentration) -> str:
    """How much of what could be lost is with the largest."""
    largest = (
        f"the {one.top} largest of {one.debtors} have {plain(round_half_even(one.share, 1))} %"
    )
    if one.top == one.debtors:
        largest = f"{one.debtors} {'has' if one.debtors == 1 else 'have'} all"
    index = plain(round_half_even(one.herfindahl, 3))
    said = f"{largest} of the net exposure; Herfindahl index {index}."
    return f"{one.currency}: {said}" if one.currency else said.capitalize()


def _failed(book: Book, standings: Standings, who: str) -> Report[Any]:
    """What the failure of a customer and its group would cost."""
    found = failures(book, standings, who)
    totals = loss_totals(book, standings, found)
    rows = [loss_row(book, standings, one) for one in found]
    return Report(
        name="exposure",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), f"What a failure of {who} would cost"),
        table=Table(loss_columns(party(book)), rows),
        as_of=book.as_of,
        totals=totals,
        notes=list(undelivered(totals)),
        empty="Nothing is owed.",
        extra={"if_insolvent": who},
    )


def _unpriced(book: Book, standings: Standings) -> Iterator[Problem]:
    """A problem for each currency without a price that was needed."""
    for valuation in standings.exposures.valuations.values():
        yield from unpriced(replaced(book, valuation=valuation))
