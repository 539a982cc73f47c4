"""What a debit does: it makes a document, raises one again, or takes a credit back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from arledger.ledger.due import DueDates, issued
from arledger.ledger.model import Allocation, Credit, Due, Item, Kind, Movement
from arledger.ledger.positions import Key, Positions
from arledger.ledger.tags import meaning
from arledger.money import ZERO
from arledger.records import field, record

Named = TypeVar("Named", Item, Credit)

_UNDOING: frozenset[Kind] = frozenset(
    {"refund", "bounce", "reallocation", "transfer", "contra", "write-off", "discount",
     "credit-note", "factoring", "indemnity"}
)  # fmt: skip
"""Debits that may name a credit and take it back; a sale never does."""

_LATE: frozenset[Kind] = frozenset({"refund", "bounce", "reallocation"})
"""Debits worked off after the day's credits: they follow what they undo."""


@record
class Debits:
    """Works off debits, and extensions of what they made."""

    positions: Positions
    dues: DueDates
    excess: list[tuple[Movement, Decimal]] = field(default_factory=list)
    """Debits that took back more than the credit they name had: (debit, what is too much)."""
    _granted: dict[Key, list[date]] = field(default_factory=lambda: defaultdict(list))
    """New due dates of documents that have not appeared yet."""

    def follows(self, movement: Movement, numbers: set[str]) -> bool:
        """Whether it comes after its day's credits, which have these numbers."""
        if movement.kind in _LATE:
            return True
        key = (movement.customer, movement.currency, movement.number)
        return (
            movement.kind in _UNDOING
            and bool(movement.number)
            and movement.number in numbers
            and key not in self.positions.documents
        )

    def work_off(self, movement: Movement) -> Movement:
        """The debit, worked off; its kind is what it turned out to be."""
        named = self._named_by(movement, self.positions.documents)
        taken = [] if named else self._named_by(movement, self.positions.by_number)
        if named and not self.dues.stated(movement):
            movement = _named_kind(movement)
            self._join(movement, named)
        elif taken and (movement.kind in _UNDOING or _reverses(movement, taken)):
            movement = _named_kind(movement)
            self._take_back(movement, taken)
        else:
            self._charge(movement)
        return movement

    def extend(self, key: Key, due: date) -> None:
        """Move the due date of a document's instalments, or of those it will have."""
        for item in self.positions.documents.get(key, []):
            self._move_due(item, due)
            if item.open:
                self.positions.push(item)
        if key not in self.positions.documents:
            self._granted[key].append(due)

    def _move_due(self, item: Item, due: date) -> None:
        """An extension gives more time, never less."""
        if item.due < due:
            item.due = due
            self.positions.place_in_order(item)

    def _named_by(self, movement: Movement, known: Mapping[Key, list[Named]]) -> list[Named]:
        """What a debit names by its number, or by several at once that are given back."""
        if not movement.number:
            return []
        if movement.kind not in _UNDOING or not movement.references:
            return known.get((movement.customer, movement.currency, movement.number)) or []
        found: list[Named] = []
        for text in movement.references:
            whole = known.get((movement.customer, movement.currency, text))
            for word in [] if whole else text.split():
                found += known.get((movement.customer, movement.currency, word)) or []
            found += whole or []
        return found

    # -- a document ---------------------------------------------------------------------------

    def _charge(self, movement: Movement) -> None:
        """A new document, or further instalments of one."""
        items = [
            self._instalment(movement, due, amount) for due, amount in self.dues.parts(movement)
        ]
        if movement.kind == "refund":
            self.positions.refund(items[0])

    def _instalment(self, movement: Movement, due: Due, amount: Decimal) -> Item:
        key = (movement.customer, movement.currency, movement.number)
        instalments = self.positions.documents.setdefault(key, []) if movement.number else []
        for item in instalments:
            if due.date in (item.due, item.original_due) and item.account == movement.account:
                self.positions.charge(item, amount, movement)
                return item
        item = self._new_item(movement, due)
        if movement.number:
            instalments.append(item)
            for granted in self._granted.get(key, ()):
                self._move_due(item, granted)
        self.positions.charge(item, amount, movement)
        return item

    def _new_item(self, movement: Movement, due: Due) -> Item:
        opened = issued(movement, self.dues.problems) if movement.kind == "opening" else None
        item = Item(
            customer=movement.customer,
            account=movement.account,
            currency=movement.currency,
            number=movement.number,
            kind=movement.kind,
            date=opened or movement.date,
            due=due.date,
            rule=due.rule,
            source=movement.source,
            original_due=due.date,
            terms=due.terms,
            age_unknown=movement.kind == "opening" and not opened and due.rule == "its own date",
        )
        self.positions.place_in_order(item)
        self.positions.items.append(item)
        return item

    # -- one that is known --------------------------------------------------------------------

    def _join(self, movement: Movement, instalments: list[Item]) -> None:
        """Raise a known document again, what was settled last first: old debts keep their age."""
        here = [item for item in instalments if item.account == movement.account]
        left = movement.amount
        for item in sorted(here, key=_settled_last, reverse=True):
            part = min(left, _settled(item) - item.reopened)
            if part > 0:
                self.positions.charge(item, part, movement)
                item.reopened += part
                left -= part
        if left:
            last = max(instalments, key=attrgetter("order"))
            due = Due(last.due, f"{last.label} joined", last.terms)
            self._instalment(movement._replace(number=last.number), due, left)

    # -- a credit -----------------------------------------------------------------------------

    def _take_back(self, movement: Movement, named: list[Credit]) -> None:
        """Undo credits: first what is unapplied, then the newest allocations."""
        left = movement.amount
        for credit in reversed(named):
            part = min(left, credit.rest)
            if part:
                credit.rest -= part
                left -= self._taken(credit, part, movement)
        newest = [a for credit in named for a in credit.allocations]
        newest.sort(key=lambda a: (_is_returned(a.credit, movement), a.date))
        for allocation in reversed(newest):
            part = min(left, _still_applied(allocation))
            if part > 0:
                self.positions.undo(allocation, part, movement)
                left -= self._taken(allocation.credit, part, movement)
        if left:
            self.excess.append((movement, left))
            self._instalment(movement, Due(movement.date, "its own date"), left)

    def _taken(self, credit: Credit, part: Decimal, movement: Movement) -> Decimal:
        credit.taken.append((movement.date, part, movement.source))
        self.positions.cross(credit.account, movement.account, credit.currency, part)
        return part


