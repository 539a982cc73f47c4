"""What is open of customers that were only summed, as the book shows it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from arledger.dates import Terms
from arledger.journal.model import Journal
from arledger.ledger import lanes, model
from arledger.ledger.beginning import Final, seen
from arledger.ledger.coins import Places
from arledger.ledger.customers import Mention
from arledger.ledger.due import DueDates
from arledger.ledger.lanes import Lane, Party
from arledger.policy.sections.books import Order
from arledger.records import record

_OLDEST_FIRST: frozenset[Order] = frozenset({"oldest-due", "costs-interest-principal"})
"""Orders that are one for documents without costs and interest."""


@record
class Summed:
    """Customers whose movements were only summed."""

    parties: Sequence[Party]
    places: Places
    finals: Collection[Final] = ()
    """Those of an earlier run of whom nothing more was met."""

    def mentions(self) -> Iterator[Mention]:
        """Where the customers were met."""
        for party in self.parties:
            yield from party.mentions()
        for final in self.finals:
            yield from final.mentions()

    def control(self, journal: Journal) -> Iterator[tuple[tuple[str, str], Decimal]]:
        """The balance of each lane by (account, currency), from the postings alone."""
        lanes_ = chain.from_iterable(party.settled for party in self.parties)
        met = ((lane.account, lane.currency, lane.balance) for lane in lanes_)
        kept = (line[:3] for final in self.finals for line in final.lanes)
        for account, currency, balance in chain(met, kept):
            decimals = self.places.shown(currency, journal)
            yield (account, currency), Decimal(balance).scaleb(-decimals)

    def lanes(self, journal: Journal, dues: DueDates) -> Iterator[model.Lane]:
        """What is open; terms nobody set are counted for every document that states none."""
        days = _Days()
        for customer, account, currency, _, undated, documents, rests in self._lanes():
            terms = dues.standing(customer, account, date.min, undated) if undated else None
            items = []
            for left, due, day in documents:
                made = days[day]
                until = days[due] if due else terms.due(made) if terms else made
                items.append((left, until, made))
            credits_ = [(rest, days[day]) for rest, day in rests]
            decimals = self.places.shown(currency, journal)
            yield model.Lane(customer, account, currency, decimals, items, credits_)

    def _lanes(self) -> Iterator[tuple[Any, ...]]:
        """(customer, account, currency, balance, undated, open documents, credits) of each."""
        for party in self.parties:
            for lane in party.settled:
                yield (party.id, *seen(lane))
        for final in self.finals:
            for line in final.lanes:
                yield (final.id, *line)


class _Days(dict[bytes, date]):
    """Days by their text."""

    def __missing__(self, text: bytes) -> date:
        day = self[text] = date.fromisoformat(text.decode())
        return day


def has_simple_terms(party: Party, dues: DueDates) -> bool:
    """Whether documents that state no due date fall due at once."""
    for lane in party.lanes:
        if lane.without_due():
            terms = _terms(lane, dues)
            if terms is None or len(terms.parts) > 1:
                return False
            party.earns_discounts = party.earns_discounts or bool(terms.tiers)
    return True


def earns_by_name(party: Party) -> bool:
    """Whether discounts can only have been earned by credits that name what they pay."""
    if not party.earns_discounts:
        return True
    lanes_ = zip(party.lanes, party.settled, strict=True)
    return not any(met.queue and any(True for _ in lane.paid_in_part()) for met, lane in lanes_)


def work_off(party: Party, dues: DueDates, order: Order) -> bool:
    """Allocate what names no document; False when that takes the whole language of allocation."""
    party.settled = list(party.lanes)
    if not any(lane.queue for lane in party.lanes):
        return True
    if order not in _OLDEST_FIRST or party.unsettled():
        return False
    for place, lane in enumerate(party.lanes):
        if lane.queue:
            settled = lanes.worked_off(lane, _due_on(lane, dues))
            if settled is None:
                return False
            party.settled[place] = settled
    return True


def _due_on(lane: Lane, dues: DueDates) -> Callable[[bytes], bytes]:
    terms = _terms(lane, dues)

    def due(day: bytes) -> bytes:
        return terms.due(date.fromisoformat(day.decode())).isoformat().encode() if terms else day

    return due


def _terms(lane: Lane, dues: DueDates) -> Terms | None:
    """The terms of a lane's documents that state no due date; None if there are no such."""
    count = lane.without_due()
    return dues.standing(lane.party.id, lane.account, date.min, count) if count else None
