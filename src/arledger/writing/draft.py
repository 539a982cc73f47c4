"""Entries as they are to be read back: the records a journal is made of, without a place yet."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.model import Amount, Cost, Entry, Posting, PostingKind, Tags
from arledger.records import NamedTuple
from arledger.writing.amounts import Money


class Doubt(NamedTuple):
    """Something that may not be meant, though the book would take it."""

    message: str
    remedy: str


class Draft(NamedTuple):
    """An entry that was made, whom it is about, and what is doubtful about it."""

    entry: Entry
    customer: str | None
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the writer may want to know besides."""


def entry(  # noqa: PLR0917 - the parts of an entry, in their order
    day: date,
    code: str,
    payee: str,
    note: str,
    tags: Tags = (),
    postings: Sequence[Posting] = (),
) -> Entry:
    """The entry with its tags on lines of their own, as both hledger and ledger read them."""
    description = " | ".join(filter(None, (payee, note)))
    return Entry(
        date=day,
        status="",
        code=code,
        description=description,
        comment=_comment(tags),
        tags=tags,
        postings=tuple(postings),
        path="",
        line=0,
        end_line=0,
    )


def posting(
    account: str,
    amount: Money,
    tags: Tags = (),
    *,
    kind: PostingKind = "real",
    day: date | None = None,
    worth: Money | None = None,
) -> Posting:
    """A posting with its tags, and its own date if it has one, on lines of their own.

    ``worth`` is what the whole amount cost in another currency.
    """
    cost = Cost(abs(worth.quantity), worth.commodity, total=True) if worth else None
    return Posting(
        account=account,
        kind=kind,
        amounts=(Amount(amount.quantity, amount.commodity, cost),),
        status="",
        comment=_comment(tags, day),
        tags=tags,
        line=0,
        date=day,
    )


def written_already(draft: Entry, entries: Iterable[Entry], *, numbered: bool) -> list[Doubt]:
    """The doubt whether an entry is written twice: one of its day says just the same.

    ``numbered``: its number was given; one that was only counted on tells no two entries apart.
    """
    same = [
        one
        for one in entries
        if one.date == draft.date
        and _said(one) == _said(draft)
        and (one.code == draft.code or not numbered)
    ]
    return [
        Doubt(f"the same entry stands at {one.path}:{one.line}", "leave it, unless it was so twice")
        for one in same[:1]
    ]


def ahead_of_time(draft: Entry, today: date) -> list[str]:
    """That an entry is dated in the future, where it is: a slip, or a cheque dated ahead."""
    days = (draft.date - today).days
    counted = "1 day" if days == 1 else f"{days} days"
    return [f"it is dated {draft.date}, {counted} after today"] if days > 0 else []


def _said(one: Entry) -> tuple[object, ...]:
    """What an entry says but for its number, in whatever order and layout."""
    postings = [
        (p.account, sorted((a.commodity, a.quantity) for a in p.amounts), sorted(p.tags))
        for p in one.postings
    ]
    return (one.description, sorted(one.tags), sorted(postings))


def _comment(tags: Tags, day: date | None = None) -> str:
    """Below the first line, which has none: the date, then one tag a line."""
    lines = [f"[{day}]"] if day else []
    return "".join(f"\n{line}" for line in (*lines, *(f"{name}: {value}" for name, value in tags)))


def total(amounts: Iterable[Money]) -> Decimal:
    """The sum of amounts in one currency."""
    return sum((amount.quantity for amount in amounts), Decimal(0))
