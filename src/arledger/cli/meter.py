"""The line on a terminal that says what takes so long, how far it is, and how long it still takes.

A timer of the system interrupts the work for it ten times a second, so that nothing has to run
beside the work or to ask for the time in between. It may come in the middle of an import:
everything it needs is imported before.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from arledger.cli.bar import is_dumb, line, marks_for
from arledger.progress import stages, watchers
from arledger.render.safe import width
from arledger.unfinished import Unfinished

PATIENCE = 1.0
"""Seconds a run may take before anything is said about it."""

BEAT = 0.1
"""Seconds from one look at how far it is to the next."""

DEFAULT_COLUMNS = 80
"""The width of a terminal that does not know its own."""

_ENOUGH = 0.5
"""Seconds of a stage after which the time left can be told."""


@contextmanager
def shown_on_terminal() -> Iterator[None]:
    """Shows the stages of the block on standard error, which must be a terminal."""
    meter = Meter(sys.stderr.fileno())
    watchers.append(meter.change)
    signal.signal(signal.SIGALRM, meter.beat)
    if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:
        signal.signal(signal.SIGTSTP, meter.pause)
    stopped = Unfinished(meter.stop)
    stopped.__enter__()
    try:
        yield
    finally:
        stopped.__exit__(None)  # what is raised has ended its stage: only a signal comes before
        watchers.remove(meter.change)


class Meter:
    """A line of the terminal that is there only while a stage lasts."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._marks = marks_for(os.environ)
        self._dumb = is_dumb(os.environ)
        self._process = os.getpid()
        self._begun = monotonic()
        self._beats = 0
        self._written = 0
        """Cells of the line that are written on; 0: nothing is to be seen."""
        self._resting = False
        """Nothing may be drawn for now, not even if the timer has come already."""

    def change(self) -> None:
        """A stage has begun or ended: clears the line, and starts or stops the timer."""
        if os.getpid() != self._process:
            return  # a second process has no line of its own
        now, stage = monotonic(), stages[-1]
        stage.begun = stage.begun or now
        if len(stages) == 1:
            signal.setitimer(signal.ITIMER_REAL, 0)
        elif not any(signal.getitimer(signal.ITIMER_REAL)):
            until = max(BEAT, self._begun + PATIENCE - now)
            signal.setitimer(signal.ITIMER_REAL, until, BEAT)
        self.wipe()

    def beat(self, *_: object) -> None:
        """Draws how far the innermost stage is."""
        stage, now = stages[-1], monotonic()
        if not stage.done:
            stage.begun = now  # what comes before the first step says nothing about the others
        if self._resting or not stage.what or not self._is_ours():
            return
        share = left = None
        if stage.done and stage.whole > 0:
            share = min(1.0, stage.done / stage.whole)
            spent = now - stage.begun
            left = spent / share - spent if spent > _ENOUGH else None
        self._beats += 1
        self._draw(
            line(stage.what, self._room(), self._marks, share=share, left=left, beat=self._beats)
        )

    def _room(self) -> int:
        """Cells that may be written on: not the last, behind which the line would wrap."""
        try:
            return (os.get_terminal_size(self._terminal).columns or DEFAULT_COLUMNS) - 1
        except OSError:
            return 0

    def _is_ours(self) -> bool:
        """Whether the terminal is for us to write on: not from the background, nor a fork."""
        if os.getpid() != self._process:
            return False
        try:
            return os.tcgetpgrp(self._terminal) == os.getpgrp()
        except OSError:  # it is not the terminal we were started from
            return True

    def _draw(self, text: str) -> None:
        """Writes over what is there; the cursor waits at the line's beginning."""
        cells, before = width(text), self._written
        self._written = max(cells, before) if self._dumb else cells
        rest = " " * (before - cells) if self._dumb else "\x1b[K"
        self._write(f"\r{text}{rest}\r")

    def wipe(self) -> None:
        """Leaves the line as if nothing had been on it."""
        cells, self._written = self._written, 0
        if cells:
            self._write(f"\r{' ' * cells}\r" if self._dumb else "\r\x1b[K")

    def stop(self) -> None:
        """The run ends here: wipes the line, and the ``^C`` a terminal shows for Ctrl-C."""
        self._resting = True
        if self._is_ours():
            self._written = max(self._written, len("^C"))
            self.wipe()

    def _write(self, text: str) -> None:
        # Not by sys.stderr: the timer may come while that is being written to.
        with suppress(OSError):
            os.write(self._terminal, text.encode())

    def pause(self, *_: object) -> None:
        """Ctrl-Z: stops on a clean line; the time until ``fg`` does not count."""
        self._resting = True
        self.wipe()
        asleep = monotonic()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self.pause)
        for stage in stages:
            stage.begun += monotonic() - asleep
        self._resting = False
