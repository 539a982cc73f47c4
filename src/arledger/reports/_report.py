"""What every report returns, and what the command line needs to know about one."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from arledger.journal.model import Entry, Style
from arledger.ledger.accounts import fold
from arledger.ledger.model import Book
from arledger.problems import Problem, Severity
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, Table, column

Row = TypeVar("Row")


class Task(NamedTuple):
    """Something to be done, for lists of things to do and calendars."""

    id: str
    """What it is about, the same from day to day."""
    rank: int
    """Its place in the order, from 1."""
    day: date
    """When it is to be done."""
    summary: str
    facts: Sequence[str]
    """What to know, a line each."""
    ask: str
    contact: str = ""
    """Whom to ask for; "" for this as for the rest: nobody knows."""
    phone: str = ""
    email: str = ""
    minutes: int = 0
    """What it takes."""


class Sample(NamedTuple):
    """One number of a gauge."""

    labels: Mapping[str, str]
    """By names of letters and ``_``; the texts may be any."""
    value: Decimal


class Gauge(NamedTuple):
    """A figure for those who watch: named in letters and ``_``."""

    name: str
    help: str
    """A sentence, on one line, without a backslash."""
    samples: Sequence[Sample]


class Report(NamedTuple, Generic[Row]):
    """A finished report: typed rows and everything a renderer needs, nothing about looks."""

    name: str
    """The command's name, and the schema's: ``arledger.<name>/<version>``."""
    version: int
    """Raised whenever a machine column changes."""
    title: str
    """One line for people: what this is, of whom, as of when."""
    table: Table[Row]
    as_of: date | None = None
    totals: Sequence[Row] = ()
    """One row a currency; same columns as the rows, cells that do not add up are None."""
    notes: Sequence[str] = ()
    """Sentences below the table: assumptions, prices used, what a selection left out."""
    remarks: Sequence[str] = ()
    """Sentences for stderr, whatever the format: what was assumed and can be set."""
    problems: Sequence[Problem] = ()
    styles: Mapping[str, Style] = MappingProxyType({})
    """How amounts of each commodity are written for people."""
    findings: bool = False
    """True: exit code 3 (a hold, an alert, two statements that differ)."""
    empty: str = "Nothing to show."
    """What people read when there are no rows."""
    rows_key: str = "rows"
    """The JSON key the rows stand under."""
    extra: Mapping[str, object] = MappingProxyType({})
    """Further top-level JSON fields: strings, numbers as strings, lists of such."""
    tasks: Sequence[Task] = ()
    """What is to be done, for the formats of tasks; few reports have any."""
    gauges: Sequence[Gauge] = ()
    """What is to be watched, for Prometheus; few reports have any."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows themselves, for programs."""
        return self.table.rows


class Section(NamedTuple, Generic[Row]):
    """One part of a document: a table under its heading, drawn as that of a report is.

    Facts are rows too: a column that names them, one with what is so, one with where it stands.
    """

    name: str
    """What machines and ``--section`` call it, with hyphens: ``open-items``."""
    title: str
    """Its heading; "": it stands below the document's own."""
    table: Table[Row]
    totals: Sequence[Row] = ()
    notes: Sequence[str] = ()
    """Sentences below its table."""
    empty: str = ""
    """What people read when there are no rows; "": the section is then only named, with others
    of which there is nothing, at the end of the document."""
    headed: bool = True
    """False: the columns explain themselves, and people see no heading above them."""


class Document(NamedTuple):
    """A finished page of several tables: what a ``Report`` is, with sections for its one table.

    A report function may return either; everything else is the same. Every section is made
    whether or not there is anything in it, of the same columns for machines: they are the
    schema. People read the sections in their order. JSON has them as objects by name, below
    ``sections``. CSV and TSV are one long list of cells (section, row, key, value), unless the
    document has a single section: then they are its table. So a command that takes ``section``
    returns ``document.only(section)``.
    """

    name: str
    version: int
    """Raised whenever a machine column of any section changes."""
    title: str
    sections: Sequence[Section[Any]]
    as_of: date | None = None
    notes: Sequence[str] = ()
    """Sentences at the end: assumptions, prices used."""
    remarks: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    styles: Mapping[str, Style] = MappingProxyType({})
    findings: bool = False
    extra: Mapping[str, object] = MappingProxyType({})

    @property
    def rows(self) -> Sequence[object]:
        """The rows of all its sections."""
        return [row for section in self.sections for row in section.table.rows]

    def only(self, name: str | None) -> "Document":
        """The document with no more than this section; with all of them when it is None.

        Raises ValueError with the names there are.
        """
        if name is None:
            return self
        chosen = [section for section in self.sections if section.name == name]
        if not chosen:
            known = ", ".join(section.name for section in self.sections)
            raise ValueError(f"there is no section '{name}': it is one of {known}")
        return self._replace(sections=chosen)

    def report_of(self, section: Section[Row]) -> Report[Row]:
        """One section as a report of its own: what draws a table draws it."""
        return Report(
            name=self.name,
            version=self.version,
            title=section.title,
            table=section.table,
            as_of=self.as_of,
            totals=section.totals,
            notes=section.notes,
            styles=self.styles,
            empty=section.empty,
        )


