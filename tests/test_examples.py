"""The examples are good books: hledger accepts them, and both count the same money."""

import csv
import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from tests.console import ROOT, Session

from arledger import demo

EXAMPLES = ROOT / "examples"
BOOKS = {
    "demo/main.journal": "assets:receivable",
    "plain-hledger/accrual.journal": "assets:receivable",
    "plain-hledger/subaccounts.journal": "accounts receivable",
    "plain-hledger/cash-basis.journal": "assets:receivable",
    "plain-hledger/flat.journal": "activo:clientes",
    "plain-hledger/years.journal": "assets:receivable",
    "plain-hledger/2026.journal": "assets:receivable",
}
PAYABLES = {"demo/main.journal": "liabilities:payable", "payables/main.journal": "proveedores"}
Money = dict[str, Decimal]


def peer(program: str, *arguments: str) -> str:
    """What hledger or ledger prints; the test is skipped where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([program, *arguments], check=True, capture_output=True)
    return done.stdout.decode()


def added_up(table: str, currency: str, amount: str) -> Money:
    """Sums per currency of a CSV table with those two columns."""
    money: Money = {}
    for row in csv.DictReader(io.StringIO(table)):
        money[row[currency]] = money.get(row[currency], Decimal(0)) + Decimal(row[amount])
    return {key: total for key, total in money.items() if total}


def balance(book: str, account: str, *options: str) -> Money:
    """What hledger finds on an account and below it."""
    plain = ["-c", "1000.00 EUR", "-c", "1000.00 €"]  # its CSV has the journal's decimal commas
    table = ["-O", "csv", "--layout=bare", "-N"]
    found = peer("hledger", "-f", str(EXAMPLES / book), "bal", account, *table, *plain, *options)
    return added_up(found, "commodity", "balance")


def arledger(command: str) -> str:
    """What a command prints on stdout, run where the examples are."""
    output, code = Session(EXAMPLES).run(command, errors=False)
    assert code == 0, output
    return output


@pytest.mark.parametrize("book", [*BOOKS, "payables/main.journal"])
def test_hledger_finds_nothing_wrong_with_an_example(book: str) -> None:
    peer("hledger", "check", "-f", str(EXAMPLES / book))


@pytest.mark.parametrize("book", ["demo/main.journal", "payables/main.journal"])
def test_books_with_declarations_pass_hledgers_strict_checks(book: str) -> None:
    peer("hledger", "check", "-s", "ordereddates", "-f", str(EXAMPLES / book))


@pytest.mark.parametrize("book", BOOKS)
def test_an_aging_adds_up_to_hledgers_balance(book: str) -> None:
    ours = added_up(
        arledger(f"arledger aging -f {book} --as-of 2026-12-31 -O csv"), "currency", "total"
    )
    assert ours == balance(book, BOOKS[book])


@pytest.mark.parametrize("book", PAYABLES)
def test_what_we_owe_adds_up_to_hledgers_balance_turned_round(book: str) -> None:
    ours = added_up(
        arledger(f"arledger aging --payable -f {book} --as-of 2026-12-31 -O csv"),
        *("currency", "total"),
    )
    assert {c: -a for c, a in ours.items()} == balance(book, PAYABLES[book])


@pytest.mark.parametrize("currency", ["VND", "USD", "EUR"])
def test_a_converted_total_is_hledgers(currency: str) -> None:
    book = "demo/main.journal"
    ours = arledger(f"arledger aging -f {book} --as-of 2026-10-31 -X {currency} -O csv --by group")
    theirs = balance(book, "assets:receivable", "-X", currency, "-e", "2026-11-01", "--depth", "2")
    ((_, total),) = added_up(ours, "currency", "total").items()
    assert abs(total - theirs[currency]) <= Decimal("0.01")  # ours adds up rows rounded each


def test_ledger_reads_the_demo_to_the_same_balance() -> None:
    book = "demo/main.journal"
    printed = peer("ledger", "-f", str(EXAMPLES / book), "bal", "assets:receivable", "--depth", "2")
    words = printed.partition("---")[0].replace("assets:receivable", "").replace(",", "").split()
    theirs = {c: Decimal(a) for a, c in zip(words[::2], words[1::2], strict=True)}
    assert theirs == balance(book, "assets:receivable")


def test_the_demo_that_is_shipped_is_the_example(tmp_path: Path) -> None:
    written = demo.write(tmp_path / "books")
    assert demo.MAIN in {path.name for path in written}
    for path in written:
        same = EXAMPLES / "demo" / path.relative_to(tmp_path / "books")
        assert path.read_bytes() == same.read_bytes()


def test_the_demo_replaces_nothing_unless_told_to(tmp_path: Path) -> None:
    (tmp_path / demo.MAIN).write_text("; mine\n")
    with pytest.raises(FileExistsError, match=demo.MAIN):
        demo.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [demo.MAIN]
    demo.write(tmp_path, force=True)
    assert (tmp_path / demo.MAIN).read_text() != "; mine\n"


def test_the_demo_says_nothing_that_needs_mending() -> None:
    assert "error[" not in (output := arledger("arledger check -f demo/main.journal"))
    assert "warning[" not in output
