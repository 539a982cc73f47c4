"""What an entry would do: the journal with it is read and built before a byte is written."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from arledger import recording
from arledger.journal.checks import strict
from arledger.journal.files import real_path
from arledger.journal.loader import load
from arledger.journal.model import Entry, Journal, Posting
from arledger.ledger.audit import audit
from arledger.ledger.model import Book, Event, Movement, Promise, Side
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, in_order, worst
from arledger.records import NamedTuple, field, record
from arledger.writing.draft import Draft
from arledger.writing.errors import NotWrittenError
from arledger.writing.place import Place, place_of
from arledger.writing.wording import appended, included, wording


class Books(NamedTuple):
    """The files of a book as they were named, and how they are to be read."""

    paths: Sequence[str]
    policy: Policy
    today: date
    strict: bool = False
    """Accounts and commodities must be declared."""


@record
class Standing:
    """A journal as it is, or as it would be: its books on a day, and what is wrong with it."""

    journal: Journal
    as_of: date
    problems: list[Problem]
    books: dict[Side, Book] = field(default_factory=dict)
    """Empty when the journal has errors."""


class FileChange(NamedTuple):
    """A file's bytes before and after."""

    path: str
    old: bytes
    new: bytes


@record
class Proposal:
    """Entries with their place, their text, and everything they would bring about."""

    drafts: tuple[Draft, ...]
    """As they were meant."""
    place: Place
    text: str
    """What goes to the file's end: the entries' own lines, and those they need around them."""
    changes: tuple[FileChange, ...]
    before: Standing
    after: Standing
    entries: tuple[Entry, ...]
    """As they are read back, with their file and lines; as meant, where there are errors."""
    new: list[Problem]
    """What would be wrong that is not wrong now."""
    gone: list[Problem]
    """What is wrong now and would not be any more."""

    @property
    def worst(self) -> Severity | None:
        """The weight of the gravest new problem."""
        return worst(self.new)


def standing(books: Books, as_of: date, instead: Mapping[str, bytes] | None = None) -> Standing:
    """The journal and its books on a day; ``instead`` has what files would hold."""
    journal, problems = load(books.paths, today=books.today, instead=instead)
    if books.strict:
        problems += strict(journal)
    return judged(journal, problems, books.policy, as_of)


def judged(journal: Journal, problems: list[Problem], policy: Policy, as_of: date) -> Standing:
    """A journal that was read with these problems, and its books on a day."""
    if worst(problems) is Severity.ERROR:
        return Standing(journal, as_of, problems)
    found = audit(journal, policy, as_of, recording.is_file)
    return Standing(journal, as_of, in_order([*problems, *found.problems]), found.books)


def propose(
    books: Books, drafts: Sequence[Draft], path: str, before: Standing | None = None
) -> Proposal:
    """What appending these entries, one at least, to a file would do; nothing is written.

    ``before`` is the book as it stands, if it was read already. The entries are as they shall be
    read back; NotWrittenError when one would not be, or the file cannot be added to.
    """
    entries = tuple(draft.entry for draft in drafts)
    as_of = max(books.today, *(entry.date for entry in entries))
    if before is None or before.as_of != as_of:
        before = standing(books, as_of)
    if not before.books:
        raise NotWrittenError("the journal has errors", "put them right first: arledger check")
    place = place_of(before.journal, path)
    text = wording(entries, place.state, before.journal.commodities)
    changes = tuple(_changes(place, text, before.journal.sources.texts))
    after = standing(books, as_of, _as_it_would_be(before.journal, changes))
    if after.books:
        entries = _added(before.journal, after.journal, place, len(entries))
        for draft, entry in zip(drafts, entries, strict=True):
            _refuse_other_meaning(draft.entry, entry)
            _refuse_other_customer(after.books, entry, draft.customer)
    new, gone = _difference(before.problems, after.problems)
    return Proposal(tuple(drafts), place, text, changes, before, after, entries, new, gone)


