"""What a failure would cost: what is owed, less what insurers and guarantors would pay."""

from collections.abc import Iterator
from decimal import Decimal

from arledger.measures.exposure import Exposure
from arledger.measures.standing import Standings
from arledger.money import ZERO
from arledger.records import NamedTuple


class Loss(NamedTuple):
    """What the failure of one customer would cost, in one currency."""

    exposure: Exposure
    guarantees: Decimal
    """What guarantees would pay of what is owed; what is only ordered needs no securing."""
    loss: Decimal
    """Never below 0: what is on account beyond what is owed is theirs."""


def failing(standings: Standings, customer: str) -> list[str]:
    """Who fails with a customer: its groups, and it; of a group's label, its members."""
    found = dict.fromkeys([customer] if customer in standings.exposures.customers else [])
    for group in standings.groups_of(customer) or [customer]:
        found.update(dict.fromkeys(standings.members_of(group)))
    return list(found)


def loss_of(exposure: Exposure) -> Loss:
    """What it would cost if nothing of this was paid.

        loss = max(open - unapplied - covered - guarantees, 0)

    Orders are not in it: what was not delivered is not lost.
    """
    left = max(exposure.open + exposure.unapplied - exposure.covered, ZERO)
    guarantees = min(exposure.guarantees + exposure.unused, left)
    return Loss(exposure, guarantees, left - guarantees)


def losses(exposures: list[Exposure]) -> Iterator[Loss]:
    """The losses of a customer, in each currency in which there is anything."""
    for exposure in exposures:
        if any((exposure.open, exposure.unapplied, exposure.orders)):
            yield loss_of(exposure)
