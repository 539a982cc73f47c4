"""Periodic (``~``) and auto posting (``=``) rules: checked, kept, never applied."""

import re
from functools import cache

from arledger.journal.characters import INK, SPACE, SPACES
from arledger.journal.codes import Unreadable

_PERIOD = re.compile(rf"(?:(?!;){INK})+(?:{SPACE}(?:(?!;){INK})+)*")
_MULTIPLIER = re.compile(rf"({SPACE}{{2,}}|\t)\*")

_DAY = (
    r"(?:[0-9]{4,}(?:[-/.][0-9]{1,2}){0,2}|[0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{6,8}|[0-9]{1,2}"
    r"|[0-9]{4,}q[1-4]|q[1-4]"
    r"|today|yesterday|tomorrow"
    r"|(?:last|this|next)\s+(?:day|week|month|quarter|year|"
    r"jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*|oct[a-z]*"
    r"|nov[a-z]*|dec[a-z]*)"
    r"|in\s+-?[0-9]+\s+(?:day|week|month|quarter|year)s?"
    r"|-?[0-9]+\s+(?:day|week|month|quarter|year)s?(?:\s+(?:ago|ahead|hence|from\s+now))?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?"
_NTH = r"[0-9]+(?:st|nd|rd|th)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_EVERY = (
    r"(?:day|week|month|quarter|year|weekday|weekendday"
    r"|[0-9]+\s+(?:day|week|month|quarter|year)s?"
    rf"|{_WEEKDAY}(?:,{_WEEKDAY})*"
    rf"|{_NTH}\s+(?:day\s+of\s+week|{_WEEKDAY}(?:\s+of\s+month)?"
    rf"|day(?:\s+of\s+(?:month|week))?|{_MONTH})"
    rf"|{_NTH}(?:\s+of\s+month)?"
    rf"|{_MONTH}\s+(?:{_NTH}|[0-9]+)|[0-9]+/[0-9]+)"
)
_INTERVAL = (
    r"(?:daily|weekly|monthly|quarterly|yearly|biweekly|fortnightly|bimonthly"
    rf"|every\s+{_EVERY})"
)
_SPAN = (
    rf"(?:(?:from|since|in)?\s*{_DAY}(?:\s*(?:to|until|-|\.\.)\s*(?:{_DAY})?)?"
    rf"|(?:to|until|\.\.)\s*{_DAY})"
)


@cache
def _expression() -> re.Pattern[str]:
    """A whole period expression; compiled when there is a rule to check, for it takes a while."""
    return re.compile(rf"(?:{_INTERVAL}(?:\s+{_SPAN})?|{_SPAN})", re.IGNORECASE)


def check_period(line: str) -> None:
    """Raise unless a ``~`` line begins with a period expression such as hledger reads."""
    body = line[1:]
    at = len(line) - len(body.lstrip(SPACES))
    found = _PERIOD.match(line, at)
    if found is None:
        raise Unreadable("bad-period", "expected a period", at, len(line))
    if _expression().fullmatch(found[0].strip(SPACES)) is None:
        raise Unreadable("bad-period", "this is no period", found.start(), found.end())


def without_multiplier(line: str) -> str:
    """A posting line of an auto rule with the ``*`` before its amount blanked out."""
    return _MULTIPLIER.sub(lambda found: found[1] + " ", line, count=1)
