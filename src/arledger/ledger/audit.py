"""Everything that is wrong with a journal under a policy, and the books it makes."""

from datetime import date
from typing import get_args

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.lints import lints
from arledger.ledger.model import Book, Side
from arledger.ledger.papers import IsThere
from arledger.ledger.spelling import misspelt
from arledger.policy.model import Policy
from arledger.problems import Problem, in_order
from arledger.records import NamedTuple


class Audit(NamedTuple):
    """The books of both sides on one day, and what was found in them."""

    books: dict[Side, Book]
    problems: list[Problem]


def audit(journal: Journal, policy: Policy, as_of: date, is_there: IsThere | None = None) -> Audit:
    """Both books of a journal that could be read, and every problem they and its tags have.

    ``is_there`` tells of files that are named; without it they are not looked for.
    """
    books: dict[Side, Book] = {}
    problems = list(misspelt(journal, policy))
    for side in get_args(Side):
        books[side], wrong = build_book(journal, policy, side, as_of)
        problems += wrong
    problems += lints(books, is_there)
    return Audit(books, in_order(problems))
