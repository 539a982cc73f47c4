"""The scorecard: what is known of a customer becomes a score from 0 to 100, and that a grade.

    score = sum of weight x points of the range / sum of weights, of the criteria with data

Everything is exact, and compared unrounded.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from arledger.measures.credit_facts import Facts
from arledger.measures.payment_index import payment_index
from arledger.money import divide
from arledger.patterns import lazy
from arledger.policy.scorecards import UNRATED, WEIGHT, ranges_of
from arledger.policy.sections.watch import Grades
from arledger.records import NamedTuple

_NUMBER = lazy(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
"""What a tag may hold that goes by ranges."""


class Step(NamedTuple):
    """One range of a criterion, and its points; None: it has no such bound."""

    text: str
    """As the policy has it."""
    low: Fraction | None
    holds_low: bool
    high: Fraction | None
    holds_high: bool
    points: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether a value is in it."""
        return self.begins_at(value) and self.ends_after(value)

    def begins_at(self, value: Fraction) -> bool:
        """Whether a value is not below it."""
        return self.low is None or value > self.low or (self.holds_low and value == self.low)

    def ends_after(self, value: Fraction) -> bool:
        """Whether a value is not above it."""
        return self.high is None or value < self.high or (self.holds_high and value == self.high)


class Criterion(NamedTuple):
    """One criterion of the scorecard."""

    name: str
    weight: Fraction
    """In percent."""
    steps: tuple[Step, ...]
    """Its ranges, the lowest first; none for one that goes by words."""
    words: Mapping[str, Fraction]
    """Points by word, in small letters."""


class Part(NamedTuple):
    """What one criterion says of one customer."""

    criterion: Criterion
    value: Fraction | None = None
    """In the criterion's unit; None: it has no data, or goes by words."""
    word: str = ""
    """What a criterion of words goes by."""
    step: Step | None = None
    """The range the value is in."""
    points: Fraction | None = None
    """None: without data it is left out."""


class Score(NamedTuple):
    """A customer by the scorecard."""

    facts: Facts
    parts: tuple[Part, ...]
    """Every criterion, in the policy's order."""
    payment_index: Fraction | None
    """It, and the score, are None when too little is known."""
    score: Fraction | None
    grade: str
    """``unrated`` when too little is known."""

    @property
    def weight(self) -> Fraction:
        """The weights of the criteria with data, together: they are the whole."""
        return _sum(part.criterion.weight for part in self.parts if part.points is not None)


class Scorecard:
    """The policy's scorecard."""

    def __init__(self, policy: Grades) -> None:
        self.policy = policy
        self.criteria = [_criterion(name, one) for name, one in policy.criteria.items()]
        self.grades = sorted(policy.scale, key=lambda grade: -policy.scale[grade].score)
        """The best first."""
        self._from = {grade: Fraction(policy.scale[grade].score) for grade in self.grades}

    def of(self, facts: Facts) -> Score:
        """A customer's score and grade; unrated when the policy asks for more documents."""
        parts = tuple(self._part(criterion, facts) for criterion in self.criteria)
        known = [(one.criterion.weight, one.points) for one in parts if one.points is not None]
        if facts.documents < self.policy.invoices or not known:
            return Score(facts, parts, None, None, UNRATED)
        score = _sum(weight * points for weight, points in known) / _sum(w for w, _ in known)
        index = payment_index(facts.experience, self.policy.anchors)
        return Score(facts, parts, index, score, self.grade(score))

    def grade(self, score: Fraction) -> str:
        """The best grade whose threshold is reached."""
        return next(grade for grade in self.grades if score >= self._from[grade])

    def begins(self, grade: str) -> Fraction:
        """The score from which on a grade is given."""
        return self._from[grade]

    def _part(self, criterion: Criterion, facts: Facts) -> Part:
        if criterion.words:
            word = facts.word(criterion.name)
            return Part(criterion, None, word, None, criterion.words.get(word.casefold()))
        value = self.value(criterion.name, facts)
        if value is not None:
            step = next(step for step in criterion.steps if step.holds(value))
        elif criterion.name == "limit-use" and facts.owes_without_credit:
            step = criterion.steps[-1]  # more than nothing is more than any share of it
        else:
            return Part(criterion)
        return Part(criterion, value, "", step, step.points)

    def value(self, name: str, facts: Facts) -> Fraction | None:
        """The value of a criterion of numbers, in its unit; None without data."""
        if name == "index":
            return payment_index(facts.experience, self.policy.anchors)
        if name in _SHARES:
            return _percent(*_SHARES[name](facts))
        kind, _, of = name.partition(":")
        if kind == "relation":
            return None if facts.months is None else Fraction(facts.months)
        if kind == "amount":
            return Fraction(facts.bought[of]) if of in facts.bought else None
        word = facts.word(name).strip()
        return Fraction(word) if _NUMBER.fullmatch(word) else None


def _criterion(name: str, said: Mapping[str, Decimal]) -> Criterion:
    ranges = ranges_of(said)
    steps = [
        Step(
            text, _bound(one.low), one.holds_low, _bound(one.high), one.holds_high, Fraction(points)
        )
        for one, text, points in ranges
    ]
    words = {} if steps else {t.casefold(): Fraction(p) for t, p in said.items() if t != WEIGHT}
    return Criterion(name, Fraction(said[WEIGHT]), tuple(steps), words)


def _bound(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


_SHARES: dict[str, Callable[[Facts], tuple[Decimal | int | None, Decimal | int | None]]] = {
    "overdue": lambda facts: (facts.past_due, facts.open),
    "promises": lambda facts: (facts.kept, facts.kept + facts.unkept),
    "limit-use": lambda facts: (facts.exposure, facts.limit),
    "disputes": lambda facts: (facts.disputed, facts.billed),
}
"""What is divided by what."""


def _percent(part: Decimal | int | None, whole: Decimal | int | None) -> Fraction | None:
    """Part of a whole in percent; None where there is no whole."""
    if not whole or part is None:
        return None
    return Fraction(part) * 100 / Fraction(whole)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction())


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """A fraction as a decimal number of so many places; None where there is none."""
    if value is None:
        return None
    return divide(Decimal(value.numerator), Decimal(value.denominator), places)
