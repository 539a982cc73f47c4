"""A book is taken back in time: it is then what the journal would have given on that day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, ordered
from tests.strategies import OURS, THEIRS, WIDE, Written

from arledger.journal.model import Journal
from arledger.ledger import past
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Credit, Item, Side
from arledger.ledger.past import earlier
from arledger.money import exact
from arledger.policy.model import DEFAULT, Policy

some = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def built(journal: Journal, day: date, side: Side, policy: Policy = DEFAULT) -> Book:
    return build_book(journal, policy, side=side, as_of=day)[0]


def of_item(item: Item) -> Any:
    charges = [(c.date, c.amount, c.kind, c.source.span) for c in item.charges]
    made = [(a.credit.source.span, a.amount, a.date, a.rule) for a in item.allocations]
    assert all(a.item is item for a in item.allocations)
    names = ("customer", "account", "currency", "number", "kind", "date", "due", "rule", "open")
    own = [getattr(item, name) for name in (*names, "original_due", "terms", "age_unknown")]
    return item.source.span, *own, item.order[:3], charges, made


def of_credit(credit: Credit) -> Any:
    made = [(a.item.source.span, a.amount, a.date) for a in credit.allocations]
    assert all(a.credit is credit for a in credit.allocations)
    taken = [(day, amount, source.span) for day, amount, source in credit.taken]
    names = ("customer", "account", "currency", "number", "kind", "date", "amount", "rest")
    return credit.source.span, *(getattr(credit, name) for name in names), made, taken


def told(book: Book) -> dict[str, Any]:
    """All that is known of a book."""
    return {
        "items": list(map(of_item, book.items)),
        "credits": list(map(of_credit, book.credits)),
        "movements": [(m[:-1], m.source.span) for m in book.movements],
        "events": [(*e[:-1], e.source.span) for e in book.events],
        "promises": [(*p[:-1], p.source.span) for p in book.promises],
        "orders": [(*o[:-1], o.source.span) for o in book.orders],
        "customers": [
            (c.id, c.name, list(c.accounts), c.master, c.changes, c.span)
            for c in book.customers.values()
        ],
        "control": {key: balance for key, balance in book.control.items() if balance},
        "day": (book.as_of, book.side),
    }


def test_whatever_a_book_holds_is_taken_back() -> None:
    """Who adds a field says in ``earlier`` what it was before, and compares it in ``told``."""
    compared = {*told(book_of("", "2026-01-31"))} - {"day"} | {"as_of", "side"}
    of_the_whole = {"journal", "policy", "lanes", "valuation", "selected", "whole", "begin"}
    assert set(Book.__slots__) == compared | of_the_whole | {"terms_assumed", "_by_customer"}


@st.composite
def year_ends(draw: st.DrawFn) -> Written:
    """A closing, and its opening on the same day or the next, or of another amount."""
    day, amount = draw(make.days), draw(make.amounts)
    other = draw(st.sampled_from((amount, amount, "20.00")))
    account = draw(st.sampled_from(("foo", "bar")))
    later = day + timedelta(draw(st.integers(0, 1)))
    lines = [
        f"{day} closing\n    assets:receivable:{account}    -{amount} EUR\n    equity:closing",
        f"{later} opening\n    assets:receivable:{account}    {other} EUR\n    equity:closing",
    ]
    return Written(day, "\n\n".join(lines))


@st.composite
def told_later(draw: st.DrawFn) -> Written:
    """Reviews, extensions and disputes that say no customer, but a number or a payee."""
    day, number = draw(make.days), draw(st.sampled_from(make.NUMBERS))
    later = day + timedelta(draw(st.integers(1, 40)))
    what = draw(
        st.sampled_from(
            (
                f"event:extend, inv:{number}, due:{later}",
                "event:review, terms:net 30",
                "event:review, customer:foo, terms:net 3, grade:B",
                f"event:dispute, inv:{number}",
            )
        )
    )
    payee = draw(st.sampled_from(make.PAYEES)).partition(" |")[0]
    return Written(day, f"{day} {payee} | said  ; {what}")


@st.composite
def days_apart(draw: st.DrawFn) -> Written:
    """An entry that moves a balance, one side of it later."""
    day = draw(make.days)
    later = day + timedelta(draw(st.integers(0, 4)))
    amount = draw(make.amounts)
    return Written(
        day,
        f"{day} moved\n    assets:receivable:foo    {amount} EUR  ; inv:1\n"
        f"    assets:receivable:foo    -{amount} EUR  ; inv:2, date:{later}",
    )


def everything(accounts: Any) -> st.SearchStrategy[list[Written]]:
    own = st.lists(st.one_of(year_ends(), told_later(), days_apart()), max_size=5)
    mixed = st.tuples(make.entries(OURS, THEIRS, accounts=accounts), own)
    return mixed.map(lambda both: both[0] + both[1])


@some
@given(
    everything(make.ACCOUNTS) | everything(WIDE),
    st.sampled_from(["receivable", "receivable", "payable"]),
    st.sampled_from(["oldest-due", "exact-amount", "costs-interest-principal", "none"]),
)
def test_a_book_taken_back_is_the_book_of_that_day(
    written: list[Written], side: Side, order: Any
) -> None:
    journal = journal_of_whole(make.text_of(written))
    policy = ordered(order)
    book = built(journal, make.START + timedelta(14), side, policy)
    before = told(book)
    days = [make.START + timedelta(n) for n in range(-1, 12)]
    with exact():
        for past_book in earlier(book, days):
            assert told(past_book) == told(built(journal, past_book.as_of, side, policy))
    assert told(book) == before


FOO = """
    account assets:receivable:foo  ; name:Foo GmbH, terms:net 10

    2026-01-05 (1) Foo GmbH | goods
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-02-05 (2) Foo GmbH | goods
        assets:receivable:foo    500.00 EUR
        income:sales

    2026-02-20 Foo GmbH | more time  ; event:extend, inv:2, due:2026-04-30

    2026-03-10 (R1) Foo GmbH | wire
        assets:bank    1200.00 EUR
        assets:receivable:foo
