"""Promises to pay: which money counts, and what became of each, as of any day.

The figures are worked out by hand from the definition (made … promised + grace, both included;
95 %), not taken from the program.
"""

from datetime import date, timedelta
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from tests.ledger.books import book_of, codes_of, instalments_of, open_of, policy_of

from arledger.ledger.model import Book
from arledger.measures.promises import judgments
from arledger.measures.promises_verdict import Judgment
from arledger.money import exact

OWES = """
    account assets:receivable:foo  ; name:Foo GmbH

    2024-05-20 (INV-1) Foo GmbH | goods
        assets:receivable:foo    10000.00 EUR
        income:sales
"""


def judged(book: Book) -> list[Judgment]:
    with exact():
        return judgments(book)


def told(text: str, as_of: str, **how: Any) -> list[tuple[str, str, Decimal]]:
    """(number and day promised, state, paid) of each promise."""
    return [
        (f"{j.promise.number} {j.promise.promised:%m-%d}", j.state, j.paid)
        for j in judged(book_of(text, as_of, **how))
    ]


def only(text: str, as_of: str, **how: Any) -> Judgment:
    (found,) = judged(book_of(text, as_of, **how))
    return found


def promise(
    amount: str,
    day: str,
    made: str = "2024-06-03",
    code: str = "PR-1",
    tags: str = "inv:INV-1",
    below: str = "foo",
) -> str:
    return f"""
    {made} ({code}) Foo GmbH | said  ; {tags}
        (promise:{below})    {amount}  ; date:{day}
    """


def pays(day: str, amount: str, tags: str = "inv:INV-1", code: str = "R") -> str:
    code = f"{code}-{day}"
    return f"""
    {day} ({code}) Foo GmbH | transfer
        assets:bank    {amount}
        assets:receivable:foo  -{amount}  ; {tags}
    """


def invoice(number: str, amount: str, day: str = "2024-05-21") -> str:
    return f"""
    {day} ({number}) Foo GmbH | goods
        assets:receivable:foo    {amount}
        income:sales
    """


FRIDAY = OWES + promise("10000.00 EUR", "2024-06-07")


# -- the published figures ---------------------------------------------------------------------


def test_the_worked_example_is_kept_with_95_percent_on_the_last_day_of_grace() -> None:
    """10,000 for Friday 2024-06-07, grace 2, threshold 95 %: 9,500 on 06-09 keep it."""
    found = only(FRIDAY + pays("2024-06-09", "9500.00 EUR"), "2024-06-09")
    assert (found.state, found.paid, str(found.settled_on)) == ("kept", 9500, "2024-06-09")


def test_the_worked_example_without_money_is_broken_from_the_day_after_grace() -> None:
    assert only(FRIDAY, "2024-06-09").state == "open"
    found = only(FRIDAY, "2024-06-10")
    assert (found.state, found.paid, str(found.broke_on)) == ("broken", 0, "2024-06-10")


def test_a_cent_less_than_the_threshold_keeps_in_part() -> None:
    text = FRIDAY + pays("2024-06-09", "9499.99 EUR")
    assert told(text, "2024-06-09") == [("PR-1 06-07", "open", Decimal("9499.99"))]
    assert told(text, "2024-06-10") == [("PR-1 06-07", "partially-kept", Decimal("9499.99"))]


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({"grace": 1}, "broken"),
        ({"grace": 3, "threshold": Decimal(96)}, "partially-kept"),
        ({"threshold": Decimal("95.01")}, "partially-kept"),
        ({"threshold": Decimal(94)}, "kept"),
    ],
)
def test_grace_and_threshold_are_the_policys(keys: dict[str, Any], state: str) -> None:
    text = FRIDAY + pays("2024-06-09", "9500.00 EUR")
    assert only(text, "2024-06-30", policy=policy_of(promise=keys)).state == state


# -- the window --------------------------------------------------------------------------------


def test_money_of_the_day_it_was_made_counts() -> None:
    found = only(FRIDAY + pays("2024-06-03", "10000.00 EUR"), "2024-06-03")
    assert (found.state, str(found.settled_on)) == ("kept", "2024-06-03")


