"""What a debit or a credit is, told from what stands against it."""

import pytest
from tests.ledger.books import D, book_of, codes_of, kinds_of, policy_of

INVOICE = """
    2026-01-05 (1) Foo | goods
        assets:receivable:foo    1000.00 EUR
        income:sales
"""


def kinds(text: str, **how: object) -> list[str]:
    return [kind for kind, _ in kinds_of(book_of(text, **how))]


@pytest.mark.parametrize(
    ("counter", "kind"),
    [
        ("income:sales", "invoice"),
        ("Erlöse", "invoice"),
        ("revenues:consulting", "invoice"),
        ("income:late interest", "interest"),
        ("income:Verzugszinsen", "interest"),
        ("income:late fees", "fee"),
        ("assets:bank:checking", "refund"),
        ("Aktiva:Bank", "refund"),
        ("assets:receivable:bar", "transfer"),
        ("liabilities:payable:foo", "contra"),
        ("equity:opening balances", "opening"),
        ("equity:anything", "opening"),
        ("expenses:postage", "invoice"),
        ("expenses:bad debts", "write-off"),
        ("income:bad debts recovered", "write-off"),
        ("assets:factor", "factoring"),
        ("liabilities:factor", "refund"),
        ("assets:insurance claims", "indemnity"),
        ("assets:stock", "invoice"),
    ],
)
def test_a_debit_is_what_its_counter_account_says(counter: str, kind: str) -> None:
    book = book_of(f"""
        2026-01-05 Foo | something
            assets:receivable:foo    100 EUR
            {counter}    -100 EUR
    """)
    assert [m.kind for m in book.movements if m.customer == "foo"] == [kind]


@pytest.mark.parametrize(
    ("counter", "kind"),
    [
        ("assets:bank", "payment"),
        ("Kasse", "payment"),
        ("expenses:bank fees", "payment"),
        ("assets:clearing", "payment"),
        ("income:sales", "credit-note"),
        ("income:sales returns", "credit-note"),
        ("expenses:bad debts", "write-off"),
        ("assets:receivable:allowance", "write-off"),
        ("expenses:discounts", "discount"),
        ("expenses:Skonto", "discount"),
        ("expenses:anything", "discount"),
        ("liabilities:payable:foo", "contra"),
        ("assets:receivable:bar", "transfer"),
        ("equity:closing balances", "opening"),
        ("assets:factoring", "factoring"),
        ("assets:factor:nordbank", "factoring"),
        ("liabilities:factor", "payment"),
        ("assets:insurance claims", "indemnity"),
        ("assets:guarantors", "indemnity"),
    ],
)
def test_a_credit_is_what_its_counter_account_says(counter: str, kind: str) -> None:
    book = book_of(
        INVOICE
        + f"""
    2026-02-05 Foo | something
        {counter}    100.00 EUR
        assets:receivable:foo    -100.00 EUR
    """
    )
    assert [m.kind for m in book.movements if m.customer == "foo"] == ["invoice", kind]


def test_what_a_factor_pays_keeps_back_and_charges_is_all_the_price_of_the_invoice() -> None:
    """None of it is the customer's cash, nor a discount to them."""
    sold = """
    2026-01-20 Nordfactor | sold
        assets:bank    800.00 EUR
        assets:factor    170.00 EUR
        expenses:fees    30.00 EUR
        assets:receivable:foo    -1000.00 EUR  ; inv:1
    """
    assert kinds(INVOICE + sold)[1:] == ["factoring"]


def test_an_invoice_that_a_factor_gives_back_against_cash_too_is_no_bounced_payment() -> None:
    back = """
    2026-04-20 Nordfactor | gives it back
        assets:receivable:foo    1000.00 EUR  ; inv:1
        assets:bank    -800.00 EUR
        assets:factor    -200.00 EUR
    """
    assert kinds(INVOICE + back)[1:] == ["factoring"]


def test_our_own_share_of_an_insured_debt_is_a_write_off_beside_the_indemnity() -> None:
    book = book_of(
        INVOICE
        + """
    2026-08-20 Insurer | claim accepted
        assets:insurance claims    900.00 EUR
        expenses:bad debts    100.00 EUR
        assets:receivable:foo    -1000.00 EUR  ; inv:1
    """
    )
    assert sorted(kinds_of(book)[1:]) == [("indemnity", -900), ("write-off", -100)]


