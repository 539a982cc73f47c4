"""Records that change while they are worked on: classes of named fields, without boilerplate.

They are written as stdlib dataclasses are, and mypy knows them as such. But a dataclass costs
four to ten times as much to define, its module as much as half the interpreter's own start, and
every run defines dozens. What never changes is a ``NamedTuple`` and needs none of this.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast, dataclass_transform

R = TypeVar("R")


class _Fresh:
    """The default of a field that every record gets its own value of."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, default_factory: Callable[[], R]) -> R:
    """The default of a field whose value is made anew for every record."""
    return cast("R", _Fresh(default_factory))


@dataclass_transform(field_specifiers=(field,))
def record(cls: type[R]) -> type[R]:
    """The class with slots for its annotated fields, and an ``__init__`` that takes them.

    Records are equal when all their fields are, and have no hash, unless the class says
    otherwise. ``__post_init__`` runs at the end of ``__init__``, if there is one.
    """
    names = tuple(cls.__annotations__)
    defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
    left_out = {*defaults, "__dict__", "__weakref__"}
    members = {name: what for name, what in vars(cls).items() if name not in left_out}
    members["__slots__"] = names
    members["__init__"] = _init(names, defaults, finish="__post_init__" in members)
    members["__repr__"] = _shown
    if "__eq__" not in members:
        members |= {"__eq__": _equal, "__hash__": None}
    return cast("type[R]", type(cls.__name__, cls.__bases__, members))


def replaced(original: R, **changes: Any) -> R:
    """A record like the original but for some fields."""
    values = {name: getattr(original, name) for name in _fields(original)}
    return type(original)(**{**values, **changes})


def _init(names: tuple[str, ...], defaults: dict[str, Any], *, finish: bool) -> Any:
    """The ``__init__`` one would write by hand; an exact signature is what makes it fast."""
    known: dict[str, Any] = {f"default_{name}": value for name, value in defaults.items()}
    takes, does = ["self"], []
    for name in names:
        takes.append(f"{name}=default_{name}" if name in defaults else name)
        value = name
        if isinstance(defaults.get(name), _Fresh):
            known[f"fresh_{name}"] = defaults[name].factory
            value = f"fresh_{name}() if {name} is default_{name} else {name}"
        does.append(f"self.{name} = {value}")
    does += ["self.__post_init__()"] if finish else []
    # The names are those of a class body; nothing a user writes comes here.
    exec(f"def __init__({', '.join(takes)}):\n " + "\n ".join(does), known)  # noqa: S102
    return known["__init__"]


def _fields(one: object) -> tuple[str, ...]:
    names: tuple[str, ...] = type(one).__slots__  # type: ignore[attr-defined]
    return names


def _equal(self: object, other: object) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in _fields(self))


def _shown(self: object) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in _fields(self))
    return f"{type(self).__name__}({values})"
