"""The beginning of a file that has grown since: what was taken of it, kept for a later run.

What was met of each customer is kept as it was, and beside it what became of it, so that only
customers of whom more is met are worked out again. Directives, and entries that went the long
way, are read again from the text itself. Nothing of it counts unless the file begins with the
very same bytes.
"""

import marshal
from collections import deque
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from arledger import recording
from arledger.journal.model import AccountDeclaration, Journal
from arledger.journal.plain import MAY_INDENT, Where, items_at, stretches
from arledger.journal.styles import Form
from arledger.ledger.customers import Mention
from arledger.ledger.file import File
from arledger.ledger.lanes import LEFT, Lane, Party, mentions
from arledger.problems import Problem, Severity, Span
from arledger.records import NamedTuple

if TYPE_CHECKING:
    from hashlib import _Hash as Sha256

    from arledger.ledger.netting import Netting

WORTH = 2**18
"""Bytes of a file whose beginning is worth keeping."""

_MUCH_MORE = 2**18
"""Bytes that must have come to a beginning before the longer one is kept."""

_BETWEEN = frozenset(b"0123456789;#*")
"""What begins entries and remarks: after anything else the same text may mean something else."""


class Store(Protocol):
    """Keeps things by name; may lose them, but never changes them."""

    def get(self, name: str) -> bytes | None:
        """What was kept under the name; None when there is nothing."""

    def put(self, name: str, data: bytes, about: str) -> None:
        """Keep something, if that can be; ``about`` says what for."""


class Asked(NamedTuple):
    """Whom the entries that went the long way post to, name, or change."""

    posted: set[str]
    numbers: set[bytes]
    """Of documents."""
    names: set[str]


class Final(NamedTuple):
    """A summed customer who stays one: all a book shows, and what it was worked out from."""

    id: str
    payees: list[bytes] | None
    lanes: list[tuple[str, str, int, int, list[Any], list[Any]]]
    """As ``seen``."""
    problems: list[tuple[Any, ...]]
    raw: bytes
    """The customer as met."""

    def mentions(self) -> Iterator[Mention]:
        """Where the customer was met, for names and accounts."""
        return mentions(self.id, self.payees, (account for account, *_ in self.lanes))


def kept(
    netting: "Netting", journal: Journal, data: bytes, settled: Collection[Party], asked: Asked
) -> bytes:
    """All that a later run needs of a file that was taken whole.

    ``settled``: the summed customers who stayed so to the end, whatever was ``asked`` of them.
    """
    parties = netting.accounts.parties.values()
    stay = (party for party in settled if not party.apart)
    finals = [*netting.accounts.finals.values(), *map(_final, stay)]
    known = {final.id for final in finals}
    forms = netting.places.forms.posted
    return marshal.dumps(
        {
            "length": len(data),
            "digest": _sha256(data).digest(),
            "as_of": netting.as_of.isoformat().encode(),
            "later": netting.later,
            "line": data.count(b"\n") + 1,
            "stretches": [tuple(where) for _, where in netting.stretches],
            "read": netting.journalled,
            "decimals": netting.places.decimals,
            "marks": netting.places.marks,
            "forms": {currency: tuple(form) for currency, form in forms.items()},
            "named": netting.asides.named,
            "styles": _styles(journal),
            "asked": [list(some) for some in asked],
            "finals": [tuple(final) for final in finals],
            "others": [(party.id, _raw(party)) for party in parties if party.id not in known],
        }
    )


def _styles(journal: Journal) -> dict[str, tuple[Any, ...]]:
    return {commodity: tuple(style) for commodity, style in journal.commodities.items()}


def _final(party: Party) -> Final:
    lanes = [seen(lane) for lane in party.settled]
    payees = None if party.payees is None else list(party.payees)
    problems = [_flat(problem) for problem in party.problems]
    return Final(party.id, payees, lanes, problems, _raw(party))


def seen(lane: Lane) -> tuple[str, str, int, int, list[Any], list[Any]]:
    """(account, currency, balance, documents without due date, open documents, credits)."""
    documents = [known[:3] for known in lane.documents.values() if known[LEFT]]
    return lane.account, lane.currency, lane.balance, lane.undated, documents, lane.rests


def _flat(problem: Problem) -> tuple[Any, ...]:
    code, message, span, help_, severity, related = problem
    others = [(tuple(other), words) for other, words in related]
    return code, message, tuple(span) if span else None, help_, int(severity), others


def problem_of(flat: tuple[Any, ...]) -> Problem:
    """A problem that was kept."""
    code, message, span, help_, severity, related = flat
    others = tuple((Span(*other), words) for other, words in related)
    return Problem(code, message, Span(*span) if span else None, help_, Severity(severity), others)


