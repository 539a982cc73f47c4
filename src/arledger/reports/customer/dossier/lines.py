"""What the tables of a dossier have in common: a claim's name, and the line something stands on."""

from collections.abc import Iterable, Sequence

from arledger.ledger.model import Item
from arledger.problems import Span


def place(span: Span | None) -> tuple[str | None, int | None]:
    """(file, line) of a row; two times None when it stands nowhere."""
    return (span.path, span.line) if span else (None, None)


def labels(items: Iterable[Item]) -> str:
    """The documents of these items, each once, with commas between."""
    return ", ".join(dict.fromkeys(item.label for item in items))


MOST_NAMED = 8
"""Claims that are named one by one to people; the list of claims has them all."""


def some_labels(items: Sequence[Item], claims: int) -> str:
    """The same for people, of so many claims: "all" if it is all of several; never a long list."""
    if len(items) == claims > 1:
        return "all"
    known = list(dict.fromkeys(item.label for item in items))
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return ", ".join(known[:MOST_NAMED]) + more
