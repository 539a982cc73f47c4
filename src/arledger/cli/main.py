"""The front door: streams, exit codes, and which command runs.

0 fine, 1 the language, the policy or files are at fault, 2 usage, 3 findings, 130 Ctrl-C.
"""

import gc
import io
import os
import sys

from arledger import __version__
from arledger.cli.errors import RefusedError, StopError

TYPE_CHECKING = False  # as typing's, which takes longer to import than the version to tell
if TYPE_CHECKING:
    from collections.abc import Sequence

    from arledger.cli.spec import Command, Values

INTERRUPTED = 130


def main(argv: "Sequence[str] | None" = None) -> int:
    """The exit code of one run of the command line."""
    _prepare()
    try:
        code = _answer(list(sys.argv[1:] if argv is None else argv), alone=argv is None)
        sys.stdout.flush()
    except StopError as stop:
        _tell(stop)
        code = stop.code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = _reader_left()
    except OSError as error:
        _tell(RefusedError(f"cannot go on: {error.strerror or error}"))
        code = RefusedError.code
    if argv is None:
        _leave(code)
    return code


def _prepare() -> None:
    """Sets the process up: the output is UTF-8 in any locale, and nothing is collected."""
    # One run reads one book and ends: the collector would only walk records that all live.
    gc.disable()
    # A stream that was closed (>&-) is none at all; what is said there goes nowhere.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _answer(words: list[str], *, alone: bool) -> int:
    """The exit code of the line, whose answer is remembered or worked out."""
    page = _first_page(words)
    if page:
        sys.stdout.write(page)
        return 0
    from arledger.cli.answers import Memory

    memory = Memory(words)
    code = memory.recall()
    if code is not None:
        return code
    read = _read(words)
    if isinstance(read, int):
        return read
    command, values = read
    if values.get("no_cache", True):
        return _run(command, values, alone=alone)
    return memory.listen(lambda: _run(command, values, alone=alone))


def _first_page(words: list[str]) -> str:
    """The version or the first page of help, if the line asks for one and no more; else ""."""
    if "_ARLEDGER_COMPLETE" in os.environ:
        return ""
    if words == ["--version"]:
        return f"arledger {__version__}\n"
    if words in ([], ["-h"], ["--help"]) and _is_wide():
        from arledger.cli.front import page

        return page()
    return ""


def _read(words: list[str]) -> "tuple[Command, Values] | int":
    """The command and its values, or the exit code of a line that asks for none."""
    if "_ARLEDGER_COMPLETE" in os.environ:
        return _read_by_typer(words)
    words = command_first(words)
    return _read_plain(words) or _read_by_typer(words)


def _run(command: "Command", values: "Values", *, alone: bool) -> int:
    """Runs the command; a reader at a terminal who has the process ``alone`` sees how far it is."""
    if not (alone and sys.stderr.isatty()):
        return command.run(values)
    from arledger.cli.meter import shown_on_terminal

    with shown_on_terminal():
        return command.run(values)


def _is_wide() -> bool:
    """Whether no terminal is too narrow for a page of 80 columns."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) >= 80
    except (OSError, ValueError):
        return True


def _read_plain(words: list[str]) -> "tuple[Command, Values] | None":
    """The command and its values; None when the line is not plain."""
    if not words or words[0].startswith("-"):
        return None
    from arledger.cli.commands import load, resolve
    from arledger.cli.quick import parsed

    command = load(resolve(words[0]))
    values = parsed(command, words[1:])
    return None if values is None else (command, values)


def _read_by_typer(words: list[str]) -> "tuple[Command, Values] | int":
    """What Typer makes of the line."""
    from arledger.cli.typed import read

    return read(words or ["--help"])


def command_first(words: "Sequence[str]") -> list[str]:
    """The words with the command in front, for those who write ``-f FILE`` before it."""
    from arledger.cli import options

    valued = {flag for o in options.REPORT if o.takes_value for flag in o.flags}
    known = {flag for option in options.REPORT for flag in option.flags}
    skip = False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif not word.startswith("-"):
            return [word, *words[:place], *words[place + 1 :]]
        elif word in valued:
            skip = True
        elif not known.intersection((word, word.partition("=")[0], word[:2])):
            break
    return list(words)


def _leave(code: int) -> None:
    """Ends the process at once."""
    # Taking a large book apart record by record would take a tenth of the whole run.
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody is left to read it
    os._exit(code)


def _tell(stop: StopError) -> None:
    """Says on stderr why the run ended."""
    from contextlib import suppress

    from arledger.render.safe import safe

    lines = [f"arledger: {safe(str(stop))}", *([f"  {safe(stop.hint)}"] if stop.hint else [])]
    with suppress(BrokenPipeError):
        print(*lines, sep="\n", file=sys.stderr)  # noqa: T201


def _reader_left() -> int:
    """Ends quietly when the reader of a pipe has gone, as after ``| head``."""
    from contextlib import suppress

    # The interpreter flushes stdout once more as it ends; give it somewhere to flush to.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
