"""Where a later entry says how an earlier one is to be read.

A book of an earlier day is what is left of a later one, but for a few things: which leaves of
accounts are numbers, who is meant where only payees tell, entries whose postings are days apart,
and a closing without its opening. They are rare, and found here.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta

from arledger.ledger.accounts import Accounts
from arledger.ledger.build import extensions, owners
from arledger.ledger.model import Book, Movement
from arledger.ledger.movements import CHARGING
from arledger.ledger.tags import meaning

_DAY = timedelta(1)


class Hindsight:
    """What a book knows that books of earlier days did not."""

    def __init__(self, book: Book, accounts: Accounts) -> None:
        self.book, self.accounts = book, accounts
        self.by_payee = any(not self._customer(m) for m in book.movements)
        self.leaves = _Leaves(book, accounts)
        self.apart = _apart(book)
        self.year_ends = _year_ends(book, accounts)
        self.granted = extensions(book.events, owners(book.movements))

    def _customer(self, movement: Movement) -> str:
        role = self.accounts.role(movement.account)
        return role.customer if role else ""

    def differs(self, earlier: Book) -> bool:
        """Whether an earlier day is to be read otherwise than what is left of this book."""
        day = earlier.as_of
        return (
            self.by_payee
            or self.leaves.differ(earlier.movements)
            or any(first <= day < last for first, last in self.apart)
            or {day, day + _DAY} <= self.year_ends
            or self._reviewed_otherwise(earlier)
            or self._extended_otherwise(earlier)
        )

    def _reviewed_otherwise(self, earlier: Book) -> bool:
        """Whether a review turned out to be of somebody else."""
        for id_, customer in earlier.customers.items():
            later = self.book.customers[id_].changes
            if customer.changes != [change for change in later if change[0] <= earlier.as_of]:
                return True
        return False

    def _extended_otherwise(self, earlier: Book) -> bool:
        """Whether an extension turned out to be of another's document."""
        known = owners(earlier.movements)
        before = extensions(earlier.events, known)
        for day in {*before, *self.granted}:
            if day <= earlier.as_of:
                now = {
                    (k, due) for k, due in self.granted.get(day, ()) if k[:2] in known.get(k[2], ())
                }
                if now != set(before.get(day, ())):
                    return True
        return False


class _Leaves:
    """Accounts below a customer's whose leaf was a number until there was a second document."""

    def __init__(self, book: Book, accounts: Accounts) -> None:
        self.accounts = accounts
        raised = Counter(m.account for m in book.movements if m.amount > 0)
        is_told = book.policy.accounts.subaccount == "auto"
        self.doubtful = {a for a, n in raised.items() if is_told and n > 1 and self._may_be(a)}

    def _may_be(self, account: str) -> bool:
        role = self.accounts.role(account)
        below = role.below if role else ()
        return len(below) > 1 and any(char.isdigit() for char in below[-1])

    def differ(self, movements: list[Movement]) -> bool:
        """Whether one of them had no second document by then."""
        if not self.doubtful:
            return False
        mine = [m for m in movements if m.amount > 0 and m.account in self.doubtful]
        charged = Counter(m.account for m in mine if m.kind in CHARGING and not _is_said(m))
        return any(charged[m.account] <= 1 for m in mine)


def _is_said(movement: Movement) -> bool:
    """Whether ``doc:`` says what it is: then that does not tell what its leaf is."""
    entry, posting = movement.source
    return "doc" in meaning(posting.tags if posting else ()) or "doc" in meaning(entry.tags)


def _apart(book: Book) -> list[tuple[date, date]]:
    """The first and the last day of each entry whose postings are of several days."""
    days: dict[int, list[date]] = defaultdict(list)
    for m in book.movements:
        days[id(m.source.entry)].append(m.date)
    return [(min(own), max(own)) for own in days.values() if len(own) > 1 and min(own) < max(own)]


def _year_ends(book: Book, accounts: Accounts) -> set[date]:
    """The days of closings and openings that annihilated each other: of them nothing is left."""
    left = {id(m.source.posting) for m in book.movements}
    role_of = accounts.role
    return {
        posting.date or entry.date
        for entry in book.journal.entries
        for posting in entry.postings
        if role_of(posting.account) is not None
        and id(posting) not in left
        and any(amount.quantity for amount in posting.amounts)
    }
