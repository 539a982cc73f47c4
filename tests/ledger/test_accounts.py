"""Which accounts are receivables, and whose they are."""

import pytest
from tests.ledger.books import book_of, codes_of, open_of, policy_of

from arledger.ledger.accounts import fold

ONE = """
    2026-01-05 (1) Foo | goods
        {account}    100 EUR
        income:sales
"""


def customers(text: str, **how: object) -> list[str]:
    return list(book_of(text, **how).customers)


@pytest.mark.parametrize(
    "root",
    [
        "assets:receivable",
        "Assets:Receivables",
        "assets:current:Accounts Receivable",
        "assets:A/R",
        "assets:ar",
        "assets:trade debtors",
        "Aktiva:Forderungen:Debitoren",
        "Aktiva:Forderungen",
        "activo:Clientes",
        "activo:deudores",
        "activo:cuentas por cobrar",
        "tài sản:phải thu",
        "tài sản:Phải Thu Khách Hàng",
        "tai san:phai thu khach hang",
        "资产:应收账款",
        "Accrued:Accounts Receivable",
        "receivable",
    ],
)
def test_a_receivable_root_is_known_by_its_name_in_five_languages(root: str) -> None:
    assert customers(ONE.format(account=f"{root}:foo")) == ["foo"]


@pytest.mark.parametrize("leaf", ["ar", "receivable", "Clientes"])
def test_what_a_customer_of_such_a_name_promised_is_not_owed(leaf: str) -> None:
    """Nor what is on order: in hledger, too, ``assets:receivable`` holds the invoice alone."""
    text = ONE.format(account=f"assets:receivable:{leaf}")
    for root in ("promise", "order"):
        text += f"""
    2026-01-06 {leaf}
        ({root}:{leaf})    50 EUR  ; date:2026-02-01
    """
    assert open_of(book_of(text)) == {"1": 100}


@pytest.mark.parametrize(
    "root",
    [
        "liabilities:payable",
        "Passiva:Verbindlichkeiten:Kreditoren",
        "pasivo:proveedores",
        "nợ:phải trả người bán",
        "负债:应付账款",
    ],
)
def test_a_payable_root_is_known_by_its_name_in_five_languages(root: str) -> None:
    bill = f"""
        2026-01-05 (1) Foo | goods
            {root}:foo    -100 EUR
            expenses:goods
    """
    assert customers(bill, side="payable") == ["foo"]
    assert customers(bill) == []


@pytest.mark.parametrize(
    "account", ["income:ar:foo", "liabilities:receivable:foo", "equity:receivable:foo"]
)
def test_income_liabilities_and_equity_are_never_receivable(account: str) -> None:
    assert customers(ONE.format(account=account)) == []


def test_a_declared_type_goes_before_the_name() -> None:
    assert (
        customers("account crm:receivable  ; type:L" + ONE.format(account="crm:receivable:foo"))
        == []
    )


def test_roots_are_matched_by_component_never_by_string() -> None:
    assert customers(ONE.format(account="assets:receivables-old:foo")) == []
    named = policy_of(accounts={"receivable": ("assets:recv",)})
    assert customers(ONE.format(account="assets:recv:foo"), policy=named) == ["foo"]
    assert customers(ONE.format(account="assets:recvables:foo"), policy=named) == []


def test_roots_named_in_the_policy_replace_those_found_by_name() -> None:
    named = policy_of(accounts={"receivable": ("assets:owed",)})
    assert customers(ONE.format(account="assets:receivable:foo"), policy=named) == []


@pytest.mark.parametrize(
    "name", ["allowance", "Provision", "doubtful", "VAT", "tax", "Wertberichtigung", "坏账准备"]
)
def test_what_is_excluded_below_a_root_is_no_customer(name: str) -> None:
    assert customers(ONE.format(account=f"assets:receivable:{name}")) == []


def test_the_policy_says_what_is_excluded() -> None:
    shut = policy_of(accounts={"exclude": ("intern",)})
    assert customers(ONE.format(account="assets:receivable:Intern"), policy=shut) == []
    assert customers(ONE.format(account="assets:receivable:vat"), policy=shut) == ["vat"]


