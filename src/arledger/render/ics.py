r"""iCalendar (RFC 5545): a VTODO a task, the same bytes for the same book on any day.

Texts are escaped (``\``, ``;``, ``,``, line ends) and free of controls, lines end with CRLF and
are folded at 75 octets, never inside a character.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from arledger.render.safe import safe
from arledger.reports._report import Report, Task

OCTETS = 75
"""The longest line, its end not counted."""

LEAST_PRIORITY = 9

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def ics_text(report: Report[Any]) -> str:
    """A calendar of the tasks."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//arledger//{report.name}//EN")
    body = (line for task in report.tasks for line in _todo(task, report.name))
    return "".join(f"{_folded(line)}\r\n" for line in (*head, *body, "END:VCALENDAR"))


def _todo(task: Task, name: str) -> Iterator[str]:
    """One task. Its UID is that of whom it is about: of two days, the newer takes its place."""
    day = task.day.isoformat().replace("-", "")
    lines = [*task.facts, *(f"{task.minutes} minutes" for _ in range(task.minutes > 0))]
    reach = [text for text in (task.contact, task.phone, task.email) if text]
    yield "BEGIN:VTODO"
    yield f"UID:{name}-{sha256(task.id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@arledger"
    yield f"DTSTAMP:{day}T000000Z"
    yield f"DUE;VALUE=DATE:{day}"
    yield f"SUMMARY:{_text(task.summary)}"
    yield "DESCRIPTION:" + "\\n".join(map(_text, lines))
    yield f"PRIORITY:{min(task.rank, LEAST_PRIORITY)}"
    yield f"CATEGORIES:{_text(task.ask)}"
    if reach:
        yield f"CONTACT:{_text(', '.join(reach))}"
    yield "STATUS:NEEDS-ACTION"
    yield "END:VTODO"


def _text(text: str) -> str:
    """The text as a value: controls are made visible, line ends are spaces."""
    return safe(text).translate(_ESCAPES)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each but the first behind a space."""
    pieces, size = [""], 0
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += octets
    return "\r\n".join(pieces)
