"""hledger's regular expressions, as Python's: POSIX extended, case-insensitive, infix."""

import re
from collections.abc import Callable
from functools import lru_cache

from arledger import recording
from arledger.journal.codes import Unreadable
from arledger.patterns import lazy

_CLASSES = {
    "alpha": r"^\W\d_",
    "digit": r"\d",
    "alnum": r"^\W_",
    "space": r"\s",
    "upper": "A-Z",
    "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~",
    "blank": r" \t",
    "xdigit": "0-9A-Fa-f",
}
_EDGES = {"<": r"\b(?=\w)", ">": r"\b(?<=\w)", "b": r"\b", "B": r"\B", "`": r"\A", "'": r"\Z"}
_PERLISH = {"d": "[0-9]", "w": "[[:alnum:]_]", "s": "[[:space:]]"}
_PATIENCE = 1.0
"""Seconds an alias may take on one account name; a good one takes microseconds."""
_BRACKETED = lazy(r"\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]", re.DOTALL)


@lru_cache(maxsize=256)
def posix_regex(pattern: str, *, whole: bool = False) -> re.Pattern[str]:
    """The pattern compiled; with ``whole`` it must match a whole text, else any part of it.

    Raises ValueError with a sentence for what hledger could not compile either, and for
    notations that mean something else there than in other programs.
    """
    if not pattern and not whole:
        raise ValueError("a search word is missing")
    translated = _translated(pattern)
    try:
        return re.compile(rf"\A(?:{translated})\Z" if whole else translated, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as problem:
        raise ValueError(f"{pattern!r} is not a regular expression: {problem}") from None


class _Rewriter:
    """An expression that replaces as hledger's do: of what may match, the longest."""

    def __init__(self, pattern: str) -> None:
        import regex  # POSIX matches and a time limit; few books have an alias that needs it

        flags = regex.IGNORECASE | regex.POSIX
        self._expression = regex.compile(_translated(pattern), flags)
        self._endless = False

    def __call__(self, replacement: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced; TimeoutError when that takes too long."""
        if self._endless:  # once is enough: a book has many accounts
            raise TimeoutError
        try:
            return str(self._expression.sub(replacement, text, timeout=_PATIENCE))
        except TimeoutError:
            self._endless = True
            raise


_rewriter = lru_cache(maxsize=256)(_Rewriter)


def rewritten(pattern: str, replacement: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with every match of a good pattern replaced.

    Unreadable when the expression does not come to an end on it.
    """
    try:
        return _rewriter(pattern)(replacement, text)
    except TimeoutError:
        recording.unrepeatable()  # another time it may be in time
        message = f"the alias /{pattern[:40]}/ takes too long on {text[:40]}"
        raise Unreadable("endless-alias", message, 0) from None


def _translated(pattern: str) -> str:
    """The pattern in Python's notation."""
    out: list[str] = []
    at = 0
    while at < len(pattern):
        piece, at = _next_piece(pattern, at)
        out.append(piece)
    return "".join(out)


def _next_piece(pattern: str, at: int) -> tuple[str, int]:
    """One element of the pattern in Python's notation, and where the next one begins."""
    char = pattern[at]
    if char == "\\":
        return _escape(pattern, at)
    if char == "[":
        match = _BRACKETED.match(pattern, at)
        if match is None:
            raise ValueError(f"{pattern!r} is not a regular expression: a [ is never closed")
        return _bracketed(pattern, match[0]), match.end()
    if pattern.startswith("(?", at):
        raise ValueError(f"{pattern!r}: hledger's regular expressions have no (?...)")
    if pattern[at : at + 2] in {"*?", "+?", "??", "*+", "++", "?+", "}?", "}+"}:
        raise ValueError(f"{pattern!r} is not a regular expression: multiple repeat")
    return char, at + 1


def _escape(pattern: str, at: int) -> tuple[str, int]:
    """A backslash and what it makes of the next character."""
    if at + 1 == len(pattern):
        raise ValueError(f"{pattern!r} is not a regular expression: it ends with a backslash")
    char = pattern[at + 1]
    if char.lower() in _PERLISH:
        wanted = _PERLISH[char.lower()]
        wanted = wanted if char.islower() else f"[^{wanted[1:]}"
        raise ValueError(f"{pattern!r}: \\{char} is the letter {char} in hledger: write {wanted}")
    return _EDGES.get(char) or re.escape(char), at + 2


def _bracketed(pattern: str, bracket: str) -> str:
    """A bracket expression; inside it a backslash is a backslash."""
    negated = bracket.startswith("[^")
    inside = bracket[2 if negated else 1 : -1]
    classes = re.findall(r"\[:([a-z]+):\]", inside)
    if unknown := [name for name in classes if name not in _CLASSES]:
        raise ValueError(f"{pattern!r}: there is no character class [:{unknown[0]}:]")
    rest = re.sub(r"\[:[a-z]+:\]", "", inside)
    parts = [rf"[{_CLASSES[name]}]" for name in classes]
    if rest:
        parts.append("[" + re.sub(r"([\\\[\]^&~|])", r"\\\1", rest) + "]")
    either = "|".join(parts)
    return rf"(?:(?!{either})[\s\S])" if negated else f"(?:{either})"
