"""Exposure: what would be lost if a customer failed today, term by term.

    gross = open items - unapplied credits + open orders
    net   = gross - covered - guarantees

What is disputed is open like anything else. What we owe the customer ourselves is not netted.
"""

from decimal import Decimal

from arledger.ledger.model import Book, Order
from arledger.ledger.orders import OpenOrder, OrderBook, order_books
from arledger.ledger.tags import amount
from arledger.ledger.valuation import ONE, Rate, Valuation
from arledger.measures.limits import Limit, Limits
from arledger.measures.written_off import is_indemnified
from arledger.money import ZERO, minor_units, places, plain, round_half_up, share_of
from arledger.records import NamedTuple, record


class Exposure(NamedTuple):
    """One customer's in one currency: exact, unrounded where it had to be converted."""

    customer: str
    currency: str
    open: Decimal
    """What is left to pay of documents, disputed or not."""
    unapplied: Decimal
    """Money on account; never above 0."""
    orders: Decimal
    """Ordered and not yet invoiced."""
    covered: Decimal = ZERO
    """What credit insurance would pay."""
    guarantees: Decimal = ZERO
    """What guarantees would pay: never more than there is to secure."""
    unused: Decimal = ZERO
    """What guarantees would pay besides, if there was more to secure."""
    converted: bool = False
    """Something in it was in another currency: to be rounded when it is shown."""
    apart: bool = False
    """No price leads into the currency of the customer's limit or cover: neither counts here."""

    @property
    def gross(self) -> Decimal:
        """Everything owed, now or when the orders are invoiced."""
        return self.open + self.unapplied + self.orders

    @property
    def net(self) -> Decimal:
        """What of it nobody else would pay; below 0 for one with more on account than owed."""
        return self.gross - self.covered - self.guarantees


class Cover(NamedTuple):
    """What others would pay for a customer, by the master data; an amount and its currency each."""

    insured: tuple[Decimal, str] = (ZERO, "")
    """The most that is insured."""
    coverage: Decimal = ZERO
    """Percent of what is insured that the insurer pays."""
    guarantee: tuple[Decimal, str] = (ZERO, "")

    @property
    def currency(self) -> str:
        """The currency it is in; "" when there is none."""
        return self.insured[1] if self.insured[0] else self.guarantee[1]


@record
class Sums:
    """A customer's terms in one currency."""

    open: Decimal = ZERO
    unapplied: Decimal = ZERO
    """Not above 0."""
    orders: Decimal = ZERO
    retained: Decimal = ZERO
    """Our own share: what is open of items for which an insurer or a guarantor has paid."""

    def add(self, other: "Sums", rate: Rate) -> None:
        """Add what another currency's are worth."""
        self.open += rate.of(other.open)
        self.unapplied += rate.of(other.unapplied)
        self.orders += rate.of(other.orders)
        self.retained += rate.of(other.retained)


