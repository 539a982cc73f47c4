"""Open orders: only a negative posting below order: takes anything off."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.books import D, book_of, codes_of, journal_of_whole, problem_of
from tests.ledger.cutting import cut
from tests.strategies import START, as_of_days, days

from arledger.ledger.audit import audit
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.orders import order_books
from arledger.policy.model import DEFAULT
from arledger.problems import Severity

FOO = "account assets:receivable:foo  ; name:Foo GmbH\n"


def order(day: str, amount: str, *, code: str = "", tags: str = "", who: str = "foo") -> str:
    said = f"  ; {tags}" if tags else ""
    return f"\n{day} {f'({code})' if code else ''} Foo\n    (order:{who})    {amount}{said}\n"


def left(text: str, as_of: str = "2026-12-31") -> dict[str, Decimal]:
    """What is left of each order by number, or by date of one without."""
    books = order_books(book_of(FOO + text, as_of).orders)
    return {
        one.number or str(one.date): one.open
        for book in books.values()
        for one in book.all
        if one.open
    }


SO_1 = order("2026-01-05", "1000 EUR", code="SO-1")
SO_2 = order("2026-01-07", "500 EUR", code="SO-2")


def test_an_order_is_open_until_a_negative_posting_takes_it_off() -> None:
    assert left(SO_1) == {"SO-1": 1000}
    assert left(SO_1, "2026-01-04") == {}
    invoice = """
2026-02-01 (INV-1) Foo  ; order:SO-1
    assets:receivable:foo    400 EUR
    income:sales
"""
    assert left(SO_1 + invoice) == {"SO-1": 1000}
    assert left(SO_1 + invoice + "    (order:foo)  -400 EUR\n") == {"SO-1": 600}


def test_order_names_the_one_meant_then_the_code_then_the_oldest_is() -> None:
    book = SO_1 + SO_2
    assert left(book + order("2026-02-01", "-300 EUR", tags="order:SO-2")) == {
        "SO-1": 1000, "SO-2": 200,
    }  # fmt: skip
    assert left(book + order("2026-02-01", "-300 EUR", code="SO-2")) == {"SO-1": 1000, "SO-2": 200}
    assert left(book + order("2026-02-01", "-300 EUR", code="INV-7")) == {"SO-1": 700, "SO-2": 500}
    assert left(book + order("2026-02-01", "-1100 EUR", code="INV-7")) == {"SO-2": 400}


def test_what_is_ordered_under_one_number_is_one_order_while_it_is_open() -> None:
    assert left(SO_1 + order("2026-01-09", "50 EUR", tags="order:SO-1")) == {"SO-1": 1050}
    done = SO_1 + order("2026-01-08", "-1000 EUR", code="SO-1")
    assert left(done + SO_2 + order("2026-03-01", "70 EUR", code="SO-1")) == {
        "SO-2": 500, "SO-1": 70,
    }  # fmt: skip


def test_orders_without_numbers_are_each_by_themselves() -> None:
    text = order("2026-01-05", "10 EUR") + order("2026-01-06", "20 EUR")
    assert left(text + order("2026-02-01", "-15 EUR")) == {"2026-01-06": 15}


def test_a_currency_takes_nothing_off_another() -> None:
    text = SO_1 + order("2026-02-01", "-300 USD", code="INV-7")
    assert left(text) == {"SO-1": 1000}
    assert codes_of(FOO + text) == ["order-overdrawn"]


def test_more_than_is_open_counts_for_nothing_and_is_said() -> None:
    text = SO_1 + SO_2 + order("2026-02-01", "-1200 EUR", tags="order:SO-1")
    assert left(text) == {"SO-2": 500}
    problem = problem_of(FOO + text, "order-overdrawn")
    assert problem.message == (
        "200 EUR more than was open of SO-1 is taken off; it counts for nothing"
    )
    assert problem.severity is Severity.WARNING
    assert problem.span is not None
    assert left(text + order("2026-03-01", "100 EUR", code="SO-1")) == {"SO-2": 500, "SO-1": 100}


def test_a_number_nobody_ordered_takes_nothing_off_until_it_is_ordered() -> None:
    text = SO_1 + order("2026-02-01", "-300 EUR", tags="order:SO-9")
    assert left(text) == {"SO-1": 1000}
    assert codes_of(FOO + text) == ["unknown-order"]
    later = text + order("2026-02-03", "800 EUR", code="SO-9")
    assert left(later, "2026-02-02") == {"SO-1": 1000}
    assert left(later) == {"SO-1": 1000, "SO-9": 500}
    assert codes_of(FOO + later) == []


def test_an_order_below_the_customers_name_is_the_customers() -> None:
    book = book_of(FOO + order("2026-01-05", "10 EUR", who="Foo GmbH"))
    assert [one.customer for one in book.orders] == ["foo"]


@pytest.mark.parametrize(("reversal", "expected"), [("", True), ("    (order:foo)  -7 EUR", False)])
def test_an_invoice_that_names_an_open_order_and_takes_nothing_off_is_a_lint(
    reversal: str, *, expected: bool
) -> None:
    text = f"""{FOO}{SO_1}
