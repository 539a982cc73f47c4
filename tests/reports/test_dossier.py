"""The dossier: what is claimed, what proves it, what is missing, each line with its source."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.books import book_of, policy_of
from tests.measures.test_evidence import Disk
from tests.oracle.hledger import needs_hledger, run

from arledger.journal.loader import load
from arledger.journal.query import parse_query
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.selection import selection
from arledger.ledger.valuation import Valuation
from arledger.measures.statement import statements
from arledger.money import exact
from arledger.policy.limitation import LimitationRule
from arledger.policy.model import DEFAULT
from arledger.render import Format, render
from arledger.reports._report import Document, Section
from arledger.reports.customer.dossier import CHECK_IT, dossier

DEMO = Path(__file__).parents[2] / "examples" / "demo" / "main.journal"
DAY = "2026-06-30"
BOOK = """
    commodity 1,000.00 EUR

    P 2026-01-01 EUR 1.10 USD

    account assets:receivable:foo  ; name:Foo GmbH, tax-id:DE 1, contract:C-7, file:c7.pdf
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (1) Foo GmbH | goods  ; due:2026-02-05, po:P-1, file:1.pdf
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-01-06 (2) Foo GmbH | more  ; due:2026-12-31
        assets:receivable:foo    500.00 EUR
        income:sales

    2026-01-07 (3) Foo GmbH | given up in part  ; due:2026-02-01
        assets:receivable:foo    80.00 USD
        income:sales

    2026-02-10 (R1) Foo GmbH | part
        assets:bank    300.00 EUR
        assets:receivable:foo    -300.00 EUR  ; inv:1

    2026-02-12 (R3) Foo GmbH | for later
        assets:bank    50.00 EUR
        assets:receivable:foo    -50.00 EUR  ; inv:-

    2026-02-13 (Z) Foo GmbH | interest  ; doc:interest, for:1, from:2026-02-06, through:2026-02-13
        assets:receivable:foo    7.00 EUR
        income:interest

    2026-02-20 (W) Foo GmbH | hopeless
        expenses:bad debts    30.00 USD
        assets:receivable:foo    -30.00 USD  ; inv:3

    2026-03-01 Foo GmbH | reminder  ; event:letter, level:1, inv:1, sent:post, file:l1.pdf
    2026-03-02 Foo GmbH | broken  ; event:dispute, inv:1, amount:40.00 EUR, cause:goods

    2026-01-05 (B) Bar SA | theirs  ; due:2026-02-05
        assets:receivable:bar    9.00 EUR
        income:sales
