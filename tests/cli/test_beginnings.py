"""Whatever happened before, a run says what one without a cache on one processor says."""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt, Run
from tests.ledger.test_quick import HEADER, ODD, START, Books, payee, written

from arledger import cache
from arledger.journal import plain
from arledger.ledger import beginning, halves, quick

KINDS = [
    *ODD,
    # what is kept is named, doubled, paid once more, or named by somebody else
    "{day} ({number}) {payee} | number again\n    {account}    {amount} {money}\n    income:sales\n",
    "{day} ({number}) {payee} | by code\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} (K{n}) {payee} | a document\n    {account}    {amount} USD\n    income:sales\n",
    "{day} (K{n}) {payee} | a payment\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} (K{n}) {payee} | returned\n    income:sales    1.00 USD\n    {account}  ; inv:{number}\n",
    "{day} {payee} | too much\n    assets:bank    9,999.00 {money}\n    {account}  ; inv:{number}\n",
    "{day} {payee} | on account\n    assets:bank    {amount} USD\n    {account}\n",
    "{day} {payee} | more on account\n    assets:bank    9,999.00 USD\n    {account}\n",
    "{day} x\n    assets:bank    2 USD\n    {account}  -1 USD  ; inv:{number}\n    {account}  ; inv:K{n}\n",
    "{day} x\n    assets:bank    9,999.00 USD\n    assets:receivable:c6  ; inv:{number}\n",
    "{day} {who} | new\n    assets:receivable:n{n}    {amount} {money}\n    income:sales\n",
    "{day} {who} | of another name\n    {account}    {amount} USD\n    income:sales\n",
    "{day} {who}\n    {account}    {amount} USD\n    income:sales\n",
    "{day} {payee} | elsewhere\n    assets:receivable:old{n}    {amount} USD\n    income:sales\n",
    "{day} {payee} | branch\n    {account}:hue    {amount} USD\n    income:sales\n",
    "{day} x  ; event:contact, customer:{who}\n",
    "{day} x  ; event:review, customer:{who}, terms:net 60\n",
    "{day} {who}  ; event:review, terms:2/10 net 60\n",
    "{day} x  ; event:extend, inv:{number}, due:{later}, customer:{who}\n",
    "{day} x  ; event:dispute, inv:{number}\n",
    "{day} x  ; event:withdraw, promise:K{n}\n",
    "{day} (K{n}) x\n    (promise:{who})    {amount} USD  ; date:{later}\n",
    # how amounts and accounts are written
    "{day} ({number}) {payee} | money\n    {account}    {odd}\n    income:sales\n",
    "{day} {payee} | money\n    assets:bank    {odd}\n    {account}\n",
    "{day} x\n    assets:bank    {odd}\n    income:x\n",
    "{day} x\n    {account}    10.00 USD\n    income:sales    -10.001 USD\n",
    "{day} x\n    {account}    10.00 USD\n    income:sales    -9.00 EUR\n",
    "{day} x\n    assets:bank 5.00 USD\n    income:sales    1.00 USD\n",
    "{day} x \u202e\n    {account}    {amount} USD\n    income:sales\n",
    "{day}={later} x\n    {account}    {amount} USD\n    income:sales\n",
    "2026/1/5 x\n    {account}    {amount} USD\n    income:sales\n",
    "01-05 x\n    {account}    {amount} USD\n    income:sales\n",
    # what is no entry
    "; inv:{number}\n    ; inv:{number}\n",
    "; a remark\n    an orphan\n",
    "python\n    x = 1\n",
    "account assets:bank 5.00 USD\n",
    "account assets:receivable:old{n}  ; customer:{customer}\n",
    "account {account}  ; name:{who}\n",
    "D 1,000.00 USD\n",
    "Y 2024\n",
]
ODD_MONEY = (
    "1.5 EUR", "1,000 EUR", "EUR 5.00", "5.00EUR", "1.000,50 EUR", "$5.00", "5 EUR", "1.2345 EUR",
    "1,234,567 EUR", "1,500 JPY", "1.5 JPY", "0.005 BHD", "-3.00 EUR", "0.00 EUR", "1,000.5 USD",
)  # fmt: skip
HEADERS = (
    HEADER,
    HEADER.replace("commodity 1,000.00 USD\n", ""),
    "account assets:receivable  ; terms:net 14\ncommodity 1000.00 USD\ncommodity 1000.00 EUR\n",
    "account assets:receivable:c1  ; name:Two\naccount assets:receivable:c0  ; customer:c1\n",
    "",
)
CHOICES = (
    (), (), (), ("--payable",), ("--policy", "terms.toml"), ("--policy", "order.toml"),
    ("--today", "2025-01-01"), ("--unapplied", "own-age"), ("--basis", "date"), ("-X", "USD"),
)  # fmt: skip


