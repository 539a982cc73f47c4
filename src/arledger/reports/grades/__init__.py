"""How good customers are: their score, their grade, and which one is in force."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from arledger.ledger.lookup import customer_named, unknown
from arledger.ledger.model import Book
from arledger.measures.grades import Grade, grades
from arledger.measures.scorecard import Scorecard
from arledger.policy.model import Policy
from arledger.policy.scorecards import UNRATED
from arledger.policy.sections.watch import Interval
from arledger.records import replaced
from arledger.reports._report import AnyReport, Document, Report, heading, party
from arledger.reports.grades.lines import GradeRow, columns, counted, row_of
from arledger.table import Table

VERSION = 1

Every = Literal["monthly", "quarterly", "half-yearly", "yearly"]

_INTERVALS: dict[Every, Interval] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half-year",
    "yearly": "year",
}


_RECKONED = "Proposed limit: sales a month x months of the terms x the factor of the grade."


def report(
    book: Book,
    as_of: dt.date,
    policy: Policy,
    *,
    explain: Annotated[
        str | None, "What this customer's grade is made of, and would lift it."
    ] = None,
    history: Annotated[
        Every | None, "What each review gave, by what was known then, and who went where."
    ] = None,
    strategy: Annotated[
        bool, "Limit and terms that go with the grade in force, beside the present ones."
    ] = False,
) -> AnyReport:
    """Customers graded by the policy's scorecard, and the grade in force.

    A score from 0 to 100 from how they pay, what is overdue, promises, limit and disputes; a
    grade by the score. In force is the grade given by hand, else that of the last review day:
    a grade falls at once and rises by one step a review. Too little history is unrated.
    """
    if sum((explain is not None, history is not None, strategy)) > 1:
        raise ValueError("--explain, --history and --strategy exclude each other")
    if explain is not None:
        return _explained(book, explain)
    if history:
        return _reviewed(book, history)
    if strategy:
        return _proposed(book)
    return _listed(book, as_of, policy)


def _reviewed(book: Book, every: Every) -> Document:
    """The grades from review to review."""
    from arledger.reports.grades.history import sections

    chosen = replaced(book, terms_assumed=0)
    return Document(
        name="grades",
        version=VERSION,
        title=heading(chosen, f"{_title(book).rstrip(',')}, reviewed {every},"),
        sections=sections(book, party(book), _INTERVALS[every]),
        as_of=book.as_of,
        styles=book.journal.commodities,
    )


def _proposed(book: Book) -> Report[Any]:
    """What the grades in force suggest."""
    from arledger.measures.strategy import strategies
    from arledger.reports.grades.strategy import columns as columns_of
    from arledger.reports.grades.strategy import row_of as proposed

    found = strategies(book)
    rows = [proposed(book, one, book.customers[one.customer].name) for one in found]
    rows.sort(key=lambda row: (row.customer.casefold(), row.customer))
    return Report(
        name="grades",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), "Limits and terms by grade"),
        table=Table(columns_of(party(book)), rows),
        as_of=book.as_of,
        notes=[
            *([_RECKONED] if rows else []),
            *left_out({one.customer: one.grade for one in found}),
        ],
        styles=book.journal.commodities,
        empty="No customers." if book.side == "receivable" else "No suppliers.",
    )


def _explained(book: Book, text: str) -> Document:
    """One customer's grade, and what would lift it."""
    from arledger.reports.grades.explain import of_nobody, sections

    whole = book.whole or book
    page = Document("grades", VERSION, f"Grade as of {book.as_of}", of_nobody(), as_of=book.as_of)
    if not whole.customers:
        return page
    id_ = customer_named(whole, text)
    if id_ is None:
        raise unknown(whole, text, "customer" if book.side == "receivable" else "supplier")
    known, name = grades(whole)[id_], whole.customers[id_].name
    of = f"{name} ({id_})" if name != id_ else name
    return page._replace(
        title=f"Grade of {of} as of {book.as_of}",
        sections=sections(whole, id_, known),
        notes=list(left_out({id_: known})),
        styles=book.journal.commodities,
        extra={"customer": id_, "name": name},
    )


def _listed(book: Book, as_of: dt.date, policy: Policy) -> Report[Any]:
    found = {id_: one for id_, one in grades(book).items() if id_ in book.customers}
    scale = Scorecard(policy.grades).grades
    rows = [row_of(book.customers[id_].name, one) for id_, one in found.items()]
    rows.sort(key=lambda row: _order(row, scale))
    return Report(
        name="grades",
        version=VERSION,
        title=heading(replaced(book, terms_assumed=0), _title(book)),
        table=Table(columns(party(book), policy.grades), rows),
        as_of=as_of,
        notes=[*counted(rows, scale), *left_out(found)],
        remarks=[*_unknown(rows, scale)],
        styles=book.journal.commodities,
        empty="No customers." if book.side == "receivable" else "No suppliers.",
    )


def _title(book: Book) -> str:
    return "Grades" if book.side == "receivable" else "Grades of suppliers, by how we pay them,"


def _order(row: GradeRow, scale: list[str]) -> tuple[object, ...]:
    """The best grade in force first, of equal ones the highest score, at the end the unrated."""
    places = {grade: place for place, grade in enumerate(scale)}
    place = places.get(row.grade_in_force, len(scale))
    score = -1 if row.score is None else row.score
    return (row.grade_in_force == UNRATED, place, -score, row.customer.casefold(), row.customer)


def left_out(found: dict[str, Grade]) -> Iterator[str]:
    """Currencies that count for nothing, because no price leads from them."""
    for id_, grade in sorted(found.items()):
        facts = grade.score.facts
        if facts.unpriced:
            missing = ", ".join(sorted(filter(None, facts.unpriced))) or "amounts without currency"
            yield f"{id_}: {missing} left out: no price in {facts.currency or 'its currency'}."


def _unknown(rows: list[GradeRow], scale: list[str]) -> Iterator[str]:
    """Grades given by hand that the policy does not know."""
    for row in rows:
        if row.grade_in_force not in (*scale, UNRATED):
            known = ", ".join(scale)
            given = f"the grade {row.grade_in_force} of {row.customer}"
            yield f"{given} is none of the policy's: {known}"
