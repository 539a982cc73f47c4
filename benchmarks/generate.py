"""A journal of a given size, the same one every time: what a busy receivables desk writes.

    python benchmarks/generate.py 100k OUT.journal [--odd 0.25] [--seed 1]

About 200 bytes an entry. Of a hundred entries some 48 are invoices, 37 payments (whole, part,
or one for two invoices), 5 promises, 7 notes without postings and 3 credit notes or
write-offs; one customer for every hundred entries. hledger, ledger and arledger all read it,
to the same balances. ``--odd`` is the share of entries in less usual clothes: costs, balance
assertions, four postings, a symbol before its number.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TextIO

FIRST_DAY = date(2023, 1, 2)
DAYS = 1370
LAST_DAY = FIRST_DAY + timedelta(days=DAYS)
"""No entry is dated later."""

NAMES = (
    "Harrow Tools Ltd",
    "Lindqvist Marine AB",
    "Maple Ridge Dairy",
    "Công ty TNHH Ánh Dương",
    "Công ty Cổ phần Sông Hàn",
    "宁波海天机械有限公司",
    "成都锦江茶叶贸易有限责任公司",
    "Viñedos Ibarra e Hijos",
    "Ferretería Ordóñez",
    "Keller Optik GmbH",
)
NOTES = ("goods as ordered", "hàng tháng", "八月货款", "pedido mensual", "service and parts")
TALKS = ("asked for a copy", "sẽ trả cuối tháng", "下周付款", "llamar el lunes", "left a message")
INCOME = ("income:goods", "income:service", "income:freight")
BANKS = ("assets:bank:main", "assets:bank:main", "assets:bank:savings")
TERMS = (15, 30, 30, 30, 45, 60)
HEAD = """\
; Made by benchmarks/generate.py.

decimal-mark .
commodity USD
    format 1,000.00 USD
commodity EUR
    format 1,000.00 EUR
commodity VND

