"""What holds for every test."""

import os
import shutil

import pytest

PEERS = ("hledger", "ledger")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says why so many tests were skipped, where the judges are not installed."""
    missing = [program for program in PEERS if not shutil.which(program)]
    if missing:
        said = (
            f"{' and '.join(missing)} not installed: the tests that ask for their word were skipped"
        )
        terminalreporter.write_line(said)


def pytest_configure() -> None:
    """Ends the run when the judges are demanded (as in CI) and not there.

    Tests that ask hledger are skipped where it is not installed: a newcomer needs Python only.
    """
    # No test may find an answer of another one, or leave any in the user's own cache: there is
    # none, for programs that tests start, too. Tests of the cache name a folder for it.
    os.environ["XDG_CACHE_HOME"] = os.devnull
    missing = [program for program in PEERS if not shutil.which(program)]
    if missing and os.environ.get("ARLEDGER_REQUIRE_ORACLE"):
        raise pytest.UsageError(f"ARLEDGER_REQUIRE_ORACLE is set: install {', '.join(missing)}")
