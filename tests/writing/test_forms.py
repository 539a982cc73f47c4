"""What is made of answers, and what is guessed where there are none."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from tests.writing.desks import (
    COMMA,
    POINT,
    add,
    books_in,
    desk_of,
    drafted,
    hledger_entries,
    proposed,
)

from arledger.journal.model import Entry
from arledger.ledger.disputes import disputes
from arledger.policy.model import DEFAULT
from arledger.policy.sections.books import Writing
from arledger.writing.amounts import Money
from arledger.writing.append import append
from arledger.writing.changes import changes
from arledger.writing.desk import following
from arledger.writing.errors import MissingError, UnfitError
from arledger.writing.form import Question, filled
from arledger.writing.kinds import FORMS
from arledger.writing.proposal import Books, propose, standing

needs_hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")

TWO = (
    POINT
    + """
2026-09-05 (INV-7) ACME Trading Co., Ltd | September
    assets:receivable:acme:north   300.00 EUR
    income:service                -250.00 EUR
    liabilities:vat                -50.00 EUR

2026-09-09 (G-1) Globex
    assets:receivable:globex       $90.00
    income:sales

2026-09-20 (RCP-2) Globex
    assets:cash                    $10.00
    assets:receivable:globex      $-10.00  ; inv:G-1
"""
)
FLAT = """
2026-08-01 (F-1) Foo GmbH | August
    assets:receivable    100.00 EUR
    income:sales
"""
TAGGED = """
2026-08-01 (T-1) Bar Ltd | August  ; customer:bar
    assets:receivable    100.00 EUR
    income:sales
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return books_in(tmp_path / "book.journal", TWO)


def lines(entry: Entry) -> list[tuple[str, Decimal, dict[str, str]]]:
    """Accounts, quantities and tags of an entry's postings."""
    return [(p.account, p.amounts[0].quantity, dict(p.tags)) for p in entry.postings]


# -- guesses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["INV-9", "INV-10"], "INV-11"),
        (["INV-0009"], "INV-0010"),
        (["2026-003", "2026-001"], "2026-004"),
        (["INV-5", "INV-7", "CN-99"], "INV-8"),
        (["A7/26", "A6/26"], "A7/27"),
        (["9"], "10"),
        (["later", "INV-1"], "INV-2"),
        (["x"], ""),
        ([], ""),
    ],
)
def test_the_next_number_counts_on_from_the_highest_like_the_newest(
    before: list[str], after: str
) -> None:
    assert following(before) == after


def test_an_invoice_is_for_what_the_customers_last_one_was_for(books: Books) -> None:
    draft = drafted(books, "invoice", {"amount": ["60"]})
    assert [line[0] for line in lines(draft.entry)] == [
        "assets:receivable:acme:north", "income:service",
    ]  # fmt: skip
    assert draft.remarks == ("the invoice before this one also posted to liabilities:vat",)
    assert draft.entry.code == "INV-8"
    other = drafted(books, "invoice", {"amount": ["$60"]}, customer="globex")
    assert [line[0] for line in lines(other.entry)] == ["assets:receivable:globex", "income:sales"]
    assert other.entry.code == "G-2"


def test_the_policy_names_accounts_before_habits_do(books: Books) -> None:
    own = Writing(bank="assets:bank:giro", income="income:goods")
    mine = Books(books.paths, DEFAULT._replace(writing=own), books.today)
    assert drafted(mine, "payment", {"inv": ["INV-1"]}).entry.postings[0].account == own.bank
    assert drafted(mine, "invoice", {"amount": ["1"]}).entry.postings[1].account == own.income


def test_a_payment_is_what_is_open_on_what_it_pays(books: Books) -> None:
    entry = drafted(books, "payment", {"inv": ["inv-7"]}).entry
    assert lines(entry) == [
        ("assets:bank", 300, {}),
        ("assets:receivable:acme:north", -300, {"inv": "INV-7"}),
    ]
    assert entry.code == "RCP-3"  # one higher than anybody's


