"""One customer's grade explained: what it is made of, and what would lift it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.grades import Grade, Rater, next_review
from arledger.measures.lifts import Lift, lifts
from arledger.measures.payment_index import days_of_index
from arledger.measures.scorecard import Part, Score, rounded
from arledger.policy.scorecards import UNRATED
from arledger.policy.sections.watch import Grades
from arledger.records import NamedTuple
from arledger.reports._report import Section
from arledger.reports.grades.lines import MACHINES, PEOPLE, PLACES, cut_off, number, titled
from arledger.table import Kind, Table, column


class FactRow(NamedTuple):
    """One thing that is so."""

    key: str
    value: str


class CriterionRow(NamedTuple):
    """One criterion of one customer."""

    criterion: str
    weight: Decimal
    """In percent, as the policy has it."""
    value: Decimal | None
    """None: there are no data, or it is a word."""
    unit: str
    """``index``, ``%``, ``months`` or a currency; "" for words."""
    word: str
    range: str
    """In the policy's words; "" without data."""
    points: Decimal | None
    """None: without data it is left out."""
    share: Decimal | None
    """What it brings to the score."""


class LiftRow(NamedTuple):
    """One change, and what it would do today."""

    criterion: str
    change: str
    """In words, without the amount."""
    amount: Decimal | None
    currency: str
    number: int | None
    """Of promises, months or documents."""
    before: Decimal | None
    after: Decimal | None
    """The criterion's value; None: a word, or nothing is left that it could look at."""
    unit: str
    gain: Decimal | None
    """Points of the score."""
    score: Decimal | None
    grade: str
    lifts: str
    """``yes`` if that alone is enough for a better grade."""


def sections(book: Book, customer: str, grade: Grade) -> list[Section[Any]]:
    """The sections of the explanation."""
    score, changes = lifts(book, customer)
    policy = book.policy.grades
    return _sections(
        list(_known(book, grade)),
        [_criterion(part, score) for part in score.parts],
        [_change(score, one, policy) for one in changes],
        list(_verdict(score, changes, grade, policy)),
    )


def of_nobody() -> list[Section[Any]]:
    """The sections where there is no customer: only their columns are of interest."""
    return _sections([], [], [], [])


def _sections(
    known: list[FactRow], criteria: list[CriterionRow], changes: list[LiftRow], verdict: list[str]
) -> list[Section[Any]]:
    title = "What would lift it, one change at a time"
    return [
        Section("grade", "" if known else "Grade", _facts(known), headed=False),
        Section("criteria", "What the score is made of", _criteria(criteria)),
        Section(
            "lifts",
            title,
            _changes(changes),
            notes=verdict,
            empty="Nothing could be better." if known else "",
        ),
    ]


# -- what is so --------------------------------------------------------------------------------


def _known(book: Book, grade: Grade) -> Iterator[FactRow]:
    score, policy = grade.score, book.policy.grades
    yield FactRow("grade in force", f"{grade.in_force} ({grade.why})")
    by_reviews = f"{grade.reviewed} since {grade.review}" if grade.review else "no review yet"
    yield FactRow("by the reviews", by_reviews)
    yield FactRow("by the scorecard today", _scored(score))
    if score.payment_index is not None:
        yield FactRow(
            "payment index", f"{_short(score.payment_index)}, {_late(score.payment_index, policy)}"
        )
    needed = f" of {policy.invoices} needed" if score.facts.documents < policy.invoices else ""
    yield FactRow("documents that tell", f"{score.facts.documents}{needed}, {policy.months} months")
    if score.facts.rating.ignored:
        yield FactRow("rating left out", score.facts.rating.ignored)
    yield FactRow("next review", next_review(book).isoformat())


def _scored(score: Score) -> str:
    return UNRATED if score.score is None else f"{score.grade}, {_short(score.score)} of 100"


def _late(index: Fraction, policy: Grades) -> str:
    """How late that is, as one payment."""
    days = days_of_index(index, policy.anchors)
    told = rounded(abs(days), 0)
    return "as if prompt" if not told else f"as if {told} days {'late' if days > 0 else 'early'}"


def _short(value: Fraction) -> str:
    return f"{cut_off(rounded(value, PLACES))}"


def _facts(rows: list[FactRow]) -> Table[FactRow]:
    return Table([column("key", "What"), column("value", wrap=True)], rows)


# -- what it is made of ------------------------------------------------------------------------


def _criteria(rows: list[CriterionRow]) -> Table[CriterionRow]:
    columns = [
        column("criterion", audience=MACHINES),
        column("criterion", of=lambda row: titled(row.criterion), audience=PEOPLE),
        column("weight", "Weight %", Kind.PRICE),
        column("value", kind=Kind.PRICE, audience=MACHINES),
        column("unit", audience=MACHINES),
        column("word", audience=MACHINES),
        column("value", of=_valued, audience=PEOPLE),
        column("range"),
        *number("points"),
        *number("share", "Brings"),
    ]
    return Table(columns, rows)


