"""How fast is fast enough: every goal in one table, and whether it is met.

Ratios are of whole processes, pair by pair within a round. ``aging`` does more than a balance
(it matches payments to invoices and ages what is left); the peers read a larger language.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from measure import Figure, Spread
from results import APPENDED, COLD, HELP, HLEDGER, LEDGER, WARM, Results

SIZES = ("1k", "10k", "100k", "1M")
NO_JOURNAL = "no journal"
COLUMNS = (*SIZES, NO_JOURNAL)

Find = Callable[[Results, str], Spread | None]
"""A figure of the results in one column; None when it was not measured."""


class Goal(NamedTuple):
    """A figure and what it must not exceed."""

    what: str
    find: Find
    most: Mapping[str, float]
    """By column of the table."""
    then: Mapping[str, float] = {}
    """What to reach for once all the rest holds."""


def ratio(ours: str, theirs: str, figure: Figure, *, odd: float = 0.0) -> Find:
    """What finds one command's figure over another's."""
    return lambda results, size: results.ratio(size, (ours, theirs), figure, odd=odd)


GOALS = (
    Goal("cold / hledger bal, wall", ratio(COLD, HLEDGER, "wall"),
         {"1k": 1.1, "10k": 0.25, "100k": 0.12, "1M": 0.10}, {"1k": 0.45}),
    Goal("cold / ledger bal, wall", ratio(COLD, LEDGER, "wall"),
         {"1k": 3.5, "10k": 1.0, "100k": 0.6, "1M": 0.45}, {"1k": 1.4}),
    Goal("cold / ledger bal, cpu", ratio(COLD, LEDGER, "cpu"),
         {"10k": 1.0, "100k": 0.9, "1M": 0.7}),
    Goal("warm / ledger bal, wall", ratio(WARM, LEDGER, "wall"),
         {"1k": 3, "10k": 0.5, "100k": 0.1, "1M": 0.03}, {"1k": 0.8}),
    Goal("one entry appended / cold, wall", ratio(APPENDED, COLD, "wall"),
         {"10k": 0.6, "100k": 0.3, "1M": 0.2}),
    Goal("cold / ledger bal, peak memory", ratio(COLD, LEDGER, "peak"),
         {"1k": 2, "10k": 1, "100k": 0.4, "1M": 0.3}),
    Goal("growth exponent of cold cpu, from a tenth",
         lambda results, size: results.growth(size, COLD),
         {"10k": 1.05, "100k": 1.05, "1M": 1.05}),
    Goal("bytes of peak memory per further entry, cold",
         lambda results, size: results.further(size, COLD),
         {"10k": 450, "100k": 450, "1M": 450}),
    Goal("cold / ledger bal, wall, a quarter less usual",
         ratio(COLD, LEDGER, "wall", odd=0.25), {"100k": 1.2}),
    Goal("--help, wall seconds", lambda results, _: results.start(HELP), {NO_JOURNAL: 0.15}),
)  # fmt: skip
"""What is to be reached, in the order of the table that is printed."""


def verdict(found: Spread | None, most: float, then: float | None = None) -> str:
    """Met or missed, beside the figure and its limit; in doubt when its quarters straddle it."""
    if found is None:
        return f"not measured (≤ {short(most)})"
    said = "met" if found.median <= most else "**missed**"
    if found.low <= most < found.high:
        said += " within the noise"
    limits = f"≤ {short(most)}"
    if then is not None:
        limits += f", then {short(then)}{' met' if found.median <= then else ''}"
    return f"{said}: {short(found.median)} ({limits})"


def short(figure: float) -> str:
    """A figure in the digits that count."""
    if abs(figure) >= 100:
        return f"{figure:.0f}"
    return f"{figure:.3g}" if abs(figure) >= 1 else f"{figure:.2g}"


def verdicts(results: Results) -> list[tuple[str, list[str]]]:
    """Every goal with its cells, one for each column; "" where there is no goal."""
    return [
        (
            goal.what,
            [
                verdict(goal.find(results, column), goal.most[column], goal.then.get(column))
                if column in goal.most
                else ""
                for column in COLUMNS
            ],
        )
        for goal in GOALS
    ]
