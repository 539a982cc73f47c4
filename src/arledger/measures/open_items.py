"""Everything that is open, a row each: what falls due, and what lies on account."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from arledger.ledger.discounts import pending
from arledger.ledger.model import Book, Credit, Item
from arledger.ledger.natural import natural
from arledger.measures.aging import Buckets, age, disputed_parts
from arledger.money import ZERO
from arledger.policy.sections.books import Basis
from arledger.records import NamedTuple


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


def open_items(book: Book, basis: Basis | None = None) -> list[OpenRow]:
    """Every open item, in the book's order; amounts valued, and not yet rounded as printed."""
    buckets = Buckets(book.policy.aging.buckets)
    parts = disputed_parts(book)
    counted = basis or book.policy.aging.basis
    return [
        _item(book, item, buckets, counted)._replace(disputed=_part(book, item, parts))
        for item in book.open_items()
    ]


def on_account(book: Book) -> list[OpenRow]:
    """Every credit with something left to apply, in the same way."""
    return [_credit(book, credit) for credit in book.unapplied()]


def oldest_first(row: OpenRow) -> tuple[object, ...]:
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


def rounded(book: Book, row: OpenRow) -> OpenRow:
    """The row with its amounts as they are printed."""
    amount = row.amount
    return row._replace(
        amount=None if amount is None else book.shown(row.currency, amount),
        open=book.shown(row.currency, row.open),
        disputed=book.shown(row.currency, row.disputed),
    )


def totals_of(rows: Iterable[OpenRow]) -> list[OpenRow]:
    """What is open and what of it is disputed, a row a currency; not yet rounded."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        left, disputed = sums.get(row.currency, (ZERO, ZERO))
        sums[row.currency] = left + row.open, disputed + row.disputed
    nothing = (None,) * 7
    return [
        OpenRow(*nothing, currency, None, left, None, None, disputed=disputed)
        for currency, (left, disputed) in sorted(sums.items())
    ]
