"""What the postings of plain entries come to, in whole numbers of last decimals.

An entry is weighed where every amount can be read in one way only and all of them, at cost,
come to exactly nothing: no rule of balancing is in question then.
"""

from collections.abc import Iterable

from arledger.journal.nearly import Line, following
from arledger.journal.plain import POSTINGS, Row
from arledger.ledger.coins import Coins

_Wanted = tuple[bytes, int, bool]

Weighed = tuple[bytes, int, bytes, bytes, _Wanted | None]
"""A posting: account, quantity, currency, comment; what its account is said to hold then: currency,
quantity, whether nothing else."""

_Amount = tuple[int, bytes]
"""(quantity, currency)"""


def row_weighed(row: Row, coins: Coins) -> list[Weighed] | None:
    """The postings of a plain entry; None if they do not add up, or not surely."""
    found: list[Weighed] = []
    missing, total, only = -1, 0, b""
    for at in POSTINGS if row[POSTINGS[2]] else POSTINGS[:2]:
        account, number, money, note = row[at : at + 4]
        if number:
            read = coins.amount(number, money)
            if read is None or only not in (b"", read[1]):
                return None
            whole, only = read
            total += whole
            found.append((account, whole, only, note, None))
        elif missing >= 0:
            return None
        else:
            missing = len(found)
            found.append((account, 0, b"", note, None))
    if missing >= 0:
        account, _, _, note, _ = found[missing]
        found[missing] = (account, -total, only, note, None)
        return found
    return None if total else found


def lines_weighed(lines: Iterable[Line], coins: Coins) -> list[Weighed] | None:
    """The postings of a nearly plain entry; None if they do not add up, or not surely."""
    found: list[Weighed] = []
    sums: dict[bytes, int] = {}
    missing, priced = -1, False
    for account, number, money, tail, note, _ in lines:
        wanted = None
        if number:
            read = worth = coins.amount(number, money)
            if tail and read is not None:
                behind = _following(tail, read, coins)
                if behind is None:
                    return None
                paid, wanted = behind
                if paid is not None:
                    if priced:
                        return None
                    priced, worth = True, paid
            if read is None or worth is None:
                return None
            whole, currency = worth
            sums[currency] = sums.get(currency, 0) + whole
            found.append((account, *read, note, wanted))
        elif account:
            if missing >= 0:
                return None
            missing = len(found)
            found.append((account, 0, b"", note, None))
    rest = [sum_ for sum_ in sums.items() if sum_[1]]
    if missing >= 0 and len(rest) == 1:
        account, _, _, note, _ = found[missing]
        found[missing] = (account, -rest[0][1], rest[0][0], note, None)
    elif rest or missing >= 0:
        return None
    return found


def _following(
    tail: bytes, read: _Amount, coins: Coins
) -> tuple[_Amount | None, _Wanted | None] | None:
    """(what an amount cost, what its account is said to hold then); None if that is not sure."""
    parts = following(tail)
    if parts is None:
        return None
    at, price, paid, mark, held, money = parts
    cost = _cost(*read, (at, price, paid), coins) if at else None
    said = coins.amount(held, money, posted=False) if mark else None
    if (at and cost is None) or (mark and said is None):
        return None
    return cost, said and (said[1], said[0], mark == b"==")


def _cost(
    quantity: int, currency: bytes, price: tuple[bytes, bytes, bytes], coins: Coins
) -> _Amount | None:
    """What an amount cost; None if it is finer than the last decimal.

    And of nothing: beside such a cost others may be worked out.
    """
    at, number, money = price
    read = coins.price(number, money) if quantity else None
    if read is None or read[2] == currency:
        return None
    digits, decimals, paid = read
    if at == b"@@":
        digits = -digits if quantity < 0 else digits
    else:
        digits *= quantity
        decimals += coins[currency].places
    more = coins[paid].places - decimals
    if more >= 0:
        return digits * 10**more, paid
    whole, rest = divmod(digits, 10**-more)
    return None if rest else (whole, paid)
