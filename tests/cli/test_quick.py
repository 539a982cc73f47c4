"""The quick parser and Typer agree on every line the quick one reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arledger.cli.commands import TABLE, load
from arledger.cli.quick import parsed
from arledger.cli.spec import Command
from arledger.cli.typed import read

LINES = [
    "aging",
    "aging acme --as-of 2026-10-31",
    "aging -f a.journal -f - --payable acme cur:EUR not:x",
    "aging -fa.journal --file=b.journal -O json -o x.json --force",
    "aging -X USD --by rep --buckets=10,20 --top 3",
    "aging -- --payable -x",
    "aging --policy= -b 2026",
    "open -e 2026-10 -p lastmonth",
    "history acme -s",
    "why INV-1 acme --color never",
    "print -b 2026-01-01 desc:x",
    "check accounts payees --today 2026-01-01",
    "config -O csv --no-csv-guard",
    "init --dry-run --alias a=b --alias c=d",
    "demo",
    "demo there --force",
    "man",
]

DOUBTFUL = [
    "aging --help",
    "aging --as-of",
    "aging -f",
    "aging --payable=yes",
    "aging --as-o 2026",
    "aging -O pdf",
    "aging --top many",
    "aging -sf x",
    "aging --as-of -1",
    "history",
    "demo a b",
    "man x",
]


@pytest.mark.parametrize("line", LINES)
def test_both_parsers_read_the_same(line: str) -> None:
    name, *words = line.split()
    quick = parsed(load(name), words)
    outcome = read([name, *words])
    assert quick is not None
    assert not isinstance(outcome, int)
    assert outcome[0].name == name
    assert dict(outcome[1]) == quick


@pytest.mark.parametrize("line", DOUBTFUL)
def test_the_quick_parser_leaves_doubtful_lines_to_typer(line: str) -> None:
    name, *words = line.split()
    assert parsed(load(name), words) is None


def lines(command: Command) -> st.SearchStrategy[list[str]]:
    """Words as people might write them: options, values, joined and apart, and queries."""
    flags = [flag for option in command.options for flag in option.flags]
    value = st.sampled_from(
        ["acme", "json", "never", "2026-01-01", "3", "-", "", "a=b", "--", "x y"]
    )
    joined = st.builds("{}={}".format, st.sampled_from(flags), value)
    glued = st.builds("{}{}".format, st.sampled_from([f for f in flags if len(f) == 2]), value)
    return st.lists(st.one_of(st.sampled_from(flags), value, joined, glued), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_quick_parser_reads_typer_reads_alike(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["aging", "history", "check", "print"]))
    command = load(name)
    words = data.draw(lines(command))
    quick = parsed(command, words)
    if quick is not None:
        outcome = read([name, *words])
        assert not isinstance(outcome, int), words
        assert dict(outcome[1]) == quick, words


def test_every_option_of_every_command_has_help_and_a_name_of_its_own() -> None:
    for name in TABLE:
        command = load(name)
        flags = [flag for option in command.options for flag in option.flags]
        assert len(flags) == len(set(flags)), name
        assert all(option.help.endswith(".") for option in command.options), name
        assert all(argument.help for argument in command.arguments), name
