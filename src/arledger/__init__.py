"""Receivables as plain text: who owes what, how late, from an hledger-style journal.

For programs: ``book, problems = arledger.load(["main.journal"], as_of=day)``, then a report's
function, as ``arledger.reports.aging.report(book, day, book.policy)``, whose ``rows`` are typed.
"""

TYPE_CHECKING = False  # as typing's, which takes longer to import than a version to tell
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from arledger.ledger.model import Book, Side
    from arledger.policy.model import Policy
    from arledger.problems import Problem

__version__ = "0.1.0"
__all__ = ["__version__", "load"]


def load(
    paths: "Sequence[str]",
    *,
    as_of: "dt.date",
    side: "Side" = "receivable",
    policy: "Policy | None" = None,
) -> "tuple[Book, list[Problem]]":
    """The book of these journal files as of the end of a day, and every problem found.

    ``policy`` None: the ``arledger.toml`` that goes with the first file, else the defaults.
    Dates without a year are of the as-of date's. With a problem of severity ERROR the book is
    incomplete, and no figure may be drawn from it.
    """
    from arledger.journal.loader import load as load_journal
    from arledger.ledger.build import build_book
    from arledger.policy.load import find_policy, load_policy

    journal, problems = load_journal(paths, today=as_of)
    if policy is None:
        loaded, wrong = load_policy(find_policy(None, None, paths[0]), journal.sources)
        policy, problems = loaded.policy, [*problems, *wrong]
    book, more = build_book(journal, policy, side, as_of)
    return book, [*problems, *more]
