"""A judgment told step by step: what was promised, what was paid, which rule decided."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arledger.ledger.model import Item, Promise, Source
from arledger.measures.cash import Cash
from arledger.measures.promises_verdict import Judgment
from arledger.money import plain
from arledger.policy.sections.collecting import PromiseToPay


class Step(NamedTuple):
    """One line of the story."""

    step: str
    date: date | None
    amount: Decimal | None
    """In the promise's currency."""
    rule: str = ""
    key: str = ""
    """The policy key behind the rule; "" when the journal decided."""
    source: Source | None = None


def told(
    one: Judgment, plan: Sequence[Promise], policy: PromiseToPay, as_of: date
) -> Iterator[Step]:
    """What a judgment rests on, from the promise to what became of it.

    ``plan`` is all that was promised in the same entry.
    """
    promise = one.promise
    what = f"promise {promise.number or promise.source.position} of {promise.customer}"
    if len(plan) > 1:
        place = next(n for n, other in enumerate(plan, 1) if other is promise)
        what += f", instalment {place} of {len(plan)}"
    what += f", attempt {one.level}" if one.level > 1 else ""
    yield Step(what, promise.made, promise.amount, source=promise.source)
    yield from _about(one)
    yield Step("promised for", promise.promised, None, source=promise.source)
    if one.due < promise.promised:
        rule = f"missed instalments of its plan: {policy.acceleration}"
        yield Step("called due", one.due, None, rule, "promise.acceleration")
    last = "counts what is paid until"
    yield Step(last, one.last_day, None, f"{policy.grace} days of grace", "promise.grace")
    yield from sorted(
        (*_paid(one), *_gone(one), *_beside(one)), key=lambda step: step.date or as_of
    )
    if one.wanted < promise.amount and not one.ending:
        yield Step("no more than this was left to pay", None, one.wanted)
    yield from _verdict(one, policy, as_of)


def _about(one: Judgment) -> Iterator[Step]:
    named = one.named
    for item in (*named.items, *named.elsewhere):
        step = f"about {item.kind} {item.label}, open in {item.currency or 'no currency'} now"
        if item in named.items:
            step = f"about {item.kind} {item.label}, open now"
        amount = item.open if item in named.items else None
        rule = "open when it was made" if named.is_of_all else "inv:"
        yield Step(step, item.date, amount, rule, source=item.source)
    known = {item.number for item in (*named.items, *named.elsewhere)}
    for number in () if named.is_of_all else named.numbers:
        if number not in known:
            yield Step(f"about {number}, which is not there", None, None, "inv:")
    if named.is_of_all and not named.items:
        yield Step("nothing was open when it was made", None, None)


def _paid(one: Judgment) -> Iterator[Step]:
    for cash, amount in ((served.cash, served.amount) for served in one.served):
        yield _money(f"paid by {cash.payment.kind} {cash.payment.label}", cash, one, amount)


def _gone(one: Judgment) -> Iterator[Step]:
    for cash in one.gone:
        yield _money(f"was paid by {cash.payment.label}", cash, one, cash.amount)
        step = f"{cash.payment.label} bounced, was paid back or moved"
        yield Step(step, cash.until, -cash.amount, source=cash.payment.source)


def _beside(one: Judgment) -> Iterator[Step]:
    """Money that came in time for something else: who looks for it shall find it."""
    for cash in one.beside if one.state != "kept" else ():
        step = f"not counted: {cash.payment.kind} {cash.payment.label}"
        yield _money(step, cash, one, cash.amount)


def _money(what: str, cash: Cash, one: Judgment, amount: Decimal) -> Step:
    place = f"on {cash.item.label}" if cash.item else "on account"
    key = "" if _is_of(cash.item, one) else "promise.cash"
    source = cash.payment.source
    return Step(f"{what}, {place}", cash.payment.date, amount, cash.rule, key, source)


def _is_of(item: Item | None, one: Judgment) -> bool:
    return any(item is other for other in one.named.items)


def _verdict(one: Judgment, policy: PromiseToPay, as_of: date) -> Iterator[Step]:
    enough = f"{plain(policy.threshold)} % of what was to be paid"
    key = "promise.threshold"
    if one.is_moot:
        yield Step("kept: nothing was left to pay", one.settled_on, None)
    elif one.state == "kept":
        yield Step("kept: enough was paid", one.settled_on, one.paid, enough, key)
    elif one.state == "open":
        yield Step("open: still to come", as_of, one.left)
    elif one.state == "partially-kept":
        yield Step("partially kept: less was paid", one.broke_on, one.paid, enough, key)
    elif one.state == "broken":
        yield Step("broken: nothing was paid in time", one.broke_on, one.paid)
    elif one.ending:
        by = one.ending.by
        what = f"superseded by {by.number}" if isinstance(by, Promise) else "withdrawn"
        yield Step(what, one.ending.day, None, source=by.source)
    if one.settled_on and one.broke_on:
        yield Step("made good", one.settled_on, None)
