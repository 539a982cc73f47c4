"""Every choice that is a credit manager's to make: its default, its unit and its reason.

One dataclass a section of ``arledger.toml``; a field ``write_off`` is the key ``write-off``.
docs/policy.md, ``arledger init`` and ``arledger config`` are made from these fields, so a
number or a name stands here once and nowhere else.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, cast

from arledger.dates import parse_terms
from arledger.policy import names

Check = Callable[[Any], list[tuple[tuple[str, ...], str]]]
"""Takes a value of the right type; returns what is wrong with it: (path below it, sentence)."""

Subaccount = Literal["auto", "branch", "invoice"]
Order = Literal["oldest-due", "exact-amount", "costs-interest-principal", "none"]
Basis = Literal["due", "date", "original"]
Unapplied = Literal["column", "oldest", "own-age"]


def _about(unit: str, why: str, check: Check | None = None) -> dict[str, Any]:
    """What a field knows of itself: its unit, its reason and what makes a value of it wrong."""
    return {"unit": unit, "why": why, "check": check}


def _rising(buckets: tuple[int, ...]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with bucket edges."""
    if buckets and buckets[0] > 0 and all(a < b for a, b in pairwise(buckets)):
        return []
    return [((), "must be days above 0, each more than the one before, as [30, 60, 90]")]


def _readable_terms(text: str) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with payment terms."""
    try:
        parse_terms(text)
    except ValueError as problem:
        return [((), str(problem))]
    return []


def _readable_terms_by_tag(
    tables: Mapping[str, Mapping[str, str]],
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the payment terms of each tag's values."""
    return [
        ((tag, value), sentence)
        for tag, table in tables.items()
        for value, text in table.items()
        for _, sentence in _readable_terms(text)
    ]