def test_money_from_before_it_was_made_does_not_count() -> None:
    text = FRIDAY + pays("2024-06-02", "4000.00 EUR") + pays("2024-06-05", "1000.00 EUR")
    found = only(text, "2024-06-30")
    assert (found.state, found.wanted, found.paid) == ("partially-kept", 6000, 1000)


def test_part_payments_over_several_days_add_up_and_the_last_one_keeps_it() -> None:
    text = FRIDAY + "".join(
        pays(f"2024-06-0{day}", amount)
        for day, amount in ((4, "3000.00 EUR"), (6, "3000.00 EUR"), (8, "3500.00 EUR"))
    )
    assert told(text, "2024-06-07") == [("PR-1 06-07", "open", 6000)]
    found = only(text, "2024-06-08")
    assert (found.state, found.paid, str(found.settled_on)) == ("kept", 9500, "2024-06-08")


def test_full_payment_later_leaves_it_broken_and_says_when_it_was_made_good() -> None:
    text = FRIDAY + pays("2024-06-20", "10000.00 EUR")
    assert only(text, "2024-06-19").settled_on is None
    found = only(text, "2024-06-20")
    assert (found.state, found.paid, str(found.settled_on)) == ("broken", 0, "2024-06-20")


def test_a_promise_without_a_day_of_its_own_is_for_the_day_it_was_made() -> None:
    text = OWES + "\n    2024-06-03 (PR-1) x  ; inv:INV-1\n        (promise:foo)    5 EUR\n"
    assert only(text, "2024-06-05").state == "open"
    assert only(text, "2024-06-06").state == "broken"


# -- what counts -------------------------------------------------------------------------------


def test_a_credit_note_is_no_cash_and_lowers_what_was_to_be_paid() -> None:
    text = (
        FRIDAY
        + """
    2024-06-04 (CN-1) Foo GmbH | returned
        income:sales    6000.00 EUR
        assets:receivable:foo  -6000.00 EUR  ; inv:INV-1
    """
    )
    found = only(text, "2024-06-10")
    assert (found.state, found.wanted, found.paid) == ("broken", 4000, 0)
    found = only(text + pays("2024-06-05", "4000.00 EUR"), "2024-06-10")
    assert (found.state, found.wanted, found.paid) == ("kept", 4000, 4000)


def test_a_promise_wholly_credited_has_nothing_left_to_keep() -> None:
    text = (
        FRIDAY
        + """
    2024-06-04 (CN-1) Foo GmbH | returned
        income:sales    10000.00 EUR
        assets:receivable:foo  -10000.00 EUR  ; inv:INV-1
    """
    )
    assert only(text, "2024-06-03").state == "open"
    found = only(text, "2024-06-30")
    assert (found.state, found.is_moot, str(found.settled_on)) == ("kept", True, "2024-06-04")


def test_a_credit_note_after_the_window_changes_no_verdict() -> None:
    text = (
        FRIDAY
        + """
    2024-06-20 (CN-1) Foo GmbH | returned
        income:sales    10000.00 EUR
        assets:receivable:foo  -10000.00 EUR  ; inv:INV-1
    """
    )
    found = only(text, "2024-06-30")
    assert (found.state, found.wanted, str(found.settled_on)) == ("broken", 10000, "2024-06-20")


def test_a_promise_on_a_document_paid_already_has_nothing_left_to_keep() -> None:
    text = OWES + pays("2024-06-01", "10000.00 EUR") + promise("10000.00 EUR", "2024-06-07")
    found = only(text, "2024-06-30")
    assert (found.state, found.is_moot, str(found.settled_on)) == ("kept", True, "2024-06-03")


def test_more_than_is_open_cannot_be_asked_for() -> None:
    text = OWES + promise("25000.00 EUR", "2024-06-07")
    found = only(text, "2024-06-04")
    assert (found.state, found.wanted, found.left) == ("open", 10000, 10000)
    assert only(text + pays("2024-06-05", "10000.00 EUR"), "2024-06-05").state == "kept"


def test_money_on_other_documents_does_not_count_unless_the_policy_counts_the_customers() -> None:
    text = FRIDAY + invoice("INV-2", "10000.00 EUR")
    text += pays("2024-06-05", "10000.00 EUR", "inv:INV-2")
    assert only(text, "2024-06-30").state == "broken"
    found = only(text, "2024-06-30", policy=policy_of(promise={"cash": "customer"}))
    assert (found.state, found.paid) == ("kept", 10000)


