"""A journal of a given size, the same one every time: what a busy receivables desk writes.

    python benchmarks/generate.py 100k OUT.journal [--odd 0.25] [--seed 1]

About 200 bytes an entry, one customer for every hundred, a few of whom buy most. Of a hundred
entries some 48 are invoices, 32 payments, 5 promises, 7 conversations and 3 credit notes or
write-offs. It is as untidy as a desk is: some payments and credits name no document, or come
when nothing is open; some pay a part, or two invoices, or not the oldest; four in ten leave
an amount to the reader; one customer in ten has its due dates from its terms, one in seven
is granted a discount. hledger, ledger and arledger all read it, to the same balances.

``--odd`` is the share of invoices, payments and credit notes in less usual clothes: four
postings or more, a symbol before its number, costs, balance assertions.
"""

import argparse
import re
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

KINDS = ("invoice", "payment", "promise", "talk", "credit")
SHARES = (48, 85, 90, 97, 100)
"""Up to which of a hundred entries each kind goes."""

UNNAMED = 1 / 1000
"""Of payments, how many do not say what they pay."""

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
TOWNS = ("aarhus", "bergamo", "cadiz", "danang", "exeter", "fuzhou", "graz", "haiphong")
NOTES = ("goods as ordered", "hàng tháng", "八月货款", "pedido mensual", "service and parts")
HOW_PAID = ("transfer", "cheque", "chuyển khoản", "transferencia", "direct debit")
TALKS = (
    "asked for a copy of the invoice",
    "sẽ trả vào cuối tháng",
    "下周付款",
    "reclaman la línea 3 de la factura",
    "left a message; nobody rang back",
)
INCOME = ("income:goods", "income:service", "income:freight")
BANKS = ("assets:bank:main", "assets:bank:main", "assets:bank:savings")
OTHERS = ("income:credit notes", "expenses:bad debts", "expenses:bank fees", "liabilities:vat")
REASONS = ("damaged", "goodwill", "price")
TERMS = (("net 15", 15), ("net 30", 30), ("net 30", 30), ("net 30", 30), ("net 45", 45),
         ("net 60", 60), ("2/10 net 30", 30))  # fmt: skip
POUND = "£"
HEAD = """\
; Made by benchmarks/generate.py.

decimal-mark .
commodity USD
    format 1,000.00 USD
commodity EUR
    format 1,000.00 EUR
commodity £
    format £1,000.00
commodity VND

"""


@dataclass(slots=True)
class Document:
    """An invoice, and what the desk believes is unpaid of it, in smallest units."""

    number: str
    units: int
    currency: str


@dataclass(slots=True)
class Customer:
    """A customer, what it has not paid yet (oldest first), and its balances."""

    account: str
    name: str
    currency: str
    terms: str
    days: int
    states_due: bool
    """False: its invoices leave the due date to its terms."""
    unpaid: list[Document] = field(default_factory=list)
    balances: dict[str, int] = field(default_factory=dict)

    @property
    def receivable(self) -> str:
        return f"assets:receivable:{self.account}"

    def book(self, units: int, currency: str) -> int:
        """The new balance after adding to it."""
        self.balances[currency] = self.balances.get(currency, 0) + units
        return self.balances[currency]

    def settle(self, document: Document, units: int) -> tuple[str, int]:
        """The document's number and the units taken off it."""
        document.units -= units
        if not document.units:
            self.unpaid.remove(document)
        return document.number, units


def amount(units: int, currency: str) -> str:
    """Smallest units as written in a journal."""
    if currency == "VND":
        return f"{units:,} VND"
    sign = "-" if units < 0 else ""
    whole, cents = divmod(abs(units), 100)
    number = f"{sign}{whole:,}.{cents:02d}"
    return f"{POUND}{number}" if currency == POUND else f"{number} {currency}"


def posting(account: str, value: str = "", comment: str = "") -> str:
    """One posting line."""
    line = f"    {account:<36}  {value:>18}" if value else f"    {account}"
    return f"{line}  ; {comment}" if comment else line


