"""Balancing, costs, assertions: the sums behind the amounts."""

from decimal import Decimal

import pytest
from tests.journal.reading import codes_of, entry_of, journal_of, places_of, problems_of

from arledger.journal.amounts import cost_of
from arledger.journal.checks import CHECKS
from arledger.journal.model import Amount, Cost, Journal


def amounts_of(text: str, at: int) -> tuple[Amount, ...]:
    return entry_of(text).postings[at].amounts


def test_a_missing_amount_takes_every_commodity_at_cost() -> None:
    text = "2024-01-01\n  a  2 X @ 3.50 EUR\n  b  1 USD\n  c\n"
    assert amounts_of(text, 2) == (Amount(Decimal("-7.00"), "EUR"), Amount(Decimal(-1), "USD"))


def test_a_missing_amount_of_nothing_is_zero() -> None:
    assert amounts_of("2024-01-01\n  a\n", 0) == ()
    assert amounts_of("2024-01-01\n  a  1.0 EUR\n  b  -1 EUR\n  c\n", 2) == (
        Amount(Decimal("0.0"), "EUR"),
    )


def test_two_facing_commodities_get_a_total_price_on_the_first() -> None:
    entry = entry_of("2024-01-01\n  a  -3 EUR\n  b  7 USD\n  b  1 USD\n")
    assert entry.postings[0].amounts[0].cost == Cost(Decimal(8), "USD", total=True)
    assert cost_of(entry.postings[0].amounts[0]) == (Decimal(-8), "USD")


def test_a_price_per_unit_is_exact_where_it_can_be() -> None:
    entry = entry_of("2024-01-01\n  a  1 EUR\n  a  1 EUR\n  b  -200 JPY\n")
    price = entry.postings[0].amounts[0].cost
    assert price == Cost(Decimal(100), "JPY", total=False)
    assert str(price and price.quantity) == "100"


def test_a_price_per_unit_without_end_has_all_the_decimals_there_are() -> None:
    entry = entry_of("2024-01-01\n  a  3 EUR\n  a  3 EUR\n  b  -7 USD\n")
    price = entry.postings[0].amounts[0].cost
    assert price is not None
    assert str(price.quantity) == "1.1" + "6" * 253 + "7"


def test_sums_are_exact_however_long() -> None:
    tiny = "0." + "0" * 254 + "1"
    assert codes_of(f"2024-01-01\n  a  {tiny} X\n  b  -0.3 X\n  c  0.3 X\n  d  -{tiny} X\n") == []
    assert codes_of("2024-01-01\n  a  0.1 X\n  b  0.2 X\n  c  -0.3 X\n") == []


def test_an_unbalanced_entry_says_what_is_left() -> None:
    (problem,) = problems_of("2024-01-01\n  a  100.00 EUR\n  b  -110.00 EUR\n  c  5 USD @ 1 GBP\n")
    assert problem.message == "the amounts add up to -10.00 EUR, 5 GBP, not to zero"
    assert problem.span is not None
    assert (problem.span.line, problem.span.end_line) == (1, 4)


def test_amounts_of_one_sign_get_a_remedy_of_their_own() -> None:
    (problem,) = problems_of("2024-01-01\n  a  1 EUR\n  b  2 EUR\n")
    assert "same sign" in problem.help


DECLARED = "commodity 1,000.00 EUR\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # rounded to the declared decimals by the old rule, to the entry's own by the new one
        (DECLARED + "2024-01-01\n  a  1.004 EUR\n  b  -1.00 EUR\n", ["balancing-differs"]),
        (DECLARED + "2024-01-01\n  a  1.005 EUR\n  b  -1.00 EUR\n", ["balancing-differs"]),
        (DECLARED + "2024-01-01\n  a  1.006 EUR\n  b  -1.00 EUR\n", ["unbalanced"]),
        # another entry's decimals count for the old rule only
        (
            "2024-01-01\n  (z)  1.0000 EUR\n\n2024-01-01\n  a  1 X @ 1.004 EUR\n  b  -1.00 EUR\n",
            ["balancing-differs"],
        ),
        ("2024-01-01\n  a  1 X @ 1.004 EUR\n  b  -1.00 EUR\n", []),
        ("2024-01-01\n  a  1 X @ 1.006 EUR\n  b  -1.00 EUR\n", ["unbalanced"]),
    ],
)
def test_either_balancing_rule_will_do_with_a_lint_where_they_differ(
    text: str, codes: list[str]
) -> None:
    assert codes_of(text) == codes


