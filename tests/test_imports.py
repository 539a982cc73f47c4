"""Start-up is a feature: a run imports what it uses and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLAIN = ("-f", "examples/plain-hledger/accrual.journal", "--as-of", "2026-12-31")
DEMO = ("-f", "examples/demo/main.journal", "--as-of", "2026-10-31")
HEAVY = {
    "typer",
    "rich",
    "pydantic",
    "tabulate",
    "dateutil",
    "jinja2",
    "json",
    "difflib",
    "csv",
    "argparse",
    "dataclasses",
    "inspect",
    "shutil",
    "pathlib",
    "tempfile",
    "threading",
    "ast",
}
"""Each of these costs a run more than the whole of a small book."""

SCRIPT = """
import io, sys
sys.stdout, out = io.StringIO(), sys.stdout
from arledger.cli.main import main
code = main({words!r})
json_ = "json" in sys.modules
import json
json.dump({{"code": code, "json": json_, "modules": sorted(sys.modules)}}, out)
"""


TYPER_BRINGS = {
    *("typer", "json", "difflib", "argparse", "inspect", "dataclasses"),
    *("shutil", "pathlib", "tempfile", "threading", "ast"),
}


def imported(*words: str) -> set[str]:
    """The top-level modules a successful run has imported."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n",
    ]
    command[-1] += SCRIPT.format(words=words)
    got = subprocess.run(command, check=True, capture_output=True, env=env, cwd=ROOT)
    said = json.loads(got.stdout)
    assert said["code"] == 0, got.stderr
    found = {name.partition(".")[0] for name in said["modules"]}
    return found if said["json"] else found - {"json"}


@pytest.mark.parametrize("format_", ["text", "csv", "tsv", "md"])
@pytest.mark.parametrize("command", ["aging", "open"])
def test_a_piped_report_imports_no_heavy_library(command: str, format_: str) -> None:
    assert not imported(command, *PLAIN, "-O", format_) & HEAVY


def test_json_imports_json_alone() -> None:
    assert imported("aging", *PLAIN, "-O", "json") & HEAVY == {"json"}


def test_colour_imports_no_heavy_library() -> None:
    assert not imported("aging", *PLAIN, "--color", "always") & HEAVY


def test_help_needs_typer_and_nothing_of_the_reports() -> None:
    assert not imported("aging", "--help") & (HEAVY - TYPER_BRINGS)


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_version_and_the_first_page_of_help_import_next_to_nothing(flag: str) -> None:
    assert not imported(flag) & {*HEAVY, "typing", "dataclasses", "decimal", "datetime"}


def test_a_policy_without_mistakes_is_read_without_pydantic() -> None:
    assert not imported("aging", *DEMO) & HEAVY


def test_one_command_imports_no_other() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    code = f"import sys; from arledger.cli.main import main; main(['aging', *{PLAIN!r}]); print(*sys.modules)"
    command = [sys.executable, "-c", code]
    got = subprocess.run(command, check=True, capture_output=True, env=env, cwd=ROOT, text=True)
    modules = set(got.stdout.splitlines()[-1].split())
    assert "arledger.reports.aging" in modules
    assert not modules & {
        "arledger.reports.why",
        "arledger.reports.open_items",
        "arledger.cli.balance",
    }
