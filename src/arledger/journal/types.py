"""Account types, as hledger tells them: declared, inherited, or read off English names."""

from functools import lru_cache

from arledger.journal.model import Journal

# What hledger 1.25 reads off names (its manual, "Account types"), component by component.
_CASH = frozenset(
    (
        *("cash", "bank", "current", "saving", "savings", "check", "checking"),
        *("chequ", "cheque", "chequing", "chequeing"),
    )
)
_CONVERSION = frozenset(("trade", "trades", "trading", "tradings", "conversion", "conversions"))
_BY_TOP = {
    **dict.fromkeys(("debt", "debts", "liability", "liabilities"), "L"),
    **dict.fromkeys(("income", "incomes", "revenue", "revenues"), "R"),
    **dict.fromkeys(("expense", "expenses"), "X"),
}

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
    top, *below = account.lower().split(":")
    if top in {"asset", "assets"}:
        return "A" if _CASH.isdisjoint(below) else "C"
    if top == "equity":
        return "E" if _CONVERSION.isdisjoint(below[:1]) else "V"
    return _BY_TOP.get(top, "")
