"""Directives: lines that begin with a word, and what they set, declare or merely mention."""

from collections.abc import Callable
from typing import ClassVar

from arledger.journal.accounts import alias_of, bracketed
from arledger.journal.characters import DECIMAL_MARKS, SPACE, SPACES, blanks, skip_spaces
from arledger.journal.codes import Unreadable
from arledger.journal.context import Context
from arledger.journal.dates import date_at
from arledger.journal.directive_parts import (
    Place,
    account_at,
    account_type,
    argument_at,
    symbol_at,
)
from arledger.journal.model import AccountDeclaration, Amount, Journal, Price
from arledger.journal.styles import Form
from arledger.patterns import lazy
from arledger.problems import Span

_COMMENT = lazy(rf"{SPACE}+;")
_TIME = lazy(rf"[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:[-+][0-9]{{4}})?{SPACE}+")
_YEAR = lazy(r"[0-9]{4,9}")
_PAYEE = lazy(r'"([^"\n]*)"|([^;\n]+)')
_FORMAT = lazy(" +format +")
_WORDS = lazy("[!@]?(end +apply +[a-z]+|end +[a-z]+|apply +[a-z]+|[A-Za-z-]+)")

IGNORED = frozenset(
    {
        "A", "bucket", "apply fixed", "apply tag", "assert", "capture", "check", "define",
        "eval", "expr", "value", "end apply fixed", "end apply tag", "end apply year",
    }
)  # fmt: skip
"""ledger's directives that hledger (1.29 and later) passes over."""

_SILENT = frozenset({"end tag", "pop"})


