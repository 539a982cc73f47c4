"""The short way and the long way give the same figures and the same problems, whatever is read."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.comparison import TODAY, compare

from arledger.journal.loader import load
from arledger.journal.plain import stretches
from arledger.ledger.model import Side
from arledger.policy.model import DEFAULT

START = date(2026, 1, 1)
SIDES: tuple[Side, Side] = ("receivable", "payable")


class Books:
    """Makes up journals: most entries plain, some of every other kind."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = 0
        self.open: list[tuple[str, str, str, int]] = []

    def text(self, entries: int, oddity: float) -> str:
        chance = self.random
        lines = [HEADER]
        for _ in range(entries):
            odd = chance.random() < oddity
            lines.append(self.odd() if odd else self.plain())
        return "\n".join(lines)

    def day(self) -> date:
        return START + timedelta(self.random.randrange(120))

    def plain(self) -> str:
        if self.open and self.random.random() < 0.45:
            return self.payment()
        return self.invoice()

    def invoice(self) -> str:
        chance = self.random
        self.numbers += 1
        number, account = f"INV-{self.numbers}", chance.choice(ACCOUNTS)
        money, cents = chance.choice(("USD", "USD", "EUR")), chance.randint(1, 900_000)
        day = self.day()
        due = chance.choice((f"  ; due:{day + timedelta(30)}", "", "  ; po:7", "  ; a note"))
        own = chance.choice(("", f"  ; inv:{number}"))
        self.open.append((account, number, money, cents))
        vat = cents // 11 if chance.random() < 0.4 else 0
        tax = f"    liabilities:vat    {written(-vat)} {money}\n" if vat else ""
        sale = chance.choice(("", f"    {written(vat - cents)} {money}"))
        return (
            f"{day} {chance.choice(('', '* ', '! '))}({number}) {payee(account)} | goods{due}\n"
            f"    {account}    {written(cents)} {money}{own}\n{tax}    income:sales{sale}\n"
        )

    def payment(self) -> str:
        chance = self.random
        account, number, money, cents = chance.choice(self.open)
        paid = chance.choice((cents, cents, max(1, cents // 3), cents + 5))
        if paid >= cents and chance.random() < 0.9:
            self.open.remove((account, number, money, cents))
        return (
            f"{self.day()} * (R-{chance.randint(1, 10**6)}) {payee(account)} | paid\n"
            f"    assets:bank    {written(paid)} {money}\n"
            f"    {account}    {written(-paid)} {money}  ; inv:{number}\n"
        )

    def odd(self) -> str:
        chance = self.random
        day, account = self.day(), chance.choice(ACCOUNTS)
        number = f"INV-{chance.randint(1, max(self.numbers, 1))}"
        return chance.choice(ODD).format(
            day=day, later=day + timedelta(9), account=account, number=number,
            customer=account.rpartition(":")[2], amount=written(chance.randint(1, 50_000)),
            plain=chance.randint(1, 500), payee=payee(account),
        )  # fmt: skip


def written(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100:,}.{cents % 100:02}"


def payee(account: str) -> str:
    return account.rpartition(":")[2].title()


ACCOUNTS = [f"assets:receivable:c{n}" for n in range(7)]
HEADER = """\
commodity 1,000.00 USD
account assets:receivable:c1  ; name:One & Sons, terms:net 30
account assets:receivable:c2  ; terms:30/60/90
account assets:receivable:c3  ; customer:c4
account assets:receivable:c5  ; rep:linh
"""
ODD = [
    "{day} * {payee} | no reference\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} * {payee} | kept\n    assets:bank    {amount} USD\n    {account}    ; inv:-\n",
    "{day} * {payee} | code\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} * ({number}) {payee} | by code\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} ({number}) {payee} | number again\n    {account}    {amount} USD\n    income:sales\n",
    "{day} {payee} | no number\n    {account}    {amount} USD\n    income:sales\n",
    "{day} (B-1) {payee} | back\n    {account}    {amount} USD  ; inv:{number}\n    assets:bank\n",
    "{day} {payee} | review  ; event:review, customer:{customer}, terms:net 60\n",
    "{day} {payee} | more time  ; event:extend, inv:{number}, due:{later}\n",
    "{day} {payee} | wrong  ; event:dispute, inv:{number}\n",
    "{day} {payee} | wrong  ; event:dispute, inv:{number}, amount:{plain} USD, cause:goods\n",
    "{day} said  ; event:dispute, inv:{number}, customer:{customer}\n",
    "{later} {payee} | agreed  ; event:resolve, inv:{number}, outcome:rejected\n",
    "{day} {payee} | rang  ; event:contact, customer:{customer}, via:phone\n",
    "{day} {payee} | rang  ; event:contact, via:smoke\n",
    "{day} promise  ; inv:{number}\n    (promise:{customer})    {amount} USD  ; date:{later}\n",
    "{day} promise\n    (promise:{number})    {amount} USD\n",
    "{day} promise\n    (promise:{customer})    {amount} USD  ; [{later}]\n",
    "{day} promise\n    (promise:{customer})    {amount} USD  ; [{later}] inv:{number}\n",
    "{day} promise\n    (promise:{customer})    {amount} USD  ; [{later}], inv:{number}\n",
    "{day} promise\n    (promise:{customer})    {amount} USD  ; [2025-12-31]\n",
    "{day} promise  ; inv:{number}\n    (promise:{customer})    {amount} USD  ; [{later}]\n",
    "{day} promise  ; due:{later}\n    (promise:{customer})    {amount} USD  ; [{later}]\n",
    "{day} promise\n    (promise:nobody)    {amount} USD\n",
    "{day} order\n    (order:{customer})    {amount} USD\n",
    "{day} moved\n    {account}    {amount} USD  ; inv:{number}\n    {account}    -{amount} USD\n",
    "{day} taken over\n    {account}    {amount} USD\n    assets:receivable:c6    -{amount} USD\n",
    "{day} opening\n    {account}    {amount} USD\n    equity:opening\n",
    (
        "{day} (W-1) {payee} | lost\n    expenses:bad debt    {amount} USD\n"
        "    {account}    -{amount} USD  ; inv:{number}\n"
    ),
    (
        "{day} (C-1) {payee} | set off\n    liabilities:payable:x    {amount} USD\n"
        "    {account}    -{amount} USD  ; inv:{number}\n"
    ),
    "{day} bill\n    expenses:goods    {amount} USD\n    liabilities:payable:x    -{amount} USD\n",
    "{day} foreign\n    {account}    {amount} USD @ 2 EUR\n    income:sales\n",
    "{day} dated\n    {account}    {amount} USD  ; date:{later}\n    income:sales\n",
    "{day} own lines\n    {account}    {amount} USD\n    ; inv: {number}\n    income:sales\n",
    "{day} doc  ; doc:interest\n    {account}    {amount} USD\n    income:sales\n",
    "{day} cut  ; po:7, and words\n    {account}    {amount} USD\n    income:sales\n",
    "{day} branch\n    {account}:hue    {amount} USD\n    income:sales\n",
    "{day} flat\n    assets:receivable    {amount} USD\n    income:sales\n",
    "{day} vague\n    {account}    1,000 EUR\n    income:sales\n",
    "{day} thin\n    {account}    1.250 USD\n    income:sales\n",
    (
        "{day} two for one\n    assets:bank    {amount} USD\n    {account}    -0.01 USD  ; inv:{number}\n"
        "    {account}\n"
    ),
    (
        "{day} elsewhere\n    assets:bank    {amount} USD\n"
        "    assets:receivable:c6    -{amount} USD  ; inv:{number}\n"
    ),
    "comment\n2026-01-01 no entry\n    a    1 USD\n    b\n\nend comment\n",
    "apply account sub\n\n{day} below\n    assets:bank    {amount} USD\n    b\n\nend apply account\n",
    (
        "alias shop=assets:receivable:c0\n\n{day} alias\n    shop    {amount} USD\n    income:sales\n\n"
        "end aliases\n"
    ),
    "commodity 1,000.00 EUR\n",
    "P {day} EUR 1.10 USD\n",
    "account {account}  ; segment:late\n",
    "account income:sales  ; type:R\n",
    "    ; a stray comment\n",
    "{day} x\n    assets:bank    {amount} USD\n    assets:cash\n",
]


@pytest.mark.parametrize("oddity", [0.0, 0.02, 0.1, 0.5])
def test_gives_what_the_long_way_gives(tmp_path: Path, oddity: float) -> None:
    """Books with few, some and many entries off the plain path, at random days, both sides."""
    summed, short = 0, 0
    for seed in range(60):
        path = tmp_path / f"{seed}.journal"
        path.write_text(Books(seed).text(60, oddity), encoding="utf-8")
        as_of = START + timedelta(random.Random(seed).choice((-1, 30, 75, 119, 400)))
        found = compare(path, DEFAULT, SIDES[seed % 7 == 0], as_of)
        short += found is not None
        summed += found or 0
    assert short > 15, "the short way is hardly ever taken: this compares nothing"
    assert summed or oddity == 0.5


def test_what_is_disputed_is_the_same_on_both_ways(tmp_path: Path) -> None:
    """A customer who disputes something is not only summed; the others are."""
    path = tmp_path / "disputed.journal"
    for tags in ("inv:INV-{}", "inv:INV-{}, amount:5.00 USD", "inv:INV-{}, customer:c1"):
        books = Books(7)
        text = books.text(60, 0)
        events = [f"2026-03-0{n} said  ; event:dispute, {tags.format(n)}\n" for n in (1, 2, 3)]
        path.write_text("\n".join([text, *events]), encoding="utf-8")
        assert compare(path, DEFAULT, "receivable", date(2026, 4, 1))
        assert compare(path, DEFAULT, "receivable", date(2026, 4, 1), disputed="column")


def test_a_declaration_below_changes_what_stood_above(tmp_path: Path) -> None:
    """An account is what it is declared to be, wherever the directive stands."""
    entry = "2026-01-05 (A) Foo | x\n    assets:receivable:foo    10.00 USD\n    other:thing\n"
    path = tmp_path / "late.journal"
    path.write_text(entry + "\naccount assets:receivable:foo  ; customer:bar\n", encoding="utf-8")
    assert compare(path, DEFAULT, "receivable", TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 x\n    a    1.00 USD\n    b\n",
        "2026-01-01 x\n    a    1.00 USD\n    b    1.00 USD\n",
        "2026-01-01 x\n    a    1.00 USD\n    b    -1.00 USD = 5.00 USD\n",
        "2026-01-01 x\r    a    1.00 USD\r    b\r",
        "2026-01-01 x\n    a\n    b\n",
    ],
)
def test_what_is_not_plain_goes_the_long_way(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.journal"
    path.write_bytes(text.encode())
    assert compare(path, DEFAULT, "receivable", TODAY) is None


def test_bytes_that_are_no_text_go_the_long_way(tmp_path: Path) -> None:
    path = tmp_path / "latin.journal"
    path.write_bytes("2026-01-01 Müller\n    a    1.00 USD\n    b\n".encode("latin-1"))
    assert compare(path, DEFAULT, "receivable", TODAY) is None


def test_includes_are_read_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "more.journal").write_text(Books(3).text(40, 0.02), encoding="utf-8")
    path = tmp_path / "main.journal"
    path.write_text(Books(4).text(10, 0) + "\ninclude more.journal\n", encoding="utf-8")
    assert compare(path, DEFAULT, "receivable", date(2026, 3, 1)) is not None


def test_every_line_with_a_date_is_an_entry_or_taken(tmp_path: Path) -> None:
    """Nothing falls through between the short way and the long one."""
    text = Books(5).text(200, 0.1)
    path = tmp_path / "all.journal"
    path.write_text(text, encoding="utf-8")
    long, _ = load([str(path)], today=TODAY)

    class Counting:
        taken = 0

        def start(self, journal: object) -> None:
            pass

        def take(self, data, path, context, careful) -> None:  # type: ignore[no-untyped-def]
            for stretch in stretches(data, path):
                for index in range(len(stretch.rows)):
                    careful(*stretch.lines(index))

    again, _ = load([str(path)], today=TODAY, taker=Counting())
    assert again.entries == long.entries
