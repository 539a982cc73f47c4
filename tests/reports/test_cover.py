"""What is insured: whom to tell of what is overdue, by when, and what may be claimed."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from tests import strategies as make
from tests.ledger.books import journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures.test_exposure import HEAD, account, exposure, owed, paid
from tests.reports.made import machine, made
from tests.strategies import OURS, START, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.measures.cover import InsuredItem, insured_items
from arledger.measures.exposure import Exposures
from arledger.money import exact

INSURED = account("insured:1000 USD, coverage:90, waiting:180, notify-within:60")
SOLD = owed("700.00 USD")
"""Due on 2026-01-05: to be told by 2026-03-06, to be claimed from 2026-07-04."""


def told(text: str, *keys: str, as_of: str = "2026-12-31", **options: object) -> list[list[str]]:
    """Some cells of each line, as text."""
    rows = machine(made("cover", HEAD + text, as_of, **options))
    return [[str(row[key]) for key in keys] for row in rows]


def claim(day: str, stage: str, tags: str = ", inv:I1") -> str:
    return f"\n{day} foo | the insurer  ; event:claim, stage:{stage}, customer:foo{tags}\n"


def states(text: str, *days: str) -> list[str]:
    return [state for day in days for (state,) in told(text, "state", as_of=day)]


def test_the_insurer_is_to_be_told_from_the_day_after_it_was_due_to_the_last_day() -> None:
    days = ("2026-01-05", "2026-01-06", "2026-03-06", "2026-03-07")
    assert states(INSURED + SOLD, *days) == ["not due", "to notify", "to notify", "too late"]


def test_what_the_insurer_was_told_of_waits_and_may_then_be_claimed() -> None:
    text = INSURED + SOLD + claim("2026-02-01", "notified") + claim("2026-07-10", "filed")
    days = ("2026-01-31", "2026-02-01", "2026-07-03", "2026-07-04", "2026-07-10")
    assert states(text, *days) == ["to notify", "waiting", "waiting", "to claim", "claimed"]
    assert told(text, "notify_by", "notified", "claim_from") == [
        ["2026-03-06", "2026-02-01", "2026-07-04"]
    ]


def test_an_insolvency_makes_a_claim_before_the_waiting_period_is_over() -> None:
    failed = "\n2026-02-10 foo  ; event:legal, stage:insolvent, customer:foo\n"
    text = INSURED + SOLD + claim("2026-02-01", "notified") + failed
    assert states(text, "2026-02-09", "2026-02-10") == ["waiting", "to claim"]


def test_a_claim_without_a_document_is_of_what_was_invoiced_by_then() -> None:
    text = INSURED + SOLD + owed("100.00 USD", day="2026-02-05", number="I2")
    text += claim("2026-02-01", "notified", "")
    assert told(text, "number", "notified", as_of="2026-02-10") == [
        ["I2", "None"],
        ["I1", "2026-02-01"],
    ]


def test_a_number_may_name_several_documents() -> None:
    text = INSURED + SOLD + owed("100.00 USD", day="2026-02-05", number="I2")
    text += claim("2026-02-10", "notified", ", inv:I1 I2")
    assert told(text, "notified", as_of="2026-02-10") == [["2026-02-10"], ["2026-02-10"]]


def test_the_oldest_due_is_insured_first_up_to_the_limit() -> None:
    text = INSURED + owed("700.00 USD", day="2026-03-01", number="I2") + SOLD
    text += owed("50.00 USD", day="2026-04-01", number="I3")
    assert told(text, "number", "open", "insured") == [
        ["I1", "700.00", "700.00"], ["I2", "700.00", "300.00"],
    ]  # fmt: skip


def test_money_on_account_is_taken_off_the_oldest() -> None:
    text = INSURED + SOLD + owed("700.00 USD", day="2026-03-01", number="I2") + paid("800.00 USD")
    assert told(text, "number", "insured") == [["I2", "600.00"]]
    assert exposure(text).covered == 540


def test_cover_in_another_currency_counts_at_the_prices_of_the_day() -> None:
    text = INSURED + "\nP 2026-01-01 EUR 1.50 USD\n" + owed("900.00 EUR")
    assert told(text, "currency", "open", "insured") == [["EUR", "900.00", "666.67"]]
    assert told(INSURED + owed("900.00 EUR"), "insured") == []


def test_what_the_insurer_paid_for_is_not_listed_again() -> None:
    text = (
        INSURED
        + SOLD
        + """
