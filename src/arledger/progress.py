"""How far the work has come, for whoever shows it: what is being done, and how much of it.

Readers and writers say so here as they go, and nobody has to listen: nothing here draws or knows
a clock, and what is not watched costs no more than adding two numbers.
"""

TYPE_CHECKING = False  # as typing's, which takes longer to import than a small book to read
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

_AT_ONCE = 200
"""Things that ``counted`` hands out between two words about them."""


class Stage:
    """What is being done until its ``with`` block ends; of one without a name nothing is shown."""

    __slots__ = ("begun", "done", "what", "whole")

    def __init__(self, what: str, whole: int = 0) -> None:
        self.what = what
        self.whole = whole
        """Steps there are, as far as is known: bytes, rows, whatever is counted. 0: not known."""
        self.done = 0
        """Steps behind us; may pass ``whole``, which need not be exact."""
        self.begun = 0.0
        """For who shows it: when the first step was begun."""

    def __enter__(self) -> None:
        stages.append(self)
        _tell()

    def __exit__(self, *_: object) -> None:
        stages.pop()
        _tell()


stages = [Stage("")]
"""The stages we are in, the innermost last; the first is for what is counted in none."""

watchers: "list[Callable[[], None]]" = []
"""Called whenever a stage begins or has ended."""


def advance(steps: int) -> None:
    """Count steps of the innermost stage as done; once in some milliseconds is often enough."""
    stages[-1].done += steps


def expect(steps: int) -> None:
    """Add steps to the whole of the innermost stage; negative ones when there are fewer."""
    stages[-1].whole += steps


def counted(things: "Sequence[T]") -> "Iterator[T]":
    """The things one by one, each of them a step of the stage."""
    for start in range(0, len(things), _AT_ONCE):
        some = things[start : start + _AT_ONCE]
        yield from some
        advance(len(some))


def _tell() -> None:
    for watcher in watchers:
        watcher()
