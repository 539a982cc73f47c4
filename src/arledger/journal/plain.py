"""The short way through the plain entries that most of a big journal is made of.

A plain entry has a full date, at most three postings, amounts like 1,234.50 EUR or $1,234.50,
and comments where they are usual. One regular expression reads it whole, from bytes; whoever
wants it (a ``Taker``) gets its parts and never asks for a record. Everything else goes the long
way, item by item and in order, and so does a plain entry that its taker does not want: the long
way is the judge.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Protocol

from arledger.journal.characters import SPACES
from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.patterns import lazy
from arledger.progress import advance
from arledger.records import NamedTuple, field, record

Row = tuple[bytes, ...]
"""What the expression found: blank lines before; date, status, code, description, comment of
the entry; account, number, commodity, comment of up to three postings, each with the document
that is all its comment names, by one plain word; comment lines below; or (last) an item that is
not plain. A part that is not there is empty. Where the commodity is, its symbol stands before the
number (``parted``), or the number has none.
"""

POSTINGS = (6, 11, 16)
"""Where each posting's account stands; its number, commodity, comment and document follow."""

BELOW = 21
"""Where the comment lines below the entry stand."""

SYMBOLS = "$€£¥₫"
"""What may stand before a number."""

_CHUNK = 1 << 15
"""Bytes at a time: what the processor's cache holds."""

_MANY_BLANK = b"\n" * 99

# Spaces of several bytes are rare: an item they indent is not plain, but must be seen whole.
_WIDE_SPACES = b"|".join(c.encode() for c in SPACES if ord(c) > 0x7F)
_ITEM = rb"[^\n]+\n(?:[\t\v\f\r ][^\n]*\n|(?:" + _WIDE_SPACES + rb")[^\n]*\n)*"
MAY_INDENT = b"\t\v\f\r \xc2\xe1\xe2\xe3"
"""The first byte of a space."""

UNSEEN = rb"\x00-\x1f\x7f"
"""Line ends, and what the long way tells of when it meets it."""
# One expression for each first byte: a search for a byte is ten times as fast as one for two.
_UNSEEN_WIDE = (
    lazy(rb"\xc2[\x80-\x9f]"),
    lazy(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])"),
)

_TEXT = rb"[^;" + UNSEEN + rb"]"
_WORD = rb"[^ ;" + UNSEEN + rb"]"
# Atomic groups keep it linear: what a posting has matched is never tried another way. (Their
# short form, possessive quantifiers, is wrong in CPython 3.11.0 to 3.11.4.)
# What may be missing is `(?:...|)`: that looks at the next character, and `(?:...)?` begins a loop.
HEAD = (
    rb"(?>([0-9]{4}-[0-9]{2}-[0-9]{2})(?=[ \n])"
    rb"(?: ([*!])|)(?: \(([^)" + UNSEEN + rb"]*)\)|)"
    rb"(?: ((?![(*!\s])" + _TEXT + rb"*)|)(?:; ?(" + _TEXT + rb"*)|)\n)"
)
"""An entry's first line: date, status, code, description, comment."""
_WORDS = rb"(?: " + _WORD + rb"+(?: " + _WORD + rb"+)*|)"
ACCOUNT = rb" +([^\[*! ;" + UNSEEN + rb"]" + _WORD + rb"*" + _WORDS + rb")"
_SYMBOL = b"|".join(re.escape(symbol.encode()) for symbol in SYMBOLS)
AMOUNT = (
    rb"(-?(?:(?=[$\xc2\xe2])(?:" + _SYMBOL + rb")-?|)"
    rb"[0-9]{1,3}(?:,[0-9][0-9][0-9](?:,[0-9]{3}){0,5}|[0-9]{1,17}|)(?:\.[0-9]{1,9}|))"
    rb"(?: ([A-Z][A-Z][A-Z])|)"
)
NO_AMOUNT = rb"(?=\n|  +;)"  # one space before `;` is too few
NOTE = rb"(?:\n| *; ?([^" + UNSEEN + rb"]*)\n)"
_DOCUMENT = rb"inv:(?!-\n)([!-+\--9;-Z\\-~]+)(?=\n)"
_REFERENCE = rb"(?:\n| *; ?((?:" + _DOCUMENT + rb"|)[^" + UNSEEN + rb"]*)\n)"
_POSTING = rb"(?>" + ACCOUNT + rb"(?:  +" + AMOUNT + rb"|" + NO_AMOUNT + rb")" + _REFERENCE + rb")"
_POSTINGS = b"(?:" + _POSTING + b"(?:" + _POSTING + b"(?:" + _POSTING + b"|)|)|)"
_REMARK = rb" +;[^" + UNSEEN + rb"]*\n"
_ROW = re.compile(
    rb"(\n*)(?:" + HEAD + _POSTINGS + rb"((?:" + _REMARK + rb"(?>" + _REMARK + rb")*|))"
    rb"(?![" + MAY_INDENT + rb"])|(" + _ITEM + rb"))"
)
_ITEMS = lazy(rb"(\n*)(" + _ITEM + rb")")
_NOTHING = (b"",) * BELOW


