"""What would lift a customer's score, and by how much: one change at a time.

Each change is the smallest that brings a criterion into a better range, worked out by scoring
the customer again as if it was made today; so what else it touches counts, too: who pays what
is overdue also uses less of the limit.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from arledger.dates import days_past_due
from arledger.ledger.due import decimals
from arledger.ledger.model import Book, Item
from arledger.measures.credit_facts import Facts, facts
from arledger.measures.exposure import Exposures
from arledger.measures.payment_index import index_of_days
from arledger.measures.scorecard import Criterion, Part, Score, Scorecard, Step
from arledger.money import ZERO
from arledger.records import NamedTuple, replaced

Kind = Literal["pay", "keep", "buy", "wait", "word", "documents"]
"""Pay what is open; keep promises; buy more, and pay it on a day; let time pass; another word of
a tag or an agency; more documents, for who is unrated."""

_MOST = 1000
"""Promises and months beyond which nobody is told to go."""

Made = Callable[[int], Facts]
"""What would be known if so much of a change was made."""


class Lift(NamedTuple):
    """One change, and what it would make of the score today."""

    criterion: str
    kind: Kind
    part: Part | None
    """The criterion after the change; None: it is about none."""
    score: Score
    """Everything after the change."""
    amount: Decimal | None = None
    """Of money to be paid, or to be bought for."""
    number: int | None = None
    """Of promises, months or documents."""
    days: int = 0
    """Before the due date, what is bought is to be paid; 0: on it."""
    word: str = ""


def lifts(book: Book, customer: str) -> tuple[Score, list[Lift]]:
    """A customer's score, and what would raise it: what lifts the grade first.

    For each criterion each better range, until one lifts the grade.
    """
    whole = book.whole or book
    found = _Found(whole, customer)
    changes = list(found.changes())
    before = found.score.score
    better = [one for one in changes if before is None or (one.score.score or 0) > before]
    better.sort(key=lambda one: _order(one, found.score.grade))
    return found.score, better


def _order(one: Lift, before: str) -> tuple[object, ...]:
    """What lifts the grade first; of that what is in the customer's hands today, by its size."""
    size = one.amount or Decimal(one.number or 0)
    return (one.score.grade == before, get_args(Kind).index(one.kind), size, one.criterion)


def _rank(grades: list[str], grade: str) -> int:
    return grades.index(grade) if grade in grades else len(grades)


