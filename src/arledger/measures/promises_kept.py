"""How well promises are kept: by count and by amount, over windows that have closed."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Book
from arledger.measures.promises_verdict import UNKEPT, Judgment
from arledger.money import ZERO, divide
from arledger.records import field, record

Worth = Callable[[Decimal], Decimal]
"""An amount of a promise's currency as it is to be added up."""

ENDED: frozenset[str] = frozenset({"superseded", "withdrawn"})
"""What does not stand any more: it is counted, and its money is not."""


@record
class Tally:
    """Promises of one sort in one currency, counted and added up.

    By count: kept / (kept + partially kept + broken). By amount: what was paid in the windows /
    what was wanted. Of those whose window has closed and that left something to pay.
    """

    states: dict[str, int] = field(default_factory=dict)
    """How many there are in each state."""
    amount: Decimal = ZERO
    """Promised, by all that stand."""
    paid: Decimal = ZERO
    left: Decimal = ZERO
    """What is still to come of those that are open."""
    kept: int = 0
    """With a closed window, as ``unkept``."""
    unkept: int = 0
    moot: int = 0
    """With nothing left to pay: neither kept nor broken."""
    wanted: Decimal = ZERO
    """Of those with a closed window, as ``served``."""
    served: Decimal = ZERO

    def add(self, one: Judgment, as_of: date, worth: Worth, *, ended: bool) -> None:
        """Count a promise; the money of what does not stand any more only with ``ended``."""
        self.states[one.state] = self.states.get(one.state, 0) + 1
        if ended or one.state not in ENDED:
            self.amount += worth(one.promise.amount)
            self.paid += worth(one.paid)
            self.left += worth(one.left)
        if one.is_moot:
            self.moot += 1
        elif as_of > one.last_day and one.state not in ENDED:
            self.unkept += one.state in UNKEPT
            self.kept += one.state == "kept"
            self.wanted += worth(one.wanted)
            self.served += worth(one.paid)

    @property
    def promises(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def kept_by_count(self) -> Decimal | None:
        """In percent; None when no window has closed."""
        closed = self.kept + self.unkept
        return divide(Decimal(self.kept * 100), Decimal(closed), 6) if closed else None

    @property
    def kept_by_amount(self) -> Decimal | None:
        """In percent; None when no window has closed."""
        return divide(self.served * 100, self.wanted, 6) if self.wanted else None


def tallies(
    found: Iterable[Judgment], book: Book, key: Callable[[Judgment], str], *, ended: bool = False
) -> dict[tuple[str, str], Tally]:
    """The promises counted and added up by (key, currency as the book values it), in order."""
    sums: dict[tuple[str, str], Tally] = {}
    for one in found:
        shown, _ = book.worth(one.promise.currency, ZERO)
        tally = sums.setdefault((key(one), shown), Tally())
        tally.add(one, book.as_of, _worth(book, one), ended=ended)
    return dict(sorted(sums.items(), key=lambda pair: (pair[0][0].casefold(), *pair[0])))


def _worth(book: Book, one: Judgment) -> Worth:
    return lambda amount: book.worth(one.promise.currency, amount)[1]
