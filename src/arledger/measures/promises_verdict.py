"""The verdict on one customer's promises: which money served which, and what follows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from arledger.dates import add_days
from arledger.ledger.model import Credit, Item, Promise
from arledger.measures.cash import Cash, cash_of
from arledger.measures.promises_named import Ending, Named, made_order
from arledger.money import ZERO
from arledger.policy.sections.collecting import PromiseToPay
from arledger.records import field, record

State = Literal["open", "kept", "partially-kept", "broken", "superseded", "withdrawn"]

UNKEPT: frozenset[State] = frozenset({"partially-kept", "broken"})


@record
class Served:
    """Money that counts for a promise, and for no other."""

    cash: Cash
    amount: Decimal


@record
class Judgment:
    """One promise on the book's day."""

    named: Named
    """The promise, and the items it is about."""
    last_day: date
    """Of its window: money of that day counts."""
    state: State
    wanted: Decimal
    """What had to be paid: the amount promised, or less when no more was left to pay."""
    served: list[Served]
    """What was paid in the window, oldest first."""
    gone: list[Cash]
    """What was paid in the window and bounced, was paid back or was moved away since."""
    beside: list[Cash] = field(default_factory=list)
    """What was paid in the window on documents it is not about: it does not count."""
    ending: Ending | None = None
    """What superseded or withdrew it; None: nothing, or it was kept by then."""
    settled_on: date | None = None
    """The day it was kept, or made good after it was broken; None: it was not."""
    broke_on: date | None = None
    """From which day on it is broken or partially kept; None: it is neither."""
    level: int = 1
    """Which attempt it is: 1 + the earlier entries on the same item whose promise was not kept,
    superseded and withdrawn ones too."""
    due: date = date.min
    """When the money is to be asked for: the day promised, or earlier by acceleration."""

    @property
    def promise(self) -> Promise:
        """As written."""
        return self.named.promise

    @property
    def paid(self) -> Decimal:
        """What was paid in the window, never more than was wanted."""
        return sum((one.amount for one in self.served), ZERO)

    @property
    def left(self) -> Decimal:
        """What is still to come of it: 0 unless it is open."""
        return self.wanted - self.paid if self.state == "open" else ZERO

    @property
    def is_moot(self) -> bool:
        """Whether nothing was left to pay: no credit to the customer, and no blame."""
        return self.state == "kept" and not self.wanted


