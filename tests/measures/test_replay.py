"""The past under two policies: where customers stood, what was refused, what became of it."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests import strategies as make
from tests.ledger.books import D, book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures.test_exposure import HEAD, account, everything, owed, some, text_of
from tests.strategies import OURS, Written

from arledger.ledger import build
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.measures import replay
from arledger.measures.contrast import Contrast
from arledger.measures.grades import grades_in_force
from arledger.measures.replay import Ruling, replays
from arledger.measures.sales import outcomes, sales
from arledger.measures.standing import HELD, Standings, new_order
from arledger.money import exact
from arledger.policy.model import DEFAULT, Policy
from arledger.records import replaced

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)

LATE = policy_of(credit={"overdue_days": 30})
"""Nothing more for who lets an invoice lie for 31 days."""


def invoice(number: str, day: str, amount: str, due: str, who: str = "foo", more: str = "") -> str:
    return f"""
2026-{day} ({number}) {who}  ; due:2026-{due}
    assets:receivable:{who}    {amount}
{more}    income:sales
"""


def taken_off(day: str, number: str, account: str, amount: str, who: str = "foo") -> str:
    return f"""
2026-{day} {who}  ; inv:{number}
    {account}    {amount}
    assets:receivable:{who}
"""


def order(number: str, day: str, amount: str, who: str = "foo") -> str:
    return f"\n2026-{day} ({number}) {who}\n    (order:{who})    {amount}\n"


STORY = (
    invoice("I1", "01-01", "500 USD", "01-31")
    + invoice("I2", "03-15", "300 USD", "04-14")  # I1 is 43 days late
    + taken_off("03-20", "I1", "assets:bank", "500 USD")
    + invoice("I3", "04-01", "200 USD", "05-01")  # nothing is late
    + taken_off("05-01", "I2", "assets:bank", "300 USD")  # 17 days late
    + invoice("I4", "06-10", "100 USD", "07-10")  # I3 is 40 days late; never paid
    + order("SO-1", "06-12", "400 USD")
    + invoice("I5", "06-20", "400 USD", "12-31", more="    (order:foo)    -400 USD  ; order:SO-1\n")
    + invoice("J1", "01-01", "90 EUR", "01-31", "bar")
    + invoice("J2", "03-15", "50 EUR", "04-14", "bar")
    + taken_off("07-01", "J2", "expenses:bad debts", "50 EUR", "bar")
)


def rulings(text: str, policy: Policy = DEFAULT, as_of: str = "2026-12-31") -> list[Ruling]:
    with exact():
        (found,) = replays(book_of(HEAD + text, as_of), [policy], [], FIRST, LAST)
    return list(found.rulings.values())


def refused(text: str, policy: Policy = DEFAULT, as_of: str = "2026-12-31") -> list[str]:
    found = rulings(text, policy, as_of)
    return sorted(one.sale.number for one in found if one.refused)


def contrast(text: str, other: Policy, as_of: str = "2026-12-31", **how: Any) -> Contrast:
    with exact():
        return Contrast(book_of(HEAD + text, as_of, **how), other, [], FIRST, LAST)


def every(_: object) -> bool:
    return True


# -- what is refused -----------------------------------------------------------------------------


def test_who_is_held_by_a_rule_is_refused_by_that_policy_alone() -> None:
    found = contrast(STORY, LATE, "2026-08-01").alone(every)
    assert [(one.by, one.ruling.sale.number) for one in found] == [
        ("B", "J2"), ("B", "I2"), ("B", "I4"), ("B", "SO-1"), ("B", "I5"),
    ]  # fmt: skip
    assert found[1].ruling.reasons == ("I1 is 43 days past due, more than 30",)


def test_what_was_lost_and_what_was_saved_is_told_by_currency() -> None:
    """300 paid 17 days late; 100 past due; 400 not yet due, of an order and once; 50 lost."""
    with exact():
        found = {(s.by, s.currency): s for s in contrast(STORY, LATE, "2026-08-01").sums(every)}
    assert {key: (one.refused, one.alone) for key, one in found.items()} == {
        ("A", "EUR"): (0, 0), ("B", "EUR"): (1, 1), ("A", "USD"): (0, 0), ("B", "USD"): (4, 4),
    }  # fmt: skip
    usd, eur = found["B", "USD"].outcome, found["B", "EUR"].outcome
    assert (usd.amount, usd.paid, usd.late, usd.unpaid, usd.undecided) == (800, 300, 17, 100, 400)
    assert (eur.amount, eur.paid, eur.written_off, eur.unpaid) == (50, 0, 50, 50)


def test_the_outcome_is_as_of_the_books_day_the_refusal_as_of_its_own() -> None:
    with exact():
        found = list(contrast(STORY, LATE, "2026-04-15").sums(every))
    usd = next(one for one in found if one.currency == "USD" and one.by == "B")
    assert (usd.refused, usd.outcome.paid, usd.outcome.overdue) == (1, 0, 300)


def test_the_first_policy_may_be_the_stricter_one() -> None:
    with exact():
        (found, *_) = contrast(STORY, DEFAULT, "2026-08-01", policy=LATE).sums(every)
    assert (found.by, found.currency, found.alone) == ("A", "EUR", 1)


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_on_one_day_the_later_number_is_one_too_many(*, turned: bool) -> None:
    """Whatever their order in the file; and the first of them is not held by the second."""
    two = [owed("600 USD", number=number, day="2026-02-01") for number in ("I9", "I10")]
    text = account("limit:1000 USD") + "".join(reversed(two) if turned else two)
    assert refused(text) == ["I10"]


def test_who_pays_on_the_day_is_given_no_credit() -> None:
    cash = owed("600 USD") + taken_off("01-05", "I1", "assets:bank", "600 USD")
    assert refused(account("limit:0") + cash) == []
    assert refused(account("limit:0") + owed("600 USD")) == ["I1"]


def test_what_was_ordered_is_not_counted_again_when_it_is_invoiced() -> None:
    draws = "    (order:foo)    -700 USD\n"
    text = account("limit:1000 USD") + order("SO-1", "02-01", "700 USD")
    assert refused(text + invoice("I1", "02-02", "900 USD", "03-02", more=draws)) == []
    assert refused(text + invoice("I1", "02-02", "1001 USD", "03-02", more=draws)) == ["I1"]
    assert refused(text + invoice("I1", "02-02", "900 USD", "03-02")) == ["I1"]


def test_an_invoice_is_asked_about_like_an_order() -> None:
    most = policy_of(credit={"order_value": "500 USD"})
    assert refused(owed("500.01 USD"), most) == ["I1"]
    assert refused(owed("500 USD"), most) == []


def test_what_is_released_later_is_refused_until_then() -> None:
    text = "".join(
        f"\n2026-0{month}-01 foo  ; event:{event}, customer:foo\n"
        + owed("5 USD", day=f"2026-0{month}-02", number=event)
        for month, event in ((2, "hold"), (3, "release"))
    )
    assert refused(text) == ["hold"]


def test_a_group_is_judged_with_all_its_members() -> None:
    policy = policy_of(credit={"groups": {"g": "100 USD"}})
    text = account("group:g") + account("group:g", "bar") + owed("80 USD", who="bar")
    assert refused(text + owed("30 USD", day="2026-02-01", number="I2"), policy) == ["I2"]
    assert refused(text + owed("20 USD", day="2026-02-01", number="I2"), policy) == []


def test_instalments_are_one_invoice() -> None:
    terms = account("terms:30/60/90, limit:100 USD")
    (one,) = rulings(terms + owed("150 USD"))
    assert (one.refused, one.sale.amount) == (True, 150)
    book = book_of(HEAD + terms + owed("150 USD"), "2026-02-10")
    with exact():
        (found,) = outcomes(book).values()
    assert (found.amount, found.overdue, found.undecided) == (150, 50, 100)


def test_a_policy_that_makes_another_book_is_replayed_on_that_one() -> None:
    """Without a due date of its own an invoice is due by the policy's terms."""
    text = owed("5 USD", day="2026-01-01") + owed("7 USD", day="2026-02-15", number="I2")
    later = LATE._replace(terms=LATE.terms._replace(default="net 60"))
    assert refused(text, LATE) == ["I2"]
    assert refused(text, later) == []


