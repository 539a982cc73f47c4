"""Lot notes after an amount: read over, as hledger up to 1.51 does."""

from collections.abc import Callable

from arledger.journal.characters import SPACE, skip_spaces
from arledger.journal.codes import Unreadable
from arledger.journal.dates import DATE, date_at
from arledger.patterns import lazy

_BRACES = lazy(r"\{\{([^{}\n]*)\}\}|\{([^{}\n]*)\}")
_DATE = lazy(r"\[[^\]\n]*\]")
_NOTE = lazy(r"\(\(.*?\)\)|\([^()\n]*\)")
_SOME_LEAP_YEAR = 2000
"""For lot dates without a year, of which nothing is kept."""
_QUOTED = lazy(r'"[^"\n]*"')
_LEADING = lazy(rf"{SPACE}*=?{SPACE}*")
_COMMA = lazy(rf"{SPACE}*,?{SPACE}*")


def lot_end(
    line: str, start: int, kind: str, amount_at: Callable[[str, int], tuple[object, object, int]]
) -> int:
    """Where the ``{cost}``, ``[date]`` or ``(note)`` at this column ends."""
    if kind == "{":
        return _price_end(line, start, amount_at)
    found = (_DATE if kind == "[" else _NOTE).match(line, start)
    if found is None:
        raise Unreadable("bad-lot", f"this `{kind}` is not closed", start, start + 1)
    if kind == "[":
        end = date_at(line, skip_spaces(line, start + 1), _SOME_LEAP_YEAR)[1]
        if skip_spaces(line, end) != found.end() - 1:
            raise Unreadable("bad-lot", "expected a date in the brackets", start, found.end())
    return found.end()


def _price_end(
    line: str, start: int, amount_at: Callable[[str, int], tuple[object, object, int]]
) -> int:
    found = _BRACES.match(line, start)
    if found is None:
        raise Unreadable("bad-lot", "this `{` is not closed", start, start + 1)
    begin, stop = found.span(1 if found[1] is not None else 2)
    _check_parts(line, begin, stop, amount_at)
    return found.end()


def _check_parts(
    line: str, begin: int, stop: int, amount_at: Callable[[str, int], tuple[object, object, int]]
) -> None:
    """Raise unless what stands between the braces is a date, a label and a cost, or less."""
    lead = _LEADING.match(line, begin, stop)
    begin = lead.end() if lead else begin
    while begin < stop:
        part = DATE.match(line, begin, stop) or _QUOTED.match(line, begin, stop)
        if part is not None and _ends_part(line, part.end(), stop):
            end = part.end()
        else:
            end = amount_at(line, begin)[2]
        comma = _COMMA.match(line, end, stop)
        after = comma.end() if comma else end
        if end > stop or (after < stop and "," not in line[end:after]):
            raise Unreadable("bad-lot", "expected a cost in the braces", begin, stop)
        begin = after


def _ends_part(line: str, end: int, stop: int) -> bool:
    found = _COMMA.match(line, end, stop)
    return found is not None and (found.end() == stop or "," in found[0])
