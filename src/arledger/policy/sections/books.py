"""How the books are read and written: accounts, documents, terms, allocation, aging."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Literal

from arledger.patterns import lazy
from arledger.policy import names
from arledger.policy.about import About, at_most, readable_terms, readable_terms_by_tag
from arledger.records import NamedTuple

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

_FILLABLE = lazy(r"(?:[^{}*?\[;\x00-\x1f]|\{(?:year|month|kind)\})*")

MOST_BUCKETS = 100
"""Edges an aging may have: each is a column to be read by somebody."""


def _rising(buckets: tuple[int, ...]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with bucket edges."""
    if len(buckets) > MOST_BUCKETS:
        return [((), f"must be at most {MOST_BUCKETS}")]
    if buckets and buckets[0] > 0 and all(a < b for a, b in pairwise(buckets)):
        return []
    return [((), "must be days above 0, each more than the one before, as [30, 60, 90]")]


def _fillable(path: str) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with a path that has places to be filled in."""
    if _FILLABLE.fullmatch(path):
        return []
    return [((), "may hold {year}, {month} and {kind}, and none of * ? [ ; { }")]


def _fillable_by_kind(paths: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with the paths of some kinds."""
    return [((kind,), sentence) for kind, path in paths.items() for _, sentence in _fillable(path)]


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
            check=readable_terms,
        ),
    ] = "net 0"
    by: Annotated[
        Mapping[str, Mapping[str, str]],
        About(
            "payment terms by tag and value",
            "terms that go with a tag of the customer, as [terms.by.segment] retail = 'net 15'",
            check=readable_terms_by_tag,
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


class Checks(NamedTuple):
    """What `arledger check` says beside what does not fit."""

    unapplied: Annotated[
        int,
        About(
            "calendar days",
            "money on account for longer belongs to an invoice that nobody named, or back to who"
            " paid it; 0: it may lie there for ever",
            check=at_most(36500),
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
