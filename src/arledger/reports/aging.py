"""Who owes what, and how late it is."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from arledger.ledger.model import Book, Credit, Item
from arledger.measures.aging import Aged, Aging, Buckets, age, disputed_parts
from arledger.money import ZERO, divide
from arledger.policy.model import Policy
from arledger.policy.sections.books import MOST_BUCKETS, Basis, Disputed, Unapplied
from arledger.records import NamedTuple
from arledger.reports._report import Report, heading, key_columns, notes, party, remarks, unpriced
from arledger.table import Audience, Column, Kind, Table, column

Sort = Literal["name", "total", "overdue", "oldest"]

VERSION = 1


class AgingRow(NamedTuple):
    """One line: a customer, an invoice or a tag's value, in one currency."""

    customer: str | None
    """None in totals."""
    name: str | None
    currency: str
    buckets: tuple[Decimal, ...]
    unapplied: Decimal
    total: Decimal
    share: Decimal | None
    """Of the currency's total, in percent; None when that total is 0."""
    key: str | None = None
    number: str | None = None
    date: dt.date | None = None
    due: dt.date | None = None
    days_past_due: int | None = None
    oldest: int | None = None
    disputed: Decimal = ZERO
    """What of the open items is disputed: part of the buckets, unless it stands apart."""


class _Line(NamedTuple):
    """What a row is for; which fields it fills is up to ``--by``."""

    order: tuple[str, ...]
    customer: str | None = None
    number: str | None = None
    key: str | None = None
    date: dt.date | None = None
    due: dt.date | None = None
    days: int | None = None
    place: tuple[str, int] = ("", 0)


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,
    *,
    by: Annotated[
        str, "Group by customer, invoice, rep, group, region, segment or any tag."
    ] = "customer",
    basis: Annotated[
        Basis | None, "Count days from the due date, the document's date or the original due date."
    ] = None,
    buckets: Annotated[str | None, "Last days of the buckets, as 30,60,90."] = None,
    unapplied: Annotated[
        Unapplied | None, "Show credits on account in a column, off the oldest, or by their age."
    ] = None,
    disputed: Annotated[
        Disputed | None, "Say what is disputed beside the total, or instead of it in the buckets."
    ] = None,
    sort: Annotated[Sort, "Order of the lines."] = "name",
    top: Annotated[int | None, "Only the N largest totals of each currency."] = None,
) -> Report[AgingRow]:
    """Who owes what, and how late it is.

    Each open item stands in one bucket by its days past due; credits not yet applied stand in
    a column of their own. Buckets plus unapplied are the balance of the control account. What
    is disputed is said beside the total, of which it is a part.
    """
    edges = _edges(buckets) if buckets else policy.aging.buckets
    aging = Aging(
        as_of, Buckets(edges), basis or policy.aging.basis, unapplied or policy.aging.unapplied,
        disputed or policy.aging.disputed, book.valuation,
    )  # fmt: skip
    if top is not None and top < 1:
        raise ValueError(f"--top {top}: write a number of lines, 1 or more")
    _fill(aging, book, _lines(book, by, aging))
    rows, totals = _rows(book, aging), _totals(book, aging)
    said = list(_said(aging))
    if top is not None:
        rows, left_out = _largest(rows, top)
        if left_out:
            said.append(f"{left_out} smaller lines are not shown; totals are of all.")
    return Report(
        name="aging",
        version=VERSION,
        title=heading(book, f"Aged {book.side}s"),
        table=Table(_columns(book, by, aging), sorted(rows, key=_SORTS[sort])),
        as_of=as_of,
        totals=totals,
        notes=[*said, *notes(book)],
        remarks=[*remarks(book), *_untagged(by, rows)],
        problems=unpriced(book),
        styles=book.journal.commodities,
        empty="Nothing is open.",
    )


def _fill(aging: Aging, book: Book, line: Callable[[Any], Hashable]) -> None:
    """Put all that is open and all that is unapplied on its lines."""
    items = book.open_items()
    aging.add(items, line)
    aging.set_apart(items, disputed_parts(book), line)
    aging.add_lanes(book.lanes, line)
    aging.take(book.unapplied(), line)


def _said(aging: Aging) -> Iterator[str]:
    """How days are counted, and where what is disputed stands."""
    if aging.basis != "due":
        yield f"Ages count from the {_BASES[aging.basis]}."
    if any(aged.disputed for aged in aging.lines.values()):
        memo = "Disputed is part of the total, and stands in its buckets."
        yield memo if aging.disputed == "memo" else _APART


def _untagged(by: str, rows: list[AgingRow]) -> list[str]:
    """What to say when nobody has the tag that makes the lines."""
    if not rows or any(row.key != "" for row in rows):
        return []
    return [f"no customer and no document has the tag {by}"]


def balances_do(options: Mapping[str, object]) -> bool:
    """Whether these options need no more of a customer than what is open, and how old it is."""
    return options["by"] == "customer"


_APART = "What is disputed stands in a column of its own, and in no bucket."
_BASES = {"date": "document date", "original": "due date before any extension"}


def _edges(text: str) -> tuple[int, ...]:
    """Bucket edges from ``30,60,90``; ValueError when they do not rise from 1."""
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and len(word) < 7 for word in words):
        raise ValueError(f"--buckets {text}: write days with commas, as in 30,60,90")
    if len(words) > MOST_BUCKETS:
        raise ValueError(f"--buckets: there may be at most {MOST_BUCKETS}")
    edges = tuple(map(int, words))
    if list(edges) != sorted(set(edges)) or edges[0] < 1:
        raise ValueError(f"--buckets {text}: each must be more days than the one before")
    return edges


