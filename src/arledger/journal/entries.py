"""Entries: a line that begins with a date, and the indented lines below it."""

import re
from collections.abc import Callable
from datetime import date

from arledger.journal.balance import settles
from arledger.journal.characters import SPACE, SPACES
from arledger.journal.codes import Unreadable, problem
from arledger.journal.comments import cuts_of, tags_of
from arledger.journal.context import Context
from arledger.journal.dates import date_at
from arledger.journal.model import Amount, Entry, Posting, PostingKind, Tags
from arledger.journal.postings import PLAIN, STATUSES, comment_parts, posting_at, swallowed_amount
from arledger.patterns import lazy
from arledger.problems import Problem, Span

_DATE = r"[0-9]+[-/.][0-9]+(?:[-/.][0-9]+)?"
_HEADER = lazy(
    rf"({_DATE})(?:=({_DATE}))?(?={SPACE}|\Z)"
    rf"(?:(?>{SPACE}*)([*!]))?(?:(?>{SPACE}+)\(([^)\n]*)\))?([^;\n]*)(?:;(.*))?\Z"
)
_NO_POSTING = {"", "*", "!"}
"""Indented lines that end an entry: blank ones, and a status of nothing."""


class EntryReader:
    """Reads the entries of one file, and tells of what it cannot read."""

    __slots__ = ("_context", "_path", "_report", "asserts", "unsettled")

    def __init__(self, context: Context, path: str, report: Callable[[Problem], None]) -> None:
        self._context = context
        self._path = path
        self._report = report
        self.unsettled: list[Entry] = []
        """Entries that do not plainly add up to zero: to be balanced once all is read."""
        self.asserts = False
        """Some posting asserts or assigns a balance."""

    def read(self, lines: list[str], number: int) -> tuple[Entry | None, int]:
        """The entry these lines begin with, and how many of them are its own.

        None when it cannot be read: each reason has then been reported.
        """
        entry = self._header(lines[0], number)
        day = entry.date if entry is not None else date(self._context.year, 1, 1)
        postings, count, sound = self._postings(lines, number, day, entry)
        if entry is None or not sound:
            return None, count
        entry.postings = tuple(postings)
        entry.end_line = number + count - 1
        if not settles(postings):
            self.unsettled.append(entry)
        return entry, count

    def postings(self, lines: list[str], number: int, year: int) -> tuple[list[Posting], int]:
        """The postings of a rule, whose first line is of another kind, and its lines' number."""
        postings, count, _ = self._postings(lines, number, date(year, 1, 1), None)
        return postings, count

    def _header(self, line: str, number: int) -> Entry | None:
        found = _HEADER.match(line)
        try:
            if found is None:
                self._explain(line)
                return None
            text, second, status, code, rest, comment = found.groups()
            day = self._context.dates.get(text) or self._date(line, text)
            other = self._second_date(line, found, day) if second else None
            description = rest.strip(SPACES)
            if code is None and description.startswith("("):
                self._no_code(line, number, glued=rest.startswith("("))
        except Unreadable as wrong:
            self._tell(wrong, number)
            return None
        words = ""
        tags: Tags = ()
        if comment is not None:
            words, tags = self._entry_comment(comment, number)
        return Entry(
            day, STATUSES[status], code or "", description, words, tags, (),
            self._path, number, number, other,
        )  # fmt: skip

    def _date(self, line: str, text: str) -> date:
        day, end = date_at(line, 0, self._context.year)
        if end != len(text):
            raise Unreadable("bad-date", "a space must follow the date", end, end + 1)
        if text[:4].isdigit():
            self._context.dates[text] = day
        return day

    def _second_date(self, line: str, found: re.Match[str], day: date) -> date:
        second, end = date_at(line, found.start(2), day.year)
        if end != found.end(2):
            raise Unreadable("bad-date", "a space must follow the date", end, end + 1)
        return second

    def _explain(self, line: str) -> None:
        """Raise why this line, which begins with a digit, heads no entry."""
        day, end = date_at(line, 0, self._context.year)
        if line.startswith("=", end):
            _, end = date_at(line, end + 1, day.year)
        raise Unreadable("bad-date", "a space must follow the date", end, end + 1)

    def _no_code(self, line: str, number: int, *, glued: bool) -> None:
        """Tell of a ``(`` glued to the status, which starts the description; refuse others."""
        at = line.index("(")
        if not glued:
            raise Unreadable("missing-code-end", "the code's closing `)` is missing", at, len(line))
        self._tell(
            Unreadable("code-without-space", "this is not read as a code", at, at + 1), number
        )

    def _entry_comment(self, comment: str, number: int) -> tuple[str, Tags]:
        text = comment.strip(SPACES)
        tags = tags_of(text)
        if tags and "," in text:
            self._tell_of_cuts(text, number)
        return text, tags

    def _postings(
        self, lines: list[str], number: int, day: date, entry: Entry | None
    ) -> tuple[list[Posting], int, bool]:
        """The postings, the lines they and the header take, and whether all could be read."""
        plain = self._plain_posting
        postings: list[Posting] = []
        sound = True
        count = 1
        while count < len(lines):
            line = lines[count]
            posting = plain(line, number + count, day)
            if posting is None:
                text = line.lstrip(SPACES)
                if text.rstrip(SPACES) in _NO_POSTING:
                    break
                if text[0] == ";":
                    owner = postings[-1] if postings else entry
                    count, fine = self._comments(lines, count, number, owner, day)
                    sound &= fine
                    continue
                try:
                    posting = self._careful(line, number + count, day)
                except Unreadable as wrong:
                    self._tell(wrong, number + count)
                    sound = False
            if posting is not None:
                postings.append(posting)
            count += 1
        return postings, count, sound

    def _plain_posting(self, line: str, number: int, day: date) -> Posting | None:
        """The posting on a line of the plain kind; None when a closer look is needed.

        Whatever it reads, ``posting_at`` reads just so: this is the short way for most lines.
        """
        found = PLAIN.match(line)
        if found is None:
            return None
        status, written, text, comment = found.groups()
        parts = None
        if comment is not None and ("[" in comment or "date" in comment):
            try:
                parts = comment_parts(line, found.start(4), day.year)
            except Unreadable:
                return None  # the careful reading says so, in the right place
        context = self._context
        worth: tuple[Amount, ...] = ()
        if text is not None:
            read = context.amounts.read_before.get(text) or context.amounts.plain(text)
            if read is None:
                return None
            worth = read
        try:
            account, kind = context.accounts.get(written) or self._account(written, line, number)
        except Unreadable:
            return None
        if comment is None:
            return Posting(account, kind, worth, STATUSES[status], "", (), number)
        words = comment.strip(SPACES)
        tags = parts.tags if parts else tags_of(words) if ":" in words else ()
        if tags and "," in words:
            self._tell_of_cuts(words, number)
        dates = parts[1:] if parts else ()
        return Posting(account, kind, worth, STATUSES[status], words, tags, number, *dates)

    def _account(self, written: str, line: str, number: int) -> tuple[str, PostingKind]:
        """The account and kind a name stands for, on its first appearance."""
        notice = swallowed_amount(line, written)
        if notice is not None:
            self._tell(notice, number)
        return self._context.account(written)

    def _careful(self, line: str, number: int, day: date) -> Posting:
        """The posting on an indented line that is no comment."""
        posting, notices = posting_at(self._context, line, number, day.year)
        for notice in notices:
            self._tell(notice, number)
        self.asserts |= posting.assertion is not None
        if "," in posting.comment and posting.tags:
            self._tell_of_cuts(posting.comment, number)
        return posting

    def _comments(
        self, lines: list[str], start: int, number: int, owner: Entry | Posting | None, day: date
    ) -> tuple[int, bool]:
        """Add the comment lines that follow to what they stand below; the count of lines then."""
        words: list[str] = []
        tags: list[tuple[str, str]] = []
        sound = True
        count = start
        while count < len(lines):
            line = lines[count]
            text = line.lstrip(SPACES)
            if not text.startswith(";"):
                break
            words.append(text[1:].strip(SPACES))
            try:
                tags += self._tags_below(line, len(line) - len(text) + 1, owner, day)
            except Unreadable as wrong:
                self._tell(wrong, number + count)
                sound = False
            if "," in text and ":" in text:
                self._tell_of_cuts(words[-1], number + count)
            count += 1
        if owner is not None:
            owner.comment = "\n".join([owner.comment, *words])
            owner.tags += tuple(tags)
        return count, sound

    def _tags_below(self, line: str, start: int, owner: Entry | Posting | None, day: date) -> Tags:
        """The tags of a comment line; its dates become the posting's where it has none."""
        if not isinstance(owner, Posting):
            return tags_of(line[start:])
        parts = comment_parts(line, start, day.year)
        owner.date = owner.date or parts.date
        owner.date2 = owner.date2 or parts.date2
        return parts.tags

    def _tell(self, what: Unreadable, number: int) -> None:
        self._report(what.at(self._path, number))

    def _tell_of_cuts(self, comment: str, number: int) -> None:
        for name, lost in cuts_of(comment):
            message = f"`{name}:` ends at the comma; `{lost[:40]}` is no part of it"
            self._report(problem("tag-cut", message, Span(self._path, number)))
