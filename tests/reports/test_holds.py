"""Who is on hold, since when, why, and what would release them."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from tests.ledger.books import journal_of_whole, policy_of
from tests.measures.test_exposure import (
    GROUP,
    HEAD,
    PRICE,
    account,
    built,
    everything,
    ordered,
    owed,
    paid,
    text_of,
)
from tests.reports.made import machine, made
from tests.strategies import OURS, START, Written

from arledger.measures.held_since import HeldSince
from arledger.measures.standing import HELD, Standings
from arledger.money import exact


def told(text: str, *keys: str, as_of: str = "2026-12-31", **how: object) -> list[list[str]]:
    """Some cells of each line, as text."""
    rows = machine(made("holds", HEAD + text, as_of, how=how))
    return [[str(row[key]) for key in keys] for row in rows]


LIMITED = account("limit:1000.00 USD") + owed("700.00 USD")


def test_who_is_above_the_limit_is_held_since_the_day_it_was_passed() -> None:
    text = LIMITED + owed("400.00 USD", day="2026-02-01", number="I2")
    assert told(text, "status", "since", "reason", "release", "code") == [[
        "hold", "2026-02-01", "1100.00 USD above 1000.00 USD (110.0 %)",
        "100.00 USD less, or a limit of 1100.00 USD", "over-limit",
    ]]  # fmt: skip
    between = text + paid("300 USD", day="2026-03-01") + ordered("201 USD", day="2026-04-01")
    assert told(between, "since") == [["2026-04-01"]]
    assert told(between, "since", as_of="2026-03-15") == []


def test_who_never_bought_and_has_no_limit_is_on_hold_all_the_same() -> None:
    """Whom nobody is to deliver to is told of before the first order, not after it."""
    keys = ("customer", "status", "reason", "release", "currency", "net", "limit")
    held = ["foo", "stop", "on hold: insolvent", "a release", "", "0", "None"]
    assert told(account("hold:insolvent"), *keys) == [held]


def test_a_limit_that_was_lowered_or_ended_holds_since_then() -> None:
    lowered = "\n2026-05-01 foo  ; event:review, customer:foo, limit:100 USD\n"
    assert told(LIMITED + lowered, "since") == [["2026-05-01"]]
    ended = account("limit:1000 USD, limit-until:2026-06-30") + owed("1 USD")
    assert told(ended, "since", "code", "release") == [
        ["2026-07-01", "limit-expired", "1.00 USD paid, or a new limit"]
    ]


def test_our_own_share_of_an_insured_debt_is_exposed_since_the_indemnity() -> None:
    text = account("limit:50 USD, insured:900 USD, coverage:100") + owed("700.00 USD")
    text += """
2026-03-01 insurer
    assets:insurance claims    600.00 USD
    assets:receivable:foo     -600.00 USD  ; inv:I1
"""
    text += owed("1.00 USD", day="2026-05-01", number="I2")
    assert told(text, "since", "reason") == [["2026-03-01", "100.00 USD above 50.00 USD (200.0 %)"]]


def test_a_price_may_bring_about_a_hold() -> None:
    text = PRICE + "P 2026-06-01 EUR 1.60 USD\n" + LIMITED + owed("200.00 EUR", number="I2")
    assert told(text, "since") == [["2026-06-01"]]


def test_somebodys_word_is_told_with_its_line_and_all_reasons_have_their_own() -> None:
    text = account("limit:0") + owed("1 USD")
    text += "\n2026-03-01 foo  ; event:hold, customer:foo, reason:late, until:2027-01-31\n"
    assert told(text, "status", "since", "release", "line") == [
        ["stop", "2026-03-01", "a release, or 2027-01-31 over", "10"],
        ["hold", "2026-01-05", "1.00 USD paid, or a new limit", "4"],
    ]


def test_members_of_a_group_are_held_together() -> None:
    text = GROUP + owed("900 USD") + owed("700 USD", who="acme", number="I2", day="2026-03-01")
    policy = policy_of(credit={"groups": {"acme": "1500 USD"}})
    assert told(text, "customer", "since", "release", policy=policy) == [
        ["acme", "2026-03-01", "100.00 USD of group acme less, or a limit of 1600.00 USD"],
        ["foo", "2026-03-01", "100.00 USD of group acme less, or a limit of 1600.00 USD"],
    ]


def test_who_is_not_held_is_not_listed() -> None:
    assert made("holds", HEAD + LIMITED).rows == []


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(everything(OURS))
def test_a_reason_stands_since_then_by_the_book_of_each_day(written: list[Written]) -> None:
    """Asked of the book of every day."""
    journal, last = journal_of_whole(text_of(written)), START + timedelta(25)
    codes: dict[date, dict[str, set[str]]] = {}
    for day in (START + timedelta(n) for n in range(-2, 26)):
        with exact():
            codes[day] = {
                one.customer: {r.code for r in one.reasons if r.status in HELD}
                for one in Standings(built(journal, day)).all()
            }
    with exact():
        standings = Standings(built(journal, last))
        since = HeldSince(standings)
        for one in standings.all():
            found = since.of(one)
            assert found.keys() == codes[last][one.customer] - {"on-hold"}
            for code, first in found.items():
                days = [day for day in codes if code not in codes[day].get(one.customer, set())]
                assert max(days) == first - timedelta(1)
