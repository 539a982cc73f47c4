"""Exposure added up: by group, rep, grade or any tag of the customers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.exposure_lines import exposed, has_any, limit_in, shown
from arledger.measures.standing import (
    HELD,
    SEVERITY,
    GroupUse,
    Standing,
    Standings,
    Status,
    Use,
)
from arledger.money import ZERO
from arledger.records import NamedTuple, field, record
from arledger.reports._report import key_columns
from arledger.reports.exposure.lines import limit_columns, sums_of, term_columns
from arledger.table import Audience, Column, Kind, column


class GroupRow(NamedTuple):
    """The exposure of a group, or of all customers with a tag's value, in one currency."""

    key: str | None
    """None in totals; "" for those without the tag."""
    name: str | None
    """The customer's whose id the key is."""
    currency: str
    customers: int
    open: Decimal
    unapplied: Decimal
    orders: Decimal
    gross: Decimal
    covered: Decimal
    guarantees: Decimal
    net: Decimal
    limit: Decimal | None = None
    """A group's own; else the sum of the customers' limits, if each has one."""
    use: Decimal | None = None
    available: Decimal | None = None
    held: int = 0
    """How many of them are on hold."""
    status: str | None = None
    """The gravest of theirs."""
    reasons: str | None = None
    """Which of them are to be watched or on hold."""


@record
class _Sum:
    exposures: list[Exposure] = field(default_factory=list)
    customers: dict[str, Standing] = field(default_factory=dict)
    limit: Decimal = ZERO
    limited: bool = True
    """Each of them has a limit."""

    def add(self, one: Standing, exposure: Exposure, limit: Decimal | None) -> None:
        """Add a customer's exposure, and its limit in the same currency."""
        self.exposures.append(exposure)
        self.customers[one.customer] = one
        self.limit += limit or ZERO
        self.limited = self.limited and limit is not None

    @property
    def net(self) -> Decimal:
        """What nobody else would pay of all of it."""
        return sum((one.net for one in self.exposures), ZERO)

    @property
    def held(self) -> int:
        """How many of the customers are on hold."""
        return sum(one.is_held for one in self.customers.values())


class Grouped(NamedTuple):
    """The lines, and the sums below them."""

    rows: list[GroupRow]
    totals: list[GroupRow]
    nets: list[tuple[str, Decimal]]
    """Of each line the currency and the net exposure; exact."""


def grouped(book: Book, standings: Standings, lines: Iterable[Standing], by: str) -> Grouped:
    """The customers added up, the largest net exposure of each currency first."""
    how = _Lines(book, standings, by, _grades(book) if by == "grade" else {})
    sums: dict[tuple[str, str], _Sum] = {}
    for one in lines:
        key = how.key(one)
        for exposure in how.exposures(one, key):
            own = sums.setdefault((key, exposure.currency), _Sum())
            own.add(one, exposure, limit_in(standings, one.limit, exposure))
    rows = [how.row(key, own) for (key, _), own in sums.items()]
    return Grouped(
        sorted(rows, key=lambda row: (row.currency, -row.net, row.key or "")),
        list(how.totals(sums.values())),
        [(currency, own.net) for (_, currency), own in sums.items()],
    )


def _grades(book: Book) -> dict[str, str]:
    """The grade in force of each customer, whoever or whatever gave it."""
    from arledger.measures.grades import grades

    return {customer: grade.in_force for customer, grade in grades(book).items()}


