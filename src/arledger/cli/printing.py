"""``arledger print``: the journal's entries, written back so that hledger reads the same."""

from collections.abc import Sequence

from arledger.cli import options, output
from arledger.cli.errors import UsageError
from arledger.cli.inputs import days_of, query_of, read_journal, today_of
from arledger.cli.run import FINE, tell, withheld
from arledger.cli.spec import Command, Values
from arledger.journal.model import Entry, Journal
from arledger.problems import Problem, Severity, worst
from arledger.progress import Stage
from arledger.render import Format


def run(values: Values) -> int:
    """Writes the selected entries; returns the exit code."""
    output.check_target(values)
    format_ = output.format_of(values)
    if format_ not in {"text", "json"}:
        raise UsageError(f"print writes text or json, not {format_}")
    today = today_of(values)
    days = days_of(values, today)
    query = query_of(values, today)
    journal, problems = read_journal(values, today)
    if worst(problems) is Severity.ERROR:
        return withheld(problems, journal.sources, values)
    from arledger.journal.subject import subject_of_entry

    entries = [
        entry
        for entry in journal.entries
        if days.include(entry.date)
        and (query is None or query.matches(subject_of_entry(entry, journal)))
    ]
    with Stage("writing the entries", len(entries)):
        text = _text(journal, entries, problems, format_)
    output.write(text, values)
    tell(problems, journal.sources, values)
    return FINE


def _text(
    journal: Journal, entries: Sequence[Entry], problems: Sequence[Problem], format_: Format
) -> str:
    from arledger.journal.printer import entries_json, print_journal

    if format_ == "text":
        return print_journal(journal, entries)
    from arledger.render.envelope import envelope

    fields = {"schema": "arledger.print/1", "entries": entries_json(journal, entries)}
    return envelope(fields, problems)


COMMAND = Command(
    name="print",
    help="The journal's entries, written back."
    "\n\nhledger and arledger read the same from what is printed. With -O json every entry as"
    " it was read, inferred amounts filled in.",
    options=(*options.JOURNAL, *options.PERIOD, *options.INTERVALS, *options.OUTPUT),
    arguments=(options.QUERY,),
    run=run,
)
