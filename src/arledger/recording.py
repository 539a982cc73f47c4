"""What a run asks of the disk and hears from it, and what it says: the whole of one answer.

The same command line that asks the same and hears the same says the same. So whoever depends
on a file asks here, or notes here what was heard; what is not noted must not bear on an answer.
"""

import os
import stat

TYPE_CHECKING = False  # as typing's, which takes longer to import than an answer to recall
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from hashlib import _Hash as Sha256
    from typing import Self

Triple = tuple[str, str, str]

_ONCE = ("/dev/", "/proc/")
"""Where reading once more may give something else, or take it away from who is to read it."""

FILE, NOTHING = "file", "nothing"
"""What a name may be found to be."""

_BLOCK = 2**18
"""Bytes at a time: a larger block is no faster, and none of it is kept."""


class Recording:
    """A run's record while it goes on (``with``); elsewhere, and in programs, nothing is noted."""

    __slots__ = ("asked", "begun", "contents", "repeatable", "said")

    def __init__(self) -> None:
        self.said: list[Triple] = []
        """Where to ("out", "err", or a way to write a file), which file, and the text."""
        self.asked: dict[tuple[str, str], str] = {}
        """What was heard, by the kind of the question and what it was about."""
        self.contents: dict[str, bytes] = {}
        """The bytes of each file that was read: these very bytes were made sense of."""
        self.begun: dict[int, tuple[bytes, int, Sha256]] = {}
        """Bytes of which a digest was begun, by identity, and how many are in it."""
        self.repeatable = True
        """False: something was heard that cannot be asked again, as from standard input."""

    def __enter__(self) -> "Self":
        _going_on.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _going_on.remove(self)

    def questions(self) -> "list[Triple]":
        """(kind, what about, what was heard), those first that are quick to ask again."""
        facts = [(kind, about, heard) for (kind, about), heard in self.asked.items()]
        sizes = [("size", path, str(len(data))) for path, data in self.contents.items()]
        digests = [
            ("digest", path, self._digest(data).hexdigest()) for path, data in self.contents.items()
        ]
        return [*facts, *sizes, *digests]

    def _digest(self, data: bytes) -> "Sha256":
        """The digest of bytes; what was begun is not done again."""
        from hashlib import sha256

        _, length, begun = self.begun.get(id(data), (data, 0, sha256()))
        found = begun.copy()
        found.update(memoryview(data)[length:])
        return found


_going_on: list[Recording] = []


def content(path: str, data: bytes) -> None:
    """Notes what was read from a file."""
    for run in _going_on:
        changed = run.contents.get(path, data) != data  # between two readings
        if changed or path.startswith(_ONCE) or os.path.realpath(path).startswith(_ONCE):
            run.repeatable = False
        run.contents[path] = data


def begun(data: bytes, length: int, digest: "Sha256") -> None:
    """Notes the digest of how bytes begin, so that nobody need begin it again."""
    for run in _going_on:
        run.begun[id(data)] = data, length, digest


def unrepeatable() -> None:
    """Notes that the answer depends on what cannot be asked again: a stream, a failure, time."""
    for run in _going_on:
        run.repeatable = False


def rests_on(paths: "Iterable[str]") -> None:
    """Notes which files an answer rests on; it is not kept if the reading of one was not noted."""
    for run in _going_on:
        if not run.contents.keys() >= set(paths):
            run.repeatable = False


def said(channel: str, target: str, text: str) -> None:
    """Notes what was said, and where."""
    for run in _going_on:
        run.said.append((channel, target, text))


def is_file(path: str) -> bool:
    """Whether there is a file of that name."""
    return _noted("file", path, _is_file(path)) == "yes"


def kind(path: str) -> str:
    """Whether there is a FILE of that name that may be read, NOTHING, or something else."""
    return _noted("kind", path, _kind(path))


def size(path: str) -> int:
    """The bytes of a file; OSError if it cannot be asked."""
    return int(_noted("size", path, _size(path)))


def digest(path: str) -> str:
    """The SHA-256 of a regular file's bytes, in hexadecimal; OSError if it cannot be read."""
    return _noted("digest", path, _digest(path))


def real_path(path: str) -> str:
    """The file's one canonical path."""
    return _noted("real", path, os.path.realpath(path))


def matches(pattern: str, including: str, paths: "Sequence[str]") -> None:
    """Notes which files the pattern of an include was found to mean."""
    _noted("match", f"{pattern}\0{including}", "\0".join(paths))


def _noted(kind: str, about: str, heard: str) -> str:
    for run in _going_on:
        if run.asked.setdefault((kind, about), heard) != heard:
            run.repeatable = False
    return heard


def heard_again(kind: str, about: str) -> str:
    """What is heard to a question now; "" for a file that cannot be read like any other.

    KeyError for a kind that is not asked here, as "match" is not.
    """
    return _ASKS[kind](about)


def _is_file(path: str) -> str:
    return "yes" if os.path.isfile(path) else "no"  # noqa: PTH113


def _kind(path: str) -> str:
    """What there is of that name; devices, and what the system only pretends, are no files."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return NOTHING
    is_file = stat.S_ISREG(mode) and not os.path.realpath(path).startswith((*_ONCE, "/sys/"))
    return FILE if is_file else "other"


def _size(path: str) -> str:
    return str(os.stat(path).st_size)  # noqa: PTH116


def _digest(path: str) -> str:
    """The digest of a regular file's bytes as they are read, block by block."""
    from hashlib import sha256

    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    found, block = sha256(), memoryview(bytearray(_BLOCK))
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return ""
        while count := stream.readinto(block):
            found.update(block[:count])
    return found.hexdigest()


_ASKS: "dict[str, Callable[[str], str]]" = {
    "file": _is_file,
    "kind": _kind,
    "real": os.path.realpath,
    "size": _size,
    "digest": _digest,
}
