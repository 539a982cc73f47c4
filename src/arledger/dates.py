"""Days past due, month ends, and payment terms: from a document's date to its due dates.

Nothing here has a clock, and nothing guesses: a notation that two trades read differently
("45 days end of month") is refused with both spellings rather than read as one of them.
"""

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from arledger.money import EXACT, divide, round_half_up
from arledger.patterns import lazy
from arledger.records import NamedTuple

_DATE = lazy(r"(?:([0-9]{4,})([-/.]))?([0-9]{1,2})([-/.])([0-9]{1,2})")


def parse_date(text: str, default_year: int | None = None) -> date:
    """The day written as Y-M-D with ``-``, ``/`` or ``.`` (one of them, twice).

    The year has four digits; it may be absent when there is a ``default_year``.
    Raises ValueError with a sentence for anything else, and for days no calendar has.
    """
    if len(text) == 10 and text[4] == text[7] == "-":
        with suppress(ValueError):  # if it is none the reason comes below
            return date.fromisoformat(text)
    match = _DATE.fullmatch(text)
    if match is None or (match[2] or match[4]) != match[4]:
        raise ValueError(f"{_quoted(text)} is not a date: write it as 2026-03-31")
    if match[1] is None and default_year is None:
        raise ValueError(f"{_quoted(text)} has no year: write it as 2026-03-31")
    try:
        return date(int(match[1] or default_year or 0), int(match[3]), int(match[5]))
    except (ValueError, OverflowError):
        raise ValueError(f"{_quoted(text)} is a day no calendar has") from None


def days_past_due(as_of: date, due: date) -> int:
    """Days from the due date to the as-of date: 0 on the due date, negative before it."""
    return as_of.toordinal() - due.toordinal()


def add_days(day: date, days: int) -> date:
    """The day ``days`` later; the calendar's last or first day when that is beyond it."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, at most that month's last day; clamped like add_days.

    31 January and one month is 28 or 29 February, never 2 or 3 March.
    """
    return day_of_month(day, months, day.day)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=_length(day.year, day.month))


def day_of_month(day: date, months: int, number: int) -> date:
    """Day ``number`` of the month ``months`` later, at most that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(number, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    """The days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


class Net(NamedTuple):
    """Due ``days`` after the document; with ``to_month_end``, at the end of that day's month."""

    days: int
    to_month_end: bool = False

    def due(self, document_date: date) -> date:
        """The day it falls due."""
        day = add_days(document_date, self.days)
        return month_end(day) if self.to_month_end else day


class AfterMonthEnd(NamedTuple):
    """Due ``days`` after the end of the document's month."""

    days: int

    def due(self, document_date: date) -> date:
        """The day it falls due."""
        return add_days(month_end(document_date), self.days)


class Proximo(NamedTuple):
    """Due on a fixed day of a later month: ``months`` on, one more after the cutoff day."""

    day: int
    """1 to 31; a shorter month's last day stands in."""
    cutoff: int = 31
    """The last day of the month that still counts for this month."""
    months: int = 1

    def due(self, document_date: date) -> date:
        """The day it falls due."""
        late = document_date.day > self.cutoff
        return day_of_month(document_date, self.months + late, self.day)


Rule = Net | AfterMonthEnd | Proximo


class Discount(NamedTuple):
    """A cash discount: ``percent`` off when paid by the last day."""

    percent: Decimal
    """Above 0, below 100."""
    rule: Rule


