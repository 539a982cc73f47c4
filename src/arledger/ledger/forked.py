"""Work done by a forked process, where there is a processor for it."""

import marshal
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from arledger.unfinished import Unfinished

_KILL = 9
_SIZE = 8
_WIDE = 1 << 20


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
            reader, writer = os.pipe()
            self._process = os.fork()
        except OSError:  # no more processes, or files, for us
            return
        if not self._process:
            _work(work, writer)
        os.close(writer)
        self._pipe = os.fdopen(reader, "rb")
        self._running = True
        self._unfinished.__enter__()

    def found(self) -> Iterator[bytes]:
        """What it finds, as it comes, each bit for ``marshal`` to load; perhaps not to its end."""
        while self._running:
            size = _length(self._pipe.read(_SIZE))
            bit = self._pipe.read(size)
            if size and len(bit) == size:
                yield bit
            else:
                self.leave()

    def leave(self) -> None:
        """End it, if it has not ended: nobody wants to know any more."""
        if self._running:
            self._running = False
            self._pipe.close()
            self._unfinished.__exit__(None)
            self._end()

    def _end(self) -> None:
        with suppress(OSError):
            os.kill(self._process, _KILL)
            os.waitpid(self._process, 0)


def _length(size: bytes) -> int:
    return int.from_bytes(size, "big")


def _work(work: Callable[[], Iterator[Any]], writer: int) -> None:
    """Work, hand over what is found, and be gone: whatever happens, nothing else runs on."""
    code = 1
    waiting = bytearray()
    os.set_blocking(writer, False)  # the work goes on while nobody reads
    _widen(writer)
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


def _widen(pipe: int) -> None:
    """Have a pipe hold more, where that can be: something is put in now and then only."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # there is none on some systems, and only Linux can widen a pipe

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WIDE)
