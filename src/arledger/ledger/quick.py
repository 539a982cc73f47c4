"""The book of a big journal the short way: exactly the long way's balances, for less work.

``Netting`` sums the plain entries of simple customers. Here everything that is not simple
after all is read again the long way, until what is read touches nothing that is summed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from arledger.journal.amounts import Amounts
from arledger.journal.context import Context
from arledger.journal.entries import EntryReader
from arledger.journal.loader import load
from arledger.journal.model import Entry, Journal
from arledger.journal.plain import NotPlainError, items
from arledger.ledger.accounts import Accounts, fold
from arledger.ledger.build import build
from arledger.ledger.customers import customers
from arledger.ledger.due import DueDates
from arledger.ledger.lanes import Party
from arledger.ledger.model import Book, Movement, Side
from arledger.ledger.movements import Movements, movements
from arledger.ledger.netting import Meant, Netting
from arledger.ledger.tags import meaning, references
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, in_order, worst
from arledger.records import field, record

_CHANGES_A_CUSTOMER = frozenset({"review", "extend"})


def quick_book(
    paths: Sequence[str], policy: Policy, side: Side, as_of: date, *, today: date
) -> tuple[Book, list[Problem]]:
    """The book of these files as aging needs it, and every problem of journal and book.

    Its balances, ages and problems are those of ``build_book`` on ``load``, but simple
    customers have only ``Book.plain``. NotPlainError when it takes the long way: balances are
    asserted, the text is not plain, or there is an error to tell.
    """
    netting = Netting(policy, side, as_of)
    journal, problems = load(paths, today=today, taker=netting)
    if worst(problems) is Severity.ERROR or not netting.holds(journal):
        raise NotPlainError
    with exact():
        simple, found = _Sorting(netting, journal, dict(netting.parties)).run()
        book, wrong = build(journal, policy, side, as_of, found, simple)
    return book, in_order([*problems, *wrong])


@record
class _Sorting:
    """Sorts out what is simple after all; the entries of everything else join the journal."""

    netting: Netting
    journal: Journal
    simple: dict[str, Party]
    alone: set[int] = field(default_factory=set)
    """Entries (by identity) of odd documents whose customers are simple but for them."""

    def run(self) -> tuple[list[Party], Movements]:
        """The customers that stay summed, and the movements of the others."""
        odd = self._not_simple()
        ids = {party.id for party in odd}
        odd += self._set_apart([p for p in self.simple.values() if p.id not in ids])
        while True:
            for party in odd:
                del self.simple[party.id]
            self.journal.entries += [entry for _, _, entry in self._read(odd)]
            netting = self.netting
            found = movements(self.journal, netting.policy, netting.side, netting.as_of)
            odd = self._touched(found.all)
            if not odd:
                return list(self.simple.values()), found

    def _not_simple(self) -> list[Party]:
        """Those whose documents depend on each other, or fall due in instalments."""
        own = Accounts(self.journal, self.netting.policy, self.netting.side)
        everyone = self.simple.values()
        mentioned = (mention for party in everyone for mention in party.mentions())
        known = customers(self.journal, own, mentioned, [])
        dues = DueDates(self.journal, self.netting.policy, own, known)
        return [p for p in everyone if not (p.is_simple() and p.has_simple_terms(dues))]

    def _set_apart(self, parties: list[Party]) -> list[Party]:
        """Have documents that were not simply paid read the long way, without their customers.

        Returns the customers where that cannot be: an entry ties such a document to another.
        """
        numbers = {p.id: found for p in parties if (found := p.unsettled())}
        read: dict[str, list[tuple[tuple[str, int], Entry]]] = {id_: [] for id_ in numbers}
        tied = set()
        concerned = [party for party in parties if party.id in numbers]
        for party, place, entry in self._read(concerned, numbers):
            named = _numbers_of(entry, self.netting.accounts)
            if not named.isdisjoint(numbers[party.id]):
                read[party.id].append((place, entry))
                if not named <= numbers[party.id]:
                    tied.add(party.id)
        for party in concerned:
            if party.id not in tied:
                entries = [entry for _, entry in read[party.id]]
                party.forget(numbers[party.id], {place for place, _ in read[party.id]})
                self.journal.entries += entries
                self.alone.update(map(id, entries))
        return [party for party in concerned if party.id in tied]

    def _read(
        self, parties: Iterable[Party], mentioning: Mapping[str, set[str]] | None = None
    ) -> Iterator[tuple[Party, tuple[str, int], Entry]]:
        """The entries of these customers, read the long way; only those that mention a text."""
        places: dict[str, dict[int, Party]] = {}
        for party in parties:
            for path, line in party.places:
                places.setdefault(path, {})[line] = party
        for path, owners in places.items():
            amounts = Amounts()
            amounts.marks = self.netting.marks
            wrong: list[Problem] = []
            reader = EntryReader(Context(1, amounts), path, wrong.append)
            for line, lines in items(self.journal.sources.texts[path], sorted(owners)):
                owner = owners[line]
                if mentioning is not None and not _mentions(lines, mentioning[owner.id]):
                    continue
                entry, _ = reader.read(lines, line)
                assert entry is not None, "what was taken can be read"
                yield owner, (path, line), entry
            if wrong or reader.unsettled:
                raise NotPlainError

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
        return [
            party
            for party in self.simple.values()
            if party.id in posted or _is_named(party, numbers, names, self.journal)
        ]


def _mentions(lines: list[str], numbers: set[str]) -> bool:
    text = "\n".join(lines)
    return any(number in text for number in numbers)


def _numbers_of(entry: Entry, accounts: Mapping[str, Meant]) -> set[str]:
    """The documents a plain entry is about: those it names, else its own."""
    return {
        number
        for posting in entry.postings
        if accounts[posting.account].customer
        for number in references(posting.tags) or (entry.code,)
    }


def _is_named(party: Party, numbers: set[str], names: set[str], journal: Journal) -> bool:
    if any(not numbers.isdisjoint(lane.documents) for lane in party.lanes.values()):
        return True
    if not names:
        return False
    tags = (meaning(journal.inherited_tags(account)) for account, _ in party.lanes)
    own = {fold(party.id), *(fold(found.get("name", "")) for found in tags)}
    return not names.isdisjoint(own | set(map(fold, party.payees)))


def _named_elsewhere(found: Iterable[Movement]) -> set[str]:
    """Numbers that credits name though their own customer has no such document."""
    own = {(m.customer, m.currency, m.number) for m in found if m.amount > 0}
    return {
        number
        for m in found
        for text in m.references
        for number in (text, *text.split())
        if (m.customer, m.currency, number) not in own
    }
