"""Numbers of our invoices: what is missing in a sequence, and what was given twice."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from arledger.ledger.model import Book, Movement, Source
from arledger.problems import Problem, Severity

FEWEST = 10
"""Numbers that make a sequence."""

SPARSE = 10
"""Of so many numbers at most one may be missing, or they are no sequence."""

WIDEST = 10
"""More numbers missing at one place end a sequence, and another begins: a new year, a new book."""

_DIGITS = "0123456789"
_MOST_DIGITS = 18


_Known = dict[int, tuple[str, Source]]
"""Numbers of a series by their value: (as written, where first)."""


def gaps(book: Book) -> Iterator[Problem]:
    """A lint for each place where numbers are missing in what is clearly a sequence.

    It begins with the first invoice of the book. Every number and code of the journal counts as
    there: credit notes, cancelled documents and sales for cash may be numbered with invoices.
    """
    sequences = [(known, run) for known in _series(book) for run in _runs(known)]
    missing = {text for known, run in sequences for text in _missing(known, run)}
    if not missing:
        return
    others = {text: source for text, source in _others(book) if text in missing}
    for known, run in sequences:
        filled = {**known, **_met(known, run, others)}
        whole = [value for value in range(run[0], run[-1] + 1) if value in filled]
        lost = run[-1] - run[0] + 1 - len(whole)
        if len(whole) >= FEWEST and 0 < lost * SPARSE <= len(whole):
            for before, after in pairwise(whole):
                if after > before + 1:
                    yield _gap(before, after, filled)


def _series(book: Book) -> Iterable[_Known]:
    """The numbers of our invoices, those that begin alike and have as many digits together."""
    found: dict[tuple[str, int], _Known] = {}
    for movement in book.movements:
        if _is_sale(movement):
            text = movement.number
            prefix = text.rstrip(_DIGITS)
            digits = len(text) - len(prefix)
            if 0 < digits <= _MOST_DIGITS:
                known = found.setdefault((prefix, digits), {})
                known.setdefault(int(text[len(prefix) :]), (text, movement.source))
    return found.values()


def _runs(known: _Known) -> Iterator[list[int]]:
    """The values in order, parted where too many are missing."""
    values = sorted(known)
    run = values[:1]
    for before, after in pairwise(values):
        if after - before - 1 > WIDEST:
            yield run
            run = []
        run.append(after)
    yield run


def _missing(known: _Known, run: list[int]) -> Iterator[str]:
    """The numbers between those of a run."""
    for before, after in pairwise(run):
        for value in range(before + 1, after):
            yield _written(known, before, value)


def _written(known: _Known, like: int, value: int) -> str:
    """A value as the number of a series; ``like`` is one of its values."""
    text, _ = known[like]
    prefix = text.rstrip(_DIGITS)
    return f"{prefix}{value:0{len(text) - len(prefix)}}"


def _met(known: _Known, run: list[int], others: Mapping[str, Source]) -> _Known:
    """What between the numbers of a run is something else's."""
    found: _Known = {}
    for text in _missing(known, run):
        if text in others:
            found[int(text[len(text.rstrip(_DIGITS)) :])] = (text, others[text])
    return found


def _others(book: Book) -> Iterator[tuple[str, Source]]:
    """Every code and number there is besides."""
    for entry in book.journal.entries:
        if entry.code:
            yield entry.code, Source(entry)
    for movement in book.movements:
        yield movement.number, movement.source


def _is_sale(movement: Movement) -> bool:
    return movement.kind in ("invoice", "debit-note") and movement.amount > 0


def _gap(before: int, after: int, known: _Known) -> Problem:
    (text, source), (other, there) = known[after], known[before]
    first, last = _written(known, before, before + 1), _written(known, before, after - 1)
    missing = f"{first} is" if first == last else f"{first} to {last} are"
    return Problem(
        "number-gap",
        f"{missing} missing before {text}",
        source.span,
        "write down what was so numbered; for one that was cancelled, an entry without postings",
        Severity.LINT,
        ((there.span, f"{other} is here"),),
    )


def shared(book: Book) -> Iterator[Problem]:
    """A lint for each invoice with the number of another one, of another customer or currency.

    Two of the same customer and currency are one document, which is told of anyway.
    """
    first: dict[str, Movement] = {}
    told: set[tuple[str, str, str]] = set()
    for m in book.movements:
        if not m.number or not _is_sale(m):
            continue
        known = first.setdefault(m.number, m)
        whose = (m.number, m.customer, m.currency)
        same = (known.customer, known.currency) == whose[1:] or whose in told
        if not same and known.source.entry is not m.source.entry:
            told.add(whose)
            yield Problem(
                "number-shared",
                f"{m.number} is a number of {known.customer} too",
                m.source.span,
                "give each document a number of its own",
                Severity.LINT,
                ((known.source.span, f"{m.number} of {known.customer} is here"),),
            )
