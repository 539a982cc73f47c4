"""Documents: their numbers, their instalments, and what joins them."""

from tests.ledger.books import (
    D,
    allocated,
    book_of,
    codes_of,
    instalments_of,
    on_account,
    open_of,
    problem_of,
)

PLAN = """
    2026-01-05 (1) Foo | goods
        assets:receivable:foo    100 EUR  ; due:2026-02-01
        assets:receivable:foo    100 EUR  ; due:2026-03-01
        income:sales
"""


def payment(day: str, amount: int, more: str = "", code: str = "") -> str:
    return f"""
    {day} {code} Foo | transfer
        assets:bank    {amount} EUR
        assets:receivable:foo    -{amount} EUR  ; {more}
    """


def bounce(day: str, amount: int, number: str) -> str:
    return f"""
    {day} Foo | came back
        assets:receivable:foo    {amount} EUR  ; inv:{number}
        assets:bank
    """


def test_the_number_is_the_postings_inv_else_the_entrys_else_the_code() -> None:
    book = book_of("""
        2026-01-01 (CODE) Foo | a  ; inv:ENTRY
            assets:receivable:foo    1 EUR  ; inv:POSTING
            income:sales

        2026-01-02 (CODE) Foo | b  ; invoice:ENTRY
            assets:receivable:foo    2 EUR
            income:sales

        2026-01-03 (CODE) Foo | c
            assets:receivable:foo    3 EUR
            income:sales
    """)
    assert open_of(book) == {"POSTING": 1, "ENTRY": 2, "CODE": 3}


def test_a_document_without_number_is_known_by_its_date_and_line_and_never_merges() -> None:
    book = book_of("""
        2026-01-01 Foo | a
            assets:receivable:foo    1 EUR
            income:sales

        2026-01-01 Foo | a
            assets:receivable:foo    1 EUR
            income:sales
    """)
    assert open_of(book) == {"2026-01-01 snippet.journal:2": 1, "2026-01-01 snippet.journal:6": 1}


