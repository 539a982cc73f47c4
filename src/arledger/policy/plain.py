"""The short way through a policy file: one in which there is nothing to explain.

Most files are such, and pydantic, which tells what is wrong with the others, takes longer to
import than a year's book to read. Whatever leaves a doubt goes the long way: it is the judge.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from arledger.policy.model import DEFAULT, Policy, is_record, kebab, keys

_MOST = 10**18
"""A whole number as large as this is not plain; it may have more digits than can be written."""


class _Doubt(Exception):  # noqa: N818 - not an error: a case for pydantic
    """Something is not plainly what it should be."""


def plain_policy(data: Mapping[str, Any]) -> Policy | None:
    """The policy these tables describe; None when there may be something wrong with them."""
    left = dict(data)
    sections = DEFAULT._asdict()
    try:
        read = {name: _section(sections[name], left.pop(kebab(name), {})) for name in sections}
    except _Doubt:
        return None
    policy = Policy(**read)
    wrong = any(key.check(key.value) for key in keys(policy) if key.check)
    return None if left or wrong else policy


def _section(default: Any, table: Any) -> Any:
    """The section's record with what a table says in it."""
    if not isinstance(table, dict):
        raise _Doubt
    left, chosen = dict(table), {}
    for name, annotation in type(default).__annotations__.items():
        if kebab(name) in left:
            chosen[name] = _value(get_args(annotation)[0], left.pop(kebab(name)))
    if left:
        raise _Doubt
    return default._replace(**chosen)


def _record(kind: Any, table: Any) -> Any:
    """The record a table describes: every field without a default must be there."""
    if not isinstance(table, dict):
        raise _Doubt
    left, chosen = dict(table), {}
    for name, type_ in kind.__annotations__.items():
        if kebab(name) in left:
            chosen[name] = _value(type_, left.pop(kebab(name)))
    if left:
        raise _Doubt
    try:
        return kind(**chosen)
    except TypeError:
        raise _Doubt from None


def _value(type_: Any, value: Any) -> Any:
    """The value as a policy has it, when it plainly is of the type."""
    kind, of = get_origin(type_) or type_, get_args(type_)
    if is_record(kind):
        return _record(kind, value)
    if kind is tuple and isinstance(value, list):
        return tuple(_value(of[0], one) for one in value)
    if kind is Mapping and isinstance(value, dict):
        return {key: _value(of[1], below) for key, below in value.items()}
    if kind is Decimal and type(value) in {int, Decimal} and Decimal(value).is_finite():
        return Decimal(value)
    if kind is int and type(value) is int and -_MOST < value < _MOST:
        return value
    if (kind in {str, bool} and type(value) is kind) or (kind is Literal and value in of):
        return value
    raise _Doubt
