"""Who owes what, and how late it is."""

import pytest
from tests.reports.made import machine, made

BOOK = """
    account assets:receivable:foo  ; name:Foo GmbH, rep:linh, region:north
    account assets:receivable:bar  ; rep:minh

    2026-01-01 (1) Foo | a  ; due:2026-03-31
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-01-02 (2) Foo | b  ; due:2026-03-01
        assets:receivable:foo    50.00 EUR
        income:sales

    2026-01-03 (3) Bar | c  ; due:2025-12-31
        assets:receivable:bar    25.00 EUR
        income:sales

    2026-01-03 (4) Bar | d  ; due:2026-02-15
        assets:receivable:bar    70.00 USD
        income:sales

    2026-02-01 (R1) Foo | on account
        assets:bank    30.00 EUR
        assets:receivable:foo    -30.00 EUR  ; inv:-
"""
DAY = "2026-03-31"


def test_the_machine_columns_are_stable_and_flat() -> None:
    (row, *_) = machine(made("aging", BOOK, DAY))
    assert list(row) == [
        *("customer", "name", "currency", "current", "1-30", "31-60", "61-90", "91+"),
        *("unapplied", "total", "disputed"),
    ]


def test_one_line_a_customer_and_currency_with_totals_a_currency() -> None:
    report = made("aging", BOOK, DAY)
    assert [tuple(row.values()) for row in machine(report)] == [
        ("bar", "Bar", "EUR", 0, 0, 0, 25, 0, 0, 25, 0),
        ("bar", "Bar", "USD", 0, 0, 70, 0, 0, 0, 70, 0),
        ("foo", "Foo GmbH", "EUR", 100, 50, 0, 0, 0, -30, 120, 0),
    ]
    assert [(t.currency, t.total) for t in report.totals] == [("EUR", 145), ("USD", 70)]


def test_shares_are_of_the_currencys_total() -> None:
    shares = [
        (row.customer, row.currency, round(row.share, 1)) for row in made("aging", BOOK, DAY).rows
    ]
    assert [(c, cur, str(s)) for c, cur, s in shares] == [
        ("bar", "EUR", "17.2"),
        ("bar", "USD", "100.0"),
        ("foo", "EUR", "82.8"),
    ]


def test_by_invoice_shows_each_document_and_each_credit() -> None:
    rows = machine(made("aging", BOOK, DAY, by="invoice"))
    assert list(rows[0])[:5] == ["customer", "number", "date", "due", "days_past_due"]
    assert [(r["number"], r["days_past_due"], r["total"]) for r in rows] == [
        ("3", 90, 25),
        ("4", 44, 70),
        ("R1", None, -30),
        ("2", 30, 50),
        ("1", 0, 100),
    ]


@pytest.mark.parametrize(
    ("by", "totals"),
    [
        ("rep", {("linh", "EUR"): 120, ("minh", "EUR"): 25, ("minh", "USD"): 70}),
        ("region", {("north", "EUR"): 120, ("", "EUR"): 25, ("", "USD"): 70}),
        ("nothing", {("", "EUR"): 145, ("", "USD"): 70}),
    ],
)
def test_by_a_tag_sums_over_its_values(by: str, totals: dict[tuple[str, str], int]) -> None:
    rows = machine(made("aging", BOOK, DAY, by=by))
    assert next(iter(rows[0])) == "key"
    assert {(r["key"], r["currency"]): r["total"] for r in rows} == totals


def test_the_basis_may_be_the_document_date() -> None:
    rows = machine(made("aging", BOOK, DAY, basis="date"))
    assert [r["61-90"] for r in rows] == [25, 70, 150]


def test_the_buckets_may_be_others() -> None:
    rows = machine(made("aging", BOOK, DAY, buckets="7,45"))
    assert [key for key in rows[0] if key not in ("customer", "name", "currency")] == [
        *("current", "1-7", "8-45", "46+", "unapplied", "total", "disputed")
    ]
    assert [r["46+"] for r in rows] == [25, 0, 0]


@pytest.mark.parametrize("text", ["x", "30,30", "60,30", "0,30", "30,-60", "30,,60", "1e3"])
def test_buckets_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="--buckets"):
        made("aging", BOOK, DAY, buckets=text)


