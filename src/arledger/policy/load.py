"""Finds ``arledger.toml``, reads it, and says what is wrong with it in words for people."""

import os
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from arledger import recording
from arledger.policy.model import DEFAULT, LoadedPolicy, Policy, kebab, keys
from arledger.problems import Problem, Sources, Span

if TYPE_CHECKING:  # without a policy file no run pays for them
    from pydantic import BaseModel

    from arledger.policy.places import Place

FILE_NAME = "arledger.toml"
MAX_BYTES = 1_000_000
"""A policy above this size is some other file."""

Loc = tuple[str | int, ...]

_SHOULD_BE = {
    "int_type": "a whole number",
    "string_type": "text in quotes",
    "tuple_type": "a list in brackets",
    "dict_type": "a table",
    "model_type": "a section in brackets",
    **dict.fromkeys(("decimal_type", "decimal_parsing", "finite_number"), "a number"),
}


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

    data, problems = _read(path, sources)
    text = sources.texts.get(path, b"").decode("utf-8", "replace")
    all_places = places_of_keys(text) if not problems else {}
    policy, wrong = _validated(data)
    bad = {one.loc[:2] for one in wrong}
    kept = {loc: place for loc, place in all_places.items() if loc[:2] not in bad}
    problems += [_problem(path, all_places, one) for one in wrong]
    return LoadedPolicy(policy, path, _lines(kept)), problems


class _Wrong(NamedTuple):
    """Something wrong at a key, before its place in the file is known."""

    loc: Loc
    code: str
    message: str
    help: str = ""


def _read(path: str, sources: Sources) -> tuple[dict[str, Any], list[Problem]]:
    """The tables of a TOML file; a problem when it cannot be read or is no TOML."""
    import json
    import tomllib

    try:
        raw = _bytes(path)
    except OSError as error:
        recording.unrepeatable()
        message = f"cannot read the policy file: {error.strerror or error}"
        return {}, [Problem("policy-file", message, Span(path, 1))]
    sources.texts[path] = raw
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"), parse_float=Decimal)
        json.dumps(data, default=str)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return {}, [Problem("policy-syntax", "this is not UTF-8 text", Span(path, line))]
    except (ValueError, ArithmeticError, RecursionError) as error:
        return {}, [_syntax_problem(path, raw, str(error))]
    return data, []


def _bytes(path: str) -> bytes:
    """The bytes of a regular file of a sensible size; OSError when it is none."""
    from pathlib import Path

    file = Path(path)
    if file.exists() and not file.is_file():
        raise OSError(0, "it is not a regular file")
    with file.open("rb") as stream:
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


def _validated(data: Mapping[str, Any]) -> tuple[Policy, list[_Wrong]]:
    """The policy these tables describe, and the keys that had to be left out and why."""
    if not data:
        return DEFAULT, []
    # Imported here: without a policy file no run pays for it.
    import json

    from pydantic import ValidationError

    model = _model()
    wrong: list[_Wrong] = []
    while True:
        try:
            # As JSON, where pydantic is strict about types yet takes lists and tables.
            policy = _policy(model.model_validate_json(json.dumps(data, default=str)))
        except ValidationError as error:
            found = [_explained(one) for one in error.errors()]
        else:
            found = _checked(policy)
        if not found:
            return policy, wrong
        wrong += found
        data = _without(found, data)


def _model() -> "type[BaseModel]":
    """What validates a policy: a pydantic model of its records' fields, none of them required."""
    from pydantic import ConfigDict, create_model

    strict = ConfigDict(extra="forbid", strict=True, alias_generator=kebab)

    def model(name: str, fields: dict[str, Any]) -> "type[BaseModel]":
        return create_model(name, __config__=strict, **fields)

    sections: dict[str, Any] = {}
    for name, record in DEFAULT._asdict().items():
        types = type(record).__annotations__
        sections[name] = (model(name, {key: (type_, None) for key, type_ in types.items()}), None)
    return model("Policy", sections)


def _policy(read: "BaseModel") -> Policy:
    """The default policy with what was read in its place."""
    sections = {}
    for name in read.model_fields_set:
        section = getattr(read, name)
        chosen = {key: getattr(section, key) for key in section.model_fields_set}
        sections[name] = getattr(DEFAULT, name)._replace(**chosen)
    return DEFAULT._replace(**sections)


def _checked(policy: Policy) -> list[_Wrong]:
    """What is wrong with values that have the right type."""
    return [
        _Wrong((key.section, key.name, *below), "policy-value", f"{key.path}: {sentence}")
        for key in keys(policy)
        if key.check
        for below, sentence in key.check(key.value)
    ]


def _without(wrong: list[_Wrong], data: Mapping[str, Any]) -> dict[str, Any]:
    """The tables without the keys that were wrong: ``section.key``, or the whole section."""
    bad = {one.loc[:2] for one in wrong}
    return {
        section: {k: v for k, v in table.items() if (section, k) not in bad}
        if isinstance(table, dict)
        else table
        for section, table in data.items()
        if (section,) not in bad
    }


def _explained(error: Mapping[str, Any]) -> _Wrong:
    """A pydantic error in a person's words."""
    loc: Loc = error["loc"]
    name = ".".join(map(str, loc))
    if error["type"] == "extra_forbidden":
        return _unknown(tuple(map(str, loc)))
    if error["type"] == "literal_error":
        choices = re.findall("'([^']*)'", error["ctx"]["expected"])
        should = f"{name}: should be one of {', '.join(choices)}"
        return _Wrong(loc, "policy-value", should, _did_you_mean(str(error["input"]), choices))
    should = _SHOULD_BE.get(error["type"], "something else")
    place = f"item {loc[-1] + 1} of {_parent(loc)}" if isinstance(loc[-1], int) else name
    return _Wrong(loc, "policy-value", f"{place}: should be {should}")


def _did_you_mean(word: str, choices: list[str]) -> str:
    """The question that names the nearest choice; "" when none is near."""
    from difflib import get_close_matches

    close = get_close_matches(word.replace("_", "-").lower(), choices, 1)
    return f"did you mean {close[0]!r}?" if close else ""


def _parent(loc: Loc) -> str:
    """The key a list's item stands in."""
    return ".".join(map(str, loc[:-1]))


def _unknown(loc: tuple[str, ...]) -> _Wrong:
    """An unknown section or key, with the one that was probably meant."""
    known = [(key.section, key.name) for key in keys()]
    if len(loc) == 1:
        names = sorted({section for section, _ in known})
        what = f"there is no section [{loc[0]}]"
        elsewhere = [section for section, name in known if name == loc[0]]
    else:
        names = [name for section, name in known if section == loc[0]]
        what = f"[{loc[0]}] has no key {loc[-1]!r}"
        elsewhere = [section for section, name in known if name == loc[-1]]
    close = _did_you_mean(loc[-1], names)
    if not close and elsewhere:
        close = f"{loc[-1]!r} stands in [{elsewhere[0]}]"
    return _Wrong(loc, "policy-key", what, close or f"there are: {', '.join(names)}")


def _problem(path: str, places: Mapping[tuple[str, ...], "Place"], wrong: _Wrong) -> Problem:
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
