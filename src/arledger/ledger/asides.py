"""Plain entries that move no receivable: contacts, notes, promises to pay.

They change no balance. What could be wrong with them is looked at here; whether those they
name are customers is known at the end (``quick``).
"""

import re

from arledger.journal.plain import Row
from arledger.ledger.coins import Coins
from arledger.ledger.events import BOOKKEEPING, EVENTS
from arledger.policy.model import Policy
from arledger.records import field, record

_SUMMED = frozenset(
    kind
    for kind, tagged in EVENTS.items()
    if not (tagged.required or tagged.one_of or kind == "review")
)
"""Kinds of events that change no figure, and need no certain tag."""

_TAG = re.compile(r"([a-z]+(?:-[a-z]+)*):([^:,\[]*)")
_LINKS = frozenset({"inv", "invoice", "due", "customer", "client", "entity", "doc", "terms"})
"""Tags that say what else an event is about; only ``customer`` is looked at here."""
_CUSTOMER = b"customer:"
_PROMISE = b"(promise:"
_PROMISED = re.compile(
    rb"(?:date:([0-9]{4}-[0-9]{2}-[0-9]{2})|\[([0-9]{4}-[0-9]{2}-[0-9]{2})\])"
    rb"(?:,? inv:[^ ,:\[]+)?"
)


@record
class Asides:
    """Takes what moves no receivable; remembers whom it is about."""

    policy: Policy
    named: dict[bytes, list[int]] = field(default_factory=dict)
    """Places of events and promises by the customer they name."""
    _fine: dict[bytes, dict[bytes, bool]] = field(default_factory=dict)
    """Whether a tag can be read, by the event's kind and the tag."""
    _days: dict[bytes, bool] = field(default_factory=dict)
    """Whether there is such a day."""

    def is_event(self, note: bytes, place: int, *, counts: bool) -> bool:
        """Whether an entry's comment is that of an event with nothing wrong about it.

        ``counts``: it was entered by the as-of date, so it exists.
        """
        kind, *tags = note.strip(b" ").split(b", ")
        fine = self._fine.get(kind)
        if fine is None:
            fine = self._fine[kind] = {}
        whom = b""
        for tag in tags:
            sound = fine.get(tag)
            if sound is None:
                sound = fine[tag] = self._is_fine(kind.decode(), tag.decode())
            if not sound or (whom and tag.startswith(_CUSTOMER)):
                return False
            if tag.startswith(_CUSTOMER):
                whom = tag[len(_CUSTOMER) :].strip(b" ")
        if whom and counts:
            self.named.setdefault(whom, []).append(place)
        return whom != b""

    def is_promise(self, row: Row, place: int, coins: Coins, *, counts: bool) -> bool:
        """Whether a row is one promise to a customer with nothing wrong about it.

        It has no number: what might add to it or withdraw it needs no look.
        """
        _, made, _, code, _, _, account, number, money, note, *below = row
        if code or any(below) or not (account.startswith(_PROMISE) and account.endswith(b")")):
            return False
        found = _PROMISED.fullmatch(note.strip(b" "))
        whom = account[len(_PROMISE) : -1]
        if found is None or b":" in whom or b"(" in whom or not whom.strip(b" "):
            return False
        until = found[1] or found[2]
        if until < made or not self._is_day(until) or not number:
            return False
        amount = coins.amount(number, money)
        if amount is None or amount[0] <= 0:
            return False
        if counts:
            self.named.setdefault(whom, []).append(place)
        return True

    def _is_day(self, text: bytes) -> bool:
        known = self._days.get(text)
        if known is None:
            known = self._days[text] = _is_day(text.decode())
        return known

    def _is_fine(self, kind: str, tag: str) -> bool:
        """Whether a tag of an event of this kind (``event:contact``) is plain and can be read."""
        event, colon, name = kind.partition(":")
        found = _TAG.fullmatch(tag)
        if event != "event" or not colon or name not in _SUMMED or found is None:
            return False
        tag_name, value = found[1], found[2].strip()
        if tag_name == "customer":
            return bool(value)
        if tag_name in _LINKS or (tag_name == "cause" and value not in self.policy.contacts.causes):
            return False
        read = {**BOOKKEEPING, **EVENTS[name].tags}.get(tag_name)
        try:
            return read is None or read(value) is not None
        except ValueError:
            return False


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
