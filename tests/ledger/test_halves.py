"""A file of which another process takes half gives what it gives whole."""

import marshal
import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from tests.ledger.comparison import compare
from tests.ledger.test_quick import Books

from arledger.journal import plain
from arledger.ledger import forked, halves

USD = "commodity 1,000.00 USD\n\n"
BETWEEN = {
    "nothing": "",
    "an account": "account assets:receivable:c3  ; name:Three\n",
    "a price": "P 2026-02-01 EUR 1.10 USD\n",
    "an alias": "alias assets:bank=assets:receivable:c1\n",
    "a comment": "comment\n2026-01-01 no entry\n    a    1 USD\n    b\nend comment\n",
    "a comment that never ends": "comment\n",
    "another decimal mark": "decimal-mark ,\n",
    "a style": "commodity 1.000,00 EUR\n",
    "a default": "D 1,000.00 USD\n",
}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "WORTH", 300)
    monkeypatch.setattr(halves, "processors", lambda: 2)
    monkeypatch.setattr(plain, "_CHUNK", 700)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where each half began whose results were taken in."""
    found: list[int] = []
    taken = halves.Half.taken

    def noted(half: halves.Half, line: int) -> int:
        end = taken(half, line)
        found.extend([half.start] if end > half.start else [])
        return end

    monkeypatch.setattr(halves.Half, "taken", noted)
    return found


def test_half_by_another_process_is_as_good(tmp_path: Path, begun: list[int]) -> None:
    for seed in range(40):
        path = tmp_path / f"{seed}.journal"
        path.write_text(Books(seed).text(60, (0, 0.02, 0.1)[seed % 3]), encoding="utf-8")
        compare(path, as_of=date(2026, 3, 1))
    assert len(begun) > 20, "hardly any half was taken in: this compares nothing"


@pytest.mark.parametrize("place", [0.3, 0.8])
@pytest.mark.parametrize("between", BETWEEN)
def test_directives_count_wherever_they_stand(tmp_path: Path, between: str, place: float) -> None:
    """In the first half, so that the second reads otherwise, or in the second."""
    entries = Books(7).text(80, 0).split("\n\n")
    at = int(len(entries) * place)
    text = "\n\n".join([*entries[:at], BETWEEN[between], *entries[at:]])
    path = tmp_path / "book.journal"
    path.write_text(text, encoding="utf-8")
    compare(path)


def test_what_the_second_half_meets_first(tmp_path: Path, begun: list[int]) -> None:
    """A customer who was named meanwhile, and a currency whose first amount is not plain."""
    entries = Books(7).text(80, 0).split("\n\n")
    late = "2026-02-01 {} | x\n    assets:receivable:late    {}\n    income:sales"
    first, second = entries[:30], entries[30:]
    named = "account assets:receivable:late  ; name:Late & Co"
    second[30:30] = [late.format("Late", "CHF 5.00")]
    second[45:45] = [late.format("Late", "7.00 CHF"), late.format("Other", "1.00 USD")]
    path = tmp_path / "book.journal"
    path.write_text("\n\n".join([*first, named, *second]), encoding="utf-8")
    assert compare(path) is not None
    assert begun, "the second half was read twice"


def test_an_include_in_the_second_half(tmp_path: Path) -> None:
    (tmp_path / "more.journal").write_text(Books(3).text(60, 0), encoding="utf-8")
    path = tmp_path / "main.journal"
    text = Books(4).text(60, 0)
    path.write_text(f"{text}\ninclude more.journal\n\n{Books(5).text(20, 0)}", encoding="utf-8")
    assert compare(path) is not None


def test_bytes_that_are_no_text_in_the_second_half(tmp_path: Path) -> None:
    path = tmp_path / "latin.journal"
    path.write_bytes(
        Books(4).text(60, 0).encode() + b"\n2026-01-01 M\xfcller\n    a    1 USD\n    b\n"
    )
    assert compare(path) is None


def test_a_process_that_dies_or_cannot_be_had_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.journal"
    path.write_text(Books(4).text(60, 0.02), encoding="utf-8")
    monkeypatch.setattr(halves, "_Taken", lambda *_: 1 // 0)
    assert compare(path) is not None

    def none() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", none)
    assert compare(path) is not None


@pytest.mark.parametrize("bits", [0, 1, 4, 9, 20])
def test_a_process_that_dies_later_leaves_what_it_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bits: int
) -> None:
    take = halves._Taken.take

    def dies(taken: halves._Taken, start: int) -> Iterator[object]:
        yield from islice(take(taken, start), bits)
        raise MemoryError

    monkeypatch.setattr(halves._Taken, "take", dies)
    path = tmp_path / "book.journal"
    for seed in range(6):
        path.write_text(Books(seed).text(90, 0.02), encoding="utf-8")
        assert compare(path) is not None


def test_no_process_stays_behind(tmp_path: Path) -> None:
    path = tmp_path / "wrong.journal"
    path.write_text(
        Books(4).text(60, 0) + "\n2026-01-01 x\n    a    1 USD = 5 USD\n    b\n", encoding="utf-8"
    )
    assert compare(path) is None
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_first_amount_tells_how_to_write_a_currency(tmp_path: Path, begun: list[int]) -> None:
    """Though it is read the long way, after what stands below it in the second half."""

    def sale(number: int, amount: str) -> str:
        entry = "2026-01-05 (N{}) x\n    assets:receivable:c1    {}\n    income:sales\n\n"
        return entry.format(number, amount)

    amounts = [*["1.00 USD"] * 60, "5.000,50 EUR", *["1.00 USD"] * 15, *["1,200.50 EUR"] * 15]
    path = tmp_path / "book.journal"
    text = "".join(sale(number, amount) for number, amount in enumerate(amounts))
    path.write_text(USD + text, encoding="utf-8")
    assert compare(path)
    assert begun


def test_a_process_works_on_while_nobody_takes_what_it_found(tmp_path: Path) -> None:
    """More than a pipe holds: whoever began it has work of its own first."""
    done = tmp_path / "done"

    def work() -> Iterator[bytes]:
        for _ in range(9):
            yield b"x" * 200_000
        done.touch()

    process, until = forked.Forked(work), time.monotonic() + 20
    while not done.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert done.exists()
    assert [marshal.loads(bit) for bit in process.found()] == [b"x" * 200_000] * 9


def test_where_the_dead_are_not_asked_for_nobody_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever starts us may have SIGCHLD ignored: then no process leaves word of its end."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    path = tmp_path / "book.journal"
    path.write_text(Books(4).text(60, 0.02), encoding="utf-8")
    try:
        assert compare(path) is not None
        path.write_text(Books(4).text(60, 0) + "\n2026-01-01 x\n    a    1 USD = 5 USD\n    b\n")
        assert compare(path) is None
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_one_processor_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert forked.processors() == 1
