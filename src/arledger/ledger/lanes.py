"""Customers whose movements were only summed: what is open, without a record of postings.

Quantities are whole numbers of a currency's last decimal here, days are ISO 8601 in bytes:
what sorts, adds up, and can be handed from one process to another.
"""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from arledger.ledger.customers import Mention
from arledger.ledger.natural import Natural
from arledger.problems import Problem
from arledger.records import NamedTuple, field, record

Document = tuple[Any, ...]
"""What is left of a document (0: settled; below: more was paid), the due date it states or "", its
date, its entry's place, and the places of what was applied to it."""

LEFT, DUE, DAY, PLACE, PAYERS = range(5)

_left_of = itemgetter(LEFT)

_UNKNOWN = -1
"""Instead of payers: some came before the document, or they are too many to remember."""

_MANY = 500
"""Payers remembered of a document, about: each one more is a copy of them."""

Number = bytes | int
"""A document's number; the place of its entry where it has none."""


Move = tuple["Lane", bytes, int, bytes, bytes, int]
"""A debit (above zero) or credit of a lane: the lane; of a debit its own number, of a credit the
document's it names, "" for none; amount; day; the due date it states or ""; its entry's place.
"""


class Over(NamedTuple):
    """A credit that names a document on which less was open."""

    number: bytes
    rest: int
    place: int


@record
class Party:
    """A customer of whom only plain entries were met so far."""

    id: str
    lanes: list["Lane"] = field(default_factory=list)
    codes: set[bytes] = field(default_factory=set)
    """The codes of credits that a document of the same number might follow or settle."""
    places: list[int] = field(default_factory=list)
    """Every entry taken."""
    payees: set[bytes] | None = None
    """Where no tag names the customer: those of its entries."""

    settled: list["Lane"] = field(default_factory=list)
    """The lanes with everything worked off; the others stay as they were met."""
    problems: list[Problem] = field(default_factory=list)
    """What is told of what was worked off."""
    earns_discounts: bool = False
    """The terms of documents that state no due date have a discount."""
    apart: set[int] = field(default_factory=set)
    """Places of entries that were left to somebody else."""

    def forget(self, numbers: set[bytes], places: set[int]) -> None:
        """Leave documents, and the entries they stand in, to somebody else."""
        self.settled = [lane.copy() for lane in self.settled]
        for lane in self.settled:
            for number in numbers:
                lane.forget(number)
        self.apart |= places

    def unsettled(self) -> set[bytes]:
        """Numbers that are not simply a document and what paid it."""
        return {number for lane in self.settled for number in lane.unsettled()}

    def discounted(self) -> set[bytes]:
        """Numbers of documents on which a discount may have been earned and not booked."""
        if not self.earns_discounts:
            return set()
        return {number for lane in self.settled for number in lane.paid_in_part() if number}

    def is_simple(self) -> bool:
        """Whether documents are independent: no credit has the number of one, no two share one."""
        codes = self.codes
        if any(lane.twice for lane in self.settled):
            return False
        if codes and not all(codes.isdisjoint(lane.documents) for lane in self.settled):
            return False
        return len(self.settled) < 2 or self._is_apart()

    def _is_apart(self) -> bool:
        """Whether no number stands in two lanes of a currency."""
        by_currency: dict[str, set[Number]] = {}
        for lane in self.settled:
            numbers = by_currency.setdefault(lane.currency, set())
            if not numbers.isdisjoint(lane.documents):
                return False
            numbers.update(lane.documents)
        return True

    def mentions(self) -> Iterator[Mention]:
        """Where the customer was met, for names and accounts."""
        return mentions(self.id, self.payees, (lane.account for lane in self.lanes))


def mentions(
    customer: str, payees: Iterable[bytes] | None, accounts: Iterable[str]
) -> Iterator[Mention]:
    """Where a customer was met: every account and every payee, not each with each."""
    names = tuple({payee.strip().decode().strip() for payee in payees or ()}) or ("",)
    met = tuple(accounts)
    for at in range(max(len(met), len(names)) if met else 0):
        yield Mention(customer, met[min(at, len(met) - 1)], names[min(at, len(names) - 1)])