def _criterion(part: Part, score: Score) -> CriterionRow:
    whole, points = score.weight, part.points
    share = None if points is None else part.criterion.weight * points / whole
    return CriterionRow(
        criterion=part.criterion.name,
        weight=rounded(part.criterion.weight, PLACES) or Decimal(0),
        value=rounded(part.value, PLACES),
        unit=unit_of(part),
        word=part.word,
        range=part.step.text if part.step else part.word if points is not None else "",
        points=rounded(points, PLACES),
        share=rounded(share, PLACES),
    )


def unit_of(part: Part) -> str:
    """What the value of a criterion counts."""
    kind, _, of = part.criterion.name.partition(":")
    if part.criterion.words or kind in ("tag", "rating"):
        return ""
    return {"index": "index", "relation": "months", "amount": of}.get(kind, "%")


def _valued(row: CriterionRow) -> str:
    if row.value is None:
        return row.word or ("no data" if row.points is None else "no credit")
    return f"{cut_off(row.value)}{_suffix(row.unit)}"


def _suffix(unit: str) -> str:
    return {"": "", "index": "", "%": "%"}.get(unit, f" {unit}")


# -- what would lift it ------------------------------------------------------------------------


def _changes(rows: list[LiftRow]) -> Table[LiftRow]:
    columns = [
        column("criterion", audience=MACHINES),
        column("change", wrap=True),
        column("amount", kind=Kind.AMOUNT),
        column("currency", "Cur"),
        column("count", kind=Kind.COUNT, of=lambda row: row.number, audience=MACHINES),
        column("before", kind=Kind.PRICE, audience=MACHINES),
        column("after", kind=Kind.PRICE, audience=MACHINES),
        column("unit", audience=MACHINES),
        column("effect", of=_effect, audience=PEOPLE, wrap=True),
        *number("gain", "Points"),
        *number("score"),
        column("grade"),
        column("lifts", audience=MACHINES),
    ]
    return Table(columns, rows)


def _change(score: Score, lift: Lift, policy: Grades) -> LiftRow:
    now, then = score.score, lift.score.score
    before = next((p for p in score.parts if p.criterion.name == lift.criterion), None)
    gain = None if now is None or then is None else then - now
    is_money = lift.amount is not None
    return LiftRow(
        criterion=lift.criterion,
        change=_said(lift, score, policy),
        amount=lift.amount,
        currency=score.facts.currency if is_money else "",
        number=lift.number,
        before=rounded(before.value, PLACES) if before else None,
        after=rounded(lift.part.value, PLACES) if lift.part else None,
        unit=unit_of(before) if before else "",
        gain=rounded(gain, PLACES),
        score=rounded(then, PLACES),
        grade=lift.score.grade,
        lifts="yes" if lift.score.grade != score.grade else "",
    )


def _said(lift: Lift, score: Score, policy: Grades) -> str:
    many = "" if lift.number == 1 else "s"
    if lift.kind == "pay":
        is_late = lift.amount is not None and lift.amount <= score.facts.past_due
        return "pay of what is overdue" if is_late else "pay of what is open, the first due first"
    if lift.kind == "buy":
        if lift.criterion != "index":
            return "buy more, without a dispute"
        when = f"{lift.days} days early" if lift.days else "on the due date"
        return f"buy more, and pay it {when}"
    return {
        "keep": f"keep {lift.number} more promise{many}",
        "wait": f"{lift.number} more month{many} of business",
        "documents": f"{lift.number} more document{many} paid, within {policy.months} months",
        "word": f"{lift.criterion} {lift.word}",
    }[lift.kind]


def _effect(row: LiftRow) -> str:
    if row.before is None:
        return ""
    after = "nothing open" if row.after is None else f"{cut_off(row.after)}{_suffix(row.unit)}"
    return f"{titled(row.criterion).lower()} {cut_off(row.before)}{_suffix(row.unit)} to {after}"


def _verdict(score: Score, changes: list[Lift], grade: Grade, policy: Grades) -> Iterator[str]:
    """Whether a single change is enough, and when it would count."""
    rater = Rater(policy)
    grades = rater.card.grades
    if score.score is not None and score.grade != grades[0]:
        better = grades[grades.index(score.grade) - 1]
        lacking = _short(rater.card.begins(better) - score.score)
        if not any(one.score.grade != score.grade for one in changes):
            yield f"No single change is enough for {better}: {lacking} points are lacking."
        else:
            yield f"{better} begins at a score of {_short(rater.card.begins(better))}."
    if grade.by_hand:
        until = "a review gives another, or grade:none"
        yield f"{grade.in_force} was given by hand: it stays until {until}."
