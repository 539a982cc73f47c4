"""The command that must print the same figure, and when there is none to print."""

from tests.ledger.books import book_of

from arledger.ledger.model import Book
from arledger.measures.oracle import customer_command, item_command

NAMED = """
    2026-01-01 (1) Foo | a
        assets:receivable:foo    100.00 EUR  ; inv:1
        income:sales

    2026-02-01 (R1) Foo | transfer
        assets:bank    30.00 EUR
        assets:receivable:foo    -30.00 EUR  ; inv:1
"""


def of_item(book: Book, place: int = 0) -> str | None:
    return item_command(book, book.items[place], book.items)


def test_a_document_that_every_posting_names_is_told_by_its_tag() -> None:
    assert of_item(book_of(NAMED, "2026-02-28")) == (
        "hledger -f snippet.journal bal -N 'acct:^assets:receivable:foo$' 'tag:inv=^1$' "
        "cur:EUR -e 2026-03-01"
    )


def test_a_document_paid_by_code_or_policy_has_no_command() -> None:
    assert of_item(book_of(NAMED.replace("-30.00 EUR  ; inv:1", "-30.00 EUR"))) is None


def test_a_document_that_a_later_overpayment_names_too_has_no_command() -> None:
    again = """
    2026-03-01 (R2) Foo | twice
        assets:bank    80.00 EUR
        assets:receivable:foo    -80.00 EUR  ; inv:1
    """
    assert of_item(book_of(NAMED + again)) is None


def test_a_number_that_is_part_of_another_is_not_mixed_up_with_it() -> None:
    other = NAMED.replace("inv:1", "inv:1.1").replace("(1)", "(1.1)")
    book = book_of(NAMED + other.replace("R1", "R2"))
    assert [of_item(book, place) is not None for place in (0, 1)] == [True, True]


def test_a_customer_is_told_by_account_with_its_branches() -> None:
    branch = NAMED.replace(":foo ", ":foo:north ").replace("1", "2")
    assert customer_command(book_of(NAMED + branch), "foo", "EUR") == (
        "hledger -f snippet.journal bal -N 'acct:^assets:receivable:foo(:|$)' cur:EUR -e 2027-01-01"
    )


def test_a_posting_in_several_currencies_counts_in_each() -> None:
    text = """
        2026-01-01 (1) Foo | a
            income:sales    -100.00 EUR
            income:sales    -50.00 USD
            assets:receivable:foo
    """
    for currency in ("EUR", "USD"):
        assert customer_command(book_of(text), "foo", currency) is not None


def test_a_customer_of_a_flat_account_is_told_by_payee() -> None:
    flat = NAMED.replace(":foo", "") + NAMED.replace(":foo", "").replace("Foo", "Bar")
    command = customer_command(book_of(flat), "Foo", "EUR")
    assert command is not None
    assert "'payee:^Foo$'" in command


def test_a_customer_told_by_a_tag_is_told_by_it() -> None:
    text = """
        2026-01-01 (1) x | a
            assets:receivable    100.00 EUR  ; client:foo
            income:sales

        2026-01-01 (2) x | a
            assets:receivable    70.00 EUR  ; customer:bar
            income:sales
    """
    command = customer_command(book_of(text), "foo", "EUR")
    assert command is not None
    assert "'tag:^(customer|client|entity)$=^foo$'" in command


def test_a_customer_that_no_query_tells_has_no_command() -> None:
    """Two payees that a code shows to be one: hledger has no words for that."""
    text = """
        2026-01-01 (1) Foo invoice
            assets:receivable    100.00 EUR
            income:sales

        2026-02-01 (1) Foo payment
            assets:bank    30.00 EUR
            assets:receivable

        2026-02-01 (2) Bar invoice
            assets:receivable    30.00 EUR
            income:sales
    """
    assert customer_command(book_of(text), "Foo invoice", "EUR") is None
