"""What is known of each customer on the book's day that bears on its grade.

A customer is judged in one currency: that of its limit, else the one it buys in most often.
Others are converted at the journal's prices of the day; what has no price is left out, and said
to be. In which currency a report is asked for changes no grade.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from arledger.dates import add_days, add_months, days_past_due
from arledger.ledger.disputes import Dispute, by_document
from arledger.ledger.model import Book, Credit, Customer, Item
from arledger.ledger.tags import day
from arledger.measures.aging import disputed_parts
from arledger.measures.behaviour import SOLD_ON_CREDIT, paid
from arledger.measures.exposure import Exposures
from arledger.measures.promises import judgments
from arledger.measures.promises_kept import ENDED
from arledger.measures.ratings import Rating, rating_of
from arledger.measures.written_off import NEVER_PAID, losses_of
from arledger.money import ZERO
from arledger.records import field, record

CHARGES = frozenset({"interest", "fee"})
"""What we charge for lateness: how somebody pays is told by what was sold."""

ByDays = dict[int, Decimal]
"""Amounts by days past due; negative days: before the due date."""


@record
class Facts:
    """A customer on a day; payments, promises and disputes count for the policy's months."""

    customer: str
    currency: str
    """Of the amounts."""
    paid: ByDays = field(default_factory=lambda: defaultdict(Decimal))
    """What was paid on sales, and what was written off at the latest days the index knows."""
    overdue: ByDays = field(default_factory=lambda: defaultdict(Decimal))
    """What is overdue now, without our own charges."""
    seen: set[object] = field(default_factory=set)
    """The documents of both."""
    open: Decimal = ZERO
    past_due: Decimal = ZERO
    """Of what is open, our own charges too."""
    kept: int = 0
    """Promises whose window has closed, as ``unkept``."""
    unkept: int = 0
    billed: Decimal = ZERO
    disputed: Decimal = ZERO
    """Of what was billed, unless the dispute was withdrawn."""
    limit: Decimal | None = None
    """None: there is no limit."""
    exposure: Decimal = ZERO
    """Net, in the currency of the limit."""
    months: int | None = None
    """Whole months of business together; None: there was none so far."""
    bought: dict[str, Decimal] = field(default_factory=dict)
    """What was billed, in each currency the scorecard asks for."""
    tags: Mapping[str, str] = field(default_factory=dict)
    rating: Rating = Rating()
    unpriced: set[str] = field(default_factory=set)
    """Currencies no price leads from: what is in them is left out."""

    @property
    def documents(self) -> int:
        """How many were paid, in full or in part, or are overdue."""
        return len(self.seen)

    @property
    def experience(self) -> ByDays:
        """What was paid and what is overdue, by days past due."""
        both = dict(self.paid)
        for days, amount in self.overdue.items():
            both[days] = both.get(days, ZERO) + amount
        return both

    @property
    def owes_without_credit(self) -> bool:
        """Whether anything is owed although the limit is 0."""
        return self.limit == 0 and self.exposure > 0

    def word(self, criterion: str) -> str:
        """What a criterion of words goes by: a tag's value, an agency's rating; "" without."""
        kind, _, of = criterion.partition(":")
        if kind == "tag":
            return self.tags.get(of.casefold(), "")
        is_meant = not of or of.casefold() == self.rating.agency.casefold()
        return self.rating.value if is_meant else ""


def facts(book: Book) -> dict[str, Facts]:
    """What is known of every customer of a book, as it is, whatever was selected."""
    return _Finder(book.whole or book).found()


def since(book: Book) -> date:
    """The day from which on payments, promises and disputes count."""
    return add_days(add_months(book.as_of, -book.policy.grades.months), 1)


