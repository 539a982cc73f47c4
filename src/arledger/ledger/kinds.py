"""What a debit or credit is, told from the accounts it stands against.

A debit takes one kind from its counter-accounts; a credit may be several things at once (a
payment less a discount) and is split over them.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from arledger.journal.model import Amount, Entry, Journal, Posting, PostingKind
from arledger.journal.types import account_type
from arledger.ledger.accounts import VIRTUAL_ROOTS, Accounts, fold
from arledger.ledger.model import Kind, Side
from arledger.money import EXACT, MAX_PLACES, ZERO, divide, places, round_down
from arledger.policy.model import Policy
from arledger.records import NamedTuple, field, record

Nature = Literal[
    "own", "other-side", "neutral", "cash", "asset", "income", "expense", "equity", "opening",
    "liability", "write-off", "discount", "credit-note", "fee", "interest", "factoring",
    "indemnity", "bank-fee", "unknown",
]  # fmt: skip
"""What an account is for classifying what stands against it."""

DOCUMENTS: dict[str, Kind] = {
    kind: kind for kind in get_args(Kind) if kind not in ("bounce", "reallocation")
}
"""What a ``doc:`` tag may say."""

_DEBIT_KINDS: dict[Nature, Kind] = {
    "income": "invoice",
    "interest": "interest",
    "fee": "fee",
    "factoring": "factoring",
    "indemnity": "indemnity",
    "cash": "refund",
    "bank-fee": "refund",
    "write-off": "write-off",
    "discount": "discount",
    "credit-note": "credit-note",
    "expense": "invoice",
    "asset": "invoice",
    "other-side": "contra",
    "own": "transfer",
    "equity": "opening",
    "liability": "invoice",
    "unknown": "invoice",
}
"""By priority: the first nature found among the counter-accounts decides."""

_CREDIT_TIERS: tuple[dict[Nature, Kind], ...] = (
    {"factoring": "factoring"},  # the factor's money and fee: nothing of it the customer paid
    {
        "cash": "payment",
        "bank-fee": "payment",
        "indemnity": "indemnity",
        "asset": "payment",
        "income": "credit-note",
        "fee": "credit-note",
        "credit-note": "credit-note",
        "interest": "credit-note",
        "write-off": "write-off",
        "discount": "discount",
        "expense": "discount",
        "other-side": "contra",
    },
    {"own": "transfer"},
    {"equity": "opening"},
)
"""The first tier with a counter-account splits the credit; a liability (tax) never does."""

_CREDIT_KINDS: dict[Nature, Kind] = {
    nature: kind for tier in _CREDIT_TIERS for nature, kind in tier.items()
}
"""What a credit is that only one account explains."""

_BY_TYPE: dict[str, dict[str, Nature]] = {
    "receivable": {"C": "cash", "A": "asset", "R": "income", "X": "expense"},
    # A supplier's bill stands against expenses; a price reduction received is income.
    "payable": {"C": "cash", "A": "asset", "R": "expense", "X": "income"},
}
_BY_TYPE_EITHER: dict[str, Nature] = {"E": "equity", "L": "liability", "V": "neutral"}

_FITTING_TYPES: dict[Nature, tuple[str, ...]] = {
    "cash": ("", "A", "C"),
    "income": ("", "R"),
    "opening": ("", "E"),
}
"""A name on a list counts only in an account of one of these types; elsewhere in any."""

_TIMED: frozenset[Nature] = frozenset({"own", "other-side"})
"""Postings of receivables and payables do not exist before their day, not even as a reason."""

_STAYING: frozenset[Nature] = frozenset({"own", "neutral"})
"""What an entry that only moves receivables has."""

_PAIR = 2
"""Postings of most entries."""


def kinds_of(journal: Journal, policy: Policy, side: Side) -> "Kinds":
    """What classifies a side's postings, with the judges of both sides' accounts."""
    own = Accounts(journal, policy, side)
    other = Accounts(journal, policy, "payable" if side == "receivable" else "receivable")
    return Kinds(journal, policy, own, other)


class Part(NamedTuple):
    """A share of a credit and what it is; ``guessed`` when nothing told."""

    kind: Kind
    amount: Decimal
    guessed: bool = False


@record
class Kinds:
    """Classifies the postings of one side of a journal."""

    journal: Journal
    policy: Policy
    own: Accounts
    other: Accounts
    _natures: dict[str, Nature] = field(default_factory=dict)
    _listed: dict[str, Nature] = field(default_factory=dict)
    _entry: Entry | None = None
    """The entry last asked about."""
    _opens: bool = False
    """Whether it opens or closes a year: then nothing in it was paid or sold."""
    _moves: bool = False
    """Whether nothing but receivables of this side stand in it."""
    _met: dict[tuple[PostingKind, int, date], "_Counters"] = field(default_factory=dict)
    """What explains the postings of that entry: a long one is gone through only once."""

    def __post_init__(self) -> None:
        documents = self.policy.documents
        lists: tuple[tuple[Nature, tuple[str, ...]], ...] = (
            ("write-off", self.policy.accounts.exclude),  # the use of an allowance
            ("cash", documents.payment),
            ("bank-fee", documents.bank_fees),
            ("income", documents.invoice if self.own.side == "receivable" else ()),
            ("write-off", documents.write_off),
            ("discount", documents.discount),
            ("credit-note", documents.credit_note),
            ("interest", documents.interest),
            ("fee", documents.fee),
            ("opening", documents.opening),
            ("factoring", documents.factoring),
            ("indemnity", documents.indemnity),
            ("neutral", documents.tax),
        )
        self._listed = {_loose(name): nature for nature, names in lists for name in names}

    def nature(self, account: str) -> Nature:
        """What the account is, worked out once."""
        nature = self._natures.get(account)
        if nature is None:
            nature = self._natures[account] = self._work_out(account)
        return nature

    def moves_only(self, entry: Entry) -> bool:
        """Whether an entry has no other accounts but this side's own, and neutral ones."""
        self._look_at(entry)
        return self._moves

    def debit(self, entry: Entry, posting: Posting, amount: Amount, sign: int) -> Kind:
        """The kind of a debit; ``sign`` is 1 for receivables, -1 for payables."""
        self._look_at(entry)
        if self._opens:
            return "opening"
        lone = self._lone_counter(entry, posting, -sign)
        if lone is not None:
            return _DEBIT_KINDS.get(lone, "invoice")
        counters = self._counters(entry, posting, -sign)
        if counters.sole is not None:
            return _DEBIT_KINDS.get(counters.sole, "invoice")
        found = counters.worth(amount.commodity)
        # a bounced cheque and the fee for it in one entry: each stands against its own amount
        alike = [nature for nature, value in found.items() if value == abs(amount.quantity)]
        chosen = alike if len(alike) == 1 else found
        return next((kind for nature, kind in _DEBIT_KINDS.items() if nature in chosen), "invoice")

    def credit(self, entry: Entry, posting: Posting, amount: Amount, sign: int) -> tuple[Part, ...]:
        """The parts of a credit, together exactly the amount's magnitude; ``sign`` as above."""
        whole = abs(amount.quantity)
        self._look_at(entry)
        if self._opens:
            return (Part("opening", whole),)
        lone = self._lone_counter(entry, posting, sign)
        if lone in _CREDIT_KINDS:
            return (Part(_CREDIT_KINDS[lone], whole),)
        counters = self._counters(entry, posting, sign)
        if not counters.kinds:
            return (Part("payment", whole, guessed=True),)
        if len(counters.kinds) == 1:
            return (Part(counters.kinds[0], whole),)
        return _split(whole, amount, counters.credits, self._places(amount))

    def _look_at(self, entry: Entry) -> None:
        """Work out what is so of the whole entry, if it is another one than before."""
        if entry is self._entry:
            return
        self._entry, self._met = entry, {}
        self._opens, self._moves = False, True
        for posting in entry.postings:
            nature = self._natures.get(posting.account) or self.nature(posting.account)
            if nature not in _STAYING:
                self._moves = False
                if nature == "opening" and posting.kind != "virtual":
                    self._opens = True

    def _lone_counter(self, entry: Entry, posting: Posting, sign: int) -> Nature | None:
        """What the other posting of a plain entry of two is; None where there is more to it.

        As ``_explaining`` would find, for most entries.
        """
        postings = entry.postings
        if len(postings) != _PAIR:
            return None
        other = postings[1] if posting is postings[0] else postings[0]
        if (
            len(posting.amounts) == len(other.amounts) == 1
            and posting.kind == other.kind == "real"
            and posting.date is other.date is None
            and other.amounts[0].quantity * sign > 0 > posting.amounts[0].quantity * sign
        ):
            nature = self._natures[other.account]
            return nature if nature != "neutral" else None
        return None

    def _places(self, amount: Amount) -> int:
        style = self.journal.commodities.get(amount.commodity)
        return max(places(amount.quantity), style.places if style else 0)

    def _counters(self, entry: Entry, posting: Posting, sign: int) -> "_Counters":
        """Postings on other accounts whose amount has that sign and which can explain this one."""
        kind: PostingKind = "balanced" if posting.kind == "balanced" else "real"
        key = kind, sign, _day(entry, posting)
        if _has_sign(posting, sign):  # it must not explain itself
            return _Counters(self._explaining(entry, *key, apart_from=posting))
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = _Counters(self._explaining(entry, *key))
        return found

    def _explaining(
        self,
        entry: Entry,
        kind: PostingKind,
        sign: int,
        day: date,
        apart_from: Posting | None = None,
    ) -> list[tuple[Nature, Posting]]:
        return [
            (nature, p)
            for p in entry.postings
            if p.kind == kind
            and p is not apart_from
            and _has_sign(p, sign)
            and (nature := self.nature(p.account)) != "neutral"
            and (nature not in _TIMED or _day(entry, p) <= day)
        ]

    def _work_out(self, account: str) -> Nature:
        if self.own.role(account):
            return "own"
        if self.other.role(account):
            return "other-side"
        parts = [_loose(part) for part in account.split(":")]
        if parts[0] in VIRTUAL_ROOTS:
            return "neutral"
        letter = account_type(self.journal, account)
        for part in reversed(parts):
            listed = self._listed.get(part)
            if listed == "factoring" and letter == "L":
                return "cash"  # lent on invoices: what settles it the customer paid, to the factor
            if listed and letter in _FITTING_TYPES.get(listed, letter):
                return listed
        return self._by_type(letter, account)

    def _by_type(self, letter: str, account: str) -> Nature:
        if letter == "E" and self.own.is_named(account):
            return "income"  # cash-basis books: an invoice against equity:receivable
        either = _BY_TYPE_EITHER.get(letter)
        return either or _BY_TYPE[self.own.side].get(letter, "unknown")