def test_the_customer_is_the_postings_tag_before_the_component() -> None:
    assert customers("""
        2026-01-05 (1) Foo | goods
            assets:receivable:foo    100 EUR  ; customer:bar
            income:sales
    """) == ["bar"]


@pytest.mark.parametrize("tag", ["customer", "client", "entity", "Customer"])
def test_the_customer_may_stand_on_the_entry_by_any_of_its_names(tag: str) -> None:
    assert customers(f"""
        2026-01-05 (1) Foo | goods  ; {tag}:bar
            assets:receivable    100 EUR
            income:sales
    """) == ["bar"]


def test_an_account_whose_directive_names_the_customer_is_that_customers() -> None:
    book = book_of("""
        account assets:receivable:1001  ; customer:bar, name:Bar GmbH, terms:net 14

        2026-01-05 (1) Bar | goods
            assets:receivable:1001    100 EUR
            income:sales
    """)
    assert [(c.id, c.name) for c in book.customers.values()] == [("bar", "Bar GmbH")]
    assert [str(item.due) for item in book.items] == ["2026-01-19"]


def test_without_tag_and_component_the_payee_is_the_customer() -> None:
    assert customers(ONE.format(account="assets:receivable")) == ["Foo"]


def test_a_component_below_the_customer_is_a_branch() -> None:
    book = book_of("""
        2026-01-05 (1) Foo | goods
            assets:receivable:foo:north    100 EUR
            income:sales

        2026-01-06 (2) Foo | goods
            assets:receivable:foo:south    50 EUR
            income:sales
    """)
    assert list(book.customers["foo"].accounts) == [
        "assets:receivable:foo:north",
        "assets:receivable:foo:south",
    ]


LEAF = """
    2026-01-05 Foo | goods
        assets:receivable:foo:{leaf}    100 EUR
        income:sales
"""


def test_a_leaf_with_a_digit_and_one_debit_is_an_invoice_number() -> None:
    assert open_of(book_of(LEAF.format(leaf="20260105"))) == {"20260105": 100}


def test_a_leaf_without_a_digit_is_a_branch() -> None:
    assert "north" not in open_of(book_of(LEAF.format(leaf="north")))


def test_a_leaf_with_two_invoices_is_a_branch() -> None:
    twice = book_of(LEAF.format(leaf="plant 2") + LEAF.format(leaf="plant 2"))
    assert all(item.number == "" for item in twice.items)


def test_a_leaf_whose_payment_bounced_is_still_an_invoice_number() -> None:
    """The bank's debit is no second invoice, and the old debt is open again at its old age."""
    book = book_of(
        LEAF.format(leaf="20260105")
        + """
    2026-02-05 Foo | cheque
        assets:bank    100 EUR
        assets:receivable:foo:20260105

    2026-02-09 Foo | the cheque came back
        assets:receivable:foo:20260105    100 EUR
        assets:bank
    """
    )
    assert open_of(book) == {"20260105": 100}
    assert [str(item.due) for item in book.open_items()] == ["2026-01-05"]


def test_a_number_of_the_posting_goes_before_the_leaf() -> None:
    assert open_of(
        book_of("""
        2026-01-05 (7) Foo | goods
            assets:receivable:foo:20260105    100 EUR
            income:sales
    """)
    ) == {"7": 100}


def test_the_policy_may_say_what_a_leaf_is() -> None:
    branch = policy_of(accounts={"subaccount": "branch"})
    assert "20260105" not in open_of(book_of(LEAF.format(leaf="20260105"), policy=branch))
    invoice = policy_of(accounts={"subaccount": "invoice"})
    assert open_of(book_of(LEAF.format(leaf="north"), policy=invoice)) == {"north": 100}


def test_virtual_postings_count() -> None:
    assert open_of(
        book_of("""
        2026-01-05 (201) AB | work
            (assets:receivable:ab)    4000 USD
    """)
    ) == {"201": 4000}


def test_a_posting_of_zero_is_no_document() -> None:
    text = """
        2026-01-05 (1) Foo | nothing
            assets:receivable:foo    0 EUR
            income:sales
    """
    assert book_of(text).items == []
    assert codes_of(text) == []


def test_names_are_compared_without_case_accents_and_double_spaces() -> None:
    assert fold("  Đà   NẴNG ") == "da nang"
