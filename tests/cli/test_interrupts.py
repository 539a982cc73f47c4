"""Ctrl-C, ``kill``, a closed terminal: the run ends at once, and nothing of it stays behind."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.screen import Terminal, environment, program

from arledger.unfinished import Unfinished, undo_all

ENTRY = """\
2026-01-{day:02} (INV-{number}) Customer {customer}
    assets:receivable:c{customer}    {number}.00 EUR  ; due:2026-03-01
    income:sales

"""
DEAF = """
import os, arledger.cli.signals as signals
from arledger.cli.main import main
signals.heed_signals()
os.kill(os.getpid(), 1)
os.kill(os.getpid(), 2)
main()
"""
AT_ONCE = 2.0
"""Seconds; a busy machine needs some of them, the program itself hundredths."""


def book(path: Path, entries: int) -> Path:
    numbers = range(1, entries + 1)
    text = (ENTRY.format(day=1 + n % 28, number=n, customer=n % 90) for n in numbers)
    path.write_text("".join(text), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that takes some tenths of a second to read."""
    return book(tmp_path_factory.mktemp("interrupts") / "big.journal", 4000)


# -- at any moment ---------------------------------------------------------------------------

STEPS = """
import mmap, os, sys

counted = mmap.mmap(-1, 8)

def ended(work, at=0, number=0):
    "How the work ends in a process of its own that gets a signal at a step; 0: they are counted."
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    done = 0
    def step(*_):
        nonlocal done
        done += 1
        if not at:
            counted[:] = done.to_bytes(8, "big")
        elif done == at:
            os.kill(os.getpid(), number)
    sys.setprofile(step)
    work()
    os._exit(0)
"""

RUNS = f"""{STEPS}
import random
from arledger.cli import start

folder, sys.argv[1:] = sys.argv[1], sys.argv[2:]
kept, chosen = set(os.listdir(folder)), random.Random(3)

def told():
    ended(start.main)
    (new,) = set(os.listdir(folder)) - kept
    os.unlink(os.path.join(folder, new))
    steps = int.from_bytes(counted[:], "big")
    for at in sorted(chosen.sample(range(1, steps * 9 // 10), 8)):
        number = chosen.choice([1, 2, 15])
        code = ended(start.main, at, number)
        print(number, code, *sorted(set(os.listdir(folder)) - kept), flush=True)

told()
import arledger.cli.run, arledger.reports.aging, arledger.cli.reports, arledger.ledger.quick
told()
"""

WRITES = f"""{STEPS}
from arledger.cli.files import replace_file
from arledger.cli.signals import heed_signals

heed_signals()
os.fsync = lambda _: None  # the disk would take longer than all the rest
path, first = sys.argv[1], len(os.listdir(os.path.dirname(sys.argv[1])))

def written():
    with open(path) as file:
        return file.read()

def write():
    replace_file(path, "new" * 9999, force=True)

at, code = 0, 130
while code == 130:
    with open(path, "w") as file:
        file.write("old" * 9999)
    at += 3
    code = ended(write, at, 2)
    print(code, len(os.listdir(os.path.dirname(path))) - first, written() in ("old" * 9999, "new" * 9999), written()[:3])
"""


def printed(script: str, *words: str, **env: str) -> list[list[str]]:
    """The words of the lines a script prints; it must not print an error."""
    command = [sys.executable, "-c", script, *words]
    done = subprocess.run(
        command, check=False, capture_output=True, env=environment(**env), text=True
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return [line.split() for line in done.stdout.splitlines()]


def test_at_any_moment_the_run_ends_with_nothing_left_behind(tmp_path: Path) -> None:
    """Moments of importing (the first eight), reading, working out."""
    folder, cache = tmp_path / "folder", tmp_path / "cache"
    folder.mkdir()
    journal = book(folder / "a.journal", 15)
    words = ("aging", "-f", str(journal), "--as-of", "2026-12-31", "-o", str(folder / "out.csv"))
    ends = printed(RUNS, str(folder), *words, XDG_CACHE_HOME=str(cache))
    assert len(ends) == 16
    assert {number for number, *_ in ends} == {"1", "2", "15"}
    for number, code, *left in ends:
        assert (int(code), left) == (128 + int(number), [])
    assert not list(cache.rglob("*.part"))


def test_a_file_is_replaced_whole_or_not_at_all_whenever_the_run_is_stopped(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("")
    *ends, last = printed(WRITES, str(target))
    assert last == ["0", "0", "True", "new"]
    assert len(ends) > 30
    assert all(end[:3] == ["130", "0", "True"] for end in ends)
    whose = [end[3] for end in ends]
    assert whose == sorted(whose, reverse=True)
    assert set(whose) == {"old", "new"}


# -- real signals ----------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_end_a_run_at_once_and_without_a_word(
    number: signal.Signals, big: Path, tmp_path: Path
) -> None:
    """One is at work; the other waits for its journal, which never comes."""
    for words in (["-f", str(big), "-o", "out.txt"], ["-f", "-", "-o", "out.txt"]):
        command = [sys.executable, "-m", "arledger", "open", *words]
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, env=environment(), cwd=tmp_path, **pipes) as run:
            time.sleep(random.Random(number).uniform(0.08, 0.16))
            run.send_signal(number)
            sent = time.monotonic()
            said = run.stderr.read()
        assert (run.returncode, said) == (128 + number, "")
        assert time.monotonic() - sent < AT_ONCE
        assert list(tmp_path.iterdir()) == []


