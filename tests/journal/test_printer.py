"""What is printed reads as what was read, to hledger and to us."""

import json
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arledger.journal.amount_text import amount_text, number_text, sample_text
from arledger.journal.loader import load, loads
from arledger.journal.model import Amount, Cost, Entry, Journal, Posting, Style
from arledger.journal.printer import entries_json, print_journal
from arledger.problems import Severity
from arledger.records import replaced

TODAY = date(2026, 6, 1)
needs_hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is the judge here")


def read(text: str) -> Journal:
    journal, problems = loads(text, today=TODAY)
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    return journal


def facts(journal: Journal) -> dict[str, object]:
    """All a journal says, without where it says it."""
    return {
        "entries": [_entry(entry) for entry in journal.entries],
        "accounts": [(a.name, a.comment, a.tags, a.type) for a in journal.accounts.values()],
        "styles": journal.commodities,
        "declared": list(journal.declared_commodities),
        "payees": list(journal.payees),
        "tags": list(journal.tags),
        "prices": [(p.date, p.commodity, p.amount) for p in journal.prices],
        "rules": [(r.mark, r.header, r.body) for r in journal.rules],
    }


def _entry(entry: Entry) -> Entry:
    postings = tuple(map(_posting, entry.postings))
    return replaced(entry, path="", line=0, end_line=0, postings=postings)


def _posting(posting: Posting) -> Posting:
    assertion = posting.assertion
    placeless = assertion._replace(line=0, column=0) if assertion else None
    return replaced(posting, line=0, assertion=placeless)


