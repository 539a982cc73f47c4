"""Until when the claims can be enforced, by the policy's rules; without any nothing is said."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from arledger.ledger.model import Book, Item
from arledger.measures.evidence import Evidence
from arledger.measures.limitation import Limitation, limitations
from arledger.policy.limitation import LimitationRule
from arledger.problems import Span
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.reports.customer.dossier.lines import place
from arledger.table import Kind, Table, column

_NO_RULE = (
    "No rule of limitation is set, so nothing is calculated. Read the law, and write it down with"
    " its source: [limitation.rules.NAME] in arledger.toml."
)


class LimitRow(NamedTuple):
    """What a rule says of one claim."""

    number: str
    rule: str
    state: str
    counted_from: dt.date | None
    interrupted_on: dt.date | None
    """The day the period began anew last, or was stopped."""
    ends_on: dt.date | None
    days_left: int | None
    proven_until: dt.date | None
    """The last day if only payments interrupt it, and what has its file."""
    law: str
    """The rule's source, as the policy names it."""


class InterruptionRow(NamedTuple):
    """A fact that a rule names."""

    number: str
    date: dt.date
    fact: str
    effect: str
    proof: str
    """How far it can be shown; "" of a payment, which the bank shows."""
    file: str | None
    line: int | None


def limit_sections(
    book: Book, items: Sequence[Item], proofs: Iterable[Evidence]
) -> list[Section[Any]]:
    """A line a claim, and below them what interrupted each."""
    rules = book.policy.limitation.rules
    states = {one.span: one.state for one in proofs if one.span}
    found = limitations(book, items)
    proven = limitations(
        book, items, lambda fact: states.get(fact.source.span) not in {"file missing", "no file"}
    )
    columns = [
        column("number", "Claim"),
        column("rule"),
        column("state"),
        column("counted_from", kind=Kind.DATE, spare=True),
        column("interrupted_on", "Interrupted", Kind.DATE),
        column("ends_on", kind=Kind.DATE),
        column("days_left", "Days left", Kind.COUNT),
        column("proven_until", kind=Kind.DATE),
        column("law", wrap=True),
    ]
    used = {one.name: one.rule for one in found if one.rule}
    limits = Section(
        "limitation",
        "Limitation: calculated, have it checked",
        Table(columns, list(map(_row, found, proven)) if rules else []),
        notes=list(_notes(used)),
        empty="" if rules else _NO_RULE,
    )
    return [limits, _interruptions(found, states)]


def _row(one: Limitation, proven: Limitation) -> LimitRow:
    last = [step.interruption.date for step in one.steps if step.effect in {"restarts", "stops"}]
    return LimitRow(
        number=one.item.label,
        rule=one.name,
        state=one.state,
        counted_from=one.first,
        interrupted_on=max(last, default=None),
        ends_on=one.ends_on,
        days_left=one.days_left,
        proven_until=proven.ends_on,
        law=one.rule.source if one.rule else "",
    )


def _notes(used: dict[str, LimitationRule]) -> Iterator[str]:
    for name, rule in used.items():
        yield f"{name}: {_period(rule)} from {_START[rule.start]}, {_due(rule)}; {_words(rule)}."
    if used:
        yield (
            "An interruption counts from its own day; what has ended is not revived. Of a period"
            " that was stopped the days are those that were left. Proven until: the last day if"
            " only payments count, and interruptions whose files are there."
        )


_START = {
    "due": "the due date",
    "day-after-due": "the day after the due date",
    "year-end": "the end of the year of the due date",
}


def _period(rule: LimitationRule) -> str:
    parts = [(rule.years, "year"), (rule.months, "month")]
    return " and ".join(f"{n} {unit}{'s' * (n > 1)}" for n, unit in parts if n)


def _due(rule: LimitationRule) -> str:
    said = "as first agreed" if rule.due == "original" else "as last agreed"
    return said + (", of the last instalment" if rule.instalments == "last" else "")


def _words(rule: LimitationRule) -> str:
    anew = f"begun anew by {', '.join(rule.restart)}" if rule.restart else "begun anew by nothing"
    return anew + (f"; stopped by {', '.join(rule.stop)}" if rule.stop else "")


def _interruptions(found: Sequence[Limitation], proofs: Mapping[Span, str]) -> Section[Any]:
    rows = [
        InterruptionRow(
            one.item.label, fact.date, fact.said, effect, proofs.get(fact.source.span, ""),
            *place(fact.source.span),
        )
        for one in found
        for fact, effect in one.steps
    ]  # fmt: skip
    columns = [
        column("number", "Claim"),
        column("date", kind=Kind.DATE),
        column("fact", wrap=True),
        column("effect"),
        column("proof"),
        *places(wrap=True),
    ]
    return Section("interruptions", "Interruptions", Table(columns, rows))