class _Counters:
    """Postings that can explain another one of their entry, and what they say together."""

    __slots__ = ("_found", "_natures", "_worth", "credits", "kinds")

    def __init__(self, found: list[tuple[Nature, Posting]]) -> None:
        self._found = found
        self._natures: dict[Nature, Decimal] = dict.fromkeys((nature for nature, _ in found), ZERO)
        self._worth: dict[str, dict[Nature, Decimal]] | None = None
        self.credits: list[tuple[Kind, Posting]] = []
        """Those that tell what a credit is, each with the kind it tells."""
        for tier in _CREDIT_TIERS:
            self.credits = [(tier[nature], p) for nature, p in found if nature in tier]
            if self.credits:
                break
        self.kinds = tuple(dict.fromkeys(kind for kind, _ in self.credits))

    @property
    def sole(self) -> Nature | None:
        """What all of them are; None when they are not alike, or none at all."""
        return next(iter(self._natures)) if len(self._natures) == 1 else None

    def worth(self, currency: str) -> dict[Nature, Decimal]:
        """Their value in a currency by nature, at cost; zero for what has none in it."""
        if self._worth is None:
            self._worth = {}
            for nature, posting in self._found:
                for amount in posting.amounts:
                    here = self._worth.setdefault(_priced_in(amount), {})
                    here[nature] = here.get(nature, ZERO) + _value(amount)
        return self._natures | self._worth.get(currency, {})


