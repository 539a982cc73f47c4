"""Evidence for claims: what the journal names, what of it is there, and what is missing.

A file is only asked about, by whoever is handed in; nothing here touches a disk.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, get_args

from arledger.ledger.accounts import Accounts
from arledger.ledger.master import master_data
from arledger.ledger.model import Book, Event, Item, Kind, Order
from arledger.ledger.papers import paths
from arledger.ledger.tags import meaning
from arledger.measures.aging import age
from arledger.measures.interruptions import Facts, Interruption, numbers_of
from arledger.policy.limitation import Fact
from arledger.problems import Span
from arledger.records import NamedTuple

Piece = Literal[
    "contract", "order", "delivery", "invoice", "confirmation", "acknowledgement",
    "letter", "notice", "other",
]  # fmt: skip
"""What a lawyer asks for; ``acknowledgement`` is a promise, ``notice`` a step at law."""

PIECES: tuple[Piece, ...] = get_args(Piece)

State = Literal["present", "not looked for", "file missing", "no file", "missing"]
"""The best first. ``no file``: the journal knows of it, and names no file."""


class Found(NamedTuple):
    """What is known of a file."""

    state: Literal["present", "missing", "no file", "unreadable", "not looked for"]
    """``no file``: there is something of that name that is none, as a folder."""
    size: int | None = None
    """Bytes."""
    digest: str = ""
    """SHA-256 of its bytes, in hexadecimal; "" when it was not taken."""


Probe = Callable[[str], Found]
"""Tells of a file by its path from where the program runs."""


class Paper(NamedTuple):
    """A file that the journal names."""

    path: str
    found: Found


class Evidence(NamedTuple):
    """One thing of a sort; or that of this sort there is nothing."""

    piece: Piece
    claims: tuple[Item, ...]
    """What it is about."""
    reference: str = ""
    """What it is, in the journal's words."""
    date: dt.date | None = None
    span: Span | None = None
    """Where the journal says so; None when it is missing."""
    papers: tuple[Paper, ...] = ()

    @property
    def state(self) -> State:
        """How far it could be shown to a court."""
        if self.span is None:
            return "missing"
        if not self.papers:
            return "no file"
        states = {paper.found.state for paper in self.papers}
        if "not looked for" in states:
            return "not looked for"
        return "present" if states == {"present"} else "file missing"


def not_looked_for(_: str) -> Found:
    """The answer of who does not look."""
    return Found("not looked for")


_DELIVERED: frozenset[Kind] = frozenset({"invoice", "debit-note", "opening"})
"""What goods were ordered and delivered for."""

_OF_FACTS: dict[Fact, Piece] = {
    "confirmation": "confirmation",
    "promise": "acknowledgement",
    "letter": "letter",
    "notice": "notice",
    "filed": "notice",
    "judgment": "notice",
}

_CONTRACT = ("contract", "signed", "file")
_ORDER = ("po", "order")


def claims(book: Book, customer: str) -> list[Item]:
    """What a customer owes that is past due, the oldest first."""
    open_items = (item for item in book.open_items() if item.customer == customer)
    late = [item for item in open_items if age(item, book.as_of, "due") > 0]
    return sorted(late, key=lambda item: item.order)


def ordered(orders: Sequence[Order], item: Item) -> list[Order]:
    """Of its customer's orders those that an item names, or takes back in its entry."""
    entry, posting = item.source
    tags = {**meaning(entry.tags), **meaning(posting.tags if posting else ())}
    numbers = {tags.get(name) for name in _ORDER}
    numbers |= {order.number for order in orders if order.source.entry is entry}
    return [o for o in orders if o.amount > 0 and o.number and o.number in numbers]


def evidence(
    book: Book, customer: str, items: Sequence[Item], probe: Probe = not_looked_for
) -> list[Evidence]:
    """What there is for these items of a customer, sort by sort, and what there is not."""
    found = [*_Search(book, customer, items, probe).everything()] if items else []
    needed = {piece: _in_need(piece, items) for piece in PIECES if piece != "other"}
    for piece, wanting in needed.items():
        there = {id(item) for one in found if one.piece == piece for item in one.claims}
        nothing = tuple(item for item in wanting if id(item) not in there)
        if nothing:
            found.append(Evidence(piece, nothing))
    return sorted(found, key=_order)


def _in_need(piece: Piece, items: Sequence[Item]) -> list[Item]:
    """The items that such a piece could prove something of."""
    goods = piece in {"order", "delivery"}
    return [item for item in items if not goods or item.kind in _DELIVERED]


def _order(one: Evidence) -> tuple[object, ...]:
    first = min((item.order for item in one.claims), default=())
    return (
        PIECES.index(one.piece),
        one.span is None,
        one.date or dt.date.min,
        first,
        one.reference,
    )