@pytest.mark.parametrize("tags", ["inv:-", "inv:INV-77"])
def test_money_lying_on_account_counts(tags: str) -> None:
    found = only(FRIDAY + pays("2024-06-05", "10000.00 EUR", tags), "2024-06-05")
    assert (found.state, found.paid) == ("kept", 10000)


def test_money_that_lay_on_account_keeps_counting_when_a_later_invoice_takes_it() -> None:
    """Only an entry may change a verdict, not an invoice written after the window."""
    policy = policy_of(allocation={"order": "exact-amount"})
    text = (
        FRIDAY + pays("2024-06-05", "9600.00 EUR", "") + invoice("INV-9", "9600 EUR", "2024-07-01")
    )
    assert only(text, "2024-06-30", policy=policy).state == "kept"
    assert open_of(book_of(text, "2024-07-31", policy=policy)) == {"INV-1": 10000}
    assert only(text, "2024-07-31", policy=policy).state == "kept"


def test_money_for_a_document_that_appears_later_was_not_for_the_promise() -> None:
    text = FRIDAY + pays("2024-06-05", "10000.00 EUR", "inv:INV-77")
    text += invoice("INV-77", "10000 EUR", "2024-06-06")
    assert only(text, "2024-06-05").state == "kept"
    assert only(text, "2024-06-06").state == "open"


# -- what goes again ---------------------------------------------------------------------------

BOUNCES = {
    "naming the payment": """
    2024-06-20 (C-1) Foo GmbH | cheque returned
        assets:receivable:foo   10000.00 EUR  ; inv:R-2024-06-05
        assets:bank
    """,
    "naming the invoice": """
    2024-06-20 (C-1) Foo GmbH | cheque returned
        assets:receivable:foo   10000.00 EUR  ; inv:INV-1
        assets:bank
    """,
}


@pytest.mark.parametrize("bounce", BOUNCES.values(), ids=BOUNCES.keys())
def test_a_bounce_reopens_the_judgment_from_its_day_on(bounce: str) -> None:
    text = FRIDAY + pays("2024-06-05", "10000.00 EUR") + bounce
    assert only(text, "2024-06-19").state == "kept"
    found = only(text, "2024-06-20")
    assert (found.state, found.paid, found.wanted) == ("broken", 0, 10000)
    assert (found.settled_on, str(found.broke_on)) == (None, "2024-06-20")


@pytest.mark.parametrize("bounce", BOUNCES.values(), ids=BOUNCES.keys())
def test_a_bounce_within_the_window_leaves_it_open(bounce: str) -> None:
    text = FRIDAY + pays("2024-06-05", "10000.00 EUR") + bounce.replace("06-20", "06-07")
    assert told(text, "2024-06-07") == [("PR-1 06-07", "open", 0)]
    assert str(only(text, "2024-06-10").broke_on) == "2024-06-10"
    text += pays("2024-06-08", "10000.00 EUR", code="S")
    assert str(only(text, "2024-06-30").settled_on) == "2024-06-08"


def test_money_on_account_that_was_paid_back_does_not_count() -> None:
    text = (
        FRIDAY
        + pays("2024-06-05", "10000.00 EUR", "inv:-")
        + """
    2024-06-20 Foo GmbH | paid back
        assets:receivable:foo   10000.00 EUR
        assets:bank
    """
    )
    assert only(text, "2024-06-19").state == "kept"
    assert only(text, "2024-06-20").state == "broken"


MOVED = """
    2024-06-20 (MOVE-1) Foo GmbH | meant for the other one
        assets:receivable:foo    10000.00 EUR  ; inv:{taken}
        assets:receivable:foo   -10000.00 EUR  ; inv:{given}
"""


@pytest.mark.parametrize("taken", ["INV-2", "R-2024-06-05"])
def test_money_moved_to_the_item_counts_by_the_day_it_came(taken: str) -> None:
    text = FRIDAY + invoice("INV-2", "10000.00 EUR")
    text += pays("2024-06-05", "10000.00 EUR", "inv:INV-2")
    text += MOVED.format(taken=taken, given="INV-1")
    assert only(text, "2024-06-19").state == "broken"
    found = only(text, "2024-06-20")
    assert (found.state, found.paid, str(found.settled_on)) == ("kept", 10000, "2024-06-05")


