"""When a document falls due, and which rule says so."""

import pytest
from tests.ledger.books import book_of, codes_of, instalments_of, policy_of

INVOICE = """
    {account}

    {day} (1) Foo | goods  ; {entry}
        assets:receivable:foo    100 EUR  ; {posting}
        income:sales
"""


def due(
    *, account: str = "", entry: str = "", posting: str = "", day: str = "2026-01-15", **how: object
) -> list[str]:
    text = INVOICE.format(
        account=f"account assets:receivable:foo  ; {account}" if account else "",
        entry=entry,
        posting=posting,
        day=day,
    )
    return [item.due.isoformat() for item in book_of(text, **how).items]  # type: ignore[arg-type]


RULES = {
    "posting": "due:2026-02-01",
    "entry": "due:2026-02-02",
}


def test_due_dates_have_an_order_of_precedence() -> None:
    """The posting's date, the entry's, then terms: posting, entry, customer, policy by tag, default."""
    policy = policy_of(terms={"default": "net 50", "by": {"segment": {"retail": "net 40"}}})
    steps = [
        ({"posting": "due:2026-02-01"}, "2026-02-01"),
        ({"entry": "due:2026-02-02"}, "2026-02-02"),
        ({"posting": "terms:net 10"}, "2026-01-25"),
        ({"entry": "terms:net 20"}, "2026-02-04"),
        ({"account": "segment:retail, terms:net 30"}, "2026-02-14"),
        ({"account": "segment:retail"}, "2026-02-24"),
        ({}, "2026-03-06"),
    ]
    for place, (given, expected) in enumerate(steps):
        weaker = {k: v for later, _ in reversed(steps[place:]) for k, v in later.items()}
        assert due(**{**weaker, **given}, policy=policy) == [expected], given


@pytest.mark.parametrize("name", ["due", "Due", "due-date", "due_at"])
def test_the_due_date_has_other_names(name: str) -> None:
    assert due(posting=f"{name}:2026-02-01") == ["2026-02-01"]


def test_a_due_date_without_year_is_in_the_entrys_year() -> None:
    assert due(posting="due:2/1") == ["2026-02-01"]


@pytest.mark.parametrize(
    ("terms", "day", "expected"),
    [
        ("net 30", "2013-03-05", ["2013-04-04"]),
        ("30", "2013-03-05", ["2013-04-04"]),
        ("2/10 net 30", "2013-03-05", ["2013-04-04"]),
        ("due on receipt", "2013-03-05", ["2013-03-05"]),
        ("prepay", "2013-03-05", ["2013-03-05"]),
        ("eom", "2024-02-05", ["2024-02-29"]),
        ("eom+30", "2013-03-05", ["2013-04-30"]),
        ("net 30 eom", "2013-03-05", ["2013-04-30"]),
        ("2/10 prox", "2007-03-14", ["2007-04-30"]),
        ("prox 20 cutoff 12 +1", "2026-08-10", ["2026-09-20"]),
        ("prox 20 cutoff 12 +1", "2026-08-15", ["2026-10-20"]),
        ("net 30", "2024-01-30", ["2024-02-29"]),
        ("30/60/90", "2026-01-01", ["2026-01-31", "2026-03-02", "2026-04-01"]),
    ],
)
def test_terms_on_a_customer_date_its_documents(terms: str, day: str, expected: list[str]) -> None:
    assert due(account=f"terms:{terms}", day=day) == expected


def test_terms_with_a_comma_are_written_in_parts() -> None:
    assert due(account="terms:2/10, terms:net 30") == ["2026-02-14"]


def test_terms_on_the_root_are_everyones_unless_their_own() -> None:
    text = """
        account assets:receivable  ; terms:net 14
        account assets:receivable:bar  ; terms:net 60

        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-01-01 (2) Bar | a
            assets:receivable:bar    100 EUR
            income:sales
    """
    assert instalments_of(book_of(text)) == [("1", "2026-01-15", 100), ("2", "2026-03-02", 100)]


def test_a_branch_may_have_terms_of_its_own() -> None:
    text = """
        account assets:receivable:foo  ; terms:net 14
        account assets:receivable:foo:north  ; terms:net 60

        2026-01-01 (1) Foo | a
            assets:receivable:foo:north    100 EUR
            income:sales
    """
    assert instalments_of(book_of(text)) == [("1", "2026-03-02", 100)]


