"""Alerts about what was said: promises, next steps, disputes, silence, and our own word."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from arledger.dates import add_days
from arledger.measures.alerts_watch import Finding, Watch, name_of, open_since
from arledger.measures.behaviour import SOLD_ON_CREDIT
from arledger.measures.commitments import commitments
from arledger.measures.worklist_standing import Standing, standing_broken
from arledger.money import ZERO

_HEARD = SOLD_ON_CREDIT | {"payment"}
"""What a customer has a part in."""


def broken_promise(watch: Watch) -> Iterator[Finding]:
    """Promises that were broken, not made good, and followed by none on the same."""
    for one in watch.asked:
        for broken in standing_broken(one.promises):
            promise, left = broken.promise, broken.wanted - broken.paid
            if not broken.broke_on or watch.is_little(promise.currency, left):
                continue
            named = f"promise {promise.number}".rstrip()
            missing = watch.money(promise.currency, left)
            yield Finding(
                customer=one.customer.id,
                of=(promise.number, str(promise.promised)),
                since=broken.broke_on,
                message=f"{named} for {promise.promised} was broken: {missing} did not come",
                currency=promise.currency,
                amount=left,
                number=promise.number,
                source=promise.source.span,
            )


def follow_up(watch: Watch) -> Iterator[Finding]:
    """Next steps whose day has gone by, each day once."""
    for one in watch.asked:
        missed = {step.next: step for step in one.steps if step.follow_up == "overdue"}
        for day, step in missed.items():
            if day:
                event = step.event
                yield Finding(
                    customer=one.customer.id,
                    of=(str(day),),
                    since=day + timedelta(1),
                    message=f"the next step agreed for {day} was missed"
                    f" ({event.kind} of {event.date})",
                    number=" ".join(step.numbers),
                    source=event.source.span,
                )


def silent(watch: Watch) -> Iterator[Finding]:
    """Customers with something past due of whom nothing was heard for long.

    Heard of is who buys, orders, pays, promises, disputes or is in touch with us; what we send is
    no word of theirs.
    """
    heard = _heard(watch)
    for one in watch.asked:
        late = watch.late.get(one.customer.id)
        if not late:
            continue
        last = max([heard.get(one.customer.id, date.min), *_spoken(one)])
        overdue = min(max(watch.day_of(item, 0), open_since(item)) for item in late)
        since = add_days(max(last, overdue), watch.policy.silent_days)
        if since <= watch.as_of:
            yield Finding(
                customer=one.customer.id,
                of=(str(max(last, overdue)),),
                since=since,
                message=f"past due since {overdue + timedelta(1)} ({name_of(late[0])}), and nothing"
                f" was heard of them{'' if last == date.min else f' since {last}'}",
                number=late[0].number,
            )


def _spoken(one: Standing) -> Iterator[date]:
    """The days on which a customer said anything."""
    if one.spoken:
        yield one.spoken
    yield from (dispute.event.date for dispute in one.disputes)


def _heard(watch: Watch) -> dict[str, date]:
    """The last day on which each customer bought, ordered or paid anything."""
    found: dict[str, date] = defaultdict(lambda: date.min)
    for movement in watch.book.movements:
        if movement.kind in _HEARD:
            found[movement.customer] = max(found[movement.customer], movement.date)
    for order in watch.book.orders:
        if order.amount > 0:
            found[order.customer] = max(found[order.customer], order.date)
    return found


def dispute(watch: Watch) -> Iterator[Finding]:
    """Disputes that nobody has settled in the time there is for it."""
    days = watch.book.policy.worklist.dispute_days
    for one in watch.asked:
        for told in one.disputes:
            _, currency, number = told.document
            since = add_days(told.since, days)
            if since <= watch.as_of and not watch.is_little(currency, told.open):
                owner = told.event.tags.get("owner") or "somebody"
                disputed = watch.money(currency, told.open)
                yield Finding(
                    customer=one.customer.id,
                    of=(number, str(told.event.date)),
                    since=since,
                    message=f"{owner} has not settled the dispute of {number}: {disputed}",
                    currency=currency,
                    amount=told.open,
                    number=number,
                    source=told.event.source.span,
                )


def commitment(watch: Watch) -> Iterator[Finding]:
    """What we promised and did not do in time."""
    for one in commitments(watch.book):
        if one.state == "broken" and one.until and one.event.customer:
            of = watch.money(one.currency, one.amount or ZERO) if one.amount else ""
            yield Finding(
                customer=one.event.customer,
                of=(one.number, str(one.until)),
                since=one.until + timedelta(1),
                message=f"our own promise for {one.until} is not kept{f': {of}' if of else ''}",
                currency=one.currency,
                amount=one.amount,
                number=one.number,
                source=one.event.source.span,
            )
