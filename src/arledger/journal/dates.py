"""Dates as a journal writes them: 2024-01-31, 2024/1/31, 2024.1.31, or 1/31 with a known year."""

from datetime import date

from arledger.journal.codes import Unreadable
from arledger.patterns import lazy

DATE = lazy(r"([0-9]+)([-/.])([0-9]+)(?:([-/.])([0-9]+))?")
_LAST_YEAR = 9999


def date_at(line: str, start: int, year: int) -> tuple[date, int]:
    """The date at this column and where it ends; ``year`` stands in when none is written."""
    found = DATE.match(line, start)
    if found is None:
        end = _word_end(line, start)
        message = f"expected a date, found {_shown(line, start, end)}"
        raise Unreadable("bad-date", message, start, end)
    first, separator, second, other, third = found.groups()
    if len(first) < 4:
        return _valid(line, start, found.end(3), (year, int(first), int(second[:9])))
    if third is None:
        raise Unreadable("bad-date", "the date has no day", start, found.end())
    if separator != other:
        raise Unreadable(
            "bad-date", "the date's separators differ; use the same twice", start, found.end()
        )
    return _valid(line, start, found.end(), (int(first[:9]), int(second[:9]), int(third[:9])))


def _valid(line: str, start: int, end: int, parts: tuple[int, int, int]) -> tuple[date, int]:
    year, month, day = parts
    if not 1 <= year <= _LAST_YEAR:
        raise Unreadable("bad-date", "years run from 1 to 9999 here", start, end)
    try:
        return date(year, month, day), end
    except (ValueError, OverflowError):
        text = _shown(line, start, end)
        raise Unreadable("bad-date", f"there is no such day: {text}", start, end) from None


def _word_end(line: str, start: int) -> int:
    end = start
    while end < len(line) and end - start < 40 and not line[end].isspace():
        end += 1
    return end


def _shown(line: str, start: int, end: int) -> str:
    return line[start : min(end, start + 40)] or "the end of the line"