class _Search:
    """Looks through everything that is written of one customer."""

    def __init__(self, book: Book, customer: str, items: Sequence[Item], probe: Probe) -> None:
        self._book = book.whole or book
        self._customer = customer
        self._items = tuple(items)
        self._probe = probe
        self._orders = [o for o in self._book.orders if o.customer == customer]

    def everything(self) -> Iterator[Evidence]:
        """All there is, in no order."""
        yield from self._contracts()
        written: dict[int, list[Item]] = {}
        for item in self._items:
            written.setdefault(id(item.source.posting), []).append(item)
        for items in written.values():
            yield from self._of_document(tuple(items))
        yield from self._of_facts()
        yield from self._of_files()

    def _contracts(self) -> Iterator[Evidence]:
        """Each place where master data speak of a contract, or of a file."""
        lines = {
            (one.key, one.value): one.source for one in master_data(self._book, self._customer)
        }
        for day, tags, span in self._master():
            named = [(name, tags[name]) for name in _CONTRACT if tags.get(name)]
            if named:
                said = ", ".join(_said(*one) for one in named if one[0] != "file")
                papers = self._papers(tags, span.path)
                place = lines.get(named[0]) or span
                yield Evidence("contract", self._items, said, day, place, papers)

    def _master(self) -> Iterator[tuple[dt.date | None, dict[str, str], Span]]:
        """(day, tags, place) of the customer's accounts, and of what changed since."""
        accounts = Accounts(self._book.journal, self._book.policy, self._book.side)
        for declared in self._book.journal.accounts.values():
            role = accounts.role(declared.name)
            if role and role.customer == self._customer:
                yield None, meaning(declared.tags), declared.span
        yield from self._book.customers[self._customer].changes

    def _of_document(self, items: tuple[Item, ...]) -> Iterator[Evidence]:
        """What the posting of these instalments says, and its entry."""
        item = items[0]
        entry, posting = item.source
        tags = {**meaning(entry.tags), **meaning(posting.tags if posting else ())}
        span = item.source.span
        papers = self._papers(tags, span.path)
        yield Evidence("invoice", items, item.kind, item.date, span, papers)
        if tags.get("contract"):
            yield Evidence("contract", items, tags["contract"], item.date, span)
        if item.kind in _DELIVERED:
            yield from self._ordered(items, tags)
            if tags.get("delivery"):
                yield Evidence("delivery", items, tags["delivery"], item.date, span)

    def _ordered(self, items: tuple[Item, ...], tags: dict[str, str]) -> Iterator[Evidence]:
        """The order an invoice names or takes back; as an entry of its own, if there is one."""
        item = items[0]
        booked = ordered(self._orders, item)
        yield from (self._order(items, order) for order in booked)
        named = [tags[name] for name in _ORDER if tags.get(name)]
        if named and not booked:
            yield Evidence("order", items, ", ".join(named), item.date, item.source.span)

    def _order(self, items: tuple[Item, ...], order: Order) -> Evidence:
        entry, posting = order.source
        tags = {**meaning(entry.tags), **meaning(posting.tags if posting else ())}
        span = order.source.span
        return Evidence(
            "order", items, order.number, order.date, span, self._papers(tags, span.path)
        )

    def _of_facts(self) -> Iterator[Evidence]:
        """Confirmations, letters, steps at law and promises, each with all it is about."""
        facts = Facts(self._book, self._customer)
        about: dict[int, tuple[Interruption, list[Item]]] = {}
        for item in self._items:
            for fact in facts.of(item):
                if fact.words[0] in _OF_FACTS:
                    about.setdefault(id(fact.source.entry), (fact, []))[1].append(item)
        for fact, items in about.values():
            entry, posting = fact.source
            tags = {**meaning(entry.tags), **meaning(posting.tags if posting else ())}
            papers, span = self._papers(tags, entry.path), fact.source.span
            piece = _OF_FACTS[fact.words[0]]
            yield Evidence(piece, tuple(items), fact.said, fact.date, span, papers)

    def _of_files(self) -> Iterator[Evidence]:
        """What ``event:file`` adds to the file; what names no document is about all."""
        for event in self._book.events:
            if event.kind == "file" and event.customer == self._customer:
                numbers = numbers_of(event)
                wanting = _in_need(_proven(event), self._items)
                items = tuple(i for i in wanting if not numbers or i.number in numbers)
                if items:
                    papers = self._papers(event.tags, event.source.span.path)
                    yield Evidence(
                        _proven(event), items, event.source.entry.note, event.date,
                        event.source.span, papers,
                    )  # fmt: skip

    def _papers(self, tags: dict[str, str], journal: str) -> tuple[Paper, ...]:
        """The files of ``file:``, with what is known of each."""
        text = tags.get("file", "")
        if not text:
            return ()
        named = paths(text, journal, lambda path: self._probe(path).state == "present")
        return tuple(Paper(path, self._probe(path)) for path in named)


def _said(name: str, value: str) -> str:
    return f"signed {value}" if name == "signed" else value


def _proven(event: Event) -> Piece:
    text = event.tags.get("proves", "").strip().casefold()
    return next((piece for piece in PIECES if piece == text), "other")
