"""File name patterns as hledger reads them: ``*``, ``?``, ``[a-z]``, ``**/`` for any folders."""

import glob
import os
from collections.abc import Iterator

from arledger.patterns import lazy

_STARS_IN_NAMES = lazy(r"\*\*([^/*]|\Z)")
"""``**.journal`` stands for ``**/*.journal``."""

_ANY_FOLDERS = lazy(r"(?:\A|(?<=/))(?:\*\*/+)+")
"""However often ``**/`` is repeated: any folders, at any depth, or none."""


def found(pattern: str) -> set[str]:
    """The paths a pattern matches, each once."""
    return set(_found(_STARS_IN_NAMES.sub(r"**/*\1", pattern)))


def _found(pattern: str) -> Iterator[str]:
    stars = _ANY_FOLDERS.search(pattern)
    if stars is None:
        yield from glob.iglob(pattern)  # noqa: PTH207 -- paths are text as given throughout
        return
    head, tail = pattern[: stars.start()], pattern[stars.end() :]
    for top in glob.iglob(head) if head else [""]:  # noqa: PTH207
        for folder in _folders(top):
            yield from _found(os.path.join(glob.escape(folder), tail))  # noqa: PTH118


def _folders(top: str) -> Iterator[str]:
    """A folder and all below it but hidden ones.

    Links to folders are followed only where they stand in the folder itself. That is hledger's
    way, and one that leads back is not gone round for ever.
    """
    yield top
    _, names, _ = next(os.walk(top or os.curdir), ("", [], []))
    for name in _visible(names):
        for folder, inner, _ in os.walk(os.path.join(top, name)):  # noqa: PTH118
            inner[:] = _visible(inner)
            yield folder


def _visible(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(".")]
