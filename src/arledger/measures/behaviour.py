"""How a customer pays: after how many days, and how many of them late.

Only invoices and debit notes are sold on credit, and only payments are cash: what a credit note
settles, and what was taken over, says nothing of how somebody pays. What was brought forward does
if it says of which day it was (``issued:``). What bounced, was paid back or was moved away is not
paid. A payment that lay there before its
document was made pays it on that day, after 0 days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from arledger.dates import add_days, add_months, days_past_due
from arledger.ledger.model import Book, Credit, Item
from arledger.measures.cash import cash_of
from arledger.money import ZERO, divide
from arledger.policy.sections.collecting import Averaged
from arledger.records import NamedTuple, field, record

SOLD_ON_CREDIT = frozenset({"invoice", "debit-note"})

_PLACES = 6


class Paid(NamedTuple):
    """Cash on an instalment, on the day on which it was applied."""

    item: Item
    amount: Decimal
    """Positive, in the item's currency."""
    day: date

    @property
    def days_to_pay(self) -> int:
        """Days since the date of the document; never negative."""
        return days_past_due(self.day, self.item.date)

    @property
    def days_past_due(self) -> int:
        """Days since it was due, by the due date in force; negative when paid early."""
        return days_past_due(self.day, self.item.due)


def paid(book: Book, customer: str | None = None) -> dict[tuple[str, str], list[Paid]]:
    """What was paid on sales by (customer, currency), the earliest first; of one, or of everyone.

    Of a selection what was paid on its items, by any payment of the whole book.
    """
    whole = book.whole or book
    items: dict[tuple[str, str], list[Item]] = defaultdict(list)
    credits_: dict[tuple[str, str], list[Credit]] = defaultdict(list)
    for item in whole.items:
        if customer in (None, item.customer):
            items[item.customer, item.currency].append(item)
    for credit in whole.credits:
        if customer in (None, credit.customer):
            credits_[credit.customer, credit.currency].append(credit)
    shown = set(map(id, book.items)) if book.whole else None
    found = {key: list(_paid(own, credits_[key], shown)) for key, own in items.items()}
    return {key: sorted(parts, key=_order) for key, parts in found.items() if parts}


def _paid(
    items: list[Item],
    credits: list[Credit],  # noqa: A002
    shown: set[int] | None,
) -> Iterator[Paid]:
    for cash in cash_of(items, credits) if credits else ():
        item = cash.item
        if item is None or cash.until or not _tells(item):
            continue
        if shown is None or id(item) in shown:
            yield Paid(item, cash.amount, cash.since)


def _tells(item: Item) -> bool:
    """Whether its payment tells how somebody pays: a sale, or one brought forward with its date."""
    if item.kind == "opening":
        return item.date < item.charges[0].date
    return item.kind in SOLD_ON_CREDIT


def _order(part: Paid) -> tuple[object, ...]:
    return (part.day, part.item.order, part.amount)


def closed(parts: Iterable[Paid]) -> list[Paid]:
    """All that was paid on each instalment with nothing left open, on the day it was closed.

    That is the day of its last allocation, if a discount or credit note was the last.
    """
    sums: dict[int, Paid] = {}
    for part in parts:
        if not part.item.open:
            before = sums.get(id(part.item))
            amount = part.amount + (before.amount if before else ZERO)
            day = max(allocation.date for allocation in part.item.allocations)
            sums[id(part.item)] = Paid(part.item, amount, day)
    return sorted(sums.values(), key=_order)


@record
class Behaviour:
    """Payments on sales of one currency, averaged."""

    method: Averaged
    documents: set[object] = field(default_factory=set)
    """What tells the documents that were paid, in full or in part."""
    paid: Decimal = ZERO
    _weight: Decimal = ZERO
    _days: Decimal = ZERO
    _late: Decimal = ZERO
    _past_due: Decimal = ZERO

    def add(self, part: Paid, worth: Decimal) -> None:
        """Count a part, with its worth in the currency of the average."""
        item = part.item
        self.documents.add((item.customer, item.currency, item.number) if item.number else item)
        weight = Decimal(1) if self.method == "simple" else worth
        self.paid += worth
        self._weight += weight
        self._days += weight * part.days_to_pay
        self._late += weight * max(0, part.days_past_due)
        self._past_due += weight * part.days_past_due

    @property
    def days_to_pay(self) -> Decimal | None:
        """From the document's date to the payment; None when nothing was paid."""
        return self._average(self._days)

    @property
    def days_late(self) -> Decimal | None:
        """Past the due date, where early counts as 0; None when nothing was paid."""
        return self._average(self._late)

    @property
    def days_past_due(self) -> Decimal | None:
        """Past the due date, where early takes away: negative when early on the whole."""
        return self._average(self._past_due)

    def _average(self, total: Decimal) -> Decimal | None:
        return divide(total, self._weight, _PLACES) if self._weight else None


def behaviour(
    book: Book,
    parts: Iterable[Paid],
    method: Averaged | None = None,
    since: date = date.min,
    until: date = date.max,
) -> dict[str, Behaviour]:
    """How it was paid from one day to another, by currency as the book values it.

    By the policy's method if none is named.

    ``cash-weighted``: each payment by its amount at its day. ``closed``: each instalment with
    nothing left open by all that was paid on it, at the day it was closed. ``simple``: each of
    those once.
    """
    method = method or book.policy.behaviour.method
    sums: dict[str, Behaviour] = {}
    for part in parts if method == "cash-weighted" else closed(parts):
        if since <= part.day <= until:
            currency, worth = book.worth(part.item.currency, part.amount)
            sums.setdefault(currency, Behaviour(method)).add(part, worth)
    return dict(sorted(sums.items()))


def recent_from(book: Book) -> date:
    """The day from which payments are recent: the policy's months, ending on the book's day."""
    return add_days(add_months(book.as_of, -book.policy.behaviour.months), 1)
