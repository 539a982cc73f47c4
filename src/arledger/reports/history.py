"""A customer's documents and what paid them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from heapq import merge
from typing import Annotated

from arledger.ledger.lookup import customer_named, unknown
from arledger.ledger.model import Book, Credit, Item, Movement, Source
from arledger.money import ZERO
from arledger.policy.model import Policy
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, notes, remarks, said, unpriced
from arledger.table import Audience, Kind, Table, column

VERSION = 1


class HistoryRow(NamedTuple):
    """One document with the balance after it, or (kind ``applied``) one allocation of a credit."""

    date: dt.date | None
    """An allocation's: the day it took effect. None in totals."""
    kind: str | None
    number: str | None
    """Of the document; for an allocation, of the document it was applied to."""
    due: dt.date | None
    currency: str
    amount: Decimal | None
    """Positive raises the balance. None for an allocation."""
    applied: Decimal | None
    """Of an allocation; negative when it was undone."""
    balance: Decimal | None
    rule: str | None
    """Of an allocation: what decided it."""
    note: str | None
    """What the entry says; of an allocation later than its credit, that credit."""
    file: str | None
    line: int | None


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    customer: Annotated[str, "The customer's id or name."] = "",
) -> Report[HistoryRow]:
    """A customer's documents and what paid them, with the running balance.

    In order of date, each currency for itself; under each credit, what it was applied to and
    why. What is applied or undone later stands at its own date and names the credit. The last
    balance is what the customer owes.
    """
    chosen = customer_named(book, customer) if customer else None
    if customer and chosen is None:
        raise unknown(book, customer, "customer")
    rows = list(_rows(book, chosen)) if chosen else []
    name = book.customers[chosen].name if chosen else ""
    return Report(
        name="history",
        version=VERSION,
        title=heading(book, f"History of {name}"),
        table=Table(_COLUMNS, rows),
        as_of=as_of,
        totals=_totals(rows),
        notes=notes(book),
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="No documents.",
        extra={"customer": chosen or ""},
    )


_COLUMNS = [
    column("date", kind=Kind.DATE),
    column("kind"),
    column("number"),
    column("due", kind=Kind.DATE),
    column("currency", "Cur"),
    column("amount", kind=Kind.AMOUNT),
    column("applied", kind=Kind.AMOUNT),
    column("balance", kind=Kind.AMOUNT, total=True),
    column("rule", "By"),
    column("note", wrap=True),
    column("file", audience=Audience.MACHINES),
    column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
]


def _rows(book: Book, customer: str) -> Iterator[HistoryRow]:
    paying = _by_source([c for c in book.credits if c.customer == customer])
    items = _by_source([i for i in book.items if i.customer == customer])
    worths: dict[str, list[tuple[Movement, Decimal]]] = {}
    for movement in book.movements_of(customer):
        currency, worth = book.worth(movement.currency, movement.amount)
        worths.setdefault(currency, []).append((movement, worth))
    for currency in sorted(worths):
        same = sorted(worths[currency], key=lambda pair: pair[0].date)
        before = [worth for m, worth in same if book.begin and m.date < book.begin]
        balance = sum(before, ZERO)
        if before and book.begin:
            yield _brought_forward(book.begin, currency, book.shown(currency, balance))
        told: list[HistoryRow] = []
        later: list[HistoryRow] = []
        for movement, worth in same[len(before) :]:
            balance += worth
            note = said(book, customer, movement.source.entry)
            document = _document(movement, balance, note, items)
            told.append(document._replace(currency=currency, amount=worth))
            for row in _applied(book, movement, paying):
                (told if row.note is None else later).append(row)
        yield from (_as_shown(book, row) for row in merge(told, sorted(later, key=_day), key=_day))


def _day(row: HistoryRow) -> dt.date:
    return row.date or dt.date.min


def _as_shown(book: Book, row: HistoryRow) -> HistoryRow:
    def shown(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else book.shown(row.currency, amount)

    return row._replace(
        amount=shown(row.amount), applied=shown(row.applied), balance=shown(row.balance)
    )


def _brought_forward(begin: dt.date, currency: str, balance: Decimal) -> HistoryRow:
    return HistoryRow(
        begin, "brought forward", None, None, currency, None, None, balance, None, None, None, None
    )


def _by_source(documents: list[Item] | list[Credit]) -> dict[tuple[int, str, str], list]:  # type: ignore[type-arg]
    found: dict[tuple[int, str, str], list[Item | Credit]] = {}
    for document in documents:
        found.setdefault(_key(document.source, document.currency, document.kind), []).append(
            document
        )
    return found


def _key(source: Source, currency: str, kind: str) -> tuple[int, str, str]:
    return (id(source.posting), currency, kind)


def _document(
    m: Movement, balance: Decimal, note: str, items: dict[tuple[int, str, str], list[Item]]
) -> HistoryRow:
    dues = [item.due for item in items.get(_key(m.source, m.currency, m.kind), ())]
    span = m.source.span
    return HistoryRow(
        m.date, m.kind, m.number, max(dues, default=None), m.currency, m.amount, None, balance,
        None, note, span.path, span.line,
    )  # fmt: skip


def _applied(
    book: Book,
    m: Movement,
    paying: dict[tuple[int, str, str], list[Credit]],
) -> Iterator[HistoryRow]:
    if m.amount > 0:
        return
    for credit in paying.get(_key(m.source, m.currency, m.kind), ()):
        for a in credit.allocations:
            span = a.item.source.span
            credit_named = f"{credit.kind} {credit.label}" if a.date > m.date else None
            currency, worth = book.worth(m.currency, a.amount)
            yield HistoryRow(
                a.date, "applied", a.item.label, a.item.due, currency, None, worth, None,
                a.rule, credit_named, span.path, span.line,
            )  # fmt: skip


def _totals(rows: list[HistoryRow]) -> list[HistoryRow]:
    last = {row.currency: row.balance for row in rows if row.balance is not None}
    return [
        HistoryRow(None, None, None, None, currency, None, None, balance, None, None, None, None)
        for currency, balance in sorted(last.items())
    ]
