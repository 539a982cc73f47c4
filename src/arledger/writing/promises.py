"""Promises to pay, plans of several instalments, and orders: virtual postings of a customer."""

from collections.abc import Sequence
from datetime import date

from arledger.dates import add_days, add_months, equal_parts
from arledger.journal.model import Tags
from arledger.ledger.due import decimals
from arledger.patterns import lazy
from arledger.writing import draft, fields, texts
from arledger.writing.amounts import Money, full, money
from arledger.writing.desk import Desk, following
from arledger.writing.draft import Doubt, Draft, posting
from arledger.writing.errors import MissingError, UnfitError
from arledger.writing.fields import CUSTOMER, DATE, NOTE, TAG
from arledger.writing.form import NONE, SIDES, Answers, Field, Form, Guess
from arledger.writing.papers import virtual_account

MOST_PARTS = 600
"""Instalments of one plan: fifty years of months."""

Part = tuple[date, Money]
"""The day something is promised for, and how much."""

_MONTHLY = (1, "month")
_EVERY = lazy(r"(?:([1-9][0-9]{0,2}) )?(day|week|month|quarter|year)s?")


def _promised(desk: Desk, answers: Answers, parts: Sequence[Part]) -> Draft:
    """The entry that promises these parts; what we promise is below zero, as it goes out."""
    customer = answers["customer"]
    account = virtual_account("promise", customer)
    named = [number for number in answers["inv"] if number != NONE]
    tags: Tags = tuple(("inv", number) for number in named)
    for name in ("with", "by"):
        if answers[name]:
            tags += texts.tags(name, answers[name])
    entry = draft.entry(
        answers["date"],
        answers["number"] or "",
        desk.payee(customer, desk.account(customer)),
        answers["note"] or "",
        (*tags, *(tag for own in answers["tag"] for tag in own)),
        [
            posting(
                account,
                amount._replace(quantity=amount.quantity * desk.sign),
                kind="virtual",
                day=day,
            )
            for day, amount in parts
        ],
    )
    doubts = [
        *fields.unknown_documents(desk, customer, named),
        *(doubt for _, amount in parts for doubt in fields.too_fine(desk, amount)),
        *_past(answers["date"], parts),
    ]
    return Draft(entry, customer, tuple(doubts))


def _past(made: date, parts: Sequence[Part]) -> list[Doubt]:
    early = [day for day, _ in parts if day < made]
    if not early:
        return []
    return [
        Doubt(f"it is promised for {early[0]}, before {made}, when it was made", "look at --on")
    ]


# -- a promise ---------------------------------------------------------------------------------


def _promise(desk: Desk, answers: Answers) -> Draft:
    return _promised(desk, answers, [(answers["on"], answers["amount"])])


def _next(several: bool, first: str) -> Guess:
    """The number after the last promise's, or after the last plan's."""

    def guess(desk: Desk, _: Answers) -> str:
        promises = sorted(desk.book.promises, key=lambda promise: promise.made, reverse=True)
        alike = [p for p in promises if p.number and (len(p.source.entry.postings) > 1) == several]
        return following(promise.number for promise in alike) or first

    return guess


_SAID = (
    Field(
        "with", "Who promised it.", lambda text, *_: _one_value("with", text), "NAME", asked=True
    ),
    Field("by", "Who of us took it down.", lambda text, *_: _one_value("by", text), "NAME"),
)


def _one_value(name: str, text: str) -> str:
    """A tag's value, once it is known that it can be one."""
    texts.tags(name, text)
    return texts.line(text)


_INV = fields.inv("What it is for: a document's number, may be given several times.")

PROMISE = Form(
    "promise",
    "A customer says when, and how much.",
    (
        CUSTOMER,
        _INV,
        fields.amount("How much; otherwise what is open on it.", fields.open_amount),
        Field("on", "The day it is promised for.", fields.read_coming_day, "DATE", required=True),
        DATE,
        fields.own_number("Its number.", _next(several=False, first="PTP-1")),
        *_SAID,
        NOTE,
        TAG,
    ),
    _promise,
    SIDES,
)


# -- a plan ------------------------------------------------------------------------------------


def _plan(desk: Desk, answers: Answers) -> Draft:
    return _promised(desk, answers, answers["part"] or _equal(desk, answers))


