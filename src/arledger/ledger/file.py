"""A file whose plain entries are being taken."""

from arledger.journal.context import Context
from arledger.journal.plain import Careful
from arledger.records import NamedTuple


class File(NamedTuple):
    """Its bytes, and how it is read."""

    data: bytes
    path: str
    context: Context
    careful: Careful
