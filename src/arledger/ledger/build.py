"""Journal to Book: the phases in order, on one screen."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import chain

from arledger.journal.model import Journal
from arledger.ledger import checks, discounts, promises
from arledger.ledger.allocation import Allocator, Extensions
from arledger.ledger.customers import customers, mentions, review
from arledger.ledger.due import DueDates
from arledger.ledger.events import EventReader
from arledger.ledger.kinds import Kinds, kinds_of
from arledger.ledger.model import Book, Event, Movement, Side
from arledger.ledger.movements import Movements, movements
from arledger.ledger.summed import Summed
from arledger.ledger.tags import day
from arledger.money import ZERO, exact
from arledger.policy.model import Policy
from arledger.problems import Problem, in_order
from arledger.progress import Stage

_MAKES_A_DOCUMENT = frozenset({"invoice", "debit-note", "interest", "fee", "opening", "transfer"})


def build_book(
    journal: Journal, policy: Policy, side: Side, as_of: date
) -> tuple[Book, list[Problem]]:
    """All receivables (payables) as of the end of a day, and what is wrong with them.

    Postings dated later, events and promises entered later do not exist for it: the book of a
    whole journal as of D is the book of the journal cut at D.
    """
    with exact(), Stage("putting the book together"):
        kinds = kinds_of(journal, policy, side)
        found = movements(journal, policy, side, as_of, kinds)
        return build(journal, policy, side, as_of, found, kinds=kinds)


def build(  # noqa: PLR0917 - what a book is of, then what it is made of
    journal: Journal,
    policy: Policy,
    side: Side,
    as_of: date,
    found: Movements,
    summed: Summed | None = None,
    kinds: Kinds | None = None,
) -> tuple[Book, list[Problem]]:
    """The book of these movements, beside customers whose entries the journal does not have."""
    problems = found.problems
    kinds = kinds or kinds_of(journal, policy, side)
    own, other = kinds.own, kinds.other
    book = Book(side, as_of, journal, policy, control=found.control)
    mentioned = chain(mentions(found.all), summed.mentions() if summed else ())
    book.customers = customers(journal, own, mentioned, problems)

    owned = owners(found.all)
    by_number = {number: {customer for customer, _ in pairs} for number, pairs in owned.items()}
    reader = EventReader(journal, policy, own, other, book.customers, by_number, problems)
    book.events = reader.events(as_of)
    book.promises = reader.promises(as_of)
    book.orders = reader.orders(as_of)
    review(book.customers, book.events)

    dues = DueDates(journal, policy, own, book.customers, problems)
    allocator = Allocator.by(policy.allocation.order, dues)
    allocator.run(found.all, extensions(book.events, owned))
    book.items, book.credits = allocator.positions.items, allocator.positions.credits
    if summed:
        book.lanes += summed.lanes(journal, dues)
        for key, balance in summed.control(journal):
            book.control[key] = book.control.get(key, ZERO) + balance
    book.movements, book.terms_assumed = allocator.movements, dues.assumed

    problems += checks.References(book, allocator, owned).problems()
    problems += checks.numbers(book)
    problems += checks.excess(allocator)
    problems += discounts.problems(book, dues, kinds)
    problems += checks.returned(allocator)
    problems += checks.extensions(book, owned)
    problems += promises.problems(book)
    problems += _of_disputes(book)
    problems += _of_orders(book)
    problems += checks.tie_out(book, allocator)
    return book, in_order(problems)


def _of_disputes(book: Book) -> Iterable[Problem]:
    """What is wrong with disputes; few books have any."""
    if not any(event.kind in ("dispute", "resolve") for event in book.events):
        return ()
    from arledger.ledger import dispute_checks

    return dispute_checks.problems(book)


def _of_orders(book: Book) -> Iterable[Problem]:
    """What is wrong with orders; few books have any, and they are of our customers."""
    if not book.orders or book.side != "receivable":
        return ()
    from arledger.ledger import orders

    return orders.problems(book.orders)


def owners(found: list[Movement]) -> dict[str, set[tuple[str, str]]]:
    """Whose each document number is: (customer, currency) pairs."""
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for m in found:
        if m.amount > 0 and m.number and m.kind in _MAKES_A_DOCUMENT:
            owners[m.number].add((m.customer, m.currency))
    return owners


def extensions(events: list[Event], owned: dict[str, set[tuple[str, str]]]) -> Extensions:
    """New due dates by the day they were granted, each with the document it is for."""
    found: Extensions = defaultdict(list)
    for event in events:
        if event.kind == "extend":
            number = event.tags["inv"]
            for customer, currency in sorted(owned.get(number, ())):
                if event.customer in (None, customer):
                    until = day(event.tags["due"], event.date.year)
                    found[event.date].append(((customer, currency, number), until))
    return found
