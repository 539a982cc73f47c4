"""Disputes: what is disputed of a document, until it is resolved or nothing of it is open.

The figures are worked out by hand from the definition: of a document, the open amount or what
was disputed less what was resolved, whichever is less.
"""

from decimal import Decimal
from typing import Any

import pytest
from tests.ledger.books import D, book_of, codes_of, problem_of

from arledger.ledger.disputes import Dispute, disputed, disputes
from arledger.ledger.model import Book
from arledger.money import exact

OWES = """
    account assets:receivable:foo  ; name:Foo GmbH, rep:linh
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (1) Foo GmbH | goods  ; due:2026-02-04
        assets:receivable:foo    1000.00 EUR
        income:sales
"""


def event(day: str, tags: str, code: str = "", payee: str = "Foo GmbH") -> str:
    return f"\n    {day} ({code}) {payee} | said  ; {tags}\n"


def disputes_it(day: str = "2026-01-20", tags: str = "amount:300.00 EUR", code: str = "") -> str:
    return event(day, f"event:dispute, inv:1, {tags}", code)


def resolves_it(day: str = "2026-02-10", tags: str = "outcome:credited", code: str = "") -> str:
    return event(day, f"event:resolve, inv:1, {tags}", code)


def pays(day: str, amount: str, tags: str = "inv:1", against: str = "assets:bank") -> str:
    return f"""
    {day} Foo GmbH | transfer
        {against}    {amount}
        assets:receivable:foo  -{amount}  ; {tags}
    """


def invoice(number: str, amount: str, day: str = "2026-01-06", who: str = "foo") -> str:
    return f"""
    {day} ({number}) {who} | goods
        assets:receivable:{who}    {amount}
        income:sales
    """


def judged(book: Book) -> list[Dispute]:
    with exact():
        return disputes(book)


def only(text: str, as_of: str = "2026-06-30", **how: Any) -> Dispute:
    (found,) = judged(book_of(text, as_of, **how))
    return found


def told(text: str, as_of: str = "2026-06-30", **how: Any) -> list[tuple[Any, ...]]:
    """(day opened, amount, open, outcome, day closed) of each dispute."""
    return [
        (f"{one.event.date:%m-%d}", one.amount, one.open, one.outcome, _day(one))
        for one in judged(book_of(text, as_of, **how))
    ]


def _day(one: Dispute) -> str:
    return f"{one.closed:%m-%d}" if one.closed else ""


def parts(text: str, as_of: str = "2026-06-30", **how: Any) -> dict[str, Decimal]:
    """What is disputed of each open instalment, by number and due date."""
    book = book_of(text, as_of, **how)
    with exact():
        found = disputed(book)
    items = {id(item): f"{item.label} {item.due:%m-%d}" for item in book.items}
    return {items[key]: amount for key, amount in found.items()}


# -- how much ------------------------------------------------------------------------------------


def test_a_part_of_an_invoice_is_disputed_from_its_day_on() -> None:
    text = OWES + disputes_it()
    assert told(text, "2026-01-19") == []
    assert told(text, "2026-01-20") == [("01-20", 300, 300, "", "")]
    assert parts(text) == {"1 02-04": 300}


def test_without_an_amount_all_that_is_open_is_disputed() -> None:
    text = OWES + pays("2026-01-10", "400.00 EUR") + disputes_it(tags="cause:goods")
    assert told(text) == [("01-20", 600, 600, "", "")]


def test_all_that_is_open_is_what_is_left_when_the_day_is_over() -> None:
    """The customer pays what it does not object to, and says so on the same day."""
    text = OWES + disputes_it(tags="") + pays("2026-01-20", "700.00 EUR")
    assert told(text) == [("01-20", 300, 300, "", "")]


def test_never_is_more_disputed_than_is_open() -> None:
    text = OWES + disputes_it(tags="amount:5000.00 EUR")
    assert told(text) == [("01-20", 5000, 1000, "", "")]
    assert parts(text) == {"1 02-04": 1000}


def test_what_is_not_disputed_is_paid_first() -> None:
    text = OWES + disputes_it()
    assert told(text + pays("2026-02-01", "600.00 EUR"))[0][2] == 300
    assert told(text + pays("2026-02-01", "800.00 EUR"))[0][2] == 200


def test_a_dispute_ends_when_nothing_is_left_open_of_its_invoice() -> None:
    text = OWES + disputes_it() + pays("2026-03-01", "1000.00 EUR")
    assert told(text) == [("01-20", 300, 0, "settled", "03-01")]
    assert told(text, "2026-02-28") == [("01-20", 300, 300, "", "")]
    assert parts(text) == {}


def test_a_bounced_payment_brings_a_dispute_back() -> None:
    text = OWES + disputes_it() + pays("2026-03-01", "1000.00 EUR")
    text += """
    2026-03-10 Foo GmbH | returned
        assets:receivable:foo    1000.00 EUR  ; inv:1
        assets:bank
    """
    assert told(text, "2026-03-09") == [("01-20", 300, 0, "settled", "03-01")]
    assert told(text) == [("01-20", 300, 300, "", "")]


