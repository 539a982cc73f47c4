"""The book of a big journal the short way: exactly the long way's balances, for less work.

``Netting`` sums the plain entries of simple customers. Here everyone about whom anything is
not simple after all is read again the long way, until what is left touches nobody summed.
"""

from collections.abc import Iterable, Sequence
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
from arledger.ledger.movements import movements
from arledger.ledger.netting import Netting
from arledger.ledger.tags import meaning, references
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, in_order, worst

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
        simple = _simple(netting, journal)
        book, wrong = build(journal, policy, side, as_of, simple)
    return book, in_order([*problems, *wrong])


def _simple(netting: Netting, journal: Journal) -> list[Party]:
    """The customers that stay summed; the entries of all others join the journal."""
    simple = dict(netting.parties)
    left_out = _not_simple(netting, journal)
    while True:
        for party in left_out:
            del simple[party.id]
        journal.entries += _read_again(journal, left_out, netting)
        left_out = _touched(netting, journal, simple)
        if not left_out:
            return list(simple.values())


def _not_simple(netting: Netting, journal: Journal) -> list[Party]:
    """Those whose documents do not net out, or fall due in instalments."""
    own = Accounts(journal, netting.policy, netting.side)
    everyone = netting.parties.values()
    mentioned = (mention for party in everyone for mention in party.mentions())
    known = customers(journal, own, mentioned, [])
    dues = DueDates(journal, netting.policy, own, known)
    return [p for p in everyone if not (p.is_simple() and p.has_simple_terms(dues))]


def _touched(netting: Netting, journal: Journal, simple: dict[str, Party]) -> list[Party]:
    """The summed customers that entries of the journal post to, name, or change."""
    found = movements(journal, netting.policy, netting.side, netting.as_of).all
    numbers = _named_elsewhere(found)
    names = set()
    for entry in journal.entries:
        tags = meaning(entry.tags) if entry.tags else {}
        if tags.get("event", "").casefold() in _CHANGES_A_CUSTOMER:
            names.update({fold(tags.get("customer", "")), fold(entry.payee)} - {""})
            numbers.update(references(entry.tags))
        for posting in entry.postings:
            if posting.kind == "virtual":
                numbers.update(posting.account.split(":")[1:2])
    posted = {m.customer for m in found}
    return [
        party
        for party in simple.values()
        if party.id in posted or _is_named(party, numbers, names, journal)
    ]


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


def _read_again(journal: Journal, parties: Iterable[Party], netting: Netting) -> list[Entry]:
    """The entries of these customers, read the long way."""
    places: dict[str, set[int]] = {}
    for party in parties:
        for path, line in party.places:
            places.setdefault(path, set()).add(line)
    entries = []
    for path, wanted in places.items():
        amounts = Amounts()
        amounts.marks = netting.marks
        wrong: list[Problem] = []
        reader = EntryReader(Context(1, amounts), path, wrong.append)
        for line, lines in items(journal.sources.texts[path], sorted(wanted)):
            entry, _ = reader.read(lines, line)
            assert entry is not None, "what was taken can be read"
            entries.append(entry)
        if wrong or reader.unsettled:
            raise NotPlainError
    return entries
