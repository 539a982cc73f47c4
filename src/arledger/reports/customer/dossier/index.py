"""The index: what there is of each sort, what is missing, and what would complete it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import get_args

from arledger.ledger.model import Item
from arledger.measures.evidence import PIECES, Evidence, Piece, State
from arledger.records import NamedTuple
from arledger.reports._report import Section, places
from arledger.reports.customer.dossier.lines import labels, place, some_labels
from arledger.table import Audience, Column, Kind, Table, column

_STATES: tuple[State, ...] = get_args(State)

_TO_ADD: dict[Piece, str] = {
    "contract": "contract:, signed: and file: at the customer's account",
    "order": "po: at the invoice, or event:file with proves:order",
    "delivery": "delivery: at the invoice, or event:file with proves:delivery",
    "confirmation": "their word on the balance: event:confirm with reply:agreed and file:",
    "acknowledgement": "a promise in writing, with file:",
    "letter": "a letter that can be proven: event:letter with sent: and file:",
    "notice": "a formal notice: event:legal with stage:notice and file:",
}
"""What to add where there is nothing."""

_LEGEND = (
    "present: its files are there. file missing: named, and not there. no file: the journal knows"
    " of it and names no file."
)

_OF_THE_INVOICE = frozenset({"order", "delivery"})
"""What an invoice names without having its file: the file of the entry is the invoice's own."""


class CompleteRow(NamedTuple):
    """The best there is for one document that is claimed, sort by sort."""

    number: str
    states: dict[str, State]


class IndexRow(NamedTuple):
    """One piece of evidence, or that there is none."""

    piece: str
    state: str
    numbers: str
    """The claims it is about."""
    claims: str
    """The same for people."""
    what: str
    date: dt.date | None
    papers: str
    """The files, with commas between."""
    to_do: str
    file: str | None
    line: int | None


class PaperRow(NamedTuple):
    """A file the index names."""

    paper: str
    state: str
    size: int | None
    sha256: str
    file: str | None
    line: int | None


def index_sections(items: Sequence[Item], found: Sequence[Evidence]) -> list[Section[object]]:
    """What is complete at a glance, every piece, and every file once."""
    return [_complete(items, found), _index(items, found), _papers(found)]


def _complete(items: Sequence[Item], found: Sequence[Evidence]) -> Section[object]:
    pieces = [piece for piece in PIECES if piece != "other"]
    best: dict[str, dict[str, State]] = {item.label: {} for item in items}
    for one in found:
        for item in one.claims:
            states = best[item.label]
            states[one.piece] = min(states.get(one.piece, one.state), one.state, key=_STATES.index)
    rows = [CompleteRow(number, states) for number, states in best.items()]
    columns = [column("number", "Claim"), *map(_state_column, pieces)]
    return Section(
        "completeness",
        "What is there for each claim",
        Table(columns, rows),
        notes=[_LEGEND] if rows else [],
    )


def _state_column(piece: Piece) -> Column[CompleteRow]:
    return column(piece, of=lambda row: row.states.get(piece))


def _index(items: Sequence[Item], found: Sequence[Evidence]) -> Section[object]:
    columns = [
        column("piece"),
        column("state"),
        column("numbers", audience=Audience.MACHINES),
        column("claims", audience=Audience.PEOPLE, wrap=True),
        column("what", wrap=True),
        column("date", kind=Kind.DATE, spare=True),
        column("papers", "Files", wrap=True, spare=True),
        column("to_do", "To add", wrap=True),
        *places(wrap=True),
    ]
    proven: dict[str, set[int]] = {}
    for one in found:
        if one.state == "present":
            proven.setdefault(one.piece, set()).update(map(id, one.claims))
    rows = [_row(one, proven.get(one.piece, set()), len(items)) for one in found]
    there = sum(one.state == "present" for one in found)
    notes = [f"{there} of {len(found)} with their files."] if rows else []
    return Section("index", "Index of evidence", Table(columns, rows), notes=notes)


def _row(one: Evidence, proven: set[int], claims: int) -> IndexRow:
    """The line of a piece; ``proven`` are the items that another of its sort is there for."""
    needless = one.state == "no file" and all(id(item) in proven for item in one.claims)
    file, line = place(one.span)
    return IndexRow(
        piece=one.piece,
        state=one.state,
        numbers=labels(one.claims),
        claims=some_labels(one.claims, claims),
        what=one.reference,
        date=one.date,
        papers=", ".join(paper.path for paper in one.papers),
        to_do="" if needless else _to_do(one),
        file=file,
        line=line,
    )


def _to_do(one: Evidence) -> str:
    if one.state == "missing":
        return _TO_ADD.get(one.piece, "")
    if one.state == "file missing":
        return "the file, or its right name"
    if one.state != "no file":
        return ""
    if one.piece in _OF_THE_INVOICE:
        return f"event:file with proves:{one.piece} and inv:"
    return "file: at that entry"


def _papers(found: Iterable[Evidence]) -> Section[object]:
    rows: dict[str, PaperRow] = {}
    for one in found:
        for paper in one.papers:
            state, size, digest = paper.found
            row = PaperRow(paper.path, state, size, digest, *place(one.span))
            rows.setdefault(paper.path, row)
    columns = [
        column("paper", "File", wrap=True),
        column("state"),
        column("size", "Bytes", Kind.COUNT),
        column("sha256", "SHA-256", wrap=True),
        *places(wrap=True),
    ]
    return Section("papers", "Files", Table(columns, list(rows.values())))
