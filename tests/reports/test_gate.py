"""The gate: may this customer order so much more?"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests import strategies as make
from tests.ledger.books import D, book_of, journal_of_whole
from tests.measures.test_exposure import (
    HEAD,
    POLICY,
    account,
    built,
    everything,
    ordered,
    owed,
    some,
    text_of,
)
from tests.strategies import OURS, Written

from arledger.cli.main import main
from arledger.measures.standing import standing
from arledger.money import exact
from arledger.reports._report import Report
from arledger.reports.exposure.gate import gate

LIMITED = account("limit:1000.00 USD") + owed("700.00 USD")


def asked(text: str, order: str | None = None, who: str = "foo") -> Report[Any]:
    with exact():
        return gate(book_of(HEAD + text), who, order)


def said(text: str, order: str | None = None, who: str = "foo") -> str:
    return str(asked(text, order, who).rows[0].said)


def test_the_answer_is_one_line_with_every_reason() -> None:
    assert said(LIMITED, "50.00 USD") == (
        "ok: foo may order 50.00 USD: 75.0 % of the limit then used, 250.00 USD left"
    )
    assert said(LIMITED, "300.00 USD") == (
        "watch: foo may order 300.00 USD: 1000.00 USD of 1000.00 USD (100.0 %)"
    )
    assert said(LIMITED, "300.01 USD") == (
        "hold: foo may not order 300.01 USD: 1000.01 USD above 1000.00 USD (100.0 %)"
    )
    held = LIMITED + "\n2026-02-01 foo  ; event:hold, customer:foo, reason:late\n"
    assert said(held, "300.01 USD") == (
        "stop: foo may not order 300.01 USD: on hold since 2026-02-01: late;"
        " 1000.01 USD above 1000.00 USD (100.0 %)"
    )
    assert (
        said(held) == "stop: foo may not be delivered to on credit: on hold since 2026-02-01: late"
    )
    assert said(owed("5 USD"), "1 EUR") == "no limit: foo may order 1 EUR: no limit was set"


@pytest.mark.parametrize(("order", "finding"), [("300.00 USD", False), ("300.01 USD", True)])
def test_who_may_not_is_a_finding(order: str, *, finding: bool) -> None:
    assert asked(LIMITED, order).findings is finding


def test_machines_are_told_the_status_all_reasons_and_the_exposure_with_the_order() -> None:
    report = asked(LIMITED, "300.01 USD")
    assert list(report.extra) == [
        "customer", "currency", "order", "status", "allowed", "reasons", "causes",
    ]  # fmt: skip
    assert report.extra["allowed"] is False
    assert report.extra["reasons"] == ["1000.01 USD above 1000.00 USD (100.0 %)"]
    assert report.extra["causes"] == [
        {"status": "hold", "code": "over-limit", "file": None, "line": None}
    ]
    assert report.rows[0].exposure.orders == D("300.01")
    assert report.rows_key == "exposure"


def test_an_order_in_another_currency_is_judged_at_the_prices_or_watched() -> None:
    price = "\nP 2026-01-01 EUR 2 USD\n"
    assert said(price + LIMITED, "150.01 EUR").startswith("hold:")
    assert said(LIMITED, "1 EUR") == (
        "watch: foo may order 1 EUR: 1.00 EUR not counted: no price leads from EUR to USD"
    )


def test_who_has_only_ordered_and_who_is_named_by_a_part_is_known() -> None:
    assert said(ordered("5 USD", "newcomer"), "1 USD", "newcomer").startswith("no limit:")
    assert said(LIMITED + account("name:Bar Trading", "bar"), "1 USD", "trading").startswith(
        "no limit: bar may order"
    )


@pytest.mark.parametrize("wrong", ["5", "0 USD", "-5 USD", "x", "1,000 USD"])
def test_an_order_is_an_amount_above_0(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        asked(LIMITED, wrong)


def test_nobody_is_guessed() -> None:
    with pytest.raises(ValueError, match="no customer is called 'fo0'"):
        asked(LIMITED, "1 USD", "fo0")


@some
@given(
    everything(OURS), make.as_of_days, make.st.sampled_from(("foo", "bar")),
    make.amounts, make.currencies,
)  # fmt: skip
def test_pitfall_34_the_answer_is_the_status_that_booking_gives(
    written: list[Written], day: Any, who: str, amount: str, currency: str
) -> None:
    book = built(journal_of_whole(text_of(written)), day)
    entry = Written(day, f"{day} Foo\n    (order:{who})    {amount} {currency}")
    booked = built(journal_of_whole(text_of([*written, entry])), day, policy=POLICY)
    with exact():
        answer, after = gate(book, who, f"{amount} {currency}"), standing(booked, who)
    assert (answer.extra["status"], answer.findings) == (after.status, after.is_held)
    assert answer.extra["reasons"] == [reason.text for reason in after.reasons]


def test_the_exit_code_is_3_when_the_order_may_not_be_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.journal"
    path.write_text(HEAD + LIMITED)
    found = {}
    for order in ("300.00 USD", "300.01 USD"):
        asked = ["credit", "check", "foo", "--order", order, "-f", str(path), "-O", "json"]
        code = main([*asked, "--as-of", "2026-12-31"])
        found[code] = json.loads(capsys.readouterr().out)
    assert {code: one["status"] for code, one in found.items()} == {0: "watch", 3: "hold"}
    assert found[3]["exposure"][0]["net"] == "1000.01"
