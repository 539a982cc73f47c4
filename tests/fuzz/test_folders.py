"""Includes by pattern: every file once, however folders are linked."""

from pathlib import Path

import pytest

from arledger.journal.globs import found

FILE = "2026-01-01 x\n    a  1 EUR\n    b\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "s" / "d").mkdir(parents=True)
    (tmp_path / "s" / ".hidden").mkdir()
    for name in ("s/f.j", "s/d/g.j", "s/.hidden/h.j"):
        (tmp_path / name).write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("pattern", ["s/**/*.j", "s/**/**/*.j", "**/*.j", "s/**.j", "s/**//**/*.j"])
def test_stars_repeated_find_each_file_once(folder: Path, pattern: str) -> None:
    assert found(pattern) == {"s/f.j", "s/d/g.j"}


def test_links_that_lead_back_are_not_gone_round(folder: Path) -> None:
    """hledger 1.25 follows a link where the stars begin, and none below."""
    for name in ("a", "b"):
        (folder / "s" / name).symlink_to(".")
    assert found("./**/*.j") == {"./s/f.j", "./s/d/g.j"}
    assert found("s/**/f.j") == {"s/f.j", "s/a/f.j", "s/b/f.j"}


def test_a_folder_named_like_a_pattern_is_itself(folder: Path) -> None:
    (folder / "s" / "[d]").mkdir()
    (folder / "s" / "[d]" / "k.j").write_text(FILE, encoding="utf-8")
    assert "s/[d]/k.j" in found("s/**/*.j")
