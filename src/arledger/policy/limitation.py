"""Rules of limitation: how long a claim can be enforced, as their reader found them in the law.

There is no rule but what the user writes, with the source it was taken from.
"""

from collections.abc import Mapping
from typing import Literal

from arledger.records import NamedTuple

Start = Literal["due", "day-after-due", "year-end"]

Fact = Literal[
    "payment", "payment-on-account", "confirmation", "promise", "written-promise",
    "letter", "proven-letter", "notice", "filed", "judgment",
]  # fmt: skip
"""What may begin a period anew, or stop it:

``payment`` names the document it pays, ``payment-on-account`` was applied to it by the policy's
order; ``confirmation`` is a balance they agreed to in writing; a ``written-promise`` has a file;
a ``proven-letter`` says how it was sent, or has a file; the others are stages at law.
"""

MOST_YEARS = 100


class LimitationRule(NamedTuple):
    """One rule; what is not said is read so that the claim ends earlier."""

    start: Start
    """The period is counted from the due date, the day after it, or the last day of its year."""
    source: str
    """The law, and on which day it was read; no rule is used without."""
    years: int = 0
    months: int = 0
    """Beside the years."""
    restart: tuple[Fact, ...] = ()
    """What begins the period anew, on its own day."""
    stop: tuple[Fact, ...] = ()
    """What stops it; how it goes on from there is not calculated."""
    due: Literal["original", "extended"] = "original"
    """Which due date counts of one that was moved by agreement."""
    instalments: Literal["each", "last"] = "each"
    """Whether each instalment has a period of its own, or all that of the last one due."""
    when: tuple[str, ...] = ()
    """``tag:value`` of a document or its customer, all of them; none: every claim."""


def mistaken(
    rules: Mapping[str, LimitationRule],
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with rules, each by its name: (path below them, sentence)."""
    return [((name,), said) for name, rule in rules.items() if (said := _mistake(rule))]


def _mistake(rule: LimitationRule) -> str:
    """What is wrong with a rule; "" when it can be used."""
    if not rule.source.strip():
        return "source is empty: say which law it is, and on which day you read it"
    months = rule.years * 12 + rule.months
    if min(rule.years, rule.months, months - 1) < 0:
        return "years and months must come to more than 0"
    if months > MOST_YEARS * 12:
        return f"years and months must come to at most {MOST_YEARS} years"
    for text in rule.when:
        tag, colon, value = text.partition(":")
        if not (tag.strip() and colon and value.strip()):
            return f"when: {text!r} is no tag and value, as 'region:vietnam'"
    return ""
