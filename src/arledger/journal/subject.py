"""What a query looks at: a posting or an entry, or a row of a report, seen by its terms."""

from datetime import date as Date  # noqa: N812 - the record has a field named date
from decimal import Decimal

from arledger.journal.model import Entry, Journal, Posting, Tags
from arledger.journal.types import account_type
from arledger.money import ZERO
from arledger.records import record


@record
class Subject:
    """One thing a query says yes or no to; a term is met when any of several values meets it."""

    words: tuple[str, ...] = ()
    """What a bare word is looked for in: an account, a customer's id or name."""
    accounts: tuple[str, ...] = ()
    description: str = ""
    payee: str = ""
    note: str = ""
    code: str = ""
    date: Date | None = None
    """None: no ``date:`` term is met."""
    date2: Date | None = None
    status: str = ""
    real: bool = True
    amounts: tuple[tuple[Decimal, str], ...] = ()
    """(signed quantity, commodity)"""
    tags: Tags = ()
    types: tuple[str, ...] = ()
    """Account type letters, "" for an account of no known type."""
    parts: "tuple[Subject, ...]" = ()
    """An entry's postings, for ``any:`` and ``all:``."""


def subject_of(entry: Entry, posting: Posting, journal: Journal) -> Subject:
    """A posting as hledger's queries see it, with its account's and its entry's tags."""
    own = posting.tags + journal.inherited_tags(posting.account)
    day = posting.date or entry.date
    return Subject(
        words=(posting.account,),
        accounts=(posting.account,),
        description=entry.description,
        payee=entry.payee,
        note=entry.note,
        code=entry.code,
        date=day,
        date2=posting.date2 or entry.date2 or day,
        status=posting.status or entry.status,
        real=posting.kind == "real",
        amounts=_amounts(posting),
        tags=own + entry.tags if entry.tags else own,
        types=(account_type(journal, posting.account),),
    )


def subject_of_entry(entry: Entry, journal: Journal) -> Subject:
    """An entry as hledger's ``print`` sees it: its own date and status, its postings' rest."""
    parts = tuple(subject_of(entry, posting, journal) for posting in entry.postings)
    accounts = tuple(posting.account for posting in entry.postings)
    return Subject(
        words=accounts,
        accounts=accounts,
        description=entry.description,
        payee=entry.payee,
        note=entry.note,
        code=entry.code,
        date=entry.date,
        date2=entry.date2 or entry.date,
        status=entry.status,
        real=any(part.real for part in parts),
        amounts=tuple(amount for part in parts for amount in part.amounts),
        tags=entry.tags + tuple(tag for part in parts for tag in part.tags),
        types=tuple(letter for part in parts for letter in part.types),
        parts=parts,
    )


def _amounts(posting: Posting) -> tuple[tuple[Decimal, str], ...]:
    """Quantity and commodity of each amount; a bare zero when there is none."""
    if not posting.amounts:
        return ((ZERO, ""),)
    return tuple((amount.quantity, amount.commodity) for amount in posting.amounts)
