"""Balancing a world: its entries, then its assertions, which need all of them."""

from arledger.journal.balance import Balancer
from arledger.journal.parser import World


def balance_world(world: World) -> None:
    """Balance what is not balanced yet, and check every assertion; problems join the world's."""
    journal = world.journal
    balancer = Balancer(journal, world.problems.append)
    if world.asserts:
        from arledger.journal.assertions import RunningBalances, is_assignment

        for entry in world.unsettled:
            if not any(is_assignment(posting) for posting in entry.postings):
                balancer.balance(entry)
        RunningBalances(balancer, world.ruled).run(journal.entries)
    else:
        for entry in world.unsettled:
            balancer.balance(entry)
    journal.converted = balancer.converted
