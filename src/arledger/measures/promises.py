"""Promises to pay, judged from the cash: nobody writes that one was kept.

The window of a promise runs from the day it was made to the day it was promised for and the
policy's days of grace, both included. What counts is money that came in the window, on its
items or on account; each cent serves one promise, the one promised for the earliest day. States
as in SAP's promise to pay, the threshold as in Oracle's; docs/formulas.md has the rules.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from arledger.ledger.model import Book, Credit, Item, Promise
from arledger.ledger.promises import is_sound
from arledger.measures.promises_named import Ending, Named, endings, made_order, named
from arledger.measures.promises_verdict import Bench, Judgment

Own = TypeVar("Own", Item, Credit, Promise)


def judgments(book: Book) -> list[Judgment]:
    """The promises of a book, judged on its day, in the order of the days promised.

    Of a selection the selected ones, judged on the whole book. Those that cannot be judged
    (nobody's, of no amount, for a day before they were made) are left out.
    """
    whole = book.whole or book
    sound = [promise for promise in book.promises if is_sound(promise)]
    promisers = {promise.customer for promise in sound}
    promises = _of(promisers, whole.promises)
    items, credits_ = _of(promisers, whole.items), _of(promisers, whole.credits)
    withdrawals = [event for event in whole.events if event.kind == "withdraw"]
    found = []
    for customer, own in promises.items():
        told = named(filter(is_sound, own), items[customer])
        ends = endings(told, withdrawals)
        found += _judged(whole, told, ends, items[customer], credits_[customer])
    shown = set(map(id, sound))
    return sorted((one for one in found if id(one.promise) in shown), key=_order)


def _of(customers: set[str | None], everything: Iterable[Own]) -> dict[str | None, list[Own]]:
    found: dict[str | None, list[Own]] = defaultdict(list)
    for one in everything:
        if one.customer in customers:
            found[one.customer].append(one)
    return found


def _judged(
    book: Book,
    told: list[Named],
    ends: dict[int, Ending],
    items: list[Item],
    credits_: list[Credit],
) -> list[Judgment]:
    """All of one customer's promises, judged."""
    found = []
    for currency in sorted({one.promise.currency for one in told}):
        found += Bench(book.as_of, book.policy.promise, ends).judged(
            [one for one in told if one.promise.currency == currency],
            [item for item in items if item.currency == currency],
            [credit for credit in credits_ if credit.currency == currency],
        )
    _count_levels(found)
    _accelerate(found, book.policy.promise.acceleration)
    return found


def _count_levels(found: list[Judgment]) -> None:
    """Say which attempt each promise is, as SAP does: one that was kept is none before it."""
    unkept: dict[object, dict[int, date]] = defaultdict(dict)
    for one in found:
        if one.state not in ("open", "kept"):
            for key in one.named.keys:
                unkept[key][id(one.promise.source.entry)] = one.promise.made
    days = {key: sorted(entries.values()) for key, entries in unkept.items()}
    for one in found:
        earlier = (bisect_left(days.get(key, ()), one.promise.made) for key in one.named.keys)
        one.level = 1 + max(earlier, default=0)


def _accelerate(found: list[Judgment], most: int) -> None:
    """Make what is left of a plan due from the day so many of its instalments were missed.

    Until they are made good. That moves no promise's window: it is judged by what was said.
    """
    plans: dict[int, list[Judgment]] = defaultdict(list)
    for one in found:
        plans[id(one.promise.source.entry)].append(one)
    for plan in plans.values() if most else ():
        missed = sorted(o.broke_on for o in plan if o.broke_on and not o.settled_on)
        if len(missed) >= most:
            for one in plan:
                if one.state == "open":
                    one.due = min(one.due, missed[most - 1])


def _order(one: Judgment) -> tuple[object, ...]:
    return (one.promise.promised, one.promise.customer, *made_order(one.promise))
