"""Nothing takes the short way four times as long because it is there twice."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.comparison import TODAY, compare

from arledger.ledger import halves
from arledger.ledger.quick import quick_book
from arledger.policy.model import DEFAULT

USD = "commodity 1,000.00 USD\n\n"


def invoice(number: str, customer: str = "c1", amount: str = "90000.00") -> str:
    return (
        f"2020-01-05 ({number}) Foo | goods\n"
        f"    assets:receivable:{customer}    {amount} USD\n    income:sales\n\n"
    )


def payment(number: str = "", amount: str = "1.00", day: str = "2020-02-05") -> str:
    named = f"  ; inv:{number}" if number else ""
    return (
        f"{day} Foo | paid\n    assets:bank    {amount} USD\n"
        f"    assets:receivable:c1    -{amount} USD{named}\n\n"
    )


FIRST = payment(day="2020-01-01")
"""From here on everything is worked off in order of date."""


def later(days: int) -> str:
    return str(date(2020, 3, 1) + timedelta(days))


def each(count: int, entry: Callable[[int], str]) -> str:
    return "".join(map(entry, range(count)))


MANY: dict[str, tuple[int, Callable[[int], str]]] = {
    "blank lines": (10_000, lambda n: invoice("A") + n * "\n" + invoice("B")),
    "parts of one document": (
        6_000, lambda n: invoice("A") + each(n, lambda _: payment("A")),
    ),
    "parts of one document in order": (
        6_000, lambda n: FIRST + invoice("A") + each(n, lambda _: payment("A")),
    ),
    "parts without a name": (4_000, lambda n: invoice("A") + each(n, lambda _: payment())),
    "documents paid on one day": (
        3_000,
        lambda n: FIRST + each(n, lambda i: invoice(f"I{i}") + payment(f"I{i}")),
    ),
    "numbers nobody knows": (
        600, lambda n: each(n, lambda i: invoice(f"I{i}") + payment(f"U{i}")),
    ),
    "credits that are too much": (
        400,
        lambda n: FIRST + invoice("A", amount="5.00")
        + each(n, lambda i: payment("A", "7.00", later(i))),
    ),
    "accounts of one customer, each with its payee": (
        200,
        lambda n: each(n, lambda i: f"account assets:receivable:z{i}  ; customer:c1\n\n")
        + each(n, lambda i: invoice(f"I{i}", f"z{i}").replace("Foo", f"Foo {i}")),
    ),
    "spaces before a comment with a sign in it": (
        9_000,
        lambda n: invoice("A") + payment().replace(" USD\n", f" USD{n * '  '}; = 1\n", 1),
    ),
    "balances of a day, each of its currency": (
        1_500, lambda n: each(n, lambda i: till(currency(i))) + each(n, lambda i: till(currency(i), 2)),
    ),
    "parts of one payment": (
        3_000,
        lambda n: each(n, lambda i: invoice(f"I{i}", amount="1.00"))
        + "2020-02-05 (R) Foo | paid\n"
        + each(n, lambda i: f"    assets:receivable:c1    -1.00 USD  ; inv:I{i}\n")
        + each(n, lambda _: "    assets:bank    1.00 USD\n"),
    ),
}  # fmt: skip


def currency(number: int) -> str:
    return "".join(chr(65 + number // 26**place % 26) for place in range(3))


def till(money: str, held: int = 1) -> str:
    return f"2020-02-05 x\n    till    1.00 {money} = {held}.00 {money}\n    other\n\n"


@pytest.mark.parametrize("what", MANY)
def test_twice_as_many_take_twice_as_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Four times as many, in the processor's time, lest a busy machine deceive."""
    monkeypatch.setattr(halves, "processors", lambda: 1)
    count, text = MANY[what]
    taken = []
    for many in (count, 4 * count):
        path = tmp_path / f"{many}.journal"
        path.write_text(USD + text(many), encoding="utf-8")
        taken.append(_seconds(path))
    assert taken[1] < 0.2 or taken[1] < 9 * taken[0], taken


def _seconds(path: Path) -> float:
    start = time.process_time()
    quick_book([str(path)], DEFAULT, "receivable", TODAY, today=TODAY)
    return time.process_time() - start


@pytest.mark.parametrize("what", MANY)
def test_few_of_them_are_as_the_long_way_has_them(tmp_path: Path, what: str) -> None:
    path = tmp_path / "few.journal"
    path.write_text(USD + MANY[what][1](30), encoding="utf-8")
    compare(path)


def test_more_parts_than_are_remembered_are_still_told_of(tmp_path: Path) -> None:
    """What was paid in many parts and then too much goes the long way, which knows them all."""
    path = tmp_path / "parts.journal"
    text = FIRST + invoice("A", amount="700.00") + each(620, lambda _: payment("A"))
    path.write_text(USD + text + payment("A", "95.00", later(1)), encoding="utf-8")
    compare(path)
