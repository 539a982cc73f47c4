"""Events, promises and orders: read, validated and kept; judged elsewhere.

``EVENTS`` is the one place to add a kind of event: what it is, its tags, what each may hold,
which it must have. ``arledger add`` learns of it there, too.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import get_args

from arledger.journal.model import Entry, Journal, Posting
from arledger.ledger.accounts import Accounts, fold
from arledger.ledger.customers import MASTER
from arledger.ledger.model import Customer, Event, Order, Promise, Source
from arledger.ledger.tags import amount, day, meaning, references
from arledger.policy.model import Policy
from arledger.policy.sections.collecting import Stage
from arledger.problems import Problem, Severity
from arledger.records import NamedTuple, field, record

Reader = Callable[[str], object]
"""Reads a tag's value; raises ValueError with a sentence when it cannot."""


class OneOf:
    """Reads one of a few words."""

    __slots__ = ("words",)

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, text: str) -> str:
        """The word, whatever its case."""
        if text.strip().casefold() not in self.words:
            raise ValueError(f"'{text}' is none of {', '.join(self.words)}")
        return text


def _level(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"'{text}' is not a level: 0, 1, 2, 3 …")
    return int(text)


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


class Tagged(NamedTuple):
    """One kind of event: what it is, the readers of its tags, and which of them must be there."""

    about: str
    """A sentence for who is to write one."""
    tags: Mapping[str, Reader]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these must be there."""


PROVEN = (
    *("contract", "order", "delivery", "invoice"),
    *("confirmation", "acknowledgement", "letter", "notice"),
)
"""What a document of the customer's file may prove."""

BOOKKEEPING: dict[str, Reader] = {"by": _text, "inv": _text, "customer": _text}

EVENTS: dict[str, Tagged] = {
    "contact": Tagged(
        "A call, a visit or a message, and what they said.",
        {
            "via": OneOf("phone", "email", "visit", "sms", "meeting", "post"),
            "with": _text,
            "cause": _text,
            "outcome": _text,
            "next": day,
            "file": _text,
        },
    ),
    "dispute": Tagged(
        "The customer disputes an invoice, or part of it.",
        {"amount": amount, "cause": _text, "owner": _text},
        required=("inv",),
    ),
    "resolve": Tagged(
        "A dispute is settled.",
        {"amount": amount, "outcome": OneOf("credited", "rejected", "withdrawn")},
        required=("inv",),
    ),
    "extend": Tagged(
        "A later due date is granted.", {"due": day, "reason": _text}, required=("inv", "due")
    ),
    "letter": Tagged(
        "A reminder was sent.", {"level": _level, "sent": _text, "file": _text}, required=("level",)
    ),
    "statement": Tagged("A statement was sent.", {"as-of": day, "balance": amount, "file": _text}),
    "confirm": Tagged(
        "The customer was asked to confirm a balance.",
        {
            "as-of": day,
            "balance": amount,
            "reply": OneOf("agreed", "differs", "none"),
            "file": _text,
        },
        required=("reply",),
    ),
    "review": Tagged(
        "Terms, limit or other master data change from its day on.",
        {name: reader or _text for name, reader in MASTER.items()},
    ),
    "hold": Tagged("No more deliveries on credit.", {"reason": _text, "until": day}),
    "release": Tagged("A hold is lifted.", {"reason": _text}),
    "legal": Tagged(
        "A step at law.",
        {"stage": OneOf(*get_args(Stage)), "file": _text},
        required=("stage",),
    ),
    "claim": Tagged(
        "A credit insurer was told that something is overdue, or the claim was filed.",
        {"stage": OneOf("notified", "filed"), "file": _text},
        required=("stage",),
    ),
    "withdraw": Tagged(
        "A promise to pay no longer stands.",
        {"promise": _text, "reason": _text},
        required=("promise",),
    ),
    "commitment": Tagged(
        "What we promised the customer.",
        {"amount": amount, "until": day, "approved-by": _text},
        one_of=("amount", "until"),
    ),
    "file": Tagged(
        "A document belongs to the customer's file.",
        {"file": _text, "proves": OneOf(*PROVEN)},
        required=("file",),
    ),
    "ack": Tagged("An alert was seen.", {"alert": _text}, required=("alert",)),
    "note": Tagged("Whatever else is worth remembering.", {}),
}
"""Every kind of event and what its tags may hold."""


