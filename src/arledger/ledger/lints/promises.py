"""Promises that look odd: of what was not open, for no day, or written so that they are none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from arledger.journal.model import Entry, Posting
from arledger.ledger.disputes import Dispute, Document, by_document
from arledger.ledger.model import Book, Item, Promise
from arledger.ledger.promises import is_sound, numbers_of
from arledger.ledger.tags import any_of
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity, Span
from arledger.records import NamedTuple


class _Plan(NamedTuple):
    """What one entry promises on the same documents in one currency."""

    promises: list[Promise]
    items: list[Item]
    """What was there on the day of the promise of what it is about."""
    numbers: tuple[str, ...]
    """The documents it names; none: it is about all that was open."""

    @property
    def amount(self) -> Decimal:
        """Of all instalments."""
        return sum((promise.amount for promise in self.promises), ZERO)

    @property
    def owed(self) -> Decimal:
        """What was open, whatever was paid on that very day."""
        return sum((item.owed_on(self.promises[0].made) for item in self.items), ZERO)


def promised_in_vain(book: Book) -> Iterator[Problem]:
    """A lint for each promise on what was paid or disputed when it was made, or of more."""
    plans = list(_plans(book))
    disputes = by_document(book) if plans else {}
    for plan in plans:
        problem = _of_paid(plan) or _of_too_much(plan) or _of_disputed(plan, disputes)
        if problem:
            yield problem


def _plans(book: Book) -> Iterator[_Plan]:
    """The plans all of whose documents were there on the day they were made."""
    sound = [promise for promise in book.promises if is_sound(promise)]
    promisers = {promise.customer for promise in sound}
    known: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in book.items:
        if item.customer in promisers:
            known[item.customer][item.number].append(item)
    told: dict[object, list[Promise]] = defaultdict(list)
    for promise in sound:
        key = (id(promise.source.entry), promise.customer, promise.currency, promise.references)
        told[key].append(promise)
    for promises in told.values():
        first = promises[0]
        own = known.get(first.customer or "", {})
        numbers = numbers_of(first, own)
        items = [
            item
            for number in (numbers or own)
            for item in own.get(number, ())
            if item.currency == first.currency and item.charges[0].date <= first.made
        ]
        if {item.number for item in items}.issuperset(numbers):
            yield _Plan(promises, items, numbers)


def _of_paid(plan: _Plan) -> Problem | None:
    if plan.owed or not plan.numbers:
        return None
    are = "was" if len(plan.numbers) == 1 else "were"
    return _lint(
        plan, "promise-on-paid", f"{' '.join(plan.numbers)} {are} paid when this was promised",
        "correct inv: or the date",
    )  # fmt: skip


def _of_too_much(plan: _Plan) -> Problem | None:
    owed = plan.owed
    if not owed or plan.amount <= owed:
        return None
    what = f" on {' '.join(plan.numbers)}" if plan.numbers else ""
    return _lint(
        plan, "promised-too-much",
        f"{_said(plan, plan.amount)} is promised, {_said(plan, owed)} was open{what}",
        "correct the amounts, or inv:",
    )  # fmt: skip


def _of_disputed(plan: _Plan, disputes: Mapping[Document, Sequence[Dispute]]) -> Problem | None:
    """Where the promise is of more than what was not disputed of the documents it names."""
    contested = ZERO
    for number in plan.numbers if disputes else ():
        own = [item for item in plan.items if item.number == number]
        key = (own[0].customer, own[0].currency, number)
        made = plan.promises[0].made
        unresolved = sum((one.unresolved_on(made) for one in disputes.get(key, ())), ZERO)
        contested += min(unresolved, sum((item.owed_on(made) for item in own), ZERO))
    if not contested or plan.amount <= plan.owed - contested:
        return None
    return _lint(
        plan, "promise-on-disputed",
        f"{_said(plan, contested)} of {' '.join(plan.numbers)} was disputed when this was promised",
        "if the dispute is over write event:resolve, else promise what is not disputed",
    )  # fmt: skip


def _said(plan: _Plan, amount: Decimal) -> str:
    return f"{plain(amount)} {plan.promises[0].currency}".strip()


def _lint(plan: _Plan, code: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, plan.promises[0].source.span, remedy, Severity.LINT)


def shared_numbers(book: Book) -> Iterator[Problem]:
    """A lint for each promise with the number of another one of its customer.

    Not where that is a document's: some write the invoice's number as the code of what is about it.
    """
    first: dict[tuple[str, str], Promise] = {}
    again: dict[int, tuple[Promise, Promise]] = {}
    for promise in book.promises:
        if promise.customer and promise.number:
            known = first.setdefault((promise.customer, promise.number), promise)
            if known.source.entry is not promise.source.entry:
                again.setdefault(id(promise.source.entry), (known, promise))
    documents = {item.number for item in book.items} if again else set()
    for known, promise in again.values():
        if promise.number not in documents:
            yield Problem(
                "number-shared",
                f"{promise.number} is the number of another promise of {promise.customer}, too",
                promise.source.span,
                "give each promise a number of its own: withdraw and adds: name it",
                Severity.LINT,
                ((known.source.span, f"{promise.number} of {known.made} is here"),),
            )


# -- as they are written -------------------------------------------------------------------------


def misread_promises(book: Book) -> Iterator[Problem]:
    """A lint for each posting that looks like a promise and is none, or names no day of its own."""
    for entry in book.journal.entries:
        for posting in entry.postings:
            if posting.account[:7].casefold() == "promise":
                yield from _misread(entry, posting)


def _misread(entry: Entry, posting: Posting) -> Iterator[Problem]:
    top, _, below = posting.account.casefold().partition(":")
    span = Span(entry.path, posting.line)
    if top not in {"promise", "promises"}:
        return
    if top != "promise" or not below or posting.kind != "virtual" or not posting.amounts:
        yield Problem(
            "no-promise", "this is read as no promise to pay", span,
            "write it in parentheses, with an amount: (promise:CUSTOMER)  100.00 EUR",
            Severity.LINT,
        )  # fmt: skip
    elif posting.date is None:
        on_entry = any_of(entry.tags, "date") is not None
        yield Problem(
            "promise-undated",
            f"no day is named for this: it is promised for {entry.date}, when it was made",
            span,
            "write date: behind the posting; on the entry's line it is no date"
            if on_entry
            else "write the day behind the posting: ; date:YYYY-MM-DD",
            Severity.LINT,
        )
