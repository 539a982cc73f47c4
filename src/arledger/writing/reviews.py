"""Reviews that bring limit and terms in line with the grade in force."""

from collections.abc import Iterable, Iterator
from datetime import date

from arledger.journal.model import Tags
from arledger.measures.strategy import Strategy
from arledger.writing import draft, texts
from arledger.writing.amounts import Money
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft
from arledger.writing.events import whose


def reviews(desk: Desk, found: Iterable[Strategy], day: date) -> Iterator[Draft]:
    """An entry for each customer whose limit or terms are not what the grade suggests.

    The grade itself is not written: that would take it away from the scorecard.
    """
    for one in found:
        told = tuple(_told(one))
        if told:
            tags: Tags = (("event", "review"), *whose(one.customer), *told)
            payee = desk.payee(one.customer, desk.account(one.customer))
            note = f"grade {one.grade.in_force}, {one.grade.why}"
            yield Draft(draft.entry(day, "", payee, note, tags), one.customer)


def _told(one: Strategy) -> Iterator[tuple[str, str]]:
    if one.changes_limit and one.proposed_limit is not None:
        yield from texts.tags("limit", Money(one.proposed_limit, one.currency).text)
    if one.changes_terms:
        yield from texts.tags("terms", one.proposed_terms)
