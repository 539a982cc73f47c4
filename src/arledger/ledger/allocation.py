"""Cash application: which credit settles which item, in order of date, and sticky.

A day is worked off in this order: extensions, new debits and what waited for them, credits that
name documents, credits by code, credits by the policy's order, and last what bounces, is paid
back or moved. Nothing later undoes an allocation but an entry that says so, and nothing depends
on the order of different lines within a day.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import count, groupby
from operator import attrgetter
from typing import TypeVar

from arledger.ledger.due import DueDates, issued
from arledger.ledger.model import Allocation, Charge, Credit, Due, Item, Kind, Movement
from arledger.ledger.natural import Natural, natural
from arledger.ledger.tags import meaning
from arledger.money import ZERO
from arledger.policy.model import Order
from arledger.problems import Problem
from arledger.records import field, record

Key = tuple[str, str, str]
"""(customer, currency, number): what a document number is unique within."""

Named = TypeVar("Named", Item, Credit)

Lane = tuple[str, str, str]
"""(customer, account, currency): what credits without reference stay within."""

_UNDOING: frozenset[Kind] = frozenset(
    {"refund", "bounce", "reallocation", "transfer", "contra", "write-off", "discount",
     "credit-note", "factoring"}
)  # fmt: skip
"""Debits that may name a credit and take it back; a sale never does."""

_LATE: frozenset[Kind] = frozenset({"refund", "bounce", "reallocation"})
"""Debits worked off after the day's credits: they follow what they undo."""

_RANKS: dict[str, int] = {"fee": 0, "interest": 1}
"""Costs, interest, principal: the order of that policy; anything else is principal."""


