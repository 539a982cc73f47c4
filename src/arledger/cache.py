"""The cache: what a run has worked out, kept in the user's own folder for a later one.

Where it cannot be had (no home, a full disk, a folder that others may write to), there is none,
and nobody hears of it: a run is only slower. What comes out is what was put in, or nothing.
"""

from __future__ import annotations

import os
import stat
import sys
from binascii import crc32

TYPE_CHECKING = False  # as typing's, which takes longer to import than an answer to recall
if TYPE_CHECKING:
    from typing import Self

Kept = tuple[str, int, float]
"""What a thing is for ("" if it is damaged), its bytes on disk, and when it was last used."""

MOST_BYTES = 256 * 2**20
"""Beyond this many bytes in all, what was not used for longest goes."""

MOST_THINGS = 500
"""Beyond this many things, too."""

LARGEST = 32 * 2**20
"""Bytes of one thing; a larger one is not kept."""

_FORM = b"arledger cache 1\n"
"""What every file begins with; the number is raised when what follows changes."""

_DIGEST = 32
_LENGTHS = 16
_ENDING, _UNFINISHED = ".kept", ".part"
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
            with _Folder(self.path) as own:
                found = _unsealed(own.read(file, use=True))
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
            _make(self.path)
            with _Folder(self.path) as own:
                own.write(_file_of(whole_name), sealed)
                _make_room(own)
        except OSError:
            return

    def kept(self) -> list[Kept]:
        """Everything that is kept, what was used last first."""
        found = []
        try:
            with _Folder(self.path) as own:
                for used, size, file in reversed(own.files()):
                    if file.endswith(_ENDING):
                        found.append((_about(own, file), size, used))
        except OSError:
            return []
        return found

    def clear(self) -> tuple[int, int]:
        """Removes all that was ever kept here; returns how many files, and their bytes."""
        try:
            with _Folder(self.path) as own:
                gone = [size for _, size, file in own.files() if own.remove(file)]
        except OSError:
            return 0, 0
        return len(gone), sum(gone)

    def _named(self, name: str) -> bytes:
        return f"{self._program}\n{name}".encode("utf-8", "surrogatepass")


class _Folder:
    """The folder while it is open: nobody can put another one in its place.

    Everything raises OSError for what is not there, is not the user's, or cannot be done.
    """

    __slots__ = ("_descriptor", "_path")

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Self:
        if os.open not in os.supports_dir_fd:  # as on Windows
            raise PermissionError
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        self._descriptor = os.open(self._path, flags)
        try:
            _refuse_foreign(os.fstat(self._descriptor))
        except OSError:
            os.close(self._descriptor)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def read(self, file: str, *, use: bool) -> bytes:
        """The bytes of a file; ``use``: it counts as used now."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(file, flags, dir_fd=self._descriptor)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            _refuse_foreign(status)
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                raise PermissionError
            if use:
                os.utime(descriptor)
            return stream.read(status.st_size + 1)

    def write(self, file: str, data: bytes) -> None:
        """Puts the data into the file, whole or not at all."""
        beside = f"{file}.{os.urandom(8).hex()}{_UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(beside, flags, 0o600, dir_fd=self._descriptor)
        here = self._descriptor
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.rename(beside, file, src_dir_fd=here, dst_dir_fd=here)
        except BaseException:
            self.remove(beside)
            raise

    def remove(self, file: str) -> bool:
        """Removes a file; False when it could not."""
        try:
            os.unlink(file, dir_fd=self._descriptor)
        except OSError:
            return False
        return True

    def files(self) -> list[tuple[float, int, str]]:
        """(when last used, bytes, name) of our files, what was not used for longest first."""
        found = []
        with os.scandir(self._descriptor) as entries:
            for entry in entries:
                status = _status(entry) if entry.name.endswith((_ENDING, _UNFINISHED)) else None
                if status is not None and stat.S_ISREG(status.st_mode):
                    found.append((status.st_mtime, status.st_size, entry.name))
        return sorted(found)


def _refuse_foreign(status: os.stat_result) -> None:
    """Raises when others could have written what is read."""
    if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """What a name in the folder stands for; None when another process has removed it."""
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None


def _make(path: str) -> None:
    """Makes the folder and the one it stands in, for the user alone; no more than these two."""
    for one in (os.path.dirname(path), path):  # noqa: PTH120
        try:
            os.mkdir(one, 0o700)  # noqa: PTH102
        except FileExistsError:
            continue


def _make_room(own: _Folder) -> None:
    """Removes what is too much, what was not used for longest first, and abandoned pieces."""
    files = own.files()
    total, count = sum(size for _, size, _ in files), len(files)
    newest = max((used for used, _, _ in files), default=0.0)
    for used, size, file in files:
        abandoned = file.endswith(_UNFINISHED) and used < newest - _ABANDONED
        if abandoned or total > MOST_BYTES or count > MOST_THINGS:
            own.remove(file)
            total, count = total - size, count - 1


def _about(own: _Folder, file: str) -> str:
    """What the thing in a file is for; "" when it is damaged."""
    try:
        found = _unsealed(own.read(file, use=False))
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
