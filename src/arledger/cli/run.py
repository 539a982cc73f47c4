"""One run of a report: read, build, select, render, write; and what stops it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from arledger.cli import output
from arledger.cli.errors import UsageError
from arledger.cli.inputs import as_of_of, period_of, query_of, read_inputs, today_of
from arledger.cli.spec import Values
from arledger.journal.model import Journal
from arledger.ledger.model import Book, Side
from arledger.ledger.valuation import Valuation
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, Sources, in_order, worst
from arledger.reports._report import Report

FINE, AT_FAULT, FINDINGS = 0, 1, 3


def run_report(values: Values, report: Callable[..., Report[Any]]) -> int:
    """Builds the book, makes the report of it and writes it; returns the exit code."""
    from arledger.ledger.build import build_book
    from arledger.ledger.selection import selection

    output.check_target(values)
    today = today_of(values)
    period = period_of(values, today)
    as_of = as_of_of(values, period, today)
    query = query_of(values, today)
    inputs = read_inputs(values, today)
    if worst(inputs.problems) is Severity.ERROR:
        return withheld(inputs.problems, inputs.sources, values)
    side: Side = "payable" if values["payable"] else "receivable"
    policy = inputs.policy.policy
    book, wrong = build_book(inputs.journal, policy, side=side, as_of=as_of)
    book = selection(book, query, period.begin, _asked(values))
    book.valuation = _valuation(values, policy, inputs.journal, as_of)
    return finish(_made(report, book, policy), [*inputs.problems, *wrong], inputs.sources, values)


def _made(report: Callable[..., Report[Any]], book: Book, policy: Policy) -> Report[Any]:
    """The report; what its own options cannot mean is an error of usage."""
    try:
        with exact():
            return report(book, book.as_of, policy)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _asked(values: Values) -> str:
    """The selection in the reader's words."""
    begin = values["begin"] or values["period"]
    return " ".join([*values["query"], *([f"from {begin}"] if begin else [])])


def _valuation(values: Values, policy: Policy, journal: Journal, as_of: date) -> Valuation | None:
    """The prices of -X, or of the policy's currency; None to leave every currency alone."""
    target = values["value"] or policy.value.currency
    return Valuation.at(target, as_of, journal.prices, journal.commodities) if target else None


def run_empty(policy: Policy, report: Callable[..., Report[Any]]) -> Report[Any]:
    """The report of a journal with nothing in it: only its columns are of interest."""
    from arledger.ledger.build import build_book

    book, _ = build_book(Journal(), policy, side="receivable", as_of=date.min)
    return _made(report, book, policy)


def finish(
    report: Report[Any], problems: Iterable[Problem], sources: Sources, values: Values
) -> int:
    """Writes the report and tells its problems; withholds the figures if one is an error."""
    everything = in_order([*problems, *report.problems])
    if worst(everything) is Severity.ERROR:
        return withheld(everything, sources, values)
    output.write_report(replace(report, problems=everything), values)
    for remark in report.remarks:
        output.note(remark)
    tell(everything, sources, values)
    return FINDINGS if report.findings else FINE


def withheld(problems: Iterable[Problem], sources: Sources, values: Values) -> int:
    """Tells the problems and that there are no figures because of them."""
    from arledger.render.problems import counted

    problems = list(problems)
    tell(problems, sources, values)
    output.note(f"{counted(problems, Severity.ERROR)}: no figures until it is put right")
    return AT_FAULT


def tell(problems: Iterable[Problem], sources: Sources, values: Values) -> None:
    """Prints errors and warnings; lints are only counted, ``check`` shows them."""
    from arledger.render.problems import MOST_SHOWN, counted

    problems = list(problems)
    output.show_problems(
        problems, sources, values["color"], least=Severity.WARNING, most=MOST_SHOWN
    )
    lints = counted(problems, Severity.LINT)
    if lints:
        output.note(f"{lints}: see arledger check")
