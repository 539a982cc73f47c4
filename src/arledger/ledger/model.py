"""The book: every receivable (or payable) that follows from one journal under one policy.

Signs: amounts are what the other party owes us (``receivable``) or we owe them (``payable``),
positive when more is owed. A debit raises what is owed, a credit lowers it; for payables read
the journal with its signs turned round.
"""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from arledger.dates import Terms
from arledger.journal.model import Entry, Journal, Posting
from arledger.ledger.tags import account_meaning, meaning
from arledger.money import ZERO, written
from arledger.policy.model import Policy
from arledger.problems import Span
from arledger.records import NamedTuple, field, record

if TYPE_CHECKING:  # few runs convert
    from arledger.ledger.valuation import Valuation

Side = Literal["receivable", "payable"]

Kind = Literal[
    "invoice",
    "debit-note",
    "interest",
    "fee",
    "refund",
    "bounce",
    "payment",
    "credit-note",
    "discount",
    "write-off",
    "contra",
    "transfer",
    "factoring",
    "indemnity",
    "opening",
    "reallocation",
]
"""What a document is. Only invoices and debit notes are credit sales; only payments are cash."""


class Source(NamedTuple):
    """The posting (or entry) a figure comes from."""

    entry: Entry
    posting: Posting | None = None

    @property
    def span(self) -> Span:
        """The posting's line; the entry's first line when there is no posting."""
        return Span(self.entry.path, self.posting.line if self.posting else self.entry.line)

    @property
    def position(self) -> str:
        """``file:line`` for people."""
        span = self.span
        return f"{span.path}:{span.line}"


class Movement(NamedTuple):
    """One posting on a receivable (payable) account, in one currency: a debit or a credit."""

    date: dt.date
    customer: str
    account: str
    currency: str
    amount: Decimal
    """Never zero; positive raises what is owed."""
    kind: Kind
    number: str
    """A debit's document number, a credit's own; "" when it has none."""
    references: tuple[str, ...]
    """Document numbers named by ``inv:``, as written; ("-",) keeps a credit on account."""
    source: Source


class Due(NamedTuple):
    """One due date and the rule it follows from."""

    date: dt.date
    rule: str
    """Where it was found: ``due: on the posting``, ``terms of the customer`` …"""
    terms: Terms | None = None


@record
class Item:
    """One instalment of a document: what falls due on one day. Open while ``open`` is not 0."""

    customer: str
    account: str
    currency: str
    number: str
    """"" when the document has none; it is then known by its date and place."""
    kind: Kind
    date: dt.date
    """Document date."""
    due: dt.date
    """In force on the as-of date: extensions have moved it."""
    rule: str
    """Where the due date was found."""
    source: Source
    order: tuple[object, ...] = ()
    """Oldest first: (rank, due, document date, number in natural order, place)."""
    original_due: dt.date = dt.date.min
    """Before any extension."""
    terms: Terms | None = None
    charges: list["Charge"] = field(default_factory=list)
    """What was charged and when: the document itself, then what reopened or raised it."""
    allocations: list["Allocation"] = field(default_factory=list)
    open: Decimal = ZERO
    reopened: Decimal = ZERO
    """Part of the charges that raised again what had been settled: bounced payments and such."""
    age_unknown: bool = False
    """An opening balance that says neither document date nor due date."""

    # However alike, two documents are not the same one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def amount(self) -> Decimal:
        """Everything charged up to the as-of date."""
        return sum((charge.amount for charge in self.charges), ZERO)

    @property
    def label(self) -> str:
        """The number; ``date file:line`` for a document without one."""
        return self.number or f"{self.date} {self.source.position}"

    def open_on(self, day: dt.date) -> Decimal:
        """What was left to pay at the end of a day, not after the book's."""
        left = ZERO
        for charge in self.charges:
            if charge.date <= day:
                left += charge.amount
        for allocation in self.allocations:
            if allocation.date <= day:
                left -= allocation.amount
        return left

    def owed_on(self, day: dt.date) -> Decimal:
        """What was open on a day, whatever was paid on that very day."""
        left = self.open_on(day)
        for allocation in self.allocations:
            if allocation.date == day and allocation.amount > 0:
                left += allocation.amount
        return left


class Charge(NamedTuple):
    """A debit that made or raised an item."""

    date: dt.date
    amount: Decimal
    kind: Kind
    source: Source


@record
class Credit:
    """A payment, credit note or anything else that lowers what is owed."""

    customer: str
    account: str
    currency: str
    number: str
    kind: Kind
    date: dt.date
    amount: Decimal
    """Positive."""
    references: tuple[str, ...]
    source: Source
    rest: Decimal = ZERO
    """Unapplied on the as-of date; positive."""
    allocations: list["Allocation"] = field(default_factory=list)
    taken: list[tuple[dt.date, Decimal, Source]] = field(default_factory=list)
    """What bounced, was paid back or was moved away: (date, positive amount, by what)."""

    # However alike, two documents are not the same one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def label(self) -> str:
        """The number; ``date file:line`` for one without."""
        return self.number or f"{self.date} {self.source.position}"


class Allocation(NamedTuple):
    """Part of a credit applied to an item (negative: undone), from ``date`` on."""

    item: Item
    credit: Credit
    amount: Decimal
    date: dt.date
    rule: str
    """Why: ``inv:``, ``code``, ``oldest-due``, ``bounce`` …"""


