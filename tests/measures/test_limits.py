"""Credit limits: which is in force on a day, and why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.books import book_of, codes_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import START, as_of_days, days

from arledger.ledger.build import build_book
from arledger.measures.limits import Limit, Limits, group_limit
from arledger.policy.model import DEFAULT

FOO = "account assets:receivable:foo  ; {tags}\n\n"


def limit(tags: str, *reviews: str, on: str = "2026-12-31", **how: Any) -> Limit:
    """The limit of foo on a day; a review is its date and its tags."""
    said = [f"{r[:10]} foo  ; event:review, customer:foo, {r[11:]}\n\n" for r in reviews]
    return Limits(book_of(FOO.format(tags=tags) + "".join(said), on, **how)).of("foo")


def short(found: Limit) -> str:
    return "none" if found.amount is None else f"{found.amount} {found.currency}".strip()


def test_a_limit_stands_on_the_account_directive_from_the_beginning() -> None:
    found = limit("name:Foo, limit:50000.00 USD", on="2001-01-01")
    assert (short(found), found.since, found.until) == ("50000.00 USD", None, None)
    assert found.source is not None
    assert found.source.line == 1
    assert found.why == "directive of assets:receivable:foo"


def test_a_limit_of_the_root_account_is_everybodys() -> None:
    text = """
        account assets:receivable  ; limit:900 EUR

        account assets:receivable:foo  ; name:Foo
    """
    found = Limits(book_of(text)).of("foo")
    assert (short(found), found.why) == ("900 EUR", "directive of assets:receivable")
    assert found.source is not None
    assert found.source.line == 1


def test_a_review_sets_a_limit_from_its_day_on() -> None:
    reviews = ("2026-07-01 limit:80000.00 USD", "2026-09-01 limit:10 USD")
    said = [short(limit("limit:5 USD", *reviews, on=on)) for on in ("2026-06-30", "2026-07-01")]
    assert said == ["5 USD", "80000.00 USD"]
    found = limit("limit:5 USD", *reviews)
    assert (short(found), found.why, found.since) == (
        "10 USD", "review of 2026-09-01", date(2026, 9, 1),
    )  # fmt: skip


def test_a_temporary_limit_gives_way_to_the_one_before_it() -> None:
    review = "2026-07-01 limit:80000 USD, limit-until:2026-09-30"
    last_day = limit("limit:50000 USD", review, on="2026-09-30")
    assert (short(last_day), last_day.until) == ("80000 USD", date(2026, 9, 30))
    assert last_day.why == "review of 2026-07-01 until 2026-09-30"
    after = limit("limit:50000 USD", review, on="2026-10-01")
    assert short(after) == "50000 USD"
    assert after.why == "directive of assets:receivable:foo, since another ended on 2026-09-30"


def test_a_limit_that_ended_and_had_none_before_is_no_credit_and_says_expired() -> None:
    found = limit("limit:50000 USD, limit-until:2026-06-30", on="2026-07-01")
    assert (short(found), found.expired, found.since) == ("0 USD", True, date(2026, 7, 1))
    assert found.why.startswith("expired on 2026-06-30 (directive of ")
    assert not limit("limit:50000 USD, limit-until:2026-06-30", on="2026-06-30").expired


def test_of_two_temporary_limits_that_ended_the_one_before_both_is_in_force() -> None:
    reviews = (
        "2026-02-01 limit:7 USD, limit-until:2026-05-31",
        "2026-03-01 limit:9 USD, limit-until:2026-04-30",
    )
    said = {
        on: short(limit("limit:5 USD", *reviews, on=on))
        for on in ("2026-02-28", "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01")
    }
    assert list(said.values()) == ["7 USD", "9 USD", "7 USD", "7 USD", "5 USD"]


def test_a_review_may_set_an_end_to_the_limit_in_force_or_renew_one_that_ended() -> None:
    ended = "2026-03-01 limit-until:2026-03-31"
    assert limit("limit:5 USD", ended, on="2026-04-01").expired
    renewed = limit("limit:5 USD", ended, "2026-05-01 limit-until:2026-05-31", on="2026-05-15")
    assert (short(renewed), renewed.until) == ("5 USD", date(2026, 5, 31))


def test_0_is_no_credit_and_none_takes_a_limit_away_and_nothing_is_no_limit() -> None:
    assert short(limit("limit:0")) == "0"
    assert short(limit("limit:0 USD")) == "0 USD"
    taken = limit("limit:5 USD", "2026-03-01 limit:none")
    assert (short(taken), taken.why) == ("none", "taken away by the review of 2026-03-01")
    assert limit("name:Foo").why == "no limit was set"
    assert short(Limits(book_of("")).of("nobody")) == "none"


def test_of_several_limits_of_one_day_the_temporary_one_then_the_lowest_is_in_force() -> None:
    both = ("2026-03-01 limit:9 USD", "2026-03-01 limit:7 USD")
    temporary = "2026-03-01 limit:20 USD, limit-until:2026-04-30"
    for reviews in ([*both, temporary], [temporary, *reversed(both)]):
        assert short(limit("", *reviews, on="2026-04-01")) == "20 USD"
        assert short(limit("", *reviews, on="2026-05-01")) == "7 USD"


def test_who_has_no_limit_has_the_policys_for_a_tag() -> None:
    policy = policy_of(credit={"limits": {"segment": {"retail": "3000 EUR"}}})
    found = limit("segment:retail", policy=policy)
    assert (short(found), found.why) == ("3000 EUR", "policy [credit.limits.segment] retail")
    assert found.source is None
    assert short(limit("segment:retail, limit:5 EUR", policy=policy)) == "5 EUR"
    assert short(limit("segment:other", policy=policy)) == "none"
    moved = "2026-03-01 segment:retail, limit:none"
    assert short(limit("limit:5 EUR", moved, policy=policy)) == "3000 EUR"
    assert limit("segment:retail, limit:5 EUR, limit-until:2026-01-31", policy=policy).expired


def test_a_groups_limit_is_the_policys() -> None:
    policy = policy_of(credit={"groups": {"Acme": "100000.00 USD"}})
    found = group_limit(policy, "acme")
    assert found is not None
    assert (short(found), found.why) == ("100000.00 USD", "policy [credit.groups] Acme")
    assert group_limit(policy, "other") is None


@pytest.mark.parametrize("wrong", ["much", "-5 USD", "5,000 USD", "500"])
def test_a_limit_that_cannot_be_read_is_said_and_is_none(wrong: str) -> None:
    text = FOO.format(tags=f"limit:{wrong}") + "2026-03-01 foo  ; event:review, limit:-1 USD\n"
    assert set(codes_of(text)) >= {"bad-event-tag", "bad-master-data"}
    found = limit(f"limit:{wrong}")
    assert found.amount is None
    assert found.why == "the limit of assets:receivable:foo cannot be read"
    assert found.source is not None


# -- properties ----------------------------------------------------------------------------------

ends = st.integers(0, 15).map(lambda n: f", limit-until:{date.fromordinal(START.toordinal() + n)}")
limits = st.sampled_from(("limit:none", "limit:0", "limit:5 USD", "limit:70 USD", "limit:9 EUR"))
tags = st.one_of(limits, st.tuples(limits, ends).map("".join), ends.map(lambda t: t[2:]))
reviews = st.lists(st.tuples(days, tags), max_size=6)


def text_of(written: list[tuple[date, str]]) -> str:
    head = FOO.format(tags="name:Foo, limit:50 USD")
    return head + "\n\n".join(f"{d} Foo  ; event:review, customer:foo, {t}" for d, t in written)


@settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(reviews, as_of_days, st.randoms(use_true_random=False))
def test_as_of_a_day_the_limit_is_that_of_the_journal_cut_whatever_the_order_of_lines(
    written: list[tuple[date, str]], day: date, chance: Any
) -> None:
    journal = journal_of_whole(text_of(written))
    mixed = chance.sample(written, len(written))
    found = [
        Limits(build_book(one, DEFAULT, "receivable", on)[0]).of("foo", day)._replace(source=None)
        for one, on in (
            (journal, day),
            (cut(journal, day, DEFAULT), day),
            (journal, date(2027, 1, 1)),
            (journal_of_whole(text_of(mixed)), day),
        )
    ]
    assert found == [found[0]] * 4


@settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(reviews, as_of_days)
def test_the_limit_in_force_is_the_latest_that_has_not_ended(
    written: list[tuple[date, str]], day: date
) -> None:
    """Independently: by going through the days, of books whose reviews all name a limit."""
    by_day = {d: t for d, t in written if t.startswith("limit:")}
    in_force: list[tuple[str, date]] = [("50 USD", date.max)]
    for on in sorted(by_day):
        if on <= day:
            amount, _, until = by_day[on].removeprefix("limit:").partition(", limit-until:")
            in_force.append((amount, date.fromisoformat(until) if until else date.max))
    expected = [amount for amount, until in in_force if until >= day][-1]
    book = build_book(journal_of_whole(text_of(list(by_day.items()))), DEFAULT, "receivable", day)
    assert short(Limits(book[0]).of("foo")) == expected