class _Finder:
    """Goes through a whole book once for each sort of fact."""

    def __init__(self, book: Book) -> None:
        self.book, self.policy = book, book.policy.grades
        self.since = since(book)
        self.exposures = Exposures(book)
        self.known: dict[str, Facts] = {}

    def found(self) -> dict[str, Facts]:
        bought = _currencies(self.book)
        for customer in self.book.customers.values():
            self.known[customer.id] = self._begun(customer, bought)
        self._add_open()
        self._add_paid()
        self._add_written_off()
        self._add_promises()
        self._add_billed()
        self._add_disputed()
        return self.known

    def _begun(self, customer: Customer, bought: Mapping[str, Counter[str]]) -> Facts:
        """A customer before anything in the book is looked at."""
        limit = self.exposures.limits.of(customer.id)
        own = bought.get(customer.id, Counter())
        most = min(own, key=lambda currency: (-own[currency], currency)) if own else ""
        one = Facts(customer.id, limit.currency or most, tags=customer.on(self.book.as_of))
        one.rating = rating_of(customer, self.book.as_of, self.policy.rating_months)
        if limit.amount is not None:
            one.limit = limit.amount
            one.exposure = (
                self.exposures.exposed(customer.id, one.currency)[0].net if one.currency else ZERO
            )
        return one

    def _worth(self, one: Facts, amount: Decimal, currency: str) -> Decimal:
        """An amount in the customer's currency; nothing without a price, and that is noted."""
        rate = self.exposures.rate(currency, one.currency)
        if rate is None:
            one.unpriced.add(currency)
            return ZERO
        return rate.of(amount)

    def _add_open(self) -> None:
        apart = disputed_parts(self.book) if self.book.policy.aging.disputed == "column" else {}
        for item in self.book.open_items():
            one = self.known[item.customer]
            left = item.open - apart.get(id(item), ZERO)
            worth = self._worth(one, left, item.currency)
            one.open += worth
            days = days_past_due(self.book.as_of, item.due)
            if worth and days > 0:
                one.past_due += worth
                if item.kind not in CHARGES and not item.age_unknown:
                    one.overdue[days] += worth
                    one.seen.add(document(item))

    def _add_paid(self) -> None:
        for (customer, currency), parts in paid(self.book).items():
            one = self.known[customer]
            for part in parts:
                if part.day >= self.since and (worth := self._worth(one, part.amount, currency)):
                    one.paid[part.days_past_due] += worth
                    one.seen.add(document(part.item))

    def _add_written_off(self) -> None:
        """What was given up, or another paid, they never paid: it is as late as the index goes."""
        last = self.policy.anchors[-1][0]
        for item in self._sold():
            for part in (part for kind in NEVER_PAID for part in losses_of(item, kind)):
                if part.date >= self.since:
                    one = self.known[item.customer]
                    worth = self._worth(one, part.amount, item.currency)
                    one.paid[max(last, days_past_due(part.date, item.due))] += worth
                    one.seen.add(document(item))

    def _add_promises(self) -> None:
        for one in judgments(self.book):
            is_over = self.since <= one.last_day < self.book.as_of
            if is_over and one.state not in ENDED and not one.is_moot:
                known = self.known[one.promise.customer or ""]
                known.kept += one.state == "kept"
                known.unkept += one.state != "kept"

    def _add_billed(self) -> None:
        wanted = [n.partition(":")[2] for n in self.policy.criteria if n.startswith("amount:")]
        for id_, began in _beginnings(self.book).items():
            self.known[id_].months = _months(began, self.book.as_of)
        for item in self._sold():
            one, amount = self.known[item.customer], self._billed(item)
            one.billed += self._worth(one, amount, item.currency)
            for currency in wanted:
                rate = self.exposures.rate(item.currency, currency)
                if rate and amount:
                    one.bought[currency] = one.bought.get(currency, ZERO) + rate.of(amount)

    def _billed(self, item: Item) -> Decimal:
        """What was billed of an item in the months that count."""
        charged = (
            c.amount for c in item.charges if c.date >= self.since and c.kind in SOLD_ON_CREDIT
        )
        return sum(charged, ZERO)

    def _add_disputed(self) -> None:
        for (customer, currency, _), own in by_document(self.book).items():
            billed = sum(
                (self._billed(item) for item in own[0].items if item.kind in SOLD_ON_CREDIT), ZERO
            )
            objected = sum((one.amount - _withdrawn(one) for one in own), ZERO)
            if billed and customer in self.known:
                one = self.known[customer]
                one.disputed += self._worth(one, min(billed, objected), currency)

    def _sold(self) -> Iterator[Item]:
        return (item for item in self.book.items if item.kind in SOLD_ON_CREDIT)


def document(item: Item) -> object:
    """What tells the document of an item: its instalments are one."""
    return (item.customer, item.currency, item.number) if item.number else item


def _currencies(book: Book) -> dict[str, Counter[str]]:
    """How often each customer was billed in each currency, else paid."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item in book.items:
        found[item.customer][item.currency] += 1
    return found


def _beginnings(book: Book) -> dict[str, date]:
    """Since when each customer is one: ``since:``, else the day of the first document."""
    found: dict[str, date] = {}
    every: list[Item | Credit] = [*book.items, *book.credits]
    for one in every:
        found[one.customer] = min(one.date, found.get(one.customer, one.date))
    for customer in book.customers.values():
        text = customer.on(book.as_of).get("since")
        try:
            told = day(text) if text else None
        except ValueError:
            told = None
        if told and told <= book.as_of:
            found[customer.id] = told
    return found


def _months(began: date, as_of: date) -> int:
    """Whole months from one day to another."""
    months = (as_of.year - began.year) * 12 + as_of.month - began.month
    return months if add_months(began, months) <= as_of else months - 1


def _withdrawn(one: Dispute) -> Decimal:
    """What the customer took back of a dispute."""
    return sum((r.amount for r in one.resolutions if r.outcome == "withdrawn"), ZERO)
