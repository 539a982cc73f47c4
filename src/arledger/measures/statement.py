"""A customer's account over a time: what was owed before, what came, what is owed now.

Opening + invoices + charges - receipts - credits + other = closing, which is what is open less
what is on account; per currency.
"""

from datetime import date
from decimal import Decimal

from arledger.ledger.model import Book, Kind
from arledger.money import ZERO
from arledger.records import record

_FIELDS: dict[Kind, str] = {
    "invoice": "invoices",
    "debit-note": "invoices",
    "interest": "charges",
    "fee": "charges",
    "payment": "receipts",
    "refund": "receipts",
    "bounce": "receipts",
    "credit-note": "credits",
    "discount": "credits",
    "write-off": "credits",
}
"""What each kind of document is to a statement; the others are ``other``."""


@record
class Statement:
    """A customer's account in one currency; amounts as they change the balance."""

    currency: str
    opening: Decimal = ZERO
    """Owed at the end of the day before."""
    invoices: Decimal = ZERO
    charges: Decimal = ZERO
    """Interest and fees that were booked."""
    receipts: Decimal = ZERO
    """What was paid, less what bounced or was paid back; negative."""
    credits: Decimal = ZERO
    """Credit notes, discounts and write-offs; negative."""
    other: Decimal = ZERO
    """Openings, transfers, what was set off or sold to a factor."""

    @property
    def closing(self) -> Decimal:
        """What is owed at the end."""
        parts = (self.opening, self.invoices, self.charges, self.receipts, self.credits)
        return sum(parts, self.other)


def statements(book: Book, customer: str, since: date) -> list[Statement]:
    """The customer's account in each currency from a day on, to the book's day."""
    found: dict[str, Statement] = {}
    for m in (book.whole or book).movements_of(customer):
        one = found.setdefault(m.currency, Statement(m.currency))
        name = "opening" if m.date < since else _FIELDS.get(m.kind, "other")
        setattr(one, name, getattr(one, name) + m.amount)
    return [found[currency] for currency in sorted(found)]
