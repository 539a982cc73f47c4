"""A terminal that remembers what stands on it, and a program at its keyboard's mercy."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
UTF_8 = {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}

HASTY = """
import sys, arledger.cli.meter as meter
meter.PATIENCE, meter.BEAT, meter._ENOUGH = 0.0, 0.005, 0.0
from arledger.cli.start import main
sys.exit(main())
"""
"""The program, but that it says at once what takes so long."""

_PIECE = re.compile(r"\x1b\[[0-9;]*([A-Za-z])|(.)", re.DOTALL)


def environment(**own: str) -> dict[str, str]:
    """What a program under test finds in its environment; it remembers no answer."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": os.devnull, **own}


class Terminal:
    """A pseudo terminal, and the program that runs on it as its only session."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        env: dict[str, str] | None = None,
        stdin: int | None = None,
        stdout: int | None = None,
        cwd: Path = ROOT,
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.written = ""
        """All that was ever written to it."""
        self.process = subprocess.Popen(
            command,
            stdin=slave if stdin is None else stdin,
            stdout=slave if stdout is None else stdout,
            stderr=slave,
            env=environment(**(UTF_8 if env is None else env)),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(2, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    def type(self, keys: str) -> None:
        """Presses keys."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float) -> bool:
        """Takes in what is written next; False when there is nothing more, or not in time."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the last program that had the terminal has left it
            return False
        self.written += data.decode(errors="replace")
        return bool(data)

    def until(self, found: Callable[[], object], seconds: float = 10) -> None:
        """Takes in what is written until something is found."""
        end = time.monotonic() + seconds
        while not found():
            left = end - time.monotonic()
            assert left > 0, f"not in {seconds} s; on the screen: {self.lines}"
            self.read(min(left, 0.05))

    def finish(self, seconds: float = 20) -> int:
        """Takes in all that is still written; returns the exit code."""
        end = time.monotonic() + seconds
        while self.read(max(0.0, end - time.monotonic())):
            pass
        return self.process.wait(timeout=max(0.1, end - time.monotonic()))

    @property
    def lines(self) -> list[str]:
        """What stands on the screen now."""
        return screen(self.written)


def screen(written: str) -> list[str]:
    """The lines to be seen after all that was written; nothing is as wide as two cells."""
    lines, row, column = [""], 0, 0
    for escape, char in _PIECE.findall(written):
        line = lines[row].ljust(column)
        if escape == "K":
            lines[row] = line[:column]
        elif char == "\r":
            column = 0
        elif char == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif char:
            lines[row] = line[:column] + char + line[column + 1 :]
            column += 1
    return lines


def program(*words: str) -> list[str]:
    """The command line of the program, which says at once what takes so long."""
    return [sys.executable, "-c", HASTY, *words]
