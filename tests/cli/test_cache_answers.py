"""A remembered answer is the one a run would give now; where that is not sure, there is none."""

import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from tests.cli.conftest import BOOK, Prompt, Run
from tests.cli.test_terminal import screen

from arledger import __version__, cache
from arledger.cache import Store
from arledger.cli import answers
from arledger.cli.answers import Memory
from arledger.cli.commands import TABLE
from arledger.journal.files import FileReader

ROOT = Path(__file__).parents[2]
ASK = ("aging", "-f", "book.journal", "--as-of", "2026-03-31")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache in which even small books are worth an entry."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(answers, "WORTH", 0)
    (tmp_path / "xdg").mkdir()
    return tmp_path / "xdg" / "arledger"


@pytest.fixture
def recalled(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each run that asked, whether its answer was remembered."""
    found: list[bool] = []
    recall = Memory.recall

    def watched(memory: Memory) -> int | None:
        code = recall(memory)
        found.append(code is not None)
        return code

    monkeypatch.setattr(Memory, "recall", watched)
    return found


def twice(run: Prompt, recalled: list[bool], *words: str) -> Run:
    """What the line says, cold and then remembered: the same to the byte."""
    cold, warm = run(*words), run(*words)
    assert recalled[-2:] == [False, True]
    assert warm == cold == run(*words, "--no-cache")
    return cold


# -- remembered -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ASK,
        (*ASK, "-O", "json"),
        (*ASK, "--by", "invoice"),
        (*ASK, "--color", "always"),
        (*ASK, "nobody-of-this-name"),
        (*ASK, "-X", "EUR"),
        ("ag", "--file=book.journal"),
        ("-f", "book.journal", "aging"),
        ("open", "-f", "book.journal"),
        ("customers", "-f", "book.journal", "-p", "2026Q1"),
        ("history", "acme", "-f", "book.journal"),
        ("why", "INV-1", "-f", "book.journal"),
        ("balance", "-f", "book.journal"),
        ("check", "-f", "book.journal", "ordereddates"),
    ],
    ids=" ".join,
)
def test_the_same_question_has_the_same_answer(
    run: Prompt, kept: Path, recalled: list[bool], words: tuple[str, ...]
) -> None:
    assert twice(run, recalled, *words).out


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOOK.replace("inv:INV-1", "inv:INV-9"), 3),
        (BOOK + "\n2026-04-01 x\n    a   1 EUR\n    b   2 EUR\n", 1),
        ("alias a=b\n" + BOOK, 0),
    ],
    ids=["warning", "error", "the long way"],
)
def test_findings_and_errors_are_remembered_with_their_exit_code(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool], text: str, code: int
) -> None:
    (folder / "book.journal").write_text(text, encoding="utf-8")
    assert twice(run, recalled, "check", "-f", "book.journal").code == code
    assert twice(run, recalled, *ASK).code == (code if code == 1 else 0)


def test_texts_that_are_no_utf_8_come_back_as_they_were(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    name = os.fsdecode(b"b\xff\xfe.journal")
    (folder / name).write_text(BOOK.replace("inv:INV-1", "inv:INV-9"), encoding="utf-8")
    assert "warning" in twice(run, recalled, "aging", "-f", name).err


def test_a_file_is_written_again_and_never_over_another(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    target = folder / "a.csv"
    assert run(*ASK, "-o", "a.csv") == Run(0, "", "")
    text = target.read_text(encoding="utf-8")
    assert run(*ASK, "-o", "a.csv").code == 1
    target.unlink()
    assert run(*ASK, "-o", "a.csv") == Run(0, "", "")
    assert target.read_text(encoding="utf-8") == text
    assert recalled == [False, False, True]
    target.write_text("mine")
    target.chmod(0o640)
    for _ in range(2):
        assert run(*ASK, "-oa.csv", "--force").code == 0
        assert target.read_text(encoding="utf-8") == text
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
        target.write_text("mine again")
    assert recalled[-1]


def test_nothing_is_kept_or_looked_up_when_told_so(
    run: Prompt, kept: Path, recalled: list[bool]
) -> None:
    cold = run(*ASK, "--no-cache")
    assert not kept.exists()
    assert run(*ASK) == cold
    (file,) = kept.iterdir()
    before = file.stat().st_mtime_ns
    assert run(*ASK, "--no-cache") == cold
    assert file.stat().st_mtime_ns == before
    assert recalled == [False, False, False]


def test_a_small_book_is_not_worth_it(
    run: Prompt, folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "WORTH", len(BOOK.encode()) + 1)
    run(*ASK)
    assert not kept.exists()
    with (folder / "book.journal").open("a") as file:
        file.write("\n")
    run(*ASK)
    assert kept.exists()


@pytest.mark.parametrize("words", [("--version",), ("-h",), ("schema", "aging"), ("man",)])
def test_what_reads_no_journal_is_not_remembered(
    run: Prompt, kept: Path, words: tuple[str, ...]
) -> None:
    assert run(*words).code == 0
    assert not kept.exists()


def test_a_usage_error_is_not_remembered(run: Prompt, kept: Path) -> None:
    assert run("history", "nobody", "-f", "book.journal").code == 2
    assert run(*ASK, "--buckets", "3,2").code == 2
    assert run("aging", "-f", "gone.journal").code == 1
    assert run(*ASK, "--policy", "gone.toml").code == 1
    assert not kept.exists()


def test_a_remembered_answer_takes_no_parser_no_ledger_and_no_renderer(
    run: Prompt, folder: Path, kept: Path
) -> None:
    (folder / "all.journal").write_text(f"include book.journal\n; {'x' * 2**16}\n")
    script = (
        "import sys; old = set(sys.modules)\n"
        "from arledger.cli.main import main\n"
        "main(['aging', '-f', 'all.journal', '--as-of', '2026-03-31'])\n"
        "print(*(set(sys.modules) - old), file=sys.stderr)"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", script]
    cold, warm = (
        subprocess.run(command, env=env, capture_output=True, check=True, text=True)
        for _ in range(2)
    )
    assert warm.stdout == cold.stdout != ""
    ours, theirs = set(), set()
    for name in warm.stderr.split():
        (ours if name.startswith("arledger") else theirs).add(name)
    assert ours == {
        "arledger", "arledger.cache", "arledger.private", "arledger.recording",
        "arledger.unfinished", "arledger.cli", "arledger.cli.answers", "arledger.cli.errors",
        "arledger.cli.main", "arledger.cli.saying",
    }  # fmt: skip
    assert not theirs & {"re", "typing", "enum", "json", "decimal", "datetime", "threading"}


# -- what cannot be asked again ---------------------------------------------------------------


def test_standard_input_is_read_every_time(run: Prompt, kept: Path) -> None:
    words = ("aging", "-f", "-", "--as-of", "2026-03-31")
    first = run(*words, stdin=BOOK)
    assert run(*words, stdin=BOOK.replace("1,000.00", "2,000.00")).out != first.out
    assert not kept.exists()


def test_streams_and_devices_are_read_every_time(folder: Path, kept: Path) -> None:
    script = (
        "import sys; from arledger.cli import answers, main; answers.WORTH = 0\n"
        "sys.exit(main.main(sys.argv[1:]))"
    )
    (folder / "link").symlink_to("/dev/null")
    for path in ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "/dev/null", "link"):
        command = [sys.executable, "-c", script, "balance", "-f", path]
        for amount in ("111", "222"):
            (folder / "one.journal").write_text(f"2026-01-01 x\n  a  {amount} EUR\n  b\n")
            with (folder / "one.journal").open() as text:
                env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
                done = subprocess.run(
                    command, stdin=text, capture_output=True, env=env, text=True, check=True
                )
            assert (amount in done.stdout) == ("d/0" in path or "stdin" in path)
    assert not kept.exists()


def test_an_alias_that_ran_out_of_time_may_be_in_time_the_next_time(
    run: Prompt, folder: Path, kept: Path
) -> None:
    endless = f"alias /(a|aa)+$/=b\n\n2026-01-01 x\n    {'a' * 60}:c   1 EUR\n    d\n"
    (folder / "e.journal").write_text(endless)
    assert "endless-alias" in run("balance", "-f", "e.journal").err
    assert not kept.exists()


# -- another question -------------------------------------------------------------------------


def test_another_day_is_another_question(
    run: Prompt, kept: Path, recalled: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*ASK)
    tomorrow = time.localtime(time.time() + 86400)
    monkeypatch.setattr(time, "localtime", lambda *_: tomorrow)
    run(*ASK)
    assert recalled == [False, False]


def test_a_run_over_midnight_is_not_kept(
    run: Prompt, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter([time.localtime(), time.localtime(time.time() + 86400)])
    monkeypatch.setattr(time, "localtime", lambda *_: next(days))
    run(*ASK)
    assert not kept.exists()


@pytest.mark.parametrize("name", ["COLUMNS", "TERM", "NO_COLOR", "ARLEDGER_POLICY"])
def test_another_environment_is_another_question(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool], name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (folder / "77").write_text("[aging]\nbuckets = [7]\n")
    run(*ASK)
    monkeypatch.setenv(name, "77")
    run(*ASK)
    assert recalled == [False, False]


def test_another_folder_is_another_question(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    other = folder / "other"
    other.mkdir()
    (other / "book.journal").write_text(BOOK.replace("1,000", "3,000"), encoding="utf-8")
    here = run(*ASK)
    with chdir(other):
        there = run(*ASK)
    assert here.out != there.out
    assert run(*ASK) == here
    assert recalled == [False, False, True]


@pytest.mark.parametrize("name", ["LEDGER_FILE", "ARLEDGER_FILE"])
def test_another_journal_in_the_environment_is_another_question(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool], name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (folder / "b.journal").write_text(BOOK.replace("1,000", "3,000"), encoding="utf-8")
    monkeypatch.setenv(name, "~/book.journal")
    twice(run, recalled, "aging")
    monkeypatch.setenv(name, "b.journal")
    assert "3,100" in run("aging").out
    assert not recalled[-1]


def test_a_terminal_of_another_width_is_another_question(folder: Path, kept: Path) -> None:
    book = folder / "big.journal"
    book.write_text(BOOK + f"\n; {'x' * answers.WORTH}{'x' * 70_000}\n", encoding="utf-8")
    words = ("aging", "-f", str(book), "--as-of", "2026-03-31")
    cold = {columns: screen(*words, "--no-cache", columns=columns) for columns in (60, 120)}
    for _ in range(2):
        for columns in (60, 120):
            assert screen(*words, columns=columns) == cold[columns]
    assert len(list(kept.iterdir())) == 2
    assert "\x1b[" not in screen(*words, columns=120, NO_COLOR="1")
    assert "\x1b[" in screen(*words, columns=120)


# -- other texts ------------------------------------------------------------------------------


def test_the_bytes_that_were_read_count_and_not_those_there_later(
    run: Prompt, folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is changed while the run goes on is not taken for the one it read."""
    book, whole = folder / "book.journal", FileReader._whole

    def then_changed(reader: FileReader, path: str, *rest: object, **named: object) -> object:
        data = whole(reader, path, *rest, **named)  # type: ignore[arg-type]
        book.write_text(BOOK.replace("1,000.00", "9,000.00"), encoding="utf-8")
        return data

    with monkeypatch.context() as patch:
        patch.setattr(FileReader, "_whole", then_changed)
        assert "8,600.00" not in run(*ASK).out
    assert "8,600.00" in run(*ASK).out


def test_a_file_that_changes_between_two_readings_is_not_kept(
    run: Prompt, folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "twice.journal").write_text("include book.journal\ninclude book.journal\n")
    book, whole = folder / "book.journal", FileReader._whole
    texts = iter([BOOK, BOOK, BOOK.replace("1,000.00", "9,000.00"), BOOK, BOOK, BOOK])

    def changing(reader: FileReader, path: str, *rest: object, **named: object) -> object:
        book.write_text(next(texts), encoding="utf-8")
        return whole(reader, path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(FileReader, "_whole", changing)
    run("balance", "-f", "twice.journal")
    assert not kept.exists()


def test_an_include_that_means_other_files_is_read_anew(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    (folder / "main.journal").write_text("include y*.journal\n")
    (folder / "y1.journal").write_text(BOOK, encoding="utf-8")
    words = ("aging", "-f", "main.journal", "--as-of", "2026-03-31")
    before = twice(run, recalled, *words)
    (folder / "y2.journal").write_text(BOOK.replace("INV-", "INV-9"), encoding="utf-8")
    after = run(*words)
    assert after != before
    assert not recalled[-1]
    (folder / "y2.journal").unlink()
    assert run(*words) == before


def test_a_policy_that_comes_nearer_is_heeded(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    inner = folder / "clients" / "acme"
    inner.mkdir(parents=True)
    (inner / "book.journal").write_text(BOOK, encoding="utf-8")
    words = ("aging", "-f", "clients/acme/book.journal", "-O", "csv", "--as-of", "2026-03-31")
    plain = twice(run, recalled, *words)
    for number, place in enumerate((folder, folder / "clients", inner), 3):
        (place / "arledger.toml").write_text(f"[aging]\nbuckets = [{number}]\n")
        assert f"1-{number},{number + 1}+" in twice(run, recalled, *words).out
    for place in (folder, folder / "clients", inner):
        (place / "arledger.toml").unlink()
    assert run(*words) == plain


def test_a_link_that_leads_elsewhere_is_followed_anew(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    """The same text has another policy where it now stands."""
    for name, number in (("a", 3), ("b", 4)):
        (folder / name).mkdir()
        (folder / name / "arledger.toml").write_text(f"[aging]\nbuckets = [{number}]\n")
        (folder / name / "in").mkdir()
        (folder / name / "in" / "book.journal").write_text(BOOK, encoding="utf-8")
    (folder / "now").symlink_to("a/in")
    words = ("aging", "-f", "now/book.journal", "-O", "csv", "--as-of", "2026-03-31")
    assert ",1-3,4+," in twice(run, recalled, *words).out
    (folder / "now").unlink()
    (folder / "now").symlink_to("b/in")
    assert ",1-4,5+," in run(*words).out


# -- damage -----------------------------------------------------------------------------------


def test_a_damaged_answer_is_worked_out_anew(run: Prompt, kept: Path) -> None:
    cold = run(*ASK)
    (file,) = kept.iterdir()
    sound = file.read_bytes()
    for place in range(0, len(sound), max(1, len(sound) // 50)):
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
        assert run(*ASK) == cold
        file.write_bytes(sound[:place])
        assert run(*ASK) == cold


PAYLOADS = (
    b"", b"\n", b"1", b"x\n", b"1 0 0\nx", b"1 0 0\n0", b"1 0 0 3 0 1\n0outx", b"-1 -1 -1\nabc",
    b"1 0 0 4 1 1\n0odddab", b"9" * 5000 + b"\n", b"1 0 0 6 4 2\n0digestgone00",
    b"1 0 0 3 5 4\n0newpwnedtext", b"1 0 0 4 10 4\n0over../x.csvtext", b"\xff" * 100,
    b"1 0 0 6 3 2\n0digest\xff\xfe\xfd00", b"999999999999999999 0 0\n",
)  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_an_answer_in_due_form_that_makes_no_sense_does_no_harm(
    run: Prompt, folder: Path, kept: Path, payload: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = run(*ASK)
    memory = Memory(ASK)
    memory._store.put(memory._question, payload, "")
    result = run(*ASK)
    assert result.err == cold.err == ""
    assert {path.name for path in folder.iterdir()} == {"book.journal", "xdg"}


def test_random_payloads_do_no_harm(run: Prompt, kept: Path) -> None:
    chance = random.Random(7)
    cold = run(*ASK)
    memory = Memory(ASK)
    sound = memory._store.get(memory._question)
    assert sound is not None
    for _ in range(40):
        payload = bytearray(sound)
        for _ in range(chance.randint(1, 6)):
            payload[chance.randrange(sound.index(b"\n"))] = chance.choice(b"0123456789 -\n")
        memory._store.put(memory._question, bytes(payload), "")
        assert run(*ASK).err == cold.err


# -- places that cannot be used ---------------------------------------------------------------


@pytest.mark.parametrize("obstacle", ["file", "link", "foreign", "no home", "full", "read-only"])
def test_without_a_cache_a_run_is_only_slower(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool], obstacle: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cold = run(*ASK, "--no-cache")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if obstacle == "file":
        kept.write_text("mine")
    elif obstacle == "link":
        kept.symlink_to(folder)
    elif obstacle == "foreign":
        kept.mkdir()
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
    elif obstacle == "no home":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setattr(os, "rename" if obstacle == "full" else "mkdir", full)
    assert run(*ASK) == run(*ASK) == cold
    assert not any(recalled)
    names = {path.name for path in folder.iterdir()}
    assert names == {"book.journal", "xdg"}


def test_a_folder_that_is_gone_asks_nothing(run: Prompt, folder: Path, kept: Path) -> None:
    (folder / "gone").mkdir()
    with chdir(folder / "gone"):
        (folder / "gone").rmdir()
        assert run("aging", "-f", str(folder / "book.journal"), "--as-of", "2026-03-31").code == 0
    assert not kept.exists()


def test_a_reader_who_leaves_a_remembered_answer_ends_it_quietly(folder: Path, kept: Path) -> None:
    lines = "".join(
        f"2026-01-10 (I-{n}) c{n}\n    assets:receivable:c{n}   1.00 EUR\n    income:sales\n\n"
        for n in range(3000)
    )
    (folder / "long.journal").write_text(lines)
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    whole = [sys.executable, "-m", "arledger", "open", "-f", "long.journal"]
    piped = f"{' '.join(whole)} 2>err | head -n 1; echo ${{PIPESTATUS[0]}}"
    subprocess.run(whole, env=env, stdout=subprocess.DEVNULL, check=True)
    (file,) = kept.iterdir()
    for _ in range(2):
        os.utime(file, (1, 1))
        done = subprocess.run(
            ["bash", "-c", piped], env=env, capture_output=True, text=True, check=True
        )
        assert file.stat().st_mtime > 1
        assert done.stdout.splitlines()[-1] == "0"
        assert "Traceback" not in (folder / "err").read_text()


# -- whatever happens to the files ------------------------------------------------------------

ENTRY = """
2026-0{month}-1{day} (N-{number}) ACME
    assets:receivable:{who}      {amount}.00 EUR  ; {tag}
    income:sales
"""


class Books:
    """A folder of journals and policies that somebody works on, at random."""

    def __init__(self, top: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.top = top
        self.home = top / "books"
        self.home.mkdir()
        (self.home / "main.journal").write_text("include years/*.journal\ninclude base.journal\n")
        (self.home / "years").mkdir()
        for name in ("other", "base", "years/2025", "years/2026"):
            (self.home / f"{name}.journal").write_text(BOOK + self.entry(), encoding="utf-8")

    def entry(self) -> str:
        pick = self.chance.choice
        return ENTRY.format(
            month=pick("123"), day=pick("123456"), number=pick(range(9)), amount=pick("123456789"),
            who=pick(("acme", "bolt", "上海")), tag=pick(("due:2026-03-01", "inv:INV-1", "x", "terms:net 30")),
        )  # fmt: skip

    def journal(self) -> Path:
        return self.chance.choice(sorted(self.home.rglob("*.journal")))

    def change(self) -> str:
        """One thing somebody does; its name."""
        files = (self.append, self.edit, self.edit, self.cut, self.touch, self.swap, self.add)
        others = (self.drop, self.policy, self.no_policy, self.link, self.back)
        does: Callable[[], None] = self.chance.choice((*files, *others, self.nothing))
        self.before = {p: p.read_bytes() for p in self.home.rglob("*.journal") if p.is_file()}
        does()
        return does.__name__

    def append(self) -> None:
        with self.journal().open("a") as file:
            file.write(self.entry())

    def edit(self) -> None:
        """In the middle, and so that size and times are as before."""
        path = self.journal()
        status, data = path.stat(), bytearray(path.read_bytes())
        digits = [at for at, byte in enumerate(data) if chr(byte) in "123456"]
        if digits:
            data[self.chance.choice(digits)] = ord(self.chance.choice("123456"))
        path.write_bytes(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def cut(self) -> None:
        path = self.journal()
        data = path.read_bytes()
        path.write_bytes(data[: self.chance.randint(0, len(data))])

    def touch(self) -> None:
        os.utime(self.journal())

    def swap(self) -> None:
        one, two, beside = self.journal(), self.journal(), self.home / "beside"
        if one != two:
            one.rename(beside)
            two.rename(one)
            beside.rename(two)

    def add(self) -> None:
        path = self.home / "years" / f"20{self.chance.randint(10, 30)}.journal"
        path.write_text(BOOK.replace("INV", path.stem), encoding="utf-8")

    def drop(self) -> None:
        for path in list(self.home.glob("years/*.journal"))[1:2]:
            path.unlink()

    def policy(self) -> None:
        place = self.chance.choice((self.home, self.top))
        bucket = self.chance.choice((7, 14, 30, "x"))
        (place / "arledger.toml").write_text(f"[aging]\nbuckets = [{bucket}]\n")

    def no_policy(self) -> None:
        self.chance.choice((self.home, self.top)).joinpath("arledger.toml").unlink(missing_ok=True)

    def link(self) -> None:
        path = self.home / "base.journal"
        target = self.top / "elsewhere.journal"
        if not path.is_symlink():
            path.rename(target)
            path.symlink_to(target)

    def nothing(self) -> None:
        pass

    def back(self) -> None:
        """As it was some time ago, as a version control system does it."""
        for path, data in self.before.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)


QUESTIONS = (
    ("aging", "-f", "main.journal"),
    ("aging", "-f", "main.journal", "--today", "2026-02-20"),
    ("aging", "-f", "main.journal", "--as-of", "2026-03-31", "-O", "csv"),
    ("aging", "-f", "other.journal", "--as-of", "2026-03-31"),
    ("aging", "-f", "other.journal", "--as-of", "2026-03-31", "--color", "always"),
    ("aging", "-f", "other.journal", "-f", "base.journal"),
    ("aging", "-f", "base.journal", "-f", "other.journal"),
    ("aging", "-f", "other.journal", "--policy", "arledger.toml"),
    ("open", "-f", "main.journal", "-O", "json"),
    ("why", "INV-1", "-f", "years/2026.journal"),
    ("check", "-f", "main.journal"),
    ("balance", "-f", "base.journal", "-f", "other.journal"),
    *((name, "acme", "-f", "main.journal") for name, (of, _) in TABLE.items() if ".reports." in of),
)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_to_the_files_a_remembered_answer_is_the_one_of_now(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool], seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    books, told = Books(folder, seed), []
    with chdir(books.home):
        for _ in range(40):
            told.append(books.change())
            for words in books.chance.sample(QUESTIONS, 2):
                monkeypatch.setenv("COLUMNS", books.chance.choice(("60", "90")))
                now = run(*words, "--no-cache")
                assert run(*words) == now, f"{words} after {told}"
                assert run(*words) == now, f"{words} after {told}"
    assert recalled[2::3].count(True) > 20, "hardly anything was remembered"
    assert recalled[1::3].count(True) > 0, "nothing outlived a change that did not concern it"


def test_the_store_of_a_run_is_the_users(kept: Path) -> None:
    memory = Memory(ASK)
    assert memory._store.path == str(kept) == cache.folder()
    assert isinstance(memory._store, Store)
    assert __version__ in memory._store._program


# -- files that evidence is in ----------------------------------------------------------------


def test_a_dossier_is_never_older_than_the_files_it_tells_of(
    run: Prompt, folder: Path, kept: Path, recalled: list[bool]
) -> None:
    """Whatever happens to a file between two runs: each says what --no-cache says."""
    text = BOOK + "\n2026-01-20 ACME  ; event:file, customer:acme, file:scan.pdf\n"
    (folder / "book.journal").write_text(text, encoding="utf-8")
    scan = folder / "scan.pdf"
    ask = ("customer", "acme", "--evidence", "-f", "book.journal", "--as-of", "2026-12-31")
    said = [twice(run, recalled, *ask).out]
    assert "missing" in said[0]
    for step in (
        lambda: scan.write_bytes(b"one"),
        lambda: scan.write_bytes(b"two"),
        lambda: os.utime(scan, (1, 1)),
        lambda: (scan.unlink(), scan.mkdir()),
        lambda: (scan.rmdir(), scan.symlink_to("other.pdf")),
        lambda: (folder / "other.pdf").write_bytes(b"two"),
        lambda: (folder / "other.pdf").write_bytes(b"thr"),
        scan.unlink,
    ):
        step()
        now = run(*ask, "--no-cache")
        said.append(now.out)
        assert run(*ask) == now
        assert run(*ask) == now
    assert len(set(said)) == 5  # missing, one, two, a folder, three
    assert said[2] == said[3] == said[6]
    assert said[0] == said[5] == said[8]
