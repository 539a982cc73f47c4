"""The second half of a big file, taken by a process of its own.

A fork reads on as the journal reads at that moment. It hands over movements, and the rows that
are for the long way, in portions that are taken in while it reads on; nothing it concluded of a
portion counts unless it holds at the place where that began.
"""

import marshal
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from arledger.journal.context import Context
from arledger.journal.plain import Stretch, Where, cut, is_entry, is_plain, items_at, stretches
from arledger.journal.styles import Form
from arledger.ledger.file import File
from arledger.ledger.forked import Forked, processors
from arledger.ledger.lanes import Lane, Move, apply
from arledger.progress import advance

if TYPE_CHECKING:
    from arledger.ledger.netting import Netting

WORTH = 600_000
"""Bytes that are worth a process of their own."""

_SHARE = 0.52
"""Of the bytes: who takes over what the other found does so while that reads on."""

_PORTIONS = 12
"""Those of a half."""

_HARMLESS = (b"account ", b"P ", b";", b"#", b"*")
"""What may stand between entries and not change how they read."""


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
        end = self.start
        parts: list[Any] = []
        lanes: list[Lane] = []
        for bit in self._forked.found():
            found = _loaded(bit)
            if not isinstance(found, dict):
                parts.append(found)
            elif _holds(found, self._netting, self._file.context):
                lanes += [_lane(self._netting, *names) for names in found["lanes"]]
                _take_portion(found, parts, lanes, self._netting, (self._file, line))
                end, parts = found["end"], []
            else:
                break
        self._forked.leave()
        return end

    def __enter__(self) -> Self:
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
        self._ids: dict[int, int] = {}
        self._begin()

    def _begin(self) -> None:
        """Begin a portion."""
        self._known = set(self._netting.accounts)
        self._lanes: list[tuple[str, str]] = []
        """Those that no portion before this one has moved."""
        self._netting.begin_anew()

    def take(self, start: int) -> Iterator[Any]:
        """What is found from a place on by stretches; behind each portion what it rests on."""
        netting, context, data = self._netting, self._file.context, self._file.data
        coins = netting.coins(context)
        end, portion = start, (len(data) - start) // _PORTIONS
        until = start + portion
        for stretch in stretches(data, self._file.path, start):
            if stretch.start > until:
                yield self._summary(end)
                until = end + portion
                self._begin()
            first = netting.met(stretch)
            rows = iter(enumerate(stretch.rows))
            stop: int | None = -1
            moves: list[Move] = []
            left: list[int] = []
            while stop is not None:
                some, odd, stop = netting.run(netting.noted(rows), first, coins)
                if stop is not None and not stretch.rows[stop][-1].startswith(_HARMLESS):
                    yield self._summary(end)
                    return
                moves += some
                left += odd
                netting.note(some, first, odd, coins)
                if odd and coins is not None:
                    coins.behind = True
            end = stretch.end
            noted = self._noted(stretch, left)
            yield first, tuple(stretch.where()), left, self._columns(moves), noted
        yield self._summary(end)

    def _noted(self, stretch: Stretch, left: list[int]) -> tuple[Any, Any]:
        """What a stretch did to accounts of which something is asserted; mostly it is summed here.

        Where entries of it are left it is not, for they come between.
        """
        asserted = self._netting.asserted
        if not asserted:
            return (), ()
        if any(map(is_entry, map(stretch.rows.__getitem__, left))):
            return asserted.summed(), asserted.handed_over()
        asserted.put_in_order()
        return (), ()

    def _columns(self, moves: list[Move]) -> list[list[Any]]:
        """Movements as columns, each lane as a number."""
        ids = self._ids
        lanes = []
        for move in moves:
            lane = move[0]
            known = ids.get(id(lane))
            if known is None:
                known = ids[id(lane)] = len(ids)
                self._lanes.append((lane.account, lane.currency))
            lanes.append(known)
        return [lanes, *map(list, list(zip(*moves, strict=True))[1:])]

    def _summary(self, end: int) -> dict[str, Any]:
        netting, amounts = self._netting, self._file.context.amounts
        accounts = netting.accounts
        parties = accounts.parties.values()
        return {
            "end": end,
            "lanes": self._lanes,
            "accounts": {n: one.signs() for n, one in accounts.items() if n not in self._known},
            "codes": {p.id: list(p.codes) for p in parties if p.codes},
            "payees": {p.id: list(p.payees) for p in parties if p.payees},
            "named": netting.asides.named,
            "held": netting.asserted.summed() if netting.asserted else (),
            "later": netting.later,
            "currencies": _currencies(netting, self._file.context, netting.places.decimals),
            "forms": {c: tuple(form) for c, form in amounts.forms.posted.items()},
        }


def _loaded(bit: bytes) -> Any:
    return marshal.loads(bit)  # noqa: S302 - our own fork made it


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


def _merge(summary: dict[str, Any], netting: "Netting", context: Context) -> None:
    """Take in what the fork learnt besides movements."""
    for currency, form in summary["forms"].items():
        context.amounts.forms.post(currency, Form(*form))
    parties = netting.accounts.parties
    for customer, codes in summary["codes"].items():
        parties[customer].codes.update(codes)
    for customer, payees in summary["payees"].items():
        known = parties[customer].payees
        if known is not None:  # else a name was declared since the fork began
            known.update(payees)
    before = netting.count
    for name, places in summary["named"].items():
        netting.asides.named.setdefault(name, []).extend(before + place for place in places)
    netting.later = min(netting.later, summary["later"])


def _take_portion(
    summary: dict[str, Any],
    parts: list[Any],
    lanes: list[Lane],
    netting: "Netting",
    at: tuple[File, int],
) -> None:
    """Take in a portion, whose half begins at that line."""
    _merge(summary, netting, at[0].context)
    for part in parts:
        _take(part, lanes, netting, at)
    if netting.asserted:
        netting.asserted.take_over(summary["held"])


def _take(part: Any, lanes: list[Lane], netting: "Netting", at: tuple[File, int]) -> None:
    """Take in a stretch, and have the rest of it read the long way."""
    file, line = at
    first, where, left, columns, (summed, events) = part
    where = Where(*where)
    where = where._replace(line=where.line + line - 1)
    before = netting.meet(where)
    if columns[0]:
        ids, *rest, places = columns
        moved = map((before - first).__add__, places)
        apply(zip(map(lanes.__getitem__, ids), *rest, moved, strict=True))
    advance(where.end - where.start)
    if netting.asserted:
        netting.asserted.take_over(summed, events, before - first)
    for index, text, number in items_at(file.data, where, left):
        netting.read(text.decode().split("\n")[:-1], number, before + index, file)
    if netting.asserted:
        netting.asserted.put_in_order()


def _lane(netting: "Netting", account: str, currency: str) -> Lane:
    lanes = netting.accounts[account.encode()].lanes
    assert lanes is not None, "an account whose signs agree has lanes on both sides"
    return lanes[currency.encode()]
