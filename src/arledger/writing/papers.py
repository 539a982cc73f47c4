"""The entry of a document: what the customer's account gets, and what stands against it."""

from collections.abc import Sequence
from decimal import Decimal

from arledger.journal.model import Entry, Posting, Tags
from arledger.ledger.kinds import Nature
from arledger.ledger.model import Kind
from arledger.money import ZERO, plain
from arledger.records import NamedTuple, replaced
from arledger.writing import draft, fields, texts
from arledger.writing.amounts import Money
from arledger.writing.desk import Desk
from arledger.writing.draft import Doubt, Draft, posting, total
from arledger.writing.errors import UnfitError
from arledger.writing.form import Answers


class Against(NamedTuple):
    """An account that stands against the customer's, and its share."""

    account: str
    amount: Money | None
    """None: what the others leave."""


class Paper(NamedTuple):
    """One kind of document, as far as it is written like the others."""

    kind: Kind
    about: str
    raises: bool
    """True when it raises what is owed."""
    natures: tuple[Nature, ...]
    """What usually stands against it, the likeliest first."""
    number: str
    """What its number is, for its option."""
    counter: str
    """What the accounts against it are, for their option."""


def drafted(paper: Paper, desk: Desk, answers: Answers) -> Draft:
    """The entry of a document."""
    customer = answers["customer"]
    sign = desk.sign if paper.raises else -desk.sign
    theirs = [
        posting(account, Money(part.quantity * sign, part.commodity), tags)
        for account, part, tags in _parts(paper, desk, answers)
    ]
    ours, worth = _counters(answers, -sign)
    if worth is not None:
        theirs = [_at_cost(theirs, worth)]
    ordered = [*theirs, *ours] if sign > 0 else [*ours, *theirs]
    entry = draft.entry(
        answers["date"],
        answers["number"] or "",
        desk.payee(customer, answers["account"]),
        answers["note"] or "",
        (*_entry_tags(desk, answers), *_own_tags(answers)),
        (*ordered, *_order_taken_back(answers)),
    )
    entry = _stated(paper, desk, entry)
    return Draft(entry, customer, _doubts(desk, answers), _remarks(paper, desk, answers))


def _own_tags(answers: Answers) -> Tags:
    return tuple(tag for tags in answers["tag"] for tag in tags)


def _entry_tags(desk: Desk, answers: Answers) -> Tags:
    """What the entry says of all its postings: whose it is, where the account does not tell."""
    tags = customer_tag(desk, answers["customer"], answers["account"])
    if answers.get("due"):
        tags += (("due", answers["due"].isoformat()),)
    if answers.get("terms"):
        tags += texts.tags("terms", answers["terms"])
    return tags


def customer_tag(desk: Desk, customer: str, account: str) -> Tags:
    """``customer:`` where neither the account nor the payee says who it is."""
    role = desk.accounts.role(account)
    if role is None:
        raise _unfit("account", f"{account} is no {desk.book.side} account", "name one that is")
    if role.customer == customer:
        return ()
    if not role.customer and desk.payee(customer, account) == customer:
        return ()
    return texts.tags("customer", customer)


def _unfit(field: str, message: str, remedy: str) -> UnfitError:
    error = UnfitError(message, remedy)
    error.field = field
    return error


def _parts(paper: Paper, desk: Desk, answers: Answers) -> Sequence[tuple[str, Money, Tags]]:
    """The postings to the customer: account, amount, tags; one for each document named."""
    amount, account = answers["amount"], answers["account"]
    if paper.raises:
        return [(account, amount, (("inv", answers["number"]),))]
    named = answers["inv"]
    if not named:
        return [(account, amount, ())]
    parts: list[tuple[str, Money, Tags]] = []
    left = amount.quantity
    for place, number in enumerate(named):
        items = [
            item
            for item in desk.items(answers["customer"], [number])
            if item.currency == amount.commodity
        ]
        last = place == len(named) - 1
        part = left if last else min(left, sum((item.open for item in items), ZERO))
        if part > 0:
            whose = items[0].account if items and not answers["given"].get("account") else account
            parts.append((whose, Money(part, amount.commodity), (("inv", number),)))
            left -= part
    return parts


