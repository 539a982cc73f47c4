"""The quick parser: a plain command line is read without importing Typer.

It reads only what leaves no doubt. Anything else (an error, an abbreviation, ``--help``) makes
it give up, and Typer reads the same line from the same records; both agree on all they accept.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from arledger.cli.spec import Command, Option

HELP = frozenset({"-h", "--help"})


class _Doubt(Exception):  # noqa: N818 - not an error: a case for Typer
    """The line is not plain."""


def parsed(command: Command, words: Sequence[str]) -> dict[str, Any] | None:
    """The values of the command line; None when it takes Typer to read it."""
    values = command.defaults()
    if command.raw and not HELP.intersection(words[:1]):
        return {**values, command.arguments[0].name: tuple(words)}
    flags = {flag: option for option in command.options for flag in option.flags}
    try:
        positional = list(_options(flags, iter(words), values))
        _place(command, positional, values)
    except (_Doubt, ValueError):
        return None
    return values


def _options(
    flags: dict[str, Option], words: Iterator[str], values: dict[str, Any]
) -> Iterator[str]:
    """Fills in the options and yields the words that are none."""
    for word in words:
        if word == "--":
            yield from words
        elif not word.startswith("-") or word == "-":
            yield word
        else:
            _store(flags, word, words, values)


def _store(
    flags: dict[str, Option], word: str, words: Iterator[str], values: dict[str, Any]
) -> None:
    """Puts one option and its value, from the same word or the next, into the values."""
    flag, joined, text = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
    option = flags.get(flag)
    if option is None:
        raise _Doubt
    if not option.takes_value:
        if joined or text:
            raise _Doubt
        values[option.name] = True
        return
    if not joined and not text:
        text = next(words, "")
        if not text or (text.startswith("-") and text != "-"):
            raise _Doubt
    value = option.value(text)
    values[option.name] = (*values[option.name], value) if option.repeat else value


def _place(command: Command, words: list[str], values: dict[str, Any]) -> None:
    """Gives the positional words to the arguments, in order."""
    for argument in command.arguments:
        if argument.rest:
            values[argument.name], words = tuple(words), []
        elif words:
            values[argument.name] = words.pop(0)
        if argument.required and not values[argument.name]:
            raise _Doubt
    if words:
        raise _Doubt