2026-08-01 insurer
    assets:insurance claims    630.00 USD
    assets:receivable:foo     -630.00 USD  ; inv:I1
"""
    )
    assert told(text, "number") == []


def test_without_a_term_nothing_need_be_told_and_without_a_waiting_period_nothing_is_claimed() -> (
    None
):
    text = account("insured:1000 USD") + SOLD
    assert told(text, "state", "notify_by", "claim_from") == [["waiting", "None", "None"]]
    assert told(account("limit:1000 USD") + SOLD, "state") == []


def test_a_review_changes_the_terms_of_cover_from_its_day() -> None:
    text = INSURED + SOLD
    text += "\n2026-02-01 foo  ; event:review, customer:foo, notify-within:90\n"
    assert told(text, "notify_by", as_of="2026-01-31") == [["2026-03-06"]]
    assert told(text, "notify_by", as_of="2026-02-01") == [["2026-04-05"]]


def test_within_so_many_days_shows_what_is_to_be_told_by_then_or_is_too_late() -> None:
    text = INSURED + SOLD + owed("100.00 USD", day="2026-02-05", number="I2")
    assert told(text, "number", as_of="2026-02-20", within=13) == []
    assert told(text, "number", as_of="2026-02-20", within=14) == [["I1"]]
    assert told(text, "number", as_of="2026-01-05", within=60) == [["I1"]]
    assert told(text, "number", as_of="2026-03-10", within=0) == [["I1"]]
    assert (
        told(text + claim("2026-02-01", "notified"), "number", as_of="2026-03-10", within=0) == []
    )


COVERED = """
account assets:receivable:foo  ; insured:150 EUR, coverage:80, waiting:12, notify-within:4
account assets:receivable:bar  ; insured:90 USD, waiting:3
"""


def built(journal: Journal, day: date) -> Book:
    return build_book(journal, policy_of(), side="receivable", as_of=day)[0]


def said(found: list[InsuredItem]) -> list[tuple[object, ...]]:
    return sorted(
        (i.item.customer, i.item.label, i.item.due, i.item.open, *map(str, i[1:])) for i in found
    )


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(make.entries(OURS), make.as_of_days)
def test_as_of_a_day_is_the_journal_cut_there_and_as_much_is_insured_as_exposure_covers(
    written: list[Written], day: date
) -> None:
    claims = f"\n\n{START + timedelta(9)} x  ; event:claim, stage:notified, customer:foo, inv:1 2\n"
    journal = journal_of_whole(make.text_of(written) + COVERED + claims)
    with exact():
        book = built(journal, day)
        found = insured_items(book)
        assert said(found) == said(insured_items(built(cut(journal, day, policy_of()), day)))
        known = Exposures(book)
        for customer, percent in (("foo", 80), ("bar", 90)):
            own = [one for one in found if one.item.customer == customer]
            currency = known.cover(customer).currency
            if {one.item.currency for one in own} <= {currency} and customer in book.customers:
                covered = known.exposed(customer, currency)[0].covered
                worth = sum((one.insured for one in own), Decimal(0)) * percent / 100
                assert known.rounded(worth, currency) == covered


def test_where_room_is_short_the_last_day_to_tell_stays() -> None:
    report = made("cover", HEAD + INSURED + SOLD, "2026-02-01")
    spared = {column.key for column in report.table.for_people() if column.spare}
    assert spared == {"due", "notified", "claim_from"}
