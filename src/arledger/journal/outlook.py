"""How much there will be to read, for whoever watches: files named, and included as is met."""

import os
import re
from collections.abc import Iterable, Sequence

from arledger.journal.files import STDIN, matched, split_format
from arledger.progress import Stage, expect, stages, watchers

_LOOKED_THROUGH = 1 << 16
"""Bytes of a file in which its includes are looked for: they stand together, mostly above."""

_INCLUDE = rb"(?m)^include[ \t]+(\S[^\r\n;]*)"


def reading(paths: Sequence[str]) -> Stage:
    """What is said while these files of the command line are read."""
    first = os.path.basename(split_format(paths[0])[0]) if paths else "nothing"  # noqa: PTH119
    named = "standard input" if first == STDIN else first
    return Stage(f"reading {named}" + (f" and {len(paths) - 1} more" if paths[1:] else ""))


def waiting(path: str) -> Stage:
    """What is said while a file is waited for: nothing where a program may ask for a password."""
    return Stage("" if path == STDIN or path.startswith("/dev/") else stages[-1].what)


class Outlook:
    """The sizes of files that are still to come; with nobody watching it does nothing."""

    __slots__ = ("_sizes",)

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._sizes: dict[str, int] = {}
        if watchers:
            self._foresee(split_format(path)[0] for path in paths)

    def met(self, path: str, size: int, data: bytes) -> None:
        """A file is about to be read: so much of it, and what it includes."""
        expect(size - self._sizes.pop(path, 0))
        if watchers:
            for text in re.findall(_INCLUDE, data[:_LOOKED_THROUGH]):
                pattern, _ = split_format(text.decode(errors="replace").strip())
                self._foresee(matched(pattern, path))

    def _foresee(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                size = os.stat(path).st_size if os.path.isfile(path) else 0  # noqa: PTH113, PTH116
            except (OSError, ValueError):
                continue
            expect(size - self._sizes.get(path, 0))
            self._sizes[path] = size