def hledger_json(text: str) -> object:
    """What hledger reads, without where it read it."""
    command = ["hledger", "-f-", f"--today={TODAY}", "print", "-Ojson"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr + text
    return _without_places(json.loads(run.stdout))


def _without_places(value: object) -> object:
    if isinstance(value, list):
        return [_without_places(one) for one in value]
    if not isinstance(value, dict):
        return value
    places = {"tsourcepos", "baposition", "tindex", "ptransaction_"}
    kept = {k: _without_places(v) for k, v in value.items() if k not in places}
    if isinstance(price := kept.get("aprice"), dict):
        price["contents"].pop("astyle")  # a cost's decimals as shown; its quantity is compared
    if kept.get("asdigitgroups"):
        mark, sizes = kept["asdigitgroups"]
        kept["asdigitgroups"] = [mark, re.sub(r"(\d)(?:, \1)+]", r"\1]", str(sizes))]
    return kept


# -- books -----------------------------------------------------------------------------------

BOOKS = {
    "plain": """\
2026-01-05 * (INV-1) ACME | first order  ; po:P1
    ; due:2026-02-04
    assets:receivable:acme    1,000.00 USD  ; inv:INV-1
    ; a second line, with a tag:x
    income:sales
""",
    "declarations": """\
decimal-mark .
commodity 1,000.00 USD
commodity 1,00,00,000.0 INR
commodity $1,000.
commodity "x 1"
  format 1000.000 "x 1"
commodity EUR
account assets:receivable:acme  ; name:ACME Trading, rep:linh
    ; second:line
    ;
    ; fourth:line
account assets:cash  ; type:C
account equity
account odd ; not:a comment
payee ACME Trading Co., Ltd
tag inv
P 2026-01-01 EUR 1.10 USD
P 2026-01-02 12:00:00 "x 1" $3
2026-01-05 x
    assets:receivable:acme     1,000 USD
    assets:cash   -1000.00 USD
    odd   1,00,000 INR
    odd   -1,00,000 INR
    a   $1,000
    a  $-1000
""",
    "headers": """\
2026-01-05 no postings  ; event:contact
2026-01-05=2026-02-06 ! secondary
    a   1
    b
2026/1/6 *(not a code) d
    a   1
    b
2026.1.7 (code with spaces)glued
2026-01-08 () * starred
2026-01-08 (c) (d) e
2026-01-08 ()
2026-01-08
2026-01-08 ; only a comment
    ; more
2026-01-08 *
    ; below only
    ;
    ; after a blank one
2026-01-09 a  | b | c
""",
    "postings": """\
2026-01-05 x
    * a:b c   1 USD
    ! (v)   2 USD  ; date:2026-02-01
    [w]   3 EUR  ; [2026-03-01=2026-03-02]
    ; [=1/2] is not read twice
    [z]
    (nothing)
    ( spaced )   1 USD
    a ; c:1  5 USD
    # no comment  -6 USD
    last  ; date2:2/3
2026-01-06 several missing commodities
    a   1 USD
    b   2 EUR
    c
2026-01-07 one left
    a   1 USD
    b  -1 USD
    c
""",
    "costs": """\
2026-01-05 x
    a   10 EUR @ $1.35
    b   -3 EUR @@ $4.05
    c
2026-01-06 implicit
    a   10 EUR
    b   -11 USD
2026-01-07 implicit, two
    a   10 EUR
    a   5 EUR
    b   -16.5 USD
2026-01-08 third
    a   3 XAU {5 USD} [2026-01-01] @ 7 USD
    b   -21 USD
2026-01-08 virtual price
    a   3 EUR (@) 7 USD
    b   -3 EUR @@ 21 USD
2026-01-09 no end of decimals
    a   10 EUR
    a   5 EUR
    b   -10 USD
""",
    "assertions": """\
2026-01-05 x
    a   10 USD = 10 USD
    a:b   5 USD == 5 USD
    c   = -15 USD
2026-01-06 x
    a  5 USD =* 20 USD
    c
2026-01-07 x
    a:b   ==* 7 USD
    c
2026-01-07 x
    a:b  3 EUR @ 2 USD = 3 EUR @ 2 USD
    c
""",
    "commas": """\
2026-01-05 x
    a   1.000,50 EUR
    b   -1000,5 EUR
    c   1.000.000 VND
    d   -1000000 VND
2026-01-06 x
    a   1 000 000,00 CZK
    b
2026-01-06 x
    a   $1,000.00
    b   $-1,000.
""",
    "declared commas": """\
commodity 1.000,00 EUR
commodity 1.000, VND
D 1.000,00 CHF
2026-01-05 x
    a   1.000 EUR
    b   -1000,00 EUR
    c   1.000
    d  -1000,00 CHF
    e   5,5 USD
    f  -5,5 USD
    g   1.000 VND
    h  -1.000 VND
""",
    "decimal-mark ,": """\
decimal-mark ,
2026-01-05 x
    a   1.000 EUR
    b   -1000,00 EUR
    c   5 hours
    c   -5 hours
""",
    "symbols": """\
2026-01-05 x
    a   1 "EUR 2"
    b  -1 "EUR 2"
    a   1 EUR,
    b  -1 EUR,
    a   $ 1
    b  - $ 1
    a   "x-y"1
    b   "x-y"-1
    a   €-1.5
    b   €1.5
    a   1e
    b  -1 e
    a   %5
    b   %-5
    a   1.5EUR
    b   -1.50EUR
    a   USD1
    b   -USD1
    a   7
    b  -7.0
    a   1 _
    b  -1 _
    a   1 元
    b  -1 元
    a   1E3 KG
    b   -1000 KG
    a   0.000000000000000000001 BTC
    b   -0.000000000000000000001 BTC
""",
    "applied": """\
Y 2025
alias acme=assets:receivable:acme
apply account firm
account acme  ; rep:linh
3/4=3/5 x
    acme   1 USD  ; [3/6]
    b
end apply account
""",
    "rules": """\
~ monthly from 2026-01  rent  ; a:tag
    a   1,000.0 USD
    b

= ^income
    (tax)   *0.1

2026-01-05 x
    income   1.5 USD
    b
""",
    "masses": """\
2026-01-05 x
    a   123456789012345678901234567890.12345 USD
    b   -123,456,789,012,345,678,901,234,567,890.12345 USD
""",
}


@pytest.mark.parametrize("book", BOOKS)
def test_we_read_what_was_printed_as_what_was_read(book):
    journal = read(BOOKS[book])
    printed = print_journal(journal)
    assert facts(read(printed)) == facts(journal), printed


@pytest.mark.parametrize("book", BOOKS)
def test_printing_what_was_printed_changes_nothing(book):
    printed = print_journal(read(BOOKS[book]))
    assert print_journal(read(printed)) == printed


@needs_hledger
@pytest.mark.parametrize("book", BOOKS)
def test_hledger_reads_what_was_printed_as_what_was_written(book):
    printed = print_journal(read(BOOKS[book]))
    assert hledger_json(printed) == hledger_json(BOOKS[book]), printed


# -- generated books -------------------------------------------------------------------------

_numbers = st.sampled_from(
    ["1", "1.5", "1,5", "-1,000.25", "1.000,25", "1 000.5", "0", "0.00", "1e2", "-.5", "1,000,000"]
)
_symbols = st.sampled_from(["USD", "EUR", "$", "€", '"a b"', "VND", "kg,", "", "e"])
_gaps = st.sampled_from(["", " "])
_comments = st.sampled_from(
    ["", "  ; note", "  ; a:b, c:d e", "  ;; x:", "\n    ; below, t:1", "  ; x\n    ;\n    ; y:z"]
)
_dates = st.sampled_from(["", "  ; date:2026-03-04", "  ; [2026-2-3=2026-4-5]", "  ; k:v [=4/5]"])


@st.composite
def _amount_texts(draw: st.DrawFn) -> str:
    number, symbol, gap = draw(_numbers), draw(_symbols), draw(_gaps)
    if symbol == "":
        return number
    if symbol == "e" or "e" in number or draw(st.booleans()):
        return f"{symbol} {number}" if symbol == "kg," else f"{symbol}{gap}{number}"
    return f"{number} {symbol}" if symbol == "kg," else f"{number}{gap}{symbol}"


@st.composite
def _entry_texts(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["2026-01-05", "2026/2/3=2026-02-04", "2026.12.31"]))
    status = draw(st.sampled_from(["", " *", " !", " * (c 1)", " (x)", " ()"]))
    words = draw(st.sampled_from(["", " payee | note", " (p)" if status else "", " ! d", " a  b"]))
    lines = [head + status + words + draw(_comments)]
    for n in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["{}", "({})", "{}", "* {}", "! ({})"]))
        cost = draw(st.sampled_from(["", "", " @ 2 CHF", " @@ 2.50 CHF"]))
        note = draw(_dates) or draw(_comments)
        lines.append(f"    {kind.format(f'a:b {n}')}  {draw(_amount_texts())}{cost}{note}")
    return "\n".join([*lines, "    rest"] if len(lines) > 1 else lines)


