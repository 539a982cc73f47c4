"""Every choice that is a credit manager's to make: its default, its unit and its reason.

One record a section of ``arledger.toml``; a field ``write_off`` is the key ``write-off``.
docs/policy.md, ``arledger init`` and ``arledger config`` are made from these fields, so a
number or a name stands here once and nowhere else.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_args

from arledger.policy.about import Check
from arledger.policy.sections.books import (
    Accounts,
    Aging,
    Allocation,
    CashDiscount,
    Checks,
    Documents,
    PaymentTerms,
    Value,
    Writing,
)
from arledger.policy.sections.collecting import Behaviour, Contacts, PromiseToPay, Worklist
from arledger.policy.sections.credit import Credit, Limitation
from arledger.policy.sections.watch import Alerts, Grades
from arledger.records import NamedTuple


class Policy(NamedTuple):
    """All choices in force, one field a section."""

    accounts: Accounts = Accounts()
    documents: Documents = Documents()
    terms: PaymentTerms = PaymentTerms()
    allocation: Allocation = Allocation()
    aging: Aging = Aging()
    discount: CashDiscount = CashDiscount()
    promise: PromiseToPay = PromiseToPay()
    behaviour: Behaviour = Behaviour()
    contacts: Contacts = Contacts()
    credit: Credit = Credit()
    limitation: Limitation = Limitation()
    worklist: Worklist = Worklist()
    alerts: Alerts = Alerts()
    grades: Grades = Grades()
    check: Checks = Checks()
    value: Value = Value()
    writing: Writing = Writing()


DEFAULT = Policy()
"""What is in force without a policy file."""


class LoadedPolicy(NamedTuple):
    """A policy and where each of its values came from."""

    policy: Policy
    path: str | None
    """The file as given or found; None: there is none and all are defaults."""
    lines: Mapping[str, int] = MappingProxyType({})
    """The line of each key the file sets, by its path, as ``aging.buckets``."""

    @property
    def origins(self) -> dict[str, str]:
        """For each key, as ``aging.buckets``: "default" or ``file:line``."""
        paths = [key.path for key in keys()]
        return {p: f"{self.path}:{self.lines[p]}" if p in self.lines else "default" for p in paths}


class Key(NamedTuple):
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
    for section, record in policy._asdict().items():
        for name, annotation in type(record).__annotations__.items():
            type_, about = get_args(annotation)
            yield Key(
                section=kebab(section),
                name=kebab(name),
                value=getattr(record, name),
                unit=about.unit,
                why=about.why,
                type=type_,
                check=about.check,
            )


def kebab(name: str) -> str:
    """A Python name as a TOML key: ``write_off`` is ``write-off``."""
    return name.replace("_", "-")


def is_record(type_: Any) -> bool:
    """Whether a type is a record: a table of its own below a key."""
    return isinstance(type_, type) and issubclass(type_, tuple) and hasattr(type_, "_fields")
