"""Words as they may stand in a journal: what its language would read otherwise is refused.

Nothing can be escaped in a journal. A value is taken as it is meant, or refused with the
character that is in the way.
"""

import re

from arledger.journal.characters import SPACES
from arledger.journal.model import Tags
from arledger.ledger.tags import JOINED
from arledger.patterns import lazy
from arledger.writing.errors import UnfitError

_CONTROL = lazy(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Characters nobody sees, or that turn the rest of a line round; bytes that are no text."""

_BRACKETED = lazy(r"\[[0-9/\-.=]*\]")
"""In a posting's comment digits in square brackets are a date."""

_TAG = lazy(r"[A-Za-z][A-Za-z0-9_-]*")
_SPACES = {ord(space): " " for space in SPACES if space not in "\r\v\f"}

RESERVED = frozenset({"date", "date2", "type", "assert", "retain", "start", "event"})
"""Tags that mean something to hledger, or make another thing of an entry."""


def line(text: str) -> str:
    """The text without spaces around it, any space in it a plain one; no control characters."""
    tidy = text.translate(_SPACES).strip(" \r\n")
    if "\n" in tidy or "\r" in tidy:
        raise UnfitError(
            "it has more than one line", "a journal's line ends there: write it in one"
        )
    found = _CONTROL.search(tidy)
    if found:
        raise UnfitError(
            f"it holds the invisible character U+{ord(found[0]):04X}", "take that character out"
        )
    if not tidy:
        raise UnfitError("it is empty", "write something, or leave it out")
    return tidy


def note(text: str) -> str:
    """Words for a description, which a ``;`` would end."""
    tidy = line(text)
    if ";" in tidy:
        raise UnfitError("a description ends at the first ;", "write a comma instead")
    return tidy


def payee(name: str) -> str:
    """A name as a payee; "" for one that would end early, or not be read as a payee at all."""
    try:
        tidy = note(name)
    except UnfitError:
        return ""
    return "" if "|" in tidy else tidy


def number(text: str) -> str:
    """A document's number: it stands in parentheses, and in tags."""
    tidy = line(text)
    for sign, why in ((",", "a tag's value ends there"), (")", "a code ends there")):
        if sign in tidy:
            raise UnfitError(
                f"a number cannot hold a {sign} ({why})", f"write it without the {sign}"
            )
    if "  " in tidy:
        raise UnfitError("a number cannot hold two spaces in a row", "write it with one")
    if _BRACKETED.search(tidy):
        raise UnfitError("digits in square brackets would be read as a date", "use other brackets")
    return tidy


def own_number(text: str) -> str:
    """The number of a document to be; ``-`` would mean none."""
    tidy = number(text)
    if tidy == "-":
        raise UnfitError("- stands for no document at all", "give it a number, or none")
    return tidy


def tags(name: str, text: str) -> Tags:
    """The tag with its value; several of one name where the parts of a text are joined again."""
    tidy = line(text)
    if "," not in tidy:
        return ((name, tidy),)
    parts = [part.strip() for part in tidy.split(",")]
    if name in JOINED and ", ".join(parts) == tidy and all(parts):
        return tuple((name, part) for part in parts)
    raise UnfitError(
        "a tag's value ends at a comma, and nothing can escape it", "write it without the comma"
    )


def free_tag(text: str) -> Tags:
    """A tag of the writer's own, given as NAME=VALUE."""
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or not _TAG.fullmatch(name):
        raise UnfitError("a tag is given as NAME=VALUE, its name in letters, digits, - and _")
    if name.casefold() in RESERVED:
        raise UnfitError(f"{name}: has a meaning of its own", "choose another name")
    return tags(name, value)


def account(text: str) -> str:
    """An account's full name."""
    tidy = line(text)
    if "  " in tidy:
        raise UnfitError("an account's name ends at two spaces", "write it with single ones")
    if re.match(r"[*!;#(\[]", tidy) or " ;" in tidy:
        raise UnfitError(
            "it would not be read as an account's name",
            "write it without * ! ; ( or [ at its beginning",
        )
    if not all(part.strip() == part and part for part in tidy.split(":")):
        raise UnfitError("a part of its name is empty", "write it as assets:bank")
    return tidy
