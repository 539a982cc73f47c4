"""How customers are graded, and what a credit manager is told of without asking."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

from arledger.policy.about import About, at_most, from_1, percent_from_0, share
from arledger.policy.scorecards import GradeRule, wrong_anchors, wrong_criteria, wrong_scale
from arledger.records import NamedTuple

Interval = Literal["month", "quarter", "half-year", "year"]
AlertSeverity = Literal["critical", "warning", "info", "off"]
"""How grave an alert is; one that is off is not looked for."""


def _weight(why: str) -> About:
    """What the severity of a kind of alert knows of itself."""
    return About("severity", why)


def _months_by_word(months: Mapping[str, int]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the months of each word."""
    return [
        ((word,), sentence)
        for word, number in months.items()
        for _, sentence in at_most(1200)(number)
    ]


def _row(numbers: Mapping[str, int | str]) -> Mapping[str, Decimal]:
    """A table of numbers that nobody changes."""
    return MappingProxyType({key: Decimal(number) for key, number in numbers.items()})


def _table(rows: Mapping[str, Mapping[str, int | str]]) -> Mapping[str, Mapping[str, Decimal]]:
    """A table of such tables."""
    return MappingProxyType({key: _row(row) for key, row in rows.items()})


class Grades(NamedTuple):
    """How customers are graded, how often, and what a grade brings with it."""

    criteria: Annotated[
        Mapping[str, Mapping[str, Decimal]],
        About(
            "weight, and points by range",
            "the scorecard: how somebody pays counts half, what is overdue today a fifth. Weights"
            " add up to 100; a criterion without data is left out and the others share its weight",
            check=wrong_criteria,
        ),
    ] = _table(
        {
            "index": {
                "weight": 50, "from 80": 100, "from 70 below 80": 80, "from 50 below 70": 50,
                "from 40 below 50": 25, "below 40": 0,
            },
            "overdue": {
                "weight": 20, "below 5": 100, "from 5 below 10": 80, "from 10 below 25": 50,
                "from 25 below 50": 20, "from 50": 0,
            },
            "promises": {
                "weight": 15, "from 95": 100, "from 80 below 95": 75, "from 50 below 80": 40,
                "below 50": 0,
            },
            "limit-use": {"weight": 10, "below 80": 100, "from 80 up to 100": 60, "above 100": 0},
            "disputes": {"weight": 5, "below 5": 100, "from 5 below 20": 50, "from 20": 0},
        }
    )  # fmt: skip
    anchors: Annotated[
        tuple[tuple[int, ...], ...],
        About(
            "[days past due, index]",
            "how late a payment of that index is, as in PAYDEX: 80 is prompt, 50 is 30 days late;"
            " in between it goes straight from one to the next",
            check=wrong_anchors,
        ),
    ] = (
        *((-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50)),
        *((60, 40), (90, 30), (120, 20), (150, 10), (180, 0)),
    )
    scale: Annotated[
        Mapping[str, GradeRule],
        About(
            "grades",
            "as many as you like. score: from which on it is given, the lowest from 0; factor: the"
            " limit proposed is so many times what the customer buys in the time the terms give;"
            " terms: proposed instead of what was agreed; letters: how reminders are to sound",
            check=wrong_scale,
        ),
    ] = MappingProxyType(
        {
            "A": GradeRule(Decimal(80), Decimal(1), letters="friendly"),
            "B": GradeRule(Decimal(60), Decimal("0.8"), letters="firm"),
            "C": GradeRule(Decimal(0), Decimal(0), terms="prepay", letters="strict"),
        }
    )
    months: Annotated[
        int,
        About(
            "calendar months",
            "payments, promises and disputes so far back count: a year has every season once",
            check=at_most(1200),
        ),
    ] = 12
    invoices: Annotated[
        int,
        About(
            "documents",
            "so many must have been paid, or be overdue, in those months; whoever has fewer is"
            " unrated",
            check=at_most(1000),
        ),
    ] = 3
    review: Annotated[
        Interval,
        About("interval", "at the end of each the grade in force is set anew by the scorecard"),
    ] = "quarter"
    steps_up: Annotated[
        int,
        About(
            "grades",
            "so many a grade may rise in one review, while it falls at once: trust is earned"
            " slowly; 0: any number",
            check=at_most(1000),
        ),
    ] = 1
    rating_months: Annotated[
        int,
        About(
            "calendar months",
            "an agency's rating counts so long from rating-on, or from the review that notes it",
            check=at_most(1200),
        ),
    ] = 12


