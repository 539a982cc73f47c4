"""What we promised customers ourselves, such as a rebate, until we have kept it.

One is kept by the entry that says so (``keeps:NUMBER``), or by a credit note of just that
amount. Each credit note keeps one, the one promised for the earliest day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from arledger.ledger.accounts import fold
from arledger.ledger.model import Book, Credit, Event, Source
from arledger.ledger.natural import natural
from arledger.ledger.tags import amount, day, meaning
from arledger.money import ZERO

CommitmentState = Literal["open", "kept", "broken", "withdrawn"]

_GIVEN = frozenset({"credit-note", "discount"})
"""Credits by which we give a customer something."""


class Commitment(NamedTuple):
    """Something we promised a customer, on the book's day."""

    event: Event
    until: date | None
    """The day by which; None: none was named."""
    amount: Decimal | None
    """None: it is no matter of money."""
    currency: str
    state: CommitmentState
    """Broken when its day has passed; it is still to be kept then."""
    settled_on: date | None = None
    by: Source | None = None
    """What kept or withdrew it."""

    @property
    def number(self) -> str:
        """The code of its entry."""
        return self.event.source.entry.code

    @property
    def people(self) -> list[str]:
        """Who of us gave the word and who approved it, as ``by wei``."""
        tags = self.event.tags
        return [f"{who} {tags[key]}" for key, who in _PEOPLE.items() if tags.get(key)]


_PEOPLE = {"by": "by", "approved-by": "approved by"}


_Said = dict[str, list[tuple[date, CommitmentState, Source]]]
_Given = dict[tuple[str, str, Decimal], list[Credit]]


def commitments(book: Book) -> list[Commitment]:
    """Our commitments, the earliest to be kept first, those without a day last.

    Of a selection the selected ones, judged on the whole book.
    """
    whole = book.whole or book
    events = [e for e in whole.events if e.kind == "commitment" and e.customer]
    if not events:
        return []
    said = _said(whole)
    given = _given(whole, {id(by.entry) for words in said.values() for *_, by in words})
    ordered = sorted(map(_of, events), key=_order)
    found = [_judged(one, whole.as_of, said, given) for one in ordered]
    shown = {id(event.source.entry) for event in book.events}
    return [one for one in found if id(one.event.source.entry) in shown]


def _of(event: Event) -> Commitment:
    """As promised, before anything is known of what became of it."""
    tags = event.tags
    value, currency = amount(tags["amount"]) if tags.get("amount") else (None, "")
    until = day(tags["until"], event.date.year) if tags.get("until") else None
    return Commitment(event, until, value, currency, "open")


def _order(one: Commitment) -> tuple[object, ...]:
    return (one.until or date.max, one.event.date, natural(one.number), one.amount or ZERO)


def _given(book: Book, told: set[int]) -> _Given:
    """Credits by which customers were given something, oldest first, but what says what for."""
    found: _Given = defaultdict(list)
    for credit in sorted(book.credits, key=lambda c: (c.date, natural(c.number))):
        if credit.kind in _GIVEN and id(credit.source.entry) not in told:
            found[credit.customer, credit.currency, credit.amount].append(credit)
    return found


def _judged(one: Commitment, as_of: date, said: _Said, given: _Given) -> Commitment:
    event = one.event
    words = said.get(fold(one.number), []) if one.number else []
    later = [word for word in words if word[0] >= event.date]
    if later:
        on, state, by = min(later, key=lambda word: word[:2])
        return one._replace(state=state, settled_on=on, by=by)
    matching = given[event.customer or "", one.currency, one.amount or ZERO]
    for credit in matching:
        if credit.date >= event.date:
            matching.remove(credit)
            return one._replace(state="kept", settled_on=credit.date, by=credit.source)
    late = one.until is not None and one.until < as_of
    return one._replace(state="broken" if late else "open")


def _said(book: Book) -> _Said:
    """By number: what entries say that they keep or withdraw."""
    found: _Said = defaultdict(list)
    for number, on, source in _keeping(book):
        found[fold(number)].append((on, "kept", source))
    for event in book.events:
        if event.kind == "withdraw":
            found[fold(event.tags["promise"])].append((event.date, "withdrawn", event.source))
    return found


def _keeping(book: Book) -> Iterator[tuple[str, date, Source]]:
    """What entries by the book's day have in ``keeps:``."""
    for entry in book.journal.entries:
        if entry.date <= book.as_of:
            for tags, source in (
                (entry.tags, Source(entry)),
                *((p.tags, Source(entry, p)) for p in entry.postings),
            ):
                if tags and (number := meaning(tags).get("keeps")):
                    yield number, entry.date, source
