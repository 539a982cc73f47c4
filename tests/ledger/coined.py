"""Books whose amounts are written in every way: symbols, decimals, costs, lots."""

import re
from decimal import Decimal

from tests.ledger.oddities import TAGS
from tests.ledger.wide import Wide

from arledger.money import EXACT

COINS = {"USD": 2, "EUR": 2, "VND": 0, "KWD": 3, "$": 2, "£": 2, "₫": 0, "h": 2, "": 2, '"A 1"': 2}
"""Commodities, each with the decimals it is mostly written with."""

_TOGETHER = (
    ("USD",), ("USD", "EUR"), ("USD", "$", "£"), ("EUR", "VND", "KWD"), ("$",), tuple(COINS),
)  # fmt: skip
_SPICES = (
    *4 * ("cost",), "marked", "virtual", "loosely", "priceless", "mutated", "between", "symbolless",
)  # fmt: skip
"""What makes a book odd; most books have one or two of them, so that they show."""

_TYPED = ["-", ",", ".", "0", "1", ";", "@", "=", "$", "USD", "é", ":", "(", "*", " ", "  ", "\t"]
_PRICES = ("1", "2", "0.5", "1.25", "1.250", "3", "1.0000")

Money = tuple[Decimal, str]
"""A quantity, and its commodity as it is written."""


class Coined(Wide):
    """As ``Wide``, but for how amounts are written, and what they are of."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.currencies = self.chance.choice(_TOGETHER)
        self.measures |= dict.fromkeys(_SPICES, 0)
        for _ in range(self.one(0, 1, 1, 1, 3)):
            self.measures[self.one(*_SPICES)] = self.one(0.02, 0.1, 0.5, 0.9)
        self.measures["declared"] = self.one(0, 0.5, 1)
        self.bare = self.often(0.35)
        """Amounts are whole, and written without decimals."""
        self.groups = self.one((",",), ("",), (",", ""))
        self.priced = False
        """The entry being written has a cost."""

    def _head(self) -> str:
        named = [c for c in self.currencies if COINS[c] and c and '"' not in c]
        lines = [f"commodity {_form(c)}\n" for c in named if self.often(self.measures["declared"])]
        share = 0.05 if self.calm else 0.3
        declared = [account for account in [*self.accounts, self.root] if self.often(share)]
        lines += [f"account {account}{self.one(*TAGS)}\n" for account in declared]
        return "".join(lines) + "\n"

    def amount(self, cents: int, currency: str) -> str:
        return self.written((Decimal(cents).scaleb(-COINS[currency]), currency))

    def much(self, currency: str) -> Money:
        """Some amount above zero, or nothing."""
        cents = self.one(100, 1000, 12345, 99, 100_000, 1, 250_000_00)
        if self.bare:
            cents = self.one(1, 2, 10, 40) * 10 ** COINS[currency]
        if self.often(0.02):
            cents = 0
        finer = self.often(self.measures["loosely"] / 10)
        return Decimal(cents).scaleb(-COINS[currency] - finer), currency

    def other_than(self, currency: str) -> str:
        """Another currency: mostly a usual one."""
        usual = (*self.currencies, "USD", "EUR", "$", "KWD")
        return self.one(*(c for c in (usual if self.often(0.85) else COINS) if c != currency))

    def written(self, amount: Money) -> str:
        quantity, currency = amount
        if self.often(self.measures["symbolless"] / 3):
            currency = ""
        sign, digits = "-" if quantity < 0 else "", self._digits(abs(quantity), currency)
        loose = self.often(self.measures["loosely"] / 3)
        if currency in {"$", "£", "₫"}:
            glued = self.one(f"{sign}{currency}{digits}", f"{currency}{sign}{digits}")
            odd = (f"{currency} {sign}{digits}", f"{sign}{digits}{currency}",
                   f"{sign}{digits} {currency}", f"{sign} {currency}{digits}")  # fmt: skip
            return self.one(*odd) if loose else glued
        odd = (
            f"{currency}{sign}{digits}", f"{currency} {sign}{digits}", f"{sign}{digits}{currency}",
            f'{sign}{digits} "{currency}"'.replace('""', '"').removesuffix(' "'),
            f"{sign or '+'}{digits} {currency}", f"{sign} {digits} {currency}",
        )  # fmt: skip
        return (self.one(*odd) if loose else f"{sign}{digits} {currency}").rstrip()

    def said(self, quantity: Decimal, commodity: str) -> str:
        """What an account is said to hold."""
        written = '"A 1"' if commodity == "A 1" else commodity
        if written not in COINS:
            return f"{quantity:f} {commodity}"
        return self.written((quantity, written))

    def _digits(self, quantity: Decimal, currency: str) -> str:
        group = self.one(*self.groups)
        text = f"{quantity:{group}.{COINS[currency]}f}"
        if Decimal(text.replace(",", "")) != quantity:
            text = f"{quantity:{group}f}"
        bare = text.rstrip("0").removesuffix(".") if "." in text else text
        if self.bare:
            return bare
        if self.often(self.measures["loosely"]):
            return self.one(bare, text + "0" if "." in text else text + ".0")
        return text

    def cost(self, amount: Money) -> tuple[str, Money]:
        """What is written behind an amount, and what it is worth then."""
        quantity, currency = amount
        paid = self.other_than(currency) if self.often(0.95) else currency
        price = Decimal(self.one(*_PRICES, *_PRICES, "1.0001", "0.333", "0"))
        mark = self.one("@", "@@") if self.often(0.9) else self.one("(@)", "@ ", "(@@)")
        text, worth = f" {mark} {self.written((price, paid))}", EXACT.multiply(quantity, price)
        if "@@" in mark:
            total = abs(worth) if self.often(0.8) else self.much(paid)[0]
            text = f" {mark}{self.one(' ', '')}{self.written((total, paid))}"
            worth = total.copy_negate() if quantity < 0 else total
        if self.often(0.1 * self.measures["loosely"]):
            text += self.one(" {2 USD}", " {=2 USD}", " [2026-01-01]", " {{5 USD}}")
        return text, (worth, paid)

    def mutated(self, item: str) -> str:
        """An item with something in it changed that a hurried hand may change."""
        if not self.often(self.measures["mutated"]):
            return item
        lines = item.split("\n")
        at = self.chance.randrange(max(1, len(lines) - 1))
        line, money = lines[at], self.one(*self.currencies, *COINS)
        place, digit = self.chance.randrange(len(line) + 1), re.search(r"[0-9](?=[0-9.,]* )", line)
        lines[at : at + 1] = self.one(
            [re.sub(r" (?:USD|EUR|VND|KWD)\b", "", line)], [re.sub(r"USD|EUR|[$£]", money, line)],
            [line[:place] + self.one(*_TYPED) + line[place:]], [line[:place] + line[place + 1 :]],
            [line, line], [], [line.replace("-", "")], [line.replace("  ", "  -", 2)],
            [line.replace(",", "")], [f"{line} = {self.written(self.much(money))}"], [f"{line} "],
            [line[: digit.end()] + "0" + line[digit.end() :]] if digit else [line],
            [line.rpartition("  ")[0] or line], [line.replace("    ", " \t ")],
        )  # fmt: skip
        return "\n".join(lines)


def _form(currency: str) -> str:
    number = f"1,000.{COINS[currency] * '0'}"
    return f"{currency}{number}" if currency in "$£" else f"{number} {currency}"
