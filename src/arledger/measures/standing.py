"""Where a customer stands: the exposure against the limits, holds, and what follows from them."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from arledger.journal.model import Entry
from arledger.ledger.accounts import fold
from arledger.ledger.model import Book, Order, Source
from arledger.measures.exposure import Exposure, Exposures
from arledger.measures.holds import Hold, holds
from arledger.measures.limits import Limit, Limits, group_limit
from arledger.money import ZERO, divide, plain, round_half_even
from arledger.policy.sections.credit import CreditRule
from arledger.problems import Span
from arledger.records import NamedTuple, field, record

if TYPE_CHECKING:  # few policies have rules
    from arledger.measures.credit_rules import CreditRules

Status = Literal["ok", "no limit", "watch", "hold", "stop"]
"""``hold`` is worked out and goes with what brought it about; ``stop`` was said by somebody."""

SEVERITY: dict[Status, int] = {"ok": 0, "no limit": 1, "watch": 2, "hold": 3, "stop": 4}
HELD: tuple[Status, ...] = ("hold", "stop")
"""No more deliveries on credit."""


class Reason(NamedTuple):
    """One cause of a status."""

    status: Status
    """What it makes of the customer."""
    code: str
    """For machines; it never changes."""
    text: str
    source: Span | None = None
    """Where it is written; None: it was worked out."""
    release: str = ""
    """What would end it, of one that holds the customer."""
    since: date | None = None
    """Of one that was said: since when; None: from the beginning, or it was worked out."""


class Use(NamedTuple):
    """A net exposure against a limit, both in the limit's currency."""

    net: Decimal
    limit: Decimal
    currency: str

    @property
    def ratio(self) -> Decimal | None:
        """What part of the limit is used; None of a limit of 0."""
        return divide(self.net, self.limit, 8) if self.limit else None

    def reaches(self, percent: Decimal) -> bool:
        """Whether so much of the limit, or more, is used; compared unrounded."""
        return self.net * 100 >= self.limit * percent

    def exceeds(self, percent: Decimal) -> bool:
        """Whether more than so much of the limit is used; of 0, whether anything is."""
        return self.net * 100 > self.limit * percent


class Standing(NamedTuple):
    """Where one customer stands on the book's day."""

    customer: str
    limit: Limit
    exposures: list[Exposure]
    """As judged: in the limit's currency, behind it what has no price in it."""
    status: Status
    reasons: list[Reason]
    """Every one, the gravest first."""

    @property
    def use(self) -> Decimal | None:
        """Net exposure by limit; None without a limit, and of a limit of 0."""
        if not self.limit.amount:
            return None
        return Use(self.exposures[0].net, self.limit.amount, self.limit.currency).ratio

    @property
    def is_held(self) -> bool:
        """Whether nothing more may be delivered on credit."""
        return self.status in HELD


class GroupUse(NamedTuple):
    """What a group has used of its limit."""

    group: str
    limit: Limit
    net: Decimal
    """Of its members; one with more on account than owed makes no room for the others."""
    unpriced: tuple[str, ...]
    """Currencies that no price leads from into the limit's: they are not counted."""


@record
class _Group:
    label: str
    """As it is written; the head's id, if one of them is the head."""
    members: list[str] = field(default_factory=list)


def standing(book: Book, customer: str, extra: Order | None = None) -> Standing:
    """Where a customer stands; ``extra`` is one more order, counted as if it was booked."""
    return Standings(book, extra).of(customer)


def new_order(book: Book, customer: str, quantity: Decimal, currency: str) -> Order:
    """An order of the book's day, as it would be if it was booked."""
    entry = Entry(book.as_of, "", "", "", "", (), (), "", 0, 0)
    return Order(customer, "", book.as_of, quantity, currency, Source(entry))


