"""Part of a book, chosen by hledger's query terms: what is shown, never what is allocated."""

from dataclasses import replace
from datetime import date

from arledger.journal.query import Query
from arledger.journal.subject import Subject, subject_of
from arledger.ledger.model import Book, Credit, Customer, Item


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
    return replace(book, items=items, credits=credits_, customers=customers, selected=words)


def _meant(book: Book, query: Query, begin: date | None, document: Item | Credit) -> bool:
    if begin is not None and document.date < begin:
        return False
    return query.matches(_of_document(book, document))


def _of_document(book: Book, document: Item | Credit) -> Subject:
    """A document as a posting is seen by queries, with its customer's words and tags.

    A tag the document has itself goes before its customer's of the same name.
    """
    entry, posting = document.source
    subject = subject_of(entry, posting, book.journal) if posting else Subject()
    customer = book.customers[document.customer]
    own = {name.casefold() for name, _ in subject.tags}
    open_ = document.open if isinstance(document, Item) else -document.rest
    return replace(
        subject,
        words=(customer.id, customer.name, document.account),
        accounts=(document.account,),
        date=document.date,
        amounts=((open_, document.currency),),
        tags=(
            *subject.tags,
            *(tag for tag in customer.on(book.as_of).items() if tag[0] not in own),
        ),
    )


def _of_customer(book: Book, customer: Customer) -> Subject:
    """A customer without documents, by name, accounts and master data."""
    accounts = tuple(customer.accounts)
    return Subject(
        words=(customer.id, customer.name, *accounts),
        accounts=accounts,
        tags=tuple(customer.on(book.as_of).items()),
    )
