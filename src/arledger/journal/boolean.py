"""Tests of subjects and how they combine: alternatives, conjunctions, boolean expressions."""

import re
from collections.abc import Callable

from arledger.journal.subject import Subject
from arledger.patterns import lazy
from arledger.records import record

Test = Callable[[Subject], bool]

_MOST_NESTED = 100
"""Parentheses and negations one expression may have: each may stand in the one before."""

_WORD = lazy(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")


def any_of(tests: list[Test]) -> Test:
    """A test met when one of the tests is."""
    return tests[0] if len(tests) == 1 else lambda subject: any(test(subject) for test in tests)


def all_of(tests: list[Test]) -> Test:
    """A test met when every one of the tests is."""
    return tests[0] if len(tests) == 1 else lambda subject: all(test(subject) for test in tests)


def negation(test: Test) -> Test:
    """A test met when the test is not."""
    return lambda subject: not test(subject)


def expression(text: str, several: Callable[[list[str]], Test]) -> Test:
    """The test of ``desc:a AND (acct:b OR NOT tag:c)``.

    ``NOT`` binds most, then terms side by side, which ``several`` combines as on a command
    line, then ``AND``, then ``OR``. Raises ValueError with a sentence when a parenthesis, a
    quote or a term is missing.
    """
    tokens = _tokens(text)
    if sum(token.lower() in {"(", "not"} for token in tokens) > _MOST_NESTED:
        raise ValueError(f"it is nested too deep: more than {_MOST_NESTED} parentheses and NOTs")
    reader = _Reader(tokens, several)
    test = reader.alternatives()
    if reader.tokens:
        raise ValueError(f"{reader.tokens[0]!r} is not expected there")
    return test


def _tokens(text: str) -> list[str]:
    """Terms, operators and single parentheses; quotes keep spaces together and go."""
    if _WORD.sub("", text).strip():
        raise ValueError("a quote is never closed")
    return [token for word in _WORD.findall(text) for token in _split_parentheses(word)]


def _split_parentheses(word: str) -> list[str]:
    """A word, and the parentheses around it on their own; ``desc:(a|b)`` keeps its own."""
    term = word.lstrip("(")
    opening = ["("] * (len(word) - len(term))
    closing = []
    while term.endswith(")") and term.count(")") > term.count("("):
        term = term[:-1]
        closing.append(")")
    terms = [re.sub("[\"']", "", term)] if term else []
    return opening + terms + closing


@record
class _Reader:
    """Reads the tokens from the left."""

    tokens: list[str]
    several: Callable[[list[str]], Test]

    def alternatives(self) -> Test:
        """What stands between ``OR``s."""
        tests = [self._conjunction()]
        while self._skipped("or"):
            tests.append(self._conjunction())
        return any_of(tests)

    def _conjunction(self) -> Test:
        """What stands between ``AND``s."""
        tests = [self._side_by_side()]
        while self._skipped("and"):
            tests.append(self._side_by_side())
        return all_of(tests)

    def _side_by_side(self) -> Test:
        """Terms without an operator between them, and groups and negations among them."""
        terms: list[str] = []
        tests: list[Test] = []
        while self.tokens and self.tokens[0].lower() not in {"and", "or", ")"}:
            if self.tokens[0] == "(" or self.tokens[0].lower() == "not":
                tests.append(self._operand())
            else:
                terms.append(self.tokens.pop(0))
        if terms:
            tests.append(self.several(terms))
        if not tests:
            raise ValueError("a term is missing")
        return all_of(tests)

    def _operand(self) -> Test:
        """One term, group or negation."""
        if self._skipped("not"):
            return negation(self._operand())
        if not self._skipped("("):
            if not self.tokens or self.tokens[0].lower() in {"and", "or", ")"}:
                raise ValueError("a term is missing")
            return self.several([self.tokens.pop(0)])
        test = self.alternatives()
        if not self._skipped(")"):
            raise ValueError("a parenthesis is never closed")
        return test

    def _skipped(self, token: str) -> bool:
        """Whether the next token is this one, which is then behind."""
        if self.tokens and self.tokens[0].lower() == token:
            del self.tokens[0]
            return True
        return False
