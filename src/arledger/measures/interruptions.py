"""What a rule of limitation may take for an interruption: facts of the journal, judged by none.

Each fact is of a day, of a sort that policies have a word for, and stands on a line.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from arledger.ledger.model import Book, Credit, Event, Item, Source
from arledger.ledger.promises import is_sound
from arledger.ledger.tags import amount, any_of, day, references
from arledger.measures.promises_named import Named, named
from arledger.money import ZERO
from arledger.policy.limitation import Fact
from arledger.records import NamedTuple

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
        self._events = [event for event in whole.events if event.customer == customer]
        self._promised = named(promises, items)

    def of(self, item: Item) -> list[Interruption]:
        """The facts about one item, in order of date; those of a day in no order of the files."""
        found = [*_payments(item), *self._written(item), *self._promises(item)]
        return sorted(found, key=lambda one: (one.date, one.words, one.said))

    def _written(self, item: Item) -> Iterator[Interruption]:
        for event in self._events:
            if event.kind == "confirm":
                yield from _confirmation(event, item)
            elif event.kind == "letter" and _is_about(event, item):
                yield _letter(event)
            elif event.kind == "legal" and _is_about(event, item):
                word = _STAGES.get(event.tags["stage"].strip().casefold())
                yield from _fact(event, (word,), f"legal: {word}") if word else ()

    def _promises(self, item: Item) -> Iterator[Interruption]:
        for one in self._promised:
            if any(mine is item for mine in one.items):
                yield _promise(one)


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


def _confirmation(event: Event, item: Item) -> Iterator[Interruption]:
    """A balance they agreed to, as far as the item was part of it."""
    tags = event.tags
    if tags["reply"].strip().casefold() != "agreed":
        return
    text = tags.get("as-of")
    on = min(day(text, event.date.year), event.date) if text else event.date
    was_open = item.charges[0].date <= on and item.open_on(on) > 0
    if was_open and _names(event, item) is not False and _is_in_currency(tags, item):
        yield from _fact(event, ("confirmation",), f"balance of {on} confirmed")


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


def _promise(one: Named) -> Interruption:
    promise = one.promise
    entry, posting = promise.source
    written = any_of(entry.tags, "file") or any_of(posting.tags if posting else (), "file")
    words: tuple[Fact, ...] = ("promise", "written-promise") if written else ("promise",)
    said = f"promise {promise.number}".rstrip()
    return Interruption(
        promise.made, words, said + (", in writing" if written else ""), promise.source
    )


def _fact(event: Event, words: tuple[Fact, ...], said: str) -> Iterable[Interruption]:
    return (Interruption(event.date, words, said, event.source),)


def _is_about(event: Event, item: Item) -> bool:
    """Whether an event demands the item: by its number, else because it was past due."""
    named_so = _names(event, item)
    if named_so is None:
        return item.due < event.date and item.owed_on(event.date) > 0
    return named_so


def _names(event: Event, item: Item) -> bool | None:
    """Whether an event names the item's document; None: it names none."""
    numbers = references(event.source.entry.tags)
    if not numbers:
        return None
    return item.number in {word for number in numbers for word in (number, *number.split())}