def test_sections_that_make_no_other_book_are_not_looked_at_by_what_makes_one() -> None:
    """Else two policies would be replayed on one book that is only the first one's."""
    ledger = Path(build.__file__).parent
    read = {
        name
        for path in (*ledger.rglob("*.py"), *ledger.with_name("journal").rglob("*.py"))
        for name in re.findall(r"policy\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert {"accounts", "terms"} <= read
    assert not read & replay._JUDGE


# -- what became of it ---------------------------------------------------------------------------


def outcome(text: str, as_of: str = "2026-12-31") -> Any:
    with exact():
        (found,) = outcomes(book_of(HEAD + text, as_of)).values()
    return found


def test_what_bounced_was_not_paid() -> None:
    bounced = """
2026-03-01 foo | bounced  ; inv:I1, type:bounce
    assets:receivable:foo    60 USD
    assets:bank
"""
    text = owed("100 USD") + taken_off("02-01", "I1", "assets:bank", "60 USD")
    assert outcome(text).paid == 60
    after = outcome(text + bounced)
    assert (after.amount, after.paid, after.overdue, after.otherwise) == (100, 0, 100, 0)


def test_what_was_recovered_after_a_write_off_is_paid_and_not_lost() -> None:
    revived = """
2026-09-01 foo | recovered  ; inv:I1
    assets:receivable:foo    60 USD
    expenses:bad debts
"""
    text = owed("100 USD") + taken_off("07-01", "I1", "expenses:bad debts", "100 USD")
    assert outcome(text).written_off == 100
    found = outcome(text + revived + taken_off("09-01", "I1", "assets:bank", "60 USD"))
    assert (found.amount, found.paid, found.written_off, found.otherwise) == (100, 60, 40, 0)


def test_a_credit_note_is_neither_lost_nor_saved() -> None:
    note = (
        "\n2026-02-01 (CN-1) foo  ; inv:I1\n    income:sales    30 USD\n    assets:receivable:foo\n"
    )
    found = outcome(owed("100 USD") + note)
    assert (found.paid, found.unpaid, found.otherwise) == (0, 70, 30)


# -- the past is the past ------------------------------------------------------------------------

RULES = policy_of(
    credit={
        "groups": {"g": "150 EUR", "bar": "20 USD"}, "order_value": "50.00 EUR",
        "overdue_days": 1, "overdue_share": D(50), "broken_promises": 1,
        "limits": {"segment": {"x": "70 EUR"}},
    },
    terms={"default": "net 2"},
    grades={"review": "month", "invoices": 1},
)  # fmt: skip
END = make.START + timedelta(14)


@some
@given(everything(OURS), make.as_of_days)
def test_a_replayed_day_is_what_the_journal_cut_at_that_day_gives(
    written: list[Written], day: date
) -> None:
    journal = journal_of_whole(text_of(written))
    book = build_book(journal, RULES, "receivable", max(day, END))[0]
    then = build_book(cut(journal, day, RULES), RULES, "receivable", day)[0]
    with exact():
        (found,) = replays(book, [RULES], [day], day, day)
        standings = Standings(then)
        customers = standings.exposures.customers
        stood = {
            (day, id_): (grade, one.status, [reason.text for reason in one.reasons])
            for id_, grade in grades_in_force(then, customers).items()
            for one in (standings.of(id_),)
        }
        (same,) = replays(then, [RULES], [], day, day)
    assert {key: (s.grade, s.status, [*s.reasons]) for key, s in found.stood.items()} == stood
    assert _said(found.rulings.values()) == _said(same.rulings.values())


def _said(ruled: Any) -> Any:
    return sorted((*one.sale[:6], one.refused, one.reasons) for one in ruled)


@some
@given(everything(OURS), make.st.randoms(use_true_random=False))
def test_the_order_of_the_lines_of_a_day_changes_no_ruling(
    written: list[Written], chance: Any
) -> None:
    in_order = sorted(written, key=lambda entry: entry.day)
    mixed = sorted(chance.sample(written, len(written)), key=lambda entry: entry.day)
    found = []
    for ones in (in_order, mixed):
        book = build_book(journal_of_whole(text_of(ones)), RULES, "receivable", END)[0]
        with exact():
            (one,) = replays(book, [RULES], [], make.START, END)
        found.append(_said(one.rulings.values()))
    assert found[0] == found[1]


@some
@given(everything(OURS))
def test_a_ruling_is_what_the_gate_says_without_the_sale(written: list[Written]) -> None:
    """Of sales by themselves: alone in their entry and on their day, and with nothing paid."""
    journal = journal_of_whole(text_of(written))
    book = build_book(journal, RULES, "receivable", END)[0]
    with exact():
        (found,) = replays(book, [RULES], [], make.START, END)
        for one in found.rulings.values():
            if _is_by_itself(book, one):
                assert (one.refused, one.reasons) == _asked(book, one)


def _is_by_itself(book: Book, one: Ruling) -> bool:
    sale = one.sale
    entry = sale.source.entry
    of_day = [s for s in sales(book, sale.date, sale.date) if s.customer == sale.customer]
    paid_at_once = any(
        a.date <= sale.date for i in book.items if i.source.entry is entry for a in i.allocations
    )
    postings = [p for p in entry.postings if p.account.startswith(("assets:rec", "order"))]
    return len(of_day) == len(postings) == 1 and not paid_at_once


def _asked(book: Book, one: Ruling) -> Any:
    """The gate's answer in the book of the day whose journal does not have the entry."""
    sale, journal = one.sale, book.journal
    entries = [entry for entry in journal.entries if entry is not sale.source.entry]
    without = replaced(journal, entries=entries)
    then = build_book(without, book.policy, "receivable", sale.date)[0]
    asked = new_order(then, sale.customer, sale.amount, sale.currency)
    found = Standings(then, asked).of(sale.customer)
    held = tuple(reason.text for reason in found.reasons if reason.status in HELD)
    return found.is_held, held