2026-02-01 (INV-1) Foo
    assets:receivable:foo    400 EUR  ; order:SO-1
    income:sales
{reversal}
"""
    problems = audit(journal_of_whole(text), DEFAULT, date(2026, 12, 31)).problems
    found = [p for p in problems if p.code == "order-not-reversed"]
    assert bool(found) is expected
    if found:
        assert found[0].help == "add to it: (order:foo)  -400 EUR  ; order:SO-1"


# -- properties ----------------------------------------------------------------------------------

numbers = st.sampled_from(("", "S1", "S2", "S10"))
ordering = st.tuples(
    days, numbers, st.integers(-60, 90).filter(bool), st.sampled_from(("EUR", "EUR", "USD")),
    st.sampled_from(("", "order:S1", "order:S2", "order:S3")),
)  # fmt: skip
many = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def text_of(written: list[tuple[Any, ...]]) -> str:
    entries = [order(str(d), f"{q} {c}", code=n, tags=t) for d, n, q, c, t in written]
    return FOO + "".join(entries)


def told(book: Book) -> list[Any]:
    """Everything that is found of orders but places."""
    return sorted(
        (key, [(o.number, o.date, o.amount, o.open) for o in own.all],
         sorted((e.order.date, e.amount) for e in own.excess))
        for key, own in order_books(book.orders).items()
    )  # fmt: skip


def built(text: str, day: date) -> Book:
    return build_book(journal_of_whole(text), DEFAULT, "receivable", day)[0]


@many
@given(st.lists(ordering, max_size=9), as_of_days, st.randoms(use_true_random=False))
def test_as_of_is_a_cut_and_the_order_of_lines_changes_nothing(
    written: list[tuple[Any, ...]], day: date, chance: Any
) -> None:
    text = text_of(written)
    expected = told(built(text, day))
    journal = cut(journal_of_whole(text), day, DEFAULT)
    assert told(build_book(journal, DEFAULT, "receivable", day)[0]) == expected
    assert told(built(text_of(chance.sample(written, len(written))), day)) == expected


@many
@given(st.lists(ordering, max_size=9))
def test_what_is_open_less_what_was_too_much_is_the_balance(written: list[tuple[Any, ...]]) -> None:
    """Which hledger gives for the account: nothing is lost, and nothing is below 0."""
    book = built(text_of(written), START.replace(year=2030))
    for (_, currency), own in order_books(book.orders).items():
        balance = sum(D(q) for _, _, q, c, _ in written if c == currency)
        assert own.open - sum(excess.amount for excess in own.excess) == balance
        assert all(0 <= one.open <= one.amount for one in own.all)