def test_the_only_open_document_is_the_one_meant(books: Books) -> None:
    entry = drafted(books, "payment", {}, customer="globex").entry
    assert lines(entry) == [
        ("assets:cash", 80, {}), ("assets:receivable:globex", -80, {"inv": "G-1"}),
    ]  # fmt: skip
    with pytest.raises(MissingError, match="amount"):
        drafted(books, "payment", {})


def test_a_document_tells_whose_it_is(books: Books) -> None:
    draft = filled(FORMS["dispute"], desk_of(books), {"inv": ["G-1"]})
    assert draft.customer == "globex"
    with pytest.raises(MissingError, match="customer"):
        filled(FORMS["contact"], desk_of(books), {})


def test_a_currency_is_that_of_what_the_entry_is_about(books: Books) -> None:
    def money(kind: str, **answers: list[str]) -> str:
        return drafted(books, kind, answers).entry.postings[0].amounts[0].commodity

    assert money("payment", inv=["INV-1"], amount=["5"]) == "EUR"
    assert money("order", customer=["globex"], amount=["5"]) == "$"
    assert money("order", amount=["5 USD"]) == "USD"
    dispute = drafted(books, "dispute", {"inv": ["G-1"], "amount": ["5"], "customer": ["globex"]})
    assert ("amount", "5.00 $") in dispute.entry.tags


# -- documents ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "typed", "meant"),
    [
        ("1,120.500 KWD", "20.500", "20.500"),
        ("1,120.500 KWD", "20,500", "20500.000"),
        ("1120,500 KWD", "20,500", "20.500"),
        ("1120,500 KWD", "1.020,500", "1020.500"),
    ],
)
def test_three_decimals_of_a_currency_that_has_three_are_read_as_they_are_written(
    tmp_path: Path, written: str, typed: str, meant: str
) -> None:
    """Dinars need no directive for that, nor for what is open on an invoice of theirs."""
    bill = "2026-08-01 (K-{}) acme\n    assets:receivable:acme  {}\n    income:sales\n\n"
    text = bill.format(1, written) + bill.format(2, written.replace("1,", "").replace("112", "12"))
    books = books_in(tmp_path / "book.journal", text)
    given = {"inv": ["K-1"], "against": ["assets:bank"]}
    assert lines(drafted(books, "payment", {**given, "amount": [typed]}).entry)[0][1] == Decimal(
        meant
    )
    rest = drafted(books, "payment", {**given, "inv": ["K-2"]}).entry
    assert lines(rest)[0][1] == Decimal("120.500")


@pytest.mark.parametrize("head", ["decimal-mark ,\n", "decimal-mark .\n", ""])
@pytest.mark.parametrize("open_", ["120.500 KWD", "120.505 EUR", "1120.500 KWD", "120.50 EUR"])
def test_what_is_guessed_is_read_as_it_was_meant_whatever_the_decimal_mark(
    tmp_path: Path, head: str, open_: str
) -> None:
    """120.500 typed into a book with decimal commas is a hundred thousand."""
    written = open_.replace(".", ",") if "," in head else open_
    bill = f"2026-08-01 (K-1) acme\n    assets:receivable:acme  {written}\n    income:sales\n"
    books = books_in(tmp_path / "book.journal", head + bill)
    entry = drafted(books, "payment", {"inv": ["K-1"], "against": ["assets:bank"]}).entry
    assert lines(entry)[0][1] == Decimal(open_.split(maxsplit=1)[0])


def test_a_payment_of_several_documents_fills_them_in_order(books: Books) -> None:
    """One posting a document, so that hledger's pivot by inv: is the list of open items."""
    answers = {"inv": ["INV-7", "INV-1"], "amount": ["1000"]}
    entry = drafted(books, "payment", answers).entry
    assert lines(entry)[1:] == [
        ("assets:receivable:acme:north", -300, {"inv": "INV-7"}),
        ("assets:receivable:acme", -700, {"inv": "INV-1"}),
    ]
    answers = {"inv": ["INV-7", "-"], "amount": ["1000"]}
    assert lines(drafted(books, "payment", answers).entry)[2][1:] == (-700, {"inv": "-"})
    assert not proposed(books, "payment", answers).new