@pytest.mark.parametrize("taken", ["INV-1", "R-2024-06-05"])
def test_money_moved_away_from_the_item_no_longer_counts(taken: str) -> None:
    text = FRIDAY + invoice("INV-2", "10000.00 EUR") + pays("2024-06-05", "10000.00 EUR")
    text += MOVED.format(taken=taken, given="INV-2")
    assert only(text, "2024-06-19").state == "kept"
    assert only(text, "2024-06-20").state == "broken"


# -- which items -------------------------------------------------------------------------------


def test_without_a_document_it_is_about_all_that_was_open_when_it_was_made() -> None:
    text = OWES + invoice("INV-2", "500.00 EUR") + invoice("INV-3", "700.00 EUR", "2024-06-04")
    text += pays("2024-06-01", "500.00 EUR", "inv:INV-2")
    text += promise("10000.00 EUR", "2024-06-07", tags="with:Ms Hoa")
    assert only(text, "2024-06-05").named.numbers == ("INV-1",)
    text += pays("2024-06-05", "700.00 EUR", "inv:INV-3")
    assert told(text, "2024-06-10") == [("PR-1 06-07", "broken", 0)]


def test_what_was_paid_on_the_day_it_was_made_was_open_on_that_day() -> None:
    text = OWES + promise("10000.00 EUR", "2024-06-07", tags="with:Ms Hoa")
    text += pays("2024-06-03", "10000.00 EUR")
    assert told(text, "2024-06-03") == [("PR-1 06-07", "kept", 10000)]


def test_a_promise_below_a_documents_number_is_about_that_document() -> None:
    text = OWES + invoice("INV-2", "10000.00 EUR")
    text += promise("10000.00 EUR", "2024-06-07", below="INV-2", tags="with:x")
    assert only(text, "2024-06-03").named.numbers == ("INV-2",)
    assert only(text + pays("2024-06-05", "10000.00 EUR"), "2024-06-30").state == "broken"


def test_a_promise_may_be_posted_below_the_customers_name() -> None:
    assert only(OWES + promise("1 EUR", "2024-06-07", below="Foo GmbH"), "2024-06-03").level == 1


def test_one_promise_may_name_several_documents() -> None:
    text = OWES + invoice("INV-2", "500.00 EUR")
    text += promise("10500.00 EUR", "2024-06-07", tags="inv:INV-1 INV-2")
    text += pays("2024-06-05", "10000.00 EUR") + pays("2024-06-06", "500.00 EUR", "inv:INV-2")
    assert told(text, "2024-06-06") == [("PR-1 06-07", "kept", 10500)]


def test_money_promised_before_there_is_an_invoice_may_come_on_account() -> None:
    text = """
    account assets:receivable:foo  ; name:Foo GmbH
    """ + promise("500.00 EUR", "2024-06-07", tags="with:Ms Hoa")
    assert told(text, "2024-06-10") == [("PR-1 06-07", "broken", 0)]
    text += pays("2024-06-05", "500.00 EUR", "inv:-")
    assert told(text, "2024-06-10") == [("PR-1 06-07", "kept", 500)]


def test_an_invoice_written_after_the_window_excuses_nothing() -> None:
    text = OWES + promise("500.00 EUR", "2024-06-07", tags="inv:INV-9")
    assert told(text, "2024-06-10") == [("PR-1 06-07", "broken", 0)]
    text += invoice("INV-9", "500.00 EUR", "2024-06-20")
    assert told(text, "2024-06-30") == [("PR-1 06-07", "broken", 0)]


def test_while_one_of_its_documents_is_still_to_come_all_that_was_promised_is_wanted() -> None:
    text = OWES + promise("10500.00 EUR", "2024-06-07", tags="inv:INV-1 INV-9")
    assert only(text, "2024-06-05").wanted == 10500
    text += invoice("INV-9", "300.00 EUR", "2024-06-06")
    assert only(text, "2024-06-06").wanted == 10300


