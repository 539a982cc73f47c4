"""Where other systems went wrong, each after a report against one of them: not here."""

from datetime import date

import pytest
from tests.ledger.books import (
    D,
    book_of,
    codes_of,
    instalments_of,
    journal_of_whole,
    kinds_of,
    on_account,
    open_of,
)
from tests.reports.made import machine, made, report_of

from arledger.dates import add_months
from arledger.ledger.build import build_book
from arledger.measures.aging import Buckets
from arledger.policy.model import DEFAULT


def invoice(number: str, day: str, amount: str, *, due: str = "", who: str = "foo") -> str:
    return f"""
    {day} ({number}) {who} | goods
        assets:receivable:{who}    {amount}  ; {f"due:{due}" if due else ""}
        income:sales
"""


def payment(day: str, amount: str, *, inv: str = "", code: str = "", who: str = "foo") -> str:
    return f"""
    {day} {f"({code})" if code else ""} {who} | transfer
        assets:bank    {amount}
        assets:receivable:{who}    -{amount}  ; {f"inv:{inv}" if inv else ""}
"""


# -- aging ---------------------------------------------------------------------------------------


def test_pitfall_01_what_is_not_yet_due_has_a_column_and_the_columns_add_up() -> None:
    text = invoice("1", "2026-01-01", "100 EUR", due="2026-12-31") + invoice(
        "2", "2026-01-01", "40 EUR", due="2026-05-01"
    )
    (row,) = machine(made("aging", text, "2026-06-01"))
    assert row["current"] == 100
    assert sum(row[b] for b in ("current", "1-30", "31-60", "61-90", "91+", "unapplied")) == 140


@pytest.mark.parametrize("edges", [(30,), (1,), (5, 10), (30, 60, 90), (15, 45)])
def test_pitfall_02_every_age_is_in_the_right_bucket_for_any_edges(edges: tuple[int, ...]) -> None:
    buckets = Buckets(edges)
    assert [buckets.index(0), buckets.index(-1)] == [0, 0]
    for place, edge in enumerate(edges, start=1):
        assert [buckets.index(edge), buckets.index(edge + 1)] == [place, place + 1]
    assert buckets.index(10**6) == len(buckets.keys) - 1


def test_pitfall_03_the_last_column_is_there() -> None:
    (row,) = machine(made("aging", invoice("1", "2020-01-01", "100 EUR"), "2026-06-01"))
    assert row["91+"] == 100


def test_pitfall_04_an_item_without_a_due_date_does_not_vanish() -> None:
    """An advance, a journal entry against a liability, a stand-alone credit note."""
    text = (
        payment("2026-01-05", "100 EUR", code="R1", who="advance")
        + """
    2026-01-06 Entry | journal entry
        assets:receivable:entry    70 EUR
        liabilities:accrued

    2026-01-07 (CN1) Note | credit note
        income:sales    30 EUR
        assets:receivable:note
"""
    )
    rows = machine(made("aging", text))
    assert {r["customer"]: r["total"] for r in rows} == {"advance": -100, "entry": 70, "note": -30}


@pytest.mark.parametrize("amount", ["0.01 EUR", "1 VND", "0.001 BTC"])
def test_pitfall_05_the_smallest_balance_is_shown(amount: str) -> None:
    (row,) = machine(made("aging", "    decimal-mark .\n" + invoice("1", "2026-01-01", amount)))
    assert row["total"] == D(amount.partition(" ")[0])


def test_pitfall_06_a_future_day_ages_as_of_it_and_an_early_one_is_empty() -> None:
    text = invoice("1", "2026-01-01", "100 EUR", due="2026-01-31")
    (row,) = machine(made("open", text, "2030-01-31"))
    assert row["days_past_due"] == 1461
    assert made("aging", text, "2025-12-31").rows == []


def test_pitfall_07_a_customers_accounts_are_kept_apart_and_no_customer_is_hidden() -> None:
    text = (
        invoice("1", "1999-01-01", "100 EUR", who="foo:north")
        + invoice("2", "2026-01-01", "50 EUR", who="foo:south")
        + payment("2026-02-01", "70 EUR", who="foo:south")
    )
    book = book_of(text)
    assert open_of(book) == {"1": 100}
    assert sum(on_account(book).values()) == 20
    (row,) = machine(report_of(book, "aging"))
    assert (row["91+"], row["unapplied"], row["total"]) == (100, -20, 80)


# -- as of a day ---------------------------------------------------------------------------------


def test_pitfall_08_an_invoice_paid_later_is_open_on_the_day() -> None:
    text = invoice("1", "2026-01-01", "100 EUR") + payment("2026-03-01", "100 EUR", inv="1")
    assert open_of(book_of(text, "2026-02-28")) == {"1": 100}


