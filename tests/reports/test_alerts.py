"""The report of alerts: its lines, what is chosen of them, its exit code and its gauges."""

from datetime import date
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.ledger.books import book_of
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection
from arledger.render import render

DAY = "2026-06-30"
BOOK = """
    P 2026-06-01 USD 0.50 EUR

    account assets:receivable:foo  ; name:Foo GmbH, rep:linh, limit:1000.00 EUR

    2026-05-01 (1) Foo GmbH | goods  ; due:2026-05-21
        assets:receivable:foo    900.00 EUR
        income:sales

    2026-05-01 (2) Bar | goods  ; due:2026-02-01, customer:bar
        assets:receivable:bar    300.00 USD
        income:sales

    2026-06-30 (PR-1) Foo GmbH | said  ; inv:1
        (promise:foo)    900.00 EUR  ; date:2026-07-10

    2026-06-02 Foo GmbH | seen  ; event:ack, alert:limit-near:foo:2026-05-01, by:mai, customer:foo
"""


def ids(**options: Any) -> list[str]:
    return [row["id"] for row in machine(made("alerts", BOOK, DAY, **options))]


def test_the_machine_columns_are_stable_and_flat() -> None:
    rows = machine(made("alerts", BOOK, DAY, all_=True))
    assert list(rows[0]) == [
        *("id", "severity", "customer", "kind", "message", "since", "name", "currency", "amount"),
        *("number", "rep", "acknowledged", "acknowledged_by", "file", "line"),
    ]
    (row,) = (row for row in rows if row["kind"] == "limit-near")
    assert list(row.values()) == [
        *("limit-near:foo:2026-05-01", "warning", "foo", "limit-near"),
        *(
            "credit limit: 900.00 EUR of 1000.00 EUR (90.0 %)",
            date(2026, 5, 1),
            "Foo GmbH",
            "EUR",
            900,
            "",
        ),
        *("linh", date(2026, 6, 2), "mai", "snippet.journal", 3),
    ]


def test_what_was_acknowledged_is_left_out_counted_and_shown_when_asked() -> None:
    report = made("alerts", BOOK, DAY)
    assert [row.id for row in report.rows] == [
        "last-bucket:bar:2:91+", "bucket:foo:1:31-60", "silent:bar:2026-05-01",
    ]  # fmt: skip
    assert report.notes == [
        "1 critical, 2 warning.",
        "1 acknowledged alert is left out: --all shows it.",
    ]
    assert "limit-near:foo:2026-05-01" in ids(all_=True)


def test_since_a_day_is_what_arose_on_it_or_later() -> None:
    assert ids(since="2026-06-21") == ["bucket:foo:1:31-60"]
    assert ids(since="2026-06-22") == []
    assert ids(since="2 weeks ago") == ["bucket:foo:1:31-60"]
    assert made("alerts", BOOK, DAY, since="2026-06-21").title == (
        "Alerts since 2026-06-21 as of 2026-06-30"
    )
    with pytest.raises(ValueError, match="--since"):
        ids(since="soon")


def test_new_is_what_was_not_there_the_day_before() -> None:
    assert ids(new_only=True) == []
    new = machine(made("alerts", BOOK, "2026-06-21", new_only=True))
    assert [row["id"] for row in new] == ["bucket:foo:1:31-60"]


@pytest.mark.parametrize(
    ("options", "findings"),
    [
        ({}, False),
        ({"fail_on": "critical"}, True),
        ({"fail_on": "warning", "since": "2026-06-21"}, True),
        ({"fail_on": "critical", "since": "2026-06-21"}, False),
        ({"fail_on": "info", "new_only": True}, False),
    ],
)
def test_only_what_is_listed_and_grave_enough_is_a_finding(
    options: dict[str, Any], findings: bool
) -> None:
    assert made("alerts", BOOK, DAY, **options).findings is findings


def test_what_was_acknowledged_is_no_finding() -> None:
    text = BOOK + "\n    2026-06-22 x  ; event:ack, alert:last-bucket:bar:2:91+, customer:bar\n"
    assert made("alerts", text, DAY, fail_on="critical", all_=True).findings is False


def test_a_query_chooses_customers_who_are_judged_on_the_whole_book() -> None:
    book = book_of(BOOK, DAY)
    part = selection(book, parse_query(["foo"], book.as_of), None, "foo")
    assert [row["customer"] for row in machine(report_of(part, "alerts", all_=True))] == ["foo"] * 2


def test_amounts_are_shown_as_asked_but_no_alert_goes_by_it() -> None:
    rows = machine(made("alerts", BOOK, DAY, value="EUR"))
    assert [(row["currency"], row["amount"]) for row in rows] == [
        ("EUR", 150), ("EUR", 900), ("", None),
    ]  # fmt: skip
    assert [row["id"] for row in rows] == ids()


def test_what_we_owe_raises_no_alert() -> None:
    with pytest.raises(ValueError, match="--payable"):
        made("alerts", BOOK, DAY, how={"side": "payable"})


def test_an_empty_book_has_none() -> None:
    report = made("alerts", "account assets:receivable:foo", DAY, new_only=True)
    assert (report.rows, report.notes, report.empty) == ([], [], "No alerts.")


def test_who_watches_is_told_each_alert_their_counts_what_is_overdue_and_of_which_day() -> None:
    families = {
        family.name: [(sample.labels, sample.value) for sample in family.samples]
        for family in text_string_to_metric_families(render(made("alerts", BOOK, DAY), "prom"))
    }
    assert families.pop("arledger_alert")[0] == (
        {
            "id": "last-bucket:bar:2:91+", "kind": "last-bucket",
            "severity": "critical", "customer": "bar",
        },
        1,
    )  # fmt: skip
    assert families == {
        "arledger_alerts": [
            ({"severity": "critical"}, 1), ({"severity": "warning"}, 2), ({"severity": "info"}, 0),
        ],
        "arledger_overdue": [({"currency": "EUR"}, 900), ({"currency": "USD"}, 300)],
        "arledger_as_of_timestamp_seconds": [({}, 1782777600)],
    }  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31"])
def test_the_first_and_the_last_of_all_days_are_days(day: str) -> None:
    text = BOOK.replace("2026-05-01", "0001-01-01").replace("2026-06-02", "9999-12-31")
    for how in ({}, {"new_only": True}):
        assert render(made("alerts", text, day, **how), "prom")
