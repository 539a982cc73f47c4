"""``arledger init``: a commented policy that fits a journal."""

import os

from arledger.cli import options, output
from arledger.cli.files import replace_file
from arledger.cli.inputs import read_journal, today_of
from arledger.cli.run import FINE, withheld
from arledger.cli.spec import Command, Option, Values
from arledger.problems import Severity, worst


def run(values: Values) -> int:
    """Writes the policy beside the journal, or prints it; returns the exit code."""
    from arledger.ledger.survey import survey
    from arledger.policy.init import propose
    from arledger.policy.load import FILE_NAME

    journal, problems = read_journal(values, today_of(values))
    if worst(problems) is Severity.ERROR:
        return withheld(problems, journal.sources, values)
    text = propose(survey(journal))
    first = next((path for path in journal.files if path != "-"), "")
    target = values["output"] or os.path.join(os.path.dirname(first), FILE_NAME)  # noqa: PTH118, PTH120
    if values["dry_run"] or target == "-":
        output.write(text, {**values, "output": "-"})
    else:
        replace_file(target, text, force=values["force"])
        output.note(f"wrote {target}; arledger config shows what is in force")
    return FINE


COMMAND = Command(
    name="init",
    help="A commented policy for a journal."
    "\n\nLooks at the journal and writes arledger.toml beside it: every key with its default,"
    " its unit and its reason. It changes no figure until you edit it.",
    options=(
        *options.JOURNAL,
        Option("dry_run", ("--dry-run",), "Show the policy and write nothing."),
        *options.FILE_OUTPUT,
    ),
    arguments=(),
    run=run,
)
