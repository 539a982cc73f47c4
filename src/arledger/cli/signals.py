"""What ends a run from outside: Ctrl-C, a terminal that closes, ``kill``.

The run ends where it is, at once and without a word, and what it had not finished is taken away.
No exception is raised for that: one can be lost on its way (in a callback, in an import), and
going back through a large book takes seconds.
"""

import os

from arledger.unfinished import undo_all

TYPE_CHECKING = False  # as typing's, which takes longer to import than a small book to read
if TYPE_CHECKING:
    import signal
else:  # the same but for its enumerations, and those cost more than a small book
    import _signal as signal

_ENDINGS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def heed_signals() -> None:
    """Makes each of them end the process, unless whoever started it had it ignored."""
    for number in _ENDINGS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    """Undoes what is not finished and exits with the code a shell would report: 130 for Ctrl-C."""
    for other in _ENDINGS:
        signal.signal(other, _heeded)
    undo_all()
    os._exit(128 + number)


def _heeded(_: int, __: object) -> None:
    """Another signal while the first one is being heeded changes nothing."""
