"""An entry as text for the end of a file: whatever is in force there, it is read as meant."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from arledger.journal.accounts import Alias, account_of, bracketed
from arledger.journal.model import Entry, ParserState, PostingKind, Style
from arledger.journal.printer import print_entry
from arledger.records import replaced
from arledger.writing.amounts import styles_for
from arledger.writing.errors import NotWrittenError

_BOM = b"\xef\xbb\xbf"


def wording(entries: Sequence[Entry], state: ParserState, styles: Mapping[str, Style]) -> str:
    """The lines that make the entries where that state is in force.

    An open ``comment`` is closed. Where ``apply account`` or ``alias`` would turn an account's name
    into another one, and no other way of writing it helps, they are ended before an entry and
    begun again after it.
    """
    texts = [_one(entry, state, styles) for entry in entries]
    return "\n".join(["end comment\n"] * state.in_comment + texts)


def _one(entry: Entry, state: ParserState, styles: Mapping[str, Style]) -> str:
    """One entry's lines, and those it needs around it."""
    _refuse_default_commodity(entry, state)
    before, after = [], []
    written = _rewritten(entry, state)
    if written is None:
        written, before, after = entry, _ending(state), _beginning(state)
    text = print_entry(written, styles_for(entry, styles, state))
    return "".join(f"{line}\n" for line in before) + text + "".join(f"{line}\n" for line in after)


def included(path: str, *, in_comment: bool) -> str:
    """The lines that include a file; ``in_comment``: where they go, a comment is open."""
    if any(sign in path for sign in "*?[;\n") or path != path.strip() or path.startswith("~"):
        raise NotWrittenError(
            f"{path} cannot be included: its name would be read as a pattern or cut short",
            "give it a name of letters, digits, - and _",
        )
    return ("end comment\n\n" if in_comment else "") + f"include {path}\n"


def _refuse_default_commodity(entry: Entry, state: ParserState) -> None:
    """Stops where an amount without a symbol would be one of the ``D`` directive's commodity."""
    bare = any(amount.commodity == "" for p in entry.postings for amount in p.amounts)
    if bare and state.default_commodity:
        raise NotWrittenError(
            f"an amount without a currency would be one in {state.default_commodity} here (D)",
            "name the currency of the amount",
        )


# -- accounts ----------------------------------------------------------------------------------


def _rewritten(entry: Entry, state: ParserState) -> Entry | None:
    """The entry with its accounts as they must be written; None when one of them cannot be."""
    if not state.parents and not state.aliases:
        return entry
    postings = []
    for posting in entry.postings:
        name = _written(posting.account, posting.kind, state)
        if name is None:
            return None
        postings.append(replaced(posting, account=name))
    return replaced(entry, postings=tuple(postings))


def _written(account: str, kind: PostingKind, state: ParserState) -> str | None:
    """A name that is read as this account at a place; None when none was found."""
    aliases = tuple(Alias(*alias) for alias in state.aliases)
    for name in _candidates(account, state, aliases):
        if name and account_of(bracketed(name, kind), state.parents, aliases) == (account, kind):
            return name
    return None


def _candidates(account: str, state: ParserState, aliases: Sequence[Alias]) -> Iterator[str]:
    """Names that may be read as the account: itself, its old name, either below the parents."""
    names = [account, *_old_names(account, aliases)]
    prefix = "".join(f"{parent}:" for parent in state.parents)
    for name, start in product(names, dict.fromkeys((prefix, ""))):
        if name.startswith(start):
            yield name.removeprefix(start)


def _old_names(account: str, aliases: Sequence[Alias]) -> Iterator[str]:
    """What each plain alias would have made this account of."""
    for alias in aliases:
        if not alias.is_regex and (account == alias.new or account.startswith(f"{alias.new}:")):
            yield alias.old + account[len(alias.new) :]


def _ending(state: ParserState) -> list[str]:
    """The lines that end what renames accounts."""
    return ["end apply account"] * len(state.parents) + ["end aliases"] * bool(state.aliases) + [""]


def _beginning(state: ParserState) -> list[str]:
    """The lines that put it in force again: the outermost parent first, the nearest alias last."""
    aliases = [_alias_line(Alias(*alias)) for alias in reversed(state.aliases)]
    return ["", *aliases, *(f"apply account {parent}" for parent in state.parents)]


def _alias_line(alias: Alias) -> str:
    if not alias.is_regex:
        return f"alias {alias.old} = {alias.new}"
    return f"alias /{alias.old.replace('/', chr(92) + '/')}/ = {alias.new}"


# -- bytes -------------------------------------------------------------------------------------


def appended(old: bytes, text: str) -> bytes:
    """The file's bytes with the text after them, a blank line between, in the file's line ends."""
    end = _line_end(old)
    return old + _gap(old, end) + text.encode().replace(b"\n", end)


def _line_end(old: bytes) -> bytes:
    """What the file's last line ends in."""
    last = old.rfind(b"\n")
    return b"\r\n" if last > 0 and old[last - 1 : last] == b"\r" else b"\n"


def _gap(old: bytes, end: bytes) -> bytes:
    """What finishes the last line, if need be, and makes a blank one."""
    whole, newline, last = old.removeprefix(_BOM).rpartition(b"\n")
    if last:
        return end + end if last.strip() else end
    before = whole[whole.rfind(b"\n") + 1 :]
    return end if newline and before.strip() else b""
