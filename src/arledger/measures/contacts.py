"""Calls, visits and messages: what is to follow each, and why what is overdue is not paid."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from arledger.ledger.model import Book, Event, Item
from arledger.ledger.tags import day, references
from arledger.measures.aging import age
from arledger.money import ZERO
from arledger.records import field, record

FollowUp = Literal["", "planned", "due", "overdue", "met", "replaced"]
"""What became of the next step that a contact names; "" when it names none.

It is met by a contact or a promise on its day or later, and replaced when a contact before that
names another. Else it is planned before its day, due on it, overdue after it.
"""


@record
class Contact:
    """One contact on the book's day."""

    event: Event
    next: date | None
    """The day of the next step; None: none was agreed."""
    follow_up: FollowUp = ""
    ended_on: date | None = None
    """The day of the contact or promise that met it, or of the contact that replaced it."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The documents it was about; empty: about everything."""
        return references(self.event.source.entry.tags)


def contacts(book: Book) -> list[Contact]:
    """The contacts of a book on its day, in order of date.

    Of a selection the selected ones, judged on the whole book.
    """
    found = [one for own in by_customer(book.whole or book).values() for one in own]
    shown = {id(event.source.entry) for event in book.events}
    return sorted((one for one in found if id(one.event.source.entry) in shown), key=_order)


def by_customer(book: Book) -> dict[str, list[Contact]]:
    """Each customer's contacts of a whole book, in order of date."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for event in book.events:
        if event.kind == "contact" and event.customer:
            found[event.customer].append(_of(event))
    promised: dict[str | None, list[date]] = defaultdict(list)
    for promise in book.promises:
        promised[promise.customer].append(promise.made)
    for customer, own in found.items():
        own.sort(key=_order)
        _follow(own, promised[customer], book.as_of)
    return found


def _of(event: Event) -> Contact:
    text = event.tags.get("next")
    return Contact(event, day(text, event.date.year) if text else None)


def _follow(own: Sequence[Contact], promised: Iterable[date], as_of: date) -> None:
    """Say what became of the next step that each contact names; those of its day do nothing to it.

    Who makes a promise was spoken to.
    """
    days = sorted([*(one.event.date for one in own), *promised])
    naming = sorted(one.event.date for one in own if one.next)
    for one in own:
        if one.next is None:
            continue
        meeting = bisect_left(days, one.next, bisect_right(days, one.event.date))
        replacing = bisect_right(naming, one.event.date)
        met, replaced = days[meeting : meeting + 1], naming[replacing : replacing + 1]
        if met and met <= (replaced or met):
            one.follow_up, one.ended_on = "met", met[0]
        elif replaced:
            one.follow_up, one.ended_on = "replaced", replaced[0]
        elif one.next > as_of:
            one.follow_up = "planned"
        else:
            one.follow_up = "due" if one.next == as_of else "overdue"


def _order(one: Contact) -> tuple[object, ...]:
    """By date; on the same day by what they say, never by place in the files."""
    event = one.event
    said = tuple(sorted(event.tags.items()))
    return (event.date, event.customer, said, event.source.entry.description)


# -- why it is not paid --------------------------------------------------------------------------


@record
class Heard:
    """What is overdue for one reason, in one currency."""

    customers: set[str] = field(default_factory=set)
    items: int = 0
    overdue: Decimal = ZERO
    """What is open and past due; nothing on account is taken off."""
    oldest: int = 0
    """Days past due of the latest item."""


def overdue_by(
    book: Book, key: Callable[[Item, Event | None], str], tag: str
) -> dict[tuple[str, str], Heard]:
    """What is past due by (key, currency as the book values it), in order.

    Of each item the key is asked with the last contact that has the tag and is about the item:
    one that names its document, else one that names none; None when there was no such contact.
    """
    told = _Told(by_customer(book.whole or book), tag)
    sums: dict[tuple[str, str], Heard] = {}
    for item in book.open_items():
        days = age(item, book.as_of, book.policy.aging.basis)
        if days > 0:
            currency, worth = book.worth(item.currency, item.open)
            heard = sums.setdefault((key(item, told.of(item)), currency), Heard())
            heard.customers.add(item.customer)
            heard.items += 1
            heard.overdue += worth
            heard.oldest = max(heard.oldest, days)
    return dict(sorted(sums.items(), key=lambda pair: (pair[0][0].casefold(), *pair[0])))


class _Told:
    """The last word on each document, and on all of a customer's."""

    def __init__(self, known: dict[str, list[Contact]], tag: str) -> None:
        self._last: dict[Hashable, Event] = {}
        for customer, own in known.items():
            for one in own:
                if one.event.tags.get(tag):
                    for about in _about(one.numbers):
                        self._last[customer, about] = one.event

    def of(self, item: Item) -> Event | None:
        """The event that tells of an item; None: nobody said anything."""
        own = self._last.get((item.customer, item.number)) if item.number else None
        return own or self._last.get((item.customer, None))


def _about(numbers: Iterable[str]) -> Iterator[str | None]:
    """Each number whole and by its words; None for everything."""
    for number in numbers:
        yield from {number, *number.split()}
    if not numbers:
        yield None