@record
class Lane:
    """One account of one customer, in one currency."""

    party: Party
    account: str
    currency: str
    documents: dict[Number, Document] = field(default_factory=dict)
    early: dict[bytes, int] = field(default_factory=dict)
    """What credits took off documents that are not there, or settled."""
    balance: int = 0
    last: bytes = b""
    """The last day of what is in ``documents`` and ``early``."""
    queue: list[Move] = field(default_factory=list)
    """From the first credit that names nothing on: what must be worked off in order of date."""
    rests: list[tuple[int, bytes]] = field(default_factory=list)
    """Credits on account: (what is left, day)."""
    undated: int = 0
    """How many of ``documents`` do not state their due date."""
    twice: bool = False
    """Two documents have one number."""
    over: list[Over] = field(default_factory=list)
    """Of the queue, credits of which something is left though they name a document."""

    def copy(self) -> "Lane":
        """Another of the same, that changes on its own."""
        return Lane(
            self.party, self.account, self.currency, dict(self.documents), dict(self.early),
            self.balance, self.last, list(self.queue), list(self.rests), self.undated, self.twice,
            list(self.over),
        )  # fmt: skip

    def unsettled(self) -> Iterator[bytes]:
        """Numbers that credits name though no such document is there, or not so much was open."""
        yield from self.early
        if min(map(_left_of, self.documents.values()), default=0) < 0:  # mostly it is not
            for number, known in self.documents.items():
                if known[LEFT] < 0 and isinstance(number, bytes):
                    yield number

    def paid_in_part(self) -> Iterator[bytes]:
        """Documents without a due date of their own that something is left of; "" for no number."""
        for number, known in self.documents.items():
            if known[LEFT] > 0 and not known[DUE] and len(known) > PAYERS:
                yield number if isinstance(number, bytes) else b""

    def forget(self, number: bytes) -> None:
        """Leave a document and what paid it to somebody else."""
        self.balance += self.early.pop(number, 0)
        known = self.documents.pop(number, None)
        if known is not None:
            self.balance -= known[LEFT]
            self.undated -= not known[DUE]

    def without_due(self) -> int:
        """How many documents did not state their due date."""
        return self.undated + sum(amount > 0 and not due for _, _, amount, _, due, _ in self.queue)


def apply(moves: Iterable[Move]) -> None:
    """Take movements into their lanes: credits off what they name, the order does not matter."""
    for move in moves:
        lane, number, amount, day, due, place = move
        lane.party.places.append(place)
        lane.balance += amount
        if lane.queue or not (number or amount > 0):
            lane.queue.append(move)
            continue
        if day > lane.last:  # noqa: PLR1730 - a call costs more
            lane.last = day
        documents = lane.documents
        if amount < 0:
            known = documents.get(number)
            if known is None or not known[0]:
                lane.early[number] = lane.early.get(number, 0) - amount
            else:
                kept = known[1:] if len(known) < _MANY else (*known[1:PAYERS], _UNKNOWN)
                documents[number] = (known[0] + amount, *kept, place)
            continue
        if not due:
            lane.undated += 1
        if number in documents:
            lane.twice = True
        elif number in lane.early:
            left = amount - lane.early.pop(number)
            documents[number] = (left, due, day, place, _UNKNOWN)
        else:
            documents[number or place] = (amount, due, day, place)


def worked_off(lane: Lane, due_on: Callable[[bytes], bytes]) -> Lane | None:
    """The lane with its queue worked off: day by day, credits that name nothing on the oldest.

    ``due_on`` is the due date of a document of a day that states none. None when it takes the
    whole language of allocation: a document is paid that is not there yet, a number was used
    twice, or what came before the queue is dated after its first credit.
    """
    queue = sorted(lane.queue, key=_day_of)
    first = next(day for _, number, amount, day, _, _ in queue if amount < 0 and not number)
    if lane.early or lane.last > first:
        return None
    lane = lane.copy()
    turn = _Queue(lane, due_on)
    days = (list(moves) for _, moves in groupby(queue, key=_day_of))
    if not all(map(turn.work_off, days)):
        return None
    lane.undated = lane.without_due()
    lane.queue = []
    lane.rests += turn.waiting
    return lane


def _day_of(move: Move) -> bytes:
    return move[3]


