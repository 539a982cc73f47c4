"""Conversions between commodities: prices nobody wrote, and prices written twice."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from arledger.journal.amounts import cost_of
from arledger.journal.model import Amount, Cost, Posting
from arledger.money import EXACT, ZERO, divide, places, round_half_even

_MOST_POSTINGS = 1000
"""Postings of an entry that are looked through for conversions: each is compared with many."""

_Key = tuple[str, str, Decimal | None]


def infer_costs(group: Sequence[Posting]) -> bool:
    """Give amounts the price that balances them, where two commodities face each other.

    True when it did.

    Only when the sum holds exactly two commodities of opposite sign and no cost. The price is
    put on the commodity seen first: its total if one posting has it, else a price per unit.
    """
    pair = _facing_sums(group)
    if pair is None:
        return False
    seen = [amount.commodity for posting in group for amount in posting.amounts]
    source = next(commodity for commodity in seen if commodity in pair)
    target = next(commodity for commodity in pair if commodity != source)
    if seen.count(source) == 1:
        cost = Cost(abs(pair[target]), target, total=True)
    else:
        cost = Cost(_unit_price(pair[target], -pair[source]), target, total=False)
    for posting in group:
        if len(posting.amounts) == 1 and posting.amounts[0].commodity == source:
            posting.amounts = (posting.amounts[0]._replace(cost=cost),)
    return True


def _unit_price(worth: Decimal, quantity: Decimal) -> Decimal:
    """What one unit is worth: exact, or with all the decimals an amount may have."""
    price = divide(worth, quantity)
    return price if price != price.to_integral_value() else price.quantize(_ONE, context=EXACT)


_ONE = Decimal(1)


def _facing_sums(group: Sequence[Posting]) -> dict[str, Decimal] | None:
    """The two sums of opposite sign that are all the group adds up to; None if it is not so."""
    sums: dict[_Key, Decimal] = {}
    for posting in group:
        for amount in posting.amounts:
            key = _key(amount)
            sums[key] = sums.get(key, ZERO) + amount.quantity
    left = {key: quantity for key, quantity in sums.items() if quantity}
    if len(left) != 2 or any(price for _, price, _ in left):
        return None
    one, other = left.values()
    if (one > 0) == (other > 0):
        return None
    return {commodity: quantity for (commodity, _, _), quantity in left.items()}


def _key(amount: Amount) -> _Key:
    """What hledger adds up together: the commodity, and the kind of its cost."""
    cost = amount.cost
    if cost is None:
        return amount.commodity, "", None
    return amount.commodity, "@" + cost.commodity, None if cost.total else cost.quantity


def without_repeated_costs(
    group: Sequence[Posting], is_conversion: Callable[[str], bool]
) -> list[Posting] | None:
    """The group with costs taken off that a pair of conversion postings repeats; None if none.

    hledger 1.29 and later: two neighbouring postings to accounts of type V (Conversion) that
    say again what one amount and its cost say.
    """
    costly = {at: p.amounts[0] for at, p in enumerate(group) if _has_one_cost(p)}
    if not costly or len(group) > _MOST_POSTINGS:
        return None
    bare = list(group)
    for first, second in pairwise(group):
        if all(len(p.amounts) == 1 and is_conversion(p.account) for p in (first, second)):
            at = _repeated(costly, first.amounts[0], second.amounts[0])
            if at is not None:
                bare[at] = _costless(bare[at])
                del costly[at]
    return bare if any(one is not other for one, other in zip(bare, group, strict=True)) else None


def _has_one_cost(posting: Posting) -> bool:
    return len(posting.amounts) == 1 and posting.amounts[0].cost is not None


def _repeated(costly: Mapping[int, Amount], one: Amount, other: Amount) -> int | None:
    """The place of the amount that, with its cost, the two conversion amounts repeat."""
    for at, amount in costly.items():
        worth, currency = cost_of(amount)
        for taken, given in ((one, other), (other, one)):
            same = (-taken.quantity, taken.commodity) == (amount.quantity, amount.commodity)
            shown = round_half_even(worth, places(given.quantity))
            if same and (given.quantity, given.commodity) == (shown, currency):
                return at
    return None


def _costless(posting: Posting) -> Posting:
    amount = posting.amounts[0]
    return Posting(
        posting.account, posting.kind, (amount._replace(cost=None),), "", "", (), posting.line
    )
