"""Entries that move money between the documents of one customer, and the one we propose."""

from tests.ledger.books import (
    allocated,
    book_of,
    codes_of,
    kinds_of,
    on_account,
    open_of,
    problem_of,
    read,
)

PAID = """
    2026-01-01 (1) Foo | a
        assets:receivable:foo    500 EUR
        income:sales

    2026-01-02 (7) Foo | b
        assets:receivable:foo    500 EUR
        income:sales

    2026-02-01 (R1) Foo | transfer
        assets:bank    500 EUR
        assets:receivable:foo    -500 EUR  ; inv:1
"""


def moving(day: str, taken: str, given: str, amount: int = 500) -> str:
    return f"""
    {day} Foo | meant for another
        assets:receivable:foo    {amount} EUR  ; inv:{taken}
        assets:receivable:foo    -{amount} EUR  ; inv:{given}
    """


def test_an_entry_moves_money_from_one_document_to_another() -> None:
    text = PAID + moving("2026-03-01", "1", "7", 200)
    book = book_of(text)
    assert open_of(book) == {"1": 200, "7": 300}
    assert on_account(book) == {}
    assert codes_of(text) == []


def test_an_entry_moves_money_from_a_receipt_to_a_document() -> None:
    text = PAID + moving("2026-03-01", "R1", "7", 200)
    book = book_of(text)
    assert open_of(book) == {"1": 200, "7": 300}
    assert sorted(a[2] for a in allocated(book)) == [-200, 200, 500]


def test_it_takes_the_receipts_unapplied_rest_first() -> None:
    text = PAID.replace("bank    500 EUR", "bank    600 EUR").replace("-500 EUR", "-600 EUR")
    assert on_account(book_of(text)) == {"R1": 100}
    moved = book_of(text + moving("2026-03-01", "R1", "7", 150))
    assert open_of(moved) == {"1": 50, "7": 350}
    assert on_account(moved) == {}


def test_moving_is_neither_cash_nor_sale_nor_a_bounce() -> None:
    text = PAID + moving("2026-03-01", "R1", "7")
    assert {kind for kind, _ in kinds_of(book_of(text))[3:]} == {"reallocation"}


def test_moving_takes_effect_on_its_date() -> None:
    text = PAID + moving("2026-03-01", "1", "7")
    assert open_of(book_of(text, "2026-02-28")) == {"7": 500}
    assert open_of(book_of(text, "2026-03-01")) == {"1": 500}


def test_moving_back_and_forth_comes_out_even() -> None:
    text = PAID + moving("2026-03-01", "1", "7") + moving("2026-03-02", "7", "1")
    assert open_of(book_of(text)) == {"7": 500}


def test_moving_to_a_document_that_appears_later_waits_for_it() -> None:
    text = (
        PAID
        + moving("2026-03-01", "1", "9")
        + """
    2026-04-01 (9) Foo | c
        assets:receivable:foo    500 EUR
        income:sales
    """
    )
    assert open_of(book_of(text, "2026-03-31")) == {"1": 500, "7": 500}
    assert open_of(book_of(text)) == {"1": 500, "7": 500}


def test_moving_from_what_is_not_there_is_a_problem() -> None:
    text = PAID + moving("2026-03-01", "8", "7")
    assert "8" in problem_of(text, "unknown-document").message


def test_a_transfer_to_another_customer_is_no_moving() -> None:
    text = (
        PAID
        + """
    2026-03-01 (T1) Foo, Bar | Bar takes it over
        assets:receivable:bar    500 EUR  ; inv:7, due:2026-05-01
        assets:receivable:foo    -500 EUR  ; inv:7
    """
    )
    book = book_of(text)
    assert [(i.customer, i.number, i.open) for i in book.open_items()] == [("bar", "7", 500)]
    assert {m.kind for m in book.movements if m.date.month == 3} == {"transfer"}
    assert codes_of(text) == []


