"""What must not stay behind when a run is stopped before its end: half a file, a child."""

import os

TYPE_CHECKING = False  # as typing's, which takes longer to import than a small book to read
if TYPE_CHECKING:
    from collections.abc import Callable


class Unfinished:
    """Something to undo unless its ``with`` block ends well.

    ``undo`` is called when an exception leaves the block, and by the command line when a signal
    ends the process. That may still be after the last line of the block: it must do no harm
    then. What it raises as an OSError is passed over. A forked process undoes only what it began.
    """

    __slots__ = ("_process", "_undo")

    def __init__(self, undo: "Callable[[], object]") -> None:
        self._undo = undo
        self._process = os.getpid()

    def __enter__(self) -> None:
        _open.append(self)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.undo()
        _open.remove(self)

    def undo(self) -> None:
        """Undo it, in the process that began it."""
        try:
            if self._process == os.getpid():
                self._undo()
        except OSError:
            pass  # it is gone, or nothing can be done about it


_open: list[Unfinished] = []


def undo_all() -> None:
    """Undo everything that is not finished, the newest first."""
    while _open:
        _open.pop().undo()
