"""The dossier on a customer: what is claimed, what proves it, and what is missing, for a lawyer."""

from typing import Any

from arledger.ledger.model import Book
from arledger.measures.chronology import chronology
from arledger.measures.evidence import Probe, claims, evidence, not_looked_for
from arledger.records import replaced
from arledger.reports._report import Document, Section, heading, remarks
from arledger.reports.customer.dossier.account import account_sections
from arledger.reports.customer.dossier.index import index_sections
from arledger.reports.customer.dossier.limits import limit_sections
from arledger.reports.customer.dossier.parties import claims_section, parties_section
from arledger.reports.customer.dossier.story import story_section

VERSION = 1

CHECK_IT = "Calculated from the journal and the policy; have it checked. No legal advice."

_NOT_CONVERTED = "Claims are in the currency they are owed in: nothing is converted."

_ABOUT = {
    "receivable": "Evidence for what {} owes",
    "payable": "Evidence for what we owe {}",
}


def dossier(book: Book, customer: str, probe: Probe | None = None) -> Document:
    """All that a lawyer needs to claim what is past due of a customer ("": of nobody).

    Without a ``probe`` it does not say whether the files that are named are there.

    Each amount is in the currency it is owed in, each line has its source in the journal.
    """
    notes = [CHECK_IT] if book.valuation is None else [CHECK_IT, _NOT_CONVERTED]
    book = replaced(book.whole or book, valuation=None)
    items = claims(book, customer)
    found = evidence(book, customer, items, probe or not_looked_for) if customer else []
    sections: list[Section[Any]] = [
        parties_section(book, customer),
        claims_section(book, items),
        *index_sections(items, found),
        *limit_sections(book, items, found),
        story_section(book, customer, chronology(book, customer, items)),
        *account_sections(book, customer, items),
    ]
    name = book.customers[customer].name if customer else ""
    of = f"{name} ({customer})" if name != customer else name
    return Document(
        name="customer-evidence",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), _ABOUT[book.side].format(of)),
        sections=sections,
        as_of=book.as_of,
        notes=notes,
        remarks=remarks(book),
        styles=book.journal.commodities,
        extra={"customer": customer, "name": name},
    )
