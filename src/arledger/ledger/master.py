"""Master data with where each is written, and how they changed."""

from collections.abc import Iterator
from datetime import date

from arledger.journal.comments import tags_of
from arledger.journal.model import AccountDeclaration
from arledger.ledger.accounts import Accounts
from arledger.ledger.customers import MASTER
from arledger.ledger.due import by_policy
from arledger.ledger.model import Book, Event
from arledger.ledger.tags import meaning
from arledger.problems import Span
from arledger.records import NamedTuple

ORDER = (
    *("name", "address", "contact", "phone", "email", "lang", "tax-id", "since", "group"),
    *("region", "segment", "rep", "collector", "terms", "limit", "limit-until", "insured"),
    *("insured-until", "coverage", "waiting", "notify-within", "guarantee", "guarantee-until"),
    *("grade", "hold", "rating"),
    *("rating-by", "rating-on", "interest", "contract", "signed", "file"),
)
"""Master data as people look for them: who it is, whose, on what terms, how good."""


class Known(NamedTuple):
    """One thing known of a customer on the book's day."""

    key: str
    """The tag."""
    value: str
    rule: str
    """``directive of ACCOUNT`` (the customer's, one above it, a branch's), ``review of DATE``, or
    the policy's key."""
    since: date | None = None
    """In force from this day on; None: from the beginning."""
    source: Span | None = None
    """Where it is written; None: in the policy."""
    branch: str = ""
    """The account below the customer's for which alone it holds; "": for all."""


class Change(NamedTuple):
    """What one review says of one thing; of a review that changes nothing, one without a key."""

    review: Event
    key: str
    before: str
    """"" when nothing was known."""
    after: str


def master_data(book: Book, customer: str) -> list[Known]:
    """What is known of a customer in the order people look for it, other tags as written.

    Terms are always among it: who has none has the policy's.
    """
    said = _directives(book, customer)
    found = {one.key: one for one in _declared(book, customer, said) if one.key != "type"}
    for change in changes(book, customer):
        if change.key:
            on, span = change.review.date, change.review.source.span
            found[change.key] = Known(change.key, change.after, f"review of {on}", on, span)
    if "terms" not in found:
        known = book.customers[customer].on(book.as_of)
        found["terms"] = Known("terms", *by_policy(book.policy, known))
    order = {key: place for place, key in enumerate(ORDER)}
    listed = sorted(found.values(), key=lambda one: order.get(one.key, len(order)))
    return [*listed, *_of_branches(book, said)]


def changes(book: Book, customer: str) -> Iterator[Change]:
    """What reviews said of a customer, the oldest first; each thing as it was before."""
    whole = book.whole or book
    tags = dict(book.customers[customer].master)
    reviews = [e for e in whole.events if e.kind == "review" and e.customer == customer]
    for review in sorted(reviews, key=lambda event: event.date):
        said = {key: value for key, value in review.tags.items() if key in MASTER}
        yield from (Change(review, key, tags.get(key, ""), said[key]) for key in said)
        if not said:
            yield Change(review, "", "", "")
        tags.update(said)


class _Directives(NamedTuple):
    """The account directives that speak of a customer."""

    own: list[AccountDeclaration]
    branches: list[tuple[str, AccountDeclaration]]
    """By their names below the customer's account."""
    above: list[AccountDeclaration]
    """Of the accounts above, the nearest first."""


def _directives(book: Book, customer: str) -> _Directives:
    accounts = Accounts(book.journal, book.policy, book.side)
    found = _Directives([], [], [])
    roots: dict[str, None] = {}
    for declared in book.journal.accounts.values():
        role = accounts.role(declared.name)
        if role and role.customer == customer:
            roots[role.root] = None
            if len(role.below) == 1 or "customer" in meaning(declared.tags):
                found.own.append(declared)
            else:
                found.branches.append((":".join(role.below[1:]), declared))
    for account in book.customers[customer].accounts:
        if role := accounts.role(account):
            roots[role.root] = None
    for root in roots:
        found.above.extend(book.journal.declarations(root))
    return found


def _declared(book: Book, customer: str, said: _Directives) -> Iterator[Known]:
    """What is known of a customer by account directives, each with the one that says it."""
    for key, value in book.customers[customer].master.items():
        for declared in (*said.own, *said.above):
            if meaning(declared.tags).get(key) == value:
                yield _by(book, declared, key, value)
                break


def _of_branches(book: Book, said: _Directives) -> Iterator[Known]:
    """What directives of accounts below the customer's say: it holds for those alone."""
    for branch, declared in said.branches:
        for key, value in meaning(declared.tags).items():
            if key in MASTER:
                yield _by(book, declared, key, value)._replace(branch=branch)


def _by(book: Book, declared: AccountDeclaration, key: str, value: str) -> Known:
    """What a directive says, with the line on which it does."""
    place = _place(book, declared, key)
    return Known(key, value, f"directive of {declared.name}", None, place)


def _place(book: Book, declared: AccountDeclaration, key: str) -> Span:
    """The line with a tag of a directive; its first line where comments of several were joined."""
    for below, text in enumerate(declared.comment.split("\n")):
        if key in meaning(tags_of(text)):
            place = Span(declared.span.path, declared.span.line + below)
            if text in (book.journal.sources.line(*place[:2]) or ""):
                return place
    return declared.span
