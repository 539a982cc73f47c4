"""What a run reads, and the day it is about."""

from pathlib import Path

import pytest
from tests.cli.conftest import BOOK, Prompt

TODAY = ("--today", "2026-03-31")


def test_the_journal_comes_from_the_environment_when_none_is_named(
    run: Prompt, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("aging", "-f", "book.journal", *TODAY).out
    (folder / "other.journal").write_text("")
    monkeypatch.setenv("LEDGER_FILE", "book.journal")
    assert run("aging", *TODAY).out == expected
    monkeypatch.setenv("ARLEDGER_FILE", "other.journal")
    assert "Nothing is open." in run("aging", *TODAY).out
    assert run("aging", "-f", "book.journal", *TODAY).out == expected


def test_hledgers_own_file_is_the_last_resort(run: Prompt, folder: Path) -> None:
    assert run("aging", *TODAY).code == 1
    (folder / ".hledger.journal").write_text(BOOK, encoding="utf-8")
    assert "acme" in run("aging", *TODAY).out


def test_a_hyphen_reads_standard_input(run: Prompt) -> None:
    assert (
        run("aging", "-f", "-", *TODAY, stdin=BOOK).out
        == run("aging", "-f", "book.journal", *TODAY).out
    )


def test_a_prefix_says_that_a_file_is_a_journal(run: Prompt) -> None:
    assert "acme" in run("aging", "-f", "journal:book.journal", *TODAY).out


def test_several_files_are_one_book(run: Prompt, folder: Path) -> None:
    (folder / "more.journal").write_text(BOOK.replace("acme", "bolt"), encoding="utf-8")
    out = run("customers", "-f", "book.journal", "-f", "more.journal", *TODAY, "-O", "csv").out
    assert "acme" in out
    assert "bolt" in out


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "2026-02-28"),
        ("--as-of", "yesterday", "--today", "2026-03-01"),
        ("--today", "2026-02-28"),
        ("-e", "2026-03-01"),
        ("-p", "2026-02"),
        ("-p", "to 2026-03"),
        ("-b", "2025-01-01", "-e", "2026-03"),
        ("-e", "2027", "--as-of", "2026-02-28"),
    ],
)
def test_the_day_of_the_figures(run: Prompt, words: tuple[str, ...]) -> None:
    assert "as of 2026-02-28" in run("aging", "-f", "book.journal", *words).out.splitlines()[0]


def test_begin_selects_what_is_shown_after_everything_was_allocated(run: Prompt) -> None:
    out = run("open", "-f", "book.journal", *TODAY, "-b", "2026-02-01", "-O", "csv").out
    assert "INV-1" not in out
    assert "INV-2,invoice,2026-02-10,2026-03-12,19,EUR,500.00,500.00" in out


def test_a_selected_total_says_so(run: Prompt) -> None:
    out = run("aging", "-f", "book.journal", *TODAY, "cur:EUR").out
    assert "only cur:EUR" in out
    assert "CNY" not in out
    assert "Totals are of the selection" in out


@pytest.mark.parametrize(
    "word", ["acme", "ACME", "Trading", "cur:EUR", "tag:name=trading", "not:上海"]
)
def test_a_query_term_chooses_customers(run: Prompt, word: str) -> None:
    out = run("aging", "-f", "book.journal", *TODAY, word, "-O", "csv").out
    assert [line.split(",")[0] for line in out.splitlines()[1:]] == ["acme"]


@pytest.mark.parametrize("flag", ["-D", "-W", "-M", "-Q", "-Y", "--monthly"])
def test_an_interval_means_nothing_to_the_figures_of_one_day(run: Prompt, flag: str) -> None:
    result = run("aging", "-f", "book.journal", flag)
    assert (result.code, result.out) == (2, "")
    assert "--as-of" in result.err


def test_a_period_with_an_interval_is_refused_too(run: Prompt) -> None:
    assert run("aging", "-f", "book.journal", "-p", "monthly in 2026").code == 2


@pytest.mark.parametrize("flag", ["--as-of", "--today", "-b", "-e", "-p"])
def test_a_day_that_is_none_is_a_usage_error_naming_its_option(run: Prompt, flag: str) -> None:
    result = run("aging", "-f", "book.journal", flag, "2026-02-31")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"arledger: {flag} 2026-02-31: ")


def test_a_query_that_is_none_is_a_usage_error(run: Prompt) -> None:
    assert run("aging", "-f", "book.journal", "amt:x").code == 2


def test_an_alias_needs_both_its_names(run: Prompt) -> None:
    assert run("aging", "-f", "book.journal", "--alias", "x").code == 2
    out = run(
        "aging",
        "-f",
        "book.journal",
        *TODAY,
        "--alias",
        "assets:receivable=assets:debtors:receivable",
    ).out
    assert "acme" in out


def test_amounts_in_another_currency_need_a_price_and_say_which(run: Prompt, folder: Path) -> None:
    (folder / "p.journal").write_text(BOOK + "\nP 2026-03-30 CNY 0.125 EUR\n", encoding="utf-8")
    result = run("aging", "-f", "p.journal", *TODAY, "-X", "EUR")
    assert "875.00" in result.out
    assert "1 CNY = 0.125 EUR" in result.out
    result = run("aging", "-f", "book.journal", *TODAY, "-X", "EUR")
    assert "no-price" in result.err
    assert "7000.00" in result.out or "7,000.00" in result.out


def test_without_any_journal_a_newcomer_is_told_how_to_name_one(
    run: Prompt, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ARLEDGER_FILE", "LEDGER_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder / "home"))
    result = run("aging")
    assert (result.code, result.out) == (1, "")
    assert "-f FILE" in result.err
    assert "did you mean -f book.journal?" in run("aging", "book.journal").err
