"""arledger beside hledger and ledger, on journals of several sizes, in one command.

    python benchmarks/run.py [--sizes 1k,10k,100k] [--rounds N] [--arledger PATH] [--phases]

Installs the tree as a wheel into benchmarks/out/venv (unless --arledger names a program),
makes the journals, and prints Markdown: every goal and whether it is met; ratios of paired
runs, seconds, processor time and peak memory of whole processes; how they grow; what it takes
to start; where the time goes (``--phases``: that alone). It fails when the three do not agree
on what is owed, to the last cent, per currency, or arledger cold, warm and after an entry was
appended not with itself.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from compare import Contest
from generate import size_of
from machine import about, load
from measure import Command, Failure, side_by_side
from program import Program, installed
from results import HELP, Measured, Results
from tables import page

HERE = Path(__file__).parent

ROUNDS = ((1_000, 25), (10_000, 15), (100_000, 7))
"""Up to so many entries, so many counted rounds: a short run is noisy, and soon made again."""
FEWEST = 3

_BEGAN = time.perf_counter()

STARTS = 25
"""Counted rounds of programs without a journal."""

PHASES = 5
"""At most so many runs to see where the time goes."""


def rounds_for(entries: int, asked: int | None) -> int:
    """How many rounds count on a journal of that size."""
    return asked or next((rounds for size, rounds in ROUNDS if entries <= size), FEWEST)


def starts(arledger: Program, home: Path) -> dict[str, Command]:
    """What is run without a journal."""
    path, python = str(arledger.path), str(arledger.python)
    return {
        name: Command(words, home)
        for name, words in {
            "python -c pass": [python, "-c", "pass"],
            "arledger --version": [path, "--version"],
            HELP: [path, "--help"],
            "hledger --version": ["hledger", "--version"],
            "ledger --version": ["ledger", "--version"],
        }.items()
    }


class Bench:
    """One run of the benchmarks: what was asked, and what was found so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.out: Path = options.out
        self.home = self.out / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.arledger = Program(options.arledger) if options.arledger else installed(self.out)
        self.results = Results()
        self.remarks: list[str] = []
        if not self.arledger.is_compiled(self.home):
            self.remarks.append("This arledger is no wheel that pip installed and compiled.")
        self.load = load()

    def run(self) -> None:
        """Measure everything that was asked for."""
        sizes: list[int] = self.options.sizes
        if not self.options.phases:
            for size in sizes:
                self.results.journals.append(self.journal(size, 0.0))
            for size in self.options.odd_sizes:
                self.results.journals.append(self.journal(size, self.options.odd))
            say("programs without a journal")
            rounds = self.options.rounds or STARTS
            self.results.starts = side_by_side(starts(self.arledger, self.home), rounds)
        for size in sizes:
            contest = Contest(self.arledger, self.out, size)
            say(f"{contest.label}: phases")
            rounds = min(rounds_for(size, self.options.rounds), PHASES)
            self.results.phases[contest.label] = contest.phases(rounds)
            contest.leave()

    def journal(self, size: int, odd: float) -> Measured:
        """All commands on one journal, agreeing before and after."""
        contest = Contest(self.arledger, self.out, size, odd)
        say(f"{contest.label}: all agree on {contest.agree()}")
        rounds = rounds_for(size, self.options.rounds)
        say(f"{contest.label}: {rounds} rounds")
        measured = Measured(size, odd, side_by_side(contest.commands, rounds))
        contest.agree_when_grown()
        self.remarks += [r for r in contest.remarks() if r not in self.remarks]
        contest.leave()
        return measured

    def page(self) -> Iterator[str]:
        """What was found so far, as Markdown."""
        machine = about(self.arledger, self.home)
        busy = f"load {self.load} when it began, {load()} at the end"
        return page(self.results, [f"Measured on {machine}; {busy}.", *self.remarks])


def say(sentence: str) -> None:
    """Tell how far it is, and after how many seconds."""
    print(f"{time.perf_counter() - _BEGAN:5.0f} s  {sentence}", file=sys.stderr)


def sizes_of(text: str) -> list[int]:
    """Sizes between commas; none of an empty text."""
    return [size_of(word) for word in text.split(",") if word]


def absolute(text: str) -> Path:
    """The path from wherever it is named."""
    return Path(text).absolute()


def options(argv: list[str]) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--sizes", type=sizes_of, default="1k,10k,100k", help="for example 1k,10k,100k,1M")
    add("--rounds", type=int, help="counted rounds at every size; otherwise more at small sizes")
    add("--odd", type=float, default=0.25, help="share of less usual entries in the odd journals")
    add("--odd-sizes", type=sizes_of, help="sizes of odd journals; otherwise 100k, if in --sizes")
    add("--phases", action="store_true", help="only where the time goes, inside arledger")
    add("--arledger", type=absolute, help="the script of a wheel installed already")
    add("--out", type=absolute, default=HERE / "out", help="folder for journals and caches")
    chosen = parser.parse_args(argv)
    if chosen.odd_sizes is None:
        chosen.odd_sizes = [size for size in chosen.sizes if size == 100_000]
    return chosen


def main(argv: list[str]) -> int:
    """Measure, and print what was found, even if not all could be."""
    bench, code = None, 0
    try:
        bench = Bench(options(argv))
        bench.run()
    except (Failure, KeyboardInterrupt) as stop:
        say(f"stopped: {stop or 'interrupted'}")
        code = 1
    if bench is not None:
        print(*bench.page(), sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