def test_pitfall_09_part_payments_before_and_after_the_day() -> None:
    text = (
        invoice("1", "2026-01-01", "100 EUR")
        + payment("2026-02-01", "30 EUR", inv="1")
        + payment("2026-03-01", "50 EUR", inv="1")
    )
    assert open_of(book_of(text, "2026-02-15")) == {"1": 70}
    assert open_of(book_of(text, "2026-03-01")) == {"1": 20}


def test_pitfall_10_business_dates_count_not_where_an_entry_stands_in_the_file() -> None:
    text = (
        payment("2026-03-01", "60 EUR")
        + invoice("2", "2026-02-01", "100 EUR")
        + invoice("1", "2026-01-01", "50 EUR")
    )
    assert open_of(book_of(text)) == {"2": 90}


def test_pitfall_11_a_payment_dated_before_its_invoice_ties_out() -> None:
    text = payment("2026-01-01", "100 EUR", inv="1") + invoice("1", "2026-02-01", "100 EUR")
    assert sum(on_account(book_of(text, "2026-01-15")).values()) == 100
    after = book_of(text, "2026-02-01")
    assert (open_of(after), on_account(after)) == ({}, {})


def test_pitfall_12_later_payments_do_not_change_a_closed_month() -> None:
    closed = invoice("1", "2026-01-01", "100 EUR") + payment("2026-01-10", "60 EUR", code="R1")
    later = (
        payment("2026-02-01", "100 EUR", inv="1")
        + """
    2026-02-02 foo | moved
        assets:receivable:foo    60 EUR  ; inv:R1
        assets:receivable:foo    -60 EUR  ; inv:9
"""
    )
    january = machine(made("open", closed, "2026-01-31"))
    assert machine(made("open", closed + later, "2026-01-31")) == january


def test_pitfall_13_the_day_moves_the_payments_too_not_only_the_age() -> None:
    text = invoice("1", "2026-01-01", "100 EUR") + payment("2026-03-01", "100 EUR")
    assert machine(made("aging", text, "2026-03-01")) == []
    (row,) = machine(made("aging", text, "2026-02-28"))
    assert row["31-60"] == 100


def test_pitfall_14_year_files_make_old_invoices_neither_paid_nor_new() -> None:
    text = (
        invoice("1", "2025-10-01", "100 EUR")
        + """
    2025-12-31 closing balances
        assets:receivable:foo    -100 EUR
        equity:closing balances

    2026-01-01 opening balances
        assets:receivable:foo    100 EUR
        equity:opening balances
"""
    )
    assert instalments_of(book_of(text)) == [("1", "2025-10-01", 100)]
    assert kinds_of(book_of(text)) == [("invoice", 100)]


def test_pitfall_15_a_bounced_payment_does_not_count() -> None:
    text = (
        invoice("1", "2026-01-01", "100 EUR")
        + payment("2026-02-01", "100 EUR", code="R1")
        + """
    2026-02-05 foo | returned
        assets:receivable:foo    100 EUR  ; inv:R1
        assets:bank
"""
    )
    assert instalments_of(book_of(text)) == [("1", "2026-01-01", 100)]


# -- credits and allocation ----------------------------------------------------------------------

CREDIT_NOTE = """
    2026-02-01 (CN1) foo | credit note
        income:sales    100 EUR
        assets:receivable:foo    -100 EUR  ; {}
"""


def test_pitfall_16_a_credit_note_alone_or_on_a_paid_invoice_is_not_lost() -> None:
    assert on_account(book_of(CREDIT_NOTE.format(""))) == {"CN1": 100}
    paid = invoice("1", "2026-01-01", "100 EUR") + payment("2026-01-15", "100 EUR", inv="1")
    text = paid + CREDIT_NOTE.format("inv:1")
    assert on_account(book_of(text)) == {"CN1": 100}
    assert codes_of(text) == ["overpaid"]


def test_pitfall_17_a_payment_of_a_credit_note_counts_once() -> None:
    text = (
        CREDIT_NOTE.format("")
        + """
    2026-02-10 foo | paid out
        assets:receivable:foo    100 EUR  ; inv:CN1
        assets:bank
"""
    )
    book = book_of(text)
    assert (open_of(book), on_account(book)) == ({}, {})


def test_pitfall_18_an_advance_and_terms_leave_no_negative_open_amount() -> None:
    text = (
        payment("2026-01-01", "250 EUR", code="R1")
        + """
    2026-01-10 (1) foo | in parts  ; terms:30/60/90
        assets:receivable:foo    300 EUR
        income:sales
"""
    )
    book = book_of(text)
    assert [left for *_, left in instalments_of(book)] == [0, 0, 50]
    assert on_account(book) == {}


def test_pitfall_19_every_due_date_of_an_instalment_invoice_counts() -> None:
    text = """
    2026-01-01 (1) foo | in parts  ; terms:30/60/90
        assets:receivable:foo    300 EUR
        income:sales
"""
    (row,) = machine(made("aging", text, "2026-03-15"))
    assert (row["31-60"], row["1-30"], row["current"]) == (100, 100, 100)


