"""The second half of a big file, taken by a process of its own.

A fork reads on as the journal reads at that moment. It hands over movements, and the rows that
are for the long way; nothing it concluded counts unless it holds at the place where it began.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from arledger.journal.context import Context
from arledger.journal.plain import Careful, Where, cut, is_plain, items_at, stretches
from arledger.journal.styles import Form
from arledger.ledger.forked import Forked, processors
from arledger.ledger.lanes import Lane, Move, apply

if TYPE_CHECKING:
    from arledger.ledger.netting import Netting

WORTH = 600_000
"""Bytes that are worth a process of their own."""

_SHARE = 0.58
"""Of the bytes: who takes over what the other found has more to do."""

_HARMLESS = (b"account ", b"P ", b";", b"#", b"*")
"""What may stand between entries and not change how they read."""


class File(NamedTuple):
    """A file being taken."""

    data: bytes
    path: str
    context: Context
    careful: Careful


class Half:
    """The second half of what is left of a file."""

    def __init__(self, netting: "Netting", file: File, start: int) -> None:
        self.start = cut(file.data, start + int((len(file.data) - start) * (1 - _SHARE)))
        self._netting, self._file = netting, file
        self._forked = Forked(lambda: _Taken(netting, file).take(self.start))

    def taken(self, line: int) -> int:
        """Take in what was found from this line of the file on; where that ended.

        That is where the half began if it could not be read on its own.
        """
        found = self._forked.result()
        if found is None or not _holds(found, self._netting, self._file.context):
            return self.start
        _merge(found, self._netting, self._file, line)
        return int(found["end"])

    def __enter__(self) -> "Half":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._forked.leave()


def is_worth(left: int) -> bool:
    """Whether so many bytes should be shared with another process."""
    return left * _SHARE >= WORTH and processors() > 1


class _Taken:
    """What the fork takes: it has the netting for itself."""

    def __init__(self, netting: "Netting", file: File) -> None:
        self._netting, self._file = netting, file
        self._known = set(netting.accounts)
        self._ids: dict[int, int] = {}
        self._lanes: list[tuple[str, str]] = []
        self._moves: list[list[Any]] = [[], [], [], [], [], []]
        self._left: list[int] = []
        netting.begin_anew()

    def take(self, start: int) -> dict[str, Any]:
        """What is found from a place on, in numbers and texts."""
        netting, context = self._netting, self._file.context
        coins = netting.coins(context)
        end = start
        for stretch in stretches(self._file.data, self._file.path, start):
            first = netting.met(stretch)
            rows = iter(enumerate(stretch.rows))
            stop: int | None = -1
            while stop is not None:
                moves, left, stop = netting.run(rows, first, coins)
                if stop is not None and not stretch.rows[stop][-1].startswith(_HARMLESS):
                    netting.stretches.pop()
                    return self._found(end)
                self._keep(moves)
                self._left += [first + index for index in left]
            end = stretch.end
        return self._found(end)

    def _keep(self, moves: list[Move]) -> None:
        ids = self._ids
        for lane, *rest in moves:
            known = ids.get(id(lane))
            if known is None:
                known = ids[id(lane)] = len(ids)
                self._lanes.append((lane.account, lane.currency))
            for column, value in zip(self._moves, (known, *rest), strict=True):
                column.append(value)

    def _found(self, end: int) -> dict[str, Any]:
        netting, amounts = self._netting, self._file.context.amounts
        accounts = netting.accounts
        parties = accounts.parties.values()
        return {
            "end": end,
            "stretches": [(first, tuple(where)) for first, where in netting.stretches],
            "lanes": self._lanes,
            "moves": self._moves,
            "left": [place for place in self._left if place < netting.count],
            "accounts": {n: one.signs() for n, one in accounts.items() if n not in self._known},
            "codes": {p.id: list(p.codes) for p in parties if p.codes},
            "payees": {p.id: list(p.payees) for p in parties if p.payees},
            "named": netting.asides.named,
            "later": netting.later,
            "currencies": _currencies(netting, self._file.context, netting.places.decimals),
            "forms": {c: tuple(form) for c, form in amounts.forms.posted.items()},
        }


def _currencies(netting: "Netting", context: Context, names: Any) -> dict[str, Any]:
    """How numbers of these currencies are read at a place."""
    amounts, declared = context.amounts, context.amounts.forms.declared
    return {
        name: (netting.places.of(name, context), amounts.mark_of(name), name in declared)
        for name in names
    }


def _holds(found: dict[str, Any], netting: "Netting", context: Context) -> bool:
    """Whether what the fork assumed is so at the place where it began."""
    accounts = netting.accounts
    return (
        is_plain(context)
        and _currencies(netting, context, found["currencies"]) == found["currencies"]
        and all(accounts[name].signs() == signs for name, signs in found["accounts"].items())
    )


def _merge(found: dict[str, Any], netting: "Netting", file: File, line: int) -> None:
    """Take in what the fork found, and have the rest read the long way."""
    accounts = netting.accounts
    before = netting.count
    for currency, form in found["forms"].items():
        file.context.amounts.forms.post(currency, Form(*form))
    for key in ("codes", "payees"):
        for customer, texts in found[key].items():
            getattr(accounts.parties[customer], key).update(texts)
    for name, places in found["named"].items():
        netting.asides.named.setdefault(name, []).extend(before + place for place in places)
    netting.later = min(netting.later, found["later"])
    lanes = [_lane(netting, account, currency) for account, currency in found["lanes"]]
    ids, *columns, places = found["moves"]
    apply(zip(map(lanes.__getitem__, ids), *columns, map(before.__add__, places), strict=True))
    wheres = [Where(*where) for _, where in found["stretches"]]
    for first, where in zip((first for first, _ in found["stretches"]), wheres, strict=True):
        netting.stretches.append((before + first, where._replace(line=where.line + line - 1)))
        netting.count = before + first + where.rows
    _read_left(netting, file, [before + place for place in found["left"]], len(wheres))


def _lane(netting: "Netting", account: str, currency: str) -> Lane:
    lanes = netting.accounts[account.encode()].lanes
    assert lanes is not None, "an account whose signs agree has lanes on both sides"
    return lanes[currency.encode()]


def _read_left(netting: "Netting", file: File, places: list[int], count: int) -> None:
    """Have rows of the last stretches read the long way."""
    for first, where in netting.stretches[-count:] if count else ():
        own = [place - first for place in places if first <= place < first + where.rows]
        for index, text, line in items_at(file.data, where, own):
            netting.read(text.decode().split("\n")[:-1], line, first + index, file)