class Standings:
    """Where the customers of a book stand on its day, under its policy.

    With the ``limits`` of a later day of the book, by them and by holds alone.
    """

    def __init__(
        self, book: Book, extra: Order | None = None, limits: Limits | None = None
    ) -> None:
        self.exposures = Exposures(book, extra, limits)
        self.book = self.exposures.book
        self._holds = holds(self.book)
        self._groups = _groups(self.book, self.exposures.customers)
        self._used: dict[str, GroupUse | None] = {}
        self._rules = None if limits else _rules_of(self.exposures)

    def of(self, customer: str) -> Standing:
        """Where one customer stands."""
        limit = self.exposures.limit(customer)
        exposed = self.exposures.judged(customer)
        groups = self.groups_of(customer)
        reasons = [
            *_on_hold(self._holds.get(customer, [])),
            *self._by_limit(limit, exposed, groups),
            *self._by_cover(customer, exposed),
            *(reason for group in groups for reason in self.by_group(group)),
            *self._by_rules(customer, exposed),
        ]
        reasons.sort(key=lambda reason: -SEVERITY[reason.status])
        return Standing(customer, limit, exposed, _worst(reasons), reasons)

    def all(self, among: Iterable[str] | None = None) -> Iterator[Standing]:
        """Where every customer stands who has a limit, owes or ordered something, or is held.

        Or only those of the customers asked for.
        """
        for customer in self.exposures.customers if among is None else among:
            known = self.exposures.limit(customer).amount is not None
            if known or customer in self.exposures.sums or customer in self._holds:
                yield self.of(customer)

    def groups_of(self, customer: str) -> list[str]:
        """The groups a customer belongs to: that of its label, and the one it is the head of."""
        known = self.book.customers.get(customer)
        label = known.on(self.book.as_of).get("group", "") if known else ""
        named = [self._groups.get(fold(name)) for name in (label, customer) if name]
        return list(dict.fromkeys(group.label for group in named if group))

    def members_of(self, group: str) -> list[str]:
        """The customers of a group; empty when there is none of that name."""
        known = self._groups.get(fold(group))
        return known.members if known else []

    def group_use(self, group: str) -> GroupUse | None:
        """What a group has used of its limit; None when the policy sets none."""
        if group not in self._used:
            self._used[group] = self._group_use(group)
        return self._used[group]

    def _group_use(self, group: str) -> GroupUse | None:
        limit = group_limit(self.book.policy, group)
        if limit is None or limit.amount is None or self.book.side != "receivable":
            return None
        net, unpriced = ZERO, set()
        for member in self.members_of(group):
            for one in self.exposures.judged(member):
                worth = self.exposures.worth(max(one.net, ZERO), one.currency, limit.currency)
                if worth is None:
                    unpriced.add(one.currency)
                else:
                    net += worth
        return GroupUse(group, limit, net, tuple(sorted(unpriced)))

    def _by_limit(
        self, limit: Limit, exposed: list[Exposure], groups: list[str]
    ) -> Iterator[Reason]:
        """What follows from the customer's own limit; a group's may be all there is."""
        if limit.amount is None:
            status: Status = "ok" if any(map(self.group_use, groups)) else "no limit"
            yield Reason(status, "no-limit", limit.why, limit.source)
            return
        for one in exposed:
            if not one.apart:
                yield from self._judged(Use(one.net, limit.amount, one.currency), limit)
            elif one.gross:
                what = self.exposures.said(one.net, one.currency)
                yield _unpriced("watch", what, one.currency, limit.currency)

    def _by_cover(self, customer: str, exposed: list[Exposure]) -> Iterator[Reason]:
        """That cover counts for nothing, since it has no price in the currency of the limit."""
        cover = self.exposures.cover(customer)
        for what, (amount, currency) in (("cover", cover.insured), ("guarantee", cover.guarantee)):
            into = exposed[0].currency if exposed else currency
            if self.exposures.worth(amount, currency, into) is None:
                said = f"{what} of {self.exposures.said(amount, currency)}"
                yield _unpriced("ok", said, currency, into)

    def _by_rules(self, customer: str, exposed: list[Exposure]) -> Iterator[Reason]:
        """What follows from the policy's other rules."""
        for breach in self._rules.of(customer, exposed) if self._rules else ():
            only_watched = breach.rule in self.book.policy.credit.warn
            yield Reason(
                "watch" if only_watched else "hold", breach.rule, breach.text, breach.source,
                breach.release, breach.since,
            )  # fmt: skip

    def by_group(self, group: str) -> Iterator[Reason]:
        """What follows from a group's limit for each of its members."""
        used = self.group_use(group)
        if used is None or used.limit.amount is None:
            return
        use = Use(used.net, used.limit.amount, used.limit.currency)
        yield from self._judged(use, used.limit, group)
        for currency in used.unpriced:
            what = f"what {group} owes in {currency or 'no currency'}"
            yield _unpriced("watch", what, currency, used.limit.currency)

    def _judged(self, use: Use, limit: Limit, group: str = "") -> Iterator[Reason]:
        """What follows from the use of a limit, at most one reason."""
        credit = self.book.policy.credit
        net, allowed = (self.exposures.said(x, use.currency) for x in (use.net, use.limit))
        whose = f"of group {group} " if group else ""
        code = "group-limit" if group else "limit"
        if limit.expired or not use.limit:
            status: Status = "hold" if use.net > 0 else "ok"
            found = "limit-expired" if limit.expired else "no-credit"
            why = f"the limit {limit.why}" if limit.expired else f"no credit by the {limit.why}"
            text = f"{net} {whose}and {why}"
            release = f"{net} {whose}paid, or a new limit"
            yield Reason(status, found, text, limit.source, release)
        elif use.exceeds(credit.hold):
            text = f"{net} {whose}above {allowed}{_percent(use)}"
            yield Reason("hold", f"over-{code}", text, None, self._release(use, whose))
        elif use.net > 0 and use.reaches(credit.watch):
            yield Reason("watch", f"near-{code}", f"{net} {whose}of {allowed}{_percent(use)}")

    def _release(self, use: Use, whose: str) -> str:
        """What would bring the use of a limit down to where it holds nobody."""
        hold = self.book.policy.credit.hold
        less = self.exposures.said(use.net - use.limit * hold / 100, use.currency)
        more = self.exposures.said(divide(use.net * 100, hold) if hold else use.net, use.currency)
        return f"{less} {whose}less, or a limit of {more}"


