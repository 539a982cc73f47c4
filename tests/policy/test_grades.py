"""The scorecard in the policy: what is refused, where, and with which sentence."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.measures.scorecard import Scorecard
from arledger.policy.load import load_policy
from arledger.policy.model import DEFAULT
from arledger.policy.scorecards import range_of, wrong_criteria
from arledger.policy.sections.watch import Grades
from arledger.problems import Sources

D = Decimal


def told(folder: Path, text: str) -> list[str]:
    """What is said of a [grades] section, each with the line it is said of."""
    path = folder / "arledger.toml"
    path.write_text(f"[grades]\n{text}\n", encoding="utf-8")
    loaded, problems = load_policy(str(path), Sources())
    assert not problems or loaded.policy.grades == DEFAULT.grades
    return [f"{p.span.line if p.span else 0}: {p.message}" for p in problems]


def index(*ranges: str, weight: str = "100") -> str:
    lines = [f'"{text}" = {points}' for points, text in enumerate(ranges)]
    return "\n".join(["[grades.criteria.index]", f"weight = {weight}", *lines])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (index("below 40", "from 50"), "5: grades.criteria: index: there is a gap between 'below 40' and 'from 50': nothing is said of 40"),
        (index("below 50", "from 40"), "5: grades.criteria: index: 'below 50' and 'from 40' overlap"),
        (index("up to 50", "from 50"), "5: grades.criteria: index: 'up to 50' and 'from 50' overlap: both hold 50"),
        (index("below 50", "above 50"), "5: grades.criteria: index: there is a gap between 'below 50' and 'above 50': neither holds 50"),
        (index("from 50"), "2: grades.criteria: index has a gap: it lacks a range without a lowest number, as 'below 40'"),
        (index("below 50", "from 50 below 60"), "5: grades.criteria: index has a gap: nothing is said of what lies beyond 'from 50 below 60'"),
        (index("below 50", "from 50 below 40", "from 40"), "5: grades.criteria: index: 'from 50 below 40' holds nothing; write the smaller number first"),
        (index("below 50", "over 50"), "5: grades.criteria: index: 'over 50' is no range; write ranges as 'below 40', 'from 40 below 70', 'from 70'"),
        (index("below 50", "from 50", weight="90"), "2: grades.criteria: the weights add up to 90, not to 100"),
        (index("below 50", "from 50", weight="0"), "2: grades.criteria: index needs a weight above 0; leave it out if it is not to count"),
        (index("below 50", "from 50") + "\n'below 20' = 101", "6: grades.criteria: index: the points of 'below 20' must be from 0 to 100"),
        ("[grades.criteria.paydex]\nweight = 100", "2: grades.criteria: there is no criterion paydex: it is one of index, overdue, promises, limit-use, disputes, relation, rating, amount:CUR, rating:AGENCY, tag:NAME"),
        ("[grades.criteria.amount]\nweight = 100", "2: grades.criteria: there is no criterion amount (say of what, as amount:USD or tag:segment): it is one of"),
        ('[grades.criteria."tag:x"]\nweight = 100\nA = 5\n"from 3" = 4', "4: grades.criteria: tag:x: 'A' is no range; write ranges as"),
        ('[grades.criteria."tag:x"]\nweight = 100', "2: grades.criteria: tag:x has a gap: it lacks a range"),
        ("[grades.scale]\nA = { score = 80 }", "2: grades.scale: no grade begins at score 0: one must, so that everybody gets one"),
        ("[grades.scale]\nA = { score = 0 }\nB = { score = 0 }", "2: grades.scale: two grades begin at the same score"),
        ("[grades.scale]\nA = { score = 0, factor = -1 }", "3: grades.scale: A: factor must be from 0 to 100"),
        ("[grades.scale]\nA = { score = 0, terms = 'soon' }", "3: grades.scale: A: "),
        ("[grades.scale]\nA = { score = 101 }", "3: grades.scale: A: score must be from 0 to 100"),
        ("[grades.scale]\nunrated = { score = 0 }", "3: grades.scale: 'unrated' is no name for a grade: write one word, as A or A-"),
        ("[grades.scale]\nA = { scores = 0 }", "3: "),
        ("anchors = [[0, 80]]", "2: grades.anchors: must be [days late, index] pairs, later each time and lower, as"),
        ("anchors = [[0, 80], [30, 90]]", "2: grades.anchors: must be [days late, index] pairs"),
        ("anchors = [[0, 80], [30]]", "2: grades.anchors: must be [days late, index] pairs"),
        ("review = 'weekly'", "2: grades.review: should be one of month, quarter, half-year, year"),
        ("invoices = -1", "2: grades.invoices: must be from 0 to 1000"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    assert told(tmp_path, text)[0].startswith(message)


def test_a_scorecard_of_ones_own_takes_the_place_of_the_default(tmp_path: Path) -> None:
    path = tmp_path / "arledger.toml"
    path.write_text(
        "[grades]\nreview = 'month'\n[grades.scale]\ngood = { score = 50 }\nbad = { score = 0, "
        "factor = 0, terms = 'prepay' }\n"
        + index("Below  50 %", "from 50", weight="62.5")
        + '\n[grades.criteria."rating:dnb"]\nweight = 37.5\nAA = 100\nB = 20\n',
        encoding="utf-8",
    )
    loaded, problems = load_policy(str(path), Sources())
    assert problems == []
    chosen = loaded.policy.grades
    card = Scorecard(chosen)
    assert [one.name for one in card.criteria] == ["index", "rating:dnb"]
    assert card.criteria[1].words == {"aa": 100, "b": 20}
    assert card.grades == ["good", "bad"]
    assert chosen.scale["bad"].terms == "prepay"
    assert (chosen.review, chosen.anchors) == ("month", DEFAULT.grades.anchors)


bounds = st.lists(st.integers(-20, 120), min_size=1, max_size=5, unique=True).map(sorted)


@given(bounds, st.data())
def test_ranges_without_gap_and_overlap_hold_every_number_once(
    edges: list[int], data: st.DataObject
) -> None:
    """However the edges are written."""
    held = [data.draw(st.booleans()) for _ in edges]
    lows = [None, *zip(edges, held, strict=True)]
    highs = [*zip(edges, held, strict=True), None]
    texts = [_written(low, high) for low, high in zip(lows, highs, strict=True)]
    shuffled = data.draw(st.permutations(texts))
    criteria = {"index": {"weight": D(100), **{text: D(n) for n, text in enumerate(shuffled)}}}
    assert wrong_criteria(criteria) == []
    (criterion,) = Scorecard(Grades(criteria=criteria)).criteria
    for doubled in range(-50, 250):
        value = D(doubled) / 2
        assert sum(step.holds(value) for step in criterion.steps) == 1  # type: ignore[arg-type]
    if len(texts) > 2:
        lacking = {"index": {k: v for k, v in criteria["index"].items() if k != texts[1]}}
        assert wrong_criteria(lacking)


def _written(low: tuple[int, bool] | None, high: tuple[int, bool] | None) -> str:
    begins = f"{'from' if low[1] else 'above'} {low[0]} " if low else ""
    ends = f"{'below' if high[1] else 'up to'} {high[0]}" if high else ""
    return (begins + ends).strip()


@pytest.mark.parametrize(
    "text", ["", "A", "from", "below", "5", "from 5 from 6", "from 1e9", "from 5 up"]
)
def test_what_is_no_range_is_none(text: str) -> None:
    assert range_of(text) is None
