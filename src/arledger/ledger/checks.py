"""What does not fit together in a book: references, numbers, and the proof of the total."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from arledger.ledger.allocation import Allocator, Key
from arledger.ledger.model import Book, Credit, Item, Source
from arledger.money import ZERO, plain
from arledger.problems import Problem, Severity


def tie_out(book: Book, allocator: Allocator) -> list[Problem]:
    """Problems where open items less unapplied credits are not the control account's balance.

    There should never be one: it would be a fault of arledger's own, and figures are withheld.
    """
    proven: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for item in book.items:
        proven[item.account, item.currency] += item.open
    for credit in book.credits:
        proven[credit.account, credit.currency] -= credit.rest
    for key, amount in allocator.crossed.items():
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


@dataclass(frozen=True, slots=True)
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
            if credit.references and credit.references != ("-",):
                yield from self._named(credit)
            elif not credit.references and self._key(credit, credit.number) in self._documents:
                yield self._overpaid(credit, [credit.number])

    @property
    def _documents(self) -> dict[Key, list[Item]]:
        return self.allocator.documents

    def _key(self, credit: Credit, number: str) -> Key:
        return (credit.customer, credit.currency, number)

    def _named(self, credit: Credit) -> Iterator[Problem]:
        numbers = [
            text
            for text in credit.references
            if self._key(credit, text) in self._documents or len(text.split()) < 2
        ] or [word for text in credit.references for word in text.split()]
        unknown = [n for n in numbers if self._key(credit, n) not in self._documents]
        for number in unknown:
            yield self._unknown(credit, number)
        if not unknown:
            yield self._overpaid(credit, numbers)

    def _unknown(self, credit: Credit, number: str) -> Problem:
        elsewhere = sorted(self.owners.get(number, ()))
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
        named = " ".join(numbers)
        rest = f"{plain(credit.rest)} {credit.currency}".strip()
        items = [i for n in numbers for i in self._documents[self._key(credit, n)]]
        others = tuple(
            (a.credit.source.span, f"{a.item.label} was paid here already")
            for i in items
            for a in i.allocations
            if a.credit is not credit
        )
        return Problem(
            "overpaid",
            f"{rest} more than was open on {named}; it stays on account",
            credit.source.span,
            "to apply it elsewhere, add this entry: " + _moving_entry(credit, rest, named),
            Severity.WARNING,
            tuple(dict.fromkeys(others))[:3],
        )


def _moving_entry(credit: Credit, rest: str, named: str) -> str:
    back = f"inv:{credit.number}" if credit.number else f"inv:{named.split(maxsplit=1)[0]}"
    return (
        f"{credit.date} {credit.source.entry.payee} | applied | "
        f"{credit.account}  {rest}  ; {back} | {credit.account}  -{rest}  ; inv:NUMBER"
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
        for movement, left in allocator.excess
    ]
