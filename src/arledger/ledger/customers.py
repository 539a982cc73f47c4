"""Customers and their master data: who they are, by tags on the account directives."""

from collections.abc import Callable, Iterable, Iterator

from arledger.dates import parse_terms
from arledger.journal.model import AccountDeclaration, Journal
from arledger.ledger.accounts import Accounts
from arledger.ledger.model import Customer, Event, Movement
from arledger.ledger.tags import account_meaning, day, meaning
from arledger.money import cover_of, limit_of, share_of
from arledger.problems import Problem, Severity
from arledger.records import NamedTuple

_PERSONAL = frozenset(
    {"name", "email", "phone", "address", "contact", "tax-id", "signed", "contract", "file"}
)
"""Tags a customer never takes over from the root account."""


def _days(text: str) -> None:
    if not text.strip().isdecimal():
        raise ValueError(f"'{text}' is not a number of days")


def _address(text: str) -> None:
    if "@" not in text or text.startswith("-") or any(c.isspace() for c in text):
        raise ValueError(f"'{text}' is not a mail address")


def _reps(text: str) -> None:
    words = text.split()
    if len(words) < 2:
        return
    shares = words[1::2]
    if len(words) % 2 or not all(share.isdecimal() for share in shares):
        raise ValueError(f"'{text}' is neither one name nor names with shares (linh 60 minh 40)")
    if sum(map(int, shares)) != 100:
        raise ValueError(f"the shares in '{text}' do not add up to 100")


MASTER: dict[str, Callable[[str], object] | None] = {
    **dict.fromkeys(("name", "phone", "address", "contact", "tax-id", "lang", "collector")),
    **dict.fromkeys(("group", "region", "segment", "grade", "hold", "rating", "rating-by")),
    **dict.fromkeys(("interest", "contract", "file")),
    "email": _address,
    "rep": _reps,
    "since": day,
    "terms": parse_terms,
    "limit": limit_of,
    "limit-until": day,
    "insured": cover_of,
    "insured-until": day,
    "coverage": share_of,
    "waiting": _days,
    "notify-within": _days,
    "guarantee": cover_of,
    "guarantee-until": day,
    "rating-on": day,
    "signed": day,
}
"""The master data arledger knows, each with what reads it; any other tag is kept as it is."""


class Mention(NamedTuple):
    """A posting to a customer, as far as it tells who that is."""

    customer: str
    account: str
    payee: str
    """The payee before a ``|``; "" when the description has none."""


def mentions(movements: Iterable[Movement]) -> Iterator[Mention]:
    """The customers of these movements, each as often as it is met."""
    for m in movements:
        entry = m.source.entry
        yield Mention(m.customer, m.account, entry.payee if "|" in entry.description else "")


def customers(
    journal: Journal,
    accounts: Accounts,
    mentioned: Iterable[Mention],
    problems: list[Problem] | None = None,
) -> dict[str, Customer]:
    """Every customer declared or posted to, by id, in order of first mention.

    What is wrong with their master data joins ``problems``, if anyone wants to know.
    """
    known: dict[str, Customer] = {}
    roots = _Roots(journal)
    for declaration in journal.accounts.values():
        role = accounts.role(declaration.name)
        if role is None:
            continue
        if problems is not None:
            _check_master(declaration, problems)
        if len(role.below) == 1 or "customer" in meaning(declaration.tags):
            _declare(known, roots[role.root], declaration, role.customer)
    payees: dict[str, set[str]] = {}
    for id_, account, payee in mentioned:
        customer = known.get(id_)
        if customer is None:
            root = accounts.role(account)
            tags = roots[root.root if root else ""]
            customer = known[id_] = Customer(id_, id_, master=dict(tags))
        customer.accounts[account] = None
        if "name" not in customer.master:
            payees.setdefault(id_, set()).add(payee)
    _name_by_payee(known, payees)
    return known


def _name_by_payee(known: dict[str, Customer], payees: dict[str, set[str]]) -> None:
    """Name those without ``name:`` by the payee, where all entries that have one agree on it."""
    for customer, names in payees.items():
        named = names - {""}
        if len(named) == 1:
            known[customer].name = named.pop()


def review(known: dict[str, Customer], events: list[Event]) -> None:
    """Add what reviews changed to the customers, oldest first."""
    for event in sorted((e for e in events if e.kind == "review"), key=lambda e: e.date):
        customer = known.get(event.customer or "")
        if customer:
            changed = {name: value for name, value in event.tags.items() if name in MASTER}
            customer.changes.append((event.date, changed, event.source.span))


def _declare(
    known: dict[str, Customer],
    inherited: dict[str, str],
    declaration: AccountDeclaration,
    customer: str,
) -> None:
    tags = {**inherited, **meaning(declaration.tags)}
    tags.pop("customer", None)
    if customer in known:
        known[customer].master = {**tags, **known[customer].master}
        known[customer].name = known[customer].master.get("name", customer)
        return
    known[customer] = Customer(
        customer, tags.get("name", customer), master=tags, span=declaration.span
    )


class _Roots(dict[str, dict[str, str]]):
    """Defaults that stand on the root accounts, each worked out when it is first asked for."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def __missing__(self, root: str) -> dict[str, str]:
        tags = account_meaning(self._journal, root)
        found = self[root] = {
            name: value
            for name, value in tags.items()
            if name not in _PERSONAL and name not in ("type", "customer")
        }
        return found


def _check_master(declaration: AccountDeclaration, problems: list[Problem]) -> None:
    """Report master data that cannot be read, and words that a comma cut off."""
    for name, value in meaning(declaration.tags).items():
        read = MASTER.get(name)
        if read is None:
            continue
        try:
            read(value)
        except ValueError as error:
            problems.append(
                Problem(
                    "bad-master-data", f"{name}: {error}", declaration.span,
                    f"correct {name}: of {declaration.name}", Severity.WARNING,
                )
            )  # fmt: skip
    for line in declaration.comment.splitlines():
        _check_cut_words(line, declaration, problems)


def _check_cut_words(line: str, declaration: AccountDeclaration, problems: list[Problem]) -> None:
    """A value ends at a comma: ``name:ACME Co., Ltd`` loses ``Ltd`` without a word."""
    first, *others = line.split(",")
    name, colon, _ = first.partition(":")
    for part in others:
        if colon and part.strip() and ":" not in part:
            tag = name.split()[-1] if name.split() else name
            problems.append(
                Problem(
                    "text-cut-off",
                    f"'{part.strip()}' is lost: the value of a tag ends at the comma before it",
                    declaration.span,
                    f"repeat the tag for the part after the comma: {tag}:{part.strip()}",
                    Severity.WARNING,
                )
            )
        elif ":" in part:
            name = part.partition(":")[0]
