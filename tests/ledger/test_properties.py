"""What holds for every journal, however it was written."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import journal_of_whole, ordered
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.measures.aging import Aging, Buckets
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT
from arledger.policy.sections.books import Order
from arledger.problems import Severity
from arledger.reports import aging, open_items

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
orders = st.sampled_from(
    ["oldest-due", "oldest-due", "exact-amount", "costs-interest-principal", "none"]
)
sides = st.sampled_from(["receivable", "payable"])


def book_of(journal: Journal, day: date, side: Side, order: Order) -> Book:
    book, problems = build_book(journal, ordered(order), side=side, as_of=day)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    return book


def rows(book: Book) -> list[tuple[Any, ...]]:
    """Everything an open-items report and an aging by invoice say, but the places in the files."""
    with exact():
        listed = open_items.report(book, book.as_of, book.policy).rows
        aged = aging.report(book, book.as_of, book.policy, by="invoice").rows
    shown = [
        (r.customer, r.number, r.kind, r.date, r.due, r.currency, r.amount, r.open, r.bucket)
        for r in listed
    ]
    lines = [
        (r.customer, r.number, r.date, r.due, r.currency, r.buckets, r.unapplied, r.total)
        for r in aged
    ]
    return sorted(map(repr, [*shown, *lines]))


@some
@given(make.entries(OURS, THEIRS), make.as_of_days, sides, orders)
def test_open_items_less_credits_are_the_sum_of_the_postings(
    written: list[make.Written], day: date, side: Side, order: Order
) -> None:
    journal = journal_of_whole(make.text_of(written))
    root, sign = ("assets:receivable:", 1) if side == "receivable" else ("liabilities:payable:", -1)
    posted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in journal.entries:
        for posting in entry.postings:
            if posting.account.startswith(root) and (posting.date or entry.date) <= day:
                for amount in posting.amounts:
                    customer = posting.account.removeprefix(root).split(":")[0]
                    posted[customer, amount.commodity] += amount.quantity * sign
    book = book_of(journal, day, side, order)
    left: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for item in book.items:
        left[item.customer, item.currency] += item.open
    for credit in book.credits:
        left[credit.customer, credit.currency] -= credit.rest
    assert {k: v for k, v in left.items() if v} == {k: v for k, v in posted.items() if v}


@some
@given(make.entries(OURS), make.as_of_days, orders)
def test_nothing_is_allocated_beyond_its_balance(
    written: list[make.Written], day: date, order: Order
) -> None:
    book = book_of(journal_of_whole(make.text_of(written)), day, "receivable", order)
    for item in book.items:
        assert 0 <= item.open <= item.amount
        assert item.open == item.amount - sum((a.amount for a in item.allocations), ZERO)
    for credit in book.credits:
        applied = sum((a.amount for a in credit.allocations), ZERO)
        taken = sum((part for _, part, _ in credit.taken), ZERO)
        assert 0 <= credit.rest <= credit.amount
        assert credit.rest == credit.amount - applied - taken
        for a in credit.allocations:
            assert a.date >= max(credit.date, a.item.charges[0][0])
            assert (a.item.customer, a.item.currency) == (credit.customer, credit.currency)
            named = bool(credit.references) or a.rule in ("code", "refund")
            assert named or a.item.account == credit.account


@some
@given(make.entries(OURS, THEIRS, accounts=make.WIDE), make.as_of_days, sides, orders)
def test_as_of_a_day_is_the_book_of_the_journal_cut_at_that_day(
    written: list[make.Written], day: date, side: Side, order: Order
) -> None:
    journal = journal_of_whole(make.text_of(written))
    whole = book_of(journal, day, side, order)
    part = book_of(cut(journal, day, DEFAULT), day, side, order)
    assert rows(whole) == rows(part)
    assert [e[:4] for e in whole.events] == [e[:4] for e in part.events]
    assert [p[:7] for p in whole.promises] == [p[:7] for p in part.promises]
    assert [o[:5] for o in whole.orders] == [o[:5] for o in part.orders]


@some
@given(make.shuffled_within_days(OURS, THEIRS), make.as_of_days, sides, orders)
def test_the_order_of_different_entries_of_a_day_does_not_matter(
    texts: tuple[str, str], day: date, side: Side, order: Order
) -> None:
    first, second = (book_of(journal_of_whole(text), day, side, order) for text in texts)
    assert rows(first) == rows(second)


@some
@given(make.entries(OURS), make.as_of_days, make.as_of_days, orders)
def test_what_was_allocated_by_a_day_stays_allocated(
    written: list[make.Written], one: date, other: date, order: Order
) -> None:
    early, late = sorted((one, other))
    journal = journal_of_whole(make.text_of(written))
    then = book_of(journal, early, "receivable", order)
    now = book_of(journal, late, "receivable", order)
    assert _allocated(now, early) == _allocated(then, early)


def _allocated(book: Book, by: date) -> list[tuple[object, ...]]:
    return sorted(
        (a.date, a.credit.label, item.label, a.amount, a.rule)
        for item in book.items
        for a in item.allocations
        if a.date <= by
    )


@some
@given(
    make.entries(OURS), make.as_of_days, make.edges, st.sampled_from(["due", "date", "original"])
)
def test_buckets_add_up_to_what_is_open_for_any_edges(
    written: list[make.Written], day: date, edges: list[int], basis: Any
) -> None:
    book = book_of(journal_of_whole(make.text_of(written)), day, "receivable", "oldest-due")
    opened: dict[str, Decimal] = defaultdict(Decimal)
    for item in book.open_items():
        opened[item.currency] += item.open
    for how in ("column", "oldest", "own-age"):
        aged = Aging(day, Buckets(tuple(edges)), basis, how)  # type: ignore[arg-type]
        with exact():
            aged.add(book.open_items(), lambda item: item.customer)
            aged.take(book.unapplied(), lambda credit: credit.customer)
        total: dict[str, Decimal] = defaultdict(Decimal)
        for group, line in aged.lines.items():
            assert len(line.buckets) == len(edges) + 2
            assert line.unapplied <= 0
            total[group.currency] += line.total
        for credit in book.unapplied():
            total[credit.currency] += credit.rest
        assert {k: v for k, v in total.items() if v} == {k: v for k, v in opened.items() if v}


@some
@given(make.entries(OURS, accounts=make.WIDE), make.as_of_days)
def test_every_way_to_group_an_aging_has_the_same_totals(
    written: list[make.Written], day: date
) -> None:
    book = book_of(journal_of_whole(make.text_of(written)), day, "receivable", "oldest-due")
    with exact():
        totals = [
            [(t.currency, t.buckets, t.unapplied, t.total) for t in
             aging.report(book, day, DEFAULT, by=by).totals]
            for by in ("customer", "invoice", "rep", "region", "no-such-tag")
        ]  # fmt: skip
    assert all(total == totals[0] for total in totals)