def test_conversion_postings_may_repeat_a_cost() -> None:
    text = (
        "2024-01-01\n  assets:euro  100 EUR @ 1.10 USD\n  equity:conversion  -100 EUR\n"
        "  equity:conversion  110 USD\n  assets:dollars  -110 USD\n"
    )
    assert codes_of(text) == ["conversion-postings"]
    assert codes_of(text.replace("110 USD\n  assets", "111 USD\n  assets")) == ["unbalanced"]
    other = text.replace("equity:conversion", "equity:other")
    assert codes_of(other) == ["unbalanced"]
    assert codes_of("account equity:other  ; type:V\n" + other) == ["conversion-postings"]


def test_conversion_postings_may_round_the_cost_they_repeat() -> None:
    text = (
        "2024-01-01\n  assets:euro  10.00 EUR @ 1.0833 USD\n  equity:conversion  -10.00 EUR\n"
        "  equity:conversion  10.83 USD\n  assets:dollars  -10.83 USD\n"
    )
    assert codes_of(text) == ["conversion-postings"]


def test_each_failed_assertion_is_told_at_its_place() -> None:
    text = (
        "2024-01-01\n  (a)  1 EUR = 2 EUR\n  (a)  1 EUR = 2 EUR\n  (a:b)  1 USD\n"
        "  (a)  0 EUR =* 3 EUR\n  (a)  1 USD == 2 EUR\n"
    )
    assert places_of(text) == [
        "2:14 assertion-failed",
        "5:14 assertion-failed",
        "6:14 assertion-failed",
    ]
    message = problems_of(text)[0].message
    assert message == "a holds 1 EUR on 2024-01-01, not 2 EUR (a difference of -1 EUR)"


def test_an_assertion_of_a_parent_does_not_take_a_like_named_account() -> None:
    assert codes_of("2024-01-01\n  (a:bc)  1\n  (a:b:c)  1\n  (a:b)  0 =* 1\n") == []


def test_assigned_amounts_are_worked_out_in_date_order() -> None:
    journal = journal_of(
        "2024-02-01\n  a  = 10 EUR\n  b\n\n2024-01-01\n  a  4 EUR\n  b\n\n2024-03-01\n  a  = 10 EUR\n"
    )
    first, _, third = journal.entries
    assert first.postings[0].amounts == (Amount(Decimal(6), "EUR"),)
    assert first.postings[1].amounts == (Amount(Decimal(-6), "EUR"),)
    assert first.postings[0].inferred
    assert third.postings[0].amounts == ()


def test_an_assertion_after_an_assignment_sees_the_amount_that_was_missing() -> None:
    assert codes_of("2024-01-01\n  a  = 5\n  b\n\n2024-01-02\n  (b)  0 = -5\n  (a)  1 = 6\n") == []


# -- hledger's checks ------------------------------------------------------------------------


def found(name: str, journal: Journal) -> list[str]:
    return [f"{p.span.line} {p.code}" for p in CHECKS[name](journal) if p.span]


def test_each_undeclared_name_is_told_once() -> None:
    text = (
        "account a\ncommodity EUR\npayee P\ntag k\n"
        "2024-01-01 P ; k:v, K:v\n  a  1 EUR\n  b  -1 EUR\n\n"
        "2024-01-02 Q ; l:w\n  b  1 USD = 0 GBP ; m:n, date:1/3\n  b  -1 USD\n  a  0\n"
    )
    journal = journal_of(text.replace(" = 0 GBP", " = -1 EUR"))
    assert found("accounts", journal) == ["7 undeclared-account"]
    assert found("commodities", journal) == ["10 undeclared-commodity"]
    assert found("payees", journal) == ["9 undeclared-payee"]
    assert found("tags", journal) == ["9 undeclared-tag", "10 undeclared-tag"]


def test_every_entry_below_a_later_one_is_told() -> None:
    journal = journal_of("2024-01-02\n2024-01-01\n2024-01-01\n2024-01-03\n")
    assert found("ordereddates", journal) == ["2 date-order", "3 date-order"]


def test_accounts_that_end_alike_are_told() -> None:
    journal = journal_of("2024-01-01\n  (a:x)  1\n  (b:x)  1\n  (c:y)  1\n")
    assert found("uniqueleafnames", journal) == ["2 ambiguous-leaf"]


def test_a_price_worked_out_fails_the_strict_balance() -> None:
    journal = journal_of(
        "2024-01-01\n  a  1 EUR\n  b  -2 USD\n\n2024-01-01\n  a  1 EUR @ 2 USD\n  b\n"
    )
    assert found("balanced", journal) == ["1 implicit-conversion"]


def test_an_asserted_account_wants_an_assertion_in_its_last_week() -> None:
    text = "2024-01-01\n  (a)  1 = 1\n  (b)  1\n\n2024-01-{day}\n  (a)  1\n"
    assert found("recentassertions", journal_of(text.format(day="08"))) == []
    assert found("recentassertions", journal_of(text.format(day="09"))) == ["2 old-assertion"]


def test_every_check_says_what_it_asks() -> None:
    assert all(check.description.endswith(".") for check in CHECKS.values())
