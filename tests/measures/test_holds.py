"""Holds: stopped by somebody's word, until a release or the last day."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.books import book_of, journal_of_whole
from tests.ledger.cutting import cut
from tests.strategies import as_of_days, days

from arledger.ledger.build import build_book
from arledger.measures.holds import Hold, holds
from arledger.policy.model import DEFAULT


def text_of(*said: str, tags: str = "name:Foo") -> str:
    events = [f"{one[:10]} Foo  ; customer:foo, event:{one[11:]}\n" for one in said]
    return "\n".join([f"account assets:receivable:foo  ; {tags}\n", *events])


def held(*said: str, on: str = "2026-12-31", tags: str = "name:Foo") -> list[str]:
    """The reasons of the holds in force."""
    return [hold.reason for hold in holds(book_of(text_of(*said, tags=tags), on)).get("foo", [])]


def test_a_hold_is_in_force_until_it_is_released() -> None:
    said = ("2026-03-01 hold, reason:broken promise", "2026-05-01 release")
    days_ = ("2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01")
    assert [held(*said, on=day) for day in days_] == [
        [],
        ["broken promise"],
        ["broken promise"],
        [],
    ]


def test_a_hold_with_an_end_is_in_force_through_that_day() -> None:
    said = "2026-03-01 hold, reason:audit, until:2026-03-10"
    assert [held(said, on=day) for day in ("2026-03-10", "2026-03-11")] == [["audit"], []]


def test_pitfall_38_nothing_but_a_word_releases_a_hold() -> None:
    paid = (
        text_of("2026-03-01 hold, reason:late")
        + """
2026-03-02 (1) Foo
    assets:receivable:foo    10 EUR
    income:sales

2026-03-03 Foo
    assets:bank    10 EUR
    assets:receivable:foo    -10 EUR  ; inv:1
"""
    )
    (hold,) = holds(book_of(paid, "2029-01-01"))["foo"]
    assert (hold.since, hold.reason) == (date(2026, 3, 1), "late")


def test_a_release_lifts_the_holds_before_it_else_those_of_its_day() -> None:
    before = "2026-03-01 hold, reason:old"
    same_day = ("2026-04-01 hold, reason:new", "2026-04-01 release")
    for said in (same_day, same_day[::-1]):
        assert held(before, *said) == ["new"]
        assert held(*said) == []
        assert held("2026-03-01 hold, until:2026-03-05", *said) == []


def test_several_holds_are_all_told_the_oldest_first() -> None:
    assert held("2026-04-01 hold, reason:b", "2026-03-01 hold, reason:a") == ["a", "b"]


def test_master_data_may_put_on_hold_and_a_review_or_a_release_lift_it() -> None:
    assert held(tags="hold:prepayment only") == ["prepayment only"]
    assert held(tags="hold:yes") == [""]
    assert held(tags="hold:no") == []
    assert held("2026-03-01 review, hold:no", tags="hold:yes") == []
    assert held("2026-03-01 release", tags="hold:yes") == []
    assert held("2026-03-01 review, hold:too slow") == ["too slow"]


# -- properties ----------------------------------------------------------------------------------

words = st.sampled_from((
    "hold", "hold, reason:a", "hold, until:2026-01-07", "release", "release",
    "review, hold:no", "review, hold:b",
))  # fmt: skip
many = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def told(text: str, day: date, *, cut_first: bool = False) -> list[Hold]:
    journal = journal_of_whole(text)
    journal = cut(journal, day, DEFAULT) if cut_first else journal
    found = holds(build_book(journal, DEFAULT, "receivable", day)[0]).get("foo", [])
    return [hold._replace(source=None) for hold in found]


@many
@given(st.lists(st.tuples(days, words), max_size=7), as_of_days, st.randoms(use_true_random=False))
def test_as_of_is_a_cut_and_the_order_of_lines_changes_nothing(
    written: list[tuple[date, str]], day: date, chance: Any
) -> None:
    text = text_of(*(f"{d} {w}" for d, w in written))
    mixed = text_of(*(f"{d} {w}" for d, w in chance.sample(written, len(written))))
    expected = told(text, day)
    assert told(text, day, cut_first=True) == expected
    assert told(mixed, day) == expected


@many
@given(st.lists(st.tuples(days, words), max_size=7), as_of_days)
def test_day_by_day_it_comes_to_the_same(written: list[tuple[date, str]], day: date) -> None:
    """Worked out again by going through the days."""
    on_hold: list[str] = []
    for on in sorted({d for d, _ in written if d <= day}):
        said = [w for d, w in written if d == on]
        new = [w for w in said if w.startswith("hold") or w.endswith("b")]
        if any(w == "release" or w.endswith("no") for w in said):
            live = [w for w in on_hold if "until" not in w or on <= date(2026, 1, 7)]
            on_hold = new if live else []
        else:
            on_hold += new
    expected = [w for w in on_hold if "until" not in w or day <= date(2026, 1, 7)]
    assert len(told(text_of(*(f"{d} {w}" for d, w in written)), day)) == len(expected)