def test_what_stands_against_a_payment_may_be_parted(books: Books) -> None:
    parts = ["assets:bank=9990", "expenses:bank fees"]
    entry = drafted(
        books, "payment", {"inv": ["INV-1"], "against": parts, "amount": ["10000"]}
    ).entry
    assert lines(entry)[:2] == [("assets:bank", 9990, {}), ("expenses:bank fees", 10, {})]
    for wrong in (["a=1", "b=2"], ["a", "b"], ["a=10000", "b"], ["a=1 USD", "b"]):
        with pytest.raises(UnfitError):
            drafted(books, "payment", {"inv": ["INV-1"], "amount": ["10000"], "against": wrong})


@needs_hledger
def test_a_payment_in_another_currency_is_written_with_its_cost(books: Books) -> None:
    answers = {"inv": ["INV-1"], "amount": ["1000 EUR"], "against": ["assets:bank=1085.50 USD"]}
    text = add(books, "payment", answers).text
    assert "-1,000.00 EUR @@ 1085.50 USD" in text
    assert hledger_entries(Path(books.paths[0]))
    with pytest.raises(UnfitError, match="one document only"):
        drafted(books, "payment", {**answers, "inv": ["INV-1", "INV-7"], "amount": ["11800"]})


def test_a_kind_that_its_accounts_do_not_tell_is_written_down(books: Books) -> None:
    told = drafted(books, "write-off", {"inv": ["INV-1"], "against": ["expenses:bad debt"]}).entry
    assert told.tags == ()
    entry = drafted(books, "write-off", {"inv": ["INV-1"], "against": ["income:sales"]}).entry
    assert entry.tags == (("doc", "write-off"),)
    kinds = {
        c.kind
        for c in proposed(books, "write-off", {"inv": ["INV-1"], "against": ["income:sales"]})
        .after.books["receivable"]
        .credits
    }
    assert "write-off" in kinds


def test_an_invoice_takes_back_its_order(books: Books) -> None:
    add(books, "order", {"amount": ["2500"], "number": ["SO-1"]})
    proposal = proposed(books, "invoice", {"amount": ["2000"], "order": ["SO-1"]})
    told = {(c.subject, c.what): (c.before, c.after) for c in changes(proposal)}
    assert told["acme", "orders"] == (2500, 500)


def test_what_an_order_or_a_review_does_to_the_credit_is_shown(books: Books) -> None:
    """11,800 are open or ordered: 200 more are at the limit, 201 above it."""
    add(books, "review", {"customer": ["acme"], "limit": ["12000 EUR"]})
    told = {}
    for amount in ("200", "201"):
        proposal = proposed(books, "order", {"amount": [amount]})
        told[amount] = [tuple(c)[1:4] for c in changes(proposal) if c.what == "credit"]
    assert told == {
        "200": [],
        "201": [("credit", "watch", "hold (12001.00 EUR above 12000.00 EUR (100.0 %))")],
    }


def test_on_a_shared_account_the_entry_says_whose_it_is(tmp_path: Path) -> None:
    tagged = books_in(tmp_path / "tagged.journal", TAGGED)
    entry = drafted(tagged, "payment", {"against": ["assets:bank"]}, customer="bar").entry
    assert entry.tags == (("customer", "bar"),)
    flat = books_in(tmp_path / "flat.journal", FLAT)
    entry = drafted(flat, "payment", {"against": ["assets:bank"]}, customer="Foo GmbH").entry
    assert (entry.payee, entry.tags) == ("Foo GmbH", ())
    for books, customer in ((tagged, "bar"), (flat, "Foo GmbH")):
        answers = {"against": ["assets:bank"], "customer": [customer]}
        book = proposed(books, "payment", answers).after.books["receivable"]
        assert [m.customer for m in book.movements] == [customer, customer]


