"""The rules of the policy that hold a customer for something else than a limit.

Each is off until the policy says how much it allows. What is more than allowed is a breach.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from arledger.dates import parse_terms
from arledger.ledger.due import by_policy
from arledger.ledger.model import Book, Event, Item
from arledger.ledger.tags import references
from arledger.measures.aging import age
from arledger.measures.exposure import Exposure, Exposures
from arledger.measures.promises import judgments
from arledger.measures.promises_verdict import UNKEPT, Judgment
from arledger.money import ZERO, amount_of, divide, plain, round_half_even
from arledger.policy.sections.credit import CreditRule
from arledger.problems import Span
from arledger.records import NamedTuple, field, record


class Breach(NamedTuple):
    """More of something than the policy allows a customer."""

    rule: CreditRule
    text: str
    release: str
    """What would end it."""
    since: date | None = None
    """The first day of it, where that is known."""
    source: Span | None = None
    """The line it comes from, if it is one."""


@record
class _Facts:
    """What the rules ask of one customer."""

    items: list[Item] = field(default_factory=list)
    """Open ones."""
    broken: list[Judgment] = field(default_factory=list)
    """Promises that were not kept and not made good."""
    letters: list[Event] = field(default_factory=list)


class CreditRules:
    """Looks for breaches; a book's records are looked through once, and only for rules in force."""

    def __init__(self, exposures: Exposures) -> None:
        self.exposures = exposures
        self.book = exposures.book
        self._policy = exposures.book.policy.credit
        self._facts = _facts(self.book) if self._asks_for_facts() else {}

    def of(self, customer: str, judged: list[Exposure]) -> Iterator[Breach]:
        """The breaches of one customer, in the order of the policy's keys."""
        facts = self._facts.get(customer)
        if facts:
            late = [item for item in facts.items if self._days(item) > 0]
            yield from self._overdue_days(late)
            yield from self._overdue_amount(late)
            if judged:
                yield from self._overdue_share(facts.items, late, judged[0].currency)
            yield from self._broken_promises(facts.broken)
            yield from self._dunning_level(facts)
        yield from self._order_value(customer)
        yield from self._terms(customer)

    def _asks_for_facts(self) -> bool:
        policy = self._policy
        return bool(
            policy.overdue_days or policy.overdue_amount or policy.overdue_share
            or policy.broken_promises or policy.dunning_level
        )  # fmt: skip

    def _days(self, item: Item) -> int:
        return age(item, self.book.as_of, self.book.policy.aging.basis)

    # -- what is past due -----------------------------------------------------------------------

    def _overdue_days(self, late: list[Item]) -> Iterator[Breach]:
        allowed = self._policy.overdue_days
        oldest = max(
            late, key=lambda item: (self._days(item), item.number, item.date), default=None
        )
        days = self._days(oldest) if oldest else 0
        if allowed and oldest and days > allowed:
            yield Breach(
                "overdue-days",
                f"{_name(oldest)} is {days} days past due, more than {allowed}",
                f"what is more than {allowed} days past due paid",
                self.book.as_of - timedelta(days - allowed - 1),
                oldest.source.span,
            )

    def _overdue_amount(self, late: list[Item]) -> Iterator[Breach]:
        if not self._policy.overdue_amount:
            return
        allowed, currency = amount_of(self._policy.overdue_amount)
        overdue = self._sum(late, currency)
        if overdue > allowed:
            said, most = self._money(overdue, currency), self._money(allowed, currency)
            less = self._money(overdue - allowed, currency)
            yield Breach(
                "overdue-amount", f"{said} past due, more than {most}", f"{less} of it paid"
            )

    def _overdue_share(self, items: list[Item], late: list[Item], into: str) -> Iterator[Breach]:
        allowed = self._policy.overdue_share
        total, overdue = self._sum(items, into), self._sum(late, into)
        if allowed and overdue * 100 > total * allowed:
            share = plain(round_half_even(divide(overdue * 100, total), 1))
            yield Breach(
                "overdue-share",
                f"{share} % of what is open is past due, more than {plain(allowed)} %",
                "more of what is past due paid",
            )

    def _sum(self, items: Iterable[Item], into: str) -> Decimal:
        """What is open of items in a currency; what has no price in it is left out."""
        worths = (self.exposures.worth(item.open, item.currency, into) for item in items)
        return sum((worth for worth in worths if worth is not None), ZERO)

    # -- what was said and sent -----------------------------------------------------------------

    def _broken_promises(self, broken: list[Judgment]) -> Iterator[Breach]:
        allowed = self._policy.broken_promises
        if allowed and len(broken) >= allowed:
            days = sorted(one.broke_on for one in broken if one.broke_on)
            many = "1 promise" if len(broken) == 1 else f"{len(broken)} promises"
            yield Breach(
                "broken-promises", f"{many} broken and not made good", "what was promised paid",
                days[allowed - 1] if len(days) >= allowed else None,
                broken[-1].promise.source.span,
            )  # fmt: skip

    def _dunning_level(self, facts: _Facts) -> Iterator[Breach]:
        allowed = self._policy.dunning_level
        if not allowed:
            return
        high = [one for one in facts.letters if int(one.tags["level"]) >= allowed]
        standing = [one for one in high if _is_about_any(one, facts.items)]
        for one in sorted(standing, key=lambda one: (one.date, int(one.tags["level"])))[:1]:
            level = max(int(each.tags["level"]) for each in standing)
            yield Breach(
                "dunning-level", f"reminded at level {level}, and not all of it paid",
                "what the reminder was about paid", one.date, one.source.span,
            )  # fmt: skip

    # -- what is ordered and agreed -------------------------------------------------------------

    def _order_value(self, customer: str) -> Iterator[Breach]:
        if not self._policy.order_value:
            return
        allowed, currency = amount_of(self._policy.order_value)
        for order in self.exposures.orders_of(customer):
            worth = self.exposures.worth(order.open, order.currency, currency)
            if worth is not None and worth > allowed:
                said, most = self._money(order.open, order.currency), self._money(allowed, currency)
                yield Breach(
                    "order-value", f"an order of {said}, more than {most}", "a smaller order",
                    order.date,
                )  # fmt: skip

    def _terms(self, customer: str) -> Iterator[Breach]:
        known = self.book.customers.get(customer)
        tags = known.on(self.book.as_of) if known and self._policy.terms else {}
        for tag, table in self._policy.terms.items():
            value = tags.get(tag.casefold(), "")
            allowed = table.get(value)
            agreed = tags.get("terms") or by_policy(self.book.policy, tags)[0]
            if allowed and self._is_longer(agreed, allowed):
                why = f"[credit.terms.{tag}] {value}"
                yield Breach(
                    "terms", f"terms {agreed}, longer than {allowed} ({why})", f"terms {allowed}"
                )

    def _is_longer(self, agreed: str, allowed: str) -> bool:
        """Whether terms give more time at their longest; those that cannot be read do not."""
        try:
            return self._longest(agreed) > self._longest(allowed)
        except (ValueError, OverflowError):
            return False

    def _longest(self, text: str) -> int:
        """The days that terms give to a document of the month up to the book's day, at most."""
        terms = parse_terms(text)
        month = (self.book.as_of - timedelta(n) for n in range(31))
        return max((terms.due(day) - day).days for day in month)

    def _money(self, quantity: Decimal, currency: str) -> str:
        return self.exposures.said(quantity, currency)


def _name(item: Item) -> str:
    """A document as people know it, wherever it stands."""
    return item.number or f"a document of {item.date}"


def _facts(book: Book) -> dict[str, _Facts]:
    found: dict[str, _Facts] = defaultdict(_Facts)
    for item in book.open_items():
        found[item.customer].items.append(item)
    for one in judgments(book):
        if one.state in UNKEPT and not one.settled_on and one.promise.customer:
            found[one.promise.customer].broken.append(one)
    for event in book.events:
        if event.kind == "letter" and event.customer:
            found[event.customer].letters.append(event)
    return dict(found)


def _is_about_any(letter: Event, items: Iterable[Item]) -> bool:
    """Whether something a letter was about is open: what it names, else all there was by then."""
    named = {
        word
        for number in references(letter.source.entry.tags)
        for word in (number, *number.split())
    }
    return any(i.number in named if named else i.date <= letter.date for i in items)
