"""A file whose plain entries are being taken."""

from typing import NamedTuple

from arledger.journal.context import Context
from arledger.journal.plain import Careful


class File(NamedTuple):
    """Its bytes, and how it is read."""

    data: bytes
    path: str
    context: Context
    careful: Careful