_books = st.lists(_entry_texts(), min_size=1, max_size=4).map(
    lambda entries: "\n\n".join(entries) + "\n"
)


@settings(max_examples=120, deadline=None)
@given(_books)
def test_we_read_any_printed_book_as_what_was_read(text):
    journal = read(text)
    assert facts(read(print_journal(journal))) == facts(journal)


@needs_hledger
@settings(max_examples=20, deadline=None)
@given(_books)
def test_hledger_reads_any_printed_book_as_what_was_written(text):
    assert hledger_json(print_journal(read(text))) == hledger_json(text)


# -- parts of books --------------------------------------------------------------------------

PARTS = """\
2026-01-05 one
    a   10 USD
    b
2026-01-06 two
    a   5 USD = 15 USD
    c   = -5 USD
2026-01-07 three
    c   =* -5 USD
    d   1 USD
    d:e  -1 USD
"""


def test_an_assertion_stays_while_it_sees_all_postings_of_its_account():
    journal = read(PARTS)
    _, two, three = journal.entries
    printed = print_journal(journal, [two, three])
    assert "= 15 USD" not in printed
    assert re.search("    c +  = -5 USD", printed)
    assert "=* -5 USD" in printed
    read(printed)


def test_an_assignment_becomes_its_amount_when_postings_are_left_out():
    journal = read(PARTS)
    printed = print_journal(journal, journal.entries[2:])
    assert "=" not in printed
    assert re.search("c +0 USD", printed)
    read(printed)


