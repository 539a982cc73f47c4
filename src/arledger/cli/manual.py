"""``arledger man``: the manual page, made from the commands themselves."""

import sys
from collections.abc import Iterator

from arledger import __version__
from arledger.cli import options
from arledger.cli.commands import ALIASES, TABLE, load
from arledger.cli.front import ABOUT
from arledger.cli.run import FINE
from arledger.cli.spec import Argument, Command, Option, Values

_EXIT = (
    ("0", "All is well."),
    ("1", "The journal, the policy or a file is at fault; no figures were given."),
    ("2", "The command line is at fault."),
    ("3", "There are findings: check found a meaning problem, or a report says so."),
    ("130", "Interrupted."),
)

_ENVIRONMENT = (
    ("ARLEDGER_FILE", "The journal to read when no -f is given."),
    ("LEDGER_FILE", "The same, for those who use hledger; ARLEDGER_FILE goes before it."),
    ("ARLEDGER_POLICY", "The policy to follow when no --policy is given."),
    ("XDG_CACHE_HOME", "Where the folder is in which answers are kept; otherwise ~/.cache."),
    ("NO_COLOR", "When set, no colour unless --color always."),
)


def run(values: Values) -> int:  # noqa: ARG001 - it has no options
    """Prints the page; returns the exit code."""
    sys.stdout.write("\n".join(page()) + "\n")
    return FINE


def page() -> Iterator[str]:
    """The manual page as roff, line by line."""
    yield f'.TH ARLEDGER 1 "" "arledger {__version__}" "User Commands"'
    yield from (".SH NAME", "arledger \\- who owes what, and how late, from a plain text journal")
    yield from (".SH SYNOPSIS", ".B arledger", r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIQUERY\fR...]")
    yield from (".SH DESCRIPTION", roff(ABOUT))
    yield "Commands may be shortened as long as it is clear which one is meant."
    yield ".SH COMMANDS"
    for name in TABLE:
        yield from _command(load(name))
    yield ".SH OPTIONS OF EVERY REPORT"
    for option in options.REPORT:
        yield from _option(option)
    yield from _listed("ENVIRONMENT", _ENVIRONMENT)
    yield from _listed("EXIT STATUS", _EXIT)
    yield from (".SH SEE ALSO", ".BR hledger (1),", ".BR ledger (1)")


def _command(command: Command) -> Iterator[str]:
    """One command: its line, its help and the options only it has."""
    words = " ".join(rf"\fI{roff(argument.metavar)}\fR" for argument in command.arguments)
    also = "".join(f", {alias}" for alias, name in ALIASES.items() if name == command.name)
    yield rf'.SS "{command.name}{also}"'
    yield rf".B arledger {command.name}"
    yield f"[OPTIONS] {words}"
    for paragraph in command.help.split("\n\n"):
        yield from (".PP", roff(" ".join(paragraph.split())))
    for argument in command.arguments:
        yield from _argument(argument)
    for option in command.options:
        if option not in options.REPORT:
            yield from _option(option)


def _argument(argument: Argument) -> Iterator[str]:
    if argument is not options.QUERY:
        yield from (".TP", rf"\fI{roff(argument.metavar)}\fR", roff(argument.help))


def _option(option: Option) -> Iterator[str]:
    flags = ", ".join(rf"\fB{roff(flag)}\fR" for flag in option.flags)
    yield from (".TP", f"{flags} \\fI{roff(option.metavar)}\\fR" if option.metavar else flags)
    yield roff(option.help)


def _listed(title: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {title}"
    for term, meaning in pairs:
        yield from (".TP", rf"\fB{term}\fR", roff(meaning))


def roff(text: str) -> str:
    """The text so that roff takes none of it for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return "\n".join(rf"\&{line}" if line[:1] in ".'" else line for line in text.splitlines())


COMMAND = Command(
    name="man",
    help="The manual page.\n\nWritten as roff: arledger man | man -l -",
    options=(),
    arguments=(),
    run=run,
)