def test_a_review_changes_the_terms_from_its_date_on() -> None:
    text = """
        account assets:receivable:foo  ; terms:net 10

        2026-02-01 Foo | review  ; event:review, customer:foo, terms:net 20

        2026-01-31 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-02-01 (2) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-03-01 Foo | review  ; event:review, customer:foo, limit:100 EUR
        2026-03-02 (3) Foo | a
            assets:receivable:foo    100 EUR
            income:sales
    """
    assert instalments_of(book_of(text)) == [
        ("1", "2026-02-10", 100),
        ("2", "2026-02-21", 100),
        ("3", "2026-03-22", 100),
    ]


def test_without_any_terms_a_document_is_due_on_its_date_and_counted() -> None:
    text = INVOICE.format(account="", entry="", posting="", day="2026-01-15")
    book = book_of(text)
    assert instalments_of(book) == [("1", "2026-01-15", 100)]
    assert book.terms_assumed == 1


def test_terms_that_cannot_be_read_are_a_problem_and_the_next_rule_counts() -> None:
    text = INVOICE.format(
        account="account assets:receivable:foo  ; terms:net 30",
        entry="terms:45 days end of month",
        posting="",
        day="2026-01-15",
    )
    assert codes_of(text) == ["bad-terms"]
    assert instalments_of(book_of(text)) == [("1", "2026-02-14", 100)]


def test_a_due_date_that_cannot_be_read_is_a_problem_and_the_next_rule_counts() -> None:
    text = INVOICE.format(
        account="", entry="due:2026-02-30, terms:net 30", posting="", day="2026-01-15"
    )
    assert set(codes_of(text)) == {"bad-due-date"}
    assert instalments_of(book_of(text)) == [("1", "2026-02-14", 100)]


EXTENDED = """
    2026-01-01 (1) Foo | a
        assets:receivable:foo    100 EUR  ; due:2026-02-01
        assets:receivable:foo    100 EUR  ; due:2026-06-01
        income:sales

    2026-02-10 Foo | more time  ; event:extend, inv:1, due:2026-03-15, by:tran
"""


def test_an_extension_moves_the_due_date_from_its_own_date_on() -> None:
    before, after = book_of(EXTENDED, "2026-02-09"), book_of(EXTENDED, "2026-02-10")
    assert [d for _, d, _ in instalments_of(before)] == ["2026-02-01", "2026-06-01"]
    assert [d for _, d, _ in instalments_of(after)] == ["2026-03-15", "2026-06-01"]
    assert [item.original_due.isoformat() for item in after.items] == ["2026-02-01", "2026-06-01"]


def test_an_extension_granted_before_the_invoice_is_written_counts_for_it() -> None:
    text = """
        2026-01-01 Foo | agreed beforehand  ; event:extend, inv:1, due:2026-05-01, customer:foo

        2026-01-10 (1) Foo | a  ; terms:net 10
            assets:receivable:foo    100 EUR
            income:sales
    """
    book = book_of(text)
    assert instalments_of(book) == [("1", "2026-05-01", 100)]
    assert [item.original_due.isoformat() for item in book.items] == ["2026-01-20"]


def test_an_extended_instalment_is_paid_in_its_new_order() -> None:
    text = (
        EXTENDED
        + """
    2026-01-05 (2) Foo | b
        assets:receivable:foo    50 EUR  ; due:2026-03-01
        income:sales

    2026-02-20 Foo | transfer
        assets:bank    60 EUR
        assets:receivable:foo
    """
    )
    assert instalments_of(book_of(text)) == [
        ("2", "2026-03-01", 0),
        ("1", "2026-03-15", 90),
        ("1", "2026-06-01", 100),
    ]


def test_a_bounce_of_an_extended_debt_reopens_it_at_the_date_in_force() -> None:
    text = (
        EXTENDED
        + """
    2026-03-15 (R1) Foo | transfer
        assets:bank    100 EUR
        assets:receivable:foo    -100 EUR  ; inv:1

    2026-03-20 Foo | came back
        assets:receivable:foo    100 EUR  ; inv:1
        assets:bank
    """
    )
    assert instalments_of(book_of(text)) == [("1", "2026-03-15", 100), ("1", "2026-06-01", 100)]


@pytest.mark.parametrize("kind", ["bounce", "refund", "contra"])
def test_terms_are_for_sales_not_for_what_comes_back(kind: str) -> None:
    counter = {"contra": "liabilities:payable:foo"}.get(kind, "assets:bank")
    text = f"""
        account assets:receivable:foo  ; terms:net 30

        2026-01-10 Foo | a
            assets:receivable:foo    100 EUR  {"; inv:9" if kind == "bounce" else ""}
            {counter}
    """
    assert [str(item.due) for item in book_of(text).items] == ["2026-01-10"]
