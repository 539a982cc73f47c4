"""``arledger check``: every problem there is, and hledger's checks by name."""

from collections.abc import Sequence

from arledger import recording
from arledger.cli import options, output
from arledger.cli.errors import UsageError
from arledger.cli.inputs import Inputs, as_of_of, days_of, read_inputs, today_of
from arledger.cli.run import AT_FAULT, FINDINGS, FINE
from arledger.cli.spec import Argument, Command, Values
from arledger.problems import Problem, Severity, in_order, worst
from arledger.progress import Stage

_ALWAYS = ("parseable", "autobalanced", "assertions")
"""hledger's checks that are made whenever a journal is read."""


def names() -> Sequence[str]:
    """The checks that may be asked for by name."""
    from arledger.journal.checks import CHECKS

    return [*_ALWAYS, *CHECKS]


def run(values: Values) -> int:
    """Prints every problem of the journal, the policy and both books; returns the exit code."""
    output.check_target(values)
    today = today_of(values)
    as_of = as_of_of(values, days_of(values, today), today)
    wanted = [_full_name(word) for word in values["checks"]]
    inputs = read_inputs(values, today)
    problems = [*inputs.problems, *_named(wanted, inputs)]
    if worst(inputs.problems) is not Severity.ERROR:
        from arledger.ledger.audit import audit

        problems += audit(inputs.journal, inputs.policy.policy, as_of, recording.is_file).problems
    problems = in_order(problems)
    recording.rests_on(inputs.sources.texts)
    _write(problems, inputs, values)
    return _code(worst(problems), strict=values["strict"])


def _code(severity: Severity | None, *, strict: bool) -> int:
    """1 for errors, 3 for warnings; lints count only when asked to be strict."""
    if severity is Severity.ERROR:
        return AT_FAULT
    found = severity is Severity.WARNING or (strict and severity is Severity.LINT)
    return FINDINGS if found else FINE


def _full_name(word: str) -> str:
    """The check's name from its beginning."""
    known = names()
    found = [word] if word in known else [name for name in known if name.startswith(word)]
    if len(found) == 1:
        return found[0]
    from difflib import get_close_matches

    close = found or get_close_matches(word, known, n=2)
    raise UsageError(f"no such check: {word}", hint=f"there are {', '.join(close or known)}")


def _named(wanted: Sequence[str], inputs: Inputs) -> list[Problem]:
    if not wanted:
        return []
    from arledger.journal.checks import CHECKS

    return [p for name in wanted if name in CHECKS for p in CHECKS[name](inputs.journal)]


def _write(problems: Sequence[Problem], inputs: Inputs, values: Values) -> None:
    if output.format_of(values) == "json":
        from arledger.render.envelope import envelope

        text = envelope({"schema": "arledger.check/1"}, problems)
        output.write(text, values)
        return
    from arledger.render.paint import painted
    from arledger.render.problems import problem_lines

    color = output.looks_of(values).color
    with Stage("writing the problems"):
        lines = painted(problem_lines(problems, inputs.sources), color=color)
    output.write(f"{lines}{_summary(problems, inputs)}\n", values, shown_as_is=True)


def _summary(problems: Sequence[Problem], inputs: Inputs) -> str:
    """One line: how much there is of what."""
    from arledger.render.problems import counted

    journal = inputs.journal
    entries = _many(len(journal.entries), "entry", "entries")
    files = _many(len(journal.files), "file", "files")
    counts = [counted(problems, severity) for severity in sorted(Severity, reverse=True)]
    return f"{', '.join(filter(None, counts)) or 'No problems'}: {entries} in {files}"


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


COMMAND = Command(
    name="check",
    help="Every problem the journal and the policy have."
    "\n\nEach with its place and a remedy. Exits 1 if there are errors (what hledger would"
    " refuse, too), 3 if there are warnings (references, tags and events that do not fit), 0 if"
    " there are at most lints; with --strict lints count as well. NAMES add hledger's own"
    " checks: accounts, commodities, payees, tags, ordereddates, recentassertions,"
    " uniqueleafnames, balanced.",
    options=(
        *options.JOURNAL,
        *options.POLICY,
        options.AS_OF,
        *options.PERIOD,
        *options.OUTPUT,
        options.NO_CACHE,
    ),
    arguments=(
        Argument(
            "checks",
            "[NAME]...",
            "hledger's checks to make as well.",
            rest=True,
            required=False,
            choices=names,
        ),
    ),
    run=run,
)