def test_in_another_currency_than_its_document_only_money_on_account_can_keep_it() -> None:
    text = OWES + promise("11000.00 USD", "2024-06-07")
    assert told(text, "2024-06-10") == [("PR-1 06-07", "broken", 0)]
    assert only(text, "2024-06-03").named.items == ()
    on_account = text + pays("2024-06-05", "11000.00 USD", "inv:-")
    assert told(on_account, "2024-06-10") == [("PR-1 06-07", "kept", 11000)]


def test_in_another_currency_it_is_not_broken_when_its_document_was_paid_in_the_window() -> None:
    text = OWES + promise("11000.00 USD", "2024-06-07") + pays("2024-06-05", "10000.00 EUR")
    found = only(text, "2024-06-10")
    assert (found.state, found.is_moot) == ("kept", True)


def test_what_we_promised_a_supplier_is_judged_with_the_signs_turned_round() -> None:
    text = """
    2024-05-20 (B-1) Mill | beans
        expenses:goods    400.00 EUR
        liabilities:payable:mill

    2024-06-03 (PR-1) Mill | we said  ; inv:B-1
        (promise:mill)    400.00 EUR  ; date:2024-06-07

    2024-06-06 (T-1) Mill | transfer
        liabilities:payable:mill    400.00 EUR  ; inv:B-1
        assets:bank
    """
    assert told(text, "2024-06-05", side="payable") == [("PR-1 06-07", "open", 0)]
    assert told(text, "2024-06-06", side="payable") == [("PR-1 06-07", "kept", 400)]
    assert told(text, "2024-06-06") == []


def test_a_promise_to_a_supplier_is_nobodys_problem_on_the_other_side() -> None:
    text = """
    account liabilities:payable:mill  ; name:Mill Ltd

    2024-06-03 (PR-1) Mill | we said
        (promise:mill)    -400.00 EUR  ; date:2024-06-07
    """
    assert codes_of(text) == []
    found = only(text, "2024-06-10", side="payable")
    assert (found.state, found.promise.amount) == ("broken", 400)


def test_of_a_supplier_who_is_a_customer_too_negative_amounts_are_what_we_promise() -> None:
    text = (
        OWES
        + """
    account liabilities:payable:foo

    2024-06-03 (OURS) Foo GmbH | both
        (promise:foo)    -400.00 EUR  ; date:2024-06-07
        (promise:foo)     300.00 EUR  ; date:2024-06-07
    """
    )
    assert told(text, "2024-06-10") == [("OURS 06-07", "broken", 0)]
    assert only(text, "2024-06-10").promise.amount == 300
    assert only(text, "2024-06-10", side="payable").promise.amount == 400


# -- plans -------------------------------------------------------------------------------------

PLAN = """
    2024-06-03 (PLAN-3) Foo GmbH | by instalments  ; inv:INV-1
        (promise:foo)    3000.00 EUR  ; date:2024-06-10
        (promise:foo)    4000.00 EUR  ; date:2024-07-10
        (promise:foo)    3000.00 EUR  ; [2024-08-10]
"""


def test_the_instalments_of_a_plan_stand_side_by_side_and_each_cent_serves_one() -> None:
    text = OWES + PLAN + pays("2024-06-08", "5000.00 EUR")
    assert told(text, "2024-06-08") == [
        ("PLAN-3 06-10", "kept", 3000),
        ("PLAN-3 07-10", "open", 2000),
        ("PLAN-3 08-10", "open", 0),
    ]


def test_money_serves_the_instalments_still_to_come_and_what_is_over_makes_a_missed_one_good() -> (
    None
):
    text = OWES + PLAN + pays("2024-07-05", "4500.00 EUR")
    first, second, _ = judged(book_of(text, "2024-07-10"))
    assert (first.state, first.settled_on) == ("broken", None)
    assert (second.state, second.paid) == ("kept", 4000)
    text += pays("2024-07-20", "2500.00 EUR")
    first, _, third = judged(book_of(text, "2024-07-20"))
    assert (third.state, third.paid, first.settled_on) == ("kept", 3000, None)
    first, _, _ = judged(book_of(text + pays("2024-08-01", "3000 EUR"), "2024-08-01"))
    assert (first.state, first.paid, str(first.settled_on)) == ("broken", 0, "2024-08-01")


