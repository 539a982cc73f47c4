"""What holds for the promises of every journal, however it was written."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import OURS, START, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.measures.cash import cash_of
from arledger.measures.promises import judgments
from arledger.measures.promises_verdict import Judgment
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT, Policy
from arledger.reports import aging

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
sides = st.sampled_from(["receivable", "receivable", "payable"])
policies = st.builds(
    lambda grace, cash, acceleration, order: policy_of(
        promise={"grace": grace, "cash": cash, "acceleration": acceleration},
        allocation={"order": order},
    ),
    st.integers(0, 3),
    st.sampled_from(["items", "customer"]),
    st.integers(0, 2),
    st.sampled_from(["oldest-due", "exact-amount", "none"]),
)
CODES = ("PR-1", "PR-2", "PLAN-3")
STATES = {"open", "kept", "partially-kept", "broken", "superseded", "withdrawn"}


@st.composite
def promised(draw: st.DrawFn) -> Written:
    """A promise of one or several instalments, with or without documents."""
    day, code = draw(make.days), draw(st.sampled_from(CODES))
    about = draw(st.sampled_from(("inv:1", "inv:1", "inv:2", "inv:1 2", "with:x", "inv:77")))
    adds = draw(st.sampled_from(("", "", ", adds:PR-1")))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        until = day + timedelta(draw(st.integers(0, 12)))
        below = draw(st.sampled_from(("foo", "foo", "bar", "1")))
        money = draw(make.currencies)
        lines.append(f"    (promise:{below})    {draw(make.amounts)} {money}  ; date:{until}")
    return Written(day, "\n".join([f"{day} ({code}) Foo | said  ; {about}{adds}", *lines]))


@st.composite
def withdrawn(draw: st.DrawFn) -> Written:
    """A promise taken back."""
    day, code = draw(make.days), draw(st.sampled_from(CODES))
    return Written(day, f"{day} Foo | no  ; event:withdraw, promise:{code}, customer:foo")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    """Entries of every sort, with more promises among them."""
    own = st.lists(st.one_of(promised(), promised(), withdrawn()), min_size=1, max_size=6)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS, THEIRS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return make.text_of(written), make.text_of(mixed)


def judged(journal: Journal, day: date, side: Side, policy: Policy) -> list[Judgment]:
    book, _ = build_book(journal, policy, side=side, as_of=day)
    with exact():
        return judgments(book)


def told(found: list[Judgment]) -> list[str]:
    """Everything a judgment says but the places in the files."""
    return sorted(
        repr((
            j.promise[:7], [n for n in j.named.numbers if ":" not in n], j.state, j.wanted, j.paid, j.level, j.due,
            str(j.settled_on), str(j.broke_on), str(j.ending and j.ending.day),
            sorted((one.cash.payment.date, one.amount) for one in j.served),
        ))
        for j in found
    )  # fmt: skip


@some
@given(everything(OURS, THEIRS), make.as_of_days, sides, policies)
def test_as_of_a_day_a_judgment_is_that_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side, policy: Policy
) -> None:
    journal = journal_of_whole(make.text_of(written))
    whole = judged(journal, day, side, policy)
    assert told(whole) == told(judged(cut(journal, day, policy), day, side, policy))


@some
@given(shuffled(), make.as_of_days, sides, policies)
def test_the_order_of_entries_of_a_day_changes_no_judgment(
    texts: tuple[str, str], day: date, side: Side, policy: Policy
) -> None:
    first, second = (judged(journal_of_whole(text), day, side, policy) for text in texts)
    assert told(first) == told(second)


@some
@given(everything(OURS), make.as_of_days, policies)
def test_a_promise_is_in_one_state_which_its_days_and_its_money_bear_out(
    written: list[Written], day: date, policy: Policy
) -> None:
    found = judged(journal_of_whole(make.text_of(written)), day, "receivable", policy)
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for one in found:
        assert one.state in STATES
        assert 0 <= one.paid <= one.wanted <= one.promise.amount
        assert one.last_day == one.promise.promised + timedelta(policy.promise.grace)
        enough = one.paid * 100 >= policy.promise.threshold * one.wanted
        assert (one.state == "kept") == (enough and one.ending is None)
        assert (one.state in ("superseded", "withdrawn")) == (one.ending is not None)
        assert (one.state == "open") <= (day <= one.last_day)
        assert (one.state in ("broken", "partially-kept")) == (one.broke_on is not None)
        assert (one.state == "kept") <= (one.settled_on is not None)
        assert one.promise.made <= one.due <= one.promise.promised
        assert one.broke_on is None or one.last_day < one.broke_on <= day
        assert one.settled_on is None or one.promise.made <= one.settled_on <= day
        for part in one.served:
            assert one.promise.made <= part.cash.payment.date <= min(one.last_day, day)
            assert part.cash.payment.kind == "payment"
            spent[id(part.cash.payment)] += part.amount
    payments = {id(p.cash.payment): p.cash.payment for one in found for p in one.served}
    assert all(spent[key] <= payment.amount for key, payment in payments.items())


@some
@given(everything(OURS), make.as_of_days, make.as_of_days)
def test_a_promise_kept_on_a_day_was_kept_as_of_that_day(
    written: list[Written], one: date, other: date
) -> None:
    """A later report names the day that an earlier one, of that day, would have shown.

    But for promises below a document's number before there is that document: nobody's yet.
    """
    journal = journal_of_whole(make.text_of(written))
    for now in judged(journal, max(one, other), "receivable", DEFAULT):
        if now.state == "kept" and now.settled_on and not now.gone and not _moved(journal):
            then = judged(journal, now.settled_on, "receivable", DEFAULT)
            same = [j for j in then if j.promise.source.posting is now.promise.source.posting]
            assert [j.state for j in same] in (["kept"], []), told(same)


def _moved(journal: Journal) -> bool:
    return any("moved" in entry.description for entry in journal.entries)


@some
@given(everything(OURS), make.as_of_days)
def test_promises_change_no_balance_and_no_age(written: list[Written], day: date) -> None:
    without = [w for w in written if "(promise:" not in w.text and "withdraw" not in w.text]
    assert _aged(written, day) == _aged(without, day)


def _aged(written: list[Written], day: date) -> list[tuple[Any, ...]]:
    book, _ = build_book(journal_of_whole(make.text_of(written)), DEFAULT, "receivable", day)
    with exact():
        rows = aging.report(book, day, DEFAULT, by="invoice").rows
    return [(r.customer, r.number, r.due, r.buckets, r.unapplied) for r in rows]


# -- an independent computation ------------------------------------------------------------------


@st.composite
def simple_books(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, Decimal]]]:
    """Invoices with a promise and payments that name them, and what must become of each.

    Worked out from the numbers alone: what was paid by the window's end, less what was paid
    before the promise, against 95 % of what the promise was worth.
    """
    entries, expected = [], []
    for number in range(draw(st.integers(1, 4))):
        owed = draw(st.integers(1, 400))
        made, length = draw(st.integers(1, 20)), draw(st.integers(0, 12))
        amount = draw(st.integers(1, 500))
        left, before, within, after = owed, 0, 0, 0
        entries.append(_line(0, f"(I{number})", f"assets:receivable:foo  {owed} EUR"))
        for day in sorted(draw(st.lists(st.integers(1, 25), max_size=4))):
            paid = min(left, draw(st.integers(1, 200)))
            if paid:
                left -= paid
                tag = f"assets:receivable:foo  -{paid} EUR  ; inv:I{number}"
                entries.append(_line(day, "", tag, "assets:bank"))
                before += paid if day < made else 0
                within += paid if made <= day <= made + length + 2 else 0
                after += paid if made + length + 2 < day else 0
        promise = f"(promise:foo)  {amount} EUR  ; date:{START + timedelta(made + length)}"
        entries.append(_line(made, f"(P{number})", promise, "", f"  ; inv:I{number}"))
        wanted = min(amount, owed - before)
        paid = min(within, wanted)
        if paid * 100 >= 95 * wanted:
            state = "kept"
        elif made + length + 2 >= 25:
            state = "open"
        else:
            state = "partially-kept" if paid else "broken"
        expected.append((f"P{number}", state, Decimal(paid)))
    return "\n\n".join([make.HEADER, *entries]) + "\n", expected


def _line(day: int, code: str, line: str, other: str = "income:sales", note: str = "") -> str:
    first = f"{START + timedelta(day)} {code} Foo{note}\n    {line}"
    return f"{first}\n    {other}" if other else first


@some
@given(simple_books())
def test_the_verdicts_are_those_worked_out_from_the_numbers_alone(
    made: tuple[str, list[tuple[str, str, Decimal]]],
) -> None:
    text, expected = made
    found = judged(journal_of_whole(text), START + timedelta(25), "receivable", DEFAULT)
    assert sorted((j.promise.number, j.state, j.paid) for j in found) == sorted(expected)


# -- where money lies ----------------------------------------------------------------------------


@some
@given(make.entries(OURS), make.as_of_days)
def test_the_money_of_payments_lies_somewhere_once(written: list[Written], day: date) -> None:
    book, _ = build_book(journal_of_whole(make.text_of(written)), DEFAULT, "receivable", day)
    for key in {(c.customer, c.currency) for c in book.credits}:
        _check(book, key)


def _check(book: Book, key: tuple[str, str]) -> None:
    items = [i for i in book.items if (i.customer, i.currency) == key]
    credits_ = [c for c in book.credits if (c.customer, c.currency) == key]
    with exact():
        found = cash_of(items, credits_)
    there: dict[int, Decimal] = defaultdict(Decimal)
    on: dict[int, Decimal] = defaultdict(Decimal)
    for part in found:
        assert part.amount > 0
        assert part.since >= part.payment.date
        assert part.until is None or part.until >= part.since
        if part.until is None:
            there[id(part.payment)] += part.amount
            on[id(part.item)] += part.amount
    for credit in credits_:
        assert there[id(credit)] <= (credit.amount if credit.kind == "payment" else ZERO)
    for item in items:
        assert on[id(item)] <= sum((a.amount for a in item.allocations), ZERO)
    odd = any(c.kind == "reallocation" for c in credits_) or any(i.reopened for i in items)
    if not odd and not any(i.kind in ("refund", "bounce") for i in items):
        for item in items:
            money = [a.amount for a in item.allocations if a.credit.kind == "payment"]
            assert on[id(item)] == sum(money, ZERO)
