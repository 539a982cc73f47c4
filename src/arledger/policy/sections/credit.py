"""How much credit is given, and for how long a claim can be enforced."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

from arledger.money import cover_of, limit_of
from arledger.policy.about import (
    About,
    at_most,
    from_1,
    percent_from_0,
    readable_terms_by_tag,
    share,
)
from arledger.policy.limitation import LimitationRule, mistaken
from arledger.records import NamedTuple

CreditRule = Literal[
    "overdue-days", "overdue-amount", "overdue-share", "broken-promises", "dunning-level",
    "order-value", "terms",
]  # fmt: skip


def _readable_limits(limits: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the credit limits of some labels."""
    wrong: list[tuple[tuple[str, ...], str]] = []
    for label, text in limits.items():
        try:
            limit_of(text)
        except ValueError as problem:
            wrong.append(((label,), str(problem)))
    return wrong


def _readable_limits_by_tag(
    tables: Mapping[str, Mapping[str, str]],
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the credit limits of each tag's values."""
    return [
        ((tag, *path), sentence)
        for tag, table in tables.items()
        for path, sentence in _readable_limits(table)
    ]


def _readable_amount(text: str) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with an amount that may be left out."""
    try:
        if text and cover_of(text)[1] == "":
            return [((), f"'{text}' lacks its currency")]
    except ValueError as problem:
        return [((), str(problem))]
    return []


class Credit(NamedTuple):
    """How much credit customers may have, and from when on it is too much."""

    watch: Annotated[
        Decimal,
        About(
            "percent of the limit",
            "a customer who has used so much of it is to be watched: one more order may be too"
            " much",
            check=percent_from_0,
        ),
    ] = Decimal(80)
    hold: Annotated[
        Decimal,
        About(
            "percent of the limit",
            "above it there are no more deliveries on credit; more than 100 tolerates so much",
            check=percent_from_0,
        ),
    ] = Decimal(100)
    coverage: Annotated[
        Decimal,
        About(
            "percent of what is insured",
            "what the insurer pays where coverage: does not say: most leave a tenth to the seller",
            check=share,
        ),
    ] = Decimal(90)
    top: Annotated[
        int,
        About(
            "debtors",
            "the share of so many largest ones is shown: with few large ones, one failure is felt",
            check=from_1,
        ),
    ] = 5
    limits: Annotated[
        Mapping[str, Mapping[str, str]],
        About(
            "credit limits by tag and value",
            "limits that go with a tag of customers who have none of their own, as"
            " [credit.limits.segment] retail = '5000.00 USD'; without one there is no limit",
            check=_readable_limits_by_tag,
        ),
    ] = MappingProxyType({})
    groups: Annotated[
        Mapping[str, str],
        About(
            "credit limits by group",
            "what all customers of a group may owe together, besides each one's limit, as"
            " acme = '100000.00 USD': a group fails together",
            check=_readable_limits,
        ),
    ] = MappingProxyType({})
    overdue_days: Annotated[
        int,
        About(
            "days past due",
            "who lets an invoice lie for longer gets nothing more before it is paid; 0: however"
            " long",
            check=at_most(36500),
        ),
    ] = 0
    overdue_amount: Annotated[
        str,
        About(
            "amount",
            "who is past due with more gets nothing more, as '5000.00 USD'; empty: however much",
            check=_readable_amount,
        ),
    ] = ""
    overdue_share: Annotated[
        Decimal,
        About(
            "percent of what is open",
            "who is past due with a larger part gets nothing more; 0: with all of it",
            check=percent_from_0,
        ),
    ] = Decimal(0)
    broken_promises: Annotated[
        int,
        About(
            "promises",
            "who broke so many and made none of them good gets nothing more; 0: however many",
            check=at_most(1000),
        ),
    ] = 0
    dunning_level: Annotated[
        int,
        About(
            "level",
            "who was reminded at this level or a higher one gets nothing more until that is paid;"
            " 0: whatever the level",
            check=at_most(100),
        ),
    ] = 0
    order_value: Annotated[
        str,
        About(
            "amount",
            "more at a time is for somebody to decide, as '20000.00 USD'; empty: however much",
            check=_readable_amount,
        ),
    ] = ""
    terms: Annotated[
        Mapping[str, Mapping[str, str]],
        About(
            "payment terms by tag and value",
            "the longest terms that customers with a tag may have, as [credit.terms.grade]"
            " C = 'prepay'",
            check=readable_terms_by_tag,
        ),
    ] = MappingProxyType({})
    warn: Annotated[
        tuple[CreditRule, ...],
        About(
            "rules",
            "of these more than is allowed is only to be watched, and holds nobody",
        ),
    ] = ()


class Limitation(NamedTuple):
    """How long claims can be enforced: nothing is known of it but what is written here."""

    rules: Annotated[
        Mapping[str, LimitationRule],
        About(
            "rules by name",
            "years, start and what interrupts them are the law's, which differs and changes: read"
            " it, write it down with its source, and have what comes of it checked. The first rule"
            " that fits a claim is used; none: nothing is calculated",
            check=mistaken,
        ),
    ] = MappingProxyType({})
