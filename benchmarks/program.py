"""The arledger that is measured: the script pip made of a wheel, and the Python it runs on."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from measure import Command, Failure, output

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Program:
    """A script of pip's; Failure for anything else, above all a shim before the real one."""

    path: Path

    def __post_init__(self) -> None:
        if "python" not in self.python.name:
            raise Failure(f"{self.path} is not run by Python itself: name the script pip made")

    @property
    def python(self) -> Path:
        """The Python its first line names."""
        try:
            with self.path.open("rb") as script:
                first = script.readline(1000)
        except OSError as error:
            raise Failure(f"{self.path}: {error.strerror}") from error
        words = first[2:].decode(errors="replace").split() if first.startswith(b"#!") else []
        return Path(words[0] if words else "")

    def is_compiled(self, home: Path) -> bool:
        """Whether its Python finds arledger installed, and compiled as pip does it."""
        code = "import os, arledger.cli.main as m; print(os.path.exists(m.__cached__))"
        try:
            return output(Command([str(self.python), "-B", "-c", code], home)) == "True\n"
        except Failure:
            return False

    def can(self, option: str, home: Path) -> bool:
        """Whether ``aging`` takes an option: tried on an empty journal."""
        words = [str(self.path), "aging", "-f", os.devnull]
        output(Command(words, home))
        try:
            output(Command([*words, option], home))
        except Failure:
            return False
        return True


def installed(out: Path) -> Program:
    """The program of a fresh wheel of this tree, compiled, in an environment of its own."""
    home = out / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        print("making an environment", file=sys.stderr)
        venv.create(home, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--compile"]
    for again in ([], ["--force-reinstall", "--no-deps"]):
        done = subprocess.run(
            [*pip, *again, str(HERE.parent)], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise Failure(f"the tree cannot be installed:\n{done.stderr[-2000:]}")
    return Program(home / "bin" / "arledger")
