"""arledger beside hledger and ledger, on journals of several sizes, in one command.

    python benchmarks/run.py [--sizes 1k,10k,100k] [--rounds 5] [--odd 0.25] [--arledger PATH]

Installs the tree as a wheel into benchmarks/out/venv (unless --arledger names a program),
makes the journals, and prints Markdown: seconds, processor time and peak memory of whole
processes (medians), ratios of paired runs, and how each grows from one size to the next.
It fails when the three do not agree on what is owed, to the last cent, per currency.
"""

import argparse
import csv
import math
import sys
import venv
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from generate import LAST_DAY, size_of
from measure import Command, Runs, output, side_by_side

HERE = Path(__file__).parent
OUT = HERE / "out"
PEERS = ("hledger", "ledger")
Totals = dict[str, Decimal]


def installed() -> Path:
    """The program of a fresh wheel of this tree, compiled, in an environment of its own."""
    home = OUT / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "-q"]
    output([*pip, str(HERE.parent)])
    output([*pip, "--force-reinstall", "--no-deps", str(HERE.parent)])
    return home / "bin" / "arledger"


def journal(size: str, odd: float) -> Path:
    """A journal of that size, made unless it is there from before."""
    path = OUT / f"{size}{f'-odd{odd}' if odd else ''}.journal"
    if not path.exists():
        output([sys.executable, str(HERE / "generate.py"), size, str(path), "--odd", str(odd)])
    return path


def commands(arledger: Path, path: Path) -> dict[str, Command]:
    """What is compared: who owes what, by customer."""
    file = ["-f", str(path)]
    return {
        "arledger aging": [str(arledger), "aging", *file, "--as-of", str(LAST_DAY), "-O", "csv"],
        "hledger bal": ["hledger", *file, "bal", "assets:receivable"],
        "ledger bal": ["ledger", *file, "bal", "assets:receivable"],
    }


def owed_by_arledger(command: Command) -> Totals:
    """The totals per currency of an aging."""
    totals: Totals = {}
    for row in csv.DictReader(output(command).splitlines()):
        currency = row["currency"]
        totals[currency] = totals.get(currency, Decimal(0)) + Decimal(row["total"])
    return totals


def owed_by_peer(command: Command) -> Totals:
    """The balance of the receivable account as hledger or ledger prints it."""
    lines = output([*command, "--depth", "2"]).split("---")[0].replace("assets:receivable", "")
    words = lines.replace(",", "").split()
    return {
        currency: Decimal(number) for number, currency in zip(words[::2], words[1::2], strict=True)
    }


def agree(these: dict[str, Command]) -> str:
    """The totals in words when all agree; else the end of the run."""
    ours, *theirs = these.values()
    totals = owed_by_arledger(ours)
    for command in theirs:
        other = owed_by_peer(command)
        if other != totals:
            raise SystemExit(f"totals differ: arledger {totals}, {command[0]} {other}")
    return ", ".join(f"{number:,} {currency}" for currency, number in sorted(totals.items()))


def row(*cells: object) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def table(results: dict[str, dict[str, Runs]]) -> Iterator[str]:
    """The figures: one row a size and program."""
    heads = ("entries", "program", "wall s", "cpu s", "peak MiB")
    yield row(*heads, "ours / its wall", "ours / its cpu", "ours / its memory")
    yield row("---:", "---", *["---:"] * 6)
    for size, runs in results.items():
        ours = next(iter(runs.values()))
        for name, found in runs.items():
            yield row(
                size,
                name,
                f"{found.wall:.3f}",
                f"{found.cpu:.3f}",
                f"{found.peak:.0f}",
                *(f"{ours.over(found, figure):.2f}" for figure in ("wall", "cpu", "peak")),
            )


def growth(results: dict[str, dict[str, Runs]]) -> Iterator[str]:
    """How cpu and memory grow with the entries; an exponent of 1 is proportional."""
    yield row("from, to", "program", "cpu exponent", "further bytes an entry")
    yield row("---", "---", "---:", "---:")
    sizes = list(results)
    for small, large in pairwise(sizes):
        entries = size_of(small), size_of(large)
        for name, found in results[large].items():
            before = results[small][name]
            exponent = math.log(found.cpu / before.cpu) / math.log(entries[1] / entries[0])
            memory = (found.peak - before.peak) * 2**20 / (entries[1] - entries[0])
            yield row(f"{small}, {large}", name, f"{exponent:.2f}", f"{memory:.0f}")


def starts(arledger: Path, rounds: int) -> Iterator[str]:
    """What it takes to start at all."""
    python = str(arledger.with_name("python"))
    found = side_by_side(
        {
            "python -c pass": [python, "-c", "pass"],
            "arledger --version": [str(arledger), "--version"],
            "arledger --help": [str(arledger), "--help"],
            "hledger --version": ["hledger", "--version"],
            "ledger --version": ["ledger", "--version"],
        },
        rounds,
    )
    yield row("start", "wall ms", "peak MiB")
    yield row("---", "---:", "---:")
    yield from (row(name, f"{r.wall * 1000:.0f}", f"{r.peak:.0f}") for name, r in found.items())


def options(argv: list[str]) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1k,10k,100k", help="for example 1k,10k,100k,1M")
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each program")
    parser.add_argument("--odd", type=float, default=0.0, help="share of less usual entries")
    parser.add_argument("--arledger", type=Path, help="a program installed already")
    return parser.parse_args(argv)


def main(argv: list[str]) -> None:
    """Make, agree, measure, print."""
    chosen = options(argv)
    OUT.mkdir(exist_ok=True)
    arledger: Path = chosen.arledger or installed()
    results: dict[str, dict[str, Runs]] = {}
    for size in chosen.sizes.split(","):
        these = commands(arledger, journal(size, chosen.odd))
        print(f"{size}: all agree on {agree(these)}", file=sys.stderr)
        results[size] = side_by_side(these, chosen.rounds)
    for lines in (table(results), growth(results), starts(arledger, max(chosen.rounds, 15))):
        print(*lines, "", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
