"""Where each customer stands on the book's day: what is past due, and what answers for it already.

A disputed part waits for who settles it, a promised part for its day, what a next step is agreed
about for that step; money on account only wants applying, a discount that was earned only booking.
What is left then is to be asked for.
Nothing here depends on the order of the entries of a day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar, get_args

from arledger.dates import days_past_due
from arledger.ledger.discounts import pending
from arledger.ledger.disputes import Dispute, by_document
from arledger.ledger.model import Book, Credit, Customer, Event, Item
from arledger.ledger.natural import natural
from arledger.ledger.tags import references
from arledger.measures.aging import Buckets, age, disputed_parts
from arledger.measures.contacts import Contact, by_customer
from arledger.measures.promises import judgments
from arledger.measures.promises_named import made_order
from arledger.measures.promises_verdict import UNKEPT, Judgment
from arledger.money import ZERO
from arledger.policy.sections.collecting import Stage
from arledger.records import NamedTuple, field, record

Cover = Literal["discount", "waiting", "disputed", "promised", "on_account"]

STAGES: tuple[str, ...] = get_args(Stage)
"""Steps at law, each further than the one before."""


@record
class Claim:
    """What one customer owes in one currency, as the book values it."""

    currency: str
    open: Decimal = ZERO
    overdue: Decimal = ZERO
    """What is open and past due; nothing is taken off."""
    oldest: int | None = None
    """Days past due of the latest item; None when nothing is past due."""
    asked: Decimal = ZERO
    """What nothing answers for: of what is past due, and of what was promised for today."""
    discount: Decimal = ZERO
    """Past due, and a discount that was earned and is not booked."""
    waiting: Decimal = ZERO
    """Past due, and a next step is agreed for later."""
    disputed: Decimal = ZERO
    """Past due, and disputed."""
    promised: Decimal = ZERO
    """Past due, and promised for later."""
    on_account: Decimal = ZERO
    """Past due, and paid: the money lies on account."""


class Crossed(NamedTuple):
    """An item that has entered later buckets since anybody was in touch."""

    item: Item
    buckets: int
    """How many."""
    bucket: str
    """The one it is in."""


@record
class Standing:
    """One customer, and what there is to know before a call."""

    customer: Customer
    master: dict[str, str]
    """The master data in force."""
    claims: dict[str, Claim] = field(default_factory=dict)
    """By currency, in order; every currency in which something is open."""
    contacts: list[Contact] = field(default_factory=list)
    promises: list[Judgment] = field(default_factory=list)
    """As they were made."""
    disputes: list[Dispute] = field(default_factory=list)
    """Those of which something is open, the oldest first."""
    disputing: list[Dispute] = field(default_factory=list)
    """Those of them that are about something past due."""
    legal: list[Event] = field(default_factory=list)
    """Steps at law about something that is open, the last one last."""
    spoken: date | None = None
    """The last day anybody was in touch: who makes a promise was spoken to."""
    silence: int | None = None
    """Days since then; None: nobody ever was."""
    steps: list[Contact] = field(default_factory=list)
    """Contacts whose next step is due or overdue."""
    planned: list[Contact] = field(default_factory=list)
    """Contacts whose next step is still to come."""
    covering: list[Judgment] = field(default_factory=list)
    """Open promises that are waited for."""
    waited_for: list[Judgment] = field(default_factory=list)
    """Those of them that cover something past due."""
    called: list[Judgment] = field(default_factory=list)
    """Open promises to be asked for: due today, or called due with the rest of their plan."""
    broken: Judgment | None = None
    """The promise that was broken, not made good, and followed by none on the same."""
    crossed: Crossed | None = None
    late: int = 0
    """Days past due of the latest item of which something is to be asked for."""

    @property
    def oldest(self) -> int:
        """Days past due of the latest item; 0 when nothing is past due."""
        return max((claim.oldest or 0 for claim in self.claims.values()), default=0)


def standings(book: Book) -> list[Standing]:
    """Everybody of a whole book who owes something, or with whom a next step is due."""
    return [found for found in _Gathered(book).standings() if found.claims or found.steps]


Own = TypeVar("Own", Item, Credit, Judgment, Dispute, Event)


class _Gathered:
    """A book's records by customer, each kind looked through once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.contacts = by_customer(book)
        self.promises = _of(judgments(book), lambda one: one.promise.customer)
        self.items = _of(book.open_items(), lambda item: item.customer)
        self.credits = _of(book.unapplied(), lambda credit: credit.customer)
        self.legal = _of((e for e in book.events if e.kind == "legal"), lambda e: e.customer)
        self.parts = disputed_parts(book)
        told = by_document(book).values() if self.parts else ()
        standing = (one for own in told for one in own if one.open)
        self.disputes = _of(standing, lambda one: one.document[0])

    def standings(self) -> Iterator[Standing]:
        known = {*self.items, *self.contacts}
        return (self._standing(id_) for id_ in self.book.customers if id_ in known)

    def _standing(self, customer: str) -> Standing:
        one = self.book.customers[customer]
        found = Standing(one, one.on(self.book.as_of))
        found.contacts = self.contacts.get(customer, [])
        found.promises = sorted(self.promises[customer], key=lambda j: made_order(j.promise))
        found.disputes = self.disputes[customer]
        days = [c.event.date for c in found.contacts] + [j.promise.made for j in found.promises]
        if days:
            found.spoken = max(days)
            found.silence = days_past_due(self.book.as_of, found.spoken)
        items = sorted(self.items[customer], key=_item_order)
        found.legal = sorted((e for e in self.legal[customer] if _holds(e, items)), key=_stage)
        _judge_promises(found, self.book.as_of)
        _judge_steps(found)
        _Reckoning(self.book, found, items).reckon(self.parts, self.credits[customer])
        return found


