"""Periodic (``~``) and auto posting (``=``) rules: checked, kept, never applied."""

import re
from datetime import date

from arledger.journal.characters import INK, SPACE, SPACES
from arledger.journal.codes import Unreadable
from arledger.patterns import lazy

_PERIOD = lazy(rf"(?:(?!;){INK})+(?:{SPACE}(?:(?!;){INK})+)*")
_MULTIPLIER = lazy(rf"({SPACE}{{2,}}|\t)\*")
_LONGEST_PERIOD = 200
_GLUED_UNIT = lazy(r"([0-9])(?=(?:day|week|month|quarter|year)s?\b)", re.IGNORECASE)
"""``every 2weeks``, which hledger reads in rules."""


def check_period(line: str, today: date) -> None:
    """Raise unless a ``~`` line begins with a period expression.

    ``today`` is what partial and relative dates count from.
    """
    body = line[1:]
    at = len(line) - len(body.lstrip(SPACES))
    found = _PERIOD.match(line, at)
    if found is None or len(found[0]) > _LONGEST_PERIOD:
        raise Unreadable("bad-period", "expected a period", at, len(line))
    from arledger.periods import parse_period  # few journals have rules

    try:
        parse_period(_GLUED_UNIT.sub(r"\1 ", found[0]), today)
    except ValueError as wrong:
        raise Unreadable("bad-period", str(wrong), found.start(), found.end()) from None


def without_multiplier(line: str) -> str:
    """A posting line of an auto rule with the ``*`` before its amount blanked out."""
    return _MULTIPLIER.sub(lambda found: found[1] + " ", line, count=1)
