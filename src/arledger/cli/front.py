"""The page of ``arledger --help``, as Typer would write it, without importing Typer for it."""

import arledger
from arledger.cli.commands import TABLE

TYPE_CHECKING = False  # as typing's, which takes longer to import than the page to write
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ABOUT = (arledger.__doc__ or "").partition("\n")[0]
"""What the program is, in a sentence."""

WIDTH = 78
"""Columns of the page; a narrower terminal is left to Typer."""

_OPTIONS = (
    ("--version", "Show the version."),
    ("--install-completion", "Install completion for the current shell."),
    (
        "--show-completion",
        "Show completion for the current shell, to copy it or customize the installation.",
    ),
    ("-h, --help", "Show this message and exit."),
)


def page() -> str:
    """Usage, options and the list of commands."""
    lines = [
        "Usage: arledger [OPTIONS] COMMAND [ARGS]...",
        "",
        *_wrapped(ABOUT, "  ", 2),
        "",
        "Options:",
        *_listed(_OPTIONS),
        "",
        "Commands:",
        *_listed([(name, summary) for name, (_, summary) in TABLE.items()]),
    ]
    return "".join(f"{line}\n" for line in lines)


def _listed(pairs: "Sequence[tuple[str, str]]") -> "Iterator[str]":
    """The pairs in two columns."""
    column = 4 + max(len(term) for term, _ in pairs)
    for term, text in pairs:
        yield from _wrapped(text, f"  {term}".ljust(column), column)


def _wrapped(text: str, line: str, indent: int) -> "Iterator[str]":
    """The text in lines that begin at a column; the first follows on what stands before it."""
    begun = False
    for word in text.split():
        if begun and len(line) + 1 + len(word) > WIDTH:
            yield line
            line, begun = " " * indent, False
        line += f" {word}" if begun else word
        begun = True
    yield line
