"""Customers, their master data and balances."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from arledger.ledger.model import Book, Customer
from arledger.measures.limits import Limits
from arledger.money import ZERO, plain
from arledger.policy.model import Policy
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, notes, party, unpriced
from arledger.table import Audience, Kind, Table, column

VERSION = 1

_SHOWN = ("terms", "limit", "rep", "group", "region", "segment", "lang", "email", "phone")


class CustomerRow(NamedTuple):
    """One customer in one currency; master data as in force on the as-of date."""

    customer: str | None
    """None in totals."""
    name: str | None
    currency: str
    balance: Decimal
    terms: str | None = None
    limit: str | None = None
    rep: str | None = None
    group: str | None = None
    region: str | None = None
    segment: str | None = None
    lang: str | None = None
    email: str | None = None
    phone: str | None = None
    other: str | None = None
    """Every other tag, ``name:value`` with ``; `` between them."""
    file: str | None = None
    line: int | None = None


def report(
    book: Book,
    as_of: date,
    policy: Policy,  # noqa: ARG001 - every report is called alike
    *,
    owing: Annotated[bool, "Only customers whose balance is not zero."] = False,
) -> Report[CustomerRow]:
    """Customers, their master data and balances.

    Everyone declared below the root account or posted to, with the terms, the limit and the
    other tags in force on the as-of date, and the balance in each currency.
    """
    limits = Limits(book)
    rows = [row for customer in book.customers.values() for row in _rows(book, limits, customer)]
    if owing:
        rows = [row for row in rows if row.balance]
    return Report(
        name="customers",
        version=VERSION,
        title=heading(book, "Customers" if book.side == "receivable" else "Suppliers"),
        table=Table(_columns(book, rows), sorted(rows, key=_order)),
        as_of=as_of,
        totals=_totals(rows),
        notes=notes(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="No customers." if book.side == "receivable" else "No suppliers.",
    )


def _order(row: CustomerRow) -> tuple[str, ...]:
    return ((row.customer or "").casefold(), row.customer or "", row.currency)


def _columns(book: Book, rows: list[CustomerRow]) -> list:  # type: ignore[type-arg]
    """All columns; people are spared the master data nobody has."""
    used = {name for name in _SHOWN if any(getattr(row, name) for row in rows)}
    return [
        party(book),
        column("name"),
        column("currency", "Cur"),
        column("balance", kind=Kind.AMOUNT, total=True),
        *(
            column(name, audience=Audience.ALL if name in used else Audience.MACHINES)
            for name in _SHOWN
        ),
        column("other", audience=Audience.MACHINES),
        column("file", audience=Audience.MACHINES),
        column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
    ]


def _rows(book: Book, limits: Limits, customer: Customer) -> list[CustomerRow]:
    tags = customer.on(book.as_of)
    shown = {name: tags.get(name, "") for name in _SHOWN} | {"limit": _limit(limits, customer)}
    other = "; ".join(
        f"{name}:{value}" for name, value in tags.items() if name not in (*_SHOWN, "name", "type")
    )
    return [
        CustomerRow(
            customer.id,
            customer.name,
            currency,
            balance,
            **shown,
            other=other,
            file=customer.span.path if customer.span else "",
            line=customer.span.line if customer.span else None,
        )
        for currency, balance in sorted(_balances(book, customer).items())
    ]


def _limit(limits: Limits, customer: Customer) -> str:
    """The limit in force: 0 of one that has ended; "none" if one was taken away."""
    limit = limits.of(customer.id)
    if limit.amount is None:
        return customer.on(limits.day).get("limit", "")
    return f"{plain(limit.amount)} {limit.currency}".rstrip()


def _balances(book: Book, customer: Customer) -> dict[str, Decimal]:
    """The balance by currency, as shown; of one never posted to, 0 in no currency."""
    sums: dict[str, Decimal] = {}
    for movement in book.movements_of(customer.id):
        currency, worth = book.worth(movement.currency, movement.amount)
        sums[currency] = sums.get(currency, ZERO) + worth
    return {currency: book.shown(currency, worth) for currency, worth in sums.items()} or {"": ZERO}


def _totals(rows: list[CustomerRow]) -> list[CustomerRow]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.balance:
            sums[row.currency] = sums.get(row.currency, ZERO) + row.balance
    return [CustomerRow(None, None, currency, total) for currency, total in sorted(sums.items())]
