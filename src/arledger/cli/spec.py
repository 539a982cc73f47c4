"""What a command is: its options and arguments as data.

The quick parser, Typer, shell completion and the manual page are all made from these records,
so an option is written down once.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from arledger.records import NamedTuple

Values = Mapping[str, Any]
"""Parsed options and arguments by name; every one is there, defaults filled in."""


class Option(NamedTuple):
    """One option: a flag when it has no metavar."""

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    default: Any = None
    repeat: bool = False
    choices: tuple[str, ...] = ()
    number: bool = False
    """True: its value is a whole number."""

    @property
    def takes_value(self) -> bool:
        """False for a flag."""
        return bool(self.metavar)

    @property
    def initial(self) -> Any:
        """The value when the option is not given."""
        if self.repeat:
            return ()
        return self.default if self.takes_value else False

    def value(self, text: str) -> Any:
        """The text as a value; ValueError when it is none."""
        if self.choices and text not in self.choices:
            raise ValueError(text)
        return int(text) if self.number else text


class Argument(NamedTuple):
    """One positional argument; the last one of a command may take all the rest."""

    name: str
    metavar: str
    help: str
    rest: bool = False
    required: bool = True
    customers: bool = False
    """True: shell completion offers the journal's customers."""
    documents: bool = False
    """True: and the numbers of its documents."""
    choices: Callable[[], Sequence[str]] | None = None
    """What shell completion offers."""


class Command(NamedTuple):
    """One command and what runs it; the runner returns the exit code."""

    name: str
    help: str
    """Sentences for ``--help``; the first one stands in the list of commands."""
    options: Sequence[Option]
    arguments: Sequence[Argument]
    run: Callable[[Values], int]
    sample: Callable[[Values, Any], Any] | None = None
    """By a policy, the report of an empty book: what its schema is made from. None: it has none."""
    raw: bool = False
    """True: its only argument takes every word of the line, options of other commands too."""

    def defaults(self) -> dict[str, Any]:
        """The value of everything that is not given."""
        values: dict[str, Any] = {option.name: option.initial for option in self.options}
        values.update({a.name: () if a.rest else None for a in self.arguments})
        return values
