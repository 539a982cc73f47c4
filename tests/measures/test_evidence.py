"""Evidence: what the journal names, what of it is there, and what is missing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.events import PROVEN
from arledger.ledger.model import Side
from arledger.measures.chronology import chronology
from arledger.measures.evidence import PIECES, Evidence, Found, claims, evidence
from arledger.measures.statement import statements
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT

DAY = "2026-06-30"
FOO = """
    account assets:receivable:foo  ; name:Foo GmbH
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (1) Foo GmbH | goods  ; due:2026-02-05{tags}
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-06 (2) Foo GmbH | more  ; due:2026-12-31
        assets:receivable:foo    500.00 EUR
        income:sales
"""


def book_with(tags: str = "", more: str = "", contract: str = "") -> str:
    text = FOO.format(tags=f", {tags}" if tags else "")
    return text.replace("name:Foo GmbH", f"name:Foo GmbH{contract}") + more


def event(tags: str, day: str = "2026-03-01", who: str = "Foo GmbH") -> str:
    return f"\n    {day} {who} | said  ; event:{tags}\n"


class Disk:
    """A disk on which there are some files, and what was asked of it."""

    def __init__(self, *paths: str) -> None:
        self.paths = set(paths)
        self.asked: list[str] = []

    def __call__(self, path: str) -> Found:
        self.asked.append(path)
        return Found("present", 7, "abc") if path in self.paths else Found("missing")


def found(text: str, disk: Disk | None = None, as_of: str = DAY) -> list[Evidence]:
    book = book_of(text, as_of)
    return evidence(book, "foo", claims(book, "foo"), disk or Disk())


def of(piece: str, text: str, *files: str) -> list[tuple[str, str, str]]:
    """(state, what, claims) of every piece of a sort."""
    return [
        (one.state, one.reference, " ".join(item.label for item in one.claims))
        for one in found(text, Disk(*files))
        if one.piece == piece
    ]


# -- what is claimed -----------------------------------------------------------------------------


def test_what_is_past_due_is_claimed_and_nothing_else() -> None:
    book = book_of(book_with(), DAY)
    assert [item.number for item in claims(book, "foo")] == ["1"]
    assert claims(book_of(book_with(), "2026-02-05"), "foo") == []
    assert claims(book, "bar") == []


def test_of_every_sort_there_is_something_or_it_is_missing() -> None:
    assert {one.piece for one in found(book_with())} == {*PIECES} - {"other"}
    assert {one.piece for one in found(book_with()) if one.state == "missing"} == {*PIECES} - {
        "other", "invoice",
    }  # fmt: skip
    assert found(book_with(), as_of="2026-01-31") == []


def test_what_an_event_may_prove_is_what_the_index_knows() -> None:
    assert {*PROVEN, "other"} == {*PIECES}


def test_interest_was_neither_ordered_nor_delivered() -> None:
    text = """
    2026-01-05 (Z) Foo GmbH | interest  ; doc:interest
        assets:receivable:foo    10.00 EUR
        income:interest
    """
    assert of("order", text) == of("delivery", text) == []
    assert of("letter", text) == [("missing", "", "Z")]


# -- sort by sort --------------------------------------------------------------------------------


def test_a_contract_stands_at_the_account_in_a_review_or_at_the_invoice() -> None:
    own = book_with(contract=", contract:C-7, signed:2025-01-02, file:c7.pdf")
    assert of("contract", own, "c7.pdf") == [("present", "C-7, signed 2025-01-02", "1")]
    assert of("contract", own) == [("file missing", "C-7, signed 2025-01-02", "1")]
    assert of("contract", book_with(contract=", file:c7.pdf"), "c7.pdf") == [("present", "", "1")]
    review = book_with(more=event("review, contract:C-8, customer:foo"))
    assert of("contract", review) == [("no file", "C-8", "1")]
    assert of("contract", book_with("contract:C-9")) == [("no file", "C-9", "1")]


def test_an_order_is_the_customers_number_or_an_entry_of_its_own() -> None:
    assert of("order", book_with("po:P-1")) == [("no file", "P-1", "1")]
    entry = """
    2026-01-02 (SO-1) Foo GmbH | order  ; file:so1.pdf
        (order:foo)    1000.00 EUR
    """
    assert of("order", book_with("order:SO-1", entry), "so1.pdf") == [("present", "SO-1", "1")]
    assert of("order", book_with("po:SO-1", entry)) == [("file missing", "SO-1", "1")]
    assert of("order", book_with("po:P-1", entry)) == [("no file", "P-1", "1")]


def test_an_order_that_the_invoice_takes_back_is_its_order() -> None:
    text = """
    2026-01-02 (SO-1) Foo GmbH | order
        (order:foo)    1000.00 EUR

    2026-01-05 (1) Foo GmbH | goods  ; due:2026-02-05, order:SO-1
        assets:receivable:foo    1000.00 EUR
        income:sales
        (order:foo)    -1000.00 EUR
    """
    (one,) = (one for one in found(text) if one.piece == "order")
    assert one.span
    assert (one.reference, one.span.line) == ("SO-1", 2)


def test_the_invoices_file_is_the_invoice() -> None:
    assert of("invoice", book_with("file:1.pdf"), "1.pdf") == [("present", "invoice", "1")]
    assert of("invoice", book_with("file:1.pdf")) == [("file missing", "invoice", "1")]
    assert of("invoice", book_with()) == [("no file", "invoice", "1")]


def test_a_delivery_note_is_named_by_the_invoice_and_proven_by_a_file() -> None:
    text = book_with("delivery:DN-4")
    assert of("delivery", text) == [("no file", "DN-4", "1")]
    text += event("file, inv:1, proves:delivery, file:dn4.pdf")
    states = of("delivery", text, "dn4.pdf")
    assert states == [("no file", "DN-4", "1"), ("present", "said", "1")]


@pytest.mark.parametrize("piece", [piece for piece in PIECES if piece != "other"])
def test_a_file_proves_what_it_says(piece: str) -> None:
    text = book_with(more=event(f"file, inv:1, proves:{piece}, file:x.pdf"))
    assert ("present", "said", "1") in of(piece, text, "x.pdf")
    assert ("missing", "", "1") not in of(piece, text, "x.pdf")


def test_a_file_that_says_nothing_is_listed_too() -> None:
    assert of("other", book_with(more=event("file, file:x.pdf")), "x.pdf") == [
        ("present", "said", "1")
    ]
    elsewhere = book_with(more=event("file, inv:2, file:x.pdf"))
    assert of("other", elsewhere, "x.pdf") == []
    assert of("other", book_with(more=event("file, file:x.pdf", who="Bar SA"))) == []


def test_confirmations_letters_notices_and_promises_are_those_that_are_about_it() -> None:
    more = (
        event("confirm, reply:agreed, as-of:2026-02-28, file:conf.pdf")
        + event("confirm, reply:differs")
        + event("letter, level:1, sent:post")
        + event("letter, level:2, inv:2")
        + event("legal, stage:notice, file:n.pdf")
        + """
    2026-03-02 (P1) Foo GmbH | wrote  ; inv:1, file:mail.eml
        (promise:foo)    1000.00 EUR  ; date:2026-04-01
    """
    )
    text = book_with(more=more)
    there = ("conf.pdf", "n.pdf", "mail.eml")
    assert of("confirmation", text, *there) == [("present", "balance of 2026-02-28 confirmed", "1")]
    assert of("letter", text, *there) == [("no file", "letter of level 1, sent post", "1")]
    assert of("notice", text, *there) == [("present", "legal: notice", "1")]
    assert of("acknowledgement", text, *there) == [("present", "promise P1, in writing", "1")]


def test_what_is_about_some_claims_is_missing_for_the_others() -> None:
    text = book_with(more=event("letter, level:1, inv:2", "2027-02-01"))
    book = book_of(text, "2027-06-30")
    letters = [
        (one.state, [item.label for item in one.claims])
        for one in evidence(book, "foo", claims(book, "foo"), Disk())
        if one.piece == "letter"
    ]
    assert letters == [("no file", ["2"]), ("missing", ["1"])]


def test_instalments_of_one_posting_are_one_document() -> None:
    text = """
    2026-01-05 (1) Foo GmbH | goods  ; terms:30/60/90, delivery:DN-1, po:P-1, file:1.pdf
        assets:receivable:foo    900.00 EUR
        income:sales
    """
    book = book_of(text, DAY)
    assert len(claims(book, "foo")) == 3
    for piece in ("invoice", "order", "delivery"):
        ((_, _, numbers),) = of(piece, text)
        assert numbers == "1 1 1"


# -- files ---------------------------------------------------------------------------------------


def test_a_path_starts_from_the_journal_that_names_it() -> None:
    disk = Disk()
    book = book_of(book_with("file:scans/1.pdf"), DAY)
    for entry in book.journal.entries:
        entry.path = "books/2026/q1.journal"
    evidence(book, "foo", claims(book, "foo"), disk)
    assert disk.asked == ["books/2026/scans/1.pdf"]


def test_several_files_are_one_with_a_comma_if_there_is_such_a_one() -> None:
    text = book_with("file:Invoice 1, file:signed.pdf")
    (one,) = (o for o in found(text, Disk("Invoice 1, signed.pdf")) if o.piece == "invoice")
    assert [paper.path for paper in one.papers] == ["Invoice 1, signed.pdf"]
    (one,) = (o for o in found(text, Disk("Invoice 1")) if o.piece == "invoice")
    assert [paper.path for paper in one.papers] == ["Invoice 1", "signed.pdf"]
    assert one.state == "file missing"


def test_who_does_not_look_does_not_say_that_it_is_missing() -> None:
    book = book_of(book_with("file:1.pdf"), DAY)
    states = {one.state for one in evidence(book, "foo", claims(book, "foo"))}
    assert states == {"not looked for", "missing"}


@pytest.mark.parametrize("path", ["/etc/passwd", "../../x", "\x1b[2J", "a" * 5000, "~/x", "-"])
def test_a_hostile_path_is_only_asked_about(path: str) -> None:
    disk = Disk()
    text = book_with(f"file:{path}")
    assert of("invoice", text)[0][0] == "file missing"
    found(text, disk)
    assert disk.asked == [path]


# -- chronology and statement --------------------------------------------------------------------


def told(text: str, as_of: str = DAY) -> list[tuple[str, str, str]]:
    book = book_of(text, as_of)
    with exact():
        happened = chronology(book, "foo", claims(book, "foo"))
    return [(f"{one.date:%m-%d}", one.what, str(one.amount or "")) for one in happened]


def test_the_story_has_what_concerns_the_claims_and_all_that_was_said() -> None:
    more = """
    2026-02-10 (R1) Foo GmbH | part
        assets:bank    300.00 EUR
        assets:receivable:foo    -300.00 EUR  ; inv:1

    2026-02-11 (R2) Foo GmbH | the other one
        assets:bank    100.00 EUR
        assets:receivable:foo    -100.00 EUR  ; inv:2

    2026-02-12 (R3) Foo GmbH | for later
        assets:bank    50.00 EUR
        assets:receivable:foo    -50.00 EUR  ; inv:-

    2026-02-13 Foo GmbH | came back
        assets:receivable:foo    300.00 EUR  ; inv:R1
        assets:bank

    2026-03-02 (P1) Foo GmbH | wrote  ; inv:1
        (promise:foo)    1000.00 EUR  ; date:2026-04-01
    """
    more += event("contact, via:phone", "2026-03-03") + event("ack, alert:x", "2026-03-04")
    more += event("dispute, inv:1, amount:40.00 EUR", "2026-03-05")
    more += event("dispute, inv:2", "2026-03-06") + event("hold", "2026-03-07", "Bar SA")
    assert told(book_with(more=more)) == [
        ("01-05", "invoice", "1000.00"),
        ("02-10", "payment", "-300.00"),
        ("02-12", "payment", "-50.00"),
        ("02-13", "payment taken back", "300.00"),
        ("03-02", "promise", "1000.00"),
        ("03-03", "contact", ""),
        ("03-05", "dispute", "40.00"),
    ]


def test_what_came_back_stands_on_the_line_of_who_took_it() -> None:
    text = book_with(
        more="""
    2026-02-10 (R1) Foo GmbH | part
        assets:bank    300.00 EUR
        assets:receivable:foo    -300.00 EUR  ; inv:1

    2026-02-13 Foo GmbH | came back
        assets:receivable:foo    300.00 EUR  ; inv:R1
        assets:bank
    """
    )
    book = book_of(text, DAY)
    steps = chronology(book, "foo", claims(book, "foo"))
    notes = [step.source.entry.note for step in steps]
    assert notes == ["goods", "part", "came back"]


def test_what_was_ordered_is_part_of_the_story() -> None:
    entry = """
    2026-01-02 (SO-1) Foo GmbH | order
        (order:foo)    1000.00 EUR
    """
    assert told(book_with("order:SO-1", entry))[0] == ("01-02", "order", "1000.00")
    assert told(book_with("", entry))[0] == ("01-05", "invoice", "1000.00")


def test_a_statement_goes_from_what_was_owed_to_what_is() -> None:
    more = """
    2026-02-10 (R1) Foo GmbH | part
        assets:bank    300.00 EUR
        expenses:discounts    6.00 EUR
        assets:receivable:foo    -306.00 EUR  ; inv:1

    2026-02-13 (Z) Foo GmbH | interest  ; doc:interest
        assets:receivable:foo    7.00 EUR
        income:interest
    """
    (one,) = statements(book_of(book_with(more=more), DAY), "foo", date(2026, 1, 6))
    assert (one.opening, one.invoices, one.charges) == (1000, 500, 7)
    assert (one.receipts, one.credits, one.other, one.closing) == (-300, -6, 0, 1201)


# -- every journal -------------------------------------------------------------------------------

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
sides = st.sampled_from(["receivable", "payable"])


@st.composite
def proving(draw: st.DrawFn) -> Written:
    """An event that a dossier speaks of."""
    day = draw(make.days)
    kind = draw(
        st.sampled_from(
            (
                "letter, level:1, file:a.pdf",
                "confirm, reply:agreed",
                "legal, stage:notice",
                "file, file:b.pdf, proves:delivery",
                "review, contract:C-1",
                "hold",
                "contact, via:phone",
            )
        )
    )
    number = draw(st.sampled_from(("", ", inv:1", ", inv:2")))
    return Written(day, f"{day} Foo | said  ; event:{kind}{number}, customer:foo")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    own = st.lists(proving(), min_size=1, max_size=6)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


def dossier(journal: Journal, day: date, side: Side) -> list[str]:
    """All a dossier is made of but the places in the files."""
    book, _ = build_book(journal, DEFAULT, side, day)
    said = []
    with exact():
        for customer in sorted(book.customers):
            items = claims(book, customer)
            for one in evidence(book, customer, items, Disk("a.pdf")):
                about = sorted((item.number, item.date, item.open) for item in one.claims)
                said.append(repr((one.piece, one.state, one.reference, one.date, about)))
            for step in chronology(book, customer, items):
                shown = "" if not step.number else step.details
                said.append(repr((step.date, step.what, step.number, shown, step.amount)))
            said += map(repr, statements(book, customer, day))
    return sorted(said)


@some
@given(everything(OURS, THEIRS), make.as_of_days, sides)
def test_as_of_a_day_it_is_that_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side
) -> None:
    journal = journal_of_whole(make.text_of(written))
    assert dossier(journal, day, side) == dossier(cut(journal, day, DEFAULT), day, side)


@some
@given(everything(OURS), make.as_of_days)
def test_every_claim_has_of_every_sort_something_or_nothing(
    written: list[Written], day: date
) -> None:
    book, _ = build_book(journal_of_whole(make.text_of(written)), DEFAULT, "receivable", day)
    for customer in book.customers:
        items = claims(book, customer)
        pieces = evidence(book, customer, items, Disk("a.pdf"))
        for item in items:
            mine = {one.piece for one in pieces if any(i is item for i in one.claims)}
            goods = (
                {"order", "delivery"}
                if item.kind in {"invoice", "debit-note", "opening"}
                else set()
            )
            assert mine - {"other"} == {*needed()} - {"order", "delivery"} | goods
        for one in pieces:
            same = [o for o in pieces if o.piece == one.piece and o.span]
            if one.state == "missing":
                there = {id(item) for other in same for item in other.claims}
                assert there.isdisjoint(map(id, one.claims))


def needed() -> tuple[str, ...]:
    return tuple(piece for piece in PIECES if piece != "other")


@some
@given(everything(OURS, THEIRS), make.as_of_days, make.days, sides)
def test_a_statement_closes_with_what_is_open_less_what_is_on_account(
    written: list[Written], day: date, since: date, side: Side
) -> None:
    book, _ = build_book(journal_of_whole(make.text_of(written)), DEFAULT, side, day)
    with exact():
        for customer in book.customers:
            for one in statements(book, customer, since):
                own = (customer, one.currency)
                owed = (i.open for i in book.open_items() if (i.customer, i.currency) == own)
                paid = (c.rest for c in book.unapplied() if (c.customer, c.currency) == own)
                assert one.closing == sum(owed, ZERO) - sum(paid, ZERO)