@record
class Bench:
    """Judges one customer's promises in one currency: each cent serves one of them."""

    as_of: date
    policy: PromiseToPay
    endings: Mapping[int, Ending]
    """What ended a promise early, by its identity."""
    coins: list[Served] = field(default_factory=list)
    """Money that is there, each with what of it serves no promise yet."""
    gone: list[Cash] = field(default_factory=list)

    def judged(
        self,
        told: Iterable[Named],
        items: Iterable[Item],
        credits: Iterable[Credit],  # noqa: A002
    ) -> list[Judgment]:
        """The promises with their verdicts; items and credits are all of that currency."""
        cash = cash_of(items, credits)
        cash.sort(key=lambda part: part.payment.date)
        self.coins = [Served(part, part.amount) for part in cash if part.until is None]
        self.gone = [part for part in cash if part.until is not None]
        ordered = sorted(told, key=_serving_order)
        found = [self._judge(one) for one in ordered]
        for judgment in found:
            if judgment.state in UNKEPT:
                judgment.settled_on = self._made_good(judgment)
        return found

    def _judge(self, named: Named) -> Judgment:
        promise = named.promise
        last = add_days(promise.promised, self.policy.grace)
        ending = self.endings.get(id(promise))
        until = min(last, ending.day if ending else self.as_of, self.as_of)
        timely = [c for c in self.coins if promise.made <= c.cash.payment.date <= until]
        coins = [c for c in timely if c.amount and self._counts(c.cash, named)]
        wanted = self._wanted(named, coins, until)
        beside = [c.cash for c in timely if not self._counts(c.cash, named)]
        found = Judgment(named, last, "open", wanted, _serve(coins, wanted), [], beside, ending)
        found.gone = list(self._gone(named, last))
        found.due = promise.promised
        self._decide(found, until)
        return found

    def _decide(self, found: Judgment, until: date) -> None:
        """Settle the state, from what was served until a day."""
        if self._suffices(found.paid, found.wanted):
            found.state, found.ending = "kept", None
            found.settled_on = self._kept_on(found, until)
        elif found.ending:
            by_promise = isinstance(found.ending.by, Promise)
            found.state = "superseded" if by_promise else "withdrawn"
            self._release(found, found.ending.day)
        elif self.as_of > found.last_day:
            found.state = "partially-kept" if found.served else "broken"
            found.broke_on = self._broke_on(found)

    def _counts(self, cash: Cash, named: Named) -> bool:
        if self.policy.cash == "customer":
            return True
        return cash.came_on_account or id(cash.item) in named.keys

    def _suffices(self, paid: Decimal, wanted: Decimal) -> bool:
        return paid * 100 >= self.policy.threshold * wanted

    def _wanted(self, named: Named, coins: Iterable[Served], until: date) -> Decimal:
        """The amount promised, at most what was paid on its items and what is left open on them.

        There is no such bound while a document it names is still to come, and none in another
        currency than the documents', until they are paid.
        """
        promise, bound = named.promise, named.bound(until)
        own = [item for item in bound if item.currency == promise.currency]
        if not bound or (not own and any(item.open_on(until) for item in bound)):
            return promise.amount
        here = set(map(id, own))
        left = [item.open_on(until) for item in own]
        paid = [
            coin.amount
            for coin in coins
            if not here or (id(coin.cash.item) in here and coin.cash.since <= until)
        ]
        back = [
            cash.amount
            for cash in self.gone
            if id(cash.item) in here
            and cash.payment.date >= promise.made
            and cash.since <= until < (cash.until or until)
        ]
        return min(promise.amount, sum((*left, *paid, *back), ZERO))

    def _gone(self, named: Named, last: date) -> Iterator[Cash]:
        for cash in self.gone:
            if named.promise.made <= cash.payment.date <= last and self._counts(cash, named):
                yield cash

    def _release(self, found: Judgment, day: date) -> None:
        """Leave the money of the day a promise ended to those that go on."""
        for one in found.served:
            if one.cash.payment.date >= day:
                coin = next(coin for coin in self.coins if coin.cash is one.cash)
                coin.amount += one.amount
        found.served = [one for one in found.served if one.cash.payment.date < day]

    def _kept_on(self, found: Judgment, until: date) -> date:
        """The day on which enough had been paid, or on which no more was left to pay."""
        promise = found.promise
        paid = ZERO
        reached = promise.made
        for one in found.served:
            paid += one.amount
            reached = one.cash.payment.date
            if self._suffices(paid, promise.amount):
                return reached
        served = {id(one.cash.payment) for one in found.served}
        settled = [
            a.date
            for item in (*found.named.items, *found.named.elsewhere)
            for a in item.allocations
            if promise.made <= a.date <= until and id(a.credit) not in served
        ]
        return max([reached, *settled])

    def _broke_on(self, found: Judgment) -> date:
        """The day after its window; if it was kept, the day on which the money went again."""
        late = [c for c in found.gone if c.until and c.until > found.last_day]
        there = found.paid + sum((cash.amount for cash in late), ZERO)
        for cash in sorted(late, key=lambda cash: cash.until or date.max):
            if not self._suffices(there, found.wanted):
                break
            there -= cash.amount
            if cash.until and not self._suffices(there, found.wanted):
                return cash.until
        return add_days(found.last_day, 1)

    def _made_good(self, found: Judgment) -> date | None:
        """The day a broken promise was paid in full after all: by money that serves no other.

        Or on which nothing was left open on its items. None: not yet.
        """
        coins = [c for c in self.coins if c.cash.payment.date > found.last_day and c.amount]
        coins = [c for c in coins if self._counts(c.cash, found.named)]
        short = found.wanted - found.paid
        late = _serve(coins, short)
        days = []
        if sum((one.amount for one in late), ZERO) == short:
            days.append(late[-1].cash.payment.date)
        items = (*found.named.items, *found.named.elsewhere)
        if items and not any(item.open for item in items):
            days.append(max(a.date for item in items for a in item.allocations))
        return max(min(days), found.broke_on or min(days)) if days else None


def _serve(coins: Iterable[Served], amount: Decimal) -> list[Served]:
    """The first coins that make the amount, as far as they go: each then has so much less."""
    served = []
    for coin in coins:
        part = min(coin.amount, amount)
        if part:
            coin.amount -= part
            amount -= part
            served.append(Served(coin.cash, part))
    return served


def _serving_order(named: Named) -> tuple[object, ...]:
    """The earliest promised day first, then as they were made; never by place in the files."""
    return (named.promise.promised, *made_order(named.promise), named.numbers)
