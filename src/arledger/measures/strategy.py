"""What a grade brings with it: the limit, terms and letters to be proposed to a customer.

    limit = average monthly sales x months the terms give x factor of the grade

Of the months with sales among those that count; 100,000 a month on net 60 at 0.8 make 160,000.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from arledger.dates import parse_terms
from arledger.ledger.due import by_policy, decimals
from arledger.ledger.model import Book
from arledger.measures.behaviour import SOLD_ON_CREDIT
from arledger.measures.credit_facts import Facts, since
from arledger.measures.exposure import Exposures
from arledger.measures.grades import Grade, grades
from arledger.measures.limits import Limit
from arledger.money import ZERO, divide, round_half_up
from arledger.policy.model import DEFAULT
from arledger.records import NamedTuple

_MONTH = 30
"""Days of a month of terms: net 60 gives two."""

_YEAR = [date(2023, 1, 1) + timedelta(days) for days in range(365)]
"""Days on which a document may be dated, to see how long terms can run."""


class Strategy(NamedTuple):
    """What is agreed with a customer, and what its grade suggests."""

    customer: str
    grade: Grade
    currency: str
    sales: Decimal
    """A month, on the average of those with sales; unrounded."""
    months: int
    """With sales."""
    terms: str
    limit: Limit
    """In force."""
    proposed_terms: str
    """"" where the grade has no say: there is none, or the policy does not know it."""
    proposed_limit: Decimal | None
    """In that currency, rounded; None: there is nothing to reckon with."""
    letters: str

    @property
    def changes_terms(self) -> bool:
        """Whether other terms are proposed than those agreed."""
        return bool(self.proposed_terms) and self.proposed_terms != self.terms

    @property
    def changes_limit(self) -> bool:
        """Whether another limit is proposed than the one in force."""
        if self.proposed_limit is None:
            return False
        return (self.limit.amount, self.limit.currency) != (
            self.proposed_limit,
            self.currency,
        ) and not (self.limit.amount == self.proposed_limit == 0)


def strategies(book: Book) -> list[Strategy]:
    """What is agreed with every customer of a book, and what the grade in force suggests."""
    whole = book.whole or book
    exposures = Exposures(whole)
    found = grades(whole)
    billed = _billed(whole, exposures, {id_: one.score.facts for id_, one in found.items()})
    return [
        _strategy(whole, exposures.limits.of(id_), grade, billed[id_])
        for id_, grade in found.items()
        if id_ in book.customers
    ]


def _strategy(book: Book, limit: Limit, grade: Grade, billed: Mapping[object, Decimal]) -> Strategy:
    facts, rule = grade.score.facts, book.policy.grades.scale.get(grade.in_force)
    months = [amount for amount in billed.values() if amount > 0]
    sales = divide(sum(months, ZERO), Decimal(len(months))) if months else ZERO
    terms, is_agreed = _terms(book, facts)
    proposed = (rule.terms or terms) if rule else ""
    return Strategy(
        customer=facts.customer,
        grade=grade,
        currency=facts.currency,
        sales=sales,
        months=len(months),
        terms=terms,
        limit=limit,
        proposed_terms=proposed,
        proposed_limit=(
            _limit(book, facts.currency, sales, proposed, rule.factor)
            if rule and months and (is_agreed or rule.terms or not rule.factor)
            else None
        ),
        letters=rule.letters if rule else "",
    )


def _limit(book: Book, currency: str, sales: Decimal, terms: str, factor: Decimal) -> Decimal:
    amount = Fraction(sales) * months_of(terms) * Fraction(factor)
    exact = divide(Decimal(amount.numerator), Decimal(amount.denominator))
    return round_half_up(exact, decimals(book.journal, currency))


def _terms(book: Book, facts: Facts) -> tuple[str, bool]:
    """The terms in force, and whether anybody has set them."""
    stated = facts.tags.get("terms", "")
    try:
        parse_terms(stated)
    except ValueError:
        text, _ = by_policy(book.policy, facts.tags)
        return text, text != DEFAULT.terms.default
    return stated, True


@lru_cache(maxsize=256)
def months_of(terms: str) -> Fraction:
    """The months that terms give, of 30 days; instalments on the average.

    Where it depends on the day of the document, the most they give: net 30 eom is 60 days.
    """
    parts = parse_terms(terms).parts
    days = [max((rule.due(day) - day).days for day in _YEAR) for rule in parts]
    return Fraction(sum(days), len(days) * _MONTH)


def _billed(
    book: Book, exposures: Exposures, known: Mapping[str, Facts]
) -> dict[str, dict[object, Decimal]]:
    """What each customer was billed by month, in its currency; what has no price is left out."""
    found: dict[str, dict[object, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    begin = since(book)
    for item in book.items:
        for charge in item.charges:
            if charge.kind in SOLD_ON_CREDIT and charge.date >= begin:
                rate = exposures.rate(item.currency, known[item.customer].currency)
                if rate:
                    month = (charge.date.year, charge.date.month)
                    found[item.customer][month] += rate.of(charge.amount)
    return found
