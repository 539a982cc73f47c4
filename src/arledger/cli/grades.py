"""``arledger grades``: the report, and reviews written into the journal by the grades in force."""

from datetime import date
from typing import TYPE_CHECKING

from arledger import recording
from arledger.cli import output
from arledger.cli.errors import RefusedError, UsageError
from arledger.cli.inputs import (
    Inputs,
    as_of_of,
    days_of,
    journal_paths,
    query_of,
    read_inputs,
    today_of,
)
from arledger.cli.reports import command_of
from arledger.cli.run import AT_FAULT, FINDINGS, FINE, withheld
from arledger.cli.spec import Option, Values
from arledger.money import exact
from arledger.problems import Severity, worst
from arledger.reports.grades import report

if TYPE_CHECKING:  # few runs write
    from arledger.ledger.model import Book
    from arledger.measures.strategy import Strategy
    from arledger.writing.draft import Draft
    from arledger.writing.proposal import Books, Proposal

_REPORT = command_of("grades", report)

_OWN = (
    Option(
        "record",
        ("--record",),
        "With --strategy: write what is proposed into the journal, a review for each customer.",
    ),
    Option("dry_run", ("--dry-run",), "With --record: show the reviews, and write nothing."),
    Option("yes", ("-y", "--yes"), "With --record: write without asking, on a terminal too."),
)


def run(values: Values) -> int:
    """Shows the grades, or writes reviews; returns the exit code."""
    if not values["record"]:
        if values["dry_run"] or values["yes"]:
            raise UsageError("--dry-run and --yes go with --record")
        return _REPORT.run(values)
    if not values["strategy"] or values["payable"] or values["alias"]:
        raise UsageError("--record goes with --strategy, and with neither --payable nor --alias")
    from arledger.writing.errors import NotWrittenError, UnfitError

    recording.unrepeatable()
    try:
        return _record(values)
    except (UnfitError, NotWrittenError) as error:
        raise RefusedError(str(error), hint=error.remedy) from error


def _record(values: Values) -> int:
    """Makes the reviews, shows them, and writes them if nothing and nobody is against it."""
    from arledger.writing.proposal import Books, judged, propose

    today = today_of(values)
    inputs = read_inputs(values, today)
    if worst(inputs.problems) is Severity.ERROR:
        return withheld(inputs.problems, inputs.sources, values)
    policy, as_of = inputs.policy.policy, as_of_of(values, days_of(values, today), today)
    books = Books(journal_paths(values["file"]), policy, today, strict=values["strict"])
    before = judged(inputs.journal, inputs.problems, policy, max(as_of, today))
    if not before.books:
        return withheld(before.problems, inputs.sources, values)
    path, drafts = _drafts(inputs, values, as_of, today)
    if not drafts:
        output.note("nothing to write: limits and terms are what the grades suggest")
        return FINE
    return _settle(books, propose(books, drafts, path, before), values)


def _drafts(inputs: Inputs, values: Values, as_of: date, today: date) -> tuple[str, "list[Draft]"]:
    """The file they go to, and the reviews of those who are meant."""
    from arledger.ledger.build import build_book
    from arledger.writing.desk import Desk
    from arledger.writing.place import chosen, place_of
    from arledger.writing.reviews import reviews

    policy = inputs.policy.policy
    path = chosen(inputs.journal, policy.writing, "review", as_of, None)
    book, _ = build_book(inputs.journal, policy, "receivable", as_of)
    desk = Desk.over(book, place_of(inputs.journal, path).state, as_of)
    return path, list(reviews(desk, _strategies(book, values, today), as_of))


def _strategies(book: "Book", values: Values, today: date) -> "list[Strategy]":
    """What the grades suggest to those whom the query means."""
    from arledger.journal.query import Query
    from arledger.ledger.lookup import unknown
    from arledger.ledger.selection import nobody, selection
    from arledger.measures.strategy import strategies

    for word in nobody(book, values["query"], today):
        raise UsageError(str(unknown(book, word, "customer")))
    words = " ".join(values["query"])
    begin = days_of(values, today).begin
    meant = selection(book, query_of(values, today) or Query(), begin, words)
    with exact():
        return strategies(meant)


def _settle(books: "Books", proposal: "Proposal", values: Values) -> int:
    """Shows what was proposed, and writes it if it may."""
    from arledger.cli.add_prompts import NothingWrittenError
    from arledger.cli.add_shown import preview
    from arledger.render.problems import MOST_SHOWN
    from arledger.writing.append import append
    from arledger.writing.changes import changes

    output.write(preview(proposal, changes(proposal)), {"output": None})
    sources = proposal.after.journal.sources
    output.show_problems(proposal.new, sources, values["color"], most=MOST_SHOWN, brief=False)
    if proposal.worst is Severity.ERROR:
        output.note("nothing was written: the journal would not be read with it")
        return AT_FAULT
    if proposal.worst is Severity.WARNING:
        output.note("nothing was written: put that right first")
        return FINDINGS
    if values["dry_run"]:
        output.note(f"nothing was written: it would go to {proposal.place.path}")
        return FINE
    if not (values["yes"] or _agreed(proposal)):
        raise NothingWrittenError("nothing was written")
    written = append(books, proposal, force=True)
    output.note(f"wrote to {written.path}:{written.line}")
    return FINE


def _agreed(proposal: "Proposal") -> bool:
    """What the person at the terminal says; without one, yes."""
    from arledger.cli import add_prompts

    if not add_prompts.at_a_terminal():
        return True
    return add_prompts.confirm(f"Write them to {proposal.place.path}?", usual=True)


COMMAND = _REPORT._replace(options=[*_REPORT.options[:3], *_OWN, *_REPORT.options[3:]], run=run)
