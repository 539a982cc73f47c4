"""Results as Markdown, ready to paste."""

from collections.abc import Iterator, Sequence

from goals import COLUMNS, verdicts
from measure import Figure, Runs, Spread
from phases import ALL, CHILDREN
from results import COLD, OURS, PEERS, TITLES, Measured, Results

Lines = Iterator[str]


def page(results: Results, remarks: Sequence[str]) -> Lines:
    """Remarks, then all tables, each under its heading; the goals first."""
    for remark in remarks:
        yield from (remark, "")
    if results.journals:
        yield from _section("Goals", goals(results))
        yield from _section("Beside hledger and ledger", ratios(results.journals))
        yield from _section("Whole processes", processes(results.journals))
    if any(results.growth(measured.label, COLD) for measured in results.journals):
        yield from _section("Growth", growth(results))
    if results.starts:
        yield from _section("Start", starts(results.starts))
    if results.phases:
        yield from _section("Where the time goes", phases(results.phases))


def _section(title: str, lines: Lines) -> Lines:
    yield from (f"### {title}", "", *lines, "")


def row(*cells: object) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def _head(*cells: str, texts: int) -> Lines:
    """The head of a table, the first columns of which are texts."""
    yield row(*cells)
    yield row(*(["---"] * texts), *(["---:"] * (len(cells) - texts)))


def _with_quarters(found: Spread, digits: int) -> str:
    """A median with its quartiles: 0.36 (0.35..0.38)."""
    return f"{found.median:.{digits}f} ({found.low:.{digits}f}..{found.high:.{digits}f})"


def goals(results: Results) -> Lines:
    """Each figure beside its goal, and whether it is met."""
    yield from _head("goal", *COLUMNS, texts=1 + len(COLUMNS))
    yield from (row(what, *cells) for what, cells in verdicts(results))


def ratios(journals: Sequence[Measured]) -> Lines:
    """Ours over theirs: medians of the pairs of a round, quartiles behind wall and cpu."""
    over = [f"/ {peer} {figure}" for peer in PEERS for figure in ("wall", "cpu", "memory")]
    yield from _head("entries", "run", *over, "/ cold wall", texts=2)
    for measured in journals:
        runs = measured.runs
        for name in filter(runs.__contains__, OURS):
            cells = [
                _ratio(runs[name], runs[peer], figure) if peer in runs else ""
                for peer in PEERS
                for figure in _FIGURES
            ]
            beside = _ratio(runs[name], runs[COLD], "wall") if name != COLD else ""
            yield row(measured.label, TITLES[name], *cells, beside)


_FIGURES: tuple[Figure, ...] = ("wall", "cpu", "peak")


def _ratio(ours: Runs, theirs: Runs, figure: Figure) -> str:
    found = ours.over(theirs, figure)
    digits = 2 if found.median >= 0.1 else 3
    return f"{found.median:.{digits}f}" if figure == "peak" else _with_quarters(found, digits)


def processes(journals: Sequence[Measured]) -> Lines:
    """Seconds and memory of every process: medians, quartiles behind them."""
    yield from _head("entries", "run", "rounds", "wall s", "cpu s", "peak MiB", texts=2)
    for measured in journals:
        for name, found in measured.runs.items():
            yield row(measured.label, TITLES[name], measured.rounds, *_figures(found))


def _figures(found: Runs) -> Lines:
    yield _with_quarters(found.of("wall"), 3)
    yield _with_quarters(found.of("cpu"), 3)
    several = f", the largest of {found.processes} processes" if found.processes > 1 else ""
    yield f"{found.of('peak').median:.1f}{several}"


def growth(results: Results) -> Lines:
    """How cpu and memory grow with ten times the entries; an exponent of 1 is proportional."""
    yield from _head("from a tenth to", "run", "cpu exponent", "further bytes an entry", texts=2)
    for measured in (m for m in results.journals if not m.odd):
        for name in measured.runs:
            exponent = results.growth(measured.label, name)
            memory = results.further(measured.label, name)
            if exponent is not None and memory is not None:
                cells = f"{exponent.median:.2f}", f"{memory.median:.0f}"
                yield row(measured.label, TITLES[name], *cells)


def starts(found: dict[str, Runs]) -> Lines:
    """What it takes to start at all."""
    yield from _head("start", "rounds", "wall s", "cpu s", "peak MiB", texts=1)
    for name, runs in found.items():
        yield row(name, len(runs.runs), *_figures(runs))


def phases(found: dict[str, dict[str, float]]) -> Lines:
    """Milliseconds of each phase of one cold run on one core, and its share."""
    yield from _head("phase, ms", *found, texts=1)
    wholes = [sum(spent[phase] for phase in ALL) for spent in found.values()]
    for phase in (*ALL, CHILDREN):
        spent = [phases.get(phase, 0.0) for phases in found.values()]
        if phase in ALL or any(spent):
            yield row(phase, *map(_share, spent, wholes))
    yield row("together", *(f"{whole * 1000:.0f}" for whole in wholes))


def _share(seconds: float, whole: float) -> str:
    return f"{seconds * 1000:.1f} ({seconds / whole:.0%})"