def test_a_credit_note_leaves_the_rest_disputed_until_somebody_says_what_it_was_for() -> None:
    text = OWES + disputes_it() + pays("2026-02-09", "300.00 EUR", against="income:sales")
    assert told(text) == [("01-20", 300, 300, "", "")]
    assert told(text + resolves_it()) == [("01-20", 300, 0, "credited", "02-10")]


# -- how it ends ---------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["credited", "rejected", "withdrawn"])
def test_a_dispute_is_resolved(outcome: str) -> None:
    text = OWES + disputes_it() + resolves_it(tags=f"outcome:{outcome}")
    assert told(text, "2026-02-09") == [("01-20", 300, 300, "", "")]
    assert told(text) == [("01-20", 300, 0, outcome, "02-10")]
    assert parts(text) == {}


def test_nobody_need_say_how_it_was_resolved() -> None:
    assert told(OWES + disputes_it() + resolves_it(tags=""))[0][3:] == ("resolved", "02-10")


def test_a_part_may_be_resolved_and_each_part_in_its_own_way() -> None:
    text = OWES + disputes_it() + resolves_it(tags="amount:100.00 EUR, outcome:Credited")
    assert told(text) == [("01-20", 300, 200, "", "")]
    text += resolves_it("2026-02-20", "outcome:rejected")
    assert told(text) == [("01-20", 300, 0, "credited, rejected", "02-20")]


def test_more_than_was_disputed_cannot_be_resolved() -> None:
    """What a settlement is too much by does not wait for the next dispute."""
    text = OWES + disputes_it() + resolves_it(tags="amount:900.00 EUR")
    text += disputes_it("2026-03-01", "amount:50.00 EUR")
    assert [row[2] for row in told(text)] == [0, 50]


def test_an_invoice_may_be_disputed_again() -> None:
    text = OWES + disputes_it() + resolves_it() + disputes_it("2026-03-01", "")
    assert told(text) == [
        ("01-20", 300, 0, "credited", "02-10"),
        ("03-01", 1000, 1000, "", ""),
    ]


def test_several_disputes_add_up_and_are_resolved_oldest_first() -> None:
    text = OWES + disputes_it() + disputes_it("2026-01-25", "amount:200.00 EUR")
    assert [row[2] for row in told(text)] == [300, 200]
    text += resolves_it(tags="amount:350.00 EUR")
    assert [row[2] for row in told(text)] == [0, 150]
    assert parts(text) == {"1 02-04": 150}


def test_together_they_are_no_more_than_what_is_open() -> None:
    text = OWES + disputes_it(tags="amount:800.00 EUR") + disputes_it("2026-01-25", "")
    assert told(text) == [("01-20", 800, 800, "", ""), ("01-25", 1000, 200, "", "")]
    assert parts(text) == {"1 02-04": 1000}
    text += resolves_it(tags="amount:800.00 EUR")
    assert [row[2] for row in told(text)] == [0, 1000]


def test_a_settlement_with_the_code_of_a_dispute_is_for_that_one() -> None:
    text = OWES + disputes_it(code="D-1") + disputes_it("2026-01-25", "amount:200.00 EUR", "D-2")
    text += resolves_it(code="d-2")
    assert told(text) == [
        ("01-20", 300, 300, "", ""),
        ("01-25", 200, 0, "credited", "02-10"),
    ]


def test_on_one_day_disputes_come_before_settlements_and_parts_before_the_whole() -> None:
    text = OWES + resolves_it("2026-01-20", "outcome:rejected")
    text += resolves_it("2026-01-20", "amount:100.00 EUR, outcome:credited") + disputes_it()
    assert told(text) == [("01-20", 300, 0, "credited, rejected", "01-20")]


def test_what_was_resolved_before_is_disputed_all_the_same() -> None:
    text = OWES + resolves_it("2026-01-19") + disputes_it()
    assert told(text) == [("01-20", 300, 300, "", "")]


# -- which document ------------------------------------------------------------------------------


def test_a_dispute_may_come_before_its_invoice() -> None:
    text = OWES + event("2026-01-20", "event:dispute, inv:9, customer:foo, amount:40.00 EUR")
    text += event("2026-01-20", "event:dispute, inv:9, customer:foo, cause:goods")
    text += invoice("9", "70.00 EUR", "2026-03-01")
    assert told(text, "2026-02-28") == [("01-20", 0, 0, "", ""), ("01-20", 40, 0, "", "")]
    assert told(text) == [("01-20", 40, 40, "", ""), ("01-20", 70, 30, "", "")]


def test_it_may_be_resolved_before_there_is_an_invoice() -> None:
    text = OWES + event("2026-01-20", "event:dispute, inv:9, customer:foo")
    text += event("2026-02-01", "event:resolve, inv:9, customer:foo, outcome:withdrawn")
    assert told(text) == [("01-20", 0, 0, "withdrawn", "02-01")]
    text += invoice("9", "70.00 EUR", "2026-03-01")
    assert told(text) == [("01-20", 70, 0, "withdrawn", "02-01")]


