"""Balances: what postings add up to, by account and commodity."""

from collections.abc import Iterable
from decimal import Decimal

from arledger.journal.model import Posting
from arledger.money import ZERO, exact

Balances = dict[str, dict[str, Decimal]]
"""Quantities by account and commodity."""


def balances(postings: Iterable[Posting], *, include_virtual: bool = True) -> Balances:
    """The sum of each account's own postings, without its subaccounts', as ``bal --flat`` gives.

    Costs count for nothing here. An account whose postings come to zero stays, with its zeros;
    one that was only ever posted to without any amount has no commodities.
    """
    sums: Balances = {}
    with exact():
        for posting in postings:
            if include_virtual or posting.kind == "real":
                account = sums.setdefault(posting.account, {})
                for amount in posting.amounts:
                    account[amount.commodity] = (
                        account.get(amount.commodity, ZERO) + amount.quantity
                    )
    return sums
