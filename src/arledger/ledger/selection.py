"""Part of a book, chosen by hledger's query terms: what is shown, never what is allocated."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.query import Query, names_customer, parse_query
from arledger.journal.subject import Subject, subject_of, subject_of_entry
from arledger.ledger.model import Book, Credit, Customer, Event, Item, Lane, Movement, Promise
from arledger.ledger.tags import amount
from arledger.money import ZERO
from arledger.records import replaced

Document = Item | Credit | Movement


def selection(book: Book, query: Query, begin: date | None, words: str) -> Book:
    """The book with only the items, credits, promises, events and customers that are meant.

    ``begin`` leaves out documents dated before it, and what was promised for earlier days.
    ``words`` is how the reader asked; the book itself, when nothing was asked. A book with lanes
    can be asked for accounts only (``asks_for_accounts``), and for no ``begin``.
    """
    if not query and begin is None:
        return book
    items = [item for item in book.items if _meant(book, query, begin, item)]
    credits_ = [credit for credit in book.credits if _meant(book, query, begin, credit)]
    lanes = [lane for lane in book.lanes if query.matches(_of_lane(book, lane))]
    owners = {one.customer for part in (items, credits_, lanes) for one in part}
    customers = {
        id_: customer
        for id_, customer in book.customers.items()
        if id_ in owners or (begin is None and query.matches(_of_customer(book, customer)))
    }
    return replaced(
        book,
        items=items,
        credits=credits_,
        lanes=lanes,
        customers=customers,
        movements=[m for m in book.movements if _meant(book, query, None, m)],
        promises=[p for p in book.promises if _is_shown(query, begin, _of_promise(book, p))],
        events=[e for e in book.events if _is_shown(query, begin, _of_event(book, e))],
        selected=words,
        whole=book,
        begin=begin,
        _by_customer=None,
    )


def of_customer(book: Book, id_: str) -> Book:
    """The book with only what is of one customer; of nobody's id there is nothing."""
    whole = book.whole or book
    return replaced(
        book,
        customers={id_: whole.customers.get(id_) or Customer(id_, id_)},
        items=[item for item in book.items if item.customer == id_],
        credits=[credit for credit in book.credits if credit.customer == id_],
        movements=book.movements_of(id_),
        promises=[promise for promise in book.promises if promise.customer == id_],
        orders=[order for order in book.orders if order.customer == id_],
        events=[event for event in book.events if event.customer == id_],
        whole=whole,
        _by_customer=None,
    )


def nobody(book: Book, words: Sequence[str], today: date) -> list[str]:
    """The words of a query that should be customers and are none of the book's."""
    tests = {word: parse_query([word], today) for word in words if names_customer(word)}
    subjects = [_of_customer(book, customer) for customer in book.customers.values()]
    return [word for word, test in tests.items() if not any(map(test.matches, subjects))]


def _meant(book: Book, query: Query, begin: date | None, document: Document) -> bool:
    if begin is not None and document.date < begin:
        return False
    return query.matches(_of_document(book, document))


def _is_shown(query: Query, begin: date | None, subject: Subject) -> bool:
    if begin is not None and (subject.date or begin) < begin:
        return False
    return query.matches(subject)


def _of_promise(book: Book, promise: Promise) -> Subject:
    """A promise as the posting it is, on the day it is promised for, as its customer's."""
    entry, posting = promise.source
    subject = subject_of(entry, posting, book.journal) if posting else Subject()
    quantity = ((promise.amount, promise.currency),)
    return _as_of_customer(book, promise.customer, replaced(subject, amounts=quantity))


def _of_event(book: Book, event: Event) -> Subject:
    """An event as its entry, with the amount it names, as its customer's."""
    named = (amount(event.tags["amount"]),) if "amount" in event.tags else ()
    subject = subject_of_entry(event.source.entry, book.journal)
    return _as_of_customer(book, event.customer, replaced(subject, amounts=named))


def _as_of_customer(book: Book, id_: str | None, subject: Subject) -> Subject:
    """The subject with its customer's words and tags; one of nobody's as it is.

    A tag it has itself goes before its customer's of the same name.
    """
    customer = book.customers.get(id_ or "")
    if customer is None:
        return subject
    own = {name.casefold() for name, _ in subject.tags}
    tags = (tag for tag in customer.on(book.as_of).items() if tag[0] not in own)
    words = (customer.id, customer.name, *subject.words)
    return replaced(subject, words=words, tags=(*subject.tags, *tags))


def _of_document(book: Book, document: Document) -> Subject:
    """A document as a posting is seen by queries, as its customer's."""
    entry, posting = document.source
    subject = replaced(
        subject_of(entry, posting, book.journal) if posting else Subject(),
        words=(document.account,),
        accounts=(document.account,),
        date=document.date,
        amounts=((_amount(document), document.currency),),
    )
    return _as_of_customer(book, document.customer, subject)


def _of_lane(book: Book, lane: Lane) -> Subject:
    """All documents of a lane, as far as they are alike."""
    subject = Subject(
        words=(lane.account,), accounts=(lane.account,), amounts=((ZERO, lane.currency),)
    )
    return _as_of_customer(book, lane.customer, subject)


def _amount(document: Document) -> Decimal:
    """What ``amt:`` looks at: what is left of an item or a credit, all of a movement."""
    if isinstance(document, Item):
        return document.open
    return -document.rest if isinstance(document, Credit) else document.amount


def _of_customer(book: Book, customer: Customer) -> Subject:
    """A customer without documents, by name, accounts and master data."""
    accounts = tuple(customer.accounts)
    return Subject(
        words=(customer.id, customer.name, *accounts),
        accounts=accounts,
        tags=tuple(customer.on(book.as_of).items()),
    )
