"""Grades: what is known of a customer, which grade is in force, and how it moves at reviews."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS, Written

from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.measures.credit_facts import Facts, facts
from arledger.measures.grades import Grade, Rater, grades, history, review_days
from arledger.measures.scorecard import Scorecard
from arledger.money import exact
from arledger.policy.model import DEFAULT
from arledger.policy.sections.watch import Interval

D = Decimal


def sale(
    day: str, number: int, amount: str = "1000.00 EUR", tags: str = "", who: str = "foo"
) -> str:
    return f"""
    {day} ({number}) Goods{f"  ; {tags}" if tags else ""}
        assets:receivable:{who}    {amount}
        income:sales
"""


def paid(day: str, number: int, amount: str = "1000.00 EUR", who: str = "foo") -> str:
    return f"""
    {day} Wire  ; inv:{number}
        assets:bank    {amount}
        assets:receivable:{who}
"""


def known(text: str, as_of: str = "2026-12-31", who: str = "foo", **how: Any) -> Facts:
    with exact():
        return facts(book_of(text, as_of, **how))[who]


def grade(text: str, as_of: str = "2026-12-31", who: str = "foo", **how: Any) -> Grade:
    with exact():
        return grades(book_of(text, as_of, **how))[who]


# -- what is known -------------------------------------------------------------------------------


def test_what_was_paid_and_what_is_overdue_make_the_experience() -> None:
    """10,000 prompt, 5,000 paid 30 days late, 5,000 overdue for 60 days: 62.5."""
    text = (
        sale("2026-03-01", 1, "10000.00 EUR", "due:2026-03-31")
        + sale("2026-03-02", 2, "5000.00 EUR", "due:2026-04-01")
        + sale("2026-03-03", 3, "5000.00 EUR", "due:2026-04-02")
        + paid("2026-03-31", 1, "10000.00 EUR")
        + paid("2026-05-01", 2, "5000.00 EUR")
    )
    found = known(text, "2026-06-01")
    assert dict(found.experience) == {0: 10000, 30: 5000, 60: 5000}
    assert found.documents == 3
    assert (found.open, found.past_due) == (5000, 5000)
    assert grade(text, "2026-06-01").score.payment_index == D("62.5")


def test_payments_count_for_twelve_months() -> None:
    text = sale("2025-01-01", 1) + paid("2025-03-31", 1)
    assert known(text, "2026-03-30").documents == 1
    assert known(text, "2026-03-31").documents == 0


def test_money_on_account_and_credit_notes_are_no_experience() -> None:
    text = (
        sale("2026-01-01", 1)
        + """
    2026-02-01 Credit note  ; inv:1
        income:sales    400.00 EUR
        assets:receivable:foo

    2026-02-01 On account  ; inv:-
        assets:bank    50.00 EUR
        assets:receivable:foo
    """
    )
    assert known(text, "2026-02-01").paid == {}


def test_a_returned_payment_is_none() -> None:
    text = (
        sale("2026-01-01", 1)
        + paid("2026-01-01", 1)
        + """
    2026-01-20 Returned
        assets:receivable:foo    1000.00 EUR  ; inv:1
        assets:bank
    """
    )
    assert dict(known(text, "2026-01-19").experience) == {0: 1000}
    assert dict(known(text, "2026-01-20").experience) == {19: 1000}


def test_what_was_written_off_counts_as_late_as_the_index_goes() -> None:
    text = (
        sale("2026-01-01", 1)
        + """
    2026-02-01 Given up  ; inv:1
        expenses:bad debts    1000.00 EUR
        assets:receivable:foo
    """
    )
    assert dict(known(text, "2026-02-01").experience) == {180: 1000}
    assert known(text, "2026-02-01").past_due == 0


def test_what_an_insurer_paid_the_customer_never_did() -> None:
    text = (
        sale("2026-01-01", 1)
        + """
    2026-02-01 Claim accepted  ; inv:1
        assets:insurance claims    1000.00 EUR
        assets:receivable:foo
    """
    )
    assert dict(known(text, "2026-02-01").experience) == {180: 1000}


def test_what_was_recovered_was_paid_late_and_is_not_lost_besides() -> None:
    text = (
        sale("2026-01-01", 1)
        + """
    2026-02-01 Given up  ; inv:1
        expenses:bad debts    1000.00 EUR
        assets:receivable:foo

    2026-03-02 Recovered  ; inv:1
        assets:receivable:foo    400.00 EUR
        expenses:bad debts
    """
        + paid("2026-03-02", 1, "400.00 EUR")
    )
    found = known(text, "2026-03-02")
    assert dict(found.experience) == {180: 600, 60: 400}
    assert found.billed == 1000


def test_our_own_charges_are_overdue_but_no_experience() -> None:
    text = sale("2026-01-01", 1, "100.00 EUR", "doc:fee")
    found = known(text, "2026-01-11")
    assert (found.past_due, found.experience, found.documents) == (100, {}, 0)


def test_an_extension_makes_it_prompt() -> None:
    text = sale("2026-01-01", 1) + paid("2026-02-01", 1)
    text += "\n    2026-01-10 More time  ; event:extend, inv:1, due:2026-02-01, customer:foo\n"
    assert dict(known(text).experience) == {0: 1000}


def test_instalments_are_one_document() -> None:
    text = sale("2026-01-01", 1, "900.00 EUR", "terms:30/60/90")
    found = known(text, "2026-06-30")
    assert (found.documents, len(found.overdue)) == (1, 3)


def test_promises_count_when_their_window_has_closed_within_the_months() -> None:
    text = (
        sale("2026-01-01", 1)
        + """
    2026-01-05 (PR-1) Said  ; inv:1
        (promise:foo)    500.00 EUR  ; date:2026-01-20
    """
        + paid("2026-01-20", 1, "500.00 EUR")
    )
    assert known(text, "2026-01-22").kept == 0
    assert known(text, "2026-01-23").kept == 1
    assert known(text, "2027-01-21").kept == 1
    assert known(text, "2027-01-22").kept == 0


def test_the_dispute_rate_is_of_what_was_billed() -> None:
    text = sale("2026-01-01", 1) + sale("2026-01-02", 2)
    text += "\n    2026-01-05 Damaged  ; event:dispute, inv:1, amount:300.00 EUR\n"
    assert (known(text).billed, known(text).disputed) == (2000, 300)
    resolved = text + "\n    2026-01-06 Ours  ; event:resolve, inv:1, outcome:credited\n"
    assert known(resolved).disputed == 300
    withdrawn = text + "\n    2026-01-06 Theirs  ; event:resolve, inv:1, outcome:withdrawn\n"
    assert known(withdrawn).disputed == 0
    doubled = text + "\n    2026-01-07 All of it  ; event:dispute, inv:1\n"
    assert known(doubled).disputed == 1000


def test_what_is_disputed_stays_out_where_the_policy_takes_it_out_of_the_buckets() -> None:
    text = (
        sale("2026-01-01", 1)
        + "\n    2026-01-05 Damaged  ; event:dispute, inv:1, amount:300.00 EUR\n"
    )
    apart = policy_of(aging={"disputed": "column"})
    assert known(text).past_due == 1000
    assert known(text, policy=apart).past_due == 700
    assert sum(known(text, policy=apart).overdue.values()) == 700


def test_the_limit_is_used_by_the_exposure() -> None:
    text = (
        "\n    account assets:receivable:foo  ; limit:5000.00 EUR\n"
        + sale("2026-01-01", 1)
        + """
    2026-01-05 (SO-1) Order
        (order:foo)    500.00 EUR
    """
    )
    found = known(text)
    assert (found.exposure, found.limit) == (1500, 5000)
    assert known(sale("2026-01-01", 1)).limit is None


def test_a_customer_is_judged_in_one_currency() -> None:
    text = "\n    P 2026-01-01 USD 0.50 EUR\n" + sale("2026-01-01", 1) + sale("2026-01-02", 2)
    text += sale("2026-01-03", 3, "100.00 USD") + sale("2026-01-04", 4, "7.00 GBP")
    found = known(text)
    assert (found.currency, found.open, found.unpriced) == ("EUR", 2050, {"GBP"})
    limited = "\n    account assets:receivable:foo  ; limit:5000.00 USD\n" + text
    assert known(limited).currency == "USD"
    assert known(limited).open == 4100


def test_the_relation_begins_with_since_or_the_first_document() -> None:
    text = sale("2026-01-31", 1)
    assert known(text, "2026-02-27").months == 0
    assert known(text, "2026-02-28").months == 1
    assert (
        known(
            "\n    account assets:receivable:foo  ; since:2024-06-15\n" + text, "2026-06-14"
        ).months
        == 23
    )
    assert known("\n    account assets:receivable:foo\n", "2026-06-14").months is None


RATED = (
    "\n    account assets:receivable:foo  ; rating:BB, rating-by:creditsafe, rating-on:2026-01-10\n"
)


@pytest.mark.parametrize(
    ("text", "as_of", "expected"),
    [
        (RATED, "2026-06-30", ("BB", "creditsafe")),
        (RATED, "2027-01-10", ("BB", "creditsafe")),
        (RATED, "2027-01-11", ("", "creditsafe")),
        (RATED, "2026-01-09", ("", "creditsafe")),
        ("\n    account assets:receivable:foo  ; rating:BB\n", "2026-06-30", ("", "")),
        (RATED + "\n    2026-05-01 Foo  ; event:review, customer:foo, rating:C\n", "2026-06-30", ("C", "creditsafe")),
        (RATED + "\n    2026-05-01 Foo  ; event:review, customer:foo, rating:C\n", "2027-05-01", ("C", "creditsafe")),
        (RATED + "\n    2026-05-01 Foo  ; event:review, customer:foo, rating:7, rating-by:dnb\n", "2026-04-30", ("BB", "creditsafe")),
        (RATED + "\n    2026-05-01 Foo  ; event:review, customer:foo, rating:7, rating-by:dnb\n", "2026-05-01", ("7", "dnb")),
        (RATED + "\n    2026-12-01 Foo  ; event:review, customer:foo, rating-on:2026-11-30\n", "2027-06-30", ("BB", "creditsafe")),
    ],
)  # fmt: skip
def test_a_rating_counts_by_whose_and_of_when_it_is(
    text: str, as_of: str, expected: tuple[str, str]
) -> None:
    rating = known(text, as_of).rating
    assert (rating.value, rating.agency) == expected
    assert bool(rating.ignored) == (not rating.value)


# -- reviews -------------------------------------------------------------------------------------


def test_reviews_are_at_the_ends_of_the_policys_interval() -> None:
    book = book_of(sale("2026-01-01", 1), "2026-11-29")

    def days(every: Interval | None) -> list[str]:
        return [str(day) for day in islice(review_days(book, every), 3)]

    assert days(None) == ["2026-09-30", "2026-06-30", "2026-03-31"]
    assert days("month") == ["2026-10-31", "2026-09-30", "2026-08-31"]
    assert days("half-year") == ["2026-06-30", "2025-12-31", "2025-06-30"]
    assert days("year") == ["2025-12-31", "2024-12-31", "2023-12-31"]
    at_end = book_of(sale("2026-01-01", 1), "2026-09-30")
    assert str(next(review_days(at_end))) == "2026-09-30"


@pytest.mark.parametrize(
    ("before", "scored", "after"),
    [
        ("unrated", "A", "A"), ("unrated", "C", "C"), ("A", "A", "A"), ("A", "B", "B"),
        ("A", "C", "C"), ("B", "A", "A"), ("C", "A", "B"), ("C", "B", "B"), ("B", "C", "C"),
        ("A", "unrated", "unrated"),
    ],
)  # fmt: skip
def test_a_grade_falls_at_once_and_rises_by_one_step(before: str, scored: str, after: str) -> None:
    assert Rater(DEFAULT.grades).moved(before, scored) == after


def test_the_policy_may_let_grades_rise_at_once() -> None:
    assert Rater(DEFAULT.grades._replace(steps_up=0)).moved("C", "A") == "A"


@given(
    st.integers(1, 5),
    st.integers(0, 3),
    st.lists(st.integers(-1, 4), min_size=1, max_size=14),
)
def test_the_last_reviews_tell_as_much_as_all(number: int, steps: int, drawn: list[int]) -> None:
    """However many grades there are: what came before cannot be felt any more."""
    rule = next(iter(DEFAULT.grades.scale.values()))
    names = "ABCDE"[:number]
    scale = {
        name: rule._replace(score=D(90 - 90 * n // max(1, number - 1)))
        for n, name in enumerate(names)
    }
    rater = Rater(DEFAULT.grades._replace(scale=scale, steps_up=steps))
    scored = ["unrated" if n < 0 else names[n % number] for n in drawn]

    def after(reviews: Sequence[str]) -> str:
        reached = "unrated"
        for one in reviews:
            reached = rater.moved(reached, one)
        return reached

    assert after(scored[-rater.reviews_that_matter :]) == after(scored)
    assert rater.after({"foo": one} for one in reversed(scored)) == {"foo": after(scored)}


PROMPT = "".join(sale(f"2026-0{n}-10", n) + paid(f"2026-0{n}-10", n) for n in (1, 2, 3))


def test_the_grade_in_force_is_that_of_the_last_review() -> None:
    late = PROMPT + sale("2026-04-10", 4, "9000.00 EUR")
    assert grade(late, "2026-04-10").in_force == "A"
    now = grade(late, "2026-06-29")
    assert (now.score.grade, now.in_force, now.why) == ("C", "A", "review of 2026-03-31")
    assert grade(late, "2026-06-30").in_force == "C"


def test_before_the_first_review_there_is_none() -> None:
    found = grade(PROMPT, "2026-03-30")
    assert (found.score.grade, found.in_force) == ("A", "unrated")


def test_paying_up_brings_a_grade_back_step_by_step() -> None:
    text = PROMPT + sale("2026-04-10", 4, "9000.00 EUR", "due:2026-05-01")
    text += paid("2026-07-05", 4, "9000.00 EUR")
    text += "".join(
        sale(f"2026-07-1{n}", 10 + n, "90000.00 EUR")
        + paid(f"2026-07-1{n}", 10 + n, "90000.00 EUR")
        for n in range(5)
    )
    found = [grade(text, day) for day in ("2026-06-30", "2026-09-30", "2026-12-31")]
    assert [one.score.grade for one in found] == ["C", "A", "A"]
    assert [one.in_force for one in found] == ["C", "B", "A"]


def test_a_grade_given_by_hand_overrides_and_says_so() -> None:
    text = "\n    account assets:receivable:foo  ; grade:b\n" + PROMPT
    found = grade(text, "2026-03-31")
    assert (found.score.grade, found.reviewed, found.in_force) == ("A", "A", "B")
    assert found.why == "by hand: account directive"
    text += "\n    2026-04-15 Foo  ; event:review, customer:foo, grade:C\n"
    assert grade(text, "2026-04-14").in_force == "B"
    found = grade(text, "2026-04-15")
    assert (found.in_force, found.why) == ("C", "by hand: review of 2026-04-15")


def test_none_gives_a_grade_back_to_the_scorecard() -> None:
    text = "\n    account assets:receivable:foo  ; grade:C\n" + PROMPT
    text += "\n    2026-04-15 Foo  ; event:review, customer:foo, grade:none\n"
    assert grade(text, "2026-04-14").in_force == "C"
    assert (grade(text, "2026-04-15").in_force, grade(text, "2026-04-15").by_hand) == ("A", None)


def test_of_several_grades_given_on_one_day_the_worst_counts() -> None:
    one, other = (f"\n    2026-04-15 Foo  ; event:review, customer:foo, grade:{g}\n" for g in "AC")
    assert grade(PROMPT + one + other).in_force == "C"
    assert grade(PROMPT + other + one).in_force == "C"


def test_suppliers_are_graded_by_how_we_pay_them() -> None:
    bills = "".join(
        f"""
    2026-01-0{n} (B-{n}) Mill
        expenses:wood    100.00 EUR
        liabilities:payable:mill

    2026-02-0{n} Mill  ; inv:B-{n}
        liabilities:payable:mill    100.00 EUR
        assets:bank