def _equal(desk: Desk, answers: Answers) -> list[Part]:
    """The amount in equal parts, the remainder on the last, each a step after the one before."""
    missing = [name for name in ("amount", "parts", "on") if answers[name] is None]
    if missing:
        raise MissingError(missing)
    amount, count = answers["amount"], answers["parts"]
    cents = max(decimals(desk.book.journal, amount.commodity), 0)
    shares = equal_parts(amount.quantity, count, cents)
    if not all(shares):
        raise UnfitError(f"{amount.text} cannot be split into {count} parts", "name fewer parts")
    number, unit = answers["every"] or _MONTHLY
    return [
        (_later(answers["on"], number * place, unit), Money(share, amount.commodity))
        for place, share in enumerate(shares)
    ]


def _later(first: date, count: int, unit: str) -> date:
    """So many steps after the first day; of a month without that day, its last."""
    if unit in {"day", "week"}:
        return add_days(first, count * (7 if unit == "week" else 1))
    return add_months(first, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def _read_part(text: str, desk: Desk, answers: Answers) -> Part:
    """``2026-10-20=3000.00`` or ``2026-10-20 3000.00 USD``."""
    day, _, share = texts.line(text).replace("=", " ", 1).partition(" ")
    if not share.strip():
        raise UnfitError(f"'{text}' is no instalment", "write it like 2026-10-20=3000.00")
    currency = desk.currency(answers.get("customer"), fields.named(answers))
    amount = money(share, desk.state, currency, desk.book.journal.commodities)
    if amount.quantity <= 0:
        raise UnfitError(f"'{share}' is not above zero", "write what is to be paid")
    return fields.read_coming_day(day, desk, answers), full(amount, desk.book.journal.commodities)


def _read_count(text: str, *_: object) -> int:
    tidy = texts.line(text)
    if not tidy.isdecimal() or not 2 <= int(tidy[:9]) <= MOST_PARTS:
        raise UnfitError(
            f"'{tidy}' is no number from 2 to {MOST_PARTS}", "write how many there are"
        )
    return int(tidy)


def _read_step(text: str, *_: object) -> tuple[int, str]:
    found = _EVERY.fullmatch(texts.line(text).casefold())
    if found is None:
        raise UnfitError(f"'{text}' is no step", "write week, month, 2 weeks, quarter ...")
    return int(found[1] or 1), found[2]


def _month(*_: object) -> str:
    return _MONTHLY[1]


PLAN = Form(
    "plan",
    "A promise in several instalments.",
    (
        CUSTOMER,
        _INV,
        Field(
            "part",
            "An instalment and its day; given once for each. Or say --amount, --parts and --on.",
            _read_part,
            "DATE=AMOUNT",
            repeat=True,
        ),
        fields.amount(
            "All of it, for equal parts; otherwise what is open.", fields.open_amount
        )._replace(required=False, asked=True, unless="part"),
        Field("parts", "How many equal parts.", _read_count, "N", asked=True, unless="part"),
        Field(
            "on", "The day of the first.", fields.read_coming_day, "DATE", asked=True, unless="part"
        ),
        Field(
            "every",
            "From one to the next: week, month, 2 weeks ...; otherwise a month.",
            _read_step,
            "STEP",
            guess=_month,
            asked=True,
            unless="part",
        ),
        DATE,
        fields.own_number("Its number.", _next(several=True, first="PLAN-1")),
        *_SAID,
        NOTE,
        TAG,
    ),
    _plan,
    SIDES,
)


# -- an order ----------------------------------------------------------------------------------


def _order(desk: Desk, answers: Answers) -> Draft:
    customer, amount = answers["customer"], answers["amount"]
    tags: Tags = (("order", answers["of"]),) if answers["of"] else ()
    entry = draft.entry(
        answers["date"],
        answers["number"] or "",
        desk.payee(customer, desk.account(customer)),
        answers["note"] or "",
        tuple(tag for own in answers["tag"] for tag in own),
        [posting(virtual_account("order", customer), amount, tags, kind="virtual")],
    )
    return Draft(entry, customer, tuple(fields.too_fine(desk, amount)))


def _next_order(desk: Desk, answers: Answers) -> str:
    if answers.get("of"):
        return ""
    orders = sorted(desk.book.orders, key=lambda order: order.date, reverse=True)
    return following(order.number for order in orders if order.number and order.amount > 0)


ORDER = Form(
    "order",
    "What will be invoiced: it counts towards the limit.",
    (
        CUSTOMER,
        fields.amount("Its worth, tax included; below zero takes some of it back.", signed=True),
        Field("of", "The order it takes from, or adds to.", fields.read_own_number, "NUMBER"),
        DATE,
        fields.own_number("Its number.", _next_order),
        NOTE,
        TAG,
    ),
    _order,
)