@record
class Customer:
    """Who owes us (or whom we owe), with master data as they stand on the as-of date."""

    id: str
    name: str
    accounts: dict[str, None] = field(default_factory=dict)
    """Accounts posted to, in order of first use."""
    master: dict[str, str] = field(default_factory=dict)
    """Tags of the account directives; repeated names, addresses, terms and files joined."""
    changes: list[tuple[dt.date, dict[str, str], Span]] = field(default_factory=list)
    """Reviews, oldest first: (in force from, tags, where)."""
    span: Span | None = None
    """The account directive with the master data; None when there is none."""

    def on(self, day: dt.date) -> dict[str, str]:
        """The master data in force on a day."""
        return {**self.master, **self.changed(day)}

    def changed(self, day: dt.date) -> dict[str, str]:
        """What reviews up to a day have changed, the latest word on each."""
        tags: dict[str, str] = {}
        for since, changed, _ in self.changes:
            if since <= day:
                tags.update(changed)
        return tags


class Lane(NamedTuple):
    """What is open in one account of a customer whose postings were only summed."""

    customer: str
    account: str
    currency: str
    places: int
    """Amounts are whole numbers of so many decimals."""
    items: list[tuple[int, dt.date, dt.date]]
    """(open amount, due date, document date) of every document."""
    credits: list[tuple[int, dt.date]]
    """(amount, date) of everything that stands on account."""

    def quantity(self, whole: int) -> Decimal:
        """A whole number as a quantity."""
        return Decimal(whole).scaleb(-self.places)

    @property
    def balance(self) -> Decimal:
        """What is open less what is on account."""
        opened = sum(amount for amount, _, _ in self.items)
        return self.quantity(opened - sum(amount for amount, _ in self.credits))


class Event(NamedTuple):
    """Something that happened without money, as validated: judged elsewhere."""

    kind: str
    date: dt.date
    customer: str | None
    """None: not yet known who is meant (its document has not appeared)."""
    tags: dict[str, str]
    source: Source


class Promise(NamedTuple):
    """A promise to pay: one posting below ``promise:``, as written: judged elsewhere."""

    customer: str | None
    number: str
    """The entry's code; postings of one entry are one plan."""
    made: dt.date
    promised: dt.date
    amount: Decimal
    currency: str
    references: tuple[str, ...]
    source: Source


class Order(NamedTuple):
    """One posting below ``order:``; negative when it was invoiced or cancelled."""

    customer: str
    number: str
    date: dt.date
    amount: Decimal
    currency: str
    source: Source


@record
class Book:
    """All receivables (or payables) of one journal under one policy, on one day."""

    side: Side
    as_of: dt.date
    journal: Journal
    policy: Policy
    customers: dict[str, Customer] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    """Every instalment charged by the as-of date, settled ones too."""
    credits: list[Credit] = field(default_factory=list)
    """Every credit dated by the as-of date."""
    lanes: list[Lane] = field(default_factory=list)
    """What customers owe that were only summed (``quick``): they have no other record."""
    events: list[Event] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    """What items and credits were made of, each customer's in order of date."""
    control: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """Balance per (account, currency), summed from the postings alone."""
    valuation: "Valuation | None" = None
    """Set by ``-X``: reports show worths in its target. None: each currency on its own."""
    selected: str = ""
    """The words of a selection; items, credits and customers are then only what it chose."""
    whole: "Book | None" = None
    """What a selection was made from, for what must be judged on everything."""
    begin: dt.date | None = None
    """Items and credits of a selection are dated from this day on; movements are not cut."""
    terms_assumed: int = 0
    """Documents whose due date is the policy's default terms, which nobody set."""
    _by_customer: dict[str, list[Movement]] | None = None

    def open_items(self) -> list[Item]:
        """Items with something left to pay."""
        return [item for item in self.items if item.open]

    def unapplied(self) -> list[Credit]:
        """Credits with something left to apply."""
        return [credit for credit in self.credits if credit.rest]

    def worth(self, currency: str, amount: Decimal) -> tuple[str, Decimal]:
        """(currency, unrounded amount) as reports show it: converted, if ``-X`` was asked."""
        rate = self.valuation.rate(currency) if self.valuation else None
        if rate is None or self.valuation is None:
            return currency, amount
        return self.valuation.target, rate.of(amount)

    def shown(self, currency: str, amount: Decimal) -> Decimal:
        """A worth as printed: rounded if it was converted; what was booked exact as it is.

        A booked amount has the decimals of its commodity, more only if it is finer; nothing is 0.
        """
        if self.valuation and self.valuation.target == currency:
            return self.valuation.rounded(amount)
        style = self.journal.commodities.get(currency)
        if not amount or style is None:
            return amount or ZERO
        return written(amount, style.places)

    def movements_of(self, customer: str) -> list[Movement]:
        """The customer's movements, in order of date."""
        if self._by_customer is None:
            grouped: dict[str, list[Movement]] = {}
            for movement in self.movements:
                grouped.setdefault(movement.customer, []).append(movement)
            self._by_customer = grouped
        return self._by_customer.get(customer, [])

    def tag(self, document: Item | Credit, name: str) -> str:
        """A tag of a document: its posting's, its entry's, else its customer's on that day.

        A customer's are what reviews say, its account's, those of its other accounts. "" when
        none of them has it.
        """
        entry, posting = document.source
        customer = self.customers[document.customer]
        for tags in (
            meaning(posting.tags) if posting else {},
            meaning(entry.tags),
            customer.changed(self.as_of),
            account_meaning(self.journal, document.account),
            customer.master,
        ):
            if tags.get(name):
                return tags[name]
        return ""
