"""Disputes of more than there was to dispute."""

from collections.abc import Iterator

from arledger.ledger.disputes import Dispute, by_document
from arledger.ledger.model import Book
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity


def disputed_in_vain(book: Book) -> Iterator[Problem]:
    """A lint for each dispute of more than was open on its document, or of what was paid."""
    for own in by_document(book).values():
        for one in own:
            owed = sum((item.owed_on(one.since) for item in one.items), ZERO)
            if one.items and (one.amount > owed or not owed):
                yield Problem(
                    "disputed-too-much",
                    _said(one, f"{plain(owed)} {one.document[1]}".strip() if owed else "nothing"),
                    one.event.source.span,
                    "correct the amount, inv: or the date",
                    Severity.LINT,
                )


def _said(one: Dispute, owed: str) -> str:
    _, currency, number = one.document
    if not one.event.tags.get("amount"):
        return f"{owed} was open on {number} when this was disputed"
    return f"{plain(one.amount)} {currency}".strip() + f" is disputed, {owed} was open on {number}"
