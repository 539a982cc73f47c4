"""Every kind of entry that can be written: the one table.

A kind of event comes here by itself, from ``ledger/events.py``.
"""

from arledger.writing import documents, events, promises
from arledger.writing.form import Form

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        documents.INVOICE,
        documents.PAYMENT,
        documents.CREDIT_NOTE,
        documents.WRITE_OFF,
        promises.PROMISE,
        promises.PLAN,
        promises.ORDER,
        *events.FORMS,
    )
}
"""Name -> form."""