class _Found:
    """Tries changes on what is known of one customer."""

    def __init__(self, book: Book, customer: str) -> None:
        self.book = book
        self.card = Scorecard(book.policy.grades)
        self.facts = facts(book)[customer]
        self.score = self.card.of(self.facts)
        self.exposures = Exposures(book)
        mine = (i for i in book.open_items() if i.customer == customer)
        own = [item for item in mine if item.currency == self.facts.currency]
        self.items: list[Item] = sorted(own, key=lambda item: (item.due, item.order))
        self.unit = Decimal(1).scaleb(-decimals(book.journal, self.facts.currency))

    def changes(self) -> Iterator[Lift]:
        """Every smallest change into a better range; of who is unrated, what is lacking."""
        lacking = self.book.policy.grades.invoices - self.facts.documents
        if lacking > 0:
            yield Lift("documents", "documents", None, self.score, number=lacking)
            return
        for place, part in enumerate(self.score.parts):
            for lift in self._of(place, part):
                yield lift
                if self._lifts(lift):
                    break

    def _lifts(self, lift: Lift) -> bool:
        grades = self.card.grades
        return _rank(grades, lift.score.grade) < _rank(grades, self.score.grade)

    def _of(self, place: int, part: Part) -> Iterator[Lift]:
        """The changes of one criterion, the smallest first."""
        criterion = part.criterion
        if criterion.words:
            yield from self._words(place, part)
        elif part.points is not None:
            last: object = None
            for step in self._better(criterion, part):
                lift = self._into(place, criterion.name, step)
                if lift and (lift.kind, lift.amount, lift.number) != last:
                    last = lift.kind, lift.amount, lift.number
                    yield lift

    def _better(self, criterion: Criterion, part: Part) -> Iterator[Step]:
        """The ranges with more points, the nearest first: each with more than the ones before."""
        steps = list(criterion.steps)
        at = steps.index(part.step) if part.step else 0
        most = part.points or Fraction()
        for step in sorted(steps, key=lambda one: abs(steps.index(one) - at)):
            if step.points > most:
                most = step.points
                yield step

    def _into(self, place: int, name: str, step: Step) -> Lift | None:
        """The smallest change that brings a criterion into a range; None: there is none."""
        kind = name.partition(":")[0]
        if name in ("overdue", "limit-use"):
            return self._by_paying(place, name, step)
        if name == "index":
            return self._by_prompt_payment(place, step)
        if name == "disputes":
            return self._by_buying(place, name, step, 0)
        if kind == "amount":
            return self._by_buying(place, name, step, 0)
        if name in ("promises", "relation"):
            return self._by_number(place, name, step)
        return None

    # -- money ----------------------------------------------------------------------------------

    def _by_paying(self, place: int, name: str, step: Step) -> Lift | None:
        most = sum((item.open for item in self.items), ZERO)
        units = self._least(
            lambda n: self._reaches(place, step, self._paid(n)), int(most / self.unit)
        )
        if units is None:
            return None
        return self._lift(place, name, "pay", self._paid(units), amount=units * self.unit)

    def _paid(self, units: int) -> Facts:
        """What would be known if so much was paid today, the first due first."""
        amount = left = units * self.unit
        after = replaced(
            self.facts,
            paid=dict(self.facts.paid),
            overdue=dict(self.facts.overdue),
            seen={*self.facts.seen},
        )
        for item in self.items:
            part = min(left, item.open)
            left -= part
            days = days_past_due(self.book.as_of, item.due)
            if part and days <= 0:
                after.paid[days] = after.paid.get(days, ZERO) + part
            after.past_due -= part if days > 0 else ZERO
        after.open -= amount
        after.exposure = self._exposure(amount)
        return after

    def _exposure(self, paid: Decimal) -> Decimal:
        """The net exposure if so much less was open."""
        one = self.facts
        if one.limit is None or not one.currency:
            return one.exposure
        sums = self.exposures.sums.get(one.customer, {}).get(one.currency)
        if sums is None:
            return one.exposure
        sums.open -= paid
        after = self.exposures.exposed(one.customer, one.currency)[0].net
        sums.open += paid
        return after

    def _by_prompt_payment(self, place: int, step: Step) -> Lift | None:
        """By buying more and paying it when it is due, or as early as it must be."""
        if step.low is None:
            return None
        anchors = self.card.policy.anchors
        early = [-days for days, index in reversed(anchors) if days <= 0 and index > step.low]
        if index_of_days(0, anchors) > step.low:
            early = [0]
        return self._by_buying(place, "index", step, early[0]) if early else None

    def _by_buying(self, place: int, name: str, step: Step, early: int) -> Lift | None:
        def bought(units: int) -> Facts:
            return self._bought(units * self.unit, early)

        most = 10 * int((self.facts.billed + self.facts.open + 1) / self.unit)
        units = self._least(lambda n: self._reaches(place, step, bought(n)), most)
        if units is None:
            return None
        amount = units * self.unit
        return self._lift(place, name, "buy", bought(units), amount=amount, days=early)

    def _bought(self, amount: Decimal, early: int) -> Facts:
        """What would be known if so much more was bought and paid, so many days early."""
        one = self.facts
        paid = {**one.paid, -early: one.paid.get(-early, ZERO) + amount}
        bought = {
            currency: before + (rate.of(amount) if rate else ZERO)
            for currency, before in one.bought.items()
            for rate in [self.exposures.rate(one.currency, currency)]
        }
        return replaced(one, paid=paid, billed=one.billed + amount, bought=bought)

    # -- numbers --------------------------------------------------------------------------------

    def _by_number(self, place: int, name: str, step: Step) -> Lift | None:
        def made(count: int) -> Facts:
            if name == "promises":
                return replaced(self.facts, kept=self.facts.kept + count)
            return replaced(self.facts, months=(self.facts.months or 0) + count)

        count = self._least(lambda n: self._reaches(place, step, made(n)), _MOST)
        if count is None:
            return None
        kind: Kind = "keep" if name == "promises" else "wait"
        return self._lift(place, name, kind, made(count), number=count)

    def _words(self, place: int, part: Part) -> Iterator[Lift]:
        """Each word with more points; of an agency only if it has rated the customer."""
        name, before = part.criterion.name, part.points
        if before is None:
            return
        for word, points in sorted(part.criterion.words.items(), key=lambda pair: pair[1]):
            if points > before:
                yield self._lift(place, name, "word", self._worded(name, word), word=word)

    def _worded(self, name: str, word: str) -> Facts:
        kind, _, of = name.partition(":")
        if kind == "tag":
            return replaced(self.facts, tags={**self.facts.tags, of.casefold(): word})
        return replaced(self.facts, rating=self.facts.rating._replace(value=word))

    # -- trying ---------------------------------------------------------------------------------

    def _reaches(self, place: int, step: Step, after: Facts) -> bool:
        """Whether a criterion would be in a range, or beyond it; what has no data is beyond all."""
        before, name = self.score.parts[place].step, self.card.criteria[place].name
        if name == "limit-use" and after.owes_without_credit:
            return False
        value = self.card.value(name, after)
        steps = self.card.criteria[place].steps
        rises = before is not None and steps.index(step) > steps.index(before)
        return value is None or (step.begins_at(value) if rises else step.ends_after(value))

    def _least(self, reaches: Callable[[int], bool], most: int) -> int | None:
        """The smallest number above 0 that reaches it; None: not even the largest does.

        A criterion moves in one direction, so what reaches the range first is found by halves.
        """
        high = 1
        while high < most and not reaches(high):
            high *= 2
        high = min(high, most)
        if high < 1 or not reaches(high):
            return None
        low = high // 2
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (low, middle) if reaches(middle) else (middle, high)
        return high

    def _lift(self, place: int, name: str, kind: Kind, after: Facts, **more: object) -> Lift:
        score = self.card.of(after)
        return Lift(name, kind, score.parts[place], score, **more)  # type: ignore[arg-type]
