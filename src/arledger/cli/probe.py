"""Asks the disk about the files that evidence is in: whether they are there, and which they are."""

from typing import TYPE_CHECKING

from arledger import recording

if TYPE_CHECKING:  # few runs ask
    from arledger.measures.evidence import Found

LARGEST = 64 * 2**20
"""Bytes of a file whose digest is taken; a larger one is only looked for."""

MOST = 2**30
"""Bytes of all of them together."""


class Disk:
    """What is known of files, each looked at once; what was heard is noted."""

    def __init__(self) -> None:
        self._known: dict[str, Found] = {}
        self._left = MOST

    def __call__(self, path: str) -> "Found":
        """What is known of the file with that path."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._look(path)
        return found

    def _look(self, path: str) -> "Found":
        from arledger.measures.evidence import Found

        kind = recording.kind(path)
        if kind != recording.FILE:
            return Found("missing" if kind == recording.NOTHING else "no file")
        size = None
        try:
            size = recording.size(path)
            if size > min(LARGEST, self._left):
                return Found("present", size)
            self._left -= size
            return Found("present", size, recording.digest(path))
        except OSError:
            recording.unrepeatable()
            return Found("unreadable", size)
