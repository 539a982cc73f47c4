"""Books so small that everything may hit everything: few documents, few days, small amounts."""

import random
from datetime import date, timedelta
from typing import Any

START = date(2026, 1, 1)


class Dense:
    """One book of one or two customers."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = random.Random(seed)
        self.numbers = "ABCD"[: chance.choice((2, 3, 4))]
        accounts = ["c1"] * chance.choice((1, 3)) + ["c2"] * (chance.random() < 0.3)
        self.accounts = [f"assets:receivable:{leaf}" for leaf in accounts]
        self.accounts += ["assets:receivable:c1x"] * (chance.random() < 0.2)
        self.nameless = chance.choice((0.1, 0.3, 0.6))
        self.coded = chance.choice((0, 0, 0.2, 0.5))
        self.several = chance.choice((0, 0.1, 0.3))
        self.own_number = chance.choice((0, 0.8, 1))
        self.dated = chance.choice((0, 0.5, 1))
        self.odd = chance.choice((0, 0, 0, 0.1))
        self.most = chance.choice((3, 10, 30))
        self.charged = 0
        days = chance.choice((1, 2, 3, 5, 9))
        self.days = [chance.randrange(days) for _ in range(chance.choice((3, 5, 8, 14, 25)))]
        if chance.random() < 0.5:
            self.days.sort()
        self.as_of = chance.choice((365, 365, *range(6)))

    def options(self) -> dict[str, Any]:
        """Buckets so narrow that a day's difference shows."""
        edges = "1,2,3,5,350,355,358,360,362,364"
        return {
            "unapplied": self.chance.choice(("column", "own-age", "oldest")),
            "buckets": edges,
        }

    def text(self) -> str:
        shared = "account assets:receivable:c1x  ; customer:c1\n"
        head = "commodity 1,000.00 USD\n" + shared * (self.chance.random() < 0.3)
        entries = (self._entry(START + timedelta(day)) for day in self.days)
        return "\n".join([head, *entries])

    def _entry(self, day: date) -> str:
        chance, account = self.chance, self.chance.choice(self.accounts)
        amount, number = chance.randint(1, self.most), chance.choice(self.numbers)
        if chance.random() < self.odd:
            return chance.choice(ODD).format(
                day=day, account=account, amount=amount, number=number, due=START + timedelta(20)
            )
        if chance.random() < 0.45:
            return self._invoice(day, account, amount)
        named = "" if chance.random() < self.nameless else f"  ; inv:{number}"
        code = ""
        if chance.random() < self.coded:
            code = f"({chance.choice([*self.numbers, 'R'])}) "
        against = chance.choice(("assets:bank", "assets:bank", *LESS))
        lines = [f"{against}    {amount}.00 USD", f"{account}    -{amount}.00 USD{named}"]
        if amount > 1 and chance.random() < self.several:
            lines = self._in_parts(account, against, amount, named)
        return f"{day} {code}Foo | paid\n" + "".join(f"    {line}\n" for line in lines)

    def _invoice(self, day: date, account: str, amount: int) -> str:
        chance, number = self.chance, self.chance.choice(self.numbers)
        if chance.random() < self.own_number:
            number = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[self.charged]
            self.charged += 1
        due = f"  ; due:{START + timedelta(chance.randrange(8))}"
        note = due if chance.random() < self.dated else ""
        return (
            f"{day} ({number}) Foo | x{note}\n    {account}    {amount}.00 USD\n    income:sales\n"
        )

    def _in_parts(self, account: str, against: str, amount: int, named: str) -> list[str]:
        chance, rest = self.chance, f"-{amount - 1}.00 USD{named}"
        other = f"  ; inv:{chance.choice(self.numbers)}"
        whole = f"{against}    {amount}.00 USD"
        return chance.choice(
            (
                [f"{against}    {amount - 1}.00 USD", f"{chance.choice(LESS)}    1.00 USD",
                 f"{account}    -{amount}.00 USD{named}"],
                [whole, f"{account}    {rest}", f"{account}    -1.00 USD{other}"],
                [whole, f"{account}    {rest}", f"{account}    -1.00 USD"],
                [whole, f"{account}    {rest}", f"{account}    -1.00 USD{named}"],
                [against, f"{account}    {rest}",
                 f"{chance.choice(self.accounts)}    -1.00 USD{named}"],
            )
        )  # fmt: skip


LESS = ("expenses:discounts", "income:sales", "expenses:bad debt")
ODD = (
    "{day} x  ; event:extend, inv:{number}, due:{due}\n",
    "{day} x  ; event:dispute, inv:{number}\n",
    "{day} x  ; event:review, customer:c1, terms:net 3\n",
    "{day} back\n    {account}    {amount}.00 USD  ; inv:{number}\n    assets:bank\n",
    "{day} (R) back\n    {account}    {amount}.00 USD\n    assets:bank\n",
    "{day} kept\n    assets:bank    {amount}.00 USD\n    {account}    ; inv:-\n",
    "{day} both\n    assets:bank    {amount}.00 USD\n    {account}    ; inv:A B\n",
    "{day} promise\n    (promise:{number})    {amount}.00 USD\n",
    (
        "{day} moved\n    {account}    {amount}.00 USD  ; inv:{number}\n"
        "    {account}    -{amount}.00 USD  ; inv:A\n"
    ),
)
