"""Whole processes, timed side by side: A B C, A B C, ... so that the machine's moods are shared."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Figure = Literal["wall", "cpu", "peak"]

STARTER = Path(__file__).with_name("starter.py")

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the system's unit of memory."""

_LOOK = 0.02
"""Seconds between two looks at how many processes there are."""


class Failure(Exception):  # noqa: N818 - nothing is wrong with the program: the run cannot be made
    """A measurement that cannot be made, and why."""


class Spread(NamedTuple):
    """The middle of some figures, and the quarters around it."""

    median: float
    low: float
    """A quarter of the figures are below."""
    high: float
    """A quarter of them are above."""


def spread(figures: Iterable[float]) -> Spread:
    """Median and quartiles; of one figure, three times that."""
    found = list(figures)
    if len(found) == 1:
        return Spread(found[0], found[0], found[0])
    low, median, high = statistics.quantiles(found, n=4, method="inclusive")
    return Spread(median, low, high)


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of user and system time, children included."""
    peak: float
    """MiB resident at most, of the largest process; never below the starter's own few."""
    processes: int
    """How many there were at once, as far as was seen: short runs are not looked at often."""


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of one command, in the order they were made."""

    runs: tuple[Run, ...]

    def of(self, figure: Figure) -> Spread:
        """One figure of all runs."""
        return spread(getattr(run, figure) for run in self.runs)

    def over(self, other: "Runs", figure: Figure) -> Spread:
        """The ratios of one figure, pair by pair: each pair ran within one round."""
        pairs = zip(self.runs, other.runs, strict=True)
        return spread(getattr(a, figure) / getattr(b, figure) for a, b in pairs)

    @property
    def processes(self) -> int:
        """The most processes at once."""
        return max(run.processes for run in self.runs)


def _nothing() -> None:
    """What most commands need before a run."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run, where it keeps its cache, and what is done before each run, untimed."""

    words: Sequence[str]
    home: Path
    """Home and cache folder of its process."""
    before: Callable[[], object] = _nothing


def environment(home: Path) -> dict[str, str]:
    """The caller's, without what would make a run another than any user's."""
    ours = ("PYTHON", "LEDGER", "ARLEDGER", "HLEDGER", "XDG_", "LC_", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"LANG": "C.UTF-8", "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def once(command: Command) -> Run:
    """One run, its output thrown away; Failure unless it succeeds."""
    command.before()
    program = shutil.which(command.words[0])
    if program is None:
        raise Failure(f"{command.words[0]} is not installed")
    starter = [sys.executable, "-I", "-S", str(STARTER), program, *command.words[1:]]
    with subprocess.Popen(
        starter, stdout=subprocess.PIPE, text=True, env=environment(command.home)
    ) as process:
        most = 1
        while process.poll() is None:
            most = max(most, _descendants(process.pid))
            time.sleep(_LOOK)
        said = process.stdout.read().split() if process.stdout else []
    if len(said) != 4 or said[3] != "0":
        output(command)  # tells why, if it fails again
        raise Failure(f"{' '.join(command.words)}: failed once")
    wall, cpu, peak = map(float, said[:3])
    return Run(wall, cpu, peak * _PEAK_UNIT / 2**20, most)


def _descendants(pid: int) -> int:
    """How many processes came of this one, where the system tells; else 0."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return len(children) + sum(_descendants(int(child)) for child in children)


def side_by_side(commands: Mapping[str, Command], rounds: int) -> dict[str, Runs]:
    """Every command ``rounds`` times, taking turns; of several, a first round does not count."""
    uncounted = 1 if rounds > 1 else 0
    every = [[once(command) for command in commands.values()] for _ in range(rounds + uncounted)]
    counted = zip(*every[uncounted:], strict=True)
    return {name: Runs(runs) for name, runs in zip(commands, counted, strict=True)}


def output(command: Command) -> str:
    """What a command prints; Failure with its complaint when it fails."""
    try:
        done = subprocess.run(
            command.words,
            check=False,
            capture_output=True,
            text=True,
            env=environment(command.home),
        )
    except OSError as error:
        raise Failure(f"{command.words[0]}: {error.strerror}") from error
    if done.returncode:
        complaint = done.stderr[-2000:]
        raise Failure(f"{' '.join(command.words)}: exit {done.returncode}\n{complaint}")
    return done.stdout
