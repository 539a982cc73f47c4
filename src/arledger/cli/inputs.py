"""What a command reads: the journal, the policy, and the days it is about."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from arledger.cli.errors import RefusedError, UsageError
from arledger.cli.options import INTERVALS
from arledger.cli.spec import Values
from arledger.dates import parse_date
from arledger.journal.model import Journal
from arledger.policy.model import LoadedPolicy
from arledger.problems import Problem, Sources
from arledger.records import NamedTuple

if TYPE_CHECKING:  # most runs have no query term
    from arledger.journal.query import Query
    from arledger.periods import Period

Read = TypeVar("Read")

_A_DAY = timedelta(days=1)


class Days(NamedTuple):
    """The days a command is about: from ``begin`` to before ``end``; None: no such bound."""

    begin: date | None = None
    end: date | None = None

    def include(self, day: date) -> bool:
        """Whether the day is one of them."""
        after = self.begin is None or day >= self.begin
        return after and (self.end is None or day < self.end)


class Inputs(NamedTuple):
    """A journal and a policy as read, with everything that is wrong with either."""

    journal: Journal
    policy: LoadedPolicy
    problems: list[Problem]
    today: date

    @property
    def sources(self) -> Sources:
        """The text of what was read."""
        return self.journal.sources


def read_inputs(values: Values, today: date) -> Inputs:
    """The journal and the policy the options name, read whole."""
    journal, problems = read_journal(values, today)
    first = next((path for path in journal.files if path != "-"), None)
    loaded, wrong = policy_for(values, first, journal.sources)
    return Inputs(journal, loaded, [*problems, *wrong], today)


def read_journal(values: Values, today: date) -> tuple[Journal, list[Problem]]:
    """The journal of -f, of the environment, or hledger's own."""
    from arledger.journal.loader import load

    paths = journal_paths(values["file"])
    _refuse_nothing(values, paths)
    journal, problems = load(
        paths,
        today=today,
        stdin=_standard_input,
        aliases=[_alias(text) for text in values["alias"]],
    )
    if values["strict"]:
        from arledger.journal.checks import strict

        problems += strict(journal)
    return journal, problems


def _refuse_nothing(values: Values, paths: Sequence[str]) -> None:
    """Stops where no journal is named and hledger's own is not there."""
    if values["file"] or _named_journal() or os.path.exists(paths[0]):  # noqa: PTH110
        return
    words = [word for word in values.get("query") or () if os.path.isfile(word)]  # noqa: PTH113
    raise RefusedError(
        f"which journal? there is no {paths[0]}",
        hint=f"did you mean -f {words[0]}?"
        if words
        else "name it with -f FILE or $LEDGER_FILE; arledger demo FOLDER writes one to try",
    )


def _standard_input() -> bytes:
    """Everything on standard input; nothing when it was closed (<&-)."""
    return sys.stdin.buffer.read() if sys.stdin else b""


def journal_paths(files: Sequence[str]) -> Sequence[str]:
    """The files of -f, else of $ARLEDGER_FILE or $LEDGER_FILE, else hledger's default."""
    if files:
        return files
    return [os.path.expanduser(_named_journal() or "~/.hledger.journal")]  # noqa: PTH111


def _named_journal() -> str | None:
    return os.environ.get("ARLEDGER_FILE") or os.environ.get("LEDGER_FILE")


def _alias(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not old.strip():
        raise UsageError(f"--alias {text}: write OLD=NEW")
    return old.strip(), new.strip()


def plain_paths(values: Values) -> Sequence[str] | None:
    """The one regular file to read, if no option changes how; None otherwise."""
    paths = journal_paths(values["file"])
    if len(paths) != 1 or values["alias"] or values["strict"]:
        return None
    return paths if os.path.isfile(paths[0]) else None  # noqa: PTH113


def policy_for(
    values: Values, journal: str | None, sources: Sources
) -> tuple[LoadedPolicy, list[Problem]]:
    """The policy the options name, or the one that goes with a journal file."""
    from arledger.policy.load import find_policy, load_policy

    path = find_policy(values["policy"], os.environ.get("ARLEDGER_POLICY"), journal)
    return load_policy(path, sources)


def today_of(values: Values) -> date:
    """--today, else the clock's day."""
    now = date.today()
    return _dated("--today", values["today"], lambda text: _smart(text, now)) or now


def days_of(values: Values, today: date) -> Days:
    """What -b, -e and -p say together; -b and -e go before -p."""
    _refuse_intervals(values)
    whole = _dated("-p", values["period"], lambda text: _period(text, today))
    begin = _dated("-b", values["begin"], lambda text: _smart(text, today))
    end = _dated("-e", values["end"], lambda text: _smart(text, today))
    if whole and whole.interval:
        raise UsageError(
            f"-p {values['period']}: a report has no columns by {whole.interval}",
            hint="name the day with --as-of, or a period without its interval",
        )
    return Days(begin or (whole.begin if whole else None), end or (whole.end if whole else None))


def _refuse_intervals(values: Values) -> None:
    for option in INTERVALS:
        if values.get(option.name):
            raise UsageError(
                f"{option.flags[0]} has no meaning here: the figures are those of one day",
                hint="--as-of names the day; -e or -p may give it as well",
            )


def as_of_of(values: Values, days: Days, today: date) -> date:
    """--as-of, else the last day of the period, else today."""
    named = _dated("--as-of", values["as_of"], lambda text: _smart(text, today))
    if named or not days.end:
        return named or today
    return max(days.end, date.min + _A_DAY) - _A_DAY  # nothing is dated before the first day


def query_of(values: Values, today: date) -> "Query | None":
    """The selection the query terms make; None when there are none."""
    if not values["query"]:
        return None
    from arledger.journal.query import parse_query

    try:
        return parse_query(values["query"], today)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _smart(text: str, today: date) -> date:
    try:
        return parse_date(text)
    except ValueError:
        from arledger.periods import smart_date

    return smart_date(text, today)


def _period(text: str, today: date) -> "Period":
    from arledger.periods import parse_period

    return parse_period(text, today)


def dated(flag: str, text: str | None, today: date) -> date | None:
    """The day an option names, as people write it; None when it was not given."""
    return _dated(flag, text, lambda text: _smart(text, today))


def _dated(flag: str, text: str | None, read: Callable[[str], Read]) -> Read | None:
    """What the option's text means; None when it was not given."""
    if text is None:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(f"{flag} {text}: {error}") from error