def test_two_customers_may_have_the_same_number() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-01-01 (1) Bar | a
            assets:receivable:bar    200 EUR
            income:sales

        2026-02-01 Bar | transfer
            assets:bank    200 EUR
            assets:receivable:bar    -200 EUR  ; inv:1
    """
    book = book_of(text)
    assert [(item.customer, item.open) for item in book.open_items()] == [("foo", 100)]
    assert codes_of(text) == []


def test_a_number_is_unique_within_a_currency() -> None:
    book = book_of("""
        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            assets:receivable:foo    110 USD
            income:sales   -100 EUR
            income:sales   -110 USD

        2026-02-01 Foo | transfer
            assets:bank    110 USD
            assets:receivable:foo    -110 USD  ; inv:1
    """)
    assert [(item.currency, item.open) for item in book.open_items()] == [("EUR", 100)]


def test_each_posting_with_its_own_due_date_is_an_instalment() -> None:
    assert instalments_of(book_of(PLAN)) == [("1", "2026-02-01", 100), ("1", "2026-03-01", 100)]


def test_terms_in_parts_make_instalments_with_the_remainder_on_the_last() -> None:
    book = book_of("""
        2026-01-01 (1) Foo | a  ; terms:30/60/90
            assets:receivable:foo    100.00 EUR
            income:sales
    """)
    assert instalments_of(book) == [
        ("1", "2026-01-31", D("33.33")),
        ("1", "2026-03-02", D("33.33")),
        ("1", "2026-04-01", D("33.34")),
    ]


def test_instalments_in_a_currency_without_decimals_are_whole() -> None:
    book = book_of("""
        decimal-mark .
        2026-01-01 (1) Foo | a  ; terms:30/60/90
            assets:receivable:foo    100 VND
            income:sales
    """)
    assert [opened for *_, opened in instalments_of(book)] == [33, 33, 34]


def test_an_amount_too_small_for_its_instalments_is_one_item() -> None:
    book = book_of("""
        2026-01-01 (1) Foo | a  ; terms:30/60/90
            assets:receivable:foo    0.01 EUR
            income:sales
    """)
    assert instalments_of(book) == [("1", "2026-04-01", D("0.01"))]


def test_two_postings_of_one_invoice_due_on_one_day_are_one_item() -> None:
    book = book_of("""
        2026-01-01 (1) Foo | a
            assets:receivable:foo    60 EUR
            assets:receivable:foo    40 EUR
            income:sales
    """)
    assert instalments_of(book) == [("1", "2026-01-01", 100)]


def test_a_payment_fills_the_instalments_in_order_of_due_date() -> None:
    book = book_of(PLAN + payment("2026-02-01", 130, "inv:1"))
    assert instalments_of(book) == [("1", "2026-02-01", 0), ("1", "2026-03-01", 70)]


def test_a_bounced_payment_reopens_the_old_debt_at_its_old_age() -> None:
    book = book_of(
        PLAN + payment("2026-02-01", 100, "inv:1", "(R1)") + bounce("2026-02-09", 100, "1")
    )
    assert instalments_of(book) == [("1", "2026-02-01", 100), ("1", "2026-03-01", 100)]


def test_what_was_settled_last_is_reopened_first() -> None:
    paid = PLAN + payment("2026-02-01", 100, "inv:1") + payment("2026-03-01", 100, "inv:1")
    once = paid + bounce("2026-03-09", 130, "1")
    assert instalments_of(book_of(once)) == [("1", "2026-02-01", 30), ("1", "2026-03-01", 100)]


def test_a_second_bounce_reopens_what_the_first_did_not() -> None:
    paid = PLAN + payment("2026-02-01", 100, "inv:1") + payment("2026-03-01", 100, "inv:1")
    twice = paid + bounce("2026-03-09", 100, "1") + bounce("2026-03-10", 100, "1")
    assert instalments_of(book_of(twice)) == [("1", "2026-02-01", 100), ("1", "2026-03-01", 100)]


def test_a_bounce_of_a_bounce_comes_out_even() -> None:
    """Paid, bounced, paid again, bounced again: the debt is open once, at its old age."""
    text = (
        "2026-01-05 (1) Foo | goods\n    assets:receivable:foo    100 EUR\n    income:sales\n"
        "\n2026-02-01 (R1) Foo | cheque\n    assets:bank    100 EUR\n    assets:receivable:foo\n"
        "\n2026-02-05 Foo | back\n    assets:receivable:foo    100 EUR  ; inv:R1\n    assets:bank\n"
        "\n2026-02-09 (R2) Foo | cheque\n    assets:bank    100 EUR\n    assets:receivable:foo\n"
        "\n2026-02-12 Foo | back\n    assets:receivable:foo    100 EUR  ; inv:R2\n    assets:bank\n"
    )
    book = book_of(text)
    assert instalments_of(book) == [("1", "2026-01-05", 100)]
    assert on_account(book) == {}
    assert codes_of(text) == []


def test_a_debit_that_names_a_payment_undoes_its_allocations_newest_first() -> None:
    text = PLAN + payment("2026-02-01", 150, "", "(R1)") + bounce("2026-02-09", 60, "R1")
    book = book_of(text)
    assert instalments_of(book) == [("1", "2026-02-01", 10), ("1", "2026-03-01", 100)]
    undone = [a for a in allocated(book) if a[2] < 0]
    assert sorted(undone, key=lambda a: a[2]) == [
        ("R1", "1", -50, "2026-02-09", "bounce"),
        ("R1", "1", -10, "2026-02-09", "bounce"),
    ]


def test_a_bounce_is_effective_from_its_own_date() -> None:
    text = PLAN + payment("2026-02-01", 100, "", "(R1)") + bounce("2026-02-09", 100, "R1")
    assert open_of(book_of(text, "2026-02-08")) == {"1": 100}
    assert open_of(book_of(text, "2026-02-09")) == {"1": 200}


def test_a_bounce_takes_what_is_on_account_before_what_was_applied() -> None:
    text = PLAN + payment("2026-03-01", 250, "", "(R1)") + bounce("2026-03-09", 70, "R1")
    book = book_of(text)
    assert open_of(book) == {"1": 20}
    assert on_account(book) == {}


def test_a_bounce_of_a_payment_less_discount_takes_back_the_money_first() -> None:
    text = """
        2026-01-05 (1) Foo | goods
            assets:receivable:foo    100 EUR
            income:sales

        2026-01-10 (R1) Foo | less discount
            assets:bank    97 EUR
            expenses:discounts    3 EUR
            assets:receivable:foo    -100 EUR

        2026-01-15 Foo | came back
            assets:receivable:foo    97 EUR  ; inv:R1
            assets:bank
    """
    taken = {
        credit.kind: sum(part for _, part, _ in credit.taken) for credit in book_of(text).credits
    }
    assert taken == {"payment": 97, "discount": 0}


def test_more_than_a_payment_was_worth_cannot_be_taken_back_in_silence() -> None:
    text = PLAN + payment("2026-02-01", 100, "", "(R1)") + bounce("2026-02-09", 150, "R1")
    assert codes_of(text) == ["taken-back-too-much"]
    assert sum(open_of(book_of(text)).values()) == 250


def test_a_bounce_of_what_is_not_there_is_a_problem_and_stays_open() -> None:
    text = PLAN + bounce("2026-02-09", 50, "R9")
    problem = problem_of(text, "unknown-document")
    assert "R9" in problem.message
    assert open_of(book_of(text)) == {"1": 200, "R9": 50}


def test_a_further_charge_on_a_number_keeps_the_documents_due_dates_and_is_reported() -> None:
    text = (
        PLAN
        + """
    2026-01-20 (1) Foo | one more carton
        assets:receivable:foo    10 EUR
        income:sales
    """
    )
    assert instalments_of(book_of(text)) == [("1", "2026-02-01", 100), ("1", "2026-03-01", 110)]
    assert codes_of(text) == ["duplicate-number"]


def test_a_further_charge_with_its_own_due_date_is_a_further_instalment() -> None:
    text = (
        PLAN
        + """
    2026-01-20 (1) Foo | one more carton  ; due:2026-04-01
        assets:receivable:foo    10 EUR
        income:sales
    """
    )
    assert instalments_of(book_of(text))[-1] == ("1", "2026-04-01", 10)


def test_a_refund_pays_back_what_is_on_account() -> None:
    text = (
        PLAN
        + payment("2026-03-01", 250, "inv:1", "(R1)")
        + """
    2026-03-09 Foo | sent back
        assets:receivable:foo    50 EUR
        assets:bank
    """
    )
    book = book_of(text)
    assert open_of(book) == {}
    assert on_account(book) == {}


def test_a_refund_before_the_credit_it_pays_back_waits_for_it() -> None:
    text = """
        2026-03-01 Foo | sent back
            assets:receivable:foo    50 EUR
            assets:bank

        2026-03-09 (CN1) Foo | credit note for it
            income:sales    50 EUR
            assets:receivable:foo    -50 EUR
    """
    assert sum(open_of(book_of(text, "2026-03-05")).values()) == 50
    assert open_of(book_of(text)) == {}
    assert on_account(book_of(text)) == {}


def test_a_negative_invoice_is_a_credit_note_with_that_number() -> None:
    text = """
        2026-01-05 (N1) Foo | correction
            assets:receivable:foo    -30 EUR
            income:sales

        2026-01-09 Foo | paid out
            assets:receivable:foo    30 EUR  ; inv:N1
            assets:bank
    """
    assert on_account(book_of(text, "2026-01-05")) == {"N1": 30}
    assert open_of(book_of(text)) == {}
    assert on_account(book_of(text)) == {}


def test_a_recovered_write_off_reopens_the_old_debt() -> None:
    text = """
        2026-01-05 (1) Foo | goods
            assets:receivable:foo    100 EUR
            income:sales

        2026-06-30 (W1) Foo | written off
            expenses:bad debts    100 EUR
            assets:receivable:foo    -100 EUR  ; inv:1

        2026-09-01 Foo | it will be paid after all
            assets:receivable:foo    40 EUR  ; inv:1
            expenses:bad debts
    """
    assert instalments_of(book_of(text)) == [("1", "2026-01-05", 40)]


def test_a_bounced_payment_of_several_documents_reopens_them_all() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-01-02 (2) Foo | b
            assets:receivable:foo    50 EUR
            income:sales

        2026-02-01 Foo | for both
            assets:bank    150 EUR
            assets:receivable:foo    -150 EUR  ; inv:1 2

        2026-02-05 Foo | came back
            assets:receivable:foo    150 EUR  ; {}
            assets:bank
    """
    for named in ("inv:1 2", "inv:2, inv:1"):
        book = book_of(text.format(named))
        assert instalments_of(book) == [("1", "2026-01-01", 100), ("2", "2026-01-02", 50)]
        assert codes_of(text.format(named)) == []


