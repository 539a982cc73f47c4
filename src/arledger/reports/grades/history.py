"""Grades from review to review, and how often customers went from which to which."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice, takewhile
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.grades import Grade, Rater, history, review_days
from arledger.measures.scorecard import rounded
from arledger.money import divide
from arledger.policy.scorecards import UNRATED
from arledger.policy.sections.watch import Interval
from arledger.records import NamedTuple
from arledger.reports._report import Section
from arledger.reports.grades.lines import MACHINES, PLACES, number
from arledger.table import Column, Kind, Table, column


class ReviewRow(NamedTuple):
    """One customer at one review."""

    customer: str
    name: str
    date: dt.date
    index_: Decimal | None
    score: Decimal | None
    """As the index, None when too little was known."""
    grade: str
    """By the scorecard on that day."""
    reviewed: str
    """After the review: down at once, up step by step."""
    move: str
    """``up`` or ``down`` from the review before; "" when it stayed, or one of them was unrated."""
    grade_in_force: str
    """By hand, if there was one."""


class MigrationRow(NamedTuple):
    """Where customers went who had a grade at a review."""

    grade: str
    to: dict[str, int]
    """How many had which grade at the next."""

    @property
    def reviews(self) -> int:
        """How many moves there were, from this grade to any."""
        return sum(self.to.values())

    @property
    def stayed(self) -> Decimal | None:
        """In percent."""
        part = Decimal(self.to.get(self.grade, 0) * 100)
        return divide(part, Decimal(self.reviews), PLACES) if self.reviews else None


def sections(book: Book, party: Column[Any], every: Interval) -> list[Section[Any]]:
    """The reviews of a book's customers, and the migration matrix."""
    rows = list(_rows(book, every))
    rater = Rater(book.policy.grades)
    scale = [*rater.card.grades, UNRATED]
    moves = Counter(row.move for row in rows if row.move)
    said = [f"{moves['up']} up, {moves['down']} down."] if rows else []
    return [
        Section("reviews", "", Table(_columns(party), rows), notes=said, empty="No reviews."),
        Section(
            "migration",
            "From one review to the next, by the reviews alone",
            Table(_matrix_columns(scale), list(_matrix(rows, scale))),
        ),
    ]


def _rows(book: Book, every: Interval) -> Iterator[ReviewRow]:
    """Each customer's reviews, from the first that had anything to tell."""
    found: dict[str, list[ReviewRow]] = {id_: [] for id_ in book.customers}
    rater = Rater(book.policy.grades)
    begin, days = _days(book, every, rater.reviews_that_matter)
    before: dict[str, str] = {}
    for day, grades in history(book, days):
        for id_, grade in grades.items():
            own = found.get(id_)
            if own is not None and day >= begin and (own or grade.score.facts.documents):
                move = _move(rater, before.get(id_, UNRATED), grade.reviewed) if own else ""
                own.append(_row(book.customers[id_].name, day, grade, move))
            before[id_] = grade.reviewed
    for _, own in sorted(found.items(), key=lambda pair: (pair[0].casefold(), pair[0])):
        yield from own


def _days(book: Book, every: Interval, before: int) -> tuple[dt.date, list[dt.date]]:
    """The first day to be shown, and the review days: a few before it, which it depends on."""
    whole = book.whole or book
    first = min((m.date for m in whole.movements), default=book.as_of)
    begin = max(first, book.begin or first)
    days = review_days(whole, every)
    shown = list(takewhile(lambda day: day >= begin, days))
    earlier = review_days(whole, every)
    return begin, list(islice(earlier, len(shown) + before - 1))


def _move(rater: Rater, before: str, after: str) -> str:
    if UNRATED in (before, after) or before == after:
        return ""
    return "up" if rater.rank[after] < rater.rank[before] else "down"


def _row(name: str, day: dt.date, grade: Grade, move: str) -> ReviewRow:
    score = grade.score
    return ReviewRow(
        customer=score.facts.customer,
        name=name,
        date=day,
        index_=rounded(score.payment_index, PLACES),
        score=rounded(score.score, PLACES),
        grade=score.grade,
        reviewed=grade.reviewed,
        move=move,
        grade_in_force=grade.in_force,
    )


def _columns(party: Column[Any]) -> list[Column[Any]]:
    return [
        party,
        column("name", audience=MACHINES),
        column("date", "Review", Kind.DATE),
        *number("index", field="index_"),
        *number("score"),
        column("grade", "Scored"),
        column("reviewed"),
        column("move"),
        column("grade_in_force", "In force"),
    ]


def _matrix(rows: Iterable[ReviewRow], scale: list[str]) -> Iterator[MigrationRow]:
    moves: dict[str, Counter[str]] = {grade: Counter() for grade in scale}
    last: ReviewRow | None = None
    for row in rows:
        if last and last.customer == row.customer:
            moves[last.reviewed][row.reviewed] += 1
        last = row
    for grade in scale:
        if moves[grade]:
            yield MigrationRow(grade, dict(moves[grade]))


def _matrix_columns(scale: list[str]) -> list[Column[Any]]:
    return [
        column("grade", "From"),
        *(column(f"to_{grade}", f"To {grade}", Kind.COUNT, of=_to(grade)) for grade in scale),
        column("reviews", kind=Kind.COUNT),
        column("stayed", kind=Kind.SHARE),
    ]


def _to(grade: str) -> Callable[[MigrationRow], int]:
    return lambda row: row.to.get(grade, 0)
