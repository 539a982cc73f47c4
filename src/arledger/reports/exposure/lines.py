"""The lines of exposure: one for each customer, in the currency of the limit."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.limits import Limit
from arledger.measures.standing import Standing, Standings
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, column

TERMS = ("open", "unapplied", "orders", "gross", "covered", "guarantees", "net")
"""What exposure is made of; what people are spared where there is none of it."""
_SPARED = frozenset({"unapplied", "orders", "covered", "guarantees"})


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
    """What to show of a customer: as judged; under -X in that currency, if there are prices."""
    into, limit, known = book.valuation, one.limit, standings.exposures
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


def in_order(rows: Iterable[ExposureRow]) -> list[ExposureRow]:
    """The largest net exposure of each currency first."""
    return sorted(rows, key=lambda row: (row.currency, -row.net, row.customer or ""))


def totals_of(book: Book, standings: Standings, lines: Sequence[Line]) -> list[ExposureRow]:
    """The sums of each currency in which there is anything: exact ones, rounded once."""
    summed = [(total, sums) for total, sums in sums_of(line.exposure for line in lines)]
    return [
        ExposureRow(None, None, total.currency, **shown(book, standings, total, sums))
        for total, sums in summed
        if any(sums.values())
    ]


def sums_of(exposures: Iterable[Exposure]) -> Iterator[tuple[Exposure, dict[str, Decimal]]]:
    """(what they are in, the sums of the terms) of each currency."""
    sums: dict[str, dict[str, Decimal]] = {}
    converted: set[str] = set()
    for one in exposures:
        own = sums.setdefault(one.currency, dict.fromkeys(TERMS, ZERO))
        for name in TERMS:
            own[name] += getattr(one, name)
        if one.converted:
            converted.add(one.currency)
    for currency, own in sorted(sums.items()):
        yield Exposure("", currency, ZERO, ZERO, ZERO, converted=currency in converted), own


def term_columns(rows: Sequence[Any]) -> list[Column[Any]]:
    """The terms and what they come to; people are spared those that nobody has."""
    used = {name for name in TERMS if any(getattr(row, name) for row in rows)}
    spared = _SPARED - used
    if {"covered", "guarantees"} <= spared:
        spared |= {"gross"}
    return [
        column(
            name, kind=Kind.AMOUNT, total=True,
            audience=Audience.MACHINES if name in spared else Audience.ALL,
        )
        for name in TERMS
    ]  # fmt: skip


def limit_columns() -> list[Column[Any]]:
    """The limit, and how much of it is used."""
    return [
        column("limit", kind=Kind.AMOUNT),
        column("use", kind=Kind.PRICE, audience=Audience.MACHINES),
        column("use", "Use %", Kind.SHARE, of=_percent, audience=Audience.PEOPLE),
        column("available", kind=Kind.AMOUNT),
    ]


def columns(party: Column[Any], rows: Sequence[Any]) -> list[Column[Any]]:
    """All columns."""
    machines = Audience.MACHINES
    return [
        party,
        column("name", audience=machines),
        column("currency", "Cur"),
        *term_columns(rows),
        *limit_columns(),
        column("status"),
        column("reasons", wrap=True),
        column("limit_why", of=lambda row: row.why, audience=machines),
        column("limit_until", kind=Kind.DATE, of=lambda row: row.until, audience=machines),
        *(column(key, audience=machines) for key in ("group", "rep", "grade", "file")),
        column("line", kind=Kind.COUNT, audience=machines),
    ]


def _percent(row: Any) -> Decimal | None:
    return None if row.use is None else row.use * 100
