"""Records: classes of named fields, without boilerplate, that cost next to nothing to define.

What never changes is a ``NamedTuple``, what changes while it is worked on a ``record``, written as
a stdlib dataclass is. To mypy they are the standard library's own. But those compile methods for
every class, which takes longer than reading a small book: every run defines a hundred classes, and
makes many objects of a few. Here a constructor is compiled when it has been called a few times.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

R = TypeVar("R")

FEW = 10
"""Calls of a constructor that take less time than compiling it."""

MOST_FIELDS = 32
"""Fields a ``NamedTuple`` may have."""


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
    names, defaults = _annotated(cls)
    finish, calls = "__post_init__" in vars(cls), 0

    def init(self: Any, /, *given: Any, **named: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == FEW:
            made.__init__ = _init(names, defaults, finish=finish)
        for name, value in zip(names, _in_order(names, defaults, given, named), strict=True):
            setattr(self, name, value.factory() if isinstance(value, _Fresh) else value)
        if finish:
            self.__post_init__()

    left_out = {*defaults, "__dict__", "__weakref__"}
    members = {name: what for name, what in vars(cls).items() if name not in left_out}
    members |= {"__slots__": names, "__init__": init, "__repr__": _repr}
    if "__eq__" not in members:
        members |= {"__eq__": _equal, "__hash__": None}
    made: Any = type(cls.__name__, cls.__bases__, members)
    return cast("type[R]", made)


def replaced(original: R, **changes: Any) -> R:
    """A record like the original but for some fields."""
    return type(original)(**{**_values(original), **changes})


def _annotated(cls: type) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names a class annotates, and the values it gives to some of them."""
    names = tuple(cls.__annotations__)
    return names, {name: vars(cls)[name] for name in names if name in vars(cls)}


def _in_order(
    names: tuple[str, ...],
    defaults: dict[str, Any],
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> list[Any]:
    """A value for each field, of those given by place and by name; TypeError if they do not fit."""
    values = list(given)
    for name in names[len(given) :]:
        if name not in named and name not in defaults:
            raise TypeError(f"the field {name} is missing")
        values.append(named.pop(name) if name in named else defaults[name])
    if named or len(given) > len(names):
        raise TypeError(f"given too much: {[*given[len(names) :], *named]}")
    return values


# A method with an exact signature is what makes records fast; the names in it are those of a
# class body, nothing a user writes comes here.


def _init(names: tuple[str, ...], defaults: dict[str, Any], *, finish: bool) -> Any:
    """The ``__init__`` one would write by hand."""
    takes, known = _parameters(names, defaults)
    does = []
    for name in names:
        value = name
        if isinstance(defaults.get(name), _Fresh):
            known[f"fresh_{name}"] = defaults[name].factory
            value = f"fresh_{name}() if {name} is default_{name} else {name}"
        does.append(f"self.{name} = {value}")
    does += ["self.__post_init__()"] if finish else []
    exec(f"def __init__(self, {takes}):\n " + "\n ".join(does), known)  # noqa: S102
    return known["__init__"]


def _new(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """The ``__new__`` of a tuple one would write by hand."""
    takes, known = _parameters(names, defaults)
    known["tuple_of"] = tuple.__new__
    text = f"def __new__(_cls, {takes}):\n return tuple_of(_cls, ({', '.join(names)},))"
    exec(text, known)  # noqa: S102
    return known["__new__"]


def _parameters(names: tuple[str, ...], defaults: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What stands between the parentheses of such a method, and the values it mentions."""
    takes = [f"{name}=default_{name}" if name in defaults else name for name in names]
    return ", ".join(takes), {f"default_{name}": value for name, value in defaults.items()}


def _values(one: object) -> dict[str, Any]:
    """A record's values by the names of its fields."""
    return {name: getattr(one, name) for name in type(one).__slots__}  # type: ignore[attr-defined]


def _equal(self: object, other: object) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return _values(self) == _values(other)


def _repr(self: object) -> str:
    return _shown(self, _values(self))


def _shown(one: object, values: dict[str, Any]) -> str:
    return f"{type(one).__name__}({', '.join(f'{name}={v!r}' for name, v in values.items())})"


if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - as others are to see it
else:
    # What gets the first, the second … field of one named tuple does so for any other.
    _Places = namedtuple("_Places", [f"place{n}" for n in range(MOST_FIELDS)])  # noqa: PYI024
    _GETTERS = [getattr(_Places, place) for place in _Places._fields]

    class _NamedTuples(type):
        """The class of the classes whose objects are tuples of their annotated fields."""

        def __new__(mcs, name, bases, members):
            cls = super().__new__(mcs, name, bases, {"__slots__": (), **members})
            names, defaults = _annotated(cls)
            if not names:
                return cls
            calls = 0

            def new(asked, /, *given, **named):
                nonlocal calls
                calls += 1
                if calls == FEW:
                    cls.__new__ = _new(names, defaults)
                return tuple.__new__(asked, _in_order(names, defaults, given, named))

            cls.__new__ = new
            cls._fields = cls.__match_args__ = names
            cls._field_defaults = defaults
            for place, field_ in enumerate(names):
                setattr(cls, field_, _GETTERS[place])
            return cls

    class NamedTuple(tuple, metaclass=_NamedTuples):
        """A tuple whose places have names: all of ``typing.NamedTuple`` that is used here."""

        def _replace(self, **changes):
            like_it = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no {', '.join(changes)}")
            return like_it

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):  # what copies and pickles are made from
            return tuple(self)

        def __repr__(self):
            return _shown(self, self._asdict())
