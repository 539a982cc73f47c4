"""A journal written back, so that hledger and arledger read the same from it."""

from collections.abc import Iterator, Mapping, Sequence

from arledger.journal.amount_text import amount_text, assertion_text, sample_text, symbol_text
from arledger.journal.model import Amount, Assertion, Entry, Journal, Posting, Rule, Style
from arledger.money import ZERO, plain
from arledger.progress import counted

_BRACKETS = {"real": ("", ""), "virtual": ("(", ")"), "balanced": ("[", "]")}
_AMOUNTS_FROM = 40
"""The column amounts are aligned at when accounts are short enough, as people like them."""


def print_journal(journal: Journal, entries: Sequence[Entry] | None = None) -> str:
    """The declarations, then the entries (all of them when None), as journal text.

    What was left for a reader to work out is left so again: missing amounts, assignments.
    Where only some entries are printed, or several files become one, a balance assertion stays
    only if it still sees all postings of its account, and an assignment becomes its amount.
    """
    shown = journal.entries if entries is None else entries
    parts = [_declarations(journal), *map(_rule, journal.rules)]
    blind = _blind_accounts(journal, shown)
    parts += [
        _entry(journal, entry, blind.get(entry.path, frozenset())) for entry in counted(shown)
    ]
    parts.append(_default_commodity(journal))
    return "\n".join(part for part in parts if part)


def print_entry(entry: Entry, styles: Mapping[str, Style]) -> str:
    """One entry's lines, its amounts in these styles."""
    return _entry(Journal(commodities=dict(styles)), entry, frozenset())


# -- declarations ----------------------------------------------------------------------------


def _declarations(journal: Journal) -> str:
    """All directives that say something about the whole journal."""
    lines = [
        *_decimal_mark(journal),
        *_commodities(journal),
        *_accounts(journal),
        *(f"payee {name}" for name in journal.payees),
        *(f"tag {name}" for name in journal.tags),
        *_prices(journal),
    ]
    return "".join(f"{line}\n" for line in lines)


def _decimal_mark(journal: Journal) -> Iterator[str]:
    """``decimal-mark .``, where it is true of all amounts; others can be read in one way only.

    Rules are written as they stood, so nothing may be said about their numbers.
    """
    if not journal.rules and all(s.decimal_mark == "." for s in journal.commodities.values()):
        yield "decimal-mark ."


def _commodities(journal: Journal) -> Iterator[str]:
    """``commodity`` directives, in the two lines that ledger reads too."""
    for commodity in journal.declared_commodities:
        yield f"commodity {symbol_text(commodity)}"
        if style := journal.commodities.get(commodity):
            yield f"    format {sample_text(commodity, style)}"


def _accounts(journal: Journal) -> Iterator[str]:
    """``account`` directives with their comments, and so with their tags and types."""
    for account in journal.accounts.values():
        first, *more = account.comment.split("\n")
        yield f"account {account.name}{f'  ; {first}' if first else ''}"
        yield from (f"    ; {line}".rstrip() for line in more)


def _prices(journal: Journal) -> Iterator[str]:
    for price in journal.prices:
        amount = amount_text(price.amount, journal.commodities)
        yield f"P {price.date} {symbol_text(price.commodity)} {amount}"


def _default_commodity(journal: Journal) -> str:
    """``D``, for the style it sets: last, where it touches no amount."""
    defaults = [state.default_commodity for state in journal.end_states.values()]
    commodity = next((one for one in reversed(defaults) if one is not None), None)
    if commodity is None or commodity not in journal.commodities:
        return ""
    return f"D {sample_text(commodity, journal.commodities[commodity])}\n"


def _rule(rule: Rule) -> str:
    """A rule as it was written."""
    return "".join(f"{line}\n" for line in (f"{rule.mark} {rule.header}", *rule.body))


# -- entries ---------------------------------------------------------------------------------


def _blind_accounts(journal: Journal, shown: Sequence[Entry]) -> dict[str, frozenset[str]]:
    """For each file, the accounts whose assertions there would see other postings than before.

    Those are the accounts of entries left out, and those of other files of the command line.
    """
    root_of: dict[str, str] = {}
    root = ""
    for path in journal.files:
        root = path if path in journal.end_states else root
        root_of[path] = root
    kept = {id(entry) for entry in shown}
    left_out: set[str] = set()
    touched: dict[str, set[str]] = {}
    for entry in journal.entries:
        accounts = {posting.account for posting in entry.postings}
        touched.setdefault(root_of.get(entry.path, ""), set()).update(accounts)
        if id(entry) not in kept:
            left_out |= accounts
    return {
        path: frozenset(left_out.union(*(t for r, t in touched.items() if r != root)))
        for path, root in root_of.items()
    }


