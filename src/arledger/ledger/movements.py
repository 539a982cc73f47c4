"""Journal to movements: every receivable posting by the as-of date, classified and signed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from arledger.journal.model import Amount, Entry, Journal, Posting
from arledger.ledger.accounts import Accounts, Role
from arledger.ledger.kinds import DOCUMENTS, Kinds, Part, kinds_of
from arledger.ledger.model import Kind, Movement, Side, Source
from arledger.ledger.tags import meaning, references
from arledger.money import ZERO
from arledger.policy.model import Policy
from arledger.problems import Problem, Severity
from arledger.progress import Stage, counted, expect
from arledger.records import field, record

_Raw = tuple[Entry, Posting, Role, Amount]
"""One amount of one receivable posting, before it is classified."""

CHARGING: frozenset[Kind] = frozenset({"invoice", "debit-note", "interest", "fee"})
"""Debits that are always documents of their own."""

_OWNING: frozenset[Kind] = CHARGING | {"opening"}
"""Debits that make a number a customer's document."""


@record
class Movements:
    """The movements of one side, and what was noticed on the way."""

    all: list[Movement] = field(default_factory=list)
    control: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """Balance per (account, currency), straight from the postings."""
    problems: list[Problem] = field(default_factory=list)


def movements(
    journal: Journal, policy: Policy, side: Side, as_of: date, kinds: Kinds | None = None
) -> Movements:
    """Every debit and credit dated by the as-of date, in file order.

    ``kinds``: of this journal and side, where they are known already.
    """
    kinds = kinds or kinds_of(journal, policy, side)
    reader = _Reader(journal, policy, kinds.own, kinds, as_of)
    with Stage("looking for invoices and payments"):
        return reader.read()


