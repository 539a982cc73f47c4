"""The list of commands is complete and says what each module says."""

from pathlib import Path

from arledger.cli.commands import ALIASES, TABLE, load
from arledger.reports import __file__ as reports


def test_every_report_is_a_command() -> None:
    """By itself, or in a command of its name that can do more."""
    modules = {f"arledger.reports.{p.stem}" for p in Path(reports).parent.glob("[a-z]*")}
    found = {path for path, _ in TABLE.values() if "reports" in path}
    wrapped = {f"arledger.reports.{name}" for name, (path, _) in TABLE.items() if "cli" in path}
    assert modules == found | (wrapped & modules)


def test_the_summary_of_a_command_is_the_first_line_of_its_help() -> None:
    for name, (_, summary) in TABLE.items():
        assert load(name).help.splitlines()[0] == summary


def test_an_alias_is_no_command_and_means_one() -> None:
    assert not TABLE.keys() & ALIASES
    assert set(ALIASES.values()) <= TABLE.keys()


def test_an_option_of_few_words_takes_no_other() -> None:
    """Whether its type is a Literal or a Literal that may be None."""
    choices = {option.name: option.choices for option in load("aging").options}
    assert choices["sort"] == ("name", "total", "overdue", "oldest")
    assert choices["basis"] == ("due", "date", "original")
    assert choices["unapplied"] == ("column", "oldest", "own-age")