def _entry(journal: Journal, entry: Entry, blind: frozenset[str]) -> str:
    """An entry's lines."""
    date2 = f"={entry.date2}" if entry.date2 else ""
    first, *more = entry.comment.split("\n")
    head = [f"{entry.date}{date2}", entry.status, _code(entry), entry.description]
    lines = [" ".join(filter(None, head)) + (f"  ; {first}" if first else "")]
    lines += [f"    ; {line}".rstrip() for line in more]
    for posting in entry.postings:
        lines += _posting(journal, posting, blind)
    return "".join(f"{line}\n" for line in lines)


def _code(entry: Entry) -> str:
    """The code in parentheses; an empty one where the description looks like code or status."""
    looks_so = not entry.code and entry.description.startswith(("(", "*", "!"))
    return f"({entry.code})" if entry.code or looks_so else ""


def _posting(journal: Journal, posting: Posting, blind: frozenset[str]) -> list[str]:
    """A posting's lines: several when its comment has several, or an amount several parts."""
    before, after = _BRACKETS[posting.kind]
    status = f"{posting.status} " if posting.status else ""
    account = f"    {status}{before}{posting.account}{after}"
    first, *more = posting.comment.split("\n")
    amount = _posted(journal, posting, blind)
    line = f"{account:<{_AMOUNTS_FROM}}  {amount}" if amount else account
    line += f"  ; {first}" if first else ""
    return [line, *(f"    ; {text}".rstrip() for text in more)]


def _posted(journal: Journal, posting: Posting, blind: frozenset[str]) -> str:
    """What stands after the account: amount and assertion, either of which may be missing."""
    assertion = posting.assertion
    if assertion is not None and not _sees_all(posting.account, assertion, blind):
        return " ".join(amount_text(a, journal.commodities) for a in _settled(posting, assertion))
    amounts = () if posting.inferred else posting.amounts
    parts = [amount_text(amount, journal.commodities) for amount in amounts]
    if assertion is not None:
        parts.append(assertion_text(assertion, journal.commodities))
    return " ".join(parts)


def _settled(posting: Posting, assertion: Assertion) -> tuple[Amount, ...]:
    """The posting's amount; a zero that an assignment came to is one, not a missing amount."""
    return posting.amounts or (Amount(ZERO, assertion.amount.commodity),)


def _sees_all(account: str, assertion: Assertion, blind: frozenset[str]) -> bool:
    """Whether no posting the assertion counts has been left out or added."""
    if account in blind:
        return False
    below = f"{account}:"
    return not (assertion.inclusive and any(other.startswith(below) for other in blind))


# -- JSON ------------------------------------------------------------------------------------


def entries_json(journal: Journal, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """The entries as plain values: dates and quantities as text, inferred amounts filled in."""
    return [
        {
            "date": str(entry.date),
            "date2": str(entry.date2) if entry.date2 else None,
            "status": entry.status,
            "code": entry.code,
            "description": entry.description,
            "payee": entry.payee,
            "comment": entry.comment,
            "tags": [list(tag) for tag in entry.tags],
            "postings": [_posting_json(journal, entry, posting) for posting in entry.postings],
            "file": entry.path,
            "line": entry.line,
        }
        for entry in entries
    ]


def _posting_json(journal: Journal, entry: Entry, posting: Posting) -> dict[str, object]:
    tags = posting.tags + journal.inherited_tags(posting.account)
    return {
        "account": posting.account,
        "kind": posting.kind,
        "date": str(posting.date) if posting.date else None,
        "status": posting.status,
        "comment": posting.comment,
        "tags": [list(tag) for tag in tags],
        "amounts": [_amount_json(amount) for amount in posting.amounts],
        "assertion": _assertion_json(posting.assertion),
        "file": entry.path,
        "line": posting.line,
    }


def _amount_json(amount: Amount) -> dict[str, object]:
    cost = amount.cost
    return {
        "commodity": amount.commodity,
        "quantity": plain(amount.quantity),
        "cost": None
        if cost is None
        else {
            "commodity": cost.commodity,
            "quantity": plain(cost.quantity),
            "total": cost.total,
        },
    }


def _assertion_json(assertion: Assertion | None) -> dict[str, object] | None:
    if assertion is None:
        return None
    return {
        **_amount_json(assertion.amount),
        "sole": assertion.sole,
        "inclusive": assertion.inclusive,
    }
