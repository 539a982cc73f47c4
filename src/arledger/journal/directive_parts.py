"""The parts of a directive's line: its argument, its comment, symbols and account names."""

from arledger.journal.amounts import SYMBOL
from arledger.journal.characters import SPACES, blanks, skip_spaces
from arledger.journal.codes import Unreadable
from arledger.journal.comments import tags_of
from arledger.journal.model import Tags
from arledger.records import NamedTuple

TYPES = {
    "a": "A", "asset": "A", "l": "L", "liability": "L", "e": "E", "equity": "E",
    "r": "R", "revenue": "R", "x": "X", "expense": "X", "c": "C", "cash": "C",
    "v": "V", "conversion": "V", "g": "R", "gain": "R", "gains": "R", "u": "E",
    "unrealised": "E", "unrealised-gain": "E", "unrealised-gains": "E",
    "unrealized": "E", "unrealized-gain": "E", "unrealized-gains": "E",
}  # fmt: skip
"""hledger's account types by code and name; the gains of 1.52 count as revenue and equity."""


class Place(NamedTuple):
    """Where a directive stands."""

    lines: list[str]
    """Its line and the indented ones below."""
    after: int
    """The column after its word."""
    number: int
    """The line's number in its file."""

    def argument(self, what: str) -> tuple[str, int]:
        """The directive's line, and the column its argument begins at."""
        line = self.lines[0]
        return line, argument_at(line, self.after, what)

    def comment(self, at: int) -> tuple[str, Tags, int]:
        """The comment beginning at this column and going on below; its tags; its lines."""
        first = self.lines[0]
        at = skip_spaces(first, at)
        if at < len(first) and first[at] != ";":
            raise Unreadable("bad-directive", "this cannot be read here", at, len(first))
        texts = [first[at + 1 :].strip(SPACES)]
        for line in self.lines[1:]:
            text = line.lstrip(SPACES)
            if not text.startswith(";"):
                break
            texts.append(text[1:].strip(SPACES))
        tags = tuple(tag for text in texts for tag in tags_of(text))
        return "\n".join(texts), tags, len(texts)


def account_type(tags: Tags, start: int, end: int) -> str:
    """The type a ``type:`` tag declares; "" without one."""
    declared = dict(tags).get("type")
    if declared is None:
        return ""
    kind = TYPES.get(declared.lower())
    if kind is None:
        raise Unreadable("bad-account-type", f"`{declared}` is no account type", start, end)
    return kind


def account_at(line: str, at: int) -> tuple[str, int]:
    """The account name as written at this column, and where it ends."""
    written = blanks(line[at:]).partition("  ")[0].rstrip(" ")
    return written, at + len(written)


def symbol_at(line: str, at: int) -> tuple[str, int]:
    """The commodity symbol at this column, without its quotes, and where it ends."""
    found = SYMBOL.match(line, at)
    if found is None:
        raise Unreadable("bad-directive", "expected a commodity symbol", at, len(line))
    return (found[1] if found[1] is not None else found[2]), found.end()


def argument_at(line: str, at: int, what: str) -> int:
    """The first column of ink after white space, of which there must be some."""
    begin = skip_spaces(line, at)
    if begin == at or begin == len(line):
        raise Unreadable("bad-directive", f"expected {what}", at, len(line))
    return begin
