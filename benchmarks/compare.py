"""One journal and all that is run on it; and whether everybody agrees what is owed."""

import csv
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from zlib import crc32

from generate import LAST_DAY, POUND, label_of, one_more
from measure import Command, Failure, environment, output
from program import Program
from results import APPENDED, COLD, FIRST, FLOOR, HLEDGER, LEDGER, PEERS, TITLES, WARM

HERE = Path(__file__).parent
READ = "import sys; open(sys.argv[1], 'rb').read()"

Totals = dict[str, Decimal]

_AMOUNT = re.compile(rf"({POUND}?)(-?[0-9][0-9,]*(?:\.[0-9]+)?)(?: ([A-Z]{{3}}))?")


def journal(out: Path, size: int, odd: float) -> Path:
    """A journal of that size, made unless the generator as it is now has made it before."""
    kind = f"{label_of(size)}{f'-odd{odd:g}' if odd else ''}"
    generator = HERE / "generate.py"
    path = out / f"{kind}-{crc32(generator.read_bytes()):08x}.journal"
    if not path.exists():
        for older in out.glob(f"{kind}-????????.journal"):
            older.unlink()
        half = path.with_suffix(".half")
        words = [sys.executable, str(generator), str(size), str(half), "--odd", str(odd)]
        output(Command(words, out))
        half.rename(path)
    return path


class Contest:
    """What is run on one journal, each command in a home, and with a cache, of its own."""

    def __init__(self, arledger: Program, out: Path, size: int, odd: float = 0.0) -> None:
        self.arledger, self.out, self.size = arledger, out, size
        self.label = label_of(size) + (f", {odd:g} odd" if odd else "")
        self.path = journal(out, size, odd)
        self.home = out / "homes"
        self.leave()
        self.home.mkdir()
        self.grown = self.home / "grown.journal"
        self.added = 0
        self.caches = arledger.can("--no-cache", self.home)

    def leave(self) -> None:
        """Remove everything but the journal."""
        shutil.rmtree(self.home, ignore_errors=True)

    def aging(self, name: str, path: Path) -> list[str]:
        """The command line of an aging; ``cold`` is told to leave the cache alone."""
        words = [str(self.arledger.path), "aging", "-f", str(path)]
        cold = ["--no-cache"] if name == COLD and self.caches else []
        return [*words, "--as-of", str(LAST_DAY), "-O", "csv", *cold]

    @cached_property
    def commands(self) -> dict[str, Command]:
        """Everything that takes turns on this journal, the caches filled that it finds filled."""
        python = str(self.arledger.python)
        words = {
            COLD: self.aging(COLD, self.path),
            **(self._cached() if self.caches else {}),
            HLEDGER: [HLEDGER, "-f", str(self.path), "bal", "assets:receivable"],
            LEDGER: [LEDGER, "-f", str(self.path), "bal", "assets:receivable"],
            FLOOR: [python, "-c", READ, str(self.path)],
        }
        before = {FIRST: self._empty, APPENDED: self._append}
        commands = {
            name: Command(line, self.home / name, before[name])
            if name in before
            else Command(line, self.home / name)
            for name, line in words.items()
        }
        self._prime(commands)
        return commands

    def _cached(self) -> dict[str, list[str]]:
        """The command lines of an aging that may keep what it has read."""
        return {
            FIRST: self.aging(FIRST, self.path),
            WARM: self.aging(WARM, self.path),
            APPENDED: self.aging(APPENDED, self.grown),
        }

    def _prime(self, commands: dict[str, Command]) -> None:
        """Make every home; have the caches filled of the runs that do not fill them."""
        for command in commands.values():
            command.home.mkdir(exist_ok=True)
        if self.caches:
            shutil.copyfile(self.path, self.grown)
            output(commands[WARM])
            output(commands[APPENDED])

    def _empty(self) -> None:
        """Empty the cache of the run that fills it."""
        shutil.rmtree(self.home / FIRST / "cache", ignore_errors=True)

    def _append(self) -> None:
        """Add an entry to the growing copy."""
        self.added += 1
        with self.grown.open("a", encoding="utf-8", newline="\n") as file:
            file.write(one_more(self.size, self.added))

    def agree(self) -> str:
        """The totals in words when the three agree; else Failure."""
        commands = self.commands
        ours = output(commands[COLD])
        if self.caches:
            same(ours, output(commands[FIRST]), "the run that fills the cache")
            same(ours, output(commands[WARM]), "the warm run")
        totals = owed_by_arledger(ours)
        for name in PEERS:
            theirs = owed_by_peer(commands[name])
            if theirs != totals:
                raise Failure(f"totals differ: arledger {totals}, {name} {theirs}")
        return ", ".join(f"{number:,} {currency}" for currency, number in sorted(totals.items()))

    def agree_when_grown(self) -> None:
        """Failure unless the growing copy is read as if for the first time."""
        if self.added:
            cold = output(Command(self.aging(COLD, self.grown), self.home / COLD))
            kept = output(Command(self.aging(APPENDED, self.grown), self.home / APPENDED))
            same(cold, kept, "the run after an entry was appended")

    def remarks(self) -> Iterator[str]:
        """What the reader of the figures must know besides."""
        if not self.caches:
            yield "This arledger keeps no cache: there is only a cold run."
            return
        if any((self.home / COLD).rglob("*")):
            raise Failure(f"{TITLES[COLD]}: something was written all the same")
        if not any(path.is_file() for path in (self.home / WARM).rglob("*")):
            yield f"At {self.label} entries nothing is kept: a warm run is a cold one."

    def phases(self, rounds: int) -> dict[str, float]:
        """Seconds of each phase of a cold run: medians."""
        found = [self._phases_once() for _ in range(rounds)]
        names = {name: None for spent in found for name in spent}
        return {name: statistics.median(s.get(name, 0.0) for s in found) for name in names}

    def _phases_once(self) -> dict[str, float]:
        spent = self.home / "phases.txt"
        python, script = str(self.arledger.python), str(HERE / "phases.py")
        began = str(time.perf_counter())
        words = [python, script, began, str(spent), *self.aging(COLD, self.path)]
        done = subprocess.run(
            words, check=False, capture_output=True, text=True, env=environment(self.home)
        )
        if done.returncode:
            raise Failure(done.stderr[-2000:])
        lines = spent.read_text(encoding="utf-8").splitlines()
        return {name: float(seconds) for name, _, seconds in (x.partition("\t") for x in lines)}


def same(ours: str, other: str, what: str) -> None:
    """Failure when an aging is not the one of the cold run, to the letter."""
    if ours != other:
        raise Failure(f"{what} gives other figures than the cold run")


def owed_by_arledger(text: str) -> Totals:
    """The totals per currency of an aging."""
    totals: Totals = {}
    for row in csv.DictReader(text.splitlines()):
        currency = row["currency"]
        totals[currency] = totals.get(currency, Decimal(0)) + Decimal(row["total"])
    return {currency: total for currency, total in totals.items() if total}


def owed_by_peer(command: Command) -> Totals:
    """The balance of the receivable account as hledger or ledger prints it."""
    said = output(Command([*command.words, "--depth", "2"], command.home))
    return {
        symbol or code: Decimal(number.replace(",", ""))
        for symbol, number, code in _AMOUNT.findall(said.partition("---")[0])
    }
