"""Where the answer goes: a pipe, a file, whole or not at all."""

import json
import os
import stat
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

from arledger.cli.errors import RefusedError
from arledger.cli.files import replace_file
from arledger.cli.output import wants_color

BOOK = ("-f", "book.journal", "--as-of", "2026-03-31")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("a.csv", "customer,"),
        ("a.tsv", "customer\t"),
        ("a.json", '{\n  "schema": "arledger.aging/1"'),
        ("a.md", "## Aged"),
        ("a.HTML", "<!DOCTYPE html>"),
        ("a.htm", "<!DOCTYPE html>"),
        ("a.txt", "Aged receivables"),
        ("plain", "Aged receivables"),
    ],
)
def test_the_ending_of_a_file_picks_the_format(
    run: Prompt, folder: Path, name: str, beginning: str
) -> None:
    result = run("aging", *BOOK, "-o", name)
    assert (result.code, result.out) == (0, "")
    assert (folder / name).read_text(encoding="utf-8").startswith(beginning)


def test_the_format_asked_for_goes_before_the_ending(run: Prompt, folder: Path) -> None:
    run("aging", *BOOK, "-o", "a.csv", "-O", "json")
    assert json.loads((folder / "a.csv").read_text(encoding="utf-8"))["rows"]


def test_an_ending_that_means_nothing_is_a_usage_error(run: Prompt, folder: Path) -> None:
    assert run("aging", *BOOK, "-o", "a.pdf").code == 2
    assert not (folder / "a.pdf").exists()


def test_a_hyphen_is_standard_output(run: Prompt) -> None:
    assert run("aging", *BOOK, "-o", "-").out == run("aging", *BOOK).out


def test_nothing_is_overwritten_without_force(run: Prompt, folder: Path) -> None:
    target = folder / "a.csv"
    target.write_text("mine")
    result = run("aging", *BOOK, "-o", "a.csv")
    assert result.code == 1
    assert "a.csv exists" in result.err
    assert target.read_text() == "mine"
    assert run("aging", *BOOK, "-o", "a.csv", "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith("customer,")


def test_a_replaced_file_keeps_its_mode_and_its_links(folder: Path) -> None:
    target, link = folder / "real.txt", folder / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    replace_file(str(link), "new", force=True)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_the_umask_leaves(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file("new.txt", "x", force=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new.txt").stat().st_mode) == 0o640


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedError, match="No space left"):
        replace_file("a.txt", "new", force=True)
    assert (folder / "a.txt").read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "book.journal"]


def test_a_device_is_written_through(run: Prompt) -> None:
    assert run("aging", *BOOK, "-o", "/dev/null").code == 0


@pytest.mark.parametrize("path", ["nowhere/a.csv", "."])
def test_a_path_that_cannot_be_written_is_told(run: Prompt, path: str) -> None:
    result = run("aging", *BOOK, "-O", "csv", "-o", path)
    assert result.code == 1
    assert "cannot write" in result.err


def test_colour_is_for_terminals_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_color("auto", terminal=True)
    assert not wants_color("auto", terminal=False)
    assert wants_color("always", terminal=False)
    assert not wants_color("never", terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_color("auto", terminal=True)
    assert wants_color("always", terminal=True)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color("auto", terminal=True)


def test_colour_may_be_forced_into_a_pipe(run: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert "\x1b[" in run("aging", *BOOK, "--color", "always").out
    assert "\x1b[" not in run("aging", *BOOK).out


def test_the_guard_of_csv_can_be_left_off(run: Prompt, folder: Path) -> None:
    (folder / "h.journal").write_text(
        "2026-01-01 x\n    assets:receivable:=cmd()   1 EUR\n    income:sales\n"
    )
    words = ("aging", "-f", "h.journal", "--as-of", "2026-01-01", "-O", "csv")
    assert "'=cmd()" in run(*words).out
    assert "'=cmd()" not in run(*words, "--no-csv-guard").out
