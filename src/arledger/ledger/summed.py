"""What is open of customers that were only summed, as the book shows it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from arledger.dates import Terms
from arledger.journal.model import Journal
from arledger.ledger import lanes
from arledger.ledger.coins import Places
from arledger.ledger.customers import Mention
from arledger.ledger.due import DueDates
from arledger.ledger.lanes import Lane, Party
from arledger.ledger.model import PlainCredit, PlainItem
from arledger.policy.model import Order
from arledger.records import record

_OLDEST_FIRST: frozenset[Order] = frozenset({"oldest-due", "costs-interest-principal"})
"""Orders that are one for documents without costs and interest."""


@record
class Summed:
    """Customers whose movements were only summed."""

    parties: Sequence[Party]
    places: Places

    def mentions(self) -> Iterator[Mention]:
        """Where the customers were met."""
        for party in self.parties:
            yield from party.mentions()

    def lanes(self) -> Iterator[Lane]:
        """All their lanes."""
        for party in self.parties:
            yield from party.lanes

    def control(self, journal: Journal) -> Iterator[tuple[tuple[str, str], Decimal]]:
        """The balance of each lane by (account, currency), from the postings alone."""
        for lane in self.lanes():
            yield (lane.account, lane.currency), self._quantity(journal, lane)(lane.balance)

    def items(self, journal: Journal, dues: DueDates) -> Iterator[PlainItem]:
        """What is open; terms nobody set are counted for every document that states none."""
        for lane in self.lanes():
            terms = _terms(lane, dues)
            quantity = self._quantity(journal, lane)
            for known in lane.documents.values():
                if known:
                    left, due, day = known
                    made = _day(day)
                    until = _day(due) if due else terms.due(made) if terms else made
                    yield PlainItem(
                        lane.party.id, lane.account, lane.currency, quantity(left), until, made
                    )

    def credits(self, journal: Journal) -> Iterator[PlainCredit]:
        """What stands on account."""
        for lane in self.lanes():
            quantity = self._quantity(journal, lane)
            for rest, day in lane.rests:
                yield PlainCredit(
                    lane.party.id, lane.account, lane.currency, quantity(rest), _day(day)
                )

    def _quantity(self, journal: Journal, lane: Lane) -> Callable[[int], Decimal]:
        return self.places.quantities(lane.currency, journal)


def has_simple_terms(party: Party, dues: DueDates) -> bool:
    """Whether documents that state no due date fall due at once, and earn no discount."""
    for lane in party.lanes:
        if lane.without_due():
            terms = _terms(lane, dues)
            if terms is None or len(terms.parts) > 1 or terms.tiers:
                return False
    return True


def work_off(party: Party, dues: DueDates, order: Order) -> bool:
    """Allocate what names no document; False when that takes the whole language of allocation."""
    waiting = [lane for lane in party.lanes if lane.queue]
    if not waiting:
        return True
    if order not in _OLDEST_FIRST or party.unsettled():
        return False
    return all(lanes.work_off(lane, _due_on(lane, dues)) for lane in waiting)


def _due_on(lane: Lane, dues: DueDates) -> Callable[[bytes], bytes]:
    terms = _terms(lane, dues)

    def due(day: bytes) -> bytes:
        return terms.due(_day(day)).isoformat().encode() if terms else day

    return due


def _terms(lane: Lane, dues: DueDates) -> Terms | None:
    """The terms of a lane's documents that state no due date; None if there are no such."""
    count = lane.without_due()
    return dues.standing(lane.party.id, lane.account, date.min, count) if count else None


_days: dict[bytes, date] = {}


def _day(text: bytes) -> date:
    day = _days.get(text)
    if day is None:
        day = _days[text] = date.fromisoformat(text.decode())
    return day
