"""Tags nobody reads that look like one that is read: ``term:`` for ``terms:``."""

from collections.abc import Iterator

from arledger.journal.model import Journal, Tags
from arledger.ledger.accounts import Accounts
from arledger.ledger.customers import MASTER
from arledger.ledger.events import EVENTS
from arledger.ledger.tags import ALIASES, MEANINGFUL
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity, Span

ALIKE = 0.75
"""How alike two names are (difflib's ratio) when one is taken for the other, misspelt."""

_OF_ENTRIES = sorted({*MEANINGFUL, *ALIASES})
_OF_ACCOUNTS = sorted({*MASTER, "customer"})
_READ = {*MEANINGFUL, *MASTER, *ALIASES, *(tag for kind in EVENTS.values() for tag in kind.tags)}
_HLEDGERS = {"date", "date2", "type", "assert", "retain", "start"}


def misspelt(journal: Journal, policy: Policy) -> Iterator[Problem]:
    """A lint for each name, where it is first, that is nearly one of ours and not declared."""
    seen = {*_READ, *_HLEDGERS, *(name.casefold() for name in journal.tags)}
    for tags, span, meant in _tagged(journal, policy):
        for name in (name.casefold() for name, _ in tags):
            close = "" if name in seen else _alike(name, meant)
            seen.add(name)
            if close:
                yield Problem(
                    "unlikely-tag",
                    f"the tag {name}: means nothing here",
                    span,
                    f"did you mean {ALIASES.get(close, close)}:? else declare it: tag {name}",
                    Severity.LINT,
                )


def _alike(name: str, meant: list[str]) -> str:
    """The one of these tags that the name is nearly; "" when it is like none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, meant, n=1, cutoff=ALIKE)), "")


def _tagged(journal: Journal, policy: Policy) -> Iterator[tuple[Tags, Span, list[str]]]:
    """The tags that receivables and payables are read by, and what they may be meant as."""
    judges = [Accounts(journal, policy, side) for side in ("receivable", "payable")]
    for declared in journal.accounts.values():
        if declared.tags and any(judge.role(declared.name) for judge in judges):
            yield declared.tags, declared.span, _OF_ACCOUNTS
    for entry in journal.entries:
        mine = [p for p in entry.postings if any(judge.role(p.account) for judge in judges)]
        if mine or not entry.postings:
            yield entry.tags, entry.span(), _OF_ENTRIES
        for posting in mine:
            yield posting.tags, Span(entry.path, posting.line), _OF_ENTRIES
