"""Whatever stands at a file's end, the entry is read as it was meant: hledger is the judge."""

import os
import shutil
from pathlib import Path

import pytest
from tests.writing.desks import (
    COMMA,
    POINT,
    SAMPLES,
    add,
    as_hledger_reads,
    as_meant,
    books_in,
    drafted,
    hledger_entries,
)

from arledger.journal.model import Tags
from arledger.ledger.events import EVENTS
from arledger.writing.kinds import FORMS
from arledger.writing.proposal import Books, standing

needs_hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")

ENDS = {
    "nothing": "",
    "apply account": "\napply account old\napply account books\n",
    "apply account above ours": "\napply account assets\n",
    "alias": "\nalias income:sales = revenue\nalias assets:bank=assets:cash\n",
    "alias by expression": "\nalias /^(assets):(bank|receivable)/ = \\1:x:\\2\n",
    "alias within apply account": "\nalias a = assets\napply account a\n",
    "year": "\nY 2019\n",
    "default commodity": "\nD 1,000.00 USD\n",
    "comment": "\ncomment\nwhat was meant once\n",
    "carriage returns": "\r\n",
    "byte order mark": "\ufeff",
    "no last newline": "; the end",
    "indented last line": "\n2026-09-02 a\n    assets:bank  1.00 EUR\n    income:sales  ; x:y",
    "blank last line": "\n   \n \t\n",
    "comment without newline": "\ncomment",
    "everything": "\nY2019\nalias income = revenue\napply account old\nD $1,000.00\ncomment\nx",
}


def book(end: str, mark: str) -> bytes:
    """A decimal-point or decimal-comma book with that end."""
    text = POINT if mark == "." else COMMA
    last = ENDS[end]
    if mark == "," and "D " in last:
        last = last.replace("1,000.00", "1.000,00")
    if mark == ",":
        last = last.replace("1.00 EUR", "1,00 EUR")
    if end == "carriage returns":
        return (text + "\n").replace("\n", "\r\n").encode()
    return (last + text if end == "byte order mark" else text + last).encode()


def test_every_kind_has_a_sample() -> None:
    assert SAMPLES.keys() == FORMS.keys()
    assert EVENTS.keys() <= FORMS.keys()


@needs_hledger
@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("end", ENDS)
def test_hledger_reads_exactly_that_entry_more(
    end: str, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind after every end of a file, in books with decimal points and commas."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    data = book(end, mark)
    before = tmp_path / "before.journal"
    names = declared(books_in(before, data if data.endswith(b"\n") else data + b"\n"))
    meant = {}
    for kind, given in SAMPLES.items():
        path = tmp_path / f"{kind}.journal"
        books = books_in(path, data)
        meant[path] = drafted(books, kind, given).entry
        written = add(books, kind, given, force=True)
        assert path.read_bytes().startswith(data)
        assert path.read_text(encoding="utf-8").splitlines()[written.line - 1][:4] == "2026"
    read = hledger_entries(before, *meant)
    for path, entry in meant.items():
        *others, last = read[path]
        assert others == read[before], path.stem
        assert as_hledger_reads(last) == as_meant(entry, names), path.stem


def declared(books: Books) -> dict[str, Tags]:
    """The tags of the accounts, which hledger gives to their postings."""
    journal = standing(books, books.today).journal
    return {name: declaration.tags for name, declaration in journal.accounts.items()}
