"""Events and promises that name what is not there."""

from collections.abc import Iterator, Mapping

from arledger.ledger.model import Book, Event, Promise, Side
from arledger.ledger.promises import is_sound, numbers_of
from arledger.problems import Problem, Severity

_OF_ONE_DOCUMENT = frozenset({"dispute", "resolve", "extend"})
"""Kinds whose ``inv:`` is one number, whatever it holds."""


def naming_nothing(books: Mapping[Side, Book]) -> Iterator[Problem]:
    """A lint for each event or promise that names a document or a customer there is not.

    It may still come: until then it is about nothing.
    """
    known = {number for book in books.values() for number in _numbers(book)}
    whose: dict[int, list[Event]] = {}
    for book in books.values():
        for event in book.events:
            whose.setdefault(id(event.source.entry), []).append(event)
    for events in whose.values():
        yield from _of_event(events[0], known, is_somebodys=any(e.customer for e in events))
    for book in books.values():
        yield from _of_promises(book)


def _numbers(book: Book) -> Iterator[str]:
    """Every number a document, a credit, a promise or an order has."""
    for many in (book.items, book.credits, book.promises, book.orders):
        yield from (one.number for one in many if one.number)


def _of_event(event: Event, known: set[str], *, is_somebodys: bool) -> Iterator[Problem]:
    number, customer = event.tags.get("inv"), event.tags.get("customer")
    if number and not _is_known(number, known, event.kind):
        hint = " (one event for each document)" if " " in number.strip() else ""
        yield _lint(
            event, f"no document has the number {number}; this {event.kind} is about nothing",
            f"correct inv:{hint}, or leave it until there is that document",
        )  # fmt: skip
    elif number and customer and not is_somebodys:
        yield _lint(event, f"nobody is called {customer}", "correct customer:, or leave it away")


def _is_known(text: str, known: set[str], kind: str) -> bool:
    if text in known:
        return True
    return kind not in _OF_ONE_DOCUMENT and any(word in known for word in text.split())


def _of_promises(book: Book) -> Iterator[Problem]:
    """Promises with numbers that are none of their customer's."""
    own: dict[str, set[str]] = {p.customer: set() for p in book.promises if p.customer}
    for item in book.items if own else ():
        if item.customer in own:
            own[item.customer].add(item.number)
    told: set[tuple[int, str]] = set()
    for promise in book.promises:
        known = own.get(promise.customer or "", set())
        for number in numbers_of(promise, known) if is_sound(promise) else ():
            key = (id(promise.source.entry), number)
            if number not in known and key not in told:
                told.add(key)
                yield _lint(
                    promise,
                    f"{promise.customer} has no document {number}; only money on account keeps"
                    " this promise",
                    "correct inv:, or leave it until there is that document",
                )


def _lint(about: Event | Promise, message: str, remedy: str) -> Problem:
    return Problem("names-nothing", message, about.source.span, remedy, Severity.LINT)
