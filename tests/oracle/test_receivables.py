"""hledger as the judge of the receivables: balances, open items, worths, and what ``why`` prints."""

import csv
import io
import json
import shlex
import subprocess
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests import strategies as make
from tests.console import ROOT
from tests.ledger import rich
from tests.ledger.books import journal_of_whole, plain, problem_of
from tests.oracle.hledger import TODAY, needs_hledger, run
from tests.strategies import OURS, THEIRS

from arledger.journal.loader import load, loads
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.ledger.valuation import Valuation
from arledger.measures.oracle import customer_command, item_command
from arledger.money import ZERO, exact
from arledger.policy.load import find_policy, load_policy
from arledger.policy.model import DEFAULT
from arledger.problems import Severity, worst
from arledger.reports import aging, why

pytestmark = needs_hledger
Money = dict[tuple[str, str], Decimal]

few = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
DEMO = ROOT / "examples" / "demo" / "main.journal"
BAKERY = ROOT / "examples" / "payables" / "main.journal"


def balances(text: str, *arguments: str) -> Money:
    """hledger's balances by (name, commodity) of a journal given as text."""
    done = run("-f", "-", "bal", "-N", "-O", "csv", "--layout=bare", *arguments, text=text.encode())
    assert done.returncode == 0, done.stderr.decode()
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))[1:]
    return {(name, money): Decimal(amount) for name, money, amount in rows if Decimal(amount)}


def book_of(text: str, day: date, side: Side = "receivable") -> Book:
    return build_book(journal_of_whole(text), DEFAULT, side=side, as_of=day)[0]


def until(day: date) -> tuple[str, str]:
    return "-e", (day + timedelta(1)).isoformat()


@few
@given(make.entries(OURS, THEIRS), make.as_of_days)
def test_every_customers_open_items_less_credits_are_hledgers_balance(
    written: list[make.Written], day: date
) -> None:
    text = make.text_of(written)
    for side, root, sign in (("receivable", OURS.root, 1), ("payable", THEIRS.root, -1)):
        book = book_of(text, day, side)  # type: ignore[arg-type]
        left: Money = defaultdict(Decimal)
        for item in book.items:
            left[f"{root}:{item.customer}", item.currency] += item.open * sign
        for credit in book.credits:
            left[f"{root}:{credit.customer}", credit.currency] -= credit.rest * sign
        depth = str(root.count(":") + 2)
        theirs = balances(text, f"^{root}:", "--flat", "--depth", depth, *until(day))
        assert {k: v for k, v in left.items() if v} == theirs


def test_balances_of_entries_of_every_kind_are_hledgers_and_so_is_what_is_accepted() -> None:
    """Costs, balances said to be held, virtual postings, several currencies: to the last decimal."""
    accepted = 0
    for seed in range(40):
        made = rich.Rich(seed)
        text, day = made.text(), rich.START + timedelta(made.as_of)
        journal, problems = loads(text, today=TODAY)
        theirs = _exact_balances(text, day)
        assert (theirs is None) == (worst(problems) is Severity.ERROR), seed
        if theirs is not None:
            accepted += 1
            book, _ = build_book(journal, made.policy, side=made.side, as_of=day)
            sign = 1 if made.side == "receivable" else -1
            ours = {key: sign * amount for key, amount in book.control.items()}
            assert ours == {key: theirs.get(key, ZERO) for key in ours}, seed
    assert accepted > 30, "hardly any book is accepted: this compares nothing"


def _exact_balances(text: str, day: date) -> Money | None:
    """hledger's balances by (account, commodity), not rounded; None if it refuses the journal."""
    done = run("-f", "-", "bal", "-E", "--flat", "-O", "json", *until(day), text=text.encode())
    if done.returncode:
        return None
    found: Money = defaultdict(Decimal)
    for account, _, _, amounts in json.loads(done.stdout)[0]:
        for amount in amounts:
            number, unit = amount["aquantity"], amount["acommodity"].replace("AUTO", "")
            quantity = Decimal(number["decimalMantissa"]).scaleb(-number["decimalPlaces"])
            found[account, unit] += quantity
    return found