"""


@pytest.fixture
def _never_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "build_book", None)


@pytest.mark.usefixtures("_never_built")
def test_plain_books_are_not_built_again() -> None:
    book = book_of(FOO, "2026-03-31")
    days = [date(2026, 2, 15), date(2026, 2, 28), date(2026, 1, 31)]
    with exact():
        found = {
            b.as_of: [(i.number, i.open, str(i.due)) for i in b.items] for b in earlier(book, days)
        }
    assert found == {
        date(2026, 2, 28): [("1", 1000, "2026-01-15"), ("2", 500, "2026-04-30")],
        date(2026, 2, 15): [("1", 1000, "2026-01-15"), ("2", 500, "2026-02-15")],
        date(2026, 1, 31): [("1", 1000, "2026-01-15")],
    }


def test_a_closing_without_its_opening_is_seen_on_its_day() -> None:
    text = (
        FOO
        + """
    2026-03-31 closing
        assets:receivable:foo    -300.00 EUR
        equity:closing

    2026-04-01 opening
        assets:receivable:foo    300.00 EUR
        equity:closing
    """
    )
    book = book_of(text, "2026-04-30")
    with exact():
        left = {
            b.as_of: sum(i.open for i in b.items)
            for b in earlier(book, [date(2026, 3, 31), date(2026, 3, 30)])
        }
    assert left == {date(2026, 3, 31): 0, date(2026, 3, 30): 300}


LEAF = """
    2026-01-05 Foo | goods
        assets:receivable:foo:7    100.00 EUR
        income:sales

    2026-02-05 Foo | goods
        assets:receivable:foo:7    50.00 EUR
        income:sales
"""
FLAT = """
    2026-01-05 (7) Foo invoice
        assets:receivable    100.00 EUR
        income:sales

    2026-01-10 (8) Foo payment
        assets:bank    50.00 EUR
        assets:receivable

    2026-02-05 (8) Foo invoice
        assets:receivable    50.00 EUR
        income:sales
"""
RENAMED = """
    2026-01-05 (7) Foo GmbH | goods
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-01-06 Foo GmbH | agreed  ; event:review, terms:net 30

    2026-01-10 (8) Foo GmbH | goods
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-02-05 (9) Bar SA | goods
        assets:receivable:foo    50.00 EUR
        income:sales
"""
SHARED = """
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (7) Foo | goods
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-01-06 Bar SA | more time  ; event:extend, inv:7, due:2026-04-30

    2026-02-05 (7) Bar SA | goods
        assets:receivable:bar    50.00 EUR
        income:sales
"""


@pytest.mark.parametrize("text", [LEAF, FLAT, RENAMED, SHARED])
def test_what_a_later_entry_tells_of_an_earlier_one_was_not_known_before_it(text: str) -> None:
    book = book_of(text, "2026-03-31")
    day = date(2026, 1, 31)
    left = [of_item(item) for item in book.items if item.date <= day]
    with exact():
        (found,) = earlier(book, [day])
        assert told(found) == told(book_of(text, day))
    assert sorted(map(repr, left)) != sorted(map(repr, map(of_item, found.items)))