def _of(
    everything: Iterable[Own], customer: Callable[[Own], str | None]
) -> dict[str | None, list[Own]]:
    found: dict[str | None, list[Own]] = defaultdict(list)
    for one in everything:
        found[customer(one)].append(one)
    return found


def _item_order(item: Item) -> tuple[object, ...]:
    """The oldest first; never by place in the files."""
    return (item.due, item.date, natural(item.number), item.currency, item.open, item.account)


def _holds(event: Event, items: Sequence[Item]) -> bool:
    """Whether a step at law is about something that is open.

    About the documents it names, else all that were there on its day. Insolvency is for good.
    """
    if event.tags["stage"].casefold() == "insolvent":
        return True
    named = _words(references(event.source.entry.tags))
    return any(item.number in named if named else item.date <= event.date for item in items)


def _words(numbers: Iterable[str]) -> set[str]:
    """Each number whole, and its words."""
    return {word for number in numbers for word in (number, *number.split())}


def _stage(event: Event) -> tuple[object, ...]:
    return (event.date, STAGES.index(event.tags["stage"].casefold()))


# -- what was promised and agreed ---------------------------------------------------------------


def _judge_promises(found: Standing, as_of: date) -> None:
    """Say which promises are waited for, which are to be asked for, and which one was broken."""
    for one in found.promises:
        if one.state == "open":
            is_called = one.due == as_of or one.due < min(one.promise.promised, as_of)
            (found.called if is_called else found.covering).append(one)
    found.broken = max(standing_broken(found.promises), key=_badness, default=None)


def standing_broken(promises: Sequence[Judgment]) -> list[Judgment]:
    """Those of a customer's promises, as they were made, that are broken, and nothing came since.

    They were neither made good nor followed by another on the same.
    """
    newest: dict[object, date] = {}
    for one in promises:
        newest.update(dict.fromkeys(one.named.keys, one.promise.made))
    return [one for one in promises if _stands_broken(one, newest)]


def _stands_broken(one: Judgment, newest: Mapping[object, date]) -> bool:
    """Whether it was not made good, and no promise on the same was made when it was broken."""
    if one.state not in UNKEPT or one.settled_on or not one.broke_on:
        return False
    return all(newest[key] < one.broke_on for key in one.named.keys)


def _badness(one: Judgment) -> tuple[object, ...]:
    return (one.level, one.broke_on, made_order(one.promise))


def _judge_steps(found: Standing) -> None:
    """Say which next steps are due and which are waited for.

    A promise made later that is waited for stands in place of one that is due, and who breaks a
    promise later has no step to wait for.
    """
    broke = found.broken.broke_on if found.broken else None
    promised = max((one.promise.made for one in found.covering), default=None)
    for one in found.contacts:
        day = one.event.date
        if one.follow_up == "planned" and not (broke and broke > day):
            found.planned.append(one)
        elif one.follow_up in ("due", "overdue") and not (promised and promised > day):
            found.steps.append(one)


# -- what is past due ---------------------------------------------------------------------------


