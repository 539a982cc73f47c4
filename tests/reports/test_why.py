"""Where a figure comes from, line by line."""

import pytest
from tests.ledger.books import policy_of
from tests.reports.made import made
from tests.reports.test_history import BOOK


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
    with pytest.raises(ValueError, match="customer or document"):
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
