"""The short way to balances: plain entries of simple customers are summed as they are read.

Most documents of a big book have a number, and payments name them or go to what is oldest.
What is open on them follows from whole numbers in a few dictionaries (``lanes``). The moment
anything about a customer is not as simple, all the customer's entries are read the long way
and allocated like any other (``quick``): the long way decides, this one only spares it work.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from arledger.journal.balance import settles
from arledger.journal.context import Context
from arledger.journal.model import AccountDeclaration, Entry, Journal, Posting
from arledger.journal.nearly import nearly_plain
from arledger.journal.plain import (
    Careful,
    NotPlainError,
    Row,
    Stretch,
    Where,
    is_plain,
    parted,
    stretches,
)
from arledger.ledger.asides import Asides
from arledger.ledger.beginning import Beginning
from arledger.ledger.coins import Coins, Places
from arledger.ledger.file import File
from arledger.ledger.halves import Half, is_worth
from arledger.ledger.lanes import Move, apply
from arledger.ledger.meant import Lanes, Meanings, Meant
from arledger.ledger.model import Side
from arledger.ledger.stated import Days, Dues, document_in, due_among, note_of, payee_of, tells
from arledger.ledger.weighed import Weighed, lines_weighed, row_weighed
from arledger.policy.model import Policy
from arledger.progress import advance

if TYPE_CHECKING:
    from arledger.ledger.asserted import Asserted

_DIGITS = frozenset(b"0123456789")
_REMARKS = frozenset(b";#*")
_LAST_DAY = b"9999-12-31"

_Own = tuple[Lanes, int, bytes, bytes]
"""A posting of a plain receivable: its lanes instead of what its account means, and a quantity
above zero for what is charged."""

_Head = tuple[bytes, bytes, bytes, bytes, int]
"""Day, code, stated due date, description and place of an entry."""


class Netting:
    """Takes the plain entries of simple customers; made for one journal."""

    def __init__(self, policy: Policy, side: Side, as_of: date) -> None:
        self.policy = policy
        self.side = side
        self.as_of = as_of
        self.asides = Asides(policy)
        self.places = Places()
        self.stretches: list[tuple[int, Where]] = []
        """Every stretch, with the place of its first row."""
        self.kept: list[int] = []
        """The place of each entry of the journal: of those that were not taken."""
        self._within: list[tuple[int, ...]] = []
        """Of each stretch the places of the directives that include its file, outermost first."""
        self._reading: tuple[int, ...] = ()
        """The place of what is being read the long way, and those of what includes its file."""
        self.later = _LAST_DAY
        """The first day after the as-of date of an entry that was passed over."""
        self.last = b""
        """The last day of an entry that was taken."""
        self._until = as_of.isoformat().encode()
        self.asserted: Asserted | None = None
        """What is asserted of balances, if anything may be."""
        self._days = Days()
        self._dues = Dues()
        self._accounts: Meanings | None = None
        self._journal: Journal | None = None
        self.count = 0
        """Rows met so far."""
        self.journalled: list[tuple[int, tuple[Any, ...] | None, bool]] = []
        """What was read the long way: (place, the account that a plain declaration declares,
        whether it was summed nevertheless)."""
        self.beginning: Beginning | None = None
        """What is known of an earlier run; it counts if the first file begins so."""
        self.resumed: Beginning | None = None
        """That which counted."""

    @property
    def accounts(self) -> Meanings:
        """Every account met in a plain entry."""
        assert self._accounts is not None, "a taker is started before it takes"
        return self._accounts

    def start(self, journal: Journal) -> None:
        """Take from a journal about to be read; NotPlainError for a second one."""
        if self._journal is not None:
            raise NotPlainError
        self._journal = journal
        self._accounts = Meanings(journal, self.policy, self.side)

    def take(self, data: bytes, path: str, context: Context, careful: Careful) -> None:
        """Take the rows that are simple, and give every other to ``careful`` in its place."""
        file = File(data, path, context, careful)
        if b"=" in data:
            self._expect_assertions(data)
        start, line = self._resumed(file)
        for stretch in stretches(data, path, start, line):
            settled = self._take(stretch, file)
            line += stretch.data.count(b"\n")
            if settled and is_worth(len(data) - stretch.end):
                self._share(file, stretch.end, line)
                return

    def _resumed(self, file: File) -> tuple[int, int]:
        """Where the taking begins: (bytes, line); behind what is known of an earlier run."""
        known, self.beginning = self.beginning, None
        if known is None or self.stretches or self.asserted or not known.fits(self, file):
            return 0, 1
        assert self._journal is not None, "a taker is started before it takes"
        line = known.resume(self, file, self._journal)
        self.resumed = known
        advance(known.length)
        return known.length, line

    def _expect_assertions(self, data: bytes) -> None:
        from arledger.ledger.asserted import Asserted  # few journals assert anything

        if self.asserted is None:
            self.asserted = Asserted(1 if self.side == "receivable" else -1, self._until)
        self.asserted.expect(data, self._is_known)

    def _is_known(self, account: bytes) -> bool:
        """Whether something was perhaps posted to an account in what was read so far."""
        if not self.count:
            return False
        name, entries = account.decode(), self._journal.entries if self._journal else ()
        return account in self.accounts or any(
            posting.account == name for entry in entries for posting in entry.postings
        )

    def _share(self, file: File, start: int, line: int) -> None:
        """Take the rest of a file, half of it by another process."""
        with Half(self, file, start) as half:
            line = self._through(file, start, line, half.start)
            end = half.taken(line)
        line += file.data.count(b"\n", half.start, end)
        self._through(file, end, line, len(file.data))

    def _through(self, file: File, start: int, line: int, end: int) -> int:
        """Take part of a file; the number of the line behind it."""
        for stretch in stretches(file.data, file.path, start, line, end):
            self._take(stretch, file)
            line += stretch.data.count(b"\n")
        return line

    def _take(self, stretch: Stretch, file: File) -> bool:
        """Take the rows of a stretch; whether nothing in it changed how to read on."""
        first = self.met(stretch)
        rows = iter(enumerate(stretch.rows))
        stop: int | None = -1
        settled = True
        coins = self.coins(file.context)
        while stop is not None:
            moves, left, stop = self.run(self.noted(rows), first, coins)
            apply(moves)
            self.note(moves, first, left, coins)
            for index in left:
                if index == stop and self.asserted:  # a file that is included here comes behind
                    self.asserted.put_in_order()
                self.read(*stretch.lines(index), first + index, file)
            if stop is not None and not stretch.rows[stop][-1].startswith(b"account "):
                coins = self.coins(file.context)
                settled = False
        if self.asserted:
            self.asserted.put_in_order()
        return settled and coins is not None

    def noted(self, rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """The rest of the rows of a stretch; what they do to asserted balances is noted.

        The rows above may have included a file that is the first to assert any.
        """
        return self.asserted.seen(rows) if self.asserted else rows

    def note(self, moves: Iterable[Move], first: int, left: list[int], coins: Coins | None) -> None:
        """Note what rows did to the accounts of which something is asserted."""
        if self.asserted:
            self.asserted.pass_moves(moves)
            self.asserted.pass_rows(first, left, coins, self._is_own)

    def _is_own(self, account: bytes) -> bool:
        return self.accounts[account].lanes is not None

    def met(self, stretch: Stretch) -> int:
        """Count the rows of a stretch as met; the place of the first."""
        return self.meet(stretch.where())

    def meet(self, where: Where) -> int:
        """Count the rows of a stretch as met; the place of the first."""
        first = self.count
        self.count += where.rows
        self.stretches.append((first, where))
        self._within.append(self._reading)
        return first

    def turn(self, place: int) -> tuple[int, ...]:
        """What puts places in the order of the files: an include stands where it is included."""
        at = bisect_right(self.stretches, place, key=itemgetter(0)) - 1
        return (*self._within[at], place)

    def hold(self) -> bool:
        """Whether all holds that was concluded from names, and all that is asserted."""
        if self.asserted and not self.asserted.hold(self.places.decimals):
            return False
        return self.accounts.hold()

    def begin_anew(self) -> None:
        """Forget what was met, but not what anything means."""
        self.count, self.stretches, self.later = 0, [], _LAST_DAY
        self._within = []
        self.asides.named = {}
        if self.asserted:
            self.asserted.begin_anew()
        for party in self.accounts.parties.values():
            party.codes.clear()
            if party.payees is not None:
                party.payees.clear()

    def coins(self, context: Context) -> Coins | None:
        """How numbers are read at a place; None where something changes what entries say."""
        return Coins(context, self.places) if is_plain(context) else None

    def read(self, lines: list[str], line: int, place: int, file: File) -> None:
        """Have a row read the long way; take it nevertheless if it is simple.

        It must be an entry itself, not a file with one, and say its year: it is perhaps read
        again.
        """
        assert self._journal is not None, "a taker is started before it takes"
        entries, accounts = self._journal.entries, self._journal.accounts
        before, declared = len(entries), len(accounts)
        plain = is_plain(file.context)  # else an entry may be what makes it so again
        silent = self.careful(lines, line, place, file)
        if self.asserted is not None and len(entries) > before and lines[0][0].isdigit():
            self.asserted.pass_entry(place, entries[-1], self._journal)
        one = len(entries) == before + 1 and lines[0][:4].isdigit()
        coins = self.coins(file.context) if one else None
        moves = self._moves_of(entries[-1], place, coins) if coins is not None else None
        if moves is not None:
            apply(moves)
            if settles(self.dropped().postings) and silent and plain:
                return
        account = None
        if silent and plain and lines[0].startswith("account ") and len(accounts) > declared:
            account = _flat(accounts[next(reversed(accounts))])
        if account or not silent or lines[0][0] not in ";#*":
            self.journalled.append((place, account, moves is not None))

    def careful(self, lines: list[str], line: int, place: int, file: File) -> bool:
        """Have a row read the long way; whether there was nothing to tell of it."""
        assert self._journal is not None, "a taker is started before it takes"
        above = self._reading
        self._reading = (*above, place)
        silent = file.careful(lines, line)
        self._reading = above
        self.kept += [place] * (len(self._journal.entries) - len(self.kept))
        return silent

    def dropped(self) -> Entry:
        """The last entry of the journal, which is not wanted there."""
        assert self._journal is not None, "a taker is started before it takes"
        self.kept.pop()
        return self._journal.entries.pop()

    def run(  # noqa: C901, PLR0912, PLR0915 - nine rows in ten run through this loop
        self, rows: Iterator[tuple[int, Row]], first: int, coins: Coins | None
    ) -> tuple[list[Move], list[int], int | None]:
        """The movements of rows up to one that may change how to read what follows it.

        And the rows that were not taken, that one too, and which it is; None at the end.
        """
        left: list[int] = []
        if coins is not None:
            coins.waiting = left
        moves: list[Move] = []
        accounts, days, dues, until = self.accounts, self._days, self._dues, self._until
        sign = 1 if self.side == "receivable" else -1
        for index, row in rows:
            (_, day, _, code, said, note, a1, n1, c1, m1, d1, a2, n2, c2, m2, d2,
             a3, n3, c3, m3, _, below, odd) = row  # fmt: skip
            if odd:
                if coins is not None and odd[0] in _DIGITS:
                    more = self._nearly(odd, first + index, coins)
                    if more is not None:
                        moves += more
                        continue
                left.append(index)
                if odd[0] not in _DIGITS and odd[0] not in _REMARKS:
                    return moves, left, index
                continue
            place = first + index
            due = dues[note] if note else b""
            day = days[day]
            if coins is None or not day or (below and tells(below)):
                left.append(index)
                continue
            if due is None or not a2:
                if not self._is_aside(row, place, due, coins):
                    left.append(index)
                continue
            # The receivable and what stands against it: usually two postings, or three of a sale.
            own, rest, remark, named, other = accounts[a1], accounts[a2], m1, d1, m2
            if a3 and c2 and rest.lanes is not None and not due:
                paid = self._paid(row, place, coins)
                if paid is not None:
                    moves += paid
                    continue
            money = c1 or c2
            if not money:  # its symbol stands before each number
                (n1, c1), (n2, c2), (n3, c3) = map(parted, (n1, n2, n3))
                money = c1 or c2
                if not money:
                    left.append(index)
                    continue
            low, high, point, marks, _, times = coins[money]
            try:
                if a3:
                    quantity = 0
                    if rest.sells and accounts[a3].sells and c2 == c1 and (c3 == c1 or not n3):
                        quantity = _first_of_three((n1, n2, n3), low, high, point, marks)
                    other = m2 + m3
                elif n1:
                    quantity = int(n1.translate(None, marks)) if n1[low:high] == point else 0
                    if n2 and (c2 != c1 or (n2 != b"-" + n1 and b"-" + n2 != n1)):
                        quantity = 0
                else:
                    quantity = -int(n2.translate(None, marks)) if n2[low:high] == point else 0
            except ValueError:
                quantity = 0
            if own.lanes is None and not a3:
                own, rest, remark, named, other, quantity = rest, own, m2, d2, m1, -quantity
            lanes, number = own.lanes, None
            silent = not (other and tells(other))
            if not quantity or not rest.plain or rest.lanes is not None or not silent:
                pass
            elif lanes is None:
                if own.plain and not tells(remark):
                    continue  # no receivable is moved
            else:
                number = named or document_in(remark)
            quantity *= sign * times
            fits = rest.sells if quantity > 0 else rest.pays and not a3
            if lanes is None or number is None or not fits:
                more = self._generally(row, place, due, coins)
                if more is None:
                    left.append(index)
                else:
                    moves += more
            elif day > until:
                self.later = min(self.later, day)
            else:
                party = lanes.party
                if quantity > 0:
                    number = number or code
                elif code and (rest.reverses or not number):
                    party.codes.add(code)
                if party.payees is not None:
                    payee, bar, _ = said.partition(b"|")
                    party.payees.add(payee if bar else b"")
                moves.append((lanes[money], number, quantity, day, due, place))
        return moves, left, None

    def _is_aside(self, row: Row, place: int, due: bytes | None, coins: Coins) -> bool:
        """Whether an entry moves no money, or is a promise, and nothing is wrong with it."""
        counts = row[1] <= self._until
        if not counts:
            self.later = min(self.later, row[1])
        if not row[6]:
            return due is not None or self.asides.is_event(row[5], place, counts=counts)
        if due != b"" and not document_in(row[5]):  # it may name the document it is about
            return False
        return self.asides.is_promise(row, place, coins, counts=counts)

    def _paid(self, row: Row, place: int, coins: Coins) -> list[Move] | None:
        """The movements of one payment for two documents; None if it may be anything else."""
        (_, day, _, _, said, _, a1, n1, c1, m1, _, a2, n2, c2, _, d2,
         a3, n3, c3, _, d3, _, _) = row  # fmt: skip
        accounts = self.accounts
        cash, one, two = accounts[a1].pays_only, accounts[a2].lanes, accounts[a3].lanes
        if not cash or one is None or two is None or one.party is not two.party:
            return None
        first, second, whole = coins.sure(n2, c2), coins.sure(n3, c2), coins.sure(n1, c2)
        if first is None or second is None or (n1 and (whole is None or c1 != c2)):
            return None
        sums = not n1 or first + second + (whole or 0) == 0
        sign = 1 if self.side == "receivable" else -1
        credits_ = first * sign < 0 and second * sign < 0
        if not (sums and d2 and d3 and credits_) or c3 != c2 or tells(m1) or day > self._until:
            return None
        if one.party.payees is not None:
            one.party.payees.add(payee_of(said))
        return [
            (one[c2], d2, first * sign, day, b"", place),
            (two[c2], d3, second * sign, day, b"", place),
        ]

    def _generally(
        self, row: Row, place: int, due: bytes | None, coins: Coins
    ) -> list[Move] | None:
        """The movements of a row of any shape; None if it is not simple."""
        lines = row_weighed(row, coins)
        if lines is None or due is None:
            return None
        return self._moves(lines, (row[1], row[3], due, row[4], place))

    def _nearly(self, item: bytes, place: int, coins: Coins) -> list[Move] | None:
        """The movements of an item that is a nearly plain entry; None if it is not simple."""
        entry = nearly_plain(item)
        if entry is None:
            return None
        (text, _, code, said, note), parts = entry
        day, due = self._days[text], self._dues[note] if note else b""
        lines = lines_weighed(parts, coins) if day and due is not None else None
        if lines is None or due is None or len(lines) < 2:
            return None
        if self.asserted is not None and not self.asserted.foresees(lines):
            return None
        moves = self._moves(lines, (day, code, due, said, place))
        if moves is not None and self.asserted:
            self.asserted.pass_lines(place, day, lines, self._is_own)
        return moves

    def _moves_of(self, entry: Entry, place: int, coins: Coins) -> list[Move] | None:
        """The movements of an entry that was read the long way; None if it is not simple."""
        due = due_among(entry.tags)
        if due is None or entry.date2 is not None:
            return None
        lines: list[Weighed] = []
        for posting in entry.postings:
            line = self._line(posting, coins)
            if line is None:
                return None
            lines.append(line)
        if len(lines) < 2:
            return None
        day = entry.date.isoformat().encode()
        return self._moves(
            lines, (day, entry.code.encode(), due, entry.description.encode(), place)
        )

    def _line(self, posting: Posting, coins: Coins) -> Weighed | None:
        """A posting as its text would be read; of one that is no receivable only its sign."""
        if posting.kind != "real" or posting.date or len(posting.amounts) != 1:
            return None
        quantity, commodity, _ = posting.amounts[0]
        account, note = posting.account.encode(), note_of(posting.tags)
        if self.accounts[account].lanes is None:
            whole: int | None = (quantity > 0) - (quantity < 0)
        else:
            whole = coins.whole_of(quantity, commodity)
        if whole is None or note is None:
            return None
        return account, whole, commodity.encode(), note, None

    def _moves(self, lines: list[Weighed], head: _Head) -> list[Move] | None:
        """What the receivables among the postings of a simple entry do; None if it is not."""
        day, code, due, said, place = head
        sign = 1 if self.side == "receivable" else -1
        own: list[_Own] = []
        rest: list[tuple[Meant, int]] = []
        for account, quantity, currency, note, _ in lines:
            meant = self.accounts[account]
            named = document_in(note) if note else b""
            if named is None or not meant.plain or (named and meant.lanes is None):
                return None
            if meant.lanes is None:
                rest.append((meant, quantity * sign))
            else:
                own.append((meant.lanes, quantity * sign, named, currency))
        if not own:
            return []
        if not _agree(own, rest):
            return None
        if day > self._until:
            self.later = min(self.later, day)
            return []
        moves: list[Move] = []
        reverses = code != b"" and any(meant.reverses for meant, _ in rest)
        for lanes, quantity, named, currency in own:
            party = lanes.party
            if party.payees is not None:
                party.payees.add(payee_of(said))
            if quantity < 0 and code and (reverses or not named):
                party.codes.add(code)
            number = named or (code if quantity > 0 else b"")
            moves.append((lanes[currency], number, quantity, day, due, place))
        return moves


def _agree(own: list[_Own], rest: list[tuple[Meant, int]]) -> bool:
    """Whether receivables of an entry are one sale, or credits of one customer, beyond doubt."""
    party = own[0][0].party
    if own[0][1] > 0:
        for meant, _ in rest:
            if not meant.sells:
                return False
        return len(own) == 1
    for lanes, quantity, _, _ in own:
        if quantity >= 0 or lanes.party is not party:
            return False
    return any(quantity > 0 and meant.pays for meant, quantity in rest)


def _flat(declared: AccountDeclaration) -> tuple[Any, ...]:
    return declared.name, declared.comment, declared.tags, tuple(declared.span), declared.type


def _first_of_three(
    numbers: tuple[bytes, bytes, bytes], low: int, high: int, point: bytes, marks: bytes
) -> int:
    """The first of three quantities that add up to nothing, the last perhaps left out; else 0."""
    first, second, third = numbers
    if first[low:high] != point or second[low:high] != point:
        return 0
    quantity = int(first.translate(None, marks))
    if third:
        rest = int(second.translate(None, marks)) + int(third.translate(None, marks))
        return quantity if third[low:high] == point and quantity + rest == 0 else 0
    return quantity if point or b"." not in second else 0
