"""White space, digits and marks as hledger sees them; Python's and Unicode's classes are wider."""

SPACES = "\t\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
SPACES += "\u202f\u205f\u3000"
"""Every white space character but the newline."""

SPACE = r"[\t\v\f\r \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""A regular expression for one of them."""

INK = r"[^\n\t\v\f\r \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""A regular expression for one character that is not white space."""

DECIMAL_MARKS = ".,"

GROUP_MARKS = r".,_' \xa0\u2002\u2003\u2008\u2009\u202f\u205f"
"""Between digits; the spaces since hledger 1.33, ``_`` and ``'`` after 1.99.3. Inside ``[]``."""

NOT_IN_SYMBOLS = r'0-9\-+.@*;\t\n "{}='
"""What an unquoted commodity symbol may not hold. Inside ``[]``."""

_TO_BLANK = dict.fromkeys(map(ord, SPACES), " ")

_MANY_BLANK = "\n" * 99


def without_blank_end(text: str) -> str:
    """The text less the blank lines at its end, if they are many.

    An expression that looks for the next item would go through them again from each one.
    """
    return text.rstrip("\n") + "\n" if text.endswith(_MANY_BLANK) else text


def skip_spaces(line: str, start: int) -> int:
    """The first column from ``start`` on that holds ink, or the line's end."""
    return len(line) - len(line[start:].lstrip(SPACES))


def blanks(text: str) -> str:
    """The text with a plain space for each white space character."""
    # An expression that knows one space only takes a tenth of the time to compile.
    return text.translate(_TO_BLANK)
