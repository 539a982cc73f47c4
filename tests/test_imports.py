"""Start-up is a feature: a run imports what it uses and nothing else.

What counts is which modules are there in the end, never the clock.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.cli.screen import Terminal, environment

ROOT = Path(__file__).parents[1]
PLAIN = ("-f", "examples/plain-hledger/accrual.journal", "--as-of", "2026-12-31")
DEMO = ("-f", "examples/demo/main.journal", "--as-of", "2026-10-31")

STANDARD = (
    *("re", "typing", "enum", "contextlib", "decimal", "datetime", "bisect", "heapq"),
    *("unicodedata", "errno", "gc", "importlib", "binascii"),
)
"""What a report may have of the standard library; what these import comes with them."""

TOML = ("tomllib", "encodings.utf_8_sig")
"""What a policy file takes besides."""

PATTERNS = ("fnmatch", "glob")
"""What an include of several files takes besides."""

RENDERERS = {
    "csv": {"delimited"},
    "tsv": {"delimited"},
    "text": {"plain", "grid", "people"},
    "md": {"markdown", "grid", "people"},
}

SELDOM = {
    *(f"arledger.journal.{room}" for room in ("query", "subject", "printer", "regex", "globs")),
    *(f"arledger.journal.{room}" for room in ("rules", "lots", "assertions", "checks")),
    *(f"arledger.policy.{room}" for room in ("plain", "places", "mistakes", "toml", "init")),
    *("arledger.ledger.valuation", "arledger.ledger.selection", "arledger.ledger.survey"),
    *("arledger.measures.oracle", "arledger.periods", "arledger.cli.typed", "arledger.demo"),
    *("arledger.cli.check", "arledger.cli.balance", "arledger.cli.files"),
    *("arledger.reports.open_items", "arledger.reports.why", "arledger.reports.history"),
}
"""Rooms that a plain aging of a plain book has no business in."""

SCRIPT = """
import os, sys
sys.path.insert(0, {source!r})
def leave(code, leave=os._exit):
    with open({told!r}, "w") as out:
        print(code, *sys.modules, file=out)
    leave(code)
os._exit = leave
sys.argv = ["arledger", *{words!r}]
from arledger.cli.start import main
main()
"""

BARE = "import sys, {modules}; print(*sys.modules)"

Imported = Callable[..., set[str]]


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A journal of a thousand entries."""
    path = tmp_path_factory.mktemp("imports") / "1k.journal"
    subprocess.run([sys.executable, "benchmarks/generate.py", "1k", path], check=True, cwd=ROOT)
    return str(path)


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    """The modules of a run that ends well, but for those that importing ``beside`` brings."""

    def run(*words: str, beside: Sequence[str] = STANDARD, terminal: bool = False) -> set[str]:
        told = tmp_path / "told"
        script = SCRIPT.format(source=str(ROOT / "src"), told=str(told), words=words)
        command = [sys.executable, "-I", "-c", script]
        if terminal:
            with Terminal(command, columns=120) as screen:
                screen.finish()
        else:
            subprocess.run(command, capture_output=True, env=environment(), cwd=ROOT, check=False)
        code, *modules = told.read_text().split()
        assert code == "0"
        bare = [sys.executable, "-I", "-c", BARE.format(modules=", ".join(["os", *beside]))]
        known = subprocess.run(bare, capture_output=True, check=True, text=True).stdout
        return set(modules) - set(known.split()) - {"__future__"}

    return run


def ours(modules: set[str], room: str = "") -> set[str]:
    """The modules of the package, or of one of its rooms without the room's name."""
    begin = f"arledger.{room}." if room else "arledger"
    return {
        name.removeprefix(begin) if room else name for name in modules if name.startswith(begin)
    }


def theirs(modules: set[str]) -> set[str]:
    return modules - ours(modules)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_version_and_the_first_page_of_help_import_next_to_nothing(
    imported: Imported, flag: str, terminal: bool
) -> None:
    modules = imported(flag, beside=("gc",), terminal=terminal)
    assert not theirs(modules)
    assert ours(modules) <= {
        "arledger", "arledger.unfinished", "arledger.cli", "arledger.cli.start",
        "arledger.cli.signals", "arledger.cli.main", "arledger.cli.errors",
        "arledger.cli.front", "arledger.cli.commands",
    }  # fmt: skip


def test_help_of_a_command_needs_typer_and_nothing_that_reads_or_writes(imported: Imported) -> None:
    modules = imported("aging", "--help")
    assert "typer" in modules
    assert not modules & {"rich", "pydantic", "jinja2", "csv", "tomllib"}
    assert not ours(modules, "render") - {"safe"}
    assert not modules & {"arledger.journal.loader", "arledger.ledger.build"}


@pytest.mark.parametrize("format_", RENDERERS)
def test_a_plain_aging_in_a_pipe_imports_what_it_uses(
    imported: Imported, thousand: str, format_: str
) -> None:
    modules = imported("aging", "-f", thousand, "-O", format_, "--no-cache")
    assert not theirs(modules)
    assert not modules & SELDOM
    shown = ours(modules, "render") - {"problems", "paint", "grid", "people", "safe"}
    assert shown == RENDERERS[format_] - {"grid", "people"}


@pytest.mark.parametrize("color", ["always", "never"])
def test_a_plain_aging_at_a_terminal_imports_what_it_uses(
    imported: Imported, thousand: str, color: str
) -> None:
    words = ("aging", "-f", thousand, "--color", color, "--no-cache")
    modules = imported(*words, beside=(*STANDARD, "signal"), terminal=True)
    assert not theirs(modules)
    assert not modules & SELDOM
    assert not ours(modules, "render") & {"delimited", "plain", "markdown", "page", "envelope"}


@pytest.mark.parametrize("terminal", [False, True])
def test_a_policy_without_mistakes_takes_the_reader_of_toml(
    imported: Imported, terminal: bool
) -> None:
    beside = (*STANDARD, *TOML, *PATTERNS, "signal")
    modules = imported("aging", *DEMO, "--no-cache", beside=beside, terminal=terminal)
    assert not theirs(modules)
    assert "arledger.policy.mistakes" not in modules


def test_a_policy_with_a_mistake_takes_pydantic(tmp_path: Path) -> None:
    (tmp_path / "arledger.toml").write_text("[aging]\nbuckets = 30\n")
    code = "import sys; from arledger.policy.load import *;"
    code += f"load_policy({str(tmp_path / 'arledger.toml')!r}, Sources()); print(*sys.modules)"
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=environment(), capture_output=True, check=True, text=True)
    assert "pydantic" in told.stdout.split()


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("open", *DEMO), TOML),
        (("customers", *DEMO), TOML),
        (("customer", "harbor", *DEMO), TOML),
        (("history", "harbor", *DEMO), TOML),
        (("why", "harbor", *DEMO), (*TOML, "shlex")),
        (("check", "-f", PLAIN[1]), ()),
        (("balance", *DEMO[:2]), ()),
        (("print", *DEMO[:2]), ()),
        (("aging", *PLAIN, "-O", "json"), ("json",)),
        (("aging", *PLAIN, "-O", "html"), ("html",)),
    ],
    ids=lambda value: " ".join(value[:1]),
)
def test_other_commands_and_formats_import_little_more(
    imported: Imported, words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    fresh = () if words[0] == "print" else ("--no-cache",)
    assert not theirs(imported(*words, *fresh, beside=(*STANDARD, *PATTERNS, *more)))


def test_one_command_imports_no_other(imported: Imported) -> None:
    assert ours(imported("aging", *PLAIN), "reports") == {"_report", "aging"}
