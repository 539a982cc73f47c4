"""What happened with a customer's claims, day by day, each with its line in the journal."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Allocation, Book, Credit, Event, Item, Order, Source
from arledger.ledger.natural import natural
from arledger.ledger.tags import amount, meaning, references
from arledger.measures.evidence import ordered
from arledger.measures.promises import judgments
from arledger.measures.promises_verdict import Judgment
from arledger.records import NamedTuple, replaced

_OF_ONE_DOCUMENT = frozenset({"dispute", "resolve", "extend"})
"""Events that concern the claims only if they name one of them."""

_LEFT_OUT = frozenset({"ack"})
"""What we do among ourselves."""

_SAID_ELSEWHERE = frozenset({"event", "inv", "customer", "amount", "file"})


class Happening(NamedTuple):
    """One thing that happened."""

    date: date
    what: str
    """The kind of the document or of the event."""
    number: str
    """Of the document; of an event those it names."""
    details: str
    """What its tags say, or what was done with it; the entry's own words are beside."""
    amount: Decimal | None
    """Positive raises what is owed, or is what an event is about; None: of none."""
    currency: str
    file: str
    """The value of ``file:``, as written."""
    source: Source


def chronology(book: Book, customer: str, items: Sequence[Item]) -> list[Happening]:
    """All that concerns these items of a customer, and all that was said, in order of date.

    The order of the entries of a day changes nothing.
    """
    whole = book.whole or book
    found = [step for item in items for step in _of_item(item)]
    orders = [order for order in whole.orders if order.customer == customer]
    taken = {id(order): order for item in items for order in ordered(orders, item)}
    found += map(_of_order, taken.values())
    found += [_on_account(c) for c in whole.unapplied() if c.customer == customer]
    numbers = {item.number for item in items}
    own = (event for event in whole.events if event.customer == customer)
    found += [_of_event(event) for event in own if _concerns(event, numbers)]
    promised = [promise for promise in whole.promises if promise.customer == customer]
    found += map(_of_promise, judgments(replaced(whole, promises=promised, whole=whole)))
    return sorted(found, key=_order)


def _order(one: Happening) -> tuple[object, ...]:
    """By day; of one day what raises the debt, then what was said, then what lowers it."""
    rank = 1 if one.amount is None else 0 if one.amount > 0 else 2
    amount_, entry = one.amount or Decimal(0), one.source.entry
    return (
        one.date, rank, one.what, natural(one.number), one.currency, amount_, one.details,
        entry.description,
    )  # fmt: skip


def _of_item(item: Item) -> Iterator[Happening]:
    for place, (day, charged, kind, source) in enumerate(item.charges):
        what = f"{kind}, charged again" if place and kind != "bounce" else kind
        file = _file(source)
        yield Happening(day, what, item.number, "", charged, item.currency, file, source)
    yield from (_applied(a) for a in item.allocations)


def _applied(a: Allocation) -> Happening:
    credit, item = a.credit, a.item
    what: str = credit.kind
    said = f"applied to {item.label} by {a.rule.rstrip(':')}"
    source = credit.source
    if a.amount < 0:
        what, said = f"{credit.kind} taken back", f"{item.label} is open again"
        by = (source for day, _, source in credit.taken if day == a.date)
        source = next(by, credit.source)
    return Happening(a.date, what, credit.number, said, -a.amount, item.currency, "", source)


def _of_order(order: Order) -> Happening:
    return Happening(
        order.date, "order", order.number, "", order.amount, order.currency, _file(order.source),
        order.source,
    )  # fmt: skip


def _on_account(credit: Credit) -> Happening:
    return Happening(
        credit.date, credit.kind, credit.number, "on account, not applied", -credit.rest,
        credit.currency, "", credit.source,
    )  # fmt: skip


def _concerns(event: Event, numbers: set[str]) -> bool:
    if event.kind in _LEFT_OUT:
        return False
    return event.kind not in _OF_ONE_DOCUMENT or event.tags.get("inv", "") in numbers


def _of_event(event: Event) -> Happening:
    entry, tags = event.source.entry, event.tags
    value, currency = amount(tags["amount"]) if tags.get("amount") else (None, "")
    details = [
        f"{name} {text}" for name, text in tags.items() if text and name not in _SAID_ELSEWHERE
    ]
    number = " ".join(references(entry.tags))
    return Happening(
        event.date, event.kind, number, ", ".join(details), value, currency,
        tags.get("file", ""), event.source,
    )  # fmt: skip


def _of_promise(one: Judgment) -> Happening:
    promise = one.promise
    said = f"for {promise.promised}: {one.state.replace('-', ' ')}"
    if one.named.is_of_all:
        said += "; about all that was open"
    elif one.named.numbers:
        said += f"; about {' '.join(one.named.numbers)}"
    return Happening(
        promise.made, "promise", promise.number, said, promise.amount, promise.currency,
        _file(promise.source), promise.source,
    )  # fmt: skip


def _file(source: Source) -> str:
    """What ``file:`` names on a posting, else on its entry; "" when there is none."""
    entry, posting = source
    return meaning(posting.tags if posting else ()).get("file") or meaning(entry.tags).get(
        "file", ""
    )
