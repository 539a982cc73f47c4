"""Part of a book, chosen by hledger's query terms: what is shown, never what is allocated."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.query import Query, names_customer, parse_query
from arledger.journal.subject import Subject, subject_of
from arledger.ledger.model import Book, Credit, Customer, Item, Movement
from arledger.records import replaced

Document = Item | Credit | Movement


def selection(book: Book, query: Query, begin: date | None, words: str) -> Book:
    """The book with only the items, credits and customers that are meant.

    ``begin`` leaves out documents dated before it. ``words`` is how the reader asked; the book
    itself, when nothing was asked.
    """
    if not query and begin is None:
        return book
    items = [item for item in book.items if _meant(book, query, begin, item)]
    credits_ = [credit for credit in book.credits if _meant(book, query, begin, credit)]
    owners = {item.customer for item in items} | {credit.customer for credit in credits_}
    customers = {
        id_: customer
        for id_, customer in book.customers.items()
        if id_ in owners or (begin is None and query.matches(_of_customer(book, customer)))
    }
    return replaced(
        book,
        items=items,
        credits=credits_,
        customers=customers,
        movements=[m for m in book.movements if _meant(book, query, None, m)],
        selected=words,
        begin=begin,
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


def _of_document(book: Book, document: Document) -> Subject:
    """A document as a posting is seen by queries, with its customer's words and tags.

    A tag the document has itself goes before its customer's of the same name.
    """
    entry, posting = document.source
    subject = subject_of(entry, posting, book.journal) if posting else Subject()
    customer = book.customers[document.customer]
    own = {name.casefold() for name, _ in subject.tags}
    return replaced(
        subject,
        words=(customer.id, customer.name, document.account),
        accounts=(document.account,),
        date=document.date,
        amounts=((_amount(document), document.currency),),
        tags=(
            *subject.tags,
            *(tag for tag in customer.on(book.as_of).items() if tag[0] not in own),
        ),
    )


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
