"""Cash discounts that were earned and are not booked: a payment in time, short by just that much.

Nothing is settled without an entry; the item stays open, and the entry that books the discount
is proposed.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from arledger.dates import credit_for_payment, discount
from arledger.ledger.due import DueDates, decimals
from arledger.ledger.kinds import Kinds
from arledger.ledger.model import Book, Credit, Item
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity
from arledger.records import NamedTuple


class Pending(NamedTuple):
    """A discount that was earned and waits for its entry."""

    amount: Decimal
    """All that is open on the item, or part of it where a part payment earns its part."""
    percent: Decimal
    last_day: date
    """The last day on which a payment earned it."""


def pending(book: Book, item: Item) -> Pending | None:
    """The discount that payments in time have earned on an item; None when they have not.

    On what was billed less credit notes. It must be all that is open, unless the policy lets a
    part payment earn its part; then what is booked already counts.
    """
    if not item.open or item.reopened or item.terms is None or not item.terms.tiers:
        return None
    cents = decimals(book.journal, item.currency)
    billed = item.amount - _settled(item, "credit-note")
    for last_day, percent in item.terms.discounts(item.date):
        in_time = _settled(item, "payment", last_day)
        earned = discount(billed, percent, cents)
        if not in_time:
            continue
        if item.open == earned and in_time == billed - earned:
            return Pending(earned, percent, last_day)
        if book.policy.discount.allow_partial:
            part = credit_for_payment(in_time, percent, cents) - in_time
            part -= _settled(item, "discount")
            return Pending(part, percent, last_day) if 0 < part <= item.open else None
    return None


def _settled(item: Item, kind: str, until: date = date.max) -> Decimal:
    """What credits of a kind, dated until a day, have taken off the item."""
    found = (a for a in item.allocations if a.credit.kind == kind and a.credit.date <= until)
    return sum((a.amount for a in found), ZERO)


def problems(book: Book, dues: DueDates, kinds: Kinds) -> Iterator[Problem]:
    """A lint for each discount that waits for its entry, which it shows."""
    for item in book.items:
        found = pending(book, item)
        if found:
            payment = next(a.credit for a in reversed(item.allocations) if a.amount > 0)
            said = f"{plain(found.amount)} {item.currency}".strip()
            yield Problem(
                "discount-pending",
                f"{said} open on {item.label} is the {plain(found.percent)} % for payment until "
                f"{found.last_day}",
                payment.source.span,
                f"to give the discount, add this entry:\n"
                f"{_entry(book, item, found.amount, payment, _account(book, kinds), dues)}",
                Severity.LINT,
                ((item.source.span, f"{item.label} is here"),),
            )


def _entry(  # noqa: PLR0917 - the parts of the entry, in their order
    book: Book, item: Item, amount: Decimal, payment: Credit, account: str, dues: DueDates
) -> str:
    signed = amount if book.side == "receivable" else -amount
    from arledger.journal.amount_text import quantity_text

    styles = book.journal.commodities
    given, taken = (quantity_text(q, item.currency, styles) for q in (signed, -signed))
    role = dues.accounts.role(item.account)
    tags = [f"inv:{item.number}"] if item.number else []
    if not (role and role.customer == item.customer):
        tags.insert(0, f"customer:{item.customer}")
    note = f"  ; {', '.join(tags)}" if tags else ""
    return (
        f"{payment.date} {payment.source.entry.payee} | discount\n"
        f"    {account}    {given}\n"
        f"    {item.account}    {taken}{note}"
    )


def _account(book: Book, kinds: Kinds) -> str:
    """The first declared account that discounts go to, else one that is read as such."""
    for name in book.journal.accounts:
        if kinds.nature(name) == "discount":
            return name
    return "expenses:discounts" if book.side == "receivable" else "income:discounts"