def test_pitfall_20_a_payment_is_measured_by_what_was_left_on_its_own_day() -> None:
    text = (
        invoice("1", "2026-01-01", "100 EUR")
        + payment("2026-02-01", "80 EUR", inv="1", code="R1")
        + payment("2026-03-01", "80 EUR", inv="1", code="R2")
    )
    assert on_account(book_of(text)) == {"R2": 60}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (payment("2026-02-01", "150 EUR", inv="1"), "overpaid"),
        (payment("2026-02-01", "100 EUR", inv="1") * 2, "overpaid"),
        (payment("2026-02-01", "100 EUR", inv="1", who="bar"), "allocation-across-customers"),
        (payment("2026-02-01", "100 USD", inv="1"), "allocation-across-currencies"),
        (
            """
    2026-01-20 foo | written off
        expenses:bad debts    100 EUR
        assets:receivable:foo    -100 EUR  ; inv:1
"""
            + payment("2026-02-01", "100 EUR", inv="1"),
            "overpaid",
        ),
    ],
    ids=["too much", "twice", "another customer", "another currency", "after a write-off"],
)
def test_pitfall_21_no_wrong_allocation_is_accepted_in_silence(more: str, code: str) -> None:
    assert code in codes_of(invoice("1", "2026-01-01", "100 EUR") + more)


def test_pitfall_22_a_partial_credit_does_not_settle_the_invoice() -> None:
    text = invoice("1", "2026-01-01", "250 EUR") + CREDIT_NOTE.format("inv:1")
    assert open_of(book_of(text)) == {"1": 150}


# -- currencies, dates, size ---------------------------------------------------------------------


def test_pitfall_26_zero_in_one_currency_hides_nothing_in_another() -> None:
    text = (
        invoice("1", "2026-01-01", "100 EUR")
        + payment("2026-02-01", "100 EUR", inv="1")
        + """
    2026-02-01 foo | what the rate left over
        assets:receivable:foo    3.20 USD
        income:exchange gains
"""
    )
    assert [(r["currency"], r["total"]) for r in machine(made("aging", text))] == [
        ("USD", D("3.20"))
    ]


def test_pitfall_26_equal_debts_and_credits_are_both_shown() -> None:
    text = invoice("1", "2026-01-01", "100 EUR") + payment("2026-02-01", "100 EUR", inv="-")
    (row,) = machine(made("aging", text))
    assert (row["91+"], row["unapplied"], row["total"]) == (100, -100, 0)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
    ],
)
def test_pitfall_43_months_end_where_they_end(day: str, months: int, expected: str) -> None:
    assert str(add_months(date.fromisoformat(day), months)) == expected


@pytest.mark.parametrize(
    ("day", "terms", "due"),
    [
        ("2024-01-31", "net 29", "2024-02-29"),
        ("2024-02-29", "net 365", "2025-02-28"),
        ("2026-01-31", "eom", "2026-01-31"),
        ("2026-01-31", "prox", "2026-02-28"),
        ("2024-01-31", "prox 30", "2024-02-29"),
        ("2026-01-31", "net 30 eom", "2026-03-31"),
        ("2026-01-31", "eom+30", "2026-03-02"),
    ],
)
def test_pitfall_43_due_dates_at_months_ends_and_leap_days(day: str, terms: str, due: str) -> None:
    text = f"""
    {day} (1) foo | goods  ; terms:{terms}
        assets:receivable:foo    100 EUR
        income:sales
"""
    assert [str(item.due) for item in book_of(text).items] == [due]


def test_pitfall_44_many_invoices_of_one_customer_are_no_trouble() -> None:
    """Were the work to grow with the square of them, these few would already take minutes."""
    invoices = "".join(
        f"2026-01-{n % 28 + 1:02} ({n}) Foo | goods\n  assets:receivable:foo  10 EUR\n  income:a\n\n"
        for n in range(20_000)
    )
    payments = "".join(
        f"2026-02-{n % 28 + 1:02} Foo | money\n  assets:bank  15 EUR\n  assets:receivable:foo\n\n"
        for n in range(4_000)
    )
    book = build_book(
        journal_of_whole(invoices + payments), DEFAULT, side="receivable", as_of=date(2026, 12, 31)
    )[0]
    assert len(book.open_items()) == 14_000
    assert {item.date for item in book.open_items()} == {date(2026, 1, day) for day in range(9, 29)}


def test_pitfall_44_money_that_waits_is_not_looked_through_again_for_each_invoice() -> None:
    text = "".join(
        f"2026-01-01 Foo | kept\n  assets:bank  1 EUR\n  assets:receivable:foo  -1 EUR  ; inv:-\n\n"
        f"2026-01-02 ({n}) Foo | goods\n  assets:receivable:foo  1 EUR\n  income:sales\n\n"
        for n in range(2000)
    )
    book, _ = build_book(
        journal_of_whole(text), DEFAULT, side="receivable", as_of=date(2026, 12, 31)
    )
    assert (len(book.open_items()), len(book.unapplied())) == (2000, 2000)
