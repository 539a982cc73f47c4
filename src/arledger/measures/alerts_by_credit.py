"""Alerts about credit: limits, orders, grades, reviews, and how much one debtor owes of it all."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from arledger.dates import add_days, add_months
from arledger.ledger.model import Movement
from arledger.ledger.orders import OpenOrder, order_books
from arledger.measures.alerts_watch import Finding, Watch
from arledger.measures.standing import HELD, Reason
from arledger.money import ZERO, divide, plain, round_half_even
from arledger.records import field, record

_NEAR = {"near-limit": {"near-limit", "over-limit"}}
_OVER = {code: {code} for code in ("over-limit", "limit-expired", "no-credit")}
_NEAR_GROUP = {"near-group-limit": {"near-group-limit", "over-group-limit"}}
_OVER_GROUP = {"over-group-limit": {"over-group-limit"}}


def limit_near(watch: Watch) -> Iterator[Finding]:
    """Customers and groups who have used so much of their limit that they are watched."""
    yield from _by_limits(watch, _NEAR)
    yield from _by_group_limits(watch, _NEAR_GROUP)


def limit_over(watch: Watch) -> Iterator[Finding]:
    """Customers and groups who are held because of their limit."""
    yield from _by_limits(watch, _OVER)
    yield from _by_group_limits(watch, _OVER_GROUP)


def _by_limits(watch: Watch, wanted: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Reasons that follow from customers' own limits, each with what it goes on from."""
    for one in watch.credit.all():
        for reason in one.reasons:
            if _is_meant(reason, wanted):
                exposure = one.exposures[0]
                yield _used(watch, one.customer, reason, wanted, ())._replace(
                    currency=exposure.currency,
                    amount=watch.credit.exposures.rounded(exposure.net, exposure.currency),
                    source=one.limit.source,
                )


