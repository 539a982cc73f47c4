"""Where a figure comes from, line by line."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from arledger.ledger.discounts import pending
from arledger.ledger.lookup import (
    credits_numbered,
    customer_named,
    items_numbered,
    promises_numbered,
    unknown,
)
from arledger.ledger.model import Book, Credit, Item, Promise
from arledger.measures.aging import Buckets, age, disputed_parts
from arledger.measures.oracle import customer_command, item_command, promise_command
from arledger.money import ZERO, plain
from arledger.policy.model import Policy
from arledger.problems import Span
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, notes, remarks, unpriced
from arledger.table import Kind, Table, column

VERSION = 1

Comparison = tuple[str, str]
"""A command, and before it what it gives if that is not the figure asked about."""

_POLICY_KEYS = {
    "oldest-due": "allocation.order",
    "exact-amount": "allocation.order",
    "costs-interest-principal": "allocation.order",
    "policy [terms] default": "terms.default",
}


class WhyRow(NamedTuple):
    """One step: what happened, what it did to the figure, which rule decided, where it stands."""

    step: str
    date: dt.date | None
    currency: str
    amount: Decimal | None
    rule: str | None
    policy: str | None
    """The policy key that decided, as ``allocation.order``; None when the journal did."""
    file: str | None
    line: int | None


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,
    term: Annotated[str, "The number of a document or promise, or a customer's id or name."] = "",
    *,
    bucket: Annotated[str | None, "Only this bucket of a customer, as 31-60."] = None,
) -> Report[WhyRow]:
    """Where a figure comes from: documents, allocations, rules, each with its line.

    Of an invoice: its charges, what paid it, its due date and its bucket. Of a payment: what
    it was applied to. Of a promise: what it is about, what was paid in time, the verdict. Of a
    customer: every open item and unapplied credit. Below stands the hledger command that must
    print the same figure; where no query tells the document, the one for all that its customer
    owes, and what that is.
    """
    what, rows, commands = _explained(book, policy, term, bucket) if term else ("", [], [])
    return Report(
        name="why",
        version=VERSION,
        title=heading(book, f"Why {what}"),
        table=Table(_COLUMNS, [_as_shown(book, row) for row in rows]),
        as_of=as_of,
        notes=[*notes(book), *(f"Compare{of}: {command}" for of, command in commands)],
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        extra={"term": term, "commands": [command for _, command in commands]},
    )


_COLUMNS = [
    column("step", wrap=True),
    column("date", kind=Kind.DATE),
    column("currency", "Cur"),
    column("amount", kind=Kind.AMOUNT),
    column("rule", "Because of", wrap=True),
    column("policy", wrap=True),
    column("file", wrap=True),
    column("line", kind=Kind.COUNT),
]


def _explained(
    book: Book, policy: Policy, term: str, bucket: str | None
) -> tuple[str, list[WhyRow], list[Comparison]]:
    """What was asked about, its steps, and the commands to compare with."""
    customer = customer_named(book, term)
    items, paying = items_numbered(book, term), credits_numbered(book, term)
    promised = promises_numbered(book, term)
    if bucket or not (items or paying or promised):
        if customer is None:
            raise unknown(book, term, "customer" if bucket else "customer, document or promise")
        return _customer(book, policy, customer, bucket)
    rows = [_worth(book, row) for item in items for row in _item(book, policy, item)]
    rows += [_worth(book, row) for credit in paying for row in _credit(credit)]
    told = {(item.customer, item.account, item.currency): item for item in items}
    commands = [("", item_command(book, item, book.items)) for item in told.values()]
    if not commands or not all(command for _, command in commands):
        owners = {(item.customer, item.currency) for item in items}
        owners |= {(credit.customer, credit.currency) for credit in paying}
        commands += [_whole(book, *owner) for owner in sorted(owners)]
    more, others = _promised(book, policy, promised) if promised else ([], [])
    rows, commands = rows + more, commands + others
    return term, rows, [(of, command) for of, command in commands if command]


def _whole(book: Book, customer: str, currency: str) -> tuple[str, str | None]:
    """The command for the balance a document is part of, and what that balance is."""
    balance = sum((m.amount for m in book.movements_of(customer) if m.currency == currency), ZERO)
    shown, worth = book.worth(currency, balance)
    of = f" the balance of {customer}, {plain(book.shown(shown, worth))} {shown}"
    return of, customer_command(book, customer, currency)


def _item(book: Book, policy: Policy, item: Item) -> Iterator[WhyRow]:
    cur = item.currency
    yield from sorted((*_charged(item), *_paid(item)), key=lambda row: row.date or dt.date.min)
    yield WhyRow("open", book.as_of, cur, item.open, None, None, None, None)
    yield WhyRow(
        "falls due", item.due, cur, None, item.rule, _key_of_rule(item.rule),
        item.source.span.path, item.source.span.line,
    )  # fmt: skip
    if item.due != item.original_due:
        yield WhyRow(
            "fell due before it was extended", item.original_due, cur, None, "event:extend",
            None, None, None,
        )  # fmt: skip
    yield from _pending(book, item)
    yield from _disputed(book, item)
    if item.open:
        days = age(item, book.as_of, policy.aging.basis)
        buckets = Buckets(policy.aging.buckets)
        late = f"{days} days past due" if days > 0 else "not past due"
        yield WhyRow(
            f"{late}: bucket {buckets.keys[buckets.index(days)]}", book.as_of, cur, item.open,
            f"days count from the {policy.aging.basis} date", "aging.buckets", None, None,
        )  # fmt: skip


def _pending(book: Book, item: Item) -> Iterator[WhyRow]:
    found = pending(book, item)
    if found:
        step = f"discount pending: {plain(found.percent)} % for payment until {found.last_day}"
        yield WhyRow(step, None, item.currency, found.amount, item.rule, None, None, None)


def _disputed(book: Book, item: Item) -> Iterator[WhyRow]:
    """What of its document was disputed, and what became of it."""
    if not any(event.kind == "dispute" for event in (book.whole or book).events):
        return
    from arledger.ledger.disputes import disputes

    for one in disputes(book.whole or book):
        if any(mine is item for mine in one.items):
            tags, span = one.event.tags, one.event.source.span
            step = f"disputed, because of {tags['cause']}" if tags.get("cause") else "disputed"
            yield _row(step, one.event.date, item.currency, one.amount, None, span)
            for event, amount in one.resolutions:
                said = f"of that {event.tags.get('outcome') or 'resolved'}"
                yield _row(said, event.date, item.currency, -amount, None, event.source.span)
    if part := disputed_parts(book).get(id(item)):
        yield WhyRow("disputed still", book.as_of, item.currency, part, None, None, None, None)


def _charged(item: Item) -> Iterator[WhyRow]:
    for place, (day, amount, kind, source) in enumerate(item.charges):
        step = f"{kind} charged again to {item.label}" if place else f"{kind} {item.label}"
        yield _row(f"{step} of {item.customer}", day, item.currency, amount, None, source.span)


def _paid(item: Item) -> Iterator[WhyRow]:
    for a in item.allocations:
        said = "applied from" if a.amount > 0 else "taken back by"
        step = f"{said} {a.credit.kind} {a.credit.label}"
        yield _row(step, a.date, item.currency, -a.amount, a.rule, a.credit.source.span)


def _credit(credit: Credit) -> Iterator[WhyRow]:
    cur = credit.currency
    step = f"{credit.kind} {credit.label} of {credit.customer}"
    yield _row(step, credit.date, cur, credit.amount, None, credit.source.span)
    for a in credit.allocations:
        said = "applied to" if a.amount > 0 else "taken back from"
        yield _row(
            f"{said} {a.item.kind} {a.item.label}", a.date, cur, -a.amount, a.rule,
            a.item.source.span,
        )  # fmt: skip
    for day, amount, source in credit.taken:
        yield _row("paid back or moved", day, cur, -amount, None, source.span)
    yield WhyRow("unapplied", None, cur, credit.rest, None, None, None, None)


def _promised(
    book: Book, policy: Policy, promises: list[Promise]
) -> tuple[list[WhyRow], list[tuple[str, str | None]]]:
    """The story of each promise, and the commands for all that was promised by that name."""
    from arledger.measures.promises import judgments
    from arledger.measures.promises_told import told

    rows = []
    judged = {id(one.promise): one for one in judgments(book)}
    for promise in sorted(promises, key=lambda promise: promise.promised):
        one = judged.get(id(promise))
        plan = [other for other in promises if other.source.entry is promise.source.entry]
        for step in told(one, plan, policy.promise, book.as_of) if one else ():
            span = step.source.span if step.source else None
            row = WhyRow(
                step.step, step.date, promise.currency, step.amount, step.rule or None,
                step.key or None, span.path if span else None, span.line if span else None,
            )  # fmt: skip
            rows.append(_worth(book, row))
        if one is None:
            rows.append(
                WhyRow(
                    f"promise {promise.number} is not judged: see arledger check", promise.made,
                    promise.currency, promise.amount, None, None, *promise.source.span[:2],
                )
            )  # fmt: skip
    sums: dict[tuple[str, str], Decimal] = {}
    for p in promises:
        sums[p.number, p.currency] = sums.get((p.number, p.currency), ZERO) + p.amount
    commands = [
        (f" all that was promised, {plain(amount)} {of[1]}", promise_command(book, *of))
        for of, amount in sorted(sums.items())
    ]
    return rows, commands


def _customer(
    book: Book, policy: Policy, customer: str, bucket: str | None
) -> tuple[str, list[WhyRow], list[Comparison]]:
    buckets = Buckets(policy.aging.buckets)
    bucket = bucket and bucket.replace("–", "-").lower()  # as it stands above its column
    if bucket is not None and bucket not in (*buckets.keys, "unapplied"):
        raise ValueError(
            f"there is no bucket '{bucket}': it is one of {', '.join(buckets.keys)}, unapplied"
        )
    rows = []
    for item in sorted(book.open_items(), key=lambda i: (i.currency, i.order)):
        name = buckets.keys[buckets.index(age(item, book.as_of, policy.aging.basis))]
        if item.customer == customer and bucket in (None, name):
            step = f"{item.kind} {item.label}, due {item.due}: {name}"
            rows.append(
                _row(step, item.date, item.currency, item.open, item.rule, item.source.span)
            )
    if bucket in (None, "unapplied"):
        rows += [
            _row(f"{c.kind} {c.label}: unapplied", c.date, c.currency, -c.rest, None, c.source.span)
            for c in book.unapplied()
            if c.customer == customer
        ]
    currencies = sorted({row.currency for row in rows})
    sums: dict[str, Decimal] = {}
    for row in rows:
        currency, worth = book.worth(row.currency, row.amount or ZERO)
        sums[currency] = sums.get(currency, ZERO) + worth
    rows = [_worth(book, row) for row in rows] + [
        WhyRow("total", book.as_of, currency, total, None, None, None, None)
        for currency, total in sorted(sums.items())
    ]
    what = f"{customer} {bucket}" if bucket else customer
    commands = [] if bucket else [customer_command(book, customer, c) for c in currencies]
    return what, rows, [("", command) for command in commands if command]


def _worth(book: Book, row: WhyRow) -> WhyRow:
    if row.amount is None:
        return row
    currency, worth = book.worth(row.currency, row.amount)
    return row._replace(currency=currency, amount=worth)


def _as_shown(book: Book, row: WhyRow) -> WhyRow:
    """The step rounded as it is shown."""
    if row.amount is None:
        return row
    return row._replace(amount=book.shown(row.currency, row.amount))


def _key_of_rule(rule: str | None) -> str | None:
    if rule and rule.startswith("policy [terms.by."):
        return "terms.by." + rule.removeprefix("policy [terms.by.").partition("]")[0]
    return _POLICY_KEYS.get(rule or "")


def _row(  # noqa: PLR0917 - the fields of a step, in their order
    step: str, day: dt.date, currency: str, amount: Decimal, rule: str | None, span: Span
) -> WhyRow:
    return WhyRow(step, day, currency, amount, rule, _key_of_rule(rule), span.path, span.line)
