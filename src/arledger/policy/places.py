"""Where each key of a TOML file stands: the reader of the standard library does not say."""

import re

from arledger.patterns import lazy
from arledger.records import NamedTuple

_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = lazy(rf"[ \t]*\[{{1,2}}[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNMENT = lazy(rf"[ \t]*({_DOTTED})[ \t]*=")


class Place(NamedTuple):
    """The stretch of a line a key is written on; all count from 1, the end is one past it."""

    line: int
    column: int
    end_column: int


def places_of_keys(text: str) -> dict[tuple[str, ...], Place]:
    """For the path of each section and key the place where it is first written.

    The text is known to be TOML; keys inside inline tables are not looked for.
    """
    places: dict[tuple[str, ...], Place] = {}
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if match := _HEADER.match(line):
            section = path = _parts(match[1])
        elif match := _ASSIGNMENT.match(line):
            path = section + _parts(match[1])
        else:
            continue
        places.setdefault(path, Place(number, match.start(1) + 1, match.end(1) + 1))
    return places


def _parts(dotted: str) -> tuple[str, ...]:
    """The names a dotted key is made of, without quotes."""
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))
