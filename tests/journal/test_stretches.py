"""A text is read in stretches of whole items: where they are cut changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from arledger.journal.loader import loads
from arledger.journal.parser import _stretches

ROOT = Path(__file__).parents[2]
JOURNALS = sorted([*ROOT.glob("tests/errors/*.journal"), *ROOT.glob("examples/**/*.journal")])

ODD = "\n\n\n2026-01-01 a\n  x  1 EUR\n  y\n\n\n\n\n2026-01-02 b\n  x  1\n\n \n2026-01-03\n"
BLOCKS = "comment\n2026-01-01 no\n\n2026-01-02 no\nend comment\n2026-01-03 yes\n  a  1\n  b\n\n\n"


def read(text: str) -> object:
    journal, problems = loads(text, today=date(2026, 1, 1))
    return [repr(entry) for entry in journal.entries], problems


@pytest.mark.parametrize("size", [0, 1, 7, 40])
def test_stretches_of_any_size_are_read_alike(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in JOURNALS]
    texts += [ODD, BLOCKS, ODD * 3, "\n", ""]
    expected = list(map(read, texts))
    monkeypatch.setattr("arledger.journal.parser._STRETCH", size)
    assert list(map(read, texts)) == expected


def test_a_big_text_is_read_in_many_stretches() -> None:
    text = ODD * 3000
    found = list(_stretches(text))
    assert len(found) > 5
    assert "".join(text[start:end] for start, end in found) == text
