"""The rules of the policy that hold a customer for something else than a limit."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import D, book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures.test_exposure import (
    HEAD,
    PRICE,
    account,
    everything,
    ordered,
    owed,
    paid,
    text_of,
    told,
)
from tests.strategies import OURS, Written

from arledger.ledger.build import build_book
from arledger.measures.standing import Reason, Standing, new_order, standing
from arledger.money import exact
from arledger.policy.model import Policy


def stands(text: str, as_of: str = "2026-03-31", **rules: Any) -> Standing:
    with exact():
        return standing(book_of(HEAD + text, as_of, policy=policy_of(credit=rules)), "foo")


def reasons(text: str, as_of: str = "2026-03-31", **rules: Any) -> list[Reason]:
    """What is not of the limit."""
    return [r for r in stands(text, as_of, **rules).reasons if r.code != "no-limit"]


def codes(text: str, as_of: str = "2026-03-31", **rules: Any) -> list[str]:
    return [reason.code for reason in reasons(text, as_of, **rules)]


DUE = account("terms:net 30") + owed("1000.00 USD")
"""Due on 4 February."""


def test_without_a_rule_nothing_but_limits_and_holds_counts() -> None:
    assert stands(DUE, "2029-01-01").status == "no limit"


def test_an_invoice_may_be_past_due_for_so_many_days_and_no_more() -> None:
    assert codes(DUE, "2026-03-06", overdue_days=30) == []
    (reason,) = reasons(DUE, "2026-03-10", overdue_days=30)
    assert reason.text == "I1 is 34 days past due, more than 30"
    assert (reason.status, reason.since) == ("hold", date(2026, 3, 7))
    assert reason.source is not None
    assert codes(DUE + paid("1000.00 USD").replace("inv:-", "inv:I1"), overdue_days=30) == []


def test_so_much_may_be_past_due_in_whatever_currency() -> None:
    text = PRICE + DUE + owed("1000.00 EUR", number="I2", day="2026-01-06")
    (reason,) = reasons(text, overdue_amount="2000 USD")
    assert reason.text == "2100.00 USD past due, more than 2000.00 USD"
    assert reason.release == "100.00 USD of it paid"
    assert codes(text, overdue_amount="2100 USD") == []
    assert codes(text, "2026-02-05", overdue_amount="1000 USD") == []


def test_such_a_part_may_be_past_due() -> None:
    text = DUE + owed("3000.00 USD", number="I2", day="2026-03-20")
    assert codes(text, overdue_share=D(25)) == []
    (reason,) = reasons(text, overdue_share=D(24))
    assert reason.text == "25.0 % of what is open is past due, more than 24 %"


PROMISED = """
2026-02-10 (PR-1) foo  ; inv:I1
    (promise:foo)    1000.00 USD  ; date:2026-02-20
"""


def test_so_many_promises_may_be_broken() -> None:
    assert codes(DUE + PROMISED, "2026-02-22", broken_promises=1) == []
    (reason,) = reasons(DUE + PROMISED, broken_promises=1)
    assert reason.text == "1 promise broken and not made good"
    assert reason.since == date(2026, 2, 23)
    assert codes(DUE + PROMISED, broken_promises=2) == []
    good = paid("1000.00 USD", day="2026-03-01").replace("inv:-", "inv:I1")
    assert codes(DUE + PROMISED + good, broken_promises=1) == []


@pytest.mark.parametrize(("about", "holds"), [("", True), ("inv:I1, ", True), ("inv:I9, ", False)])
def test_a_reminder_of_a_level_holds_until_what_it_was_about_is_paid(
    about: str, *, holds: bool
) -> None:
    letter = f"\n2026-02-25 foo  ; event:letter, {about}customer:foo, level:3\n"
    found = reasons(DUE + letter, dunning_level=2)
    assert [reason.code for reason in found] == (["dunning-level"] if holds else [])
    assert codes(DUE + letter, dunning_level=4) == []
    later = owed("5 USD", day="2026-03-01", number="I2")
    settled = paid("1000.00 USD", day="2026-03-02").replace("inv:-", "inv:I1")
    assert codes(DUE + letter + later + settled, dunning_level=2) == []


def test_one_order_may_be_so_large() -> None:
    text = account("limit:90000 USD") + ordered("2000 USD") + ordered("900 USD")
    assert codes(text, order_value="2000 USD") == []
    (reason,) = reasons(text, order_value="1999 USD")
    assert reason.text == "an order of 2000.00 USD, more than 1999.00 USD"
    assert stands(text, order_value="1999 USD").status == "hold"


@pytest.mark.parametrize(
    ("agreed", "allowed", "breach"),
    [("net 60", "net 30", True), ("net 30", "net 30", False), ("net 1", "prepay", True),
     ("net 30 eom", "net 30", True), ("2/10 net 30", "net 30", False)],
)  # fmt: skip
def test_terms_may_be_so_long(agreed: str, allowed: str, *, breach: bool) -> None:
    text = account(f"grade:C, terms:{agreed}") + owed("1 USD", day="2026-03-20")
    found = reasons(text, terms={"grade": {"C": allowed}})
    assert [reason.code for reason in found] == (["terms"] if breach else [])
    assert codes(text, terms={"grade": {"A": allowed}}) == []


def test_a_rule_may_only_warn() -> None:
    rules: dict[str, Any] = {"overdue_days": 30, "overdue_amount": "1 USD"}
    assert stands(DUE, **rules).status == "hold"
    warned = stands(DUE, **rules, warn=("overdue-days", "overdue-amount"))
    assert [r.status for r in warned.reasons if r.code != "no-limit"] == ["watch", "watch"]
    assert not warned.is_held


def test_all_breaches_are_told_behind_the_holds_of_the_same_weight() -> None:
    text = account("terms:net 30, limit:500 USD") + owed("1000.00 USD") + PROMISED
    assert codes(text, overdue_days=30, broken_promises=1) == [
        "over-limit", "overdue-days", "broken-promises",
    ]  # fmt: skip


def test_the_policy_gives_no_credit_to_suppliers_and_holds_none() -> None:
    text = """