@record
class _Reader:
    journal: Journal
    policy: Policy
    accounts: Accounts
    kinds: Kinds
    as_of: date
    sign: int = 1
    numbered: frozenset[str] = frozenset()
    """Accounts whose leaf is a document's number."""
    result: Movements = field(default_factory=Movements)
    _by_payee: set[str] = field(default_factory=set)
    """Customers known by nothing but a payee."""
    _moving: tuple[Entry, set[str]] | None = None
    """The entry last asked about, and between whom it moves."""

    def read(self) -> Movements:
        self.sign = 1 if self.accounts.side == "receivable" else -1
        rows = list(self._rows())
        expect(len(rows))
        self.numbered = self._numbered_accounts(rows)
        for entry, posting, role, amount in counted(rows):
            key = (posting.account, amount.commodity)
            control = self.result.control
            control[key] = control.get(key, ZERO) + amount.quantity * self.sign
            self._classify(entry, posting, role, amount)
        self._adopt()
        self.result.all = _without_year_ends(self.result.all)
        return self.result

    def _adopt(self) -> None:
        """Give what names a document to the document's customer, where only payees tell them.

        In a flat account ``(2018-001) Foo invoice`` and ``(2018-001) Foo payment`` are two
        payees; the number shows that they are one customer.
        """
        if not self._by_payee:
            return
        owners: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for m in self.result.all:
            if m.number and m.kind in _OWNING and m.amount > 0:
                owners[m.account, m.currency, m.number].add(m.customer)
        for place, m in enumerate(self.result.all):
            if m.customer in self._by_payee and (m.amount < 0 or m.kind not in _OWNING):
                self.result.all[place] = m._replace(customer=self._owner(m, owners))

    def _owner(self, m: Movement, owners: dict[tuple[str, str, str], set[str]]) -> str:
        """The only customer with a document that the movement names; else its own."""
        numbers = [*m.references, *(w for text in m.references for w in text.split())]
        for number in numbers or [m.number]:
            found = owners.get((m.account, m.currency, number), set())
            if m.customer not in found and len(found) == 1 and found <= self._by_payee:
                return next(iter(found))
        return m.customer

    def _rows(self) -> Iterator[_Raw]:
        role_of, as_of = self.accounts.role, self.as_of
        for entry in self.journal.entries:
            for posting in entry.postings:
                role = role_of(posting.account)
                if role is None or (posting.date or entry.date) > as_of:
                    continue
                for amount in posting.amounts:
                    if amount.quantity:
                        yield entry, posting, role, amount

    def _numbered_accounts(self, rows: list[_Raw]) -> frozenset[str]:
        style = self.policy.accounts.subaccount
        deep = [row for row in rows if len(row[2].below) > 1]
        if style == "branch" or not deep:
            return frozenset()
        if style == "invoice":
            return frozenset(posting.account for _, posting, _, _ in deep)
        charged: dict[str, int] = defaultdict(int)
        for entry, posting, _, amount in deep:
            if amount.quantity * self.sign > 0:  # what bounced or was opened again is no document
                kind = self.kinds.debit(entry, posting, amount, self.sign)
                charged[posting.account] += kind in CHARGING
        return frozenset(
            posting.account
            for _, posting, role, _ in deep
            if charged[posting.account] <= 1 and any(c.isdigit() for c in role.below[-1])
        )

    def _classify(self, entry: Entry, posting: Posting, role: Role, amount: Amount) -> None:
        own_tags = meaning(posting.tags)
        entry_tags = meaning(entry.tags)
        customer = self._customer(entry, role, own_tags, entry_tags)
        named = references(posting.tags) if "inv" in own_tags else ()
        if not named and "inv" in entry_tags:
            named = references(entry.tags)
        source = Source(entry, posting)
        quantity = amount.quantity * self.sign
        day = posting.date or entry.date
        told = "doc" in own_tags or "doc" in entry_tags
        stated = self._stated_kind(source, own_tags, entry_tags) if told else None
        moved = self.kinds.moves_only(entry) and self._owners(entry) == {customer}
        subaccount = ":".join(role.below[1:]) if posting.account in self.numbered else ""
        if quantity > 0:
            kind = stated or ("reallocation" if moved else None)
            kind = kind or self.kinds.debit(entry, posting, amount, self.sign)
            number = next((n for n in named if n != "-"), "") or entry.code or subaccount
            if kind == "refund" and named and not stated:
                kind = "bounce"
            parts: tuple[Part, ...] = (Part(kind, quantity),)
        else:
            number = entry.code
            if stated or moved:
                parts = (Part(stated or "reallocation", -quantity),)
            else:
                parts = self.kinds.credit(entry, posting, amount, self.sign)
        for part in parts:
            if part.guessed:
                self._guessed(source)
            signed = part.amount if quantity > 0 else -part.amount
            self.result.all.append(
                Movement(
                    day, customer, posting.account, amount.commodity, signed, part.kind,
                    number, named, source,
                )
            )  # fmt: skip

    def _customer(
        self,
        entry: Entry,
        role: Role,
        own_tags: dict[str, str],
        entry_tags: dict[str, str],
    ) -> str:
        """The nearest ``customer:`` tag, else the account's component, else the payee."""
        told = own_tags.get("customer") or entry_tags.get("customer") or role.customer
        if told:
            return told
        payee = entry.payee or role.root
        self._by_payee.add(payee)
        return payee

    def _stated_kind(
        self, source: Source, own_tags: dict[str, str], entry_tags: dict[str, str]
    ) -> Kind | None:
        stated = own_tags.get("doc") or entry_tags.get("doc")
        if not stated:
            return None
        kind = DOCUMENTS.get(stated.casefold())
        if kind is None:
            self.result.problems.append(
                Problem(
                    "unknown-document-kind",
                    f"doc:{stated} is not a kind of document",
                    source.span,
                    "write one of " + ", ".join(DOCUMENTS),
                    Severity.WARNING,
                )
            )
        return kind

    def _owners(self, entry: Entry) -> set[str]:
        """Between whom an entry that only moves receivables moves them; empty when it does not."""
        if self._moving is None or self._moving[0] is not entry:
            owners = list(self._posted_to(entry))
            self._moving = entry, set(owners) if len(owners) > 1 else set()
        return self._moving[1]

    def _posted_to(self, entry: Entry) -> Iterator[str]:
        """The customer of every receivable posting that exists by the as-of date."""
        for posting in entry.postings:
            role = self.accounts.role(posting.account)
            if role and (posting.date or entry.date) <= self.as_of:
                yield self._customer(entry, role, meaning(posting.tags), meaning(entry.tags))

    def _guessed(self, source: Source) -> None:
        self.result.problems.append(
            Problem(
                "kind-guessed",
                "nothing in this entry says what kind of credit this is; read as a payment",
                source.span,
                "add doc:payment (or doc:credit-note, doc:write-off …) to the posting",
                Severity.LINT,
            )
        )


def _without_year_ends(movements: list[Movement]) -> list[Movement]:
    """The movements less each closing and the opening that takes it up again.

    A pair is the same account, currency and amount, turned round, at most a day apart: the
    year ended, the debts did not.
    """
    sums: dict[tuple[str, str, int], Decimal] = {}
    entries: dict[int, tuple[date, str, int]] = {}
    for m in movements:
        if m.kind == "opening":
            key = (m.account, m.currency, id(m.source.entry))
            sums[key] = sums.get(key, ZERO) + m.amount
            entries[key[2]] = (m.date, m.source.entry.path, m.source.entry.line)
    ordered = sorted(sums, key=lambda key: (key[:2], entries[key[2]]))
    gone: set[tuple[str, str, int]] = set()
    for closing, opening in pairwise(ordered):
        apart = (entries[opening[2]][0] - entries[closing[2]][0]).days
        same = closing[:2] == opening[:2] and sums[closing] == -sums[opening]
        if same and apart <= 1 and closing not in gone:
            gone.update((closing, opening))
    return [
        m
        for m in movements
        if m.kind != "opening" or (m.account, m.currency, id(m.source.entry)) not in gone
    ]
