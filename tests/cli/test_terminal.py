"""What a reader at a terminal sees: a real one, of a given width."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest

from arledger.render.safe import width

ROOT = Path(__file__).parents[2]
DEMO = ("-f", "examples/demo/main.journal", "--as-of", "2026-10-31")
ESCAPES = re.compile(r"\x1b\[[0-9;]*[mK]")


def screen(*words: str, columns: int = 100, **env: str) -> str:
    """What the command writes to a terminal of that width."""
    reader, terminal = pty.openpty()
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    unset = ("NO_COLOR", "COLUMNS", "LINES", "ARLEDGER_POLICY", "COLORTERM")
    clean = {name: value for name, value in os.environ.items() if name not in unset}
    clean |= {"PYTHONPATH": "src", "TERM": "xterm-256color", **env}
    command = [sys.executable, "-m", "arledger", *words]
    with subprocess.Popen(command, stdout=terminal, stderr=terminal, cwd=ROOT, env=clean) as run:
        os.close(terminal)
        text = b"".join(iter(lambda: _read(reader), b""))
        run.wait(timeout=20)
    os.close(reader)
    return text.decode("utf-8").replace("\r\n", "\n")


def _read(reader: int) -> bytes:
    """The next bytes of the screen; none when the program has gone."""
    select.select([reader], [], [], 20)
    try:
        return os.read(reader, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("command", ["aging", "open", "customers", "config"])
def test_every_report_fits_the_terminal(command: str, columns: int) -> None:
    day = DEMO if command != "config" else DEMO[:2]
    lines = ESCAPES.sub("", screen(command, *day, columns=columns)).splitlines()
    assert all(width(line) <= columns for line in lines[2:])
    assert len(lines) > 10


def test_colour_and_bars_are_for_terminals_and_can_be_turned_off() -> None:
    coloured = screen("aging", *DEMO, columns=200)
    assert "\x1b[32m" in coloured
    assert "█" in coloured
    for plain in (
        screen("aging", *DEMO, "--color", "never", columns=200),
        screen("aging", *DEMO, columns=200, NO_COLOR="1"),
        screen("aging", *DEMO, columns=200, TERM="dumb"),
    ):
        assert plain == ESCAPES.sub("", coloured)


def test_csv_on_a_terminal_cannot_steer_it(tmp_path: Path) -> None:
    book = tmp_path / "h.journal"
    book.write_text(
        "2026-01-01 x\n    assets:receivable:a\x1b[2Jb\u202e   1 EUR\n    income:sales\n",
        encoding="utf-8",
    )
    shown = screen("aging", "-f", str(book), "--as-of", "2026-01-01", "-O", "csv")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_problems_are_coloured_on_a_terminal(tmp_path: Path) -> None:
    book = tmp_path / "bad.journal"
    book.write_text("2026-01-01 x\n    a   1 EUR\n    b   2 EUR\n")
    shown = screen("aging", "-f", str(book))
    assert "\x1b[1;31merror[" in shown
