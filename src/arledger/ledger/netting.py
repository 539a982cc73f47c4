"""The short way to balances: plain entries of simple customers are summed as they are read.

Most customers of a big book have invoices with a number and payments that name them. What is
open on such a document is its amount less what names it, whatever the order. The moment
anything about a customer is not as simple, all the customer's entries are read the long way
and allocated like any other (``quick``): the long way decides, this one only spares it work.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arledger.journal.comments import cuts_of, tags_of
from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.journal.plain import Careful, NotPlainError, Row, Stretch, is_plain, length
from arledger.ledger.accounts import Accounts
from arledger.ledger.kinds import Kinds, Nature
from arledger.ledger.lanes import Known, Party
from arledger.ledger.model import Side
from arledger.ledger.tags import MEANINGFUL, meaning
from arledger.money import ZERO
from arledger.policy.model import Policy

_MAKES_AN_INVOICE: frozenset[Nature] = frozenset(
    {"income", "neutral", "expense", "asset", "liability", "unknown"}
)
"""What a debit may stand against and be an invoice beyond doubt."""

_MAKES_A_CREDIT: frozenset[Nature] = frozenset(
    {"cash", "bank-fee", "asset", "income", "credit-note", "write-off", "discount", "expense"}
)
"""One of these tells what a credit is: nothing is guessed."""

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _NotTakenError(Exception):
    """The entry must be read the long way."""


class Meant(NamedTuple):
    """What an account means for a plain entry."""

    customer: str
    """Whose receivable it is; "" when it is none."""
    plain: bool
    """False: its entries are always read the long way."""
    nature: Nature


class _Head(NamedTuple):
    currency: str
    day: date
    due: date | None
    code: str


class _Line(NamedTuple):
    account: str
    meant: Meant
    quantity: Decimal
    note: str


@dataclass(slots=True)
class Netting:
    """Takes the plain entries of simple customers; made for one journal."""

    policy: Policy
    side: Side
    as_of: date
    parties: dict[str, Party] = field(default_factory=dict)
    accounts: dict[str, Meant] = field(default_factory=dict)
    """Every account met in a plain entry."""
    _journal: Journal | None = None
    _days: dict[str, date] = field(default_factory=dict)
    _notes: dict[str, tuple[date | None, bool]] = field(default_factory=dict)
    _sure: dict[tuple[str, bool, bool, int], bool] = field(default_factory=dict)
    _judges: tuple[Accounts, Kinds] | None = None

    def start(self, journal: Journal) -> None:
        """Take from a journal about to be read; NotPlainError for a second one."""
        if self._journal is not None:
            raise NotPlainError
        self._journal = journal
        self._judges = _judges(journal, self.policy, self.side)

    def holds(self, journal: Journal) -> bool:
        """Whether all that was concluded from accounts holds now that all are declared."""
        judges = _judges(journal, self.policy, self.side)
        return all(_meant(name, *judges) == meant for name, meant in self.accounts.items())

    def take(self, stretch: Stretch, context: Context, careful: Careful) -> None:
        """Take the rows that are simple, and give every other to ``careful`` in its place."""
        line = stretch.line
        self._sure.clear()
        plain = is_plain(context)
        for row in stretch.rows:
            line += len(row[0])
            if row[-1]:
                careful(stretch.lines(row, line), line)
                line += row[-1].count("\n")
                if not row[-1][0].isdigit():  # a directive may have changed how to read
                    plain = is_plain(context)
                    self._sure.clear()
                continue
            if not plain or not self._taken(row, (stretch.path, line), context):
                careful(stretch.lines(row, line), line)
            line += length(row)

    def _taken(self, row: Row, place: tuple[str, int], context: Context) -> bool:
        try:
            self._row(row, place, context)
        except _NotTakenError:
            return False
        return True

    def _row(self, row: Row, place: tuple[str, int], context: Context) -> None:
        """Take one plain entry; _NotTakenError, before anything is kept, if it is not simple."""
        _, text, _, code, said, note, a1, n1, c1, m1, a2, n2, c2, m2, a3, n3, c3, m3, _ = row
        currency = c1 or c2
        if (c2 and c2 != currency) or (c3 and c3 != currency):
            raise _NotTakenError
        day = self._days.get(text) or self._day(text)
        due = self._due(note) if note else None
        q1 = self._quantity(n1, currency, context) if n1 else None
        q2 = self._quantity(n2, currency, context) if n2 else None
        meant = self.accounts
        lines = []
        if a3:
            q3 = self._quantity(n3, currency, context) if n3 else None
            q1, q2, q3 = _balanced(q1, q2, q3)
            lines.append(_Line(a3, meant.get(a3) or self._account(a3), q3, m3))
        else:
            q1, q2, _ = _balanced(q1, q2, ZERO)
        lines.append(_Line(a1, meant.get(a1) or self._account(a1), q1, m1))
        lines.append(_Line(a2, meant.get(a2) or self._account(a2), q2, m2))
        own = []
        for line in lines:
            if not line.meant.plain:
                raise _NotTakenError
            if line.meant.customer:
                own.append(line)
            elif line.note and (":" in line.note or "[" in line.note):
                raise _NotTakenError
        if own and day <= self.as_of:
            party = self._keep(own, lines, _Head(currency, day, due, code))
            party.places.append(place)
            if party.unnamed:
                party.payees.add(said.partition("|")[0].strip() if "|" in said else "")

    def _keep(self, own: list[_Line], lines: list[_Line], head: _Head) -> Party:
        """Add the receivable lines of an entry to their customer."""
        customer = own[0].meant.customer
        positive = own[0].quantity > 0
        for line in own:
            same = line.meant.customer == customer and (line.quantity > 0) == positive
            if not same or not line.quantity:
                raise _NotTakenError
        party = self.parties.get(customer) or self._party(own[0].account, customer)
        if positive == (self.side == "receivable"):
            _debit(party, own, lines, head)
        else:
            _credit(party, own, lines, head)
        return party

    def _quantity(self, number: str, commodity: str, context: Context) -> Decimal:
        commas, point = number.count(","), number.find(".")
        shape = (commodity, commas > 1, commas > 0, len(number) - point if point >= 0 else 0)
        sure = self._sure.get(shape)
        if sure is None:
            sure = self._sure[shape] = context.amounts.is_sure(shape)
        if not sure:
            raise _NotTakenError
        return Decimal(number.replace(",", "") if commas else number)

    def _day(self, text: str) -> date:
        try:
            day = self._days[text] = date.fromisoformat(text)
        except ValueError:
            raise _NotTakenError from None
        return day

    def _due(self, note: str) -> date | None:
        """The due date an entry's comment states; whatever else it says must not matter."""
        known = self._notes.get(note)
        if known is None:
            known = self._notes[note] = _read_note(note.strip())
        due, sound = known
        if not sound:
            raise _NotTakenError
        return due

    def _account(self, name: str) -> Meant:
        assert self._judges is not None, "a taker is started before it takes"
        meant = self.accounts[name] = _meant(name, *self._judges)
        return meant

    def _party(self, account: str, customer: str) -> Party:
        assert self._journal is not None, "a taker is started before it takes"
        named = "name" in meaning(self._journal.inherited_tags(account))
        party = self.parties[customer] = Party(customer, not named)
        return party


