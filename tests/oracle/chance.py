"""Journals made by chance from a seed: ordinary ones, odd ones, and ones with something broken."""

from random import Random

NUMBERS = [
    "1", "10", "0", "1.5", "1.50", "1,000", "1,000.00", "1.000,00", "1.000", "1.5.5", "1.", "1,",
    "1,00,000.5", ".5", ",5", "1e3", "1E-2", "12e2", "1,5e1", "100", "2", "3", "-1", "0.00",
    "1,,0", "1.0,0.0", "7.123456", "1234567.89", "12,345.678", "1,234,567", "1 000", "1 000,50",
    "1 00 0", "1,0 000", "5 0",
]  # fmt: skip
SYMBOLS = ["EUR", "$", "USD", "€", "h", "EUR,", '"a b"', "A(", "%", "x_y", "'", "VND"]
TAGS = [
    "a:b", "due:2024-01-02", "x: y z", "foo", "date:1/5", "date:2024-03-04", "date2:2/2", "[1/3]",
    "[=1/4]", "[2024-01-05=2024-02-06]", "[1]", "u:[2/3]", "http://x.y/z", "k:v, l:w",
    "note: said a, b", ":x", "date", "update:1/2", "", "[a]", "type:x",
]  # fmt: skip
BROKEN_TAGS = ["date:", "[30/60]", "date:soon", "date2:x", "[1=2]"]
ACCOUNTS = [
    "a", "a:b", "a:b c", "assets:bank", "x", "b", "eq:x", "a ; c:1", "(a)", "(a b)", "[b]",
    "[a:b]", "( c )", "a::b", "* d", "e\tf", "équité:ä", "#h", "a=b", '"q"', "(v", "d)", "c.1",
]  # fmt: skip
DATES = [
    "2024-01-02", "2024-01-03", "2024/1/5", "2024.12.31", "1/7", "02-28", "2024-02-29",
    "2023-12-30", "2024-1-1=2024-01-08", "2024-01-02=1/9",
]  # fmt: skip
BROKEN_DATES = [
    "2024-02-30", "2024-1/2", "20-1-1", "2024-13-1", "2024-01-01x", "2024-01-01*", "1/1=",
    "2024-01", "2023-02-29",
]  # fmt: skip
DESCRIPTIONS = [
    "", "foo", "pay | note", "(code) foo", "(c", "(a b) x", "* cleared", "! (p) pend",
    "*(abc) d", "foo ; c:d", "(1)(2)", "a;b", "! ! x", "foo  ; k: v, z", "日本語 ; 标签:值",
]  # fmt: skip
DIRECTIVES = [
    "decimal-mark .", "decimal-mark ,", "commodity 1,000.00 EUR", "commodity 1.000,00 EUR",
    "commodity $1000.00", "commodity h\n  format 1.0 h", "commodity EUR", "D $1,000.00",
    "D 1.000,0 EUR", "Y2023", "Y 2022", "alias a=z", "alias a:b = q:r", "alias /b/=B\\0",
    "alias /^(.)(.*)$/=\\1:\\2", "end aliases", "apply account top", "apply account t:u",
    "end apply account", "account a  ; acc:1", "account a:b  ; acc:2, k:v\n  ; more:tag\n  ignored",
    "account assets ; one:space", "account b\n    ; type:A", "payee foo", "tag x",
    "P 2024-01-01 EUR $1.10", "P 2024-01-01 12:00 EUR $1", "; comment", "# c", "* org",
    "comment\n2024-01-01 nope\nend comment", "  ; indented a:b", "= a\n  (x)  *2",
    "= expenses\n  a  1 EUR\n  b", "~ monthly\n  a  1 EUR\n  b",
    "~ every 2 weeks from 2024-01  x\n  a  1\n  b", "C 1 EUR = 2 USD", "N EUR", "end tag", "pop",
]  # fmt: skip
BROKEN_DIRECTIVES = [
    "account", "foo", "commodity 1000 EUR", "D 5 EUR", "end", "alias x", "~ foo\n  a  1",
    "account x  ; type:Q", "decimal-mark", "include nofile", "comment x", "P 2024-01-01", "payee",
    "  indented", "% x", "apply account", "P 2024-01-01 EUR", "commodity $\n  format 1.00 EUR",
]  # fmt: skip
BALANCED = ["1.00 EUR", "5 EUR", "$3.50", "2,000.00 EUR", "7 h"]
PUT_IN = ' \t\n;:,.=@()[]{}*!-+0123456789aE$"|#~P&/'


