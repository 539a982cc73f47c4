"""Hostile values: written so that they are read back as meant, or refused with a remedy."""

import re
import shutil
import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.writing.desks import (
    POINT,
    TODAY,
    as_hledger_reads,
    as_meant,
    books_in,
    desk_of,
    drafted,
    hledger_entries,
    proposed,
)

from arledger.journal.model import ParserState
from arledger.ledger.customers import MASTER
from arledger.ledger.tags import JOINED, meaning
from arledger.writing import texts
from arledger.writing.amounts import Money, money
from arledger.writing.append import append
from arledger.writing.errors import UnfitError

needs_hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")

NOWHERE = ParserState(2026)


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("two\nlines", "more than one line"),
        ("two\r\nlines", "more than one line"),
        ("a\rb", "more than one line"),
        ("red \x1b[31m", "U+001B"),
        ("\x07", "U+0007"),
        ("turned \u202e round", "U+202E"),
        ("torn \udcff", "U+DCFF"),
        ("a\x00b", "U+0000"),
        ("  ", "empty"),
        ("a; b", "first ;"),
    ],
)
def test_a_note_that_would_be_read_otherwise_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=re.escape(reason)) as caught:
        texts.note(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    ["* not cleared", "! not pending", "(no code) x", "a | b", "2026-01-01=2", "= 5", "  x  y  ",
     "date:2026-01-01", "[2026-01-01]", "{x} [y] <z>", "$(rm -rf)", "tab\there", "no\u00a0break",
     "a" * 3000, "名 tên ñ €"],
)  # fmt: skip
def test_words_that_only_look_dangerous_are_read_back(text: str, tmp_path: Path) -> None:
    books = books_in(tmp_path / "book.journal", POINT)
    entry = proposed(books, "note", {"note": [text]}).entries[0]
    assert entry.note == texts.line(text)
    assert entry.tags == (("event", "note"), ("customer", "acme"))
    assert entry.payee == "ACME Trading Co., Ltd"


@pytest.mark.parametrize("text", ["a,b", "a)b", "x[1/2]", "-", "two  spaces"])
def test_a_number_that_would_end_early_or_mean_another_thing_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        texts.own_number(text)


@pytest.mark.parametrize(
    "text", ["a  b", "*a", "!a", "(a)", "[a]", ";a", "#a", "a ;b", "a::b", ":a", "a:", "a: b", ""]
)
def test_an_account_that_would_be_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        texts.account(text)


@pytest.mark.parametrize(
    "text", ["date=2026-01-01", "type=A", "event=hold", "a b=c", "=c", "a", "a:b=c", "a=x, y", "a="]
)
def test_a_tag_that_means_something_else_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        texts.free_tag(text)


@pytest.mark.parametrize("name", MASTER)
def test_a_comma_parts_what_is_joined_again_and_nothing_else(name: str) -> None:
    if name in JOINED:
        written = texts.tags(name, "ACME, Inc., USA")
        assert meaning(written) == {name: "ACME, Inc., USA"}
    else:
        with pytest.raises(UnfitError, match="comma"):
            texts.tags(name, "a, b")
    with pytest.raises(UnfitError):
        texts.tags(name, "a,b")  # would come back as a, b


# -- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "declared", "quantity", "commodity"),
    [
        ("5000", "", "5000", "EUR"),
        ("5000.5", "", "5000.5", "EUR"),
        ("5000,50", "", "5000.50", "EUR"),
        ("1,234.50 USD", "", "1234.50", "USD"),
        ("1.234,50USD", "", "1234.50", "USD"),
        ("$1,234.50", "", "1234.50", "$"),
        ("USD 12", "", "12", "USD"),
        ('12 "A 1"', "", "12", "A 1"),
        ("-12 €", "", "-12", "€"),
        ("-$12", "", "-12", "$"),
        ("+ 12", "", "12", "EUR"),
        ("1,000,000", "", "1000000", "EUR"),
        ("1,00,000.5", "", "100000.5", "EUR"),
        ("1.000", ".", "1.000", "EUR"),
        ("1.000", ",", "1000", "EUR"),
        ("1,000", ".", "1000", "EUR"),
        ("1000.50", ",", "1000.50", "EUR"),
        ("0.500", "", "0.500", "EUR"),
        ("1234.567", "", "1234.567", "EUR"),
        (".5", "", "0.5", "EUR"),
    ],
)
def test_an_amount_is_read_as_it_was_typed(
    text: str, declared: str, quantity: str, commodity: str
) -> None:
    state = ParserState(2026, decimal_mark=declared)
    assert money(text, state, "EUR") == Money(Decimal(quantity), commodity)


