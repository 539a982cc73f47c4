"""Finds ``arledger.toml``, reads it, and says at which line something is wrong with it."""

import os
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from arledger import recording
from arledger.policy.model import DEFAULT, LoadedPolicy, keys
from arledger.problems import Problem, Sources, Span

if TYPE_CHECKING:  # without a policy file no run pays for them
    from arledger.policy.mistakes import Mistake
    from arledger.policy.places import Place

FILE_NAME = "arledger.toml"
MAX_BYTES = 1_000_000
"""A policy above this size is some other file."""


def find_policy(explicit: str | None, environment: str | None, journal: str | None) -> str | None:
    """The path of the policy file in force; None when there is none.

    ``explicit`` (``--policy``) goes before ``environment`` (the value of $ARLEDGER_POLICY), that
    before the file beside the first journal or in the nearest folder above it.
    """
    if explicit or environment:
        return explicit or environment
    # os.path, for every run comes here: pathlib takes longer to import than a small book to read.
    beside = os.path.join(os.path.dirname(journal or ""), FILE_NAME)  # noqa: PTH118, PTH120
    above = _folders_above(recording.real_path(beside))
    found = (os.path.join(folder, FILE_NAME) for folder in above)  # noqa: PTH118
    return next((path for path in (beside, *found) if recording.is_file(path)), None)


def _folders_above(path: str) -> Iterator[str]:
    """The folders above the one a file stands in, the nearest first."""
    folder = os.path.dirname(path)  # noqa: PTH120
    while folder != (folder := os.path.dirname(folder)):  # noqa: PTH120
        yield folder


def load_policy(path: str | None, sources: Sources) -> tuple[LoadedPolicy, list[Problem]]:
    """The policy of a file, and everything that is wrong with it, all at once.

    Without a path, the defaults. The text goes into ``sources``, for excerpts. Keys that are
    wrong keep their default; a file that cannot be read leaves all of them.
    """
    if path is None:
        return LoadedPolicy(DEFAULT, None), []
    from arledger.policy.places import places_of_keys
    from arledger.policy.plain import plain_policy

    data, problems = _read(path, sources)
    text = sources.texts.get(path, b"").decode("utf-8", "replace")
    all_places = places_of_keys(text) if not problems else {}
    policy = plain_policy(data)
    wrong: list[Mistake] = []
    if policy is None:
        from arledger.policy.mistakes import policy_less_mistakes

        policy, wrong = policy_less_mistakes(data)
    bad = {one.loc[:2] for one in wrong}
    kept = {loc: place for loc, place in all_places.items() if loc[:2] not in bad}
    problems += [_problem(path, all_places, one) for one in wrong]
    return LoadedPolicy(policy, path, _lines(kept)), problems


def _read(path: str, sources: Sources) -> tuple[dict[str, Any], list[Problem]]:
    """The tables of a TOML file; a problem when it cannot be read or is no TOML."""
    import tomllib

    from arledger.policy.plain import plain_policy

    try:
        raw = _bytes(path)
    except OSError as error:
        recording.unrepeatable()
        message = f"cannot read the policy file: {error.strerror or error}"
        return {}, [Problem("policy-file", message, Span(path, 1))]
    sources.texts[path] = raw
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"), parse_float=Decimal)
        if plain_policy(data) is None:
            import json

            json.dumps(data, default=str)  # fails on what is nested too deep, or too large
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return {}, [Problem("policy-syntax", "this is not UTF-8 text", Span(path, line))]
    except (ValueError, ArithmeticError, RecursionError) as error:
        return {}, [_syntax_problem(path, raw, str(error))]
    return data, []


def _bytes(path: str) -> bytes:
    """The bytes of a regular file of a sensible size; OSError when it is none."""
    # As in find_policy: no pathlib on the way of every run.
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
        raise OSError(0, "it is not a regular file")
    with open(path, "rb") as stream:  # noqa: PTH123
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise OSError(0, f"it has more than {MAX_BYTES} bytes")
    recording.content(path, raw)
    return raw


def _syntax_problem(path: str, raw: bytes, message: str) -> Problem:
    """What the TOML reader did not understand, at its line."""
    what, _, where = message.partition(" (at ")
    if match := re.match(r"line ([0-9]+), column ([0-9]+)", where):
        line, column = int(match[1]), int(match[2])
        span = Span(path, line, column, column + 1)
    else:
        span = Span(path, raw.rstrip().count(b"\n") + 1)
    return Problem(
        "policy-syntax",
        f"this is not TOML: {what[:1].lower()}{what[1:200]}",
        span,
        "a key is written as  name = value , text in quotes, lists in brackets",
    )


def _problem(path: str, places: Mapping[tuple[str, ...], "Place"], wrong: "Mistake") -> Problem:
    """The problem at the nearest key around it that has a place in the file."""
    loc = tuple(map(str, wrong.loc))
    while loc and loc not in places:
        loc = loc[:-1]
    place = places.get(loc)
    span = Span(path, place.line, place.column, place.end_column) if place else Span(path, 1)
    return Problem(wrong.code, wrong.message, span, wrong.help)


def _lines(places: Mapping[tuple[str, ...], "Place"]) -> dict[str, int]:
    """For each key that was written, the line it begins on."""
    lines = {}
    for key in keys():
        below = [p for loc, p in places.items() if loc[:2] == (key.section, key.name)]
        if below:
            lines[key.path] = min(below).line
    return lines
