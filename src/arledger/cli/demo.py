"""``arledger demo``: a believable firm's books, written to a folder and aged at once."""

import os
import sys
from pathlib import Path

from arledger.cli.commands import load
from arledger.cli.errors import RefusedError
from arledger.cli.quick import parsed
from arledger.cli.spec import Argument, Command, Option, Values

FOLDER = "arledger-demo"
DAY = "2026-10-31"
"""The day the books of the demo are looked at."""


def run(values: Values) -> int:
    """Writes the books, then runs the first report on them; returns its exit code."""
    from arledger import demo

    folder = Path(values["folder"] or FOLDER)
    try:
        demo.write(folder, force=values["force"])
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusedError(
            f"cannot write the demo: {reason}", hint="--force replaces it"
        ) from error
    words = ["-f", os.path.join(folder, demo.MAIN), "--as-of", DAY]  # noqa: PTH118
    sys.stdout.write(f"Wrote the books of a trading firm to {folder}.\n")
    sys.stdout.write(f"$ arledger aging {' '.join(words)}\n\n")
    aging = load("aging")
    chosen = parsed(aging, words)
    assert chosen is not None
    return aging.run(chosen)


COMMAND = Command(
    name="demo",
    help="A believable firm's books to try things on."
    f"\n\nWrites a small exporter's journal and policy to a folder ({FOLDER} if none is named)"
    " and shows who owes it what.",
    options=(Option("force", ("--force",), "Replace the files of an earlier demo."),),
    arguments=(Argument("folder", "[FOLDER]", "Where to write.", required=False),),
    run=run,
)
