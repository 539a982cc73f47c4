"""Query terms select what hledger selects."""

import csv
import io
import json
import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.journal.loader import loads
from arledger.journal.query import Query, parse_query
from arledger.journal.subject import Subject, subject_of, subject_of_entry

TODAY = date(2026, 6, 1)

BOOK = """\
decimal-mark .
commodity 1,000.00 USD
account assets:receivable:acme  ; name:ACME Trading, rep:linh
account assets:receivable  ; side:ours
account Aktiva:Bank  ; type:C

2026-01-05 * (INV-1) ACME | first order  ; po:P1
    assets:receivable:acme    1,000.00 USD  ; inv:INV-1, due:2026-02-04
    income:sales

2026-01-20=2026-02-01 ! (RCP-1) ACME | bank transfer
    assets:bank               400.00 USD
    * assets:receivable:acme   -400.00 USD  ; inv:INV-1, date:2026-01-21
    (order:acme)       5 hours

2026-02-10 Béta Ltd
    assets:receivable:beta    10 EUR @ $1.1
    income:sales             $-11
    [budget:x]                 3 USD
    [budget:y]                -3 USD

2026-03-01 note only  ; event:contact, via:phone

2026-03-02 no bar here
    Aktiva:Bank   1.5 USD
    assets:cash   0 USD
    equity:conversion  -1.50 USD

2026-03-03=2026-04-03 (A.B) virtual only | done  ; INV:x, inv:y z
    (order:acme:o1)  7 EUR  ; date2:2026-05-05
    (order [a])     -7 EUR
"""

QUERIES = """
acme
not:acme
not:not:acme
ACME
receivable sales
acme not:sales
not:acme not:sales
foo:x
Receivable:ACME
acct:sal|bank
acct:acme$|^order
acct:[a-c]cme
acct:[^a]cme
acct:[[:alpha:]]cme
acct:[]a]c
acct:[a\\]cme
acct:a.{2}e
acct:\\bacme\\b
acct:\\Bcme
acct:\\<acme\\>
acct:\\`a
acct:e\\'
acct:()
acct:\\[a
acct:e:.*e
acct:^assets:(bank|receivable:b)
desc:first
desc:first order
desc:first desc:Béta
desc:BÉTA
desc:é
desc:^B.ta
desc:Ltd$
desc:\\|
not:desc:first not:desc:note
payee:acme
payee:acme payee:beta
payee:here
note:order
note:here
note:ltd
tag:payee=ACME
tag:payee
code:inv
code:INV code:RCP
code:.
code:a\\.b
status:*
status:1
status:!
status:
status:0
status:! status:*
not:status:!
real:
real:1
real:0
not:real:
amt:400
amt:-400
amt:+400
amt:>400
amt:>=400
amt:<5
amt:<0
amt:<=-3
amt:0
amt:=0
amt:1.5
amt:1.50
amt:>1e2
amt:> 400
amt:400 amt:10
not:amt:>5
cur:USD
cur:US
cur:usd
cur:\\$
cur:.*s.*
cur:USD cur:EUR
not:cur:EUR
date:2026-01
date:20260121
date:2026-01-21
date:jan
date:..2026-02
date:2026-01-21..2026-02-11
date:this year
date:2026-01 date:2026-02
not:date:2026-01
date2:2026-02
date2:2026-04
type:a
type:ac
type:C
type:r
type:E
type:V
type:a type:r
not:type:c
tag:inv
tag:INV
tag:^inv$
tag:inv=1$
tag:inv=y z
tag:rep=linh
tag:side
tag:po
tag:n=V
tag:.=INV
tag:a tag:b
not:tag:inv
tag:via
acme desc:first amt:>5
acme date:2026-01-21
assets desc:acme status:* not:tag:po
"""

TERMS = [line for line in QUERIES.splitlines() if line]
JOURNAL, PROBLEMS = loads(BOOK, today=TODAY)
POSTINGS = [(entry, posting) for entry in JOURNAL.entries for posting in entry.postings]


