"""Where things are said: standard output, standard error, or a file; and a note of it."""

import os
import sys

from arledger import recording
from arledger.unfinished import Unfinished

TYPE_CHECKING = False  # as typing's, which takes longer to import than an answer to recall
if TYPE_CHECKING:
    from typing import TextIO

OUT, ERR, NEW, OVER = "out", "err", "new", "over"
"""The two streams, a file that must not be there yet, and any file."""


def say(channel: str, target: str, text: str) -> None:
    """Says the text, or puts it into the target, a file."""
    if channel in {NEW, OVER}:
        from arledger.cli.files import replace_file

        replace_file(target, text, force=channel == OVER)
    else:
        _put(text, sys.stdout if channel == OUT else sys.stderr)
    recording.said(channel, target, text)


def _put(text: str, stream: "TextIO") -> None:
    """Writes it; on a terminal, what is stopped in the middle of a line ends it, and its colour."""
    if not stream.isatty():
        stream.write(text)
        return
    end = "\x1b[0m\n" if "\x1b[" in text else "\n"
    with Unfinished(lambda: os.write(stream.fileno(), end.encode())):
        stream.write(text)
        stream.flush()
