"""Files that several may write to, and that are never left half-written.

A file is locked (``flock``: a dead process holds no lock), read, and replaced by a new one that
was written beside it, to disk, under a name of its own. Every step is told as it is done, so
that the tests can stop the process after each. Whenever that happens, the file is the old one or
the new one, and the next writer finds no obstacle.
"""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from arledger.unfinished import Unfinished
from arledger.writing.errors import NotWrittenError

PATIENCE = 10.0
"""Seconds to wait for another writer to finish."""

LONGEST = 200
"""Bytes of a file's name that leave room for an ending."""

_PAUSE = 0.02


class Hold:
    """Files that nobody else writes to until they are let go."""

    __slots__ = ("_descriptors",)

    def __init__(self) -> None:
        self._descriptors: list[int] = []

    def add(self, descriptor: int) -> None:
        """Keep an open and locked file until the end."""
        self._descriptors.append(descriptor)

    def take(self, path: str) -> None:
        """Wait until the file is nobody else's; NotWrittenError when that takes too long."""
        until = time.monotonic() + PATIENCE
        while not self._taken(path):
            if time.monotonic() > until:
                raise NotWrittenError(
                    f"{path} is being written to by another program",
                    "wait until it has finished, or stop it",
                )
            time.sleep(_PAUSE)

    def _taken(self, path: str) -> bool:
        descriptor = _open_to_lock(path)
        if lock(descriptor) and os.path.samestat(os.fstat(descriptor), Path(path).stat()):
            self.add(descriptor)
            return True
        os.close(descriptor)  # locked by another, or replaced while we waited
        return False

    def release(self) -> None:
        """Let all of them go."""
        while self._descriptors:
            os.close(self._descriptors.pop())


def _open_to_lock(path: str) -> int:
    """The open file; for writing if that may be, without which some network drives lock nothing."""
    with suppress(OSError):
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def lock(descriptor: int) -> bool:
    """Whether the open file could be locked for this process alone."""
    try:
        import fcntl
    except ImportError:
        raise NotWrittenError("this system has no file locks", "write the entry by hand") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EINTR}:
            raise
        return False
    return True


@contextmanager
def held(paths: Iterable[str]) -> Iterator[Hold]:
    """These files for this process alone, always taken in the same order."""
    hold = Hold()
    try:
        for path in sorted({os.path.realpath(path) for path in paths}):
            hold.take(path)
        yield hold
    finally:
        hold.release()


def check_replaceable(path: str) -> None:
    """NotWrittenError where a new file could not stand in the old one's place just as it was."""
    about = Path(path).stat()
    if not stat.S_ISREG(about.st_mode):
        raise NotWrittenError(f"{path} is no regular file", "name the file to write to")
    if not os.access(path, os.W_OK):
        raise NotWrittenError(f"{path} may not be written to", "check its permissions")
    if about.st_nlink > 1:
        raise NotWrittenError(
            f"{path} has {about.st_nlink} names (hard links); only one would get the entry",
            "make it a file of one name: cp FILE NEW && mv NEW FILE",
        )


def replacing(path: str, old: bytes, new: bytes, hold: Hold) -> Iterator[str]:
    """Puts new bytes in the place of the old ones; tells each step when it is done.

    The path's links are followed; mode, owner and extended attributes stay. NotWrittenError when
    the file is not the old one any more.
    """
    target = Path(path).resolve()
    beside = _name_beside(target)
    beside.unlink(missing_ok=True)  # what a writer left that was stopped: the lock is ours now
    with Unfinished(beside.unlink):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        hold.add(descriptor)
        lock(descriptor)  # so that who opens the new file waits for us, too
        yield "begun beside"
        _write_all(descriptor, new)
        yield "written beside"
        _take_after(target, descriptor)
        os.fsync(descriptor)
        yield "safe on disk"
        _refuse_changed(target, old)
        yield "compared"
        beside.replace(target)
    yield "replaced"
    _sync(target.parent)
    yield "lasting"


def creating(path: str) -> Iterator[str]:
    """Makes an empty file and the folder it is to stand in; tells each step when it is done."""
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    yield "folder made"
    Path(path).touch()
    _sync(folder)
    yield "made"


def _name_beside(target: Path) -> Path:
    """Always the same for a file; hidden, with an ending that no pattern of an include matches."""
    name = target.name
    if len(os.fsencode(name)) > LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return target.with_name(f".{name}.arledger-new")


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _refuse_changed(target: Path, old: bytes) -> None:
    if target.read_bytes() != old:
        raise NotWrittenError(f"{target} was changed by another program", "run it again")


def _take_after(target: Path, descriptor: int) -> None:
    """Gives the open file the owner, mode and attributes of the target."""
    about = target.stat()
    mine = os.fstat(descriptor)
    if (about.st_uid, about.st_gid) != (mine.st_uid, mine.st_gid):
        try:
            os.fchown(descriptor, about.st_uid, about.st_gid)
        except OSError as error:
            raise NotWrittenError(
                f"{target} belongs to another user or group, and would not stay theirs",
                "run this as its owner, or make it yours",
            ) from error
    for name in _attributes(target):
        with suppress(OSError):
            os.setxattr(descriptor, name, os.getxattr(target, name))
    os.fchmod(descriptor, stat.S_IMODE(about.st_mode))


def _attributes(path: Path) -> list[str]:
    """The names of a file's extended attributes (its access lists are among them)."""
    listed: Callable[[Path], list[str]] | None = getattr(os, "listxattr", None)
    if listed is None:
        return []
    with suppress(OSError):
        return listed(path)
    return []


def _sync(folder: Path) -> None:
    """Makes a new name in a folder last through a power cut."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
