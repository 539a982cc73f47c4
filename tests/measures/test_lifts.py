"""What would lift a grade: each change is the smallest, and does what it says."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.ledger.books import book_of, policy_of
from tests.measures.test_grades import paid, sale

from arledger.measures.credit_facts import facts
from arledger.measures.lifts import Lift, lifts
from arledger.measures.scorecard import Score, Scorecard
from arledger.money import exact

D = Decimal
DAY = "2026-06-30"
LIMIT = "\n    account assets:receivable:foo  ; limit:10000.00 EUR\n"
BOOK = (
    LIMIT
    + "".join(sale(f"2026-0{n}-10", n) + paid(f"2026-0{n}-20", n) for n in (1, 2, 3))
    + sale("2026-05-01", 4, "4000.00 EUR")
    + sale("2026-06-01", 5, "8000.00 EUR", "due:2026-07-31")
)
"""4,000 of 12,000 overdue for 60 days; 12,000 of a limit of 10,000 used."""


def lifted(text: str = BOOK, as_of: str = DAY, **how: Any) -> tuple[Score, list[Lift]]:
    with exact():
        return lifts(book_of(text, as_of, **how), "foo")


def scored(text: str, as_of: str = DAY, **how: Any) -> Score:
    with exact():
        book = book_of(text, as_of, **how)
        return Scorecard(book.policy.grades).of(facts(book)["foo"])


def payment(amount: Decimal) -> str:
    return paid(DAY, 4, f"{min(amount, D(4000))} EUR") + (
        paid(DAY, 5, f"{amount - 4000} EUR") if amount > 4000 else ""
    )


def of(found: list[Lift], name: str) -> list[Lift]:
    return [one for one in found if one.criterion == name]


def test_what_is_to_be_paid_is_the_smallest_amount_that_is_enough() -> None:
    """(4,000 - x) / (12,000 - x) is below 25 % from 1,333.34 on."""
    _, found = lifted()
    overdue = of(found, "overdue")
    assert min(one.amount for one in overdue if one.amount) == D("1333.34")
    assert all(one.kind == "pay" for one in overdue)


def test_who_pays_what_is_overdue_uses_less_of_the_limit() -> None:
    """2,000.00 bring it from 120 % to 100 %; that lifts the share of what is overdue, too."""
    _, found = lifted()
    (one, *_) = sorted(of(found, "limit-use"), key=lambda lift: lift.amount or 0)
    assert one.amount == 2000
    assert one.part is not None
    assert one.part.value == 100
    assert [part.points for part in one.score.parts[1:4:2]] == [50, 60]


@pytest.mark.parametrize("name", ["overdue", "limit-use"])
def test_what_is_foretold_is_what_a_payment_brings_about(name: str) -> None:
    before, found = lifted()
    assert of(found, name)
    for one in of(found, name):
        assert one.amount is not None
        after, less = (scored(BOOK + payment(x)) for x in (one.amount, one.amount - D("0.01")))
        assert (after.score, after.grade) == (one.score.score, one.score.grade)
        place = next(n for n, p in enumerate(after.parts) if p.criterion.name == name)
        assert less.parts[place].points != one.score.parts[place].points
        assert (one.score.score or 0) > (before.score or 0)


def test_promises_to_keep_are_as_few_as_reach_the_range() -> None:
    text = (
        BOOK
        + """
    2026-06-02 (PR-1) Said  ; inv:4
        (promise:foo)    500.00 EUR  ; date:2026-06-10
    """
    )
    _, found = lifted(text)
    assert sorted(one.number or 0 for one in of(found, "promises")) == [1, 4, 19]


def test_buying_more_and_paying_when_due_lifts_the_index() -> None:
    """3,000 at 76 2/3 … and 4,000 at 40: as much at 80 as makes 70 of all."""
    before, found = lifted()
    (one, *_) = sorted(of(found, "index"), key=lambda lift: lift.amount or 0)
    assert before.payment_index is not None
    assert one.amount is not None
    needed = (70 * 7000 - before.payment_index * 7000) / 10
    assert needed <= Fraction(one.amount) < needed + Fraction(1, 100)
    assert (one.kind, one.days) == ("buy", 0)


def test_an_index_that_prompt_payment_does_not_reach_takes_early_payment() -> None:
    late = "".join(sale(f"2026-0{n}-10", n) + paid(f"2026-0{n}-12", n) for n in (1, 2, 3))
    _, found = lifted(late)
    assert [(one.kind, one.days) for one in of(found, "index")] == [("buy", 20)]


def test_more_business_without_a_dispute_lowers_the_dispute_rate() -> None:
    """300 of 15,000 … 3,000 of 15,000 are 20 %: 0.01 more is below; 45,000.01 more is below 5 %."""
    text = BOOK + "\n    2026-06-05 Damaged  ; event:dispute, inv:5, amount:3000.00 EUR\n"
    _, found = lifted(text)
    assert sorted(one.amount or 0 for one in of(found, "disputes")) == [D("0.01"), D("45000.01")]


def test_time_and_words_lift_too() -> None:
    criteria = {
        "relation": {"weight": D(50), "below 12": D(0), "from 12": D(100)},
        "tag:segment": {"weight": D(50), "retail": D(10), "export": D(90)},
    }
    text = LIMIT.replace("limit:", "segment:retail, limit:") + BOOK.partition("\n\n")[2]
    _, found = lifted(text, policy=policy_of(grades={"criteria": criteria}))
    told = {(one.criterion, one.kind, one.number, one.word) for one in found}
    assert told == {("relation", "wait", 7, ""), ("tag:segment", "word", None, "export")}


def test_the_unrated_need_documents() -> None:
    before, found = lifted(sale("2026-05-01", 4))
    assert before.grade == "unrated"
    assert [(one.kind, one.number) for one in found] == [("documents", 2)]


def test_who_could_not_be_better_is_told_nothing() -> None:
    prompt = "".join(sale(f"2026-0{n}-10", n) + paid(f"2026-0{n}-10", n) for n in (1, 2, 3))
    assert lifted(prompt)[1] == []


def test_what_lifts_the_grade_comes_first() -> None:
    """The smallest payment of all, then what takes longer."""
    before, found = lifted()
    lifting = [one.score.grade != before.grade for one in found]
    assert lifting == sorted(lifting, reverse=True)
    assert [one.amount for one in found if one.kind == "pay"][:2] == [D("3111.12"), D("4000.01")]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(1, 500000), st.integers(-40, 120)), min_size=1, max_size=5),
    st.integers(0, 900000),
)
def test_whatever_is_open_paying_it_brings_what_was_foretold(
    owed: list[tuple[int, int]], limit: int
) -> None:
    from datetime import date, timedelta

    day = date(2026, 6, 30)
    text = f"\n    account assets:receivable:foo  ; limit:{D(limit) / 100:.2f} EUR\n"
    for number, (cents, late) in enumerate(owed):
        text += sale(
            "2026-01-02", number, f"{D(cents) / 100:.2f} EUR", f"due:{day - timedelta(late)}"
        )
    policy = policy_of(grades={"invoices": 0})
    found = [one for one in lifted(text, policy=policy)[1] if one.kind == "pay"]
    assume(found)
    for one in found:
        entry = f"\n    {DAY} Wire\n        assets:bank    {one.amount} EUR\n        assets:receivable:foo\n"
        after = scored(text + entry, policy=policy)
        assert (after.score, after.grade) == (one.score.score, one.score.grade)
