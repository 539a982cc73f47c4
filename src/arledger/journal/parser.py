"""One file's text into a journal's records: items in order, each problem told, none fatal."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from arledger.journal.characters import SPACE, SPACES, without_blank_end
from arledger.journal.codes import Unreadable, problem
from arledger.journal.comments import tags_of
from arledger.journal.context import Context
from arledger.journal.directives import DirectiveReader
from arledger.journal.entries import EntryReader
from arledger.journal.model import Entry, Journal, Rule
from arledger.journal.plain import Taker, plain_bytes
from arledger.patterns import lazy
from arledger.problems import Problem, Span
from arledger.progress import advance

_ITEM = lazy(rf"(\n*)([^\n]+\n(?:{SPACE}[^\n]*\n)*)")
"""Blank lines; then a line, and the indented ones below it."""

_CONTROL = lazy("[\x00-\x08\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MAX_CONTROL = 20
"""Control characters told of in one file; a binary file has thousands."""


_STRETCH = 20_000
"""Characters read between two words about how far it is."""

_BEFORE_ENTRY = lazy(r"(?<=[^\n])\n(?=\n*[0-9])")
"""The end of a line behind which, after blank lines perhaps, an entry begins."""


class World:
    """What is read from one file of the command line and the files it includes."""

    __slots__ = ("asserts", "journal", "problems", "ruled", "unsettled")

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.problems: list[Problem] = []
        self.unsettled: list[Entry] = []
        """Entries that are yet to be balanced."""
        self.ruled: set[str] = set()
        """Accounts auto posting rules post to."""
        self.asserts = False
        """Some posting asserts or assigns a balance."""


class FileParser:
    """Reads the items of one file into a world."""

    __slots__ = ("_context", "_controls", "_directives", "_entries", "_path", "_world")

    def __init__(
        self, world: World, context: Context, path: str, include: Callable[[str, Span], None]
    ) -> None:
        self._world = world
        self._context = context
        self._path = path
        self._controls = 0
        """Control characters told of."""
        self._entries = EntryReader(context, path, world.problems.append)
        self._directives = DirectiveReader(context, world.journal, path, include)

    def read(self, text: str) -> None:
        """Take in all items of a text whose lines end in newlines, the last one too."""
        number = 1
        whole = without_blank_end(text)
        for start, end in _stretches(whole):
            for blank, block in map(re.Match.groups, _ITEM.finditer(whole, start, end)):
                number += len(blank)
                lines = block.split("\n")
                lines.pop()
                self._item(lines, number)
                number += len(lines)
            advance(end - start)
        self._world.unsettled += self._entries.unsettled
        self._world.asserts |= self._entries.asserts
        self._tell_of_controls(text, 1)

    def read_beside(self, data: bytes, taker: Taker) -> None:
        """Take in all items but the plain entries that the taker takes.

        NotPlainError where the bytes cannot be read so. What entries assert takes all of them:
        it is for the taker to check.
        """
        taker.take(plain_bytes(data), self._path, self._context, self._careful)
        self._world.unsettled += self._entries.unsettled

    def _careful(self, lines: list[str], number: int) -> bool:
        before = len(self._world.problems)
        self._item(lines, number)
        if not all(map(str.isprintable, lines)):
            self._tell_of_controls("\n".join(lines), number)
        return len(self._world.problems) == before

    def _item(self, lines: list[str], number: int) -> None:
        line = lines[0]
        if self._context.in_comment:
            taken = self._comment_line(line, number)
        elif "0" <= line[:1] <= "9":
            taken = self._entry(lines, number)
        else:
            taken = self._other(lines, number)
        for offset in range(taken, len(lines)):
            self._orphan(lines[offset], number + offset)

    def _entry(self, lines: list[str], number: int) -> int:
        self._context.in_python = False
        before = len(self._world.problems)
        entry, taken = self._entries.read(lines, number)
        if entry is not None:
            self._world.journal.entries.append(entry)
        else:
            assert len(self._world.problems) > before, "a line with a date is never dropped"
        return taken

    def _other(self, lines: list[str], number: int) -> int:
        line = lines[0]
        first = line.lstrip(SPACES)[:1]
        if not first:
            return len(lines) if self._context.in_python else 1
        if line[0] != first:
            self._orphan(line, number)
            return 1
        if first in ";#*":
            return 1
        self._context.in_python = False
        if first in "~=":
            return self._rule(lines, number)
        return self._directive(lines, number)

    def _directive(self, lines: list[str], number: int) -> int:
        line = lines[0]
        if line.rstrip(SPACES) == "comment":
            self._context.in_comment = True
            return 1
        self._context.in_python = line.startswith("python")
        self._context.amounts.notices.forget()
        try:
            taken = self._directives.obey(lines, number)
        except Unreadable as wrong:
            self._tell(wrong, number)
            taken = len(lines)
        for notice in self._context.amounts.notices.take():
            self._tell(notice, number)
        return taken

    def _rule(self, lines: list[str], number: int) -> int:
        from arledger.journal.rules import check_period, without_multiplier  # few journals have any

        mark = lines[0][0]
        world, span = self._world, Span(self._path, number)
        before = len(world.problems)
        if mark == "~":
            try:
                check_period(lines[0], date(self._context.year, 1, 1))
            except Unreadable as wrong:
                self._tell(wrong, number)
        body = [without_multiplier(line) if mark == "=" else line for line in lines]
        postings, taken = self._entries.postings(body, number, self._context.year)
        if mark == "=":
            world.ruled.update(posting.account for posting in postings)
        if len(world.problems) == before:
            header = lines[0][1:].strip(SPACES)
            world.journal.rules.append(
                Rule("~" if mark == "~" else "=", header, tuple(lines[1:taken]), span)
            )
        return taken

    def _comment_line(self, line: str, number: int) -> int:
        if not line.startswith("end comment"):
            return 1
        if line.rstrip(SPACES) != "end comment":
            wrong = Unreadable(
                "bad-directive", "nothing may follow `end comment`", len("end comment"), len(line)
            )
            self._tell(wrong, number)
        self._context.in_comment = False
        return 1

    def _orphan(self, line: str, number: int) -> None:
        """Pass over an indented comment; tell of any other indented line."""
        text = line.lstrip(SPACES)
        if self._context.in_comment or self._context.in_python or not text:
            return
        if text[0] == ";" and tags_of(text[1:]):
            column = len(line) - len(text)
            self._tell(
                Unreadable("tags-lost", "the tags in this comment belong to nothing", column),
                number,
            )
        elif text[0] not in ";#*":
            column = len(line) - len(text)
            what = "this indented line belongs to nothing above it"
            self._tell(Unreadable("indented-line", what, column, len(line)), number)

    def _tell(self, what: Unreadable, number: int) -> None:
        self._world.problems.append(what.at(self._path, number))

    def _tell_of_controls(self, text: str, first: int) -> None:
        found = _CONTROL.finditer(text)
        for control in islice(found, _MAX_CONTROL - self._controls):
            self._controls += 1
            start = text.rfind("\n", 0, control.start()) + 1
            number = text.count("\n", 0, start) + first
            column = control.start() - start + 1
            message = f"the character U+{ord(control[0]):04X} is invisible"
            span = Span(self._path, number, column, column + 1)
            self._world.problems.append(problem("control-character", message, span))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """A text in stretches of whole items, some thousand characters each: (start, end)."""
    start = 0
    while start < len(text):
        found = _BEFORE_ENTRY.search(text, start + _STRETCH)
        end = found.end() if found is not None else len(text)
        yield start, end
        start = end