class DirectiveReader:
    """Obeys the directives of one file."""

    __slots__ = ("_context", "_include", "_journal", "_path")

    def __init__(
        self, context: Context, journal: Journal, path: str, include: Callable[[str, Span], None]
    ) -> None:
        self._context = context
        self._journal = journal
        self._path = path
        self._include = include

    def obey(self, lines: list[str], number: int) -> int:
        """Do what the directive on the first line says; the number of lines that are its own.

        Raises Unreadable, with columns of the first line, when it cannot be read.
        """
        line = lines[0]
        found = _WORDS.match(blanks(line))
        word = " ".join(found[1].split()) if found else ""
        if found is not None and word in self.by_word:
            return self.by_word[word](self, Place(lines, found.end(), number))
        if word in _SILENT:
            return 1
        if word in IGNORED or line.startswith("--"):
            raise Unreadable("ignored-directive", f"`{word or line[:20]}` is passed over", 0)
        first = blanks(line).partition(" ")[0]
        raise Unreadable("unknown-directive", f"`{first[:40]}` begins nothing known", 0, len(first))

    def _span(self, here: Place, start: int, end: int) -> Span:
        return Span(self._path, here.number, start + 1, end + 1)

    # -- what each directive does; each gives the number of lines that are its own --------

    def _account(self, here: Place) -> int:
        line, at = here.argument("an account name")
        written, end = account_at(line, at)
        name = bracketed(*self._context.account(written))
        comment, tags, _ = here.comment(end)
        kind = account_type(tags, at, end)
        known = self._journal.accounts.get(name)
        if known is None:
            span = self._span(here, at, end)
            self._journal.declare(AccountDeclaration(name, comment, tags, span, kind))
        else:
            known.tags = tuple(dict.fromkeys(known.tags + tags))
            known.type = kind or known.type
            known.comment = "\n".join(filter(None, (known.comment, comment)))
        if " ;" in written:
            start = at + written.index(" ;") + 1
            raise Unreadable(
                "semicolon-in-account", "this is read as part of the account", start, end
            )
        return len(here.lines)

    def _commodity(self, here: Place) -> int:
        line, at = here.argument("a commodity, or an amount in it")
        try:
            amount, form, end = self._context.amounts.whole_at(line, at)
        except Unreadable:
            return self._commodity_block(here, at)
        _, _, count = here.comment(end)
        self._declare(amount, form, at, end)
        self._journal.declared_commodities[amount.commodity] = self._span(here, at, end)
        return count

    def _commodity_block(self, here: Place, at: int) -> int:
        symbol, end = symbol_at(here.lines[0], at)
        here.comment(end)
        self._context.amounts.undeclare(symbol)  # as hledger does: the last directive counts
        for below, line in enumerate(here.lines):
            found = _FORMAT.match(blanks(line))
            try:
                if found is not None:
                    self._format(line, found.end(), symbol)
            except Unreadable as wrong:
                wrong.below = below
                raise
        self._journal.declared_commodities[symbol] = self._span(here, at, end)
        return len(here.lines)

    def _format(self, line: str, at: int, symbol: str) -> None:
        amount, form, end = self._context.amounts.whole_at(line, at)
        if amount.commodity != symbol:
            message = f"the format is of `{amount.commodity}`, the directive of `{symbol}`"
            raise Unreadable("commodity-mismatch", message, at, end)
        self._declare(amount, form, at, end)

    def _declare(self, amount: Amount, form: Form, at: int, end: int) -> None:
        if not form.mark:
            raise Unreadable("missing-decimal-mark", "this shows no decimal mark", at, end)
        self._context.amounts.declare(amount.commodity, form)

    def _default_commodity(self, here: Place) -> int:
        line, at = here.argument("an amount")
        amount, form, end = self._context.amounts.whole_at(line, at)
        if not form.mark:
            raise Unreadable("missing-decimal-mark", "this shows no decimal mark", at, end)
        self._context.amounts.set_default(amount.commodity, form)
        return 1

    def _decimal_mark(self, here: Place) -> int:
        line, at = here.argument("`.` or `,`")
        if line[at] not in DECIMAL_MARKS:
            raise Unreadable("bad-directive", "the decimal mark is `.` or `,`", at, at + 1)
        self._context.amounts.set_decimal_mark(line[at])
        return 1

    def _year(self, here: Place) -> int:
        line = here.lines[0]
        at = skip_spaces(line, here.after)
        found = _YEAR.match(line, at)
        if found is None or not 1 <= int(found[0]) <= 9999:
            raise Unreadable("bad-directive", "expected a year from 0001 to 9999", at, len(line))
        self._context.year = int(found[0])
        return 1

    def _price(self, here: Place) -> int:
        line = here.lines[0]
        day, end = date_at(line, skip_spaces(line, here.after), self._context.year)
        at = argument_at(line, end, "a commodity")
        time = _TIME.match(line, at)
        symbol, end = symbol_at(line, time.end() if time else at)
        amount, form, _ = self._context.amounts.whole_at(line, skip_spaces(line, end))
        self._context.amounts.forms.price(amount.commodity, form)
        self._journal.prices.append(Price(day, symbol, amount, Span(self._path, here.number)))
        return 1

    def _alias(self, here: Place) -> int:
        line, at = here.argument("OLD = NEW")
        alias = alias_of(line[at:], at)
        self._context.rename(self._context.parents, (alias, *self._context.aliases))
        return 1

    def _end_aliases(self, _: Place) -> int:
        self._context.rename(self._context.parents, ())
        return 1

    def _apply_account(self, here: Place) -> int:
        line, at = here.argument("an account name")
        written, end = account_at(line, at)
        if line[end:].strip(SPACES):
            raise Unreadable("bad-directive", "expected an account name only", end, len(line))
        self._context.rename((*self._context.parents, written), self._context.aliases)
        return 1

    def _end_apply_account(self, here: Place) -> int:
        if not self._context.parents:
            raise Unreadable("unmatched-end", "no `apply account` is open here", 0, here.after)
        self._context.rename(self._context.parents[:-1], self._context.aliases)
        return 1

    def _payee(self, here: Place) -> int:
        line, at = here.argument("a payee")
        found = _PAYEE.match(line, at)
        if found is None:
            raise Unreadable("bad-directive", "expected a payee", at, len(line))
        name = found[1] if found[1] is not None else found[2]
        self._journal.payees[name.strip(SPACES)] = self._span(here, at, found.end())
        return len(here.lines)

    def _tag(self, here: Place) -> int:
        line, at = here.argument("a tag's name")
        name = blanks(line[at:]).partition(" ")[0]
        self._journal.tags[name] = self._span(here, at, at + len(name))
        return len(here.lines)

    def _include_files(self, here: Place) -> int:
        line, at = here.argument("a path")
        pattern = _COMMENT.split(line[at:], maxsplit=1)[0].rstrip(SPACES)
        self._include(pattern, self._span(here, at, at + len(pattern)))
        return 1

    def _conversion(self, here: Place) -> int:
        line, at = here.argument("an amount")
        end = self._context.amounts.whole_at(line, at)[2]
        if not line.startswith("=", end):
            raise Unreadable("bad-directive", "expected AMOUNT = AMOUNT", end, len(line))
        self._context.amounts.whole_at(line, skip_spaces(line, end + 1))
        return 1

    def _no_price(self, here: Place) -> int:
        line, at = here.argument("a commodity symbol")
        symbol_at(line, at)
        return 1

    def _python(self, here: Place) -> int:
        raise Unreadable("ignored-directive", "`python` is passed over", 0, here.after)

    by_word: ClassVar[dict[str, "_Handler"]] = {
        "account": _account,
        "alias": _alias,
        "apply account": _apply_account,
        "apply year": _year,
        "C": _conversion,
        "commodity": _commodity,
        "D": _default_commodity,
        "decimal-mark": _decimal_mark,
        "end aliases": _end_aliases,
        "end apply account": _end_apply_account,
        "include": _include_files,
        "N": _no_price,
        "P": _price,
        "payee": _payee,
        "python": _python,
        "tag": _tag,
        "Y": _year,
        "year": _year,
    }


_Handler = Callable[[DirectiveReader, Place], int]
