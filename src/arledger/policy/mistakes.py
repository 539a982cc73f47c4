"""What is wrong with a policy file, found by pydantic and told in words for people."""

import json
import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from arledger.policy.model import DEFAULT, Policy, is_record, kebab, keys
from arledger.records import NamedTuple

Loc = tuple[str | int, ...]

_SHOULD_BE = {
    "int_type": "a whole number",
    "string_type": "text in quotes",
    "tuple_type": "a list in brackets",
    "dict_type": "a table",
    "model_type": "a section in brackets",
    **dict.fromkeys(("decimal_type", "decimal_parsing", "finite_number"), "a number"),
}


class Mistake(NamedTuple):
    """Something wrong at a key, before its place in the file is known."""

    loc: Loc
    code: str
    message: str
    help: str = ""


def policy_less_mistakes(data: Mapping[str, Any]) -> tuple[Policy, list[Mistake]]:
    """The policy these tables describe, and the keys that had to be left out and why."""
    model = _model()
    wrong: list[Mistake] = []
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


def _model() -> type[BaseModel]:
    """What validates a policy: a pydantic model of its records' fields, none of them required."""
    sections: dict[str, Any] = {}
    for name, record in DEFAULT._asdict().items():
        types = {key: get_args(one)[0] for key, one in type(record).__annotations__.items()}
        fields = {key: (_validated(type_), None) for key, type_ in types.items()}
        sections[name] = (_made_model(name, fields), None)
    return _made_model("Policy", sections)


def _made_model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    strict = ConfigDict(extra="forbid", strict=True, alias_generator=kebab)
    return create_model(name, __config__=strict, **fields)


def _validated(type_: Any) -> Any:
    """The type as pydantic is to see it: a record below a key is a model of its fields."""
    if is_record(type_):
        fields = {
            name: (one, type_._field_defaults.get(name, ...))
            for name, one in type_.__annotations__.items()
        }
        return _made_model(type_.__name__, fields)
    of = get_args(type_)
    return Mapping[of[0], _validated(of[1])] if get_origin(type_) is Mapping else type_  # type: ignore[valid-type, misc]


def _policy(read: BaseModel) -> Policy:
    """The default policy with what was read in its place."""
    sections = {}
    for name in read.model_fields_set:
        section, types = getattr(read, name), type(getattr(DEFAULT, name)).__annotations__
        chosen = {
            key: _as_meant(get_args(types[key])[0], getattr(section, key))
            for key in section.model_fields_set
        }
        sections[name] = getattr(DEFAULT, name)._replace(**chosen)
    return DEFAULT._replace(**sections)


def _as_meant(type_: Any, value: Any) -> Any:
    """A value as the policy has it: records in the place of models."""
    if is_record(type_):
        return type_(**{name: getattr(value, name) for name in type_._fields})
    if get_origin(type_) is Mapping:
        return {key: _as_meant(get_args(type_)[1], below) for key, below in value.items()}
    return value


def _checked(policy: Policy) -> list[Mistake]:
    """What is wrong with values that have the right type."""
    return [
        Mistake((key.section, key.name, *below), "policy-value", f"{key.path}: {sentence}")
        for key in keys(policy)
        if key.check
        for below, sentence in key.check(key.value)
    ]


def _without(wrong: list[Mistake], data: Mapping[str, Any]) -> dict[str, Any]:
    """The tables without the keys that were wrong: ``section.key``, or the whole section."""
    bad = {one.loc[:2] for one in wrong}
    return {
        section: {k: v for k, v in table.items() if (section, k) not in bad}
        if isinstance(table, dict)
        else table
        for section, table in data.items()
        if (section,) not in bad
    }


def _explained(error: Mapping[str, Any]) -> Mistake:
    """A pydantic error in a person's words."""
    loc: Loc = error["loc"]
    name = ".".join(map(str, loc))
    if error["type"] == "extra_forbidden":
        return _unknown(tuple(map(str, loc)))
    if error["type"] == "literal_error":
        choices = re.findall("'([^']*)'", error["ctx"]["expected"])
        should = f"{name}: should be one of {', '.join(choices)}"
        return Mistake(loc, "policy-value", should, _did_you_mean(str(error["input"]), choices))
    if error["type"] == "missing":
        return Mistake(loc, "policy-value", f"{_parent(loc)}: {loc[-1]} is missing")
    should = _SHOULD_BE.get(error["type"], "something else")
    place = f"item {loc[-1] + 1} of {_parent(loc)}" if isinstance(loc[-1], int) else name
    return Mistake(loc, "policy-value", f"{place}: should be {should}")


def _did_you_mean(word: str, choices: list[str]) -> str:
    """The question that names the nearest choice; "" when none is near."""
    from difflib import get_close_matches

    close = get_close_matches(word.replace("_", "-").lower(), choices, 1)
    return f"did you mean {close[0]!r}?" if close else ""


def _parent(loc: Loc) -> str:
    """The key a list's item stands in."""
    return ".".join(map(str, loc[:-1]))


def _unknown(loc: tuple[str, ...]) -> Mistake:
    """An unknown section or key, with the one that was probably meant."""
    known = [(key.section, key.name) for key in keys()]
    if len(loc) > 2:
        return _unknown_below(loc)
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
    return Mistake(loc, "policy-key", what, close or f"there are: {', '.join(names)}")


def _unknown_below(loc: tuple[str, ...]) -> Mistake:
    """An unknown key of a record below a key, with the one that was probably meant."""
    type_ = next(key.type for key in keys() if (key.section, key.name) == loc[:2])
    while not is_record(type_):
        type_ = get_args(type_)[-1]
    names = [kebab(name) for name in type_._fields]
    close = _did_you_mean(loc[-1], names) or f"there are: {', '.join(names)}"
    return Mistake(loc, "policy-key", f"[{_parent(loc)}] has no key {loc[-1]!r}", close)