_SIGNED = {
    f"{before}{symbol}{behind}".encode(): ((before + behind).encode(), symbol.encode())
    for symbol in SYMBOLS
    for before, behind in (("", ""), ("-", ""), ("", "-"))
}


def parted(amount: bytes) -> tuple[bytes, bytes]:
    """(number, symbol) of an amount whose symbol stands before its number; "" where none does."""
    written = amount.rstrip(b"0123456789.,")
    sign, symbol = _SIGNED.get(written, (b"", b""))
    return (sign + amount[len(written) :], symbol) if symbol else (amount, b"")


@record
class Stretch:
    """Some thousand bytes of a file, cut where a blank line is."""

    path: str
    start: int
    """Where it begins among the file's bytes."""
    end: int
    line: int
    """The number of its first line."""
    data: bytes
    rows: list[Row]
    _at: tuple[int, int] = (0, 0)
    """A row, and the line at which its blank lines begin."""
    _lines: list[bytes] = field(default_factory=list)

    def where(self) -> "Where":
        """Where it is."""
        return Where(self.path, self.start, self.end, self.line, len(self.rows))

    def place(self, index: int) -> int:
        """The number of the line at which a row's text begins; indexes must rise."""
        before, line = self._at
        line = line or self.line
        for row in self.rows[before:index]:
            line += length(row)
        self._at = index, line
        return line + len(self.rows[index][0])

    def lines(self, index: int) -> tuple[list[str], int]:
        """The lines of a row as written, and the number of the first; indexes must rise."""
        first = self.place(index)
        row = self.rows[index]
        text = row[-1] or self._text(first - self.line, length(row) - len(row[0]))
        return text.decode().split("\n")[:-1], first

    def _text(self, first: int, count: int) -> bytes:
        return b"".join(self._split()[first : first + count])

    def _split(self) -> list[bytes]:
        if not self._lines:
            self._lines = self.data.splitlines(keepends=True)
        return self._lines


def length(row: Row) -> int:
    """The number of lines a row has, blank ones before it too."""
    if row[-1]:
        return len(row[0]) + row[-1].count(b"\n")
    postings = sum(bool(row[at]) for at in POSTINGS)
    return len(row[0]) + 1 + postings + row[BELOW].count(b"\n")


def is_entry(row: Row) -> bool:
    """Whether a row is an entry, plain or not."""
    return not row[-1] or row[-1][:1].isdigit()