"""
        for n in (1, 2, 3)
    )
    found = grade(bills, "2026-03-31", "mill", side="payable")
    assert (dict(found.score.facts.experience), found.score.grade) == ({31: 300}, "C")


# -- as of any day -------------------------------------------------------------------------------

some = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@st.composite
def reviews(draw: st.DrawFn) -> Written:
    """What a review may say of a grade, a limit or a rating."""
    day = draw(make.days)
    said = draw(
        st.sampled_from(
            ("grade:B", "grade:none", "limit:50.00 EUR", "rating:AA", "rating:B, rating-by:x")
        )
    )
    return Written(
        day, f"{day} Foo  ; event:review, customer:{draw(st.sampled_from(('foo', 'bar')))}, {said}"
    )


def everything() -> st.SearchStrategy[list[Written]]:
    own = st.lists(reviews(), max_size=4)
    return st.tuples(make.entries(OURS, THEIRS), own).map(lambda both: both[0] + both[1])


CARD = policy_of(
    grades={
        "invoices": 1,
        "review": "month",
        "criteria": {
            **{name: {**one, "weight": one["weight"] / 2} for name, one in DEFAULT.grades.criteria.items()},
            "relation": {"weight": D(20), "below 1": D(50), "from 1": D(100)},
            "amount:EUR": {"weight": D(20), "below 50": D(0), "from 50": D(100)},
            "rating": {"weight": D(10), "AA": D(100), "B": D(20)},
        },
    }
)  # fmt: skip


def told(book: Book) -> dict[str, Any]:
    with exact():
        return {
            id_: (one.score[1:], one.reviewed, one.in_force, one.why)
            for id_, one in grades(book).items()
        }


@some
@given(everything(), make.as_of_days, st.sampled_from(["receivable", "receivable", "payable"]))
def test_grades_as_of_a_day_are_those_of_the_journal_cut_there(
    written: list[Written], day: date, side: Side
) -> None:
    whole = journal_of_whole(make.text_of(written))
    book = build_book(whole, CARD, side, day)[0]
    assert told(book) == told(build_book(cut(whole, day, CARD), CARD, side, day)[0])


@some
@given(everything(), st.sampled_from(["receivable", "payable"]))
def test_each_day_of_a_history_is_graded_by_what_was_known_then(
    written: list[Written], side: Side
) -> None:
    whole = journal_of_whole(make.text_of(written))
    book = build_book(whole, CARD, side, make.START + timedelta(60))[0]
    days = [make.START + timedelta(n) for n in (-1, 2, 5, 9, 12, 60)]
    card = Scorecard(CARD.grades)
    with exact():
        for day, found in history(book, days):
            then = build_book(cut(whole, day, CARD), CARD, side, day)[0]
            scores = {id_: card.of(one) for id_, one in facts(then).items()}
            assert {id_: one.score[1:] for id_, one in found.items()} == {
                id_: score[1:] for id_, score in scores.items()
            }


@some
@given(everything())
def test_the_order_of_a_days_lines_does_not_matter(written: list[Written]) -> None:
    day = make.START + timedelta(20)
    ordered = sorted(written, key=lambda one: one.day)
    mixed = sorted([*reversed(written)], key=lambda one: one.day)
    books = [
        build_book(journal_of_whole(make.text_of(one)), CARD, "receivable", day)[0]
        for one in (ordered, mixed)
    ]
    assert told(books[0]) == told(books[1])