@record
class _Lane:
    """What is open, and what is on account, in one lane."""

    heap: list[tuple[tuple[object, ...], int, Item]] = field(default_factory=list)
    """Open items, oldest first; stale ones are dropped when they come up."""
    by_amount: dict[Decimal, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """Items by what was once open on them, for the exact-amount order; stale ones remain."""
    waiting: deque[Credit] = field(default_factory=deque)
    """Credits on account that may go to later documents, oldest first."""
    rests: list[Credit] = field(default_factory=list)
    """Every credit that was left with something, for refunds."""

    def oldest(self) -> Item | None:
        """The open item to be paid first; None when there is none."""
        while self.heap:
            order, _, item = self.heap[0]
            if item.open and order == item.order:
                return item
            heapq.heappop(self.heap)
        return None

    def fitting(self, amount: Decimal) -> list[Item]:
        """The items with exactly that much open."""
        items = {id(i): i for i in self.by_amount.get(amount, ()) if i.open == amount}
        if items:
            self.by_amount[amount] = list(items.values())
        return list(items.values())


@record
class Allocator:
    """Works each customer's movements off by date into items, credits and allocations."""

    order: Order
    dues: DueDates
    items: list[Item] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    crossed: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """By (account, currency): what was applied across accounts of one customer; sums to 0."""
    problems: list[Problem] = field(default_factory=list)
    documents: dict[Key, list[Item]] = field(default_factory=dict)
    by_number: dict[Key, list[Credit]] = field(default_factory=lambda: defaultdict(list))
    excess: list[tuple[Movement, Decimal]] = field(default_factory=list)
    """Debits that took back more than the credit they name had: (debit, what is too much)."""
    _named: dict[Key, list[Credit]] = field(default_factory=lambda: defaultdict(list))
    _lanes: dict[Lane, _Lane] = field(default_factory=lambda: defaultdict(_Lane))
    _today: date = date.min
    """The day being worked off: what is allocated on it is effective on it."""
    _tick: Iterator[int] = field(default_factory=count)
    _raised: list[tuple[Key, Lane]] = field(default_factory=list)
    """What was opened since credits on account were last given a chance at it."""
    _granted: dict[Key, list[date]] = field(default_factory=lambda: defaultdict(list))
    """New due dates of documents that have not appeared yet."""

    def run(
        self, movements: Iterable[Movement], extensions: dict[date, list[tuple[Key, date]]]
    ) -> None:
        """Allocate everything; ``extensions`` are (document, new due date) by their day."""
        extended: dict[tuple[str, str], dict[date, list[tuple[Key, date]]]] = {}
        for day, changes in extensions.items():
            for key, due in changes:
                extended.setdefault(key[:2], {}).setdefault(day, []).append((key, due))
        for whose, own in _by_customer(movements).items():
            self._run_customer(own, extended.get(whose, {}))

    def _run_customer(
        self, movements: list[Movement], extensions: dict[date, list[tuple[Key, date]]]
    ) -> None:
        """Allocate one customer's movements in one currency: nothing else touches them."""
        movements.sort(key=attrgetter("date"))
        closings = {m.date for m in movements if m.kind == "opening"} - {movements[0].date}
        first_item, first_credit = len(self.items), len(self.credits)
        by_day = {day: list(group) for day, group in groupby(movements, attrgetter("date"))}
        for day in sorted(by_day.keys() | extensions.keys()) if extensions else by_day:
            self._today = day
            for key, due in extensions.get(day, ()):
                self._extend(key, due)
            self._work_off(by_day.get(day, []))
            if day in closings and not sum(m.amount for m in movements if m.date <= day):
                self._close(self.items[first_item:], self.credits[first_credit:])

    def _work_off(self, movements: list[Movement]) -> None:
        if len(movements) == 1:
            (movement,) = movements
            if movement.amount > 0:
                self._debit(movement)
                self._settle()
            else:
                self._credit(movement)
            return
        debits = sorted((m for m in movements if m.amount > 0), key=self._debit_order)
        numbers = {m.number for m in movements if m.amount < 0}
        late = [m.kind in _LATE or self._follows(m, numbers) for m in debits]
        for movement, waits in zip(debits, late, strict=True):
            if not waits:
                self._debit(movement)
        self._settle()
        arrived = [self._arrive(m) for m in sorted(_credits(movements), key=_credit_order)]
        for stage in (self._by_reference, self._by_code, self._by_policy):
            for credit in arrived:
                stage(credit)
        for movement, waits in zip(debits, late, strict=True):
            if waits:
                self._debit(movement)
        self._settle()

    def _follows(self, movement: Movement, numbers: set[str]) -> bool:
        """Whether a debit takes back a credit of its own day, whose numbers are given."""
        key = (movement.customer, movement.currency, movement.number)
        return (
            movement.kind in _UNDOING
            and bool(movement.number)
            and movement.number in numbers
            and key not in self.documents
        )

    def _close(self, items: list[Item], credits_: list[Credit]) -> None:
        """Set off what a closing entry brought to nothing, money kept on account too."""
        items = [item for item in items if item.open]
        for credit in (credit for credit in credits_ if credit.rest):
            for item in sorted(items, key=lambda item: item.account != credit.account):
                if item.open and credit.rest:
                    self._apply(credit, item, "closing")

    def _debit_order(self, movement: Movement) -> tuple[object, ...]:
        stated = self.dues.stated(movement) if movement.number else None
        return (
            movement.customer,
            movement.currency,
            natural(movement.number),
            stated is None,
            stated.date if stated else date.min,
            movement.account,
            movement.kind,
            movement.amount,
            movement.source.entry.path,
            movement.source.span.line,
        )

    # -- debits ---------------------------------------------------------------------------

    def _debit(self, movement: Movement) -> None:
        named = self._named_by(movement, self.documents)
        taken = [] if named else self._named_by(movement, self.by_number)
        if named and not self.dues.stated(movement):
            movement = _named_kind(movement)
            self._join(movement, named)
        elif taken and (movement.kind in _UNDOING or _reverses(movement, taken)):
            movement = _named_kind(movement)
            self._take_back(movement, taken)
        else:
            self._charge(movement)
        self.movements.append(movement)

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

    def _charge(self, movement: Movement) -> None:
        """A new document, or further instalments of one."""
        items = [
            self._instalment(movement, due, amount) for due, amount in self.dues.parts(movement)
        ]
        if movement.kind == "refund":
            self._refund(movement, items[0])

    def _instalment(self, movement: Movement, due: Due, amount: Decimal) -> Item:
        key = (movement.customer, movement.currency, movement.number)
        instalments = self.documents.setdefault(key, []) if movement.number else []
        for item in instalments:
            if due.date in (item.due, item.original_due) and item.account == movement.account:
                self._raise(item, amount, movement)
                return item
        item = self._new_item(movement, due)
        if movement.number:
            instalments.append(item)
            for granted in self._granted.get(key, ()):
                self._move_due(item, granted)
        self._raise(item, amount, movement)
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
        item.order = self._order_of(item)
        self.items.append(item)
        return item

    def _order_of(self, item: Item) -> tuple[object, ...]:
        rank = _RANKS.get(item.kind, 2) if self.order == "costs-interest-principal" else 0
        return (rank, item.due, item.date, Natural(item.number))

    def _raise(self, item: Item, amount: Decimal, movement: Movement) -> None:
        item.charges.append(Charge(movement.date, amount, movement.kind, movement.source))
        item.open += amount
        self._push(item)

    def _push(self, item: Item) -> None:
        """Make an item findable by the policy's order, at its place of today."""
        where = (item.customer, item.account, item.currency)
        lane = self._lanes[where]
        self._raised.append(((item.customer, item.currency, item.number), where))
        if self.order == "exact-amount":
            lane.by_amount[item.open].append(item)
        elif self.order != "none":
            heapq.heappush(lane.heap, (item.order, next(self._tick), item))

    def _join(self, movement: Movement, instalments: list[Item]) -> None:
        """Raise a known document again, what was settled last first: old debts keep their age."""
        here = [item for item in instalments if item.account == movement.account]
        left = movement.amount
        for item in sorted(here, key=_settled_last, reverse=True):
            part = min(left, _settled(item) - item.reopened)
            if part > 0:
                self._raise(item, part, movement)
                item.reopened += part
                left -= part
        if left:
            last = max(instalments, key=attrgetter("order"))
            due = Due(last.due, f"{last.label} joined", last.terms)
            self._instalment(movement._replace(number=last.number), due, left)

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
                self._undo(allocation, part, movement)
                left -= self._taken(allocation.credit, part, movement)
        if left:
            self.excess.append((movement, left))
            self._instalment(movement, Due(movement.date, "its own date"), left)

    def _taken(self, credit: Credit, part: Decimal, movement: Movement) -> Decimal:
        credit.taken.append((movement.date, part, movement.source))
        self._cross(credit.account, movement.account, credit.currency, part)
        return part

    def _undo(self, allocation: Allocation, part: Decimal, movement: Movement) -> None:
        item, credit = allocation.item, allocation.credit
        undone = Allocation(item, credit, -part, movement.date, movement.kind)
        item.allocations.append(undone)
        credit.allocations.append(undone)
        item.open += part
        self._cross(credit.account, item.account, item.currency, -part)
        self._push(item)

    def _extend(self, key: Key, due: date) -> None:
        """Move the due date of a document's instalments, or of those it will have."""
        for item in self.documents.get(key, []):
            self._move_due(item, due)
            if item.open:
                self._push(item)
        if key not in self.documents:
            self._granted[key].append(due)

    def _move_due(self, item: Item, due: date) -> None:
        """An extension gives more time, never less."""
        if item.due < due:
            item.due = due
            item.order = self._order_of(item)

    # -- credits --------------------------------------------------------------------------

    def _credit(self, movement: Movement) -> None:
        credit = self._arrive(movement)
        for stage in (self._by_reference, self._by_code, self._by_policy):
            stage(credit)

    def _arrive(self, movement: Movement) -> Credit:
        self.movements.append(movement)
        credit = Credit(
            customer=movement.customer,
            account=movement.account,
            currency=movement.currency,
            number=movement.number,
            kind=movement.kind,
            date=movement.date,
            amount=-movement.amount,
            references=movement.references,
            source=movement.source,
            rest=-movement.amount,
        )
        self.credits.append(credit)
        if movement.number:
            self.by_number[movement.customer, movement.currency, movement.number].append(credit)
        return credit

    def _by_reference(self, credit: Credit) -> None:
        if not credit.references:
            return
        for number in self.named(credit):
            key = (credit.customer, credit.currency, number)
            self._pay_document(credit, key, "inv:")
            if credit.rest:
                self._named[key].append(credit)
        self._keep(credit)

    def named(self, credit: Credit) -> Iterator[str]:
        """The numbers a credit names: each ``inv:`` whole if it is known, else by its words."""
        for text in credit.references:
            whole = (credit.customer, credit.currency, text)
            words = text.split()
            if text == "-":
                continue
            if whole in self.documents or len(words) < 2:
                yield text
            elif any((credit.customer, credit.currency, word) in self.documents for word in words):
                yield from words
            else:  # nothing has appeared yet: wait for either reading
                yield text
                yield from words

    def _by_code(self, credit: Credit) -> None:
        key = (credit.customer, credit.currency, credit.number)
        if not credit.references and credit.number and key in self.documents:
            self._pay_document(credit, key, "code")
            if credit.rest:
                self._named[key].append(credit)
            self._keep(credit)

    def _by_policy(self, credit: Credit) -> None:
        key = (credit.customer, credit.currency, credit.number)
        if credit.references or (credit.number and key in self.documents):
            return
        self._apply_policy(credit)
        self._keep(credit)
        if credit.rest and self.order != "none":
            self._lanes[credit.customer, credit.account, credit.currency].waiting.append(credit)

    def _keep(self, credit: Credit) -> None:
        if credit.rest:
            self._lanes[credit.customer, credit.account, credit.currency].rests.append(credit)

    def _pay_document(self, credit: Credit, key: Key, rule: str) -> None:
        items = self.documents.get(key, [])
        if len(items) > 1:
            items = sorted(items, key=lambda i: (i.account != credit.account, *i.order))
        for item in items:
            if item.open and credit.rest:
                self._apply(credit, item, rule)

    def _apply_policy(self, credit: Credit) -> None:
        lane = self._lanes[credit.customer, credit.account, credit.currency]
        if self.order == "exact-amount":
            fitting = lane.fitting(credit.rest)
            if len(fitting) == 1:
                self._apply(credit, fitting[0], self.order)
            return
        while credit.rest and (item := lane.oldest()) is not None:
            self._apply(credit, item, self.order)

    def _apply(self, credit: Credit, item: Item, rule: str) -> None:
        part = min(credit.rest, item.open)
        allocation = Allocation(item, credit, part, self._today, rule)
        credit.rest -= part
        item.open -= part
        credit.allocations.append(allocation)
        item.allocations.append(allocation)
        self._cross(credit.account, item.account, item.currency, part)
        if item.open and self.order == "exact-amount":
            self._push(item)

    def _cross(self, giver: str, taker: str, currency: str, part: Decimal) -> None:
        if giver != taker:
            self.crossed[giver, currency] += part
            self.crossed[taker, currency] -= part

    # -- what waits for a document ----------------------------------------------------------

    def _settle(self) -> None:
        """Give what is on account to what was raised: to what it names, then by the policy."""
        raised, self._raised = self._raised, []
        for key in dict.fromkeys(key for key, _ in raised if key[2]):
            self._settle_document(key)
        for where in dict.fromkeys(where for _, where in raised):
            self._settle_lane(self._lanes[where])

    def _settle_document(self, key: Key) -> None:
        for credit in _left(self._named, key):
            for number in self.named(credit):
                self._pay_document(credit, (*key[:2], number), "inv:")
        for credit in self.by_number.get(key, ()):
            if credit.rest and not credit.references:
                self._pay_document(credit, key, "code")

    def _settle_lane(self, lane: _Lane) -> None:
        if self.order == "exact-amount":
            for credit in [c for c in lane.waiting if c.rest]:
                self._apply_policy(credit)
            return
        while lane.waiting and (not lane.waiting[0].rest or lane.oldest()):
            self._apply_policy(lane.waiting[0])
            if not lane.waiting[0].rest:
                lane.waiting.popleft()

    def _refund(self, movement: Movement, item: Item) -> None:
        """A refund pays back what is on account, kept there on purpose or not."""
        lane = self._lanes[movement.customer, movement.account, movement.currency]
        lane.rests = [credit for credit in lane.rests if credit.rest]
        for credit in lane.rests:
            if item.open and credit.rest:
                self._apply(credit, item, "refund")


def _by_customer(movements: Iterable[Movement]) -> dict[tuple[str, str], list[Movement]]:
    """The movements by (customer, currency), outside which no allocation reaches."""
    found: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    for movement in movements:
        found[movement.customer, movement.currency].append(movement)
    return found


def _credits(movements: list[Movement]) -> Iterator[Movement]:
    return (m for m in movements if m.amount < 0)


def _credit_order(movement: Movement) -> tuple[object, ...]:
    return (
        natural(movement.number),
        -movement.amount,
        movement.customer,
        movement.account,
        movement.currency,
        movement.references,
        movement.kind,
        movement.source.entry.path,
        movement.source.span.line,
    )


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


def _left(named: dict[Key, list[Credit]], key: Key) -> list[Credit]:
    """The credits waiting for a document that still have something, oldest first."""
    if key not in named:
        return []
    named[key] = [credit for credit in named[key] if credit.rest]
    return named[key]
