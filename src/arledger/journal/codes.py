"""The problems the journal language knows: each code with its weight and its usual remedy."""

from arledger.problems import Problem, Severity, Span
from arledger.records import NamedTuple

ERROR, WARNING, LINT = Severity.ERROR, Severity.WARNING, Severity.LINT


class Code(NamedTuple):
    """What a problem code stands for."""

    severity: Severity
    help: str


CODES: dict[str, Code] = {
    # dates
    "bad-date": Code(ERROR, "write dates as YYYY-MM-DD, with a space or nothing after them"),
    "bad-date-tag": Code(
        ERROR, "in a posting's comment `date:` must be followed by a date; else rename the tag"
    ),
    "bad-bracketed-date": Code(
        ERROR, "square brackets around digits in a posting's comment are a date; use other brackets"
    ),
    # amounts
    "bad-number": Code(
        ERROR, "use digits, one kind of group mark and one decimal mark: 1,234.50 or 1.234,50"
    ),
    "bad-amount": Code(ERROR, "write an amount as 12.50 EUR, EUR 12.50, $12.50 or 12.50"),
    "bad-lot": Code(ERROR, "write a lot as {1.20 EUR}, {{120 EUR}}, {} or [2024-01-31]"),
    "text-after-posting": Code(
        ERROR, "a posting is ACCOUNT, two spaces, AMOUNT, perhaps @ COST, perhaps = BALANCE"
    ),
    # entries
    "missing-code-end": Code(ERROR, "close the code with `)` on the same line"),
    "indented-line": Code(
        ERROR, "an entry ends at a blank line: remove the blank line or the indentation"
    ),
    "two-missing-amounts": Code(
        ERROR, "write all amounts but one; two or more spaces part an account from its amount"
    ),
    "unbalanced": Code(ERROR, "change an amount, add a posting, or record the price with @ or @@"),
    "assertion-failed": Code(
        ERROR, "an entry is missing, doubled or dated wrongly before this line; or the = amount is"
    ),
    "assigned-with-date": Code(ERROR, "write the amount out, or take the posting's own date away"),
    "assigned-by-rule": Code(
        ERROR, "write the amount out: an auto posting rule (=) may change this account"
    ),
    # directives
    "unknown-directive": Code(
        ERROR, "start the line with a date, a directive or a comment mark (; # *)"
    ),
    "bad-directive": Code(ERROR, "see the directive's form in docs/journal.md"),
    "missing-decimal-mark": Code(
        ERROR, "show the decimal mark, even without decimals: 1,000.00 EUR or 1,000. VND"
    ),
    "commodity-mismatch": Code(ERROR, "use one and the same symbol in both lines"),
    "bad-account-type": Code(ERROR, "use one of A L E R X C V, or name the tag otherwise"),
    "bad-alias": Code(ERROR, "write alias OLD = NEW or alias /REGEX/ = REPLACEMENT"),
    "endless-alias": Code(ERROR, "write the expression without repeating what repeats itself"),
    "bad-period": Code(
        ERROR, "write a period as `monthly from 2024-01`, then two spaces before a description"
    ),
    "unmatched-end": Code(ERROR, "remove this line, or add the `apply account` it ends"),
    # files
    "missing-file": Code(ERROR, "check the path; an include is relative to the file it stands in"),
    "not-a-file": Code(
        ERROR, "name a regular file; of a folder include the files: FOLDER/*.journal"
    ),
    "unreadable-file": Code(ERROR, "check the path and the file's permissions"),
    "bad-encoding": Code(ERROR, "save the file as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"),
    "include-cycle": Code(ERROR, "remove one of the includes"),
    "include-too-deep": Code(ERROR, "include the files from fewer levels"),
    "too-many-files": Code(ERROR, "join small files, or read fewer at a time"),
    "files-too-big": Code(ERROR, "read fewer or smaller files at a time"),
    "unsupported-format": Code(
        ERROR, "convert it first: hledger -f FILE print > FILE.journal, and include that"
    ),
    # what is read, but perhaps not as meant
    "balancing-differs": Code(
        LINT, "hledger changed its rounding rule in 1.50: make the amounts add up to zero exactly"
    ),
    "conversion-postings": Code(
        LINT, "hledger reads this since 1.29: the cost and the conversion postings say the same"
    ),
    "tag-cut": Code(LINT, "a tag's value ends at the comma, and nothing can be escaped"),
    "tags-lost": Code(LINT, "remove the blank line above: after it this is a file comment"),
    "tab-in-account": Code(LINT, "use two spaces: to most hledgers one tab is part of the name"),
    "amount-in-account": Code(LINT, "put two spaces between the account and its amount"),
    "semicolon-in-account": Code(LINT, "put two spaces before the `;` that starts a comment"),
    "code-without-space": Code(LINT, "put a space before `(` to make it a code"),
    "ambiguous-number": Code(
        LINT, "declare it: decimal-mark . (or ,) or a commodity directive at the top of the file"
    ),
    "odd-symbol": Code(LINT, "quote the symbol, or take the stray character away"),
    "ignored-directive": Code(LINT, "only ledger obeys this; hledger and arledger pass over it"),
    "control-character": Code(LINT, "remove the invisible character"),
    # checks made on demand
    "undeclared-account": Code(WARNING, "add an `account` directive, or correct the name"),
    "undeclared-commodity": Code(WARNING, "add a `commodity` directive, or correct the symbol"),
    "undeclared-payee": Code(WARNING, "add a `payee` directive, or correct the name"),
    "undeclared-tag": Code(WARNING, "add a `tag` directive, or correct the name"),
    "date-order": Code(WARNING, "move the entry, or correct its date"),
    "ambiguous-leaf": Code(WARNING, "give the accounts different last parts"),
    "implicit-conversion": Code(WARNING, "record the price with @ or @@"),
    "old-assertion": Code(WARNING, "reconcile the account and assert its balance again"),
}


def problem(
    code: str,
    message: str,
    span: Span | None,
    remedy: str = "",
    related: tuple[tuple[Span, str], ...] = (),
) -> Problem:
    """A problem of the journal with its code's weight, and its remedy unless another is given."""
    severity, usual = CODES[code]
    return Problem(code, message, span, remedy or usual, severity, related)


class Unreadable(Exception):  # noqa: N818 -- not an error of the program: a place in a line
    """Raised and caught inside the reader only: what stands at these columns cannot be read."""

    def __init__(self, code: str, message: str, start: int, end: int = 0, remedy: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy
        self.start, self.end = start, end
        self.below = 0
        """Lines below the item's first one."""

    def at(self, path: str, line: int) -> Problem:
        """The problem, once the file and the line are known."""
        end = self.end + 1 if self.end else 0
        span = Span(path, line + self.below, self.start + 1, end)
        return problem(self.code, self.message, span, self.remedy)