def test_a_signal_that_was_ignored_from_the_start_stays_so(tmp_path: Path) -> None:
    """As by ``nohup``."""
    journal = book(tmp_path / "a.journal", 5)
    script = 'trap "" HUP INT; exec "$@"'
    words = [sys.executable, "-c", DEAF]
    done = subprocess.run(
        ["bash", "-c", script, "-", *words, "aging", "-f", str(journal), "-O", "csv"],
        check=False,
        capture_output=True,
        env=environment(),
        text=True,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("customer,")


def test_a_reader_who_leaves_early_ends_a_big_report_quietly(big: Path) -> None:
    script = '"$@" | head -1; echo ${PIPESTATUS[0]}'
    words = [sys.executable, "-m", "arledger", "open", "-f", str(big), "-O", "csv"]
    done = subprocess.run(
        ["bash", "-c", script, "-", *words],
        check=True,
        capture_output=True,
        env=environment(),
        text=True,
    )
    assert done.stdout.splitlines()[1:] == ["0"]
    assert done.stderr == ""


# -- at a terminal ---------------------------------------------------------------------------


def test_ctrl_c_leaves_a_clean_line(big: Path) -> None:
    """Neither the bar nor the ``^C`` that the terminal shows."""
    script = '"$@"; echo "code $?"'
    with Terminal(
        ["bash", "-c", f"trap : INT; {script}", "-", *program("open", "-f", str(big))]
    ) as terminal:
        terminal.until(lambda: "%" in terminal.written)
        terminal.type("\x03")
        terminal.finish()
    assert terminal.lines == ["code 130", ""]


def test_ctrl_z_leaves_a_clean_line_and_fg_goes_on(big: Path) -> None:
    script = 'set -m; "$@" > /dev/null; echo "code $?"; read; fg > /dev/null; echo "code $?"'
    with Terminal(["bash", "-c", script, "-", *program("open", "-f", str(big))]) as terminal:
        terminal.until(lambda: "%" in terminal.written)
        terminal.type("\x1a")
        terminal.until(lambda: "code 148" in terminal.written)
        stopped = len(terminal.written)
        assert not [text for text in terminal.lines if "reading" in text]
        terminal.type("\n")
        terminal.until(lambda: "%" in terminal.written[stopped:])
        terminal.finish()
    assert terminal.lines[-2:] == ["code 0", ""]
    assert not [text for text in terminal.lines if "▕" in text]


def test_a_report_cut_short_ends_its_line_and_its_colour(big: Path) -> None:
    command = [sys.executable, "-m", "arledger", "open", "-f", str(big), "--color", "always"]
    with Terminal(command) as terminal:
        terminal.until(lambda: "INV" in terminal.written)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.finish() == 130
    assert terminal.written.endswith("\x1b[0m\r\n\r\x1b[K")


# -- what is undone --------------------------------------------------------------------------


def test_what_is_finished_is_not_undone() -> None:
    undone: list[str] = []
    with Unfinished(lambda: undone.append("finished")):
        pass
    with pytest.raises(KeyboardInterrupt), Unfinished(lambda: undone.append("stopped")):
        raise KeyboardInterrupt
    assert undone == ["stopped"]


def test_the_newest_is_undone_first_and_one_that_fails_stops_no_other() -> None:
    undone: list[int] = []

    def fails() -> None:
        raise FileNotFoundError

    first, second, third = (
        Unfinished(lambda: undone.append(1)),
        Unfinished(fails),
        Unfinished(lambda: undone.append(3)),
    )
    for one in (first, second, third):
        one.__enter__()
    undo_all()
    assert undone == [3, 1]


def test_a_second_process_undoes_nothing_of_the_first(tmp_path: Path) -> None:
    mark = tmp_path / "undone"
    with Unfinished(mark.touch):
        child = os.fork()
        if not child:
            undo_all()
            os._exit(0)
        os.waitpid(child, 0)
    assert not mark.exists()
