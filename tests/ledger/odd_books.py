"""Made-up books whose entries wear less usual clothes, and say what their accounts hold."""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from tests.ledger.test_quick import ACCOUNTS, HEADER, START, Books, payee, written

from arledger.journal.loader import loads
from arledger.journal.model import Amount, Posting
from arledger.problems import Severity, worst

_POSTING = re.compile(r"(    \S+(?: \S+)*  +[^\s;=][^;=]*?)(  ;.*)?\Z")
"""A posting with an amount, and nothing asserted."""

BANKS = ("assets:bank", "assets:bank:savings", "assets:cash")


class OddBooks(Books):
    """As ``Books``; besides symbols, costs, and entries with many postings."""

    def __init__(self, seed: int, *, ordered: bool = False) -> None:
        super().__init__(seed)
        self.head = self.random.choice((HEADER, "", HEADER + "commodity £1,000.00\n"))
        self._days = iter(sorted(self.random.randrange(120) for _ in range(900)))
        if ordered:
            self.day = lambda: START + timedelta(next(self._days))  # type: ignore[method-assign]

    def text(self, entries: int, oddity: float, unusual: float = 0.0) -> str:
        lines = [self.head]
        for _ in range(entries):
            drawn = self.random.random()
            write = self.odd if drawn < oddity else self.unusual if drawn < unusual else self.plain
            lines.append(write())
        return "\n".join(lines)

    def unusual(self) -> str:
        kinds = (self.symbols, self.several, self.converted, self.parts, self.foreign, self.mixed)
        return self.random.choice(kinds)()

    def symbols(self) -> str:
        """An invoice or its payment in pounds or dollars, written in any way."""
        chance = self.random
        account = chance.choice(ACCOUNTS)
        symbol = chance.choice("£££$€₫")
        cents = chance.randint(1, 900_000)
        signs = chance.choice((f"-{symbol}", f"{symbol}-", f"{symbol}-", f"{symbol} -"))
        amount = written(cents).replace(",", "") if chance.random() < 0.1 else written(cents)
        number = f"P-{chance.randint(1, 30)}"
        other = chance.choice(("", f"    {signs}{amount}"))
        if chance.random() < 0.5:
            return (
                f"{self.day()} ({number}) {payee(account)} | x\n"
                f"    {account}    {symbol}{amount}\n    income:sales{other}\n"
            )
        named = chance.choice((f"  ; inv:{number}", f"  ; inv:{number}", ""))
        return (
            f"{self.day()} {payee(account)} | y\n    {chance.choice(BANKS)}  {symbol}{amount}\n"
            f"    {account}{other}{named}\n"
        )

    def several(self) -> str:
        """An invoice of several lines."""
        chance = self.random
        account = chance.choice(ACCOUNTS)
        self.numbers += 1
        number, money = f"INV-{self.numbers}", chance.choice(("USD", "USD", "EUR"))
        parts = [chance.randint(1, 90_000) for _ in range(chance.randint(2, 6))]
        self.open.append((account, number, money, sum(parts)))
        lines = [f"    {account}    {written(sum(parts))} {money}"]
        lines += [f"    income:part{n}    {written(-part)} {money}" for n, part in enumerate(parts)]
        if chance.random() < 0.4:
            at = chance.randrange(len(lines))
            lines[at] = lines[at].rpartition("    ")[0]
        if chance.random() < 0.2:
            lines.insert(chance.randint(1, len(lines)), "    ; only words")
        return f"{self.day()} ({number}) {payee(account)} | parts\n" + "\n".join(lines) + "\n"

    def parts(self) -> str:
        """A payment less a fee and a discount, of one document or two."""
        chance = self.random
        account, number, money, cents = chance.choice(self.open or [(ACCOUNTS[0], "X", "USD", 90)])
        fee, off = cents // 100, cents // 50
        lines = [
            f"    {chance.choice(BANKS)}    {written(cents - fee - off)} {money}",
            f"    expenses:bank fees    {written(fee)} {money}",
            f"    expenses:{chance.choice(('discounts', 'bad debts'))}    {written(off)} {money}",
        ]
        rest = cents // 3 if chance.random() < 0.3 else 0
        lines.append(f"    {account}    {written(rest - cents)} {money}  ; inv:{number}")
        if rest:
            lines.append(f"    {account}    {written(-rest)} {money}  ; inv:INV-1")
        return f"{self.day()} (R-9) {payee(account)} | parts\n" + "\n".join(lines) + "\n"

    def converted(self) -> str:
        """A payment in other money: at a price that comes out, or not to the last cent."""
        chance = self.random
        account, number, money, cents = chance.choice(self.open or [(ACCOUNTS[0], "X", "USD", 90)])
        paid, price = chance.choice((
            (f"£{written(cents)}", "1"), (f"{written(cents * 4)} CHF", "0.25"),
            (f"£{written(cents)}", "1.0001"), (f"{written(cents)} SEK", "1.0"),
        ))  # fmt: skip
        cost = f"@ {price} {money}" if chance.random() < 0.6 else f"@@ {written(cents)} {money}"
        other = chance.choice(("", "" if "1.0001" in cost else f"    {written(-cents)} {money}"))
        return (
            f"{self.day()} * {payee(account)} | converted\n    {chance.choice(BANKS)}  {paid} {cost}\n"
            f"    {account}{other}  ; inv:{number}\n"
        )

    def foreign(self) -> str:
        """A receivable that has a cost itself."""
        chance = self.random
        account, cents = chance.choice(ACCOUNTS), chance.randint(1, 90_000)
        return (
            f"{self.day()} (F-{cents}) {payee(account)} | z\n"
            f"    {account}    {written(cents)} CHF @ 2 USD\n"
            f"    income:sales    {written(-2 * cents)} USD\n"
        )

    def mixed(self) -> str:
        """Several currencies, of which one amount is left out; or an entry dated on its lines."""
        chance = self.random
        bank, cents = chance.choice(BANKS), chance.randint(1, 90_000)
        later = self.day() + timedelta(chance.randint(0, 9))
        cash = f"    assets:cash    {written(cents)}"
        return self.day().isoformat() + chance.choice((
            f" opening\n    {bank}    {written(cents)} USD\n{cash} EUR\n    equity:opening\n",
            f" turned\n    {bank}    {written(cents)} USD\n    {bank}    -7.00 EUR\n",
            f" left\n    {bank}    {written(cents)} USD\n    assets:cash    1 SEK\n    other\n",
            f" later\n    {bank}    {written(cents)} USD  ; date:{later}\n    assets:cash\n",
            f" virtual\n    ({bank})    {written(cents)} USD\n",
            f" finer\n    {bank}    1.23456 USD\n    assets:cash\n",
        ))  # fmt: skip