def query(line: str) -> Query:
    """What a line of the list asks for."""
    return parse_query(args_of(line), TODAY)


def args_of(line: str) -> list[str]:
    """The line's terms: a word without prefix goes on with a term that may hold spaces."""
    args: list[str] = []
    for word in line.split(" "):
        spaced = (
            ":" not in word and args and args[-1].split(":")[0] in {"desc", "date", "tag", "amt"}
        )
        if spaced:
            args[-1] += " " + word
        else:
            args.append(word)
    return args


def test_the_book_reads():
    assert PROBLEMS == []


# -- the judge -------------------------------------------------------------------------------


def hledger(book: str, *args: str) -> str:
    command = ["hledger", "-f-", f"--today={TODAY}", *args]
    run = subprocess.run(command, input=book, capture_output=True, text=True, check=True)
    return run.stdout


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is the judge here")
@pytest.mark.parametrize("line", TERMS)
def test_hledger_selects_the_same_postings(line):
    shown = hledger(BOOK, "reg", "-Ocsv", *args_of(line))
    theirs = [(row["date"], row["account"]) for row in csv.DictReader(io.StringIO(shown))]
    signs = {"real": "{}", "virtual": "({})", "balanced": "[{}]"}
    ours = [
        (str(posting.date or entry.date), signs[posting.kind].format(posting.account))
        for entry, posting in POSTINGS
        if query(line).matches(subject_of(entry, posting, JOURNAL))
    ]
    assert sorted(theirs) == sorted(ours)


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is the judge here")
@pytest.mark.parametrize("line", TERMS)
def test_hledger_prints_the_same_entries(line):
    shown = json.loads(hledger(BOOK, "print", "-Ojson", *args_of(line)))
    ours = [
        entry.description
        for entry in JOURNAL.entries
        if query(line).matches(subject_of_entry(entry, JOURNAL))
    ]
    assert [entry["tdescription"] for entry in shown] == ours


# -- beyond the judge ------------------------------------------------------------------------


def accounts(*args: str) -> list[str]:
    wanted = parse_query(args, TODAY)
    return [p.account for e, p in POSTINGS if wanted.matches(subject_of(e, p, JOURNAL))]


def descriptions(*args: str) -> list[str]:
    wanted = parse_query(args, TODAY)
    return [e.description for e in JOURNAL.entries if wanted.matches(subject_of_entry(e, JOURNAL))]


def test_no_terms_select_everything():
    nothing = parse_query([], TODAY)
    assert not nothing
    assert nothing.matches(Subject())
    assert parse_query(["acme"], TODAY)


def test_depth_cuts_names_and_leaves_nothing_out():
    cut = parse_query(["depth:3", "acme", "depth:2"], TODAY)
    assert cut.depth == 2
    assert not parse_query(["depth:1"], TODAY)
    assert parse_query(["acme"], TODAY).depth is None


def test_a_bare_word_is_looked_for_in_a_rows_words_and_acct_in_its_accounts():
    row = Subject(words=("acme", "ACME Trading Co."), accounts=("assets:receivable:k1",))
    assert parse_query(["trading"], TODAY).matches(row)
    assert not parse_query(["receivable"], TODAY).matches(row)
    assert parse_query(["acct:receivable"], TODAY).matches(row)
    assert parse_query(["nobody", "acct:receivable"], TODAY).matches(row)


def test_a_row_without_a_date_meets_no_date_term():
    assert not parse_query(["date:2026"], TODAY).matches(Subject())
    assert parse_query(["not:date:2026"], TODAY).matches(Subject())
    assert not parse_query(["date2:2026"], TODAY).matches(Subject())


def test_a_postings_own_secondary_date_counts():
    """hledger's print agrees; its register also lists the rest of the entry."""
    assert accounts("date2:2026-05") == ["order:acme:o1"]
    assert descriptions("date2:2026-05") == []


