"""Entries that are nearly plain: many postings, costs, balance assertions.

The expression for plain entries passes them over; this one reads what it left. It says what
each part is, no more: what the parts mean, and whether they add up, is for the caller. What is
not even nearly plain goes the long way.
"""

from arledger.journal.plain import ACCOUNT, AMOUNT, HEAD, NO_AMOUNT, NOTE, UNSEEN, has_unseen
from arledger.patterns import lazy

Line = tuple[bytes, ...]
"""A posting: account, number, commodity, what follows them, comment. A part that is not there is
empty; all of them are on a line that is all comment. The last one is a line that is neither.
"""

_TAIL = rb"(?: *([@=][^;" + UNSEEN + rb"]*))?"
_REMARK = rb" +;[^:\[" + UNSEEN + rb"]*\n"
"""A line that is all comment, without tags or dates."""

_HEAD = lazy(HEAD)
_LINES = lazy(
    rb"(?>" + ACCOUNT + rb"(?:  +" + AMOUNT + _TAIL + rb"|" + NO_AMOUNT + rb")" + NOTE + rb")"
    rb"|" + _REMARK + rb"|([^\n]*\n)"
)
_FOLLOWING = lazy(rb"(?:(@@?) *" + AMOUNT + rb" *)?(?:(==?) *" + AMOUNT + rb" *)?")


def nearly_plain(item: bytes) -> tuple[tuple[bytes, ...], list[Line]] | None:
    """The parts of an item that is nearly plain, and its lines; None if it is not.

    The parts: date, status, code, description, comment.
    """
    head = _HEAD.match(item)
    if head is None or (not item.isascii() and has_unseen(item)):
        return None
    lines = _LINES.findall(item, head.end())
    for line in lines:
        if line[-1]:
            return None
    return head.groups(b""), lines


def following(text: bytes) -> tuple[bytes, ...] | None:
    """What follows an amount; None if it is anything else.

    ``@`` or ``@@``, number, commodity of the cost; ``=`` or ``==``, number, commodity of the
    balance.
    """
    found = _FOLLOWING.fullmatch(text)
    return None if found is None else found.groups(b"")
