"""The short way to balances: plain entries of simple customers are summed as they are read.

Most customers of a big book have invoices with a number and payments that name them. What is
open on such a document is its amount less what names it, whatever the order. The moment
anything about a customer is not as simple, all the customer's entries are read the long way
and allocated like any other (``quick``): the long way decides, this one only spares it work.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arledger.journal.comments import cuts_of, tags_of
from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.journal.plain import (
    POSTINGS,
    Careful,
    NotPlainError,
    Row,
    Stretch,
    is_plain,
    length,
)
from arledger.journal.postings import swallowed_amount
from arledger.ledger.accounts import Accounts
from arledger.ledger.kinds import Kinds, Nature
from arledger.ledger.lanes import Party
from arledger.ledger.model import Side
from arledger.ledger.tags import MEANINGFUL, meaning
from arledger.money import ZERO
from arledger.policy.model import Policy
from arledger.records import field, record

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
    invoices: bool
    """What stands against it may be an invoice."""
    credits: bool
    """What stands against it is a credit whose kind is known."""


_Head = tuple[str, date, date | None, str]
"""Currency, day, stated due date and code of an entry."""

_Line = tuple[Meant, Decimal, str, str]
"""A posting: what its account means, its quantity, its comment, its account."""


@record
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
    marks: dict[str, str] = field(default_factory=dict)
    """The decimal mark that was declared for each commodity met, or ""."""
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
        """Take one plain entry; False, before anything is kept, if it is not simple."""
        _, text, _, code, said, note, a1, n1, c1, m1, a2, n2, c2, m2, a3, _, c3, _, _ = row
        currency = c1 or c2
        if (c2 and c2 != currency) or (c3 and c3 != currency):
            return False
        try:
            day = self._days.get(text) or self._day(text)
            due = self._due(note) if note else None
            if a3:
                lines = self._three(row, currency, context)
            else:
                q1, q2 = self._two(n1, n2, currency, context)
                meant = self.accounts
                lines = [
                    (meant.get(a1) or self._account(a1), q1, m1, a1),
                    (meant.get(a2) or self._account(a2), q2, m2, a2),
                ]
            own = _own(lines)
            if day > self.as_of:
                for _, _, remark, _ in own:  # a posting may have a day of its own
                    _named(remark)
            elif own:
                party = self._keep(own, lines, (currency, day, due, code))
                party.places.append(place)
                if party.unnamed:
                    party.payees.add(said.partition("|")[0].strip() if "|" in said else "")
        except _NotTakenError:
            return False
        return True

    def _two(
        self, first: str, second: str, currency: str, context: Context
    ) -> tuple[Decimal, Decimal]:
        """The quantities of two postings, one perhaps left out."""
        if not second or second == "-" + first:
            if not first:
                raise _NotTakenError
            quantity = self._quantity(first, currency, context)
            return quantity, -quantity
        two = self._quantity(second, currency, context)
        one = self._quantity(first, currency, context) if first else -two
        if one != -two:
            raise _NotTakenError
        return one, two  # both as written: 5 and -5.00 have decimals of their own

    def _three(self, row: Row, currency: str, context: Context) -> list[_Line]:
        """The lines of three postings, one quantity perhaps left out."""
        quantities = [
            self._quantity(row[at + 1], currency, context) for at in POSTINGS if row[at + 1]
        ]
        total = sum(quantities, ZERO)
        if len(quantities) < 2 or (total and len(quantities) == 3):
            raise _NotTakenError
        given = iter(quantities)
        meant = self.accounts
        return [
            (
                meant.get(row[at]) or self._account(row[at]),
                next(given) if row[at + 1] else -total,
                row[at + 3],
                row[at],
            )
            for at in POSTINGS
        ]

    def _keep(self, own: list[_Line], lines: list[_Line], head: _Head) -> Party:
        """Add the receivable lines of an entry to their customer."""
        meant, quantity, _, account = own[0]
        positive = quantity > 0
        for other in own:
            same = other[0].customer == meant.customer and (other[1] > 0) == positive
            if not same or not other[1]:
                raise _NotTakenError
        party = self.parties.get(meant.customer) or self._party(account, meant.customer)
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
            sure = self._sure[shape] = self._is_sure(shape, context)
        if not sure:
            raise _NotTakenError
        return Decimal(number.replace(",", "") if commas else number)

    def _is_sure(self, shape: tuple[str, bool, bool, int], context: Context) -> bool:
        mark = context.amounts.mark_of(shape[0])
        if self.marks.setdefault(shape[0], mark) != mark:
            raise NotPlainError  # what it meant above is not what it means here
        return context.amounts.is_sure(shape)

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
    told_of = swallowed_amount(name, name) is not None
    if role is not None:
        plain = len(role.below) == 1 and role.customer != "" and not told_of
        return Meant(role.customer, plain, False, False)
    nature = kinds.nature(name)
    plain = nature not in {"own", "other-side", "equity"} and not told_of
    return Meant("", plain, nature in _MAKES_AN_INVOICE, nature in _MAKES_A_CREDIT)


def _own(lines: list[_Line]) -> list[_Line]:
    """The receivable lines; the others must say nothing that may matter."""
    own = []
    for line in lines:
        meant, _, note, _ = line
        if not meant.plain:
            raise _NotTakenError
        if meant.customer:
            own.append(line)
        elif note and (":" in note or "[" in note):
            raise _NotTakenError
    return own


def _debit(party: Party, own: list[_Line], lines: list[_Line], head: _Head) -> None:
    for line in lines:
        if not line[0].invoices and line is not own[0]:
            raise _NotTakenError
    _, quantity, note, account = own[0]
    currency, day, due, code = head
    number = (_named(note) if note else "") or code
    lane = party.lane(account, currency)
    known = (abs(quantity), due, day)
    if not number:
        lane.unnumbered.append(known)
    elif number in lane.documents:
        raise _NotTakenError
    else:
        lane.documents[number] = known
    lane.balance += known[0]


def _credit(party: Party, own: list[_Line], lines: list[_Line], head: _Head) -> None:
    positive = own[0][1] < 0
    told = any(
        meant.credits and quantity and (quantity > 0) == positive for meant, quantity, _, _ in lines
    )
    numbers = [_named(note) for _, _, note, _ in own]
    if not told or not all(numbers):
        raise _NotTakenError
    for (_, quantity, _, account), number in zip(own, numbers, strict=True):
        amount = abs(quantity)
        lane = party.lane(account, head[0])
        lane.paid[number] = lane.paid[number] + amount if number in lane.paid else amount
        lane.balance -= amount
    if head[3]:
        party.codes.add(head[3])


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