AnyReport = Report[Any] | Document
"""What a report function returns."""


def party(book: Book) -> Column[Any]:
    """The column of who owes us, or whom we owe; machines know both as ``customer``."""
    return column("customer", "Customer" if book.side == "receivable" else "Supplier")


def said(book: Book, customer: str | None, entry: Entry) -> str:
    """The note of a customer's entry; "" where it says no more than whose it is."""
    known = (book.whole or book).customers.get(customer or "")
    if known is not None and "|" not in entry.description:
        names = {fold(known.id), fold(known.name)}
        return "" if fold(entry.description) in names else entry.note
    return entry.note


def places(*, wrap: bool = False) -> list[Column[Any]]:
    """The columns of where a row is written: of a ``file`` and a ``line``, either may be None.

    ``wrap``: people are shown it however narrow the room.
    """
    return [
        column("file", audience=Audience.MACHINES),
        column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
        column("source", of=_place, audience=Audience.PEOPLE, wrap=wrap),
    ]


def _place(row: Any) -> str | None:
    return f"{row.file}:{row.line}" if row.file else None


def key_columns(title: str) -> list[Column[Any]]:
    """The columns of a ``key`` that rows go by; people read in brackets that there is none."""
    return [
        column("key", audience=Audience.MACHINES),
        column("key", title, of=_key_shown, audience=Audience.PEOPLE),
    ]


def _key_shown(row: Any) -> str | None:
    key: str | None = row.key
    return "(none)" if key == "" else key


def state_column(state: str, audience: Audience) -> Column[Any]:
    """The column of how many promises of a ``tally`` are in a state."""
    return column(
        state.replace("-", "_"), _STATES.get(state, state.capitalize()), Kind.COUNT,
        of=lambda row: row.tally.states.get(state, 0), audience=audience,
    )  # fmt: skip


_STATES = {"partially-kept": "Partly"}
"""States with a shorter name above a column."""


def heading(book: Book, what: str) -> str:
    """The title line: ``what`` as of the book's day, which part is shown, what was assumed."""
    chosen = f", only {book.selected}" if book.selected else ""
    assumed = " (documents without terms are due on their date)" if book.terms_assumed else ""
    return f"{what} as of {book.as_of}{chosen}{assumed}"


def remarks(book: Book) -> list[str]:
    """What stderr says once: how many due dates are only assumed."""
    count = book.terms_assumed
    if not count:
        return []
    subject = (
        "1 document without terms is due on its"
        if count == 1
        else (f"{count} documents without terms are due on their")
    )
    return [f"{subject} date; set [terms] default"]


def notes(book: Book) -> list[str]:
    """What a reader must know to trust the figures: prices used, and what is left out."""
    said: list[str] = []
    if book.valuation:
        used = sorted(book.valuation.used.items())
        said.extend(dict.fromkeys(rate.said() for _, rate in used))
    if book.selected:
        said.append("Totals are of the selection, not of the control account.")
    return said


def unpriced(book: Book) -> list[Problem]:
    """A problem for each currency without a price to the one asked for."""
    if not book.valuation:
        return []
    target = book.valuation.target
    return [
        Problem(
            "no-price",
            f"no price leads from {commodity or 'amounts without a currency'} to {target} on "
            f"{book.as_of}; those amounts are shown as they are",
            None,
            f"add: P {book.as_of} {commodity} RATE {target}",
            Severity.WARNING,
        )
        for commodity in book.valuation.missing
    ]
