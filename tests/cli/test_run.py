"""A report's run: what stops it, and what it says besides."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import BOOK, Prompt

DAY = ("--as-of", "2026-03-31")


@pytest.mark.parametrize(
    "command", ["aging", "open", "customers", "balance", "print", "config", "init"]
)
def test_an_error_in_the_journal_withholds_the_figures(
    run: Prompt, folder: Path, command: str
) -> None:
    (folder / "bad.journal").write_text(
        BOOK + "\n2026-04-01 x\n    a   1 EUR\n    b   2 EUR\n", encoding="utf-8"
    )
    result = run(command, "-f", "bad.journal")
    assert (result.code, result.out) == (1, "")
    assert "bad.journal:" in result.err
    assert "no figures" in result.err


def test_all_errors_are_told_at_once(run: Prompt, folder: Path) -> None:
    bad = "\n2026-04-01 x\n    a   1 EUR\n    b   2 EUR\n"
    (folder / "bad.journal").write_text(bad * 3)
    assert run("aging", "-f", "bad.journal").err.count(": error[") == 3


def test_beyond_fifty_problems_the_rest_is_counted(run: Prompt, folder: Path) -> None:
    bad = "2026-04-01 x\n    a   1 EUR\n    b   2 EUR\n\n"
    (folder / "bad.journal").write_text(bad * 60)
    err = run("aging", "-f", "bad.journal").err
    assert err.count(": error[") == 50
    assert "... and 10 more problems" in err
    assert run("check", "-f", "bad.journal").out.count(": error[") == 60


def test_a_warning_goes_to_stderr_and_into_json_and_leaves_the_figures(
    run: Prompt, folder: Path
) -> None:
    (folder / "w.journal").write_text(BOOK.replace("inv:INV-1", "inv:INV-9"), encoding="utf-8")
    result = run("aging", "-f", "w.journal", *DAY, "-O", "json")
    assert result.code == 0
    assert "warning[" in result.err
    (problem,) = json.loads(result.out)["problems"]
    assert (problem["severity"], problem["file"], problem["line"]) == ("warning", "w.journal", 14)


def test_an_unreadable_policy_withholds_the_figures(run: Prompt, folder: Path) -> None:
    (folder / "arledger.toml").write_text("[aging]\nbukets = [1]\n")
    result = run("aging", "-f", "book.journal", *DAY)
    assert (result.code, result.out) == (1, "")
    assert "did you mean" in result.err
    assert "buckets" in result.err


def test_a_policy_is_found_named_or_in_the_environment(
    run: Prompt, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p.toml").write_text("[aging]\nbuckets = [7]\n")
    assert "1-7" not in run("aging", "-f", "book.journal", *DAY, "-O", "csv").out
    named = run("aging", "-f", "book.journal", *DAY, "-O", "csv", "--policy", "p.toml").out
    assert "1-7,8+" in named
    monkeypatch.setenv("ARLEDGER_POLICY", "p.toml")
    assert run("aging", "-f", "book.journal", *DAY, "-O", "csv").out == named


def test_options_of_a_report_that_mean_nothing_are_usage_errors(run: Prompt) -> None:
    result = run("aging", "-f", "book.journal", "--buckets", "3,2")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("arledger: --buckets 3,2: ")


def test_a_customer_nobody_knows_is_a_usage_error(run: Prompt) -> None:
    assert run("history", "nobody", "-f", "book.journal", *DAY).code == 2


def test_two_runs_give_the_same_bytes(run: Prompt) -> None:
    for format_ in ("text", "csv", "tsv", "json", "md", "html"):
        words = ("aging", "-f", "book.journal", *DAY, "-O", format_)
        assert run(*words).out == run(*words).out != ""


def test_strict_demands_declared_accounts(run: Prompt) -> None:
    result = run("aging", "-f", "book.journal", *DAY, "-s")
    assert (result.code, result.out) == (1, "")
    assert "income:sales" in result.err


def test_payables_are_the_same_with_the_signs_turned(run: Prompt, folder: Path) -> None:
    (folder / "pay.journal").write_text(
        "2026-01-01 (B-1) mill | flour\n    liabilities:payable:mill   -120.00 EUR\n    expenses:flour\n"
    )
    out = run("aging", "--payable", "-f", "pay.journal", *DAY, "-O", "csv").out
    assert out.splitlines()[1].startswith("mill,mill,EUR,")
    assert out.splitlines()[1].endswith(",120.00,0")


def test_many_warnings_take_a_line_each_and_leave_the_report_on_the_screen(
    run: Prompt, folder: Path
) -> None:
    wrong = (
        "2026-02-21 ACME\n    assets:bank  1 EUR\n    assets:receivable:acme  -1 EUR  ; inv:X{}\n\n"
    )
    several = "".join(wrong.format(n) for n in range(12))
    (folder / "w.journal").write_text(BOOK + "\n" + several, encoding="utf-8")
    err = run("aging", "-f", "w.journal", *DAY).err
    assert err.count(": warning[") == 10
    assert "^" not in err
    assert "... and 2 more problems" in err
    assert err.endswith("arledger: 12 warnings: see arledger check\n")


def test_a_customer_nobody_is_called_is_said_with_who_may_be_meant(run: Prompt) -> None:
    result = run("aging", "-f", "book.journal", *DAY, "acne", "cur:XYZ")
    assert "no customer is called 'acne'; did you mean acme?" in result.err
    assert "XYZ'" not in result.err
    assert "no customer" not in run("open", "-f", "book.journal", *DAY, "ACME", "not:x").err


def test_a_number_where_a_customer_is_meant_is_told_what_it_is(run: Prompt) -> None:
    """Nobody is helped by: no customer is called INV-1; did you mean INV-1?"""
    result = run("promises", "-f", "book.journal", *DAY, "inv-1")
    said = "no customer is called 'inv-1'; it is a number of acme: arledger why inv-1"
    assert said in result.err


def test_a_journal_without_an_account_of_that_name_is_told_how_to_name_one(
    run: Prompt, folder: Path
) -> None:
    text = "2026-01-10 (1) Acme\n    assets:owed by clients:acme   1 EUR\n    income:sales\n"
    (folder / "own.journal").write_text(text)
    for command in ("aging", "customers"):
        assert "[accounts] receivable = [" in run(command, "-f", "own.journal", *DAY).err
    assert "[accounts] payable = [" in run("open", "--payable", "-f", "book.journal", *DAY).err
    (folder / "arledger.toml").write_text('[accounts]\nreceivable = ["assets:owed by clients"]\n')
    result = run("customers", "-f", "own.journal", *DAY)
    assert ("acme" in result.out, result.err) == (True, "")


def test_before_the_first_document_there_is_nothing_to_name(run: Prompt) -> None:
    assert "[accounts]" not in run("aging", "-f", "book.journal", "--as-of", "2025-01-01").err
