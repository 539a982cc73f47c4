"""What the failure of a customer and its group would cost, customer by customer."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.lookup import customer_named, unknown
from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.exposure_lines import exposed, shown
from arledger.measures.insolvency import Loss, failing, losses
from arledger.measures.standing import Standings
from arledger.money import ZERO, plain
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, column


class LossRow(NamedTuple):
    """What one customer's failure would cost in one currency."""

    customer: str | None
    """None in totals."""
    name: str | None
    currency: str
    open: Decimal
    unapplied: Decimal
    covered: Decimal
    guarantees: Decimal
    loss: Decimal
    orders: Decimal
    """Not lost: it need not be delivered."""


_SUMMED = ("open", "unapplied", "covered", "guarantees", "loss", "orders")


def failures(book: Book, standings: Standings, who: str) -> list[Loss]:
    """What each customer that would fail would cost; ValueError when nobody is called so."""
    if not standings.exposures.customers:
        return []
    named = who if failing(standings, who) else customer_named(standings.book, who)
    if named is None:
        raise unknown(standings.book, who, "customer or group")
    found = [
        loss
        for customer in failing(standings, named)
        for loss in losses(exposed(book, standings, standings.of(customer)))
    ]
    return sorted(found, key=lambda one: (one.exposure.currency, -one.loss, one.exposure.customer))


def row_of(book: Book, standings: Standings, loss: Loss) -> LossRow:
    """The finished line."""
    exposure = loss.exposure
    known = standings.book.customers.get(exposure.customer)
    return LossRow(
        exposure.customer,
        known.name if known else exposure.customer,
        exposure.currency,
        **shown(book, standings, exposure, _amounts(loss)),
    )


def _amounts(loss: Loss) -> dict[str, Decimal]:
    one = loss.exposure
    return {
        "open": one.open,
        "unapplied": one.unapplied,
        "covered": one.covered,
        "guarantees": loss.guarantees,
        "loss": loss.loss,
        "orders": one.orders,
    }


def totals_of(book: Book, standings: Standings, found: Sequence[Loss]) -> list[LossRow]:
    """The sums of each currency."""
    totals = []
    for currency in sorted({one.exposure.currency for one in found}):
        own = [one for one in found if one.exposure.currency == currency]
        sums = {name: sum((_amounts(one)[name] for one in own), ZERO) for name in _SUMMED}
        converted = any(one.exposure.converted for one in own)
        about = Exposure("", currency, ZERO, ZERO, ZERO, converted=converted)
        totals.append(LossRow(None, None, currency, **shown(book, standings, about, sums)))
    return totals


def undelivered(totals: Sequence[LossRow]) -> Iterator[str]:
    """That what is only ordered is not counted."""
    for row in totals:
        if row.orders:
            amount = f"{plain(row.orders)} {row.currency}".rstrip()
            yield f"Orders of {amount} are not counted: they need not be delivered."


def loss_columns(party: Column[Any]) -> list[Column[Any]]:
    """The columns of what would be lost."""
    return [
        party,
        column("name", audience=Audience.MACHINES),
        column("currency", "Cur"),
        *(column(name, kind=Kind.AMOUNT, total=True) for name in _SUMMED),
    ]
