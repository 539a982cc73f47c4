"""Credit insurance, item by item: what is insured, whom to tell by when, what may be claimed.

    notify by  = due date + ``notify-within:`` days
    claim from = due date + ``waiting:`` days, or the day the customer was insolvent

Of what a customer owes the oldest due is insured first, up to the limit of cover; money on
account is taken off the oldest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from arledger.dates import add_days, days_past_due
from arledger.ledger.model import Book, Event, Item
from arledger.ledger.tags import references
from arledger.measures.exposure import Exposures
from arledger.measures.written_off import is_indemnified
from arledger.money import ZERO
from arledger.records import NamedTuple

State = Literal["too late", "to notify", "to claim", "waiting", "claimed", "not due"]
"""The most urgent first."""

STATES: tuple[State, ...] = get_args(State)


class InsuredItem(NamedTuple):
    """An open item of an insured customer, and how far its claim on the insurer is."""

    item: Item
    insured: Decimal
    """What of it is within the limit of cover, in the item's currency."""
    coverage: Decimal
    """Percent of it that the insurer pays."""
    notify_by: date | None
    """The last day to tell the insurer; None: no such term is known."""
    claim_from: date | None
    """The first day on which it may be claimed; None: no waiting period is known."""
    notified: date | None
    """When the insurer was told, or the claim was filed."""
    state: State


def insured_items(book: Book) -> list[InsuredItem]:
    """The open items of insured customers as of the book's day, the most urgent first.

    What an insurer has paid for already is not among them, nor what stands in a currency without
    a price in that of the cover. Of a selection only its items, by what the whole book says.
    """
    whole = book.whole or book
    exposures, claims = Exposures(whole), _claims(whole)
    owed: dict[str, list[Item]] = defaultdict(list)
    for item in whole.open_items():
        if not is_indemnified(item, whole.as_of):
            owed[item.customer].append(item)
    shown = set(map(id, book.items)) if book.whole else None
    found = [
        one
        for customer, items in owed.items()
        for one in _of_customer(whole, exposures, customer, items, claims.get(customer, []))
        if shown is None or id(one.item) in shown
    ]
    return sorted(found, key=_urgency)


def _of_customer(
    book: Book, exposures: Exposures, customer: str, items: list[Item], claims: list[Event]
) -> Iterator[InsuredItem]:
    cover = exposures.cover(customer)
    limit, currency = cover.insured
    if not limit:
        return
    tags = book.customers[customer].on(book.as_of)
    within, waiting = _days(tags, "notify-within"), _days(tags, "waiting")
    insolvent = _insolvent(claims)
    for item, insured in _within(exposures, limit, currency, items, customer):
        notified, filed = (_first(claims, item, stages) for stages in (_TOLD, _FILED))
        claim_from = _after(item.due, waiting)
        if insolvent and (claim_from is None or insolvent < claim_from):
            claim_from = max(insolvent, item.date)
        notify_by = _after(item.due, within)
        state = _state(book.as_of, item, notify_by, claim_from, notified, filed)
        yield InsuredItem(item, insured, cover.coverage, notify_by, claim_from, notified, state)


def _within(
    exposures: Exposures, limit: Decimal, currency: str, items: list[Item], customer: str
) -> Iterator[tuple[Item, Decimal]]:
    """The items with what of each is insured; those of which nothing is are left out."""
    on_account = {name: -sums.unapplied for name, sums in exposures.sums[customer].items()}
    for item in sorted(items, key=_oldest):
        rate = exposures.rate(item.currency, currency)
        paid = min(on_account.get(item.currency, ZERO), item.open)
        on_account[item.currency] = on_account.get(item.currency, ZERO) - paid
        owed = item.open - paid
        if rate is None or not owed or not limit:
            continue
        worth = rate.of(owed)
        if worth <= limit:
            limit -= worth
            yield item, owed
            continue
        back = exposures.rate(currency, item.currency)
        if back is not None:
            yield item, min(exposures.rounded(back.of(limit), item.currency), owed)
        limit = ZERO


def _state(  # noqa: PLR0917 - what the state follows from
    as_of: date,
    item: Item,
    notify_by: date | None,
    claim_from: date | None,
    notified: date | None,
    filed: date | None,
) -> State:
    if filed:
        return "claimed"
    may_claim = claim_from is not None and claim_from <= as_of
    if days_past_due(as_of, item.due) <= 0 and not may_claim:
        return "not due"
    if notify_by is not None and notified is None:
        return "to notify" if as_of <= notify_by else "too late"
    return "to claim" if may_claim else "waiting"


_FILED = frozenset({"filed"})
_TOLD = frozenset({"notified", "filed"})


def _claims(book: Book) -> dict[str, list[Event]]:
    """What was said to insurers, and of insolvencies, by customer; in order of date."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in book.events:
        if event.kind in ("claim", "legal") and event.customer:
            found[event.customer].append(event)
    return {customer: sorted(own, key=lambda one: one.date) for customer, own in found.items()}


def _first(claims: Iterable[Event], item: Item, stages: frozenset[str]) -> date | None:
    """The first day on which that was said of an item; a claim without ``inv:`` is of all dated."""
    for event in claims:
        if event.kind == "claim" and event.tags["stage"].casefold() in stages:
            numbers = [
                word for text in references(event.source.entry.tags) for word in text.split()
            ]
            if item.number in numbers or (not numbers and item.date <= event.date):
                return event.date
    return None


def _insolvent(events: Iterable[Event]) -> date | None:
    """The first day on which the customer was known to be insolvent."""
    stages = ((e.date, e.tags.get("stage", "")) for e in events if e.kind == "legal")
    return next((day for day, stage in stages if stage.casefold() == "insolvent"), None)


def _days(tags: Mapping[str, str], name: str) -> int | None:
    text = tags.get(name, "").strip()
    return int(text) if text.isdecimal() else None


def _after(due: date, days: int | None) -> date | None:
    return None if days is None else add_days(due, days)


def _oldest(item: Item) -> tuple[object, ...]:
    return (item.due, item.currency, item.order, item.account)


def _urgency(one: InsuredItem) -> tuple[object, ...]:
    """By state, the day that counts next, and the item."""
    told = one.state in ("too late", "to notify")
    day = (one.notify_by if told else one.claim_from) or date.max
    item = one.item
    return (STATES.index(one.state), day, item.customer.casefold(), item.customer, *_oldest(item))
