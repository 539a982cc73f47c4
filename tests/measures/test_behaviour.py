"""Payment behaviour: after how many days customers pay, and how late."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures.test_promises_properties import some
from tests.strategies import OURS, THEIRS

from arledger.journal.query import parse_query
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.selection import selection
from arledger.ledger.valuation import Valuation
from arledger.measures.behaviour import SOLD_ON_CREDIT, Behaviour, behaviour, paid, recent_from
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT
from arledger.policy.sections.collecting import Averaged

D = Decimal
START = date(2026, 1, 5)


def invoice(number: str, amount: str, day: int = 0, more: str = "") -> str:
    return f"""
    {START + timedelta(day)} ({number}) Foo | goods  ; terms:net 30{more}
        assets:receivable:foo    {amount}
        income:sales
    """


def payment(number: str, amount: str, day: int, kind: str = "assets:bank") -> str:
    return f"""
    {START + timedelta(day)} * Foo | paid
        assets:receivable:foo    -{amount}  ; inv:{number}
        {kind}
    """


def how(text: str, method: Averaged = "cash-weighted", as_of: Any = "2026-12-31") -> Behaviour:
    book = book_of(text, as_of)
    with exact():
        (found,) = behaviour(book, paid(book)["foo", "EUR"], method).values()
    return found


def settled(*pairs: tuple[str, int]) -> str:
    """Invoices of one day, each paid in full after so many days."""
    return "\n".join(
        invoice(str(n), f"{amount}.00 EUR") + payment(str(n), f"{amount}.00 EUR", days)
        for n, (amount, days) in enumerate(pairs, start=1)
    )


PUBLISHED_SIMPLE = settled(("500", 28), ("40", 22), ("7", 15), ("9000", 35), ("1", 20))
PUBLISHED_WEIGHTED = settled(("1000", 15), ("3000", 30), ("2000", 45))


def test_the_published_simple_average_is_24_days() -> None:
    assert how(PUBLISHED_SIMPLE, "simple").days_to_pay == 24


@pytest.mark.parametrize("method", ["cash-weighted", "closed"])
def test_the_published_average_weighted_by_amount_is_32_and_a_half(method: Averaged) -> None:
    found = how(PUBLISHED_WEIGHTED, method)
    assert found.days_to_pay == D("32.5")
    assert (found.paid, len(found.documents)) == (6000, 3)


def test_days_late_count_early_as_nothing_and_days_past_due_take_it_away() -> None:
    found = how(PUBLISHED_WEIGHTED)
    assert found.days_late == 5  # 2,000 of 6,000 are 15 days late
    assert found.days_past_due == D("2.5")  # and 1,000 are 15 days early


def test_a_part_payment_counts_when_it_comes_or_with_the_rest() -> None:
    text = invoice("1", "1000.00 EUR") + payment("1", "400.00 EUR", 10)
    text += payment("1", "600.00 EUR", 40)
    assert how(text).days_to_pay == 28
    assert how(text, "closed").days_to_pay == 40
    assert how(text, "simple").days_to_pay == 40
    assert how(text, as_of=START + timedelta(20)).days_to_pay == 10
    book = book_of(text, START + timedelta(20))
    assert behaviour(book, paid(book)["foo", "EUR"], "closed") == {}


def test_a_payment_on_the_day_itself_is_after_0_days_and_counts() -> None:
    text = settled(("100", 0), ("100", 30))
    assert how(text).days_to_pay == 15
    assert len(how(text).documents) == 2


def test_what_was_paid_before_its_invoice_pays_it_on_the_invoices_day() -> None:
    text = payment("1", "100.00 EUR", -20) + invoice("1", "100.00 EUR")
    assert how(text).days_to_pay == 0
    assert how(text).days_past_due == -30


def test_what_bounced_was_not_paid_and_is_late_when_it_is_paid_again() -> None:
    text = invoice("1", "100.00 EUR") + payment("1", "100.00 EUR", 10)
    text += f"""
    {START + timedelta(15)} Foo | cheque came back
        assets:receivable:foo    100.00 EUR  ; inv:1
        assets:bank
    """
    assert paid(book_of(text)) == {}
    assert how(text, as_of=START + timedelta(12)).days_to_pay == 10
    again = how(text + payment("1", "100.00 EUR", 45))
    assert (again.days_to_pay, again.days_late) == (45, 15)


def test_only_cash_on_sales_says_how_somebody_pays() -> None:
    text = settled(("100", 10))
    text += invoice("2", "50.00 EUR") + payment("2", "50.00 EUR", 90, "income:returns")
    text += invoice("3", "20.00 EUR", 0, ", doc:interest") + payment("3", "20.00 EUR", 90)
    text += f"""
    {START} (9) Foo | brought forward  ; due:2025-01-05
        assets:receivable:foo    10.00 EUR
        equity:opening
    """
    text += payment("9", "10.00 EUR", 1)
    assert (how(text).paid, how(text).days_to_pay) == (100, 10)


def test_what_was_brought_forward_with_its_own_date_counts_from_there() -> None:
    text = f"""
    {START} (9) Foo | brought forward  ; issued:2025-12-05, due:2025-12-31
        assets:receivable:foo    10.00 EUR
        equity:opening
    """
    found = how(text + payment("9", "10.00 EUR", 5))
    assert (found.days_to_pay, found.days_late) == (36, 10)


def test_an_extension_moves_the_day_from_which_a_payment_is_late() -> None:
    text = settled(("100", 40))
    more = f"\n{START} Foo | granted  ; event:extend, inv:1, due:{START + timedelta(60)}\n"
    assert how(text).days_late == 10
    assert (how(text + more).days_late, how(text + more).days_past_due) == (0, -20)


def test_currencies_stand_apart_until_they_are_converted() -> None:
    text = settled(("100", 10)) + invoice("2", "300.00 USD") + payment("2", "300.00 USD", 20)
    book = book_of(f"P 2026-01-01 USD 0.50 EUR\n\n{text}")
    parts = [part for own in paid(book).values() for part in own]
    with exact():
        apart = behaviour(book, parts)
        book.valuation = Valuation.at("EUR", book.as_of, book.journal.prices, {})
        together = behaviour(book, parts)
    assert {currency: one.days_to_pay for currency, one in apart.items()} == {"EUR": 10, "USD": 20}
    assert (together["EUR"].paid, together["EUR"].days_to_pay) == (250, 16)


def test_a_selection_shows_what_was_paid_on_its_items_by_the_whole_book() -> None:
    book = book_of(PUBLISHED_WEIGHTED)
    chosen = selection(book, parse_query(["amt:1000"], book.as_of), None, "amt:1000")
    assert paid(chosen) == {}  # what is left of them is 0
    chosen = selection(book, parse_query(["code:2"], book.as_of), None, "code:2")
    assert [part.amount for part in paid(chosen)["foo", "EUR"]] == [3000]


@pytest.mark.parametrize(
    ("as_of", "since"),
    [("2026-12-31", "2026-01-01"), ("2026-03-31", "2025-04-01"), ("2024-02-29", "2023-03-01")],
)
def test_the_last_12_months_end_on_the_day_itself(as_of: str, since: str) -> None:
    assert recent_from(book_of("", as_of)) == date.fromisoformat(since)


def test_how_many_months_are_recent_is_the_policys() -> None:
    policy = policy_of(behaviour={"months": 3})
    assert recent_from(book_of("", "2026-12-31", policy=policy)) == date(2026, 10, 1)


def told(book: Book) -> dict[Any, Any]:
    return {
        key: [(p.item.customer, p.item.number, p.item.due, p.amount, p.day) for p in parts]
        for key, parts in paid(book).items()
    }


@some
@given(make.entries(OURS, THEIRS).map(make.text_of), make.days)
def test_behaviour_as_of_a_day_is_that_of_the_book_cut_there(text: str, day: date) -> None:
    journal = journal_of_whole(text)
    whole, _ = build_book(journal, DEFAULT, side="receivable", as_of=day)
    shorter, _ = build_book(cut(journal, day, DEFAULT), DEFAULT, side="receivable", as_of=day)
    assert told(whole) == told(shorter)


@some
@given(make.entries(OURS, THEIRS).map(make.text_of), st.sampled_from(["receivable", "payable"]))
def test_never_is_more_paid_than_came_or_than_was_charged(text: str, side: Any) -> None:
    book, _ = build_book(journal_of_whole(text), DEFAULT, side=side, as_of=date.max)
    for (customer, currency), parts in paid(book).items():
        own = [c for c in book.credits if (c.customer, c.currency) == (customer, currency)]
        came = sum((c.amount for c in own if c.kind == "payment"), ZERO)
        assert sum((part.amount for part in parts), ZERO) <= came
        for part in parts:
            assert part.item.kind in {*SOLD_ON_CREDIT, "opening"}
            assert part.days_to_pay >= 0
            mine = sum((p.amount for p in parts if p.item is part.item), ZERO)
            assert ZERO < mine <= part.item.amount
