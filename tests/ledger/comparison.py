"""What aging shows of a book made the short way, beside the same made the long way."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from arledger.journal.loader import load
from arledger.journal.plain import NotPlainError
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.ledger.quick import ShortWay
from arledger.money import exact
from arledger.policy.model import DEFAULT, Policy
from arledger.problems import Problem, Severity, in_order, worst
from arledger.render.envelope import json_text
from arledger.reports.aging import report

TODAY = date(2026, 12, 31)


def shown(book: Book, problems: list[Problem], options: Mapping[str, Any]) -> list[object]:
    """All that a reader may see: figures, what is said of them, problems, how amounts look."""
    with exact():
        made = report(book, book.as_of, book.policy, **options)
    styles = dict(sorted(book.journal.commodities.items()))
    return [json_text(made), made.title, made.remarks, not book.control, problems, styles]


def compare(
    path: Path,
    policy: Policy = DEFAULT,
    side: Side = "receivable",
    as_of: date = TODAY,
    short: ShortWay | None = None,
    **options: Any,
) -> int | None:
    """The number of items that were only summed; None if it took the long way.

    AssertionError where the two ways differ in anything. ``short`` is the short way to be taken,
    if not that of somebody who knows nothing of the file.
    """
    try:
        way = short or ShortWay(policy, side, as_of, TODAY)
        book, problems = way.book([str(path)])
    except NotPlainError:
        return None
    journal, expected = load([str(path)], today=TODAY)
    assert worst(expected) is not Severity.ERROR, "errors are told the long way"
    long, wrong = build_book(journal, policy, side=side, as_of=as_of)
    assert shown(book, problems, options) == shown(long, in_order([*expected, *wrong]), options)
    return sum(len(lane.items) for lane in book.lanes)