@few
@given(make.fully_named(), make.as_of_days)
def test_where_every_posting_is_named_open_items_are_hledgers_pivot(text: str, day: date) -> None:
    book = book_of(text, day)
    ours: Money = defaultdict(Decimal)
    for item in book.open_items():
        ours[item.number, item.currency] += item.open
    for credit in book.unapplied():
        (number,) = credit.references  # paid before the invoice is written
        ours[number, credit.currency] -= credit.rest
    pivoted = balances(text, "^assets:receivable", "--pivot", "inv", *until(day))
    assert {k: v for k, v in ours.items() if v} == pivoted


def loaded(path: Path, side: Side, day: str) -> Book:
    as_of = date.fromisoformat(day)
    journal, _ = load([str(path)], today=as_of)
    policy, _ = load_policy(find_policy(None, None, str(path)), journal.sources)
    return build_book(journal, policy.policy, side=side, as_of=as_of)[0]


PLAIN = ROOT / "examples" / "plain-hledger"


@pytest.mark.parametrize(
    ("path", "side", "day"),
    [
        (DEMO, "receivable", "2026-10-31"),
        (DEMO, "receivable", "2026-06-30"),
        (DEMO, "payable", "2026-10-31"),
        (BAKERY, "payable", "2026-06-30"),
        (PLAIN / "flat.journal", "receivable", "2026-06-30"),
        (PLAIN / "subaccounts.journal", "receivable", "2026-06-30"),
        (PLAIN / "accrual.journal", "receivable", "2026-06-30"),
        (PLAIN / "years.journal", "receivable", "2026-06-30"),
    ],
    ids=["October", "June", "theirs", "bakery", "flat", "subaccounts", "accrual", "years"],
)
def test_the_commands_why_prints_give_the_figures_it_explains(
    path: Path, side: Side, day: str
) -> None:
    """For payables hledger's figure is negative: that is how its books are written."""
    book = loaded(path, side, day)
    figures = {**_customers_figures(book), **_documents_figures(book)}
    assert set(_all_commands(book)) == set(figures)
    for command, (currency, figure) in figures.items():
        assert _printed(command) == ({currency: figure} if figure else {}), command


def _all_commands(book: Book) -> list[str]:
    numbers = dict.fromkeys(item.number for item in book.items if item.number)
    with exact():
        reports = [
            why.report(book, book.as_of, book.policy, t) for t in (*book.customers, *numbers)
        ]
    return [command for report in reports for command in report.extra["commands"]]  # type: ignore[attr-defined]


def _customers_figures(book: Book) -> dict[str, tuple[str, Decimal]]:
    """(currency, hledger's balance) by command, of every customer with documents."""
    sign = 1 if book.side == "receivable" else -1
    sums: Money = defaultdict(Decimal)
    for item in book.items:
        sums[item.customer, item.currency] += item.open * sign
    for credit in book.credits:
        sums[credit.customer, credit.currency] -= credit.rest * sign
    told = {key: customer_command(book, *key) for key in sums}
    assert all(told.values()), "every customer of these books can be told by a query"
    shown = set(_all_commands(book))
    return {c: (key[1], sums[key]) for key, c in told.items() if c in shown}


def _documents_figures(book: Book) -> dict[str, tuple[str, Decimal]]:
    """The same of every document that tags tell."""
    sign = 1 if book.side == "receivable" else -1
    found: dict[str, tuple[str, Decimal]] = {}
    for item in book.items:
        command = item_command(book, item, book.items)
        if command:
            currency, figure = found.get(command, (item.currency, ZERO))
            found[command] = (currency, figure + item.open * sign)
    return found


