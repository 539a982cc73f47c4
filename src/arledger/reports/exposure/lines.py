"""The columns of exposure and what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.exposure_lines import TERMS, ExposureRow, Line, shown
from arledger.measures.standing import Standings
from arledger.money import ZERO
from arledger.table import Audience, Column, Kind, column

_SPARED = frozenset({"unapplied", "orders", "covered", "guarantees"})


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
            name, kind=Kind.AMOUNT, total=True, spare=name != "net",
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
        column("available", kind=Kind.AMOUNT, spare=True),
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
