"""The payment index and the scorecard: published numbers, and edges that belong to one range."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.measures.credit_facts import Facts
from arledger.measures.payment_index import days_of_index, index_of_days, payment_index
from arledger.measures.ratings import Rating
from arledger.measures.scorecard import Scorecard
from arledger.money import exact
from arledger.policy.model import DEFAULT
from arledger.policy.sections.watch import Grades

D = Decimal
ANCHORS = DEFAULT.grades.anchors


# -- the index -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "index"),
    [
        (-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50), (60, 40), (90, 30),
        (120, 20), (150, 10), (180, 0),
    ],
)  # fmt: skip
def test_the_anchors_are_those_of_paydex(days: int, index: int) -> None:
    assert index_of_days(days, ANCHORS) == index


@pytest.mark.parametrize(
    ("days", "index"),
    [(-45, 100), (-25, 95), (-10, 85), (3, 78), (45, 45), (165, 5), (181, 0), (4000, 0)],
)
def test_between_two_anchors_it_goes_straight_and_beyond_the_last_it_is_flat(
    days: int, index: int
) -> None:
    assert index_of_days(days, ANCHORS) == index


def test_the_index_is_weighted_by_amount() -> None:
    """10,000 prompt, 5,000 at 30 days and 5,000 at 60 days are 62.5."""
    amounts = {0: D("10000.00"), 30: D("5000.00"), 60: D("5000.00")}
    assert payment_index(amounts, ANCHORS) == Fraction(125, 2)


def test_the_index_of_nothing_is_none() -> None:
    assert payment_index({}, ANCHORS) is None
    assert payment_index({3: D(0)}, ANCHORS) is None


def test_the_index_is_exact_where_no_decimal_is() -> None:
    """1 at 1 day late and 2 prompt: (79 1/3 + 160) / 3."""
    assert payment_index({1: D(1), 0: D(2)}, ANCHORS) == Fraction(718, 9)


@given(st.dictionaries(st.integers(-60, 300), st.integers(1, 10**6), min_size=1, max_size=8))
def test_the_index_is_the_mean_of_the_payments_indexes(amounts: dict[int, int]) -> None:
    mean = sum(index_of_days(d, ANCHORS) * x for d, x in amounts.items()) / sum(amounts.values())
    with exact():
        found = payment_index({d: D(x) / 100 for d, x in amounts.items()}, ANCHORS)
    assert found == mean
    assert 0 <= found <= 100


@given(st.integers(-30, 180))
def test_days_and_index_tell_each_other(days: int) -> None:
    assert days_of_index(index_of_days(days, ANCHORS), ANCHORS) == days


# -- the scorecard -------------------------------------------------------------------------------


def known(**facts: Any) -> Facts:
    """Somebody who pays promptly; ``paid`` and ``overdue`` by days."""
    base: dict[str, Any] = {"paid": {0: D(1000)}, "seen": {1, 2, 3}}
    return Facts("foo", "EUR", **{**base, **facts})


def card(**changes: Any) -> Scorecard:
    return Scorecard(DEFAULT.grades._replace(**changes))


def points(name: str, **facts: Any) -> Fraction | None:
    with exact():
        found = card().of(known(**facts))
    return next(part.points for part in found.parts if part.criterion.name == name)


def percent(part: str, whole: str) -> Any:
    """For each percent a fact of so much of 10,000."""
    return lambda value: {part: D(value) * 100, whole: D(10000)}


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("overdue", percent("past_due", "open"), {"0": 100, "4.99": 100, "5": 80, "9.99": 80, "10": 50, "24.99": 50, "25": 20, "49.99": 20, "50": 0, "100": 0}),
        ("limit-use", percent("exposure", "limit"), {"-3": 100, "79.99": 100, "80": 60, "100": 60, "100.01": 0}),
        ("disputes", percent("disputed", "billed"), {"0": 100, "4.99": 100, "5": 50, "19.99": 50, "20": 0}),
        ("promises", lambda value: {"kept": int(value), "unkept": 100 - int(value)}, {"95": 100, "94": 75, "80": 75, "79": 40, "50": 40, "49": 0, "0": 0}),
    ],
)  # fmt: skip
def test_every_edge_belongs_to_one_range(name: str, facts: Any, expected: dict[str, int]) -> None:
    assert {value: points(name, **facts(value)) for value in expected} == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 100), (1, 80), (15, 80), (16, 50), (30, 50), (31, 25), (60, 25), (61, 0)]
)  # fmt: skip
def test_the_index_has_points_by_how_late_it_is(days: int, expected: int) -> None:
    assert points("index", paid={days: D(1)}) == expected


def test_the_weights_of_criteria_with_data_are_the_whole() -> None:
    """Prompt, nothing overdue of 100 open, a promise broken, no limit, nothing billed: 70 of 85."""
    with exact():
        found = card().of(known(open=D(100), unkept=1))
    assert [part.points for part in found.parts] == [100, 100, 0, None, None]
    assert found.score == Fraction(70 * 100, 85)
    assert found.grade == "A"


def test_all_criteria_together_are_weighted() -> None:
    facts = known(
        paid={30: D(1)}, open=D(100), past_due=D(30), kept=4, unkept=1, exposure=D(90),
        limit=D(100), billed=D(100), disputed=D(10),
    )  # fmt: skip
    with exact():
        found = card().of(facts)
    assert [part.points for part in found.parts] == [50, 20, 75, 60, 50]
    assert found.score == Fraction(50 * 50 + 20 * 20 + 15 * 75 + 10 * 60 + 5 * 50, 100)
    assert (found.grade, found.payment_index) == ("C", 50)


def test_thresholds_are_compared_unrounded() -> None:
    """79.99999… is not 80."""
    third = {"index": {"weight": D(100), "below 80": D("79.9999999"), "from 80": D(80)}}
    with exact():
        assert card(criteria=third).of(known(paid={1: D(1)})).grade == "B"
        assert card(criteria=third).of(known()).grade == "A"


def test_too_few_documents_are_unrated() -> None:
    with exact():
        few = card().of(known(seen={1, 2}))
        assert (few.grade, few.score, few.payment_index) == ("unrated", None, None)
        assert card(invoices=2).of(known(seen={1, 2})).grade == "A"
        assert card(invoices=0).of(Facts("foo", "EUR")).grade == "unrated"


def test_what_is_owed_without_credit_is_over_any_limit() -> None:
    assert points("limit-use", limit=D(0), exposure=D("0.01")) == 0
    assert points("limit-use", limit=D(0), exposure=D(0)) is None
    assert points("limit-use", limit=None, exposure=D(5)) is None


def test_what_is_overdue_counts_at_its_present_lateness() -> None:
    """Who stops paying loses the grade."""
    with exact():
        found = card().of(known(paid={0: D(10000)}, overdue={30: D(5000), 60: D(5000)}))
    assert found.payment_index == Fraction(125, 2)


# -- other criteria, other scales ----------------------------------------------------------------


def one(name: str, ranges: dict[str, int], **facts: Any) -> Fraction | None:
    criteria = {name: {"weight": D(100), **{text: D(p) for text, p in ranges.items()}}}
    with exact():
        return card(criteria=criteria).of(known(**facts)).score


def test_a_tag_has_points_by_its_words() -> None:
    words = {"wholesale": 90, "Retail": 40}
    assert one("tag:segment", words, tags={"segment": "retail"}) == 40
    assert one("tag:segment", words, tags={"segment": "export"}) is None
    assert one("tag:segment", words) is None


def test_a_tag_of_numbers_has_points_by_ranges() -> None:
    ranges = {"below 10": 0, "from 10": 100}
    assert one("tag:staff", ranges, tags={"staff": "9"}) == 0
    assert one("tag:staff", ranges, tags={"staff": "10"}) == 100
    assert one("tag:staff", ranges, tags={"staff": "many"}) is None
    assert one("tag:staff", ranges, tags={"staff": "NaN"}) is None
    assert one("tag:staff", ranges, tags={"staff": "Infinity"}) is None


def test_a_rating_counts_for_the_agency_it_is_of() -> None:
    words = {"AA": 100, "B": 30}
    rated = Rating("B", "Creditsafe")
    assert one("rating", words, rating=rated) == 30
    assert one("rating:creditsafe", words, rating=rated) == 30
    assert one("rating:other", words, rating=rated) is None


def test_length_of_relation_and_amount_have_ranges() -> None:
    assert one("relation", {"below 24": 20, "from 24": 100}, months=23) == 20
    assert one("relation", {"below 24": 20, "from 24": 100}, months=None) is None
    ranges = {"up to 1000": 10, "above 1000": 70}
    assert one("amount:USD", ranges, bought={"USD": D(1000)}) == 10
    assert one("amount:USD", ranges, bought={"USD": D("1000.01")}) == 70
    assert one("amount:USD", ranges, bought={"EUR": D(5000)}) is None


def test_there_may_be_any_number_of_grades() -> None:
    rule = next(iter(DEFAULT.grades.scale.values()))
    scale = {g: rule._replace(score=D(s)) for g, s in {"D": 0, "AA": 95, "A": 80, "B": 50}.items()}
    five = Scorecard(Grades(scale=scale))
    assert five.grades == ["AA", "A", "B", "D"]
    assert [five.grade(Fraction(s)) for s in (100, 95, 94, 80, 50, 49, 0)] == [
        *("AA", "AA", "A", "A", "B", "D", "D"),
    ]
