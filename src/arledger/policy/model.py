"""Every choice that is a credit manager's to make: its default, its unit and its reason.

One record a section of ``arledger.toml``; a field ``write_off`` is the key ``write-off``.
docs/policy.md, ``arledger init`` and ``arledger config`` are made from these fields, so a
number or a name stands here once and nowhere else.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from arledger.dates import parse_terms
from arledger.money import ZERO, cover_of, limit_of
from arledger.patterns import lazy
from arledger.policy import names
from arledger.policy.limitation import LimitationRule, mistaken
from arledger.policy.scorecards import GradeRule, wrong_anchors, wrong_criteria, wrong_scale
from arledger.records import NamedTuple

Check = Callable[[Any], list[tuple[tuple[str, ...], str]]]
"""Takes a value of the right type; returns what is wrong with it: (path below it, sentence)."""

Subaccount = Literal["auto", "branch", "invoice"]
Order = Literal["oldest-due", "exact-amount", "costs-interest-principal", "none"]
Basis = Literal["due", "date", "original"]
Unapplied = Literal["column", "oldest", "own-age"]
Disputed = Literal["memo", "column"]
Lint = Literal[
    "credit-unapplied", "disputed-too-much", "due-contradicts-terms", "file-missing",
    "idle-extension",
    "names-nothing", "no-promise", "number-gap", "number-shared", "order-not-reversed",
    "payment-before-invoice",
    "promise-on-disputed", "promise-on-paid", "promise-undated", "promised-too-much",
]  # fmt: skip
CreditRule = Literal[
    "overdue-days", "overdue-amount", "overdue-share", "broken-promises", "dunning-level",
    "order-value", "terms",
]  # fmt: skip
PromisedCash = Literal["items", "customer"]
Averaged = Literal["cash-weighted", "closed", "simple"]
Ask = Literal["pay", "promise", "plan", "settle the dispute", "escalate"]
Stage = Literal["notice", "agency", "filed", "judgment", "insolvent"]
Interval = Literal["month", "quarter", "half-year", "year"]
AlertSeverity = Literal["critical", "warning", "info", "off"]
"""How grave an alert is; one that is off is not looked for."""


class About(NamedTuple):
    """What a field knows of itself."""

    unit: str
    why: str
    """Its reason, as a clause."""
    check: Check | None = None
    """What makes a value of it wrong, beyond its type."""


_FILLABLE = lazy(r"(?:[^{}*?\[;\x00-\x1f]|\{(?:year|month|kind)\})*")

MOST_BUCKETS = 100
"""Edges an aging may have: each is a column to be read by somebody."""

MOST_POINTS = 1000
"""Points one rule may be worth."""


def _rising(buckets: tuple[int, ...]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with bucket edges."""
    if len(buckets) > MOST_BUCKETS:
        return [((), f"must be at most {MOST_BUCKETS}")]
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


def _at_most(most: int) -> Check:
    """What is wrong with a whole number that must lie between 0 and the most it may be."""

    def check(number: int) -> list[tuple[tuple[str, ...], str]]:
        return [] if 0 <= number <= most else [((), f"must be from 0 to {most}")]

    return check


def _from_1(number: int) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a whole number that must be 1 or more."""
    return [] if 1 <= number <= 10_000 else [((), "must be from 1 to 10000")]


def _percent_from_0(percent: Decimal) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a percentage that may be more than all."""
    return [] if 0 <= percent <= 1000 else [((), "must be from 0 to 1000")]


def _share(percent: Decimal) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a share that must be more than nothing and no more than all."""
    return [] if 0 < percent <= 100 else [((), "must be more than 0 and at most 100")]


def _fillable(path: str) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a path that has places to be filled in."""
    if _FILLABLE.fullmatch(path):
        return []
    return [((), "may hold {year}, {month} and {kind}, and none of * ? [ ; { }")]


