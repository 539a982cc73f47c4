"""Directives: what they declare, how far they reach, and what is passed over."""

from datetime import date
from decimal import Decimal

import pytest
from tests.journal.reading import TODAY, codes_of, entry_of, journal_of, places_of

from arledger.journal.loader import loads
from arledger.journal.model import Amount


def test_account_directives_keep_comment_tags_and_type() -> None:
    journal = journal_of(
        "account assets:receivable  ; type:A, k:v\n    ; name: Acme Co.\n    subdirective ignored\n"
        "account assets:receivable  ; l:w\n"
    )
    declared = journal.accounts["assets:receivable"]
    assert declared.type == "A"
    assert declared.tags == (("type", "A"), ("k", "v"), ("name", "Acme Co."), ("l", "w"))
    assert declared.comment == "type:A, k:v\nname: Acme Co.\nl:w"
    assert (declared.span.line, declared.span.column, declared.span.end_column) == (1, 9, 26)


def test_tags_are_inherited_from_parents_nearest_first_each_once() -> None:
    journal = journal_of("account a  ; k:v, l:w\naccount a:b  ; m:n, k:v\n")
    assert journal.inherited_tags("a:b:c") == (("m", "n"), ("k", "v"), ("l", "w"))


def test_account_types_have_codes_and_names() -> None:
    for written, letter in {"Asset": "A", "l": "L", "Cash": "C", "conversion": "V"}.items():
        assert journal_of(f"account x  ; type:{written}\n").accounts["x"].type == letter


def test_newer_account_types_are_no_error() -> None:
    assert codes_of("account x  ; type:G\naccount y  ; type:U\n") == []


def test_prices_are_kept_in_order() -> None:
    prices = journal_of("P 2024-01-01 EUR $1.10\nP 2024/2/1 10:00 X 5 EUR\n").prices
    assert [(p.date, p.commodity, p.amount) for p in prices] == [
        (date(2024, 1, 1), "EUR", Amount(Decimal("1.10"), "$")),
        (date(2024, 2, 1), "X", Amount(Decimal(5), "EUR")),
    ]


def test_payees_tags_and_commodities_are_declared_with_their_place() -> None:
    journal = journal_of(
        'payee Acme, Ltd ; c\npayee "B, C"\ntag due ; c\n  ; more\ncommodity EUR\n'
    )
    assert list(journal.payees) == ["Acme, Ltd", "B, C"]
    assert journal.tags["due"].line == 3
    assert list(journal.declared_commodities) == ["EUR"]
    assert "EUR" not in journal.commodities


def test_rules_are_kept_and_not_applied() -> None:
    journal = journal_of("= a\n  (b)  *2\n\n~ monthly  rent\n  c  1\n  d\n\n2024-01-01\n  (a)  1\n")
    assert [(rule.mark, rule.header, rule.body) for rule in journal.rules] == [
        ("=", "a", ("  (b)  *2",)),
        ("~", "monthly  rent", ("  c  1", "  d")),
    ]
    assert len(journal.entries[0].postings) == 1


def test_a_mistake_in_a_rules_posting_is_told() -> None:
    assert places_of("= a\n  b  *1,,0\n~ monthly\n  c  1 EUR x\n") == [
        "2:7 bad-number",
        "4:12 text-after-posting",
    ]


@pytest.mark.parametrize(
    "text",
    ["A x", "bucket x", "apply fixed X 1", "apply tag x", "assert x", "capture a b", "check x",
     "define a=b", "eval x", "expr x", "value x", "--flag", "end apply fixed", "end apply tag",
     "end apply year", "python", "python\n  def f():\n\n    pass\n  x = 1"],
)  # fmt: skip
def test_ledgers_directives_are_passed_over_and_said_so(text: str) -> None:
    assert codes_of(f"{text}\n2024-01-01\n  (a)  1\n") == ["ignored-directive"]


@pytest.mark.parametrize("word", ["Y 2019", "Y2019", "year 2019", "apply year 2019"])
def test_the_default_year_has_several_spellings(word: str) -> None:
    assert entry_of(f"{word}\n2/3 x\n").date == date(2019, 2, 3)


def test_without_a_default_year_it_is_todays() -> None:
    assert entry_of("2/3 x\n").date == date(TODAY.year, 2, 3)


def test_a_comment_may_follow_an_ignored_rest() -> None:
    assert codes_of("end tag\npop\nC 1 EUR = 2 USD\nN EUR\nend apply tag\n") == [
        "ignored-directive"
    ]


def test_the_state_at_the_end_of_a_file_is_kept() -> None:
    journal, _ = loads(
        "Y 2019\ndecimal-mark ,\nD $1,00\napply account x\nalias a=b\nalias /c/=d\ncomment\n",
        today=TODAY,
        path="book.journal",
    )
    state = journal.end_states["book.journal"]
    assert (state.year, state.decimal_mark, state.default_commodity) == (2019, ",", "$")
    assert (state.parents, state.in_comment) == (("x",), True)
    assert state.aliases == (("c", "d", True), ("a", "b", False))


def test_aliases_of_the_command_line_come_after_those_of_the_file() -> None:
    journal, _ = loads(
        "alias a=x\n2024-01-01\n  (a)  1\n  (b)  1\n  (c)  1\n",
        today=TODAY,
        aliases=[("x", "y"), ("b", "c"), ("/^c$/", "d"), ("d", "e")],
    )
    assert [p.account for p in journal.entries[0].postings] == ["y", "e", "e"]


def test_an_alias_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(ValueError, match="regular expression"):
        loads("", today=TODAY, aliases=[("/(/", "x")])


def test_an_unknown_word_does_not_hide_what_follows() -> None:
    assert places_of("acount x\n  ; note\n2024-01-01\n  a  1\nend\n") == [
        "1:1 unknown-directive",
        "3:0 unbalanced",
        "5:1 unknown-directive",
    ]


def test_tags_after_a_blank_line_are_lost_and_said_so() -> None:
    assert places_of("2024-01-01 x\n  (a)  1\n\n  ; due:2024-02-01\n  ; just words\n") == [
        "4:3 tags-lost"
    ]


def test_a_format_line_in_error_is_told_on_its_own_line() -> None:
    assert places_of("commodity EUR\n  ; c\n  format 1.00 USD\n") == ["3:10 commodity-mismatch"]


def test_a_commodity_that_is_declared_again_without_an_amount_has_no_form_any_more() -> None:
    """As in hledger: the last directive counts, and this one says nothing of the decimal mark."""
    text = "commodity 1,000. VND\n\n{}2024-01-01\n  (a)  5,000 VND\n"
    assert journal_of(text.format("")).entries[0].postings[0].amounts[0].quantity == 5000
    again = text.format("commodity VND\n\n")
    assert journal_of(again).entries[0].postings[0].amounts[0].quantity == 5
    assert codes_of(again) == ["ambiguous-number"]


def test_an_account_of_ten_thousand_parts_inherits_like_any_other() -> None:
    deep = "a" + ":b" * 10_000
    assert journal_of("account a  ; k:v\n").inherited_tags(deep) == (("k", "v"),)


def test_an_alias_without_end_is_told_and_given_up() -> None:
    """After the first name it cannot come to an end on, it is tried on no other."""
    names = "".join(f"    {'a' * 50}{n}!    1 EUR\n" for n in range(50))
    text = f"alias /(a|aa)+$/=x\n\n2026-01-01 x\n{names}    income:sales\n"
    assert codes_of(text) == ["endless-alias"] * 51