def test_a_credit_is_split_over_its_counter_accounts_in_proportion() -> None:
    """Pay 967 and take 33 off: a payment and a discount, together exactly the credit."""
    book = book_of(
        INVOICE
        + """
    2026-02-05 (R1) Foo | less discount
        assets:bank    967.00 EUR
        expenses:discounts    33.00 EUR
        assets:receivable:foo    -1000.00 EUR
    """
    )
    assert kinds_of(book)[1:] == [("discount", -33), ("payment", -967)]


def test_the_remainder_of_a_split_is_on_the_last_part() -> None:
    """One posting against three counter-accounts and a second customer: thirds do not come out even."""
    book = book_of(
        """
    2026-01-01 (1) Foo | goods
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-01-01 (2) Bar | goods
        assets:receivable:bar    200.00 EUR
        income:sales

    2026-02-05 (R1) Foo and Bar | one wire
        assets:bank    100.00 EUR
        expenses:discounts    100.00 EUR
        expenses:bad debts    100.00 EUR
        assets:receivable:foo    -100.00 EUR
        assets:receivable:bar    -200.00 EUR
    """
    )
    assert {m.kind: m.amount for m in book.movements if m.customer == "foo"} == {
        "invoice": D("100.00"),
        "payment": D("-33.33"),
        "discount": D("-33.33"),
        "write-off": D("-33.34"),
    }


def test_bank_fees_count_as_cash() -> None:
    book = book_of(
        INVOICE
        + """
    2026-02-05 Foo | wire, 15 kept on the way
        assets:bank    985.00 EUR
        expenses:bank fees    15.00 EUR
        assets:receivable:foo    -1000.00 EUR
    """
    )
    assert kinds_of(book)[1:] == [("payment", -1000)]


def test_tax_follows_what_it_belongs_to() -> None:
    book = book_of(
        INVOICE
        + """
    2026-02-05 Foo | credit note with its VAT
        income:sales    100.00 EUR
        liabilities:vat    19.00 EUR
        assets:receivable:foo    -119.00 EUR
    """
    )
    assert kinds_of(book)[1:] == [("credit-note", -119)]


def test_only_counter_postings_of_the_other_sign_classify() -> None:
    """An overpayment kept as income: the bank's debit explains the credit, the income does not."""
    book = book_of(
        INVOICE
        + """
    2026-02-05 Foo | paid, the rest kept
        assets:bank    1001.00 EUR
        income:other    -1.00 EUR
        assets:receivable:foo    -1000.00 EUR
    """
    )
    assert kinds_of(book)[1:] == [("payment", -1000)]


def test_a_doc_tag_on_the_posting_or_the_entry_goes_before_the_accounts() -> None:
    book = book_of(
        INVOICE
        + """
    2026-02-05 Foo | goods came back
        assets:stock    10.00 EUR
        assets:receivable:foo    -10.00 EUR  ; doc:credit-note

    2026-02-06 Foo | late  ; doc:Interest
        assets:receivable:foo    5.00 EUR
        income:sales
    """
    )
    assert kinds_of(book)[1:] == [("credit-note", -10), ("interest", 5)]


def test_a_doc_tag_of_no_known_kind_is_a_problem_and_changes_nothing() -> None:
    text = """
    2026-01-05 (1) Foo | goods  ; doc:bill
        assets:receivable:foo    1000.00 EUR
        income:sales
    """
    assert codes_of(text) == ["unknown-document-kind"]
    assert kinds(text) == ["invoice"]


def test_a_virtual_credit_beside_cash_is_a_payment() -> None:
    """Cash-basis books: the receivable is virtual, cash and income are real."""
    text = """
    2026-01-31 (201) AB | work
        (assets:receivable:ab)    4000 USD

    2026-03-09 AB | payment
        assets:bank    4000 USD
        income:consulting    -4000 USD
        (assets:receivable:ab)    -4000 USD
    """
    assert kinds_of(book_of(text)) == [("invoice", 4000), ("payment", -4000)]
    assert codes_of(text) == []


def test_an_invoice_against_equity_receivable_is_an_invoice_in_cash_basis_books() -> None:
    assert kinds("""
        2026-01-31 (201) AB | work
            assets:receivable:ab    4000 USD
            equity:receivable
    """) == ["invoice"]


def test_a_credit_that_nothing_explains_is_read_as_a_payment_with_a_lint() -> None:
    text = (
        INVOICE
        + """
    2026-02-05 Foo | settled
        (assets:receivable:foo)    -1000.00 EUR
    """
    )
    assert kinds(text)[1:] == ["payment"]
    assert codes_of(text) == ["kind-guessed"]


