"""What a rule of limitation may take for an interruption: facts of the journal, judged by none.

Each fact is of a day, of a sort that policies have a word for, and stands on a line.
"""

from collections.abc import Iterator
from datetime import date

from arledger.ledger.model import Book, Credit, Event, Item, Promise, Source
from arledger.ledger.promises import is_sound
from arledger.ledger.tags import amount, any_of, day, references
from arledger.measures.promises_named import named
from arledger.money import ZERO
from arledger.policy.limitation import Fact
from arledger.records import NamedTuple

_KINDS = frozenset({"confirm", "letter", "legal"})

_STAGES: dict[str, Fact] = {"notice": "notice", "filed": "filed", "judgment": "judgment"}

_BY_NAME = frozenset({"inv:", "code"})
"""The rules of allocation by which a payment itself says what it pays."""


class Interruption(NamedTuple):
    """Something that may begin a period anew, or stop it."""

    date: date
    words: tuple[Fact, ...]
    """What policies call it; a letter with proof is a letter, too."""
    said: str
    """What it was, for people."""
    source: Source


class Facts:
    """What may interrupt the limitation of one customer's claims."""

    def __init__(self, book: Book, customer: str) -> None:
        whole = book.whole or book
        items = [item for item in whole.items if item.customer == customer]
        promises = [p for p in whole.promises if p.customer == customer and is_sound(p)]
        self._written = [
            _Written(event, numbers_of(event))
            for event in whole.events
            if event.customer == customer and event.kind in _KINDS
        ]
        self._promised: dict[int, list[Interruption]] = {}
        for one in named(promises, items):
            for item in one.items:
                self._promised.setdefault(id(item), []).append(_promise(one.promise))

    def of(self, item: Item) -> list[Interruption]:
        """The facts about one item, in order of date; those of a day in no order of the files."""
        found = [*_payments(item), *self._promised.get(id(item), ())]
        for one in self._written:
            found += _fact(one, item)
        return sorted(found, key=lambda fact: (fact.date, fact.words, fact.said))


class _Written(NamedTuple):
    """An event that may be about an item."""

    event: Event
    numbers: frozenset[str]
    """Of the documents it names; empty: it names none."""


def numbers_of(event: Event) -> frozenset[str]:
    """The documents an event names, each number whole and by its words."""
    numbers = references(event.source.entry.tags)
    return frozenset(word for number in numbers for word in (number, *number.split()))


def _fact(one: _Written, item: Item) -> Iterator[Interruption]:
    """The event as a fact about the item, if it is one."""
    event = one.event
    if one.numbers and item.number not in one.numbers:
        return
    if event.kind == "confirm":
        if _is_confirmed(event, item):
            said = f"balance of {_confirmed_on(event)} confirmed"
            yield Interruption(event.date, ("confirmation",), said, event.source)
    elif one.numbers or (item.due < event.date and item.owed_on(event.date) > 0):
        yield from (_letter(event),) if event.kind == "letter" else _step(event)


def _payments(item: Item) -> Iterator[Interruption]:
    """The payments something of which is applied to the item still; a bounced one is none."""
    applied: dict[int, tuple[Credit, str]] = {}
    sums = dict.fromkeys((id(a.credit) for a in item.allocations), ZERO)
    for a in item.allocations:
        sums[id(a.credit)] += a.amount
        if a.credit.kind == "payment" and a.amount > 0:
            applied.setdefault(id(a.credit), (a.credit, a.rule))
    for key, (credit, rule) in applied.items():
        if sums[key] > 0:
            word: Fact = "payment" if rule in _BY_NAME else "payment-on-account"
            said = f"payment {credit.number}".rstrip() + f", applied by {rule.rstrip(':')}"
            yield Interruption(credit.date, (word,), said, credit.source)


def _is_confirmed(event: Event, item: Item) -> bool:
    """Whether they agreed to a balance that the item was part of."""
    on = _confirmed_on(event)
    agreed = event.tags["reply"].strip().casefold() == "agreed"
    was_open = item.charges[0].date <= on and item.open_on(on) > 0
    return agreed and was_open and _is_in_currency(event.tags, item)


def _confirmed_on(event: Event) -> date:
    """The day of the balance, not after that of the reply."""
    text = event.tags.get("as-of")
    return min(day(text, event.date.year), event.date) if text else event.date


def _is_in_currency(tags: dict[str, str], item: Item) -> bool:
    """Whether the balance that was confirmed is one the item is part of."""
    if not tags.get("balance"):
        return True
    quantity, currency = amount(tags["balance"])
    return bool(quantity) and currency == item.currency


def _letter(event: Event) -> Interruption:
    proven = event.tags.get("sent") or event.tags.get("file")
    words: tuple[Fact, ...] = ("letter", "proven-letter") if proven else ("letter",)
    sent = f", sent {event.tags['sent']}" if event.tags.get("sent") else ""
    said = f"letter of level {event.tags['level']}{sent}"
    return Interruption(event.date, words, said, event.source)


def _step(event: Event) -> Iterator[Interruption]:
    """A step at law, if it is of a stage that policies have a word for."""
    word = _STAGES.get(event.tags["stage"].strip().casefold())
    if word:
        yield Interruption(event.date, (word,), f"legal: {word}", event.source)


def _promise(promise: Promise) -> Interruption:
    entry, posting = promise.source
    written = any_of(entry.tags, "file") or any_of(posting.tags if posting else (), "file")
    words: tuple[Fact, ...] = ("promise", "written-promise") if written else ("promise",)
    said = f"promise {promise.number}".rstrip() + (", in writing" if written else "")
    return Interruption(promise.made, words, said, promise.source)
