"""What lies before the one who writes an entry: the book, the file's state, and what they suggest.

Every suggestion is a guess from what was written before, and is shown before anything is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.model import ParserState
from arledger.ledger.accounts import Accounts
from arledger.ledger.kinds import Kinds, Nature
from arledger.ledger.lookup import items_numbered
from arledger.ledger.model import Book, Item, Kind, Movement
from arledger.ledger.natural import natural
from arledger.money import ZERO
from arledger.patterns import lazy
from arledger.records import record
from arledger.writing import texts
from arledger.writing.amounts import Money

_COUNTED = lazy(r"(.*?)([0-9]{1,18})([^0-9]*)")


@record
class Desk:
    """The book of one side on the day an entry is made, and what its file's end demands."""

    book: Book
    state: ParserState
    today: date
    accounts: Accounts
    kinds: Kinds

    @classmethod
    def over(cls, book: Book, state: ParserState, today: date) -> "Desk":
        """The desk with that book on it."""
        own = Accounts(book.journal, book.policy, book.side)
        other = Accounts(
            book.journal, book.policy, "payable" if book.side == "receivable" else "receivable"
        )
        return cls(book, state, today, own, Kinds(book.journal, book.policy, own, other))

    @property
    def sign(self) -> int:
        """1 where a debit raises what is owed, -1 for payables."""
        return 1 if self.book.side == "receivable" else -1

    @property
    def root(self) -> str:
        """The account below which customers stand."""
        names = {account for account, _ in self.book.control}.union(self.book.journal.accounts)
        roles = filter(None, map(self.accounts.role, sorted(names)))
        return next((role.root for role in roles), f"assets:{self.book.side}")

    # -- documents -----------------------------------------------------------------------------

    def items(self, customer: str | None, numbers: Iterable[str]) -> list[Item]:
        """The instalments of these documents of a customer (of anybody, if None), in order."""
        return [
            item
            for number in numbers
            for item in items_numbered(self.book, number)
            if customer in {None, item.customer}
        ]

    def open_numbers(self, customer: str | None) -> list[str]:
        """The numbers of a customer's open documents, what is due first in front."""
        found = [i for i in self.book.open_items() if i.number and customer in {None, i.customer}]
        found.sort(key=lambda item: (item.due, item.date, natural(item.number)))
        return list(dict.fromkeys(item.number for item in found))

    def open_amount(self, customer: str | None, numbers: Iterable[str]) -> Money | None:
        """What is open on these documents, on all if none is named; None in several currencies."""
        wanted = list(numbers) or self.open_numbers(customer)
        sums: dict[str, Decimal] = {}
        for item in self.items(customer, dict.fromkeys(wanted)):
            if item.open:
                sums[item.currency] = sums.get(item.currency, ZERO) + item.open
        return Money(*next((q, c) for c, q in sums.items())) if len(sums) == 1 else None

    def owner(self, numbers: Iterable[str]) -> str:
        """Whose these documents are; "" when that is nobody or several."""
        owners = {item.customer for item in self.items(None, numbers)}
        return owners.pop() if len(owners) == 1 else ""

    # -- what was done before ------------------------------------------------------------------

    def movements(self, customer: str | None = None) -> list[Movement]:
        """The movements of a customer, or of all, the newest first."""
        found = self.book.movements_of(customer) if customer else self.book.movements
        return sorted(found, key=lambda m: m.date)[::-1]

    def currency(self, customer: str | None, numbers: Iterable[str] = ()) -> str | None:
        """The currency of these documents, of the customer's last one, of the whole book."""
        named = self.items(customer, numbers)
        if named:
            return named[0].currency
        for movement in self.movements(customer) if customer else ():
            return movement.currency
        if self.state.default_commodity is not None:
            return self.state.default_commodity
        used = {commodity for _, commodity in self.book.control}
        return used.pop() if len(used) == 1 else None

    def account(self, customer: str) -> str:
        """The account of a customer: the one last posted to, else the one declared; "" if none."""
        for movement in self.movements(customer):
            return movement.account
        for name in self.book.journal.accounts:
            role = self.accounts.role(name)
            if role and role.customer == customer:
                return name
        return ""

    def counter_account(
        self, customer: str, kinds: Sequence[Kind], natures: Sequence[Nature]
    ) -> str:
        """An account of such a nature that stood against the last document of such a kind.

        The customer's last one, else anybody's; else the only one that is declared; "" when
        nothing tells.
        """
        for movements in (self.movements(customer), self.movements()):
            for kind in kinds:
                for movement in movements:
                    for account in (
                        self._against(movement, natures) if movement.kind == kind else ()
                    ):
                        return account
        declared = [a for a in self.book.journal.accounts if self.kinds.nature(a) in natures]
        return declared[0] if len(declared) == 1 else ""

    def _against(self, movement: Movement, natures: Sequence[Nature]) -> Iterator[str]:
        """The accounts of such natures in a movement's entry, the largest amount first."""
        found = [
            (-max((abs(amount.quantity) for amount in posting.amounts), default=ZERO), place)
            for place, posting in enumerate(movement.source.entry.postings)
            if self.kinds.nature(posting.account) in natures
        ]
        for _, place in sorted(found):
            yield movement.source.entry.postings[place].account

    def others_against(self, customer: str, kind: Kind, account: str) -> list[str]:
        """Other accounts that stood against the customer's last document of a kind."""
        for movement in self.movements(customer):
            if movement.kind == kind:
                used = [p.account for p in movement.source.entry.postings if p.kind == "real"]
                return [a for a in used if a != account and self.accounts.role(a) is None]
        return []

    def is_known(self, account: str) -> bool:
        """Whether an account is declared or was posted to; True where none is declared."""
        journal = self.book.journal
        if not journal.accounts or account in journal.accounts:
            return True
        return any(p.account == account for entry in journal.entries for p in entry.postings)

    # -- names and numbers ---------------------------------------------------------------------

    def payee(self, customer: str, account: str) -> str:
        """Who is named in the description: the customer's name, where it can stand there."""
        role = self.accounts.role(account)
        if role is not None and not role.customer and customer not in self._tagged(account):
            return texts.payee(customer)
        known = self.book.customers.get(customer)
        return texts.payee(known.name if known else "") or texts.payee(customer)

    def _tagged(self, account: str) -> set[str]:
        """The customers that entries on a shared account name by a tag."""
        return {
            m.customer
            for m in self.book.movements
            if m.account == account and m.source.entry.payee != m.customer
        }

    def next_number(self, customer: str | None, kind: Kind) -> str:
        """The number after the last document of a kind, written like the customer's last one.

        "" when there is none to count on from.
        """
        documents = {m.number for m in self.book.movements if m.amount > 0}
        named = [
            m
            for m in self.movements()
            if m.kind == kind and m.number and (m.amount > 0 or m.number not in documents)
        ]
        own = [m.number for m in named if m.customer == customer]
        return following([*own, *(m.number for m in named)])


def following(numbers: Iterable[str]) -> str:
    """The number after these, the newest first: INV-0042 after INV-0041; "" if none is counted.

    The highest that is written like the newest one is what is counted on from.
    """
    parts = [found.groups() for found in map(_COUNTED.fullmatch, numbers) if found]
    if not parts:
        return ""
    before, digits, after = parts[0]
    last = max(int(number) for first, number, rest in parts if (first, rest) == (before, after))
    return f"{before}{last + 1:0{len(digits)}}{after}"
