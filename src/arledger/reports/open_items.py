"""Every open item with its due date."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from arledger.ledger.discounts import pending
from arledger.ledger.model import Book, Credit, Item
from arledger.ledger.natural import natural
from arledger.measures.aging import Buckets, age, disputed_parts
from arledger.money import ZERO
from arledger.policy.model import Basis, Policy
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, notes, party, remarks, unpriced
from arledger.table import Audience, Column, Kind, Table, column

Sort = Literal["due", "customer", "amount"]

VERSION = 1


class OpenRow(NamedTuple):
    """One open item, or one credit with something left (its ``open`` is negative)."""

    customer: str | None
    """None in totals."""
    name: str | None
    number: str | None
    kind: str | None
    date: dt.date | None
    due: dt.date | None
    days_past_due: int | None
    currency: str
    amount: Decimal | None
    """What was charged (a credit's is negative); what bounced and was charged again counts
    once. None in totals."""
    open: Decimal
    bucket: str | None
    reference: str | None
    """What the entry says beside its payee; for credits, the documents they name."""
    file: str | None = None
    line: int | None = None
    disputed: Decimal = ZERO
    """Part of what is open."""


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,
    *,
    basis: Annotated[
        Basis | None, "Count days from the due date, the document's date or the original due date."
    ] = None,
    overdue: Annotated[bool, "Only what is past due."] = False,
    sort: Annotated[Sort, "Order of the lines."] = "customer",
) -> Report[OpenRow]:
    """Every open item with its due date, the days it is late and what is left to pay.

    Credits that are not applied stand among them with a negative open amount in the bucket
    unapplied, so that the rows add up to the balance.
    """
    buckets = Buckets(policy.aging.buckets)
    counted = basis or policy.aging.basis
    parts = disputed_parts(book)
    rows = [
        _item(book, item, buckets, counted)._replace(disputed=_part(book, item, parts))
        for item in book.open_items()
    ]
    if overdue:
        rows = [row for row in rows if row.days_past_due is not None and row.days_past_due > 0]
    else:
        rows += [_credit(book, credit) for credit in book.unapplied()]
    said = ["Only what is past due; unapplied credits are left out."] if overdue else []
    totals = [_rounded(book, row) for row in _totals(rows)]
    rows = [_rounded(book, row) for row in rows]
    return Report(
        name="open",
        version=VERSION,
        title=heading(book, f"Open {book.side} items"),
        table=Table([party(book), *_columns(rows)], sorted(rows, key=_SORTS[sort])),
        as_of=as_of,
        totals=totals,
        notes=[*said, *notes(book)],
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nothing is open.",
    )


def _columns(rows: list[OpenRow]) -> list[Column[OpenRow]]:
    """All but the first; people are spared that of what is disputed when nothing is."""
    shown = Audience.PEOPLE if any(row.disputed for row in rows) else None
    return [
        column("name", audience=Audience.MACHINES),
        column("number"),
        column("kind"),
        column("date", kind=Kind.DATE),
        column("due", kind=Kind.DATE),
        column("days_past_due", "Days", Kind.COUNT),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT, total=False),
        column("open", kind=Kind.AMOUNT, total=True),
        *([column("disputed", kind=Kind.AMOUNT, total=True, audience=shown)] if shown else []),
        column("bucket"),
        column("reference"),
        column("disputed", kind=Kind.AMOUNT, audience=Audience.MACHINES),
    ]


_SORTS = {
    "customer": lambda r: (r.customer.casefold(), r.customer, r.currency, *_place(r)),
    "due": lambda r: (_place(r), r.customer),
    "amount": lambda r: (r.currency, -r.open, r.customer, _place(r)),
}


def _place(row: OpenRow) -> tuple[object, ...]:
    """Oldest due first, credits after items; number, then place in the files."""
    number = natural(row.number or "")
    return (row.due is None, row.due or row.date, row.date, number, row.file or "", row.line or 0)


def _item(book: Book, item: Item, buckets: Buckets, basis: Basis) -> OpenRow:
    days = age(item, book.as_of, basis)
    currency, amount = book.worth(item.currency, item.amount - item.reopened)
    _, left = book.worth(item.currency, item.open)
    span = item.source.span
    return OpenRow(
        customer=item.customer,
        name=book.customers[item.customer].name,
        number=item.number,
        kind=item.kind,
        date=item.date,
        due=item.due,
        days_past_due=days,
        currency=currency,
        amount=amount,
        open=left,
        bucket=buckets.keys[buckets.index(days)],
        reference="; ".join(filter(None, (_said(item), _pending(book, item)))),
        file=span.path,
        line=span.line,
    )


def _part(book: Book, item: Item, parts: Mapping[int, Decimal]) -> Decimal:
    """What of an item is disputed."""
    part = parts.get(id(item), ZERO)
    return book.worth(item.currency, part)[1] if part else part


def _credit(book: Book, credit: Credit) -> OpenRow:
    currency, amount = book.worth(credit.currency, -credit.amount)
    _, left = book.worth(credit.currency, -credit.rest)
    span = credit.source.span
    return OpenRow(
        customer=credit.customer,
        name=book.customers[credit.customer].name,
        number=credit.number,
        kind=credit.kind,
        date=credit.date,
        due=None,
        days_past_due=None,
        currency=currency,
        amount=amount,
        open=left,
        bucket="unapplied",
        reference=" ".join(credit.references) or _said(credit),
        file=span.path,
        line=span.line,
    )


def _pending(book: Book, item: Item) -> str:
    return "discount pending" if pending(book, item) else ""


def _said(document: Item | Credit) -> str:
    entry = document.source.entry
    return entry.note if "|" in entry.description else ""


def _rounded(book: Book, row: OpenRow) -> OpenRow:
    amount = row.amount
    return row._replace(
        amount=None if amount is None else book.shown(row.currency, amount),
        open=book.shown(row.currency, row.open),
        disputed=book.shown(row.currency, row.disputed),
    )


def _totals(rows: list[OpenRow]) -> list[OpenRow]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        left, disputed = sums.get(row.currency, (ZERO, ZERO))
        sums[row.currency] = left + row.open, disputed + row.disputed
    nothing = (None,) * 7
    return [
        OpenRow(*nothing, currency, None, left, None, None, disputed=disputed)
        for currency, (left, disputed) in sorted(sums.items())
    ]
