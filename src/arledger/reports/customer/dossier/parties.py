"""Who it is about, and what is claimed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from arledger.dates import days_past_due
from arledger.ledger.master import master_data
from arledger.ledger.model import Book, Item
from arledger.measures.aging import disputed_parts
from arledger.measures.written_off import written_off
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.reports.customer.dossier.lines import place
from arledger.table import Audience, Kind, Table, column

_WANTED = (
    *("tax-id", "address", "contact", "phone", "email", "group", "terms", "guarantee"),
    *("insured", "coverage", "since"),
)
"""Master data that a claim is drawn up with, in this order."""


class FactRow(NamedTuple):
    """One thing known of the customer."""

    fact: str
    value: str
    file: str | None
    line: int | None


class ClaimRow(NamedTuple):
    """One instalment that is past due."""

    number: str | None
    """None in totals; of a document without one its date and place."""
    kind: str | None
    date: dt.date | None
    due: dt.date | None
    rule: str | None
    """Where the due date was found."""
    days_past_due: int | None
    currency: str
    amount: Decimal
    """Charged in all."""
    settled: Decimal
    """Paid, credited or set off."""
    written_off: Decimal
    """By us alone, which releases nobody."""
    open: Decimal
    disputed: Decimal
    file: str | None
    line: int | None


_AMOUNTS = slice(7, 12)
"""Where the amounts of a claim stand in its row."""


def parties_section(book: Book, customer: str) -> Section[FactRow]:
    """The customer as on the book's day, each datum with its line."""
    columns = [column("fact"), column("value", wrap=True), *places(wrap=True)]
    rows = list(_facts(book, customer)) if customer else []
    return Section("parties", "", Table(columns, rows), headed=False)


def _facts(book: Book, id_: str) -> Iterator[FactRow]:
    customer = book.customers[id_]
    known = {one.key: one for one in master_data(book, id_) if not one.branch}
    said = known.get("name")
    yield FactRow("name", customer.name, *place(said.source if said else None))
    yield FactRow("account", ", ".join(customer.accounts) or id_, *place(customer.span))
    for name in _WANTED:
        if one := known.get(name):
            yield FactRow(name, one.value, *place(one.source))


def claims_section(book: Book, items: Sequence[Item]) -> Section[ClaimRow]:
    """What is claimed, the oldest first."""
    parts = disputed_parts(book)
    rows = [_claim(book, item, parts.get(id(item), ZERO)) for item in items]
    disputed, lost = (
        Audience.ALL if any(given) else Audience.MACHINES
        for given in ([row.disputed for row in rows], [row.written_off for row in rows])
    )
    columns = [
        column("number"),
        column("kind", spare=True),
        column("date", kind=Kind.DATE),
        column("due", kind=Kind.DATE),
        column("rule", "Due by", wrap=True, spare=True),
        column("days_past_due", "Days", Kind.COUNT),
        column("currency", "Cur"),
        column("amount", kind=Kind.AMOUNT, spare=True),
        column("settled", kind=Kind.AMOUNT, spare=True),
        column("written_off", kind=Kind.AMOUNT, total=True, audience=lost),
        column("open", kind=Kind.AMOUNT, total=True),
        column("disputed", kind=Kind.AMOUNT, total=True, audience=disputed),
        *places(wrap=True),
    ]
    return Section(
        "claims", "What is claimed", Table(columns, rows), _totals(book, rows),
        notes=_notes(rows),
        empty="Nothing is past due: there is nothing to claim.",
    )  # fmt: skip


def _claim(book: Book, item: Item, disputed: Decimal) -> ClaimRow:
    def shown(amount: Decimal) -> Decimal:
        return book.shown(item.currency, amount)

    charged, lost = item.amount - item.reopened, written_off(item)
    file, line = place(item.source.span)
    return ClaimRow(
        number=item.label,
        kind=item.kind,
        date=item.date,
        due=item.due,
        rule=item.rule,
        days_past_due=days_past_due(book.as_of, item.due),
        currency=item.currency,
        amount=shown(charged),
        settled=shown(charged - lost - item.open),
        written_off=shown(lost),
        open=shown(item.open),
        disputed=shown(disputed),
        file=file,
        line=line,
    )


def _notes(rows: Sequence[ClaimRow]) -> list[str]:
    if not any(row.written_off for row in rows):
        return []
    return ["What we wrote off in our own books may be owed still: ask whether to claim it, too."]


def _totals(book: Book, rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    found = []
    for currency in sorted({row.currency for row in rows}):
        own = [row for row in rows if row.currency == currency]
        amounts = zip(*(row[_AMOUNTS] for row in own), strict=True)
        sums = [book.shown(currency, sum(amount, ZERO)) for amount in amounts]
        found.append(ClaimRow._make((*[None] * 6, currency, *sums, None, None)))
    return found
