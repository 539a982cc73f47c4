"""Grades: which one the scorecard gives today, and which one is in force.

In force is the grade given by hand, by a review or the account directive; else that of the last
review day. At each review a customer falls to the grade of its score at once, and rises no more
than the policy's steps: what was known on that day decides, never what was learnt later.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from arledger.dates import add_days, add_months, month_end
from arledger.ledger.model import Book, Customer
from arledger.ledger.past import earlier
from arledger.measures.credit_facts import facts
from arledger.measures.scorecard import Score, Scorecard
from arledger.policy.scorecards import NO_GRADE, UNRATED
from arledger.policy.sections.watch import Grades, Interval
from arledger.problems import Span
from arledger.records import NamedTuple

_MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class ByHand(NamedTuple):
    """A grade that somebody gave."""

    grade: str
    """As the policy spells it, if it is one of the policy's."""
    why: str
    """``account directive``, or ``review of DATE``."""
    since: date | None = None
    """None: from the beginning."""
    source: Span | None = None


class Grade(NamedTuple):
    """A customer's grade on a day."""

    score: Score
    """By the scorecard, as of that day."""
    reviewed: str
    """By the reviews up to the day; ``unrated`` before the first one that could tell."""
    review: date | None
    """The last review day; None: there was none."""
    by_hand: ByHand | None

    @property
    def in_force(self) -> str:
        """The grade that counts."""
        return self.by_hand.grade if self.by_hand else self.reviewed

    @property
    def why(self) -> str:
        """Where the grade in force comes from."""
        if self.by_hand:
            return f"by hand: {self.by_hand.why}"
        return f"review of {self.review}" if self.review else "no review yet"


def grades(book: Book) -> dict[str, Grade]:
    """The grade of every customer of a book, judged on the whole book as of its day."""
    whole = book.whole or book
    rater = Rater(whole.policy.grades)
    today = rater.scores(whole)
    last, reviewed = _reviewed(whole, rater, today)
    return {
        id_: Grade(score, reviewed.get(id_, UNRATED), last, rater.by_hand(whole, id_))
        for id_, score in today.items()
    }


def grades_in_force(book: Book, customers: Iterable[str]) -> dict[str, str]:
    """The grade that counts, of each of these customers; who has none is ``unrated``.

    Nothing is scored where all of them were given one by hand.
    """
    whole = book.whole or book
    rater = Rater(whole.policy.grades)
    found = {id_: rater.by_hand(whole, id_) for id_ in customers}
    reviewed = {} if all(found.values()) else _reviewed(whole, rater, None)[1]
    return {id_: one.grade if one else reviewed.get(id_, UNRATED) for id_, one in found.items()}


def _reviewed(
    book: Book, rater: "Rater", today: dict[str, Score] | None
) -> tuple[date | None, dict[str, str]]:
    """The last review day, and every customer's grade after it."""
    days = list(islice(review_days(book), rater.reviews_that_matter))
    scores = rater.scores_on(book, days, today)
    given = ({id_: one.grade for id_, one in scored.items()} for scored in scores)
    return (days[0] if days else None), rater.after(given)


def history(book: Book, days: Iterable[date]) -> Iterator[tuple[date, dict[str, Grade]]]:
    """The grades on review days of one's own choice, the first day first.

    As if these were all the reviews there are; each as of its day, by what was known then.
    """
    whole = book.whole or book
    rater = Rater(whole.policy.grades)
    ordered = sorted(set(days))
    found = list(rater.scores_on(whole, ordered[::-1], None))[::-1]
    reviewed: dict[str, str] = {}
    for day, scores in zip(ordered, found, strict=True):
        reviewed = rater.reviewed(scores, reviewed)
        yield (
            day,
            {
                id_: Grade(score, reviewed[id_], day, rater.by_hand(whole, id_, day))
                for id_, score in scores.items()
            },
        )


def review_days(book: Book, every: Interval | None = None) -> Iterator[date]:
    """The review days up to a book's day, the last first, for ever: ends of calendar intervals."""
    months = _MONTHS[every or book.policy.grades.review]
    end = month_end(book.as_of)
    end = month_end(add_months(end, -(end.month % months) if end.month % months else 0))
    while end > date.min.replace(day=31):
        if end <= book.as_of:
            yield end
        end = month_end(add_months(end, -months))


def next_review(book: Book) -> date:
    """The first review day after a book's day."""
    months = _MONTHS[book.policy.grades.review]
    end = month_end(add_months(book.as_of, 0 if book.as_of < month_end(book.as_of) else 1))
    return month_end(add_months(end.replace(day=1), -end.month % months))


