"""Books that know nothing of arledger give sensible open items as they are."""

from datetime import date
from pathlib import Path

import pytest
from tests.console import ROOT
from tests.ledger.books import book_of, instalments_of, on_account, open_of

from arledger.journal.loader import load
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.policy.model import DEFAULT
from arledger.problems import Severity

PLAIN = ROOT / "examples" / "plain-hledger"


def example(name: str, as_of: str = "2026-06-30") -> Book:
    day = date.fromisoformat(as_of)
    journal, wrong = load([str(PLAIN / name)], today=day)
    book, problems = build_book(journal, DEFAULT, side="receivable", as_of=day)
    assert not [p for p in [*wrong, *problems] if p.severity > Severity.LINT]
    return book


def by_customer(book: Book) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for item in book.open_items():
        found.setdefault(item.customer, {})[item.number] = item.open
    return found


def test_accrual_books_with_the_same_code_on_invoice_and_payment() -> None:
    assert by_customer(example("accrual.journal")) == {
        "petersen": {"2026-006": 1150},
        "lakeside": {"2026-002": 1225, "2026-005": 980},
    }


def test_cash_basis_books_with_virtual_invoices() -> None:
    assert by_customer(example("cash-basis.journal")) == {"ab": {"202": 3500, "204": 3000}}


def test_books_with_an_account_for_every_invoice() -> None:
    assert by_customer(example("subaccounts.journal")) == {
        "hollins": {"20260316": 750},
        "brightwater": {"20260401": 2700},
    }


def test_a_flat_account_whose_payees_are_the_customers() -> None:
    book = example("flat.journal")
    sums = {c: sum(i.open for i in book.open_items() if i.customer == c) for c in book.customers}
    assert {c: str(total) for c, total in sums.items() if total} == {
        "Colegio San Andrés": "1575.75",
        "Peñalara Viajes": "218.90",
    }


def test_a_file_a_year_read_together() -> None:
    book = example("years.journal")
    assert instalments_of(book) == [
        ("88", "2025-10-06", 3000),
        ("91", "2025-11-17", 0),
        ("104", "2026-04-13", 1150),
    ]


def test_hledgers_manual_writes_payee_and_word_without_a_bar() -> None:
    """``SuperCompany invoice`` and ``SuperCompany payment`` are one customer: the code tells."""
    text = """
        2018-01-10 (2018-001) SuperCompany invoice
            assets:receivable    100 USD
            income:sales

        2018-02-10 (2018-001) SuperCompany payment
            assets:bank    60 USD
            assets:receivable
    """
    book = book_of(text)
    assert open_of(book) == {"2018-001": 40}
    assert on_account(book) == {}


def test_full_settlement_by_a_balance_assignment() -> None:
    text = """
        2026-01-10 (1) Foo | a
            assets:receivable:foo    100 USD
            income:sales

        2026-02-10 Foo | settled
            assets:receivable:foo    = 0 USD
            assets:bank
    """
    assert open_of(book_of(text)) == {}


def test_a_foreign_invoice_settled_at_a_cost_leaves_nothing() -> None:
    text = """
        2026-01-10 (1) Foo | a
            assets:receivable:foo    9000.00 USD
            income:sales

        2026-02-10 (1) Foo | in our currency
            assets:bank    12495.25 CAD
            assets:receivable:foo    -9000.00 USD @@ 12495.25 CAD
    """
    assert open_of(book_of(text)) == {}


@pytest.mark.parametrize("path", sorted(PLAIN.glob("*.journal")), ids=lambda p: p.name)
def test_every_plain_example_can_be_read_without_a_policy(path: Path) -> None:
    assert example(path.name, "2026-12-31").customers
