"""Account types are hledger's."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.journal.model import AccountDeclaration, Journal
from arledger.journal.types import account_type, is_of_type
from arledger.problems import Span

# As `hledger accounts --types` (1.25) says.
NAMES = {
    "A": ["Asset:x", "assets", "assets: bank", "assets:cash on hand", "assets:savings account"],
    "C": [
        "asset:checking",
        "assets:bank:x",
        "assets:chequeing",
        "assets:current:x",
        "assets:my:bank",
    ],
    "L": ["debt:x", "debts", "liability:a", "Liabilities:Payable"],
    "E": ["equity", "equity:opening"],
    "V": ["equity:conversion", "equity:conversions", "equity:trade:x", "equity:trading"],
    "R": ["income", "incomes:x", "revenue:y", "revenues"],
    "X": ["expense", "expenses:z"],
    "": ["assetsx", "x:assets", "Aktiva:Bank", "promise:acme"],
}

# The expressions of its manual, the first that matches counts.
EXPRESSIONS = {
    "C": r"assets?(:.+)?:(cash|bank|che(ck|que?)(ing)?|savings?|current)(:|$)",
    "A": r"assets?(:|$)",
    "L": r"(debts?|liabilit(y|ies))(:|$)",
    "V": r"equity:(trad(e|ing)|conversion)s?(:|$)",
    "E": r"equity(:|$)",
    "R": r"(income|revenue)s?(:|$)",
    "X": r"expenses?(:|$)",
}
WORDS = [
    *("asset", "assets", "cash", "bank", "check", "checking", "chequ", "cheque", "chequing"),
    *("chequeing", "chec", "saving", "savings", "current", "currents", "debt", "debts"),
    *("liability", "liabilities", "liabilit", "equity", "trade", "trades", "trading", "tradings"),
    *("conversion", "conversions", "income", "incomes", "revenue", "revenues", "expense"),
    *("expenses", "x", "acme", "cash on hand"),
]


@pytest.mark.parametrize("wanted", NAMES)
def test_a_name_tells_the_type_as_in_hledger(wanted):
    assert {account_type(Journal(), account) for account in NAMES[wanted]} == {wanted}


@given(st.lists(st.sampled_from([*WORDS, *map(str.upper, WORDS)]), min_size=1, max_size=4))
def test_components_are_compared_as_its_expressions_match(components):
    name = ":".join(components)
    matching = (t for t, text in EXPRESSIONS.items() if re.match(text, name, re.IGNORECASE))
    assert account_type(Journal(), name) == next(matching, "")


def test_a_declared_parent_goes_before_the_name():
    journal = Journal()
    for name, type_ in [("liabilities:x", "R"), ("assets:cash", "A"), ("Aktiva:Bank", "C")]:
        journal.declare(AccountDeclaration(name, "", (), Span("j", 1), type_))
    assert account_type(journal, "liabilities:x:y") == "R"
    assert account_type(journal, "assets:cash:petty") == "A"
    assert account_type(journal, "Aktiva:Bank:Giro") == "C"
    assert account_type(journal, "liabilities") == "L"


def test_cash_is_an_asset_and_conversion_is_equity():
    assert is_of_type("C", "A")
    assert is_of_type("V", "E")
    assert not is_of_type("A", "C")
    assert not is_of_type("", "A")
