"""The manual page, completion, the demo and schemas by command."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

from arledger.cli import options
from arledger.cli.commands import TABLE, load

ROOT = Path(__file__).parents[2]


def test_the_manual_names_every_command_and_every_option(run: Prompt) -> None:
    page = run("man").out.replace("\\-", "-")
    for name in TABLE:
        assert f"arledger {name}" in page
        for option in load(name).options:
            assert all(flag in page for flag in option.flags), (name, option.name)


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_roff_takes_the_manual_without_a_warning(run: Prompt) -> None:
    page = run("man").out.encode()
    command = ["groff", "-man", "-ww", "-z", "-Kutf8"]
    got = subprocess.run(command, input=page, check=True, capture_output=True)
    assert got.stderr == b""


def test_the_demo_writes_its_books_and_ages_them(run: Prompt, folder: Path) -> None:
    result = run("demo")
    assert result.code == 0
    assert (folder / "arledger-demo" / "main.journal").exists()
    assert "Aged receivables as of" in result.out
    assert "上海明珠国际贸易有限公司" in result.out


def test_the_demo_overwrites_nothing_without_force(run: Prompt, folder: Path) -> None:
    assert run("demo", "there").code == 0
    assert run("demo", "there").code == 1
    assert run("demo", "there", "--force").code == 0


def test_schema_names_the_reports_that_have_one(run: Prompt) -> None:
    result = run("schema")
    assert result.code == 2
    assert "aging" in result.err
    assert run("schema", "print").code == 2
    assert run("schema", "nonsense").code == 2


def test_schema_follows_the_options_of_the_report(run: Prompt) -> None:
    def columns(*words: str) -> list[str]:
        schema = json.loads(run("schema", *words).out)
        return [*schema["properties"]["rows"]["items"]["properties"]]

    assert columns("aging")[:4] == ["customer", "name", "currency", "current"]
    assert columns("aging", "--by", "invoice")[:3] == ["customer", "number", "date"]
    assert columns("aging", "--buckets", "7")[3:6] == ["current", "1-7", "8+"]


def test_schema_refuses_options_the_report_does_not_have(run: Prompt) -> None:
    assert run("schema", "aging", "--nonsense").code == 2


def complete(line: str, folder: Path) -> list[str]:
    """What bash would offer at the end of the line."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "_ARLEDGER_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }
    command = [sys.executable, "-m", "arledger.cli.main"]
    got = subprocess.run(command, check=True, capture_output=True, env=env, cwd=folder, text=True)
    return got.stdout.split()


def test_the_shell_completes_commands_options_customers_and_reports(folder: Path) -> None:
    assert complete("arledger hi", folder) == ["history"]
    assert "--as-of" in complete("arledger aging --as", folder)
    assert complete("arledger history -f book.journal a", folder) == ["acme"]
    assert complete("arledger why -f book.journal INV", folder) == ["INV-1", "INV-2", "INV-3"]
    assert complete("arledger schema ag", folder) == ["aging"]


def test_completion_survives_a_journal_that_is_not_there(folder: Path) -> None:
    assert complete("arledger history -f gone.journal a", folder) == []


def test_the_completion_script_can_be_shown() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SHELL": "/bin/bash"}
    command = [sys.executable, "-m", "arledger.cli.main", "--show-completion"]
    got = subprocess.run(command, check=False, capture_output=True, env=env, text=True)
    assert "usage" not in got.stderr.lower()


def test_help_names_every_shared_option(run: Prompt) -> None:
    text = run("aging", "--help").out
    assert all(flag in text for option in options.REPORT for flag in option.flags)
