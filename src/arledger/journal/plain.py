"""The short way through the plain entries that most of a big journal is made of.

A plain entry has a full date, two or three real postings, amounts like 1,234.50 EUR, and no
comment lines. One regular expression reads it whole; whoever wants it (a ``Taker``) gets its
texts and never asks for a record. Everything else goes the long way, item by item and in
order, and so does a plain entry that its taker does not want: the long way is the judge.
"""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

from arledger.journal.characters import SPACE, SPACES, without_blank_end
from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.records import record

Row = tuple[str, ...]
"""What the expression found: blank lines before; date, status, code, description, comment of
the entry; account, number, commodity, comment of up to three postings; or (last) an item that
is not plain. A part that is not there is "".
"""

DAY, STATUS, CODE, DESCRIPTION, COMMENT = range(1, 6)
POSTINGS = (6, 10, 14)
"""Where each posting's account stands; its number, commodity and comment follow."""

_INDENTS = tuple(SPACES)

_CHUNK = 1 << 16
"""Characters at a time: what the processor's cache holds."""

_UNSEEN = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
"""Line ends, and what the long way tells of when it meets it."""

_TEXT = rf"[^;{_UNSEEN}]"
_NUMBER = r"-?(?:[0-9]{4,20}|[0-9]{1,3}(?:,[0-9]{3}){0,6})(?:\.[0-9]{1,9})?"
_NOTE = rf"(?: *; ?([^{_UNSEEN}]*))?"
_WORD = rf"[^\s;{_UNSEEN}]"
# Atomic groups keep it linear: what a posting has matched is never tried another way. (Their
# short form, possessive quantifiers, is wrong in CPython 3.11.0 to 3.11.4.)
_AMOUNT = rf"(?:  +({_NUMBER}) ([A-Z]{{3}})|(?=\n|  +;))"  # a `;` after one space is no comment
_POSTING = rf"(?> +((?![(\[*!]){_WORD}+(?: {_WORD}+)*){_AMOUNT}{_NOTE}\n)"
_ROW = re.compile(
    rf"(\n*)(?:(?>([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?> ([*!]))?(?> \(([^){_UNSEEN}]*)\))?"
    rf"(?> ((?![(*!\s]){_TEXT}*))?(?>; ?({_TEXT}*))?\n)"
    rf"{_POSTING}{_POSTING}{_POSTING}?(?!{SPACE})"
    rf"|([^\n]+\n(?:{SPACE}[^\n]*\n)*))"
)


@record
class Stretch:
    """Some thousand characters of a file, cut where a blank line is."""

    path: str
    line: int
    """The number of its first line."""
    text: str
    rows: list[Row]
    _lines: list[str] | None = None

    def lines(self, row: Row, line: int) -> list[str]:
        """The lines of a row that begins at that line of the file, as they are written."""
        if row[-1]:
            return row[-1].split("\n")[:-1]
        if self._lines is None:
            self._lines = self.text.split("\n")
        first = line - self.line
        return self._lines[first : first + length(row)]


def length(row: Row) -> int:
    """The number of lines a plain row has."""
    return 4 if row[POSTINGS[2]] else 3


class Taker(Protocol):
    """Takes plain entries as they are read."""

    def start(self, journal: Journal) -> None:
        """Take from a journal about to be read; NotPlainError if that cannot be."""

    def take(self, stretch: Stretch, context: Context, careful: "Careful") -> None:
        """Take in the rows of a stretch.

        ``careful`` reads one row the long way, and must be given every row that is not taken,
        in its place, with the line it begins at.
        """


Careful = Callable[[list[str], int], None]
"""Reads lines the long way; the number is the first one's."""


class NotPlainError(Exception):
    """The text cannot be read the short way at all."""


def stretches(data: bytes, path: str) -> Iterator[Stretch]:
    """The stretches of a file, in order.

    NotPlainError where the bytes are not plain lines of UTF-8.
    """
    if b"\r" in data or data.startswith(b"\xef\xbb\xbf"):
        raise NotPlainError
    try:
        for line, text in _pieces(data):
            yield Stretch(path, line, text, _ROW.findall(without_blank_end(text)))
    except UnicodeDecodeError:
        raise NotPlainError from None


def items(data: bytes, wanted: list[int]) -> Iterator[tuple[int, list[str]]]:
    """The items of a file that begin at the wanted lines, which rise: (line, its lines)."""
    left = iter(wanted)
    line = next(left, 0)
    for first, text in _pieces(data):
        lines: list[str] = []
        behind = first + text.count("\n") if line else 0
        while line and line < behind:
            lines = lines or text.split("\n")
            start = line - first
            end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith(_INDENTS))
            yield line, lines[start:end]
            line = next(left, 0)


def _pieces(data: bytes) -> Iterator[tuple[int, str]]:
    """A file's text, cut where blank lines are: (number of the first line, text)."""
    if not data.endswith(b"\n") and data:
        data += b"\n"
    start, size, line = 0, len(data), 1
    while start < size:
        end = _cut(data, start, size)
        text = data[start:end].decode()
        yield line, text
        line += text.count("\n")
        start = end


def _cut(data: bytes, start: int, size: int) -> int:
    """Where the stretch from ``start`` ends: behind a blank line, or at the end."""
    end = start + _CHUNK
    if end >= size:
        return size
    blank = data.rfind(b"\n\n", start, end)
    if blank < 0:
        blank = data.find(b"\n\n", end)
    return size if blank < 0 else blank + 2


def is_plain(context: Context) -> bool:
    """Whether nothing in force changes what a plain entry says."""
    return not (
        context.in_comment
        or context.in_python
        or context.aliases
        or context.parents
        or context.amounts.default is not None
        or context.amounts.decimal_mark == ","
    )
