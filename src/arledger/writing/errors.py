"""Why an entry is not made, or not written.

WritingError         says what is in the way, and what to do about it
├── UnfitError       a value that cannot stand in a journal as it is meant
├── MissingError     something that nobody gave and nothing tells
└── NotWrittenError  a file that cannot be added to, or changed meanwhile
"""

from collections.abc import Sequence


class WritingError(Exception):
    """Ends the making or writing of an entry with a sentence and a remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class UnfitError(WritingError):
    """A value is at fault; ``field`` is the one it was given for."""

    field = ""


class MissingError(WritingError):
    """Fields without a value."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(f"nothing tells {' and '.join(fields)}")
        self.fields = tuple(fields)


class NotWrittenError(WritingError):
    """A file is at fault, or the book it belongs to."""