def test_amounts_are_compared_exactly():
    row = Subject(amounts=((Decimal("0.1"), "USD"),))
    assert parse_query(["amt:0.1"], TODAY).matches(row)
    assert parse_query(["amt:0.10"], TODAY).matches(row)
    assert not parse_query(["amt:>0.1"], TODAY).matches(row)


def test_any_and_all_look_at_an_entrys_postings():
    assert descriptions("any:acct:bank") == ["ACME | bank transfer", "no bar here"]
    assert descriptions("all:cur:EUR") == ["note only", "virtual only | done"][1:]
    assert accounts("any:acct:bank") == ["assets:bank", "Aktiva:Bank"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("desc:first OR desc:Béta", ["ACME | first order", "Béta Ltd"]),
        ("desc:ACME AND NOT desc:bank", ["ACME | first order"]),
        ("desc:acme and not (desc:bank or desc:first)", []),
        ("NOT NOT desc:Béta", ["Béta Ltd"]),
        ("(desc:first OR desc:bank) AND acct:order", ["ACME | bank transfer"]),
        ("desc:first desc:bank acct:order", ["ACME | bank transfer"]),
        ("desc:'first order'", ["ACME | first order"]),
        ('desc:"no bar" OR (code:(a|b)\\.b)', ["no bar here", "virtual only | done"]),
        ("((desc:first))", ["ACME | first order"]),
    ],
)
def test_expressions_combine_terms(text, found):
    assert descriptions(f"expr:{text}") == found


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("acct:", "a search word is missing"),
        ("", "a search word is missing"),
        ("not:", "a search word is missing"),
        ("tag:inv=", "a search word is missing"),
        ("tag:=x", "a search word is missing"),
        ("acct:(", "not a regular expression"),
        ("acct:a)", "not a regular expression"),
        ("acct:[", r"a \[ is never closed"),
        ("acct:*x", "nothing to repeat"),
        ("acct:a**", "multiple repeat"),
        ("acct:a+?", "multiple repeat"),
        ("acct:(?:a)", r"have no \(\?"),
        ("acct:a\\", "ends with a backslash"),
        ("acct:\\d", r"is the letter d in hledger: write \[0-9\]"),
        ("acct:\\S", r"write \[\^\[:space:\]\]"),
        ("acct:[[:foo:]]", r"no character class \[:foo:\]"),
        ("status:cleared", r"\*, ! or nothing"),
        ("real:x", "real:0 for virtual"),
        ("amt:1,000", "amt:>100"),
        ("amt:", "amt:>100"),
        ("type:asset", "A L E R X C V"),
        ("type:", "A L E R X C V"),
        ("depth:x", "depth is a number"),
        ("date:", "is not a period"),
        ("date:soon", "is not a period"),
        ("date2:2026-13", "is not a period"),
        ("not:amt:x", "amt:>100"),
        ("any:amt:x", "amt:>100"),
        ("expr:", "a term is missing"),
        ("expr:a AND", "a term is missing"),
        ("expr:OR a", "a term is missing"),
        ("expr:NOT", "a term is missing"),
        ("expr:(a", "parenthesis is never closed"),
        ("expr:a)", "not expected"),
        ("expr:desc:'a", "quote is never closed"),
        ("expr:" + "(" * 5000 + "a", "nested too deep"),
        ("any:" * 5000 + "a", "nested too deep"),
    ],
)
def test_a_term_that_is_none_is_refused_with_a_sentence(term, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_query([term], TODAY)


def test_a_hundred_nots_are_no_trouble():
    assert accounts("not:" * 1000 + "acme") == accounts("acme")


@given(st.text(alphabet="acdt:=()[]{}^$|*+?.\\'\"<>!-019 notaexpr,\u00e9", max_size=20))
def test_any_text_is_a_term_or_a_sentence(text):
    try:
        parse_query([text], TODAY).matches(Subject(words=("a",), amounts=((Decimal(1), "a"),)))
    except ValueError as problem:
        assert str(problem)
