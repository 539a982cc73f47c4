"""Cash application: which credit settles which item, and when."""

import pytest
from tests.ledger.books import (
    allocated,
    book_of,
    codes_of,
    instalments_of,
    kinds_of,
    on_account,
    open_of,
    ordered,
    policy_of,
    problem_of,
    read,
)

TWO = """
    2026-01-01 (1) Foo | a
        assets:receivable:foo    100 EUR  ; due:2026-03-01
        income:sales

    2026-01-02 (2) Foo | b
        assets:receivable:foo    100 EUR  ; due:2026-02-01
        income:sales
"""


def payment(day: str, amount: int, *, tags: str = "", code: str = "", account: str = "foo") -> str:
    return f"""
    {day} {code} Foo | transfer
        assets:bank    {amount} EUR
        assets:receivable:{account}    -{amount} EUR  ; {tags}
    """


def invoice(day: str, number: str, amount: int, *, account: str = "foo") -> str:
    return f"""
    {day} ({number}) Foo | goods
        assets:receivable:{account}    {amount} EUR
        income:sales
    """


# -- by reference ------------------------------------------------------------------------------


def test_a_payment_pays_the_document_it_names() -> None:
    text = TWO + payment("2026-01-10", 70, tags="inv:1")
    assert open_of(book_of(text)) == {"1": 30, "2": 100}


def test_inv_on_the_entry_counts_for_its_postings() -> None:
    text = (
        TWO
        + """
    2026-01-10 Foo | transfer  ; inv:1
        assets:bank    70 EUR
        assets:receivable:foo
    """
    )
    assert open_of(book_of(text)) == {"1": 30, "2": 100}


def test_several_numbers_are_filled_in_the_order_written() -> None:
    text = TWO + payment("2026-01-10", 130, tags="inv:1 2")
    assert open_of(book_of(text)) == {"2": 70}
    text = TWO + payment("2026-01-10", 130, tags="inv:2 1")
    assert open_of(book_of(text)) == {"1": 70}


def test_a_repeated_inv_tag_names_several_documents() -> None:
    text = TWO + payment("2026-01-10", 130, tags="inv:1, inv:2")
    assert open_of(book_of(text)) == {"2": 70}


def test_a_number_with_spaces_is_tried_whole_before_it_is_split() -> None:
    text = TWO + invoice("2026-01-03", "1 2", 40) + payment("2026-01-10", 40, tags="inv:1 2")
    assert open_of(book_of(text)) == {"1": 100, "2": 100}


def test_several_numbers_that_appear_later_are_filled_in_the_order_written() -> None:
    text = (
        payment("2026-01-01", 130, tags="inv:8 7")
        + """
    2026-01-10 (7) Foo | a
        assets:receivable:foo    100 EUR
        income:sales

    2026-01-10 (8) Foo | b
        assets:receivable:foo    100 EUR
        income:sales
    """
    )
    assert open_of(book_of(text)) == {"7": 70}


def test_what_is_too_much_stays_on_account_and_goes_to_no_other_document() -> None:
    text = TWO + payment("2026-01-10", 130, tags="inv:1", code="(R1)")
    book = book_of(text)
    assert open_of(book) == {"2": 100}
    assert on_account(book) == {"R1": 30}
    assert "30 EUR more than was open on 1" in problem_of(text, "overpaid").message


def test_a_document_paid_twice_names_the_payment_that_was_first() -> None:
    text = TWO + payment("2026-01-10", 100, tags="inv:1") + payment("2026-01-11", 100, tags="inv:1")
    problem = problem_of(text, "overpaid")
    assert [span.line for span, _ in problem.related] == [11]
    assert problem.span is not None
    assert problem.span.line == 15


def test_an_unknown_number_keeps_the_money_on_account_until_it_appears() -> None:
    text = TWO + payment("2026-01-10", 60, tags="inv:9", code="(R1)")
    assert on_account(book_of(text)) == {"R1": 60}
    assert codes_of(text) == ["unknown-document"]
    later = text + invoice("2026-01-20", "9", 80)
    assert open_of(book_of(later)) == {"1": 100, "2": 100, "9": 20}
    assert codes_of(later) == []
    assert allocated(book_of(later)) == [("R1", "9", 60, "2026-01-20", "inv:")]


def test_inv_dash_keeps_the_money_on_account_on_purpose() -> None:
    text = (
        TWO + payment("2026-01-10", 60, tags="inv:-", code="(R1)") + invoice("2026-01-20", "3", 60)
    )
    assert on_account(book_of(text)) == {"R1": 60}
    assert codes_of(text) == []


