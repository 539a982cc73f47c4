"""The front door: which command runs, and how a run ends."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

from arledger import __version__
from arledger.cli.commands import TABLE
from arledger.cli.main import command_first
from arledger.cli.typed import read

ROOT = Path(__file__).parents[2]
BOOK = ("-f", "book.journal", "--as-of", "2026-03-31")


def test_without_a_command_the_help_is_shown(run: Prompt) -> None:
    for words in ((), ("--help",), ("-h",)):
        result = run(*words)
        assert all(name in result.out for name in TABLE)
        assert result.code == 0


def test_the_first_page_of_help_is_as_typer_writes_it(
    run: Prompt, capsys: pytest.CaptureFixture[str]
) -> None:
    page = run("--help").out
    assert read(["--help"]) == 0
    assert capsys.readouterr().out == page


def test_the_first_page_of_help_fits_a_narrow_terminal(
    run: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, run("--help").out.splitlines())) <= 60


def test_the_version_is_one_line(run: Prompt) -> None:
    assert run("--version").out == f"arledger {__version__}\n"


def test_a_misspelt_command_is_asked_back(run: Prompt) -> None:
    result = run("agng")
    assert (result.code, result.out) == (2, "")
    assert "no such command: agng" in result.err
    assert "did you mean aging" in result.err


@pytest.mark.parametrize("short", ["ag", "agin", "aging"])
def test_a_command_may_be_shortened(run: Prompt, short: str) -> None:
    assert run(short, *BOOK).out == run("aging", *BOOK).out != ""


def test_a_shortening_of_two_commands_is_refused(run: Prompt) -> None:
    result = run("ch", *BOOK)
    assert result.code == 0
    result = run("c", *BOOK)
    assert result.code == 2
    assert "may mean customers or" in result.err
    assert " or check or config" in result.err


def test_a_misspelt_option_is_asked_back(run: Prompt) -> None:
    result = run("aging", "--asof", "2026-03-31")
    assert (result.code, result.out) == (2, "")
    assert "--as-of" in result.err


@pytest.mark.parametrize("command", ["customer", "history", "why"])
def test_an_empty_name_is_refused(run: Prompt, command: str) -> None:
    """A script's unset variable is nobody, and nobody's page would look like a customer's."""
    result = run(command, "")
    assert (result.code, result.out) == (2, "")
    assert "it is empty" in result.err


def test_the_order_of_words_is_free(run: Prompt) -> None:
    expected = run("aging", "acme", *BOOK).out
    assert run("aging", *BOOK, "acme").out == expected
    assert run("-f", "book.journal", "aging", "acme", "--as-of=2026-03-31").out == expected
    assert run("--as-of", "2026-03-31", "-fbook.journal", "aging", "acme").out == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["-f", "x", "aging", "y"], ["aging", "-f", "x", "y"]),
        (["--file=x", "--payable", "open"], ["open", "--file=x", "--payable"]),
        (["aging", "-f", "open"], ["aging", "-f", "open"]),
        (["--nonsense", "aging"], ["--nonsense", "aging"]),
        (["--help"], ["--help"]),
        ([], []),
    ],
)
def test_options_may_stand_before_the_command(words: list[str], expected: list[str]) -> None:
    assert command_first(words) == expected


def test_each_command_helps(run: Prompt) -> None:
    for name in TABLE:
        for flag in ("-h", "--help"):
            result = run(name, flag)
            assert result.code == 0, name
            assert f"arledger {name} " in result.out


def test_a_wrong_format_names_the_right_ones(run: Prompt) -> None:
    result = run("aging", *BOOK, "-O", "pdf")
    assert result.code == 2
    assert "'csv'" in result.err


def arledger(*words: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": "src", **settings.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "arledger", *words]
    return subprocess.run(command, check=False, capture_output=True, env=env, **settings)  # type: ignore[call-overload, no-any-return]


def test_a_reader_who_leaves_early_is_no_error() -> None:
    script = f"{sys.executable} -m arledger man | head -1; echo ${{PIPESTATUS[0]}}"
    env = {**os.environ, "PYTHONPATH": "src"}
    got = subprocess.run(["bash", "-c", script], check=True, capture_output=True, env=env)
    assert got.stdout.splitlines()[-1] == b"0"
    assert got.stderr == b""


def test_names_are_utf_8_in_a_bare_environment(tmp_path: object) -> None:
    """Cron has LANG=C or nothing."""
    bare = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    words = ("aging", "-f", "examples/demo/main.journal", "--as-of", "2026-10-31")
    got = arledger(*words, env=bare)
    assert "Công ty TNHH Thương mại Hòa Bình" in got.stdout.decode("utf-8")
    assert got.returncode == 0


def test_an_interrupted_run_exits_130(run: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("arledger.cli.run.query_of", interrupted)
    result = run("aging", *BOOK)
    assert (result.code, result.out) == (130, "")


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")
def test_hledger_runs_it_as_an_add_on(run: Prompt, folder: Path) -> None:
    addon = folder / "bin" / "hledger-ar"
    addon.parent.mkdir()
    addon.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT}/src exec {sys.executable} -m arledger "$@"\n')
    addon.chmod(0o755)
    env = {**os.environ, "PATH": f"{addon.parent}:{os.environ['PATH']}"}
    command = ["hledger", "ar", "--", "aging", "acme", *BOOK]
    got = subprocess.run(command, check=True, capture_output=True, env=env, text=True)
    assert got.stdout == run("aging", "acme", *BOOK).out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_without_a_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "arledger", "man"]
        env = {**os.environ, "PYTHONPATH": "src"}
        got = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, env=env)
    assert got.returncode == 1
    assert got.stderr == b"arledger: cannot go on: No space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_is_no_bug(closed: str) -> None:
    words = "aging -f examples/plain-hledger/accrual.journal --as-of 2026-12-31"
    script = f"{sys.executable} -m arledger {words} {closed}"
    got = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert b"Traceback" not in got.stderr
    assert got.returncode == 0
