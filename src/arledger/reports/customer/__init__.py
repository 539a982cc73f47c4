"""Everything that is known of one customer: the credit file."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from arledger.ledger.lookup import customer_named, unknown
from arledger.ledger.model import Book
from arledger.ledger.selection import of_customer
from arledger.measures.standing import Standings
from arledger.policy.model import Policy
from arledger.policy.sections.collecting import Averaged
from arledger.records import replaced
from arledger.reports._report import Document, Section, heading, notes, remarks, unpriced
from arledger.reports.customer.dealings import commitments, contacts, disputes, kept, promises
from arledger.reports.customer.events import files, letters, others, statements, steps
from arledger.reports.customer.exposed import exposure, orders
from arledger.reports.customer.known import credit, master, reviews
from arledger.reports.customer.owed import aging, open_items, payments

VERSION = 1


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,
    customer: Annotated[str, "The customer's id or name."] = "",
    *,
    section: Annotated[str | None, "Only this section, as open-items or promises."] = None,
    days: Annotated[
        Averaged | None, "How days to pay are averaged; otherwise by [behaviour] method."
    ] = None,
    evidence: Annotated[
        bool, "The dossier for a lawyer: what is claimed, what proves it, what is missing."
    ] = False,
    probe: Callable[[str], Any] | None = None,
) -> Document:
    """Everything that is known of one customer, on one page: the credit file.

    Master data and what changed them, terms and limit in force, exposure, aging, open items and
    orders, how they pay, what they promised and whether they kept it, what they dispute, what
    was said, which letters and statements were sent: arledger customer acme -o acme.html. As
    CSV, --section picks the table. --evidence makes the dossier for a lawyer instead: what is
    past due, what proves it, and what is missing.
    """
    id_ = _meant(book, customer)
    if evidence:
        from arledger.reports.customer.dossier import dossier  # few runs are for a lawyer

        if book.whole or days:
            raise ValueError("--evidence is of all that is past due: no query, no -b, no --days")
        return dossier(book, id_, probe).only(section)
    own = of_customer(book, id_)
    standings = Standings(own)
    sections: list[Section[Any]] = [
        master(own, id_),
        reviews(own, id_),
        credit(own, standings, id_),
        exposure(own, standings, id_),
        aging(own, policy),
        open_items(own),
        orders(own),
        payments(own, id_, days),
        kept(own),
        promises(own),
        commitments(own),
        disputes(own),
        contacts(own),
        letters(own),
        statements(own),
        steps(own),
        others(own),
        files(own),
    ]
    name = own.customers[id_].name
    of = f"{name} ({id_})" if name != id_ else name
    return Document(
        name="customer",
        version=VERSION,
        title=heading(replaced(own, terms_assumed=0), f"Credit file of {of}"),
        sections=sections,
        as_of=as_of,
        notes=notes(own),
        remarks=remarks(book),
        problems=unpriced(book),
        styles=book.journal.commodities,
        extra={"customer": id_, "name": name},
    ).only(section)


def _meant(book: Book, text: str) -> str:
    """The id of the customer a reader means; "" of nobody."""
    whole = book.whole or book
    if not text:
        return ""
    found = customer_named(whole, text)
    if found is None:
        raise unknown(whole, text, "customer" if book.side == "receivable" else "supplier")
    return found