def _tells(what: str) -> dict[str, Any]:
    """What the lists of account names that tell a kind of document know of themselves."""
    return _about("account names", f"a counter-account with one of these names {what}")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which accounts hold receivables and payables, and how customers stand below them."""

    receivable: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "full account names",
            "the roots below which customers stand; empty: found by receivable-names",
        ),
    )
    payable: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            "full account names",
            "the roots below which suppliers stand; empty: found by payable-names",
        ),
    )
    exclude: tuple[str, ...] = field(
        default=names.NOT_CUSTOMERS,
        metadata=_about(
            "account names", "a component below a root with one of these names is no customer"
        ),
    )
    subaccount: Subaccount = field(
        default="auto",
        metadata=_about(
            "style",
            "what stands below the customer: a branch, an invoice's number, or auto: a leaf is"
            " a number if its postings have none, it has a digit, and never more than one debit",
        ),
    )
    receivable_names: tuple[str, ...] = field(
        default=names.RECEIVABLE,
        metadata=_about(
            "account names",
            "an account whose last component is one of these is a root of receivables",
        ),
    )
    payable_names: tuple[str, ...] = field(
        default=names.PAYABLE,
        metadata=_about(
            "account names", "an account whose last component is one of these is a root of payables"
        ),
    )


@dataclass(frozen=True, slots=True)
class Documents:
    """How the other side of an entry tells what kind of document a posting is."""

    payment: tuple[str, ...] = field(
        default=names.CASH, metadata=_tells("is cash, also without the type C")
    )
    bank_fees: tuple[str, ...] = field(
        default=names.BANK_FEES, metadata=_tells("is a bank's cut of a payment: cash")
    )
    invoice: tuple[str, ...] = field(
        default=names.INCOME, metadata=_tells("is income, also without the type R")
    )
    write_off: tuple[str, ...] = field(
        default=names.WRITE_OFF, metadata=_tells("makes a credit a write-off")
    )
    discount: tuple[str, ...] = field(
        default=names.DISCOUNT, metadata=_tells("makes a credit a cash discount")
    )
    credit_note: tuple[str, ...] = field(
        default=names.CREDIT_NOTE, metadata=_tells("makes a credit a credit note")
    )
    interest: tuple[str, ...] = field(
        default=names.INTEREST, metadata=_tells("makes a debit late interest, not a sale")
    )
    fee: tuple[str, ...] = field(
        default=names.FEE, metadata=_tells("makes a debit a fee, not a sale")
    )
    tax: tuple[str, ...] = field(
        default=names.TAX, metadata=_tells("is tax: it follows whatever else the entry holds")
    )
    opening: tuple[str, ...] = field(
        default=names.OPENING, metadata=_tells("makes an entry an opening or closing one")
    )
    factoring: tuple[str, ...] = field(
        default=names.FACTORING, metadata=_tells("makes a credit a sale to a factor")
    )


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """When a document falls due that does not say so itself, and whose customer does not."""

    default: str = field(
        default="net 0",
        metadata=_about(
            "payment terms",
            "due on its date: arledger never assumes a silent net 30",
            check=_readable_terms,
        ),
    )
    by: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict,
        metadata=_about(
            "payment terms by tag and value",
            "terms that go with a tag of the customer, as [terms.by.segment] retail = 'net 15'",
            check=_readable_terms_by_tag,
        ),
    )


@dataclass(frozen=True, slots=True)
class Allocation:
    """Which open items a payment settles that does not say so itself."""

    order: Order = field(
        default="oldest-due",
        metadata=_about(
            "order",
            "the custom of most trades; exact-amount leaves what fits no single item on account,"
            " costs-interest-principal follows civil codes, none allocates by reference only",
        ),
    )


@dataclass(frozen=True, slots=True)
class Aging:
    """How lateness is counted and shown."""

    buckets: tuple[int, ...] = field(
        default=(30, 60, 90),
        metadata=_about(
            "days past due",
            "last day of each bucket: monthly reminders, and the columns most lenders ask for",
            check=_rising,
        ),
    )
    basis: Basis = field(
        default="due",
        metadata=_about(
            "date",
            "days are counted from the due date, the document's date, or the due date before"
            " any extension (original)",
        ),
    )
    unapplied: Unapplied = field(
        default="column",
        metadata=_about(
            "place",
            "money on account has a column of its own, comes off the oldest bucket, or ages by"
            " its own date; only the first hides nothing",
        ),
    )


@dataclass(frozen=True, slots=True)
class Contacts:
    """The words for what customers say."""

    causes: tuple[str, ...] = field(
        default=(
            *("forgot", "cash", "invoice", "goods", "service"),
            *("approval", "support", "rebate", "slow-sales", "unknown"),
        ),
        metadata=_about(
            "words",
            "the reasons for not paying that a contact or a dispute may give; few, so they add up",
        ),
    )


@dataclass(frozen=True, slots=True)
class Value:
    """In which currency figures are shown."""

    currency: str = field(
        default="",
        metadata=_about(
            "commodity",
            "what -X takes when it is not given: figures are converted at the journal's P prices;"
            " empty: every currency on its own, never added up",
        ),
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """All choices in force, one field a section."""

    accounts: Accounts = Accounts()
    documents: Documents = Documents()
    terms: PaymentTerms = PaymentTerms()
    allocation: Allocation = Allocation()
    aging: Aging = Aging()
    contacts: Contacts = Contacts()
    value: Value = Value()


DEFAULT = Policy()
"""What is in force without a policy file."""


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy and where each of its values came from."""

    policy: Policy
    path: str | None
    """The file as given or found; None: there is none and all are defaults."""
    origins: Mapping[str, str]
    """For each key, as ``aging.buckets``: "default" or ``file:line``."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key as people need it explained."""

    section: str
    name: str
    """As written in TOML, kebab-case."""
    value: Any
    unit: str
    why: str
    type: Any
    check: Check | None

    @property
    def path(self) -> str:
        """Section and name, as ``aging.buckets``."""
        return f"{self.section}.{self.name}"


def keys(policy: Policy = DEFAULT) -> Iterator[Key]:
    """Every key of every section with its value in this policy, in the order of the model."""
    for section in dataclasses.fields(Policy):
        record = getattr(policy, section.name)
        for one in dataclasses.fields(record):
            about = cast("dict[str, Any]", one.metadata)
            yield Key(
                section=kebab(section.name),
                name=kebab(one.name),
                value=getattr(record, one.name),
                unit=about["unit"],
                why=about["why"],
                type=one.type,
                check=about["check"],
            )


def kebab(name: str) -> str:
    """A Python name as a TOML key: ``write_off`` is ``write-off``."""
    return name.replace("_", "-")