class Chance:
    """Makes journals from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._pick = self._random.choice

    def _perhaps(self, share: float) -> bool:
        return self._random.random() < share

    def journal(self) -> str:
        """A journal of a few items, now and then with a letter too many or too few."""
        parts: list[str] = []
        for _ in range(self._random.randint(1, 5)):
            parts.append(self._item())
            parts.append("" if self._perhaps(0.8) else self._pick(["\n", "  ", "\t"]))
        kept = [part for part in parts if part or self._perhaps(0.7)]
        text = self._changed("\n".join(kept))
        # hledger 1.25 minds white space without a newline at the end; nobody else does
        return text.rstrip() + self._pick(["\n", "\n\n"])

    def _item(self) -> str:
        roll = self._random.random()
        if roll < 0.68:
            return self._entry()
        return self._pick(DIRECTIVES if roll < 0.985 else BROKEN_DIRECTIVES)

    def _entry(self) -> str:
        day = self._pick(BROKEN_DATES if self._perhaps(0.02) else DATES)
        lines = [f"{day} {self._pick(DESCRIPTIONS)}" if self._perhaps(0.8) else day]
        if self._perhaps(0.1):
            lines.append("  ; " + self._pick(TAGS))
        lines += self._balanced() if self._perhaps(0.4) else self._any_postings()
        for at in range(len(lines) - 1, 0, -1):
            if self._perhaps(0.06):
                lines.insert(at + 1, "    ; " + self._pick(TAGS) + self._pick(["", ", p:q"]))
        return "\n".join(lines)

    def _balanced(self) -> list[str]:
        worth = self._pick(BALANCED)
        other = f"  -{worth}" if self._perhaps(0.6) else ""
        lines = [
            f"  {self._pick(ACCOUNTS[:8])}  {worth}{self._comment()}",
            f"  {self._pick(ACCOUNTS[:8])}{other}{self._comment()}",
        ]
        return [*lines, f"  (v)  {self._amount()}"] if self._perhaps(0.3) else lines

    def _any_postings(self) -> list[str]:
        lines = [self._posting() for _ in range(self._pick([0, 1, 2, 2, 2, 3, 4]))]
        return [*lines, "  rest" + self._comment()] if self._perhaps(0.5) else lines

    def _posting(self) -> str:
        account = self._pick(ACCOUNTS[:7] if self._perhaps(0.7) else ACCOUNTS)
        start = self._pick(["  ", "    ", " ", "\t"]) + self._pick(
            ["", "", "", "", "* ", "! ", "*"]
        )
        roll = self._random.random()
        if roll < 0.25:
            return start + account + self._comment()
        if roll < 0.32:
            return start + account + " " + self._assertion() + self._comment()
        gap = self._pick(["  ", "  ", "   ", "\t\t", " \t"])
        worth = self._amount() + self._cost() + self._assertion()
        return start + account + gap + worth + self._comment()

    def _amount(self) -> str:
        number = str(self._random.randint(1, 50)) + self._pick(["", "", ".00", ".5"])
        if self._perhaps(0.5):
            number = self._pick(NUMBERS)
        symbol = self._pick(SYMBOLS[:4] if self._perhaps(0.85) else SYMBOLS)
        sign = self._pick(["", "", "", "-", "-", "+", "- "])
        roll = self._random.random()
        if roll < 0.55:
            return f"{sign}{number}{self._pick(['', ' ', ' ', '  '])}{symbol}"
        if roll < 0.85:
            return f"{self._pick([sign, ''])}{symbol}{self._pick(['', '', ' '])}{number}"
        return sign + number

    def _cost(self) -> str:
        if self._perhaps(0.75):
            return ""
        mark = self._pick([" @ ", " @@ ", "@", " (@) ", "  @@", " (@@) "])
        lot = self._pick(["", "", "", " {2 USD}", " [2024-01-02]", " {=1 EUR} [2024/1/2]"])
        return mark + self._amount() + lot

    def _assertion(self) -> str:
        if self._perhaps(0.86):
            return ""
        mark = self._pick([" = ", " == ", " =* ", " ==* ", " ="])
        return mark + self._amount() + self._pick(["", "", "", " @ 2 USD"])

    def _comment(self) -> str:
        if self._perhaps(0.7):
            return ""
        tags = TAGS + BROKEN_TAGS if self._perhaps(0.1) else TAGS
        words = [self._pick(tags) for _ in range(self._random.randint(1, 3))]
        return self._pick(["  ; ", "  ;"]) + self._pick([", ", " ", ","]).join(words)

    def _changed(self, text: str) -> str:
        for _ in range(self._pick([0, 0, 0, 1, 1, 2])):
            at = self._random.randrange(len(text) + 1)
            roll = self._random.random()
            if roll < 0.35:
                text = text[:at] + text[at + 1 :]
            elif roll < 0.85:
                text = text[:at] + self._pick(PUT_IN) + text[at + (roll < 0.5) :]
            else:
                end = min(len(text), at + self._random.randint(1, 12))
                text = text[:at] + text[at:end] * 2 + text[end:]
        return text