def test_the_order_of_lines_may_be_by_total_overdue_or_age() -> None:
    def customers(sort: str) -> list[tuple[str, str]]:
        return [(r.customer, r.currency) for r in made("aging", BOOK, DAY, sort=sort).rows]

    assert customers("total") == [("foo", "EUR"), ("bar", "EUR"), ("bar", "USD")]
    assert customers("overdue") == [("foo", "EUR"), ("bar", "EUR"), ("bar", "USD")]
    assert customers("oldest") == [("bar", "EUR"), ("bar", "USD"), ("foo", "EUR")]


def test_the_largest_lines_of_each_currency_with_the_totals_of_all() -> None:
    report = made("aging", BOOK, DAY, top=1)
    assert [(r.customer, r.currency) for r in report.rows] == [("bar", "USD"), ("foo", "EUR")]
    assert [t.total for t in report.totals] == [145, 70]
    assert any("1 smaller line" in note for note in report.notes)


def test_one_currency_for_all_at_the_journals_prices() -> None:
    prices = "    P 2026-01-01 USD 0.91 EUR\n\n    P 2026-03-30 USD 0.93 EUR\n\n"
    report = made("aging", prices + BOOK, DAY, value="EUR")
    assert [(r.customer, str(r.total)) for r in report.rows] == [
        ("bar", "90.10"),
        ("foo", "120.00"),
    ]
    assert any("1 USD = 0.93 EUR" in note for note in report.notes)


def test_a_currency_without_a_price_is_shown_as_it_is_and_told() -> None:
    report = made("aging", BOOK, DAY, value="EUR")
    assert {r.currency for r in report.rows} == {"EUR", "USD"}
    assert [p.code for p in report.problems] == ["no-price"]


def test_converted_cents_are_rounded_once_in_the_total() -> None:
    """Three lines of half a cent each are two cents in total, not three."""
    text = "    commodity 1.00 EUR\n\n    P 2026-01-01 XYZ 0.005 EUR\n\n" + "\n\n".join(
        f"    2026-01-01 ({n}) C{n} | a\n        assets:receivable:c{n}    1 XYZ\n        income:sales"
        for n in range(3)
    )
    report = made("aging", text, value="EUR")
    assert [str(r.total) for r in report.rows] == ["0.01"] * 3
    assert [str(t.total) for t in report.totals] == ["0.02"]


def test_without_documents_there_is_an_empty_report() -> None:
    assert made("aging", "    2026-01-01 nothing\n").rows == []


def test_payables_are_aged_alike() -> None:
    text = """
        2026-01-05 (B1) Foo | bill
            expenses:goods    100.00 EUR
            liabilities:payable:foo
    """
    report = made("aging", text, "2026-02-10", how={"side": "payable"})
    assert [(r["31-60"], r["total"]) for r in machine(report)] == [(100, 100)]
    assert "payables" in report.title
    assert report.table.columns[0].title == "Supplier"


@pytest.mark.parametrize("top", [0, -1])
def test_fewer_lines_than_one_cannot_be_asked_for(top: int) -> None:
    with pytest.raises(ValueError, match="--top"):
        made("aging", BOOK, DAY, top=top)


def test_a_tag_nobody_has_is_said() -> None:
    assert (
        "no customer and no document has the tag regoin"
        in made("aging", BOOK, DAY, by="regoin").remarks
    )


def test_a_price_turned_round_is_said_as_it_is_written() -> None:
    prices = "    P 2026-01-01 EUR 26000 VND\n\n    P 2026-01-02 USD 25000 VND\n\n"
    notes = made("aging", prices + BOOK, DAY, value="VND").notes
    assert [note.partition(" (")[0] for note in notes] == ["1 EUR = 26000 VND", "1 USD = 25000 VND"]
    (note,) = made("aging", prices + BOOK, DAY, value="USD").notes
    assert note.startswith("1 EUR = 26000 VND, 1 USD = 25000 VND (2026-01-01, 2026-01-02, ")


def test_an_amount_worked_out_from_a_finer_price_has_its_currencys_decimals() -> None:
    report = made(
        "aging",
        """\
commodity 1,000.00 USD
2026-02-01 (A) Foo | goods
    assets:receivable:c1
    income:sales    -2.00 EUR @ 1.2500 USD
""",
        "2026-02-28",
    )
    assert [str(row.total) for row in report.rows] == ["2.50"]