def _lines(book: Book, by: str, aging: Aging) -> Callable[[Any], Hashable]:
    """What tells the line of an item or a credit."""

    def customer(document: Item | Credit) -> _Line:
        return _Line((document.customer.casefold(), document.customer), document.customer)

    def invoice(document: Item | Credit) -> _Line:
        source = document.source.span
        item = document if isinstance(document, Item) else None
        return _Line(
            (document.customer.casefold(), document.customer),
            document.customer,
            document.number,
            date=document.date,
            due=item.due if item else None,
            days=age(item, aging.as_of, aging.basis) if item else None,
            place=(source.path, source.line),
        )

    def tag(document: Item | Credit) -> _Line:
        value = book.tag(document, by)
        return _Line((value.casefold(), value), key=value)

    return {"customer": customer, "invoice": invoice}.get(by, tag)


def _rows(book: Book, aging: Aging) -> list[AgingRow]:
    whole = {total.currency: total.total for total in _totals(book, aging)}
    rows = []
    for group, aged in aging.lines.items():
        line = group.key
        if isinstance(line, _Line):
            rows.append(_row(book, line, group.currency, aged, whole[group.currency]))
    return rows


def _row(book: Book, line: _Line, currency: str, aged: Aged, whole: Decimal) -> AgingRow:
    total = aged.total
    return AgingRow(
        customer=line.customer,
        name=book.customers[line.customer].name if line.customer is not None else None,
        currency=currency,
        buckets=tuple(book.shown(currency, amount) for amount in aged.buckets),
        unapplied=book.shown(currency, aged.unapplied),
        total=book.shown(currency, total),
        share=divide(total * 100, whole, 6) if whole else None,
        key=line.key,
        number=line.number,
        date=line.date,
        due=line.due,
        days_past_due=line.days,
        oldest=aged.oldest,
        disputed=book.shown(currency, aged.disputed),
    )


def _totals(book: Book, aging: Aging) -> list[AgingRow]:
    sums: dict[str, Aged] = {}
    for group, aged in aging.lines.items():
        total = sums.setdefault(group.currency, Aged([ZERO] * len(aged.buckets)))
        total.buckets = [a + b for a, b in zip(total.buckets, aged.buckets, strict=True)]
        total.unapplied += aged.unapplied
        total.disputed += aged.disputed
        total.apart += aged.apart
    return [
        AgingRow(
            customer=None,
            name=None,
            currency=currency,
            buckets=tuple(book.shown(currency, amount) for amount in total.buckets),
            unapplied=book.shown(currency, total.unapplied),
            total=book.shown(currency, total.total),
            share=Decimal(100) if total.total else None,
            disputed=book.shown(currency, total.disputed),
        )
        for currency, total in sorted(sums.items())
    ]


def _largest(rows: list[AgingRow], top: int) -> tuple[list[AgingRow], int]:
    """The rows with the largest totals of each currency, and how many that leaves out."""
    kept: list[AgingRow] = []
    for currency in {row.currency for row in rows}:
        same = [row for row in rows if row.currency == currency]
        kept += sorted(same, key=lambda row: (-row.total, _name(row)))[:top]
    return kept, len(rows) - len(kept)


def _name(row: AgingRow) -> tuple[str, ...]:
    what = row.key if row.key is not None else row.customer or ""
    day = str(row.due or row.date or "")
    return (what.casefold(), what, row.currency, day, row.number or "")


def _late(row: AgingRow) -> Decimal:
    return sum(row.buckets[1:], ZERO)


_SORTS: dict[str, Callable[[AgingRow], Any]] = {
    "name": _name,
    "total": lambda row: (row.currency, -row.total, _name(row)),
    "overdue": lambda row: (row.currency, -_late(row), _name(row)),
    "oldest": lambda row: (-(row.oldest if row.oldest is not None else -(10**9)), _name(row)),
}


def _columns(book: Book, by: str, aging: Aging) -> list[Column[AgingRow]]:
    """All columns; people are spared that of what is disputed when nothing is."""
    lead: dict[str, list[Column[AgingRow]]] = {
        "customer": [party(book), column("name")],
        "invoice": [
            party(book),
            column("number"),
            column("date", kind=Kind.DATE),
            column("due", kind=Kind.DATE),
            column("days_past_due", "Days", Kind.COUNT),
        ],
    }
    is_any = any(aged.disputed for aged in aging.lines.values())
    shown = [column("disputed", kind=Kind.AMOUNT, total=True, audience=Audience.PEOPLE)]
    apart = is_any and aging.disputed == "column"
    return [
        *lead.get(by, key_columns(by.capitalize())),
        column("currency", "Cur"),
        *(
            column(
                key, key.capitalize().replace("-", "–"), Kind.AMOUNT, of=_bucket(i), total=True,
                late=i,
            )
            for i, key in enumerate(aging.buckets.keys)
        ),
        *(shown if apart else ()),
        column("unapplied", kind=Kind.AMOUNT, total=True),
        column("total", kind=Kind.AMOUNT, total=True),
        column("disputed", kind=Kind.AMOUNT, audience=Audience.MACHINES),
        *(shown if is_any and not apart else ()),
        column("share", "%", Kind.SHARE, audience=Audience.PEOPLE, total=True),
        column("bar", "", Kind.BAR, of=lambda row: row.buckets, audience=Audience.PEOPLE),
    ]  # fmt: skip


def _bucket(place: int) -> Callable[[AgingRow], Decimal]:
    return lambda row: row.buckets[place]
