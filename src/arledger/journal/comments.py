"""Comments: their tags, and in postings' comments their dates."""

import re
from datetime import date as Date  # noqa: N812 -- records have fields named date

from arledger.journal.characters import INK, SPACES, blanks, skip_spaces
from arledger.journal.codes import Unreadable
from arledger.journal.dates import date_at
from arledger.journal.model import Tags
from arledger.patterns import lazy
from arledger.records import NamedTuple

_WORD = lazy(rf"((?:(?!:){INK})+)(?:(:)([^,\n]*)(,?))?")
"""A word, and if it is a tag's name its value. Words are matched too: that keeps it linear."""
_BRACKETED = lazy(r"\[(?=[/\-.=]*[0-9])(?=[0-9=]*[-/.])([0-9/\-.=]+)\]")


Dates = list[tuple[str, Date]]
"""Dates found, as ("date" or "date2", the date), in the order written."""


class Cut(NamedTuple):
    """Text a tag's value lost because a comma ends it."""

    name: str
    lost: str


class PostingComment(NamedTuple):
    """What a posting's comment says besides words."""

    tags: Tags
    date: Date | None
    date2: Date | None


def tags_of(comment: str) -> Tags:
    """The tags in a comment, in order; none of them means a date."""
    if " " not in comment and "," not in comment and comment.isprintable():
        name, colon, value = comment.partition(":")  # one word: the tag most comments are
        if name or not colon:
            return ((name, value),) if colon else ()
    elif ":" not in comment:
        return ()
    return tuple(
        (name, value.strip(SPACES)) for name, colon, value, _ in _WORD.findall(comment) if colon
    )


def cuts_of(comment: str) -> list[Cut]:
    """Words between a tag's comma and the next tag: perhaps meant as part of the value."""
    cuts: list[Cut] = []
    for line in comment.split("\n"):
        last, end = "", 0
        for found in _WORD.finditer(line):
            if found[2]:
                _add_cut(cuts, last, line[end : found.start()])
                last, end = (found[1] if found[4] else ""), found.end()
        _add_cut(cuts, last, line[end:])
    return cuts


def _add_cut(cuts: list[Cut], name: str, between: str) -> None:
    lost = between.strip(SPACES)
    if name and lost and not lost.startswith("["):  # a bracketed date stands apart
        cuts.append(Cut(name, lost))


def posting_comment(line: str, start: int, year: int) -> PostingComment:
    """Tags and dates of one line of a posting's comment, which begins at this column.

    ``date:`` and ``date2:`` and bracketed dates date the posting; the first of each kind counts.
    """
    tags: list[tuple[str, str]] = []
    dates: Dates = []
    at = start
    while True:
        colon = line.find(":", at)
        stop = colon if colon >= 0 else len(line)
        _bracketed(line, at, stop, year, dates)
        if colon < 0:
            break
        name = _last_word(line, at, colon)
        at = skip_spaces(line, colon + 1)
        if name:
            begin = _dated(line, at, name, year, dates) if name in {"date", "date2"} else at
            comma = line.find(",", begin)
            end = comma if comma >= 0 else len(line)
            tags.append((name, line[at:end].strip(SPACES)))
            _bracketed(line, begin, end, year, dates)
            at = end
        if line.startswith(",", at):
            at += 1
    found = dict(reversed(dates))
    return PostingComment(tuple(tags), found.get("date"), found.get("date2"))


def _dated(line: str, at: int, name: str, year: int, dates: Dates) -> int:
    """Add the date that must follow ``date:`` or ``date2:``; the column after it."""
    try:
        day, end = date_at(line, at, year)
    except Unreadable as wrong:
        message = f"`{name}:` needs a date: {wrong.message}"
        raise Unreadable("bad-date-tag", message, wrong.start, wrong.end) from None
    dates.append((name, day))
    return end


def _bracketed(line: str, start: int, stop: int, year: int, dates: Dates) -> None:
    """Add the bracketed dates between two columns; one may reach past the second."""
    at = line.find("[", start, stop)
    while at >= 0:
        found = _BRACKETED.match(line, at)
        if found is not None:
            _read_bracketed(line, found, year, dates)
        at = line.find("[", at + 1, stop)


def _read_bracketed(line: str, found: re.Match[str], year: int, dates: Dates) -> None:
    at, close = found.start(1), found.end(1)
    try:
        if line[at] != "=":
            day, at = date_at(line, at, year)
            dates.append(("date", day))
            year = day.year
        if line[at] == "=":
            day, at = date_at(line, at + 1, year)
            dates.append(("date2", day))
    except Unreadable as wrong:
        message = f"read as a date: {wrong.message}"
        raise Unreadable("bad-bracketed-date", message, found.start(), found.end()) from None
    if at != close:
        raise Unreadable(
            "bad-bracketed-date", "this looks like a date, but is none", found.start(), found.end()
        )


def _last_word(line: str, start: int, stop: int) -> str:
    return blanks(line[start:stop]).rpartition(" ")[2]
