"""Files that are named and not there."""

from collections.abc import Iterator, Mapping

from arledger.journal.model import Tags
from arledger.ledger.accounts import Accounts
from arledger.ledger.model import Book, Side, Source
from arledger.ledger.papers import IsThere, paths
from arledger.ledger.tags import any_of, meaning
from arledger.problems import Problem, Severity, Span


def missing_files(books: Mapping[Side, Book], is_there: IsThere) -> Iterator[Problem]:
    """A lint for each file that customers' accounts, documents, events and promises name in vain.

    What other entries name is none of ours to look for.
    """
    named = dict.fromkeys(one for book in books.values() for one in _named(book))
    for span, text in named:
        for path in paths(text, span.path, is_there):
            if not is_there(path):
                yield Problem(
                    "file-missing", f"there is no file {path}", span,
                    "put it there, or correct file:, which starts from this journal's folder",
                    Severity.LINT,
                )  # fmt: skip


def _named(book: Book) -> Iterator[tuple[Span, str]]:
    """(where, what) of every ``file:``."""
    accounts = Accounts(book.journal, book.policy, book.side)
    for declared in book.journal.accounts.values():
        if any_of(declared.tags, "file") and accounts.role(declared.name):
            yield from _of_tags(declared.tags, declared.span)
    for source in _sources(book):
        entry, posting = source
        yield from _of_tags(entry.tags, entry.span())
        yield from _of_tags(posting.tags if posting else (), source.span)


def _sources(book: Book) -> Iterator[Source]:
    yield from (movement.source for movement in book.movements)
    yield from (event.source for event in book.events)
    yield from (promise.source for promise in book.promises)
    yield from (order.source for order in book.orders)


def _of_tags(tags: Tags, span: Span) -> Iterator[tuple[Span, str]]:
    if any_of(tags, "file"):
        yield span, meaning(tags)["file"]
