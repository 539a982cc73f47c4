"""A report as a command would make it, with names from four languages and hostile ones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arledger.journal.model import Style
from arledger.problems import Problem, Severity, Span
from arledger.reports._report import Report
from arledger.table import Audience, Kind, Table, column

BUCKETS = ("current", "1-30", "31-60", "61-90", "91+")


@dataclass(frozen=True, slots=True)
class AgedRow:
    """One customer in one currency."""

    customer: str
    name: str | None
    currency: str
    parts: tuple[Decimal, ...]
    unapplied: Decimal
    share: Decimal | None = None
    oldest: date | None = None
    items: int | None = None

    @property
    def total(self) -> Decimal:
        """Buckets and unapplied."""
        return sum(self.parts, Decimal(0)) + self.unapplied


COLUMNS = (
    column("customer"),
    column("name"),
    column("currency"),
    *(
        column(key, key.capitalize(), Kind.AMOUNT, of=lambda r, i=i: r.parts[i], late=i)
        for i, key in enumerate(BUCKETS)
    ),
    column("unapplied", kind=Kind.AMOUNT),
    column("total", kind=Kind.AMOUNT, total=True),
    column("share", kind=Kind.SHARE),
    column("oldest", kind=Kind.DATE),
    column("items", kind=Kind.COUNT),
    column("bar", "", Kind.BAR, of=lambda r: r.parts, audience=Audience.PEOPLE),
)

DOLLARS = Style(group_mark=",", group_sizes=(3,))
DONG = Style(group_mark=".", group_sizes=(3,), decimal_mark=",", places=0)


def row(customer: str, name: str | None, currency: str, *amounts: str, **more: object) -> AgedRow:
    """A row from bucket amounts, the unapplied one last."""
    *parts, unapplied = map(Decimal, amounts)
    return AgedRow(customer, name, currency, tuple(parts), unapplied, **more)  # type: ignore[arg-type]


ROWS = (
    row("acme", "ACME Trading Co., Ltd", "USD", "12000.00", "0", "0", "0", "0", "-500.00",
        share=Decimal("66.66666"), oldest=date(2026, 10, 1), items=3),
    row("hoabinh", "Công ty TNHH Hòa Bình", "VND", "12000000", "3500000", "0", "0", "125000000", "0"),
    row("shanghai", "上海远东国际贸易有限公司", "CNY", "12000", "3500.555", "0", "0", "0.004", "0"),
    row("garcia", "García Hermanos, S.L.", "EUR", "1200", "350.10", "100.10", "1", "2000", "0"),
)  # fmt: skip


def report(rows: tuple[AgedRow, ...] = ROWS, **changes: object) -> Report[AgedRow]:
    """An aging report of the rows."""
    totals = [AgedRow("", None, r.currency, r.parts, r.unapplied) for r in rows]
    fields: dict[str, object] = {
        "name": "aging",
        "version": 1,
        "title": "Aging as of 2026-10-31",
        "table": Table(COLUMNS, rows),
        "as_of": date(2026, 10, 31),
        "totals": totals,
        "styles": {"USD": DOLLARS, "VND": DONG},
        **changes,
    }
    return Report(**fields)  # type: ignore[arg-type]


LOST = Problem(
    "unknown-reference",
    "no invoice INV-9",
    Span("acme.journal", 2, 5, 11),
    "it is kept on account",
    Severity.WARNING,
)
