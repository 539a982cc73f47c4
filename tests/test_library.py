"""The library's public face: what a program imports."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import arledger
from arledger.problems import Severity
from arledger.reports.aging import report

DAY = date(2026, 10, 31)
JOURNAL = """\
2026-09-01 (INV-1) Foo | goods
    assets:receivable:foo    100.00 EUR
    income:sales

2026-10-20 Foo | paid
    assets:bank    40.00 EUR
    assets:receivable:foo
"""


def test_load_gives_the_book_of_a_day(tmp_path: Path) -> None:
    """A file, a day, typed rows."""
    path = tmp_path / "main.journal"
    path.write_text(JOURNAL, encoding="utf-8")
    book, problems = arledger.load([str(path)], as_of=DAY)
    assert not problems
    (row,) = report(book, DAY, book.policy).rows
    assert (row.customer, row.total) == ("foo", Decimal("60.00"))


def test_load_follows_the_policy_beside_the_file(tmp_path: Path) -> None:
    """As the command line does."""
    path = tmp_path / "main.journal"
    path.write_text(JOURNAL, encoding="utf-8")
    (tmp_path / "arledger.toml").write_text('[terms]\ndefault = "net 30"\n', encoding="utf-8")
    book, _ = arledger.load([str(path)], as_of=DAY)
    assert book.items[0].due == date(2026, 10, 1)


def test_load_tells_what_is_wrong(tmp_path: Path) -> None:
    """Problems are values, the missing file one of them."""
    _, problems = arledger.load([str(tmp_path / "none.journal")], as_of=DAY)
    assert [p.code for p in problems if p.severity is Severity.ERROR] == ["missing-file"]
