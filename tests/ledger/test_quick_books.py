"""The short way gives what the long way gives, of books of every kind, however they are taken."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.ledger import dense, rich, wide
from tests.ledger.comparison import TODAY, compare
from tests.ledger.test_beginning import Shelf

from arledger.journal import plain
from arledger.journal.plain import NotPlainError
from arledger.ledger import beginning, halves
from arledger.ledger.quick import ShortWay
from arledger.policy.model import DEFAULT


@pytest.fixture(params=["whole", "bit by bit", "shared"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """How a file is taken: at once, in small stretches, or half of it by another process."""
    if request.param != "whole":
        monkeypatch.setattr(plain, "_CHUNK", 300)
    if request.param == "shared":
        monkeypatch.setattr(halves, "WORTH", 1)
        monkeypatch.setattr(halves, "processors", lambda: 2)
    yield request.param


SEEDS = {"whole": range(360), "bit by bit": range(360, 480), "shared": range(480, 560)}


def test_wide_books(tmp_path: Path, way: str) -> None:
    short = summed = 0
    path = tmp_path / "book.journal"
    for seed in SEEDS[way]:
        book = wide.Wide(seed)
        path.write_bytes(book.data())
        as_of = wide.START + timedelta(book.as_of)
        found = compare(path, book.policy, book.side, as_of, **book.options())
        short += found is not None
        summed += found or 0
    assert short > len(SEEDS[way]) / 2
    assert summed > len(SEEDS[way]) / 3, "hardly anything is summed: this compares nothing"


def test_dense_books(tmp_path: Path, way: str) -> None:
    path, summed = tmp_path / "book.journal", 0
    for seed in SEEDS[way]:
        book = dense.Dense(seed)
        path.write_text(book.text(), encoding="utf-8")
        as_of = dense.START + timedelta(book.as_of)
        summed += bool(compare(path, DEFAULT, "receivable", as_of, **book.options()))
    assert summed > len(SEEDS[way]) / 8, "hardly anything is summed: this compares nothing"


def test_rich_entries(tmp_path: Path, way: str) -> None:
    path, short = tmp_path / "book.journal", 0
    for seed in SEEDS[way]:
        book = rich.Rich(seed)
        path.write_bytes(book.data())
        as_of = rich.START + timedelta(book.as_of)
        short += compare(path, book.policy, book.side, as_of, **book.options()) is not None
    assert short > len(SEEDS[way]) / 2, "the short way is hardly ever taken: this compares nothing"


def test_rich_entries_of_several_files(tmp_path: Path) -> None:
    """What is said of balances in one file is judged by what all of them post, in their order."""
    path, short = tmp_path / "main.journal", 0
    for seed in range(2000, 2120):
        book, chance = rich.Rich(seed), random.Random(seed)
        items, lines = book.text().split("\n\n"), []
        while items:
            count = chance.randint(1, 4)
            part = "\n\n".join(items[:count]) + "\n"
            items = items[count:]
            if chance.random() < 0.5:
                (tmp_path / f"{len(lines)}.journal").write_text(part, encoding="utf-8")
                part = f"include {len(lines)}.journal\n"
            elif chance.random() < 0.7:
                part = re.sub(" ==? [^;\n]*", "", part)
            lines.append(part)
        path.write_text("\n".join(lines), encoding="utf-8")
        as_of = rich.START + timedelta(book.as_of)
        short += compare(path, book.policy, book.side, as_of, **book.options()) is not None
    assert short > 50, "the short way is hardly ever taken: this compares nothing"


@pytest.mark.parametrize("books", [wide.Wide, dense.Dense, rich.Rich])
def test_books_that_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, books: type[wide.Wide] | type[dense.Dense]
) -> None:
    """What an earlier day made of the beginning helps; nothing is shown otherwise for it."""
    monkeypatch.setattr(beginning, "WORTH", 1)
    monkeypatch.setattr(beginning, "_MUCH_MORE", 1)
    resumed = 0
    for seed in range(1000, 1060):
        book, chance, shelf = books(seed), random.Random(seed), Shelf()
        entries = book.text().split("\n\n")
        path, as_of = tmp_path / f"{seed}.journal", wide.START + timedelta(book.as_of)
        policy = book.policy if isinstance(book, wide.Wide) else DEFAULT
        side = book.side if isinstance(book, wide.Wide) else "receivable"
        ends = [*sorted(chance.choices(range(1, len(entries) + 1), k=2)), len(entries)]
        for end in ends:
            path.write_text("\n\n".join(entries[:end]) + "\n", encoding="utf-8")
            day = chance.choice((as_of, TODAY))
            short = ShortWay(policy, side, day, TODAY, shelf)
            compare(path, policy, side, day, short, **book.options())
            resumed += bool(shelf.things)
            try:
                short.keep()
            except NotPlainError:
                pytest.fail("what was taken can be kept")
    assert resumed > 50, "hardly any beginning was kept: this compares nothing"
