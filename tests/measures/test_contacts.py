"""Contacts: what became of each next step, and why what is overdue is not paid."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.measures.contacts import contacts, overdue_by
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT
from arledger.reports import aging

FOO = """
    account assets:receivable:foo  ; name:Foo GmbH, rep:linh
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (1) Foo GmbH | goods
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-06 (2) Foo GmbH | more goods
        assets:receivable:foo    500.00 EUR
        income:sales

    2026-01-07 (3) Bar SA | goods
        assets:receivable:bar    70.00 EUR
        income:sales
"""


def contact(day: str, tags: str = "", who: str = "Foo GmbH") -> str:
    said = f"event:contact, {tags}" if tags else "event:contact"
    return f"\n    {day} {who} | said so  ; {said}\n"


def told(text: str, as_of: str = "2026-06-30", **how: Any) -> list[tuple[str, str, str]]:
    """(day of the contact, what became of its next step, on which day) of each contact."""
    return [
        (f"{one.event.date:%m-%d}", one.follow_up, f"{one.ended_on:%m-%d}" if one.ended_on else "")
        for one in contacts(book_of(text, as_of, **how))
    ]


# -- the next step -------------------------------------------------------------------------------


def test_a_next_step_is_planned_then_due_then_overdue() -> None:
    text = FOO + contact("2026-02-01", "next:2026-02-10")
    assert told(text, "2026-01-31") == []
    assert told(text, "2026-02-09") == [("02-01", "planned", "")]
    assert told(text, "2026-02-10") == [("02-01", "due", "")]
    assert told(text, "2026-02-11") == [("02-01", "overdue", "")]


@pytest.mark.parametrize(("day", "state"), [("2026-02-10", "met"), ("2026-03-01", "met")])
def test_it_is_met_by_a_contact_on_its_day_or_later(day: str, state: str) -> None:
    text = FOO + contact("2026-02-01", "next:2026-02-10") + contact(day)
    assert told(text)[0] == ("02-01", state, day[5:])


def test_a_contact_before_its_day_leaves_it_unless_that_names_another() -> None:
    text = FOO + contact("2026-02-01", "next:2026-02-10")
    assert told(text + contact("2026-02-05"))[0] == ("02-01", "overdue", "")
    replaced = text + contact("2026-02-05", "next:2026-02-20")
    assert told(replaced) == [("02-01", "replaced", "02-05"), ("02-05", "overdue", "")]


def test_a_promise_is_made_in_a_contact() -> None:
    text = FOO + contact("2026-02-01", "next:2026-02-10")
    text += """
    2026-02-12 (PR-1) Foo GmbH | on the phone  ; inv:1
        (promise:foo)    1000.00 EUR  ; date:2026-03-01
    """
    assert told(text) == [("02-01", "met", "02-12")]


def test_contacts_of_one_day_do_not_meet_each_other() -> None:
    text = FOO + contact("2026-02-10", "next:2026-02-10") + contact("2026-02-10", "via:email")
    assert told(text, "2026-02-10") == [("02-10", "due", ""), ("02-10", "", "")]
    assert told(text + contact("2026-02-11"))[0] == ("02-10", "met", "02-11")


def test_somebody_elses_contact_is_none() -> None:
    text = FOO + contact("2026-02-01", "next:2026-02-10") + contact("2026-02-20", who="Bar SA")
    assert told(text) == [("02-01", "overdue", ""), ("02-20", "", "")]


def test_contacts_with_suppliers_are_theirs() -> None:
    text = """
    2026-01-05 (B-7) Mill | wood
        expenses:wood    900.00 EUR
        liabilities:payable:mill
    """ + contact("2026-02-01", "next:2026-02-10", "Mill")
    assert told(text, side="payable") == [("02-01", "overdue", "")]
    assert told(text) == []


# -- why it is not paid --------------------------------------------------------------------------


def causes(text: str, as_of: str = "2026-06-30", tag: str = "cause") -> dict[str, Decimal]:
    """What is overdue in EUR by what was said; "" for what nobody said anything about."""
    book = book_of(text, as_of)
    with exact():
        found = overdue_by(book, lambda _, said: said.tags[tag] if said else "", tag)
    return {key: heard.overdue for (key, _), heard in found.items()}


def test_what_is_overdue_is_added_up_by_the_cause_last_given() -> None:
    text = FOO + contact("2026-02-01", "cause:cash") + contact("2026-03-01", "cause:goods")
    assert causes(text) == {"": 70, "goods": 1500}
    assert causes(text, "2026-02-28") == {"": 70, "cash": 1500}


def test_a_contact_without_a_cause_takes_none_back() -> None:
    text = FOO + contact("2026-02-01", "cause:cash") + contact("2026-03-01", "via:phone")
    assert causes(text) == {"": 70, "cash": 1500}


def test_what_is_said_of_a_document_goes_before_what_is_said_of_all() -> None:
    text = FOO + contact("2026-02-01", "cause:goods, inv:2") + contact("2026-03-01", "cause:cash")
    assert causes(text) == {"": 70, "goods": 500, "cash": 1000}


def test_what_is_said_of_one_document_is_not_said_of_others() -> None:
    assert causes(FOO + contact("2026-02-01", "cause:goods, inv:2")) == {"": 1070, "goods": 500}
    both = FOO + contact("2026-02-01", "cause:goods, inv:2 1, customer:foo")
    assert causes(both) == {"": 70, "goods": 1500}


def test_what_is_not_due_yet_or_paid_is_not_overdue() -> None:
    text = FOO + contact("2026-02-01", "cause:cash")
    text += """
    2026-02-03 Foo GmbH | transfer
        assets:bank    1200.00 EUR
        assets:receivable:foo    -1200.00 EUR
    """
    assert causes(text) == {"": 70, "cash": 300}
    assert causes(FOO, "2026-01-06") == {"": 1000}


def test_lateness_counts_as_in_aging() -> None:
    """From the document's date, if the policy says so."""
    text = FOO.replace("| goods", "| goods  ; due:2026-12-31")
    by_date = policy_of(aging={"basis": "date"})
    for policy, expected in ((DEFAULT, 500), (by_date, 1570)):
        book = book_of(text, "2026-06-30", policy=policy)
        (heard,) = overdue_by(book, lambda *_: "", "").values()
        assert heard.overdue == expected


