"""Entries and postings: what each part of their lines means."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journal.reading import (
    TODAY,
    codes_of,
    entry_of,
    journal_of,
    places_of,
    posting_of,
    problems_of,
)
from tests.oracle.chance import Chance

from arledger.journal.entries import EntryReader
from arledger.journal.loader import loads
from arledger.journal.model import Amount, Cost


def test_an_entry_has_all_its_parts() -> None:
    entry = entry_of(
        "2024-01-02=2024-01-03 * (INV-1) Acme Co. | pallets ; due:2024-02-01\n"
        "    ; po:77\n"
        "    ! assets:receivable:acme    1,000.50 EUR  ; rep:linh\n"
        "    ; second line\n"
        "    income:sales\n"
    )
    assert (entry.date, entry.date2) == (date(2024, 1, 2), date(2024, 1, 3))
    assert (entry.status, entry.code) == ("*", "INV-1")
    assert (entry.payee, entry.note) == ("Acme Co.", "pallets")
    assert entry.comment == "due:2024-02-01\npo:77"
    assert entry.tags == (("due", "2024-02-01"), ("po", "77"))
    assert (entry.line, entry.end_line) == (1, 5)
    first, second = entry.postings
    assert (first.account, first.status, first.line) == ("assets:receivable:acme", "!", 3)
    assert first.amounts == (Amount(Decimal("1000.50"), "EUR"),)
    assert (first.comment, first.tags) == ("rep:linh\nsecond line", (("rep", "linh"),))
    assert second.inferred
    assert second.amounts == (Amount(Decimal("-1000.50"), "EUR"),)


def test_written_decimals_are_kept() -> None:
    assert str(posting_of("a  1.500 EUR").amounts[0].quantity) == "1.500"
    assert str(posting_of("a  1,000.00 EUR").amounts[0].quantity) == "1000.00"


def test_zero_has_no_sign() -> None:
    assert str(posting_of("a  -0.00 EUR").amounts[0].quantity) == "0.00"
    assert str(posting_of("a  $-0").amounts[0].quantity) == "0"


def test_a_cost_keeps_the_sign_it_is_written_with() -> None:
    assert posting_of("a  -3 EUR @@ 2 USD").amounts[0].cost == Cost(Decimal(2), "USD", total=True)
    assert posting_of("a  3 EUR @ -2 USD").amounts[0].cost == Cost(Decimal(-2), "USD", total=False)


def test_brackets_make_virtual_postings() -> None:
    entry = entry_of("2024-01-01\n  (a)  1\n  [b]  2\n  [c]\n  (d)\n  (e) f  3\n  g\n")
    assert [(p.account, p.kind) for p in entry.postings] == [
        ("a", "virtual"),
        ("b", "balanced"),
        ("c", "balanced"),
        ("d", "virtual"),
        ("(e) f", "real"),
        ("g", "real"),
    ]
    assert entry.postings[3].amounts == ()


def test_lots_are_read_over_in_all_their_forms() -> None:
    for lot in ("{2 EUR}", "{{20 EUR}}", "{=2 EUR}", "{ 2 EUR }", "{}", "[2024-01-02]", "(note)",
                "((market / 2))", '{2024-01-02, "lot 1", 2 EUR}', '{"lot 1"}', "{2 EUR} [1/2]"):  # fmt: skip
        posting = posting_of(f"a  10 X {lot} @ 3 EUR")
        assert posting.amounts == (Amount(Decimal(10), "X", Cost(Decimal(3), "EUR", total=False)),)


def test_group_marks_of_newer_hledgers_are_read() -> None:
    for mark in "_'\u00a0\u2009\u202f":
        assert posting_of(f"a  1{mark}234.50 EUR").amounts[0].quantity == Decimal("1234.50")


def test_an_empty_symbol_in_quotes_is_no_symbol() -> None:
    assert posting_of('a  5 ""').amounts == (Amount(Decimal(5), ""),)


def test_every_mistake_of_an_entry_is_told_and_the_next_entries_are_read() -> None:
    text = (
        "2024-02-30 x\n  a  1,,0 EUR\n  b  5 @ EUR\n\n"
        "2024-01-02 (code\n  c  ; date:soon\n\n2024-01-03 fine\n  (a)  1\n  a  1\n"
    )
    assert places_of(text) == [
        "1:1 bad-date",
        "2:6 bad-number",
        "3:13 bad-amount",
        "5:12 missing-code-end",
        "6:13 bad-date-tag",
        "8:0 unbalanced",
    ]
    journal, _ = loads(text, today=TODAY)
    assert [entry.description for entry in journal.entries] == ["fine"]


def test_a_problem_knows_its_columns() -> None:
    (problem,) = problems_of("2024-01-01\n  a  1 EUR  foo bar\n  b\n")
    assert problem.span is not None
    assert (problem.span.line, problem.span.column, problem.span.end_column) == (2, 13, 20)


def test_years_beyond_9999_are_told_not_taken() -> None:
    assert codes_of("10000-01-01 x\n") == ["bad-date"]
    assert codes_of("0000-01-01 x\n") == ["bad-date"]


def test_a_number_beyond_all_bounds_is_told_at_once() -> None:
    assert codes_of("2024-01-01\n  (a)  1e999999999 EUR\n") == ["bad-number"]
    assert codes_of(f"2024-01-01\n  (a)  {'9' * 2000} EUR\n") == ["bad-number"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a\tb  1", "tab-in-account"),
        ("a ; due:2024-02-01  1", "semicolon-in-account"),
        ("assets:bank 12.50 EUR", "amount-in-account"),
        ("assets:bank $12", "amount-in-account"),
        ("a  1,000 EUR", "ambiguous-number"),
        ("a  1.000 EUR", "ambiguous-number"),
        ("a  5 EUR,", "odd-symbol"),
        ("a  5 EUR  ; customer:Acme, Inc.", "tag-cut"),
    ],
)
def test_a_line_that_may_not_mean_what_it_says_is_a_lint(line: str, code: str) -> None:
    assert codes_of(f"2024-01-01\n  {line}\n  b  -1\n  rest\n")[0] == code


@pytest.mark.parametrize(
    "line",
    [
        "a  1,000.00 EUR",
        "a  1000 EUR",
        "client 2024  1 EUR",
        "a  1 EUR  ; k:v, [2024-02-01]",
        "a  1 EUR  ; k:v, l:w",
    ],
)
def test_a_plain_line_has_no_lint(line: str) -> None:
    assert codes_of(f"2024-01-01\n  {line}\n  rest\n") == []


def test_a_declared_mark_leaves_nothing_ambiguous() -> None:
    assert codes_of("decimal-mark .\n2024-01-01\n  (a)  1,000 EUR\n") == []
    assert codes_of("commodity 1,000.00 EUR\n2024-01-01\n  (a)  1,000 EUR\n") == []


@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_the_short_way_and_the_careful_way_read_the_same(seed: int) -> None:
    text = Chance(seed).journal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EntryReader, "_plain_posting", lambda *_: None)
        slow, told = loads(text, today=TODAY)
    journal, problems = loads(text, today=TODAY)
    assert (journal.entries, journal.commodities) == (slow.entries, slow.commodities)
    assert problems == told


def test_every_line_that_begins_with_a_digit_becomes_an_entry_or_a_problem() -> None:
    for seed in range(300):
        text = Chance(seed).journal()
        journal, problems = loads(text, today=TODAY)
        told = {p.span.line for p in problems if p.span}
        heads = {entry.line: entry.end_line for entry in journal.entries}
        inside = False
        for number, line in enumerate(text.split("\n"), 1):
            inside = (inside or line.rstrip() == "comment") and not line.startswith("end comment")
            if line[:1].isdigit() and not inside:
                assert number in heads or told & set(range(number, number + 12)), text


def test_styles_are_learnt_from_the_first_amount_with_the_most_decimals() -> None:
    journal = journal_of(
        "2024-01-01\n  a  EUR 1,000.5\n  a  2.125 EUR\n  b\n\n2024-01-02\n (c)  $-1\n"
    )
    euro, dollar = journal.commodities["EUR"], journal.commodities["$"]
    assert (euro.symbol_first, euro.spaced, euro.places) == (True, True, 3)
    assert (euro.group_mark, euro.group_sizes, euro.decimal_mark) == (",", (3,), ".")
    assert (dollar.symbol_first, dollar.spaced, dollar.places) == (True, False, 0)


def test_a_declared_style_goes_before_what_is_seen() -> None:
    journal = journal_of("2024-01-01\n  (a)  1.125 EUR\ncommodity 1.000,00 EUR\n")
    style = journal.commodities["EUR"]
    assert (style.places, style.decimal_mark, style.group_mark) == (2, ",", ".")


def test_the_like_of_a_lint_is_told_once() -> None:
    text = "2024-01-01\n  (a)  1,000 EUR\n  (a)  2,000 EUR\n  (a)  2,000 USD\n  (a)  1.000 EUR\n"
    assert places_of(text) == [
        "2:8 ambiguous-number",
        "4:8 ambiguous-number",
        "5:8 ambiguous-number",
    ]


def test_an_invisible_space_behind_a_symbol_is_part_of_it_and_told() -> None:
    (posting, _) = entry_of("2024-01-01\n  a  1 EUR\u00a0\n  b\n").postings
    assert posting.amounts[0].commodity == "EUR\u00a0"
    assert codes_of("2024-01-01\n  a  1 EUR\u00a0\n  b\n") == ["odd-symbol"]
