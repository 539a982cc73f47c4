"""Damaged journals: a clear problem or a right answer, never a traceback, and never two answers."""

import gc
import io
import random
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import pytest
from tests.fuzz.mutations import mutated
from tests.ledger.test_quick import SIDES, Books, compare

from arledger.cli.main import main
from arledger.policy.model import DEFAULT

COMMANDS = [
    ("aging",), ("aging", "--by", "invoice", "-O", "json"), ("aging", "-X", "EUR", "-O", "html"),
    ("open", "-O", "md"), ("customers", "--payable"), ("check",), ("print", "-O", "json"),
    ("balance",), ("why", "c1"), ("history", "c1", "-O", "csv"), ("init",),
]  # fmt: skip
STEERING = frozenset("\x1b\0\r\x07\x9b\x85\u202e\u2028")


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """The command line turns the collector off: it expects to end soon."""
    yield
    gc.enable()


def run(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*words, "--today", "2026-11-22"])
    return code, out.getvalue(), err.getvalue()


def samples() -> list[bytes]:
    folder = Path(__file__).parents[1] / "errors"
    return [path.read_bytes() for path in sorted(folder.glob("*.journal"))]


def test_a_damaged_journal_gives_a_problem_or_an_answer(tmp_path: Path) -> None:
    """Every run ends with one of the four exit codes, and says nothing that steers a terminal."""
    chance = random.Random(1)
    path, books = tmp_path / "book.journal", samples()
    for seed in range(500):
        book = Books(seed).text(5, 0.3).encode() if seed % 2 else chance.choice(books)
        path.write_bytes(mutated(chance, book))
        command = chance.choice(COMMANDS)
        code, out, err = run(*command, "-f", str(path))
        assert code in {0, 1, 2, 3}, (seed, command)
        shown = err if command[0] in {"print", "init"} else out + err
        assert STEERING.isdisjoint(shown), (seed, command)


def test_a_book_cut_off_at_any_byte_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    whole = Books(4).text(4, 0.5).encode()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        code, _, _ = run("aging", "-f", str(path))
        assert code in {0, 1}, end


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    for seed in range(20):
        path.write_bytes(random.Random(seed).randbytes(5000))
        assert run("aging", "-f", str(path))[0] == 1


@pytest.mark.parametrize("oddity", [0.0, 0.2])
def test_both_ways_agree_on_damaged_journals(tmp_path: Path, oddity: float) -> None:
    """The short way sums or gives up, but never says other than the long way."""
    path = tmp_path / "book.journal"
    taken = 0
    for seed in range(500):
        chance = random.Random(seed)
        book = Books(seed).text(chance.randint(3, 9), oddity).encode()
        path.write_bytes(mutated(chance, book))
        as_of = date(2026, chance.randint(1, 12), 3)
        taken += compare(path, DEFAULT, SIDES[seed % 5 == 0], as_of) is not None
    assert taken > 150, "the short way is hardly ever taken: this compares nothing"


BOOK = """\
2026-01-01 (INV-1) A | x
    assets:receivable:acme  100.00 EUR
    income:sales

2026-01-05 (R-1) A | x
    assets:bank  40.00 EUR
    assets:receivable:acme  -40.00 EUR  ; inv:INV-1
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01 (INV-1)", "01  (INV-1)"),
        ("01 (INV-1)", "01 *  (INV-1)"),
        ("    income:sales\n", "    income:sales ; one space is no comment\n"),
        ("  ; inv:INV-1", "\n\u3000; inv:INV-1"),
        ("  ; inv:INV-1", "\n\x0c; inv:INV-1"),
        ("    income:sales\n", "    income:sales\n\x1cfoo\n"),
        ("100.00 EUR\n", "100.00 EUR  ; a remark\n"),
        ("100.00 EUR\n", "100.00 EUR  ; [2025-12-30]\n"),
        ("    income:sales\n", "    income:sales  -100 EUR\n"),
        ("100.00 EUR", "100 EUR"),
        ("income:sales", "income:sales -100.00 EUR"),
        ("assets:receivable:acme", "assets:receivable:"),
        (
            "    income:sales\n",
            "    income:sales\n\naccount assets:receivable:acme  ; customer:z\n",
        ),
    ],
)
@pytest.mark.parametrize("as_of", [date.min, date(2026, 1, 1), date(2026, 6, 30), date.max])
def test_both_ways_read_spaces_remarks_and_decimals_alike(
    tmp_path: Path, old: str, new: str, as_of: date
) -> None:
    path = tmp_path / "book.journal"
    path.write_text(BOOK.replace(old, new), encoding="utf-8", newline="")
    for side in SIDES:
        compare(path, DEFAULT, side, as_of)
