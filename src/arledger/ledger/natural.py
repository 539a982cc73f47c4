"""The natural order of document numbers: INV-9 before INV-10."""

from functools import lru_cache, total_ordering

from arledger.patterns import lazy

_DIGITS = lazy(r"(\d+)")


@lru_cache(maxsize=65536)
def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which runs of digits count as numbers."""
    return tuple(
        (0, int(part), part) if part.isdecimal() and len(part) < 100 else (1, 0, part)
        for part in _DIGITS.split(number)
        if part
    )


@total_ordering
class Natural:
    """A number that is worked out for comparison only when something else ties."""

    __slots__ = ("number",)

    def __init__(self, number: str) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Natural) and self.number == other.number

    def __lt__(self, other: "Natural") -> bool:
        return natural(self.number) < natural(other.number)

    def __hash__(self) -> int:
        return hash(self.number)