def test_an_assertion_does_not_see_the_postings_of_another_file(tmp_path):
    """Two files of the command line assert on their own; printed, they are one book."""
    for name, day in (("a.j", "05"), ("b.j", "06")):
        (tmp_path / name).write_text(
            f"2026-01-{day} x\n    a  1 USD = 1 USD\n    {name}  = -1 USD\n"
        )
    journal, problems = load([str(tmp_path / "a.j"), str(tmp_path / "b.j")], today=TODAY)
    assert problems == []
    printed = print_journal(journal)
    assert "= 1 USD" not in printed
    assert printed.count("= -1 USD") == 2
    read(printed)


def test_an_inclusive_assertion_needs_its_subaccounts_too():
    text = "2026-01-05 x\n  a:b  1 USD\n  c\n2026-01-06 y\n  a  1 USD =* 2 USD\n  c\n"
    journal = read(text)
    assert "=*" in print_journal(journal)
    assert "=*" not in print_journal(journal, journal.entries[1:])


# -- amounts ---------------------------------------------------------------------------------

GERMAN = Style(decimal_mark=",", group_mark=".", group_sizes=(3,))
INDIAN = Style(symbol_first=True, spaced=False, group_mark=",", group_sizes=(3, 2))


@pytest.mark.parametrize(
    ("quantity", "style", "text"),
    [
        ("1234.5", Style(), "1234.5"),
        ("-1234567.50", GERMAN, "-1.234.567,50"),
        ("1000", GERMAN, "1.000,"),
        ("1000000", GERMAN, "1.000.000"),
        ("999", GERMAN, "999"),
        ("12345678.9", INDIAN, "1,23,45,678.9"),
        ("1000", Style(group_mark=" ", group_sizes=(3,)), "1 000"),
        ("-0.00", Style(), "0.00"),
        ("1E+3", Style(), "1000"),
    ],
)
def test_a_number_can_be_read_in_one_way_only(quantity, style, text):
    assert number_text(Decimal(quantity), style) == text


def test_an_amount_shows_its_cost_and_quotes_what_is_no_word():
    amount = Amount(Decimal(-3), "AB 1", Cost(Decimal("0.10"), "$", total=True))
    assert amount_text(amount, {"AB 1": INDIAN}) == '"AB 1"-3 @@ $0.10'


def test_a_sample_shows_every_group_of_the_style():
    assert sample_text("INR", INDIAN) == "INR1,00,000.00"
    assert sample_text("VND", GERMAN._replace(places=0)) == "1.000, VND"
    assert sample_text("", Style(places=0)) == "1000."


# -- JSON ------------------------------------------------------------------------------------


def test_json_gives_every_entry_as_read():
    journal = read(
        """\
account assets:receivable  ; side:ours
2026-01-20=2026-02-01 ! (RCP-1) ACME | transfer  ; k:v
    assets:bank               400.00 USD @ 0.9 EUR
    * assets:receivable:acme  ; inv:INV-1, date:2026-01-21
    (order:acme)  2 h = 2 h
"""
    )
    (entry,) = entries_json(journal, journal.entries)
    postings = entry.pop("postings")
    assert entry == {
        "date": "2026-01-20",
        "date2": "2026-02-01",
        "status": "!",
        "code": "RCP-1",
        "description": "ACME | transfer",
        "payee": "ACME",
        "comment": "k:v",
        "tags": [["k", "v"]],
        "file": "-",
        "line": 2,
    }
    bank, receivable, order = postings
    assert bank["amounts"] == [
        {
            "commodity": "USD",
            "quantity": "400.00",
            "cost": {"commodity": "EUR", "quantity": "0.9", "total": False},
        }
    ]
    assert receivable == {
        "account": "assets:receivable:acme",
        "kind": "real",
        "date": "2026-01-21",
        "status": "*",
        "comment": "inv:INV-1, date:2026-01-21",
        "tags": [["inv", "INV-1"], ["date", "2026-01-21"], ["side", "ours"]],
        "amounts": [{"commodity": "EUR", "quantity": "-360.000", "cost": None}],
        "assertion": None,
        "file": "-",
        "line": 4,
    }
    assert order["kind"] == "virtual"
    assert order["assertion"] == {
        "commodity": "h",
        "quantity": "2",
        "cost": None,
        "sole": False,
        "inclusive": False,
    }
    assert json.loads(json.dumps(entry)) == entry
