"""What a journal shows of its habits, for whoever is to choose a policy for it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from arledger.journal.model import Journal
from arledger.ledger.accounts import Accounts, Role
from arledger.ledger.kinds import Kinds, Nature
from arledger.ledger.tags import meaning
from arledger.policy.model import DEFAULT, Policy

_SHOWN = 6
"""Names shown of each sort; the rest are counted."""

_KEY_OF_NATURE: dict[Nature, str] = {
    "cash": "documents.payment",
    "bank-fee": "documents.bank-fees",
    "income": "documents.invoice",
    "write-off": "documents.write-off",
    "discount": "documents.discount",
    "credit-note": "documents.credit-note",
    "interest": "documents.interest",
    "fee": "documents.fee",
    "equity": "documents.opening",
    "factoring": "documents.factoring",
    "indemnity": "documents.indemnity",
}

_PLAIN_TAGS = frozenset(["segment", "region", "group", "rep", "collector", "lang"])


def survey(journal: Journal, policy: Policy = DEFAULT) -> dict[str, tuple[str, ...]]:
    """For each key of the policy that the journal has something to say to, sentences on it."""
    posted = Counter(p.account for entry in journal.entries for p in entry.postings)
    accounts = sorted({*posted, *journal.accounts})
    own, other = Accounts(journal, policy, "receivable"), Accounts(journal, policy, "payable")
    roles = {account: role for account in accounts if (role := own.role(account))}
    found = {
        "accounts.receivable": _roots(roles.values(), "customer"),
        "accounts.payable": _roots(filter(None, map(other.role, accounts)), "supplier"),
        "accounts.subaccount": _below_customers(roles),
        "terms.default": _terms(journal, roles.values()),
        "terms.by": _tags_of_customers(journal, roles),
        "value.currency": _currencies(journal, roles),
    }
    found |= _counter_accounts(Kinds(journal, policy, own, other), posted)
    return {key: notes for key, notes in found.items() if notes}


def _roots(roles: Iterable[Role], whose: str) -> tuple[str, ...]:
    """A sentence on each root: how many customers (suppliers) stand below it."""
    below: dict[str, set[str]] = {}
    for role in roles:
        below.setdefault(role.root, set()).update(filter(None, [role.customer]))
    return tuple(f"found here: {root} ({_count(len(ids), whose)})" for root, ids in below.items())


def _below_customers(roles: Mapping[str, Role]) -> tuple[str, ...]:
    deeper = [account for account, role in roles.items() if len(role.below) > 1]
    return (f"below customers here: {_some(deeper)}",) if deeper else ()


def _terms(journal: Journal, roles: Iterable[Role]) -> tuple[str, ...]:
    """Which terms customers have, and how many have none."""
    customers = {f"{role.root}:{role.customer}" for role in roles if role.customer}
    terms = Counter(meaning(journal.inherited_tags(id_)).get("terms", "") for id_ in customers)
    without = terms.pop("", 0)
    seen = [f"{text} ({_count(count, 'customer')})" for text, count in terms.most_common()]
    notes = [f"of customers here: {_some(seen)}"] if seen else []
    if without:
        notes.append(f"customers here without terms: {without}")
    return tuple(notes)


def _tags_of_customers(journal: Journal, roles: Iterable[str]) -> tuple[str, ...]:
    """The tags that terms may go by, with their values."""
    values: dict[str, set[str]] = {}
    for account in roles:
        for name, value in meaning(journal.inherited_tags(account)).items():
            if name in _PLAIN_TAGS and value:
                values.setdefault(name, set()).add(value)
    return tuple(f"{name} of customers here: {_some(sorted(values[name]))}" for name in values)


def _currencies(journal: Journal, roles: Mapping[str, Role]) -> tuple[str, ...]:
    used = Counter(
        amount.commodity
        for entry in journal.entries
        for posting in entry.postings
        if posting.account in roles
        for amount in posting.amounts
    )
    seen = [commodity or "(without symbol)" for commodity, _ in used.most_common()]
    return (f"owed here: {_some(seen)}",) if seen else ()


def _counter_accounts(kinds: Kinds, accounts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The accounts that tell kinds of documents, as they are understood now."""
    found: dict[str, list[str]] = {}
    for account in sorted(accounts):
        key = _KEY_OF_NATURE.get(kinds.nature(account))
        if key:
            found.setdefault(key, []).append(account)
    return {key: (f"taken so here: {_some(names)}",) for key, names in found.items()}


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
