"""Reading tags that carry meaning: names without case, aliases folded, values checked."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from arledger.dates import parse_date
from arledger.journal.model import Journal, Tags
from arledger.money import amount_of

ALIASES = {
    "invoice": "inv",
    "due-date": "due",
    "due_at": "due",
    "client": "customer",
    "entity": "customer",
}
"""Other names people use today, and the name they are read as."""

JOINED = frozenset({"name", "address", "terms", "file"})
"""Tags that may be repeated on one item: their values are one text, parts joined by ``, ``."""

MEANINGFUL = frozenset({"inv", "due", "customer", "doc", "terms", "issued", "event"})
"""Tags of an entry that decide what its receivable postings are."""

amount = amount_of
"""The (quantity, commodity) of an amount in a tag; raises ValueError."""


def meaning(tags: Tags) -> dict[str, str]:
    """The tags by folded name, first value wins; those that may be repeated are joined."""
    found: dict[str, str] = {}
    if not tags:
        return found
    for written, value in tags:
        name = written.casefold()
        name = ALIASES.get(name, name)
        if name not in found:
            found[name] = value
        elif name in JOINED:
            found[name] = f"{found[name]}, {value}"
    return found


def account_meaning(journal: Journal, account: str) -> dict[str, str]:
    """The tags of an account and of those above it: the nearest level that has one decides."""
    found: dict[str, str] = {}
    for declared in reversed(journal.declarations(account)):
        found.update(meaning(declared.tags))
    return found


def references(tags: Tags) -> tuple[str, ...]:
    """The document numbers named by ``inv:`` and its aliases, every one, as written."""
    if not tags:
        return ()
    return tuple(
        value
        for name, value in tags
        if value and ALIASES.get(name.casefold(), name.casefold()) == "inv"
    )


@lru_cache(maxsize=4096)
def day(text: str, year: int | None = None) -> date:
    """The date a tag holds; ``year`` completes one without. Raises ValueError."""
    return parse_date(text.strip(), year)


def any_of(tags: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first value of a tag, by its name without case; None when it is not there."""
    return next((value for key, value in tags if key.casefold() == name), None)
