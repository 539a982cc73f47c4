"""The recipe for git: no new invoice to a customer on hold, unless the commit says why."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.console import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

BOOK = """
account assets:receivable:foo  ; name:Foo, limit:100 EUR
account assets:receivable:bar  ; name:Bar, limit:100 EUR

2020-01-01 (1) Foo | goods
    assets:receivable:foo    90 EUR
    income:sales

2020-01-02 Foo | cheque came back  ; event:hold, customer:foo, reason:returned cheque
"""


class Repository:
    """A journal under git with the page's hook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs = folder / "programs"
        programs.mkdir()
        program = programs / "arledger"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m arledger "$@"\n')
        program.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        self.environment = {
            "PATH": path, "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder), "LC_ALL": "C.UTF-8",
            **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }  # fmt: skip
        self.git("init", "-q", "book")
        page = (ROOT / "docs" / "commands" / "credit.md").read_text()
        hook = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
        assert hook
        place = folder / "book" / ".git" / "hooks" / "commit-msg"
        place.parent.mkdir(exist_ok=True)
        place.write_text(hook[1])
        place.chmod(0o755)

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        there = self.folder / "book"
        return subprocess.run(
            ["git", *words], cwd=there if there.exists() else self.folder, check=False,
            env=self.environment, capture_output=True, text=True,
        )  # fmt: skip

    def commit(self, text: str, message: str = "more") -> tuple[int, str]:
        """Adds to the journal and commits; the exit code, and what was said."""
        with (self.folder / "book" / "main.journal").open("a") as journal:
            journal.write(text)
        self.git("add", ".")
        done = self.git("commit", "-q", "-m", message)
        return done.returncode, done.stderr


def invoice(number: str, who: str, amount: str = "5 EUR") -> str:
    return f"""
2020-02-01 ({number}) {who} | goods
    assets:receivable:{who}    {amount}
    income:sales
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    assert made.commit(BOOK, "despite hold: the books as they are")[0] == 0
    return made


def test_an_invoice_to_a_customer_on_hold_is_refused_until_the_message_says_why(
    repository: Repository,
) -> None:
    code, said = repository.commit(invoice("2", "foo"))
    assert code == 1
    assert "on hold, no new invoices: foo" in said
    assert "returned cheque" in said
    assert repository.commit("", "goods are there\n\ndespite hold:")[0] == 1
    assert repository.commit("", "goods are there\n\ndespite hold: paid in advance") == (0, "")


def test_others_and_other_entries_are_no_matter(repository: Repository) -> None:
    assert repository.commit(invoice("3", "bar")) == (0, "")
    payment = "\n2020-03-01 Foo\n    assets:bank  9 EUR\n    assets:receivable:foo  ; inv:1\n"
    assert repository.commit(payment) == (0, "")


def test_an_invoice_that_passes_the_limit_is_refused_too(repository: Repository) -> None:
    code, said = repository.commit(invoice("4", "bar", "101 EUR"))
    assert (code, "101 EUR above 100 EUR" in said) == (1, True)


def test_a_journal_with_mistakes_is_not_committed(repository: Repository) -> None:
    code, said = repository.commit("\n2020-03-01 Foo\n    assets:bank  9 EUR\n")
    assert code == 1
    assert "error[" in said


def test_the_first_commit_is_looked_at_too(tmp_path: Path) -> None:
    assert Repository(tmp_path).commit(BOOK)[0] == 1
