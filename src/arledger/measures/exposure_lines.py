"""The lines of exposure: one for each customer, in the currency of the limit."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.limits import Limit
from arledger.measures.standing import Standing, Standings
from arledger.money import ZERO
from arledger.records import NamedTuple

TERMS = ("open", "unapplied", "orders", "gross", "covered", "guarantees", "net")
"""What exposure is made of; what people are spared where there is none of it."""


class ExposureRow(NamedTuple):
    """One customer's exposure in one currency."""

    customer: str | None
    """None in totals."""
    name: str | None
    currency: str
    open: Decimal
    unapplied: Decimal
    """Not above 0."""
    orders: Decimal
    gross: Decimal
    covered: Decimal
    guarantees: Decimal
    net: Decimal
    limit: Decimal | None = None
    """None: there is none, or what stands here has no price in its currency."""
    use: Decimal | None = None
    """Net by limit, a ratio."""
    available: Decimal | None = None
    """What may still be ordered before the limit is reached; below 0: so much too much."""
    status: str | None = None
    reasons: str | None = None
    """Every one, with ``; `` between; "" for none."""
    why: str | None = None
    """Who set the limit."""
    until: dt.date | None = None
    """Its last day."""
    group: str | None = None
    rep: str | None = None
    grade: str | None = None
    file: str | None = None
    line: int | None = None
    """Where the limit is written."""


class Line(NamedTuple):
    """What one line is made of; exact."""

    standing: Standing
    exposure: Exposure


def lines_of(book: Book, standings: Standings, one: Standing) -> Iterator[Line]:
    """The lines of a customer: the first in the currency of the limit, or of -X."""
    shown = exposed(book, standings, one)
    for exposure in shown:
        limited = one.limit.amount is not None and not exposure.apart
        if limited or has_any(exposure) or len(shown) == 1:
            yield Line(one, exposure)


def exposed(book: Book, standings: Standings, one: Standing) -> list[Exposure]:
    """What to show of a customer: as judged; under -X in that currency, if there are prices.

    Who is on hold has a line, though there be nothing but the hold.
    """
    into, limit, known = book.valuation, one.limit, standings.exposures
    if one.is_held and not one.exposures and not into:
        return [Exposure(one.customer, "", ZERO, ZERO, ZERO)]
    if into is None or known.worth(limit.amount or ZERO, limit.currency, into.target) is None:
        return one.exposures
    main, *apart = known.exposed(one.customer, into.target)
    return [main, *apart] if has_any(main) or not apart else one.exposures


def has_any(exposure: Exposure) -> bool:
    """Whether anything is owed, on account or ordered."""
    return any((exposure.open, exposure.unapplied, exposure.orders))


def row_of(book: Book, standings: Standings, line: Line) -> ExposureRow:
    """The finished line."""
    one, exposure = line
    known = standings.book.customers.get(one.customer)
    tags = known.on(book.as_of) if known else {}
    allowed, source = limit_in(standings, one.limit, exposure), one.limit.source
    amounts = {
        **{name: getattr(exposure, name) for name in TERMS},
        "limit": allowed,
        "available": None if allowed is None else allowed - exposure.net + exposure.unused,
    }
    return ExposureRow(
        customer=one.customer,
        name=known.name if known else one.customer,
        currency=exposure.currency,
        **shown(book, standings, exposure, amounts),
        use=None if allowed is None else one.use,
        status=one.status,
        reasons="; ".join(reason.text for reason in one.reasons),
        why=one.limit.why,
        until=one.limit.until,
        group=tags.get("group", ""),
        rep=tags.get("rep", ""),
        grade=tags.get("grade", ""),
        file=source.path if source else None,
        line=source.line if source else None,
    )


def shown(
    book: Book, standings: Standings, about: Exposure, amounts: Mapping[str, Decimal | None]
) -> dict[str, Any]:
    """Amounts as they are printed: rounded once if anything was converted, else as booked."""

    def of(amount: Decimal) -> Decimal:
        if about.converted and amount:
            return standings.exposures.rounded(amount, about.currency)
        return book.shown(about.currency, amount)

    return {name: None if amount is None else of(amount) for name, amount in amounts.items()}


def limit_in(standings: Standings, limit: Limit, exposure: Exposure) -> Decimal | None:
    """A limit in an exposure's currency; None when there is none, or the exposure stands apart."""
    if limit.amount is None or exposure.apart:
        return None
    return standings.exposures.worth(limit.amount, limit.currency, exposure.currency)


def prices_used(book: Book, standings: Standings) -> Iterator[str]:
    """The prices that exposures were converted at, each once; not those of -X."""
    used = [
        rate.said()
        for one in standings.exposures.valuations.values()
        for _, rate in sorted(one.used.items())
        if one is not book.valuation
    ]
    if used:
        yield "What is owed in another currency than that of the limit counts at these prices:"
    yield from dict.fromkeys(used)
