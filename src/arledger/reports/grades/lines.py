"""The lines of grades: one for each customer."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from arledger.measures.grades import Grade
from arledger.measures.scorecard import Part, rounded
from arledger.money import round_down
from arledger.policy.scorecards import UNRATED, WEIGHT
from arledger.policy.sections.watch import Grades
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, column

MACHINES, PEOPLE = Audience.MACHINES, Audience.PEOPLE
PLACES = 6
"""Decimals of an index and a score for machines."""


class GradeRow(NamedTuple):
    """One customer's grade."""

    customer: str
    name: str
    index_: Decimal | None
    """The payment index, and the score: None when too little is known."""
    score: Decimal | None
    grade: str
    """By the scorecard today; ``unrated`` when too little is known."""
    grade_in_force: str
    criteria: str
    """``name=points`` of each criterion with spaces between; n/a without data."""
    reviewed: str
    """By the reviews so far, whatever was given by hand."""
    review: dt.date | None
    """The last review day."""
    why: str
    """Where the grade in force comes from."""
    documents: int
    """How many tell how the customer pays."""
    points: tuple[Decimal | None, ...]
    """Of each criterion."""


def row_of(name: str, grade: Grade) -> GradeRow:
    """The line of a customer."""
    score = grade.score
    return GradeRow(
        customer=score.facts.customer,
        name=name,
        index_=rounded(score.payment_index, PLACES),
        score=rounded(score.score, PLACES),
        grade=score.grade,
        grade_in_force=grade.in_force,
        criteria=" ".join(map(_said, score.parts)),
        reviewed=grade.reviewed,
        review=grade.review,
        why=grade.why,
        documents=score.facts.documents,
        points=tuple(rounded(part.points, PLACES) for part in score.parts),
    )


def _said(part: Part) -> str:
    points = rounded(part.points, PLACES)
    return f"{part.criterion.name}={'n/a' if points is None else f'{points:f}'}"


def columns(party: Column[Any], policy: Grades) -> list[Column[Any]]:
    """All columns; people see the points of each criterion below its weight."""
    return [
        party,
        column("name"),
        *number("index", field="index_"),
        *_criteria(policy),
        *number("score"),
        column("grade", "Scored"),
        column("grade_in_force", "In force"),
        column("criteria", audience=MACHINES),
        column("reviewed", audience=MACHINES),
        column("review", kind=Kind.DATE, audience=MACHINES),
        column("why"),
        column("documents", kind=Kind.COUNT, audience=MACHINES),
    ]


def number(key: str, title: str | None = None, *, field: str = "") -> Iterator[Column[Any]]:
    """A column of an index or a score: for people one decimal, rounded down.

    Nobody is to read 80.0 where the grade of 80 was not reached.
    """

    def short(row: Any) -> Decimal | None:
        return cut_off(exact(row))

    exact = attrgetter(field or key)
    yield column(key, title, Kind.PRICE, of=exact, audience=MACHINES)
    yield column(key, title, Kind.PRICE, of=short, audience=PEOPLE)


def cut_off(value: Decimal | None) -> Decimal | None:
    """A number to one decimal, towards zero."""
    return None if value is None else round_down(value, 1)


def _criteria(policy: Grades) -> Iterator[Column[Any]]:
    for place, (name, criterion) in enumerate(policy.criteria.items()):
        title = f"{titled(name)} {criterion[WEIGHT].normalize():f}%"
        yield column(
            f"points-{name}", title, Kind.PRICE, of=_points(place), audience=PEOPLE, spare=True
        )


def titled(name: str) -> str:
    """A criterion as people read it: ``limit-use`` is Limit use."""
    text = name.replace("-", " ")
    return text[:1].upper() + text[1:]


def _points(place: int) -> Callable[[GradeRow], Decimal | None]:
    return lambda row: row.points[place]


def counted(rows: Sequence[GradeRow], scale: Iterable[str]) -> Iterator[str]:
    """How many have each grade, in force and by the scorecard."""
    every = [*scale, UNRATED]
    if rows:
        yield f"In force: {_counts([row.grade_in_force for row in rows], every)}."
        yield f"By the scorecard today: {_counts([row.grade for row in rows], every)}."


def _counts(found: Sequence[str], scale: Sequence[str]) -> str:
    counts = Counter(found)
    named = [*scale, *sorted(set(found).difference(scale))]
    return ", ".join(f"{counts[grade]} {grade}" for grade in named if counts[grade])
