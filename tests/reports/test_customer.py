"""The credit file of one customer: its figures are those of the other reports."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures.test_promises_properties import everything, some
from tests.reports.made import report_of
from tests.strategies import OURS, THEIRS

from arledger.cli.main import main
from arledger.journal.query import parse_query
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.selection import selection
from arledger.money import exact
from arledger.policy.model import DEFAULT
from arledger.reports import aging, customer, open_items, promises
from arledger.reports._report import Document

DAY = "2026-06-30"
DEMO = Path(__file__).parents[2] / "examples" / "demo" / "main.journal"
CUSTOMERS = (
    "harbor",
    "bluefin",
    "longteng",
    "northgate",
    "kestrel",
    "quetzal",
    "nunez",
    "ibanez",
    "mingzhu",
    "hoabinh",
)

BOOK = """
    account assets:receivable:foo
        ; name:Foo GmbH, terms:net 30, limit:1000.00 EUR
    account assets:receivable:bar  ; name:Bar SA

    2026-01-05 (1) Foo GmbH | goods  ; file:papers/1.pdf
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-02-14 (R1) Foo GmbH | paid late
        assets:bank              600.00 EUR
        assets:receivable:foo   -600.00 EUR  ; inv:1

    2026-02-01 (2) Bar SA | goods
        assets:receivable:bar    50.00 EUR
        income:sales

    2026-02-10 (P1) Foo GmbH | said on the phone  ; inv:1
        (promise:foo)    600.00 EUR  ; date:2026-02-13
        (promise:foo)    400.00 EUR  ; date:2026-03-01

    2026-03-01 Foo GmbH | torn  ; event:dispute, inv:1, amount:100.00 EUR, cause:goods, owner:linh
    2026-03-02 Foo GmbH | first  ; event:letter, level:1, inv:1, sent:RR123, file:papers/rr.pdf
    2026-03-03 Foo GmbH | rang  ; event:contact, via:phone, with:Ms Hoa, cause:cash, next:2026-03-10
    2026-04-01 Foo GmbH | sent  ; event:statement, customer:foo, as-of:2026-03-31, balance:450.00 EUR
    2026-04-09 Foo GmbH | replied  ; event:confirm, customer:foo, as-of:2026-02-13, balance:1000.00 EUR, reply:agreed
    2026-04-10 Foo GmbH | stop  ; event:hold, customer:foo, reason:late
    2026-04-11 Foo GmbH | more time  ; event:extend, inv:1, due:2026-03-15, by:tran
    2026-05-01 Foo GmbH | less  ; event:review, customer:foo, limit:500.00 EUR, by:tran
    2026-05-03 (SO-1) Foo GmbH | order
        (order:foo)    300.00 EUR

    2026-05-04 Foo GmbH | a part of it came
        (order:foo)   -100.00 EUR  ; order:SO-1

    2026-05-02 Foo GmbH | rebate  ; event:commitment, customer:foo, amount:30.00 EUR, until:2026-12-31
