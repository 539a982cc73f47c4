"""Where a figure comes from, line by line."""

import shlex
import subprocess
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.books import D, plain, policy_of
from tests.oracle.hledger import needs_hledger
from tests.reports.made import made, report_of
from tests.reports.test_history import BOOK

import arledger


def test_an_invoice_is_explained_by_charge_payment_due_date_and_bucket() -> None:
    rows = made("why", BOOK, "2026-02-05", "1").rows
    assert [(r.step, r.amount, r.policy, r.line) for r in rows] == [
        ("invoice 1 of foo", 100, None, 4),
        ("applied from payment R1", -100, "allocation.order", 13),
        ("open", 0, None, None),
        ("falls due", None, "terms.default", 4),
    ]


def test_an_open_invoice_says_how_late_it_is_and_in_which_bucket() -> None:
    last = made("why", BOOK, "2026-02-05", "2").rows[-1]
    assert (last.step, last.amount, last.policy) == (
        "26 days past due: bucket 1-30",
        30,
        "aging.buckets",
    )


def test_a_payment_is_explained_by_what_it_was_applied_to_and_what_was_taken() -> None:
    rows = made("why", BOOK, "2026-12-31", "R1").rows
    assert rows[-1].step == "unapplied"
    assert rows[-1].amount == 0
    assert sum(r.amount for r in rows[:-1] if r.step.startswith(("applied", "taken"))) == 0


def test_a_customers_total_is_the_sum_of_its_lines() -> None:
    rows = made("why", BOOK, "2026-12-31", "foo").rows
    assert rows[-1].amount == sum(r.amount for r in rows[:-1]) == 150


def test_a_bucket_of_a_customer_is_explained_by_its_items() -> None:
    rows = made("why", BOOK, "2026-02-10", "foo", bucket="31-60").rows
    assert [(r.step, r.amount) for r in rows] == [
        ("invoice 1, due 2026-01-01: 31-60", 100),
        ("invoice 2, due 2026-01-10: 31-60", 50),
        ("total", 150),
    ]


def test_a_bucket_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no bucket '1-99'"):
        made("why", BOOK, "2026-12-31", "foo", bucket="1-99")


def test_an_unknown_term_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(ValueError, match="customer, document or promise"):
        made("why", BOOK, "2026-12-31", "nobody at all")


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        ({"default": "net 30"}, "terms.default"),
        ({"by": {"segment": {"retail": "net 15"}}}, "terms.by.segment"),
    ],
)
def test_the_policy_key_that_decided_a_due_date_is_named(
    terms: dict[str, object], key: str
) -> None:
    text = BOOK.replace("name:Foo GmbH", "name:Foo GmbH, segment:retail")
    rows = made("why", text, "2026-12-31", "1", how={"policy": policy_of(terms=terms)}).rows
    assert next(r for r in rows if r.step.startswith("falls due")).policy == key


def test_an_extension_shows_both_due_dates() -> None:
    text = BOOK + "\n    2026-02-20 Foo | time  ; event:extend, inv:1, due:2026-09-01\n"
    steps = [(r.step, str(r.date)) for r in made("why", text, "2026-12-31", "1").rows]
    assert ("falls due", "2026-09-01") in steps
    assert ("fell due before it was extended", "2026-01-01") in steps


def test_the_number_may_be_written_in_any_case() -> None:
    text = BOOK.replace("(1)", "(INV-1)")
    assert made("why", text, "2026-12-31", "inv-1").rows


def test_a_bucket_may_be_named_as_the_aging_shows_it() -> None:
    shown, named = (
        made("why", BOOK, "2026-02-20", "foo", bucket=b).rows for b in ("31–60", "31-60")
    )
    assert shown == named
    assert made("why", BOOK, "2026-02-20", "foo", bucket="Current")


