"""One cold run of arledger, timed phase by phase: where the time goes.

    python benchmarks/phases.py BEGAN OUT PROGRAM [WORD]...

Runs PROGRAM (the script that pip made) with the words, in this process, on one core, and
writes a line for each phase to OUT: its name, a tab, seconds. BEGAN is the reading of the
monotonic clock when this process was started. The product knows nothing of this: its functions
are wrapped from outside, by the names below. One that is gone ends the run; name its successor.
"""

import builtins
import importlib
import os
import sys
import time

TYPE_CHECKING = False  # as typing's: nothing may be imported here that the product does not
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Function = Callable[..., Any]

START, REST = "start and imports", "the report, and what is left"

PHASES = {
    "reading the bytes": ("arledger.journal.files:FileReader.read",),
    "the regular expression": ("arledger.journal.plain:stretches",),
    "taking rows": ("arledger.ledger.netting:Netting.take",),
    "the long way": (
        "arledger.journal.loader:load",
        "arledger.journal.entries:EntryReader.read",
        "arledger.journal.directives:DirectiveReader.obey",
    ),
    "building the book": (
        "arledger.ledger.quick:ShortWay.book",
        "arledger.ledger.build:build",
        "arledger.ledger.build:build_book",
    ),
    REST: ("arledger.cli.run:run_report",),
    "rendering": ("arledger.cli.output:write_report", "arledger.cli.run:tell"),
}
"""Phase -> the functions that are it, but for the calls of other phases within them."""

ALL = (START, *PHASES)
"""In the order they are told."""

CHILDREN = "in other processes, cpu"


class Gone(Exception):  # noqa: N818 - the product is right, this table is not
    """A name of the table that the product does not have any more."""


class Left(BaseException):
    """The program has ended its process."""

    def __init__(self, code: int) -> None:
        self.code = code


class Clock:
    """Gives every moment to one phase: the innermost one that has begun."""

    def __init__(self, began: float) -> None:
        self.spent = dict.fromkeys(ALL, 0.0)
        self._within = [START]
        self._since = began

    def _turn(self) -> None:
        now = time.perf_counter()
        self.spent[self._within[-1]] += now - self._since
        self._since = now

    def enter(self, phase: str) -> None:
        """Have the phase begin."""
        self._turn()
        self._within.append(phase)

    def leave(self) -> None:
        """Have the innermost phase end."""
        self._turn()
        self._within.pop()

    def timed(self, phase: str, function: "Function") -> "Function":
        """The function, its time given to the phase; a generator's while it works."""

        def call(*args: object, **options: object) -> "Any":
            self.enter(phase)
            try:
                return function(*args, **options)
            finally:
                self.leave()

        def yields(*args: object, **options: object) -> "Iterator[Any]":
            work = self.timed(phase, function(*args, **options).__next__)
            while True:
                try:
                    found = work()
                except StopIteration:
                    return
                yield found

        is_generator = getattr(function, "__code__", call.__code__).co_flags & 0x20
        return yields if is_generator else call


def resolved(place: str) -> "tuple[Any, str, Function]":
    """(owner, name, function) of a ``module:name`` or ``module:Class.name``; Gone if none is."""
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    try:
        owner: Any = importlib.import_module(module)
        for part in owners:
            owner = getattr(owner, part)
        return owner, name, getattr(owner, name)
    except (ImportError, AttributeError) as error:
        raise Gone(f"phases.py: there is no {place}: name what does its work now") from error


def wrap(clock: Clock) -> None:
    """Have every function of the table, and every import, tell the clock."""
    for phase, places in PHASES.items():
        for place in places:
            owner, name, function = resolved(place)
            timed = clock.timed(phase, function)
            setattr(owner, name, timed)
            for module in [m for n, m in sys.modules.items() if n.startswith("arledger")]:
                for other in [n for n, value in vars(module).items() if value is function]:
                    setattr(module, other, timed)
    builtins.__import__ = clock.timed(START, builtins.__import__)
    importlib.import_module = clock.timed(START, importlib.import_module)


def on_one_core() -> None:
    """Leave this process one core, so that it does all the work itself."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.cpu_count = lambda: 1


def run(clock: Clock, program: str) -> int:
    """The exit code of the program, run in this process."""
    with open(program, encoding="utf-8") as script:  # noqa: PTH123
        names: dict[str, Any] = {"__name__": "phases"}
        exec(compile(script.read(), program, "exec"), names)
    wrap(clock)
    own, leave = os.getpid(), os._exit

    def left(code: int) -> None:
        if os.getpid() != own:
            leave(code)  # a process the program has started
        raise Left(code)

    os._exit = left  # type: ignore[assignment]
    try:
        return int(names["main"]())
    except Left as end:
        return end.code


def main(argv: list[str]) -> int:
    """Run, and write what was spent; the exit code is the program's."""
    began, out, *sys.argv = argv
    clock = Clock(float(began))
    on_one_core()
    code = run(clock, sys.argv[0])
    clock.leave()
    times = os.times()
    spent = {**clock.spent, CHILDREN: times.children_user + times.children_system}
    with open(out, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.writelines(f"{phase}\t{seconds}\n" for phase, seconds in spent.items())
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Gone as gone:
        sys.exit(str(gone))
