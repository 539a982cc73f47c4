"""May this customer order so much more? The status that booking the order would give."""

from decimal import Decimal
from typing import Any

from arledger.ledger.lookup import customer_named, unknown
from arledger.ledger.model import Book
from arledger.measures.exposure import Exposure
from arledger.measures.exposure_lines import ExposureRow, Line, row_of
from arledger.measures.standing import Standing, Standings, new_order
from arledger.money import ZERO, amount_of, plain, round_half_even
from arledger.records import NamedTuple
from arledger.reports._report import Report, party
from arledger.reports.exposure.lines import columns
from arledger.table import Audience, Column, Table, column

VERSION = 1


class GateRow(NamedTuple):
    """The exposure with the order in it, and the answer in a sentence."""

    exposure: ExposureRow
    said: str


def gate(book: Book, who: str, order: str | None) -> Report[GateRow]:
    """Whether a customer may order an amount, as ``5000.00 USD``; findings: it may not.

    Without an amount, whether anything may be delivered now. Raises ValueError when nobody is
    called so, or the amount is none.
    """
    plainly = Standings(book)
    customer = who if who in plainly.exposures.sums else customer_named(book, who)
    if customer is None:
        raise unknown(book, who, "customer")
    quantity, currency = _amount(order)
    standings = plainly
    if quantity is not None:
        standings = Standings(book, new_order(book, customer, quantity, currency))
    one = standings.of(customer)
    exposure = _meant(one, currency)
    row = row_of(book, standings, Line(one, exposure))
    said = _sentence(one, row, f"{plain(quantity)} {currency}" if quantity is not None else "")
    return blank(book)._replace(
        table=Table(_columns(book), [GateRow(row, said)]),
        findings=one.is_held,
        extra=_told(one, currency or exposure.currency, quantity),
    )


def blank(book: Book) -> Report[GateRow]:
    """The answer before anything was asked."""
    return Report(
        name="credit",
        version=VERSION,
        title="",
        table=Table(_columns(book), []),
        as_of=book.as_of,
        styles=book.journal.commodities,
        rows_key="exposure",
    )


def _amount(text: str | None) -> tuple[Decimal | None, str]:
    """The amount of the order; none when it is not said."""
    if text is None:
        return None, ""
    quantity, currency = amount_of(text)
    if quantity <= 0:
        raise ValueError(f"--order {text}: write an amount above 0")
    return quantity, currency


def _meant(one: Standing, currency: str) -> Exposure:
    """The exposure in the limit's currency; without a limit that in the order's."""
    if one.limit.amount is None:
        own = [exposure for exposure in one.exposures if exposure.currency == currency]
        if own:
            return own[0]
    if one.exposures:
        return one.exposures[0]
    return Exposure(one.customer, one.limit.currency or currency, ZERO, ZERO, ZERO)


def _sentence(one: Standing, row: ExposureRow, order: str) -> str:
    """The answer on one line."""
    may = "may not" if one.is_held else "may"
    what = f"order {order}" if order else "be delivered to on credit"
    told = [reason.text for reason in one.reasons]
    if row.use is not None and not told:
        used = plain(round_half_even(row.use * 100, 1))
        left = f"{plain(row.available or ZERO)} {row.currency}"
        told.append(f"{used} % of the limit {'then used' if order else 'used'}, {left} left")
    return f"{one.status}: {one.customer} {may} {what}" + (f": {'; '.join(told)}" if told else "")


def _told(one: Standing, currency: str, quantity: Decimal | None) -> dict[str, object]:
    """The answer for machines."""
    causes = [
        {
            "status": reason.status,
            "code": reason.code,
            "file": reason.source.path if reason.source else None,
            "line": reason.source.line if reason.source else None,
        }
        for reason in one.reasons
    ]
    return {
        "customer": one.customer,
        "currency": currency,
        "order": quantity,
        "status": one.status,
        "allowed": not one.is_held,
        "reasons": [reason.text for reason in one.reasons],
        "causes": causes,
    }


def _columns(book: Book) -> list[Column[Any]]:
    """The columns of exposure for machines, a sentence for people."""
    return [
        *(
            one._replace(of=_within(one), audience=Audience.MACHINES)
            for one in columns(party(book), [])
            if one.audience is not Audience.PEOPLE
        ),
        column("said", "", audience=Audience.PEOPLE, wrap=True),
    ]


def _within(one: Column[Any]) -> Any:
    return lambda row: one.of(row.exposure)
