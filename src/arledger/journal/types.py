"""Account types, as hledger tells them: declared, inherited, or read off English names."""

import re
from functools import lru_cache

from arledger.journal.model import Journal

# hledger 1.25, "Account types"; the first that matches counts.
_BY_NAME = (
    ("C", r"assets?(:.+)?:(cash|bank|che(ck|que?)(ing)?|savings?|current)(:|$)"),
    ("A", r"assets?(:|$)"),
    ("L", r"(debts?|liabilit(y|ies))(:|$)"),
    ("V", r"equity:(trad(e|ing)|conversion)s?(:|$)"),
    ("E", r"equity(:|$)"),
    ("R", r"(income|revenue)s?(:|$)"),
    ("X", r"expenses?(:|$)"),
)

_PARENT_TYPES = {"C": "A", "V": "E"}


def account_type(journal: Journal, account: str) -> str:
    """One of A L E R X C V, or "" when neither a declaration nor the name tells.

    A declaration of the account or of its nearest declared parent goes before the name.
    """
    declared = (above.type for above in journal.declarations(account) if above.type)
    return next(declared, "") or _type_by_name(account)


def is_of_type(type_: str, wanted: str) -> bool:
    """True for the type itself and its subtype: C (cash) is an A, V (conversion) is an E."""
    return bool(type_) and wanted in {type_, _PARENT_TYPES.get(type_)}


@lru_cache(maxsize=8192)
def _type_by_name(account: str) -> str:
    """The type hledger reads off an English account name; "" when it reads none."""
    for letter, pattern in _BY_NAME:
        if re.match(pattern, account, re.IGNORECASE):
            return letter
    return ""