"""


def file_of(book: Book, who: str = "foo", **options: Any) -> Document:
    made: Any = report_of(book, "customer", who, **options)
    return made  # type: ignore[no-any-return]


def rows(document: Document, name: str) -> list[dict[str, Any]]:
    """The rows of a section as machines read them."""
    (section,) = document.only(name).sections
    return [{c.key: c.of(row) for c in section.table.for_machines()} for row in section.table.rows]


def whole(book: Book, who: str = "foo") -> dict[str, list[dict[str, Any]]]:
    document = file_of(book, who)
    return {section.name: rows(document, section.name) for section in document.sections}


def test_every_section_has_what_is_of_this_customer_alone() -> None:
    found = whole(book_of(BOOK, DAY))
    counted = {name: len(own) for name, own in found.items()}
    assert counted == {
        "master-data": 1, "reviews": 1, "credit": 2, "exposure": 1, "aging": 1, "open-items": 1,
        "orders": 1, "payments": 1,
        "promises-kept": 1, "promises": 2, "commitments": 1, "disputes": 1, "contacts": 1,
        "letters": 1, "statements": 2, "steps": 1, "notes": 1, "files": 2,
    }  # fmt: skip
    other = whole(book_of(BOOK, DAY), "bar")
    assert [row["number"] for row in other["open-items"]] == ["2"]
    assert not any(other[name] for name in ("promises", "disputes", "letters", "steps", "files"))


def test_terms_and_limit_say_since_when_and_by_what() -> None:
    terms, limit = rows(file_of(book_of(BOOK, DAY)), "credit")
    assert (terms["key"], terms["value"], terms["line"]) == ("terms", "net 30", 2)
    assert (limit["value"], limit["since"]) == ("500.00 EUR", date(2026, 5, 1))
    assert limit["rule"] == "review of 2026-05-01"
    before = rows(file_of(book_of(BOOK, "2026-04-30")), "credit")[1]
    assert (before["value"], before["since"], before["line"]) == ("1000.00 EUR", None, 2)


def test_a_branch_with_terms_of_its_own_is_told_beside() -> None:
    text = BOOK + "\n    account assets:receivable:foo:hue  ; terms:net 60, limit:5.00 EUR\n"
    terms, branch, limit = rows(file_of(book_of(text, DAY)), "credit")
    assert (terms["value"], terms["account"]) == ("net 30", "")
    assert (branch["value"], branch["account"]) == ("net 60", "hue")
    assert limit["value"] == "500.00 EUR"


def test_a_file_that_an_entry_names_is_listed_once_however_many_its_postings() -> None:
    text = """
    2026-01-05 (1) Foo | goods  ; file:a.pdf, file:b.pdf
        assets:receivable:foo    10.00 EUR
        assets:receivable:foo    20.00 EUR  ; file:c.pdf, due:2026-03-01
        income:sales
    """
    found = rows(file_of(book_of(text, DAY)), "files")
    assert [(row["name"], row["line"]) for row in found] == [
        ("a.pdf", 1), ("b.pdf", 1), ("c.pdf", 3)
    ]  # fmt: skip


def test_what_is_at_stake_stands_against_the_limit_with_the_reasons() -> None:
    (row,) = rows(file_of(book_of(BOOK, DAY)), "exposure")
    keys = ("open", "orders", "net", "limit", "available", "status")
    assert [row[key] for key in keys] == [400, 200, 600, 500, -100, "stop"]
    assert row["reasons"] == "on hold since 2026-04-10: late; 600.00 EUR above 500.00 EUR (120.0 %)"


def test_an_order_is_listed_with_what_is_left_of_it() -> None:
    (row,) = rows(file_of(book_of(BOOK, DAY)), "orders")
    assert (row["number"], row["amount"], row["open"], row["file"]) == (
        "SO-1", 300, 200, "snippet.journal"
    )  # fmt: skip


def test_the_limit_of_a_group_stands_beside_its_members() -> None:
    text = "account assets:receivable:foo  ; group:sisters"
    policy = policy_of(credit={"groups": {"sisters": "900.00 EUR"}})
    *_, group = rows(file_of(book_of(text, policy=policy)), "credit")
    assert (group["key"], group["value"]) == ("limit of the group sisters", "900.00 EUR")


def test_a_review_says_from_what_to_what() -> None:
    (row,) = rows(file_of(book_of(BOOK, DAY)), "reviews")
    keys = ("key", "before", "after", "by")
    assert [row[key] for key in keys] == ["limit", "1000.00 EUR", "500.00 EUR", "tran"]


def test_a_stated_balance_stands_beside_the_booked_one_of_its_day() -> None:
    confirmed = rows(file_of(book_of(BOOK, DAY)), "statements")
    got = [(str(r["of"]), r["balance"], r["booked"], r["difference"]) for r in confirmed]
    assert got == [("2026-03-31", 450, 400, 50), ("2026-02-13", 1000, 1000, 0)]


def test_a_balance_of_a_day_to_come_is_compared_with_nothing() -> None:
    text = (
        BOOK
        + "\n    2026-06-01 Foo | x  ; event:statement, customer:foo, as-of:2026-12-31, balance:5 EUR\n"
    )
    row = rows(file_of(book_of(text, DAY)), "statements")[-1]
    assert (row["balance"], row["booked"], row["difference"]) == (5, None, None)


def test_payments_are_averaged_lately_and_before() -> None:
    (row,) = rows(file_of(book_of(BOOK, "2027-02-13")), "payments")
    assert (row["period"], str(row["since"])) == ("last 12 months", "2026-02-14")
    assert (row["days_to_pay"], row["days_late"], row["documents"]) == (40, 0, 1)
    (row,) = rows(file_of(book_of(BOOK, "2027-02-14")), "payments")
    assert (row["period"], row["since"], str(row["until"])) == ("before", None, "2026-02-14")
    assert rows(file_of(book_of(BOOK, DAY), days="closed"), "payments") == []


def test_files_are_those_that_documents_and_events_name() -> None:
    found = rows(file_of(book_of(BOOK, DAY)), "files")
    assert [(row["name"], row["of"]) for row in found] == [
        ("papers/1.pdf", "invoice 1"), ("papers/rr.pdf", "letter")
    ]  # fmt: skip


def test_a_customer_is_meant_by_id_or_name_and_nobody_by_anything_else() -> None:
    book = book_of(BOOK, DAY)
    assert file_of(book, "foo gmbh").title == "Credit file of Foo GmbH (foo) as of 2026-06-30"
    with pytest.raises(ValueError, match="no customer is called 'fooo'; did you mean foo"):
        file_of(book, "fooo")
    three = "\n".join(f"    account assets:receivable:x{n}  ; name:Trading {n}\n" for n in range(5))
    with pytest.raises(ValueError, match="'trading'; did you mean x0 or x1 or x2"):
        file_of(book_of(three), "trading")


def test_of_namesakes_none_is_meant_and_all_are_named() -> None:
    two = "\n".join(f"    account assets:receivable:x{n}  ; name:Trading\n" for n in range(2))
    with pytest.raises(ValueError, match=r"^several are called 'trading': x0, x1$"):
        file_of(book_of(two), "trading")


def test_a_section_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="one of master-data, reviews, credit"):
        file_of(book_of(BOOK, DAY), section="reviws")


def test_a_selection_chooses_what_is_shown_of_the_customer() -> None:
    book = book_of(BOOK, DAY)
    chosen = selection(book, parse_query(["cur:USD"], book.as_of), None, "cur:USD")
    found = whole(chosen)
    assert found["open-items"] == []
    assert found["aging"] == []
    assert found["master-data"]
    assert file_of(chosen).title.endswith("only cur:USD")


def test_a_selection_leaves_the_booked_balance_alone() -> None:
    book = book_of(BOOK, DAY)
    chosen = selection(book, parse_query(["not:inv:1"], book.as_of), None, "")
    assert [row["booked"] for row in whole(chosen)["statements"]] == [400, 1000]


def test_a_supplier_has_a_file_too() -> None:
    text = """
    account liabilities:payable:acme  ; name:Acme, terms:net 10

    2026-01-05 (B1) Acme | goods
        liabilities:payable:acme    -70.00 EUR
        expenses:goods
    """
    found = whole(book_of(text, DAY, side="payable"), "acme")
    assert [(row["number"], row["open"]) for row in found["open-items"]] == [("B1", 70)]
    with pytest.raises(ValueError, match="no supplier is called 'nobody'"):
        whole(book_of(text, DAY, side="payable"), "nobody")


# -- the figures are those of the neighbours, on the command line -------------------------------


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    main([*words, "-f", str(DEMO), "--as-of", "2026-10-31", "-O", "json", "--no-cache"])
    return json.loads(capsys.readouterr().out)


def only(found: list[dict[str, Any]], who: str, keys: Any) -> list[dict[str, Any]]:
    """One customer's rows, with the columns that both have."""
    return [{key: row[key] for key in keys} for row in found if row["customer"] == who]