class Terms(NamedTuple):
    """Payment terms as read: when each part falls due, and what early payment earns."""

    text: str
    """As written, spaces tidied."""
    parts: tuple[Rule, ...]
    """One rule, or one for each of several equal instalments, in the order written."""
    tiers: tuple[Discount, ...] = ()

    def due(self, document_date: date) -> date:
        """The day by which all of it is due: the last instalment's."""
        return max(part.due(document_date) for part in self.parts)

    def instalments(
        self, document_date: date, amount: Decimal, places: int
    ) -> list[tuple[date, Decimal]]:
        """(due date, amount) for each instalment; the amounts add up to ``amount``, its sign kept.

        Equal parts cut to ``places`` decimals; what they leave over stands on the last.
        """
        shares = equal_parts(amount, len(self.parts), places)
        return [
            (part.due(document_date), share) for part, share in zip(self.parts, shares, strict=True)
        ]

    def discounts(self, document_date: date) -> list[tuple[date, Decimal]]:
        """(last day, percent) of each discount, the earliest day first; that day counts."""
        days = [(tier.rule.due(document_date), tier.percent) for tier in self.tiers]
        return sorted(days, key=lambda tier: (tier[0], -tier[1]))


def equal_parts(amount: Decimal, count: int, places: int) -> list[Decimal]:
    """The amount in ``count`` parts that add up to it; the remainder is on the last.

    No part has the other sign, however small the amount.
    """
    if count == 1:
        return [amount]  # with the decimals it is written with
    cents = int(EXACT.scaleb(amount, places))
    share = Decimal(abs(cents) // count * (-1 if cents < 0 else 1)).scaleb(-places, EXACT)
    rest = EXACT.subtract(amount, EXACT.multiply(share, Decimal(count - 1)))
    return [share] * (count - 1) + [rest]


def discount(amount: Decimal, percent: Decimal, places: int) -> Decimal:
    """The cash discount on an amount, rounded once: 3 % of 529.87 is 15.90."""
    share = EXACT.multiply(amount, percent).scaleb(-2, EXACT)
    return round_half_up(share, places)


def credit_for_payment(payment: Decimal, percent: Decimal, places: int) -> Decimal:
    """What a payment in time settles: payment / (1 - discount), rounded once.

    450.00 at 2 % settles 459.18, of which 9.18 is the discount.
    """
    kept = EXACT.subtract(Decimal(100), percent)
    return round_half_up(divide(payment.scaleb(2, EXACT), kept), places)


_AT_ONCE = ("due on receipt", "on receipt", "receipt", "prepay", "prepaid", "prepayment", "cod")

# Few runs meet all of these: each is compiled when it is first asked.
_TIER = r"([0-9]{1,2}(?:\.[0-9]{1,6})?)%?/([0-9]{1,4})"
_NET = r"(?:net|n/)? ?([0-9]{1,4}(?:/[0-9]{1,4})*) ?(?:days?|d)?( (?:eom|prox))?"
_MONTH_END = r"eom(?: ?\+ ?([0-9]{1,4}))?"
_PROXIMO = r"prox(?: ([0-9]{1,2}))?(?: cutoff ([0-9]{1,2}))?(?: \+ ?([0-9]{1,2}))?"
_TWO_READINGS = r"(?:end of month|fin de mois|fin de mes|fdm|monatsende|月结|cuối tháng|eom ?[0-9])"


@lru_cache(maxsize=4096)
def parse_terms(text: str) -> Terms:
    """The terms a notation stands for; ValueError with a sentence when it is none.

    ``net 30``, ``30``, ``2/10 net 30``, ``due on receipt``, ``prepay``, ``eom``, ``eom+30``,
    ``net 30 eom``, ``2/10 prox``, ``prox 20 cutoff 12 +1``, ``30/60/90``.
    """
    tidy = " ".join(text.split())
    words = " ".join(tidy.lower().replace(",", " ").split())
    if words in _AT_ONCE:
        return Terms(tidy, (Net(0),))
    tiers, rest = _leading_tiers(words)
    shift, rest = _leading_shift(rest) if tiers else (None, rest)
    parts = _rules_in_next_month(shift, rest) if shift else _rules(rest)
    if not parts:
        raise ValueError(_unread(tidy, words))
    return Terms(tidy, parts, tuple(_tier(percent, days, shift, parts) for percent, days in tiers))


def _leading_tiers(words: str) -> tuple[list[tuple[Decimal, int]], str]:
    """The discounts the notation begins with, as (percent, days), and what follows them."""
    tiers: list[tuple[Decimal, int]] = []
    first, _, rest = words.partition(" ")
    while rest and (match := re.fullmatch(_TIER, first)) and Decimal(match[1]) > 0:
        tiers.append((Decimal(match[1]), int(match[2])))
        words = rest
        first, _, rest = words.partition(" ")
    return tiers, words


def _leading_shift(words: str) -> tuple[str | None, str]:
    """The word ``eom`` or ``prox`` straight after the discounts, if any, and what follows it."""
    first, _, rest = words.partition(" ")
    return (first, rest) if first in {"eom", "prox"} else (None, words)


def _tier(percent: Decimal, days: int, shift: str | None, parts: tuple[Rule, ...]) -> Discount:
    """A discount, counted from the document or moved into the month the net date moved to."""
    if shift is None:
        return Discount(percent, Net(days))
    if isinstance(parts[0], Proximo) and 1 <= days <= 31:
        return Discount(percent, parts[0]._replace(day=days))
    return Discount(percent, _in_next_month(days))


def _rules(words: str) -> tuple[Rule, ...]:
    """The rule of the net date, or of each instalment; none when the words say neither."""
    match = re.fullmatch(_NET, words)
    if match is None:
        return _rules_of_months(words)
    days = [int(part) for part in match[1].split("/")]
    if len(days) == 2 and not words.startswith("n"):
        return ()  # 30/60 alone could be a discount: two instalments are "net 30/60"
    if match[2] == " prox":
        return tuple(map(_in_next_month, days))
    return tuple(Net(number, to_month_end=bool(match[2])) for number in days)


def _rules_of_months(words: str) -> tuple[Rule, ...]:
    """The rule of ``eom`` or ``prox``, with what follows the word."""
    if match := re.fullmatch(_MONTH_END, words):
        return (AfterMonthEnd(int(match[1])) if match[1] else Net(0, to_month_end=True),)
    match = re.fullmatch(_PROXIMO, words)
    return _proximo(match) if match else ()


def _rules_in_next_month(shift: str, words: str) -> tuple[Rule, ...]:
    """The same after ``2/10 eom`` or ``2/10 prox``: without a net date, that month's end."""
    if shift == "prox" and (match := re.fullmatch(_PROXIMO, f"prox {words}".strip())):
        return _proximo(match)
    match = re.fullmatch(_NET, words)
    if match is None or match[2]:
        return () if words else (Proximo(31),)
    return tuple(_in_next_month(int(part)) for part in match[1].split("/"))


def _proximo(match: re.Match[str]) -> tuple[Rule, ...]:
    """The rule of ``prox DAY cutoff DAY +MONTHS``; none when a day is not 1 to 31."""
    day, cutoff = int(match[1] or 31), int(match[2] or 31)
    if not (1 <= day <= 31 and 1 <= cutoff <= 31):
        return ()
    return (Proximo(day, cutoff, int(match[3] or 1)),)


def _in_next_month(days: int) -> Rule:
    """Day number ``days`` of the next month; counted on from the month's end when above 31."""
    return Proximo(days) if 1 <= days <= 31 else AfterMonthEnd(days)


def _unread(text: str, words: str) -> str:
    """Why a notation was not read, and what to write."""
    shown = _quoted(text)
    if match := re.search(_TWO_READINGS, words):
        number = re.search(r"[0-9]{1,4}", words)
        days = number[0] if number else "30"
        return (
            f"{shown} is read in two ways ({match[0]}): write 'net {days} eom' for {days} days"
            f" and then to the month's end, or 'eom+{days}' for {days} days after the month's end"
        )
    if re.fullmatch(_TIER, words):
        return f"{shown} has no net date: write '{words} net 30', or 'net {words}' for instalments"
    return (
        f"{shown} are no payment terms: write for example 'net 30', '2/10 net 30', 'eom+30',"
        " 'net 30 eom', 'prox 20 cutoff 12 +1', '30/60/90', 'due on receipt'"
    )


def _quoted(text: str) -> str:
    """The text in quotes, cut when it is longer than anyone would read."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
