"""What holds for the alerts of every journal, however it was written."""

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import D, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.measures import test_exposure as limits
from tests.measures import test_worklist_properties as calls
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book
from arledger.measures.alerts import KINDS, Alert, alerts
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.render import render
from arledger.reports import alerts as listed

some = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
QUICK = policy_of(
    alerts={
        "bucket_days": 1, "silent_days": 3, "gaps": 1, "slower_days": 1, "slower_months": 1,
        "experience": 1, "order_percent": D(100), "share_percent": D(60), "share_debtors": 1,
        "review_months": {"A": 1, "B": 0, "C": 0}, "expiring_days": 5,
    },
    aging={"buckets": (3, 9)},
    worklist={"dispute_days": 2},
    grades={"invoices": 1, "review": "month"},
    credit={"groups": {"g": "150 EUR"}},
)  # fmt: skip
"""Everything is an alarm, and soon."""

policies = st.builds(
    lambda basis, least: QUICK._replace(
        aging=QUICK.aging._replace(basis=basis), worklist=QUICK.worklist._replace(least=least)
    ),
    st.sampled_from(["due", "due", "date"]),
    st.sampled_from([{}, {"EUR": D(30)}]),
)
later = st.integers(2, 45).map(lambda days: make.START + timedelta(days))


@st.composite
def acknowledged(draw: st.DrawFn) -> Written:
    """Somebody saw an alert, of those that are frequent."""
    day = draw(make.days)
    told = draw(st.sampled_from(("bucket:foo:1:1-3", "last-bucket:foo:1:10+", "x", "Bounce:foo:1")))
    return Written(day, f"{day} Foo | seen  ; event:ack, customer:foo, alert:{told}, by:mai")


@st.composite
def limited(draw: st.DrawFn) -> Written:
    """A limit, low enough to be felt, which may end."""
    day, who = draw(make.days), draw(st.sampled_from(("foo", "bar")))
    ends = draw(st.sampled_from(("", ", limit-until:2026-01-20")))
    amount = draw(st.sampled_from(("40", "120", "300")))
    return Written(day, f"{day} Said  ; customer:{who}, event:review, limit:{amount} EUR{ends}")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    """Entries of every sort, with limits, orders and acknowledgements."""
    seen = st.lists(st.one_of(acknowledged(), limited()), max_size=4)
    parts = st.tuples(calls.everything(*sides), limits.everything(OURS), seen)
    return parts.map(lambda parts: [entry for part in parts for entry in part])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS, THEIRS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return limits.text_of(written), limits.text_of(mixed)


def built(journal: Journal, day: date, policy: Policy = QUICK) -> Book:
    return build_book(journal, policy, "receivable", day)[0]


def found(journal: Journal, day: date, policy: Policy = QUICK) -> list[Alert]:
    with exact():
        return alerts(built(journal, day, policy))


def in_two_currencies(book: Book) -> set[str]:
    """The numbers that a customer has documents of in more than one currency."""
    first: dict[tuple[str, str], str] = {}
    return {
        i.number
        for i in book.items
        if first.setdefault((i.customer, i.number), i.currency) != i.currency
    }


def told(journal: Journal, day: date, policy: Policy, *, places: bool) -> list[Any]:
    """Everything that is said, in every shape, with or without the places in the files."""
    book = built(journal, day, policy)
    with exact():
        report = listed.report(book, day, policy, all_=True)
    text = [render(report, format_) for format_ in (["json", "prom"] if places else ["prom"])]
    return [*(row._replace(file=None, line=None) for row in report.rows), *text]


@some
@given(everything(OURS, THEIRS), later, policies)
def test_as_of_a_day_the_alerts_are_those_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, policy: Policy
) -> None:
    journal = journal_of_whole(limits.text_of(written))
    whole = told(journal, day, policy, places=True)
    assert whole == told(cut(journal, day, policy), day, policy, places=True)


@some
@given(shuffled(), later, policies)
def test_the_order_of_entries_of_a_day_changes_no_alert(
    texts: tuple[str, str], day: date, policy: Policy
) -> None:
    first, second = (told(journal_of_whole(text), day, policy, places=False) for text in texts)
    assert first == second


@some
@given(everything(OURS, THEIRS), later)
def test_an_identifier_is_one_alerts_and_nothing_arose_later(
    written: list[Written], day: date
) -> None:
    every = found(journal_of_whole(limits.text_of(written)), day)
    assert len({one.id.casefold() for one in every}) == len(every)
    for one in every:
        assert one.since <= day
        assert one.kind in KINDS
        assert one.id.startswith(f"{one.kind}:{one.customer}")


CHANGES = re.compile("event:(extend|legal)")
EXACT = {"bucket", "last-bucket", "limit-near", "limit-over", "limit-expiring", "large-share"}
"""Kinds of which nothing but money, limits and days decides."""


@some
@given(everything(OURS), later)
def test_an_alert_was_there_by_the_same_identifier_on_every_day_since(
    written: list[Written], last: date
) -> None:
    """Asked of the book of every day, but for what a later day that is granted changes of it.

    And but for a number that two documents share, in two currencies: so they do an identifier.
    What was settled and is owed again may have been told of before; then it is told of anew.
    """
    kept = [one for one in written if not CHANGES.search(one.text)]
    journal = journal_of_whole(limits.text_of(kept))
    days = [make.START + timedelta(n) for n in range(-2, (last - make.START).days + 1)]
    by_day = [{one.id for one in found(journal, day)} for day in days]
    shared = in_two_currencies(built(journal, last))
    for one in found(journal, last):
        if one.kind in EXACT and (one.number or one.kind != "bucket") and one.number not in shared:
            without = (day for day, ids in zip(days, by_day, strict=True) if one.id not in ids)
            last_without = max(without, default=date.min)
            assert [d for d in days if d >= one.since] == [d for d in days if d > last_without], one