def _judges(journal: Journal, policy: Policy, side: Side) -> tuple[Accounts, Kinds]:
    own = Accounts(journal, policy, side)
    other = Accounts(journal, policy, "payable" if side == "receivable" else "receivable")
    return own, Kinds(journal, policy, own, other)


def _meant(name: str, own: Accounts, kinds: Kinds) -> Meant:
    role = own.role(name)
    nature = kinds.nature(name)
    if role is None:
        return Meant("", nature not in {"own", "other-side", "equity"}, nature)
    return Meant(role.customer, len(role.below) == 1, nature)


def _balanced(
    first: Decimal | None, second: Decimal | None, third: Decimal | None
) -> tuple[Decimal, Decimal, Decimal]:
    """The three with a missing one filled in; _NotTakenError if they do not add up to zero."""
    if first is None:
        if second is None or third is None:
            raise _NotTakenError
        return -(second + third), second, third
    if second is None:
        if third is None:
            raise _NotTakenError
        return first, -(first + third), third
    if third is None:
        return first, second, -(first + second)
    if first + second + third:
        raise _NotTakenError
    return first, second, third


def _debit(party: Party, own: list[_Line], lines: list[_Line], head: _Head) -> None:
    if len(own) > 1 or any(
        not line.meant.customer and line.meant.nature not in _MAKES_AN_INVOICE for line in lines
    ):
        raise _NotTakenError
    account, _, quantity, note = own[0]
    number = _named(note) if note else head.code
    lane = party.lane(account, head.currency)
    known = Known(abs(quantity), head.due, head.day)
    if not number:
        lane.unnumbered.append(known)
    elif number in lane.documents:
        raise _NotTakenError
    else:
        lane.documents[number] = known
    lane.balance += known.amount


def _credit(party: Party, own: list[_Line], lines: list[_Line], head: _Head) -> None:
    positive = own[0].quantity < 0
    told = any(
        line.meant.nature in _MAKES_A_CREDIT and line.quantity and (line.quantity > 0) == positive
        for line in lines
    )
    numbers = [_named(line.note) for line in own]
    if not told or not all(numbers):
        raise _NotTakenError
    for line, number in zip(own, numbers, strict=True):
        amount = abs(line.quantity)
        lane = party.lane(line.account, head.currency)
        lane.paid[number] = lane.paid.get(number, ZERO) + amount
        lane.balance -= amount
    if head.code:
        party.codes.add(head.code)


def _named(note: str) -> str:
    """The one document a posting's comment names, "" when it names none.

    _NotTakenError when the comment says anything else that may matter.
    """
    if note.startswith("inv:"):
        number = note[4:].strip()
        if number == "-" or "," in number or ":" in number or "[" in number:
            raise _NotTakenError
        return number
    if ":" in note or "[" in note:
        raise _NotTakenError
    return ""


def _read_note(note: str) -> tuple[date | None, bool]:
    """(due date, whether nothing else in the comment of an entry matters)."""
    tags = tags_of(note)
    if not tags:
        return None, True
    if cuts_of(note):
        return None, False
    found = meaning(tags)
    due = found.pop("due", None)
    if not MEANINGFUL.isdisjoint(found) or (due is not None and not _FULL_DATE.fullmatch(due)):
        return None, False
    try:
        return (date.fromisoformat(due) if due is not None else None), True
    except ValueError:
        return None, False
