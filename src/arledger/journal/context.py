"""The state of reading: what directives above a place have set for what stands below it."""

from datetime import date

from arledger.journal.accounts import Alias, account_of
from arledger.journal.amounts import Amounts
from arledger.journal.model import ParserState, PostingKind


class Context:
    """What is in force at a place in a file, with memories of texts already understood."""

    __slots__ = (
        "accounts",
        "aliases",
        "amounts",
        "dates",
        "in_comment",
        "in_python",
        "parents",
        "year",
    )

    def __init__(self, year: int, amounts: Amounts, aliases: tuple[Alias, ...] = ()) -> None:
        self.year = year
        self.amounts = amounts
        self.aliases = aliases
        """The nearest above first."""
        self.parents: tuple[str, ...] = ()
        """Of ``apply account``, the outermost first."""
        self.in_comment = False
        self.in_python = False
        """Indented lines are code, until an item of another kind begins."""
        self.accounts: dict[str, tuple[str, PostingKind]] = {}
        """Accounts and kinds of posting by the names written; emptied when names change."""
        self.dates: dict[str, date] = {}
        """Full dates by their text."""

    def inner(self) -> "Context":
        """The context an included file begins with; what it changes does not come back.

        Only the commodities it declares do: they hold from there on for the whole journal.
        """
        context = Context(self.year, self.amounts.inner(), self.aliases)
        context.parents = self.parents
        return context

    def account(self, written: str) -> tuple[str, PostingKind]:
        """The account meant by a written name, and the kind of posting its brackets make."""
        known = self.accounts.get(written)
        if known is None:
            known = account_of(written, self.parents, self.aliases)
            self.accounts[written] = known
        return known

    def rename(self, parents: tuple[str, ...], aliases: tuple[Alias, ...]) -> None:
        """Put other parents and aliases in force."""
        self.parents, self.aliases = parents, aliases
        self.accounts = {}

    def state(self) -> ParserState:
        """What is in force here, for those who want to write on from this place."""
        amounts = self.amounts
        return ParserState(
            year=self.year,
            decimal_mark=amounts.decimal_mark,
            default_commodity=amounts.default[0] if amounts.default else None,
            default_mark=amounts.default[1].mark if amounts.default else "",
            commodity_marks=dict(amounts.marks),
            parents=self.parents,
            aliases=tuple((a.old, a.new, a.is_regex) for a in self.aliases),
            in_comment=self.in_comment,
        )
