"""todo.txt and iCalendar: the worklist has them, and nothing else does."""

from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

from arledger.cli.commands import TABLE, load

BOOK = ("-f", "book.journal", "--as-of", "2026-03-31")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("today.ics", b"BEGIN:VCALENDAR\r\n"), ("today.todo", b"(A) 2026-03-31 ")],
)
def test_the_ending_of_a_file_picks_them(
    run: Prompt, folder: Path, name: str, beginning: bytes
) -> None:
    result = run("worklist", *BOOK, "-o", name)
    assert (result.code, result.out) == (0, "")
    assert (folder / name).read_bytes().startswith(beginning)


def test_they_may_be_asked_for(run: Prompt) -> None:
    assert run("worklist", *BOOK, "-O", "todo").out.startswith("(A) 2026-03-31 ")
    assert run("worklist", *BOOK, "-O", "ics").out.endswith("END:VCALENDAR\r\n")


def test_its_help_names_them_and_that_of_others_does_not(run: Prompt) -> None:
    assert "todo, ics" in " ".join(run("worklist", "--help").out.split())
    assert "ics" not in run("aging", "--help").out


@pytest.mark.parametrize("format_", ["todo", "ics"])
@pytest.mark.parametrize("name", sorted(TABLE.keys() - {"worklist"}))
def test_every_other_command_refuses_them(run: Prompt, name: str, format_: str) -> None:
    formats = [option for option in load(name).options if option.name == "format"]
    if formats:
        result = run(name, "-O", format_)
        assert (result.code, result.out) == (2, "")
        assert f"'{format_}' is not one of" in result.err


def test_their_endings_mean_nothing_to_another_report(run: Prompt, folder: Path) -> None:
    result = run("aging", *BOOK, "-o", "today.ics")
    assert (result.code, result.err.splitlines()) == (
        2,
        ["arledger: no format goes with the ending of today.ics", "  -O text|csv|tsv|json|md|html"],
    )
    assert "|todo|ics" in run("worklist", *BOOK, "-o", "today.pdf").err
    assert not [*folder.glob("today.*")]


def test_alerts_are_also_written_for_prometheus(run: Prompt, folder: Path) -> None:
    result = run("alerts", *BOOK, "-o", "arledger.prom")
    assert (result.code, result.out) == (0, "")
    assert (folder / "arledger.prom").read_text().startswith("# HELP arledger_alert ")
    assert run("worklist", *BOOK, "-O", "prom").code == 2
    assert "prom" not in run("aging", "--help").out
