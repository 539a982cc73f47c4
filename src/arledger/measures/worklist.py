"""Whom to contact today, in which order, why, and what to ask for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from arledger.ledger.model import Book
from arledger.measures.grades import grades_in_force
from arledger.measures.worklist_rules import Point, Rules
from arledger.measures.worklist_standing import Standing, standings
from arledger.money import ZERO
from arledger.policy.sections.collecting import Ask
from arledger.records import record, replaced


@record
class Call:
    """One customer on the list: one contact, whatever is owed in how many currencies."""

    standing: Standing
    points: list[Point]
    ask: Ask
    minutes: int
    """What it takes."""
    against: list[str]
    """Why not to be in touch today; empty: it is on the list."""
    weight: Decimal
    """What is at stake, in percent of all that is past due in its currency: for ties."""

    @property
    def score(self) -> int:
        """The sum of all points."""
        return sum(point.points for point in self.points)


def responsible(master: Mapping[str, str]) -> frozenset[str]:
    """Who of us is to be in touch, casefolded: the collector, else every rep."""
    words = (master.get("collector") or master.get("rep") or "").split()
    return frozenset(word.casefold() for word in words if not word.isdecimal())


def worklist(book: Book) -> list[Call]:
    """Everybody of whom something is past due, or with whom a next step is due, in order.

    Most points first; then who has most at stake, who is latest, and by name. Judged on the
    whole book; of a selection the selected customers.
    """
    whole = replaced(book.whole, valuation=book.valuation) if book.whole else book
    found = standings(whole)
    overdue: dict[str, Decimal] = {}
    for one in found:
        for currency, claim in one.claims.items():
            overdue[currency] = overdue.get(currency, ZERO) + claim.overdue
    meant = [one for one in found if one.customer.id in book.customers and _is_news(one)]
    rules = Rules(book.policy.worklist, book.as_of, overdue, _grades(whole, meant))
    return sorted((_call(rules, one) for one in meant), key=_order)


def _grades(book: Book, found: Sequence[Standing]) -> dict[str, str]:
    """The grade in force of each of them, if grades are worth anything."""
    if not book.policy.worklist.grades:
        return {}
    return grades_in_force(book, [one.customer.id for one in found])


def _is_news(one: Standing) -> bool:
    """Whether there is anything to speak of: past due, promised for today, agreed for today."""
    return bool(one.oldest or one.steps or one.called)


def _call(rules: Rules, one: Standing) -> Call:
    ask = rules.ask(one)
    weight = max(map(rules.share, one.claims.values()), default=ZERO)
    return Call(one, rules.points(one), ask, rules.minutes(ask), rules.against(one), weight)


def _order(call: Call) -> tuple[object, ...]:
    id_ = call.standing.customer.id
    return (-call.score, -call.weight, -call.standing.oldest, id_.casefold(), id_)


def within(calls: Sequence[Call], minutes: int) -> int:
    """How many calls, from the first, there is time for."""
    for number, call in enumerate(calls):
        minutes -= call.minutes
        if minutes < 0:
            return number
    return len(calls)
