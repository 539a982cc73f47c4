"""Cash application: which credit settles which item, in order of date, and sticky.

A day is worked off in this order: extensions, new debits and what waited for them, credits that
name documents, credits by code, credits by the policy's order, and last what bounces, is paid
back or moved. Nothing later undoes an allocation but an entry that says so, and nothing depends
on the order of different lines within a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from arledger.ledger.debits import Debits
from arledger.ledger.due import DueDates
from arledger.ledger.model import Credit, Movement
from arledger.ledger.natural import natural
from arledger.ledger.positions import Key, Positions
from arledger.money import ZERO
from arledger.policy.sections.books import Order
from arledger.progress import Stage, advance
from arledger.records import field, record

Extensions = dict[date, list[tuple[Key, date]]]
"""(document, new due date) by the day it was granted."""


@record
class Allocator:
    """Works each customer's movements off by date into items, credits and allocations."""

    positions: Positions
    debits: Debits
    movements: list[Movement] = field(default_factory=list)
    """As worked off: in order of date, each of the kind it turned out to be."""

    @classmethod
    def by(cls, order: Order, dues: DueDates) -> "Allocator":
        """An allocator that has not worked anything off yet."""
        positions = Positions(order)
        return cls(positions, Debits(positions, dues))

    def run(self, movements: Collection[Movement], extensions: Extensions) -> None:
        """Allocate everything, and move the due dates that were extended."""
        extended: dict[tuple[str, str], Extensions] = {}
        for day, changes in extensions.items():
            for key, due in changes:
                extended.setdefault(key[:2], {}).setdefault(day, []).append((key, due))
        with Stage("matching payments to invoices", len(movements)):
            for whose, own in _by_customer(movements).items():
                self._run_customer(own, extended.get(whose, {}))
                advance(len(own))

    def _run_customer(self, movements: list[Movement], extensions: Extensions) -> None:
        """Allocate one customer's movements in one currency: nothing else touches them."""
        movements.sort(key=attrgetter("date"))
        closings = {m.date for m in movements if m.kind == "opening"} - {movements[0].date}
        items, credits_ = self.positions.items, self.positions.credits
        first_item, first_credit = len(items), len(credits_)
        by_day = {day: list(group) for day, group in groupby(movements, attrgetter("date"))}
        for day in sorted(by_day.keys() | extensions.keys()) if extensions else by_day:
            self.positions.today = day
            for key, due in extensions.get(day, ()):
                self.debits.extend(key, due)
            self._work_off(by_day.get(day, []))
            if day in closings:
                closed = _closed(movements, day)
                self.positions.set_off(closed, items[first_item:], credits_[first_credit:])

    def _work_off(self, movements: list[Movement]) -> None:
        if len(movements) == 1:
            self._alone(movements[0])
            return
        debits = sorted((m for m in movements if m.amount > 0), key=self._debit_order)
        credits_ = sorted((m for m in movements if m.amount < 0), key=_credit_order)
        numbers = {movement.number for movement in credits_}
        late = [self.debits.follows(movement, numbers) for movement in debits]
        self._raise([m for m, follows in zip(debits, late, strict=True) if not follows])
        self._apply([self._arrive(movement) for movement in credits_])
        self._raise([m for m, follows in zip(debits, late, strict=True) if follows])

    def _alone(self, movement: Movement) -> None:
        """The only movement of its day: most are."""
        if movement.amount > 0:
            self._raise([movement])
        else:
            self._apply([self._arrive(movement)])

    def _raise(self, debits: list[Movement]) -> None:
        self.movements += [self.debits.work_off(movement) for movement in debits]
        self.positions.settle()

    def _apply(self, credits_: list[Credit]) -> None:
        """Credits by what they name, then those by code, then those left to the policy."""
        by_code, by_policy = [], []
        for credit in credits_:
            if credit.references:
                self.positions.pay_named(credit)
            elif self._has_document(credit):
                by_code.append(credit)
            else:
                by_policy.append(credit)
        for credit in by_code:
            self.positions.pay_by_code(credit)
        for credit in by_policy:
            self.positions.pay_by_policy(credit)
        self.positions.settle()

    def _has_document(self, credit: Credit) -> bool:
        key = (credit.customer, credit.currency, credit.number)
        return bool(credit.number) and key in self.positions.documents

    def _arrive(self, movement: Movement) -> Credit:
        self.movements.append(movement)
        credit = Credit(
            customer=movement.customer,
            account=movement.account,
            currency=movement.currency,
            number=movement.number,
            kind=movement.kind,
            date=movement.date,
            amount=-movement.amount,
            references=movement.references,
            source=movement.source,
            rest=-movement.amount,
        )
        self.positions.credits.append(credit)
        if movement.number:
            key = (movement.customer, movement.currency, movement.number)
            self.positions.by_number[key].append(credit)
        return credit

    def _debit_order(self, movement: Movement) -> tuple[object, ...]:
        stated = self.debits.dues.stated(movement) if movement.number else None
        return (
            movement.customer,
            movement.currency,
            natural(movement.number),
            stated is None,
            stated.date if stated else date.min,
            movement.account,
            movement.kind,
            movement.amount,
            movement.source.entry.path,
            movement.source.span.line,
        )


def _closed(movements: Iterable[Movement], day: date) -> set[str]:
    """The accounts that an opening or closing entry of the day brought to nothing."""
    posted = {m.account for m in movements if m.kind == "opening" and m.date == day}
    sums: dict[str, Decimal] = dict.fromkeys(posted, ZERO)
    for m in movements:
        if m.account in posted and m.date <= day:
            sums[m.account] += m.amount
    return {account for account, balance in sums.items() if not balance}


def _by_customer(movements: Iterable[Movement]) -> dict[tuple[str, str], list[Movement]]:
    """The movements by (customer, currency), outside which no allocation reaches."""
    found: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    for movement in movements:
        found[movement.customer, movement.currency].append(movement)
    return found


def _credit_order(movement: Movement) -> tuple[object, ...]:
    return (
        natural(movement.number),
        -movement.amount,
        movement.customer,
        movement.account,
        movement.currency,
        movement.references,
        movement.kind,
        movement.source.entry.path,
        movement.source.span.line,
    )
