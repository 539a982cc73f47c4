"""``balance``, ``print``, ``check``, ``init`` and ``config``."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

needs_hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")

TREE = """\
account b
account a:z

2026-01-01 x
    a:b:c      1.00 USD
    a:b       10.00 EUR
    a:z       -1.00 USD
    b        -10.00 EUR

2026-02-01 y   ; project:shed
    a:b      -10.00 EUR  ; date:2026-03-01
    b
"""


def balances(run: Prompt, *words: str) -> list[tuple[str, str, str]]:
    rows = list(csv.reader(io.StringIO(run("balance", "-f", "t.journal", "-O", "csv", *words).out)))
    assert rows[0] == ["account", "commodity", "balance"]
    return [(account, commodity, balance) for account, commodity, balance in rows[1:]]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["-E"],
        ["-e", "2026-02-01"],
        ["-e", "2026-03-01"],
        ["-b", "2026-02-01", "-E"],
        ["a"],
        ["cur:USD"],
        ["tag:project"],
        ["not:a:z", "depth:2"],
        ["depth:1", "-E"],
    ],
)
@needs_hledger
def test_balance_is_what_hledger_bal_says(run: Prompt, folder: Path, words: list[str]) -> None:
    (folder / "t.journal").write_text(TREE)
    hledger = ["hledger", "-f", "t.journal", "bal", "--flat", "-O", "csv", "--layout=bare", *words]
    said = subprocess.run(hledger, check=True, capture_output=True, text=True).stdout
    expected = [tuple(row) for row in csv.reader(io.StringIO(said))][1:]
    assert [(a, c, float(b)) for a, c, b in balances(run, *words)] == [
        (a, c, float(b)) for a, c, b in expected if a != "total"
    ]


def test_balance_has_a_total_for_people_and_in_json(run: Prompt, folder: Path) -> None:
    (folder / "t.journal").write_text(TREE)
    assert run("bal", "-f", "t.journal", "a").out.splitlines()[-1].split() == ["Total", "0"]
    envelope = json.loads(run("balance", "-f", "t.journal", "-O", "json", "-e", "2026-03-01").out)
    assert envelope["totals"] == [{"account": None, "commodity": "EUR", "balance": "10.00"}]


def test_print_gives_back_the_entries_that_are_meant(run: Prompt) -> None:
    out = run("print", "-f", "book.journal", "desc:February").out
    assert "(INV-2) ACME | February" in out
    assert "INV-1" not in out
    assert "INV-2" not in run("print", "-f", "book.journal", "-e", "2026-02-01").out


def test_print_in_json_has_every_entry_as_read(run: Prompt) -> None:
    envelope = json.loads(run("print", "-f", "book.journal", "-O", "json").out)
    assert envelope["schema"] == "arledger.print/1"
    assert [entry["code"] for entry in envelope["entries"]] == ["INV-1", "INV-2", "RCP-1", "INV-3"]


def test_print_has_no_csv(run: Prompt) -> None:
    assert run("print", "-f", "book.journal", "-O", "csv").code == 2


def test_a_clean_journal_has_no_problems(run: Prompt) -> None:
    result = run("check", "-f", "book.journal")
    assert result.out.splitlines()[-1] == "No problems: 4 entries in 1 file"
    assert result.code == 0


def test_check_exits_3_for_a_meaning_problem(run: Prompt, folder: Path) -> None:
    (folder / "w.journal").write_text(
        "2026-01-01 x  ; event:nonsense, customer:acme\n\n"
        "2026-01-02 (I) y\n    assets:receivable:acme   1 EUR\n    income:sales\n"
    )
    result = run("check", "-f", "w.journal")
    assert result.code == 3
    assert "w.journal:1" in result.out


def test_check_makes_hledgers_checks_by_name(run: Prompt) -> None:
    result = run("check", "-f", "book.journal", "accounts")
    assert result.code == 3
    assert run("check", "-f", "book.journal", "--strict").code == 1
    assert "income:sales" in result.out
    assert run("check", "-f", "book.journal", "acc").out == result.out
    assert run("check", "-f", "book.journal", "ordereddates", "parseable").code == 0


def test_a_check_that_does_not_exist_is_a_usage_error(run: Prompt) -> None:
    result = run("check", "-f", "book.journal", "acounts")
    assert result.code == 2
    assert "accounts" in result.err


def test_check_in_json_has_every_problem(run: Prompt) -> None:
    envelope = json.loads(run("check", "-f", "book.journal", "accounts", "-O", "json").out)
    assert envelope["schema"] == "arledger.check/1"
    assert {problem["severity"] for problem in envelope["problems"]} == {"warning"}


def test_init_writes_a_policy_that_changes_nothing(run: Prompt, folder: Path) -> None:
    words = ("aging", "-f", "book.journal", "--as-of", "2026-03-31")
    before = run(*words).out
    result = run("init", "-f", "book.journal")
    assert (result.code, result.out) == (0, "")
    assert "wrote arledger.toml" in result.err
    assert run(*words).out == before
    assert run("init", "-f", "book.journal").code == 1


def test_init_may_only_show_what_it_would_write(run: Prompt, folder: Path) -> None:
    for words in (("--dry-run",), ("-o", "-")):
        assert "[aging]" in run("init", "-f", "book.journal", *words).out
    assert not (folder / "arledger.toml").exists()


def test_config_says_where_each_value_comes_from(run: Prompt, folder: Path) -> None:
    (folder / "arledger.toml").write_text("[aging]\nbuckets = [7, 14]\n")
    rows = {
        row["key"]: row
        for row in json.loads(run("config", "-f", "book.journal", "-O", "json").out)["rows"]
    }
    assert rows["aging.buckets"]["value"] == "[7, 14]"
    assert rows["aging.buckets"]["origin"] == "arledger.toml:2"
    assert rows["terms.default"]["origin"] == "default"
    assert all(row["why"] for row in rows.values())
