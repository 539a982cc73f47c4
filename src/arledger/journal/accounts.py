"""Account names as they are meant: brackets off, ``apply account`` and ``alias`` applied."""

import re

from arledger.journal.characters import SPACE, SPACES
from arledger.journal.codes import Unreadable
from arledger.journal.model import PostingKind
from arledger.patterns import lazy
from arledger.records import NamedTuple

_ALIAS_REGEX = lazy(rf"/((?:[^/\\\r\n]|\\.)+)/{SPACE}*={SPACE}*(.*)", re.DOTALL)
_BRACKETS: dict[str, tuple[str, PostingKind]] = {"(": (")", "virtual"), "[": ("]", "balanced")}
_OPENING: dict[PostingKind, str] = {"real": "", "virtual": "(", "balanced": "["}
_CLOSING: dict[PostingKind, str] = {"real": "", "virtual": ")", "balanced": "]"}


class Alias(NamedTuple):
    """One ``alias`` directive or ``--alias`` option."""

    old: str
    """An account name, or the source of a regular expression."""
    new: str
    is_regex: bool = False

    def apply(self, account: str) -> str:
        """The account under its new name; unchanged when the alias does not concern it.

        Unreadable for a regular expression that does not come to an end.
        """
        if self.is_regex:
            from arledger.journal.regex import rewritten  # few journals have such aliases

            return rewritten(self.old, self._replacement, account)
        if account == self.old or account.startswith(self.old + ":"):
            return self.new + account[len(self.old) :]
        return account

    def _replacement(self, found: re.Match[str]) -> str:
        def group(reference: re.Match[str]) -> str:
            number = int(reference[1])
            return (found[number] or "") if number <= found.re.groups else ""

        return re.sub(r"\\([0-9])", group, self.new)


def alias_of(text: str, start: int = 0) -> Alias:
    """The alias written as ``OLD = NEW`` or ``/REGEX/ = REPLACEMENT``.

    ``start`` is the column the text begins at, for the problem raised when it is none.
    """
    found = _ALIAS_REGEX.fullmatch(text)
    if found is not None:
        return _regex_alias(found, start)
    old, equals, new = text.partition("=")
    if text.startswith("/") or not equals or not old:
        raise Unreadable("bad-alias", "expected OLD = NEW", start, start + len(text))
    return Alias(old.rstrip(SPACES), new.strip(SPACES))


def _regex_alias(found: re.Match[str], start: int) -> Alias:
    from arledger.journal.regex import posix_regex

    source, replacement = found.groups()
    source = source.replace(r"\/", "/")
    try:
        posix_regex(source)
    except ValueError as wrong:
        begin, end = found.span(1)
        raise Unreadable("bad-alias", str(wrong), start + begin, start + end) from None
    return Alias(source, replacement, is_regex=True)


def kind_of(written: str) -> tuple[str, PostingKind]:
    """A written account name without its brackets, and the kind of posting they make."""
    closing, kind = _BRACKETS.get(written[:1], ("", "real"))
    if kind == "real" or not written.endswith(closing) or len(written) < 2:
        return written, "real"
    return written[1:-1], kind


def account_of(
    written: str, parents: tuple[str, ...], aliases: tuple[Alias, ...]
) -> tuple[str, PostingKind]:
    """The full account name and the posting's kind.

    The parents of ``apply account`` come first, then the aliases, the nearest above first.
    """
    name, kind = kind_of(written)
    for parent in reversed(parents):
        upper, upper_kind = kind_of(parent)
        name = f"{upper}:{name}"
        kind = upper_kind if upper_kind != "real" else kind
    for alias in aliases:
        name = alias.apply(name)
    if kind == "real":
        return kind_of(name)
    return name, kind


def bracketed(account: str, kind: PostingKind) -> str:
    """The account name in the brackets of its kind, as it is written."""
    return f"{_OPENING[kind]}{account}{_CLOSING[kind]}"