def _changes(place: Place, text: str, read: Mapping[str, bytes]) -> Iterable[FileChange]:
    """The files in the order they are written: each leaves a sound book behind.

    ``read`` has the files as they were read; they are another writer's by now, perhaps.
    """
    if place.read:
        old = read[place.path]
    else:
        old = Path(place.path).read_bytes() if place.exists else b""
        if old.strip():
            raise NotWrittenError(
                f"the journal does not read {place.path}",
                f"write into {place.root}: include {_relative(place)}",
            )
        root = read[place.root]
        line = included(_relative(place), in_comment=place.root_in_comment)
        yield FileChange(place.root, root, appended(root, line))
    yield FileChange(place.path, old, appended(old, text))


def _as_it_would_be(before: Journal, changes: Iterable[FileChange]) -> dict[str, bytes]:
    """Every file's bytes by its canonical path: those that were read, and those to be written."""
    files = {real_path(path): data for path, data in before.sources.texts.items()}
    return files | {real_path(change.path): change.new for change in changes}


def unchanged(standing: Standing) -> bool:
    """Whether the files on disk still have the bytes that were read."""
    for path, data in standing.journal.sources.texts.items():
        try:
            if Path(path).read_bytes() != data:
                return False
        except OSError:
            return False
    return True


def _relative(place: Place) -> str:
    """The file's path as the journal's first file includes it."""
    return os.path.relpath(place.path, Path(place.root).parent)


def _difference(
    before: Sequence[Problem], after: Sequence[Problem]
) -> tuple[list[Problem], list[Problem]]:
    """The problems only the second has, and those only the first has."""
    new, gone = Counter(after), Counter(before)
    return list((new - gone).elements()), list((gone - new).elements())


def _added(before: Journal, after: Journal, place: Place, count: int) -> tuple[Entry, ...]:
    """The entries the second journal has more; NotWrittenError when they are not all of it."""
    wanted = real_path(place.path)
    if {*map(real_path, after.files)} - {wanted} != {*map(real_path, before.files)} - {wanted}:
        raise NotWrittenError("files of the journal came or went meanwhile", "run it again")
    there = [entry for entry in after.entries if real_path(entry.path) == wanted]
    added = there[-count:]
    new = set(map(id, added))
    same = all(
        getattr(before, name) == getattr(after, name)
        for name in ("accounts", "prices", "rules", "payees", "tags")
    )
    others = [entry for entry in after.entries if id(entry) not in new]
    if len(added) < count or not same or others != before.entries:
        raise NotWrittenError(
            f"{place.path} would not be read as before but for what is added",
            "look at its last lines: something there goes on beyond the file's end",
        )
    return tuple(added)


def _refuse_other_meaning(meant: Entry, read: Entry) -> None:
    """Stops where the entry would be read as something else; no value should get this far."""
    for what, one, other in zip(_PARTS, _meaning(meant), _meaning(read), strict=True):
        if one != other:
            raise NotWrittenError(
                f"the {what} would be read as {other!r} instead of {one!r}",
                "write it in other words",
            )


def _refuse_other_customer(books: Mapping[Side, Book], entry: Entry, whose: str | None) -> None:
    """Stops where something in the entry would be taken for somebody else's."""
    found = {
        one.customer
        for book in books.values()
        for many in (book.movements, book.promises, book.events)
        for one in cast("Iterable[Movement | Promise | Event]", many)
        if one.source.entry is entry and one.customer is not None
    }
    if whose is not None and found - {whose}:
        raise NotWrittenError(
            f"it would be taken for one of {' and '.join(sorted(found))}, not of {whose}",
            "name the customer's account with --account, or give it customer: on its directive",
        )


_PARTS = ("date", "second date", "status", "code", "description", "comment", "tags", "postings")


def _meaning(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.date, entry.date2, entry.status, entry.code, entry.description, entry.comment),
        *(entry.tags, [_posted(posting) for posting in entry.postings]),
    )


def _posted(posting: Posting) -> tuple[object, ...]:
    return (
        *(posting.account, posting.kind, posting.amounts, posting.status, posting.comment),
        *(posting.tags, posting.date, posting.date2, posting.assertion, posting.inferred),
    )