def test_what_we_owe_has_the_signs_turned_round(tmp_path: Path) -> None:
    bill = "2026-08-01 (B-1) Mill\n    expenses:paper  80.00 EUR\n    liabilities:payable:mill\n"
    books = books_in(tmp_path / "book.journal", bill)
    desk = desk_of(books, side="payable")
    entry = filled(FORMS["payment"], desk, {"inv": ["B-1"], "against": ["assets:bank"]}).entry
    assert [line[:2] for line in lines(entry)] == [
        ("liabilities:payable:mill", 80), ("assets:bank", -80),
    ]  # fmt: skip
    entry = filled(FORMS["invoice"], desk, {"customer": ["mill"], "amount": ["5"]}).entry
    assert [line[:2] for line in lines(entry)] == [
        ("expenses:paper", 5), ("liabilities:payable:mill", -5),
    ]  # fmt: skip


def test_what_we_promise_a_supplier_or_dispute_is_written_into_what_we_owe(tmp_path: Path) -> None:
    """Our promise is below zero: a calendar of promised cash has it going out."""
    bill = "2026-08-01 (B-1) Mill | paper\n    expenses:paper  80.00 EUR\n    liabilities:payable:mill\n"
    books = books_in(tmp_path / "book.journal", bill)
    for kind, given in (
        ("promise", {"inv": ["B-1"], "amount": ["50"], "on": ["2026-11-20"]}),
        ("dispute", {"inv": ["B-1"], "amount": ["30"]}),
        ("extend", {"inv": ["B-1"], "due": ["2026-12-01"]}),
    ):
        draft = filled(FORMS[kind], desk_of(books, side="payable"), given)
        append(books, propose(books, [draft], books.paths[0]))
    now = standing(books, books.today)
    assert not now.problems
    (promise,) = now.books["payable"].promises
    (item,) = now.books["payable"].items
    assert (promise.customer, promise.amount) == ("mill", 50)
    assert promise.source.posting is not None
    assert promise.source.posting.amounts[0].quantity == -50
    assert [one.open for one in disputes(now.books["payable"])] == [30]
    assert str(item.due) == "2026-12-01"


# -- promises ------------------------------------------------------------------------------------


def plan(books: Books, **answers: str) -> list[tuple[str, Decimal]]:
    given = {name: text.split("|") for name, text in answers.items()}
    return [
        (str(p.date), p.amounts[0].quantity) for p in drafted(books, "plan", given).entry.postings
    ]


def test_a_plan_is_one_promise_in_several_instalments(books: Books) -> None:
    entry = drafted(
        books, "plan", {"inv": ["INV-1"], "amount": ["100"], "parts": ["3"], "on": ["2026-12-31"]}
    ).entry
    assert [p.kind for p in entry.postings] == ["virtual"] * 3
    assert {p.account for p in entry.postings} == {"promise:acme"}
    assert entry.code == "PLAN-1"
    assert dict(entry.tags) == {"inv": "INV-1"}


def test_equal_parts_leave_the_remainder_on_the_last(books: Books) -> None:
    assert plan(books, amount="100", parts="3", on="2026-12-31") == [
        ("2026-12-31", Decimal("33.33")),
        ("2027-01-31", Decimal("33.33")),
        ("2027-02-28", Decimal("33.34")),
    ]
    assert [day for day, _ in plan(books, amount="9", parts="3", on="2026-11-01", every="2 weeks")] == [
        "2026-11-01", "2026-11-15", "2026-11-29",
    ]  # fmt: skip


