"""One run of a report: read, build, select, render, write; and what stops it."""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from arledger import __version__, recording
from arledger.cache import Store, folder
from arledger.cli import output
from arledger.cli.errors import UsageError
from arledger.cli.inputs import (
    Inputs,
    as_of_of,
    days_of,
    journal_paths,
    plain_paths,
    policy_for,
    query_of,
    read_inputs,
    read_journal,
    today_of,
)
from arledger.cli.spec import Values
from arledger.journal.model import Journal
from arledger.ledger.model import Book, Side
from arledger.money import exact
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, Sources, in_order, worst
from arledger.progress import Stage
from arledger.reports._report import AnyReport

if TYPE_CHECKING:  # few runs convert, or are short
    from arledger.ledger.quick import ShortWay
    from arledger.ledger.valuation import Valuation

FINE, AT_FAULT, FINDINGS = 0, 1, 3


def run_report(
    values: Values, report: Callable[..., AnyReport], *, balances_do: bool = False
) -> int:
    """Builds the book, makes the report of it and writes it; returns the exit code.

    ``balances_do``: the report needs no more of simple customers than what is open.
    """
    output.check_target(values)
    today = today_of(values)
    days = days_of(values, today)
    as_of = as_of_of(values, days, today)
    query = query_of(values, today)
    book: Book | None = None
    journal: Journal | None = None
    problems: list[Problem] = []
    said: list[str] = []
    simple = balances_do and not days.begin and (not query or _asks_for_accounts(values))
    short = _short_way(values, today, as_of) if simple else None
    if short:
        book, problems = _quick(values, short)
    if book is None:
        inputs = read_inputs(values, today)
        if worst(inputs.problems) is Severity.ERROR:
            return withheld(inputs.problems, inputs.sources, values)
        journal = inputs.journal
        book, problems = _built(inputs, values, as_of)
    if not book.control:
        said += _not_found(book, journal or read_journal(values, today)[0])
    if query or days.begin:
        from arledger.journal.query import Query
        from arledger.ledger.lookup import unknown
        from arledger.ledger.selection import nobody, selection

        said += [str(unknown(book, w, "customer")) for w in nobody(book, values["query"], today)]
        book = selection(book, query or Query(), days.begin, _asked(values))
    book.valuation = _valuation(values, book.policy, book.journal, as_of)
    made = _made(report, book, book.policy)
    made = made._replace(remarks=[*made.remarks, *said])
    code = finish(made, problems, book.journal.sources, values)
    if short:
        sys.stdout.flush()  # nobody waits for what is kept
        short.keep()
    return code


def _not_found(book: Book, journal: Journal) -> list[str]:
    """What to say when no account of the journal is one of the book's side."""
    from arledger.ledger.accounts import Accounts

    accounts = {posting.account for entry in journal.entries for posting in entry.postings}
    judge = Accounts(journal, book.policy, book.side)
    if not accounts or any(map(judge.role, accounts.union(journal.accounts))):
        return []
    example = {"receivable": "assets:clients", "payable": "liabilities:suppliers"}[book.side]
    key = f'[accounts] {book.side} = ["{example}"]'
    return [f"no account has the name of a {book.side}; write yours in arledger.toml: {key}"]


def _asks_for_accounts(values: Values) -> bool:
    """Whether the query asks for nothing that only single documents can tell."""
    from arledger.journal.query import asks_for_accounts

    return all(map(asks_for_accounts, values["query"]))


def _side(values: Values) -> Side:
    return "payable" if values["payable"] else "receivable"


def _built(inputs: Inputs, values: Values, as_of: date) -> tuple[Book, list[Problem]]:
    from arledger.ledger.build import build_book

    book, wrong = build_book(inputs.journal, inputs.policy.policy, _side(values), as_of)
    return book, [*inputs.problems, *wrong]


def _short_way(values: Values, today: date, as_of: date) -> "ShortWay | None":
    """The short way to the book; None where it cannot be gone."""
    from arledger.ledger.quick import ShortWay

    paths = plain_paths(values)
    if paths is None:
        return None
    loaded, problems = policy_for(values, paths[0], Sources())
    store = None if values["no_cache"] else Store(folder(), __version__)
    return None if problems else ShortWay(loaded.policy, _side(values), as_of, today, store)


def _quick(values: Values, short: "ShortWay") -> tuple[Book | None, list[Problem]]:
    """The book the short way; None when it takes the long one."""
    from arledger.journal.plain import NotPlainError

    try:
        with Stage("putting the book together"):
            return short.book(journal_paths(values["file"]))
    except NotPlainError:
        return None, []


def _made(report: Callable[..., AnyReport], book: Book, policy: Policy) -> AnyReport:
    """The report; what its own options cannot mean is an error of usage."""
    try:
        with exact(), Stage("working out the figures"):
            return report(book, book.as_of, policy)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _asked(values: Values) -> str:
    """The selection in the reader's words."""
    begin = values["begin"] or values["period"]
    return " ".join([*values["query"], *([f"from {begin}"] if begin else [])])


def _valuation(values: Values, policy: Policy, journal: Journal, as_of: date) -> "Valuation | None":
    """The prices of -X, or of the policy's currency; None to leave every currency alone."""
    target = values["value"] or policy.value.currency
    if not target:
        return None
    from arledger.ledger.valuation import Valuation

    return Valuation.at(target, as_of, journal.prices, journal.commodities)


def run_empty(policy: Policy, report: Callable[..., AnyReport]) -> AnyReport:
    """The report of a journal with nothing in it: only its columns are of interest."""
    from arledger.ledger.build import build_book

    book, _ = build_book(Journal(), policy, side="receivable", as_of=date.min)
    return _made(report, book, policy)


def finish(report: AnyReport, problems: Iterable[Problem], sources: Sources, values: Values) -> int:
    """Writes the report and tells its problems; withholds the figures if one is an error."""
    recording.rests_on(sources.texts)
    everything = in_order([*problems, *report.problems])
    if worst(everything) is Severity.ERROR:
        return withheld(everything, sources, values)
    output.write_report(report._replace(problems=everything), values)
    for remark in report.remarks:
        output.note(remark)
    tell(everything, sources, values)
    return FINDINGS if report.findings else FINE


def withheld(problems: Iterable[Problem], sources: Sources, values: Values) -> int:
    """Tells errors and warnings in full, and that there are no figures because of them."""
    recording.rests_on(sources.texts)
    from arledger.render.problems import MOST_SHOWN, counted

    grave = [problem for problem in problems if problem.severity > Severity.LINT]
    output.show_problems(grave, sources, values["color"], most=MOST_SHOWN, brief=False)
    errors = sum(problem.severity is Severity.ERROR for problem in grave)
    until = "it is" if errors == 1 else "they are"
    output.note(f"{counted(grave, Severity.ERROR)}: no figures until {until} put right")
    return AT_FAULT


def tell(problems: Sequence[Problem], sources: Sources, values: Values) -> None:
    """Says beside the figures what is doubtful about them: many warnings briefly, lints counted."""
    if not problems:
        return
    from arledger.render.problems import MOST_BESIDE, MOST_WHOLE, counted

    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    brief = len(warnings) > MOST_WHOLE
    output.show_problems(warnings, sources, values["color"], most=MOST_BESIDE, brief=brief)
    unseen = [Severity.WARNING, Severity.LINT] if brief else [Severity.LINT]
    counts = [counted(problems, severity) for severity in unseen]
    if any(counts):
        output.note(f"{', '.join(filter(None, counts))}: see arledger check")
