"""Work done by a forked process, where there is a processor for it."""

import marshal
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from arledger.unfinished import Unfinished

_KILL = 9
_SIZE = 8


def processors() -> int:
    """How many processors this process may use; 1 where it cannot fork."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Forked:
    """A process that works something out from all that is known when it is begun.

    What it finds is handed over bit by bit, by ``marshal``: numbers, texts, and containers of
    them. It dies with the one that began it, prints nothing, and undoes nothing of it.
    """

    def __init__(self, work: Callable[[], Iterator[Any]]) -> None:
        self._running = False
        self._unfinished = Unfinished(self._end)
        try:
            self._reader, writer = os.pipe()
            self._process = os.fork()
        except OSError:  # no more processes, or files, for us
            return
        if not self._process:
            _work(work, writer)
        os.close(writer)
        self._running = True
        self._unfinished.__enter__()

    def found(self) -> list[bytes] | None:
        """What was found, each bit for ``marshal`` to load; None if it did not get to its end."""
        if not self._running:
            return None
        with os.fdopen(self._reader, "rb") as pipe:
            bits = list(iter(lambda: pipe.read(_length(pipe.read(_SIZE))), b""))
        self._over()
        return bits if self._ended_well() else None

    def leave(self) -> None:
        """End it, if it has not ended: nobody wants to know any more."""
        if self._running:
            os.close(self._reader)
            self._over()
            self._end()

    def _over(self) -> None:
        self._running = False
        self._unfinished.__exit__(None)

    def _end(self) -> None:
        with suppress(OSError):
            os.kill(self._process, _KILL)
            os.waitpid(self._process, 0)

    def _ended_well(self) -> bool:
        try:
            _, status = os.waitpid(self._process, 0)
        except ChildProcessError:  # whoever started us has the dead not asked for (SIGCHLD)
            return False
        return not status


def _length(size: bytes) -> int:
    return int.from_bytes(size, "big")


def _work(work: Callable[[], Iterator[Any]], writer: int) -> None:
    """Work, hand over what is found, and be gone: whatever happens, nothing else runs on."""
    code = 1
    waiting = bytearray()
    os.set_blocking(writer, False)  # the work goes on while nobody reads
    try:
        for bit in work():
            whole = marshal.dumps(bit)
            waiting += len(whole).to_bytes(_SIZE, "big") + whole
            with suppress(BlockingIOError):
                del waiting[: os.write(writer, waiting)]
        os.set_blocking(writer, True)
        while waiting:
            del waiting[: os.write(writer, waiting)]
        code = 0
    finally:
        os._exit(code)
