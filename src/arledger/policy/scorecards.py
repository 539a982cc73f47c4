"""How a scorecard is written: criteria with their weights, each with the points of its ranges.

    [grades.criteria.index]
    weight = 50
    "from 80" = 100
    "from 60 below 80" = 50
    "below 60" = 0

A range is ``from 60`` (60 itself too) or ``above 60``, and ``below 80`` or ``up to 80`` (80
itself too). The ranges of a criterion hold every number once. A criterion of words, a tag's or
an agency's rating, has points for each word.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from arledger.dates import parse_terms
from arledger.patterns import lazy
from arledger.records import NamedTuple

WEIGHT = "weight"
"""The key of a criterion that is no range."""

NAMES = ("index", "overdue", "promises", "limit-use", "disputes", "relation", "rating")
"""The criteria that need no more than their name."""

OF = ("amount", "rating", "tag")
"""The criteria that say of what, as ``tag:segment``."""

UNRATED = "unrated"
"""What stands for a grade where too little is known; no grade may be called so."""

NO_GRADE = "none"
"""What a review says that takes a grade given by hand away."""

Wrong = tuple[tuple[str, ...], str]

_NUMBER = r"(-?\d{1,30}(?:\.\d{1,30})?) ?%?"
_RANGE = lazy(rf"(?:(from|above) {_NUMBER})? ?(?:(below|up to) {_NUMBER})?")
_SAID = lazy(r"(?:from|above|below|up to)\b.*")


class Range(NamedTuple):
    """All numbers between two bounds; None: there is no such bound."""

    low: Decimal | None
    holds_low: bool
    high: Decimal | None
    holds_high: bool


class GradeRule(NamedTuple):
    """From which score a grade is given, and what it brings with it."""

    score: Decimal
    factor: Decimal = Decimal(1)
    """The limit proposed, in what the customer buys while the terms run."""
    terms: str = ""
    """Terms proposed; "": those that were agreed."""
    letters: str = ""


@lru_cache(maxsize=1024)
def range_of(text: str) -> Range | None:
    """The range a text describes; None when it is a word, or no range."""
    match = _RANGE.fullmatch(re.sub(r"\s+", " ", text.strip().casefold()))
    if not match or not match[0]:
        return None
    low, high = (Decimal(match[n]) if match[n] else None for n in (2, 4))
    return Range(low, match[1] == "from", high, match[3] == "up to")


def ranges_of(criterion: Mapping[str, Decimal]) -> list[tuple[Range, str, Decimal]]:
    """The ranges of a criterion with their texts and points, the lowest first; none: of words."""
    read = [(range_of(text), text, points) for text, points in criterion.items() if text != WEIGHT]
    found = [(one, text, points) for one, text, points in read if one]
    if len(found) < len(read):
        return []
    return sorted(found, key=lambda one: (one[0].low is not None, one[0].low or 0, _narrow(one[0])))


def _narrow(one: Range) -> tuple[bool, bool, Decimal]:
    return (not one.holds_low, one.high is None, one.high or Decimal(0))


# -- what is wrong with one --------------------------------------------------------------------


def wrong_criteria(criteria: Mapping[str, Mapping[str, Decimal]]) -> list[Wrong]:
    """What is wrong with a scorecard."""
    found = [one for name, criterion in criteria.items() for one in _wrong(name, criterion)]
    total = sum((criterion.get(WEIGHT, Decimal(0)) for criterion in criteria.values()), Decimal(0))
    if not found and total != 100:
        found.append(
            (tuple(criteria)[:1], f"the weights add up to {total.normalize():f}, not to 100")
        )
    return found


def _wrong(name: str, criterion: Mapping[str, Decimal]) -> Iterator[Wrong]:
    kind, _, of = name.partition(":")
    if not (name in NAMES or (kind in OF and of)):
        needs = " (say of what, as amount:USD or tag:segment)" if kind in OF else ""
        known = ", ".join((*NAMES, "amount:CUR", "rating:AGENCY", "tag:NAME"))
        yield (name,), f"there is no criterion {name}{needs}: it is one of {known}"
        return
    if criterion.get(WEIGHT, Decimal(0)) <= 0:
        yield (name,), f"{name} needs a weight above 0; leave it out if it is not to count"
    texts = [text for text in criterion if text != WEIGHT]
    for text in texts:
        if not 0 <= criterion[text] <= 100:
            yield (name, text), f"{name}: the points of '{text}' must be from 0 to 100"
    yield from _wrong_ranges(name, criterion, texts, words=kind in ("rating", "tag"))


def _wrong_ranges(
    name: str, criterion: Mapping[str, Decimal], texts: list[str], *, words: bool
) -> Iterator[Wrong]:
    unread = [text for text in texts if range_of(text) is None]
    if words and len(unread) == len(texts) and texts and not any(map(_SAID.fullmatch, texts)):
        return
    if unread:
        wanted = "write ranges as 'below 40', 'from 40 below 70', 'from 70'"
        yield (name, unread[0]), f"{name}: '{unread[0]}' is no range; {wanted}"
        return
    ranges = ranges_of(criterion)
    for one, text, _ in ranges:
        if one.low is not None and one.high is not None and one.low >= one.high:
            yield (name, text), f"{name}: '{text}' holds nothing; write the smaller number first"
            return
    if not ranges or ranges[0][0].low is not None:
        yield (name,), f"{name} has a gap: it lacks a range without a lowest number, as 'below 40'"
    elif ranges[-1][0].high is not None:
        last = ranges[-1][1]
        yield (name, last), f"{name} has a gap: nothing is said of what lies beyond '{last}'"
    for (lower, text, _), (upper, above, _) in pairwise(ranges):
        if sentence := _between(lower, upper):
            yield (name, above), f"{name}: {sentence.format(text, above)}"


def _between(lower: Range, upper: Range) -> str:
    """What is wrong where one range ends and the next begins; "" when nothing is."""
    if lower.high is None or upper.low is None or upper.low < lower.high:
        return "'{}' and '{}' overlap"
    if upper.low > lower.high:
        return f"there is a gap between '{{}}' and '{{}}': nothing is said of {lower.high}"
    if lower.holds_high and upper.holds_low:
        return f"'{{}}' and '{{}}' overlap: both hold {upper.low}"
    if not (lower.holds_high or upper.holds_low):
        return f"there is a gap between '{{}}' and '{{}}': neither holds {upper.low}"
    return ""


def wrong_anchors(anchors: tuple[tuple[int, ...], ...]) -> list[Wrong]:
    """What is wrong with the anchors of an index."""
    paired = all(len(anchor) == 2 and 0 <= anchor[1] <= 100 for anchor in anchors)
    if len(anchors) > 1 and paired:
        steps = list(pairwise(anchors))
        if all(a[0] < b[0] and a[1] > b[1] for a, b in steps):
            return []
    return [
        ((), "must be [days late, index] pairs, later each time and lower, as [[0, 80], [30, 50]]")
    ]


def wrong_scale(grades: Mapping[str, GradeRule]) -> list[Wrong]:
    """What is wrong with the grades."""
    found = [one for name, rule in grades.items() for one in _wrong_grade(name, rule)]
    scores = [rule.score for rule in grades.values()]
    if not found and len(set(scores)) < len(scores):
        found.append(((), "two grades begin at the same score"))
    if not found and 0 not in scores:
        found.append(((), "no grade begins at score 0: one must, so that everybody gets one"))
    return found


def _wrong_grade(name: str, rule: GradeRule) -> Iterator[Wrong]:
    if name.casefold() in ("", UNRATED, NO_GRADE) or any(char in name for char in " ,;:"):
        yield (name,), f"'{name}' is no name for a grade: write one word, as A or A-"
    if not 0 <= rule.score <= 100:
        yield (name,), f"{name}: score must be from 0 to 100"
    if not 0 <= rule.factor <= 100:
        yield (name,), f"{name}: factor must be from 0 to 100"
    if rule.terms:
        try:
            parse_terms(rule.terms)
        except ValueError as problem:
            yield (name,), f"{name}: {problem}"
