"""The journal as it stood at the end of a day: what ``--as-of`` must be able to do without."""

from datetime import date

from arledger.journal.model import Entry, Journal, Posting
from arledger.ledger.accounts import Accounts
from arledger.policy.model import Policy
from arledger.records import replaced


def cut(journal: Journal, day: date, policy: Policy) -> Journal:
    """Receivable, payable and order postings dated by the day; events and promises entered by it.

    All directives stay; prices stay up to the day.
    """
    sides = [Accounts(journal, policy, side) for side in ("receivable", "payable")]

    def remains(entry: Entry, posting: Posting) -> bool:
        top = posting.account.partition(":")[0]
        if top == "promise":
            return entry.date <= day
        timed = top == "order" or any(side.role(posting.account) for side in sides)
        return not timed or (posting.date or entry.date) <= day

    def entered(entry: Entry) -> Entry:
        kept = tuple(p for p in entry.postings if remains(entry, p))
        tags = tuple(t for t in entry.tags if t[0].casefold() != "event" or entry.date <= day)
        return replaced(entry, postings=kept, tags=tags)

    entries = [entered(entry) for entry in journal.entries]
    prices = [price for price in journal.prices if price.date <= day]
    return replaced(journal, entries=entries, prices=prices)
