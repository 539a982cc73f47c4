"""Reading files: only regular ones, only so many, only so big, only UTF-8."""

import os
import stat
from collections.abc import Callable, Mapping
from errno import EAGAIN

from arledger import recording
from arledger.journal.codes import problem
from arledger.problems import Problem, Span
from arledger.records import NamedTuple

STDIN = "-"

_STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""Where a shell puts a pipe's end; named on the command line these are read."""

_OTHER_FORMATS = ("timedot", "timeclock", "csv", "tsv", "ssv", "rules")
_OTHER_ENDINGS = {
    ".timedot": "timedot", ".td": "timedot", ".timeclock": "timeclock",
    ".csv": "csv", ".tsv": "tsv", ".ssv": "ssv", ".rules": "rules",
}  # fmt: skip

_WILD = frozenset("*?[")


class Limits(NamedTuple):
    """How much one load may read: hostile or mistaken input must end."""

    depth: int = 64
    """Files within files."""
    files: int = 10_000
    size: int = 4 * 1024**3
    """Bytes of all files together."""


class FileReader:
    """Reads whole files and keeps count of what was read."""

    __slots__ = ("_count", "_instead", "_limits", "_size", "_stdin")

    def __init__(
        self,
        limits: Limits,
        stdin: Callable[[], bytes] | None,
        instead: Mapping[str, bytes] | None = None,
    ) -> None:
        self._limits = limits
        self._stdin = stdin
        self._instead = instead or {}
        self._count = 0
        self._size = 0

    def read(self, path: str, span: Span | None, *, named: bool) -> bytes | Problem:
        """A file's bytes, or why there are none.

        ``named``: it stands on the command line, where standard input and pipes are welcome.
        """
        found = self._read(path, span, named=named)
        if isinstance(found, bytes) and not (named and path == STDIN):
            recording.content(path, found)
        else:
            recording.unrepeatable()
        return found

    def _read(self, path: str, span: Span | None, *, named: bool) -> bytes | Problem:
        self._count += 1
        if self._count > self._limits.files:
            return problem("too-many-files", f"more than {self._limits.files} files", span)
        if path == STDIN and named:
            return self._within(self._stdin() if self._stdin is not None else b"", span)
        if self._instead and (data := self._instead.get(real_path(path))) is not None:
            return self._within(data, span)
        try:
            refusal = self._refusal(path, span, named=named)
            return refusal or self._whole(path, span, named=named)
        except FileNotFoundError:
            return problem("missing-file", f"there is no file {path}", span)
        except (OSError, ValueError) as wrong:
            reason = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else wrong
            return problem("unreadable-file", f"cannot read {path}: {reason}", span)

    def _refusal(self, path: str, span: Span | None, *, named: bool) -> Problem | None:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- paths are text as given throughout
        if stat.S_ISREG(mode) or os.path.realpath(path) == os.devnull:
            return None
        if named and path.startswith(_STREAMS) and not stat.S_ISDIR(mode):
            return None
        what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        return problem("not-a-file", f"{path} is {what}", span)

    def _whole(self, path: str, span: Span | None, *, named: bool) -> bytes | Problem:
        with open(path, "rb", opener=None if named else _without_waiting) as file:
            left = self._limits.size - self._size
            size = min(os.fstat(file.fileno()).st_size, left)
            data = file.read(size + 1)  # so much memory is asked for, whatever there is to read
            if data and len(data) > size:  # it is a stream, or grows
                data += file.read(left + 1 - len(data)) or b""
        if data is None:
            raise BlockingIOError(EAGAIN, "it gives nothing")
        return self._within(data, span)

    def _within(self, data: bytes, span: Span | None) -> bytes | Problem:
        self._size += len(data)
        if self._size > self._limits.size:
            return problem("files-too-big", f"more than {self._limits.size} bytes", span)
        return data


def _without_waiting(path: str, flags: int) -> int:
    """Opens what says it is a regular file: if it is none after all, reading must not hang."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def text_of(data: bytes, path: str) -> tuple[str, Problem | None]:
    """The text of a file, lines ending in newlines; a problem when it is not UTF-8.

    Even then the text is returned, with U+FFFD for what could not be read.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    wrong = None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        wrong = _bad_encoding(data, error, path)
        text = data.decode(errors="replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else text + "\n", wrong


def _bad_encoding(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    start = data.rfind(b"\n", 0, error.start) + 1
    line = data.count(b"\n", 0, start) + 1
    column = len(data[start : error.start].decode()) + 1
    message = f"the byte 0x{data[error.start]:02X} is not UTF-8 here"
    return problem("bad-encoding", message, Span(path, line, column, column + 1))


def real_path(path: str) -> str:
    """The file's one canonical path; the path as it is where there cannot be such a file."""
    try:
        return recording.real_path(path)
    except (OSError, ValueError):
        return path


def split_format(path: str) -> tuple[str, str]:
    """The path without a ``journal:`` before it, and the other format it is said to have."""
    prefix, colon, rest = path.partition(":")
    if colon and prefix in {"journal", "j", "hledger", "ledger"}:
        return rest, ""
    if colon and prefix in _OTHER_FORMATS:
        return rest, prefix
    return path, _OTHER_ENDINGS.get(os.path.splitext(path)[1], "")  # noqa: PTH122


def matched(pattern: str, including: str) -> list[str]:
    """The files an include means, sorted; relative to the file it stands in."""
    found = _matched(pattern, including)
    if pattern.startswith("~") or _WILD.intersection(pattern + including):
        recording.matches(pattern, including, found)
    return found


def _matched(pattern: str, including: str) -> list[str]:
    folder = "" if including == STDIN else os.path.dirname(including)  # noqa: PTH120
    whole = os.path.join(folder, os.path.expanduser(pattern))  # noqa: PTH111, PTH118
    if "\0" in whole or not _WILD.intersection(whole) or os.path.lexists(whole):
        return [whole]
    from arledger.journal.globs import found  # few journals include by a pattern

    own = os.path.realpath(including)
    return sorted(
        path
        for path in found(whole)
        if not os.path.isdir(path) and os.path.realpath(path) != own  # noqa: PTH112
    )