def _by_group_limits(watch: Watch, wanted: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Reasons that follow from groups' limits, told of the first of each."""
    if not watch.book.policy.credit.groups:
        return
    labels = {group for one in watch.book.customers for group in watch.credit.groups_of(one)}
    for group in sorted(labels):
        used = watch.credit.group_use(group)
        for reason in watch.credit.by_group(group):
            if used and reason.code in wanted:
                first = watch.credit.members_of(group)[0]
                yield _used(watch, first, reason, wanted, ("group",))._replace(
                    currency=used.limit.currency,
                    amount=watch.credit.exposures.rounded(used.net, used.limit.currency),
                )


def _is_meant(reason: Reason, wanted: Mapping[str, set[str]]) -> bool:
    return reason.code in wanted and reason.status in (*HELD, "watch")


def _used(
    watch: Watch, customer: str, reason: Reason, wanted: Mapping[str, set[str]], of: tuple[str, ...]
) -> Finding:
    family = {reason.code: wanted[reason.code]}
    since = watch.held_since.unbroken(customer, family).get(reason.code, watch.as_of)
    return Finding(customer, (*of, str(since)), since, f"credit limit: {reason.text}")


def limit_expiring(watch: Watch) -> Iterator[Finding]:
    """Limits that end soon."""
    for customer in watch.book.customers.values():
        limit = watch.credit.exposures.limit(customer.id)
        if limit.until is None or not limit.amount:
            continue
        since = add_days(limit.until, -watch.policy.expiring_days)
        if since <= watch.as_of:
            said = [day for day, tags, _ in customer.changes if {"limit", "limit-until"} & {*tags}]
            known = [day for day in said if day <= watch.as_of]
            allowed = watch.money(limit.currency, limit.amount)
            yield Finding(
                customer=customer.id,
                of=(str(limit.until),),
                since=max([since, *known]),
                message=f"the limit of {allowed} ends on {limit.until}",
                currency=limit.currency,
                amount=limit.amount,
                source=limit.source,
            )


def large_order(watch: Watch) -> Iterator[Finding]:
    """Open orders far above everything that was bought in the months before."""
    for (customer, currency), book in order_books(watch.book.orders).items():
        for order in book.all:
            largest = _largest_before(watch, order) if order.open else None
            if largest and order.amount * 100 > largest * watch.policy.order_percent:
                ordered = watch.money(currency, order.amount)
                named = f"order {order.number or order.date}"
                yield Finding(
                    customer=customer,
                    of=(order.number or str(order.date),),
                    since=order.date,
                    message=f"{named} of {ordered}: the largest before was"
                    f" {watch.money(currency, largest)}",
                    currency=currency,
                    amount=order.amount,
                    number=order.number,
                )


def _largest_before(watch: Watch, order: OpenOrder) -> Decimal | None:
    """The largest document of the months before an order; None where there are too few."""
    billed = watch.billed.get((order.customer, order.currency), [])
    days = [document.date for document in billed]
    begin = bisect_left(days, add_months(order.date, -watch.book.policy.behaviour.months))
    before = billed[begin : bisect_left(days, order.date)]
    if len(before) < watch.policy.experience:
        return None
    return max(document.amount for document in before)


# -- grades and reviews --------------------------------------------------------------------------


def grade_fallen(watch: Watch) -> Iterator[Finding]:
    """Customers whose grade in force has become worse on the last review day or since."""
    for customer, one in watch.grades.items():
        if one.since:
            yield Finding(
                customer, (str(one.since),), one.since,
                f"the grade in force fell from {one.fell_from} to {one.grade}",
            )  # fmt: skip


def grade_doubted(watch: Watch) -> Iterator[Finding]:
    """Customers whose grade by hand is better than what the last review made of them."""
    for customer, one in watch.grades.items():
        if one.doubted:
            yield Finding(
                customer, (str(one.doubted),), one.doubted,
                f"grade {one.grade} by hand, but {one.doubt} by the scorecard",
            )  # fmt: skip


def review_due(watch: Watch) -> Iterator[Finding]:
    """Customers who may owe something and were not looked at for as long as their grade allows.

    The first time is counted from the first document.
    """
    if not watch.policy.review_months:
        return
    months = {grade.casefold(): n for grade, n in watch.policy.review_months.items()}
    begun = _begun(watch)
    for one in watch.credit.all():
        grade = watch.grades[one.customer].grade if one.customer in watch.grades else ""
        known = watch.book.customers.get(one.customer)
        reviews = [day for day, *_ in known.changes if day <= watch.as_of] if known else []
        last = max(reviews) if reviews else begun.get(one.customer)
        if not last or grade.casefold() not in months or one.limit.amount == 0:
            continue
        if one.customer in watch.at_law:
            continue
        since = add_days(add_months(last, months[grade.casefold()]), 1)
        if since <= watch.as_of:
            told = f"was reviewed last on {last}" if reviews else "was never reviewed"
            every = months[grade.casefold()]
            often = "month" if every == 1 else f"{every} months"
            yield Finding(
                one.customer, (str(last),), since, f"grade {grade} and {told}: due every {often}"
            )


def _begun(watch: Watch) -> dict[str, date]:
    """The first day on which anything was posted to each customer."""
    found: dict[str, date] = {}
    for movement in watch.book.movements:
        first = found.get(movement.customer, movement.date)
        found[movement.customer] = min(first, movement.date)
    return found


# -- one debtor of many --------------------------------------------------------------------------


def large_share(watch: Watch) -> Iterator[Finding]:
    """Customers who owe so much of all that is owed in a currency that it would be felt."""
    by_currency: dict[str, list[Movement]] = defaultdict(list)
    for movement in watch.book.movements:
        by_currency[movement.currency].append(movement)
    for currency, movements in by_currency.items():
        debtors = _Debtors(watch.policy.share_percent, watch.policy.share_debtors)
        for movement in movements:
            debtors.add(movement.customer, movement.amount)
        large = {one: debtors.owed[one] for one in debtors.large()}
        shares = {c: divide(owed * 100, debtors.total, 6) for c, owed in large.items()}
        for customer, since in _large_since(debtors, movements, large).items():
            share = plain(round_half_even(shares[customer], 1))
            owed = large[customer]
            yield Finding(
                customer=customer,
                of=(currency, str(since)),
                since=since,
                message=f"{share} % of all that is owed in {currency or 'no currency'}:"
                f" {watch.money(currency, owed)}",
                currency=currency,
                amount=owed,
            )


@record
class _Debtors:
    """What each customer owes in one currency; who has more on account owes nothing."""

    percent: Decimal
    fewest: int
    owed: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal = ZERO
    count: int = 0

    def add(self, customer: str, amount: Decimal) -> None:
        """Count what a customer owes more, or less."""
        before = self.owed.get(customer, ZERO)
        after = self.owed[customer] = before + amount
        self.total += max(after, ZERO) - max(before, ZERO)
        self.count += (after > 0) - (before > 0)

    def is_large(self, customer: str) -> bool:
        """Whether a customer's share is too large, among so many."""
        owed = self.owed.get(customer, ZERO)
        return self.count >= self.fewest and 0 < owed >= self.total * self.percent / 100

    def large(self) -> list[str]:
        """All whose share is too large."""
        return [customer for customer in self.owed if self.is_large(customer)]


def _large_since(
    debtors: _Debtors, movements: list[Movement], now: Mapping[str, Decimal]
) -> dict[str, date]:
    """The first day of those on which each was too large a share without a break.

    Goes back day by day; the debtors are then as they were before the last day looked at.
    """
    found: dict[str, date] = {}
    left = set(now)
    by_day: dict[date, list[Movement]] = defaultdict(list)
    for movement in movements if left else ():
        by_day[movement.date].append(movement)
    for day in sorted(by_day, reverse=True):
        if not left:
            break
        found.update(dict.fromkeys(left, day))
        for movement in by_day[day]:
            debtors.add(movement.customer, -movement.amount)
        left = {customer for customer in left if debtors.is_large(customer)}
    return found