def test_a_write_off_after_which_money_comes_in_is_an_overpayment() -> None:
    text = (
        invoice("2026-01-01", "1", 100)
        + """
    2026-06-30 (W1) Foo | written off
        expenses:bad debts    100 EUR
        assets:receivable:foo    -100 EUR  ; inv:1
    """
        + payment("2026-07-01", 100, tags="inv:1")
    )
    problem = problem_of(text, "overpaid")
    assert [said for _, said in problem.related] == ["1 was written off here"]
    assert sum(on_account(book_of(text)).values()) == 100
    reviving = "\n".join(problem.help.splitlines()[1:])
    revived = book_of(text + "\n\n" + reviving)
    assert codes_of(text + "\n\n" + reviving) == []
    assert on_account(revived) == open_of(revived) == {}
    assert kinds_of(revived)[1:] == [("write-off", -100), ("write-off", 100), ("payment", -100)]


def test_a_write_off_that_is_booked_twice_is_not_taken_for_a_recovery() -> None:
    twice = """
    2026-06-30 (W1) Foo | written off
        expenses:bad debts    100 EUR
        assets:receivable:foo    -100 EUR  ; inv:1
    """
    text = invoice("2026-01-01", "1", 100) + twice + twice.replace("W1", "W2")
    assert problem_of(text, "overpaid").help.startswith("to apply it elsewhere")


def test_a_credit_note_larger_than_its_invoice_leaves_the_rest_on_account() -> None:
    text = (
        invoice("2026-01-01", "1", 100)
        + """
    2026-02-01 (CN1) Foo | all of it and more
        income:sales    130 EUR
        assets:receivable:foo    -130 EUR  ; inv:1
    """
    )
    book = book_of(text)
    assert (open_of(book), on_account(book)) == ({}, {"CN1": 30})
    assert codes_of(text) == ["overpaid"]


def test_a_payment_cannot_name_another_customers_document() -> None:
    text = invoice("2026-01-01", "1", 100) + payment("2026-02-01", 100, tags="inv:1", account="bar")
    problem = problem_of(text, "allocation-across-customers")
    assert problem.span is not None
    assert (problem.span.line, [s.line for s, _ in problem.related]) == (7, [2])
    book = book_of(text)
    assert [(c.customer, c.rest) for c in book.unapplied()] == [("bar", 100)]
    assert open_of(book) == {"1": 100}


def test_a_payment_cannot_name_a_document_in_another_currency() -> None:
    text = (
        invoice("2026-01-01", "1", 100)
        + """
    2026-02-01 Foo | dollars
        assets:bank    110 USD
        assets:receivable:foo    -110 USD  ; inv:1
    """
    )
    problem = problem_of(text, "allocation-across-currencies")
    assert problem.span is not None
    assert (problem.span.line, [s.line for s, _ in problem.related]) == (7, [2])


def test_two_wrong_references_at_once_are_two_problems() -> None:
    text = invoice("2026-01-01", "1", 100) + payment("2026-02-01", 100, tags="inv:8, inv:9")
    assert codes_of(text) == ["unknown-document", "unknown-document"]


def test_naming_what_only_another_customers_transfer_took_back_is_an_unknown_document() -> None:
    text = (
        payment("2026-01-01", 100, code="(R1)")
        + """
    2026-01-05 Foo | belongs to Bar
        assets:receivable:foo    100 EUR  ; inv:R1
        assets:receivable:bar    -100 EUR
    """
        + payment("2026-02-01", 10, tags="inv:R1", account="baz")
    )
    assert codes_of(text) == ["unknown-document"]


# -- by code -----------------------------------------------------------------------------------


def test_a_code_equal_to_a_known_number_counts_as_inv() -> None:
    text = TWO + payment("2026-01-10", 70, code="(1)")
    book = book_of(text)
    assert open_of(book) == {"1": 30, "2": 100}
    assert allocated(book)[0][4] == "code"


def test_more_by_code_than_is_open_stays_on_account() -> None:
    text = TWO + payment("2026-01-10", 130, code="(1)")
    assert open_of(book_of(text)) == {"2": 100}
    assert codes_of(text) == ["overpaid"]


def test_inv_goes_before_the_code() -> None:
    text = TWO + payment("2026-01-10", 70, code="(1)", tags="inv:2")
    assert open_of(book_of(text)) == {"1": 100, "2": 30}


def test_a_payment_before_its_invoice_is_applied_by_code_when_it_appears() -> None:
    text = payment("2026-01-01", 50, code="(7)") + invoice("2026-01-10", "7", 80)
    assert allocated(book_of(text)) == [("7", "7", 50, "2026-01-10", "code")]


# -- by the policy -----------------------------------------------------------------------------