def test_a_plan_may_name_its_instalments(books: Books) -> None:
    assert plan(books, part="2026-10-20=3000|2026-11-20 4000.50 EUR") == [
        ("2026-10-20", Decimal(3000)), ("2026-11-20", Decimal("4000.50")),
    ]  # fmt: skip
    for wrong in ("2026-10-20", "=5", "soon=5", "2026-10-20=0"):
        with pytest.raises(UnfitError):
            plan(books, part=wrong)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"amount": "0.02", "parts": "3", "on": "2026-12-31"}, "cannot be split"),
        ({"amount": "5", "parts": "1", "on": "2026-12-31"}, "no number from 2"),
        ({"amount": "5", "parts": "9999", "on": "2026-12-31"}, "no number from 2"),
        ({"amount": "5", "parts": "3", "on": "2026-12-31", "every": "moon"}, "no step"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(books: Books, answers: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        plan(books, **answers)


def test_a_promise_is_of_what_is_open(books: Books) -> None:
    proposal = proposed(books, "promise", {"inv": ["INV-1"], "on": ["2026-11-20"]})
    assert [tuple(c) for c in changes(proposal)] == [
        ("PTP-2", "promised for 2026-11-20", None, 11500, "EUR"),
    ]
    found = proposal.after.books["receivable"].promises[-1]
    assert (found.number, found.references) == ("PTP-2", ("INV-1",))


def test_what_a_payment_does_for_a_promise_is_shown(books: Books) -> None:
    """1,000 promised for 20 September, 500 of it came on the first: the rest a day too late."""
    late = proposed(books, "payment", {"inv": ["INV-1"], "amount": ["500"], "date": ["2026-09-23"]})
    assert not [c for c in changes(late) if c.subject == "PTP-1"]
    kept = proposed(books, "payment", {"inv": ["INV-1"], "amount": ["500"], "date": ["2026-09-22"]})
    assert [tuple(c) for c in changes(kept) if c.subject == "PTP-1"] == [
        ("PTP-1", "promise for 2026-09-20", "partially-kept", "kept", ""),
        ("PTP-1", "paid of 2026-09-20", 500, 1000, "EUR"),
    ]
    newer = proposed(books, "promise", {"inv": ["INV-1"], "on": ["2026-12-01"]})
    again = {"inv": ["INV-1"], "on": ["2026-12-24"], "date": ["2026-10-06"]}
    add(books, "promise", {"inv": ["INV-1"], "on": ["2026-12-01"]})
    told = {(c.subject, c.what): c.after for c in changes(proposed(books, "promise", again))}
    assert told["PTP-2", "promise for 2026-12-01"] == "superseded"
    assert newer.worst is None


def test_an_order_may_be_taken_back_in_part(books: Books) -> None:
    add(books, "order", {"amount": ["2500"], "number": ["SO-1"]})
    entry = drafted(books, "order", {"amount": ["-500"], "of": ["SO-1"]}).entry
    assert lines(entry) == [("order:acme", -500, {"order": "SO-1"})]


# -- events ----------------------------------------------------------------------------------------


def test_a_day_may_be_written_as_hledger_writes_it(books: Books) -> None:
    entry = drafted(books, "contact", {"next": ["in 3 days"], "date": ["yesterday"]}).entry
    assert ("next", "2026-10-08") in entry.tags
    assert str(entry.date) == "2026-10-04"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("friday", "2026-10-09"), ("Mon", "2026-10-12"), ("tue", "2026-10-06"), ("15", "2026-10-15")],
)
def test_a_day_to_come_may_be_the_next_of_its_name(books: Books, typed: str, day: str) -> None:
    """Today is Monday, 2026-10-05; what happened is dated as hledger does, which has no such days."""
    promise = drafted(books, "promise", {"amount": ["1"], "on": [typed]}).entry
    plan = drafted(books, "plan", {"part": [f"{typed}=1", "2027-01-04=1"]}).entry
    assert [str(entry.postings[0].date) for entry in (promise, plan)] == [day, day]
    assert ("next", day) in drafted(books, "contact", {"next": [typed]}).entry.tags
    if not typed.isdecimal():
        with pytest.raises(UnfitError, match="not a date"):
            drafted(books, "note", {"date": [typed]})