class _Lines(NamedTuple):
    """How customers are added up."""

    book: Book
    standings: Standings
    by: str
    grades: Mapping[str, str]
    """The grades in force, if they tell the lines."""

    def key(self, one: Standing) -> str:
        """What tells the line of a customer; one of no group is a line of its own."""
        if self.by == "group":
            return next(iter(self.standings.groups_of(one.customer)), one.customer)
        if self.by == "grade":
            return self.grades.get(one.customer, "")
        known = self.standings.book.customers.get(one.customer)
        return known.on(self.book.as_of).get(self.by.casefold(), "") if known else ""

    def exposures(self, one: Standing, key: str) -> Iterator[Exposure]:
        """A customer's exposures as they are added up: in the currency of the group's limit."""
        used = self._used(key)
        if used and used.limit.currency and not self.book.valuation:
            exposures = self.standings.exposures.exposed(one.customer, used.limit.currency)
        else:
            exposures = exposed(self.book, self.standings, one)
        for exposure in exposures:
            if len(exposures) == 1 or has_any(exposure):
                yield exposure

    def row(self, key: str, own: "_Sum") -> GroupRow:
        """A finished line."""
        ((total, sums),) = sums_of(own.exposures)
        use = self._use(key, total.currency, own)
        known = self.standings.book.customers.get(key) if self.by == "group" else None
        amounts = {
            **sums,
            "limit": use.limit if use else None,
            "available": use.limit - use.net + self._unused(key, own) if use else None,
        }
        return GroupRow(
            key=key,
            name=known.name if known else None,
            currency=total.currency,
            customers=len(own.customers),
            **shown(self.book, self.standings, total, amounts),
            use=use.ratio if use else None,
            held=own.held,
            status=_worst(own),
            reasons="; ".join(self._reasons(key, own)),
        )

    def totals(self, sums: Iterable["_Sum"]) -> Iterator[GroupRow]:
        """The sums of each currency; a customer counts in each in which there is something."""
        every = list(sums)
        for total, amounts in sums_of(one for own in every for one in own.exposures):
            there = [own for own in every if own.exposures[0].currency == total.currency]
            yield GroupRow(
                key=None,
                name=None,
                currency=total.currency,
                customers=sum(len(own.customers) for own in there),
                **shown(self.book, self.standings, total, amounts),
                held=sum(own.held for own in there),
            )

    def _used(self, key: str) -> GroupUse | None:
        return self.standings.group_use(key) if self.by == "group" else None

    def _unused(self, key: str, own: _Sum) -> Decimal:
        """What guarantees would pay besides; that of one makes no room for a group's others."""
        return ZERO if self._used(key) else sum((one.unused for one in own.exposures), ZERO)

    def _use(self, key: str, currency: str, own: _Sum) -> Use | None:
        """The net exposure against the group's limit, else against the sum of the limits."""
        used = self._used(key)
        if used is None:
            return Use(own.net, own.limit, currency) if own.limited else None
        worth, theirs = self.standings.exposures.worth, used.limit.currency
        allowed = worth(used.limit.amount or ZERO, theirs, currency)
        net = worth(used.net, theirs, currency)
        return None if allowed is None or net is None else Use(net, allowed, currency)

    def _reasons(self, key: str, own: _Sum) -> Iterator[str]:
        """What is wrong with the group, and who is on hold or to be watched."""
        if self.by == "group":
            yield from (reason.text for reason in self.standings.by_group(key))
        for status in (*reversed(HELD), "watch"):
            whose = sorted(c for c, one in own.customers.items() if one.status == status)
            if whose:
                more = f" and {len(whose) - _MOST} more" if len(whose) > _MOST else ""
                yield f"{status}: {', '.join(whose[:_MOST])}{more}"


def _worst(own: _Sum) -> Status:
    return max((one.status for one in own.customers.values()), key=SEVERITY.__getitem__)


_MOST = 10
"""Customers that are named; a line is to be read."""


def untagged(by: str, rows: Sequence[GroupRow]) -> list[str]:
    """What to say when no customer has the tag that makes the lines."""
    if not rows or any(row.key != "" for row in rows):
        return []
    return [f"no customer has the tag {by}"]


def group_columns(by: str, rows: Sequence[Any]) -> list[Column[Any]]:
    """The columns of what is added up."""
    return [
        *key_columns(by.capitalize()),
        column("name", audience=Audience.MACHINES),
        column("currency", "Cur"),
        column("customers", kind=Kind.COUNT, spare=True),
        *term_columns(rows),
        *limit_columns(),
        column("held", kind=Kind.COUNT, spare=True),
        column("status"),
        column("reasons", wrap=True),
    ]