def test_oldest_due_pays_what_fell_due_first() -> None:
    assert open_of(book_of(TWO + payment("2026-01-10", 130))) == {"1": 70}


def test_what_is_left_goes_to_later_documents_as_they_appear() -> None:
    text = TWO + payment("2026-01-10", 250, code="(R1)") + invoice("2026-04-01", "3", 80)
    book = book_of(text)
    assert open_of(book) == {"3": 30}
    assert allocated(book)[-1] == ("R1", "3", 50, "2026-04-01", "oldest-due")


def test_money_on_account_goes_to_the_oldest_due_of_a_days_new_documents() -> None:
    text = (
        payment("2026-01-01", 100)
        + """
    2026-01-10 (1) Foo | a
        assets:receivable:foo    100 EUR  ; due:2026-09-01
        income:sales

    2026-01-10 (2) Foo | b
        assets:receivable:foo    100 EUR  ; due:2026-02-01
        income:sales
    """
    )
    assert open_of(book_of(text)) == {"1": 100}


def test_among_items_due_on_one_day_the_older_document_then_the_lower_number_is_paid() -> None:
    text = (
        invoice("2026-01-02", "10", 10)
        + invoice("2026-01-02", "9", 10)
        + """
    2026-01-01 (11) Foo | older
        assets:receivable:foo    10 EUR  ; due:2026-01-02
        income:sales
    """
    )
    assert open_of(book_of(text + payment("2026-01-10", 10))) == {"10": 10, "9": 10}
    assert open_of(book_of(text + payment("2026-01-10", 20))) == {"10": 10}


def test_exact_amount_pays_the_one_item_of_that_amount() -> None:
    text = TWO + invoice("2026-01-03", "3", 70) + payment("2026-01-10", 70)
    assert open_of(book_of(text, policy=ordered("exact-amount"))) == {"1": 100, "2": 100}


def test_exact_amount_leaves_what_fits_none_or_several_on_account() -> None:
    exact = ordered("exact-amount")
    for amount in (100, 55):
        book = book_of(TWO + payment("2026-01-10", amount, code="(R1)"), policy=exact)
        assert on_account(book) == {"R1": amount}


def test_exact_amount_waits_for_a_later_document_of_that_amount() -> None:
    text = TWO + payment("2026-01-10", 55) + invoice("2026-02-01", "3", 55)
    assert open_of(book_of(text, policy=ordered("exact-amount"))) == {"1": 100, "2": 100}


def test_exact_amount_sees_what_is_left_of_a_part_paid_item() -> None:
    text = TWO + payment("2026-01-10", 60, tags="inv:1") + payment("2026-01-11", 40)
    assert open_of(book_of(text, policy=ordered("exact-amount"))) == {"2": 100}


def test_exact_amount_applies_what_waits_on_the_day_an_item_comes_down_to_it() -> None:
    text = (
        TWO + payment("2026-01-10", 40, code="(R1)") + payment("2026-01-20", 60, tags="inv:1")
        + payment("2026-01-05", 7, account="bar")
        + invoice("2026-01-06", "9", 9, account="bar")
    )  # fmt: skip
    book = book_of(text, policy=ordered("exact-amount"))
    assert open_of(book) == {"2": 100, "9": 9}
    assert [a[3] for a in allocated(book) if a[0] == "R1"] == ["2026-01-20"]


def test_costs_interest_principal_pays_in_that_order() -> None:
    text = (
        TWO
        + """
    2026-05-01 (Z1) Foo | late
        assets:receivable:foo    8 EUR
        income:late interest

    2026-05-02 (M1) Foo | reminder
        assets:receivable:foo    5 EUR
        income:late fees
    """
        + payment("2026-06-01", 10)
    )
    order = ordered("costs-interest-principal")
    assert open_of(book_of(text, policy=order)) == {"1": 100, "2": 100, "Z1": 3}


def test_order_none_applies_by_reference_and_code_only() -> None:
    text = (
        TWO
        + payment("2026-01-10", 20, code="(R1)")
        + payment("2026-01-11", 30, tags="inv:1")
        + payment("2026-01-12", 40, code="(2)")
    )
    book = book_of(text, policy=ordered("none"))
    assert open_of(book) == {"1": 70, "2": 60}
    assert on_account(book) == {"R1": 20}


def test_order_none_still_settles_a_refund_of_money_on_account() -> None:
    text = (
        payment("2026-01-10", 20, code="(R1)")
        + """
    2026-01-20 Foo | sent back
        assets:receivable:foo    20 EUR
        assets:bank
    """
    )
    book = book_of(text, policy=ordered("none"))
    assert (open_of(book), on_account(book)) == ({}, {})


# -- where it stays ----------------------------------------------------------------------------


