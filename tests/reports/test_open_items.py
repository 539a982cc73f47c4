"""Every open item with its due date."""

from tests.reports.made import machine, made
from tests.reports.test_aging import BOOK, DAY


def test_the_machine_columns_are_stable_and_flat() -> None:
    (row, *_) = machine(made("open", BOOK, DAY))
    assert list(row) == [
        *("customer", "name", "number", "kind", "date", "due", "days_past_due", "currency"),
        *("amount", "open", "bucket", "reference", "disputed"),
    ]


def test_unapplied_credits_stand_among_the_items_with_a_negative_amount() -> None:
    rows = machine(made("open", BOOK, DAY))
    (credit,) = (r for r in rows if r["bucket"] == "unapplied")
    assert (credit["open"], credit["due"], credit["days_past_due"]) == (-30, None, None)
    assert sum(r["open"] for r in rows if r["currency"] == "EUR") == 145


def test_the_totals_are_the_balance_of_each_currency() -> None:
    assert [(t.currency, t.open) for t in made("open", BOOK, DAY).totals] == [
        ("EUR", 145),
        ("USD", 70),
    ]


def test_an_instalment_is_a_line_of_its_own() -> None:
    text = """
        2026-01-01 (1) Foo | a  ; terms:30/60/90
            assets:receivable:foo    90.00 EUR
            income:sales
    """
    rows = machine(made("open", text, "2026-02-28"))
    assert [(r["number"], r["days_past_due"], r["open"]) for r in rows] == [
        ("1", 28, 30),
        ("1", -2, 30),
        ("1", -32, 30),
    ]


def test_a_part_paid_item_shows_what_was_charged_and_what_is_left() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    90.00 EUR
            income:sales

        2026-01-02 Foo | part
            assets:bank    20.00 EUR
            assets:receivable:foo
    """
    assert [(r["amount"], r["open"]) for r in machine(made("open", text))] == [(90, 70)]


def test_an_invoice_whose_cheque_bounced_is_charged_once() -> None:
    text = """
        2026-01-01 (1) Foo | a
            assets:receivable:foo    90.00 EUR
            income:sales

        2026-01-02 (C1) Foo | cheque
            assets:bank    90.00 EUR
            assets:receivable:foo  -90.00 EUR  ; inv:1

        2026-01-05 (1) Foo | cheque returned
            assets:receivable:foo   90.00 EUR
            assets:bank

        2026-01-08 (C2) Foo | part
            assets:bank    40.00 EUR
            assets:receivable:foo  -40.00 EUR  ; inv:1
    """
    assert [(r["amount"], r["open"]) for r in machine(made("open", text))] == [(90, 50)]


def test_only_what_is_past_due_leaves_out_the_rest_and_says_so() -> None:
    report = made("open", BOOK, DAY, overdue=True)
    assert sorted(r["number"] for r in machine(report)) == ["2", "3", "4"]
    assert any("left out" in note for note in report.notes)


def test_the_order_of_lines_may_be_by_customer_due_date_or_amount() -> None:
    def numbers(sort: str) -> list[str]:
        return [r["number"] for r in machine(made("open", BOOK, DAY, sort=sort))]

    assert numbers("customer") == ["3", "4", "2", "1", "R1"]
    assert numbers("due") == ["3", "4", "2", "1", "R1"]
    assert numbers("amount") == ["1", "2", "3", "R1", "4"]
