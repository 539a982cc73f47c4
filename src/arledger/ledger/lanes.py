"""Customers whose documents simply net out: what is open on each, without a record of postings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arledger.money import ZERO


class Known(NamedTuple):
    """A document as far as it matters here."""

    amount: Decimal
    due: date | None
    """As the document states it; None when terms decide."""
    day: date


@dataclass(slots=True)
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

    def settles(self) -> bool:
        """Whether every credit names a document of the lane that had as much open."""
        known = self.documents
        return all(
            number in known and paid <= known[number].amount for number, paid in self.paid.items()
        )

    def open(self) -> Iterator[tuple[Decimal, Known]]:
        """(what is left, document) of every document not settled."""
        paid = self.paid
        for number, known in self.documents.items():
            left = known.amount - paid[number] if number in paid else known.amount
            if left:
                yield left, known
        for known in self.unnumbered:
            yield known.amount, known


@dataclass(slots=True)
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

    def is_simple(self) -> bool:
        """Whether all nets out: every credit settles, and no document has a credit's number."""
        lanes = self.lanes.values()
        return (
            all(lane.settles() and self.codes.isdisjoint(lane.documents) for lane in lanes)
            and self._is_apart()
        )

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

    def without_terms(self) -> Iterator[Known]:
        """Documents that do not state their due date."""
        for lane in self.lanes.values():
            yield from (known for known in lane.documents.values() if known.due is None)
            yield from (known for known in lane.unnumbered if known.due is None)
