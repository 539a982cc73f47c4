"""``arledger grades --strategy --record``: reviews are shown, and written when nobody objects."""

import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt
from tests.oracle.hledger import needs_hledger

BOOK = """\
account assets:receivable:acme  ; name:ACME Ltd, terms:net 60, grade:B, limit:5.00 EUR
account assets:receivable:slow  ; name:Slow SA, terms:net 30, grade:C

2026-01-10 (1) ACME Ltd | goods
    assets:receivable:acme    100.00 EUR
    income:sales

2026-01-10 (2) Slow SA | goods
    assets:receivable:slow    100.00 EUR
    income:sales
"""
ASKED = ("grades", "-f", "grades.journal", "--today", "2026-03-31", "--strategy", "--record")
REVIEW = """
2026-03-31 ACME Ltd | grade B, by hand: account directive
    ; event: review
    ; customer: acme
    ; limit: 160.00 EUR
"""


@pytest.fixture
def book(folder: Path) -> Path:
    path = folder / "grades.journal"
    path.write_text(BOOK, encoding="utf-8")
    return path


def test_reviews_are_shown_with_what_they_change_and_written(run: Prompt, book: Path) -> None:
    result = run(*ASKED, "acme")
    assert result.code == 0, result.err
    assert book.read_text() == BOOK + REVIEW
    changed = [line.split() for line in result.out.splitlines() if "→" in line]
    assert changed == [
        ["acme", "credit", "hold", "→", "ok"],
        ["acme", "limit", "5.00", "EUR", "→", "160.00", "EUR"],
    ]
    assert result.err == "arledger: wrote to grades.journal:12\n"


def test_everybody_is_reviewed_at_once_or_nobody(run: Prompt, book: Path) -> None:
    assert run(*ASKED).code == 0
    text = book.read_text()
    assert text.count("event: review") == 2
    assert "    ; limit: 0.00 EUR\n    ; terms: prepay\n" in text


def test_what_is_as_the_grade_suggests_is_left_alone(run: Prompt, book: Path) -> None:
    assert run(*ASKED).code == 0
    once = book.read_bytes()
    again = run(*ASKED)
    assert (again.code, again.out, book.read_bytes()) == (0, "", once)
    assert "nothing to write" in again.err


def test_a_dry_run_writes_nothing(run: Prompt, book: Path) -> None:
    result = run(*ASKED, "--dry-run")
    assert (result.code, book.read_text()) == (0, BOOK)
    assert REVIEW.strip() in result.out
    assert "it would go to grades.journal" in result.err


def test_nobody_of_that_name_is_reviewed(run: Prompt, book: Path) -> None:
    result = run(*ASKED, "acne")
    assert (result.code, book.read_text()) == (2, BOOK)


@pytest.mark.parametrize(
    "words",
    [
        ("--record",),
        ("--strategy", "--dry-run"),
        ("--strategy", "--record", "--payable"),
        ("--strategy", "--record", "--alias", "a=b"),
        ("--strategy", "--history", "monthly"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Prompt, book: Path, words: tuple[str, ...]
) -> None:
    result = run("grades", "-f", "grades.journal", *words)
    assert (result.code, book.read_text()) == (2, BOOK)


def test_a_journal_with_errors_is_not_written_to(run: Prompt, book: Path) -> None:
    broken = BOOK + "\n2026-02-30 no such day\n    a  1\n    b\n"
    book.write_text(broken, encoding="utf-8")
    assert (run(*ASKED).code, book.read_text()) == (1, broken)


def test_a_decimal_comma_changes_no_tag(run: Prompt, book: Path) -> None:
    """Amounts in tags have a point, whatever the journal's mark."""
    text = "decimal-mark ,\n\n" + BOOK.replace("100.00 EUR", "100,00 EUR")
    book.write_text(text, encoding="utf-8")
    assert run(*ASKED, "acme").code == 0
    assert book.read_text() == text + REVIEW


@needs_hledger
def test_hledger_takes_what_was_written(run: Prompt, book: Path) -> None:
    assert run(*ASKED).code == 0
    done = subprocess.run(["hledger", "-f", str(book), "check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
