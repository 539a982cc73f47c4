"""Disputes: what customers object to, until it is resolved or nothing of it is left open.

A dispute is of an amount, or of all that was open on its document at the end of the day from
which it counts. What is resolved comes off the oldest dispute of the document first; never is
more disputed than is open. Nothing here depends on the order of the entries of a day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from arledger.ledger.accounts import Accounts, fold
from arledger.ledger.model import Book, Event, Item
from arledger.ledger.natural import natural
from arledger.ledger.tags import amount, references
from arledger.money import ZERO, plain
from arledger.records import NamedTuple, field, record

Document = tuple[str, str, str]
"""(customer, currency, number)."""

Documents = dict[str, dict[Document, list[Item]]]
"""The documents that events name, by number; the instalments of each the first due first."""

SETTLED = "settled"
"""The outcome where nothing is left open of a document and nobody said what became of it."""


class Resolution(NamedTuple):
    """Part of a dispute that was settled between the two sides."""

    event: Event
    amount: Decimal

    @property
    def outcome(self) -> str:
        """credited, rejected or withdrawn; ``resolved`` where it is not said."""
        return self.event.tags.get("outcome", "").casefold() or "resolved"


@record
class Dispute:
    """What one event disputes of one document, on the book's day."""

    event: Event
    document: Document
    """Of one that is not there yet, the currency is that of the amount, or ""."""
    items: list[Item]
    """Its instalments; none while it is not there."""
    since: date
    """The day from which it counts: the event's, or the document's if that came later."""
    amount: Decimal
    resolutions: list[Resolution] = field(default_factory=list)
    resolved_on: date | None = None
    """The day on which the last of it was resolved; None: some of it was not."""
    open: Decimal = ZERO
    """What is disputed still, and open."""

    @property
    def closed(self) -> date | None:
        """The day it was resolved, or nothing was left open of its document; None: not yet."""
        if self.resolved_on or not self.items or any(item.open for item in self.items):
            return self.resolved_on
        return max([self.since, *(a.date for item in self.items for a in item.allocations)])

    @property
    def outcome(self) -> str:
        """How it was closed, each word once; "" while it is open."""
        if not self.closed:
            return ""
        words = [resolution.outcome for resolution in self.resolutions]
        return ", ".join(dict.fromkeys(words if self.resolved_on else [*words, SETTLED]))

    def unresolved_on(self, day: date) -> Decimal:
        """What of it was not resolved at the end of a day, open or not; 0 before it counts."""
        if day < self.since:
            return ZERO
        return self.amount - sum((r.amount for r in self.resolutions if r.event.date <= day), ZERO)


def disputes(book: Book) -> list[Dispute]:
    """The disputes of a book on its day, the oldest first.

    Of a selection the selected ones, judged on the whole book.
    """
    found = [one for own in by_document(book.whole or book).values() for one in own]
    shown = {id(event.source.entry) for event in book.events}
    return sorted((one for one in found if id(one.event.source.entry) in shown), key=_order)


def disputed(book: Book) -> dict[int, Decimal]:
    """What of open items is disputed, by their identity; of several instalments the first due."""
    parts: dict[int, Decimal] = {}
    for own in by_document(book.whole or book).values():
        left = sum((one.open for one in own), ZERO)
        for item in own[0].items:
            part = min(left, item.open)
            if part:
                parts[id(item)] = part
                left -= part
    return parts


def by_document(book: Book) -> dict[Document, list[Dispute]]:
    """Every dispute of a whole book under its document, the oldest first."""
    events = [event for event in disputing(book) if not wrong(event)]
    if not any(event.kind == "dispute" for event in events):
        return {}
    documents = named(book, events)
    found: dict[Document, list[Dispute]] = defaultdict(list)
    resolves: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        keys = meant(event, documents)
        if event.kind == "dispute":
            for key in keys:
                found[key].append(_opened(event, key, documents))
        elif keys:
            resolves[keys[0][0], keys[0][2]].append(event)
    _drop_other_side(book, found)
    for key, own in found.items():
        own.sort(key=_order)
        for event in sorted(resolves[key[0], key[2]], key=_resolve_order):
            if stated(event)[1] in (None, key[1]):
                _resolve(own, event)
        _bound(own)
    return found


# -- which documents are meant -----------------------------------------------------------------


def disputing(book: Book) -> list[Event]:
    """The events that open and settle disputes."""
    return [event for event in book.events if event.kind in ("dispute", "resolve")]


