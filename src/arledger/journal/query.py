"""hledger's query terms: read from the command line's words, asked of postings and rows.

Terms of one kind among accounts, descriptions and statuses are alternatives; everything else
must hold together. ``any:``, ``all:`` and ``expr:`` are newer hledgers'.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from arledger.journal.boolean import Test, all_of, any_of, expression, negation
from arledger.journal.regex import posix_regex
from arledger.journal.subject import Subject
from arledger.journal.types import is_of_type
from arledger.patterns import lazy
from arledger.periods import parse_period
from arledger.records import record


@record
class Query:
    """A selection: which postings, entries or rows are meant, and how deep accounts go."""

    test: Test | None = None
    """None: everything is meant."""
    depth: int | None = None
    """``depth:N`` cuts account names to N components, it leaves nothing out; None: no cut."""

    def __bool__(self) -> bool:
        """Whether anything at all is selected by it."""
        return self.test is not None

    def matches(self, subject: Subject) -> bool:
        """Whether the subject is meant."""
        return self.test is None or self.test(subject)


def parse_query(args: Sequence[str], today: date) -> Query:
    """The selection that query terms make; ValueError with a sentence for a term that is none.

    ``today`` is what smart dates in ``date:`` terms count from.
    """
    depths = [_depth(arg) for arg in args if arg.startswith("depth:")]
    try:
        terms = [_term(arg, today) for arg in args if not arg.startswith("depth:")]
    except RecursionError:
        raise ValueError("the query is nested too deep") from None
    return Query(_together(terms), min(depths, default=None))


def names_customer(term: str) -> bool:
    """Whether the term is a bare word: of a customer in reports, of an account elsewhere."""
    prefix, colon, _ = term.partition(":")
    return not (colon and prefix in {"not", "depth", *_TERMS, *_TERMS_OF_TODAY})


def asks_for_accounts(term: str) -> bool:
    """Whether the term asks nothing of a document but whose it is, its account, its currency."""
    positive = _positive(term)
    prefix, _, _ = positive.partition(":")
    return names_customer(positive) or prefix in {"acct", "cur"}


def _positive(term: str) -> str:
    """The term without every ``not:`` before it."""
    return re.sub("^(?:not:)+", "", term)


def _together(terms: Iterable[tuple[str, Test]]) -> Test | None:
    """One test of several terms: alternatives within a kind that has them, else all of them."""
    alternatives: dict[str, list[Test]] = {}
    every: list[Test] = []
    for kind, test in terms:
        if kind in {"acct", "desc", "status"}:
            alternatives.setdefault(kind, []).append(test)
        else:
            every.append(test)
    every += [any_of(tests) for tests in alternatives.values()]
    return all_of(every) if every else None


def _term(text: str, today: date) -> tuple[str, Test]:
    """The kind of a term and its test; a word without a known prefix is an account's."""
    if text.startswith("not:"):
        positive = _positive(text)
        _, test = _term(positive, today)
        odd = (len(text) - len(positive)) // len("not:") % 2
        return "not", negation(test) if odd else test
    prefix, colon, rest = text.partition(":")
    try:
        if colon and prefix in _TERMS:
            return prefix, _TERMS[prefix](rest)
        if colon and prefix in _TERMS_OF_TODAY:
            return prefix, _TERMS_OF_TODAY[prefix](rest, today)
        return "acct", _word(text)
    except ValueError as problem:
        raise ValueError(f"query term {text!r}: {problem}") from None


# -- terms -----------------------------------------------------------------------------------


def _word(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: any(found(word) for word in subject.words)


def _account(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: any(found(account) for account in subject.accounts)


def _description(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: found(subject.description) is not None


def _payee(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: found(subject.payee) is not None


def _note(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: found(subject.note) is not None


def _code(pattern: str) -> Test:
    found = posix_regex(pattern).search
    return lambda subject: found(subject.code) is not None


def _commodity(pattern: str) -> Test:
    found = posix_regex(pattern, whole=True).search
    return lambda subject: any(found(commodity) for _, commodity in subject.amounts)


def _tag(text: str) -> Test:
    name, equals, value = text.partition("=")
    if equals and name.lower() in {"payee", "note"}:
        return _payee(value) if name.lower() == "payee" else _note(value)
    named = posix_regex(name).search
    if not equals:
        return lambda subject: any(named(tag) for tag, _ in subject.tags)
    valued = posix_regex(value).search
    return lambda subject: any(named(tag) and valued(text) for tag, text in subject.tags)


def _status(text: str) -> Test:
    statuses = {"": "", "0": "", "!": "!", "*": "*", "1": "*"}
    if text not in statuses:
        raise ValueError("a status is *, ! or nothing")
    return lambda subject: subject.status == statuses[text]


def _real(text: str) -> Test:
    if text not in {"", "0", "1"}:
        raise ValueError("write real: or real:1 for real postings, real:0 for virtual ones")
    return lambda subject: subject.real == (text != "0")


def _type(text: str) -> Test:
    wanted = text.upper()
    if not wanted or set(wanted) - set("ALERXCV"):
        raise ValueError("account types are one or more of the letters A L E R X C V")
    return lambda subject: any(is_of_type(own, one) for own in subject.types for one in wanted)


_AMOUNT = lazy(r" *(<=|>=|<|>|=|) *([-+]?)([0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?) *")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "": Decimal.__eq__,
}


def _amount(text: str) -> Test:
    """Compares signed quantities when the number has a sign or is 0, else magnitudes."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError("write for example amt:>100, amt:=-5 or amt:12.50")
    compare, bound = _COMPARE[match[1]], Decimal(match[2] + match[3])
    if match[2] or not bound:
        return lambda subject: any(compare(quantity, bound) for quantity, _ in subject.amounts)
    return lambda subject: any(
        compare(quantity.copy_abs(), bound) for quantity, _ in subject.amounts
    )


def _date(text: str, today: date) -> Test:
    period = parse_period(text, today)
    return lambda subject: subject.date is not None and subject.date in period


def _date2(text: str, today: date) -> Test:
    period = parse_period(text, today)
    return lambda subject: subject.date2 is not None and subject.date2 in period


def _any(text: str, today: date) -> Test:
    _, test = _term(text, today)
    return lambda subject: any(test(part) for part in subject.parts or (subject,))


def _all(text: str, today: date) -> Test:
    _, test = _term(text, today)
    return lambda subject: all(test(part) for part in subject.parts or (subject,))


def _expression(text: str, today: date) -> Test:
    def several(terms: list[str]) -> Test:
        test = _together(_term(term, today) for term in terms)
        if test is None:
            raise ValueError("a term is missing")
        return test

    return expression(text, several)


def _depth(text: str) -> int:
    """The number of components that accounts are cut to."""
    number = text.removeprefix("depth:")
    if not re.fullmatch("[0-9]{1,4}", number):
        raise ValueError(f"query term {text!r}: a depth is a number, as depth:2")
    return int(number)


_TERMS: dict[str, Callable[[str], Test]] = {
    "acct": _account,
    "desc": _description,
    "payee": _payee,
    "note": _note,
    "code": _code,
    "status": _status,
    "real": _real,
    "cur": _commodity,
    "amt": _amount,
    "tag": _tag,
    "type": _type,
}
_TERMS_OF_TODAY: dict[str, Callable[[str, date], Test]] = {
    "date": _date,
    "date2": _date2,
    "any": _any,
    "all": _all,
    "expr": _expression,
}