class Story(Books):
    """A book that somebody works on: a few kinds of odd entries, each of them often."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.kinds = self.random.sample(KINDS, self.random.choice((2, 4, 8)))
        self.in_order, self.days = self.random.random() < 0.5, 0
        self.data = (self.random.choice(HEADERS) + "\n" + self.entries(30)).encode()
        self.versions = [self.data]

    def entries(self, count: int) -> str:
        chance = self.random
        texts = [self.odd() if chance.random() < 0.2 else self.plain() for _ in range(count)]
        return "".join(text + chance.choice(("\n", "\n", "")) for text in texts)

    def day(self):  # type: ignore[no-untyped-def]
        if not self.in_order:
            return super().day()
        self.days = min(self.days + self.random.choice((0, 0, 1, 2)), 160)
        return START + timedelta(self.days)

    def odd(self) -> str:
        chance, day = self.random, self.day()
        account, number, *_ = chance.choice(self.open or [("assets:receivable:c0", "INV-0")])
        if chance.random() < 0.3:
            account = f"assets:receivable:c{chance.randrange(7)}"
        kind = chance.choice(self.kinds)
        if kind[0] not in "{2;" and chance.random() < 0.7:
            return self.plain()  # nothing is read on from where a directive stands
        return kind.format(
            day=day, later=day + timedelta(9), account=account, number=number,
            customer=account.rpartition(":")[2], amount=written(chance.randint(1, 50_000)),
            plain=chance.randint(1, 500), payee=payee(account), n=chance.randint(1, 3),
            money=chance.choice(("USD", "EUR")), odd=chance.choice(ODD_MONEY),
            who=chance.choice(("C0", "C1", "c2", "One & Sons", "Two", "n1", "Bar", "nobody", "")),
        )  # fmt: skip

    def undo(self) -> None:
        """Put right what is an error."""
        self.data = self.versions[-2] if len(self.versions) > 1 else HEADER.encode()

    def change(self) -> str:
        """One thing somebody does; its name."""
        does = self.random.choice((*[self.append] * 12, self.glue, self.cut, self.back, self.edit))
        if self.random.random() < 0.8:
            does()
        self.versions.append(self.data)
        return does.__name__

    def append(self) -> None:
        chance = self.random
        joint = chance.choice(("", "", "\n", "\n\n"))
        more = joint + self.entries(chance.choice((1, 1, 1, 2, 5, 20)))
        if chance.random() < 0.1:
            more = chance.choice((more.rstrip("\n"), more + "\n" * 120, more.replace("\n", "\r\n")))
        self.data += more.encode()

    def glue(self) -> None:
        """What is appended belongs to the last entry."""
        line = self.random.choice(("; inv:INV-1", "assets:more    0 USD", "\u3000", "x"))
        self.data += f"    {line}\n{self.entries(1)}".encode()

    def cut(self) -> None:
        at = self.random.randint(0, len(self.data))
        self.data = self.data[: self.data.rfind(b"\n\n", 0, at) + 1]

    def back(self) -> None:
        self.data = self.random.choice(self.versions)

    def edit(self) -> None:
        digits = [at for at, byte in enumerate(self.data) if chr(byte) in "123456789"]
        at = self.random.choice(digits or [0])
        self.data = self.data[:at] + b"7" + self.data[at + 1 :]


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache in which the beginnings of small books are kept, and halves that are small."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "xdg").mkdir()
    monkeypatch.setattr(beginning, "WORTH", 1)
    monkeypatch.setattr(beginning, "_MUCH_MORE", 1)
    monkeypatch.setattr(halves, "WORTH", 300)
    monkeypatch.setattr(quick, "_OF_ANOTHER_SHAPE", ())  # here it would be a fault


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


def questions(chance: random.Random, folder: Path) -> Iterator[tuple[str, ...]]:
    """Lines somebody types, each mostly as the one before."""
    path, as_of, choice = "book.journal", START + timedelta(119), ()
    (folder / "terms.toml").write_text('[terms]\ndefault = "net 30"\n')
    (folder / "order.toml").write_text('[allocation]\norder = "none"\n')
    (folder / "main.journal").write_text("include book.journal\n")
    (folder / "link.journal").symlink_to("book.journal")
    paths = ("book.journal", "link.journal", "main.journal", f"{folder}/book.journal")
    while True:
        if chance.random() < 0.3:
            as_of = START + timedelta(chance.choice((-1, 30, 60, 90, 119, 121, 140, 400)))
        if chance.random() < 0.1:
            path = chance.choice(paths)
        if chance.random() < 0.1:
            choice = chance.choice(CHOICES)
        shape = chance.choice(((), ("-O", "json")))
        yield ("aging", "-f", path, "--as-of", str(as_of), *choice, *shape)


@pytest.mark.parametrize("seed", range(16))
def test_a_book_that_somebody_works_on_is_as_if_read_anew(
    run: Prompt, folder: Path, resumed: list[int], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, story, told = random.Random(seed), Story(seed), []
    monkeypatch.setattr(plain, "_CHUNK", chance.choice((500, 3000, 1 << 16)))

    def answer(processors: int, *words: str) -> Run:
        monkeypatch.setattr(halves, "processors", lambda: processors)
        return run(*words)

    asked = questions(chance, folder)
    for _ in range(18):
        (folder / "book.journal").write_bytes(story.data)
        words = next(asked)
        now = answer(1, *words, "--no-cache")
        assert answer(chance.choice((1, 2)), *words) == now, f"{words} after {told}"
        if now.code == 1:
            story.undo()
        told.append(story.change())
    assert resumed, "no beginning counted: this compares nothing"


# -- what else may happen ---------------------------------------------------------------------

ASK = ("aging", "-f", "grown.journal", "--as-of", "2026-12-31")
MORE = "\n2026-04-20 C1 | paid\n    assets:bank    1.00 USD\n    assets:receivable:c1\n"


@pytest.fixture
def book(folder: Path) -> Path:
    """A book of which something is kept as soon as it is asked about."""
    path = folder / "grown.journal"
    path.write_text(Books(4).text(60, 0.02), encoding="utf-8")
    return path


def grown(run: Prompt, book: Path) -> Run:
    """What is said of the book before and after it has grown: as without a cache."""
    assert run(*ASK) == run(*ASK, "--no-cache")
    book.write_text(book.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    said = run(*ASK)
    assert said == run(*ASK, "--no-cache")
    return said


def test_what_was_told_of_amounts_is_told_as_they_look_now(
    run: Prompt, book: Path, resumed: list[int]
) -> None:
    """An appended amount with more decimals changes how all of its currency are written."""
    book.write_text(
        "2026-01-05 (A) x\n    assets:receivable:c1    10.00 EUR\n    income:sales\n\n"
        "2026-02-01 x\n    assets:bank    1.00 EUR\n    assets:receivable:c1\n\n"
        "2026-02-05 x\n    assets:bank    25.50 EUR\n    assets:receivable:c1  ; inv:A\n",
        encoding="utf-8",
    )
    assert "16.50 EUR more than was open" in run(*ASK).err
    more = "2026-03-01 (B) x\n    assets:receivable:c2    1,000.1250 EUR\n    income:sales\n"
    book.write_text(book.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert "16.5000 EUR more than was open" in run(*ASK).err
    assert run(*ASK) == run(*ASK, "--no-cache")
    assert resumed


@pytest.mark.parametrize("obstacle", ["full disk", "too large", "no memory"])
def test_what_cannot_be_kept_is_not(
    run: Prompt, book: Path, resumed: list[int], obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def no_memory(*_: object) -> None:
        raise MemoryError

    if obstacle == "full disk":
        monkeypatch.setattr(os, "rename", none)
    elif obstacle == "too large":
        monkeypatch.setattr(cache, "LARGEST", 1000)
    else:
        monkeypatch.setattr(quick, "kept", no_memory)
    assert grown(run, book).code == 0
    assert not resumed


def test_of_two_beginnings_kept_at_once_one_counts(
    run: Prompt, book: Path, resumed: list[int], tmp_path: Path
) -> None:
    """The other run has kept that of a longer, a shorter or another file meanwhile."""
    text = book.read_text(encoding="utf-8")
    kept = []
    for other in (
        text,
        text + MORE,
        text[: text.rfind("\n\n") + 1],
        text.replace("2026-02", "2026-03"),
    ):
        book.write_text(other, encoding="utf-8")
        run(*ASK)
        kept.append([(path, path.read_bytes()) for path in tmp_path.glob("xdg/arledger/*")])
    book.write_text(text + MORE + MORE, encoding="utf-8")
    now = run(*ASK, "--no-cache")
    for files in kept:
        for path, data in files:
            path.write_bytes(data)
        assert run(*ASK) == now
    assert len(set(resumed)) > 1
