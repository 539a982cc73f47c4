"""When a document falls due, and which rule says so."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from arledger.dates import Terms, parse_terms
from arledger.journal.model import Journal
from arledger.ledger.accounts import Accounts
from arledger.ledger.model import Customer, Due, Kind, Movement
from arledger.ledger.tags import day, meaning
from arledger.money import minor_units, places
from arledger.policy.model import DEFAULT, Policy
from arledger.problems import Problem, Severity
from arledger.records import field, record

_ON_TERMS: frozenset[Kind] = frozenset({"invoice", "debit-note", "interest", "fee", "transfer"})
"""Kinds that payment terms apply to; anything else is due on its own date."""

_DEFAULT = "policy [terms] default"


@record
class DueDates:
    """Works out due dates under one policy; collects what it could not read."""

    journal: Journal
    policy: Policy
    accounts: Accounts
    customers: dict[str, Customer]
    problems: list[Problem] = field(default_factory=list)
    assumed: int = 0
    """Documents that fell back on default terms nobody set."""
    _terms: dict[str, Terms | None] = field(default_factory=dict)
    _stated: dict[int, Due | None] = field(default_factory=dict)
    """By the identity of postings, which outlive this."""
    _agreed: dict[tuple[str, str, int], Terms | None] = field(default_factory=dict)
    """By customer, account, and how many reviews there had been."""

    def stated(self, movement: Movement) -> Due | None:
        """The ``due:`` date on the posting, else on the entry; None when there is none."""
        key = id(movement.source.posting)
        if key not in self._stated:
            self._stated[key] = self._read_due(movement)
        return self._stated[key]

    def _read_due(self, movement: Movement) -> Due | None:
        entry, posting = movement.source
        for tags, where in ((posting.tags if posting else (), "posting"), (entry.tags, "entry")):
            text = meaning(tags).get("due") if tags else None
            if text is not None:
                try:
                    return Due(day(text, entry.date.year), f"due: on the {where}")
                except ValueError as error:
                    self._report(movement, "bad-due-date", f"due: {error}", "write due:YYYY-MM-DD")
        return None

    def parts(self, movement: Movement) -> list[tuple[Due, Decimal]]:
        """The instalments of a debit: (due date, amount), together exactly its amount."""
        stated = self.stated(movement)
        if stated:
            return [(stated, movement.amount)]
        since = movement.date if movement.kind in _ON_TERMS else None
        if movement.kind == "opening":
            since = issued(movement, self.problems)
        if since is None:
            return [(Due(movement.date, "its own date"), movement.amount)]
        terms, rule = self._terms_of(movement)
        return [
            (Due(due, rule, terms), amount)
            for due, amount in terms.instalments(since, movement.amount, self._places(movement))
            if amount
        ]

    def _places(self, movement: Movement) -> int:
        """Decimals of instalments: the commodity directive's, else the currency's own."""
        return max(places(movement.amount), decimals(self.journal, movement.currency))

    def _terms_of(self, movement: Movement) -> tuple[Terms, str]:
        """The terms in force for a document, and where they were found."""
        entry, posting = movement.source
        if posting and posting.tags and (found := self._read(movement, meaning(posting.tags))):
            return found, "terms: on the posting"
        if entry.tags and (found := self._read(movement, meaning(entry.tags))):
            return found, "terms: on the entry"
        known = self._customer_tags(movement.customer, movement.account, movement.date)
        if found := self._read(movement, known):
            return found, "terms of the customer"
        return self._by_policy(known)

    def agreed(self, movement: Movement) -> Terms | None:
        """The terms somebody set: on the document, for its customer, in the policy for a tag.

        None when there are none but the default, or they cannot be read.
        """
        entry, posting = movement.source
        for tags in (posting.tags if posting else (), entry.tags):
            if tags and (found := self._read(movement, meaning(tags))):
                return found
        changes = self.customers[movement.customer].changes
        key = (
            movement.customer, movement.account,
            sum(since <= movement.date for since, *_ in changes),
        )  # fmt: skip
        if key not in self._agreed:
            self._agreed[key] = self._agreed_with_customer(movement)
        return self._agreed[key]

    def _agreed_with_customer(self, movement: Movement) -> Terms | None:
        known = self._customer_tags(movement.customer, movement.account, movement.date)
        if found := self._read(movement, known):
            return found
        terms, rule = self._by_policy(known)
        return None if rule == _DEFAULT else terms

    def standing(self, customer: str, account: str, on: date, documents: int) -> Terms | None:
        """The terms in force for documents that state none; None when they cannot be read."""
        known = self._customer_tags(customer, account, on)
        if "terms" not in known:
            return self._by_policy(known, documents)[0]
        try:
            return parse_terms(known["terms"])
        except ValueError:
            return None

    def _by_policy(self, known: dict[str, str], documents: int = 1) -> tuple[Terms, str]:
        """The policy's terms for so many documents of a customer with these tags, and their key."""
        text, rule = by_policy(self.policy, known)
        if rule == _DEFAULT and text == DEFAULT.terms.default:
            self.assumed += documents
        return parse_terms(text), rule

    def _customer_tags(self, customer: str, account: str, on: date) -> dict[str, str]:
        """Master data in force for a document: the customer's, its branch's, then reviews."""
        known = self.customers[customer]
        branch = self._branch_tags(customer, account)
        return {**known.master, **branch, **known.changed(on)}

    def _branch_tags(self, customer: str, account: str) -> dict[str, str]:
        """What the directives of the customer's account and its branch say themselves."""
        role = self.accounts.role(account)
        found: dict[str, str] = {}
        if role is None or role.customer != customer:
            return found
        for declared in reversed(self.journal.declarations(account)):
            if len(declared.name) > len(role.root):
                found.update(meaning(declared.tags))
        return found

    def _read(self, movement: Movement, tags: dict[str, str]) -> Terms | None:
        """The ``terms`` among the tags; None when absent or unreadable (which is reported)."""
        text = tags.get("terms")
        if text is None:
            return None
        if text not in self._terms:
            try:
                self._terms[text] = parse_terms(text)
            except ValueError as error:
                self._terms[text] = None
                self._report(
                    movement, "bad-terms", f"terms: {error}",
                    "write them like 'net 30', '2/10 net 30' or 'net 30 eom'",
                )  # fmt: skip
        return self._terms[text]

    def _report(self, movement: Movement, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, message, movement.source.span, remedy, Severity.WARNING))


def by_policy(policy: Policy, known: Mapping[str, str]) -> tuple[str, str]:
    """The policy's terms, as written, for who has these tags and no terms; and their key."""
    for tag, table in policy.terms.by.items():
        value = known.get(tag.casefold())
        if value is not None and value in table:
            return table[value], f"policy [terms.by.{tag}] {value}"
    return policy.terms.default, _DEFAULT


def decimals(journal: Journal, currency: str) -> int:
    """Decimals of computed amounts: the commodity directive's, else ISO 4217's."""
    declared = currency in journal.declared_commodities
    style = journal.commodities.get(currency) if declared else None
    return style.places if style else minor_units(currency)


def issued(movement: Movement, problems: list[Problem]) -> date | None:
    """The original document date an opening balance states by ``issued:``; None without."""
    entry, posting = movement.source
    own = meaning(posting.tags).get("issued") if posting else None
    text = own or meaning(entry.tags).get("issued")
    if text is None:
        return None
    try:
        return day(text, entry.date.year)
    except ValueError as error:
        problems.append(
            Problem(
                "bad-issued-date", f"issued: {error}", movement.source.span,
                "write issued:YYYY-MM-DD", Severity.WARNING,
            )
        )  # fmt: skip
        return None
