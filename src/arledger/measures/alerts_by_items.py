"""Alerts about documents and payments: too late, later than usual, back from the bank."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import islice

from arledger.dates import add_days, add_months, days_past_due
from arledger.ledger.model import Item
from arledger.measures.aging import Buckets
from arledger.measures.alerts_watch import Finding, Habit, Watch, name_of, open_since, together
from arledger.measures.behaviour import SOLD_ON_CREDIT
from arledger.measures.credit_facts import CHARGES
from arledger.money import ZERO, plain, round_half_even


def bucket(watch: Watch) -> Iterator[Finding]:
    """Documents in a later bucket, but for the last one."""
    return _in_buckets(watch, last=False)


def last_bucket(watch: Watch) -> Iterator[Finding]:
    """Documents in the last bucket."""
    return _in_buckets(watch, last=True)


def _in_buckets(watch: Watch, *, last: bool) -> Iterator[Finding]:
    """Documents by the bucket of their latest instalment."""
    buckets = Buckets(watch.book.policy.aging.buckets)
    starts = _starts(buckets)
    for items in _documents(watch):
        worst = items[0]
        place = buckets.index(watch.days(worst))
        if last != (place == len(starts) - 1) or starts[place] < watch.policy.bucket_days:
            continue
        inside = [item for item in items if buckets.index(watch.days(item)) == place]
        named, key = name_of(worst), buckets.keys[place]
        yield Finding(
            customer=worst.customer,
            of=(named, key),
            since=min(max(watch.day_of(i, starts[place]), open_since(i)) for i in inside),
            message=f"{named} is {key} days late: {watch.money(worst.currency, together(items))}",
            currency=worst.currency,
            amount=together(items),
            number=worst.number,
            source=worst.source.span,
        )


def _starts(buckets: Buckets) -> list[int]:
    """The first day past due of each bucket."""
    return [0, 1, *(edge + 1 for edge in buckets.edges)]


def _documents(watch: Watch) -> Iterator[list[Item]]:
    """What is past due of each document and worth a word, the latest instalment first.

    What we charge for lateness is not: it comes with what is late.
    """
    for own in watch.late.values():
        documents: dict[object, list[Item]] = defaultdict(list)
        for item in (item for item in own if item.kind not in CHARGES):
            documents[(item.currency, item.number) if item.number else item].append(item)
        for items in documents.values():
            if not watch.is_little(items[0].currency, together(items)):
                yield items


def bounce(watch: Watch) -> Iterator[Finding]:
    """Payments that came back and were not made good."""
    for own in watch.owed.values():
        for item in own:
            last = max((c.date for c in item.charges if c.kind == "bounce"), default=None)
            if last and open_since(item) <= last:
                yield _bounced(watch, item, last)


def _bounced(watch: Watch, item: Item, last: date) -> Finding:
    back = [c for c in item.charges if c.kind == "bounce" and c.date == last]
    amount = min(sum((charge.amount for charge in back), ZERO), item.open)
    named, left = name_of(item), watch.money(item.currency, amount)
    return Finding(
        customer=item.customer,
        of=(named, str(last)),
        since=last,
        message=f"a payment of {named} came back, and {left} of it is still open",
        currency=item.currency,
        amount=amount,
        number=item.number,
        source=back[0].source.span,
    )


# -- by how they usually pay ---------------------------------------------------------------------


def later_than_usual(watch: Watch) -> Iterator[Finding]:
    """The oldest document of each customer that is much later than its payments usually are.

    Compared with what was paid in the months before it fell due; who paid early was on time. The
    first sign of all: it is over when the document is in a bucket that has an alert of its own.
    """
    buckets = Buckets(watch.book.policy.aging.buckets)
    told = [start >= watch.policy.bucket_days for start in _starts(buckets)]
    if watch.policy.bucket == "off" or watch.policy.last_bucket == "off":
        told = [False] * len(told)
    for own in watch.late.values():
        early = (item for item in own if not told[buckets.index(watch.days(item))])
        yield from islice((one for item in early for one in _later(watch, item)), 1)


def _later(watch: Watch, item: Item) -> Iterator[Finding]:
    habit = watch.habits.get((item.customer, item.currency))
    if not habit or item.kind not in SOLD_ON_CREDIT or watch.is_little(item.currency, item.open):
        return
    before = add_months(item.due, -watch.book.policy.behaviour.months)
    average = habit.between(before, item.due, watch.policy.experience)
    if average is None:
        return
    usual = max(average, ZERO)
    limit = int(usual.to_integral_value(ROUND_CEILING)) + watch.policy.slower_days
    if days_past_due(watch.as_of, item.due) >= limit:
        named = name_of(item)
        yield Finding(
            customer=item.customer,
            of=(named,),
            since=max(add_days(item.due, limit), open_since(item)),
            message=f"{named} was not paid {limit} days after it was due, and usual is"
            f" {_late(usual)}: {watch.money(item.currency, item.open)}",
            currency=item.currency,
            amount=item.open,
            number=item.number,
            source=item.source.span,
        )


def slowing(watch: Watch) -> Iterator[Finding]:
    """Customers whose payments of late came later than those before."""
    for (customer, currency), habit in watch.habits.items():
        now = _slower(watch, habit, watch.as_of)
        if now:
            since = watch.as_of
            while _slower(watch, habit, since - timedelta(1)):
                since -= timedelta(1)
            recent, usual = now
            yield Finding(
                customer=customer,
                of=(currency, str(since)),
                since=since,
                message=f"{currency} paid {_late(recent)} in {watch.policy.slower_months} months,"
                f" {_late(usual)} before".lstrip(),
                currency=currency,
            )


def _slower(watch: Watch, habit: Habit, day: date) -> tuple[Decimal, Decimal] | None:
    """How late the recent payments of a day were, and those before; None: not much later."""
    begin = add_months(day, -watch.policy.slower_months)
    before = add_months(begin, -watch.book.policy.behaviour.months)
    recent = habit.between(begin, day, watch.policy.experience)
    usual = habit.between(before, begin, watch.policy.experience)
    if recent is None or usual is None:
        return None
    return (recent, usual) if recent - max(usual, ZERO) >= watch.policy.slower_days else None


def _late(days: Decimal) -> str:
    """Days past due in a sentence."""
    shown = plain(round_half_even(abs(days), 1))
    return f"{shown} days {'early' if days < 0 else 'late'}"


def stopped_buying(watch: Watch) -> Iterator[Finding]:
    """Customers who owe something, bought regularly, and have bought nothing for long."""
    days: dict[str, set[date]] = defaultdict(set)
    for (customer, _), documents in watch.billed.items():
        days[customer].update(document.date for document in documents)
    for one in watch.asked:
        last = _stopped(watch, sorted(days[one.customer.id]))
        if last and (since := last[1]) <= watch.as_of:
            owing = min(map(open_since, watch.owed[one.customer.id]))
            yield Finding(
                customer=one.customer.id,
                of=(str(last[0]),),
                since=max(since, owing),
                message=f"nothing bought since {last[0]}, usually every {last[2]} days",
            )


def _stopped(watch: Watch, days: list[date]) -> tuple[date, date, int] | None:
    """(last day, day from which on that is long ago, usual gap); None where there is none."""
    if not days:
        return None
    begin = bisect_left(days, add_months(days[-1], -watch.book.policy.behaviour.months))
    gaps = len(days) - begin - 1
    if gaps < watch.policy.experience:
        return None
    usual = -(-(days[-1] - days[begin]).days // gaps)
    long = max(usual * watch.policy.gaps, watch.policy.silent_days)
    return days[-1], add_days(days[-1], long), usual
