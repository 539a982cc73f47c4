"""A reader at a prompt: ``run("aging", "-f", …)`` in a folder and an environment of its own."""

import gc
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from arledger.cli.main import main

BOOK = """\
account assets:receivable:acme
    ; name:ACME Trading Co.

2026-01-10 (INV-1) ACME | January
    assets:receivable:acme      1,000.00 EUR  ; due:2026-02-09
    income:sales

2026-02-10 (INV-2) ACME | February
    assets:receivable:acme        500.00 EUR  ; due:2026-03-12
    income:sales

2026-02-20 (RCP-1) ACME | transfer
    assets:bank                   400.00 EUR
    assets:receivable:acme       -400.00 EUR  ; inv:INV-1

2026-03-01 (INV-3) 上海远东 | March
    assets:receivable:上海       7,000.00 CNY  ; due:2026-05-30
    income:sales
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run left behind."""

    code: int
    out: str
    err: str


Prompt = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a book in it and nothing in the environment."""
    for name in ("ARLEDGER_FILE", "LEDGER_FILE", "ARLEDGER_POLICY", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERMINAL_WIDTH", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.journal").write_text(BOOK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Prompt]:
    """Runs a command line in this process."""

    def prompt(*words: str, stdin: str = "") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(words)
        return Run(code, *capsys.readouterr())

    yield prompt
    gc.enable()  # the command line turns it off: it expects to end soon
