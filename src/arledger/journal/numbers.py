"""Numbers as a journal writes them: group marks, decimal marks, exponents."""

import re
from decimal import Decimal

from arledger.journal.characters import DECIMAL_MARKS, GROUP_MARKS, SPACE
from arledger.journal.codes import Unreadable
from arledger.money import MAX_PLACES
from arledger.patterns import lazy
from arledger.records import NamedTuple

MAX_DIGITS = 1000
"""Digits a number may have before its decimal mark: sums and products then stay exact."""

_NUMBER = lazy(
    rf"([.,])([0-9]+)"
    rf"|([0-9]+)(?:([{GROUP_MARKS}])([0-9]+)((?:\4[0-9]+)*))?(?:([.,])([0-9]*))?"
)
_EXPONENT = lazy(rf"[eE](?:([-+]){SPACE}*)?([0-9]+)")


class Number(NamedTuple):
    """An unsigned number and the way it is written."""

    quantity: Decimal
    mark: str
    """The decimal mark; "" when the number shows none."""
    group_mark: str
    group_sizes: tuple[int, ...]
    """From the right."""
    ambiguous: bool
    """One mark before three digits, and nothing said which kind it is: read as decimal."""
    end: int


def number_at(line: str, start: int, decimal_mark: str) -> Number:
    """The number at this column.

    ``decimal_mark`` is the one declared, or "". It decides only where the number itself does
    not: with one comma or point between two groups of digits.
    """
    found = _NUMBER.match(line, start)
    if found is None:
        raise Unreadable("bad-amount", "expected a number", start, start + 1)
    _refuse_leftovers(line, start, found.end())
    point, fraction, whole, group, second, more, mark, rest = found.groups()
    if point:
        return _number(line, start, found.end(), ("", fraction, point), ())
    if not group:
        return _number(line, start, found.end(), (whole, rest or "", mark or ""), ())
    if mark == group:
        raise Unreadable(
            "bad-number", f"the last `{mark}` stands where a digit should", start, found.end()
        )
    if not more and mark is None and group in DECIMAL_MARKS and decimal_mark in {"", group}:
        number = _number(line, start, found.end(), (whole, second, group), ())
        alike = len(second) == 3 and len(whole) <= 3 and whole != "0" and not decimal_mark
        return number._replace(ambiguous=alike)
    groups = [whole, second, *more.split(group)[1:]]
    parts = ("".join(groups), rest or "", mark or "")
    return _number(line, start, found.end(), parts, _sizes(groups))._replace(group_mark=group)


def _refuse_leftovers(line: str, start: int, end: int) -> None:
    following = line[end : end + 2]
    if following[:1] in {".", ","}:
        raise Unreadable(
            "bad-number", "a comma or point stands in the wrong place here", start, end + 1
        )
    if len(following) == 2 and following[0] == " " and following[1] in "0123456789":
        raise Unreadable("bad-number", "digits follow the end of the number", end + 1, end + 2)


def _sizes(groups: list[str]) -> tuple[int, ...]:
    """Sizes from the right; the last one repeats, so it is given once."""
    sizes = [len(group) for group in reversed(groups)]
    if sizes[-1] < sizes[-2]:
        sizes.pop()
    while len(sizes) > 1 and sizes[-1] == sizes[-2]:
        sizes.pop()
    return tuple(sizes)


def _number(
    line: str, start: int, end: int, parts: tuple[str, str, str], sizes: tuple[int, ...]
) -> Number:
    whole, fraction, mark = parts
    places = len(fraction)
    found = _EXPONENT.match(line, end) if line[end : end + 1] in {"e", "E"} else None
    if found is not None:
        if sizes:
            raise Unreadable(
                "bad-number", "group marks and an exponent do not go together", start, found.end()
            )
        end = found.end()
        places -= _exponent(found, start)
    if places > MAX_PLACES or len(whole) + max(0, -places) > MAX_DIGITS:
        raise Unreadable(
            "bad-number",
            f"a number may have {MAX_PLACES} decimals and {MAX_DIGITS} digits before them",
            start,
            end,
        )
    return Number(_decimal(whole + fraction, places), mark, "", sizes, ambiguous=False, end=end)


def _exponent(found: re.Match[str], start: int) -> int:
    sign, digits = found.groups()
    if len(digits) > 4:
        raise Unreadable("bad-number", "this exponent is beyond all bounds", start, found.end())
    return -int(digits) if sign == "-" else int(digits)


def _decimal(digits: str, places: int) -> Decimal:
    """The digits with the last ``places`` of them as decimals; trailing zeros are kept."""
    if places < 0:
        return Decimal(digits + "0" * -places)
    return Decimal(f"{digits}E-{places}")