def _rules_of(exposures: Exposures) -> "CreditRules | None":
    """What looks for breaches of the policy's rules: few policies set any, none of suppliers."""
    policy = exposures.book.policy.credit
    if exposures.book.side != "receivable" or not any(
        getattr(policy, rule.replace("-", "_")) for rule in get_args(CreditRule)
    ):
        return None
    from arledger.measures.credit_rules import CreditRules

    return CreditRules(exposures)


def _percent(use: Use) -> str:
    ratio = use.ratio
    return "" if ratio is None else f" ({plain(round_half_even(ratio * 100, 1))} %)"


def _unpriced(status: Status, what: str, currency: str, into: str) -> Reason:
    where = f"no price leads from {currency or 'no currency'} to {into}"
    return Reason(status, "no-price", f"{what} not counted: {where}")


def _on_hold(found: Iterable[Hold]) -> Iterator[Reason]:
    """A reason for each hold in force."""
    for hold in found:
        since = f" since {hold.since}" if hold.since else ""
        until = f" until {hold.until}" if hold.until else ""
        said = f": {hold.reason}" if hold.reason else ""
        text = f"on hold{since}{until}{said}"
        release = f"a release, or {hold.until} over" if hold.until else "a release"
        yield Reason("stop", "on-hold", text, hold.source, release, hold.since)


def _worst(reasons: Iterable[Reason]) -> Status:
    return max((r.status for r in reasons), key=SEVERITY.__getitem__, default="ok")


def _groups(book: Book, customers: Iterable[str]) -> dict[str, _Group]:
    """The groups by their folded labels: of who carries it, and of who has it as id."""
    found: dict[str, _Group] = {}
    for customer in book.customers.values():
        if label := customer.on(book.as_of).get("group", ""):
            found.setdefault(fold(label), _Group(label)).members.append(customer.id)
    wanted = {*found, *map(fold, book.policy.credit.groups)}
    for head in customers:
        if (label := fold(head)) in wanted:
            group = found.setdefault(label, _Group(head))
            group.label = head
            if head not in group.members:
                group.members.insert(0, head)
    return found