@pytest.mark.parametrize(
    ("kind", "answers", "change"),
    [
        ("extend", {"inv": ["INV-1"], "due": ["2026-12-01"]}, ("INV-1", "due", "2026-08-31", "2026-12-01")),
        ("review", {"terms": ["net 45"]}, ("acme", "terms", "net 30", "net 45")),
        ("review", {"limit": ["5.00 EUR"]}, ("acme", "limit", "None", "5.00 EUR")),
        ("review", {"limit": ["5000"]}, ("acme", "limit", "None", "5000.00 EUR")),
        ("dispute", {"inv": ["INV-1"]}, ("INV-1", "disputed", "None", "11500.00")),
        ("commitment", {"amount": ["9"]}, ("acme", "we promise", "None", "9.00")),
        ("hold", {}, ("acme", "credit", "None", "on hold")),
        ("release", {}, ("acme", "credit", "None", "released")),
    ],
)  # fmt: skip
def test_what_an_event_changes_is_shown(
    books: Books, kind: str, answers: dict[str, list[str]], change: tuple[str, ...]
) -> None:
    found = changes(proposed(books, kind, answers))
    assert change in {(c.subject, c.what, str(c.before), str(c.after)) for c in found}


def test_what_is_left_in_dispute_is_shown_when_part_is_resolved_or_paid(books: Books) -> None:
    add(books, "dispute", {"inv": ["INV-1"], "amount": ["500 EUR"]})
    resolved = {"inv": ["INV-1"], "amount": ["200 EUR"], "outcome": ["rejected"]}
    told = changes(proposed(books, "resolve", resolved))
    assert [(c.what, c.before, c.after) for c in told] == [("disputed", 500, 300)]
    paid = changes(proposed(books, "payment", {"inv": ["INV-1"], "amount": ["11400"]}))
    assert ("disputed", 500, 100) in [(c.what, c.before, c.after) for c in paid]


def test_what_we_promised_is_shown_and_that_a_credit_note_keeps_it(books: Books) -> None:
    ours = {"amount": ["50"], "until": ["2026-12-31"], "number": ["OUR-1"]}
    told = changes(proposed(books, "commitment", ours))
    assert [(c.subject, c.what, c.after) for c in told] == [
        ("OUR-1", "we promise until 2026-12-31", 50)
    ]
    add(books, "commitment", ours)
    given = changes(proposed(books, "credit-note", {"amount": ["50"], "number": ["CN-1"]}))
    assert ("OUR-1", "our promise", "open", "kept") in [c[:4] for c in given]


def test_what_settles_a_dispute_may_name_it(books: Books) -> None:
    """Else it is the oldest dispute of its document."""
    for number, amount in (("D-1", "500"), ("D-2", "300")):
        add(books, "dispute", {"inv": ["INV-1"], "amount": [amount], "number": [number]})
    add(books, "resolve", {"inv": ["INV-1"], "number": ["D-2"], "outcome": ["rejected"]})
    book = standing(books, books.today).books["receivable"]
    assert [str(one.closed) for one in disputes(book)] == ["None", "2026-10-05"]


@pytest.mark.parametrize(
    ("kind", "name", "typed", "written"),
    [
        ("review", "limit", "80.000", "80000.00 EUR"),
        ("review", "limit", "80.000,5 EUR", "80000.50 EUR"),
        ("review", "limit", "None", "none"),
        ("review", "guarantee", "1.234,50 USD", "1234.50 USD"),
        ("confirm", "balance", "0", "0"),
        ("confirm", "balance", "-0,5", "-0.50 EUR"),
        ("dispute", "amount", "1.000", "1000.00 EUR"),
    ],
)
def test_amounts_in_tags_are_typed_as_the_journal_writes_them(
    tmp_path: Path, kind: str, name: str, typed: str, written: str
) -> None:
    """A limit of 80.000 in a book with decimal commas is eighty thousand."""
    books = books_in(tmp_path / "comma.journal", COMMA)
    rest = {"inv": ["INV-1"], **({"reply": ["agreed"]} if kind == "confirm" else {})}
    entry = drafted(books, kind, {**rest, name: [typed]}).entry
    assert (name, written) in entry.tags


