"""Books whose entries are rich: many postings, costs, virtual ones, balances said to be held.

Whatever the language allows in an entry is tried, in any combination. What the long way calls an
error is left out, so that there is something to compare.
"""

from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate

from tests.ledger.coined import COINS, Coined, Money
from tests.ledger.comparison import TODAY
from tests.ledger.odd_books import with_balances
from tests.ledger.oddities import BEHIND, BELOW, BETWEEN
from tests.ledger.wide import START

from arledger.journal.loader import loads
from arledger.problems import Severity

_SELLS = (
    "income:sales", "income:sales:x", "liabilities:vat", "assets:stock", "expenses:freight", "other",
    "income:é", "Income:Sales",
)  # fmt: skip
_CASH = ("assets:bank", "assets:bank:savings", "assets:cash", "assets:clearing")
_LESS = (
    "expenses:bank fees", "expenses:discounts", "expenses:bad debt", "income:sales", "expenses:x",
    "liabilities:vat", "equity:x", "expenses:a=b",
)  # fmt: skip


class Rich(Coined):
    """One book: its text, and how it is looked at."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.accounts += [f"{self.root}:d{n}" for n in range(self.one(0, 3, 9))]
        self.held = self.one(0, 0.1, 0.3, 0.8)
        """The share of postings that say what their account holds."""
        self.measures["rich"] = self.one(0.1, 0.5, 1)
        self.small = self.often(0.6)
        """A few entries, in which what is odd is not hidden by other things that are odd."""
        if self.small:
            self.calm, self.as_of = self.often(0.8), self.one(400, 400, self.as_of)
            self.accounts = [f"{self.root}:c0", f"{self.root}:c1"]
            self.measures |= {"rich": 1, "declared": self.one(0, 0, 1), "barred": 1, "loose": 0}

    def text(self) -> str:
        count = self.one(2, 3, 4, 6) if self.small else self.one(4, 8, 15, 30, 50)
        text = self._sound(self._head(), [self.mutated(self._item()) for _ in range(count)])
        if self.held:
            wrong = self.one(0, 0, 0, 0.05 / self.held)
            text = with_balances(text, self.chance, self.held, wrong, write=self.said)
        return text

    def _sound(self, head: str, items: list[str]) -> str:
        """A text of these items without those that are errors."""
        for _ in range(5):
            text = head + "\n".join(items)
            problems = [p for p in loads(text, today=TODAY)[1] if p.severity is Severity.ERROR]
            if not problems:
                return text
            ends = [*accumulate((item.count("\n") + 1 for item in items), initial=head.count("\n"))]
            wrong = {bisect_right(ends, p.span.line - 1) - 1 for p in problems if p.span}
            items = [item for at, item in enumerate(items) if at not in wrong]
        return text

    def _item(self) -> str:
        if self.often(self.measures["between"]):
            return self._filled(self.one(*BETWEEN))
        if not self.often(self.measures["rich"]):
            return super()._item()
        if self.often(self.measures["priceless"] / 4):
            return self._faced()
        return self.one(self._sale, self._paid_up, self._paid_up, self._turned, self._mixture)()

    # -- entries ------------------------------------------------------------------------------

    def _sale(self) -> str:
        account, currency = self.one(*self.accounts), self.one(*self.currencies)
        number, postings = self._number(), _Postings(self)
        for _ in range(1 if self.often(self.measures["cost"]) else self.one(1, 1, 2, 3, 4)):
            postings.add(self.one(*_SELLS), self.much(currency), -self.signed(1))
        whole, money = postings.worth()
        self.documents.append((account, number, money, int(abs(whole) * 100)))
        postings.close(account, self.reference(number) if self.often(0.1) else "")
        if self.often(0.6):
            postings.lines.insert(0, postings.lines.pop())
        note = self.one("", "", "  ; due:{due}", "  ; words")
        return self._entry(account, number, postings.lines, note)

    def _paid_up(self) -> str:
        """A payment of one document or several, of one customer or two."""
        postings, costs = _Postings(self), self.measures["cost"]
        for _ in range(self.one(1, 1, 1, 2, 3)):
            fresh = (self.accounts[0], f"INV-{self.numbers + 1}", self.currencies[0], 4200)
            account, number, money, cents = self.chance.choice(self.documents[-2:] or [fresh])
            paid = Decimal(self.one(cents, cents, cents // 2 or 1, cents + 1))
            whom = self.one(*self.accounts) if self.often(0.05) else account
            self.measures["cost"] = costs / 10
            amount = paid.scaleb(-COINS.get(money, 2)), money
            note = self.reference(number) if self.often(0.8) else ""
            postings.add(whom, amount, -self.signed(1), note)
            self.measures["cost"] = costs
        for _ in range(self.one(0, 0, 1, 2)):
            postings.add(self.one(*_LESS), self.much(money), self.signed(1))
        self.chance.shuffle(postings.lines)
        bank = self.one(*_CASH)
        if self.often(costs):
            postings.convert(bank)
        else:
            postings.close(bank)
        if self.often(0.5):
            postings.lines.insert(0, postings.lines.pop())
        return self._entry(account, self.one("", "", "", "R-1", number), postings.lines)

    def _turned(self) -> str:
        """Money that moves between accounts that are nobody's."""
        currency, postings = self.one(*self.currencies), _Postings(self)
        for _ in range(self.one(1, 1, 2, 4)):
            postings.add(self.one(*_CASH, *_LESS), self.much(currency), self.one(1, -1))
        postings.close(self.one(*_CASH, *_SELLS))
        self.chance.shuffle(postings.lines)
        return self._entry(self.one(*self.accounts), "", postings.lines)

    def _mixture(self) -> str:
        """Anything against anything."""
        if self.often(0.5):
            return self._paid_up()
        postings = _Postings(self)
        for _ in range(self.one(2, 3, 5)):
            account = self.one(*self.accounts, *_CASH, *_SELLS, *_LESS)
            postings.add(account, self.much(self.one(*self.currencies)), self.one(1, -1))
        postings.close(self.one(*self.accounts, *_CASH, *_SELLS))
        return self._entry(self.one(*self.accounts), self.one("", "X-1"), postings.lines)

    def _faced(self) -> str:
        """Two currencies that face each other without a price, or several of which none is left."""
        quantity, currency = self.much(self.one(*self.currencies))
        lines = [f"{self.one(*_CASH)}    {self.written(self.much(self.one(*COINS)))}",
                 f"{self.one(*self.accounts)}    {self.written((-quantity, currency))}"]  # fmt: skip
        if self.often(0.3):
            lines.append(self.one(*_CASH, *_SELLS))
        return self._entry(self.one(*self.accounts), self.one("", "X-1"), lines)

    def _entry(self, account: str, code: str, lines: list[str], note: str = "") -> str:
        self.priced = False
        if self.often(self.measures["virtual"]):
            at = self.chance.randrange(len(lines) + 1)
            lines[at:at] = self._virtual(account, self.written(self.much("USD")))
        marked = self.measures["marked"]
        for at in reversed(range(len(lines))):
            if self.often(marked) and ";" not in lines[at]:
                lines[at] += self._dated(self.one(*BEHIND))
            if self.often(marked):
                lines[at] = self.one("* ", "! ", "*", "") + lines[at]
            if self.often(marked):
                lines.insert(at + self.one(0, 1), self._dated(self.one(*BELOW)))
            if self.often(marked / 3):
                lines[at] = self.one("\t", " ", "  ") + lines[at]
        return self.entry((self.days(), code, account), lines, note)

    def _virtual(self, account: str, amount: str) -> list[str]:
        return self.one(
            [f"(assets:bank)    {amount}"], [f"({account})    {amount}"], ["(budget)"],
            [f"[assets:bank]    {amount}", "[budget]"], ["[budget]", f"[{account}]   {amount}"],
            ["[budget]    5.00 USD", "[budget]    -4.00 EUR", "[assets:bank]"],
            ["[budget]    5.00 USD", "[assets:bank]    -4.00 EUR"],
        )  # fmt: skip

    def _dated(self, text: str) -> str:
        return text.format(later=START + timedelta(self.chance.randrange(60)))


