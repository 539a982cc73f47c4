"""What a journal says, as records: entries, postings, amounts, declarations. Facts only.

Nothing here knows about receivables. Dates are real dates, quantities exact decimals, and
every record knows the file and the line it came from.
"""

from datetime import date as Date  # noqa: N812 - records have fields named date
from decimal import Decimal
from typing import Literal

from arledger.problems import Sources, Span
from arledger.records import NamedTuple, field, record

Tags = tuple[tuple[str, str], ...]
"""(name, value) pairs in the order written; a repeated tag stands more than once."""

PostingKind = Literal["real", "virtual", "balanced"]
"""``a``, ``(a)`` unbalanced, ``[a]`` balanced among its kind."""

Status = Literal["", "!", "*"]
"""Unmarked, pending, cleared."""


class Style(NamedTuple):
    """How amounts of a commodity are written for people."""

    symbol_first: bool = False
    spaced: bool = True
    decimal_mark: str = "."
    group_mark: str = ""
    """Empty: digits are not grouped."""
    group_sizes: tuple[int, ...] = ()
    """From the right; the last one repeats."""
    places: int = 2
    """Decimals shown."""


class Cost(NamedTuple):
    """The price after ``@`` or ``@@``; the quantity as written, its sign included."""

    quantity: Decimal
    commodity: str
    total: bool
    """True for ``@@``."""


class Amount(NamedTuple):
    """A signed quantity of one commodity ("" when it has no symbol), perhaps with its cost."""

    quantity: Decimal
    commodity: str
    cost: Cost | None = None


class Assertion(NamedTuple):
    """A balance assertion (or, on a posting written without amount, an assignment)."""

    amount: Amount
    sole: bool
    """``==``: no other commodity may be in the account."""
    inclusive: bool
    """``=*``: subaccounts count."""
    line: int
    column: int


@record
class Posting:
    """One line of an entry. Never changed once its journal is loaded."""

    account: str
    """Full name, after aliases and ``apply account``, without brackets."""
    kind: PostingKind
    amounts: tuple[Amount, ...]
    """As written, or inferred: several when a missing amount takes several commodities; empty
    for zero in no commodity at all (an amountless ``(account)``, or a missing amount where
    nothing is left to balance)."""
    status: Status
    comment: str
    tags: Tags
    """Own tags; the account's are got with ``Journal.inherited_tags``."""
    line: int
    date: Date | None = None
    """Its own date, when it has one."""
    date2: Date | None = None
    assertion: Assertion | None = None
    inferred: bool = False
    """True when the amounts were not written but worked out."""


@record
class Entry:
    """A transaction: also one without postings (an event). Never changed once loaded."""

    date: Date
    status: Status
    code: str
    description: str
    comment: str
    tags: Tags
    """Own tags only, as hledger's ``ttags``."""
    postings: tuple[Posting, ...]
    path: str
    line: int
    end_line: int
    date2: Date | None = None

    @property
    def payee(self) -> str:
        """The description left of its first ``|``; all of it when there is none."""
        return self.description.partition("|")[0].strip()

    @property
    def note(self) -> str:
        """The description right of its first ``|``; all of it when there is none."""
        left, bar, right = self.description.partition("|")
        return right.strip() if bar else left

    def span(self) -> Span:
        """Its first line."""
        return Span(self.path, self.line)


@record
class AccountDeclaration:
    """An ``account`` directive."""

    name: str
    comment: str
    tags: Tags
    span: Span
    type: str = ""
    """One of A L E R X C V (hledger's codes, long names shortened); "" when not declared."""


class Price(NamedTuple):
    """A ``P`` directive: one ``commodity`` costs ``amount`` from that date on."""

    date: Date
    commodity: str
    amount: Amount
    span: Span


class Rule(NamedTuple):
    """A periodic (``~``) or auto-posting (``=``) rule: parsed, kept, not applied."""

    mark: Literal["~", "="]
    header: str
    body: tuple[str, ...]
    span: Span


@record
class ParserState:
    """What is in force at the end of a file for whatever is written after it."""

    year: int
    """Of dates without one: the last ``Y`` directive's, else today's."""
    decimal_mark: str = ""
    """Of the ``decimal-mark`` directive; "" when there is none."""
    default_commodity: str | None = None
    """Of amounts without a symbol, by the last ``D``; None when there is none."""
    default_mark: str = ""
    """The decimal mark that ``D`` shows: of every amount that nothing else says it of."""
    commodity_marks: dict[str, str] = field(default_factory=dict)
    """Decimal marks by commodity, as declared."""
    parents: tuple[str, ...] = ()
    """Of ``apply account`` blocks left open, the outermost first."""
    aliases: tuple[tuple[str, str, bool], ...] = ()
    """(old, new, is a regular expression) in the order they are tried."""
    in_comment: bool = False
    """A ``comment`` block is left open: what is appended would be part of it."""


@record
class Journal:
    """Everything the files say, in file order; includes stand where they were included."""

    entries: list[Entry] = field(default_factory=list)
    accounts: dict[str, AccountDeclaration] = field(default_factory=dict)
    commodities: dict[str, Style] = field(default_factory=dict)
    """Styles by commodity: declared, else as first seen with the most decimals (hledger's)."""
    declared_commodities: dict[str, Span] = field(default_factory=dict)
    payees: dict[str, Span] = field(default_factory=dict)
    tags: dict[str, Span] = field(default_factory=dict)
    prices: list[Price] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Paths as given or included, in reading order; "-" is standard input."""
    sources: Sources = field(default_factory=Sources)
    converted: list[Entry] = field(default_factory=list)
    """Entries with a price that was not written but worked out, so that they balance."""
    end_states: dict[str, ParserState] = field(default_factory=dict)
    """What is in force at the end of each file named on the command line."""
    included_states: dict[str, ParserState] = field(default_factory=dict)
    """The same of each file these include."""
    _inherited: dict[str, Tags] = field(default_factory=dict)
    _lengths: set[int] = field(default_factory=set)
    """Of the declared accounts' names: most levels of a deep name need not be looked up."""

    def declare(self, account: AccountDeclaration) -> None:
        """Add an account's declaration."""
        self.accounts[account.name] = account
        self._lengths.add(len(account.name))

    def declarations(self, account: str) -> list[AccountDeclaration]:
        """The declarations of the account and of those above it, the nearest first."""
        found = []
        end = len(account)
        while end > 0:
            declared = self.accounts.get(account[:end]) if end in self._lengths else None
            if declared is not None:
                found.append(declared)
            end = account.rfind(":", 0, end)
        return found

    def inherited_tags(self, account: str) -> Tags:
        """Tags of the account's declaration and of its parents', nearest first."""
        known = self._inherited.get(account)
        if known is None:
            tags = (tag for declared in self.declarations(account) for tag in declared.tags)
            known = self._inherited[account] = tuple(dict.fromkeys(tags))
        return known
