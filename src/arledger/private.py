"""A folder of the user's own: nobody else has put there what is read, or may read what is put."""

import os
import stat

from arledger.unfinished import Unfinished

TYPE_CHECKING = False  # as typing's, which takes longer to import than an answer to recall
if TYPE_CHECKING:
    from typing import Self

UNFINISHED = ".part"
"""How the name of a file ends while it is written."""


class PrivateFolder:
    """The folder while it is open (``with``): nobody can put another one in its place.

    Everything raises OSError for what is not there, is not the user's alone, or cannot be done.
    """

    __slots__ = ("_descriptor", "_path")

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> "Self":
        if os.open not in os.supports_dir_fd:  # as on Windows
            raise PermissionError
        self._descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _refuse_foreign(os.fstat(self._descriptor))
        except OSError:
            os.close(self._descriptor)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def read(self, file: str, most: int, *, use: bool) -> bytes:
        """A regular file of at most that many bytes; ``use``: it counts as used now."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(file, flags, dir_fd=self._descriptor)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            _refuse_foreign(status)
            if not stat.S_ISREG(status.st_mode) or status.st_size > most:
                raise PermissionError
            if use:
                os.utime(descriptor)
            return stream.read(status.st_size + 1)

    def write(self, file: str, data: bytes) -> None:
        """Puts the data into the file, whole or not at all."""
        beside = f"{file}.{os.urandom(8).hex()}{UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        here = self._descriptor
        with Unfinished(lambda: self.remove(beside)):
            descriptor = os.open(beside, flags, 0o600, dir_fd=here)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.rename(beside, file, src_dir_fd=here, dst_dir_fd=here)

    def remove(self, file: str) -> bool:
        """Removes a file; False when it could not."""
        try:
            os.unlink(file, dir_fd=self._descriptor)
        except OSError:
            return False
        return True

    def files(self, *endings: str) -> list[tuple[float, int, str]]:
        """(when last used, bytes, name) of the files so named, the longest unused one first."""
        found = []
        with os.scandir(self._descriptor) as entries:
            for entry in entries:
                status = _status(entry) if entry.name.endswith(endings) else None
                if status is not None and stat.S_ISREG(status.st_mode):
                    found.append((status.st_mtime, status.st_size, entry.name))
        return sorted(found)


def make_folder(path: str) -> None:
    """Makes the folder and the one it stands in, for the user alone; no more than these two."""
    for one in (os.path.dirname(path), path):  # noqa: PTH120
        try:
            os.mkdir(one, 0o700)  # noqa: PTH102
        except FileExistsError:
            continue


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
