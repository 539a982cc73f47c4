"""Whatever stands at a file's end, the entry is read as it was meant: hledger is the judge."""

import os
import shutil
import subprocess
from decimal import Decimal
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
    proposed,
)

from arledger.journal.model import Tags
from arledger.ledger.events import EVENTS
from arledger.writing.kinds import FORMS
from arledger.writing.proposal import Books, standing
from arledger.writing.wording import appended

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


@pytest.mark.parametrize(
    ("old", "between"),
    [
        (b"", b""),
        (b"\xef\xbb\xbf", b""),
        (b"a\n", b"\n"),
        (b"a", b"\n\n"),
        (b"a\n\n", b""),
        (b"a\n  \t\n", b""),
        (b"a\n  ", b"\n"),
        (b"a\r\n", b"\r\n"),
        (b"a\r\n\r\n", b""),
        (b"a\r\nb", b"\r\n\r\n"),
        (b"\n", b""),
        (b"    a", b"\n\n"),
    ],
)
def test_one_blank_line_stands_between(old: bytes, between: bytes) -> None:
    end = b"\r\n" if b"\r" in old else b"\n"
    assert appended(old, "x\ny\n") == old + between + b"x" + end + b"y" + end


def test_an_amount_without_decimals_is_not_grouped(tmp_path: Path) -> None:
    """To hledger 1,000 may be one, to ledger 1,000. is nothing."""
    head = "commodity 1,000. VND\n\naccount assets:receivable:acme\n"
    books = books_in(tmp_path / "book.journal", head)
    answers = {"amount": ["5000000 VND"], "number": ["1"], "against": ["income"]}
    assert "  5000000 VND\n" in proposed(books, "invoice", answers).text


STYLES = {
    "symbol first": ("commodity $1,000.00", "$", "12.00"),
    "symbol first, apart": ("commodity EUR 1.000,00", "EUR", "12,00"),
    "spaces": ("commodity 1 000,00 EUR", "EUR", "12,00"),
    "points between thousands": ("commodity 1.000,00 EUR", "EUR", "12,00"),
    "no decimals": ("commodity 1,000. VND", "VND", "12"),
    "three decimals": ("commodity 1,000.000 BHD", "BHD", "12.000"),
    "lakhs": ("commodity 1,00,00,000.00 INR", "INR", "12.00"),
    "not declared": ("", "EUR", "12.00"),
    "not declared, comma": ("", "EUR", "1.234,50"),
    "a symbol in quotes": ("", '"A 1"', "12.00"),
    "no symbol": ("", "", "12.00"),
    "one mark declared, the other in force": (
        "commodity 1.000,00 EUR\ndecimal-mark .",
        "EUR",
        "12.00",
    ),
    "the mark of D": ("D 1.000,00 EUR", "USD", "12,00"),
}


@needs_hledger
@pytest.mark.parametrize("style", STYLES)
def test_an_amount_is_read_back_in_any_style(
    style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    head, symbol, amount = STYLES[style]
    text = (
        f"{head}\n\naccount assets:receivable:acme\n\n"
        f"2026-01-01 (I-1) acme\n    assets:receivable:acme  {amount} {symbol}\n    income:sales\n"
    )
    wanted = {}
    for typed in ("5", "1000", "1234.5", "1234567.89", "0.05", "1000000", "100000"):
        path = tmp_path / f"{typed}.journal"
        add(books_in(path, text), "invoice", {"amount": [typed], "number": ["I-2"]}, force=True)
        wanted[path] = typed
    for path, entries in hledger_entries(*wanted).items():
        meant = [(symbol.strip('"'), Decimal(wanted[path]))]
        postings = as_hledger_reads(entries[-1])[-1]
        assert isinstance(postings, list)
        assert postings[0][2] == meant, path.read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("ledger"), reason="ledger is not installed")
@needs_hledger
def test_ledger_comes_to_the_same_balances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every kind of entry in one book: tags a line each, posting dates in brackets."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    path = tmp_path / "book.journal"
    text = POINT.replace("decimal-mark .\ncommodity 1,000.00 EUR\n", "commodity EUR\n")
    books = books_in(path, text.replace("  ; date:2026-09-20, inv:INV-1", ""))
    for kind, given in SAMPLES.items():
        add(books, kind, given, force=True)
    query = ["assets", "income", "expenses", "promise", "order"]
    asked = ["-f", str(path), "bal", "--flat", *query]
    ours = subprocess.run(["hledger", *asked], capture_output=True, text=True, check=True)
    theirs = subprocess.run(["ledger", *asked], capture_output=True, text=True, check=True)
    assert not theirs.stderr
    assert sorted(_balances(ours.stdout)) == sorted(_balances(theirs.stdout))


def _balances(printed: str) -> list[list[str]]:
    """The lines with an account, marks between thousands left out."""
    lines = [line.replace(",", "").split() for line in printed.splitlines()]
    return [line for line in lines if len(line) > 2]
