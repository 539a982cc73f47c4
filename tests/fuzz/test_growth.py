"""Twice the text takes about twice the work, wherever a text can be long."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from arledger.journal.loader import load
from arledger.journal.plain import NotPlainError
from arledger.ledger.build import build_book
from arledger.ledger.quick import quick_book
from arledger.policy.model import DEFAULT
from arledger.problems import Severity, worst

DAY = date(2026, 6, 30)
HEAD = "2026-01-01 (I-1) Acme"
POSTED = "    assets:receivable:acme"


def book(account: str = "", amount: str = "100 EUR", comment: str = "") -> str:
    return f"{HEAD}{comment}\n{POSTED}{account}  {amount}\n    income:sales\n"


LONG: dict[str, Callable[[int], str]] = {
    "blank lines": lambda n: "\n" * n + book() + "\n" * n,
    "lines of spaces": lambda n: " \n" * n + book(),
    "components": lambda n: book(account=":a" * (n // 2)),
    "components by a name": lambda n: book(account=":receivable" * (n // 11)),
    "a deep declaration": lambda n: f"account assets:receivable:acme{':a' * n}\n" + book(),
    "an open lot date": lambda n: book(amount="1 EUR [" + " " * n),
    "an open brace": lambda n: book(amount="1 EUR " + "{" * n),
    "digits": lambda n: book(amount="1" * n + " EUR"),
    "groups": lambda n: book(amount="1" + ",1" * n + " EUR"),
    "signs": lambda n: book(amount="- " * n + "1 EUR"),
    "tags": lambda n: book(comment="  ; " + "a:b, " * (n // 5)),
    "colons": lambda n: book(comment="  ; " + ":" * n),
    "brackets in a comment": lambda n: book(amount="1 EUR  ; " + "[0-" * (n // 3)),
    "dates in a comment": lambda n: book(amount="1 EUR  ; " + "[2026-01-01]" * (n // 12)),
    "postings of an entry": lambda n: f"{HEAD}\n" + f"{POSTED}  1 EUR\n" * (n // 35) + " b\n",
    "receivables only": lambda n: (
        f"{HEAD}\n" + f"{POSTED}  1 EUR\n" * (n // 70) + f"{POSTED}  -1 EUR\n" * (n // 70)
    ),
}


def work(text: str, path: Path) -> float:
    """Seconds of the processor both ways take: the least of two runs."""
    path.write_text(text, encoding="utf-8", newline="")
    return min(timed(path), timed(path))


def timed(path: Path) -> float:
    start = process_time()
    with suppress(NotPlainError):
        quick_book([os.fspath(path)], DEFAULT, "receivable", DAY, today=DAY)
    journal, problems = load([os.fspath(path)], today=DAY)
    if worst(problems) is not Severity.ERROR:
        build_book(journal, DEFAULT, side="receivable", as_of=DAY)
    return process_time() - start


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_work_grows_with_the_text(text: Callable[[int], str], tmp_path: Path) -> None:
    """Eight times the text takes far less than the 64 times of a loop within a loop."""
    path = tmp_path / "book.journal"
    small, large = work(text(4_000), path), work(text(32_000), path)
    assert large < 24 * small + 0.05
