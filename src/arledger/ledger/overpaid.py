"""Credits of summed customers that name a document on which less was open: told as any other."""

from collections.abc import Callable, Iterable, Iterator

from arledger.journal.model import Entry, Posting
from arledger.ledger.accounts import Accounts
from arledger.ledger.checks import overpaid
from arledger.ledger.coins import Places
from arledger.ledger.lanes import Lane, Over, Party
from arledger.ledger.model import Allocation, Book, Credit, Item, Source
from arledger.ledger.tags import references
from arledger.money import ZERO
from arledger.problems import Problem
from arledger.records import record

Reader = Callable[[Iterable[int], Callable[[int, bytes], bool]], Iterator[tuple[int, Entry]]]
"""The entries at places whose text is wanted, each with its place."""


def problems(
    book: Book, parties: Iterable[Party], places: Places, read: Reader
) -> Iterator[Problem]:
    """A warning for every credit of these customers that was too much for what it names."""
    concerned = [party for party in parties if any(lane.over for lane in party.lanes)]
    owners = {place: party for party in concerned for place in party.places}
    numbers = {p.id: [over.number for lane in p.lanes for over in lane.over] for p in concerned}
    paying = {place for party in concerned for lane in party.lanes for place in _payers(lane)}

    def is_about(place: int, text: bytes) -> bool:
        return place in paying or any(number in text for number in numbers[owners[place].id])

    entries: dict[str, dict[int, Entry]] = {party.id: {} for party in concerned}
    for place, entry in read(owners, is_about):
        entries[owners[place].id][place] = entry
    for party in concerned:
        for lane in party.lanes:
            for over in lane.over:
                yield _Told(book, places, lane, over, entries[party.id]).problem()


def _payers(lane: Lane) -> Iterator[int]:
    for over in lane.over:
        yield over.place
        yield from lane.payers.get(over.number, ())


@record
class _Told:
    """One such credit; makes records of it, and of its document, from their entries."""

    book: Book
    places: Places
    lane: Lane
    over: Over
    entries: dict[int, Entry]

    def problem(self) -> Problem:
        """What is told of it."""
        credit = self._credit(self._crediting(self.entries[self.over.place], self.over.number))
        credit.rest = self.places.quantities(self.lane.currency, self.book.journal)(self.over.rest)
        accounts = Accounts(self.book.journal, self.book.policy, self.book.side)
        lanes = (lane for lane in self.lane.party.lanes if lane.currency == self.lane.currency)
        known = any(credit.number.encode() in lane.documents for lane in lanes)
        return overpaid(self.book, accounts, credit, [self._item()], known=known)

    def _item(self) -> Item:
        """The document, with the other credits that were applied to it."""
        source = next(filter(None, map(self._charging, self.entries.values())))
        number, day = self.over.number.decode(), source.entry.date
        lane = self.lane
        item = Item(
            lane.party.id, lane.account, lane.currency, number, "invoice", day, day, "", source
        )
        for paid in self._others():
            item.allocations.append(Allocation(item, paid, paid.amount, paid.date, "inv:"))
        return item

    def _others(self) -> Iterator[Credit]:
        queued = self.lane.payers.get(self.over.number, [])
        too_much = {over.place for over in self.lane.over if over.number == self.over.number}
        for place, entry in self.entries.items():
            if place != self.over.place and (place in queued or place not in too_much):
                source = self._crediting(entry, self.over.number)
                if source is None and place in queued:
                    source = self._crediting(entry, b"")
                if source:
                    yield self._credit(source)

    def _credit(self, source: Source | None) -> Credit:
        assert source is not None, "a credit that names a document has a posting that does"
        lane, (entry, _) = self.lane, source
        return Credit(
            lane.party.id, lane.account, lane.currency, entry.code, "payment", entry.date, ZERO,
            (self.over.number.decode(),), source,
        )  # fmt: skip

    def _charging(self, entry: Entry) -> Source | None:
        number = self.over.number.decode()
        found = self._postings(entry, 1)
        own = (p for p in found if (references(p.tags) or (entry.code,)) == (number,))
        return next((Source(entry, posting) for posting in own), None)

    def _crediting(self, entry: Entry, number: bytes) -> Source | None:
        wanted = (number.decode(),) if number else ()
        own = (p for p in self._postings(entry, -1) if references(p.tags) == wanted)
        return next((Source(entry, posting) for posting in own), None)

    def _postings(self, entry: Entry, sign: int) -> Iterator[Posting]:
        """The postings of the lane that raise (1) or lower (-1) what is owed."""
        side = 1 if self.book.side == "receivable" else -1
        for posting in entry.postings:
            for quantity, commodity, _ in posting.amounts:
                own = posting.account == self.lane.account and commodity == self.lane.currency
                if own and quantity * sign * side > 0:
                    yield posting
