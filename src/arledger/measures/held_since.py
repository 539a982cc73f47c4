"""Since when a customer is held for a reason that is worked out: day by day, backwards."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal

from arledger.ledger.accounts import fold
from arledger.ledger.model import Allocation, Book, Customer, Item, Order
from arledger.ledger.tags import day as day_of
from arledger.measures.exposure import Sums
from arledger.measures.standing import HELD, Standing, Standings
from arledger.measures.written_off import is_indemnified
from arledger.money import ZERO
from arledger.records import replaced

_BY_LIMITS = {"over-limit", "over-group-limit", "no-credit", "limit-expired"}
"""The codes of reasons that follow from limits; of others it is known since when."""

_TELLING = (*HELD, "watch")

Balances = dict[str, dict[str, Decimal]]
"""By customer and currency."""


class HeldSince:
    """Since when the customers of a book are held."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings
        self._labels = {id_: _labels(one) for id_, one in standings.book.customers.items()}
        self._ever: dict[str, list[str]] = {}
        """Who ever was in a group."""
        for customer, labels in self._labels.items():
            for label in labels:
                self._ever.setdefault(label, []).append(customer)
        self._orders: dict[str, list[Order]] = {}
        for order in standings.book.orders:
            self._orders.setdefault(order.customer, []).append(order)
        self._indemnified: dict[str, list[Item]] = {}
        """For what of a customer's an insurer or a guarantor ever paid."""
        for item in standings.book.items:
            if any(map(_is_indemnity, item.allocations)):
                self._indemnified.setdefault(item.customer, []).append(item)

    def of(self, one: Standing) -> dict[str, date]:
        """The first day of each reason that holds a customer now, by its code.

        The reason stood on every day since, as the book of that day has it: by what was owed, on
        account and ordered, by the limits, cover and prices in force. Only reasons that follow
        from limits are looked for.
        """
        now = {reason.code for reason in one.reasons if reason.status in HELD} & _BY_LIMITS
        return self.unbroken(one.customer, {code: {code} for code in now})

    def unbroken(self, customer: str, wanted: Mapping[str, AbstractSet[str]]) -> dict[str, date]:
        """By name the first day of those on which one of these reasons stood without a break.

        Reasons that follow from limits, whether they hold the customer or make it watched.
        """
        found: dict[str, date] = {}
        if not wanted:
            return found
        connected = self._connected(customer)
        orders = [order for id_ in connected for order in self._orders.get(id_, ())]
        indemnified = [item for id_ in connected for item in self._indemnified.get(id_, ())]
        past = _Past(self._standings, customer, connected, orders, indemnified)
        for day in past.days():
            codes = past.codes(day)
            wanted = {name: meant for name, meant in wanted.items() if meant & codes}
            if not wanted:
                break
            found.update(dict.fromkeys(wanted, day))
        return found

    def _connected(self, customer: str) -> list[str]:
        """The customer, and who ever was in one of its groups."""
        labels = self._labels.get(customer, {fold(customer)})
        members = (member for label in labels for member in self._ever.get(label, ()))
        return list(dict.fromkeys([customer, *members]))


def _labels(customer: Customer) -> set[str]:
    """The groups a customer ever was in, or could be the head of."""
    said = [customer.master, *(tags for _, tags, _ in customer.changes)]
    return {fold(customer.id), *(fold(tags["group"]) for tags in said if tags.get("group"))}


class _Past:
    """One customer and those connected with it, as they stood on earlier days."""

    def __init__(
        self,
        standings: Standings,
        customer: str,
        connected: Sequence[str],
        orders: Sequence[Order],
        indemnified: Sequence[Item],
    ) -> None:
        self.book = standings.book
        self.limits = standings.exposures.limits
        self.customer = customer
        known = self.book.customers
        self.customers = {id_: known[id_] for id_ in connected if id_ in known}
        self.orders = orders
        self._indemnified = indemnified
        self.balances = _balances(self.book, connected)
        """At the end of each day on which anything was posted, in order."""
        self._posted = list(self.balances)

    def days(self) -> Iterator[date]:
        """The days on which anything may have changed, the latest first."""
        found = {*self.balances, *(order.date for order in self.orders)}
        for customer in self.customers.values():
            found.update(since for since, *_ in customer.changes)
            for tags in (customer.master, *(tags for _, tags, _ in customer.changes)):
                found.update(_after(tags.get("limit-until", "")))
        if self._converts():
            found.update(price.date for price in self.book.journal.prices)
        yield from sorted((day for day in found if day <= self.book.as_of), reverse=True)

    def codes(self, day: date) -> set[str]:
        """The reasons to hold or to watch the customer at the end of a day."""
        past = Standings(self._book(day), limits=self.limits)
        for customer, own in self._balances(day).items():
            for currency, balance in own.items():
                sums = past.exposures.sums.setdefault(customer, {}).setdefault(currency, Sums())
                sums.open, sums.unapplied = max(balance, ZERO), min(balance, ZERO)
        for item in self._indemnified:
            if is_indemnified(item, day):
                past.exposures.sums[item.customer][item.currency].retained += item.open_on(day)
        return {r.code for r in past.of(self.customer).reasons if r.status in _TELLING}

    def _book(self, day: date) -> Book:
        return replaced(
            self.book,
            as_of=day,
            items=[],
            credits=[],
            events=[],
            customers=self.customers,
            orders=[order for order in self.orders if order.date <= day],
            valuation=None,
        )

    def _converts(self) -> bool:
        """Whether prices may have mattered."""
        currencies = {order.currency for order in self.orders}
        for own in self._balances(self.book.as_of).values():
            currencies.update(own)
        for customer in self.customers:
            currencies.add(self.limits.of(customer).currency)
        return len(currencies - {""}) > 1 or bool(self.book.policy.credit.groups)

    def _balances(self, day: date) -> Balances:
        place = bisect_right(self._posted, day)
        return self.balances[self._posted[place - 1]] if place else {}


def _balances(book: Book, customers: Iterable[str]) -> dict[date, Balances]:
    """The balances of some customers after each day on which anything was posted."""
    movements = [movement for customer in customers for movement in book.movements_of(customer)]
    found: dict[date, Balances] = {}
    now: Balances = {}
    for movement in sorted(movements, key=lambda movement: movement.date):
        if movement.date not in found:
            now = {customer: dict(own) for customer, own in now.items()}
            found[movement.date] = now
        own = now.setdefault(movement.customer, {})
        own[movement.currency] = own.get(movement.currency, ZERO) + movement.amount
    return found


def _is_indemnity(allocation: Allocation) -> bool:
    return allocation.credit.kind == "indemnity"


def _after(text: str) -> Iterator[date]:
    """The day after the end of a limit, if there is one."""
    try:
        if text:
            yield day_of(text) + timedelta(1)
    except (ValueError, OverflowError):
        return
