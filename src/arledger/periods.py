"""Periods, as people write them: hledger's smart dates and period expressions.

Beyond hledger 1.25 these read ``since``, quarters anywhere (``2026q1..2026q3``) and two dates
side by side, as its manual promises. A day no calendar has (``2026-02-30``) is refused; hledger
reads it as a range from 2026-02 to the 30th.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from arledger.dates import add_days, day_of_month, parse_date
from arledger.patterns import lazy
from arledger.records import NamedTuple, record


@record
class Period:
    """The days from ``begin`` up to, not including, ``end``."""

    begin: date | None = None
    """None: from the first day of the book."""
    end: date | None = None
    """The day after the last one; None: to the last day of the book."""
    interval: str = ""
    """The report interval named with it, as ``monthly`` or ``every 2 weeks``; "" when none."""

    def __contains__(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day < self.end)

    @property
    def last_day(self) -> date | None:
        """The last day in it; None when it is open to the end."""
        return None if self.end is None else add_days(self.end, -1)


class _Span(NamedTuple):
    """The days a smart date stands for: one, or a whole month, say."""

    begin: date
    end: date


def smart_date(text: str, today: date) -> date:
    """The first day of what a smart date stands for: ``oct`` is 1 October of today's year.

    Raises ValueError with a sentence when the text is none.
    """
    span = _span(_tidy(text), today)
    if span is None:
        raise ValueError(
            f"{text!r} is not a date: write for example 2026-03-31, 2026-03, oct, today,"
            " last month, 3 days ago"
        )
    return span.begin


def parse_period(text: str, today: date) -> Period:
    """The days, and perhaps the interval, of a period expression.

    ``2026``, ``2026-10``, ``2026q3``, ``last month``, ``from 2026-10 to 2026-12``,
    ``2026-10..``, ``monthly in 2026``. Raises ValueError with a sentence when it is none.
    """
    words = _tidy(text)
    interval, rest = _leading_interval(words)
    days = Period() if interval and not rest else _days(rest, today)
    if days is None:
        raise ValueError(
            f"{text!r} is not a period: write for example 2026, 2026-10, 2026q3, last month,"
            " 'from 2026-10 to 2026-12', 2026-10.., 'monthly in 2026'"
        )
    return Period(days.begin, days.end, interval)


def _tidy(text: str) -> str:
    """Lower case, single spaces, none around it."""
    return " ".join(text.lower().split())


# -- smart dates -----------------------------------------------------------------------------

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_UNITS = "day|week|month|quarter|year"
_STEPS = {"last": -1, "this": 0, "next": 1, "yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS_LONG = {"month": 1, "quarter": 3, "year": 12}


def _period_around(day: date, unit: str, steps: int) -> _Span:
    """The day, week (from Monday), month, quarter or year around a day, ``steps`` on."""
    if unit in _MONTHS_LONG:
        length = _MONTHS_LONG[unit]
        first = steps * length - (day.month - 1) % length
        return _Span(day_of_month(day, first, 1), day_of_month(day, first + length, 1))
    length = 7 if unit == "week" else 1
    begin = add_days(day, steps * length - (day.weekday() if unit == "week" else 0))
    return _Span(begin, add_days(begin, length))


def _full_date(match: re.Match[str], _today: date) -> _Span:
    return _period_around(parse_date(match[0]), "day", 0)


def _eight_digits(match: re.Match[str], _today: date) -> _Span:
    return _period_around(date(int(match[1]), int(match[2]), int(match[3])), "day", 0)


def _year_and_month(match: re.Match[str], _today: date) -> _Span:
    return _period_around(date(int(match[1]), int(match[2]), 1), "month", 0)


def _year(match: re.Match[str], _today: date) -> _Span:
    return _period_around(date(int(match[0]), 1, 1), "year", 0)


def _quarter(match: re.Match[str], today: date) -> _Span:
    year = int(match[1]) if match[1] else today.year
    return _period_around(date(year, 3 * int(match[2]), 1), "quarter", 0)


def _month_and_day(match: re.Match[str], today: date) -> _Span:
    month = date(today.year, int(match[1]), 1)
    return _period_around(_clipped(month, int(match[2])), "day", 0)


def _day_of_this_month(match: re.Match[str], today: date) -> _Span:
    return _period_around(_clipped(today, int(match[0])), "day", 0)


def _clipped(month: date, number: int) -> date:
    """A day of the month; the 31st of a shorter month is its last day, as in hledger."""
    if not 1 <= number <= 31:
        raise ValueError(f"a month has no day {number}")
    return day_of_month(month, 0, number)


def _month_name(match: re.Match[str], today: date) -> _Span:
    number = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(match[0]))
    return _period_around(date(today.year, number, 1), "month", 0)


def _named_day(match: re.Match[str], today: date) -> _Span:
    return _period_around(today, "day", _STEPS[match[0]])


def _neighbour(match: re.Match[str], today: date) -> _Span:
    return _period_around(today, match[2], _STEPS[match[1]])


def _steps_ago(match: re.Match[str], today: date) -> _Span:
    return _period_around(today, match[2], -int(match[1]))


def _steps_ahead(match: re.Match[str], today: date) -> _Span:
    return _period_around(today, match[2], int(match[1]))


_SMART: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Span]], ...] = tuple(
    (lazy(pattern, re.ASCII), meaning)
    for pattern, meaning in (
        (r"\d{4}([-/.])\d{1,2}\1\d{1,2}", _full_date),
        (r"(\d{4})[-/.](\d{1,2})", _year_and_month),
        (r"(\d{4})(\d\d)(\d\d)", _eight_digits),
        (r"(\d{4})(\d\d)", _year_and_month),
        (r"\d{4}", _year),
        (r"(\d{4})?q([1-4])", _quarter),
        (r"(\d{1,2})[-/.](\d{1,2})", _month_and_day),
        (r"\d{1,2}", _day_of_this_month),
        ("|".join(f"{name}|{name[:3]}" for name in _MONTHS), _month_name),
        ("yesterday|today|tomorrow", _named_day),
        (rf"(last|this|next) ?({_UNITS})", _neighbour),
        (rf"(\d{{1,5}}) ?({_UNITS})s? ?ago", _steps_ago),
        (rf"(?:in ?)?([-+]?\d{{1,5}}) ?({_UNITS})s?(?: ?ahead| ?from now)?", _steps_ahead),
    )
)


def _span(words: str, today: date) -> _Span | None:
    """The days a smart date stands for; None when it is none."""
    for pattern, meaning in _SMART:
        if match := pattern.fullmatch(words):
            try:
                return meaning(match, today)
            except ValueError:
                return None
    return None


# -- period expressions ----------------------------------------------------------------------

_INTERVAL = lazy(
    r"(daily|weekly|biweekly|fortnightly|monthly|bimonthly|quarterly|yearly"
    rf"|every (?:\d{{1,3}} )?(?:{_UNITS})s?)(?: |$)",
    re.ASCII,
)
_BETWEEN = lazy(r" ?(?:\.\.|to|until|-) ?| ")


def _leading_interval(words: str) -> tuple[str, str]:
    """The report interval an expression begins with, "" when with none, and what follows."""
    match = _INTERVAL.match(words)
    return (match[1], words[match.end() :]) if match else ("", words)


def _days(words: str, today: date) -> Period | None:
    """The days of an expression without interval; None when it is none."""
    if span := _span(words, today) or _span(words.removeprefix("in "), today):
        return Period(*span)
    start = re.sub("^(?:from|since) ?", "", words)
    for begin, end in _halves(start):
        first, last = _span(begin, today), _span(end, today)
        if first and last:
            return Period(first.begin, last.begin)
    return _open_days(words, today)


def _open_days(words: str, today: date) -> Period | None:
    """The days of ``from X``, ``X..``, ``to X``, ``..X``; None when it is none of them."""
    if match := re.fullmatch(r"(?:from|since) ?(.+)|(.+?) ?(?:\.\.|-)", words):
        span = _span(match[1] or match[2], today)
        return Period(span.begin, None) if span else None
    if match := re.fullmatch(r"(?:to|until|\.\.|-) ?(.+)", words):
        span = _span(match[1], today)
        return Period(None, span.begin) if span else None
    return None


def _halves(words: str) -> Iterator[tuple[str, str]]:
    """Each way to see two dates in the words."""
    for match in _BETWEEN.finditer(words):
        begin, end = words[: match.start()], words[match.end() :]
        # 2026-13 and 2026-02-30 are slips of the pen, not days from 2026 to some 13th or 30th.
        slip = match[0] == "-" and re.match(r"\d{4}", begin) and re.match(r"\d{1,2}(?!\d)", end)
        if begin and end and not slip:
            yield begin, end