class Rater:
    """Rates customers by one policy, and knows how grades move from review to review."""

    def __init__(self, policy: Grades) -> None:
        self.card = Scorecard(policy)
        self.steps = policy.steps_up or len(self.card.grades)
        self.rank = {grade: rank for rank, grade in enumerate(self.card.grades)}
        self._spelt = {grade.casefold(): grade for grade in self.card.grades}

    @property
    def reviews_that_matter(self) -> int:
        """How many of the last reviews decide: whoever was worst before them could be best now."""
        return max(1, -(-(len(self.rank) - 1) // self.steps))

    def scores(self, book: Book) -> dict[str, Score]:
        """Every customer by the scorecard, as of the book's day."""
        return {id_: self.card.of(one) for id_, one in facts(book).items()}

    def scores_on(
        self, book: Book, days: list[date], today: dict[str, Score] | None
    ) -> Iterator[dict[str, Score]]:
        """The scores on days not after the book's, the last first; today's need not be known."""
        for day in days:
            if day == book.as_of:
                yield today or self.scores(book)
        for past in earlier(book, [day for day in days if day < book.as_of]):
            yield self.scores(past)

    def reviewed(self, scores: Mapping[str, Score], before: Mapping[str, str]) -> dict[str, str]:
        """The grades after a review, by those before it."""
        return {id_: self.moved(before.get(id_, UNRATED), s.grade) for id_, s in scores.items()}

    def after(self, scored: Iterator[dict[str, str]]) -> dict[str, str]:
        """The grades after a review, from what it and those before it scored, the last first.

        An earlier review is only looked at where it can be felt: who was worst then, and rose
        ever since, may still be below what was scored.
        """
        found, number = dict(next(scored, {})), 1
        open_ = [id_ for id_, grade in found.items() if self._may_rise_less(grade, number)]
        while open_ and (before := next(scored, None)) is not None:
            told = [id_ for id_ in open_ if before.get(id_, UNRATED) != UNRATED]
            for id_ in told:
                reached = self.rank[before[id_]] - number * self.steps
                found[id_] = self.card.grades[max(self.rank[found[id_]], reached)]
            number += 1
            open_ = [id_ for id_ in told if self._may_rise_less(found[id_], number)]
        return found

    def _may_rise_less(self, grade: str, number: int) -> bool:
        """Whether who was worst so many reviews ago could not have risen to a grade."""
        return grade != UNRATED and len(self.rank) - 1 - number * self.steps > self.rank[grade]

    def moved(self, before: str, scored: str) -> str:
        """The grade after a review: down at once, up by so many steps at most."""
        if UNRATED in (before, scored):
            return scored
        highest = max(0, self.rank[before] - self.steps)
        return self.card.grades[max(highest, self.rank[scored])]

    def is_worse(self, grade: str, than: str) -> bool:
        """Whether one grade is worse than another; of what the policy does not know none is."""
        ranks = (self.rank.get(grade), self.rank.get(than))
        return ranks[0] is not None and ranks[1] is not None and ranks[0] > ranks[1]

    def by_hand(self, book: Book, customer: str, on: date | None = None) -> ByHand | None:
        """The last grade given by hand up to a day (the book's); of several on one day the worst.

        ``grade:none`` gives it back to the scorecard.
        """
        known = book.customers.get(customer)
        said = sorted(self._said(known), key=self._order) if known else []
        standing = [one for one in said if not one.since or one.since <= (on or book.as_of)]
        return standing[-1] if standing and standing[-1].grade != NO_GRADE else None

    def _said(self, customer: Customer) -> Iterator[ByHand]:
        if text := customer.master.get("grade", "").strip():
            yield ByHand(self.spelt(text), "account directive", None, customer.span)
        for since, tags, span in customer.changes:
            if text := tags.get("grade", "").strip():
                yield ByHand(self.spelt(text), f"review of {since}", since, span)

    def spelt(self, grade: str) -> str:
        """A grade as the policy spells it."""
        folded = grade.casefold()
        return folded if folded == NO_GRADE else self._spelt.get(folded, grade)

    def _order(self, one: ByHand) -> tuple[object, ...]:
        rank = -1 if one.grade == NO_GRADE else self.rank.get(one.grade, len(self.rank))
        return (one.since or date.min, rank, one.grade)


class Regraded(NamedTuple):
    """The grade in force, and what speaks of its getting worse."""

    grade: str
    fell_from: str = ""
    """What it was before it became worse, on the last review day or since; "" if it did not."""
    since: date | None = None
    """The day it became worse."""
    doubt: str = ""
    """The worse grade that the last review had for one given by hand; "" without one."""
    doubted: date | None = None
    """The day of that review, or of the hand's, if that came later."""


def regraded(book: Book) -> dict[str, Regraded]:
    """The grade in force of every customer, whether it fell of late, and whether it is doubtful."""
    whole = book.whole or book
    rater = Rater(whole.policy.grades)
    # As many reviews as decide the one before the last.
    days = list(islice(review_days(whole), rater.reviews_that_matter + 1))
    known = [{}, {}, *(found for _, found in history(whole, days))][-2:]
    review = days[0] if days else whole.as_of
    return {id_: _regraded(whole, rater, id_, review, known) for id_ in whole.customers}


def _regraded(
    book: Book, rater: Rater, customer: str, review: date, known: list[dict[str, Grade]]
) -> Regraded:
    before, last = (k[customer].reviewed if customer in k else UNRATED for k in known)

    def on(day: date) -> str:
        by_hand = rater.by_hand(book, customer, day)
        return by_hand.grade if by_hand else last if day >= review else before

    found = Regraded(on(book.as_of))
    by_hand = rater.by_hand(book, customer)
    if by_hand and rater.is_worse(last, by_hand.grade):
        found = found._replace(doubt=last, doubted=max(review, by_hand.since or review))
    given = {since for since, tags, _ in book.customers[customer].changes if "grade" in tags}
    for day in sorted({review, *(g for g in given if review < g <= book.as_of)}, reverse=True):
        earlier_ = on(add_days(day, -1))
        if earlier_ != on(day):
            fell = rater.is_worse(on(day), earlier_)
            return found._replace(fell_from=earlier_, since=day) if fell else found
    return found