"""
RULES = policy_of(
    limitation={
        "rules": {
            "es": LimitationRule("due", "CC 1964, read 2026-01-01", years=5, restart=("payment",)),
        }
    }
)


def made(customer: str = "foo", as_of: str = DAY, book: Book | None = None, **how: Any) -> Document:
    with exact():
        return dossier(book or book_of(BOOK, as_of, **how), customer, Disk("c7.pdf", "l1.pdf"))


def section(document: Document, name: str) -> Section[Any]:
    (found,) = (section for section in document.sections if section.name == name)
    return found


def rows(document: Document, name: str) -> list[dict[str, Any]]:
    table = section(document, name).table
    return [{c.key: c.of(row) for c in table.for_machines()} for row in table.rows]


def test_what_is_claimed_adds_up_by_currency() -> None:
    document = made()
    claimed = [(r["number"], r["currency"], r["settled"], r["written_off"], r["open"], r["disputed"])
               for r in rows(document, "claims")]  # fmt: skip
    assert claimed == [
        ("3", "USD", 0, 30, 50, 0),
        ("1", "EUR", 300, 0, 700, 40),
        ("Z", "EUR", 0, 0, 7, 0),
    ]
    totals = [(t.currency, t.open) for t in section(document, "claims").totals]
    assert totals == [("EUR", 707), ("USD", 50)]
    assert "owed still" in section(document, "claims").notes[0]


def test_the_statement_closes_with_the_open_items() -> None:
    document = made()
    closing = {r["currency"]: r["closing"] for r in rows(document, "statement")}
    totals = {t.currency: t.open for t in section(document, "open-items").totals}
    assert closing == totals == {"EUR": Decimal(1157), "USD": Decimal(50)}
    said = {r["number"]: r["claimed"] for r in rows(document, "open-items")}
    assert said == {
        "1": "claimed",
        "2": "not due",
        "3": "claimed",
        "Z": "claimed",
        "R3": "on account",
    }


def test_the_index_says_what_would_complete_it() -> None:
    found = rows(made(), "index")
    assert [(r["piece"], r["state"], r["numbers"]) for r in found if r["piece"] != "notice"] == [
        ("contract", "present", "3, 1, Z"),
        ("order", "no file", "1"),
        ("order", "missing", "3"),
        ("delivery", "missing", "3, 1"),
        ("invoice", "file missing", "1"),
        ("invoice", "no file", "3"),
        ("invoice", "no file", "Z"),
        ("confirmation", "missing", "3, 1, Z"),
        ("acknowledgement", "missing", "3, 1, Z"),
        ("letter", "present", "1"),
        ("letter", "missing", "3, Z"),
    ]
    assert all(bool(r["to_do"]) != (r["state"] == "present") for r in found)


def test_each_claim_is_complete_as_far_as_its_best_piece() -> None:
    found = {r["number"]: r for r in rows(made(), "completeness")}
    assert found["1"]["letter"] == found["1"]["contract"] == "present"
    assert found["1"]["invoice"] == "file missing"
    assert found["Z"]["delivery"] is None


def test_every_file_is_told_once_with_its_digest() -> None:
    found = [(r["paper"], r["state"], r["size"], r["sha256"]) for r in rows(made(), "papers")]
    assert found == [
        ("c7.pdf", "present", 7, "abc"),
        ("1.pdf", "missing", None, ""),
        ("l1.pdf", "present", 7, "abc"),
    ]


def test_every_line_has_its_source_but_what_is_missing_and_what_is_added_up() -> None:
    document = made(policy=RULES)
    for part in document.sections:
        if part.name in {"completeness", "limitation", "statement"}:
            continue
        for row in part.table.rows:
            by_policy = getattr(row, "fact", "") == "terms"
            if not by_policy and (getattr(row, "state", "") != "missing" or part.name == "papers"):
                assert row.file == "snippet.journal", (part.name, row)
                assert row.line > 0


def test_without_a_rule_nothing_is_said_of_limitation_and_how_to_set_one_is() -> None:
    document = made()
    assert rows(document, "limitation") == rows(document, "interruptions") == []
    assert "[limitation.rules.NAME]" in section(document, "limitation").empty
    assert CHECK_IT in document.notes


def test_a_rule_is_shown_with_its_source_and_what_interrupted_it() -> None:
    document = made(policy=RULES)
    one = {r["number"]: r for r in rows(document, "limitation")}["1"]
    assert (one["counted_from"], one["interrupted_on"], one["ends_on"], one["days_left"]) == (
        date(2026, 2, 5), date(2026, 2, 10), date(2031, 2, 10), 1686,
    )  # fmt: skip
    assert (one["rule"], one["law"]) == ("es", "CC 1964, read 2026-01-01")
    (fact,) = rows(document, "interruptions")
    assert (fact["number"], fact["fact"]) == ("1", "payment R1, applied by inv")
    assert "have it checked" in section(document, "limitation").title
    assert section(document, "limitation").notes[0].startswith("es: 5 years from the due date")


def test_what_cannot_be_shown_may_not_interrupt_anything() -> None:
    rule = LimitationRule("due", "a law", years=5, restart=("payment", "letter"), stop=("filed",))
    text = (
        BOOK
        + """
    2026-04-01 Foo GmbH | reminder  ; event:letter, level:2, inv:1, file:gone.pdf
    2026-05-01 Foo GmbH | sued  ; event:legal, stage:filed, inv:1
    """
    )
    policy = policy_of(limitation={"rules": {"x": rule}})
    one = {
        r["number"]: r for r in rows(made(book=book_of(text, DAY, policy=policy)), "limitation")
    }["1"]
    assert (one["state"], one["ends_on"]) == ("stopped", None)
    assert one["proven_until"] == date(2031, 3, 1)  # the letter whose file is there
    proofs = [
        r["proof"] for r in rows(made(book=book_of(text, DAY, policy=policy)), "interruptions")
    ]
    assert proofs == ["", "present", "file missing", "no file"]


def test_interest_that_was_booked_is_shown_and_none_is_calculated() -> None:
    (one,) = rows(made(), "interest")
    assert (one["number"], one["for"], one["through"], one["open"]) == ("Z", "1", "2026-02-13", 7)
    assert "none is calculated" in section(made("bar"), "interest").empty


def test_who_owes_nothing_late_has_nothing_to_claim() -> None:
    document = made(as_of="2026-01-31")
    assert rows(document, "claims") == rows(document, "index") == []
    assert "nothing to claim" in section(document, "claims").empty
    assert rows(document, "open-items")
    assert [row["since"] for row in rows(document, "statement")] == [date(2026, 1, 5)] * 2


def test_of_a_supplier_it_is_what_we_owe() -> None:
    text = """
    2026-01-05 (B-7) Mill | wood  ; due:2026-02-05
        expenses:wood    900.00 EUR
        liabilities:payable:mill
    """
    document = made("mill", book=book_of(text, DAY, side="payable"))
    assert document.title.startswith("Evidence for what we owe Mill (mill)")
    assert [row["open"] for row in rows(document, "claims")] == [900]


def test_claims_are_in_the_currency_they_are_owed_in() -> None:
    """Also where other reports convert."""
    book = book_of(BOOK, DAY)
    book.valuation = Valuation.at("USD", book.as_of, book.journal.prices, book.journal.commodities)
    assert made(book=book).rows == made().rows


def test_a_selection_takes_nothing_from_a_dossier() -> None:
    book = book_of(BOOK, DAY)
    chosen = selection(book, parse_query(["amt:>100"], date(2026, 6, 30)), None, "amt:>100")
    assert made(book=chosen).rows == made().rows


def test_all_formats_have_the_same_rows() -> None:
    document = made(policy=RULES)
    envelope = json.loads(render(document, "json"))
    assert envelope["schema"] == "arledger.customer-evidence/1"
    cells = list(csv.DictReader(io.StringIO(render(document, "csv"))))
    for name, part in envelope["sections"].items():
        for number, row in enumerate(part["rows"], 1):
            own = {
                c["key"]: c["value"]
                for c in cells
                if (c["section"], c["row"]) == (name, f"{number}")
            }
            told = {key: str(value) for key, value in row.items() if value not in (None, "")}
            assert {key: value.lstrip("'") for key, value in own.items()} == told
    line = envelope["sections"]["claims"]["rows"][0]["line"]
    pages: tuple[Format, ...] = ("text", "md", "html")
    for format_ in pages:
        text = render(document, format_)
        for part in ("700.00", "1,157.00", f"snippet.journal:{line}", "2031-02-10", "CC 1964"):
            assert part in text, (format_, part)


@pytest.mark.parametrize("format_", ["text", "md", "html", "json"])
def test_hostile_text_is_harmless(format_: Format) -> None:
    hostile = "\x1b]0;x\x07<script>alert(1)</script>"
    text = BOOK.replace("goods ", f"{hostile} ").replace("file:c7.pdf", f"file:{hostile}.pdf")
    text = text.replace("name:Foo GmbH", "name:=cmd|' /C calc'!A0")
    shown = render(made(book=book_of(text, DAY)), format_)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    if format_ == "html":
        assert "<script" not in shown


def test_a_book_of_nobody_has_every_section() -> None:
    document = made("", book=book_of("", DAY))
    assert [part.name for part in document.sections] == [part.name for part in made().sections]
    assert document.rows == []


@needs_hledger
def test_a_statement_closes_with_hledgers_balance() -> None:
    journal, _ = load([str(DEMO)], today=date(2026, 10, 31))
    book, _ = build_book(journal, DEFAULT, "receivable", date(2026, 10, 31))
    asked = ("bal", "assets:receivable:", "-N", "--depth", "3", "-e", "2026-11-01")
    done = run("-f", str(DEMO), *asked, "--flat", "-O", "csv", "--layout", "bare")
    theirs = {
        (row["account"].split(":")[2], row["commodity"]): Decimal(row["balance"])
        for row in csv.DictReader(io.StringIO(done.stdout.decode()))
        if Decimal(row["balance"])
    }
    with exact():
        ours = {
            (customer, one.currency): one.closing
            for customer in book.customers
            for one in statements(book, customer, date(2026, 7, 1))
            if one.closing
        }
    assert ours == theirs