def test_without_reference_a_credit_stays_on_its_account() -> None:
    text = (
        invoice("2026-01-01", "1", 100, account="foo:north")
        + invoice("2026-01-02", "2", 100, account="foo:south")
        + payment("2026-02-01", 150, account="foo:south", code="(R1)")
    )
    branch = policy_of(accounts={"subaccount": "branch"})
    book = book_of(text, policy=branch)
    assert (open_of(book), on_account(book)) == ({"1": 100}, {"R1": 50})


def test_a_credit_crosses_to_a_branch_by_inv_and_its_own_account_comes_first() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo:north    100 EUR
            assets:receivable:foo:south    100 EUR
            income:sales
    """ + payment("2026-02-01", 130, account="foo:south", tags="inv:1")
    book, problems = read(text)
    assert [(i.account[-5:], i.open) for i in book.items] == [("north", 70), ("south", 0)]
    assert problems == []


def test_nothing_crosses_to_another_customer_or_currency_by_itself() -> None:
    text = (
        invoice("2026-01-01", "1", 100)
        + payment("2026-02-01", 100, account="bar")
        + """
    2026-02-01 Foo | dollars
        assets:bank    110 USD
        assets:receivable:foo
    """
    )
    assert open_of(book_of(text)) == {"1": 100}


# -- when --------------------------------------------------------------------------------------


def test_an_allocation_takes_effect_on_the_later_of_the_two_dates() -> None:
    text = (
        payment("2026-01-01", 60, code="(R1)")
        + invoice("2026-01-10", "1", 100)
        + payment("2026-01-20", 40, code="(R2)")
    )
    assert [(a[0], a[3]) for a in allocated(book_of(text))] == [
        ("R1", "2026-01-10"),
        ("R2", "2026-01-20"),
    ]


def test_nothing_later_undoes_an_allocation() -> None:
    """A payment that names its document comes too late for the one already applied there."""
    text = TWO + payment("2026-02-10", 100, code="(R1)") + payment("2026-02-11", 100, tags="inv:2")
    before = allocated(book_of(text, "2026-02-10"))
    assert before == [("R1", "2", 100, "2026-02-10", "oldest-due")]
    assert allocated(book_of(text))[0] == before[0]
    assert codes_of(text) == ["overpaid"]


def test_within_a_day_debits_come_first_then_inv_then_code_then_the_policy() -> None:
    day = "2026-01-10"
    text = (
        payment(day, 100)
        + payment(day, 50, code="(1)")
        + payment(day, 50, tags="inv:1")
        + invoice(day, "1", 100)
        + invoice(day, "2", 100)
    )
    book = book_of(text)
    assert open_of(book) == {}
    assert [(a[1], a[4]) for a in allocated(book)] == [
        ("1", "inv:"),
        ("1", "code"),
        ("2", "oldest-due"),
    ]


def test_a_posting_date_counts_before_the_entrys() -> None:
    text = """
        2026-01-01 (1) Foo | one-entry style
            assets:receivable:foo    100 EUR  ; invoiced, date:2026-01-05
            assets:receivable:foo    -100 EUR  ; received, date:2026-02-17
            income:sales    -100 EUR
            assets:bank    100 EUR
    """
    assert open_of(book_of(text, "2026-01-04")) == {}
    assert open_of(book_of(text, "2026-02-16")) == {"1": 100}
    assert open_of(book_of(text, "2026-02-17")) == {}


def test_two_payments_of_one_day_and_amount_are_two_payments() -> None:
    text = TWO + payment("2026-01-10", 40) + payment("2026-01-10", 40)
    assert open_of(book_of(text)) == {"1": 100, "2": 20}


@pytest.mark.parametrize(
    "order", ["oldest-due", "exact-amount", "costs-interest-principal", "none"]
)
def test_a_credit_larger_than_everything_stays_on_account_whatever_the_order(order: str) -> None:
    text = TWO + payment("2026-01-10", 1000, tags="inv:1 2", code="(R1)")
    book = book_of(text, policy=ordered(order))  # type: ignore[arg-type]
    assert (open_of(book), on_account(book)) == ({}, {"R1": 800})


def test_an_instalment_invoice_that_is_credited_in_part_keeps_its_later_instalments() -> None:
    text = """
        2026-01-01 (1) Foo | a  ; terms:30/60/90
            assets:receivable:foo    300 EUR
            income:sales

        2026-01-10 (C1) Foo | one piece back
            income:sales    50 EUR
            assets:receivable:foo    -50 EUR  ; inv:1
    """
    assert instalments_of(book_of(text)) == [
        ("1", "2026-01-31", 50),
        ("1", "2026-03-02", 100),
        ("1", "2026-04-01", 100),
    ]
