"""What was settled without the customer's money: written off, or paid by who answered for them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from arledger.ledger.model import Item, Kind
from arledger.money import ZERO
from arledger.records import NamedTuple

NEVER_PAID: tuple[Kind, ...] = ("write-off", "indemnity")
"""What such documents settle the customer did not pay, and was to."""


class Loss(NamedTuple):
    """Part of an item that was settled so, on its day."""

    date: date
    amount: Decimal
    """Positive, in the item's currency."""


def written_off(item: Item) -> Decimal:
    """What of an item we gave up in our books, without a word of the customer's; not revived."""
    return sum((part.amount for part in losses_of(item, "write-off")), ZERO)


def losses_of(item: Item, kind: Kind) -> Iterator[Loss]:
    """What documents of a kind settled of an item, the oldest first; the last is revived first.

    A debt is revived by a debit of the same kind: a recovery, or an indemnity that is given back.
    """
    settled = [a for a in item.allocations if a.credit.kind == kind]
    again = sum((c.amount for c in item.charges[1:] if c.kind == kind), ZERO)
    left = sum((a.amount for a in settled), ZERO) - again
    for allocation in settled:
        part = min(left, allocation.amount)
        if part > 0:
            yield Loss(allocation.date, part)
            left -= part


def is_indemnified(item: Item, day: date) -> bool:
    """Whether an insurer or a guarantor had paid for it by a day: what is left is our own share."""
    paid = (a.amount for a in item.allocations if a.credit.kind == "indemnity" and a.date <= day)
    back = (c.amount for c in item.charges[1:] if c.kind == "indemnity" and c.date <= day)
    return sum(paid, ZERO) > sum(back, ZERO)