def _reverses(movement: Movement, taken: list[Credit]) -> bool:
    """Whether a sale is the reversal of a credit note: it has its number and is no more."""
    return all(credit.kind == "credit-note" for credit in taken) and movement.amount <= sum(
        credit.amount for credit in taken
    )


def _is_returned(credit: Credit, movement: Movement) -> bool:
    """Whether the credit is what such a debit takes back first: a bank returns money only."""
    return movement.kind not in ("bounce", "refund") or credit.kind == "payment"


def _named_kind(movement: Movement) -> Movement:
    """A refund that names a document or a payment is a bounce, unless ``doc:`` says otherwise."""
    if movement.kind != "refund" or _states_kind(movement):
        return movement
    return movement._replace(kind="bounce")


def _states_kind(movement: Movement) -> bool:
    entry, posting = movement.source
    return "doc" in meaning(posting.tags if posting else ()) or "doc" in meaning(entry.tags)


def _settled(item: Item) -> Decimal:
    return sum((a.amount for a in item.allocations), ZERO)


def _settled_last(item: Item) -> tuple[object, ...]:
    return (max((a.date for a in item.allocations), default=date.min), item.order)


def _still_applied(allocation: Allocation) -> Decimal:
    """What is left of an allocation after later ones between the same two undid some of it."""
    if allocation.amount < 0:
        return ZERO
    applied = sum(
        (a.amount for a in allocation.credit.allocations if a.item is allocation.item), ZERO
    )
    return min(allocation.amount, applied)
