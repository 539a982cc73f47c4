"""Dates and payment terms: the worked examples, and the calendar's corners."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.dates import (
    add_days,
    add_months,
    credit_for_payment,
    days_past_due,
    discount,
    equal_parts,
    month_end,
    parse_date,
    parse_terms,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


# -- days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "days"),
    [("2024-03-31", 0), ("2024-03-30", 1), ("2024-03-01", 30), ("2024-02-29", 31)],
)
def test_days_past_due_count_from_the_due_date(due, days):
    assert days_past_due(day("2024-03-31"), day(due)) == days


def test_an_item_not_yet_due_has_negative_days_past_due():
    assert days_past_due(day("2024-03-31"), day("2024-04-10")) == -10


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-05-31", 0, "2024-05-31"),
    ],
)
def test_pitfall_43_a_month_from_the_31st_ends_with_the_month(start, months, end):
    assert add_months(day(start), months) == day(end)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)),
    st.integers(min_value=-600, max_value=600),
)
def test_months_are_added_as_dateutil_adds_them(start, months):
    from dateutil.relativedelta import relativedelta

    assert add_months(start, months) == start + relativedelta(months=months)


def test_month_ends_know_leap_years():
    assert month_end(day("2024-02-10")) == day("2024-02-29")
    assert month_end(day("2100-02-10")) == day("2100-02-28")


def test_dates_beyond_the_calendar_stay_on_its_edge():
    assert add_days(date.max, 30) == date.max
    assert add_days(date.min, -1) == date.min
    assert add_months(date(9999, 12, 1), 1) == date.max
    assert add_months(date(1, 1, 1), -1) == date.min
    assert parse_terms("eom+30").due(date.max) == date.max


# -- dates as text ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-03-01", "2026/03/01", "2026.03.01", "2026-3-1"])
def test_a_date_takes_one_of_three_separators(text):
    assert parse_date(text) == day("2026-03-01")


def test_a_yearless_date_takes_the_default_year():
    assert parse_date("3/1", default_year=2026) == day("2026-03-01")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-03/01",
        "26-03-01",
        "2026-13-01",
        "2026-02-29",
        "2026-03-01 ",
        "20260301",
        "3/1",
        "99999-01-01",
        "0000-01-01",
        "2026-03-010",
        "２０２６-03-01",
        "1" * 5000 + "-1-1",
    ],
)
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not a date|no calendar|no year"):
        parse_date(text)


# -- terms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "document", "due"),
    [
        ("net 30", "2013-03-05", "2013-04-04"),
        ("net30", "2013-03-05", "2013-04-04"),
        ("30", "2013-03-05", "2013-04-04"),
        ("NET 30", "2013-03-05", "2013-04-04"),
        ("n/30", "2013-03-05", "2013-04-04"),
        ("net 30 days", "2013-03-05", "2013-04-04"),
        ("2/10 net 30", "2013-03-05", "2013-04-04"),
        ("2/10, n/30", "2013-03-05", "2013-04-04"),
        ("due on receipt", "2013-03-05", "2013-03-05"),
        ("net 0", "2013-03-05", "2013-03-05"),
        ("prepay", "2013-03-05", "2013-03-05"),
        ("eom", "2013-03-05", "2013-03-31"),
        ("eom+30", "2013-03-05", "2013-04-30"),
        ("eom + 45", "2013-03-05", "2013-05-15"),
        ("net 30 eom", "2013-03-05", "2013-04-30"),
        ("net 30 eom", "2013-01-31", "2013-03-31"),
        ("2/10 net 30 eom", "2013-03-05", "2013-04-30"),
        ("2/10 eom", "2007-03-14", "2007-04-30"),
        ("2/10 prox", "2007-03-14", "2007-04-30"),
        ("2/10 eom net 25", "2007-03-14", "2007-04-25"),
        ("2/10 prox net 30", "2007-01-14", "2007-02-28"),
        ("2/10 eom net 60", "2007-03-14", "2007-05-30"),
        ("prox 20 cutoff 12 +1", "2010-08-10", "2010-09-20"),
        ("prox 20 cutoff 12 +1", "2010-08-15", "2010-10-20"),
        ("prox 12 cutoff 20", "2010-08-10", "2010-09-12"),
        ("prox 12 cutoff 20", "2010-08-15", "2010-09-12"),
        ("prox 31", "2010-01-15", "2010-02-28"),
        ("prox 31 +2", "2010-12-15", "2011-02-28"),
        ("2/10 prox 20 cutoff 25", "2010-08-26", "2010-10-20"),
        ("net 15 prox", "2010-08-26", "2010-09-15"),
        ("30/60/90", "2024-01-01", "2024-03-31"),
        ("net 30/60", "2024-01-01", "2024-03-01"),
    ],
)
def test_terms_give_the_due_date(terms, document, due):
    assert parse_terms(terms).due(day(document)) == day(due)


def test_the_two_readings_of_45_days_end_of_month_are_two_notations():
    document = day("2024-01-20")
    assert parse_terms("net 45 eom").due(document) == day("2024-03-31")
    assert parse_terms("eom+45").due(document) == day("2024-03-16")


@pytest.mark.parametrize(
    ("terms", "document", "discounts"),
    [
        ("2/10 net 30", "2013-03-05", [("2013-03-15", "2")]),
        ("3/10 2/20 net 60", "2013-03-05", [("2013-03-15", "3"), ("2013-03-25", "2")]),
        ("2/20 3/10 net 60", "2013-03-05", [("2013-03-15", "3"), ("2013-03-25", "2")]),
        ("2.5/10 net 30", "2013-03-05", [("2013-03-15", "2.5")]),
        ("2/10 eom", "2007-03-14", [("2007-04-10", "2")]),
        ("2/10 prox", "2007-03-14", [("2007-04-10", "2")]),
        ("2/10 net 30 eom", "2007-03-14", [("2007-03-24", "2")]),
        ("2/10 prox 20 cutoff 25", "2010-08-26", [("2010-10-10", "2")]),
        ("2/10 30/60/90", "2007-03-14", [("2007-03-24", "2")]),
        ("net 30", "2007-03-14", []),
    ],
)
def test_terms_give_the_last_day_of_each_discount(terms, document, discounts):
    wanted = [(day(last), Decimal(percent)) for last, percent in discounts]
    assert parse_terms(terms).discounts(day(document)) == wanted


def test_instalments_are_equal_and_the_remainder_is_on_the_last():
    parts = parse_terms("30/60/90").instalments(day("2024-01-01"), Decimal("100.00"), 2)
    assert parts == [
        (day("2024-01-31"), Decimal("33.33")),
        (day("2024-03-01"), Decimal("33.33")),
        (day("2024-03-31"), Decimal("33.34")),
    ]


def test_terms_of_one_part_leave_the_amount_whole():
    parts = parse_terms("net 30").instalments(day("2024-01-01"), Decimal("100.005"), 2)
    assert parts == [(day("2024-01-31"), Decimal("100.005"))]


def test_instalments_of_a_credit_keep_its_sign():
    assert equal_parts(Decimal("-100.00"), 3, 2) == [
        Decimal("-33.33"),
        Decimal("-33.33"),
        Decimal("-33.34"),
    ]


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=0, max_value=4),
)
def test_instalments_add_up_and_never_change_sign(amount, count, places):
    parts = equal_parts(amount, count, places)
    assert sum(parts) == amount
    assert len(parts) == count
    assert all(part * amount >= 0 for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "net",
        "2/10",
        "30/60",
        "net -1",
        "net 30 eom eom",
        "2,5/10 net 30",
        "0/10 net 30",
        "prox 0",
        "prox 32",
        "prox 20 cutoff 40",
        "2/10 net 30 2/20",
        "net 99999",
        "1e3",
        "eom 30",
        "45 jours fin de mois",
        "月结30天",
        "2/10 eom eom",
        "2/10 prox net 30 eom",
        "net ３０",
    ],
)
def test_what_is_not_terms_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"terms|two ways|net date"):
        parse_terms(text)


@pytest.mark.parametrize(
    "text", ["45 jours fin de mois", "月结45", "eom 45", "45 days end of month"]
)
def test_terms_with_two_readings_are_never_guessed(text):
    with pytest.raises(ValueError, match=r"'net 45 eom'.*'eom\+45'"):
        parse_terms(text)


def test_a_lone_fraction_says_how_to_write_discount_or_instalments():
    with pytest.raises(ValueError, match=r"'30/60 net 30'.*'net 30/60'"):
        parse_terms("30/60")


def test_a_hostile_text_is_cut_in_the_sentence_about_it():
    for read in (parse_terms, parse_date):
        with pytest.raises(ValueError, match="…") as problem:
            read("x" * 100_000)
        assert len(str(problem.value)) < 300


def test_terms_keep_the_text_they_were_written_with():
    assert parse_terms("  Net  30 EOM ").text == "Net 30 EOM"


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(min_value=0, max_value=9999))
def test_net_terms_count_calendar_days(document, days):
    assert parse_terms(f"net {days}").due(document) == document + timedelta(days)


@given(st.text(max_size=20))
def test_any_text_is_terms_or_a_sentence(text):
    try:
        parse_terms(text).instalments(date(9999, 12, 31), Decimal(1), 0)
    except ValueError as problem:
        assert str(problem)


# -- discounts -------------------------------------------------------------------------------


def test_a_discount_is_rounded_once_half_up():
    assert discount(Decimal("529.87"), Decimal(3), 2) == Decimal("15.90")
    assert Decimal("529.87") - discount(Decimal("529.87"), Decimal(3), 2) == Decimal("513.97")
    assert discount(Decimal("100.50"), Decimal(1), 2) == Decimal("1.01")
    assert discount(Decimal("-100.50"), Decimal(1), 2) == Decimal("-1.01")


def test_a_partial_payment_in_time_settles_more_than_itself():
    settled = credit_for_payment(Decimal("450.00"), Decimal(2), 2)
    assert settled == Decimal("459.18")
    assert settled - Decimal("450.00") == Decimal("9.18")
    assert Decimal("1140.00") - settled == Decimal("680.82")