@pytest.mark.parametrize(
    "text",
    ["1,000", "1.000", "", "x", "12 EUR USD", "EUR 12 EUR", "1,2,3", "1.2.3", "1,000.5,5", "--5",
     "5 EUR,", "1e3", "1 000", "5;", "5 @ 2 USD", "=5", "12345,678.9", "9" * 50, "٣"],
)  # fmt: skip
def test_an_amount_that_may_be_another_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        money(text, NOWHERE, "EUR")


def test_an_amount_of_no_currency_is_refused_where_several_are_used() -> None:
    with pytest.raises(UnfitError, match="lacks its currency"):
        money("5", NOWHERE, None)


def test_a_mark_is_that_of_its_commodity_then_that_of_d() -> None:
    state = ParserState(2026, commodity_marks={"USD": "."}, default_mark=",")
    assert money("1.000 USD", state, None).quantity == Decimal("1.000")
    assert money("1.000 EUR", state, None).quantity == 1000


# -- everything in any field -------------------------------------------------------------------

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" \t\n;:,|*!()[]{}=#@\"'~-/.0123456789\u00a0\u3000\x1b\\<>&$")),
        st.sampled_from(list(string.ascii_letters + "éñ名đ")),
        st.characters(exclude_categories=["C"]),
    ),
    max_size=25,
)
PIECES = st.lists(
    st.one_of(
        NASTY,
        st.sampled_from(
            ["date:2026-01-01", "[2026-01-01]", "[1/2]", "  ", " ;", ";", ", ", "inv:", "event:hold",
             "\n    assets:bank  1 EUR", "\n2026-01-01 x", "| y", "* ", "(x) ", "\x1b]0;x\x07",
             "comment", "end comment", "include /etc/passwd", "type:A", "https://x.y/z"]
        ),
    ),
    max_size=4,
).map("".join)  # fmt: skip

FIELDS = [
    ("note", "note"), ("note", "tag"), ("contact", "with"), ("contact", "outcome"),
    ("hold", "reason"), ("review", "name"), ("review", "address"), ("review", "contact"),
    ("payment", "number"), ("payment", "inv"), ("payment", "note"), ("payment", "against"),
    ("invoice", "number"), ("invoice", "order"), ("invoice", "terms"), ("promise", "number"),
    ("promise", "with"), ("promise", "inv"), ("order", "number"), ("dispute", "owner"),
    ("write-off", "against"), ("credit-note", "account"), ("invoice", "amount"),
]  # fmt: skip
NEEDED = {
    "payment": {"amount": ["5"]},
    "invoice": {"amount": ["5"]},
    "promise": {"amount": ["5"], "on": ["2026-12-01"]},
    "order": {"amount": ["5"]},
    "dispute": {"inv": ["INV-1"]},
    "write-off": {"amount": ["5"], "inv": ["INV-1"]},
    "credit-note": {"amount": ["5"], "inv": ["INV-1"]},
}


@needs_hledger
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.tuples(st.sampled_from(FIELDS), PIECES), min_size=40, max_size=60))
def test_any_value_in_any_field_is_read_back_by_hledger_or_refused(
    tmp_path_factory: pytest.TempPathFactory, tries: list[tuple[tuple[str, str], str]]
) -> None:
    path = tmp_path_factory.mktemp("book") / "book.journal"
    books = books_in(path, POINT)
    names = {name: d.tags for name, d in desk_of(books).book.journal.accounts.items()}
    meant = []
    for (kind, field), text in tries:
        value = f"note={text}" if field == "tag" else text
        answers = {"customer": ["acme"], **NEEDED.get(kind, {}), field: [value]}
        try:
            proposal = proposed(books, kind, answers)
            append(books, proposal, force=True)
        except UnfitError as refused:
            assert str(refused)
            assert refused.field
            continue
        meant.append(proposal.drafts[0].entry)
    read = hledger_entries(path)[path]
    assert [as_hledger_reads(entry) for entry in read[3:]] == [
        as_meant(entry, names) for entry in meant
    ]


def test_no_refusal_is_without_a_remedy(tmp_path: Path) -> None:
    books = books_in(tmp_path / "book.journal", POINT)
    for field, text in (("with", "a, b"), ("via", "pigeon"), ("cause", "rain"), ("next", "soon")):
        with pytest.raises(UnfitError) as caught:
            drafted(books, "contact", {field: [text]})
        assert caught.value.field == field
    assert TODAY.year == 2026
