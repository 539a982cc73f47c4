"""Things read that may not be meant so: each kind is told once, where it first stands."""

from arledger.journal.codes import Unreadable


class Notices:
    """Collects what a line deserves to be told of; what was told before is left out.

    ``told`` are the kinds told already, by this reader or by others that share the set.
    """

    __slots__ = ("_new", "_told")

    def __init__(self, told: set[tuple[str, ...]]) -> None:
        self._new: list[tuple[tuple[str, ...], Unreadable]] = []
        self._told = told

    def __len__(self) -> int:
        """How many are yet to be told."""
        return len(self._new)

    def add(self, notice: Unreadable, *about: str) -> None:
        """Note something, unless the like of it (by code and what it is about) was told."""
        kind = (notice.code, *about)
        if kind not in self._told:
            self._new.append((kind, notice))

    def forget(self, after: int = 0) -> None:
        """Drop the notices after the first so many: they will not be told."""
        del self._new[after:]

    def take(self) -> list[Unreadable]:
        """The notices, which now count as told."""
        taken = [notice for _, notice in self._new]
        self._told.update(kind for kind, _ in self._new)
        self._new = []
        return taken
