"""What holds for the disputes of every journal, however it was written."""

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
from arledger.ledger.disputes import Dispute, by_document, disputed, disputes
from arledger.ledger.model import Book, Side
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT, Policy
from arledger.reports import aging, open_items

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
sides = st.sampled_from(["receivable", "receivable", "payable"])
policies = st.builds(
    lambda order, disputed, unapplied: policy_of(
        allocation={"order": order}, aging={"disputed": disputed, "unapplied": unapplied}
    ),
    st.sampled_from(["oldest-due", "exact-amount", "none"]),
    st.sampled_from(["memo", "column"]),
    st.sampled_from(["column", "oldest", "own-age"]),
)
NUMBERS = ("1", "1", "2", "3", "77")
WHOSE = ("", "", ", customer:foo", ", customer:bar")
CODES = ("", "", "(D-1) ", "(D-2) ")


@st.composite
def disputing(draw: st.DrawFn) -> Written:
    """A dispute or a settlement, of all or of part, saying whose or not."""
    day, number = draw(make.days), draw(st.sampled_from(NUMBERS))
    kind = draw(st.sampled_from(("event:dispute", "event:dispute", "event:resolve")))
    amount = draw(st.one_of(st.just(""), make.amounts.map(lambda text: f", amount:{text} EUR")))
    outcome = draw(st.sampled_from(("", ", outcome:credited", ", outcome:rejected")))
    said = outcome if kind == "event:resolve" else draw(st.sampled_from(("", ", cause:goods")))
    tags = f"{kind}, inv:{number}{draw(st.sampled_from(WHOSE))}{amount}{said}"
    return Written(day, f"{day} {draw(st.sampled_from(CODES))}Foo | said  ; {tags}")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    """Entries of every sort, with more disputes among them."""
    own = st.lists(disputing(), min_size=1, max_size=7)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS, THEIRS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return make.text_of(written), make.text_of(mixed)


def built(journal: Journal, day: date, side: Side, policy: Policy = DEFAULT) -> Book:
    return build_book(journal, policy, side=side, as_of=day)[0]


def told(book: Book) -> list[str]:
    """Everything that is found of disputes but the places in the files."""
    with exact():
        found, parts = disputes(book), disputed(book)
    items = {id(item): (item.customer, item.account, item.number, item.due) for item in book.items}
    return sorted([
        *(repr((
            one.document, one.event.date, sorted(one.event.tags.items()), one.since, one.amount, one.open,
            one.outcome, one.closed, [(r.event.date, r.amount, r.outcome) for r in one.resolutions],
        )) for one in found),
        *(repr((items[key], part)) for key, part in parts.items()),
    ])  # fmt: skip


@some
@given(everything(OURS, THEIRS), make.as_of_days, sides, policies)
def test_as_of_a_day_disputes_are_those_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side, policy: Policy
) -> None:
    journal = journal_of_whole(make.text_of(written))
    whole = built(journal, day, side, policy)
    assert told(whole) == told(built(cut(journal, day, policy), day, side, policy))


@some
@given(shuffled(), make.as_of_days, sides, policies)
def test_the_order_of_entries_of_a_day_changes_nothing_of_a_dispute(
    texts: tuple[str, str], day: date, side: Side, policy: Policy
) -> None:
    first, second = (built(journal_of_whole(text), day, side, policy) for text in texts)
    assert told(first) == told(second)


@some
@given(everything(OURS), make.as_of_days)
def test_never_is_more_disputed_than_is_open(written: list[Written], day: date) -> None:
    book = built(journal_of_whole(make.text_of(written)), day, "receivable")
    with exact():
        parts = disputed(book)
        for own in by_document(book).values():
            _check(own, parts)
    assert all(0 < parts[id(item)] <= item.open for item in book.items if id(item) in parts)


def _check(own: list[Dispute], parts: dict[int, Decimal]) -> None:
    items = own[0].items
    left = sum((item.open for item in items), ZERO)
    unresolved = sum((one.unresolved_on(date.max) for one in own), ZERO)
    assert sum((one.open for one in own), ZERO) == min(left, unresolved)
    assert sum((parts.get(id(item), ZERO) for item in items), ZERO) == min(left, unresolved)
    for one in own:
        resolved = sum((r.amount for r in one.resolutions), ZERO)
        assert 0 <= one.open <= one.amount - resolved
        assert (one.resolved_on is not None) == (bool(one.resolutions) and resolved == one.amount)
        assert bool(one.outcome) == (one.closed is not None)
        assert one.closed is None or (one.closed >= one.event.date and not one.open)


@some
@given(everything(OURS, THEIRS), make.as_of_days, sides, policies)
def test_buckets_what_stands_apart_and_unapplied_are_the_control_account(
    written: list[Written], day: date, side: Side, policy: Policy
) -> None:
    """In both ways to show what is disputed, and in the list of open items."""
    book = built(journal_of_whole(make.text_of(written)), day, side, policy)
    balance: dict[str, Decimal] = {}
    for (_, currency), amount in book.control.items():
        balance[currency] = balance.get(currency, ZERO) + amount
    with exact():
        rows = aging.report(book, day, policy).rows
        listed = open_items.report(book, day, policy).rows
    apart = policy.aging.disputed == "column"
    for currency, amount in balance.items():
        own = [row for row in rows if row.currency == currency]
        total = sum(
            (sum(r.buckets, r.unapplied + (r.disputed if apart else ZERO)) for r in own), ZERO
        )
        assert total == sum((r.total for r in own), ZERO) == amount
        mine = [row for row in listed if row.currency == currency]
        assert sum((r.open for r in mine), ZERO) == amount
        assert sum((r.disputed for r in mine), ZERO) == sum((r.disputed for r in own), ZERO)


# -- an independent computation ------------------------------------------------------------------


@st.composite
def simple_books(draw: st.DrawFn) -> tuple[str, Decimal]:
    """One invoice with disputes, settlements and payments, and what must be disputed of it.

    Day by day: what is disputed is added, what is resolved comes off, never below nothing; at
    the end it is at most what is open.
    """
    owed, standing = draw(st.integers(1, 400)), 0
    left, entries = owed, [_entry(0, f"    assets:receivable:foo    {owed} EUR\n    income:sales")]
    for day in range(1, 9):
        for amount in draw(st.lists(st.integers(1, 200), max_size=2)):
            entries.append(_entry(day, "", f"event:dispute, inv:I, amount:{amount} EUR"))
            standing += amount
        for amount in draw(st.lists(st.integers(1, 200), max_size=1)):
            entries.append(_entry(day, "", f"event:resolve, inv:I, amount:{amount} EUR"))
            standing = max(standing - amount, 0)
        paid = min(left, draw(st.integers(0, 60)))
        if paid:
            left -= paid
            line = f"    assets:receivable:foo    -{paid} EUR  ; inv:I\n    assets:bank"
            entries.append(_entry(day, line, code=f"R{day}"))
    return make.HEADER + "\n\n".join(entries) + "\n", Decimal(min(left, standing))


def _entry(day: int, lines: str, tags: str = "", code: str = "I") -> str:
    head = f"{START + timedelta(day)} ({'' if tags else code}) Foo{f'  ; {tags}' if tags else ''}"
    return f"{head}\n{lines}".rstrip()


@some
@given(simple_books())
def test_what_is_disputed_is_what_was_worked_out_from_the_numbers_alone(
    made: tuple[str, Decimal],
) -> None:
    text, expected = made
    book = built(journal_of_whole(text), START + timedelta(30), "receivable")
    with exact():
        assert sum(disputed(book).values(), ZERO) == expected