def test_the_oldest_and_the_customers_are_counted() -> None:
    book = book_of(FOO, "2026-01-31")
    (heard,) = overdue_by(book, lambda *_: "", "").values()
    assert (heard.items, heard.customers, heard.oldest) == (3, {"foo", "bar"}, 26)


# -- every journal -------------------------------------------------------------------------------

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
sides = st.sampled_from(["receivable", "receivable", "payable"])


@st.composite
def contacted(draw: st.DrawFn) -> Written:
    """A contact, with or without a next step, a cause, a document."""
    day = draw(make.days)
    later = day + timedelta(draw(st.integers(-2, 9)))
    tags = [
        draw(st.sampled_from(("via:phone", "via:email"))),
        draw(st.sampled_from(("customer:foo", "customer:foo", "customer:bar"))),
        *draw(st.sampled_from(((), (f"next:{later}",), (f"next:{later}",)))),
        *draw(st.sampled_from(((), ("cause:cash",), ("cause:goods",)))),
        *draw(st.sampled_from(((), ("inv:1",), ("inv:2",)))),
    ]
    return Written(day, f"{day} Foo | said  ; event:contact, {', '.join(tags)}")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    own = st.lists(contacted(), min_size=1, max_size=7)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS, THEIRS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return make.text_of(written), make.text_of(mixed)


def said(journal: Journal, day: date, side: Side) -> list[str]:
    """Everything that is found of contacts but the places in the files."""
    book, _ = build_book(journal, DEFAULT, side, day)
    with exact():
        heard = overdue_by(book, lambda _, said: said.tags["cause"] if said else "", "cause")
    return [
        *sorted(
            repr((one.event.date, one.event.customer, sorted(one.event.tags.items()), one.next,
                  one.follow_up, one.ended_on))
            for one in contacts(book)
        ),
        *(repr((key, one.overdue, one.items, sorted(one.customers), one.oldest)) for key, one in heard.items()),
    ]  # fmt: skip


@some
@given(everything(OURS, THEIRS), make.as_of_days, sides)
def test_as_of_a_day_contacts_are_those_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side
) -> None:
    journal = journal_of_whole(make.text_of(written))
    assert said(journal, day, side) == said(cut(journal, day, DEFAULT), day, side)


@some
@given(shuffled(), make.as_of_days, sides)
def test_the_order_of_entries_of_a_day_changes_nothing_that_was_said(
    texts: tuple[str, str], day: date, side: Side
) -> None:
    first, second = (said(journal_of_whole(text), day, side) for text in texts)
    assert first == second


@some
@given(everything(OURS), make.as_of_days)
def test_a_next_step_is_open_or_was_ended_on_a_later_day(written: list[Written], day: date) -> None:
    for one in contacts(_book(written, day)):
        assert (one.follow_up == "") == (one.next is None)
        assert (one.follow_up in {"met", "replaced"}) == (one.ended_on is not None)
        assert one.ended_on is None or one.event.date < one.ended_on <= day
        if one.next and not one.ended_on:
            expected = "planned" if one.next > day else "due" if one.next == day else "overdue"
            assert one.follow_up == expected


@some
@given(everything(OURS), make.as_of_days)
def test_the_causes_add_up_to_the_buckets_that_are_past_due(
    written: list[Written], day: date
) -> None:
    book = _book(written, day)
    with exact():
        heard = overdue_by(book, lambda _, said: said.tags["cause"] if said else "", "cause")
        totals = aging.report(book, day, DEFAULT).totals
    late = {total.currency: sum(total.buckets[1:], ZERO) for total in totals}
    ours: dict[str, Decimal] = {}
    for (_, currency), one in heard.items():
        ours[currency] = ours.get(currency, ZERO) + one.overdue
    assert ours == {currency: amount for currency, amount in late.items() if amount}


def _book(written: list[Written], day: date) -> Book:
    return build_book(journal_of_whole(make.text_of(written)), DEFAULT, "receivable", day)[0]