class _Postings:
    """The lines of an entry, and what they come to."""

    def __init__(self, book: Rich) -> None:
        self.lines: list[str] = []
        self._book = book
        self._sums: dict[str, Decimal] = defaultdict(Decimal)

    def worth(self) -> Money:
        """What the lines come to in the first currency."""
        money, quantity = next(iter(self._sums.items()))
        return quantity, money

    def add(self, account: str, amount: Money, sign: int, note: str = "") -> None:
        """Add a posting, perhaps at a cost."""
        book, amount = self._book, (amount[0] * sign, amount[1])
        text, worth = book.written(amount), amount
        if book.often(book.measures["cost"] * (0.1 if book.priced else 1)):
            cost, worth = book.cost(amount)
            text += cost
            book.priced = True
        self._sums[worth[1]] += worth[0]
        self.lines.append(f"{account}{book.one('    ', '  ', '   ')}{text}{note}")

    def close(self, account: str, note: str = "") -> None:
        """Add what brings them to nothing: an amount for each currency, or none at all."""
        book = self._book
        whole = all(total == total.to_integral_value() for total in self._sums.values())
        if book.often(0.4) or (book.bare and not whole):
            self.lines.append(account + note)
            return
        for currency, total in self._sums.items():
            if total or book.often(0.05):
                self.lines.append(f"{account}    {book.written((-total, currency))}{note}")

    def convert(self, account: str) -> None:
        """Add an amount in other money that is worth as much, perhaps instead of a written one."""
        book, (total, currency) = self._book, self.worth()
        price = Decimal(book.one("1", "2", "0.5", "1.25", "1.0000", "0.250"))
        paid = book.other_than(currency)
        quantity = round(-total / price, COINS[paid])
        if quantity * price == -total and book.often(0.6):
            cost = f"@{book.one('', ' ')}{book.written((price, currency))}"
        else:
            cost = f"@@{book.one('', ' ')}{book.written((abs(total), currency))}"
        self.lines.append(f"{account}    {book.written((quantity, paid))} {cost}")
        if book.often(0.2):
            self.lines[0] = self.lines[0].partition("  ")[0]
