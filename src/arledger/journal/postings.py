"""One posting line, read with care: whatever the plain patterns do not cover comes here."""

import re

from arledger.journal.characters import INK, SPACE, SPACES, blanks
from arledger.journal.codes import Unreadable
from arledger.journal.comments import PostingComment, posting_comment, tags_of
from arledger.journal.context import Context
from arledger.journal.model import Amount, Assertion, Posting, Status
from arledger.patterns import lazy

ACCOUNT = rf"{INK}+(?:{SPACE}{INK}+)*"
"""Runs of ink joined by single spaces."""

PLAIN = lazy(
    r"(?>[ \t]+)(?>([*!])? *)"
    r"((?>[^\s;]+(?: [^\s;]+)*))"
    r"(?:(?>[ \t]{2,})([^\s;=@{(\[*][^\t\v\f\r;=@{(\[*]*)?(?:;(.*))?)?\Z"
)
"""Status, account, amount, comment of a posting that has nothing but these."""

_HEAD = lazy(rf"(?>{SPACE}+)(?>(?:([*!]){SPACE}*)?)({ACCOUNT}){SPACE}*")
_AMOUNT_AT_END = lazy(
    r" [-+]?(?:[$€£¥₫] ?-?[0-9]{1,20}(?:[.,][0-9]{1,9}){0,6}"
    r"|[0-9]{1,20}(?:[.,][0-9]{1,9}){0,6} ?(?:[A-Z]{3}|[$€£¥₫])|[0-9]{1,20}[.,][0-9]{2})\Z"
)
STATUSES: dict[str | None, Status] = {None: "", "*": "*", "!": "!"}
_NO_DATES = PostingComment((), None, None)


def posting_at(
    context: Context, line: str, number: int, year: int
) -> tuple[Posting, list[Unreadable]]:
    """The posting on an indented line that is no comment, and what may not be meant so."""
    context.amounts.notices.forget()
    found = _HEAD.match(line)
    assert found is not None, "the caller gives lines with an account"
    amount, assertion, at = _amounts_at(context, line, found.end(), number)
    if at < len(line) and line[at] != ";":
        text = line[at : at + 40].rstrip(SPACES)
        raise Unreadable("text-after-posting", f"`{text}` cannot be read here", at, len(line))
    parts = comment_parts(line, at + 1, year) if at < len(line) else _NO_DATES
    written = blanks(found[2])
    swallowed = None if written in context.accounts else swallowed_amount(line, written)
    account, kind = context.account(written)
    posting = Posting(
        account=account,
        kind=kind,
        amounts=() if amount is None else (amount,),
        status=STATUSES[found[1]],
        comment=line[at + 1 :].strip(SPACES),
        tags=parts.tags,
        line=number,
        date=parts.date,
        date2=parts.date2,
        assertion=assertion,
    )
    return posting, [*_notices(context, found), *filter(None, (swallowed,))]


def _amounts_at(
    context: Context, line: str, at: int, number: int
) -> tuple[Amount | None, Assertion | None, int]:
    amounts = context.amounts
    amount = None
    if at < len(line) and line[at] not in ";=":
        amount, at = amounts.posted_at(line, at)
    assertion, at = amounts.assertion_at(line, at, number)
    return amount, assertion, at


def _notices(context: Context, found: re.Match[str]) -> list[Unreadable]:
    notices = context.amounts.notices.take()
    written, start = found[2], found.start(2)
    if "\t" in written:
        at = start + written.index("\t")
        notices.append(
            Unreadable("tab-in-account", "this tab is read as part of the account", at, at + 1)
        )
    if " ;" in written:
        at = start + written.index(" ;")
        notices.append(
            Unreadable("semicolon-in-account", "this is read as part of the account", at + 1)
        )
    return notices


def swallowed_amount(line: str, written: str) -> Unreadable | None:
    """What to say of an account whose last words look like an amount; None if they do not."""
    if " " not in written or written[-1].islower():  # most names
        return None
    found = _AMOUNT_AT_END.search(written)
    if found is None:
        return None
    begin = len(line) - len(line.lstrip("*! \t"))
    start, end = begin + found.start() + 1, begin + len(written)
    return Unreadable("amount-in-account", "this is read as part of the account", start, end)


def comment_parts(line: str, start: int, year: int) -> PostingComment:
    """Tags and dates of a posting's comment that begins at this column."""
    if "date" in line or "[" in line:
        return posting_comment(line, start, year)
    tags = tags_of(line[start:])
    return PostingComment(tags, None, None) if tags else _NO_DATES
