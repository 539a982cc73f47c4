"""The lines of a strategy: what is agreed with a customer beside what its grade suggests."""

from decimal import Decimal
from typing import Any

from arledger.ledger.due import decimals
from arledger.ledger.model import Book
from arledger.measures.strategy import Strategy
from arledger.money import round_half_up
from arledger.records import NamedTuple
from arledger.reports.grades.lines import MACHINES
from arledger.table import Column, Kind, column


class StrategyRow(NamedTuple):
    """One customer: present and proposed."""

    customer: str
    name: str
    grade_in_force: str
    why: str
    currency: str
    sales: Decimal
    """A month, of those with sales; as printed."""
    months: int
    terms: str
    terms_proposed: str
    """"" when the grade has no say."""
    limit: Decimal | None
    """In force; None: there is none."""
    limit_currency: str
    limit_proposed: Decimal | None
    """None: there is nothing to reckon with."""
    change: Decimal | None
    """Of the limit; None where one of the two is none, or in another currency."""
    letters: str
    differs: str
    """``terms``, ``limit``, both with a space between; "" when nothing would change."""


def row_of(book: Book, one: Strategy, name: str) -> StrategyRow:
    """The line of a customer."""
    limit = one.limit
    differs = {"terms": one.changes_terms, "limit": one.changes_limit}
    return StrategyRow(
        customer=one.customer,
        name=name,
        grade_in_force=one.grade.in_force,
        why=one.grade.why,
        currency=one.currency,
        sales=round_half_up(one.sales, decimals(book.journal, one.currency)),
        months=one.months,
        terms=one.terms,
        terms_proposed=one.proposed_terms,
        limit=limit.amount,
        limit_currency=limit.currency,
        limit_proposed=one.proposed_limit,
        change=_change(one),
        letters=one.letters,
        differs=" ".join(what for what, is_so in differs.items() if is_so),
    )


def _change(one: Strategy) -> Decimal | None:
    """By how much the limit would change."""
    before, after = one.limit, one.proposed_limit
    if before.amount is None or after is None or before.currency not in ("", one.currency):
        return None
    return after - before.amount


def columns(party: Column[Any]) -> list[Column[Any]]:
    """All columns."""
    return [
        party,
        column("name", audience=MACHINES),
        column("grade_in_force", "Grade"),
        column("why", audience=MACHINES),
        column("currency", "Cur"),
        column("sales", "Sales a month", Kind.AMOUNT, spare=True),
        column("months", "Months", Kind.COUNT, spare=True),
        column("terms"),
        column("terms_proposed", "Proposed"),
        column("limit", kind=Kind.AMOUNT),
        column("limit_currency", audience=MACHINES),
        column("limit_proposed", "Proposed", Kind.AMOUNT),
        column("change", kind=Kind.AMOUNT, spare=True),
        column("letters", spare=True),
        column("differs", audience=MACHINES),
    ]
