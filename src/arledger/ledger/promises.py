"""What promises say beside amount and days: the documents they are about, what ends them early.

A promise is judged in ``measures``; here is what its text means, and what in it means nothing.
"""

from collections.abc import Collection, Iterator

from arledger.ledger.accounts import fold
from arledger.ledger.model import Book, Event, Promise
from arledger.money import plain
from arledger.problems import Problem, Severity


def is_sound(promise: Promise) -> bool:
    """Whether it can be judged: somebody's, of an amount, for a day not before it was made."""
    return bool(promise.customer) and _wrong(promise) == ""


def numbers_of(promise: Promise, known: Collection[str]) -> tuple[str, ...]:
    """The document numbers it names: each ``inv:`` whole if it is known, else by its words.

    Empty when it names none: it is then about all that was open when it was made.
    """
    found: list[str] = []
    for text in promise.references:
        words = text.split()
        split = text not in known and any(word in known for word in words)
        found += [] if text == "-" else words if split else [text]
    return tuple(dict.fromkeys(found))


def added_to(promise: Promise) -> frozenset[str]:
    """The promises it stands beside, by ``adds:``, as ``fold`` compares them."""
    return frozenset(fold(word) for text in _tagged(promise, "adds") for word in text.split())


def _tagged(promise: Promise, name: str) -> Iterator[str]:
    entry, posting = promise.source
    for tags in (posting.tags if posting else (), entry.tags):
        yield from (value for key, value in tags if value and key.casefold() == name)


def is_withdrawn_by(promise: Promise, event: Event) -> bool:
    """Whether the event takes the promise back: named by its number, before its day is over."""
    return (
        event.kind == "withdraw"
        and bool(promise.number)
        and fold(event.tags["promise"]) == fold(promise.number)
        and event.customer in (None, promise.customer)
        and promise.made <= event.date <= promise.promised
    )


def problems(book: Book) -> Iterator[Problem]:
    """Promises that cannot be judged, and whatever names a promise that is not there."""
    numbers = {p.number for p in book.promises}
    numbers |= {e.source.entry.code for e in book.events if e.kind == "commitment"}
    known = {fold(number) for number in numbers if number}
    for promise in book.promises:
        wrong = _wrong(promise)
        if promise.customer and wrong:
            yield _report(promise, "bad-promise", wrong, "correct it: as it is, it is not judged")
    adding = {(id(p.source.entry), n): p for p in book.promises for n in added_to(p) - known}
    for (_, number), promise in adding.items():
        yield _unknown(number, promise, "this adds to nothing")
    for event in book.events:
        if event.kind == "withdraw" and fold(event.tags["promise"]) not in known:
            yield _unknown(event.tags["promise"], event, "nothing is withdrawn")


def _wrong(promise: Promise) -> str:
    """Why a promise is none; "" when it is one."""
    if promise.amount <= 0:
        return f"a promise is of an amount above 0, not {plain(promise.amount)}"
    if promise.promised < promise.made:
        return f"promised for {promise.promised}, before it was made on {promise.made}"
    return ""


def _unknown(number: str, about: Promise | Event, consequence: str) -> Problem:
    return _report(
        about, "unknown-promise", f"no promise has the number {number}; {consequence}",
        "write the code of its entry, as PLAN-3",
    )  # fmt: skip


def _report(about: Promise | Event, code: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, about.source.span, remedy, Severity.WARNING)
