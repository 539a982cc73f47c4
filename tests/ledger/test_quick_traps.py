"""Journals in which the short way would have to know more than it does."""

from datetime import date
from pathlib import Path

import pytest
from tests.ledger.comparison import compare

USD = "commodity 1,000.00 USD\n\n"


def invoice(number: str, customer: str = "c1", amount: str = "10.00 USD", who: str = "Foo") -> str:
    return (
        f"2026-01-05 ({number}) {who} | goods\n"
        f"    assets:receivable:{customer}    {amount}\n    income:sales\n\n"
    )


def payment(number: str = "", amount: str = "10.00", code: str = "") -> str:
    named = f"  ; inv:{number}" if number else ""
    return (
        f"2026-02-05 {code}Foo | paid\n    assets:bank    {amount} USD\n"
        f"    assets:receivable:c1    -{amount} USD{named}\n\n"
    )


def promise(rest: str, code: str = "") -> str:
    return f"2026-02-01 {code}promise\n    (promise:c1)    {rest}\n\n"


def due(day: str, entry: str) -> str:
    return entry.replace("goods", f"goods  ; due:{day}")


LATE, SOON = "2026-02-25", "2026-12-20"
"""Due dates of different buckets at the year's end."""

SHARED = "account assets:receivable:c1x  ; customer:c1\n\n"
REVIEW = "2026-01-02 r  ; event:review, customer:{}, terms:net 60\n\n"

