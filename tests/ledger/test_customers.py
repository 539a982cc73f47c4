"""Master data: who a customer is, and what changes over time."""

import pytest
from tests.ledger.books import book_of, codes_of, problem_of

INVOICE = """
    2026-01-05 (1) {payee} | goods
        assets:receivable:foo    100 EUR
        income:sales
"""


def test_master_data_are_tags_of_the_account_directive() -> None:
    book = book_of("""
        account assets:receivable:foo
            ; name:Foo GmbH, email:ap@foo.example, rep:linh, since:2019-04-01
            ; terms:2/10 net 30, limit:50000.00 EUR, shoe-size:44
    """)
    foo = book.customers["foo"]
    assert foo.name == "Foo GmbH"
    assert foo.master["terms"] == "2/10 net 30"
    assert foo.master["shoe-size"] == "44"
    assert foo.span is not None
    assert foo.span.line == 1


def test_a_repeated_name_or_address_is_one_text_joined_in_order() -> None:
    book = book_of("""
        account assets:receivable:foo
            ; name:ACME Trading Co., name:Ltd
            ; address:1 High St, address:Leeds, rep:linh, rep:minh
    """)
    foo = book.customers["foo"]
    assert (foo.name, foo.master["address"]) == ("ACME Trading Co., Ltd", "1 High St, Leeds")
    assert foo.master["rep"] == "linh"


def test_words_lost_after_a_comma_are_shown_with_a_remedy() -> None:
    text = """
        account assets:receivable:foo
            ; name:ACME Trading Co., Ltd, terms:net 30
    """
    problem = problem_of(text, "text-cut-off")
    assert "'Ltd'" in problem.message
    assert "name:Ltd" in problem.help


@pytest.mark.parametrize(
    "tag",
    [
        "terms:whenever",
        "limit:a lot",
        "limit:50",
        "limit:50.000.00 EUR",
        "since:yesterday",
        "limit-until:2026-13-01",
        "coverage:110 %",
        "waiting:soon",
        "email:nobody",
        "email:-x@y.example",
        "rep:linh 60 minh 50",
        "insured:10",
    ],
)
def test_master_data_that_cannot_be_read_are_a_problem(tag: str) -> None:
    assert codes_of(f"account assets:receivable:foo  ; {tag}") == ["bad-master-data"]


@pytest.mark.parametrize(
    "tag",
    ["limit:0", "limit:none", "limit:50000.00 EUR", "coverage:90 %", "coverage:90", "waiting:30",
     "rep:linh 60 minh 40", "rep:linh", "since:2019-04-01", "terms:net 30 eom", "grade:A",
     "insured:1 EUR"],
)  # fmt: skip
def test_master_data_that_can_be_read_are_none(tag: str) -> None:
    assert codes_of(f"account assets:receivable:foo  ; {tag}") == []


def test_defaults_on_the_root_are_everyones_but_what_is_personal_is_not() -> None:
    book = book_of(
        "account assets:receivable  ; region:asia, name:Receivables, email:us@us.example\n"
        + INVOICE.format(payee="Foo")
    )
    assert book.customers["foo"].master == {"region": "asia"}
    assert book.customers["foo"].name == "Foo"


def test_a_customer_without_a_name_is_called_what_all_entries_call_it() -> None:
    assert book_of(INVOICE.format(payee="Foo GmbH")).customers["foo"].name == "Foo GmbH"
    two = INVOICE.format(payee="Foo GmbH") + INVOICE.format(payee="Foo AG").replace("(1)", "(2)")
    assert book_of(two).customers["foo"].name == "foo"


def test_an_entry_without_a_payee_takes_nobodys_name_away() -> None:
    """As ``add`` writes a payment without a note."""
    paid = """
    2026-02-05 Foo GmbH
        assets:bank    5 EUR
        assets:receivable:foo
    """
    text = INVOICE.format(payee="Foo GmbH") + paid
    assert book_of(text).customers["foo"].name == "Foo GmbH"
    assert book_of(paid).customers["foo"].name == "foo"


REVIEWED = """
    account assets:receivable:foo  ; limit:100 EUR, grade:B, rep:linh

    2026-03-01 Foo | review  ; event:review, customer:foo, limit:200 EUR, grade:A

    2026-06-01 Foo | review  ; event:review, customer:foo, limit:none, by:tran
"""


@pytest.mark.parametrize(
    ("day", "limit", "grade"),
    [
        ("2026-02-28", "100 EUR", "B"),
        ("2026-03-01", "200 EUR", "A"),
        ("2026-12-31", "none", "A"),
    ],
)
def test_a_review_is_in_force_from_its_date(day: str, limit: str, grade: str) -> None:
    book = book_of(REVIEWED)
    tags = book.customers["foo"].on(book.as_of.fromisoformat(day))
    assert (tags["limit"], tags["grade"], tags["rep"]) == (limit, grade, "linh")


def test_the_order_of_reviews_in_the_file_does_not_matter() -> None:
    blocks = REVIEWED.strip("\n").split("\n\n")
    turned = "\n\n".join([blocks[0], blocks[2], blocks[1]])
    assert book_of(turned).customers["foo"].on(book_of(turned).as_of)["limit"] == "none"


def test_a_documents_tag_is_its_own_else_its_entrys_else_its_customers() -> None:
    text = """
        account assets:receivable:foo  ; rep:linh

        2026-01-05 (1) Foo | a
            assets:receivable:foo    1 EUR  ; rep:minh
            income:sales

        2026-01-05 (2) Foo | a  ; rep:wei
            assets:receivable:foo    1 EUR
            income:sales

        2026-01-05 (3) Foo | a
            assets:receivable:foo    1 EUR
            income:sales
    """
    book = book_of(text)
    assert [book.tag(item, "rep") for item in book.items] == ["minh", "wei", "linh"]


def test_a_customers_tag_is_the_one_in_force_on_the_day_of_the_report() -> None:
    text = """
        account assets:receivable:foo  ; rep:linh

        2026-01-05 (3) Foo | a
            assets:receivable:foo    1 EUR
            income:sales

        2026-03-01 Foo | handed over  ; event:review, customer:foo, rep:minh
    """
    for day, rep in [("2026-02-28", "linh"), ("2026-03-01", "minh")]:
        book = book_of(text, day)
        assert [book.tag(item, "rep") for item in book.items] == [rep]


def test_a_branchs_tag_goes_before_its_customers() -> None:
    text = """
        account assets:receivable:foo  ; region:north
        account assets:receivable:foo:hue  ; region:centre

        2026-01-05 (3) Foo | a
            assets:receivable:foo:hue    1 EUR
            income:sales
    """
    book = book_of(text)
    assert [book.tag(item, "region") for item in book.items] == ["centre"]
