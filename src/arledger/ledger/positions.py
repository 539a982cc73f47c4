"""What is open and what is on account, and how the one settles the other."""

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from operator import attrgetter

from arledger.ledger.model import Allocation, Charge, Credit, Item, Movement
from arledger.ledger.natural import Natural
from arledger.policy.sections.books import Order
from arledger.records import field, record

Key = tuple[str, str, str]
"""(customer, currency, number): what a document number is unique within."""

Place = tuple[str, str, str]
"""(customer, account, currency): what credits without reference stay within."""

_RANKS: dict[str, int] = {"fee": 0, "interest": 1}
"""Costs, interest, principal: the order of that policy; anything else is principal."""


@record
class Position:
    """What is open, and what is on account, in one place."""

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
class Positions:
    """Everyone's items and credits, with what finds them; moves amounts between the two."""

    order: Order
    today: date = date.min
    """The day being worked off: what is allocated on it is effective on it."""
    items: list[Item] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    documents: dict[Key, list[Item]] = field(default_factory=dict)
    """The instalments of every document with a number."""
    by_number: dict[Key, list[Credit]] = field(default_factory=lambda: defaultdict(list))
    crossed: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """By (account, currency): what was applied across accounts of one customer; sums to 0."""
    _named: dict[Key, list[Credit]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[Place, Position] = field(default_factory=lambda: defaultdict(Position))
    _raised: list[tuple[Key, Place]] = field(default_factory=list)
    """What was opened since credits on account were last given a chance at it."""
    _tick: Iterator[int] = field(default_factory=count)

    # -- items ------------------------------------------------------------------------------

    def charge(self, item: Item, amount: Decimal, movement: Movement) -> None:
        """Open an item by an amount."""
        item.charges.append(Charge(movement.date, amount, movement.kind, movement.source))
        item.open += amount
        self.push(item)

    def undo(self, allocation: Allocation, part: Decimal, movement: Movement) -> None:
        """Open an item again by part of what a credit had settled."""
        item, credit = allocation.item, allocation.credit
        undone = Allocation(item, credit, -part, movement.date, movement.kind)
        item.allocations.append(undone)
        credit.allocations.append(undone)
        item.open += part
        self.cross(credit.account, item.account, item.currency, -part)
        self.push(item)

    def place_in_order(self, item: Item) -> None:
        """Work out when its turn is; to be done again when its due date moves."""
        rank = _RANKS.get(item.kind, 2) if self.order == "costs-interest-principal" else 0
        item.order = (rank, item.due, item.date, Natural(item.number))

    def push(self, item: Item) -> None:
        """Make an item findable by the policy's order, at its place of today."""
        where = (item.customer, item.account, item.currency)
        position = self._places[where]
        self._raised.append(((item.customer, item.currency, item.number), where))
        if self.order == "exact-amount":
            position.by_amount[item.open].append(item)
        elif self.order != "none":
            heapq.heappush(position.heap, (item.order, next(self._tick), item))

    # -- credits ----------------------------------------------------------------------------

    def pay_named(self, credit: Credit) -> None:
        """Apply a credit to what it names; what is left waits for that alone."""
        for number in self._numbers(credit):
            key = (credit.customer, credit.currency, number)
            self._pay_document(credit, key, "inv:")
            if credit.rest:
                self._named[key].append(credit)
        self._keep(credit)

    def pay_by_code(self, credit: Credit) -> None:
        """Apply a credit to the document that has its number."""
        self._pay_document(credit, (credit.customer, credit.currency, credit.number), "code")
        self._keep(credit)

    def pay_by_policy(self, credit: Credit) -> None:
        """Apply a credit in the policy's order; what is left waits for later documents."""
        self._apply_policy(credit)
        self._keep(credit)
        if credit.rest and self.order != "none":
            self._of(credit).waiting.append(credit)

    def refund(self, item: Item) -> None:
        """Pay back what is on account in the item's place, kept there on purpose or not."""
        position = self._of(item)
        position.rests = [credit for credit in position.rests if credit.rest]
        for credit in position.rests:
            if item.open and credit.rest:
                self._apply(credit, item, "refund")

    def set_off(
        self, accounts: Collection[str], items: Iterable[Item], credits_: Iterable[Credit]
    ) -> None:
        """Apply all credits of accounts to their items: a closing entry brought them to nothing."""
        items = [item for item in items if item.open and item.account in accounts]
        for credit in credits_:
            for item in items:
                if item.account == credit.account and item.open and credit.rest:
                    self._apply(credit, item, "closing")

    def settle(self) -> None:
        """Give what is on account to what was raised: to what it names, then by the policy."""
        while self._raised:
            raised, self._raised = self._raised, []
            for key in dict.fromkeys(key for key, _ in raised if key[2]):
                self._settle_document(key)
            for where in dict.fromkeys(where for _, where in raised):
                self._settle_place(self._places[where])

    def cross(self, giver: str, taker: str, currency: str, part: Decimal) -> None:
        """Note what a credit on one account did for another of its customer."""
        if giver != taker:
            self.crossed[giver, currency] += part
            self.crossed[taker, currency] -= part

    def _of(self, one: Item | Credit) -> Position:
        return self._places[one.customer, one.account, one.currency]

    def _numbers(self, credit: Credit) -> Iterator[str]:
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

    def _keep(self, credit: Credit) -> None:
        if credit.rest:
            self._of(credit).rests.append(credit)

    def _pay_document(self, credit: Credit, key: Key, rule: str) -> None:
        items = self.documents.get(key, [])
        if len(items) > 1:
            items = sorted(items, key=attrgetter("order"))
            items.sort(key=lambda item: item.account != credit.account)
        for item in items:
            if item.open and credit.rest:
                self._apply(credit, item, rule)

    def _apply_policy(self, credit: Credit) -> None:
        position = self._of(credit)
        if self.order == "exact-amount":
            fitting = position.fitting(credit.rest)
            if len(fitting) == 1:
                self._apply(credit, fitting[0], self.order)
            return
        while credit.rest and (item := position.oldest()) is not None:
            self._apply(credit, item, self.order)

    def _apply(self, credit: Credit, item: Item, rule: str) -> None:
        part = min(credit.rest, item.open)
        allocation = Allocation(item, credit, part, self.today, rule)
        credit.rest -= part
        item.open -= part
        credit.allocations.append(allocation)
        item.allocations.append(allocation)
        self.cross(credit.account, item.account, item.currency, part)
        if item.open and self.order == "exact-amount":
            self.push(item)  # what is left may be the amount of another credit

    def _settle_document(self, key: Key) -> None:
        for credit in self._waiting_for(key):
            for number in self._numbers(credit):
                self._pay_document(credit, (*key[:2], number), "inv:")
        for credit in self.by_number.get(key, ()):
            if credit.rest and not credit.references:
                self._pay_document(credit, key, "code")

    def _waiting_for(self, key: Key) -> list[Credit]:
        """The credits that name a document and still have something, oldest first."""
        if key not in self._named:
            return []
        self._named[key] = [credit for credit in self._named[key] if credit.rest]
        return self._named[key]

    def _settle_place(self, position: Position) -> None:
        if self.order == "exact-amount":
            for credit in [c for c in position.waiting if c.rest]:
                self._apply_policy(credit)
            return
        while position.waiting and (not position.waiting[0].rest or position.oldest()):
            self._apply_policy(position.waiting[0])
            if not position.waiting[0].rest:
                position.waiting.popleft()
