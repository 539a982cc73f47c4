"""The book as it was on earlier days, without working everything off again.

What happened is dated, and nothing later undoes an allocation but an entry: so a book is taken
back by leaving out what came later. Where more than that would differ, because a later entry
says how an earlier one is to be read, the book of that day is built anew (``hindsight``).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from arledger.journal.model import Entry, Journal
from arledger.ledger.accounts import Accounts
from arledger.ledger.build import build_book, extensions, owners
from arledger.ledger.customers import customers, mentions, review
from arledger.ledger.events import EventReader
from arledger.ledger.hindsight import Hindsight
from arledger.ledger.model import Allocation, Book, Credit, Item, Movement, Side
from arledger.ledger.positions import Key
from arledger.money import ZERO
from arledger.records import replaced


def earlier(book: Book, days: Iterable[date]) -> Iterator[Book]:
    """The whole book as of earlier days, the latest first, each as ``build_book`` makes it.

    But for ``Item.reopened`` and ``terms_assumed``, which are left as they are known later. Each
    book is good until the next is asked for; the book itself is not touched.
    """
    past = _Past(book.whole or book)
    for day in sorted(set(days), reverse=True):
        yield past.on(day)


class _Past:
    """A copy of a book that is taken back day by day."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.items, self.credits = _copied(book)
        self.movements = _in_file_order(book)
        self.telling = _telling(book.journal)
        self.accounts = Accounts(book.journal, book.policy, book.side)
        other: Side = "payable" if book.side == "receivable" else "receivable"
        self.other = Accounts(book.journal, book.policy, other)
        self.hindsight = Hindsight(book, self.accounts)

    def on(self, day: date) -> Book:
        """The book of a day not after the last one asked for."""
        self._take_back(day)
        found = self._known(day)
        if self.hindsight.differs(found):
            whole = self.book
            return build_book(whole.journal, whole.policy, whole.side, day)[0]
        found.items, found.credits = list(self.items), list(self.credits)
        self._move_dues(found)
        places = {
            whose: place for place, whose in reversed([*enumerate(map(_whose, self.movements))])
        }
        for own in (found.items, found.credits, found.movements):
            own.sort(key=lambda one: places[_whose(one)])
        return found

    def _known(self, day: date) -> Book:
        """A book of the day with everything but items and credits."""
        whole = self.book
        book = Book(whole.side, day, whole.journal, whole.policy)
        self.movements = [m for m in self.movements if m.date <= day]
        known = customers(whole.journal, self.accounts, mentions(self.movements))
        whose = {
            n: {customer for customer, _ in pairs} for n, pairs in owners(self.movements).items()
        }
        reader = EventReader(self.telling, whole.policy, self.accounts, self.other, known, whose)
        book.customers = known
        book.events = reader.events(day)
        book.promises = reader.promises(day)
        book.orders = reader.orders(day)
        review(known, book.events)
        book.movements = [m for m in whole.movements if m.date <= day]
        for m in self.movements:
            key = (m.account, m.currency)
            book.control[key] = book.control.get(key, ZERO) + m.amount
        return book

    def _take_back(self, day: date) -> None:
        self.items = [item for item in self.items if item.charges[0].date <= day]
        self.credits = [credit for credit in self.credits if credit.date <= day]
        for item in self.items:
            _take_back_item(item, day)
        for credit in self.credits:
            _take_back_credit(credit, day)

    def _move_dues(self, book: Book) -> None:
        """Each due date as it had been extended by the day."""
        granted: dict[Key, list[date]] = {}
        for changes in extensions(book.events, owners(self.movements)).values():
            for key, due in changes:
                granted.setdefault(key, []).append(due)
        for item in self.items:
            dues = granted.get((item.customer, item.currency, item.number), ())
            due = max([item.original_due, *dues]) if item.number else item.original_due
            if due != item.due:
                item.due = due
                item.order = (item.order[0], due, *item.order[2:])


def _copied(book: Book) -> tuple[list[Item], list[Credit]]:
    """The items and credits of a book, and between them its allocations, for changing."""
    items = {id(i): replaced(i, charges=[*i.charges], allocations=[]) for i in book.items}
    credits_ = {id(c): replaced(c, allocations=[], taken=[*c.taken]) for c in book.credits}
    made: dict[int, Allocation] = {}
    for item in book.items:
        for a in item.allocations:
            made[id(a)] = a._replace(item=items[id(a.item)], credit=credits_[id(a.credit)])
        items[id(item)].allocations = [made[id(a)] for a in item.allocations]
    for credit in book.credits:
        credits_[id(credit)].allocations = [made[id(a)] for a in credit.allocations]
    return list(items.values()), list(credits_.values())


def _take_back_item(item: Item, day: date) -> None:
    while item.charges[-1].date > day:
        item.open -= item.charges.pop().amount
    while item.allocations and item.allocations[-1].date > day:
        item.open += item.allocations.pop().amount


def _take_back_credit(credit: Credit, day: date) -> None:
    while credit.allocations and credit.allocations[-1].date > day:
        credit.rest += credit.allocations.pop().amount
    while credit.taken and credit.taken[-1][0] > day:
        credit.rest += credit.taken.pop()[1]


def _whose(one: Item | Credit | Movement) -> tuple[str, str]:
    """What is worked off together, those first that are met first in the files."""
    return one.customer, one.currency


def _in_file_order(book: Book) -> list[Movement]:
    """The movements in the order in which they are written, as who is who is read from them."""
    postings = (posting for entry in book.journal.entries for posting in entry.postings)
    places = {id(posting): place for place, posting in enumerate(postings)}
    return sorted(book.movements, key=lambda m: places[id(m.source.posting)])


def _telling(journal: Journal) -> Journal:
    """The journal with only the entries that tell of events, promises or orders."""
    return replaced(journal, entries=[entry for entry in journal.entries if _tells(entry)])


def _tells(entry: Entry) -> bool:
    for posting in entry.postings:
        if posting.kind == "virtual":
            return True
    return any(name.casefold() == "event" for name, _ in entry.tags)
