"""Published aging tables and statements: the same books give the printed answers."""

from decimal import Decimal

from tests.ledger.books import D, book_of, codes_of, instalments_of, on_account, open_of
from tests.reports.made import machine, made

BLUE_SKIES = """
    2018-03-11 (INV 1) Brown | sale on account
        assets:receivable:brown    13600 USD
        income:sales
    2018-06-30 Brown | collection
        assets:bank    3200 USD
        assets:receivable:brown
    2019-01-31 Brown | collection
        assets:bank    3500 USD
        assets:receivable:brown
    2019-02-28 (INV 4) Donalds | sale on account
        assets:receivable:donalds    21200 USD
        income:sales
    2019-04-15 Donalds | collection
        assets:bank    8200 USD
        assets:receivable:donalds
    2019-11-30 Donalds | collection
        assets:bank    4600 USD
        assets:receivable:donalds
    2019-11-30 (INV 7) Napier | sale on account
        assets:receivable:napier    8200 USD
        income:sales
    2019-12-15 Napier | collection
        assets:bank    2200 USD
        assets:receivable:napier
    2019-02-01 (INV 9) Strothers | sale on account
        assets:receivable:strothers    29200 USD
        income:sales
    2019-03-01 Strothers | collection
        assets:bank    8300 USD
        assets:receivable:strothers
    2019-12-31 (INV 11) Strothers | sale on account
        assets:receivable:strothers    3700 USD
        income:sales
    2019-12-30 (INV 12) Thomas | sale on account
        assets:receivable:thomas    4100 USD
        income:sales

    account assets:receivable  ; terms:net 60
"""
"""Libby, Libby and Hodge, Financial Accounting, problem 6-3 (Blue Skies Equipment Company).

Terms of 60 days; collections are applied to the oldest sales first; year-end 2019-12-31.
"""


def test_blue_skies_balances_and_total_are_as_printed() -> None:
    rows = machine(made("aging", BLUE_SKIES, "2019-12-31"))
    assert {row["name"]: row["total"] for row in rows} == {
        "Brown": 6900,
        "Donalds": 8400,
        "Napier": 6000,
        "Strothers": 24600,
        "Thomas": 4100,
    }
    assert sum(row["total"] for row in rows) == 50000


def test_blue_skies_ages_are_not_yet_due_up_to_a_year_and_over() -> None:
    report = made("aging", BLUE_SKIES, "2019-12-31", buckets="365")
    (total,) = report.totals
    assert total.buckets == (13800, 29300, 6900)


CLEANITUP = """
    account assets:receivable  ; terms:net 30

    2007-11-01 (1559) Customer | invoice
        assets:receivable:customer    1145.62 GBP
        income:sales

    2007-11-15 (1601) Customer | invoice
        assets:receivable:customer    21.68 GBP
        income:sales

    2007-12-01 (1632) Customer | invoice
        assets:receivable:customer    916.50 GBP
        income:sales

    2007-12-01 (1633) Customer | invoice
        assets:receivable:customer    540.50 GBP
        income:sales

    2007-12-01 (1642) Customer | credit note of 1633
        assets:receivable:customer    -540.50 GBP  ; inv:1633
        income:sales

    2007-12-14 (1661) Customer | invoice
        assets:receivable:customer    15.86 GBP
        income:sales

    2007-12-21 (1691) Customer | invoice
        assets:receivable:customer    28.73 GBP
        income:sales

    2008-01-01 (1686) Customer | invoice
        assets:receivable:customer    916.48 GBP
        income:sales

    2008-01-07 (1712) Customer | invoice
        assets:receivable:customer    15.86 GBP
        income:sales

    2008-01-08 (1714) Customer | invoice
        assets:receivable:customer    13.04 GBP
        income:sales
"""
"""A statement of account of 9 January 2008 shown on cleanitup.co.uk (forum topic 49477)."""


def test_the_cleanitup_statement_runs_up_to_the_printed_balance() -> None:
    rows = [
        r
        for r in made("history", CLEANITUP, "2008-01-09", "customer").rows
        if r.balance is not None
    ]
    printed = [
        *("1145.62", "1167.30", "2083.80", "2624.30", "2083.80"),
        *("2099.66", "2128.39", "3044.87", "3060.73", "3073.77"),
    ]
    assert [r.balance for r in rows] == list(map(Decimal, printed))


def test_the_cleanitup_statement_has_the_printed_amount_due_now() -> None:
    (row,) = machine(made("aging", CLEANITUP, "2008-01-09"))
    assert row["total"] == D("3073.77")
    assert row["total"] - row["current"] == D("2083.80")


INSTALMENTS = """
    2026-01-01 (1) Customer | in three parts
        assets:receivable:customer    {0}.00 EUR  ; due:2026-01-31
        assets:receivable:customer    {1}.00 EUR  ; due:2026-03-02
        assets:receivable:customer    {2}.00 EUR  ; due:2026-04-01
        income:sales

    2026-01-15 (R1) Customer | payment
        assets:bank    40.00 EUR
        assets:receivable:customer    -40.00 EUR  ; inv:1
"""
"""The schedule of ERPNext's test_accounts_receivable.py: 30, 50 and 20 of a hundred."""


def opened(text: str) -> list[Decimal]:
    return [left for *_, left in instalments_of(book_of(text))]


def test_erpnext_a_payment_settles_the_first_instalment_and_part_of_the_second() -> None:
    assert opened(INSTALMENTS.format(30, 50, 20)) == [0, 40, 20]


def test_erpnext_a_credit_note_after_a_payment_settles_what_is_left_in_order() -> None:
    text = INSTALMENTS.format(60, 100, 40)
    assert opened(text) == [20, 100, 40]
    note = """
    2026-01-20 (CN1) Customer | credit note
        income:sales    100.00 EUR
        assets:receivable:customer    -100.00 EUR  ; inv:1
    """
    assert opened(text + note) == [0, 20, 40]


def test_erpnext_an_advance_stands_on_account_with_its_whole_amount() -> None:
    text = """
        2026-01-15 (R1) Customer | advance
            assets:bank    1000.00 EUR
            assets:receivable:customer
    """
    assert on_account(book_of(text)) == {"R1": 1000}
    assert [t.total for t in made("aging", text).totals] == [-1000]


def test_quickbooks_aging_report() -> None:
    """The example of quickbooks.intuit.com: one invoice not due, one 15 and one 37 days late."""
    text = """
        2026-01-01 (1) A | not due
            assets:receivable:a    1000 USD  ; due:2026-06-30
            income:sales

        2026-01-01 (2) B | 15 days
            assets:receivable:b    1500 USD  ; due:2026-05-16
            income:sales

        2026-01-01 (3) C | 37 days
            assets:receivable:c    100 USD  ; due:2026-04-24
            income:sales
    """
    (total,) = made("aging", text, "2026-05-31").totals
    assert total.buckets == (1000, 1500, 100, 0, 0)


def test_sap_business_one_leaves_seven_thousand_of_the_invoice_open() -> None:
    """The invoice of SAP Business One's page on interest in dunning: 10,000 less 3,000."""
    text = """
        2002-12-02 (1) Kunde | Rechnung  ; due:2003-01-01
            assets:receivable:kunde    10000.00 EUR
            income:sales

        2003-02-01 Kunde | Zahlung
            assets:bank    3000.00 EUR
            assets:receivable:kunde    -3000.00 EUR  ; inv:1
    """
    assert open_of(book_of(text, "2003-03-01")) == {"1": 7000}
    assert codes_of(text, "2003-03-01") == []
