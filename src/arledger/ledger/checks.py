"""What does not fit together in a book: references, numbers, and the proof of the total."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from arledger.ledger.accounts import Accounts
from arledger.ledger.allocation import Allocator
from arledger.ledger.model import Allocation, Book, Credit, Item, Movement, Source
from arledger.ledger.positions import Key
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity
from arledger.records import record


def tie_out(book: Book, allocator: Allocator) -> list[Problem]:
    """Problems where open items less unapplied credits are not the control account's balance.

    There should never be one: it would be a fault of arledger's own, and figures are withheld.
    """
    proven: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for item in book.items:
        proven[item.account, item.currency] += item.open
    for lane in book.lanes:
        proven[lane.account, lane.currency] += lane.balance
    for credit in book.credits:
        proven[credit.account, credit.currency] -= credit.rest
    for key, amount in allocator.positions.crossed.items():
        proven[key] -= amount
    return [
        _mismatch(book, key, proven.get(key, ZERO))
        for key in sorted(proven.keys() | book.control.keys())
        if proven.get(key, ZERO) != book.control.get(key, ZERO)
    ]


def _mismatch(book: Book, key: tuple[str, str], proven: Decimal) -> Problem:
    account, currency = key
    entries = [m.source.position for m in book.movements if (m.account, m.currency) == key]
    control = book.control.get(key, ZERO)
    return Problem(
        "tie-out",
        f"open items and unapplied credits of {account} make {plain(proven)} {currency}, "
        f"its balance is {plain(control)} {currency}",
        None,
        "this is a fault of arledger, not of the journal: please report it with these entries: "
        + ", ".join(entries[:20]),
    )


@record
class References:
    """Judges what credits name against the documents there are."""

    book: Book
    allocator: Allocator
    owners: dict[str, set[tuple[str, str]]]
    """(customer, currency) pairs by document number."""

    def problems(self) -> Iterator[Problem]:
        """Credits that name what is not there, someone else's, or paid already."""
        for credit in self.book.credits:
            if not credit.rest:
                continue
            if credit.references:
                yield from self._named(credit)
            elif not credit.references and self._key(credit, credit.number) in self._documents:
                yield self._overpaid(credit, [credit.number])

    @property
    def _documents(self) -> dict[Key, list[Item]]:
        return self.allocator.positions.documents

    def _key(self, credit: Credit, number: str) -> Key:
        return (credit.customer, credit.currency, number)

    def _named(self, credit: Credit) -> Iterator[Problem]:
        known: list[str] = []
        unknown: list[str] = []
        for text in credit.references:
            for number in self._numbers(credit, text):
                there = self._key(credit, number) in self._documents
                (known if there else unknown).append(number)
        for number in dict.fromkeys(unknown):
            yield self._unknown(credit, number)
        if known and not unknown:
            yield self._overpaid(credit, list(dict.fromkeys(known)))

    def _numbers(self, credit: Credit, text: str) -> list[str]:
        """What one ``inv:`` names: the whole of it, or several numbers with spaces between."""
        words = text.split()
        if text == "-" or not words:
            return []
        if self._key(credit, text) in self._documents or text in self.owners:
            return [text]
        return words if any(self._is_number(credit, word) for word in words) else [text]

    def _is_number(self, credit: Credit, word: str) -> bool:
        return self._key(credit, word) in self._documents or word in self.owners

    def _unknown(self, credit: Credit, number: str) -> Problem:
        owners = sorted(self.owners.get(number, ()))
        elsewhere = [owner for owner in owners if (*owner, number) in self._documents]
        if not elsewhere:
            return Problem(
                "unknown-document",
                f"{credit.customer} has no document {number}; the credit stands on account",
                credit.source.span,
                "correct inv:, or leave it: it is applied on the day that document appears",
                Severity.WARNING,
            )
        customer, currency = elsewhere[0]
        other = self._documents[customer, currency, number][0]
        across = "currencies" if customer == credit.customer else "customers"
        return Problem(
            f"allocation-across-{across}",
            f"{number} is {customer}'s in {currency or 'no currency'}, the credit is "
            f"{credit.customer}'s in {credit.currency or 'no currency'}; it stands on account",
            credit.source.span,
            "correct inv: or the account; to move a debt or credit between customers, post it",
            Severity.WARNING,
            ((other.source.span, f"{number} is here"),),
        )

    def _overpaid(self, credit: Credit, numbers: list[str]) -> Problem:
        items = [i for n in numbers for i in self._documents[self._key(credit, n)]]
        known = self._key(credit, credit.number) in self._documents
        return overpaid(self.book, self.allocator.debits.dues.accounts, credit, items, known=known)


def overpaid(
    book: Book, accounts: Accounts, credit: Credit, items: list[Item], *, known: bool
) -> Problem:
    """A warning that a credit names items on which less was open, with the entry that moves it.

    ``known``: the credit's own number is that of a document.
    """
    rest = f"{plain(book.shown(credit.currency, credit.rest))} {credit.currency}".strip()
    settled = [a for item in items for a in item.allocations if a.credit is not credit]
    given_up = [a for a in settled if a.credit.kind == "write-off"]
    others = {a.credit.source.span: f"{a.item.label} was paid here already" for a in settled}
    others |= {a.credit.source.span: f"{a.item.label} was written off here" for a in given_up}
    numbers = " ".join(dict.fromkeys(item.number for item in items))
    if given_up and credit.kind != "write-off":
        remedy = "if it was recovered after all, revive as much of it by this entry:\n"
        remedy += _reviving_entry(book, accounts, credit, given_up[-1])
    else:
        remedy = "to apply it elsewhere, add this entry:\n"
        remedy += _moving_entry(book, accounts, credit, items, known=known)
    return Problem(
        "overpaid",
        f"{rest} more than was open on {numbers}; it stays on account",
        credit.source.span,
        remedy,
        Severity.WARNING,
        tuple(sorted(others.items())[:3]),
    )