class Alerts(NamedTuple):
    """Which alarms are raised, from when on, and how grave each is."""

    bucket: Annotated[
        AlertSeverity, _weight("a document has got into a later bucket, short of the last one")
    ] = "warning"
    last_bucket: Annotated[
        AlertSeverity, _weight("it has got into the last bucket: few of those are paid in full")
    ] = "critical"
    bounce: Annotated[
        AlertSeverity, _weight("a payment came back: nothing says so clearly that money is short")
    ] = "critical"
    broken_promise: Annotated[
        AlertSeverity, _weight("a promise was broken, and nothing was paid or promised since")
    ] = "critical"
    follow_up: Annotated[
        AlertSeverity, _weight("the day of a next step has gone by: who is not rung learns it")
    ] = "warning"
    silent: Annotated[
        AlertSeverity, _weight("something is past due, and nothing was heard of them for long")
    ] = "warning"
    stopped_buying: Annotated[
        AlertSeverity, _weight("who bought regularly and still owes buys no more")
    ] = "warning"
    dispute: Annotated[
        AlertSeverity, _weight("a dispute stands longer than worklist.dispute-days")
    ] = "warning"
    later_than_usual: Annotated[
        AlertSeverity, _weight("a document is later than they usually let it be: the earliest sign")
    ] = "warning"
    slowing: Annotated[
        AlertSeverity, _weight("what was paid of late was paid later than before")
    ] = "warning"
    limit_near: Annotated[
        AlertSeverity, _weight("credit.watch of the limit is used: there is time to talk")
    ] = "warning"
    limit_over: Annotated[
        AlertSeverity, _weight("credit.hold of the limit is used, or there is no credit any more")
    ] = "critical"
    limit_expiring: Annotated[
        AlertSeverity, _weight("a limit is about to end, and with it the deliveries")
    ] = "warning"
    cover_expiring: Annotated[
        AlertSeverity, _weight("insurance or a guarantee is about to end, and something is owed")
    ] = "warning"
    notify_insurer: Annotated[
        AlertSeverity, _weight("the insurer must be told of what is late, or it is not covered")
    ] = "critical"
    large_order: Annotated[
        AlertSeverity, _weight("an order is far above all before: who is about to fail buys much")
    ] = "warning"
    large_share: Annotated[
        AlertSeverity, _weight("one debtor owes so much of everything that it would be felt")
    ] = "info"
    grade_fallen: Annotated[
        AlertSeverity, _weight("the grade in force has become worse since the last review day")
    ] = "warning"
    grade_doubted: Annotated[
        AlertSeverity, _weight("a grade by hand is better than the last review would have it")
    ] = "info"
    review_due: Annotated[
        AlertSeverity, _weight("nobody has looked at a customer for longer than its grade allows")
    ] = "info"
    commitment: Annotated[
        AlertSeverity, _weight("what we promised ourselves is overdue: it will come off a payment")
    ] = "info"
    bucket_days: Annotated[
        int,
        About(
            "days past due",
            "buckets that begin earlier raise no alert: a few days are no alarm",
            check=at_most(36500),
        ),
    ] = 31
    silent_days: Annotated[
        int,
        About(
            "calendar days",
            "how long silence is long, from when it fell due or they were last heard of",
            check=at_most(36500),
        ),
    ] = 30
    gaps: Annotated[
        int,
        About(
            "times the usual gap between documents",
            "after so many, and not before silent-days, somebody has stopped buying",
            check=from_1,
        ),
    ] = 3
    slower_days: Annotated[
        int,
        About(
            "days",
            "so much later than usual is not by chance: more than a weekend and a holiday",
            check=from_1,
        ),
    ] = 10
    slower_months: Annotated[
        int,
        About(
            "calendar months",
            "payments so far back are compared with those of behaviour.months before them",
            check=from_1,
        ),
    ] = 3
    experience: Annotated[
        int,
        About(
            "payments or documents",
            "of fewer there is no habit to compare with",
            check=from_1,
        ),
    ] = 3
    expiring_days: Annotated[
        int,
        About(
            "calendar days",
            "before a limit or a cover ends, or the insurer must know: as long as a decision takes",
            check=at_most(36500),
        ),
    ] = 30
    order_percent: Annotated[
        Decimal,
        About(
            "percent of the largest document of the behaviour.months before",
            "an order above it is unusually large",
            check=percent_from_0,
        ),
    ] = Decimal(150)
    share_percent: Annotated[
        Decimal,
        About(
            "percent of all that is owed in the currency",
            "from it on one debtor is too large a share",
            check=share,
        ),
    ] = Decimal(25)
    share_debtors: Annotated[
        int,
        About(
            "debtors",
            "where fewer owe, each is a large share, and that is no news",
            check=from_1,
        ),
    ] = 5
    review_months: Annotated[
        Mapping[str, int],
        About(
            "calendar months by grade",
            "how often somebody is to look at a customer, by event:review; a grade that is not"
            " in the list is never due",
            check=_months_by_word,
        ),
    ] = MappingProxyType({"A": 12, "B": 6, "C": 3})