def customers(size: int, seed: int = 1) -> list[Customer]:
    """The customers of a journal of that size, most of them paying in dollars."""
    chance = Random(seed)
    everyone = []
    for number in range(1, max(10, size // 100) + 1):
        terms, days = chance.choice(TERMS)
        everyone.append(
            Customer(
                account=f"{chance.choice(TOWNS)}-{number}",
                name=f"{chance.choice(NAMES)} {number}",
                currency=chance.choices(("USD", "EUR", "VND"), (80, 13, 7))[0],
                terms=terms,
                days=days,
                states_due=chance.random() < 0.9,
            )
        )
    return everyone


def declared(customer: Customer) -> str:
    """A customer's account with its master data."""
    limit = "500000000 VND" if customer.currency == "VND" else f"25000.00 {customer.currency}"
    return (
        f"account {customer.receivable}\n"
        f"    ; name: {customer.name}, terms: {customer.terms}, limit: {limit}, rep:linh\n"
    )


class Desk:
    """Writes one entry after the other, remembering what is unpaid."""

    def __init__(self, chance: Random, odd: float) -> None:
        self.chance, self.odd = chance, odd
        self.numbers: dict[str, int] = {}

    def entry(self, day: date, customer: Customer) -> str:
        """The day's next entry for this customer."""
        drawn = self.chance.random() * 100
        kind = next(kind for kind, share in zip(KINDS, SHARES, strict=True) if drawn < share)
        if kind == "payment" and not customer.unpaid:
            kind = "invoice"
        write = {
            "invoice": self.invoice,
            "payment": self.payment,
            "promise": self.promise,
            "talk": self.talk,
            "credit": self.credit,
        }[kind]
        return "\n".join(write(day, customer))

    def number(self, series: str) -> str:
        """The next number of a series."""
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return f"{series}-{self.numbers[series]}"

    def is_odd(self) -> bool:
        """Whether the next entry is a less usual one."""
        return self.chance.random() < self.odd

    def invoice(self, day: date, customer: Customer) -> Iterator[str]:
        """An invoice, often with tax; an odd one is in pounds, or of several lines."""
        chance, number, odd = self.chance, self.number("INV"), self.is_odd()
        in_pounds = odd and chance.random() < 0.5
        currency = POUND if in_pounds else customer.currency
        net = chance.randint(40, 2400) * (50_000 if currency == "VND" else 500)
        net += chance.randint(1, 99) if chance.random() < 0.3 else 0
        tax = net // 10 if chance.random() < 0.55 else 0
        customer.unpaid.append(Document(number, net + tax, currency))
        customer.book(net + tax, currency)
        status = chance.choices(("", "* ", "! "), (70, 24, 6))[0]
        due = f"  ; due:{day + timedelta(days=customer.days)}" if customer.states_due else ""
        yield f"{day} {status}({number}) {customer.name} | {chance.choice(NOTES)}{due}"
        yield posting(customer.receivable, amount(net + tax, currency))
        parts = [net // 2, net // 3, net - net // 2 - net // 3] if odd and not in_pounds else [net]
        yield from self.counterparts(parts, tax, currency)

    def counterparts(self, parts: list[int], tax: int, currency: str) -> Iterator[str]:
        """What stands against an invoice's receivable; often the last amount is left out."""
        lines = [(self.chance.choice(INCOME), part) for part in parts]
        if tax:
            lines.append(("liabilities:vat", tax))
        for account, units in lines[:-1]:
            yield posting(account, amount(-units, currency))
        account, units = lines[-1]
        yield posting(account, "" if self.leaves_out() else amount(-units, currency))

    def leaves_out(self) -> bool:
        """Whether an amount that can be left to the reader is."""
        return self.chance.random() < 0.4

    def payment(self, day: date, customer: Customer) -> Iterator[str]:
        """A payment; an odd one asserts the balance, comes in other money, or less a fee."""
        currency, paid = self.paid(customer)
        total = sum(units for _, units in paid)
        odd = self.chance.choice(("asserted", "converted", "several")) if self.is_odd() else ""
        named = self.chance.random() >= UNNAMED
        how = self.chance.choice(HOW_PAID)
        yield f"{day} * ({self.number('RCP')}) {customer.name} | {how}"
        yield from self.received(total, currency, odd)
        for number, units in paid:
            last = number == paid[-1][0]
            balance = customer.book(-units, currency)
            value = amount(-units, currency)
            if last and odd == "asserted":
                value += f" = {amount(balance, currency)}"
            elif len(paid) == 1 and self.leaves_out():
                value = ""
            yield posting(customer.receivable, value, f"inv:{number}" if named else "")

    def paid(self, customer: Customer) -> tuple[str, list[tuple[str, int]]]:
        """Currency, and what is paid: two documents, a part of one, or one, mostly the oldest."""
        how, unpaid = self.chance.random(), customer.unpaid
        first = unpaid[0]
        if how < 0.12 and len(unpaid) > 1 and unpaid[1].currency == first.currency:
            return first.currency, [customer.settle(one, one.units) for one in unpaid[:2]]
        if how < 0.35:
            part = max(1, first.units * self.chance.randint(1, 3) // 4)
            return first.currency, [customer.settle(first, part)]
        one = first if self.chance.random() < 0.8 else self.chance.choice(unpaid)
        return one.currency, [customer.settle(one, one.units)]

    def received(self, units: int, currency: str, odd: str) -> Iterator[str]:
        """Where the money arrives: as it is, converted at a price that balances, or less a fee."""
        bank = self.chance.choice(BANKS)
        if odd == "converted" and currency != POUND:
            yield posting(bank, converted(units, currency))
        elif odd == "several" and units > 1000:
            fee, interest = units // 100, units // 200
            yield posting(bank, amount(units - fee - interest, currency))
            yield posting("expenses:bank fees", amount(fee, currency))
            yield posting("expenses:rounding", amount(interest, currency))
        else:
            yield posting(bank, amount(units, currency))

    def promise(self, day: date, customer: Customer) -> Iterator[str]:
        """A promise to pay the oldest invoice, or some money, dated when it falls due."""
        until = day + timedelta(days=self.chance.randint(3, 40))
        units, currency, about = 100_000, customer.currency, []
        if customer.unpaid:
            first = customer.unpaid[0]
            units, currency, about = first.units, first.currency, [f"inv:{first.number}"]
        head = f"{day} {customer.name} | promised on the phone"
        if self.chance.random() < 0.5:
            yield "  ; ".join([head, *about])
            note = f"[{until}]"
        else:
            yield head
            note = ", ".join([f"date:{until}", *about])
        yield posting(f"(promise:{customer.account})", amount(units, currency), note)

    def talk(self, day: date, customer: Customer) -> Iterator[str]:
        """A conversation: an entry without postings, and what was said."""
        by = self.chance.choice(("maria", "linh", "wei"))
        via = self.chance.choice(("phone", "email", "visit"))
        again = day + timedelta(days=self.chance.randint(2, 14))
        about = f"event:contact, customer:{customer.account}, via:{via}, by:{by}, next:{again}"
        yield f"{day} {customer.name}  ; {about}"
        yield f"    ; {self.chance.choice(TALKS)}"

    def credit(self, day: date, customer: Customer) -> Iterator[str]:
        """A credit note on the oldest invoice or its write-off; on account when none is open."""
        whole, note = self.chance.random() < 0.3, ""
        units, currency = 100_000, customer.currency
        if customer.unpaid:
            first = customer.unpaid[0]
            currency = first.currency
            number, units = customer.settle(first, first.units if whole else -(-first.units // 20))
            note = f"inv:{number}"
        what, reason = "written off" if whole else "credit note", self.chance.choice(REASONS)
        yield f"{day} * ({self.number('CN')}) {customer.name} | {what}  ; reason:{reason}"
        account = "expenses:bad debts" if whole else "income:credit notes"
        yield posting(account, amount(units, currency))
        balance, value = customer.book(-units, currency), amount(-units, currency)
        if self.is_odd():
            value += f" = {amount(balance, currency)}"
        yield posting(customer.receivable, value, note)


def converted(units: int, currency: str) -> str:
    """An amount in pounds that costs exactly these units, by the piece where that comes out."""
    if currency != "VND" and not units % 5:
        return f"{amount(units * 4 // 5, POUND)} @ 1.25 {currency}"
    pence = max(1, units // (300 if currency == "VND" else 1))
    return f"{amount(pence, POUND)} @@ {amount(units, currency)}"


def write(out: TextIO, size: int, *, odd: float = 0.0, seed: int = 1) -> None:
    """A whole journal of ``size`` entries, in date order."""
    chance = Random(seed)
    everyone = customers(size, seed)
    desk = Desk(chance, odd)
    out.write(HEAD)
    out.writelines(f"account {name}\n" for name in sorted({*INCOME, *BANKS, *OTHERS}))
    out.writelines(map(declared, everyone))
    for index in range(size):
        day = FIRST_DAY + timedelta(days=index * DAYS // size)
        # A few customers buy most of what is sold.
        customer = everyone[int(chance.random() ** 1.6 * len(everyone))]
        out.write(f"\n{desk.entry(day, customer)}\n")


def one_more(size: int, count: int, seed: int = 1) -> str:
    """The entry somebody adds at the end of a journal of that size, the ``count``-th time."""
    customer = customers(size, seed)[0]
    lines = (
        f"{LAST_DAY} (ADD-{count}) {customer.name} | one more  ; due:{LAST_DAY}",
        posting(customer.receivable, amount(123_400 + count * 100, customer.currency)),
        posting(INCOME[0]),
    )
    return "\n{}\n{}\n{}\n".format(*lines)


def size_of(text: str) -> int:
    """A number of entries: ``1k``, ``100k``, ``1M`` or plain digits; ValueError for another."""
    found = re.fullmatch(r"([1-9][0-9]*)([kM]?)", text.strip())
    if found is None:
        raise ValueError(f"{text}: write a size as 500, 10k or 1M")
    return int(found[1]) * {"": 1, "k": 1000, "M": 1_000_000}[found[2]]


def label_of(size: int) -> str:
    """The shortest way to write a number of entries."""
    for unit, letter in ((1_000_000, "M"), (1000, "k")):
        if not size % unit:
            return f"{size // unit}{letter}"
    return str(size)


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
