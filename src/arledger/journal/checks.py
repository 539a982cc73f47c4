"""hledger's named checks: what a strict bookkeeper asks of a journal that reads well."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from arledger.journal.codes import problem
from arledger.journal.model import Entry, Journal, Posting, Tags
from arledger.problems import Problem, Severity, Span
from arledger.records import NamedTuple

RECENT_DAYS = 7
"""Days by which an account's last posting may be later than its last assertion: hledger's."""

_BUILT_IN_TAGS = frozenset(
    {"type", "date", "date2", "assert", "retain", "start", "t"}
    | {"generated-transaction", "modified-transaction", "generated-posting"}
    | {"cost-posting", "conversion-posting"}
)


class Check(NamedTuple):
    """A check: what it asks, and the function that finds where it does not hold."""

    description: str
    find: Callable[[Journal], Iterable[Problem]]

    def __call__(self, journal: Journal) -> list[Problem]:
        """Every place of the journal that fails the check."""
        return list(self.find(journal))


def _postings(journal: Journal) -> Iterator[tuple[Entry, Posting]]:
    for entry in journal.entries:
        for posting in entry.postings:
            yield entry, posting


def _undeclared_accounts(journal: Journal) -> Iterator[Problem]:
    told: set[str] = set(journal.accounts)
    for entry, posting in _postings(journal):
        if posting.account not in told:
            told.add(posting.account)
            message = f"the account {posting.account} is not declared"
            yield problem("undeclared-account", message, Span(entry.path, posting.line))


def _undeclared_commodities(journal: Journal) -> Iterator[Problem]:
    told: set[str] = set(journal.declared_commodities)
    for entry, posting in _postings(journal):
        for commodity in _commodities(posting):
            if commodity not in told:
                told.add(commodity)
                message = f"the commodity {commodity or '(no symbol)'} is not declared"
                yield problem("undeclared-commodity", message, Span(entry.path, posting.line))


def _commodities(posting: Posting) -> Iterator[str]:
    """The commodities of a posting's amounts and assertion; a bare 0 needs none."""
    asserted = (posting.assertion.amount,) if posting.assertion is not None else ()
    for amount in (*posting.amounts, *asserted):
        if amount.commodity or amount.quantity:
            yield amount.commodity


def _undeclared_payees(journal: Journal) -> Iterator[Problem]:
    told: set[str] = set(journal.payees)
    for entry in journal.entries:
        if entry.payee not in told:
            told.add(entry.payee)
            message = f"the payee {entry.payee or '(none)'} is not declared"
            yield problem("undeclared-payee", message, entry.span())


def _undeclared_tags(journal: Journal) -> Iterator[Problem]:
    told = {name.lower() for name in journal.tags} | _BUILT_IN_TAGS
    for tags, span in _tags(journal):
        for name, _ in tags:
            if name.lower() not in told:
                told.add(name.lower())
                yield problem("undeclared-tag", f"the tag {name} is not declared", span)


def _tags(journal: Journal) -> Iterator[tuple[Tags, Span]]:
    for declaration in journal.accounts.values():
        yield declaration.tags, declaration.span
    for entry in journal.entries:
        yield entry.tags, entry.span()
        for posting in entry.postings:
            yield posting.tags, Span(entry.path, posting.line)


def _dates_out_of_order(journal: Journal) -> Iterator[Problem]:
    last: dict[str, Entry] = {}
    for entry in journal.entries:
        before = last.get(entry.path)
        if before is not None and entry.date < before.date:
            message = f"{entry.date} stands below {before.date}"
            related = ((before.span(), "the later entry"),)
            yield problem("date-order", message, entry.span(), related=related)
        else:
            last[entry.path] = entry


def _ambiguous_leaves(journal: Journal) -> Iterator[Problem]:
    seen: dict[str, dict[str, Span]] = {}
    for entry, posting in _postings(journal):
        leaf = posting.account.rpartition(":")[2]
        seen.setdefault(leaf, {}).setdefault(posting.account, Span(entry.path, posting.line))
    for leaf, accounts in seen.items():
        if len(accounts) > 1:
            message = f"{leaf} ends several accounts: {', '.join(sorted(accounts))}"
            first, *others = accounts.items()
            related = tuple((span, account) for account, span in others)
            yield problem("ambiguous-leaf", message, first[1], related=related)


def _implicit_conversions(journal: Journal) -> Iterator[Problem]:
    for entry in journal.converted:
        message = "the price is worked out, not written"
        yield problem("implicit-conversion", message, entry.span())


def _old_assertions(journal: Journal) -> Iterator[Problem]:
    asserted: dict[str, tuple[date, Span]] = {}
    posted: dict[str, date] = {}
    for entry, posting in _postings(journal):
        day = posting.date or entry.date
        posted[posting.account] = max(day, posted.get(posting.account, day))
        if posting.assertion is not None:
            known = asserted.get(posting.account)
            if known is None or day >= known[0]:
                asserted[posting.account] = (day, Span(entry.path, posting.line))
    for account, (day, span) in asserted.items():
        if (posted[account] - day).days > RECENT_DAYS:
            message = (
                f"{account} was last asserted on {day}, and last posted to on {posted[account]}"
            )
            yield problem("old-assertion", message, span)


CHECKS: dict[str, Check] = {
    "accounts": Check("Every account posted to is declared.", _undeclared_accounts),
    "commodities": Check("Every commodity of an amount is declared.", _undeclared_commodities),
    "payees": Check("Every payee is declared.", _undeclared_payees),
    "tags": Check("Every tag is declared.", _undeclared_tags),
    "ordereddates": Check("The entries of each file are in date order.", _dates_out_of_order),
    "uniqueleafnames": Check("No two accounts end in the same part.", _ambiguous_leaves),
    "balanced": Check("Every entry balances without a price worked out.", _implicit_conversions),
    "recentassertions": Check(
        f"Accounts with balance assertions have one at most {RECENT_DAYS} days before their"
        " last posting.",
        _old_assertions,
    ),
}
"""By hledger's names; its parseable, autobalanced and assertions come with ``load``."""

_STRICT = ("accounts", "commodities", "balanced")


def strict(journal: Journal) -> list[Problem]:
    """What hledger's ``--strict`` refuses as well: errors."""
    found = (problem for name in _STRICT for problem in CHECKS[name](journal))
    return [problem._replace(severity=Severity.ERROR) for problem in found]
