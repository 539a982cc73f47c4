"""``arledger balance``: balances per account, as ``hledger bal --flat`` gives them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from arledger.cli import options, output
from arledger.cli.inputs import Days, days_of, query_of, read_journal, today_of
from arledger.cli.run import finish, withheld
from arledger.cli.spec import Command, Option, Values
from arledger.journal.model import Amount, Journal
from arledger.money import exact
from arledger.problems import Severity, worst
from arledger.records import NamedTuple
from arledger.reports._report import Report
from arledger.table import Kind, Table, column

if TYPE_CHECKING:
    from arledger.journal.query import Query

Amounts = tuple[Amount, ...]
Sums = dict[str, dict[str, Decimal]]
"""Balance by account and commodity."""


class BalanceRow(NamedTuple):
    """What an account holds of one commodity."""

    account: str | None
    """None in totals."""
    commodity: str
    balance: Decimal


COLUMNS = (column("account"), column("commodity"), column("balance", kind=Kind.AMOUNT, total=True))


def balance_report(
    journal: Journal, query: "Query | None", days: Days, *, empty: bool = False
) -> Report[BalanceRow]:
    """Balances per account and commodity of the postings that are meant.

    ``empty`` shows accounts whose balance is zero, too: in one commodity, as hledger does.
    """
    meant = list(_meant(journal, query, days))
    with exact():
        sums = _sums(meant, query.depth if query is not None else None)
        total = _sums([("", amounts) for _, amounts in meant], None)
    rows = [row for account in _in_order(sums, journal) for row in _rows(account, sums, empty)]
    return Report(
        name="balance",
        version=1,
        title="",
        table=Table(COLUMNS, rows),
        totals=_rows("", total, empty=False) or [BalanceRow(None, "", Decimal(0))],
        styles=journal.commodities,
    )


def _meant(journal: Journal, query: "Query | None", days: Days) -> Iterator[tuple[str, Amounts]]:
    """Account and amounts of the postings of the selection, by their own dates.

    What is dated before the period has no amounts in it, but names its account, as in hledger.
    """
    from arledger.journal.subject import subject_of

    for entry in journal.entries:
        for posting in entry.postings:
            day = posting.date or entry.date
            if days.end is not None and day >= days.end:
                continue
            if query is None or query.matches(subject_of(entry, posting, journal)):
                before = days.begin is not None and day < days.begin
                yield posting.account, () if before else posting.amounts


def _sums(postings: Iterable[tuple[str, Amounts]], depth: int | None) -> Sums:
    """The sums by account, names cut to ``depth`` components."""
    sums: Sums = defaultdict(lambda: defaultdict(Decimal))
    for account, amounts in postings:
        name = account if depth is None else ":".join(account.split(":")[:depth]) or "..."
        held = sums[name]
        for amount in amounts:
            held[amount.commodity] += amount.quantity
    return sums


def _rows(account: str, sums: Sums, empty: bool) -> list[BalanceRow]:
    """A row for each commodity the account holds; of an empty one the first, if asked."""
    held = sorted(sums.get(account, {}).items())
    rows = [BalanceRow(account or None, name, quantity) for name, quantity in held if quantity]
    if rows or not empty:
        return rows
    return [BalanceRow(account, held[0][0] if held else "", Decimal(0))]


def _in_order(sums: Sums, journal: Journal) -> list[str]:
    """The accounts as hledger lists them: declared ones first, at every level of the tree."""
    declared = {name: place for place, name in enumerate(journal.accounts)}

    def key(account: str) -> list[tuple[int, str]]:
        parts = account.split(":")
        names = [":".join(parts[: i + 1]) for i in range(len(parts))]
        return [(declared.get(name, len(declared)), name) for name in names]

    return sorted(sums, key=key)


def run(values: Values) -> int:
    """Writes the balances; returns the exit code."""
    output.check_target(values)
    today = today_of(values)
    days, query = days_of(values, today), query_of(values, today)
    journal, problems = read_journal(values, today)
    if worst(problems) is Severity.ERROR:
        return withheld(problems, journal.sources, values)
    report = balance_report(journal, query, days, empty=values["empty"])
    return finish(report, problems, journal.sources, values)


def _sample(_: Values, __: Any) -> Report[BalanceRow]:
    return balance_report(Journal(), None, Days())


COMMAND = Command(
    name="balance",
    help="Balances per account, as hledger gives them."
    "\n\nThe figures of hledger bal --flat for the same query, of every account in the journal.",
    options=(
        Option("empty", ("-E", "--empty"), "Show accounts with a balance of zero, too."),
        *options.JOURNAL,
        *options.PERIOD,
        *options.INTERVALS,
        *options.OUTPUT,
        options.NO_CACHE,
    ),
    arguments=(options.QUERY,),
    run=run,
    sample=_sample,
)
