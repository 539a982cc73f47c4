"""Grades: the lines, and what stands below them."""

from datetime import date
from decimal import Decimal

from tests.ledger.books import book_of, policy_of
from tests.reports.made import machine, made, report_of

from arledger.journal.query import parse_query
from arledger.ledger.selection import selection
from arledger.policy.model import DEFAULT

DAY = "2026-06-30"


def trade(who: str, late: int, amount: str = "100.00 EUR") -> str:
    """Three invoices on net 0, each paid so many days late."""
    return "".join(
        f"""
    2026-0{month}-01 ({who}{month}) {who}
        assets:receivable:{who}    {amount}
        income:sales

    2026-0{month}-{1 + late:02} {who}  ; inv:{who}{month}
        assets:bank    {amount}
        assets:receivable:{who}
"""
        for month in (1, 2, 3)
    )


BOOK = (
    """
    account assets:receivable:good  ; name:Good GmbH, rep:linh
    account assets:receivable:fair  ; name:Fair SA, grade:A, rep:wei
    account assets:receivable:new   ; name:New Ltd, rep:wei
"""
    + trade("good", 0)
    + trade("fair", 20)
)


def test_the_machine_columns_are_stable_and_flat() -> None:
    rows = machine(made("grades", BOOK, DAY))
    assert list(rows[0]) == [
        *("customer", "name", "index", "score", "grade", "grade_in_force", "criteria"),
        *("reviewed", "review", "why", "documents"),
    ]
    assert list(rows[0].values()) == [
        *("good", "Good GmbH", 80, 100, "A", "A"),
        "index=100 overdue=n/a promises=n/a limit-use=n/a disputes=100",
        *("A", date(2026, 6, 30), "review of 2026-06-30", 3),
    ]


def test_an_index_and_a_score_have_six_decimals_at_most() -> None:
    fair = machine(made("grades", BOOK, DAY))[1]
    assert (fair["customer"], fair["index"]) == ("fair", Decimal("62.857143"))
    assert fair["score"] == Decimal("54.545455")


def test_a_grade_given_by_hand_overrides_and_says_so() -> None:
    fair = machine(made("grades", BOOK, DAY))[1]
    assert [fair[key] for key in ("grade", "reviewed", "grade_in_force", "why")] == [
        *("C", "C", "A", "by hand: account directive"),
    ]


def test_the_best_come_first_and_the_unrated_last() -> None:
    rows = machine(made("grades", BOOK, DAY))
    assert [(r["customer"], r["grade_in_force"], r["score"]) for r in rows][2:] == [
        ("new", "unrated", None)
    ]


def test_the_grades_are_counted() -> None:
    assert made("grades", BOOK, DAY).notes == [
        "In force: 2 A, 1 unrated.",
        "By the scorecard today: 1 A, 1 C, 1 unrated.",
    ]


def test_people_never_read_a_threshold_that_was_not_reached() -> None:
    """79.97 is shown as 79.9: it is no 80."""
    nearly = {
        "index": {"weight": Decimal(100), "below 101": Decimal("79.97"), "from 101": Decimal(1)}
    }
    report = made("grades", BOOK, DAY, how={"policy": policy_of(grades={"criteria": nearly})})
    shown = next(c for c in report.table.for_people() if c.key == "score")
    assert (shown.of(report.rows[0]), report.rows[0].grade) == (Decimal("79.9"), "B")


def test_the_currency_a_report_is_asked_for_changes_no_grade() -> None:
    text = "\n    P 2026-01-01 EUR 1.10 USD\n" + BOOK
    assert machine(made("grades", text, DAY, value="USD")) == machine(made("grades", text, DAY))


def test_a_selection_is_graded_on_the_whole_book() -> None:
    book = book_of(BOOK, DAY)
    for words, expected in (
        (["tag:rep=wei"], ["fair", "new"]),
        (["date:2026-02"], ["good", "fair"]),
    ):
        chosen = selection(book, parse_query(words, date(2026, 6, 30)), None, " ".join(words))
        rows = machine(report_of(chosen, "grades"))
        assert [row["customer"] for row in rows] == expected
        whole = {row["customer"]: row for row in machine(report_of(book, "grades"))}
        assert all(row == whole[row["customer"]] for row in rows)


def test_a_grade_that_is_none_of_the_policys_is_told_of() -> None:
    text = "\n    account assets:receivable:odd  ; grade:D\n" + BOOK
    report = made("grades", text, DAY)
    assert report.remarks == ["the grade D of odd is none of the policy's: A, B, C"]
    assert any(row.grade_in_force == "D" for row in report.rows)


def test_what_has_no_price_is_said_to_be_left_out() -> None:
    text = BOOK + trade("good", 0, "7.00 GBP").replace("(good", "(x").replace("inv:good", "inv:x")
    assert "good: GBP left out: no price in EUR." in made("grades", text, DAY).notes


def test_an_empty_book_has_no_customers() -> None:
    report = made("grades", "", DAY)
    assert (report.rows, report.notes, report.empty) == ([], [], "No customers.")


def test_the_weights_stand_above_the_points() -> None:
    titles = [c.title for c in made("grades", BOOK, DAY).table.for_people()]
    assert "Limit use 10%" in titles
    assert len(titles) == 7 + len(DEFAULT.grades.criteria)
