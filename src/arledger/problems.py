"""Problems: what is wrong in a file, where, and what to do about it. Errors are values here."""

from collections.abc import Iterable
from enum import IntEnum

from arledger.records import NamedTuple, field, record


class Severity(IntEnum):
    """How much a problem weighs; a higher one is worse."""

    LINT = 1
    """The book reads, but perhaps not as its writer meant."""
    WARNING = 2
    """A meaning problem (event, tag, reference): figures stand without it; ``check`` exits 3."""
    ERROR = 3
    """The language, policy or files are at fault, as hledger would say too: no figures, exit 1."""


class Span(NamedTuple):
    """A stretch of one file. Lines and columns count from 1; columns count characters."""

    path: str
    line: int
    column: int = 0
    """0: the whole line is meant."""
    end_column: int = 0
    """One past the last character; 0: to the end of the line."""
    end_line: int = 0
    """0: the same line."""


class Problem(NamedTuple):
    """One thing that is wrong: a kebab-case code, a sentence, a place, a remedy."""

    code: str
    message: str
    span: Span | None = None
    """None: no single place is to blame (a missing file, a total)."""
    help: str = ""
    severity: Severity = Severity.ERROR
    related: tuple[tuple[Span, str], ...] = ()
    """Other places that matter, each with a few words."""


@record
class Sources:
    """The text of every file that was read, for excerpts."""

    texts: dict[str, bytes] = field(default_factory=dict)
    _last: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By file, the line asked for last and where it begins: problems are told in order."""

    def line(self, path: str, number: int) -> str | None:
        """The text of one line without its end; None if the file has no such line."""
        data = self.texts.get(path)
        if data is None or number < 1:
            return None
        known, start = self._last.get(path, (1, 0))
        if known > number:
            known, start = 1, 0
        for _ in range(number - known):
            start = data.find(b"\n", start) + 1
            if not start:
                return None
        self._last[path] = (number, start)
        end = data.find(b"\n", start)
        raw = data[start : end if end >= 0 else len(data)]
        return raw.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems sorted by file and line, each one once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.span or Span("", 0), -p.severity, p.code, p.message))


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The highest severity among the problems; None when there are none."""
    return max((problem.severity for problem in problems), default=None)