class Taker(Protocol):
    """Takes plain entries as they are read, and sees to it that what entries assert is so."""

    def start(self, journal: Journal) -> None:
        """Take from a journal about to be read; NotPlainError if that cannot be."""

    def take(self, data: bytes, path: str, context: Context, careful: "Careful") -> None:
        """Take in the rows of a file.

        ``careful`` reads one row the long way, and must be given every row that is not taken,
        in its place, with the line it begins at.
        """


Careful = Callable[[list[str], int], bool]
"""Reads lines the long way, and says whether there was nothing to tell of them; the number is the
first one's."""


class NotPlainError(Exception):
    """The text cannot be read the short way at all."""


def plain_bytes(data: bytes) -> bytes:
    """The bytes of a file with its lines ending in newlines, the last one too.

    NotPlainError where carriage returns stand alone.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            raise NotPlainError
    data = _without_blank_end(data)
    return data if data.endswith(b"\n") or not data else data + b"\n"


def _without_blank_end(data: bytes) -> bytes:
    """Bytes less the blank lines at their end, if they are many.

    Each of them would be looked at again from each one.
    """
    return data.rstrip(b"\n") + b"\n" if data.endswith(_MANY_BLANK) else data


def stretches(
    data: bytes, path: str, start: int = 0, line: int = 1, until: int | None = None
) -> Iterator[Stretch]:
    """The stretches of plain bytes between two cuts, in order; NotPlainError if not UTF-8."""
    until = len(data) if until is None else until
    while start < until:
        end = min(until, cut(data, start + _CHUNK))
        part = data[start:end]
        yield Stretch(path, start, end, line, part, _rows(part))
        line += part.count(b"\n")
        start = end
        advance(len(part))


def _rows(part: bytes) -> list[Row]:
    try:
        part.decode()
    except UnicodeDecodeError:
        raise NotPlainError from None
    part = _without_blank_end(part)
    if has_unseen(part):
        return [(blank, *_NOTHING, item) for blank, item in _ITEMS.findall(part)]
    return _ROW.findall(part)


def has_unseen(text: bytes) -> bool:
    """Whether there are invisible characters of several bytes in a text."""
    first, second = _UNSEEN_WIDE
    return (first.search(text) or second.search(text)) is not None


def cut(data: bytes, near: int) -> int:
    """A place behind a blank line near another one, before it if possible; the end without."""
    if near >= len(data):
        return len(data)
    blank = data.rfind(b"\n\n", max(0, near - _CHUNK), near)
    if blank < 0:
        blank = data.find(b"\n\n", near)
    return len(data) if blank < 0 else blank + 2


class Where(NamedTuple):
    """Where a stretch is: what finds its rows again."""

    path: str
    start: int
    end: int
    line: int
    """The number of its first line."""
    rows: int
    """How many there are."""


def items_at(data: bytes, where: Where, indexes: Iterable[int]) -> Iterator[tuple[int, bytes, int]]:
    """(index, its text, number of its first line) of items of the stretch there; indexes must rise.

    The items are those that its rows were: they begin and end alike, plain or not.
    """
    part = data[where.start : where.end]
    if part.startswith(b"\n") or b"\n\n\n" in part:
        items = []
    else:
        items = part.rstrip(b"\n").split(b"\n\n")
    if len(items) != where.rows:  # not one blank line between any two
        yield from _found_at(part, where.line, indexes)
        return
    line, start, before = where.line, 0, 0
    for index in indexes:
        behind = start + sum(map(len, items[before:index])) + 2 * (index - before)
        line += part.count(b"\n", start, behind)
        start, before = behind, index
        yield index, items[index] + b"\n", line


def _found_at(part: bytes, line: int, indexes: Iterable[int]) -> Iterator[tuple[int, bytes, int]]:
    found = _ITEMS.findall(_without_blank_end(part))
    start = before = 0
    for index in indexes:
        behind = start + sum(map(len, chain.from_iterable(found[before:index])))
        blank, item = found[index]
        line += part.count(b"\n", start, behind)
        start, before = behind, index
        yield index, item, line + len(blank)


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