def test_a_plan_may_cover_several_documents_each_instalment_its_own() -> None:
    text = (
        OWES
        + invoice("INV-2", "500.00 EUR")
        + """
    2024-06-03 (PLAN-4) Foo GmbH | by instalments
        (promise:foo)    10000.00 EUR  ; date:2024-06-10, inv:INV-1
        (promise:foo)      500.00 EUR  ; date:2024-06-10, inv:INV-2
    """
        + pays("2024-06-08", "500.00 EUR", "inv:INV-2")
    )
    assert told(text, "2024-06-30") == [
        ("PLAN-4 06-10", "kept", 500),
        ("PLAN-4 06-10", "broken", 0),
    ]


def test_what_a_credit_note_leaves_of_a_plan_is_all_that_must_be_paid() -> None:
    """3,000 + 4,000 + 3,000 on 10,000, of which 1,500 is credited: the last is 1,500."""
    text = (
        OWES
        + PLAN
        + pays("2024-06-10", "3000.00 EUR")
        + pays("2024-07-10", "4000.00 EUR")
        + """
    2024-07-20 (CN-1) Foo GmbH | returned
        income:sales    1500.00 EUR
        assets:receivable:foo  -1500.00 EUR  ; inv:INV-1
    """
    )
    assert judged(book_of(text, "2024-07-20"))[-1].left == 1500
    text += pays("2024-08-10", "1500.00 EUR")
    assert [state for _, state, _ in told(text, "2024-08-30")] == ["kept", "kept", "kept"]


def test_a_missed_instalment_makes_the_rest_due_if_the_policy_says_so_and_moves_no_due_date() -> (
    None
):
    policy = policy_of(promise={"acceleration": 1})
    dues = [str(j.due) for j in judged(book_of(OWES + PLAN, "2024-06-13", policy=policy))]
    assert dues == ["2024-06-10", "2024-06-13", "2024-06-13"]
    plain = [str(j.due) for j in judged(book_of(OWES + PLAN, "2024-06-13"))]
    assert plain == ["2024-06-10", "2024-07-10", "2024-08-10"]
    early = [str(j.due) for j in judged(book_of(OWES + PLAN, "2024-06-12", policy=policy))]
    assert early == plain
    assert instalments_of(book_of(OWES + PLAN, "2024-06-13", policy=policy)) == [
        ("INV-1", "2024-05-20", 10000)
    ]
    two = policy_of(promise={"acceleration": 2})
    dues = [str(j.due) for j in judged(book_of(OWES + PLAN, "2024-07-13", policy=two))]
    assert dues == ["2024-06-10", "2024-07-10", "2024-07-13"]


def test_a_missed_instalment_that_was_made_good_calls_nothing_due() -> None:
    policy = policy_of(promise={"acceleration": 1})
    text = OWES + PLAN + pays("2024-06-20", "10000.00 EUR")
    assert [str(j.due) for j in judged(book_of(text, "2024-06-20", policy=policy))][1:] == [
        "2024-07-10",
        "2024-08-10",
    ]


def test_acceleration_does_not_change_what_was_promised() -> None:
    policy = policy_of(promise={"acceleration": 1})
    states = [state for _, state, _ in told(OWES + PLAN, "2024-06-30", policy=policy)]
    assert states == ["broken", "open", "open"]


# -- newer promises, withdrawals ---------------------------------------------------------------


def test_a_newer_promise_on_the_same_item_supersedes_the_older_one() -> None:
    text = (
        OWES
        + promise("5000 EUR", "2024-06-20")
        + promise("6000 EUR", "2024-06-25", "2024-06-10", "PR-2")
    )
    assert told(text, "2024-06-09") == [("PR-1 06-20", "open", 0)]
    old, new = judged(book_of(text, "2024-06-10"))
    assert (old.state, new.state) == ("superseded", "open")
    assert old.ending is not None
    assert str(old.ending.day) == "2024-06-10"


def test_on_the_promised_day_it_may_still_be_superseded_the_day_after_it_is_judged() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20")
    later = text + promise("5000 EUR", "2024-07-20", "2024-06-21", "PR-2")
    assert told(later, "2024-06-30")[0] == ("PR-1 06-20", "broken", 0)
    same = text + promise("5000 EUR", "2024-07-20", "2024-06-20", "PR-2")
    assert told(same, "2024-06-30")[0] == ("PR-1 06-20", "superseded", 0)


