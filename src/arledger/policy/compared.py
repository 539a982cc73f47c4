"""Two policies side by side: which keys differ, and where each of them is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from arledger.policy.model import LoadedPolicy, keys
from arledger.policy.places import Place, places_of_keys
from arledger.policy.toml import bare_or_quoted, table_of, toml_value
from arledger.problems import Sources
from arledger.records import NamedTuple

Path = tuple[str, ...]


class Value(NamedTuple):
    """What one policy says of a key."""

    text: str
    """As TOML would have it; "" where the policy has no such key below a table."""
    line: int | None
    """Of the policy's file; None: it is a default, or not there."""


class Difference(NamedTuple):
    """A key of which two policies say different things."""

    key: str
    """As ``credit.limits.grade.C``: tables are compared entry by entry."""
    first: Value
    second: Value


def differences(first: LoadedPolicy, second: LoadedPolicy, sources: Sources) -> list[Difference]:
    """The keys that differ, in the order of the model; the files' texts are in the sources."""
    both = [(_leaves(one), _places(one, sources)) for one in (first, second)]
    paths = dict.fromkeys(path for leaves, _ in both for path in leaves)
    order = {(key.section, key.name): place for place, key in enumerate(keys())}
    found = []
    for path in sorted(paths, key=lambda path: (order[path[0], path[1]], path)):
        if both[0][0].get(path) != both[1][0].get(path):
            values = (_value(path, leaves.get(path), places) for leaves, places in both)
            found.append(Difference(".".join(map(bare_or_quoted, path)), *values))
    return found


def _leaves(loaded: LoadedPolicy) -> dict[Path, Any]:
    """Every value that is no table, by the names that lead to it; none is None."""
    return {
        path: value
        for key in keys(loaded.policy)
        for path, value in _below((key.section, key.name), key.value)
    }


def _below(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    value = table_of(value)
    if not isinstance(value, Mapping):
        yield path, value
        return
    for name, below in value.items():
        yield from _below((*path, str(name)), below)


def _places(loaded: LoadedPolicy, sources: Sources) -> dict[Path, Place]:
    text = sources.texts.get(loaded.path or "", b"").decode("utf-8", "replace")
    return places_of_keys(text)


def _value(path: Path, value: Any, places: Mapping[Path, Place]) -> Value:
    """The value with the line of its key, or of the table it stands in; None is not there."""
    if value is None:
        return Value("", None)
    above = (path[:length] for length in range(len(path), 1, -1))
    found = next((places[one] for one in above if one in places), None)
    return Value(toml_value(value), found.line if found else None)