def _counters(answers: Answers, sign: int) -> tuple[list[Posting], Money | None]:
    """The postings against the customer's, and what these cost if they are in another currency."""
    amount: Money = answers["amount"]
    shares: Sequence[Against] = answers["against"]
    only = shares[0].amount if len(shares) == 1 else None
    if only is not None and only.commodity != amount.commodity:
        return [posting(shares[0].account, Money(only.quantity * sign, only.commodity))], only
    left = _left(amount, shares)
    return [
        posting(
            share.account,
            Money((share.amount.quantity if share.amount else left) * sign, amount.commodity),
        )
        for share in shares
    ], None


def _left(amount: Money, shares: Sequence[Against]) -> Decimal:
    """What the one account without an amount gets; the shares must add up to the whole."""
    stated = [share.amount for share in shares if share.amount]
    if any(part.commodity != amount.commodity for part in stated):
        raise _unfit(
            "against",
            f"the amount is in {amount.commodity}, a part of it is not",
            "another currency may only stand against the whole",
        )
    open_ended = len(shares) - len(stated)
    left = amount.quantity - total(stated)
    if open_ended > 1 or (open_ended == 0 and left) or (open_ended and left <= 0):
        raise _unfit(
            "against",
            f"the parts make {plain(total(stated))} of {amount.text}",
            "give all but one an amount, and leave something for it",
        )
    return left


def _at_cost(theirs: Sequence[Posting], worth: Money) -> Posting:
    """The only posting to the customer, with what it cost."""
    if len(theirs) > 1:
        raise _unfit(
            "against",
            "a payment in another currency can name one document only",
            "write one payment for each",
        )
    only = theirs[0]
    amount = only.amounts[0]
    return posting(only.account, Money(amount.quantity, amount.commodity), only.tags, worth=worth)


def _order_taken_back(answers: Answers) -> list[Posting]:
    """The posting that takes the order back which an invoice is for."""
    number = answers.get("order")
    if not number:
        return []
    amount = answers["amount"]
    account = virtual_account("order", answers["customer"])
    negative = Money(-amount.quantity, amount.commodity)
    return [posting(account, negative, (("order", number),), kind="virtual")]


def virtual_account(root: str, customer: str) -> str:
    """The account below ``promise:`` or ``order:`` that is a customer's."""
    if ":" in customer:
        raise _unfit(
            "customer",
            f"{customer} cannot be a part of an account's name",
            "give the customer an account of its own",
        )
    return texts.account(f"{root}:{customer}")


def _stated(paper: Paper, desk: Desk, entry: Entry) -> Entry:
    """The entry, with ``doc:`` where its accounts would tell another kind of document."""
    for part in entry.postings:
        if desk.accounts.role(part.account) is None:
            continue
        amount = part.amounts[0]
        if paper.raises:
            told = {desk.kinds.debit(entry, part, amount, desk.sign)}
        else:
            told = {p.kind for p in desk.kinds.credit(entry, part, amount, desk.sign)}
        if paper.kind not in told:
            tags = (("doc", paper.kind), *entry.tags)
            return replaced(entry, tags=tags, comment=f"\ndoc: {paper.kind}{entry.comment}")
    return entry


# -- what is said besides ----------------------------------------------------------------------


def _doubts(desk: Desk, answers: Answers) -> tuple[Doubt, ...]:
    names = [share.account for share in answers["against"]]
    whose = desk.accounts.role(answers["account"])
    found = [
        *fields.too_fine(desk, answers["amount"]),
        *fields.new_accounts(desk, [*names, answers["account"]]),
    ]
    if answers.get("due") and answers["due"] < answers["date"]:
        found.append(Doubt(f"it falls due before {answers['date']}, its date", "look at --due"))
    if whose is not None and whose.customer not in {"", answers["customer"]}:
        message = f"{answers['account']} is the account of {whose.customer}"
        found.append(Doubt(message, f"name one of {answers['customer']}"))
    return tuple(found)


def _remarks(paper: Paper, desk: Desk, answers: Answers) -> tuple[str, ...]:
    """Accounts of the last document of this kind that a guess has left out."""
    if answers["given"].get("against") or len(answers["against"]) != 1:
        return ()
    only = answers["against"][0].account
    others = desk.others_against(answers["customer"], paper.kind, only)
    if not others:
        return ()
    return (f"the {paper.kind} before this one also posted to {', '.join(others)}",)
