"""What the alerts of a book are found in: each part worked out once, when the first asks for it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from arledger.dates import add_days
from arledger.ledger.model import Book, Item
from arledger.measures.aging import age
from arledger.measures.behaviour import SOLD_ON_CREDIT, Paid, paid
from arledger.measures.grades import Regraded, regraded
from arledger.measures.held_since import HeldSince
from arledger.measures.standing import Standings
from arledger.measures.worklist_standing import Standing, standings
from arledger.money import ZERO, divide, plain
from arledger.problems import Span
from arledger.records import NamedTuple, replaced


class Finding(NamedTuple):
    """Something to be told of a customer."""

    customer: str
    of: tuple[str, ...]
    """What tells it from others of its kind and customer: of the facts, never of the day."""
    since: date
    """The day it arose: it has held on every day from then on."""
    message: str
    currency: str = ""
    amount: Decimal | None = None
    number: str = ""
    source: Span | None = None


class Document(NamedTuple):
    """Something that was billed."""

    date: date
    amount: Decimal


class Habit:
    """How late one customer paid in one currency, between any two days."""

    def __init__(self, parts: Iterable[Paid]) -> None:
        ordered = sorted(parts, key=lambda part: part.day)
        self.days = [part.day for part in ordered]
        self._amounts = [*accumulate((part.amount for part in ordered), initial=ZERO)]
        late = (part.amount * part.days_past_due for part in ordered)
        self._late = [*accumulate(late, initial=ZERO)]

    def between(self, after: date, until: date, least: int) -> Decimal | None:
        """Days past due on average, weighted by amount: negative when early.

        Of payments after a day and up to another; None when they are fewer than ``least``.
        """
        begin, end = bisect_right(self.days, after), bisect_right(self.days, until)
        if end - begin < least:
            return None
        paid = self._amounts[end] - self._amounts[begin]
        return divide(self._late[end] - self._late[begin], paid, 6)


class Watch:
    """A whole book, each currency on its own."""

    def __init__(self, book: Book) -> None:
        self.book = replaced(book, valuation=None)
        self.policy = book.policy.alerts
        self.as_of = book.as_of

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Everybody who owes something, or with whom a next step is due."""
        return {one.customer.id: one for one in standings(self.book)}

    @cached_property
    def asked(self) -> list[Standing]:
        """Those of them who owe something and are spoken to: at law others speak for us."""
        gone = self.at_law
        return [one for id_, one in self.standings.items() if one.claims and id_ not in gone]

    @cached_property
    def at_law(self) -> set[str]:
        """Customers to whom others speak for us, by ``worklist.legal``."""
        stages = self.book.policy.worklist.legal
        return {
            one.customer.id
            for one in self.standings.values()
            if any(event.tags["stage"].casefold() in stages for event in one.legal)
        }

    @cached_property
    def owed(self) -> dict[str, list[Item]]:
        """What is open of those who are spoken to, by customer."""
        found: dict[str, list[Item]] = {one.customer.id: [] for one in self.asked}
        for item in self.book.open_items():
            if item.customer in found:
                found[item.customer].append(item)
        return found

    @cached_property
    def late(self) -> dict[str, list[Item]]:
        """What is past due of it, the latest first; only who has any."""
        found = {id_: [i for i in own if self.days(i) > 0] for id_, own in self.owed.items()}
        for own in found.values():
            own.sort(key=lambda item: (-self.days(item), item.number, item.currency, item.open))
        return {id_: own for id_, own in found.items() if own}

    @cached_property
    def habits(self) -> dict[tuple[str, str], Habit]:
        """How sales were paid, by customer and currency."""
        return {key: Habit(parts) for key, parts in paid(self.book).items()}

    @cached_property
    def billed(self) -> dict[tuple[str, str], list[Document]]:
        """What was sold on credit, by customer and currency, the earliest first."""
        sums: dict[tuple[str, str], dict[object, Document]] = defaultdict(dict)
        for item in self.book.items:
            if item.kind in SOLD_ON_CREDIT:
                own = sums[item.customer, item.currency]
                key = (item.date, item.number) if item.number else item
                known = own.get(key, Document(item.date, ZERO))
                sold = (c.amount for c in item.charges if c.kind in SOLD_ON_CREDIT)
                own[key] = known._replace(amount=known.amount + sum(sold, ZERO))
        return {key: sorted(own.values()) for key, own in sums.items()}

    @cached_property
    def credit(self) -> Standings:
        """Where everybody stands against the limits."""
        return Standings(self.book)

    @cached_property
    def held_since(self) -> HeldSince:
        """Since when."""
        return HeldSince(self.credit)

    @cached_property
    def grades(self) -> dict[str, Regraded]:
        """Everybody's grade in force, and its last change."""
        return regraded(self.book)

    def days(self, item: Item) -> int:
        """Days past due, by the policy's basis."""
        return age(item, self.as_of, self.book.policy.aging.basis)

    def day_of(self, item: Item, days: int) -> date:
        """The day on which an item is so many days past due."""
        return add_days(self.as_of, days - self.days(item))

    def is_little(self, currency: str, amount: Decimal) -> bool:
        """Whether an amount is not worth a word, by ``worklist.least``."""
        return amount < self.book.policy.worklist.least.get(currency, ZERO)

    def money(self, currency: str, amount: Decimal) -> str:
        """An amount in a sentence."""
        return f"{plain(self.book.shown(currency, amount))} {currency}".rstrip()


def open_since(item: Item) -> date:
    """The first day of those on which an open item was open without a break."""
    changes: dict[date, Decimal] = defaultdict(Decimal)
    for charge in item.charges:
        changes[charge.date] += charge.amount
    for allocation in item.allocations:
        changes[allocation.date] -= allocation.amount
    left, since = ZERO, item.date
    for day in sorted(changes):
        if not left:
            since = day
        left += changes[day]
    return since


def name_of(item: Item) -> str:
    """The number of an item, else its date: no place in a file, for those change."""
    return item.number or f"{item.kind} of {item.date}"


def together(items: Sequence[Item]) -> Decimal:
    """What is open of items of one currency."""
    return sum((item.open for item in items), ZERO)
