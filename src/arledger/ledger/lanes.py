"""Customers whose documents simply net out: what is open on each, without a record of postings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from arledger.ledger.customers import Mention
from arledger.ledger.due import DueDates
from arledger.ledger.model import PlainItem
from arledger.money import ZERO
from arledger.records import field, record

Known = tuple[Decimal, date | None, date]
"""A document as far as it matters: its amount, the due date it states if any, its date."""


@record
class Lane:
    """One account of one customer, in one currency."""

    account: str
    currency: str
    documents: dict[str, Known] = field(default_factory=dict)
    """By number."""
    unnumbered: list[Known] = field(default_factory=list)
    paid: dict[str, Decimal] = field(default_factory=dict)
    """What credits took off, by the number they name."""
    balance: Decimal = ZERO

    def unsettled(self) -> Iterator[str]:
        """Numbers that credits name though no such document is there, or not so much was open."""
        known = self.documents
        for number, paid in self.paid.items():
            if number not in known or paid > known[number][0]:
                yield number

    def forget(self, number: str) -> None:
        """Leave a document and what paid it to somebody else."""
        if number in self.documents:
            self.balance -= self.documents.pop(number)[0]
        if number in self.paid:
            self.balance += self.paid.pop(number)

    def without_due(self) -> int:
        """How many documents do not state their due date."""
        numbered = sum(due is None for _, due, _ in self.documents.values())
        return numbered + sum(due is None for _, due, _ in self.unnumbered)

    def open(self) -> Iterator[tuple[Decimal, Known]]:
        """(what is left, document) of every document not settled."""
        paid = self.paid
        for number, known in self.documents.items():
            left = known[0] - paid[number] if number in paid else known[0]
            if left:
                yield left, known
        for known in self.unnumbered:
            yield known[0], known


@record
class Party:
    """A customer of whom only plain entries were met so far."""

    id: str
    unnamed: bool
    """No tag names the customer: payees may."""
    lanes: dict[tuple[str, str], Lane] = field(default_factory=dict)
    """By (account, currency)."""
    codes: set[str] = field(default_factory=set)
    """The codes of the customer's credits."""
    places: list[tuple[str, int]] = field(default_factory=list)
    """(file, line) of every entry taken."""
    payees: set[str] = field(default_factory=set)

    def lane(self, account: str, currency: str) -> Lane:
        """The customer's lane of an account and currency."""
        lane = self.lanes.get((account, currency))
        if lane is None:
            lane = self.lanes[account, currency] = Lane(account, currency)
        return lane

    def unsettled(self) -> set[str]:
        """Numbers that are not simply a document and what paid it."""
        return {number for lane in self.lanes.values() for number in lane.unsettled()}

    def forget(self, numbers: set[str], places: set[tuple[str, int]]) -> None:
        """Leave documents, and the entries they stand in, to somebody else."""
        for lane in self.lanes.values():
            for number in numbers:
                lane.forget(number)
        self.places = [place for place in self.places if place not in places]

    def is_simple(self) -> bool:
        """Whether documents are independent: no credit has the number of one, no two share one."""
        lanes = self.lanes.values()
        return all(self.codes.isdisjoint(lane.documents) for lane in lanes) and self._is_apart()

    def _is_apart(self) -> bool:
        """Whether no number stands in two lanes of a currency."""
        by_currency: dict[str, set[str]] = {}
        for (_, currency), lane in self.lanes.items():
            numbers = by_currency.setdefault(currency, set())
            if not numbers.isdisjoint(lane.documents):
                return False
            if len(self.lanes) > 1:
                numbers.update(lane.documents)
        return True

    def mentions(self) -> Iterator[Mention]:
        """Where the customer was met, for names and accounts."""
        for account, _ in self.lanes:
            for payee in self.payees or {""}:
                yield Mention(self.id, account, payee)

    def has_simple_terms(self, dues: DueDates) -> bool:
        """Whether documents that state no due date fall due at once, and earn no discount."""
        for lane in self.lanes.values():
            count = lane.without_due()
            if count:
                terms = dues.standing(self.id, lane.account, date.min, count)
                if terms is None or len(terms.parts) > 1 or terms.tiers:
                    return False
        return True


def plain_items(party: Party, dues: DueDates) -> Iterator[PlainItem]:
    """What is open of a simple customer; terms nobody set are counted for every document."""
    for lane in party.lanes.values():
        count = lane.without_due()
        terms = dues.standing(party.id, lane.account, date.min, count) if count else None
        for left, (_, due, day) in lane.open():
            until = due or (terms.due(day) if terms else day)
            yield PlainItem(party.id, lane.account, lane.currency, left, until, day)
