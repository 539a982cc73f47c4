"""The book of a big journal the short way: exactly the long way's balances, for less work.

``Netting`` sums the plain entries of simple customers. Here everything that is not simple
after all is read again the long way, until what is read touches nothing that is summed.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby

from arledger.journal.amounts import Amounts
from arledger.journal.balance import Balancer
from arledger.journal.context import Context
from arledger.journal.entries import EntryReader
from arledger.journal.files import real_path
from arledger.journal.loader import load
from arledger.journal.model import Entry, Journal
from arledger.journal.plain import NotPlainError, Where, items_at, plain_bytes
from arledger.ledger import overpaid
from arledger.ledger.accounts import fold
from arledger.ledger.beginning import (
    Asked,
    Beginning,
    Store,
    is_much_more,
    kept,
    party_of,
    problem_of,
)
from arledger.ledger.build import build
from arledger.ledger.customers import customers
from arledger.ledger.due import DueDates
from arledger.ledger.lanes import Lane, Party
from arledger.ledger.model import Book, Customer, Movement, Side
from arledger.ledger.movements import Movements, movements
from arledger.ledger.netting import Netting
from arledger.ledger.summed import Summed, earns_by_name, has_simple_terms, work_off
from arledger.ledger.tags import meaning, references
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, in_order, worst
from arledger.records import field, record

_CHANGES_A_CUSTOMER = frozenset({"review", "extend", "dispute", "resolve"})

_OF_ANOTHER_SHAPE = (AttributeError, EOFError, LookupError, TypeError, ValueError)
"""What may be raised where something else was kept than this program would have."""

_SHORT = 3
"""Lines of an entry with two postings."""

_FEW = 50
"""Numbers that are looked for in a text sooner than the text is read."""


def quick_book(
    paths: Sequence[str], policy: Policy, side: Side, as_of: date, *, today: date
) -> tuple[Book, list[Problem]]:
    """The book of these files as aging needs it, and every problem of journal and book.

    Its balances, ages and problems are those of ``build_book`` on ``load``, but simple
    customers have only ``Book.lanes``. NotPlainError when it takes the long way: balances are
    asserted, the text is not plain, or there is an error to tell.
    """
    return ShortWay(policy, side, as_of, today).book(paths)


class ShortWay:
    """Makes one book the short way; remembers in a store how its file began."""

    def __init__(
        self, policy: Policy, side: Side, as_of: date, today: date, store: Store | None = None
    ) -> None:
        self._policy, self._side, self._as_of, self._today = policy, side, as_of, today
        self._store = store
        self._keep: Callable[[], None] | None = None

    def book(self, paths: Sequence[str]) -> tuple[Book, list[Problem]]:
        """As ``quick_book``."""
        known = self._store.get(self._name(paths[0])) if self._store else None
        if known:
            with suppress(*_OF_ANOTHER_SHAPE):
                found = self._book(paths, Beginning(known))
                if found:
                    return found
        found = self._book(paths, None)
        assert found is not None, "without a beginning there is nothing to be at odds with"
        return found

    def keep(self) -> None:
        """Keep what a longer file will begin with, if that is worth it."""
        if self._keep:
            with suppress(MemoryError):
                self._keep()

    def _book(
        self, paths: Sequence[str], beginning: Beginning | None
    ) -> tuple[Book, list[Problem]] | None:
        """None if amounts look otherwise now than when the beginning was kept."""
        netting = Netting(self._policy, self._side, self._as_of)
        netting.beginning = beginning
        journal, problems = load(paths, today=self._today, taker=netting)
        if netting.resumed and not netting.resumed.is_shown_alike(journal):
            return None
        if worst(problems) is Severity.ERROR:
            raise NotPlainError
        with exact():
            if not netting.hold():
                raise NotPlainError
            sorting = _Sorting(netting, journal)
            simple, found = sorting.run()
            finals = netting.accounts.finals.values()
            summed = Summed(simple, netting.places, finals)
            book, wrong = build(
                journal, self._policy, self._side, self._as_of, found, summed,
                netting.accounts.kinds,
            )  # fmt: skip
            overpaid.tell(book, netting.accounts.kinds, simple, netting.places, sorting.read)
        for party in simple:
            wrong += party.problems
        for final in finals:
            wrong += map(problem_of, final.problems)
        self._keep = lambda: self._put(netting, journal, simple, sorting.asked)
        return book, in_order([*problems, *wrong])

    def _put(self, netting: Netting, journal: Journal, simple: list[Party], asked: Asked) -> None:
        path, *others = journal.files
        data = journal.sources.texts[path]
        if self._store and not (others or netting.asserted) and is_much_more(data, netting.resumed):
            whole = kept(netting, journal, plain_bytes(data), simple, asked)
            self._store.put(self._name(path), whole, f"how {path} begins")

    def _name(self, path: str) -> str:
        """All that what is kept depends on but the text and the day; problems name the path."""
        about = f"{self._side} {self._today.year}\n{self._policy!r}"
        return f"beginning of {real_path(path)}\nas {path}\n{about}"


_Read = tuple[int, Entry]
"""A place, and the entry that stands there."""


@record
class _Sorting:
    """Sorts out what is simple after all; the entries of everything else join the journal."""

    netting: Netting
    journal: Journal
    simple: dict[str, Party] = field(default_factory=dict)
    known: dict[str, Customer] = field(default_factory=dict)
    """Every customer declared or summed."""
    alone: set[int] = field(default_factory=set)
    """Entries (by identity) of odd documents whose customers are simple but for them."""
    asked: Asked = field(default_factory=lambda: Asked(set(), set(), set()))
    """Whom what went the long way is about."""

    def run(self) -> tuple[list[Party], Movements]:
        """The customers that stay summed, and the movements of the others."""
        self.simple = dict(self.netting.accounts.parties)
        odd = self._not_simple()
        ids = {party.id for party in odd}
        odd += self._set_apart([p for p in self.simple.values() if p.id not in ids])
        while True:
            for party in odd:
                self.simple.pop(party.id, None)
            places = [p for party in odd for p in party.places if p not in party.apart]
            self._join(self.read(places))
            self._put_in_order()
            netting = self.netting
            found = movements(
                self.journal, netting.policy, netting.side, netting.as_of, netting.accounts.kinds
            )
            odd = self._touched(found.all)
            if not odd:
                return list(self.simple.values()), found

    def _not_simple(self) -> list[Party]:
        """Those whose documents depend on each other in more than one way."""
        policy = self.netting.policy
        own = self.netting.accounts.kinds.own
        everyone = self.simple.values()
        summed = Summed(tuple(everyone), self.netting.places, self.netting.accounts.finals.values())
        mentioned = summed.mentions()
        self.known = customers(self.journal, own, mentioned)
        self._read_strange()
        dues = DueDates(self.journal, policy, own, self.known)
        odd = [
            party
            for party in everyone
            if not (
                has_simple_terms(party, dues)
                and work_off(party, dues, policy.allocation.order)
                and party.is_simple()
                and earns_by_name(party)
            )
        ]
        return odd + self._overpaid_in_parts({party.id for party in odd})

    def _overpaid_in_parts(self, odd: set[str]) -> list[Party]:
        """Those with a credit that is too much and may be more than a payment, but these.

        Of a payment and a discount in one entry each is told of.
        """
        owners = {
            over.place: party
            for party in self.simple.values()
            if party.id not in odd
            for lane in party.settled
            for over in lane.over
        }
        accounts = self.netting.accounts
        found: dict[str, Party] = {}
        for place, entry in self.read(owners, lambda _, text: text.count(b"\n") > _SHORT):
            written = {posting.account.encode() for posting in entry.postings}
            if sum(accounts[account].lanes is None for account in written) > 1:
                found[owners[place].id] = owners[place]
        return list(found.values())

    def _read_strange(self) -> None:
        """Read the events and promises that name nobody who is known.

        One by whose name a payee seems to be known may not be: entries that were not taken may
        have another.
        """
        names = {fold(name) for customer in self.known.values() for name in _names(customer)}
        named = self.netting.asides.named
        strange = [places for name, places in named.items() if fold(name.decode()) not in names]
        self._join(self.read(place for places in strange for place in places))

    def _join(self, read: Iterable[_Read]) -> None:
        """Add entries to the journal."""
        for place, entry in read:
            self.journal.entries.append(entry)
            self.netting.kept.append(place)

    def _put_in_order(self) -> None:
        """Put every entry where it stands in the files: who is met first counts first."""
        entries, kept = self.journal.entries, self.netting.kept
        order = sorted(
            range(len(kept)), key=[self.netting.turn(place) for place in kept].__getitem__
        )
        entries[:] = [entries[at] for at in order]
        kept[:] = [kept[at] for at in order]

    def _set_apart(self, parties: list[Party]) -> list[Party]:
        """Have documents read the long way without their customers.

        Those that were not simply paid, or may have earned a discount. Returns the customers where
        that cannot be: an entry ties such a document to another.
        """
        odd = {
            party.id: found
            for party in parties
            if (found := party.unsettled() | party.discounted())
        }
        concerned = [party for party in parties if party.id in odd]
        owners = {place: party for party in concerned for place in party.places}
        read: dict[str, list[_Read]] = {id_: [] for id_ in odd}
        tied = set()

        def is_odd(place: int, text: bytes) -> bool:
            numbers = odd[owners[place].id]
            return len(numbers) > _FEW or any(number in text for number in numbers)

        for place, entry in self.read(owners, is_odd):
            id_ = owners[place].id
            if not self._numbers_of(entry).isdisjoint(odd[id_]):
                read[id_].append((place, entry))
                if self._names_another(entry, owners[place], odd[id_]):
                    tied.add(id_)
        for party in concerned:
            if party.id not in tied:
                party.forget(odd[party.id], {place for place, _ in read[party.id]})
                self._join(read[party.id])
                self.alone.update(id(entry) for _, entry in read[party.id])
        return [party for party in concerned if party.id in tied]

    def _names_another(self, entry: Entry, party: Party, numbers: set[bytes]) -> bool:
        """Whether an entry has the number of a document of the customer that is not these."""
        code = entry.code.encode()
        return code not in numbers and any(code in lane.documents for lane in party.settled)

    def _numbers_of(self, entry: Entry) -> set[bytes]:
        """The documents a plain entry is about: those it names, else its own."""
        accounts = self.netting.accounts
        return {
            number.encode()
            for posting in entry.postings
            if accounts[posting.account.encode()].customer
            for number in references(posting.tags) or (entry.code,)
        }

    def read(
        self, places: Iterable[int], wanted: Callable[[int, bytes], bool] | None = None
    ) -> Iterator[_Read]:
        """The entries at these places, read the long way; only those whose text is wanted."""
        texts: dict[str, bytes] = {}
        amounts = Amounts()
        amounts.marks = {c: mark for c, mark in self.netting.places.marks.items() if mark}
        balancer = Balancer(self.journal, _refuse)
        for (first, where), group in self._by_stretch(places):
            path = where.path
            if path not in texts:
                texts[path] = plain_bytes(self.journal.sources.texts[path])
            reader = EntryReader(Context(1, amounts), path, _refuse)
            indexes = [place - first for place in group]
            for index, text, number in items_at(texts[path], where, indexes):
                if wanted is None or wanted(first + index, text):
                    entry, _ = reader.read(text.decode().split("\n")[:-1], number)
                    assert entry is not None, "what was taken can be read"
                    yield first + index, entry
            for entry in reader.unsettled:
                balancer.balance(entry)

    def _by_stretch(self, places: Iterable[int]) -> Iterator[tuple[tuple[int, Where], list[int]]]:
        """Places by the stretch they are in, in order."""
        stretches = self.netting.stretches
        firsts = [first for first, *_ in stretches]
        for at, group in groupby(
            sorted(set(places)), lambda place: bisect_right(firsts, place) - 1
        ):
            yield stretches[at], list(group)

    def _touched(self, found: list[Movement]) -> list[Party]:
        """The summed customers that entries of the journal post to, name, or change."""
        numbers = _named_elsewhere(found)
        names = set()
        for entry in self.journal.entries:
            tags = meaning(entry.tags) if entry.tags else {}
            if tags.get("event", "").casefold() in _CHANGES_A_CUSTOMER:
                names.update({fold(tags.get("customer", "")), fold(entry.payee)} - {""})
                numbers.update(references(entry.tags))
            for posting in entry.postings:
                if posting.kind == "virtual":
                    numbers.update(posting.account.split(":")[1:2])
        posted = {m.customer for m in found if id(m.source.entry) not in self.alone}
        self.asked = Asked(posted, {number.encode() for number in numbers}, names)
        odd = [party for party in self.simple.values() if self._is_asked_for(party, self.asked)]
        return odd + self._met_again()

    def _is_asked_for(self, party: Party, asked: Asked) -> bool:
        known = self.known.get(party.id)
        return party.id in asked.posted or _is_named(party, asked.numbers, asked.names, known)

    def _met_again(self) -> list[Party]:
        """Those of an earlier run whom more than their own entries are about."""
        accounts, resumed = self.netting.accounts, self.netting.resumed
        if resumed is None:
            return []
        asked = resumed.new_among(self.asked)
        found = []
        for final in list(accounts.finals.values()):
            raw = final.raw
            if final.id in asked.posted or asked.names or any(n in raw for n in asked.numbers):
                party = party_of(final.id, raw)
                party.settled = [_with_queue(lane) for lane in party.lanes]
                if self._is_asked_for(party, asked):
                    found.append(accounts.met_again(final.id))
        return found


def _with_queue(lane: Lane) -> Lane:
    """The lane with the documents of its queue among the others."""
    for _, number, amount, day, due, place in lane.queue:
        if amount > 0:
            lane.documents[number or place] = (amount, due, day, place)
    return lane


def _refuse(_: Problem) -> None:
    """Leave an entry that was taken for plain, and has something to tell, to the long way."""
    raise NotPlainError


def _is_named(party: Party, numbers: set[bytes], names: set[str], known: Customer | None) -> bool:
    if any(not numbers.isdisjoint(lane.documents) for lane in party.settled):
        return True
    if not names or known is None:
        return False
    own = {fold(name) for name in _names(known)}
    own.update(fold(mention.payee) for mention in party.mentions())
    return not names.isdisjoint(own)


def _names(customer: Customer) -> Iterator[str]:
    """The id of a customer, and the name a directive gives."""
    yield customer.id
    if "name" in customer.master:
        yield customer.name


def _named_elsewhere(found: Iterable[Movement]) -> set[str]:
    """Numbers that credits name though their own customer has, or may have, no such document."""
    own = {(m.customer, m.currency, m.number) for m in found if m.amount > 0}
    own -= {(m.customer, m.currency, m.number) for m in found if m.amount < 0}  # perhaps undone
    return {
        number
        for m in found
        for text in m.references
        for number in (text, *text.split())
        if (m.customer, m.currency, number) not in own
    }
