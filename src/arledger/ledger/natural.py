"""The natural order of document numbers: INV-9 before INV-10."""

import re
from functools import lru_cache

_DIGITS = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which runs of digits count as numbers."""
    return tuple(
        (0, int(part), part) if part.isdecimal() and len(part) < 100 else (1, 0, part)
        for part in _DIGITS.split(number)
        if part
    )