def _reviving_entry(book: Book, accounts: Accounts, credit: Credit, given_up: Allocation) -> str:
    """The entry that makes what was written off owed again, so that the credit pays it."""
    whose, amount, _ = _rest_of(book, accounts, credit)
    sign = 1 if book.side == "receivable" else -1
    lost = [
        (amount.quantity * sign, posting.account)
        for posting in given_up.credit.source.entry.postings
        for amount in posting.amounts
        if accounts.role(posting.account) is None
    ]
    return (
        f"{max(credit.date, given_up.date)} {credit.source.entry.payee} | recovered\n"
        f"    {credit.account}    {amount}  ; {whose}inv:{given_up.item.number}\n"
        f"    {max(lost)[1] if lost else 'ACCOUNT'}"
    )


def _rest_of(book: Book, accounts: Accounts, credit: Credit) -> tuple[str, str, str]:
    """For an entry: whose a credit is, where its account does not say; its rest, and minus that."""
    from arledger.journal.amount_text import quantity_text  # few books have such a credit

    role = accounts.role(credit.account)
    whose = "" if role and role.customer == credit.customer else f"customer:{credit.customer}, "
    rest = book.shown(credit.currency, credit.rest)
    signed = rest if book.side == "receivable" else -rest
    styles = book.journal.commodities
    back, forth = (quantity_text(q, credit.currency, styles) for q in (signed, -signed))
    return whose, back, forth


def _moving_entry(
    book: Book, accounts: Accounts, credit: Credit, items: list[Item], *, known: bool
) -> str:
    """The entry that takes what is too much back and gives it to another document."""
    taken = credit.number
    if not taken or "," in taken or known:
        taken = items[0].number  # reopened by as much, and paid by this credit's rest
    day = max(credit.date, *(item.date for item in items))
    whose, back, forth = _rest_of(book, accounts, credit)
    return (
        f"{day} {credit.source.entry.payee} | applied to another document\n"
        f"    {credit.account}    {back}  ; {whose}inv:{taken}\n"
        f"    {credit.account}    {forth}  ; {whose}inv:NUMBER"
    )


def numbers(book: Book) -> list[Problem]:
    """Documents that share a number though they are two, and openings without dates."""
    problems = []
    first: dict[Key, Source] = {}
    for m in book.movements:
        if m.amount < 0 or not m.number or m.kind not in ("invoice", "debit-note"):
            continue
        known = first.setdefault((m.customer, m.currency, m.number), m.source)
        if known.entry is not m.source.entry:
            problems.append(
                Problem(
                    "duplicate-number",
                    f"{m.customer} has a document {m.number} already; this joins it",
                    m.source.span,
                    "give each document a number of its own",
                    Severity.WARNING,
                    ((known.span, f"{m.number} is here first"),),
                )
            )
    problems.extend(
        Problem(
            "age-unknown",
            f"this opening balance of {item.customer} says neither when it was invoiced nor when "
            "it fell due; its age counts from its own day",
            item.source.span,
            "add due:YYYY-MM-DD (and issued:YYYY-MM-DD, inv:NUMBER), one posting an invoice",
            Severity.LINT,
        )
        for item in book.items
        if item.age_unknown
    )
    return problems


def returned(allocator: Allocator) -> list[Problem]:
    """Debits that give back or move what they name, where there is nothing of that name."""
    reported = {id(movement.source.posting) for movement, _ in allocator.debits.excess}
    return [
        Problem(
            "unknown-document",
            f"{m.customer} has no document or payment {m.number}; this is an item of its own",
            m.source.span,
            "correct inv:, so that the old debt is open again at its old age",
            Severity.WARNING,
        )
        for m in allocator.movements
        if m.kind in ("bounce", "reallocation")
        and m.amount > 0
        and m.references
        and id(m.source.posting) not in reported
        and _is_first(allocator.positions.documents.get((m.customer, m.currency, m.number)), m)
    ]


def _is_first(items: list[Item] | None, movement: Movement) -> bool:
    """Whether a document was made by that movement; one of no document was not."""
    return items is not None and items[0].source.posting is movement.source.posting


def extensions(book: Book, owners: dict[str, set[tuple[str, str]]]) -> list[Problem]:
    """Extensions of somebody else's document: they move nothing."""
    return [
        Problem(
            "unknown-document",
            f"{event.customer} has no document {event.tags['inv']}; nothing is extended",
            event.source.span,
            "correct inv: or customer:",
            Severity.WARNING,
        )
        for event in book.events
        if event.kind == "extend"
        and event.customer
        and event.customer not in {who for who, _ in owners.get(event.tags["inv"], ())}
        and owners.get(event.tags["inv"])
    ]


def excess(allocator: Allocator) -> list[Problem]:
    """Debits that take back more than the credit they name."""
    return [
        Problem(
            "taken-back-too-much",
            f"{plain(left)} {movement.currency} more than {movement.number} was worth; "
            "the rest is an open item of its own",
            movement.source.span,
            "correct the amount, or name the document it belongs to",
            Severity.WARNING,
        )
        for movement, left in allocator.debits.excess
    ]
