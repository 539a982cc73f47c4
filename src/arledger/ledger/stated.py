"""What plain entries state beside their amounts: their day, their due date, whom they name."""

from datetime import date

from arledger.journal.comments import cuts_of, tags_of
from arledger.journal.model import Tags
from arledger.ledger.tags import MEANINGFUL, meaning

_MANY = 100_000
"""Comments remembered at a time."""


class Days(dict[bytes, bytes]):
    """Each day by its text: one object for all that are alike; "" where there is no such day."""

    def __missing__(self, text: bytes) -> bytes:
        try:
            date.fromisoformat(text.decode())
        except ValueError:
            return self.setdefault(text, b"")
        return self.setdefault(text, text)


class Dues(dict[bytes, bytes | None]):
    """The due dates that comments of entries state: "" for none, None if they say more."""

    def __missing__(self, note: bytes) -> bytes | None:
        if note.startswith(b"event:"):  # hardly two of them are alike
            return None
        if len(self) > _MANY:
            self.clear()
        text = note.decode().strip()
        alone = text.startswith("due:") and _is_full(text[4:])
        due = self[note] = _day_of(text[4:]) if alone else _due_of(text)
        return due


def _due_of(note: str) -> bytes | None:
    tags = tags_of(note)
    return None if tags and cuts_of(note) else due_among(tags)


def due_among(tags: Tags) -> bytes | None:
    """The due date among the tags of an entry; None if they say anything else that matters."""
    if not tags:
        return b""
    found = meaning(tags)
    due = found.pop("due", None)
    if not MEANINGFUL.isdisjoint(found):
        return None
    if due is None:
        return b""
    return _day_of(due) if _is_full(due) else None


def _is_full(text: str) -> bool:
    """Whether a text has the shape of a day with its year."""
    return len(text) == 10 and text[4] == text[7] == "-"


def _day_of(text: str) -> bytes | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text.encode()


def tells(remark: bytes) -> bool:
    """Whether a comment may hold tags or dates."""
    return remark != b"" and (b":" in remark or b"[" in remark)


def document_in(note: bytes) -> bytes | None:
    """The one document a posting's comment names; "" for none, None if it says more than that."""
    if not note or not tells(note):
        return b""
    number = note[4:].strip(b" ")
    if not note.startswith(b"inv:") or not number or tells(number):
        return None
    text = number.decode()
    return None if text == "-" or "," in text or any(map(str.isspace, text)) else number


def note_of(tags: Tags) -> bytes | None:
    """A comment that names the document these tags of a posting name; None if they say more."""
    if not tags:
        return b""
    return f"inv:{tags[0][1]}".encode() if len(tags) == 1 and tags[0][0] == "inv" else None


def payee_of(said: bytes) -> bytes:
    """What stands before a bar; nothing where there is none."""
    payee, bar, _ = said.partition(b"|")
    return payee if bar else b""
