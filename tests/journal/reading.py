"""Journals as snippets, for the tests of this folder."""

from datetime import date

from arledger.journal.loader import loads
from arledger.journal.model import Entry, Journal, Posting
from arledger.problems import Problem, Severity

TODAY = date(2026, 11, 22)


def journal_of(text: str | bytes) -> Journal:
    """The journal of a text that has no errors."""
    journal, problems = loads(text, today=TODAY)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    return journal


def entry_of(text: str) -> Entry:
    """The only entry of a text."""
    (entry,) = journal_of(text).entries
    return entry


def posting_of(line: str) -> Posting:
    """A posting in an entry of 2024-01-01, balanced by another one."""
    return entry_of(f"2024-01-01 x\n  {line}\n  rest\n").postings[0]


def problems_of(text: str | bytes) -> list[Problem]:
    """All problems of a text."""
    return loads(text, today=TODAY)[1]


def codes_of(text: str | bytes) -> list[str]:
    """The codes of a text's problems, in order of place."""
    return [problem.code for problem in problems_of(text)]


def places_of(text: str | bytes) -> list[str]:
    """``line:column code`` of a text's problems."""
    return [f"{p.span.line}:{p.span.column} {p.code}" for p in problems_of(text) if p.span]