def test_a_debit_to_the_bank_that_names_a_document_is_a_bounce() -> None:
    assert kinds(
        INVOICE
        + """
    2026-02-05 (R1) Foo | cheque
        assets:bank    1000.00 EUR
        assets:receivable:foo

    2026-02-09 Foo | came back
        assets:receivable:foo    1000.00 EUR  ; inv:R1
        assets:bank

    2026-02-12 Foo | cheque, and back again
        assets:bank    1000.00 EUR
        assets:receivable:foo

    2026-02-14 Foo | came back
        assets:receivable:foo    1000.00 EUR  ; inv:1
        assets:bank
    """
    ) == ["invoice", "payment", "bounce", "payment", "bounce"]


def test_a_bounce_and_the_fee_for_it_in_one_entry_are_told_apart_by_their_amounts() -> None:
    book = book_of(
        INVOICE
        + """
    2026-02-05 (R1) Foo | cheque
        assets:bank    1000.00 EUR
        assets:receivable:foo

    2026-02-09 Foo | came back
        assets:receivable:foo    1000.00 EUR  ; inv:R1
        assets:receivable:foo    12.00 EUR
        assets:bank    -1000.00 EUR
        income:late fees    -12.00 EUR
    """
    )
    assert kinds_of(book)[2:] == [("fee", 12), ("bounce", 1000)]


def test_a_refund_that_says_so_stays_a_refund_though_it_names_the_payment() -> None:
    assert kinds(
        """
    2026-02-05 (R1) Foo | too early
        assets:bank    1000.00 EUR
        assets:receivable:foo

    2026-02-09 Foo | sent back
        assets:receivable:foo    1000.00 EUR  ; inv:R1, doc:refund
        assets:bank
    """
    ) == ["payment", "refund"]


def test_an_opening_entry_is_one_whatever_else_it_opens() -> None:
    """Banks overdrawn, suppliers and customers in credit stand in it too: none of them was paid."""
    book = book_of("""
        2026-01-01 opening balances
            assets:receivable:foo    300.00 EUR
            assets:receivable:bar    -40.00 EUR
            liabilities:payable:baz    -90.00 EUR
            assets:bank    -10.00 EUR
            equity:opening balances
    """)
    assert kinds_of(book) == [("opening", 300), ("opening", -40)]


def test_a_payment_partly_from_the_owner_is_still_a_payment() -> None:
    book = book_of(
        INVOICE
        + """
    2026-02-05 Foo | transfer, 100 of it to the owner's own account
        assets:bank    900.00 EUR
        equity:drawings    100.00 EUR
        assets:receivable:foo    -1000.00 EUR
    """
    )
    assert kinds_of(book)[1:] == [("payment", -1000)]


def test_a_payment_in_another_currency_is_weighed_at_its_cost() -> None:
    book = book_of("""
        2026-01-05 (1) Foo | goods
            assets:receivable:foo    1200.00 EUR
            income:sales

        2026-02-05 Foo | dollars, and a discount
            assets:bank    1302.00 USD @@ 1176.00 EUR
            expenses:discounts    24.00 EUR
            assets:receivable:foo    -1200.00 EUR
    """)
    assert kinds_of(book)[1:] == [("discount", -24), ("payment", -1176)]


def test_the_policy_lists_decide_by_name() -> None:
    text = (
        INVOICE
        + """
    2026-02-05 Foo | forgiven
        expenses:goodwill    10.00 EUR
        assets:receivable:foo    -10.00 EUR
    """
    )
    assert kinds(text)[1:] == ["discount"]
    assert kinds(text, policy=policy_of(documents={"write_off": ("goodwill",)}))[1:] == [
        "write-off"
    ]


def test_an_entry_of_one_customers_receivable_postings_is_neither_cash_nor_sale() -> None:
    assert kinds(
        INVOICE
        + """
    2026-02-05 Foo | to the other branch
        assets:receivable:foo    -200.00 EUR
        assets:receivable:foo:north    200.00 EUR
    """
    )[1:] == ["reallocation", "reallocation"]


def test_only_invoices_and_debit_notes_need_a_number_of_their_own() -> None:
    assert codes_of(INVOICE + INVOICE) == ["duplicate-number"]
    assert codes_of(INVOICE + INVOICE.replace(":foo", ":bar")) == []
