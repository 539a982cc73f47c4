"""On what it was measured, in a sentence or two."""

import os
import platform
import re
from pathlib import Path

from measure import Command, Failure, output
from program import Program


def about(arledger: Program, home: Path) -> str:
    """The machine and the programs."""
    python = output(Command([str(arledger.python), "--version"], home)).strip()
    programs = (str(arledger.path), "hledger", "ledger")
    versions = ", ".join(_version(program, home) for program in programs)
    cores = f"{os.cpu_count()} cores of {_processor()}"
    return f"{cores}, {_memory()}, {_system()}, {python}; {versions}"


def load() -> str:
    """How many processes have been busy at a time in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _version(program: str, home: Path) -> str:
    """A program's name, and the number on the first line of what it says of itself."""
    try:
        said = output(Command([program, "--version"], home)).partition("\n")[0]
    except Failure:
        return f"no {program}"
    found = re.search(r"[0-9]+(\.[0-9]+)+", said)
    return f"{Path(program).name} {found[0] if found else said}"


def _processor() -> str:
    text = _read("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", text)
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    found = re.search(r"MemTotal:\s*([0-9]+) kB", _read("/proc/meminfo"))
    return f"{int(found[1]) / 2**20:.0f} GiB" if found else "memory unknown"


def _system() -> str:
    found = re.search(r'^PRETTY_NAME="?([^"\n]*)', _read("/etc/os-release"), re.MULTILINE)
    return found[1] if found else platform.platform()


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
