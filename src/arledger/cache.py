"""The cache: what a run has worked out, kept in the user's own folder for a later one.

Where it cannot be had (no home, a full disk, a folder that others may write to), there is none,
and nobody hears of it: a run is only slower. What comes out is what was put in, or nothing.
"""

import os
import sys
from binascii import crc32

from arledger.private import UNFINISHED, PrivateFolder, make_folder

Kept = tuple[str, int, float]
"""What a thing is for ("" if it is damaged), its bytes on disk, and when it was last used."""

MOST_BYTES = 384 * 2**20
"""Beyond this many bytes in all, what was not used for longest goes."""

MOST_THINGS = 500
"""Beyond this many things, too."""

LARGEST = 96 * 2**20
"""Bytes of one thing; a larger one is not kept."""

_FORM = b"arledger cache 1\n"
"""What every file begins with; the number is raised when what follows changes."""

_DIGEST = 32
_LENGTHS = 16
_ENDING = ".kept"
_ABANDONED = 3600.0
"""Seconds after which a file that was never finished has no writer any more."""


def folder() -> str:
    """The user's folder for what arledger keeps; "" where there is no place for one."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):  # the standard says to take no notice of it
        home = os.environ.get("HOME", "")
        base = os.path.join(home, ".cache")  # noqa: PTH118
    return os.path.join(base, "arledger") if base.startswith("/") else ""  # noqa: PTH118


class Store:
    """What is kept, by name. A name says all that the thing depends on but the program itself.

    Made early in a run: what a program works out that is edited meanwhile is not kept.
    ``version`` is the program's, ``path`` the folder ("": there is no cache).
    """

    __slots__ = ("_program", "_version", "path")

    def __init__(self, path: str, version: str) -> None:
        self.path = path
        self._version = version
        self._program = _program(version) if path else ""

    def get(self, name: str) -> bytes | None:
        """What this program kept under the name; None when there is nothing, or nothing sound."""
        if not self._program:
            return None
        whole_name = self._named(name)
        file = _file_of(whole_name)
        try:
            with PrivateFolder(self.path) as own:
                found = _unsealed(own.read(file, LARGEST, use=True))
                if found is None:
                    own.remove(file)
        except OSError:
            return None
        return found[2] if found is not None and found[0] == whole_name else None

    def put(self, name: str, data: bytes, about: str) -> None:
        """Keeps the data, if it can; ``about`` is what the user reads of it."""
        if not self._program or self._program != _program(self._version):
            return
        whole_name = self._named(name)
        sealed = _sealed(whole_name, about.encode("utf-8", "replace"), data)
        if len(sealed) > LARGEST:
            return
        try:
            make_folder(self.path)
            with PrivateFolder(self.path) as own:
                own.write(_file_of(whole_name), sealed)
                _make_room(own)
        except OSError:
            return

    def kept(self) -> list[Kept]:
        """Everything that is kept, what was used last first."""
        found = []
        try:
            with PrivateFolder(self.path) as own:
                for used, size, file in reversed(own.files(_ENDING)):
                    found.append((_about(own, file), size, used))
        except OSError:
            return []
        return found

    def clear(self) -> int:
        """Removes all that was ever kept here; returns how many files."""
        try:
            with PrivateFolder(self.path) as own:
                files = own.files(_ENDING, UNFINISHED)
                return sum(own.remove(file) for _, _, file in files)
        except OSError:
            return 0

    def _named(self, name: str) -> bytes:
        return f"{self._program}\n{name}".encode("utf-8", "surrogatepass")


def _make_room(own: PrivateFolder) -> None:
    """Removes what is too much, what was not used for longest first, and abandoned pieces."""
    files = own.files(_ENDING, UNFINISHED)
    total, count = sum(size for _, size, _ in files), len(files)
    newest = max((used for used, _, _ in files), default=0.0)
    for used, size, file in files:
        abandoned = file.endswith(UNFINISHED) and used < newest - _ABANDONED
        if abandoned or total > MOST_BYTES or count > MOST_THINGS:
            own.remove(file)
            total, count = total - size, count - 1


def _about(own: PrivateFolder, file: str) -> str:
    """What the thing in a file is for; "" when it is damaged."""
    try:
        found = _unsealed(own.read(file, LARGEST, use=False))
    except OSError:
        return ""
    return found[1] if found is not None else ""


def _file_of(name: bytes) -> str:
    # Two names may share a file; the later one is kept. The whole name stands in the file.
    return f"{crc32(name):08x}{_ENDING}"


def _sealed(name: bytes, about: bytes, data: bytes) -> bytes:
    """A file: its form, a digest of the rest, the lengths of name and about, and these three."""
    lengths = len(name).to_bytes(8, "big") + len(about).to_bytes(8, "big")
    rest = b"".join((lengths, name, about, data))
    return _FORM + _digest(rest) + rest


def _unsealed(whole: bytes) -> tuple[bytes, str, bytes] | None:
    """Name, about and data of a file; None unless every byte is as it was written."""
    start = len(_FORM) + _DIGEST
    rest = memoryview(whole)[start:]
    if not whole.startswith(_FORM) or _digest(rest) != whole[len(_FORM) : start]:
        return None
    at_about = _LENGTHS + int.from_bytes(rest[:8], "big")
    at_data = at_about + int.from_bytes(rest[8:_LENGTHS], "big")
    about = bytes(rest[at_about:at_data]).decode("utf-8", "replace")
    return bytes(rest[_LENGTHS:at_about]), about, bytes(rest[at_data:])


def _digest(data: bytes | memoryview) -> bytes:
    from hashlib import (
        sha256,
    )  # its library takes 2.5 ms to load; a run that finds nothing is spared

    return sha256(data).digest()


def _program(version: str) -> str:
    """What would give the answers now: this version, its files as they are, the interpreter.

    And when packages were last installed, for some give text its colours. "" if it is unknown.
    """
    try:
        files = _files_below(os.path.dirname(__file__))  # noqa: PTH120
        places = [path for path in sys.path if path.endswith("-packages")]
        installed = [os.stat(path).st_mtime_ns for path in places]  # noqa: PTH116
    except OSError:
        return ""
    text = "\n".join(f"{name} {size} {time}" for name, size, time in files)
    listed = crc32(text.encode("utf-8", "surrogatepass"))
    newest = max(time for _, _, time in files)
    return f"{version} {sys.hexversion:x} {listed:08x} {newest} {len(files)} {installed}"


def _files_below(top: str) -> list[tuple[str, int, int]]:
    """(name, bytes, when changed) of every file of the package, in order."""
    folders, found = [top], []
    for path in folders:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    status = entry.stat()
                    found.append((entry.path, status.st_size, status.st_mtime_ns))
                elif entry.name != "__pycache__":
                    folders.append(entry.path)
    return sorted(found)
