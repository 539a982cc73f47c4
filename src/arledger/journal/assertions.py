"""Running balances in date order: assertions checked, assigned amounts worked out."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from arledger.journal.balance import Balancer
from arledger.journal.codes import problem
from arledger.journal.model import Amount, Assertion, Entry, Posting
from arledger.money import ZERO, plain
from arledger.problems import Problem, Span

Balance = dict[str, Decimal]
"""Quantities by commodity, costs aside."""


def is_assignment(posting: Posting) -> bool:
    """True for a posting whose amount is left to its balance assertion."""
    return posting.assertion is not None and not posting.amounts and not posting.inferred


class RunningBalances:
    """The balances of all accounts as the postings of a world go by in date order."""

    def __init__(self, balancer: Balancer, ruled: set[str]) -> None:
        self._balances: dict[str, Balance] = {}
        self._below: dict[str, Balance] = {}
        """What the subaccounts hold together, of the accounts where somebody asks for it."""
        self._above: dict[str, list[Balance]] = {}
        """For an account, those of ``_below`` it counts for."""
        self._balancer = balancer
        self._ruled = ruled
        """Accounts auto posting rules post to: no amount may be assigned there."""
        self._report = balancer.report

    def run(self, entries: Iterable[Entry]) -> None:
        """Check every assertion and fill in every assigned amount."""
        entries = list(entries)
        self._below = {
            p.account: {}
            for e in entries
            for p in e.postings
            if p.assertion and p.assertion.inclusive
        }
        events: list[tuple[date, Entry, Posting | None]] = []
        for entry in entries:
            if any(is_assignment(posting) for posting in entry.postings):
                events.append((entry.date, entry, None))
            else:
                events += [(p.date or entry.date, entry, p) for p in entry.postings]
        events.sort(key=lambda event: event[0])  # stable: file order within a day
        for _, entry, posting in events:
            if posting is None:
                self._assign(entry)
            else:
                self._pass(entry, posting)

    def _pass(self, entry: Entry, posting: Posting) -> None:
        self._add(posting)
        if posting.assertion is not None:
            self._check(entry, posting, posting.assertion)

    def _add(self, posting: Posting) -> None:
        held = self._balances.setdefault(posting.account, {})
        above = self._above.get(posting.account)
        if above is None:
            above = self._above[posting.account] = self._asked_above(posting.account)
        for balance in (held, *above):
            for amount in posting.amounts:
                balance[amount.commodity] = balance.get(amount.commodity, ZERO) + amount.quantity

    def _asked_above(self, account: str) -> list[Balance]:
        found = []
        while account := account.rpartition(":")[0]:
            if account in self._below:
                found.append(self._below[account])
        return found

    def _assign(self, entry: Entry) -> None:
        """Work out an entry's assigned amounts, then the one still missing."""
        if not self._may_assign(entry):
            return
        for posting in sorted(entry.postings, key=lambda p: p.date or entry.date):
            if posting.amounts:
                self._pass(entry, posting)
            elif posting.assertion is not None:
                posting.amounts = self._difference(posting.account, posting.assertion)
                posting.inferred = True
                self._pass(entry, posting)
        waiting = [p for p in entry.postings if not p.amounts and not p.inferred]
        self._balancer.balance(entry)
        for posting in waiting:
            self._add(posting)

    def _may_assign(self, entry: Entry) -> bool:
        for posting in filter(is_assignment, entry.postings):
            span = Span(entry.path, posting.line)
            if posting.date is not None:
                message = "an amount cannot be assigned on a date of the posting's own"
                self._report(problem("assigned-with-date", message, span))
                return False
            if posting.account in self._ruled:
                message = f"an auto posting rule posts to {posting.account}"
                self._report(problem("assigned-by-rule", message, span))
                return False
        return True

    def _difference(self, account: str, assertion: Assertion) -> tuple[Amount, ...]:
        """The amounts that bring the account to its asserted balance."""
        held = self._balances.get(account, {})
        wanted = {} if assertion.sole else dict(held)
        wanted[assertion.amount.commodity] = assertion.amount.quantity
        below = self._below[account] if assertion.inclusive else {}
        commodities = sorted({*held, *wanted, *below})
        changes = {
            c: wanted.get(c, ZERO) - below.get(c, ZERO) - held.get(c, ZERO) for c in commodities
        }
        cost = assertion.amount.cost
        return tuple(
            Amount(change, c, cost if c == assertion.amount.commodity else None)
            for c, change in changes.items()
            if change
        )

    def _check(self, entry: Entry, posting: Posting, assertion: Assertion) -> None:
        held = self._balances[posting.account]
        wanted = {assertion.amount.commodity: assertion.amount.quantity}
        if assertion.sole:
            wanted = {**dict.fromkeys(held, ZERO), **wanted}
        below = self._below[posting.account] if assertion.inclusive else {}
        for commodity, expected in wanted.items():
            actual = held.get(commodity, ZERO) + below.get(commodity, ZERO)
            if actual != expected:
                self._report(_failed(entry, posting, assertion, (commodity, expected, actual)))
                return


def _failed(
    entry: Entry, posting: Posting, assertion: Assertion, figures: tuple[str, Decimal, Decimal]
) -> Problem:
    commodity, expected, actual = figures
    unit = f" {commodity}".rstrip()
    scope = " and its subaccounts hold" if assertion.inclusive else " holds"
    day = posting.date or entry.date
    message = (
        f"{posting.account}{scope} {plain(actual)}{unit} on {day}, not {plain(expected)}{unit}"
        f" (a difference of {plain(actual - expected)}{unit})"
    )
    return problem("assertion-failed", message, Span(entry.path, assertion.line, assertion.column))