def named(book: Book, events: Iterable[Event]) -> Documents:
    """The documents with the numbers that events name."""
    found: Documents = {event.tags["inv"]: {} for event in events}
    for item in book.items:
        if item.number in found:
            key = (item.customer, item.currency, item.number)
            found[item.number].setdefault(key, []).append(item)
    for own in found.values():
        for items in own.values():
            items.sort(key=lambda item: (item.order, item.account))
    return found


def meant(event: Event, documents: Documents) -> list[Document]:
    """The documents an event is about: of its number, its customer, and its amount's currency.

    Of one that is not there yet, what it will be known by. None when there is no telling whose.
    """
    _, currency = stated(event)
    whose = owned(event, documents)
    if len({customer for customer, *_ in whose}) > 1:
        return []
    keys = [key for key in whose if currency in (None, key[1])]
    if not keys and event.customer:
        return [(event.customer, currency or "", event.tags["inv"])]
    return keys


def owned(event: Event, documents: Documents) -> list[Document]:
    """The documents of an event's number that may be its customer's."""
    if event.customer is None and "customer" in event.tags:
        return []  # it names somebody who is none of this side's
    return [key for key in documents[event.tags["inv"]] if event.customer in (None, key[0])]


def stated(event: Event) -> tuple[Decimal | None, str | None]:
    """The amount an event states; two times None when it means all there is."""
    return amount(event.tags["amount"]) if event.tags.get("amount") else (None, None)


def wrong(event: Event) -> str:
    """Why an event's amount is none; "" when it is one, or all there is."""
    value, _ = stated(event)
    if value is None or value > 0:
        return ""
    return f"an amount above 0 is {_DONE[event.kind]}, not {plain(value)}"


_DONE = {"dispute": "disputed", "resolve": "resolved"}


def _drop_other_side(book: Book, found: dict[Document, list[Dispute]]) -> None:
    """Forget disputes of what is a document of the same party on the other side of the books."""
    missing = {key[2] for key, own in found.items() if not own[0].items}
    if missing:
        elsewhere = set(_numbers_elsewhere(book, missing))
        for key in [key for key, own in found.items() if not own[0].items and key[2] in elsewhere]:
            del found[key]


def _numbers_elsewhere(book: Book, wanted: set[str]) -> Iterator[str]:
    """Those of the numbers that are a document's on the other side."""
    is_ours = book.side == "receivable"
    other = Accounts(book.journal, book.policy, "payable" if is_ours else "receivable")
    for entry in book.journal.entries:
        for posting in entry.postings:
            numbers = references(posting.tags) or references(entry.tags) or (entry.code,)
            is_dated = (posting.date or entry.date) <= book.as_of
            if is_dated and not wanted.isdisjoint(numbers) and other.role(posting.account):
                yield from numbers


# -- what becomes of them ----------------------------------------------------------------------


def _opened(event: Event, key: Document, documents: Documents) -> Dispute:
    """The dispute before anything is known of what became of it."""
    items = documents[key[2]].get(key, [])
    since = max([event.date, *([min(i.charges[0].date for i in items)] if items else [])])
    value, _ = stated(event)
    if value is None:
        value = sum((item.open_on(since) for item in items), ZERO)
    return Dispute(event, key, items, since, value)


def _resolve(own: Sequence[Dispute], event: Event) -> None:
    """Take what an event resolves off the disputes of its code, else off the oldest first."""
    left, _ = stated(event)
    code = fold(event.source.entry.code)
    coded = [one for one in own if code and fold(one.event.source.entry.code) == code]
    for one in coded or own:
        if left is not None and not left:
            break
        if one.resolved_on or one.event.date > event.date:
            continue
        there = one.unresolved_on(date.max)
        part = there if left is None else min(there, left)
        if left is not None:
            left -= part
        if part or not there:
            one.resolutions.append(Resolution(event, part))
        if part == there:
            one.resolved_on = event.date


def _bound(own: Sequence[Dispute]) -> None:
    """Say what of each dispute is open: together never more than is open on their document."""
    left = sum((item.open for item in own[0].items), ZERO)
    for one in own:
        if not one.resolved_on:
            one.open = min(left, one.unresolved_on(date.max))
            left -= one.open


def _order(one: Dispute) -> tuple[object, ...]:
    customer, currency, number = one.document
    entry, tags = one.event.source.entry, one.event.tags
    return (
        entry.date, natural(entry.code), customer, natural(number), currency, one.amount,
        tags.get("cause", ""), tags.get("owner", ""), entry.description,
    )  # fmt: skip


def _resolve_order(event: Event) -> tuple[object, ...]:
    """By day; on the same day parts before the whole."""
    value, _ = stated(event)
    code, outcome = event.source.entry.code, event.tags.get("outcome", "")
    return (event.date, value is None, natural(code), value or ZERO, outcome)