"""


@dataclass(slots=True)
class Customer:
    """A customer and what it has not paid yet: (number, smallest units), oldest first."""

    account: str
    name: str
    currency: str
    days: int
    unpaid: list[tuple[str, int]] = field(default_factory=list)

    @property
    def receivable(self) -> str:
        return f"assets:receivable:{self.account}"

    @property
    def balance(self) -> int:
        """All that is unpaid: nothing the desk writes is left on account."""
        return sum(units for _, units in self.unpaid)


def amount(units: int, currency: str) -> str:
    """Smallest units as written in a journal."""
    if currency == "VND":
        return f"{units:,} VND"
    sign = "-" if units < 0 else ""
    whole, cents = divmod(abs(units), 100)
    return f"{sign}{whole:,}.{cents:02d} {currency}"


def posting(account: str, value: str = "", comment: str = "") -> str:
    """One posting line."""
    line = f"    {account:<36}  {value:>18}" if value else f"    {account}"
    return f"{line}  ; {comment}" if comment else line


def customers(chance: Random, count: int) -> list[Customer]:
    """The customers, most of them paying in dollars."""
    return [
        Customer(
            account=f"c{number:05d}",
            name=f"{chance.choice(NAMES)} {number}",
            currency=chance.choices(("USD", "EUR", "VND"), (80, 13, 7))[0],
            days=chance.choice(TERMS),
        )
        for number in range(1, count + 1)
    ]


class Desk:
    """Writes one entry after the other, remembering what is unpaid."""

    def __init__(self, chance: Random, odd: float) -> None:
        self.chance, self.odd = chance, odd
        self.invoices = self.receipts = 0

    def entry(self, day: date, customer: Customer) -> str:
        """The day's next entry for this customer."""
        kind = self.chance.random()
        if kind < 0.48:
            return self.invoice(day, customer)
        if kind >= 0.90:
            return self.talk(day, customer) if kind < 0.97 else self.credit(day, customer)
        if not customer.unpaid:
            return self.invoice(day, customer)
        return self.payment(day, customer) if kind < 0.85 else self.promise(day, customer)

    def invoice(self, day: date, customer: Customer) -> str:
        """An invoice, often with tax, often leaving the last amount to the reader."""
        self.invoices += 1
        number, currency = f"INV-{self.invoices}", customer.currency
        net = self.chance.randint(40, 2400) * (50_000 if currency == "VND" else 500)
        net += self.chance.choice((0, 0, 0, 37))
        tax = net // 10 if self.chance.random() < 0.55 else 0
        customer.unpaid.append((number, net + tax))
        due = day + timedelta(days=customer.days)
        note = self.chance.choice(NOTES)
        lines = [f"{day} ({number}) {customer.name} | {note}  ; due:{due}"]
        lines.append(posting(customer.receivable, amount(net + tax, currency)))
        lines += self.counterparts(net, tax, currency)
        return "\n".join(lines)

    def counterparts(self, net: int, tax: int, currency: str) -> Iterator[str]:
        """What stands against an invoice's receivable."""
        elide = self.chance.random() < 0.4
        odd = self.chance.random() < self.odd
        yield from (
            posting(account, amount(-units, currency))
            for account, units in ([("income:rounding", 1), ("income:goods", 1)] if odd else [])
        )
        net -= 2 if odd else 0
        last = "" if elide else amount(-(tax or net), currency)
        if tax:
            yield posting(self.chance.choice(INCOME), amount(-net, currency))
            yield posting("liabilities:vat", last)
        else:
            yield posting(self.chance.choice(INCOME), last)

    def payment(self, day: date, customer: Customer) -> str:
        """A payment: of one invoice, of a part of one, or of two."""
        self.receipts += 1
        how, unpaid = self.chance.random(), customer.unpaid
        if how < 0.12 and len(unpaid) > 1:
            paid = [unpaid.pop(0), unpaid.pop(0)]
        elif how < 0.35:
            number, owed = unpaid.pop(0)
            part = max(1, owed * self.chance.randint(1, 3) // 4)
            paid = [(number, part)]
            unpaid.insert(0, (number, owed - part))
        else:
            paid = [unpaid.pop(0)]
        lines = [f"{day} * (RCP-{self.receipts}) {customer.name} | transfer"]
        lines.append(self.bank(sum(units for _, units in paid), customer.currency))
        values = [amount(-units, customer.currency) for _, units in paid]
        if self.chance.random() < self.odd:
            values[-1] += f" = {amount(customer.balance, customer.currency)}"
        lines += [
            posting(customer.receivable, value, f"inv:{number}")
            for value, (number, _) in zip(values, paid, strict=True)
        ]
        return "\n".join(lines)

    def bank(self, units: int, currency: str) -> str:
        """Where the money arrives; an odd one is converted, at a price that balances."""
        value = amount(units, currency)
        if currency == "USD" and self.chance.random() < self.odd:
            value = f"$ {amount(units, 'USD').removesuffix(' USD')} @@ {value}"
        return posting(self.chance.choice(BANKS), value)

    def promise(self, day: date, customer: Customer) -> str:
        """A promise to pay the oldest invoice, dated when it falls due."""
        number, units = customer.unpaid[0]
        until = day + timedelta(days=self.chance.randint(3, 40))
        value = amount(units, customer.currency)
        return (
            f"{day} {customer.name} | promised on the phone  ; inv:{number}\n"
            f"{posting(f'(promise:{customer.account})', value, f'[{until}]')}"
        )

    def talk(self, day: date, customer: Customer) -> str:
        """A conversation: an entry without postings."""
        by = self.chance.choice(("maria", "linh", "wei"))
        about = f"event:contact, customer:{customer.account}, via:phone, by:{by}"
        return f"{day} {customer.name} | {self.chance.choice(TALKS)}  ; {about}"

    def credit(self, day: date, customer: Customer) -> str:
        """A credit note on the oldest invoice, or its write-off, or one on account."""
        if not customer.unpaid:
            return self.invoice(day, customer)
        number, owed = customer.unpaid.pop(0)
        whole = self.chance.random() < 0.3
        units = owed if whole else max(1, owed // 20)
        if units < owed:
            customer.unpaid.insert(0, (number, owed - units))
        account = "expenses:bad debts" if whole else "income:credit notes"
        return (
            f"{day} * (CN-{number}) {customer.name} | {'written off' if whole else 'credit'}\n"
            f"{posting(account, amount(units, customer.currency))}\n"
            f"{posting(customer.receivable, amount(-units, customer.currency), f'inv:{number}')}"
        )


def write(out: TextIO, size: int, *, odd: float = 0.0, seed: int = 1) -> None:
    """A whole journal of ``size`` entries, in date order."""
    chance = Random(seed)
    everyone = customers(chance, max(10, size // 100))
    desk = Desk(chance, odd)
    out.write(HEAD)
    out.writelines(
        f"account {customer.receivable}\n"
        f"    ; name:{customer.name}, terms:net {customer.days}, rep:linh\n"
        for customer in everyone
    )
    for index in range(size):
        day = FIRST_DAY + timedelta(days=index * DAYS // size)
        # A few customers buy most of what is sold.
        customer = everyone[int(chance.random() ** 1.6 * len(everyone))]
        out.write(f"\n{desk.entry(day, customer)}\n")


def size_of(text: str) -> int:
    """A number of entries: ``1k``, ``100k``, ``1M`` or plain digits."""
    return int(text.lower().replace("k", "000").replace("m", "000000"))


def main(argv: list[str]) -> None:
    """Write the file the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("size", type=size_of)
    parser.add_argument("out", type=Path)
    parser.add_argument("--odd", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    with options.out.open("w", encoding="utf-8", newline="\n") as out:
        write(out, options.size, odd=options.odd, seed=options.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