@record
class _Queue:
    """A lane in order of date: what is open, oldest first, and what is on account."""

    lane: Lane
    due_on: Callable[[bytes], bytes]
    waiting: deque[tuple[int, bytes]] = field(default_factory=deque)
    """Credits on account: (what is left, day), oldest first."""
    _places: deque[int] = field(default_factory=deque)
    """Theirs."""
    _alike: set[int] = field(default_factory=set)
    """The places of credits that name nothing and are not the only ones of their day."""
    _oldest: list[tuple[bytes, bytes, Natural, int, Number]] | None = None
    """A heap of documents by due date, date and number; settled ones may remain."""
    _tick: Iterator[int] = field(default_factory=count)

    def work_off(self, moves: list[Move]) -> bool:
        """One day: debits, what waited for them, credits by name, then the others."""
        if len(moves) == 1:
            return self._alone(moves[0])
        if not all(self._charge(move) for move in moves if move[2] > 0):
            return False
        self._settle()
        named = [move for move in moves if move[2] < 0 and move[1]]
        times = Counter(move[1] for move in named)
        if not all(self._pay(move, alone=times[move[1]] == 1) for move in named):
            return False
        others = [move for move in moves if move[2] < 0 and not move[1]]
        if len(others) > 1:
            self._alike.update(move[-1] for move in others)
        for move in others:
            self._apply(move)
        return True

    def _alone(self, move: Move) -> bool:
        """The only movement of its day: most are."""
        if move[2] > 0:
            charged = self._charge(move)
            self._settle()
            return charged
        if move[1]:
            return self._pay(move, alone=True)
        self._apply(move)
        return True

    def _apply(self, move: Move) -> None:
        """Pay what is oldest; what is left over waits."""
        _, _, amount, day, _, place = move
        rest = self._pay_oldest(-amount, place)
        if rest:
            self.waiting.append((rest, day))
            self._places.append(place)

    def _charge(self, move: Move) -> bool:
        _, number, amount, day, due, place = move
        if number in self.lane.documents:
            return False
        self.lane.documents[number or place] = (amount, due, day, place)
        if self._oldest is not None:
            self._file(self._oldest, number or place, due, day)
        return True

    def _settle(self) -> None:
        """Give what is on account to what was charged."""
        while self.waiting:
            rest, day = self.waiting[0]
            left = self._pay_oldest(rest, self._places[0])
            if left:
                self.waiting[0] = left, day
                break
            self.waiting.popleft()
            self._places.popleft()

    def _pay(self, move: Move, *, alone: bool) -> bool:
        """Pay what a credit names; False if there is no such document.

        And if less was open but the order of credits within a day decides who paid too much:
        ``alone`` is whether no other of the day names the document.
        """
        _, number, amount, day, _, place = move
        known = self.lane.documents.get(number)
        if known is None:
            return False
        part = min(known[LEFT], -amount)
        if part:
            self._take(number, known, part, place)
        rest = -amount - part
        if rest:
            payers = known[PAYERS:]
            told = _UNKNOWN not in payers and self._alike.isdisjoint(payers)
            if not alone or not told or day <= self.lane.last:
                return False
            self.lane.over.append(Over(number, rest, place))
            self.lane.rests.append((rest, day))
        return True

    def _pay_oldest(self, amount: int, place: int) -> int:
        """Pay what is oldest; what is left over when nothing is open any more."""
        oldest = self._filed()
        while amount and oldest:
            number = oldest[0][-1]
            known = self.lane.documents[number]
            if not known[LEFT]:
                heapq.heappop(oldest)
                continue
            part = min(amount, known[LEFT])
            amount -= part
            self._take(number, known, part, place)
        return amount

    def _take(self, number: Number, known: Document, part: int, place: int) -> None:
        kept = known[1:] if len(known) < _MANY else (*known[1:PAYERS], _UNKNOWN)
        self.lane.documents[number] = (known[LEFT] - part, *kept, place)

    def _filed(self) -> list[tuple[bytes, bytes, Natural, int, Number]]:
        if self._oldest is None:
            self._oldest = []
            for number, known in self.lane.documents.items():
                if known[LEFT]:
                    self._file(self._oldest, number, known[DUE], known[DAY])
        return self._oldest

    def _file(
        self,
        oldest: list[tuple[bytes, bytes, Natural, int, Number]],
        number: Number,
        due: bytes,
        day: bytes,
    ) -> None:
        text = number.decode() if isinstance(number, bytes) else ""
        turn = (due or self.due_on(day), day, Natural(text), next(self._tick), number)
        heapq.heappush(oldest, turn)
