"""Credits of summed customers that name a document on which less was open: told as any other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice

from arledger.journal.model import Entry, Posting
from arledger.ledger.checks import overpaid
from arledger.ledger.coins import Places
from arledger.ledger.kinds import Kinds
from arledger.ledger.lanes import PAYERS, PLACE, Document, Lane, Over, Party
from arledger.ledger.model import Allocation, Book, Credit, Item, Kind, Source
from arledger.ledger.tags import references
from arledger.money import ZERO
from arledger.problems import Problem
from arledger.records import record

Reader = Callable[[Iterable[int]], Iterator[tuple[int, Entry]]]
"""The entries at places, each with its place."""


def tell(book: Book, kinds: Kinds, parties: Iterable[Party], places: Places, read: Reader) -> None:
    """Give these customers a warning for every credit that was too much for what it names."""
    concerned = [lane for party in parties for lane in party.settled if lane.over]
    wanted = {place for lane in concerned for place in _places(lane)}
    entries = dict(read(wanted))
    for lane in concerned:
        for over in lane.over:
            lane.party.problems.append(_Told(book, kinds, places, lane, over, entries).problem())


def _places(lane: Lane) -> Iterator[int]:
    """The entries of overpaid documents and of what was applied to them."""
    for over in lane.over:
        yield over.place
        yield from lane.documents[over.number][PLACE:]


@record
class _Told:
    """One such credit; makes records of it, and of its document, from their entries."""

    book: Book
    kinds: Kinds
    places: Places
    lane: Lane
    over: Over
    entries: dict[int, Entry]

    def problem(self) -> Problem:
        """What is told of it."""
        entry = self.entries[self.over.place]
        credit = self._credit(next(self._crediting(entry, self.over.number)))
        decimals = self.places.shown(self.lane.currency, self.book.journal)
        credit.rest = Decimal(self.over.rest).scaleb(-decimals)
        lanes = (lane for lane in self.lane.party.settled if lane.currency == self.lane.currency)
        known = any(credit.number.encode() in lane.documents for lane in lanes)
        return overpaid(self.book, self.kinds.own, credit, [self._item()], known=known)

    def _item(self) -> Item:
        """The document, with the other credits that were applied to it."""
        source = self._charging(self.entries[self._known[PLACE]])
        assert source is not None, "the entry of a document has a posting that raises it"
        number, day = self.over.number.decode(), source.entry.date
        lane = self.lane
        item = Item(
            lane.party.id, lane.account, lane.currency, number, "invoice", day, day, "", source
        )
        for paid in self._others():
            item.allocations.append(Allocation(item, paid, paid.amount, paid.date, "inv:"))
        return item

    def _others(self) -> Iterator[Credit]:
        for place, times in Counter(self._known[PAYERS:]).items():
            if place != self.over.place:
                entry = self.entries[place]
                named = self._crediting(entry, self.over.number)
                yield from map(
                    self._credit, islice(chain(named, self._crediting(entry, b"")), times)
                )

    @property
    def _known(self) -> Document:
        return self.lane.documents[self.over.number]

    def _credit(self, source: Source) -> Credit:
        lane, (entry, _) = self.lane, source
        return Credit(
            lane.party.id, lane.account, lane.currency, entry.code, self._kind(source), entry.date,
            ZERO, (self.over.number.decode(),), source,
        )  # fmt: skip

    def _kind(self, source: Source) -> Kind:
        """Whether a write-off is in a credit; any other is called a payment here."""
        entry, posting = source
        assert posting is not None, "a credit has a posting"
        sign = 1 if self.book.side == "receivable" else -1
        parts = self.kinds.credit(entry, posting, posting.amounts[0], sign)
        return "write-off" if any(part.kind == "write-off" for part in parts) else "payment"

    def _charging(self, entry: Entry) -> Source | None:
        number = self.over.number.decode()
        found = self._postings(entry, 1)
        own = (p for p in found if (references(p.tags) or (entry.code,)) == (number,))
        return next((Source(entry, posting) for posting in own), None)

    def _crediting(self, entry: Entry, number: bytes) -> Iterator[Source]:
        """The postings of an entry that pay what has a number, or what is oldest, for none."""
        wanted = (number.decode(),) if number else ()
        own = (p for p in self._postings(entry, -1) if references(p.tags) == wanted)
        return (Source(entry, posting) for posting in own)

    def _postings(self, entry: Entry, sign: int) -> Iterator[Posting]:
        """The postings of the lane that raise (1) or lower (-1) what is owed."""
        side = 1 if self.book.side == "receivable" else -1
        for posting in entry.postings:
            for quantity, commodity, _ in posting.amounts:
                own = posting.account == self.lane.account and commodity == self.lane.currency
                if own and quantity * sign * side > 0:
                    yield posting
