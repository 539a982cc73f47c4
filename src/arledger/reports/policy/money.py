"""What only one of two policies refuses, and what that would have saved and cost."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.contrast import Alone, Contrast, Sum
from arledger.measures.sales import Outcome, Sale
from arledger.money import ZERO, plain, round_half_even
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.reports.policy.lines import MACHINES, PEOPLE
from arledger.table import Column, Kind, Table, column

Meant = Callable[[Sale], bool]


class Money(NamedTuple):
    """What became of invoices; None: there are none."""

    paid: Decimal | None = None
    late: Decimal | None = None
    """Days past due, on average by amount."""
    unpaid: Decimal | None = None
    written_off: Decimal | None = None
    overdue: Decimal | None = None
    undecided: Decimal | None = None
    otherwise: Decimal | None = None


def _money(book: Book, currency: str, one: Outcome | None) -> Money:
    """As it is printed."""
    if one is None:
        return Money()
    names = ("paid", "unpaid", "written_off", "overdue", "undecided", "otherwise")
    shown = {name: book.shown(currency, getattr(one, name)) for name in names}
    return Money(**shown, late=one.late)


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row.money, name)


def _columns() -> list[Column[Any]]:
    """The columns of what became of it."""

    def amount(name: str, title: str | None = None, **how: Any) -> Column[Any]:
        return column(name, title, Kind.AMOUNT, of=_of(name), **how)

    return [
        amount("paid"),
        column("late", "Days late", Kind.DAYS, of=_of("late")),
        amount("unpaid"),
        amount("written_off", audience=MACHINES),
        amount("overdue", audience=MACHINES),
        amount("undecided", "Not yet due"),
        amount("otherwise", spare=True),
    ]


class OutcomeRow(NamedTuple):
    """What one policy refuses in one currency."""

    policy: str
    currency: str
    refused: int
    alone: int
    amount: Decimal
    """Of the invoices that only it refuses."""
    money: Money


def outcome(book: Book | None, contrast: Contrast | None, meant: Meant) -> Section[OutcomeRow]:
    """The section of what each policy refuses, and what became of what only it refuses."""
    rows = list(_outcomes(book, contrast.sums(meant))) if book and contrast else []
    columns: list[Column[Any]] = [
        column("policy"),
        column("currency", "Cur"),
        column("refused", kind=Kind.COUNT),
        column("alone", "Alone", kind=Kind.COUNT),
        column("amount", "Invoiced", Kind.AMOUNT),
        *_columns(),
    ]
    said = (
        "Alone: what the other policy lets through. What of its invoices was paid are sales that"
        " refusing would have lost; what is unpaid (past due, or written off) it would have saved."
    )
    return Section(
        "outcome",
        "What each policy refuses, and what became of it",
        Table(columns, rows),
        notes=[said] if rows else [],
        empty="Neither policy refuses anything.",
    )


def _outcomes(book: Book, sums: Iterable[Sum]) -> Iterator[OutcomeRow]:
    for one in sums:
        money = _money(book, one.currency, one.outcome)
        amount = book.shown(one.currency, one.outcome.amount)
        yield OutcomeRow(one.by, one.currency, one.refused, one.alone, amount, money)


class RefusedRow(NamedTuple):
    """An order or an invoice that only one policy refuses."""

    date: dt.date
    customer: str
    name: str
    kind: str
    number: str
    currency: str
    amount: Decimal
    refused_by: str
    reasons: str
    """Every one that refuses it, with ``; `` between."""
    money: Money
    """Of an order what became of its invoices."""
    file: str
    line: int

    @property
    def became(self) -> str:
        """What became of it, in words."""
        known = self.money.paid is not None
        return "; ".join(_said(self.money)) if known else "no invoice names it"


def _said(money: Money) -> Iterator[str]:
    if money.paid:
        yield f"{plain(money.paid)} paid {_when(money.late or ZERO)}"
    if money.overdue:
        yield f"{plain(money.overdue)} past due"
    if money.written_off:
        yield f"{plain(money.written_off)} written off"
    if money.undecided:
        yield f"{plain(money.undecided)} not yet due"
    if money.otherwise:
        yield f"{plain(money.otherwise)} settled otherwise"


def _when(late: Decimal) -> str:
    """When it was paid, in words."""
    days = round_half_even(late, 0)
    if not days:
        return "on time"
    many = f"{plain(abs(days))} day{'' if abs(days) == 1 else 's'}"
    return f"{many} late" if days > 0 else f"{many} early"


def refused(book: Book | None, contrast: Contrast | None, meant: Meant) -> Section[RefusedRow]:
    """The section of what only one policy refuses."""
    rows = list(_refused(book, contrast.alone(meant))) if book and contrast else []
    columns: list[Column[Any]] = [
        column("date", kind=Kind.DATE),
        column("customer"),
        column("name", audience=MACHINES),
        column("kind", spare=True),
        column("number"),
        column("amount", kind=Kind.AMOUNT),
        column("currency", "Cur"),
        column("refused_by", "By"),
        column("reasons", "Why", wrap=True),
        column("became", "What became of it", audience=PEOPLE, wrap=True),
        *(one._replace(audience=MACHINES) for one in _columns()),
        *(one for one in places() if one.audience is not PEOPLE),
    ]
    return Section(
        "refused",
        "What only one of them refuses",
        Table(columns, rows),
        empty="They refuse the same.",
    )


def _refused(book: Book, found: list[Alone]) -> Iterator[RefusedRow]:
    known = (book.whole or book).customers
    for one in found:
        sale, span = one.ruling.sale, one.ruling.sale.source.span
        name = known[sale.customer].name if sale.customer in known else sale.customer
        yield RefusedRow(
            sale.date, sale.customer, name, sale.kind, sale.number, sale.currency, sale.amount,
            one.by, "; ".join(one.ruling.reasons), _money(book, sale.currency, one.outcome),
            span.path, span.line,
        )  # fmt: skip