def _printed(command: str) -> dict[str, Decimal]:
    """What a printed command gives; only its form is made a machine's."""
    words = [*shlex.split(command), "-O", "json"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=60)
    found: dict[str, Decimal] = defaultdict(Decimal)
    for *_, amounts in json.loads(done.stdout)[0]:
        for amount in amounts:
            quantity = amount["aquantity"]
            places = int(quantity["decimalPlaces"])
            found[amount["acommodity"]] += Decimal(quantity["decimalMantissa"]).scaleb(-places)
    return {money: amount for money, amount in found.items() if amount}


def test_the_entry_an_overpayment_proposes_is_one_hledger_takes_and_changes_no_balance() -> None:
    text = plain("""
        2026-01-01 (1) Foo | a
            assets:receivable:foo    500.00 EUR
            income:sales

        2026-01-02 (7) Foo | b
            assets:receivable:foo    500.00 EUR
            income:sales

        2026-02-01 (R1) Foo | transfer
            assets:bank    600.00 EUR
            assets:receivable:foo    -600.00 EUR  ; inv:1
    """)
    entry = "\n".join(problem_of(text, "overpaid").help.splitlines()[1:]).replace("NUMBER", "7")
    moved = f"{text}\n{entry}\n"
    assert balances(moved) == balances(text)
    assert run("-f", "-", "check", text=moved.encode()).returncode == 0
    book = book_of(moved, date(2026, 12, 31))
    assert {i.number: i.open for i in book.open_items()} == {"7": 400}
    assert book.unapplied() == []


PRICES = """
P 2026-01-01 EUR 1.10 USD
P 2026-01-05 EUR 1.1234 USD
P 2026-01-03 USD 26000 VND
P 2026-01-02 GBP 1.30 EUR
P 2026-01-06 GBP 1.35 EUR
P 2026-01-04 JPY 0.0065 USD
P 2026-01-07 XAF 0.0015 EUR
P 2026-01-08 USD 150 JPY
"""


@pytest.mark.parametrize("day", ["2026-01-02", "2026-01-05", "2026-01-07", "2026-02-01"])
@pytest.mark.parametrize("target", ["EUR", "USD", "VND", "GBP", "JPY", "XAF"])
@pytest.mark.parametrize("money", ["EUR", "USD", "VND", "GBP", "JPY", "XAF"])
def test_prices_and_chains_of_them_are_those_hledger_takes(
    money: str, target: str, day: str
) -> None:
    """Direct, else turned round, else the shortest chain, each by its latest price on the day."""
    text = f"commodity 1.000000 {target}\n{PRICES}\n2026-01-01 x\n  (a:b)   1000000 {money}\n"
    journal = journal_of_whole(text)
    valuation = Valuation.at(target, date.fromisoformat(day), journal.prices, journal.commodities)
    with exact():
        rate = valuation.rate(money)
        ours = (
            {target: valuation.rounded(rate.of(Decimal(1000000)))}
            if rate
            else {money: Decimal(1000000)}
        )
    theirs = balances(text, f"--value={day},{target}")
    assert list(ours) == [commodity for _, commodity in theirs]
    (their,), (our,) = theirs.values(), ours.values()
    assert abs(our - their) <= Decimal("0.000001"), (our, their)


@pytest.mark.parametrize("target", ["VND", "EUR", "USD"])
def test_the_demos_worth_is_hledgers(target: str) -> None:
    book = loaded(DEMO, "receivable", "2026-10-31")
    book.valuation = Valuation.at(target, book.as_of, book.journal.prices, book.journal.commodities)
    with exact():
        (total,) = aging.report(book, book.as_of, book.policy).totals
    done = run(
        *("-f", str(DEMO), "bal", "assets:receivable", "--depth", "2", "-N", "-O", "csv"),
        *("--layout=bare", f"--value=2026-10-31,{target}", *until(book.as_of)),
    )
    ((_, money, amount),) = list(csv.reader(io.StringIO(done.stdout.decode())))[1:]
    assert (total.currency, abs(total.total - Decimal(amount)) <= 1) == (money, True)
