"""What an amount is worth in another currency, by the journal's ``P`` prices on a day."""

from collections import deque
from datetime import date
from decimal import Decimal

from arledger.journal.model import Price, Style
from arledger.money import EXACT, divide, minor_units, plain, round_half_up
from arledger.records import NamedTuple, field, record

ONE = Decimal(1)


class Rate(NamedTuple):
    """How many of the target one unit is worth: ``times / over``, kept exact as a fraction."""

    times: Decimal
    over: Decimal
    prices: tuple[Price, ...]
    """The prices it was made of; empty for a currency in itself."""

    def of(self, quantity: Decimal) -> Decimal:
        """The quantity's worth, unrounded (a repeating decimal is cut at 255 places)."""
        worth = EXACT.multiply(quantity, self.times)
        return worth if self.over == 1 else divide(worth, self.over)

    def said(self) -> str:
        """``1 EUR = 1.10 USD (2026-01-01, prices.journal:3)``: the prices as they are written.

        A price that was turned round stands as declared, a chain as all its prices: nothing is
        rounded, so that who reckons it again comes to the same figure.
        """
        prices = ", ".join(
            f"1 {p.commodity} = {plain(p.amount.quantity)} {p.amount.commodity}"
            for p in self.prices
        )
        dates = ", ".join(dict.fromkeys(str(p.date) for p in self.prices))
        places = ", ".join(f"{p.span.path}:{p.span.line}" for p in self.prices)
        return f"{prices} ({dates}, {places})"


@record
class Valuation:
    """Rates into one currency as of a day.

    As hledger: the latest price declared on or before the day, else such a price the other
    way round, else the shortest chain of declared prices, else of prices either way.
    """

    target: str
    as_of: date
    styles: dict[str, Style]
    used: dict[str, Rate] = field(default_factory=dict)
    """Rates that were asked for and found, by commodity."""
    missing: dict[str, None] = field(default_factory=dict)
    """Commodities that were asked for and have no price."""
    _forward: dict[str, dict[str, Price]] = field(default_factory=dict)

    @classmethod
    def at(
        cls, target: str, as_of: date, prices: list[Price], styles: dict[str, Style]
    ) -> "Valuation":
        """The valuation by the prices known on that day."""
        valuation = cls(target, as_of, styles)
        for price in sorted((p for p in prices if p.date <= as_of), key=lambda p: p.date):
            valuation._forward.setdefault(price.commodity, {})[price.amount.commodity] = price
        return valuation

    def rate(self, commodity: str) -> Rate | None:
        """The rate of a commodity; None when no price leads from it to the target."""
        if commodity == self.target:
            return Rate(ONE, ONE, ())
        if commodity not in self.used and commodity not in self.missing:
            found = self._chain(commodity, both_ways=False) or self._chain(commodity)
            if found is None:
                self.missing[commodity] = None
            else:
                self.used[commodity] = found
        return self.used.get(commodity)

    def rounded(self, worth: Decimal) -> Decimal:
        """A worth as printed: half-up to the target's decimals, its style's, else ISO 4217's."""
        style = self.styles.get(self.target)
        return round_half_up(worth, style.places if style else minor_units(self.target))

    def _chain(self, commodity: str, *, both_ways: bool = True) -> Rate | None:
        direct = self._step(commodity, self.target)
        if direct:
            return direct
        paths: deque[tuple[str, Rate]] = deque([(commodity, Rate(ONE, ONE, ()))])
        seen = {commodity}
        while paths:
            here, rate = paths.popleft()
            if here == self.target:
                return rate
            for there in self._neighbours(here, both_ways=both_ways):
                step = self._step(here, there)
                if step and there not in seen:
                    seen.add(there)
                    paths.append((there, _joined(rate, step)))
        return None

    def _neighbours(self, commodity: str, *, both_ways: bool) -> list[str]:
        onward = list(self._forward.get(commodity, ()))
        if both_ways:
            onward += [base for base, prices in self._forward.items() if commodity in prices]
        return onward

    def _step(self, commodity: str, target: str) -> Rate | None:
        """One price, declared or turned round."""
        declared = self._forward.get(commodity, {}).get(target)
        if declared:
            return Rate(declared.amount.quantity, ONE, (declared,))
        turned = self._forward.get(target, {}).get(commodity)
        if turned and turned.amount.quantity:
            return Rate(ONE, turned.amount.quantity, (turned,))
        return None


def _joined(first: Rate, second: Rate) -> Rate:
    return Rate(
        EXACT.multiply(first.times, second.times),
        EXACT.multiply(first.over, second.over),
        first.prices + second.prices,
    )