TRAPS = {
    "a name above the customers is nobody's": (
        USD + "account assets:receivable  ; name:Everyone\n\naccount assets  ; name:All\n\n"
        + invoice("A")
    ),
    "a name declared below the first entry": (
        USD + invoice("A", who="X") + "account assets:receivable:c1  ; name:Zed\n\n"
        + REVIEW.format("Zed")
    ),
    "a name of another account of the customer": (
        USD + "account assets:receivable:old  ; customer:c4, name:Four\n\n"
        + invoice("A", "c4", who="X") + REVIEW.format("Four")
    ),
    "a payee who is not the only one": (
        USD + invoice("A") + invoice("B") + invoice("C", amount="10.000 USD", who="Bar")
        + "2026-03-01 x  ; event:contact, customer:Foo\n"
    ),
    "two customers of one name, one of them met first": (
        USD + invoice("A", "c2") + invoice("B") + invoice("C", "c1", "5.000 USD")
        + REVIEW.format("Foo")
    ),
    "a customer's name of nothing": (
        USD + "account assets:receivable:c1  ; name:\n\n" + invoice("A")
        + "2026-03-01 x  ; event:contact, customer:\u3000\n"
    ),
    "a promise that is withdrawn": (
        USD + invoice("A") + promise("5.00 USD  ; date:2026-03-01", "(P-1) ")
        + "2026-02-05 x  ; event:withdraw, promise:P-1, customer:c1\n"
    ),
    "a promise of less than nothing": (
        USD + invoice("A") + promise("-5.00 USD  ; date:2026-03-01")
        + promise("0.00 USD  ; date:2026-03-01") + promise("  ; date:2026-03-01")
    ),
    "a promise for a day before": USD + invoice("A") + promise("5.00 USD  ; date:2026-01-01"),
    "a promise that can be read in two ways": (
        USD + invoice("A") + promise("5.000 EUR  ; date:2026-03-01")
    ),
    "a promise of more decimals": invoice("A") + promise("5.0000 USD  ; date:2026-03-01"),
    "a promise in a currency of its own": (
        USD + invoice("A") + promise("5.00 EUR  ; date:2026-03-01")
    ),
    "a first amount with the symbol before it": (
        "2026-01-01 x\n    assets:bank    USD 5.00\n    income:x\n\n" + invoice("A")
    ),
    "a first amount without a space": (
        "2026-01-01 x\n    assets:bank    5.00USD\n    income:x\n\n" + invoice("A")
    ),
    "more invisible characters than are told of": (
        USD + invoice("A") + "".join(
            f"2026-01-0{day} a{12 * chr(1)}b\n    assets:bank    1.00 USD\n    income:x\n\n"
            for day in range(1, 5)
        )
    ),
    "days without a year": (
        USD + "Y 2026\n\n01-05 (A) Foo | x\n    assets:receivable:c1    10.00 USD\n"
        "    income:sales\n\n" + payment("A", amount="15.00")
    ),
    "a due date of nothing, and a day that is none's": (
        USD + invoice("A").replace("goods", "goods  ; due:")
        + invoice("B").replace("goods", "goods  ; 2026-12-01")
    ),
    "terms that cannot be read, of two customers": (
        USD + "account assets:receivable  ; terms:soon\n\n" + invoice("A", "c2")
        + invoice("B", "c1", "5.000 USD")
    ),
    "a payment less a discount that is too much": (
        USD + payment(amount="1.00") + invoice("A").replace("01-05", "02-01")
        + "2026-02-05 Foo | p\n    assets:bank    20.00 USD\n    expenses:discounts    2.00 USD\n"
        "    assets:receivable:c1   -22.00 USD  ; inv:A\n"
    ),
    "too much paid by what has the number of another document": (
        USD + invoice("A") + invoice("B") + payment("A", amount="15.00", code="(B) ")
    ),
    "one entry that pays by name and without": (
        USD + payment(amount="1.00").replace("02-05", "01-01") + invoice("A")
        + "2026-01-20 Foo | p\n    assets:bank\n    assets:receivable:c1   -5.00 USD  ; inv:A\n"
        "    assets:receivable:c1   -2.00 USD\n\n" + payment("A", amount="15.00")
    ),
    "a document that was paid before it was there": (
        USD + payment("A", amount="4.00").replace("02-05", "01-01") + invoice("A")
        + payment(amount="1.00").replace("02-05", "01-20") + payment("A", amount="15.00")
    ),
    "a document that only reverses, and somebody else's of its number": (
        USD + "2026-01-02 (B) Foo | less\n    income:sales    20.00 USD\n"
        "    assets:receivable:c1    -20.00 USD\n\n" + invoice("B") + invoice("B", "c2")
        + payment("B")
    ),
    "an amount that is left to a price of many decimals": (
        USD + invoice("A")
        + "2026-02-05 Foo | p\n    assets:bank    2.00 EUR @ 1.2500 USD\n"
        "    assets:receivable:c1  ; inv:A\n"
    ),
    "whole amounts, and one worked out that is not": (
        invoice("A", amount="5 EUR") + invoice("B", amount="5 EUR").replace("    5 EUR", "")
        .replace("sales", "sales    -10 CHF @ 0.25 EUR")
    ),
    "a currency of which every amount is worked out": (
        invoice("A", amount="5 EUR").replace("    5 EUR", "")
        .replace("sales", "sales    -10 CHF @@ 5.50 EUR")
    ),
    "a price with a comma that may be a decimal mark": (
        invoice("A", amount="2,000.00 EUR")
        + "2026-02-05 Foo | p\n    assets:bank    1.00 CHF @ 1,234 EUR\n"
        "    assets:receivable:c1  ; inv:A\n"
    ),
    "a third amount that does not say its currency": (
        USD + invoice("A").replace("sales", "sales    -6.00 USD\n    income:other    -4.00")
    ),
    "money paid that does not say its currency, for two documents": (
        USD + invoice("A") + invoice("B")
        + "2026-02-05 Foo | p\n    assets:bank    20.00\n"
        "    assets:receivable:c1    -10.00 USD  ; inv:A\n"
        "    assets:receivable:c1    -10.00 USD  ; inv:B\n"
    ),
    "a document of a later day above a payment that is for the oldest": (
        USD + due(SOON, invoice("A")) + due(LATE, invoice("B")).replace("01-05", "02-20") + payment()
    ),
    "two payments of one entry that name nothing": (
        USD + due(SOON, invoice("A")) + due(LATE, invoice("B"))
        + "2026-02-05 Foo | p\n    assets:bank    12.00 USD\n"
        "    assets:receivable:c1    -7.00 USD\n    assets:receivable:c1    -5.00 USD\n\n"
        + payment("A", amount="9.00").replace("02-05", "03-01")
    ),
    "two payments of one entry for a document that is paid too much": (
        USD + payment(amount="1.00").replace("02-05", "01-01") + invoice("A", amount="20.00 USD")
        + "2026-02-05 Foo | p\n    assets:bank    8.00 USD\n"
        "    assets:receivable:c1    -5.00 USD  ; inv:A\n"
        "    assets:receivable:c1    -3.00 USD  ; inv:A\n\n"
        + payment("A", amount="15.00").replace("02-05", "03-01")
    ),
    "payments of one day, the first of which is too much": (
        USD + invoice("A") + payment("A", amount="8.00") + payment(amount="1.00")
        + payment("A", amount="7.00")
    ),
    "a number that two accounts of a customer have": (
        USD + SHARED + due(SOON, invoice("A")) + due(LATE, invoice("A", "c1x")) + payment("A")
    ),
    "a credit note by name, and a document of its own number": (
        USD + due(LATE, invoice("A"))
        + "2026-01-06 (B) Foo | less\n    income:sales    4.00 USD\n"
        "    assets:receivable:c1    -4.00 USD  ; inv:A\n\n"
        + due(SOON, invoice("B", amount="4.00 USD")).replace("01-05", "01-07")
    ),
    "a credit note by name of several lines, and a document of its own number": (
        USD + due(LATE, invoice("A"))
        + "2026-01-06 (B) Foo | less\n    income:sales    3.00 USD\n    income:other    1.00 USD\n"
        "    assets:receivable:c1    -4.00 USD  ; inv:A\n\n"
        + due(SOON, invoice("B", amount="4.00 USD")).replace("01-05", "01-07")
    ),
    "too much for one document, and a part of another, in one entry": (
        USD + due(SOON, invoice("A")) + due(LATE, invoice("B"))
        + "2026-02-05 Foo | p\n    assets:bank\n    assets:receivable:c1    -15.00 USD  ; inv:A\n"
        "    assets:receivable:c1    -4.00 USD  ; inv:B\n"
    ),
    "a payment in time less the cash discount": (
        USD + "account assets:receivable:c1  ; terms:2/10 net 30\n\n"
        + invoice("A", amount="100.00 USD") + payment("A", "98.00").replace("02-05", "01-10")
    ),
    "a document without terms that is paid too much": (
        USD + invoice("A") + invoice("B") + payment("A", amount="15.00")
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_is_no_trap(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "trap.journal"
    path.write_text(TRAPS[trap], encoding="utf-8")
    compare(path)
    compare(path, as_of=date(2026, 1, 20))


def test_a_file_with_one_entry_is_not_taken_for_that_entry(tmp_path: Path) -> None:
    """What an alias of the file turns into a receivable is read again where it stands."""
    (tmp_path / "more.journal").write_text(
        "alias r=assets:receivable:c1\n\n"
        "2026-01-03 (A) Foo | x\n    r    10.00 USD\n    income:sales\n",
        encoding="utf-8",
    )
    path = tmp_path / "main.journal"
    path.write_text(
        USD + invoice("B") + "include more.journal\n\n" + payment("A", amount="15.00"),
        encoding="utf-8",
    )
    assert compare(path) is not None


def test_bytes_that_are_no_text_in_an_account_that_is_asserted(tmp_path: Path) -> None:
    path = tmp_path / "latin.journal"
    text = invoice("A").replace("10.00 USD", "10.00 USD = 10.00 USD").encode()
    path.write_bytes(text.replace(b":c1", b":M\xfcller"))
    assert compare(path) is None


def test_a_comment_right_behind_the_date_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "glued.journal"
    path.write_text(USD + invoice("A").replace(" (A) Foo | goods", "; goods"), encoding="utf-8")
    assert compare(path) is None
