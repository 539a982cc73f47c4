"""``arledger cache``: what is kept, told and removed."""

import json
import os
import stat
from pathlib import Path

import jsonschema
import pytest
from tests.cli.conftest import Prompt

from arledger.cli import answers


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache in which even small books are worth an entry."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(answers, "WORTH", 0)
    (tmp_path / "xdg").mkdir()
    return tmp_path / "xdg" / "arledger"


def test_what_is_kept_is_told_the_last_used_first(run: Prompt, folder: Path, kept: Path) -> None:
    for command in ("aging", "open"):
        run(command, "-f", "book.journal")
        for file in kept.iterdir():
            os.utime(file, (1, 1))
    run("aging", "-f", "book.journal")
    told = json.loads(run("cache", "-O", "json").out)
    assert told["folder"] == str(kept)
    rows = told["rows"]
    assert [row["what"] for row in rows] == ["aging -f book.journal", "open -f book.journal"]
    assert {row["where"] for row in rows} == {str(folder)}
    sizes = [path.stat().st_size for path in kept.iterdir()]
    assert sorted(row["bytes"] for row in rows) == sorted(sizes)
    assert told["totals"] == [{"what": None, "where": None, "bytes": sum(sizes), "used": None}]
    jsonschema.validate(told, json.loads(run("schema", "cache").out))


def test_looking_is_no_use_and_leaves_nothing(run: Prompt, kept: Path) -> None:
    run("aging", "-f", "book.journal")
    (file,) = kept.iterdir()
    os.utime(file, (1, 1))
    page = run("cache").out
    assert "1970-01-01" in page
    assert next(line for line in page.splitlines() if "Asked in" in line).split() == [
        *("Answer", "to", "Asked", "in", "Bytes", "Last", "used")
    ]
    assert file.stat().st_mtime == 1
    assert list(kept.iterdir()) == [file]


def test_what_is_damaged_is_told_as_such(run: Prompt, kept: Path) -> None:
    run("aging", "-f", "book.journal")
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert "(damaged)" in run("cache").out


def test_hostile_words_in_what_is_kept_are_harmless(run: Prompt, kept: Path) -> None:
    run("aging", "-f", "book.journal", "--as-of", "2026-03-31", "x\x1b[31m\x07[/]\nx")
    assert "\x1b" not in run("cache").out
    assert "\x07" not in run("cache").out


def test_clearing_ends_it_all(run: Prompt, folder: Path, kept: Path) -> None:
    run("aging", "-f", "book.journal")
    run("open", "-f", "book.journal")
    (kept / "mine.txt").write_text("mine")
    (kept / "0.kept").symlink_to(folder / "book.journal")
    done = run("cache", "--clear")
    assert (done.code, done.out, done.err) == (0, "", f"arledger: removed 2 files from {kept}\n")
    assert {path.name for path in kept.iterdir()} == {"mine.txt", "0.kept"}
    assert (folder / "book.journal").exists()
    assert "Nothing is kept." in run("cache").out


@pytest.mark.parametrize("words", [("cache",), ("cache", "--clear")])
def test_without_a_folder_there_is_nothing_and_none_is_made(
    run: Prompt, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert run(*words).code == 0
    assert not (folder / ".cache").exists()
    monkeypatch.delenv("HOME")
    assert run(*words).code == 0


def test_it_is_written_to_a_file_like_any_report(run: Prompt, folder: Path, kept: Path) -> None:
    run("aging", "-f", "book.journal")
    assert run("cache", "-o", "kept.csv").code == 0
    assert (folder / "kept.csv").read_text().startswith("what,where,bytes,used\n")
    assert run("cache", "-o", "kept.csv").code == 1


def test_folder_and_answers_are_the_users_alone(run: Prompt, kept: Path) -> None:
    run("aging", "-f", "book.journal")
    (file,) = kept.iterdir()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, file)] == [0o700, 0o600]
