"""Where the answer goes: standard output or a file, whole or not at all."""

import os
import sys
from collections.abc import Iterable
from typing import cast

from arledger.cli.errors import RefusedError, UsageError
from arledger.cli.saying import ERR, NEW, OUT, OVER, say
from arledger.cli.spec import Values
from arledger.problems import Problem, Sources
from arledger.progress import Stage
from arledger.render import FORMATS, Format, Looks
from arledger.reports._report import AnyReport

_EXTENSIONS = {**{name: name for name in FORMATS}, "txt": "text", "htm": "html", "markdown": "md"}

DEFAULT_COLUMNS = 80
"""The width assumed when colour is forced and there is no terminal to ask."""


def format_of(values: Values) -> Format:
    """The format: as asked, else by the extension of the output file, else text.

    ``formats`` among the values are those that only this command has.
    """
    asked, path, own = values["format"], values["output"], values.get("formats", ())
    if asked is None and path not in (None, "-"):
        extension = os.path.splitext(path)[1].lower()[1:]  # noqa: PTH122
        endings = {**_EXTENSIONS, **{name: name for name in own}}
        asked = endings.get(extension, "" if extension else "text")
        if not asked:
            raise UsageError(
                f"no format goes with the ending of {path}", hint=f"-O {'|'.join((*FORMATS, *own))}"
            )
    return cast("Format", asked or "text")


def looks_of(values: Values) -> Looks:
    """What the renderer may do: colour and width of the terminal, if there is one."""
    to_terminal = values["output"] in (None, "-") and sys.stdout.isatty()
    color = wants_color(values["color"], terminal=to_terminal)
    width = _columns() if to_terminal or color else None
    return Looks(width=width, color=color, csv_guard=not values["no_csv_guard"])


def wants_color(when: str, *, terminal: bool) -> bool:
    """Whether to colour: a stream is asked on its own, and NO_COLOR only counts for auto."""
    if when != "auto":
        return when == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _columns() -> int:
    """The width to write for: $COLUMNS, else the terminal's own."""
    # As shutil.get_terminal_size; importing that takes a tenth of a run.
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size().columns or DEFAULT_COLUMNS
    except OSError:
        return DEFAULT_COLUMNS


def write_report(report: AnyReport, values: Values) -> None:
    """Renders the whole report, then writes it."""
    from arledger.render import render

    format_ = format_of(values)
    write(render(report, format_, looks_of(values)), values, shown_as_is=format_ == "text")


def write(text: str, values: Values, *, shown_as_is: bool = False) -> None:
    """Puts the text where -o says; on a terminal nothing in it can steer, if not so meant."""
    path = values["output"]
    if path not in (None, "-"):
        say(OVER if values["force"] else NEW, path, text)
        return
    if not shown_as_is and sys.stdout.isatty():
        from arledger.render.safe import safe

        text = "\n".join(map(safe, text.split("\n")))
    say(OUT, "", text)


def check_target(values: Values) -> None:
    """Refuses early what could not be written at the end."""
    path = values["output"]
    format_of(values)
    if path not in (None, "-") and not values["force"] and os.path.isfile(path):  # noqa: PTH113
        raise RefusedError(f"{path} exists", hint="--force replaces it")


def note(sentence: str) -> None:
    """Says something on stderr."""
    from arledger.render.safe import safe

    say(ERR, "", f"arledger: {safe(sentence)}\n")


def show_problems(
    problems: Iterable[Problem], sources: Sources, when: str, *, most: int, brief: bool
) -> None:
    """Prints the problems on stderr, coloured if that is a terminal."""
    from arledger.render.paint import painted
    from arledger.render.problems import problem_lines

    color = wants_color(when, terminal=sys.stderr.isatty())
    with Stage("writing the problems"):
        text = painted(problem_lines(problems, sources, most=most, brief=brief), color=color)
    say(ERR, "", text)
