"""Disputes counted and added up, and how old they are."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from arledger.dates import days_past_due
from arledger.ledger.disputes import Dispute
from arledger.ledger.model import Book
from arledger.money import ZERO
from arledger.records import record


def age(one: Dispute, as_of: date) -> int:
    """Days since it was raised; of one that is closed, the days it took."""
    return days_past_due(one.closed or as_of, one.event.date)


@record
class Disputed:
    """Disputes of one sort in one currency."""

    disputes: int = 0
    standing: int = 0
    """How many of them are not closed."""
    amount: Decimal = ZERO
    """Disputed, by all of them."""
    open: Decimal = ZERO
    """Disputed still."""
    credited: Decimal = ZERO
    """What was resolved by a credit to the customer."""
    oldest: int | None = None
    """The days since the first of those that stand; None when none does."""

    def add(self, one: Dispute, as_of: date, valued: Callable[[Decimal], Decimal]) -> None:
        """Count a dispute, its amounts as they are to be added up."""
        self.disputes += 1
        self.amount += valued(one.amount)
        self.open += valued(one.open)
        for resolution in one.resolutions:
            if resolution.outcome == "credited":
                self.credited += valued(resolution.amount)
        if not one.closed:
            self.standing += 1
            self.oldest = max(age(one, as_of), self.oldest or 0)


def tallies(
    found: Iterable[Dispute], book: Book, key: Callable[[Dispute], str]
) -> dict[tuple[str, str], Disputed]:
    """The disputes counted and added up by (key, currency as the book values it), in order."""
    sums: dict[tuple[str, str], Disputed] = {}
    for one in found:
        shown, _ = worth(book, one, ZERO)
        tally = sums.setdefault((key(one), shown), Disputed())
        tally.add(one, book.as_of, lambda amount, one=one: worth(book, one, amount)[1])  # type: ignore[misc]
    return dict(sorted(sums.items(), key=lambda pair: (pair[0][0].casefold(), *pair[0])))


def worth(book: Book, one: Dispute, amount: Decimal) -> tuple[str, Decimal]:
    """(currency, unrounded amount) of a dispute as reports show it.

    Of all of a document that is not there yet nobody knows the currency: it is "".
    """
    currency = one.document[1]
    return book.worth(currency, amount) if currency or one.amount else (currency, amount)
