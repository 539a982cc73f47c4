"""What a promise is about, and what ended it before its day: before any money is counted."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from arledger.ledger.accounts import fold
from arledger.ledger.model import Event, Item, Promise
from arledger.ledger.natural import natural
from arledger.ledger.promises import added_to, is_withdrawn_by, numbers_of
from arledger.records import NamedTuple


class Ending(NamedTuple):
    """What takes a promise out of judgment, unless it was kept by that day."""

    day: date
    by: Promise | Event
    """The newer promise, or the event that withdraws it."""


class Named(NamedTuple):
    """A promise and the items it is about."""

    promise: Promise
    items: tuple[Item, ...]
    """In its own currency; empty when what it names is not there, or nothing was open."""
    elsewhere: tuple[Item, ...]
    """What it names in other currencies: money in its own cannot be applied to them."""
    numbers: tuple[str, ...]
    """Document numbers, as named; when none are named, of what was open when it was made."""
    is_of_all: bool
    """It names no document: it is about all that was open when it was made."""
    keys: frozenset[object]
    """What another promise has in common with it when they are about the same."""

    def bound(self, day: date) -> tuple[Item, ...]:
        """The items it is about on a day, if no document that it names is still to come."""
        if self.is_of_all:
            return self.items
        there = [item for item in (*self.items, *self.elsewhere) if item.charges[0].date <= day]
        complete = {item.number for item in there}.issuperset(self.numbers)
        return tuple(there) if complete else ()


def named(promises: Iterable[Promise], items: Sequence[Item]) -> list[Named]:
    """What each of a customer's promises is about, among all the customer's items."""
    by_number: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.number:
            by_number[item.number].append(item)
    return [_named(promise, items, by_number) for promise in promises]


def _named(promise: Promise, items: Sequence[Item], by_number: dict[str, list[Item]]) -> Named:
    numbers = numbers_of(promise, by_number)
    of_all = not numbers
    if numbers:
        found = [item for number in numbers for item in by_number.get(number, ())]
        unknown = [("number", number) for number in numbers if number not in by_number]
        keys = frozenset([*map(id, found), *unknown])
    else:
        mine = (item for item in items if item.currency == promise.currency)
        open_then = (item for item in mine if item.owed_on(promise.made) > 0)
        found = sorted(open_then, key=lambda item: item.order)
        numbers = tuple(dict.fromkeys(item.label for item in found))
        keys = frozenset(map(id, found) if found else [("on account", promise.currency)])
    own = tuple(item for item in found if item.currency == promise.currency)
    other = tuple(item for item in found if item.currency != promise.currency)
    return Named(promise, own, other, numbers, of_all, keys)


def endings(told: Sequence[Named], withdrawals: Sequence[Event]) -> dict[int, Ending]:
    """What ended a customer's promises, by the identity of each; not there: nothing did.

    A newer promise on a common item ends those whose day has not passed, but for the other
    postings of its own entry, what was made the same day, and what it says it adds to.
    """
    found: dict[int, Ending] = {}
    sharing: dict[object, list[Promise]] = defaultdict(list)
    for promise, *_, keys in sorted(told, key=lambda one: made_order(one.promise)):
        for key in keys:
            sharing[key].append(promise)
    days = {key: [promise.made for promise in made] for key, made in sharing.items()}
    adding = {id(promise): added_to(promise) for promise, *_ in told}
    for promise, *_, keys in told:
        ends = [Ending(e.date, e) for e in withdrawals if is_withdrawn_by(promise, e)]
        ends += [e for key in keys for e in _newer(promise, sharing[key], days[key], adding)]
        if ends:
            found[id(promise)] = min(ends, key=_ending_order)
    return found


def _newer(
    promise: Promise,
    sharing: Sequence[Promise],
    days: Sequence[date],
    adding: Mapping[int, frozenset[str]],
) -> list[Ending]:
    """The first promise that takes this one's place; empty when none does.

    ``sharing`` are those on a common item as they were made, ``days`` when, ``adding`` what each
    says it adds to, by its identity. Those of one entry were made on one day.
    """
    number = fold(promise.number)
    for place in range(bisect_right(days, promise.made), len(days)):
        other = sharing[place]
        if other.made > promise.promised:
            break
        if not (number and number in adding[id(other)]):
            return [Ending(other.made, other)]
    return []


def _ending_order(ending: Ending) -> tuple[object, ...]:
    by = ending.by
    return (ending.day, isinstance(by, Promise), made_order(by) if isinstance(by, Promise) else ())


def made_order(promise: Promise) -> tuple[object, ...]:
    """As promises were made, by nothing but what they say: lines of a day may change places."""
    return (
        promise.made, natural(promise.number), promise.promised, promise.currency, promise.amount,
        promise.references, promise.source.entry.description,
    )  # fmt: skip
