"""Whole processes, timed side by side: A B C, A B C, ... so that the machine's moods are shared."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of user and system time, children included."""
    peak: float
    """MiB resident at most; never below this process's own, which is kept small."""


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of one command, in the order they were made."""

    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        return statistics.median(run.peak for run in self.runs)

    def over(self, other: "Runs", figure: str) -> float:
        """The median of the pairwise ratios of one figure: each pair ran within one round."""
        pairs = zip(self.runs, other.runs, strict=True)
        return float(statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs))


def environment() -> dict[str, str]:
    """The caller's, without what would make a run another than the user's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept.pop("LEDGER_FILE", None)
    return kept | {"LANG": "C.UTF-8"}


def once(command: Command) -> Run:
    """One run, its output thrown away; anything but success is an error."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def side_by_side(commands: Mapping[str, Command], rounds: int) -> dict[str, Runs]:
    """Every command ``rounds`` times, taking turns; of several, a first turn does not count."""
    uncounted = 1 if rounds > 1 else 0
    turns = [[once(command) for command in commands.values()] for _ in range(rounds + uncounted)]
    counted = zip(*turns[uncounted:], strict=True)
    return {name: Runs(runs) for name, runs in zip(commands, counted, strict=True)}


def output(command: Command) -> str:
    """What a command prints."""
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment()
    ).stdout
