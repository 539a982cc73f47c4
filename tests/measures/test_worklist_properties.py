"""What holds for the worklist of every journal, however it was written."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.ledger.test_disputes_properties import disputing
from tests.measures.test_contacts import contacted
from tests.measures.test_promises_properties import promised, withdrawn
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.ledger.valuation import Valuation
from arledger.measures.worklist import worklist
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT, Policy
from arledger.render import render
from arledger.reports import aging
from arledger.reports import worklist as listed

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
policies = st.builds(
    lambda pause, dispute_days, least, grace, acceleration, basis: policy_of(
        worklist={"pause": pause, "dispute_days": dispute_days, "least": least},
        promise={"grace": grace, "acceleration": acceleration},
        aging={"basis": basis},
    ),
    st.sampled_from([1, 0, 9]),
    st.sampled_from([14, 2, 0]),
    st.sampled_from([{}, {"EUR": Decimal(90)}]),
    st.sampled_from([2, 0]),
    st.sampled_from([0, 1]),
    st.sampled_from(["due", "due", "date"]),
)


@st.composite
def at_law(draw: st.DrawFn) -> Written:
    """A step at law, about a document or about everything; or a review."""
    day = draw(make.days)
    what = draw(st.sampled_from((
        *("event:legal, stage:notice", "event:legal, stage:filed, inv:1", "event:legal, stage:filed"),
        *("event:legal, stage:insolvent", "event:review, grade:C", "event:review, collector:tran"),
    )))  # fmt: skip
    return Written(
        day, f"{day} Foo | said  ; {what}, customer:{draw(st.sampled_from(('foo', 'bar')))}"
    )


@st.composite
def billed(draw: st.DrawFn) -> Written:
    """An invoice that is long past due, or not, on most days that are asked about."""
    number, amount = draw(st.sampled_from("1123")), draw(st.integers(20, 400))
    day = make.START + timedelta(draw(st.integers(0, 3)))
    due = day + timedelta(draw(st.sampled_from((0, 1, 25))))
    line = f"    assets:receivable:foo    {amount} EUR  ; due:{due}"
    return Written(day, f"{day} ({number}) Foo | goods\n{line}\n    income:sales")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    """Entries of every sort, with more of what a collector goes by among them."""
    kinds = (promised(), promised(), withdrawn(), contacted(), contacted(), disputing())
    own = st.lists(st.one_of(*kinds), min_size=1, max_size=7)
    few, bills = st.lists(at_law(), max_size=1), st.lists(billed(), min_size=1, max_size=3)
    parts = st.tuples(make.entries(*sides), own, few, bills)
    return parts.map(lambda parts: [entry for part in parts for entry in part])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS, THEIRS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return make.text_of(written), make.text_of(mixed)


later = st.integers(2, 40).map(lambda days: make.START + timedelta(days))


def built(journal: Journal, day: date, policy: Policy = DEFAULT) -> Book:
    return build_book(journal, policy, side="receivable", as_of=day)[0]


def told(journal: Journal, day: date, policy: Policy, value: str = "") -> list[Any]:
    """Everything the worklist says, in every shape."""
    book = built(journal, day, policy)
    if value:
        book.valuation = Valuation.at(value, day, journal.prices, journal.commodities)
    with exact():
        report = listed.report(book, day, policy, all_=True)
        texts = [render(report, format_) for format_ in ("json", "todo", "ics")]
    return [*report.rows, *texts]


@some
@given(everything(OURS, THEIRS), later, policies, st.sampled_from(["", "EUR"]))
def test_as_of_a_day_the_worklist_is_that_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, policy: Policy, value: str
) -> None:
    journal = journal_of_whole(make.text_of(written))
    whole = told(journal, day, policy, value)
    assert whole == told(cut(journal, day, policy), day, policy, value)


@some
@given(shuffled(), later, policies)
def test_the_order_of_entries_of_a_day_changes_nothing_of_the_worklist(
    texts: tuple[str, str], day: date, policy: Policy
) -> None:
    first, second = (told(journal_of_whole(text), day, policy) for text in texts)
    assert first == second


@some
@given(everything(OURS), later, policies)
def test_what_is_past_due_is_asked_for_or_something_answers_for_it(
    written: list[Written], day: date, policy: Policy
) -> None:
    with exact():
        for call in worklist(built(journal_of_whole(make.text_of(written)), day, policy)):
            for claim in call.standing.claims.values():
                covers = (
                    *(claim.discount, claim.waiting, claim.disputed),
                    *(claim.promised, claim.on_account),
                )
                assert all(amount >= 0 for amount in (*covers, claim.asked, claim.overdue))
                assert claim.overdue <= sum(covers, claim.asked) <= claim.open
                if not call.standing.called:
                    assert claim.overdue == sum(covers, claim.asked)
            one = call.standing
            is_asked = any(claim.asked for claim in one.claims.values())
            assert call.against or is_asked or one.steps or one.called or one.disputes


@some
@given(everything(OURS), later, policies)
def test_nobody_who_is_late_is_missing(written: list[Written], day: date, policy: Policy) -> None:
    """With --all, what is past due is what aging has in its buckets."""
    book = built(journal_of_whole(make.text_of(written)), day, policy)
    with exact():
        rows = listed.report(book, day, policy, all_=True).rows
        aged = aging.report(book, day, policy).rows
    late = {(r.customer, r.currency): sum(r.buckets[1:], ZERO) for r in aged}
    found = {(row.customer, row.currency): row.overdue for row in rows if row.overdue}
    assert found == {key: amount for key, amount in late.items() if amount}


@some
@given(everything(OURS), later, policies)
def test_everybody_is_called_for_reasons_or_left_alone_for_one(
    written: list[Written], day: date, policy: Policy
) -> None:
    book = built(journal_of_whole(make.text_of(written)), day, policy)
    with exact():
        rows = listed.report(book, day, policy, all_=True).rows
    for row in rows:
        assert row.reasons
        assert row.points == sum(int(one.rpartition("+")[2]) for one in row.reasons.split("; "))
        assert (row.rank is None) == bool(row.not_called)
        assert row.ask in {"pay", "promise", "plan", "settle the dispute", "escalate"}
    ranked = [row for row in rows if row.rank]
    assert all(a.rank <= b.rank <= a.rank + 1 for a, b in pairwise(ranked))
    assert all(a.points >= b.points for a, b in pairwise(ranked))
    assert not ranked or ranked[0].rank == 1