NEIGHBOURS = {
    "aging": ("aging",),
    "exposure": ("exposure",),
    "open-items": ("open",),
    "promises": ("promises",),
    "disputes": ("disputes",),
    "contacts": ("contacts",),
    "commitments": ("promises", "--ours", "--state", "open,kept,broken,withdrawn"),
}


def test_the_figures_are_those_of_the_other_reports(capsys: pytest.CaptureFixture[str]) -> None:
    others = {name: asked(capsys, *words)["rows"] for name, words in NEIGHBOURS.items()}
    compared = dict.fromkeys(NEIGHBOURS, 0)
    for who in CUSTOMERS:
        sections = asked(capsys, "customer", who)["sections"]
        for name, theirs in others.items():
            mine = sections[name]["rows"]
            keys = [key for key in (mine or [{}])[0] if theirs and key in theirs[0]]
            got = [{key: row[key] for key in keys} for row in mine]
            assert got == only(theirs, who, keys), (who, name)
            compared[name] += len(mine)
    assert all(compared.values()), compared


def test_the_balance_is_that_of_the_customers_report(capsys: pytest.CaptureFixture[str]) -> None:
    balances = asked(capsys, "customers")["rows"]
    for who in CUSTOMERS:
        strip = asked(capsys, "customer", who, "--section", "aging")["sections"]["aging"]["rows"]
        theirs = {r["currency"]: Decimal(r["balance"]) for r in balances if r["customer"] == who}
        assert {r["currency"]: Decimal(r["total"]) for r in strip} == theirs


# -- what holds for every journal -----------------------------------------------------------------


@some
@given(everything(OURS, THEIRS).map(make.text_of), make.days, st.sampled_from(["foo", "bar"]))
def test_the_file_as_of_a_day_is_that_of_the_book_cut_there(text: str, day: date, who: str) -> None:
    journal = journal_of_whole(text)
    one, _ = build_book(journal, DEFAULT, side="receivable", as_of=day)
    other, _ = build_book(cut(journal, day, DEFAULT), DEFAULT, side="receivable", as_of=day)
    if who in one.customers:
        assert whole(one, who) == whole(other, who)


@some
@given(
    everything(OURS, THEIRS).map(make.text_of),
    make.days,
    st.sampled_from(["receivable", "payable"]),
)
def test_the_files_of_all_together_are_the_reports(text: str, day: date, side: Any) -> None:
    book, _ = build_book(journal_of_whole(text), DEFAULT, side=side, as_of=day)
    with exact():
        files = [customer.report(book, day, DEFAULT, who) for who in book.customers]
        reports: dict[str, Any] = {
            "aging": aging.report(book, day, DEFAULT),
            "open-items": open_items.report(book, day, DEFAULT),
            "promises": promises.report(book, day, DEFAULT),
        }
    for name, report in reports.items():
        mine = [row for one in files for row in rows(one, name)]
        assert len(mine) == len(report.rows)
        key = {"aging": "total", "open-items": "open", "promises": "amount"}[name]
        total = sum((row[key] for row in mine), Decimal(0))
        assert total == sum((getattr(row, key) for row in report.rows), Decimal(0))
