"""What is shown of an entry before it is written: its lines, and what it changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.amount_text import quantity_text
from arledger.journal.model import Style
from arledger.journal.printer import entries_json
from arledger.money import plain
from arledger.writing.append import Written
from arledger.writing.changes import Change, Value
from arledger.writing.draft import Draft
from arledger.writing.proposal import Proposal


def preview(proposal: Proposal, changed: Sequence[Change]) -> str:
    """The lines that go into the file, then what they change, a line each."""
    styles = proposal.after.journal.commodities
    rows = [_row(change, styles) for change in changed]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c}".rstrip() for a, b, c in rows]
    return "\n".join([proposal.text, *lines, ""] if lines else [proposal.text])


def _row(change: Change, styles: Mapping[str, Style]) -> tuple[str, str, str]:
    now = _text(change.after, change.currency, styles)
    if change.before is None:
        return change.subject, change.what, now
    return change.subject, change.what, f"{_text(change.before, change.currency, styles)} → {now}"


def _text(value: Value, currency: str, styles: Mapping[str, Style]) -> str:
    if isinstance(value, Decimal):
        return quantity_text(value, currency, styles)
    return "none" if value is None else str(value)


def record(
    proposal: Proposal, draft: Draft, changed: Sequence[Change], written: Written | None
) -> dict[str, object]:
    """The same as plain values, for programs."""
    return {
        "schema": "arledger.add/1",
        "written": written is not None,
        "file": proposal.place.path,
        "line": written.line if written else None,
        "text": proposal.text,
        "entry": entries_json(proposal.after.journal, proposal.entries)[0],
        "changes": [_change(change) for change in changed],
        "doubts": [doubt.message for doubt in draft.doubts],
        "remarks": list(draft.remarks),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "subject": change.subject,
        "what": change.what,
        "currency": change.currency or None,
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _plain(value: Value) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