class _Reckoning:
    """One customer's open items, and what of each nothing answers for yet."""

    def __init__(self, book: Book, found: Standing, items: Sequence[Item]) -> None:
        self.book, self.found, self.items = book, found, items
        basis = book.policy.aging.basis
        self.days = {id(item): age(item, book.as_of, basis) for item in items}
        self.late = [item for item in items if self.days[id(item)] > 0]
        self.left = {id(item): item.open for item in items}

    def reckon(self, parts: Mapping[int, Decimal], credits_: Iterable[Credit]) -> None:
        """Make the claims, and take off what answers for them."""
        for currency in sorted({self.book.worth(i.currency, ZERO)[0] for i in self.items}):
            self.found.claims[currency] = Claim(currency)
        for item in self.items:
            self._claim(item)
        for item in self.late:
            if item.terms and (earned := pending(self.book, item)):
                self._take([item], earned.amount, "discount")
        self._wait()
        self._set_apart(parts)
        for one in self.found.covering:
            self._cover(one)
        self._apply(credits_)
        asked = [item for item in self.late if self.left[id(item)]]
        for item in asked:
            self._ask(item, self.left[id(item)])
        self.found.late = max((self.days[id(item)] for item in asked), default=0)
        self.found.crossed = self._crossed(asked)
        for one in self.found.called:
            self._call(one)

    def _add(self, item: Item, name: str, amount: Decimal) -> None:
        currency, worth = self.book.worth(item.currency, amount)
        claim = self.found.claims[currency]
        setattr(claim, name, getattr(claim, name) + worth)

    def _claim(self, item: Item) -> None:
        self._add(item, "open", item.open)
        days = self.days[id(item)]
        if days > 0:
            self._add(item, "overdue", item.open)
            claim = self.found.claims[self.book.worth(item.currency, ZERO)[0]]
            claim.oldest = max(days, claim.oldest or 0)

    def _wait(self) -> None:
        """Leave alone what a next step is agreed about."""
        planned = self.found.planned
        named = _words(number for one in planned for number in one.numbers)
        is_of_all = not all(one.numbers for one in planned)
        for item in self.late if planned else ():
            if is_of_all or item.number in named:
                self._take([item], item.open, "waiting")

    def _set_apart(self, parts: Mapping[int, Decimal]) -> None:
        """Leave alone what is disputed, and say by which disputes."""
        for item in self.late if parts else ():
            self._take([item], parts.get(id(item), ZERO), "disputed")
        for one in self.found.disputes:
            if any(self.days.get(id(item), 0) > 0 for item in one.items):
                self.found.disputing.append(one)

    def _cover(self, one: Judgment) -> None:
        """Leave alone what a promise is waited for; in another currency, all that it is about."""
        covers = self._take(self._late(one.named.items), one.left, "promised")
        if not one.named.items:
            for item in self._late(one.named.elsewhere):
                covers = self._take([item], item.open, "promised") or covers
        if covers:
            self.found.waited_for.append(one)

    def _apply(self, credits_: Iterable[Credit]) -> None:
        """Leave alone what money on account would settle."""
        lying: dict[str, Decimal] = {}
        for credit in credits_:
            if credit.references != ("-",):  # kept there on purpose, as a deposit is
                lying[credit.currency] = lying.get(credit.currency, ZERO) + credit.rest
        for currency, amount in lying.items():
            own = (item for item in self.late if item.currency == currency)
            self._take(own, amount, "on_account")

    def _late(self, items: Iterable[Item]) -> list[Item]:
        """Those of the items that are past due, the oldest first."""
        return sorted((i for i in items if self.days.get(id(i), 0) > 0), key=_item_order)

    def _take(self, items: Iterable[Item], amount: Decimal, cover: Cover) -> bool:
        """Take as much off what is left of the items, one after the other; whether it took any."""
        rest = amount
        for item in items:
            part = min(rest, self.left[id(item)])
            if part:
                rest -= part
                self.left[id(item)] -= part
                self._add(item, cover, part)
            if not rest:
                break
        return rest < amount

    def _ask(self, item: Item, amount: Decimal) -> None:
        self._add(item, "asked", amount)

    def _call(self, one: Judgment) -> None:
        """Ask for what was promised for today, too, of items that are not yet past due."""
        late = self._late(one.named.items)
        short = one.left - sum((self.left[id(item)] for item in late), ZERO)
        for item in one.named.items:
            if short > 0 >= self.days.get(id(item), 1):
                part = min(short, self.left[id(item)])
                self.left[id(item)] -= part
                short -= part
                self._ask(item, part)

    def _crossed(self, items: Iterable[Item]) -> Crossed | None:
        """The item that has entered most buckets since the last contact, of those the latest."""
        buckets = Buckets(self.book.policy.aging.buckets)
        since = self.found.silence
        found: Crossed | None = None
        for item in items:
            days = self.days[id(item)]
            place = buckets.index(days)
            count = place - (0 if since is None else buckets.index(days - since))
            if count and (found is None or count > found.buckets):
                found = Crossed(item, count, buckets.keys[place])
        return found
