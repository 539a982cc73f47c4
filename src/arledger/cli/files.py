"""Files that are written whole or not at all."""

import contextlib
import os
import stat
from pathlib import Path

from arledger.cli.errors import RefusedError
from arledger.unfinished import Unfinished


def replace_file(path: str, text: str, *, force: bool) -> None:
    """Writes the text to the path, following links and keeping its mode; never half of it."""
    target = Path(path).resolve()
    try:
        if target.exists() and not target.is_file():
            _write_through(target, text)
            return
        if target.exists() and not force:
            raise RefusedError(f"{path} exists", hint="--force replaces it")
        _replace(target, text)
    except OSError as error:
        raise RefusedError(f"cannot write {path}: {error.strerror}") from error


def _write_through(target: Path, text: str) -> None:
    """Writes to a device or a pipe, which cannot be replaced."""
    with target.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write(text)


def _replace(target: Path, text: str) -> None:
    """Writes beside the target, to disk, and moves the result into its place."""
    beside = target.with_name(f".{target.name[:50]}.{os.urandom(8).hex()}")
    mode = _mode(target)
    with Unfinished(beside.unlink):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        beside.replace(target)
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The file's own mode; for a new one what the user's umask leaves."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _sync_folder(folder: Path) -> None:
    """Makes the new name in the folder last through a power cut."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
