"""Due dates that are not what the terms say, and extensions that give no more time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from arledger.dates import Net, Rule, Terms, add_days, add_months, days_past_due
from arledger.ledger.accounts import Accounts
from arledger.ledger.due import DueDates
from arledger.ledger.model import Book, Event, Item, Kind, Movement
from arledger.ledger.tags import day
from arledger.problems import Problem, Severity

_SALES: frozenset[Kind] = frozenset({"invoice", "debit-note"})


def contradicting_dues(book: Book) -> Iterator[Problem]:
    """A lint for each document with one due date that its terms do not give, or before its own.

    They give the working day beside a weekend, too, and months for so many times 30 days. A
    document of several instalments has been agreed upon by itself.
    """
    dues = DueDates(book.journal, book.policy, _accounts(book), book.customers)
    instalments = Counter(id(item.source.entry) for item in book.items)
    for item in book.items:
        if (
            item.kind in _SALES
            and item.rule.startswith("due: ")
            and instalments[id(item.source.entry)] == 1
        ):
            said = _contradiction(item, dues.agreed(_movement(item)))
            if said:
                yield Problem(
                    "due-contradicts-terms", said, item.source.span, _remedy(item), Severity.LINT
                )


def _remedy(item: Item) -> str:
    days = days_past_due(item.original_due, item.date)
    if days < 0:
        return "correct due: or the date"
    return f"correct due: or the terms; if it was so agreed for this one, add terms:net {days}"


def _accounts(book: Book) -> Accounts:
    return Accounts(book.journal, book.policy, book.side)


def _movement(item: Item) -> Movement:
    """The debit that made an item, as far as its terms depend on it."""
    return Movement(
        item.date, item.customer, item.account, item.currency, item.open, item.kind,
        item.number, (), item.source,
    )  # fmt: skip


def _contradiction(item: Item, terms: Terms | None) -> str:
    """What is wrong with an item's due date under its terms; "" when it is right."""
    due = item.original_due
    if due < item.date:
        return f"due {due}, before its own date {item.date}"
    if terms is None:
        return ""
    given = [part.due(item.date) for part in terms.parts]
    if due in given or any(_beside_weekend(day, due) for day in given):
        return ""
    if due in [_months(part, item.date) for part in terms.parts]:
        return ""
    return f"due {due}, but '{terms.text}' from {item.date} is {' or '.join(map(str, given))}"


def _months(part: Rule, since: date) -> date | None:
    """The day after so many months, for so many times 30 days; None for other terms."""
    if not isinstance(part, Net) or part.to_month_end or part.days % 30:
        return None
    return add_months(since, part.days // 30)


def _beside_weekend(day: date, due: date) -> bool:
    """Whether a day is on a weekend, and the due date is the Friday before or the Monday after."""
    over = day.weekday() - 4  # 1 on a Saturday, 2 on a Sunday
    return over > 0 and due in (add_days(day, -over), add_days(day, 3 - over))


def idle_extensions(book: Book) -> Iterator[Problem]:
    """A lint for each extension to a day on which its document falls due as it is, or later.

    An extension gives more time, never less.
    """
    granted: dict[str, list[Event]] = defaultdict(list)
    for event in book.events:
        if event.kind == "extend":
            granted[event.tags["inv"]].append(event)
    documents: dict[str, list[Item]] = defaultdict(list)
    for item in book.items if granted else ():
        if item.number in granted:
            documents[item.number].append(item)
    for number, events in granted.items():
        for event in events:
            items = [i for i in documents[number] if event.customer in (None, i.customer)]
            yield from _idle(event, items, events)


def _idle(event: Event, items: Iterable[Item], events: Iterable[Event]) -> Iterator[Problem]:
    """Whether an extension moves none of these, which were extended by the earlier events."""
    until = _until(event)
    before = [
        _until(other)
        for other in events
        if other.date < event.date and (other.customer or event.customer) == event.customer
    ]
    dues = [max([item.original_due, *before]) for item in items]
    if dues and min(dues) >= until:
        number = event.tags["inv"]
        yield Problem(
            "idle-extension",
            f"{number} falls due on {min(dues)} as it is: until {until} is no more time",
            event.source.span,
            "correct due: or inv:; an extension moves a due date to a later day only",
            Severity.LINT,
        )


def _until(event: Event) -> date:
    return day(event.tags["due"], event.date.year)
