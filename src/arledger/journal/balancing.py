"""Balancing a world: its entries, then its assertions, which need all of them."""

from arledger.journal.assertions import check_and_assign, is_assignment
from arledger.journal.balance import balance
from arledger.journal.parser import World


def balance_world(world: World) -> None:
    """Balance what is not balanced yet, and check every assertion; problems join the world's."""
    shown = {commodity: style.places for commodity, style in world.journal.commodities.items()}
    for entry in world.unsettled:
        if any(is_assignment(posting) for posting in entry.postings):
            continue
        wrong = balance(entry, shown)
        if wrong is not None:
            world.problems.append(wrong)
    if world.asserts:
        check_and_assign(world.journal.entries, shown, world.ruled, world.problems.append)
