"""Problems as a compiler prints them: place, severity, code, the line itself, the remedy."""

from collections.abc import Iterable, Iterator
from itertools import islice

from arledger.problems import Problem, Severity, Sources, Span, in_order
from arledger.render.grid import Line, Piece
from arledger.render.safe import ELLIPSIS, safe, width

WINDOW = 96
"""Characters of a source line that are shown; a longer one is cut around its columns."""

MOST_LINES = 6
"""Lines of an entry that are shown."""

MOST_SHOWN = 50
"""Problems printed for people before the rest is only counted."""

MOST_WHOLE = 3
"""Warnings printed whole beside a report; more of them would push it off the screen."""

MOST_BESIDE = 10
"""Warnings printed beside a report, a line each, when there are more than that."""


def problem_lines(
    problems: Iterable[Problem], sources: Sources, *, most: int | None = None, brief: bool = False
) -> Iterator[Line]:
    """The problems in order of place, each with its excerpt; beyond ``most`` only a count.

    Lines with tones, for a terminal in colour; ``brief``: without the excerpts.
    """
    ordered = in_order(problems)
    for problem in islice(ordered, most):
        yield from islice(_problem(problem, sources), 1 if brief else None)
    if most is not None and len(ordered) > most:
        more = len(ordered) - most
        what = "problem" if more == 1 else "problems"
        yield [Piece(f"... and {more} more {what} (arledger check shows all)")]


def place(span: Span | None) -> str:
    """``path:line:column``, as far as it is known; "" when it is not."""
    if span is None:
        return ""
    path = "(standard input)" if span.path == "-" else safe(span.path)
    numbers = [str(n) for n in (span.line, span.column if span.line else 0) if n]
    return ":".join([path, *numbers])


def _problem(problem: Problem, sources: Sources) -> Iterator[Line]:
    where = place(problem.span)
    word = problem.severity.name.lower()
    yield [
        Piece(f"{where}: " if where else "", "place"),
        Piece(f"{word}[{problem.code}]", word),
        Piece(f": {safe(problem.message)}"),
    ]
    if problem.span:
        yield from _excerpt(problem.span, sources, word)
    for span, words in problem.related:
        yield [Piece(f"  = see: {place(span)}: {safe(words)}")]
    if problem.help:
        first, *rest = problem.help.splitlines()
        yield [Piece(f"  = help: {safe(first)}", "help")]
        yield from ([Piece(f"          {safe(line)}", "help")] for line in rest)


def _excerpt(span: Span, sources: Sources, word: str) -> Iterator[Line]:
    """The source lines of a span, with carets when it is a single one."""
    last = min(max(span.line, span.end_line), span.line + MOST_LINES - 1)
    texts = [(n, sources.line(span.path, n)) for n in range(span.line, last + 1)]
    known = [(n, text) for n, text in texts if text is not None]
    if not known:
        return
    gutter = len(str(last))
    yield [Piece(f"{' ' * gutter} |", "rule")]
    for number, text in known:
        start, shown = _window(text, span)
        yield [Piece(f"{number:>{gutter}} | ", "rule"), Piece(shown)]
        if span.end_line in (0, span.line):
            carets = _carets(text, span, start)
            yield [Piece(f"{' ' * gutter} | ", "rule"), Piece(carets, word)]


def _window(text: str, span: Span) -> tuple[int, str]:
    """Where the shown part of a line begins, and the part with ellipses where it was cut."""
    if len(text) <= WINDOW:
        return 0, safe(text)
    start = max(0, min(span.column - WINDOW // 3, len(text) - WINDOW))
    cut = safe(text[start : start + WINDOW])
    before = ELLIPSIS if start else ""
    return start, before + cut + (ELLIPSIS if start + WINDOW < len(text) else "")


def _carets(text: str, span: Span, start: int) -> str:
    """Carets under the span's characters, as wide as those are."""
    first = span.column - 1 if span.column else len(text) - len(text.lstrip())
    last = span.end_column - 1 if span.end_column > first + 1 else len(text.rstrip())
    shown = text[start : start + WINDOW]
    before, marked = shown[: max(0, first - start)], shown[max(0, first - start) : last - start]
    indent = width(safe(before)) + (1 if start else 0)
    return " " * indent + "^" * max(1, width(safe(marked)))


def counted(problems: Iterable[Problem], severity: Severity) -> str:
    """``2 warnings``, ``1 lint``; "" when there are none of that severity."""
    number = sum(problem.severity is severity for problem in problems)
    noun = severity.name.lower()
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
