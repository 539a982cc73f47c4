"""What an account held on its days, beside what it was said to hold."""

from bisect import bisect_left
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from arledger.money import ZERO
from arledger.records import field, record

Currency = str | bytes
"""A currency: as text of whole last decimals, in bytes of quantities as they were written."""

Wanted = tuple[Currency, Any, bool]
"""What an account is said to hold: currency, quantity, whether nothing else."""


class Said(NamedTuple):
    """What an account was said to hold."""

    day: bytes
    currency: Currency
    quantity: Any
    alone: bool
    """And nothing else."""
    today: dict[Currency, Any]
    """What had been posted on that day, by currency."""


@record
class Held:
    """What was posted to an account, by currency and day, and what was said of it."""

    account: bytes
    days: dict[Currency, dict[bytes, Any]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    def pass_by(self, day: bytes, currency: Currency, quantity: Any) -> None:
        """Add what is posted."""
        sums = self.days.get(currency)
        if sums is None:
            sums = self.days[currency] = {}
        sums[day] = sums.get(day, 0) + quantity

    def say(self, day: bytes, wanted: Wanted) -> None:
        """Note what it is to hold after all that was posted before, and on that day up to here."""
        currency, _, alone = wanted
        self.said.append(Said(day, *wanted, self._on(day, currency, alone=alone)))

    def take_over(self, days: dict[Currency, dict[bytes, Any]], said: list[Any]) -> None:
        """Add what was posted and said elsewhere, after all this."""
        for day, currency, quantity, alone, today in said:
            for other, before in self._on(day, currency, alone=alone).items():
                today[other] = today.get(other, 0) + before
            self.said.append(Said(day, currency, quantity, alone, today))
        for currency, sums in days.items():
            for day, quantity in sums.items():
                self.pass_by(day, currency, quantity)

    def _on(self, day: bytes, currency: Currency, *, alone: bool) -> dict[Currency, Any]:
        """What was posted on a day, of the one currency or, where nothing else may be, of all."""
        names = self.days if alone else _either(currency)
        return {name: self.days[name][day] for name in names if day in self.days.get(name, ())}

    def is_so(self, decimals: dict[str, int]) -> bool:
        """Whether it held all that it was said to."""
        sums = {currency: _Sums(days) for currency, days in self.days.items()}
        return all(_is_so(said, sums, decimals) for said in self.said)


def _either(currency: Currency) -> tuple[Currency, Currency]:
    """A currency as text and in bytes."""
    text = currency.decode() if isinstance(currency, bytes) else currency
    return text, text.encode()


class _Sums:
    """What days come to, one after the other."""

    def __init__(self, days: dict[bytes, Any]) -> None:
        self._days = sorted(days)
        self._sums = [0, *accumulate(map(days.__getitem__, self._days))]

    def before(self, day: bytes) -> Any:
        """What all days before that one come to."""
        return self._sums[bisect_left(self._days, day)]


def _is_so(said: Said, sums: dict[Currency, _Sums], decimals: dict[str, int]) -> bool:
    name, quantity = _exact(said.currency, said.quantity, decimals)
    held = {name: ZERO}
    for currency in sums if said.alone else _either(name):
        if currency in sums:
            whole = sums[currency].before(said.day) + said.today.get(currency, 0)
            other, rest = _exact(currency, whole, decimals)
            held[other] = held.get(other, ZERO) + rest
    return held.pop(name) == quantity and not any(held.values())


def _exact(currency: Currency, quantity: Any, decimals: dict[str, int]) -> tuple[str, Decimal]:
    if isinstance(currency, bytes):
        return currency.decode(), Decimal(quantity)
    return currency, Decimal(quantity).scaleb(-decimals[currency])
