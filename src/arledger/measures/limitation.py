"""Limitation: until when a claim can be enforced, by a rule that its reader took from the law.

A period of years and months ends on the day of the month it was counted from, or on the last of
a shorter month: counted from 29 February 2024, five years end on 28 February 2029. Nothing here
knows a law; what no rule of the policy says is read so that the claim ends earlier.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from arledger.dates import add_days, add_months, days_past_due
from arledger.ledger.model import Book, Item
from arledger.measures.interruptions import Facts, Interruption
from arledger.policy.limitation import LimitationRule
from arledger.records import NamedTuple

Effect = Literal["restarts", "stops", "before it began", "after its end"]
"""What a fact does to the period; after its end nothing is revived."""

State = Literal["no rule", "unknown", "not begun", "running", "stopped", "ended"]
"""``unknown``: an opening balance that does not say when it fell due."""


class Step(NamedTuple):
    """A fact that the rule names, and what it does."""

    interruption: Interruption
    effect: Effect


class Limitation(NamedTuple):
    """What a rule says of one item on the book's day."""

    item: Item
    state: State
    name: str = ""
    """The rule's in the policy; "" when none fits."""
    rule: LimitationRule | None = None
    first: date | None = None
    """The day the period was counted from at first."""
    began: date | None = None
    """The day it is counted from now: the first, or that of the last interruption."""
    steps: tuple[Step, ...] = ()
    ends_on: date | None = None
    """The last day; None when it was stopped, or nothing is known."""
    days_left: int | None = None
    """Days from the book's day to the last one: 0 on it, negative after it; of one that was
    stopped those that were left on that day."""

    @property
    def stopped(self) -> Interruption | None:
        """What stopped the period; None: nothing did."""
        last = self.steps[-1] if self.steps else None
        return last.interruption if last and last.effect == "stops" else None


def limitations(
    book: Book, items: Iterable[Item], counts: Callable[[Interruption], bool] = bool
) -> list[Limitation]:
    """What the policy's rules say of each of these items, in their order.

    ``counts`` says which interruptions are to count; otherwise all.
    """
    known: dict[str, Facts] = {}
    whole = book.whole or book
    dues = _Dues(whole)
    found = []
    for item in items:
        name, rule = rule_for(whole, item)
        if rule is None or item.age_unknown:
            found.append(Limitation(item, "no rule" if rule is None else "unknown", name, rule))
            continue
        facts = known.get(item.customer) or Facts(whole, item.customer)
        known[item.customer] = facts
        due = dues.of(item, rule)
        happened = filter(counts, facts.of(item))
        found.append(_counted(item, name, rule, due, happened, book.as_of))
    return found


def rule_for(book: Book, item: Item) -> tuple[str, LimitationRule | None]:
    """The first rule of the policy all of whose tags the document or its customer has."""
    for name, rule in book.policy.limitation.rules.items():
        pairs = (text.partition(":")[::2] for text in rule.when)
        if all(_has(book, item, tag, value) for tag, value in pairs):
            return name, rule
    return "", None


def _has(book: Book, item: Item, tag: str, value: str) -> bool:
    return book.tag(item, tag.strip().casefold()).casefold() == value.strip().casefold()


class _Dues:
    """The due dates that rules count from."""

    def __init__(self, book: Book) -> None:
        self._documents: dict[tuple[str, str, str], list[Item]] = {}
        for item in book.items:
            self._documents.setdefault(_document(item), []).append(item)

    def of(self, item: Item, rule: LimitationRule) -> date:
        """An item's, or the last one of its document."""
        items = [item]
        if rule.instalments == "last" and item.number:
            items = self._documents[_document(item)]
        return max(i.due if rule.due == "extended" else i.original_due for i in items)


def _document(item: Item) -> tuple[str, str, str]:
    return (item.customer, item.currency, item.number)


def _counted(  # noqa: PLR0917 - an item, its rule, what happened
    item: Item,
    name: str,
    rule: LimitationRule,
    due: date,
    facts: Iterable[Interruption],
    as_of: date,
) -> Limitation:
    first = began = _first_day(rule, due)
    ends_on = _end(rule, began)
    steps: list[Step] = []
    for fact in facts:
        if not {*rule.restart, *rule.stop}.intersection(fact.words):
            continue
        effect = _effect(rule, fact, first, ends_on)
        steps.append(Step(fact, effect))
        if effect == "stops":
            left = days_past_due(ends_on, fact.date)
            return Limitation(item, "stopped", name, rule, first, began, tuple(steps), None, left)
        if effect == "restarts":
            began = max(began, fact.date)
            ends_on = _end(rule, began)
    left = days_past_due(ends_on, as_of)
    state: State = "ended" if left < 0 else "running" if first <= as_of else "not begun"
    return Limitation(item, state, name, rule, first, began, tuple(steps), ends_on, left)


def _first_day(rule: LimitationRule, due: date) -> date:
    if rule.start == "year-end":
        return date(due.year, 12, 31)
    return add_days(due, 1) if rule.start == "day-after-due" else due


def _end(rule: LimitationRule, began: date) -> date:
    return add_months(began, rule.years * 12 + rule.months)


def _effect(rule: LimitationRule, fact: Interruption, first: date, ends_on: date) -> Effect:
    if fact.date > ends_on:
        return "after its end"
    if not set(rule.stop).isdisjoint(fact.words):
        return "stops"
    return "before it began" if fact.date < first else "restarts"
