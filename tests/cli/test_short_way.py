"""What ``aging`` prints does not tell which way it went: the short one, or the long one."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt
from tests.ledger import wide

LOOKS = (
    *("-O json", "-O csv", "-O html", "--sort total", "--top 2", "-X USD", "-X CHF"),
    *("c1", "acct:c2 cur:USD", "not:c1", "not:acct:c2 not:cur:EUR", "foo", "nobody-is-called-so"),
    *("--basis date", "--unapplied oldest", "--buckets 7,14", "--disputed column", "-e 2026-02-01"),
)

THE_LONG_WAY = ("--alias", "nobody-has-this-account=nobody")
"""Reads every entry with care, and changes nothing."""


@pytest.mark.parametrize("look", LOOKS)
def test_both_ways_print_the_same(run: Prompt, folder: Path, look: str) -> None:
    path = folder / "made-up.journal"
    for seed in random.Random(look).sample(range(10_000), 8):
        book = wide.Wide(seed)
        path.write_bytes(book.data())
        day = wide.START + timedelta(book.as_of)
        words = ("aging", "-f", path.name, "--as-of", str(day), "--no-cache", *look.split())
        words += ("--payable",) * (book.side == "payable")
        short, long = run(*words), run(*words, *THE_LONG_WAY)
        assert (short.code, short.out, short.err) == (long.code, long.out, long.err), seed


def test_a_query_for_customers_accounts_or_currencies_leaves_the_short_way_open(
    run: Prompt, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "two.journal").write_text(
        "2026-01-05 (A) Foo | x\n    assets:receivable:c1    10.00 USD\n    income:sales\n\n"
        "2026-01-05 (B) Bar | x\n    assets:receivable:c2    7.00 EUR\n    income:sales\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("arledger.cli.run.read_inputs", None)  # the long way
    words = ("aging", "-f", "two.journal", "-O", "csv", "--no-cache", "--as-of", "2026-02-01")
    for query in (("c1",), ("not:c2",), ("cur:USD",), ("acct:receivable", "not:cur:EUR")):
        assert run(*words, *query).out.splitlines()[1:] == ["c1,Foo,USD,0,10.00,0,0,0,0,10.00,0"]
    with pytest.raises(TypeError):
        run(*words, "payee:Foo")


def test_receivables_of_later_days_are_receivables(run: Prompt, folder: Path) -> None:
    """Nothing is said against the accounts' names when what is in them lies ahead."""
    (folder / "later.journal").write_text(
        "2026-01-01 x  ; doc:bogus\n    assets:bank    1.00 USD\n    income:sales\n\n"
        "2026-05-05 (A) Foo | x\n    assets:receivable:c1    10.00 USD\n    income:sales\n",
        encoding="utf-8",
    )
    assert run("aging", "-f", "later.journal", "--as-of", "2026-02-01").err == ""
