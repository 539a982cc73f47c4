"""How late what is open is: days, buckets, and what stands unapplied."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from arledger.dates import days_past_due
from arledger.ledger.model import Book, Credit, Item, Lane
from arledger.money import ZERO
from arledger.policy.sections.books import Basis, Disputed, Unapplied
from arledger.records import NamedTuple, field, record

if TYPE_CHECKING:  # few runs convert
    from arledger.ledger.valuation import Valuation


@record
class Buckets:
    """Half-open aging buckets by their last days; the first is what is not late.

    With 30, 60, 90: ``current`` (0 days or fewer), 1-30, 31-60, 61-90, 91+. Every number of
    days falls in exactly one.
    """

    edges: tuple[int, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The buckets' names, the least late first."""
        starts = [1, *(edge + 1 for edge in self.edges)]
        closed = [
            f"{start}-{edge}" if start < edge else f"{edge}"
            for start, edge in zip(starts, self.edges, strict=False)
        ]
        return ("current", *closed, f"{starts[-1]}+")

    def index(self, days: int) -> int:
        """The bucket's place among ``keys``; 0 days past due is current."""
        return 0 if days <= 0 else bisect_left(self.edges, days) + 1


def age(item: Item, as_of: date, basis: Basis) -> int:
    """Days past the item's due date (its document date, its first due date, by ``basis``).

    Negative when that day is still to come.
    """
    since = {"due": item.due, "date": item.date, "original": item.original_due}[basis]
    return days_past_due(as_of, since)


def disputed_parts(book: Book) -> Mapping[int, Decimal]:
    """What of the open items is disputed, by their identity; few books have any."""
    if not any(event.kind == "dispute" for event in (book.whole or book).events):
        return {}
    from arledger.ledger.disputes import disputed

    return disputed(book)


class Group(NamedTuple):
    """What a line of an aging is for: a key of any sort, in one currency."""

    key: Hashable
    currency: str


@record
class Aged:
    """One line: what is open by bucket, and what is unapplied (never positive)."""

    buckets: list[Decimal]
    unapplied: Decimal = ZERO
    oldest: int | None = None
    """Days past due of its latest open item; None without one."""
    disputed: Decimal = ZERO
    """What of the open items is disputed, wherever it stands."""
    apart: Decimal = ZERO
    """What of it stands in no bucket."""

    @property
    def total(self) -> Decimal:
        """Buckets plus what stands apart plus unapplied: the balance."""
        return sum(self.buckets, self.apart + self.unapplied)


@record
class Aging:
    """Sorts items and credits into lines of buckets, valued in one currency or in their own."""

    as_of: date
    buckets: Buckets
    basis: Basis = "due"
    unapplied: Unapplied = "column"
    disputed: Disputed = "memo"
    valuation: "Valuation | None" = None
    lines: dict[Group, Aged] = field(default_factory=dict)

    def add(self, items: Iterable[Item], key: Callable[[Item], Hashable]) -> None:
        """Age open items, each on the line its key names."""
        for item in items:
            days = age(item, self.as_of, self.basis)
            line, worth = self._line(key(item), item.currency, item.open)
            line.buckets[self.buckets.index(days)] += worth
            line.oldest = days if line.oldest is None else max(line.oldest, days)

    def set_apart(
        self,
        items: Iterable[Item],
        disputed: Mapping[int, Decimal],
        key: Callable[[Item], Hashable],
    ) -> None:
        """Say what of items that were added is disputed, by their identity."""
        for item in items if disputed else ():
            if part := disputed.get(id(item)):
                line, worth = self._line(key(item), item.currency, part)
                line.disputed += worth
                if self.disputed == "column":
                    days = age(item, self.as_of, self.basis)
                    line.buckets[self.buckets.index(days)] -= worth
                    line.apart += worth

    def add_lanes(self, lanes: Iterable[Lane], key: Callable[[Lane], Hashable]) -> None:
        """Age what is open in lanes, and put what is on account where ``unapplied`` says."""
        ages = _Ages(self.as_of, self.buckets)
        for lane in lanes:
            sums: dict[int, int] = {}
            oldest = None
            for whole, due, made in lane.items:
                days, bucket = ages[made if self.basis == "date" else due]
                sums[bucket] = sums.get(bucket, 0) + whole
                if oldest is None or days > oldest:
                    oldest = days
            line = None
            for bucket, whole in sums.items():
                line, worth = self._line(key(lane), lane.currency, lane.quantity(whole))
                line.buckets[bucket] += worth
            if line is not None and oldest is not None:
                line.oldest = oldest if line.oldest is None else max(line.oldest, oldest)
            for whole, day in lane.credits:
                line, worth = self._line(key(lane), lane.currency, lane.quantity(whole))
                self._put(line, worth, day)

    def take(self, credits: Iterable[Credit], key: Callable[[Credit], Hashable]) -> None:  # noqa: A002
        """Put unapplied credits on their lines, where ``unapplied`` says; items come first."""
        for credit in credits:
            line, worth = self._line(key(credit), credit.currency, credit.rest)
            self._put(line, worth, credit.date)
        if self.unapplied == "oldest":
            for line in self.lines.values():
                _take_off_oldest(line)

    def _put(self, line: Aged, worth: Decimal, day: date) -> None:
        if self.unapplied == "own-age":
            days = days_past_due(self.as_of, day)
            line.buckets[self.buckets.index(days)] -= worth
        else:
            line.unapplied -= worth

    def _line(self, key: Hashable, currency: str, amount: Decimal) -> tuple[Aged, Decimal]:
        rate = self.valuation.rate(currency) if self.valuation else None
        if rate and self.valuation:
            currency, amount = self.valuation.target, rate.of(amount)
        group = Group(key, currency)
        line = self.lines.get(group)
        if line is None:
            line = self.lines[group] = Aged([ZERO] * len(self.buckets.keys))
        return line, amount


class _Ages(dict[date, tuple[int, int]]):
    """(days past due, bucket) by the day from which they count."""

    def __init__(self, as_of: date, buckets: Buckets) -> None:
        super().__init__()
        self._as_of, self._buckets = as_of, buckets

    def __missing__(self, since: date) -> tuple[int, int]:
        days = days_past_due(self._as_of, since)
        found = self[since] = days, self._buckets.index(days)
        return found


def _take_off_oldest(line: Aged) -> None:
    """Apply what is unapplied to the latest bucket first; what exceeds them stays unapplied."""
    left = -line.unapplied
    for place in range(len(line.buckets) - 1, -1, -1):
        part = min(left, line.buckets[place])
        if part > 0:
            line.buckets[place] -= part
            left -= part
    line.unapplied = -left
