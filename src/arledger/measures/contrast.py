"""The past under two policies: what only one of them refuses, and what became of that."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, get_args

from arledger.ledger.model import Book
from arledger.measures.replay import Replay, Ruling, Stood, replays
from arledger.measures.sales import Key, Outcome, Sale, invoiced, outcomes, sum_of
from arledger.policy.model import Policy
from arledger.records import NamedTuple

Which = Literal["A", "B"]
"""The first policy, the one of the book; the second."""

WHICH: tuple[Which, ...] = get_args(Which)


class Alone(NamedTuple):
    """A sale that one policy refuses, and the other does not."""

    by: Which
    ruling: Ruling
    outcome: Outcome | None
    """Of an order what became of its invoices; None: it has none that name it."""


class Sum(NamedTuple):
    """What one policy refuses in one currency."""

    by: Which
    currency: str
    refused: int
    """Orders and invoices."""
    alone: int
    """Those of them that the other policy does not refuse."""
    outcome: Outcome
    """Of the invoices that only this policy refuses, or the order of; each counted once."""


class Contrast:
    """A book's past under its own policy (A) and under another (B), seen from the book's day."""

    def __init__(self, book: Book, other: Policy, days: list[date], begin: date, end: date) -> None:
        whole = book.whole or book
        found = replays(whole, (whole.policy, other), days, begin, end)
        self.replays: dict[Which, Replay] = dict(zip(WHICH, found, strict=True))
        self._outcomes = outcomes(whole)
        self._invoiced = invoiced(whole)

    def stood(self) -> Iterator[tuple[date, str, Stood | None, Stood | None]]:
        """Where a customer's grade or status differs on a day; None: not known by a policy."""
        first, second = (self.replays[which].stood for which in WHICH)
        for day, customer in sorted({*first, *second}):
            pair = first.get((day, customer)), second.get((day, customer))
            if len({one and one[:2] for one in pair}) > 1:
                yield day, customer, *pair

    def alone(self, meant: Callable[[Sale], bool]) -> list[Alone]:
        """What only one policy refuses, in order of date."""
        found = [
            Alone(which, ruling, self._outcome(ruling.sale))
            for which in WHICH
            for ruling in self._refused(which, meant)
            if not self._is_refused(_other(which), ruling.sale.key)
        ]
        return sorted(found, key=_order)

    def sums(self, meant: Callable[[Sale], bool]) -> Iterator[Sum]:
        """What each policy refuses, by currency; those that refuse nothing too."""
        refused = {which: list(self._refused(which, meant)) for which in WHICH}
        currencies = sorted({one.sale.currency for own in refused.values() for one in own})
        for currency in currencies:
            own = {w: [r for r in refused[w] if r.sale.currency == currency] for w in WHICH}
            invoices = {w: self._invoices(own[w]) for w in WHICH}
            for which in WHICH:
                other = _other(which)
                alone = [r for r in own[which] if not self._is_refused(other, r.sale.key)]
                keys = invoices[which] - invoices[other]
                known = (self._outcomes[key] for key in keys if key in self._outcomes)
                yield Sum(which, currency, len(own[which]), len(alone), sum_of(known))

    def _refused(self, which: Which, meant: Callable[[Sale], bool]) -> Iterator[Ruling]:
        for ruling in self.replays[which].rulings.values():
            if ruling.refused and meant(ruling.sale):
                yield ruling

    def _is_refused(self, which: Which, key: Key) -> bool:
        known = self.replays[which].rulings.get(key)
        return known is not None and known.refused

    def _invoices(self, refused: list[Ruling]) -> set[Key]:
        """The invoices among what is refused, and those of the orders among it."""
        return {key for ruling in refused for key in self._invoices_of(ruling.sale)}

    def _invoices_of(self, sale: Sale) -> set[Key]:
        if sale.kind == "invoice":
            return {sale.key}
        return self._invoiced.get((sale.customer, sale.currency, sale.number), set())

    def _outcome(self, sale: Sale) -> Outcome | None:
        known = [self._outcomes[k] for k in self._invoices_of(sale) if k in self._outcomes]
        return sum_of(known) if known else None


def _other(which: Which) -> Which:
    return "B" if which == "A" else "A"


def _order(one: Alone) -> tuple[object, ...]:
    sale = one.ruling.sale
    return (sale.date, sale.customer.casefold(), sale.customer, sale.kind != "order", sale.number,
            sale.currency, sale.amount, one.by)  # fmt: skip