def with_balances(
    text: str,
    chance: random.Random,
    share: float,
    wrong: float = 0.0,
    write: Callable[[Decimal, str], str] | None = None,
) -> str:
    """A book in which a share of the postings say what their account then holds.

    ``wrong``: the share of those that are mistaken, as if a posting had been forgotten. A book with
    errors stays as it is. ``write``: how amounts are written, if not in the usual ways.
    """
    from tests.ledger.comparison import TODAY

    journal, problems = loads(text, today=TODAY)
    if worst(problems) is Severity.ERROR:
        return text
    lines = text.split("\n")
    before: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal("0.01")])
    for posting, amount, alone in _running(journal.entries):
        forgotten = before[posting.account, amount.commodity]
        forgotten.append(posting.amounts[0].quantity)
        found = _POSTING.match(lines[posting.line - 1])
        if found is None or chance.random() >= share:
            continue
        off = -chance.choice(forgotten[-4:]) if chance.random() < wrong else 0
        mark = "==" if alone and chance.random() < 0.5 else "="
        if write is None:
            said = _written(amount._replace(quantity=amount.quantity + off), chance)
        else:
            said = write(amount.quantity + off, amount.commodity)
        lines[posting.line - 1] = f"{found[1]} {mark} {said}{found[2] or ''}"
    return "\n".join(lines)


def _running(entries) -> list[tuple[Posting, Amount, bool]]:  # type: ignore[no-untyped-def]
    """Each posting with what its account holds then of its commodity, and whether only that."""
    held: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    dated = [
        (posting.date or entry.date, posting) for entry in entries for posting in entry.postings
    ]
    found = []
    for _, posting in sorted(dated, key=lambda pair: pair[0]):
        account = held[posting.account]
        for amount in posting.amounts:
            account[amount.commodity] += amount.quantity
        if len(posting.amounts) == 1:
            commodity = posting.amounts[0].commodity
            others = any(rest for other, rest in account.items() if other != commodity)
            found.append((posting, Amount(account[commodity], commodity), not others))
    return found


def _written(amount: Amount, chance: random.Random) -> str:
    number = f"{amount.quantity:,f}" if chance.random() < 0.5 else f"{amount.quantity:f}"
    if amount.commodity in {"£", "$", "€", "₫"}:
        return f"{amount.commodity}{number}"
    return f"{number} {amount.commodity}".rstrip()
