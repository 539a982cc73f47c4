"""``arledger cache``: what is kept to answer faster, and an end to it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from arledger import __version__
from arledger.cache import Kept, Store, folder
from arledger.cli import options, output
from arledger.cli.run import FINE, finish
from arledger.cli.spec import Command, Option, Values
from arledger.problems import Sources
from arledger.reports._report import Report
from arledger.table import Kind, Table, column


class CacheRow(NamedTuple):
    """A thing that is kept."""

    what: str | None
    """The command line whose answer it is; None in the total."""
    where: str | None
    """The folder it was asked in."""
    bytes: int
    used: date | None


COLUMNS = (
    column("what", "Answer to", wrap=True),
    column("where", "Asked in", wrap=True),
    column("bytes", kind=Kind.COUNT, total=True),
    column("used", "Last used", Kind.DATE),
)


def cache_report(path: str, kept: Sequence[Kept]) -> Report[CacheRow]:
    """What is kept in the folder, what was used last first."""
    rows = [_row(*one) for one in kept]
    return Report(
        name="cache",
        version=1,
        title=f"Kept in {path}" if path else "No folder to keep anything in",
        table=Table(COLUMNS, rows),
        totals=[CacheRow(None, None, sum(row.bytes for row in rows), None)] if rows else [],
        empty="Nothing is kept.",
        extra={"folder": path},
    )


def _row(about: str, size: int, used: float) -> CacheRow:
    what, _, where = about.partition("\n")
    day = date.fromtimestamp(used)  # noqa: DTZ012 - the day it is here, as everywhere
    return CacheRow(what or "(damaged)", where or None, size, day)


def run(values: Values) -> int:
    """Shows what is kept, or removes it; returns the exit code."""
    output.check_target(values)
    store = Store(folder(), __version__)
    if values["clear"]:
        count = store.clear()
        output.note(f"removed {count} {'file' if count == 1 else 'files'} from {store.path}")
        return FINE
    return finish(cache_report(store.path, store.kept()), [], Sources(), values)


COMMAND = Command(
    name="cache",
    help="What is kept to answer faster."
    "\n\nThe answer to a command line is kept in the user's cache folder, and given again as long"
    " as every file it rests on is the same to the byte. --no-cache does without.",
    options=(Option("clear", ("--clear",), "Remove everything that is kept."), *options.OUTPUT),
    arguments=(),
    run=run,
    sample=lambda _, __: cache_report("", []),
)
