"""Balance assertions, checked where entries are taken and not kept.

What is posted to accounts of which a journal asserts something is summed by day as it goes by,
in the order of the files. When all is read, what each was to hold is compared with what it held
then. The short way only says whether everything is so: if not, the long way tells what is not.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from arledger.journal.assertions import is_assignment
from arledger.journal.balance import Balancer
from arledger.journal.model import Entry, Journal
from arledger.journal.plain import POSTINGS, NotPlainError, Row
from arledger.ledger.coins import Coins
from arledger.ledger.held import Currency, Held, Wanted
from arledger.ledger.lanes import Move
from arledger.ledger.weighed import Weighed, row_weighed
from arledger.money import ZERO
from arledger.problems import Problem
from arledger.records import field, record

_ASSERTING = re.compile(rb"[\t ]+(?:[*!] *)?[(\[]?([^\t ].*?)[)\]]?(?:  |\t).*")
"""What stands before the ``=`` of a posting that asserts a balance, its account in a group."""

_PROMISE = b"promise:"

_Event = tuple[int, Held, bytes, Currency, Any, Wanted | None]
"""What was posted: the entry's place, the account, day, currency, quantity; what the account is
said to hold then."""

_Own = Callable[[bytes], bool]
"""Whether an account is one that movements are of."""


@record
class Asserted:
    """The accounts of which a journal asserts something."""

    sign: int
    """Of what a movement that charges adds to its account."""
    until: bytes
    """The last day of which there are movements."""
    _held: dict[bytes, Held] = field(default_factory=dict)
    _moved: dict[str, Held] = field(default_factory=dict)
    """The same, by the names that lanes have."""
    _watched: dict[bytes, Held] = field(default_factory=dict)
    """Those whose rows must be looked at: not those that movements are of."""
    _rows: list[tuple[int, Row]] = field(default_factory=list)
    """Rows that post to those, and perhaps are not taken."""
    _told: set[int] = field(default_factory=set)
    """Places of entries of which all is in ``_events``, what moves too."""
    _events: list[_Event] = field(default_factory=list)
    """What was posted since the last time it was put in order."""
    _names: dict[bytes, str] = field(default_factory=dict)
    """Currencies."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._held)

    def expect(self, data: bytes, is_known: Callable[[bytes], bool]) -> None:
        """Watch from now on the accounts of which a file asserts something.

        NotPlainError for one that is known already: something of it may have gone by.
        """
        for account in _accounts(data):
            if account not in self._held:
                # A promise is taken by another name: (promise:x) is posted to promise:x.
                if account.startswith(_PROMISE) or is_known(account):
                    raise NotPlainError
                held = self._held[account] = self._watched[account] = Held(account)
                try:
                    self._moved[account.decode()] = held
                except UnicodeDecodeError:
                    raise NotPlainError from None

    def begin_anew(self) -> None:
        """Forget what was posted and said."""
        self.summed()
        self._events.clear()

    def foresees(self, lines: Iterable[Weighed]) -> bool:
        """Whether all that these postings assert is of accounts that were expected."""
        return all(line[-1] is None or line[0] in self._held for line in lines)

    def seen(self, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """The rows of a stretch, with their indexes; those that are concerned are remembered."""
        watched, until, found = self._watched, self.until, self._rows
        one, two, three = POSTINGS
        for index, row in rows:
            if (
                row[one] in watched
                or row[two] in watched
                or row[three] in watched
                or row[1] > until
            ):
                found.append((index, row))
            yield index, row

    def pass_rows(self, first: int, left: Iterable[int], coins: Coins | None, own: _Own) -> None:
        """Take in what was seen, but for rows that are left; ``first`` is a stretch's place."""
        if self._rows:
            unread = set(left)
            for index, row in self._rows:
                if index not in unread and coins is not None:
                    self._pass_row(first + index, row, coins, own)
            self._rows.clear()

    def _pass_row(self, place: int, row: Row, coins: Coins, own: _Own) -> None:
        late = row[1] > self.until
        for posting, at in enumerate(POSTINGS):
            account = row[at]
            if account in self._held:
                if not late and own(account):
                    self._watched.pop(account, None)
                else:
                    read = coins.amount(row[at + 1], row[at + 2])
                    read = read or _worked_out(row, posting, coins)
                    name = self._name(read[1])
                    self._events.append((place, self._held[account], row[1], name, read[0], None))

    def pass_lines(self, place: int, day: bytes, lines: list[Weighed], own: _Own) -> None:
        """Take in the postings of an entry that is taken, but for those that movements tell of."""
        whole = day > self.until
        for line in lines:
            whole = whole or line[-1] is not None
        if whole:
            self._told.add(place)
        for account, quantity, currency, _, said in lines:
            held = self._held.get(account)
            if held is not None and (whole or not own(account)):
                wanted = (self._name(said[0]), *said[1:]) if said is not None else None
                event = place, held, day, self._name(currency), quantity, wanted
                self._events.append(event)

    def pass_moves(self, moves: Iterable[Move]) -> None:
        """Take in movements."""
        moved, told, sign = self._moved, self._told, self.sign
        self._events += [
            (place, moved[lane.account], day, lane.currency, sign * amount, None)
            for lane, _, amount, day, _, place in moves
            if lane.account in moved and place not in told
        ]
        told.clear()

    def pass_entry(self, place: int, entry: Entry, journal: Journal) -> None:
        """Take in the postings of an entry that was read the long way.

        NotPlainError for what is asserted in a way, or of an account, that nobody foresaw.
        """
        for posting in entry.postings:
            held, said = self._held.get(posting.account.encode()), posting.assertion
            if said is not None and (held is None or said.inclusive or is_assignment(posting)):
                raise NotPlainError
            if held is None:
                continue
            if not posting.amounts and posting.kind != "virtual":
                Balancer(journal, _refuse).balance(entry)
            day = (posting.date or entry.date).isoformat().encode()
            for quantity, name, _ in posting.amounts:
                self._events.append((place, held, day, name.encode(), quantity, None))
            if said is not None:
                currency = said.amount.commodity.encode()
                wanted = currency, said.amount.quantity, said.sole
                self._events.append((place, held, day, currency, ZERO, wanted))

    def put_in_order(self) -> None:
        """Add up all that was posted, in the order of the file it is from."""
        self._events.sort(key=itemgetter(0))
        for _, held, day, currency, quantity, wanted in self._events:
            held.pass_by(day, currency, quantity)
            if wanted is not None:
                held.say(day, wanted)
        self._events.clear()

    def summed(self) -> list[Any]:
        """What was added up since the last time, for another process to take over."""
        held = [one for one in self._held.values() if one.days]
        summed = [(one.account, one.days, list(map(tuple, one.said))) for one in held]
        for one in held:
            one.days, one.said = {}, []
        return summed

    def handed_over(self) -> list[Any]:
        """What is not added up yet, for another process to do."""
        events = [(event[0], event[1].account, *event[2:]) for event in self._events]
        self._events.clear()
        return events

    def take_over(self, summed: Iterable[Any], events: Iterable[Any] = (), more: int = 0) -> None:
        """Take in what was posted elsewhere, in places that are counted on from another one."""
        for account, days, said in summed:
            self._held[account].take_over(days, said)
        self._events += [
            (place + more, self._held[account], *rest) for place, account, *rest in events
        ]

    def hold(self, decimals: dict[str, int]) -> bool:
        """Whether every assertion is true; ``decimals`` are those of each currency."""
        return all(held.is_so(decimals) for held in self._held.values() if held.said)

    def _name(self, currency: bytes) -> str:
        name = self._names.get(currency)
        return name if name is not None else self._names.setdefault(currency, currency.decode())


def _worked_out(row: Row, posting: int, coins: Coins) -> tuple[int, bytes]:
    """(quantity, currency) of a posting whose amount was left to the reader."""
    lines = row_weighed(row, coins)
    assert lines is not None, "what was taken adds up"
    _, quantity, currency, _, _ = lines[posting]
    return quantity, currency


def _refuse(_: Problem) -> None:
    """Leave what has something to tell to the long way."""
    raise NotPlainError


def _accounts(data: bytes) -> Iterator[bytes]:
    """The accounts of postings with a balance behind them."""
    at = data.find(b"=")
    while at >= 0:
        start = data.rfind(b"\n", 0, at) + 1
        # a comment is looked for first: the expression would look for it again from each space
        found = data.find(b";", start, at) < 0 and _ASSERTING.fullmatch(data, start, at)
        if found:
            yield found[1]
        end = data.find(b"\n", at)
        at = data.find(b"=", end) if end >= 0 else -1
