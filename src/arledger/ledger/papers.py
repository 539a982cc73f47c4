"""Files that a journal names: scans and mails, by their paths from the journal's own folder."""

from collections.abc import Callable
from os.path import dirname, join

IsThere = Callable[[str], bool]
"""Tells whether there is a file of that path; who reads a book touches no disk for it."""


def paths(text: str, journal: str, is_there: IsThere) -> list[str]:
    """The files that a ``file:`` of a journal names, as they are reached from here.

    Several are one path with a comma in it, if there is such a file; else each is its own.
    """
    folder = dirname(journal)  # noqa: PTH120 -- paths are text as given throughout
    whole = join(folder, text)  # noqa: PTH118
    if ", " not in text or is_there(whole):
        return [whole]
    return [join(folder, part) for part in text.split(", ") if part]  # noqa: PTH118