# -- doubts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "answers", "doubt"),
    [
        ("payment", {"amount": ["1.005"]}, "more than 2 decimals"),
        ("payment", {"amount": ["1"], "against": ["assets:bnak"]}, "assets:bnak is new"),
        ("invoice", {"amount": ["1"], "due": ["2025-11-01"]}, "falls due before 2026-10-05"),
        ("invoice", {"amount": ["1"], "account": ["assets:receivable:globex"]}, "of globex"),
        ("promise", {"on": ["2026-09-01"]}, "before 2026-10-05"),
        ("promise", {"on": ["2026-11-01"], "inv": ["INV-9"], "amount": ["5"]}, "no document INV-9"),
        ("dispute", {"inv": ["G-1"]}, "no document G-1"),
    ],
)
def test_what_may_not_be_meant_is_doubted(
    books: Books, kind: str, answers: dict[str, list[str]], doubt: str
) -> None:
    assert any(doubt in d.message for d in drafted(books, kind, answers).doubts)


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("payment", {"inv": ["INV-1"], "amount": ["200"]}),
        ("contact", {"via": ["phone"], "note": ["rang"]}),
    ],
)
def test_what_is_written_a_second_time_is_doubted(
    books: Books, kind: str, answers: dict[str, list[str]]
) -> None:
    """A payment entered twice by a slip of the finger is the dearest mistake there is."""
    assert not drafted(books, kind, answers).doubts
    written = add(books, kind, answers)
    (doubt,) = drafted(books, kind, answers).doubts
    assert doubt.message == f"the same entry stands at {written.path}:{written.line}"
    for other in ({"date": ["yesterday"]}, {"note": ["another"]}, *_numbers(kind)):
        assert not drafted(books, kind, {**answers, **other}).doubts


def test_a_day_still_to_come_is_remarked_upon(books: Books) -> None:
    ahead = drafted(books, "note", {"date": ["2030-10-05"]})
    assert ahead.remarks == ("it is dated 2030-10-05, 1461 days after today",)
    assert not drafted(books, "note", {}).remarks


def _numbers(kind: str) -> list[dict[str, list[str]]]:
    """A number that is given tells two apart; one that is only counted on does not."""
    return [{"number": ["RCP-77"]}] if kind == "payment" else []


def test_an_account_that_is_nobodys_is_refused(books: Books) -> None:
    with pytest.raises(UnfitError, match="no receivable account"):
        drafted(books, "invoice", {"amount": ["1"], "account": ["assets:bank"]})


# -- asking ----------------------------------------------------------------------------------------


def test_who_is_asked_answers_until_it_can_be_read(books: Books) -> None:
    typed = iter(["acme", "INV-1", "", "lots", "200", "", "", "", "", "", "", ""])
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return next(typed)

    entry = filled(FORMS["payment"], desk_of(books), {}, ask).entry
    assert lines(entry)[1] == ("assets:receivable:acme", -200, {"inv": "INV-1"})
    names = [question.field.name for question in asked]
    assert names == [
        "customer",
        "inv",
        "inv",
        "amount",
        "amount",
        "date",
        "number",
        "note",
        "against",
    ]
    assert "not an amount" in asked[4].wrong
    assert asked[3].guess == "11500.00 EUR"
    assert "acme" in asked[0].offers
    assert asked[1].offers == ["INV-1", "INV-7"]


def test_money_is_written_in_tags_with_a_point_and_its_currency() -> None:
    assert Money(Decimal("1234.50"), "EUR").text == "1234.50 EUR"