def test_two_payments_given_back_at_once_are_both_undone() -> None:
    text = (
        PLAN
        + payment("2026-02-01", 60, code="(R1)")
        + payment("2026-02-02", 40, code="(R2)")
        + bounce("2026-02-09", 100, "R1 R2")
    )
    assert open_of(book_of(text)) == {"1": 200}
    assert codes_of(text) == []


def test_a_credit_note_reversed_under_its_number_is_undone() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-02-01 (CN1) Foo | credit note
            income:sales    40 EUR
            assets:receivable:foo    -40 EUR  ; inv:1

        2026-02-05 (CN1) Foo | it was a mistake
            assets:receivable:foo    40 EUR
            income:sales
    """
    assert instalments_of(book_of(text)) == [("1", "2026-01-01", 100)]
    assert codes_of(text) == []


def test_an_invoice_reversed_under_its_number_is_settled() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    100 EUR
            income:sales

        2026-01-02 (1) Foo | to the wrong customer
            assets:receivable:foo    -100 EUR
            income:sales
    """
    assert open_of(book_of(text)) == {}
    assert codes_of(text) == []


def test_a_payment_reversed_under_its_number_is_undone() -> None:
    text = (
        PLAN
        + payment("2026-02-01", 100, code="(R1)")
        + """
    2026-02-02 (R1) Foo | to the wrong customer
        assets:bank    -100 EUR
        assets:receivable:foo
    """
    )
    assert open_of(book_of(text)) == {"1": 200}
    assert codes_of(text) == []


def test_a_payment_moved_to_another_customer_on_its_own_day_is_undone() -> None:
    text = (
        PLAN
        + payment("2026-02-01", 100, code="(R1)")
        + """
    2026-02-01 Foo, Bar | it was Bar's
        assets:receivable:foo    100 EUR  ; inv:R1
        assets:receivable:bar    -100 EUR
    """
    )
    book = book_of(text)
    assert [i.open for i in book.open_items()] == [100, 100]
    assert [(c.customer, c.rest) for c in book.unapplied()] == [("bar", 100)]