class Exposures:
    """The exposures of all customers of a book, in any currency that prices lead into.

    ``extra`` is an order that counts as if it was in the book. ``limits`` may be those of the same
    book on a later day.
    """

    def __init__(
        self, book: Book, extra: Order | None = None, limits: Limits | None = None
    ) -> None:
        self.book = book.whole or book
        self.limits = limits or Limits(self.book)
        orders = _ordered(self.book, extra)
        self.sums = _sums(self.book, orders)
        """By customer and currency: who owes or ordered anything, or has money on account."""
        self._orders: dict[str, list[OpenOrder]] = {}
        for (customer, _), own in sorted(orders.items()):
            self._orders.setdefault(customer, []).extend(one for one in own.all if one.open)
        asked = book.valuation
        self.valuations = {asked.target: asked} if asked else {}
        """What was converted, by the currency it was converted into."""

    @property
    def customers(self) -> list[str]:
        """Everybody known, and those who have only ordered so far."""
        return list(dict.fromkeys([*self.book.customers, *self.sums]))

    def limit(self, customer: str) -> Limit:
        """A customer's limit in force on the book's day."""
        return self.limits.of(customer, self.book.as_of)

    def judged(self, customer: str) -> list[Exposure]:
        """A customer's exposure in the currency of the limit, else of the cover.

        Behind it what no price leads into that currency. Without limit and cover each currency
        stands by itself.
        """
        own = self.limit(customer).currency or self.cover(customer).currency
        return self.exposed(customer, own)

    def exposed(self, customer: str, into: str) -> list[Exposure]:
        """A customer's exposure in a currency, and behind it what has no price in it.

        Of "" each currency by itself, none converted.
        """
        known = self.sums.get(customer, {})
        if not into:
            return [_plain(customer, currency, own) for currency, own in sorted(known.items())]
        total, converted, apart = Sums(), False, []
        for currency, own in sorted(known.items()):
            rate = self.rate(currency, into)
            if rate is None:
                apart.append(_plain(customer, currency, own)._replace(apart=True))
            else:
                total.add(own, rate)
                converted = converted or currency != into
        main = self._covered(customer, into, total)._replace(converted=converted)
        return [main, *apart]

    def rate(self, currency: str, into: str) -> Rate | None:
        """What one currency is worth in another on the book's day; None without a price."""
        if currency == into:
            return Rate(ONE, ONE, ())
        valuation = self.valuations.get(into)
        if valuation is None:
            journal = self.book.journal
            valuation = Valuation.at(into, self.book.as_of, journal.prices, journal.commodities)
            self.valuations[into] = valuation
        return valuation.rate(currency)

    def worth(self, quantity: Decimal, currency: str, into: str) -> Decimal | None:
        """An amount in another currency, unrounded; None without a price. 0 is 0 in any."""
        if not quantity:
            return ZERO
        rate = self.rate(currency, into)
        return rate.of(quantity) if rate else None

    def rounded(self, quantity: Decimal, currency: str) -> Decimal:
        """A computed amount as it is shown: once, half-up, to the decimals of its currency."""
        style = self.book.journal.commodities.get(currency)
        return round_half_up(quantity, style.places if style else minor_units(currency))

    def said(self, quantity: Decimal, currency: str) -> str:
        """An amount for a sentence, with no more decimals than its currency has."""
        shown = min(
            self.book.shown(currency, quantity), self.rounded(quantity, currency), key=places
        )
        return f"{plain(shown)} {currency}".rstrip()

    def orders_of(self, customer: str) -> list[OpenOrder]:
        """A customer's open orders, in each currency the oldest first."""
        return self._orders.get(customer, [])

    def cover(self, customer: str) -> Cover:
        """What others would pay for a customer, by the master data in force on the book's day."""
        known = self.book.customers.get(customer)
        tags = known.on(self.book.as_of) if known else {}
        return Cover(
            _amount(tags.get("insured", "")),
            _percent(tags.get("coverage", ""), self.book.policy.credit.coverage),
            _amount(tags.get("guarantee", "")),
        )

    def _covered(self, customer: str, into: str, sums: Sums) -> Exposure:
        """The exposure after cover; cover that has no price in the currency counts for nothing.

        What is left of an item that an insurer has paid for is our own share: not covered again.
        """
        cover = self.cover(customer)
        insured = self.worth(*cover.insured, into) or ZERO
        owed = max(sums.open + sums.unapplied, ZERO)
        covered = min(insured, max(owed - sums.retained, ZERO)) * cover.coverage / 100
        if covered:
            covered = self.rounded(covered, into)
        left = max(sums.open + sums.unapplied + sums.orders - covered, ZERO)
        guarantee = self.worth(*cover.guarantee, into) or ZERO
        used = min(guarantee, left)
        return _plain(customer, into, sums)._replace(
            covered=covered, guarantees=used, unused=guarantee - used
        )


def _sums(book: Book, orders: dict[tuple[str, str], OrderBook]) -> dict[str, dict[str, Sums]]:
    """What each customer owes, has on account and has ordered, by currency; no zeros."""
    found: dict[str, dict[str, Sums]] = {}

    def of(customer: str, currency: str) -> Sums:
        return found.setdefault(customer, {}).setdefault(currency, Sums())

    for item in book.items:
        if item.open:
            sums = of(item.customer, item.currency)
            sums.open += item.open
            if is_indemnified(item, book.as_of):
                sums.retained += item.open
    for credit in book.credits:
        if credit.rest:
            of(credit.customer, credit.currency).unapplied -= credit.rest
    for (customer, currency), own in orders.items():
        if left := own.open:
            of(customer, currency).orders = left
    return found


def _ordered(book: Book, extra: Order | None) -> dict[tuple[str, str], OrderBook]:
    """The orders of a book and one more; we have none of suppliers."""
    if book.side != "receivable":
        return {}
    return order_books([*book.orders, *([extra] if extra else [])])


def _plain(customer: str, currency: str, sums: Sums) -> Exposure:
    """The exposure that nothing covers."""
    return Exposure(customer, currency, sums.open, sums.unapplied, sums.orders)


def _amount(text: str) -> tuple[Decimal, str]:
    """An amount of cover; none where it cannot be read, which the book tells."""
    try:
        quantity, commodity = amount(text)
    except ValueError:
        return ZERO, ""
    return max(quantity, ZERO), commodity


def _percent(text: str, otherwise: Decimal) -> Decimal:
    """A share in percent; the policy's where there is none, or it cannot be read."""
    try:
        return share_of(text) if text else otherwise
    except ValueError:
        return otherwise
