"""What exists is documented: commands, problems, decisions, and every link leads somewhere.

``ARLEDGER_REWRITE=1 pytest tests/test_docs.py`` writes docs/errors.md anew.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.console import BLOCK, ROOT, Session, commands_of, pages

from arledger.cli.commands import TABLE

ERRORS = ROOT / "tests" / "errors"
ERRORS_PAGE = ROOT / "docs" / "errors.md"
COMMANDS = ROOT / "docs" / "commands"
KEBAB = re.compile(r"[a-z]+(-[a-z]+)+")
SAID = re.compile(r"(error|warning|lint)\[([a-z-]+)\]")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
NEVER_SHOWN = {
    "tie-out",  # a fault of arledger's own, which no journal is known to bring about
    "policy-file",  # a file that is not there
    "include-too-deep",  # these three need more files than a sample may have;
    "too-many-files",  # tests/journal/test_files.py shows them
    "files-too-big",
}
ASKED = {
    "undeclared-account": "check accounts",
    "undeclared-commodity": "check commodities",
    "undeclared-payee": "check payees",
    "undeclared-tag": "check tags",
    "date-order": "check ordereddates",
    "ambiguous-leaf": "check uniqueleafnames",
    "implicit-conversion": "check balanced",
    "old-assertion": "check recentassertions",
    "no-price": "aging -X EUR",
    "promise-currency": "promises",
}
"""Problems that are only looked for when asked: the command that does."""
INTRODUCTION = """\
# Errors

Every problem arledger can find in a journal or a policy, with the smallest file that has it and what
arledger says of it. *Errors* are what hledger would refuse too; there are no figures until they are
put right. *Warnings* are references, tags and events that do not fit; figures stand without them.
*Lints* are lines that read, but perhaps not as they were meant.

This page is made from the files in `tests/errors`; a test keeps the two equal.
"""


# -- commands ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLE)
def test_a_command_has_a_page_that_shows_it_at_work(name: str) -> None:
    page = COMMANDS / f"{name}.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {name}\n")
    shown = commands_of(page)
    assert any(f"arledger {name}" in line for line in shown), f"{page.name} shows no {name}"


@pytest.mark.parametrize("name", TABLE)
def test_a_command_explains_itself(name: str, tmp_path: Path) -> None:
    output, code = Session(tmp_path).run(f"arledger {name} --help")
    assert code == 0
    assert TABLE[name][1].rstrip(".") in " ".join(output.split())


def test_the_list_of_commands_is_complete_and_in_the_tools_order() -> None:
    listed = re.findall(r"^\| \[(\w+)\]", (COMMANDS / "README.md").read_text(), re.MULTILINE)
    assert listed == list(TABLE)


# -- problems ---------------------------------------------------------------------------------


def problem_codes() -> Iterator[str]:
    """Every code the source can give a problem; ``*`` stands for a part that varies."""
    from arledger.journal.codes import CODES

    yield from CODES
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _reports(node.func):
                yield from filter(KEBAB.fullmatch, map(_text, node.args))


def _reports(function: ast.expr) -> bool:
    """Whether a call of this makes a problem."""
    name = getattr(function, "attr", getattr(function, "id", ""))
    return name in {"Problem", "_Wrong", "_report"}


def _text(argument: ast.expr) -> str:
    """A string argument; the varying part of an f-string is ``x``."""
    if isinstance(argument, ast.JoinedStr):
        return "".join(
            str(v.value) if isinstance(v, ast.Constant) else "x" for v in argument.values
        )
    return str(argument.value) if isinstance(argument, ast.Constant) else ""


def asked(sample: Path) -> str:
    """The command that tells of a sample's problem."""
    command = f"arledger {ASKED.get(sample.stem, 'check')} --today 2026-12-31"
    if sample.suffix == ".toml":
        return f"{command} -f ok.journal --policy {sample.name}"
    return f"{command} -f {sample.name}"


@cache
def said_of(sample: Path) -> str:
    """What is printed about a sample."""
    return "\n".join(Session(ERRORS).printed(asked(sample)))


def samples() -> list[Path]:
    """The files that show a problem each: journals, and policies."""
    found = [*ERRORS.glob("*.journal"), *ERRORS.glob("*.toml")]
    return sorted(path for path in found if path.stem != "ok")


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_a_sample_has_the_problem_it_is_named_after(sample: Path) -> None:
    assert sample.stem in {code for _, code in SAID.findall(said_of(sample))}


def test_every_problem_has_a_sample() -> None:
    known = {path.stem for path in samples()}
    missing = {code for code in problem_codes() if code not in known} - NEVER_SHOWN
    patterns = {code for code in missing if code.endswith("-x")}
    assert all(any(k.startswith(p[:-1]) for k in known) for p in patterns)
    assert missing == patterns


def errors_page() -> str:
    """docs/errors.md as the samples have it now."""
    weights = {"error": "Errors", "warning": "Warnings", "lint": "Lints"}
    chapters: dict[str, list[str]] = {weight: [] for weight in weights}
    for sample in samples():
        said = said_of(sample)
        weight = next((w for w, code in SAID.findall(said) if code == sample.stem), "error")
        chapters[weight].append(_section(sample, said))
    parts = [f"## {weights[weight]}\n\n{''.join(found)}" for weight, found in chapters.items()]
    return f"{INTRODUCTION}\n{''.join(parts)}".rstrip() + "\n"


def _section(sample: Path, said: str) -> str:
    text = sample.read_bytes().decode("utf-8", "replace").replace("\r", "").rstrip()
    shown = "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
    source = f"```{sample.suffix[1:]}\n{shown}\n```\n\n" if len(shown) < 2000 else ""
    return f"### {sample.stem}\n\n{source}```text\n$ {asked(sample)}\n{said}\n```\n\n"


def test_the_errors_page_shows_every_sample_and_what_is_said_of_it() -> None:
    page = errors_page()
    if os.environ.get("ARLEDGER_REWRITE"):
        ERRORS_PAGE.write_text(page, encoding="utf-8")
    assert ERRORS_PAGE.read_text(encoding="utf-8") == page


# -- pages ------------------------------------------------------------------------------------


def markdown() -> list[Path]:
    """Every page people read."""
    return sorted({*pages(), *ROOT.glob("*.md"), *ROOT.glob("benchmarks/*.md")})


@pytest.mark.parametrize("page", markdown(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_to_something(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")
@pytest.mark.parametrize(
    "page",
    [p for p in markdown() if p != ERRORS_PAGE and "transcripts" not in p.parts],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_hledger_accepts_a_journal_we_show(page: Path) -> None:
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["info"].partition(" ")[0] == "journal":
            journal = block["body"].encode()
            done = subprocess.run(
                ["hledger", "check", "-f", "-"], input=journal, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stderr.decode()


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))


def test_the_readmes_two_commands_are_the_ones_ci_runs() -> None:
    found = re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(found) == 2
    assert ".venv/bin/arledger aging -f examples/demo/main.journal" in found[0]
    assert found[1].endswith(".venv/bin/python -m pytest -q")
    assert "grep '^python3 -m venv ' README.md" in (ROOT / ".ci" / "run").read_text()
