"""The hledger command that must print the same figure."""

import re
import shlex
from collections.abc import Iterable
from datetime import timedelta

from arledger.ledger.accounts import Accounts
from arledger.ledger.model import Book, Item
from arledger.ledger.tags import references


def customer_command(book: Book, customer: str, currency: str) -> str:
    """The command for a customer's balance (for payables hledger shows it negative)."""
    known = book.customers[customer]
    accounts = Accounts(book.journal, book.policy, book.side)
    roles = {account: accounts.role(account) for account in known.accounts}
    if all(role and role.customer == customer for role in roles.values()):
        tops = dict.fromkeys(f"{role.root}:{role.customer}" for role in roles.values() if role)
        return _command(book, [f"acct:^{re.escape(top)}(:|$)" for top in tops], currency)
    terms = [f"acct:^{re.escape(account)}$" for account in roles]
    return _command(book, [*terms, f"payee:^{re.escape(customer)}$"], currency)


def item_command(book: Book, item: Item, items: Iterable[Item]) -> str | None:
    """The command for what is open on an item's document; None when tags cannot tell it.

    They can when every posting that raised or paid the document names it, and nothing else, in
    its own ``inv:``.
    """
    instalments = [i for i in items if i.number == item.number and i.customer == item.customer]
    sources = [charge.source for i in instalments for charge in i.charges]
    sources += [a.credit.source for i in instalments for a in i.allocations]
    used = {a.credit for i in instalments for a in i.allocations}
    named = all(s.posting and references(s.posting.tags) == (item.number,) for s in sources)
    if not named or any(credit.rest or credit.taken for credit in used):
        return None
    terms = [f"acct:^{re.escape(item.account)}$", f"tag:inv=^{re.escape(item.number)}$"]
    return _command(book, terms, item.currency)


def _command(book: Book, terms: list[str], currency: str) -> str:
    files = [word for path in book.journal.end_states for word in ("-f", path)]
    until = (book.as_of + timedelta(days=1)).isoformat()
    words = ["hledger", *files, "bal", "-N", *terms, f"cur:{re.escape(currency)}", "-e", until]
    return shlex.join(words)