@record
class EventReader:
    """Reads the events, promises and orders of one side."""

    journal: Journal
    policy: Policy
    accounts: Accounts
    other: Accounts
    customers: dict[str, Customer]
    owners: Mapping[str, set[str]]
    """Customers by document number, for events that only name an invoice."""
    problems: list[Problem] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _others: set[str] | None = None
    """Who is on the other side of the books, once that was asked."""

    def __post_init__(self) -> None:
        for customer in self.customers.values():
            self._names.setdefault(fold(customer.id), customer.id)
        for customer in self.customers.values():
            self._names.setdefault(fold(customer.name), customer.id)

    def events(self, as_of: date) -> list[Event]:
        """The events entered by the as-of date that can be read, in file order."""
        found = []
        for entry in self.journal.entries:
            if entry.tags and entry.date <= as_of:
                tags = meaning(entry.tags)
                if "event" in tags:
                    event = self._event(entry, tags)
                    if event:
                        found.append(event)
        return found

    def _event(self, entry: Entry, tags: dict[str, str]) -> Event | None:
        kind = tags["event"].casefold()
        known = EVENTS.get(kind)
        source = Source(entry)
        if known is None:
            self._report(
                "unknown-event", f"'{tags['event']}' is not a kind of event", source,
                "write one of " + ", ".join(EVENTS),
            )  # fmt: skip
            return None
        if not self._readable(known, kind, tags, source):
            return None
        customer = self._customer(entry, tags)
        if customer is None and "inv" not in tags and not self._is_other_side(entry, tags):
            self._report(
                "event-without-customer", f"this {kind} does not say which customer it is about",
                source, "add customer:ID, or inv:NUMBER",
            )  # fmt: skip
        return Event(kind, entry.date, customer, tags, source)

    def _readable(self, known: Tagged, kind: str, tags: dict[str, str], source: Source) -> bool:
        """Whether every tag of the event can be read; reports each that cannot."""
        sound = True
        for name in known.required:
            if not tags.get(name):
                sound = False
                self._report(
                    "missing-event-tag", f"event:{kind} lacks {name}:", source, f"add {name}:…"
                )
        if known.one_of and not any(tags.get(name) for name in known.one_of):
            sound = False
            wanted = ": or ".join(known.one_of)
            self._report(
                "missing-event-tag", f"event:{kind} lacks {wanted}:", source, f"add {wanted}:"
            )
        for name, reader in {**BOOKKEEPING, **known.tags}.items():
            if tags.get(name) is None:
                continue
            try:
                reader(tags[name])
            except ValueError as error:
                sound = False
                self._report(
                    "bad-event-tag", f"{name}: {error}", source,
                    f"correct {name}: of this {kind}; until then it does not count",
                )  # fmt: skip
        if not sound:
            return False
        return self._is_to_come(known, tags, source) and self._known_cause(kind, tags, source)

    def _is_to_come(self, known: Tagged, tags: dict[str, str], source: Source) -> bool:
        """Whether the next step and the end of something are not before their own event."""
        made = source.entry.date
        for name in ("next", "until"):
            if name in known.tags and tags.get(name):
                told = day(tags[name], made.year)
                if told < made:
                    self._report(
                        "bad-event-tag", f"{name}: {told} is before the {made} of its entry",
                        source, "correct one of the two",
                    )  # fmt: skip
                    return False
        return True

    def _known_cause(self, kind: str, tags: dict[str, str], source: Source) -> bool:
        causes = self.policy.contacts.causes
        cause = tags.get("cause")
        if cause is None or kind not in ("contact", "dispute") or cause in causes:
            return True
        self._report(
            "bad-event-tag", f"cause: '{cause}' is none of the policy's causes", source,
            f"write one of {', '.join(causes)}, or add it to [contacts] causes",
        )  # fmt: skip
        return False

    def _customer(self, entry: Entry, tags: dict[str, str]) -> str | None:
        """By a posting's account, ``customer:``, a document's owner, or the payee."""
        for posting in entry.postings:
            role = self.accounts.role(posting.account)
            if role and role.customer:
                return role.customer
        if "customer" in tags:
            return self._names.get(fold(tags["customer"]))
        owners = self.owners.get(tags.get("inv", ""), set())
        if len(owners) == 1:
            return next(iter(owners))
        return self._names.get(fold(entry.payee)) if entry.payee else None

    def _is_other_side(self, entry: Entry, tags: dict[str, str]) -> bool:
        """Whether the event is about someone on the other side of the books."""
        return self._is_elsewhere(tags.get("customer") or entry.payee)

    def _is_elsewhere(self, name: str) -> bool:
        """Whether somebody on the other side of the books is called so."""
        if self._others is None:
            self._others = set(map(fold, filter(None, self._named_elsewhere())))
        return fold(name) in self._others

    def _named_elsewhere(self) -> Iterator[str]:
        """What those on the other side are called: by account, name, tag or payee."""
        yield from self._declared_elsewhere()
        for entry in self.journal.entries:
            for posting in entry.postings:
                if role := self.other.role(posting.account):
                    tags = {**meaning(entry.tags), **meaning(posting.tags)}
                    yield tags.get("customer") or role.customer or entry.payee

    def _declared_elsewhere(self) -> Iterator[str]:
        """The ids and names that are declared on the other side, on whatever day."""
        for name, declared in self.journal.accounts.items():
            if role := self.other.role(name):
                yield role.customer
                yield meaning(declared.tags).get("name", "") if role.customer else ""

    def promises(self, as_of: date) -> list[Promise]:
        """Promises made by the as-of date, in file order.

        Of who is declared on both sides of the books, positive amounts are promised to us and
        negative ones by us; what we promise any other supplier may have either sign.
        """
        found: list[Promise] = []
        declared: set[str] | None = None
        ours = self.accounts.side == "payable"
        for entry, posting, below in self._below("promise"):
            if entry.date > as_of or not below:
                continue
            owner = self._names.get(fold(below[0]))
            owners = self.owners.get(below[0], set())
            if owner is None and len(owners) == 1:
                owner = next(iter(owners))
            named = references(posting.tags) or references(entry.tags)
            if below[0] in self.owners and not named:
                named = (below[0],)
            if declared is None:
                declared = set(map(fold, filter(None, self._declared_elsewhere())))
            both = owner is not None and fold(owner) in declared
            found.extend(
                Promise(
                    owner, entry.code, entry.date, posting.date or entry.date,
                    abs(money.quantity) if ours else money.quantity,
                    money.commodity, named, Source(entry, posting),
                )
                for money in posting.amounts
                if not both or (money.quantity < 0) == ours
            )  # fmt: skip
            if owner is None and not ours and not self._is_elsewhere(below[0]):
                self._report(
                    "promise-without-customer",
                    f"'{below[0]}' is neither a customer nor a document",
                    Source(entry, posting), "post it below promise:CUSTOMER",
                )  # fmt: skip
        return found

    def orders(self, as_of: date) -> list[Order]:
        """Order postings dated by the as-of date, in file order."""
        found: list[Order] = []
        for entry, posting, below in self._below("order"):
            on = posting.date or entry.date
            if on > as_of:
                continue
            if not below[0]:
                self._report(
                    "order-without-customer", "this order does not say whose it is",
                    Source(entry, posting), "post it below order:CUSTOMER",
                )  # fmt: skip
                continue
            tags = {**meaning(entry.tags), **meaning(posting.tags)}
            customer = self._names.get(fold(below[0]), below[0])
            number = tags.get("order") or entry.code
            found.extend(
                Order(customer, number, on, m.quantity, m.commodity, Source(entry, posting))
                for m in posting.amounts
            )
        return found

    def _below(self, root: str) -> Iterator[tuple[Entry, Posting, list[str]]]:
        """Virtual postings below a top-level account, with the components under it."""
        prefix = f"{root}:"
        for entry in self.journal.entries:
            for posting in entry.postings:
                if posting.kind == "virtual" and posting.account.casefold().startswith(prefix):
                    yield entry, posting, posting.account.split(":")[1:]

    def _report(self, code: str, message: str, source: Source, remedy: str) -> None:
        self.problems.append(Problem(code, message, source.span, remedy, Severity.WARNING))
