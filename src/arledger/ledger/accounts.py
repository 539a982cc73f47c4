"""Which accounts are receivables (or payables), and whose they are.

Told by components of the name, never by a string prefix: ``assets:receivables-old`` is not
below ``assets:receivable``.
"""

import unicodedata
from functools import lru_cache

from arledger.journal.model import Journal
from arledger.journal.types import account_type
from arledger.ledger.model import Side
from arledger.ledger.tags import account_meaning
from arledger.policy.model import Policy
from arledger.records import NamedTuple, field, record

VIRTUAL_ROOTS = frozenset({"promise", "order"})
"""What stands below is no money yet, whatever it is called: ``promise:ar`` is AR's promise."""

_NOT_OF_TYPE = {"receivable": frozenset("ELRX"), "payable": frozenset("EACRX")}


class Role(NamedTuple):
    """What an account is to the book: below which root, and the components under it."""

    root: str
    below: tuple[str, ...]
    customer: str
    """Whose it is: by ``customer:`` on its directive, else the component below the root; "" for
    a flat account."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name as compared: no case, no accents (đ is d), single spaces."""
    folded = text.casefold()
    if not folded.isascii():
        plain = unicodedata.normalize("NFKD", folded.replace("đ", "d"))
        folded = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(folded.split())


@record
class Accounts:
    """The roles of a journal's accounts on one side, each worked out once."""

    journal: Journal
    policy: Policy
    side: Side
    _roles: dict[str, Role | None] = field(default_factory=dict)
    _roots: tuple[tuple[str, ...], ...] = ()
    _names: frozenset[str] = frozenset()
    _excluded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        accounts = self.policy.accounts
        roots = accounts.receivable if self.side == "receivable" else accounts.payable
        names = accounts.receivable_names if self.side == "receivable" else accounts.payable_names
        self._roots = tuple(tuple(fold(part) for part in root.split(":")) for root in roots)
        self._names = frozenset(fold(name) for name in names)
        self._excluded = frozenset(fold(name) for name in accounts.exclude)

    def role(self, account: str) -> Role | None:
        """The account's role; None when it is not one of this side's."""
        try:
            return self._roles[account]
        except KeyError:
            role = self._roles[account] = self._work_out(account)
            return role

    def is_named(self, account: str) -> bool:
        """Whether the last component is one of this side's names, whatever the account's type."""
        return fold(account.rpartition(":")[2]) in self._names

    def _work_out(self, account: str) -> Role | None:
        parts = account.split(":")
        folded = [fold(part) for part in parts]
        depth = self._depth_of_root(account, folded)
        if not depth or self._excluded.intersection(folded[depth:]):
            return None
        below = tuple(parts[depth:])
        tagged = account_meaning(self.journal, account).get("customer")
        return Role(":".join(parts[:depth]), below, tagged or (below[0] if below else ""))

    def _depth_of_root(self, account: str, folded: list[str]) -> int:
        """How many components the root has; 0 when the account is below none."""
        if self._roots:
            return max((len(r) for r in self._roots if tuple(folded[: len(r)]) == r), default=0)
        if folded[0] in VIRTUAL_ROOTS:
            return 0
        depth = max((i + 1 for i, part in enumerate(folded) if part in self._names), default=0)
        if depth and account_type(self.journal, account) in _NOT_OF_TYPE[self.side]:
            return 0
        return depth
