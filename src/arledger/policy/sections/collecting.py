"""How money is collected: promises, habits of payment, contacts, the worklist."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from arledger.money import ZERO
from arledger.policy.about import About, at_most, share
from arledger.records import NamedTuple

PromisedCash = Literal["items", "customer"]
Averaged = Literal["cash-weighted", "closed", "simple"]
Ask = Literal["pay", "promise", "plan", "settle the dispute", "escalate"]
Stage = Literal["notice", "agency", "filed", "judgment", "insolvent"]

MOST_POINTS = 1000
"""Points one rule may be worth."""


def _rising_shares(steps: tuple[Decimal, ...]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with steps in percent."""
    if all(a < b for a, b in pairwise((ZERO, *steps, Decimal(101)))):
        return []
    return [((), "must be percents above 0 and at most 100, each more than the one before")]


def _rising_amounts(
    tables: Mapping[str, tuple[Decimal, ...]],
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the steps of each currency."""
    return [
        ((currency,), "must be amounts above 0, each more than the one before, as [1000, 10000]")
        for currency, steps in tables.items()
        if not steps or not all(a < b for a, b in pairwise((ZERO, *steps)))
    ]


def _above_nothing(amounts: Mapping[str, Decimal]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the amount of each currency."""
    return [
        ((currency,), "must be an amount above 0")
        for currency, amount in amounts.items()
        if amount <= 0
    ]


def _points_by_word(points: Mapping[str, int]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the points of each word."""
    check = at_most(MOST_POINTS)
    return [((w,), sentence) for w, number in points.items() for _, sentence in check(number)]


def _minutes(number: int) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with how long something takes."""
    return [] if 1 <= number <= 480 else [((), "must be from 1 to 480")]


def _minutes_by_ask(minutes: Mapping[str, int]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with how long it takes to ask for each thing."""
    asks = get_args(Ask)
    return [
        *(((a,), f"is none of {', '.join(asks)}") for a in minutes if a not in asks),
        *(((a,), sentence) for a, number in minutes.items() for _, sentence in _minutes(number)),
    ]


def _points(why: str) -> About:
    """What the points of a rule know of themselves."""
    return About("points", why, check=at_most(MOST_POINTS))


class PromiseToPay(NamedTuple):
    """When a promise to pay is kept, and what a missed instalment of a plan brings about."""

    grace: Annotated[
        int,
        About(
            "calendar days",
            "money promised for a Friday and sent that day may take a weekend to arrive",
            check=at_most(366),
        ),
    ] = 2
    threshold: Annotated[
        Decimal,
        About(
            "percent of the amount",
            "a promise is kept when this much was paid: charges of banks on the way, or a"
            " rounded sum, break no word",
            check=share,
        ),
    ] = Decimal(95)
    cash: Annotated[
        PromisedCash,
        About(
            "payments",
            "items counts what was paid on the promised items or lies on account; customer"
            " counts everything the customer paid",
        ),
    ] = "items"
    acceleration: Annotated[
        int,
        About(
            "missed instalments",
            "so many make what is left of their plan due at once, until they are made good; 0:"
            " a plan is never called due, for that is to be agreed. No due date is moved",
            check=at_most(366),
        ),
    ] = 0


class Behaviour(NamedTuple):
    """How the days that customers take to pay are averaged."""

    method: Annotated[
        Averaged,
        About(
            "method",
            "cash-weighted counts each payment by its amount at its day; closed each item settled"
            " in full, by what was paid on it, at the day it was settled; simple each of those"
            " once. Only the first sees part payments when they come",
        ),
    ] = "cash-weighted"
    months: Annotated[
        int,
        About(
            "calendar months",
            "payments so far back are recent; how somebody paid before tells less, and is shown"
            " beside them",
            check=at_most(1200),
        ),
    ] = 12


class Contacts(NamedTuple):
    """The words for what customers say."""

    causes: Annotated[
        tuple[str, ...],
        About(
            "words",
            "the reasons for not paying that a contact or a dispute may give; few, so they add up",
        ),
    ] = (
        *("forgot", "cash", "invoice", "goods", "service"),
        *("approval", "support", "rebate", "slow-sales", "unknown"),
    )


class Worklist(NamedTuple):
    """Whom to contact first, and what to ask for: each rule is worth points."""

    broken_promise: Annotated[
        int,
        _points("a promise that was broken and not made good: who gets away with it does it again"),
    ] = 30
    broken_again: Annotated[int, _points("for each promise on the same that was broken before")] = (
        10
    )
    promise_today: Annotated[
        int, _points("a promise falls due today: a word before the banks close costs little")
    ] = 20
    follow_up: Annotated[
        int, _points("the next step that was agreed is due, or overdue: we keep our word, too")
    ] = 20
    bucket: Annotated[
        int,
        _points("for each bucket that an item has entered since anybody was last in touch"),
    ] = 10
    amount: Annotated[int, _points("for each step that the amount to ask for reaches")] = 10
    amount_shares: Annotated[
        tuple[Decimal, ...],
        About(
            "percent of all that is past due in the currency",
            "steps that need no prices, and fit a book of any size",
            check=_rising_shares,
        ),
    ] = (Decimal(1), Decimal(5), Decimal(20))
    amounts: Annotated[
        Mapping[str, tuple[Decimal, ...]],
        About(
            "amounts by currency",
            "steps of a currency in place of those by share, as [worklist.amounts]"
            " USD = [1000, 10000]; amounts of different currencies are never added up",
            check=_rising_amounts,
        ),
    ] = MappingProxyType({})
    no_contact: Annotated[
        int, _points("nobody was in touch for long, or ever: silence is taken for consent")
    ] = 10
    no_contact_days: Annotated[
        int,
        About(
            "calendar days",
            "how long that is; where there was no contact, since the oldest item fell due",
            check=at_most(36500),
        ),
    ] = 14
    dispute: Annotated[
        int, _points("a dispute stands for long: what nobody settles is never paid")
    ] = 10
    dispute_days: Annotated[
        int,
        About(
            "calendar days",
            "how long its owner has to settle it, and again after each contact; until then who"
            " disputes all that is past due is left alone",
            check=at_most(36500),
        ),
    ] = 14
    grades: Annotated[
        Mapping[str, int],
        About(
            "points by grade",
            "the grade in force; who is not in the list gets none: a good name can wait",
            check=_points_by_word,
        ),
    ] = MappingProxyType({"B": 5, "C": 10})
    pause: Annotated[
        int,
        About(
            "calendar days",
            "after a contact there is none for so many days, but for what has happened since: 1"
            " is not twice a day; 0: there is no such pause",
            check=at_most(366),
        ),
    ] = 1
    least: Annotated[
        Mapping[str, Decimal],
        About(
            "amounts by currency",
            "less than this to ask for is not worth a call, as [worklist.least] USD = 50",
            check=_above_nothing,
        ),
    ] = MappingProxyType({})
    legal: Annotated[
        tuple[Stage, ...],
        About(
            "stages",
            "from these steps at law on, others speak for us, or a court forbids us to ask;"
            " whatever else is past due waits too",
        ),
    ] = ("agency", "filed", "judgment", "insolvent")
    plan_after: Annotated[
        int,
        About(
            "broken promises",
            "so many on the same, and a plan is asked for instead of all at once; 0: never",
            check=at_most(366),
        ),
    ] = 1
    escalate_after: Annotated[
        int,
        About(
            "broken promises",
            "so many, a plan of which nothing was kept counting one more, and words are at an end;"
            " 0: never",
            check=at_most(366),
        ),
    ] = 2
    escalate_days: Annotated[
        int,
        About(
            "days past due",
            "who was asked, has agreed to nothing and is later than this is no matter for a"
            " friendly call any more; 0: never",
            check=at_most(36500),
        ),
    ] = 90
    minutes: Annotated[
        int, About("minutes", "what a contact takes, notes included", check=_minutes)
    ] = 10
    minutes_by: Annotated[
        Mapping[str, int],
        About(
            "minutes by what is asked for",
            "what takes longer or less; the keys are pay, promise, plan, settle the dispute,"
            " escalate",
            check=_minutes_by_ask,
        ),
    ] = MappingProxyType({"pay": 5, "plan": 15, "settle the dispute": 15})
