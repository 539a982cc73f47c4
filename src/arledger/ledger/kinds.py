"""What a debit or credit is, told from the accounts it stands against.

A debit takes one kind from its counter-accounts; a credit may be several things at once (a
payment less a discount) and is split over them.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from arledger.journal.model import Amount, Entry, Journal, Posting, PostingKind
from arledger.journal.types import account_type
from arledger.ledger.accounts import Accounts, fold
from arledger.ledger.model import Kind
from arledger.money import EXACT, MAX_PLACES, ZERO, divide, places, round_down
from arledger.policy.model import Policy
from arledger.records import NamedTuple, field, record

Nature = Literal[
    "own", "other-side", "neutral", "cash", "asset", "income", "expense", "equity", "opening",
    "liability", "write-off", "discount", "credit-note", "fee", "interest", "factoring",
    "bank-fee", "unknown",
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
    "cash": "refund",
    "bank-fee": "refund",
    "factoring": "factoring",
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
    {
        "cash": "payment",
        "bank-fee": "payment",
        "factoring": "factoring",
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

_VIRTUAL_ROOTS = frozenset({"promise", "order"})


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
    _opening: tuple[Entry, bool] | None = None
    """The entry last asked about, and whether it opens a year."""
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
            ("neutral", documents.tax),
        )
        self._listed = {_loose(name): nature for nature, names in lists for name in names}

    def nature(self, account: str) -> Nature:
        """What the account is, worked out once."""
        nature = self._natures.get(account)
        if nature is None:
            nature = self._natures[account] = self._work_out(account)
        return nature

    def debit(self, entry: Entry, posting: Posting, amount: Amount, sign: int) -> Kind:
        """The kind of a debit; ``sign`` is 1 for receivables, -1 for payables."""
        if self._opens(entry):
            return "opening"
        found = self._counters(entry, posting, -sign).worth(amount.commodity)
        # a bounced cheque and the fee for it in one entry: each stands against its own amount
        alike = [nature for nature, value in found.items() if value == abs(amount.quantity)]
        chosen = alike if len(alike) == 1 else found
        return next((kind for nature, kind in _DEBIT_KINDS.items() if nature in chosen), "invoice")

    def credit(self, entry: Entry, posting: Posting, amount: Amount, sign: int) -> tuple[Part, ...]:
        """The parts of a credit, together exactly the amount's magnitude; ``sign`` as above."""
        whole = abs(amount.quantity)
        if self._opens(entry):
            return (Part("opening", whole),)
        counters = self._counters(entry, posting, sign)
        if not counters.kinds:
            return (Part("payment", whole, guessed=True),)
        if len(counters.kinds) == 1:
            return (Part(counters.kinds[0], whole),)
        return _split(whole, amount, counters.credits, self._places(amount))

    def _opens(self, entry: Entry) -> bool:
        """Whether the entry opens or closes a year: then nothing in it was paid or sold."""
        if self._opening is None or self._opening[0] is not entry:
            opens = any(
                p.kind != "virtual" and self.nature(p.account) == "opening" for p in entry.postings
            )
            self._opening = entry, opens
            self._met = {}
        return self._opening[1]

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
        if parts[0] in _VIRTUAL_ROOTS:
            return "neutral"
        letter = account_type(self.journal, account)
        for part in reversed(parts):
            listed = self._listed.get(part)
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