def test_of_instalments_the_first_due_is_disputed_first() -> None:
    text = """
    2026-01-05 (7) Foo GmbH | goods
        assets:receivable:foo    500.00 EUR  ; due:2026-03-01
        assets:receivable:foo    500.00 EUR  ; due:2026-02-01
        income:sales

    2026-01-20 Foo GmbH | wrong  ; event:dispute, inv:7, amount:600.00 EUR
    """
    assert parts(text) == {"7 02-01": 500, "7 03-01": 100}


def test_an_extension_changes_what_is_first_due_and_nothing_of_a_dispute() -> None:
    text = OWES + disputes_it() + event("2026-01-25", "event:extend, inv:1, due:2026-04-01")
    assert parts(text, "2026-01-24") == {"1 02-04": 300}
    assert parts(text) == {"1 04-01": 300}
    assert told(text) == [("01-20", 300, 300, "", "")]


def test_a_number_in_two_currencies_is_disputed_in_that_of_the_amount_or_in_both() -> None:
    text = OWES + invoice("1", "80.00 USD")
    assert {o.document[1]: o.open for o in judged(book_of(text + disputes_it()))} == {"EUR": 300}
    both = text + disputes_it(tags="")
    assert {o.document[1]: o.open for o in judged(book_of(both))} == {"EUR": 1000, "USD": 80}
    both += resolves_it(tags="amount:80.00 USD")
    assert {o.document[1]: o.open for o in judged(book_of(both))} == {"EUR": 1000, "USD": 0}
    both += resolves_it(tags="")
    assert {o.document[1]: o.open for o in judged(book_of(both))} == {"EUR": 0, "USD": 0}


def test_a_document_of_another_customer_is_not_disputed() -> None:
    text = OWES + invoice("2", "80.00 EUR", who="bar")
    text += event("2026-01-20", "event:dispute, inv:2, customer:foo")
    assert parts(text) == {}
    assert codes_of(text) == ["unknown-document"]


def test_a_number_of_two_customers_is_disputed_when_the_event_says_whose() -> None:
    text = OWES + invoice("1", "80.00 EUR", who="bar")
    unsaid = text + event("2026-01-20", "event:dispute, inv:1", payee="somebody")
    assert told(unsaid) == []
    assert codes_of(unsaid) == ["ambiguous-document"]
    said = text + event("2026-01-20", "event:dispute, inv:1, customer:bar", payee="somebody")
    assert told(said) == [("01-20", 80, 80, "", "")]


def test_we_dispute_the_bills_of_suppliers_in_the_same_way() -> None:
    text = """
    2026-01-05 (B-7) Mill | wood
        expenses:wood    900.00 EUR
        liabilities:payable:mill

    2026-01-20 Mill | wet  ; event:dispute, inv:B-7, amount:100.00 EUR, cause:goods
    """
    assert told(text, side="payable") == [("01-20", 100, 100, "", "")]
    assert told(text) == []


def test_a_bill_of_who_is_a_customer_too_is_disputed_on_one_side_only() -> None:
    """Nobody waits for an invoice of that number: it is a bill."""
    text = (
        OWES
        + """
    2026-01-06 (B-7) Foo GmbH | wood
        expenses:wood    900.00 EUR
        liabilities:payable:foo

    2026-01-20 Foo GmbH | wet  ; event:dispute, inv:B-7
    """
    )
    assert told(text, side="payable") == [("01-20", 900, 900, "", "")]
    assert told(text) == []


# -- what cannot be judged -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("event:dispute, inv:1, amount:0", "bad-dispute"),
        ("event:dispute, inv:1, amount:-5.00 EUR", "bad-dispute"),
        ("event:dispute, inv:1, amount:5.00 USD", "dispute-currency"),
        ("event:resolve, inv:1", "unknown-dispute"),
        ("event:resolve, inv:1, amount:-5.00 EUR", "bad-dispute"),
    ],
)
def test_what_disputes_or_resolves_nothing_is_told_of(tags: str, code: str) -> None:
    text = OWES + event("2026-01-20", tags)
    problem = problem_of(text, code)
    assert problem.span is not None
    assert (problem.span.line, bool(problem.help)) == (8, True)
    assert codes_of(text) == [code]
    assert parts(text) == {}


def test_a_dispute_of_the_same_day_can_be_resolved_a_later_one_cannot() -> None:
    assert codes_of(OWES + resolves_it("2026-01-20") + disputes_it()) == []
    assert codes_of(OWES + resolves_it("2026-01-19") + disputes_it()) == ["unknown-dispute"]


def test_balances_and_ages_are_none_of_a_disputes_business() -> None:
    plain, contested = book_of(OWES), book_of(OWES + disputes_it())
    assert [(i.open, i.due) for i in plain.items] == [(i.open, i.due) for i in contested.items]
    assert contested.control == {("assets:receivable:foo", "EUR"): D("1000.00")}
