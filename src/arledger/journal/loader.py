"""Files into a journal: reading, including, balancing; every problem collected."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from arledger.journal.accounts import Alias, alias_of
from arledger.journal.amounts import Amounts
from arledger.journal.balancing import balance_world
from arledger.journal.codes import Unreadable, problem
from arledger.journal.context import Context
from arledger.journal.files import (
    STDIN,
    FileReader,
    Limits,
    matched,
    real_path,
    split_format,
    text_of,
)
from arledger.journal.model import Journal
from arledger.journal.outlook import Outlook, reading, waiting
from arledger.journal.parser import FileParser, World
from arledger.journal.plain import Taker
from arledger.money import exact
from arledger.problems import Problem, Span, in_order

DEFAULT_LIMITS = Limits()

_MANY_OBJECTS = 100_000
"""New objects after which it pays to keep the collector away from them."""


def load(
    paths: Sequence[str],
    *,
    today: date,
    stdin: Callable[[], bytes] | None = None,
    aliases: Sequence[tuple[str, str]] = (),
    limits: Limits = DEFAULT_LIMITS,
    taker: Taker | None = None,
    instead: Mapping[str, bytes] | None = None,
) -> tuple[Journal, list[Problem]]:
    """The journal of these files, and every problem found in them.

    ``-`` is standard input; ``journal:PATH`` is PATH. Each path with its includes is a world of
    its own for parsing, balancing and assertions, as in hledger; what they declare then holds
    for all, accounts' tags too. ``today`` gives the year of dates
    without one. ``aliases`` are those of the command line, (old, new). With a problem of
    severity ERROR the journal is incomplete: no figure may be drawn from it. ValueError for
    an alias that cannot be one.

    With a ``taker`` the plain entries it takes are not in the journal, and assertions are left
    to it; NotPlainError when that cannot work, as when a file is no plain text.

    ``instead`` has, by the one canonical path of a file, what is read in its place: the journal
    as it would be.
    """
    files = FileReader(limits, stdin, instead)
    with exact(), _collector_paused(), reading(paths):
        loader = _Loader(
            today, _aliases(aliases), files, limits, taker=taker, outlook=Outlook(paths)
        )
        worlds = [loader.world(path) for path in paths]
    return _merged(worlds), in_order(p for world in worlds for p in world.problems)


def loads(
    text: str | bytes, *, today: date, path: str = STDIN, aliases: Sequence[tuple[str, str]] = ()
) -> tuple[Journal, list[Problem]]:
    """The journal of one text, under a path that names it in problems."""
    data = text.encode() if isinstance(text, str) else text
    files = FileReader(DEFAULT_LIMITS, None)
    with exact(), _collector_paused():
        world = _Loader(today, _aliases(aliases), files, DEFAULT_LIMITS).world_of(data, path)
    return _merged([world]), in_order(world.problems)


def _aliases(pairs: Sequence[tuple[str, str]]) -> tuple[Alias, ...]:
    """The aliases of the command line; ValueError for a regular expression that is none."""
    try:
        return tuple(alias_of(f"{old}={new}") for old, new in pairs)
    except Unreadable as wrong:
        raise ValueError(wrong.message) from None


class _Loader:
    """Reads files into worlds: one for each file of the command line, with its includes."""

    def __init__(
        self,
        today: date,
        aliases: tuple[Alias, ...],
        files: FileReader,
        limits: Limits,
        *,
        taker: Taker | None = None,
        outlook: Outlook | None = None,
    ) -> None:
        self._taker = taker
        self._today = today
        self._aliases = aliases
        self._files = files
        self._limits = limits
        self._outlook = outlook or Outlook()

    def world(self, given: str) -> World:
        """All that one path of the command line leads to, balanced."""
        path, other = split_format(given) if given != STDIN else (given, "")
        if other:
            return _failed(problem("unsupported-format", f"{path} is {other}, not journal", None))
        with waiting(path):
            data = self._files.read(path, None, named=True)
        return self.world_of(data, path) if isinstance(data, bytes) else _failed(data)

    def world_of(self, data: bytes, path: str) -> World:
        """All that a text and its includes say, balanced."""
        world = World(Journal())
        context = Context(self._today.year, Amounts(), self._aliases)
        if self._taker is not None:
            self._taker.start(world.journal)
        above = () if path == STDIN else (real_path(path),)
        self._take_in(world, context, path, data, above)
        forms = context.amounts.forms
        forms.default = context.amounts.default
        world.journal.commodities = forms.styles()
        world.journal.end_states[path] = context.state()
        balance_world(world)
        return world

    def _take_in(
        self, world: World, context: Context, path: str, data: bytes, above: tuple[str, ...]
    ) -> None:
        world.journal.files.append(path)
        world.journal.sources.texts[path] = data

        def include(pattern: str, span: Span) -> None:
            self._include(world, context, (pattern, path), span, above)

        parser = FileParser(world, context, path, include)
        if self._taker is not None:
            self._outlook.met(path, len(data), data)
            parser.read_beside(data, self._taker)
            return
        text, wrong = text_of(data, path)
        if data.count(b"\r") != data.count(b"\r\n"):
            world.journal.sources.texts[path] = text.encode()  # its lines end in carriage returns
        if wrong is not None:
            world.problems.append(wrong)
        self._outlook.met(path, len(text), data)
        parser.read(text)

    def _include(
        self,
        world: World,
        context: Context,
        wanted: tuple[str, str],
        span: Span,
        above: tuple[str, ...],
    ) -> None:
        pattern, other = split_format(wanted[0])
        if other:
            message = f"{pattern} is {other}, not journal"
            world.problems.append(problem("unsupported-format", message, span))
            return
        found = matched(pattern, wanted[1])
        if not found:
            message = f"no file matches {pattern}"
            world.problems.append(problem("missing-file", message, span))
        for path in found:
            wrong = self._included(world, context, path, span, above)
            if wrong is not None:
                world.problems.append(wrong)

    def _included(
        self, world: World, context: Context, path: str, span: Span, above: tuple[str, ...]
    ) -> Problem | None:
        own = real_path(path)
        if own in above:
            return problem("include-cycle", f"{path} includes itself in the end", span)
        if len(above) >= self._limits.depth:
            return problem("include-too-deep", f"{path} is the {len(above)}th file deep", span)
        data = self._files.read(path, span, named=False)
        if not isinstance(data, bytes):
            return data
        inner = context.inner()
        self._take_in(world, inner, path, data, (*above, own))
        world.journal.included_states[path] = inner.state()
        context.amounts.forget()  # the file may have declared commodities
        return None


def _failed(wrong: Problem) -> World:
    world = World(Journal())
    world.problems.append(wrong)
    return world


def _merged(worlds: Sequence[World]) -> Journal:
    """One journal of all worlds; where they differ the earlier world's word counts."""
    journals = [world.journal for world in worlds]
    if len(journals) == 1:
        return journals[0]
    merged = Journal()
    for journal in journals:
        merged.entries += journal.entries
        merged.prices += journal.prices
        merged.rules += journal.rules
        merged.converted += journal.converted
        merged.files += journal.files
        merged.sources.texts.update(journal.sources.texts)
        merged.end_states.update(journal.end_states)
        merged.included_states.update(journal.included_states)
        _merge_declared(merged, journal)
    return merged


def _merge_declared(merged: Journal, journal: Journal) -> None:
    for name, declaration in journal.accounts.items():
        known = merged.accounts.get(name)
        if known is None:
            merged.declare(declaration)
        else:
            known.tags = tuple(dict.fromkeys(known.tags + declaration.tags))
            known.type = known.type or declaration.type
    for commodity, style in journal.commodities.items():
        declared_here = commodity in journal.declared_commodities
        if declared_here and commodity not in merged.declared_commodities:
            merged.commodities[commodity] = style
        merged.commodities.setdefault(commodity, style)
    merged.declared_commodities = {**journal.declared_commodities, **merged.declared_commodities}
    merged.payees = {**journal.payees, **merged.payees}
    merged.tags = {**journal.tags, **merged.tags}


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Loading makes only objects that stay: looking them through for cycles would double it.

    After a big load they are frozen, so that later collections pass them by; without cycles
    they go when nobody needs them any more, as everything does.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY_OBJECTS:
            gc.freeze()
        if enabled:
            gc.enable()
