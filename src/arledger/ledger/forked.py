"""Work done by a forked process, where there is a processor for it."""

import marshal
import os
from collections.abc import Callable
from typing import Any

from arledger.unfinished import Unfinished

_KILL = 9


def processors() -> int:
    """How many processors this process may use; 1 where it cannot fork."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Forked:
    """A process that works something out from all that is known when it is begun.

    What it finds is handed over by ``marshal``: numbers, texts, and containers of them. It dies
    with the one that began it, prints nothing, and undoes nothing of it.
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        self._reader, writer = os.pipe()
        try:
            self._process = os.fork()
        except OSError:
            os.close(self._reader)
            os.close(writer)
            raise
        if not self._process:
            _work(work, writer)
        os.close(writer)
        self._running = True
        self._unfinished = Unfinished(self._end)
        self._unfinished.__enter__()

    def result(self) -> Any:
        """What was found; None if it could not be."""
        with os.fdopen(self._reader, "rb") as pipe:
            whole = pipe.read()
        self._over()
        _, status = os.waitpid(self._process, 0)
        return marshal.loads(whole) if not status else None  # noqa: S302 - our own fork's

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
        os.kill(self._process, _KILL)
        os.waitpid(self._process, 0)


def _work(work: Callable[[], Any], writer: int) -> None:
    """Work, hand over what was found, and be gone: whatever happens, nothing else runs on."""
    code = 1
    try:
        whole = marshal.dumps(work())
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(whole)
        code = 0
    finally:
        os._exit(code)
