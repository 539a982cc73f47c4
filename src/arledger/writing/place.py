"""Into which file an entry goes: the journal itself, or one a year, a month or a kind."""

import os
from datetime import date
from pathlib import Path

from arledger.journal.files import STDIN, real_path
from arledger.journal.model import Journal, ParserState
from arledger.policy.sections.books import Writing
from arledger.records import record, replaced
from arledger.writing.errors import NotWrittenError


@record
class Place:
    """A file to be added to."""

    path: str
    """As the journal names it, or as it would."""
    root: str
    """The journal's first file: the one that includes the others."""
    state: ParserState
    """In force at the file's end."""
    read: bool
    """The journal reads it; else it must be included first."""
    root_in_comment: bool = False
    """At the end of the journal's first file a comment is left open."""

    @property
    def exists(self) -> bool:
        """Whether there is such a file yet."""
        return os.path.lexists(self.path)


def chosen(journal: Journal, policy: Writing, kind: str, day: date, into: str | None) -> str:
    """The path the policy chooses for an entry of a kind and a day, unless one is named."""
    root = _root(journal)
    if into:
        return into
    pattern = policy.by_kind.get(kind, policy.file)
    if not pattern:
        return root
    name = pattern
    for word, value in (("year", f"{day.year:04}"), ("month", f"{day.month:02}"), ("kind", kind)):
        name = name.replace(f"{{{word}}}", value)
    return str(Path(root).parent / Path(name).expanduser())


def place_of(journal: Journal, path: str) -> Place:
    """The file as the journal knows it; NotWrittenError for one that cannot be added to."""
    _refuse_streams(journal)
    root = _root(journal)
    wanted = real_path(path)
    found = [known for known in journal.files if real_path(known) == wanted]
    if len(found) > 1:
        raise NotWrittenError(
            f"{path} is read {len(found)} times: an entry in it would count as often",
            "name it once, or write to another file with --into",
        )
    if not found:
        state = journal.end_states[root]  # an include goes to the root's end
        inner = replaced(state, in_comment=False)
        return Place(path, root, inner, read=False, root_in_comment=state.in_comment)
    states = {**journal.included_states, **journal.end_states}
    _refuse_carriage_returns(found[0])
    return Place(found[0], root, states[found[0]], read=True)


def _root(journal: Journal) -> str:
    return next(iter(journal.end_states))


def _refuse_streams(journal: Journal) -> None:
    """Stops where a file of the journal cannot be read a second time."""
    for path in journal.files:
        if path == STDIN or not Path(path).is_file():
            name = "standard input" if path == STDIN else path
            raise NotWrittenError(f"nothing can be added to {name}", "name a file with -f")


def _refuse_carriage_returns(path: str) -> None:
    data = Path(path).read_bytes()
    if data.count(b"\r") != data.count(b"\r\n"):
        raise NotWrittenError(
            f"{path} has lines that end in a carriage return alone",
            f"convert it: tr '\\r' '\\n' < {path} > NEW",
        )