def test_a_debt_set_off_against_what_we_owe_is_a_contra_on_both_sides() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    500 EUR
            income:sales

        2026-01-02 (B1) Foo | their bill
            expenses:goods    300 EUR
            liabilities:payable:foo

        2026-02-01 (K1) Foo | set off
            liabilities:payable:foo    300 EUR  ; inv:B1
            assets:receivable:foo    -300 EUR  ; inv:1
    """
    owed, owing = book_of(text), book_of(text, side="payable")
    assert (open_of(owed), open_of(owing)) == ({"1": 200}, {})
    assert kinds_of(owed)[-1][0] == kinds_of(owing)[-1][0] == "contra"


# -- the entry an overpayment proposes -----------------------------------------------------------


def proposed(text: str, **how: object) -> str:
    """The entry in the help of the overpayment, ready to be added."""
    lines = problem_of(text, "overpaid", **how).help.splitlines()[1:]  # type: ignore[arg-type]
    return "\n" + "\n".join("    " + line for line in lines) + "\n"


OVERPAID = """
    2026-01-01 (1) Foo | a
        assets:receivable:foo    500 EUR
        income:sales

    2026-01-02 (7) Foo | b
        assets:receivable:foo    500 EUR
        income:sales

    2026-02-01 {code} Foo | transfer
        assets:bank    600 EUR
        assets:receivable:foo    -600 EUR  ; {tags}
"""


def assert_the_entry_moves_it(text: str, number: str = "7", **how: object) -> None:
    moved = text + proposed(text, **how).replace("NUMBER", number)
    book, problems = read(moved, **how)  # type: ignore[arg-type]
    assert problems == []
    assert open_of(book) == {number: 400}
    assert on_account(book) == {}


def test_the_proposed_entry_takes_it_from_the_receipt() -> None:
    assert_the_entry_moves_it(OVERPAID.format(code="(R1)", tags="inv:1"))


def test_the_proposed_entry_works_for_a_payment_without_number() -> None:
    assert_the_entry_moves_it(OVERPAID.format(code="", tags="inv:1"))


def test_the_proposed_entry_works_for_a_payment_by_code() -> None:
    assert_the_entry_moves_it(OVERPAID.format(code="(1)", tags=""))


def test_the_proposed_entry_works_for_a_code_that_is_another_documents_number() -> None:
    assert_the_entry_moves_it(OVERPAID.format(code="(7)", tags="inv:1"))


def test_the_proposed_entry_is_dated_when_there_was_something_to_move() -> None:
    text = """
        2026-01-01 Foo | too early
            assets:bank    600 EUR
            assets:receivable:foo    -600 EUR  ; inv:1

        2026-03-01 (1) Foo | a
            assets:receivable:foo    500 EUR
            income:sales

        2026-03-02 (7) Foo | b
            assets:receivable:foo    500 EUR
            income:sales
    """
    assert_the_entry_moves_it(text)


def test_the_proposed_entry_names_a_customer_that_a_tag_tells() -> None:
    text = OVERPAID.format(code="(R1)", tags="inv:1")
    text = text.replace("receivable:foo ", "receivable ")
    tagged = "\n".join(
        line + "  ; customer:foo" if line.strip().startswith("2026") else line
        for line in text.splitlines()
    )
    assert_the_entry_moves_it(tagged)


def test_the_proposed_entry_has_the_signs_of_payables() -> None:
    text = OVERPAID.format(code="(R1)", tags="inv:1")
    text = text.replace("assets:receivable:foo    -", "liabilities:payable:foo    ")
    text = text.replace("assets:receivable:foo    ", "liabilities:payable:foo    -")
    text = text.replace("assets:bank    ", "assets:bank    -").replace("income:sales", "expenses:a")
    assert_the_entry_moves_it(text, side="payable")


def test_the_proposed_entry_is_written_as_the_journal_writes_amounts() -> None:
    text = "    decimal-mark ,\n" + OVERPAID.format(code="(R1)", tags="inv:1").replace(
        " EUR", ",00 EUR"
    )
    assert "100,00 EUR" in proposed(text)
    assert_the_entry_moves_it(text)