def test_a_promise_kept_by_then_is_not_superseded() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20") + pays("2024-06-10", "5000 EUR")
    text += promise("5000 EUR", "2024-06-25", "2024-06-10", "PR-2")
    assert told(text, "2024-06-30") == [("PR-1 06-20", "kept", 5000), ("PR-2 06-25", "broken", 0)]


def test_money_before_the_newer_promise_stays_with_the_older_and_that_of_the_day_goes_on() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20") + pays("2024-06-05", "1000 EUR")
    text += pays("2024-06-10", "2000 EUR")
    text += promise("4000 EUR", "2024-06-25", "2024-06-10", "PR-2")
    assert told(text, "2024-06-10") == [
        ("PR-1 06-20", "superseded", 1000),
        ("PR-2 06-25", "open", 2000),
    ]


def test_promises_of_the_same_day_stand_side_by_side() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20") + promise("5000 EUR", "2024-06-25", code="PR-2")
    text += pays("2024-06-19", "7000 EUR")
    assert told(text, "2024-06-19") == [("PR-1 06-20", "kept", 5000), ("PR-2 06-25", "open", 2000)]


def test_a_promise_may_say_that_it_adds_to_an_older_one() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20")
    text += promise("1000 EUR", "2024-06-25", "2024-06-10", "PR-2", "inv:INV-1, adds:pr-1")
    assert [state for _, state, _ in told(text, "2024-06-10")] == ["open", "open"]


def test_a_promise_on_other_items_supersedes_nothing() -> None:
    text = OWES + invoice("INV-2", "500 EUR") + promise("5000 EUR", "2024-06-20")
    text += promise("500 EUR", "2024-06-25", "2024-06-10", "PR-2", "inv:INV-2")
    assert [state for _, state, _ in told(text, "2024-06-10")] == ["open", "open"]


def test_a_promise_of_all_that_is_open_supersedes_one_on_an_open_document() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20")
    text += promise("9000 EUR", "2024-06-25", "2024-06-10", "PR-2", "with:x")
    assert told(text, "2024-06-10")[0][1] == "superseded"


def test_a_promise_in_another_currency_supersedes_one_on_the_same_document() -> None:
    text = OWES + promise("5000 USD", "2024-06-20")
    text += promise("5000 EUR", "2024-06-25", "2024-06-10", "PR-2")
    assert [state for _, state, _ in told(text, "2024-06-10")] == ["superseded", "open"]


def withdrawal(day: str, number: str = "PR-1") -> str:
    return f"\n    {day} Foo GmbH | cannot  ; event:withdraw, promise:{number}\n"


def test_a_promise_may_be_withdrawn_until_its_day_is_over() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20")
    assert told(text + withdrawal("2024-06-20"), "2024-06-19")[0][1] == "open"
    assert told(text + withdrawal("2024-06-20"), "2024-06-30")[0][1] == "withdrawn"
    assert told(text + withdrawal("2024-06-21"), "2024-06-30")[0][1] == "broken"


def test_a_promise_that_was_kept_cannot_be_withdrawn() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20") + pays("2024-06-10", "5000 EUR")
    assert told(text + withdrawal("2024-06-15"), "2024-06-30")[0][1] == "kept"


def test_withdrawing_a_plan_leaves_what_is_judged_already() -> None:
    text = OWES + PLAN + withdrawal("2024-07-01", "plan-3")
    assert [state for _, state, _ in told(text, "2024-07-01")] == [
        *("broken", "withdrawn", "withdrawn")
    ]


def test_a_withdrawal_by_someone_else_is_none() -> None:
    text = OWES + promise("5000 EUR", "2024-06-20")
    text += """
    account assets:receivable:bar  ; name:Bar

    2024-06-10 Bar | cannot  ; event:withdraw, promise:PR-1
    """
    assert told(text, "2024-06-10")[0][1] == "open"


# -- levels ------------------------------------------------------------------------------------


def test_the_level_counts_the_attempts_after_promises_that_were_not_kept() -> None:
    text = OWES + promise("5000 EUR", "2024-06-07")
    text += promise("5000 EUR", "2024-06-20", "2024-06-12", "PR-2")
    text += promise("5000 EUR", "2024-07-20", "2024-07-01", "PR-3")
    levels = {j.promise.number: j.level for j in judged(book_of(text, "2024-07-01"))}
    assert levels == {"PR-1": 1, "PR-2": 2, "PR-3": 3}


