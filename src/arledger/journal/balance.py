"""Balancing one entry: what its amounts add up to, and the amounts left to us to work out."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from arledger.journal.amounts import cost_of
from arledger.journal.codes import problem
from arledger.journal.model import Amount, Entry, Journal, Posting, PostingKind
from arledger.journal.types import account_type
from arledger.money import ZERO, places, plain, round_half_even
from arledger.problems import Problem, Span

Sums = dict[str, Decimal]
"""Quantities by commodity."""

_BALANCED_KINDS: tuple[PostingKind, ...] = ("real", "balanced")


def settles(postings: Iterable[Posting]) -> bool:
    """True when the postings plainly add up: one commodity, no costs, exactly zero.

    One missing amount is filled in. Every rule of balancing, hledger's old one and its new
    one, comes to the same result here; False only says that a closer look is needed.
    """
    missing: Posting | None = None
    total: Decimal | None = None
    commodity = ""
    for posting in postings:
        amounts = posting.amounts
        if posting.kind == "virtual":
            if not amounts and posting.assertion is not None:
                return False
        elif not amounts:
            if missing is not None or posting.assertion is not None or posting.kind != "real":
                return False
            missing = posting
        else:
            quantity, symbol, cost = amounts[0]
            if cost is not None or posting.kind != "real":
                return False
            if total is None:
                total, commodity = quantity, symbol
            elif symbol == commodity:
                total += quantity
            else:
                return False
    if missing is None:
        return not total
    missing.inferred = True
    if total is not None:
        missing.amounts = (Amount(-total, commodity),)
    return True


class Balancer:
    """Balances entries; tells of those that do not, and remembers prices worked out."""

    __slots__ = ("_journal", "_shown", "converted", "report")

    def __init__(self, journal: Journal, report: Callable[[Problem], None]) -> None:
        self._journal = journal
        self._shown = {name: style.places for name, style in journal.commodities.items()}
        """The decimals each commodity is shown with."""
        self.report = report
        self.converted: list[Entry] = []
        """Entries that balance by a price worked out."""

    def balance(self, entry: Entry) -> None:
        """Fill in missing amounts and prices, and report the entry if it does not balance."""
        for kind in _BALANCED_KINDS:
            group = [posting for posting in entry.postings if posting.kind == kind]
            found = self._balance_group(entry, group)
            if found is not None:
                self.report(found)
                return

    def _balance_group(self, entry: Entry, group: list[Posting]) -> Problem | None:
        missing = [posting for posting in group if not posting.amounts and not posting.inferred]
        if len(missing) > 1:
            return _two_missing(entry, missing)
        if missing:
            missing[0].inferred = True
            missing[0].amounts = _opposite(_cost_sums(group))
            return None
        from arledger.journal.conversion import infer_costs  # most entries simply add up

        if infer_costs(group):
            self.converted.append(entry)
        return self._judge(entry, group)

    def _judge(self, entry: Entry, group: list[Posting]) -> Problem | None:
        sums = _cost_sums(group)
        if not any(sums.values()):
            return None
        old_rule = _vanish(sums, {**_cost_places(group), **self._shown})
        new_rule = _vanish(sums, {**_cost_places(group), **_own_places(group)})
        if old_rule and new_rule:
            return None
        span = Span(entry.path, entry.line, end_line=entry.end_line)
        if old_rule or new_rule:
            which = "up to 1.43" if old_rule else "from 1.50 on"
            message = f"balances in hledger {which} only: the rest is {_listed(sums)}"
            return problem("balancing-differs", message, span)
        from arledger.journal.conversion import without_repeated_costs

        bare = without_repeated_costs(group, self._is_conversion)
        if bare is not None and _vanish(_cost_sums(bare), self._shown):
            return problem("conversion-postings", "conversion postings repeat a cost", span)
        return _unbalanced(group, sums, span)

    def _is_conversion(self, account: str) -> bool:
        return account_type(self._journal, account) == "V"


def _unbalanced(group: list[Posting], sums: Sums, span: Span) -> Problem:
    which = "the amounts in brackets" if group[0].kind == "balanced" else "the amounts"
    message = f"{which} add up to {_listed(sums)}, not to zero"
    signs = {amount.quantity > 0 for p in group for amount in p.amounts if amount.quantity}
    remedy = "all amounts have the same sign: negate some of them" if len(signs) == 1 else ""
    return problem("unbalanced", message, span, remedy)


def _two_missing(entry: Entry, missing: list[Posting]) -> Problem:
    first, second = missing[0], missing[1]
    return problem(
        "two-missing-amounts",
        "a second posting has no amount",
        Span(entry.path, second.line),
        related=((Span(entry.path, first.line), "the first one without amount"),),
    )


def _listed(sums: Sums) -> str:
    parts = [f"{plain(sums[c])} {c}".rstrip() for c in sorted(sums) if sums[c]]
    return ", ".join(parts)


def _cost_sums(group: Iterable[Posting]) -> Sums:
    sums: Sums = {}
    for posting in group:
        for amount in posting.amounts:
            quantity, commodity = cost_of(amount)
            sums[commodity] = sums.get(commodity, ZERO) + quantity
    return sums


def _opposite(sums: Sums) -> tuple[Amount, ...]:
    """What brings the sums to zero; a zero of one commodity when they are zero already."""
    rest = tuple(Amount(-sums[c], c) for c in sorted(sums) if sums[c])
    if rest or not sums:
        return rest
    commodity = min(sums)
    return (Amount(sums[commodity], commodity),)


def _vanish(sums: Sums, decimals: Mapping[str, int]) -> bool:
    """True when every sum, shown with its commodity's decimals, is zero."""
    return all(
        not round_half_even(quantity, decimals.get(commodity, places(quantity)))
        for commodity, quantity in sums.items()
    )


def _own_places(group: Iterable[Posting]) -> dict[str, int]:
    """The most decimals the entry itself writes each commodity with, costs aside."""
    own: dict[str, int] = {}
    for posting in group:
        for amount in posting.amounts:
            own[amount.commodity] = max(own.get(amount.commodity, 0), places(amount.quantity))
    return own


def _cost_places(group: Iterable[Posting]) -> dict[str, int]:
    """The most decimals costs are written with: what counts for commodities of costs only."""
    own: dict[str, int] = {}
    for posting in group:
        for amount in posting.amounts:
            if amount.cost is not None:
                commodity = amount.cost.commodity
                own[commodity] = max(own.get(commodity, 0), places(amount.cost.quantity))
    return own