account liabilities:payable:foo  ; group:g, segment:x, terms:net 30

2026-01-05 (B1) foo
    liabilities:payable:foo    -1000 EUR
    expenses:goods
"""
    policy = RULED._replace(credit=RULED.credit._replace(limits={"segment": {"x": "5 EUR"}}))
    book = book_of(HEAD + text, "2026-12-31", policy=policy, side="payable")
    with exact():
        one = standing(book, "foo")
    assert (one.status, one.limit.amount) == ("no limit", None)


# -- properties ----------------------------------------------------------------------------------

few = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
RULED = policy_of(
    credit={
        "overdue_days": 3, "overdue_amount": "50 EUR", "overdue_share": D(30), "dunning_level": 2,
        "broken_promises": 1, "order_value": "60 USD", "terms": {"segment": {"x": "net 5"}},
        "groups": {"g": "150 EUR"}, "warn": ("overdue-share",),
    }
)  # fmt: skip
letters = st.tuples(make.days, st.sampled_from(("foo", "bar")), st.integers(1, 3)).map(
    lambda one: Written(
        one[0], f"{one[0]} Said  ; customer:{one[1]}, event:letter, level:{one[2]}, inv:1"
    )
)
books = st.tuples(everything(OURS), st.lists(letters, max_size=3)).map(
    lambda both: both[0] + both[1]
)


def ruled(text: str, day: date, policy: Policy = RULED, *, cut_first: bool = False) -> Any:
    journal = journal_of_whole(text)
    journal = cut(journal, day, policy) if cut_first else journal
    return build_book(journal, policy, "receivable", day)[0]


@few
@given(books, make.as_of_days, st.randoms(use_true_random=False))
def test_as_of_is_a_cut_and_the_order_of_lines_of_a_day_changes_nothing(
    written: list[Written], day: date, chance: Any
) -> None:
    in_order = sorted(written, key=lambda entry: entry.day)
    mixed = sorted(chance.sample(written, len(written)), key=lambda entry: entry.day)
    expected = told(ruled(text_of(in_order), day))
    assert told(ruled(text_of(in_order), day, cut_first=True)) == expected
    assert told(ruled(text_of(mixed), day)) == expected


@few
@given(
    books, make.as_of_days, st.sampled_from(("foo", "bar", "new")), make.amounts, make.currencies
)
def test_an_order_asked_about_gives_the_status_that_booking_gives_under_all_rules(
    written: list[Written], day: date, who: str, amount: str, currency: str
) -> None:
    book = ruled(text_of(written), day)
    entry = Written(day, f"{day} Foo\n    (order:{who})    {amount} {currency}")
    booked = ruled(text_of([*written, entry]), day)
    with exact():
        asked = standing(book, who, new_order(book, who, D(amount), currency))
        after = standing(booked, who)
    assert asked.status == after.status
    assert [r.text for r in asked.reasons] == [r.text for r in after.reasons]