def test_after_a_superseded_or_withdrawn_promise_the_next_is_the_second_attempt() -> None:
    """SAP's examples 1 and 2 of a promise's level."""
    text = OWES + promise("5000 EUR", "2024-06-20")
    newer = promise("5000 EUR", "2024-06-25", "2024-06-10", "PR-2")
    assert [j.level for j in judged(book_of(text + newer, "2024-06-10"))] == [1, 2]
    text += withdrawal("2024-06-05") + newer
    assert [j.level for j in judged(book_of(text, "2024-06-10"))] == [1, 2]


def test_after_a_promise_of_a_part_that_was_kept_the_rest_is_a_first_attempt() -> None:
    """SAP's example 3."""
    text = OWES + promise("5000 EUR", "2024-06-20") + pays("2024-06-10", "5000 EUR")
    text += promise("5000 EUR", "2024-07-25", "2024-06-12", "PR-2")
    assert [j.level for j in judged(book_of(text, "2024-06-12"))] == [1, 1]


def test_two_missed_instalments_of_one_plan_are_one_attempt() -> None:
    text = OWES + PLAN + promise("9000 EUR", "2024-09-20", "2024-09-01", "PR-2")
    assert [j.level for j in judged(book_of(text, "2024-09-01"))] == [1, 1, 1, 2]


# -- beside the money --------------------------------------------------------------------------


def test_an_extension_moves_the_due_date_and_a_promise_never_does() -> None:
    text = OWES + promise("10000.00 EUR", "2024-06-07")
    assert [str(i.due) for i in book_of(text, "2024-06-04").items] == ["2024-05-20"]
    text += "\n    2024-06-04 Foo GmbH | time  ; event:extend, inv:INV-1, due:2024-07-01\n"
    assert [str(i.due) for i in book_of(text, "2024-06-04").items] == ["2024-07-01"]
    assert told(text, "2024-06-10") == [("PR-1 06-07", "broken", 0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (promise("-5 EUR", "2024-06-07"), "bad-promise"),
        (promise("0 EUR", "2024-06-07"), "bad-promise"),
        (promise("5 EUR", "2024-06-02"), "bad-promise"),
        (promise("5 EUR", "2024-06-07", tags="adds:PR-9"), "unknown-promise"),
        (withdrawal("2024-06-03", "PR-9"), "unknown-promise"),
    ],
)
def test_what_cannot_be_judged_or_names_no_promise_is_a_problem(text: str, code: str) -> None:
    assert codes_of(OWES + text) == [code]
    if code == "bad-promise":
        assert judged(book_of(OWES + text)) == []


def test_a_promise_does_not_exist_before_it_was_made() -> None:
    assert judged(book_of(FRIDAY, "2024-06-02")) == []


def test_on_the_last_day_there_is_nothing_falls_over() -> None:
    text = OWES + promise("5 EUR", "9999-12-31")
    assert told(text, "9999-12-31") == [("PR-1 12-31", "open", 0)]


def _everything_promised(count: int) -> float:
    """Seconds of the processor for so many promises of so many open invoices, a day apart."""
    days = [date(2020, 1, 1) + timedelta(n) for n in range(count)]
    text = "account assets:receivable:foo  ; name:Foo GmbH\n" + "".join(
        f"\n{day} (I-{n}) Foo GmbH | goods\n    assets:receivable:foo  9 EUR\n    income:sales\n"
        f"\n{day} (P-{n}) Foo GmbH | all\n    (promise:foo)  9 EUR  ; date:{day + timedelta(5)}\n"
        f"\n{day} (R-{n}) Foo GmbH | pays\n    assets:bank  1 EUR\n    assets:receivable:foo\n"
        for n, day in enumerate(days)
    )
    book = book_of(text, "2025-12-31")
    times = []
    for _ in range(2):
        start = process_time()
        judged(book)
        times.append(process_time() - start)
    return min(times)


def test_many_promises_about_many_invoices_take_no_longer_than_each_with_each() -> None:
    """Four times as many of both: sixteen times the work, far from sixty-four."""
    assert _everything_promised(320) < 36 * _everything_promised(80) + 0.05
