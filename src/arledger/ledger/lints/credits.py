"""Credits that look odd: dated before what they pay, or on account for very long."""

from collections.abc import Iterator

from arledger.dates import days_past_due
from arledger.ledger.model import Book, Credit, Kind
from arledger.money import plain
from arledger.problems import Problem, Severity

_BY_NUMBER = frozenset({"inv:", "code"})
"""Rules of allocations that follow what a credit itself says."""

_MOVED: frozenset[Kind] = frozenset({"reallocation", "transfer", "opening"})
"""Credits that are dated by something else than what they pay."""


def payments_before_invoices(book: Book) -> Iterator[Problem]:
    """A lint for each credit that is dated before a document it names."""
    for credit in book.credits:
        if credit.kind in _MOVED:
            continue
        for number, item in {
            a.item.number: a.item
            for a in credit.allocations
            if a.rule in _BY_NUMBER and a.item.date > credit.date
        }.items():
            days = days_past_due(item.date, credit.date)
            yield Problem(
                "payment-before-invoice",
                f"this is dated {_days(days)} before {number}, which it pays",
                credit.source.span,
                "correct one of the two dates; a payment in advance may be so dated",
                Severity.LINT,
                ((item.source.span, f"{number} of {item.date} is here"),),
            )


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def unapplied_for_long(book: Book) -> Iterator[Problem]:
    """A lint for each credit without reference on account for more days than the policy has.

    One that is kept there on purpose (``inv:-``), and one of whose reference more is to be told,
    is none.
    """
    most = book.policy.check.unapplied
    for credit in book.unapplied() if most else ():
        days = days_past_due(book.as_of, credit.date)
        if days > most and not credit.references and not _is_coded(credit):
            rest = f"{plain(book.shown(credit.currency, credit.rest))} {credit.currency}".strip()
            yield Problem(
                "credit-unapplied",
                f"{rest} of {credit.customer} has been on account for {days} days",
                credit.source.span,
                "say what it pays (inv:NUMBER), give it back, or keep it there (inv:-)",
                Severity.LINT,
            )


def _is_coded(credit: Credit) -> bool:
    """Whether it paid the document that has its number: what is left of it is told of already."""
    return any(allocation.rule == "code" for allocation in credit.allocations)
