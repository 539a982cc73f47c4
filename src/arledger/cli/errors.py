"""What may stop a run besides a problem in a file.

StopError            the run ends here, with a sentence and an exit code
├── UsageError       2: the command line asks for something it cannot have
└── RefusedError     1: a file is missing, in the way, or cannot be written
"""


class StopError(Exception):
    """Ends the run with a sentence on stderr and an exit code."""

    code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(StopError):
    """The command line is at fault."""

    code = 2


class RefusedError(StopError):
    """A file is at fault."""
