"""Every transcript in the README, the docs, the examples and tests/transcripts is true.

``ARLEDGER_REWRITE=1 pytest tests/test_transcripts.py`` writes what the commands print now.
"""

import os
from pathlib import Path

import pytest
from tests.console import ROOT, Session, furnish, pages

CLEAN = ("ARLEDGER_FILE", "LEDGER_FILE", "ARLEDGER_POLICY", "COLUMNS")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_its_commands_print(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CLEAN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    furnish(page, folder := tmp_path / "work")
    text = page.read_text(encoding="utf-8")
    session = Session(folder)
    played = session.played(text)
    if os.environ.get("ARLEDGER_REWRITE"):
        page.write_text(played, encoding="utf-8")
    else:
        assert played == text, f"{page.name}: run again with ARLEDGER_REWRITE=1, read the diff"
    if session.not_run:
        pytest.skip(f"not installed, so not run: {'; '.join(session.not_run)}")
