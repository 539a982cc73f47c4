"""Credit limits: which one is in force on a day, since when, until when, and who says so."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from arledger.journal.model import AccountDeclaration
from arledger.ledger.accounts import fold
from arledger.ledger.model import Book, Customer
from arledger.ledger.tags import day, meaning
from arledger.money import ZERO, limit_of
from arledger.policy.model import Policy
from arledger.problems import Span
from arledger.records import NamedTuple


class Limit(NamedTuple):
    """How much a customer, or a group of them, may owe; in the currency it was given in."""

    amount: Decimal | None
    """0: no credit; None: there is no limit."""
    currency: str
    """"" where there is no limit, and for a 0 that names none."""
    why: str
    """Who set it, or why there is none, as a clause."""
    since: date | None = None
    """In force from this day on; None: from the beginning."""
    until: date | None = None
    """The last day on which it is in force; None: until another is set."""
    source: Span | None = None
    """Where it is written; None: in the policy, or nowhere."""
    expired: bool = False
    """It is 0 because one with an end is over, and there was none before it."""


class Limits:
    """The limits of a book's customers, on any day up to the book's."""

    def __init__(self, book: Book) -> None:
        self._book = book.whole or book
        self.day = book.as_of
        """The day that is meant when none is asked for."""
        self._declared = {one.span: one for one in book.journal.accounts.values()}

    def of(self, customer: str, on: date | None = None) -> Limit:
        """The limit in force on a day; without a day, on the book's.

        The latest one said by the account directive or a review; one that has ended gives way
        to the one before it, and is 0 when there is none. Who was given none has the policy's,
        by tag. Of several on one day one with an end goes before one without, then the lowest.
        """
        on = on or self.day
        known = self._book.customers.get(customer)
        said = self._said(known, on) if known else []
        standing = [one for one in said if one.until is None or one.until >= on]
        if not said or (standing and standing[-1].amount is None):
            return self._by_policy(known, on) or (standing[-1] if standing else self._none(known))
        if not standing:
            return _expired(said[-1])
        found, last = standing[-1], said[-1]
        if found is last or last.until is None:
            return found
        return found._replace(why=f"{found.why}, since another ended on {last.until}")

    def _said(self, customer: Customer, on: date) -> list[Limit]:
        """What was said of the limit up to a day, the latest last."""
        said = list(self._directed(customer))
        for since, tags, span in sorted(customer.changes, key=_order):
            if since > on:
                break
            why = f"review of {since}"
            if "limit" in tags:
                said.append(_limit(tags, why, since, span))
            elif "limit-until" in tags and said:
                place = _meant(said, since)
                ends, why = day(tags["limit-until"]), _until(why, tags)
                said[place] = said[place]._replace(until=ends, source=span, why=why)
        return said

    def _directed(self, customer: Customer) -> Iterator[Limit]:
        """What the account directive says, if it can be read."""
        if "limit" not in customer.master:
            return
        declared = self._directive(customer)
        why = f"directive of {declared.name}" if declared else "account directive"
        try:
            yield _limit(customer.master, why, None, declared.span if declared else None)
        except ValueError:
            return

    def _directive(self, customer: Customer) -> AccountDeclaration | None:
        """The account directive that has the customer's limit: its own, else one above it."""
        own = self._declared.get(customer.span) if customer.span else None
        names = [own.name, *customer.accounts] if own else list(customer.accounts)
        for name in names:
            for declared in self._book.journal.declarations(name):
                if "limit" in meaning(declared.tags):
                    return declared
        return None

    def _none(self, customer: Customer | None) -> Limit:
        """That there is no limit; of a directive's that cannot be read, where it is written."""
        if not customer or "limit" not in customer.master:
            return _NONE
        declared = self._directive(customer)
        why = f"the limit of {declared.name if declared else 'the directive'} cannot be read"
        return Limit(None, "", why, source=declared.span if declared else None)

    def _by_policy(self, customer: Customer | None, on: date) -> Limit | None:
        """The policy's limit for a tag of the customer; None when it has none, as of suppliers."""
        by = self._book.policy.credit.limits if self._book.side == "receivable" else {}
        tags = customer.on(on) if customer and by else {}
        for tag, table in by.items():
            text = table.get(tags.get(tag.casefold(), ""))
            if text is not None:
                why = f"policy [credit.limits.{tag}] {tags[tag.casefold()]}"
                return Limit(*limit_of(text), why)
        return None


_NONE = Limit(None, "", "no limit was set")


def group_limit(policy: Policy, group: str) -> Limit | None:
    """The policy's limit for all customers of a group together; None when it sets none."""
    wanted = fold(group)
    for label, text in policy.credit.groups.items():
        if fold(label) == wanted:
            amount, currency = limit_of(text)
            return Limit(amount, currency, f"policy [credit.groups] {label}")
    return None


def _limit(tags: Mapping[str, str], why: str, since: date | None, span: Span | None) -> Limit:
    """The limit that tags set; an end that cannot be read is none."""
    amount, currency = limit_of(tags["limit"])
    if amount is None:
        why = f"taken away by the {why}"
    try:
        ends = day(tags["limit-until"]) if "limit-until" in tags else None
    except ValueError:
        ends = None
    return Limit(amount, currency, _until(why, tags) if ends else why, since, ends, span)


def _until(why: str, tags: Mapping[str, str]) -> str:
    return f"{why} until {day(tags['limit-until'])}"


def _expired(last: Limit) -> Limit:
    """No credit, since the last limit is over."""
    ended = last.until or date.max
    why = f"expired on {ended} ({last.why})"
    since = ended + timedelta(1)
    return last._replace(amount=ZERO, why=why, since=since, until=None, expired=True)


def _meant(said: list[Limit], on: date) -> int:
    """The place of the limit whose end is moved on a day: the one in force, else the last."""
    standing = [place for place, one in enumerate(said) if one.until is None or one.until >= on]
    return (standing or [len(said) - 1])[-1]


def _order(change: tuple[date, dict[str, str], Span]) -> tuple[object, ...]:
    """By date; on one day never by place in the files: see ``Limits.of``."""
    since, tags, _ = change
    amount, currency = limit_of(tags["limit"]) if "limit" in tags else (None, "")
    ends = day(tags["limit-until"]) if "limit-until" in tags else date.max
    amended = "limit" not in tags
    return (since, amended, ends < date.max, -ends.toordinal(), amount is not None,
            -(amount or ZERO), currency)  # fmt: skip