def _has_sign(posting: Posting, sign: int) -> bool:
    return any(amount.quantity * sign > 0 for amount in posting.amounts)


def _loose(name: str) -> str:
    """A name as policy lists are compared: ``Bad-Debt`` is ``bad debt``."""
    return fold(name.replace("-", " ").replace("_", " "))


def _day(entry: Entry, posting: Posting) -> date:
    return posting.date or entry.date


def _split(
    whole: Decimal, amount: Amount, weighted: list[tuple[Kind, Posting]], decimals: int
) -> tuple[Part, ...]:
    """The credit shared over its counter-postings in proportion, the remainder on the last.

    Counter-postings in another currency cannot be weighed against the rest: what those in
    the credit's own currency leave is theirs.
    """
    currency = amount.cost.commodity if amount.cost else amount.commodity
    shares: dict[Kind, Decimal] = {}
    foreign: Kind | None = None
    for kind, posting in weighted:
        value = _value_in(currency, posting)
        if value is None:
            foreign = kind
        else:
            shares[kind] = shares.get(kind, ZERO) + value
    total = sum(shares.values(), ZERO)
    if foreign is None or not total:
        base = total
    else:
        base = max(total, _value(amount))
        shares[foreign] = shares.get(foreign, ZERO) + base - total
    if not base:
        return (Part(weighted[0][0], whole),)
    return _parts(whole, shares, base, decimals)


def _parts(
    whole: Decimal, shares: dict[Kind, Decimal], base: Decimal, decimals: int
) -> tuple[Part, ...]:
    parts = []
    left = whole
    *firsts, last = shares
    for kind in firsts:
        exact = divide(EXACT.multiply(whole, shares[kind]), base, MAX_PLACES)
        part = round_down(exact, decimals)
        left -= part
        if part:
            parts.append(Part(kind, part))
    if left:
        parts.append(Part(last, left))
    return tuple(parts)


def _value(amount: Amount) -> Decimal:
    """The amount at its cost, without sign."""
    if amount.cost is None:
        return abs(amount.quantity)
    if amount.cost.total:
        return abs(amount.cost.quantity)
    return abs(amount.quantity * amount.cost.quantity)


def _priced_in(amount: Amount) -> str:
    return amount.cost.commodity if amount.cost else amount.commodity


def _value_in(currency: str, posting: Posting) -> Decimal | None:
    """The posting's value in that currency, at cost; None when it has none in it."""
    found = None
    for amount in posting.amounts:
        if _priced_in(amount) == currency:
            found = (found or ZERO) + _value(amount)
    return found
