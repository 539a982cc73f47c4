"""A file that has grown is taken from where it ended, and gives what it gives read anew."""

import marshal
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.comparison import TODAY, shown
from tests.ledger.test_quick import START, Books

from arledger.journal.plain import NotPlainError
from arledger.ledger import beginning, netting
from arledger.ledger.quick import ShortWay, quick_book
from arledger.policy.model import DEFAULT

CLOSE = "2026-04-20 * C1 | paid\n    assets:bank    1.00 USD\n    assets:receivable:c1\n"


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.things: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.things.get(name)

    def put(self, name: str, data: bytes, about: str) -> None:
        assert about
        self.things[name] = data


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "WORTH", 1)
    monkeypatch.setattr(beginning, "_MUCH_MORE", 1)


@pytest.fixture
def resumed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of every beginning that counted."""
    found: list[int] = []
    resume = beginning.Beginning.resume

    def noted(kept: beginning.Beginning, *given: object) -> int:
        found.append(kept.length)
        return resume(kept, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(beginning.Beginning, "resume", noted)
    return found


def told(path: Path, as_of: date, shelf: Shelf | None) -> list[object]:
    """What is shown of a file; what is kept of earlier runs may help, and is kept anew."""
    try:
        if shelf is None:
            book, problems = quick_book([str(path)], DEFAULT, "receivable", as_of, today=TODAY)
        else:
            short = ShortWay(DEFAULT, "receivable", as_of, TODAY, shelf)
            book, problems = short.book([str(path)])
            short.keep()
    except NotPlainError:
        return ["the long way"]
    return shown(book, problems, {})


def test_a_file_that_grew_is_as_if_read_anew(tmp_path: Path, resumed: list[int]) -> None:
    """Books whose entries are appended a few at a time, in order of date or not."""
    for seed in range(60):
        chance, books = random.Random(seed), Books(seed)
        if seed % 3:
            days = iter(sorted(chance.randrange(120) for _ in range(400)))
            books.day = lambda days=days: START + timedelta(next(days))  # type: ignore[method-assign]
        entries = books.text(70, (0, 0.02, 0.1)[seed % 3]).split("\n\n")
        path, shelf, ends = tmp_path / f"{seed}.journal", Shelf(), chance.sample(range(20, 70), 3)
        for end in sorted(ends):
            path.write_text("\n\n".join(entries[:end]) + "\n", encoding="utf-8")
            as_of = START + timedelta(chance.choice((60, 119, 400)))
            assert told(path, as_of, shelf) == told(path, as_of, None), (seed, end)
    assert len(resumed) > 30, "hardly any beginning counted: this compares nothing"


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        (CLOSE, True),
        ("", True),
        ("; a remark\n", True),
        ("\n\n" + CLOSE, True),
        (CLOSE.replace("assets:receivable:c1", "assets:receivable:new"), True),
        (CLOSE.replace("1.00 USD", "1.0000 EUR"), True),
        ("2026-04-20 r  ; event:review, customer:c1, terms:net 60\n", True),
        ("2026-04-20 x  ; event:extend, inv:INV-3, due:2026-09-01\n", True),
        ("2026-04-20 x  ; event:contact, customer:nobody\n", True),
        ("2026-04-20 p\n    (promise:INV-3)    5.00 USD\n", True),
        (CLOSE.replace("c1\n", "c1  ; inv:INV-3\n"), True),
        (CLOSE.replace("c1\n", "c2  ; inv:INV-3\n"), True),
        ("    ; it goes on\n", False),
        ("account assets:receivable:c1  ; customer:c2\n", False),
        ("commodity 1.000,00 EUR\n", False),
        ("alias a=b\n", False),
        ("comment\n", False),
        ("include other.journal\n", False),
        ("2026-04-20 wrong\n    a    1 USD\n    b    1 USD\n", True),
    ],
)
def test_what_is_appended(tmp_path: Path, resumed: list[int], more: str, counts: bool) -> None:
    path, shelf = tmp_path / "book.journal", Shelf()
    text = Books(12).text(60, 0.02)
    path.write_text(text, encoding="utf-8")
    told(path, TODAY, shelf)
    path.write_text(text + more, encoding="utf-8")
    assert told(path, TODAY, shelf) == told(path, TODAY, None)
    assert bool(resumed) == counts


@pytest.mark.parametrize("change", ["edit", "shorten", "earlier", "later year"])
def test_another_beginning_does_not_count(tmp_path: Path, resumed: list[int], change: str) -> None:
    path, shelf = tmp_path / "book.journal", Shelf()
    text = Books(12).text(60, 0)
    path.write_text(text, encoding="utf-8")
    told(path, date(2026, 3, 1), shelf)
    as_of = {"earlier": date(2026, 2, 1), "later year": date(2028, 1, 1)}.get(change, TODAY)
    changed = {"edit": text.replace("1", "2", 1), "shorten": text[: len(text) // 2]}
    path.write_text(changed.get(change, text), encoding="utf-8")
    assert told(path, as_of, shelf) == told(path, as_of, None)
    assert not resumed, "entries after the as-of date were passed over: they count now"


def test_last_line_without_end_is_not_kept(tmp_path: Path, resumed: list[int]) -> None:
    path, shelf = tmp_path / "book.journal", Shelf()
    path.write_text(Books(12).text(20, 0) + "\n" + CLOSE[:-2], encoding="utf-8")
    told(path, TODAY, shelf)
    assert not shelf.things


def test_a_path_written_another_way_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resumed: list[int]
) -> None:
    """Problems name the file as the reader does."""
    monkeypatch.chdir(tmp_path)
    shelf, text = Shelf(), Books(12).text(60, 0.02)
    Path("book.journal").write_text(text, encoding="utf-8")
    Path("link.journal").symlink_to("book.journal")
    told(Path("book.journal"), TODAY, shelf)
    Path("book.journal").write_text(text + CLOSE, encoding="utf-8")
    for path in (tmp_path / "book.journal", Path("link.journal")):
        assert told(path, TODAY, shelf) == told(path, TODAY, None)
    assert not resumed


@pytest.mark.parametrize(
    ("above", "more"),
    [
        ("python\n    x = 1\n\n" + CLOSE, "; a remark\n    an orphan\n"),
        ("python\n    x = 1\n\naccount assets:a\n\n", "; a remark\n    an orphan\n"),
        (
            "account assets:bank 5.00 USD\n\n",
            "2026-04-20 x\n    assets:bank 5.00 USD\n    income:x    1.00 USD\n",
        ),
    ],
    ids=["an entry after code", "a directive after code", "an account like an amount"],
)
def test_what_was_met_above_counts_below(
    tmp_path: Path, resumed: list[int], above: str, more: str
) -> None:
    path, shelf = tmp_path / "book.journal", Shelf()
    path.write_text(above, encoding="utf-8")
    told(path, TODAY, shelf)
    path.write_text(above + more, encoding="utf-8")
    assert told(path, TODAY, shelf) == told(path, TODAY, None)
    assert resumed


def _other_shapes(kept: bytes) -> list[bytes]:
    found = marshal.loads(kept)
    cut = [kept[:length] for length in range(0, len(kept), 97)]
    other = [marshal.dumps(thing) for thing in (None, 5, [], {}, "later", (1, 2))]
    less = [marshal.dumps({n: found[n] for n in found if n != name}) for name in found]
    wrong = [
        marshal.dumps({**found, name: thing})
        for name in found
        for thing in (None, 5, b"x", "x", [5], [(b"c1", b"raw")], {"c1": 5})
    ]
    return [*cut, *other, *less, *wrong]


def test_what_is_kept_in_another_shape_does_not_count(tmp_path: Path) -> None:
    """As another program might keep it under the same name."""
    path, shelf = tmp_path / "book.journal", Shelf()
    text = Books(12).text(12, 0.1)
    path.write_text(text, encoding="utf-8")
    told(path, TODAY, shelf)
    ((name, kept),) = shelf.things.items()
    path.write_text(text + CLOSE, encoding="utf-8")
    expected = told(path, TODAY, None)
    for data in _other_shapes(kept):
        shelf.things = {name: data}
        assert told(path, TODAY, shelf) in (expected, ["the long way"])


def test_a_process_that_reads_on_from_a_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resumed: list[int]
) -> None:
    monkeypatch.setattr("arledger.ledger.halves.WORTH", 300)
    monkeypatch.setattr("arledger.ledger.halves.processors", lambda: 2)
    monkeypatch.setattr("arledger.journal.plain._CHUNK", 700)
    path, shelf = tmp_path / "book.journal", Shelf()
    entries = Books(12).text(90, 0.02).split("\n\n")
    for end in (40, 90):
        path.write_text("\n\n".join(entries[:end]) + "\n", encoding="utf-8")
        assert told(path, TODAY, shelf) == told(path, TODAY, None)
    assert resumed
    assert netting.Netting(DEFAULT, "receivable", TODAY).resumed is None
