"""Terms that earn a discount, money without decimals: the short way says what the long way says."""

import random
from datetime import date, timedelta
from pathlib import Path

from tests.ledger.books import policy_of
from tests.ledger.comparison import compare

from arledger.policy.model import DEFAULT

START = date(2026, 1, 1)
TERMS = ("2/10 net 30", "3/5 2/10 net 30", "2/10 eom", "50/10 net 30", "2/10 30/60", "net 30")
HEADS = (
    "commodity 1,000.00 USD\ncommodity VND\n    format 1,000. VND\n",
    "decimal-mark .\ncommodity VND\n",
    "decimal-mark .\ncommodity 1,000.00 USD\n",
    "",
)
PARTIAL = policy_of(discount={"allow_partial": True})


class Book:
    """Invoices that mostly leave their due date to the terms, and what is paid on them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.open: list[tuple[int, str, str, int, str]] = []
        self.bare, self.fine = self.random.choice(((0.0, 0.0), (0.1, 0.0), (0.5, 0.1), (1.0, 0.0)))
        self.unnamed = self.random.choice((0.0, 0.0, 0.05))

    def text(self) -> str:
        chance = self.random
        lines = [
            f"account assets:receivable:c{n}  ; terms:{chance.choice(TERMS)}\n" for n in range(4)
        ]
        day = 0
        for number in range(40):
            day += chance.choice((0, 0, 1, 2, 5))
            invoice = not self.open or chance.random() < 0.5
            lines.append(self.invoice(day, number) if invoice else self.credit(day))
        return chance.choice(HEADS) + "\n".join(lines)

    def invoice(self, day: int, number: int) -> str:
        chance = self.random
        customer, money = f"c{chance.randrange(4)}", chance.choice(("USD", "VND"))
        amount = chance.choice((1, 5, 10_000, 52_987, 1_250_000, chance.randint(1, 90_000)))
        due = f"  ; due:{START + timedelta(day + 9)}" if chance.random() < 0.3 else ""
        code = "" if chance.random() < 0.1 else f"({customer}-{number}) "
        if code:
            self.open.append((day, customer, f"{customer}-{number}", amount, money))
        return (
            f"{START + timedelta(day)} {code}{customer} | sold{due}\n"
            f"    assets:receivable:{customer}    {self.written(amount, money)}\n    income:sales\n"
        )

    def credit(self, day: int) -> str:
        """A payment of all, of all but the discount, or of some; sometimes something else."""
        chance = self.random
        sold, customer, number, amount, money = chance.choice(self.open)
        day = chance.choice((day, max(day, sold + 10), max(day, sold + 5)))
        part = chance.choice(
            (amount, -(-amount * 98 // 100), -(-amount * 97 // 100), amount // 2, 1, amount * 2)
        )
        against = chance.choice(
            ("assets:bank",) * 5
            + ("income:credit notes", "expenses:discounts", "expenses:bad debt")
        )
        named = "" if chance.random() < self.unnamed else f"  ; inv:{number}"
        if chance.random() < 0.1:
            _, other, second, *_ = chance.choice(self.open)
            more = f"    assets:receivable:{other}    {self.written(-5, money)}  ; inv:{second}\n"
            part -= 5
        else:
            more = ""
        if part <= 0:
            return "; nothing\n"
        whole = part + 5 if more else part
        return (
            f"{START + timedelta(day)} {customer} | paid\n    {against}    {self.written(whole, money)}\n"
            f"    assets:receivable:{customer}    {self.written(-part, money)}{named}\n{more}"
        )

    def written(self, amount: int, money: str) -> str:
        """An amount; of money without decimals now and then with some, or without commas."""
        if money == "USD":
            return f"{amount / 100:,.2f} USD"
        number = f"{amount}" if self.random.random() < self.bare else f"{amount:,}"
        return f"{number}{'.00' if self.random.random() < self.fine else ''} VND"


def test_both_ways_agree(tmp_path: Path) -> None:
    """Whatever earned them, and whether a part payment earns its part or not."""
    path, summed = tmp_path / "book.journal", 0
    for seed in range(120):
        path.write_text(Book(seed).text(), encoding="utf-8")
        as_of = START + timedelta(random.Random(seed).choice((12, 40, 300)))
        summed += compare(path, PARTIAL if seed % 3 == 0 else DEFAULT, "receivable", as_of) or 0
    assert summed > 250, "hardly anything is summed: this compares nothing"