def test_a_command_for_more_than_the_document_says_what_it_gives() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    90.00 EUR
            income:sales

        2026-01-02 (2) Foo | b
            assets:receivable:foo    10.00 EUR
            income:sales

        2026-01-03 Foo | names nothing
            assets:bank    30.00 EUR
            assets:receivable:foo
    """
    (note,) = made("why", text, "2026-12-31", "1").notes
    assert note.startswith("Compare the balance of foo, 70.00 EUR: hledger ")
    (note,) = made("why", text, "2026-12-31", "2").notes
    assert note.startswith("Compare: hledger ")


def test_a_converted_figure_is_compared_with_hledgers_conversion() -> None:
    text = "    P 2026-01-01 EUR 2.00 USD\n" + BOOK
    (note,) = made("why", text, "2026-12-31", "foo", value="USD").notes[1:]
    assert note.endswith(" -X USD")


# -- promises ----------------------------------------------------------------------------------

PROMISED = (
    BOOK
    + """
    2026-02-07 (PLAN-3) Foo GmbH | by instalments  ; inv:2
        (promise:foo)    20.00 EUR  ; date:2026-02-10
        (promise:foo)    30.00 EUR  ; date:2026-03-10
    """
)


def test_a_promise_is_explained_by_its_window_its_money_and_the_rules_that_decided() -> None:
    text = (
        PROMISED
        + """
    2026-02-09 (R9) Foo GmbH | transfer
        assets:bank    19.50 EUR
        assets:receivable:foo  -19.50 EUR  ; inv:2
    """
    )
    rows = made("why", text, "2026-02-13", "plan-3").rows
    told = [(r.step, str(r.date), r.amount, r.policy) for r in rows]
    assert told[:6] == [
        ("promise PLAN-3 of foo, instalment 1 of 2", "2026-02-07", 20, None),
        ("about invoice 2, open now", "2026-01-10", D("30.50"), None),
        ("promised for", "2026-02-10", None, None),
        ("counts what is paid until", "2026-02-12", None, "promise.grace"),
        ("paid by payment R9, on 2", "2026-02-09", D("19.50"), None),
        ("kept: enough was paid", "2026-02-09", D("19.50"), "promise.threshold"),
    ]
    assert told[-1] == ("open: still to come", "2026-02-13", 30, None)
    assert all(r.line for r in rows if r.step.startswith(("promise ", "about", "paid")))


def test_a_broken_promise_that_was_superseded_or_withdrawn_says_by_what() -> None:
    newer = """
    2026-02-08 (PR-4) Foo GmbH | later  ; inv:2
        (promise:foo)    50.00 EUR  ; date:2026-04-10
    """
    steps = [r.step for r in made("why", PROMISED + newer, "2026-02-13", "PLAN-3").rows]
    assert steps.count("superseded by PR-4") == 2
    gone = "\n    2026-02-08 Foo GmbH | no  ; event:withdraw, promise:PLAN-3\n"
    steps = [r.step for r in made("why", PROMISED + gone, "2026-02-13", "PLAN-3").rows]
    assert steps.count("withdrawn") == 2
    steps = [r.step for r in made("why", PROMISED, "2026-02-13", "PLAN-3").rows]
    assert "broken: nothing was paid in time" in steps


def test_money_that_came_in_time_for_another_document_is_shown_and_does_not_count() -> None:
    text = (
        PROMISED
        + """
    2026-02-08 (R9) Foo GmbH | transfer
        assets:bank    7.00 EUR
        assets:receivable:foo    -7.00 EUR  ; inv:1
    """
    )
    rows = made("why", text, "2026-03-13", "PLAN-3").rows
    told = [(r.amount, r.policy) for r in rows if r.step.startswith("not counted: payment R9, on")]
    assert told == [(7, "promise.cash")] * 2
    every = policy_of(promise={"cash": "customer"})
    steps = [r.step for r in made("why", text, "2026-03-13", "PLAN-3", how={"policy": every}).rows]
    assert not any("not counted" in step for step in steps)


def test_a_promise_that_cannot_be_judged_says_so() -> None:
    text = BOOK + "\n    2026-02-01 (PR-1) Foo\n        (promise:foo)    -5 EUR\n"
    (row,) = made("why", text, "2026-02-13", "PR-1").rows
    assert row.step == "promise PR-1 is not judged: see arledger check"


@needs_hledger
def test_hledger_gives_what_was_promised_by_the_command_below(tmp_path: Path) -> None:
    path = tmp_path / "books.journal"
    path.write_text(plain(PROMISED))
    book, _ = arledger.load([str(path)], as_of=date(2026, 2, 13))
    (note,) = report_of(book, "why", "PLAN-3").notes
    said, _, command = note.partition(": ")
    assert said == "Compare all that was promised, 50.00 EUR"
    done = subprocess.run(shlex.split(command), capture_output=True, check=True, text=True)
    assert done.stdout.split()[:2] == ["50.00", "EUR"]
