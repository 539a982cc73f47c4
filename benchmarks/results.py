"""What was measured, and the ratios and slopes that follow from it."""

import math
from dataclasses import dataclass, field

from generate import label_of
from measure import Figure, Runs, Spread

COLD, FIRST, WARM, APPENDED = "cold", "first", "warm", "appended"
HLEDGER, LEDGER, FLOOR = "hledger", "ledger", "floor"
HELP = "arledger --help"

OURS = (COLD, FIRST, WARM, APPENDED)
PEERS = (HLEDGER, LEDGER)

TITLES = {
    COLD: "arledger aging, cold",
    FIRST: "the same, first run: fills the cache",
    WARM: "the same, warm",
    APPENDED: "the same, one entry appended",
    HLEDGER: "hledger bal",
    LEDGER: "ledger bal",
    FLOOR: "floor: reading the bytes",
}
"""Every command run on a journal, in the order of a round."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs on one journal."""

    entries: int
    odd: float
    """The share of less usual entries."""
    runs: dict[str, Runs]
    """By the names above; what this arledger cannot do is not there."""

    @property
    def label(self) -> str:
        """The journal's size as people write it, and its share of less usual entries."""
        return label_of(self.entries) + (f", {self.odd:g} odd" if self.odd else "")

    @property
    def rounds(self) -> int:
        return len(next(iter(self.runs.values())).runs)


@dataclass(slots=True)
class Results:
    """All that was measured."""

    journals: list[Measured] = field(default_factory=list)
    starts: dict[str, Runs] = field(default_factory=dict)
    """Programs without a journal."""
    phases: dict[str, dict[str, float]] = field(default_factory=dict)
    """Seconds by phase, for each size."""

    def on(self, size: str, odd: float = 0.0) -> Measured | None:
        """What was measured on the journal of that size (as people write it), if it was."""
        return next((m for m in self.journals if (label_of(m.entries), m.odd) == (size, odd)), None)

    def ratio(
        self, size: str, names: tuple[str, str], figure: Figure, *, odd: float = 0.0
    ) -> Spread | None:
        """One command's figure over another's on a journal; None if either was not run."""
        measured = self.on(size, odd)
        if measured is None or not set(names) <= set(measured.runs):
            return None
        return measured.runs[names[0]].over(measured.runs[names[1]], figure)

    def _decade(self, size: str, name: str) -> tuple[Measured, Measured] | None:
        """The journal of that size and the one a tenth of it, where both were measured."""
        large = self.on(size)
        small = self.on(label_of(large.entries // 10)) if large is not None else None
        if large is None or small is None or name not in small.runs or name not in large.runs:
            return None
        return small, large

    def growth(self, size: str, name: str) -> Spread | None:
        """The exponent of cpu from a tenth of the entries to all; 1 is proportional.

        The quarters are those of the larger journal's runs.
        """
        decade = self._decade(size, name)
        if decade is None:
            return None
        small, large = decade
        before = small.runs[name].of("cpu").median
        return Spread(*(math.log10(figure / before) for figure in large.runs[name].of("cpu")))

    def further(self, size: str, name: str) -> Spread | None:
        """Bytes of peak memory for every entry more, from a tenth of the entries to all."""
        decade = self._decade(size, name)
        if decade is None:
            return None
        small, large = decade
        before = small.runs[name].of("peak").median
        more = large.entries - small.entries
        return Spread(*((peak - before) * 2**20 / more for peak in large.runs[name].of("peak")))

    def start(self, name: str) -> Spread | None:
        """Wall seconds of a program without a journal."""
        return self.starts[name].of("wall") if name in self.starts else None