def _raw(party: Party) -> bytes:
    payees = None if party.payees is None else list(party.payees)
    lanes = [
        (
            lane.account, lane.currency, lane.documents, lane.early, lane.balance, lane.last,
            [move[1:] for move in lane.queue], lane.undated, lane.twice,
        )
        for lane in party.lanes
    ]  # fmt: skip
    return marshal.dumps((list(party.codes), party.places, payees, lanes))


def party_of(customer: str, raw: bytes) -> Party:
    """A customer as met."""
    codes, places, payees, lanes = _loaded(raw)
    party = Party(customer, codes=set(codes), places=places)
    party.payees = None if payees is None else set(payees)
    for account, currency, documents, early, balance, last, queue, undated, twice in lanes:
        lane = Lane(party, account, currency, documents, early, balance, last)
        lane.queue = [(lane, *move) for move in queue]
        lane.undated, lane.twice = undated, twice
        party.lanes.append(lane)
    return party


class Beginning:
    """What was kept of a file's beginning."""

    def __init__(self, data: bytes) -> None:
        self._kept = _loaded(data)

    @property
    def length(self) -> int:
        """Bytes of the file it is of."""
        return int(self._kept["length"])

    def new_among(self, asked: Asked) -> Asked:
        """What was not asked before of those who stayed summed."""
        posted, numbers, names = map(set, self._kept["asked"])
        return Asked(asked.posted - posted, asked.numbers - numbers, asked.names - names)

    def fits(self, netting: "Netting", file: File) -> bool:
        """Whether a file begins so, and goes on with nothing but entries and remarks."""
        found, data = self._kept, file.data
        until = netting.as_of.isoformat().encode()
        if not found["as_of"] <= until < found["later"] or len(data) < self.length:
            return False
        if len(data) > self.length and data[self.length] in MAY_INDENT:
            return False  # the last entry goes on
        rest = stretches(data, file.path, self.length)
        if any(row[-1] and row[-1][0] not in _BETWEEN for part in rest for row in part.rows):
            return False
        digest = _sha256(memoryview(data)[: self.length])
        recording.begun(data, self.length, digest)
        return bool(digest.digest() == found["digest"])

    def resume(self, netting: "Netting", file: File, journal: Journal) -> int:
        """Have a netting stand where it stood at the end of the beginning; the line there."""
        found = self._kept
        netting.later = found["later"]
        for where in found["stretches"]:
            netting.meet(Where(*where))
        for currency, form in found["forms"].items():
            file.context.amounts.forms.post(currency, Form(*form))
        places = netting.places
        places.decimals, places.marks = found["decimals"], found["marks"]
        places.forms = file.context.amounts.forms
        netting.asides.named = found["named"]
        self._read_again(netting, file, journal)
        accounts = netting.accounts
        accounts.finals = {final[0]: Final(*final) for final in found["finals"]}
        for customer, raw in found["others"]:
            accounts.parties[customer] = party_of(customer, raw)
        return int(found["line"])

    def is_shown_alike(self, journal: Journal) -> bool:
        """Whether amounts still look as they did: what was told of them was kept as text."""
        styles = _styles(journal)
        return all(styles[name] == style for name, style in self._kept["styles"].items())

    def _read_again(self, netting: "Netting", file: File, journal: Journal) -> None:
        """Have what went the long way read again, in its order; plain declarations are kept."""
        read = deque(self._kept["read"])
        for first, where in netting.stretches:
            behind = first + where.rows
            own = []
            while read and read[0][0] < behind:
                own.append(read.popleft())
            indexes = [place - first for place, declared, _ in own if declared is None]
            texts = items_at(file.data, where, indexes) if indexes else iter(())
            for place, declared, summed in own:
                if declared is not None:
                    name, comment, tags, span, kind = declared
                    journal.declare(AccountDeclaration(name, comment, tags, Span(*span), kind))
                    file.context.account(name)  # met: its name is not wondered at any more
                    continue
                _, text, line = next(texts)
                netting.careful(text.decode().split("\n")[:-1], line, place, file)
                if summed:
                    netting.dropped()
        netting.journalled = list(self._kept["read"])


def is_much_more(data: bytes, beginning: Beginning | None) -> bool:
    """Whether a file is worth keeping, beside the beginning of it that is kept already."""
    if not data.endswith(b"\n") or len(data) < WORTH:
        return False
    return beginning is None or len(data) - beginning.length >= _MUCH_MORE


def _sha256(data: bytes | memoryview) -> "Sha256":
    from hashlib import sha256  # most files have no beginning that is kept

    return sha256(data)


def _loaded(data: bytes) -> Any:
    return marshal.loads(data)  # noqa: S302 - from the user's own cache, unchanged
