"""The short way through a policy file comes to what the long one does."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arledger.policy.mistakes import policy_less_mistakes
from arledger.policy.model import DEFAULT, is_record, kebab, keys
from arledger.policy.plain import plain_policy
from arledger.policy.toml import assignments

ROOT = Path(__file__).parents[2]

words = st.sampled_from(["net 30", "oldest", "EUR", "due", "assets:clients", "", "true", "95"])
numbers = st.integers(-3, 400) | st.sampled_from([10**18, -(10**30)])
decimals = st.decimals(-5, 200, places=2) | st.sampled_from(
    [Decimal("NaN"), Decimal("-Infinity"), Decimal("1e9999999"), Decimal(95)]
)
anything = st.recursive(
    words | numbers | decimals | st.booleans() | st.just(dt.date(2026, 1, 1)),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=2),
    max_leaves=4,
)


def fitting(type_: Any) -> st.SearchStrategy[Any]:
    """Values of a key's type as TOML has them; not all of them make sense."""
    of = get_args(type_)
    if is_record(type_):
        fields = {kebab(name): fitting(one) for name, one in type_.__annotations__.items()}
        needed = {name for name in fields if kebab(name) not in type_._field_defaults}
        return st.fixed_dictionaries(
            {name: fields[name] for name in needed},
            optional={name: fields[name] for name in fields.keys() - needed},
        )
    if get_origin(type_) is Literal:
        return st.sampled_from(of)
    if get_origin(type_) is tuple:
        return st.lists(fitting(of[0]), max_size=3)
    if of:
        return st.dictionaries(words, fitting(of[1]), max_size=2)
    return {str: words, int: numbers, Decimal: decimals | numbers, bool: st.booleans()}[type_]


KEYS = {(key.section, key.name): key for key in keys()}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """The tables of a file, most of whose values are of the right type."""
    data: dict[str, Any] = {}
    for section, name in draw(st.lists(st.sampled_from([*KEYS]), max_size=3)):
        right = draw(st.integers(0, 5)) > 0
        value = draw(fitting(KEYS[section, name].type) if right else anything)
        data.setdefault(section, {})[name] = value
    if not draw(st.integers(0, 9)):
        data[draw(st.sampled_from(["aging", "agin", "terms"]))] = draw(anything)
    return data


@settings(deadline=None)
@given(tables())
def test_what_it_reads_pydantic_reads_too_and_to_the_same_policy(data: dict[str, Any]) -> None:
    policy = plain_policy(data)
    if policy is not None:
        assert policy_less_mistakes(data) == (policy, [])


@pytest.mark.parametrize("key", [*keys()], ids=lambda key: key.path)
def test_every_default_written_out_is_read_the_short_way(key: Any) -> None:
    text = "\n".join([f"[{key.section}]", *assignments(key.name, key.value)])
    assert plain_policy(tomllib.loads(text, parse_float=Decimal)) == DEFAULT


def test_the_policies_of_the_examples_are_read_the_short_way() -> None:
    found = [*ROOT.glob("examples/*/arledger.toml")]
    assert found
    for path in found:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        assert plain_policy(data) is not None


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "terms = 1",
        "[terms]\nx = 1",
        "[terms]\ndefault = 2026-01-01",
        "[terms]\ndefault = 'soon'",
        "[aging]\nbuckets = [true]",
        "[aging]\nbuckets = [0x" + "f" * 5000 + "]",
        "[aging]\nbasis = ['due']",
        "[promise]\nthreshold = nan",
        "[promise]\nthreshold = '95'",
        "[discount]\nallow-partial = 1",
        "[limitation.rules]\nes = 5",
        "[limitation.rules.es]\nyears = 5\nstart = 'due'",
        "[limitation.rules.es]\nyears = 5\nstart = 'due'\nsource = ' '",
        "[limitation.rules.es]\nyears = 5\nstart = 'soon'\nsource = 'a law'",
        "[limitation.rules.es]\nyears = 0\nstart = 'due'\nsource = 'a law'",
        "[limitation.rules.es]\nyear = 5\nstart = 'due'\nsource = 'a law'",
    ],
)
def test_in_doubt_it_leaves_the_file_to_pydantic(text: str) -> None:
    assert plain_policy(tomllib.loads(text, parse_float=Decimal)) is None
