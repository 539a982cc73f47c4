"""What reads, but perhaps not as it was meant: looked for by ``check`` and ``add`` alone.

Each lint is a function of a book, or of both; ``[check] ignore`` names those not to be told of.
"""

from collections.abc import Callable, Iterator, Mapping

from arledger.ledger.lints.credits import payments_before_invoices, unapplied_for_long
from arledger.ledger.lints.disputes import disputed_in_vain
from arledger.ledger.lints.dues import contradicting_dues, idle_extensions
from arledger.ledger.lints.files import missing_files
from arledger.ledger.lints.named import naming_nothing
from arledger.ledger.lints.numbers import gaps, shared
from arledger.ledger.lints.orders import orders_not_reversed
from arledger.ledger.lints.promises import misread_promises, promised_in_vain, shared_numbers
from arledger.ledger.model import Book, Side
from arledger.ledger.papers import IsThere
from arledger.money import exact
from arledger.problems import Problem

OF_A_BOOK: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    payments_before_invoices,
    unapplied_for_long,
    contradicting_dues,
    idle_extensions,
    promised_in_vain,
    shared_numbers,
    disputed_in_vain,
)
"""What is looked for on each side."""

OF_OURS: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    gaps,
    shared,
    misread_promises,
    orders_not_reversed,
)
"""What is looked for once: suppliers number their documents as they like."""


def lints(books: Mapping[Side, Book], is_there: IsThere | None = None) -> list[Problem]:
    """Every lint of both books that the policy does not ignore; each of severity LINT.

    Without ``is_there`` files that are named are not looked for.
    """
    ignored = books["receivable"].policy.check.ignore
    with exact():
        found = [problem for problem in _all(books) if problem.code not in ignored]
    if is_there and "file-missing" not in ignored:
        found += missing_files(books, is_there)
    return found


def _all(books: Mapping[Side, Book]) -> Iterator[Problem]:
    for book in books.values():
        for look in OF_A_BOOK:
            yield from look(book)
    for look in OF_OURS:
        yield from look(books["receivable"])
    yield from naming_nothing(books)
