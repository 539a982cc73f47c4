"""The hledger command that must print the same figure."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from arledger.journal.model import Entry, Posting
from arledger.journal.query import parse_query
from arledger.journal.subject import Subject, subject_of
from arledger.ledger.accounts import Accounts
from arledger.ledger.model import Book, Item
from arledger.ledger.tags import ALIASES
from arledger.money import ZERO


def customer_command(book: Book, customer: str, currency: str) -> str | None:
    """The command for a customer's balance; None when no query tells the customer's postings.

    For payables hledger shows it negative.
    """
    movements = [m for m in book.movements_of(customer) if m.currency == currency]
    figure = sum((m.amount for m in movements), ZERO)
    candidates = _customer_terms(book, customer, list(dict.fromkeys(m.account for m in movements)))
    return _command(book, candidates, currency, figure)


def item_command(book: Book, item: Item, items: Iterable[Item]) -> str | None:
    """The command for what is open on an item's document; None when no query can tell it.

    One can when every posting that raised or paid the document names it, and nothing else, by
    ``inv:``, or has its number as the code. With several instalments it is the figure of them all.
    """
    figure = sum(
        (
            i.open
            for i in items
            if (i.number, i.customer, i.account, i.currency)
            == (item.number, item.customer, item.account, item.currency)
        ),
        ZERO,
    )
    account = _whole("acct", item.account)
    by_tag = [account, f"tag:inv=^{re.escape(item.number)}$"]
    by_code = [account, _whole("code", item.number)]
    return _command(book, [by_tag, by_code] if item.number else [], item.currency, figure)


def promise_command(book: Book, number: str, currency: str) -> str | None:
    """The command for all that was promised under a number; None when no query tells that.

    Of every day promised for, those to come too.
    """
    figure = sum(
        (p.amount for p in book.promises if (p.number, p.currency) == (number, currency)), ZERO
    )
    words = ["acct:^promise:", _whole("code", number), f"cur:{re.escape(currency)}"]
    query = parse_query(words, book.as_of)
    meant = [
        amount.quantity
        for entry in book.journal.entries
        if entry.code == number
        for posting in entry.postings
        if query.matches(subject_of(entry, posting, book.journal))
        for amount in posting.amounts
        if amount.commodity == currency
    ]
    if not number or sum(meant, ZERO) != figure:
        return None
    return _in_words(book, words)


def _customer_terms(book: Book, customer: str, accounts: list[str]) -> list[list[str]]:
    """Queries that may tell a customer's postings: by account, by tag, by payee."""
    judge = Accounts(book.journal, book.policy, book.side)
    roles = [role for account in accounts if (role := judge.role(account))]
    tops = dict.fromkeys(":".join((role.root, *role.below[:1])) for role in roles)
    below = [f"acct:^{re.escape(top)}(:|$)" for top in tops]
    exactly = [_whole("acct", account) for account in accounts]
    names = [name for name, meant in ALIASES.items() if meant == "customer"]
    tagged = f"tag:^({'|'.join(['customer', *names])})$=^{re.escape(customer)}$"
    return [below, exactly, [*exactly, tagged], [*exactly, _whole("payee", customer)]]


def _whole(kind: str, text: str) -> str:
    return f"{kind}:^{re.escape(text)}$"


def _command(
    book: Book, candidates: Iterable[Sequence[str]], currency: str, figure: Decimal
) -> str | None:
    """The command of the first query that gives the figure by our own reading of the journal."""
    sign = 1 if book.side == "receivable" else -1
    for terms in candidates:
        words = [*terms, f"cur:{re.escape(currency)}"]
        if _balance(book, words, currency) == figure * sign:
            return _written(book, words)
    return None


def _balance(book: Book, terms: Sequence[str], currency: str) -> Decimal | None:
    """What ``hledger bal`` gives for the terms at the end of the book's day.

    None when nothing is meant. Of a posting in several currencies it too counts that one.
    """
    query = parse_query(terms, book.as_of)
    amounts = [
        amount.quantity
        for entry, posting in _postings(book, [t for t in terms if t.startswith("acct:")])
        if query.matches(subject_of(entry, posting, book.journal))
        for amount in posting.amounts
        if amount.commodity == currency
    ]
    return sum(amounts, ZERO) if amounts else None


def _postings(book: Book, terms: Sequence[str]) -> Iterator[tuple[Entry, Posting]]:
    """The postings by the book's day on the accounts that are meant, each account asked once."""
    query = parse_query(terms, book.as_of)
    meant: dict[str, bool] = {}
    for entry in book.journal.entries:
        for posting in entry.postings:
            account = posting.account
            if account not in meant:
                meant[account] = query.matches(Subject(accounts=(account,)))
            if meant[account] and (posting.date or entry.date) <= book.as_of:
                yield entry, posting


def _written(book: Book, terms: Sequence[str]) -> str:
    until = []  # after the last day there is none to name, and nothing to leave out
    if book.as_of < date.max:
        until = ["-e", (book.as_of + timedelta(days=1)).isoformat()]
    value = ["-X", book.valuation.target] if book.valuation else []
    return _in_words(book, [*terms, *until, *value])


def _in_words(book: Book, terms: Sequence[str]) -> str:
    files = [word for path in book.journal.end_states for word in ("-f", path)]
    return shlex.join(["hledger", *files, "bal", "-N", *terms])