def _fillable_by_kind(paths: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the paths of some kinds."""
    return [((kind,), sentence) for kind, path in paths.items() for _, sentence in _fillable(path)]


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
    check = _at_most(MOST_POINTS)
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
    return About("points", why, check=_at_most(MOST_POINTS))


def _weight(why: str) -> About:
    """What the severity of a kind of alert knows of itself."""
    return About("severity", why)


def _months_by_word(months: Mapping[str, int]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the months of each word."""
    return [
        ((word,), sentence)
        for word, number in months.items()
        for _, sentence in _at_most(1200)(number)
    ]


def _row(numbers: Mapping[str, int | str]) -> Mapping[str, Decimal]:
    """A table of numbers that nobody changes."""
    return MappingProxyType({key: Decimal(number) for key, number in numbers.items()})


def _table(rows: Mapping[str, Mapping[str, int | str]]) -> Mapping[str, Mapping[str, Decimal]]:
    """A table of such tables."""
    return MappingProxyType({key: _row(row) for key, row in rows.items()})


def _tells(what: str) -> About:
    """What the lists of account names that tell a kind of document know of themselves."""
    return About("account names", f"a counter-account with one of these names {what}")


class Accounts(NamedTuple):
    """Which accounts hold receivables and payables, and how customers stand below them."""

    receivable: Annotated[
        tuple[str, ...],
        About(
            "full account names",
            "the roots below which customers stand; empty: found by receivable-names",
        ),
    ] = ()
    payable: Annotated[
        tuple[str, ...],
        About(
            "full account names",
            "the roots below which suppliers stand; empty: found by payable-names",
        ),
    ] = ()
    exclude: Annotated[
        tuple[str, ...],
        About("account names", "a component below a root with one of these names is no customer"),
    ] = names.NOT_CUSTOMERS
    subaccount: Annotated[
        Subaccount,
        About(
            "style",
            "what stands below the customer: a branch, an invoice's number, or auto: a leaf is"
            " a number if its postings have none, it has a digit, and never more than one debit",
        ),
    ] = "auto"
    receivable_names: Annotated[
        tuple[str, ...],
        About(
            "account names",
            "an account whose last component is one of these is a root of receivables",
        ),
    ] = names.RECEIVABLE
    payable_names: Annotated[
        tuple[str, ...],
        About(
            "account names", "an account whose last component is one of these is a root of payables"
        ),
    ] = names.PAYABLE


class Documents(NamedTuple):
    """How the other side of an entry tells what kind of document a posting is."""

    payment: Annotated[tuple[str, ...], _tells("is cash, also without the type C")] = names.CASH
    bank_fees: Annotated[tuple[str, ...], _tells("is a bank's cut of a payment: cash")] = (
        names.BANK_FEES
    )
    invoice: Annotated[tuple[str, ...], _tells("is income, also without the type R")] = names.INCOME
    write_off: Annotated[tuple[str, ...], _tells("makes a credit a write-off")] = names.WRITE_OFF
    discount: Annotated[tuple[str, ...], _tells("makes a credit a cash discount")] = names.DISCOUNT
    credit_note: Annotated[tuple[str, ...], _tells("makes a credit a credit note")] = (
        names.CREDIT_NOTE
    )
    interest: Annotated[tuple[str, ...], _tells("makes a debit late interest, not a sale")] = (
        names.INTEREST
    )
    fee: Annotated[tuple[str, ...], _tells("makes a debit a fee, not a sale")] = names.FEE
    tax: Annotated[tuple[str, ...], _tells("is tax: it follows whatever else the entry holds")] = (
        names.TAX
    )
    opening: Annotated[tuple[str, ...], _tells("makes an entry an opening or closing one")] = (
        names.OPENING
    )
    factoring: Annotated[tuple[str, ...], _tells("makes a credit a sale to a factor")] = (
        names.FACTORING
    )
    indemnity: Annotated[
        tuple[str, ...], _tells("makes a credit what an insurer or a guarantor paid instead")
    ] = names.INDEMNITY


class PaymentTerms(NamedTuple):
    """When a document falls due that does not say so itself, and whose customer does not."""

    default: Annotated[
        str,
        About(
            "payment terms",
            "due on its date, and said so: a silent net 30 is never assumed; write"
            " 'due on receipt' where that is what was agreed",
            check=_readable_terms,
        ),
    ] = "net 0"
    by: Annotated[
        Mapping[str, Mapping[str, str]],
        About(
            "payment terms by tag and value",
            "terms that go with a tag of the customer, as [terms.by.segment] retail = 'net 15'",
            check=_readable_terms_by_tag,
        ),
    ] = MappingProxyType({})


class Allocation(NamedTuple):
    """Which open items a payment settles that does not say so itself."""

    order: Annotated[
        Order,
        About(
            "order",
            "the custom of most trades; exact-amount leaves what fits no single item on account,"
            " costs-interest-principal follows civil codes, none allocates by reference only",
        ),
    ] = "oldest-due"


class Aging(NamedTuple):
    """How lateness is counted and shown."""

    buckets: Annotated[
        tuple[int, ...],
        About(
            "days past due",
            "last day of each bucket: monthly reminders, and the columns most lenders ask for",
            check=_rising,
        ),
    ] = (30, 60, 90)
    basis: Annotated[
        Basis,
        About(
            "date",
            "days are counted from the due date, the document's date, or the due date before"
            " any extension (original)",
        ),
    ] = "due"
    unapplied: Annotated[
        Unapplied,
        About(
            "place",
            "money on account has a column of its own, comes off the oldest bucket, or ages by"
            " its own date; only the first hides nothing",
        ),
    ] = "column"
    disputed: Annotated[
        Disputed,
        About(
            "place",
            "what is disputed is owed and late like anything else, and is said beside the total"
            " (memo); or it leaves the buckets for a column of its own. Either way it is in the"
            " total",
        ),
    ] = "memo"


class CashDiscount(NamedTuple):
    """What a discount for early payment is earned by."""

    allow_partial: Annotated[
        bool,
        About(
            "true or false",
            "a part payment in time earns its part of the discount; most terms want all of it",
        ),
    ] = False


class PromiseToPay(NamedTuple):
    """When a promise to pay is kept, and what a missed instalment of a plan brings about."""

    grace: Annotated[
        int,
        About(
            "calendar days",
            "money promised for a Friday and sent that day may take a weekend to arrive",
            check=_at_most(366),
        ),
    ] = 2
    threshold: Annotated[
        Decimal,
        About(
            "percent of the amount",
            "a promise is kept when this much was paid: charges of banks on the way, or a"
            " rounded sum, break no word",
            check=_share,
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
            check=_at_most(366),
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
            check=_at_most(1200),
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


class Credit(NamedTuple):
    """How much credit customers may have, and from when on it is too much."""

    watch: Annotated[
        Decimal,
        About(
            "percent of the limit",
            "a customer who has used so much of it is to be watched: one more order may be too"
            " much",
            check=_percent_from_0,
        ),
    ] = Decimal(80)
    hold: Annotated[
        Decimal,
        About(
            "percent of the limit",
            "above it there are no more deliveries on credit; more than 100 tolerates so much",
            check=_percent_from_0,
        ),
    ] = Decimal(100)
    coverage: Annotated[
        Decimal,
        About(
            "percent of what is insured",
            "what the insurer pays where coverage: does not say: most leave a tenth to the seller",
            check=_share,
        ),
    ] = Decimal(90)
    top: Annotated[
        int,
        About(
            "debtors",
            "the share of so many largest ones is shown: with few large ones, one failure is felt",
            check=_from_1,
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
            check=_at_most(36500),
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
            check=_percent_from_0,
        ),
    ] = Decimal(0)
    broken_promises: Annotated[
        int,
        About(
            "promises",
            "who broke so many and made none of them good gets nothing more; 0: however many",
            check=_at_most(1000),
        ),
    ] = 0
    dunning_level: Annotated[
        int,
        About(
            "level",
            "who was reminded at this level or a higher one gets nothing more until that is paid;"
            " 0: whatever the level",
            check=_at_most(100),
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
            check=_readable_terms_by_tag,
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
            check=_at_most(1200),
        ),
    ] = 12
    invoices: Annotated[
        int,
        About(
            "documents",
            "so many must have been paid, or be overdue, in those months; whoever has fewer is"
            " unrated",
            check=_at_most(1000),
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
            check=_at_most(1000),
        ),
    ] = 1
    rating_months: Annotated[
        int,
        About(
            "calendar months",
            "an agency's rating counts so long from rating-on, or from the review that notes it",
            check=_at_most(1200),
        ),
    ] = 12


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
            check=_at_most(36500),
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
            check=_at_most(36500),
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
            check=_at_most(366),
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
            check=_at_most(366),
        ),
    ] = 1
    escalate_after: Annotated[
        int,
        About(
            "broken promises",
            "so many, a plan of which nothing was kept counting one more, and words are at an end;"
            " 0: never",
            check=_at_most(366),
        ),
    ] = 2
    escalate_days: Annotated[
        int,
        About(
            "days past due",
            "who was asked, has agreed to nothing and is later than this is no matter for a"
            " friendly call any more; 0: never",
            check=_at_most(36500),
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
            check=_at_most(36500),
        ),
    ] = 31
    silent_days: Annotated[
        int,
        About(
            "calendar days",
            "how long silence is long, from when it fell due or they were last heard of",
            check=_at_most(36500),
        ),
    ] = 30
    gaps: Annotated[
        int,
        About(
            "times the usual gap between documents",
            "after so many, and not before silent-days, somebody has stopped buying",
            check=_from_1,
        ),
    ] = 3
    slower_days: Annotated[
        int,
        About(
            "days",
            "so much later than usual is not by chance: more than a weekend and a holiday",
            check=_from_1,
        ),
    ] = 10
    slower_months: Annotated[
        int,
        About(
            "calendar months",
            "payments so far back are compared with those of behaviour.months before them",
            check=_from_1,
        ),
    ] = 3
    experience: Annotated[
        int,
        About(
            "payments or documents",
            "of fewer there is no habit to compare with",
            check=_from_1,
        ),
    ] = 3
    expiring_days: Annotated[
        int,
        About(
            "calendar days",
            "before the end of a limit: as long as a new one takes to be decided",
            check=_at_most(36500),
        ),
    ] = 30
    order_percent: Annotated[
        Decimal,
        About(
            "percent of the largest document of the behaviour.months before",
            "an order above it is unusually large",
            check=_percent_from_0,
        ),
    ] = Decimal(150)
    share_percent: Annotated[
        Decimal,
        About(
            "percent of all that is owed in the currency",
            "from it on one debtor is too large a share",
            check=_share,
        ),
    ] = Decimal(25)
    share_debtors: Annotated[
        int,
        About(
            "debtors",
            "where fewer owe, each is a large share, and that is no news",
            check=_from_1,
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


class Checks(NamedTuple):
    """What `arledger check` says beside what does not fit."""

    unapplied: Annotated[
        int,
        About(
            "calendar days",
            "money on account for longer belongs to an invoice that nobody named, or back to who"
            " paid it; 0: it may lie there for ever",
            check=_at_most(36500),
        ),
    ] = 60
    ignore: Annotated[
        tuple[Lint, ...],
        About(
            "lints",
            "what is right here, though it looks odd: payments before their invoices, where"
            " customers pay in advance; numbers that leave gaps on purpose",
        ),
    ] = ()


class Value(NamedTuple):
    """In which currency figures are shown."""

    currency: Annotated[
        str,
        About(
            "commodity",
            "what -X takes when it is not given: figures are converted at the journal's P prices;"
            " empty: every currency on its own, never added up",
        ),
    ] = ""


class Writing(NamedTuple):
    """Where `arledger add` writes an entry, and which accounts it proposes."""

    file: Annotated[
        str,
        About(
            "path",
            "relative to the journal, with {year}, {month} and {kind} filled in, as"
            " '{year}.journal'; the journal includes a new one; empty: the journal itself",
            check=_fillable,
        ),
    ] = ""
    by_kind: Annotated[
        Mapping[str, str],
        About(
            "paths by kind of entry",
            "kinds that have a file of their own, as payment = 'bank-{year}.journal'",
            check=_fillable_by_kind,
        ),
    ] = MappingProxyType({})
    bank: Annotated[
        str,
        About("account", "where a payment goes; empty: where the customer's last one went"),
    ] = ""
    income: Annotated[
        str,
        About("account", "what an invoice is for; empty: what the customer's last one was for"),
    ] = ""


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
