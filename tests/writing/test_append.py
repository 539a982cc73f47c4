"""Writing is safe: whatever happens, every file is whole, and nothing anybody wrote is lost."""

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.writing.desks import POINT, add, books_in, desk_of, drafted, proposed

from arledger.policy.model import DEFAULT, Policy
from arledger.policy.sections.books import Writing
from arledger.records import replaced
from arledger.writing import files
from arledger.writing.append import append, steps
from arledger.writing.changes import changes
from arledger.writing.draft import Draft
from arledger.writing.errors import NotWrittenError
from arledger.writing.files import held
from arledger.writing.place import chosen
from arledger.writing.proposal import Books, propose, standing

ROOT = Path(__file__).parents[2]
PAYMENT = {"inv": ["INV-1"], "amount": ["1000.00 EUR"]}
YEARLY = DEFAULT._replace(writing=Writing(file="years/{year}.journal"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.journal"


def entries(books: Books) -> int:
    now = standing(books, books.today)
    assert now.books, now.problems
    return len(now.journal.entries)


def in_a_child(work: Callable[[], object]) -> int:
    """The exit status of a process that does the work and nothing else."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(7)
    return os.waitpid(child, 0)[1]


def leavings(folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.name.endswith(".arledger-new")]


# -- stopped ---------------------------------------------------------------------------------


def number_of_steps(books: Books, **words: str) -> int:
    run = steps(books, proposed(books, "payment", PAYMENT), force=False)
    return len(list(run))


@pytest.mark.parametrize("policy", [DEFAULT, YEARLY], ids=["one file", "a new file"])
def test_killed_at_any_step_the_book_has_the_entry_or_has_it_not(
    policy: Policy, tmp_path: Path
) -> None:
    """And whoever writes next finds no obstacle, and nothing the dead one left behind."""
    count = number_of_steps(books_in(_folder(tmp_path, "all") / "book.journal", POINT, policy))
    assert count >= (8 if policy is DEFAULT else 16)
    seen = set()
    for stop in range(1, count + 1):
        folder = _folder(tmp_path, f"stop{stop}")
        books = books_in(folder / "book.journal", POINT, policy)
        proposal = proposed(books, "payment", PAYMENT)

        def work(proposal=proposal, books=books, stop=stop) -> None:
            for place, _ in enumerate(steps(books, proposal, force=False), 1):
                if place == stop:
                    os.kill(os.getpid(), signal.SIGKILL)

        assert in_a_child(work) == signal.SIGKILL
        after = entries(books)
        seen.add(after)
        assert after in {3, 4}
        assert (folder / "book.journal").read_bytes().startswith(POINT.encode())
        add(books, "payment", {"inv": ["INV-1"], "amount": ["5.00"]})
        assert entries(books) == after + 1
        assert leavings(folder) == []
    assert seen == {3, 4}


def _folder(above: Path, name: str) -> Path:
    (above / name).mkdir()
    return above / name


def test_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    """Here a real one, as far as a limit on the size of files is one."""
    books = books_in(path, POINT + "; " + "x" * 5000 + "\n")
    old = path.read_bytes()
    proposal = proposed(books, "payment", PAYMENT)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            append(books, proposal)
        except NotWrittenError as error:
            os._exit(3 if "File too large" in str(error) else 4)

    assert os.waitstatus_to_exitcode(in_a_child(work)) == 3
    assert path.read_bytes() == old
    assert leavings(path.parent) == []


@pytest.mark.parametrize("call", ["write", "fsync", "fchmod"])
def test_whatever_call_fails_the_file_is_as_it_was(
    call: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = books_in(path, POINT)
    proposal = proposed(books, "payment", PAYMENT)

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(NotWrittenError, match="No space left on device"):
        append(books, proposal)
    assert path.read_text(encoding="utf-8") == POINT
    assert leavings(path.parent) == []


def test_a_folder_that_may_not_be_written_to_is_named_as_the_reason(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = books_in(path, POINT)
    proposal = proposed(books, "payment", PAYMENT)

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("arledger.writing.append.replacing", refused)
    with pytest.raises(NotWrittenError, match="Permission denied") as told:
        append(books, proposal)
    assert "folder must be writable" in told.value.remedy


# -- others ------------------------------------------------------------------------------------


def test_writers_at_once_all_get_their_entry_in(path: Path) -> None:
    books = books_in(path, POINT)
    notes = [f"note {number}" for number in range(6)]
    command = [sys.executable, "-m", "arledger", "add", "note", "acme", "-f", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = [
        subprocess.Popen(
            [*command, "--note", note],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for note in notes
    ]
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
    text = path.read_text(encoding="utf-8")
    assert entries(books) == 3 + len(notes)
    assert all(text.count(f"| {note}\n") == 1 for note in notes)
    assert text.startswith(POINT)


def test_writers_of_several_files_of_one_book_take_turns(tmp_path: Path) -> None:
    """Two payments that together are too much, each into a file of its own: one is refused."""
    own = DEFAULT._replace(writing=Writing(by_kind={"payment": "bank.journal"}))
    books = books_in(tmp_path / "book.journal", POINT)
    elsewhere = Books(books.paths, own, books.today)
    amount = {"inv": ["INV-1"], "amount": ["11500.00"]}
    mine, theirs = proposed(books, "payment", amount), proposed(elsewhere, "payment", amount)
    assert mine.place.path != theirs.place.path
    append(books, mine)
    with pytest.raises(NotWrittenError, match="more than was open"):
        append(elsewhere, theirs)
    assert entries(books) == 4


def test_a_writer_waits_for_the_one_before(path: Path) -> None:
    books = books_in(path, POINT)
    proposal = proposed(books, "payment", PAYMENT)
    ready, go = os.pipe()

    def work() -> None:
        with held([str(path)]):
            os.write(go, b"x")
            time.sleep(0.2)
            path.write_text(POINT + "\n; written while the other waited\n", encoding="utf-8")

    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    os.read(ready, 1)
    append(books, proposal)
    os.waitpid(child, 0)
    assert "waited\n\n2026-10-05" in path.read_text(encoding="utf-8")


def test_nobody_gets_in_between_the_steps_of_a_writer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was just replaced is as much the writer's as the one before."""
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    books = books_in(path, POINT, YEARLY)
    seen = 0
    for _ in steps(books, proposed(books, "payment", PAYMENT), force=False):
        with pytest.raises(NotWrittenError, match="another program"), held([str(path)]):
            pass
        seen += 1
    assert seen > 10
    with held([str(path)]):
        assert entries(books) == 4


def test_it_does_not_wait_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books = books_in(path, POINT)
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    proposal = proposed(books, "payment", PAYMENT)
    with held([str(path)]), pytest.raises(NotWrittenError, match="another program"):
        append(books, proposal)
    assert path.read_text(encoding="utf-8") == POINT


def test_what_another_wrote_meanwhile_stays(path: Path) -> None:
    """The state at the end is what it is now, not what it was when the entry was shown."""
    books = books_in(path, POINT)
    proposal = proposed(books, "payment", PAYMENT)
    path.write_text(POINT + "\napply account old\n", encoding="utf-8")
    written = append(books, proposal)
    assert written.text.startswith("end apply account\n")
    assert entries(books) == 4
    assert standing(books, books.today).journal.entries[-1].postings[0].account == "assets:bank"


def test_what_another_writes_while_the_entry_is_looked_at_is_no_obstacle(path: Path) -> None:
    """Between the reading and the proposal, too."""
    books = books_in(path, POINT)
    draft = drafted(books, "payment", PAYMENT)
    before = standing(books, books.today)
    add(books, "note", {"note": ["theirs"]})
    proposal = propose(books, [draft], str(path), before)
    assert b"theirs" not in proposal.changes[0].new
    append(books, proposal)
    assert entries(books) == 5


def test_what_another_wrote_meanwhile_may_make_it_wrong(path: Path) -> None:
    """The invoice was paid while its payment was typed: nobody has seen that warning."""
    books = books_in(path, POINT)
    everything = {"inv": ["INV-1"], "amount": ["11500.00"]}
    proposal = proposed(books, "payment", everything)
    assert not proposal.new
    add(books, "payment", everything)
    paid = path.read_bytes()
    for force in (False, True):
        with pytest.raises(NotWrittenError, match="more than was open on INV-1"):
            append(books, proposal, force=force)
    assert path.read_bytes() == paid


def test_a_number_that_was_guessed_may_be_taken_meanwhile(path: Path) -> None:
    """Two write down a promise at once: both were told it would be PTP-2."""
    books = books_in(path, POINT)
    first, second = (
        proposed(books, "promise", {"amount": [amount], "on": ["2026-11-20"]})
        for amount in ("300", "400")
    )
    append(books, first)
    with pytest.raises(NotWrittenError, match="PTP-2 is the number of another promise"):
        append(books, second)


def test_a_file_changed_at_the_last_moment_is_not_overwritten(path: Path) -> None:
    """By an editor, say, which knows no locks."""
    books = books_in(path, POINT)
    run = steps(books, proposed(books, "payment", PAYMENT), force=False)
    for step in run:
        if step.endswith("safe on disk"):
            break
    path.write_text("; my own\n", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="changed by another program"):
        list(run)
    assert path.read_text(encoding="utf-8") == "; my own\n"
    assert leavings(path.parent) == []


# -- what a file is besides its bytes ------------------------------------------------------------


def test_mode_link_and_attributes_stay(path: Path, tmp_path: Path) -> None:
    real = _folder(tmp_path, "real") / "2026.journal"
    books_in(real, POINT)
    real.chmod(0o640)
    marked = _mark(real)
    path.symlink_to(real)
    books = Books([str(path)], DEFAULT, books_in(real, POINT).today)
    add(books, "payment", PAYMENT)
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert entries(books) == 4
    if marked:
        assert os.getxattr(real, "user.arledger") == b"x"


def _mark(path: Path) -> bool:
    """Whether the file system keeps an extended attribute."""
    try:
        os.setxattr(path, "user.arledger", b"x")
    except (OSError, AttributeError):
        return False
    return True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(path: Path) -> None:
    books = books_in(path, POINT)
    os.chown(path, 1234, 5678)
    add(books, "payment", PAYMENT)
    about = path.stat()
    assert (about.st_uid, about.st_gid) == (1234, 5678)


def test_a_file_that_cannot_stay_its_owners_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = books_in(path, POINT)
    proposal = proposed(books, "payment", PAYMENT)
    _belongs_to_another(monkeypatch, path)
    with pytest.raises(NotWrittenError, match="belongs to another user"):
        append(books, proposal)
    assert path.read_text(encoding="utf-8") == POINT
    assert leavings(path.parent) == []


def _belongs_to_another(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    true = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        about = list(true(descriptor))
        about[4] += 1
        return os.stat_result(about)

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "fstat", fstat)
    monkeypatch.setattr(files.os, "fchown", refused)


def test_a_file_of_two_names_is_left_alone(path: Path, tmp_path: Path) -> None:
    books = books_in(path, POINT)
    os.link(path, tmp_path / "other.journal")
    with pytest.raises(NotWrittenError, match="hard links"):
        add(books, "payment", PAYMENT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_left_alone(path: Path) -> None:
    books = books_in(path, POINT)
    path.chmod(0o444)
    with pytest.raises(NotWrittenError, match="may not be written"):
        add(books, "payment", PAYMENT)


def test_a_long_name_has_room_for_its_like_beside_it(tmp_path: Path) -> None:
    path = tmp_path / f"{'ü' * 120}.journal"
    books = books_in(path, POINT)
    add(books, "payment", PAYMENT)
    assert entries(books) == 4


# -- several at once ---------------------------------------------------------------------------


def several(books: Books) -> list[Draft]:
    wanted = (("letter", {"inv": ["INV-1"], "level": ["1"]}), ("payment", PAYMENT), ("hold", {}))
    return [drafted(books, kind, answers) for kind, answers in wanted]


@pytest.mark.parametrize("end", ["", "\ncomment\n", "\napply account old\ncomment\nx"])
def test_several_entries_are_written_in_their_order(end: str, path: Path) -> None:
    books = books_in(path, POINT + end)
    drafts = several(books)
    proposal = propose(books, drafts, str(path))
    assert [entry.description for entry in proposal.entries] == [
        draft.entry.description for draft in drafts
    ]
    assert {change.what for change in changes(proposal)} == {"open", "balance", "credit"}
    written = append(books, proposal)
    assert written.line == proposal.entries[0].line
    assert written.text.count("end comment") == bool(end)
    read = standing(books, books.today).journal.entries[-3:]
    assert [entry.line for entry in read] == [entry.line for entry in proposal.entries]


def test_one_that_cannot_be_written_keeps_the_others_out(path: Path) -> None:
    books = books_in(path, POINT)
    drafts = several(books)
    bad = drafts[1]._replace(entry=replaced(drafts[1].entry, code="A)B"))
    with pytest.raises(NotWrittenError, match="code"):
        append(books, propose(books, [drafts[0], bad, drafts[2]], str(path)))
    assert path.read_text(encoding="utf-8") == POINT


# -- which file ----------------------------------------------------------------------------------


def test_the_policy_chooses_the_file_by_year_month_and_kind(path: Path) -> None:
    books = books_in(path, POINT)
    journal = standing(books, books.today).journal

    def goes(kind: str, **writing: object) -> str:
        chosen_path = chosen(journal, Writing(**writing), kind, books.today, None)
        return os.path.relpath(chosen_path, path.parent)

    assert goes("payment") == "book.journal"
    assert goes("payment", file="{year}/{month}-{kind}.journal") == "2026/10-payment.journal"
    own = {"payment": "bank.journal"}
    assert goes("payment", file="{year}.journal", by_kind=own) == "bank.journal"
    assert goes("invoice", file="{year}.journal", by_kind=own) == "2026.journal"
    assert chosen(journal, Writing(file="x"), "note", books.today, "here.journal") == "here.journal"


def test_a_new_file_is_included(path: Path) -> None:
    books = books_in(path, POINT, YEARLY)
    add(books, "payment", PAYMENT)
    add(books, "payment", PAYMENT)
    assert path.read_text(encoding="utf-8") == POINT + "\ninclude years/2026.journal\n"
    assert (path.parent / "years" / "2026.journal").read_text().count("assets:bank") == 2
    assert entries(books) == 5


def test_a_new_file_that_a_pattern_includes_is_not_included_twice(path: Path) -> None:
    books = books_in(path, POINT + "\ninclude years/*.journal\n", YEARLY)
    _folder(path.parent, "years").joinpath("2025.journal").write_text("; nothing\n")
    old = path.read_bytes()
    add(books, "payment", PAYMENT)
    assert path.read_bytes() == old
    assert entries(books) == 4


def test_a_new_file_after_an_open_comment(path: Path) -> None:
    books = books_in(path, POINT + "\ncomment\nold thoughts\n", YEARLY)
    add(books, "payment", PAYMENT)
    assert path.read_text().endswith("\n\nend comment\n\ninclude years/2026.journal\n")
    assert "comment" not in (path.parent / "years" / "2026.journal").read_text()
    assert entries(books) == 4


def test_an_included_file_is_written_to_as_its_own_end_demands(path: Path) -> None:
    """Decimal commas there, points in the file that includes it; accounts below another."""
    bank = "decimal-mark ,\napply account assets\n"
    (path.parent / "bank.journal").write_text(bank)
    policy = DEFAULT._replace(writing=Writing(file="bank.journal"))
    books = books_in(path, POINT + "\ninclude bank.journal\n", policy)
    add(books, "payment", PAYMENT)
    written = (path.parent / "bank.journal").read_text()
    assert "\n    bank                                  1.000,00 EUR\n" in written.replace(
        "1000", "1.000"
    )
    assert written.startswith(bank)
    assert entries(books) == 4


def test_a_file_that_is_there_but_not_read_is_not_written_to(path: Path) -> None:
    (path.parent / "bank.journal").write_text("2026-01-01 old\n    a  1\n    b\n")
    books = books_in(path, POINT, DEFAULT._replace(writing=Writing(file="bank.journal")))
    with pytest.raises(NotWrittenError, match="does not read") as caught:
        add(books, "payment", PAYMENT)
    assert "include bank.journal" in caught.value.remedy


def test_a_file_read_twice_is_not_written_to(path: Path) -> None:
    (path.parent / "bank.journal").write_text("")
    text = POINT + "\ninclude bank.journal\ninclude ./bank.journal\n"
    books = books_in(path, text, DEFAULT._replace(writing=Writing(file="bank.journal")))
    with pytest.raises(NotWrittenError, match="read 2 times"):
        add(books, "payment", PAYMENT)


def test_old_line_ends_are_to_be_converted_first(path: Path) -> None:
    books = books_in(path, POINT.replace("\n", "\r"))
    with pytest.raises(NotWrittenError, match="carriage return"):
        propose(books, [drafted(books_in(path.with_name("b"), POINT), "note", {})], str(path))


def test_what_cannot_be_read_again_cannot_be_written_to(path: Path) -> None:
    books = Books([os.devnull], DEFAULT, books_in(path, POINT).today)
    with pytest.raises(NotWrittenError, match="nothing can be added"):
        desk_of(books)


def test_a_journal_with_errors_is_put_right_first(path: Path) -> None:
    draft = drafted(books_in(path, POINT), "note", {})
    broken = books_in(path, POINT + "\n2026-13-01 x\n")
    with pytest.raises(NotWrittenError, match="errors"):
        propose(broken, [draft], str(path))


def test_an_entry_that_breaks_the_book_is_refused_even_by_force(path: Path) -> None:
    """A balance was asserted for a day after the entry's."""
    asserted = "\n2026-09-10 count\n    assets:bank   0 EUR = 500.00 EUR\n    equity:x  0 EUR\n"
    books = books_in(path, POINT + asserted)
    proposal = proposed(books, "payment", {**PAYMENT, "date": ["2026-09-05"]})
    assert [problem.code for problem in proposal.new] == ["assertion-failed"]
    with pytest.raises(NotWrittenError, match="assets:bank"):
        append(books, proposal, force=True)
    assert path.read_text(encoding="utf-8") == POINT + asserted


@pytest.fixture(autouse=True)
def _no_leavings(tmp_path: Path) -> Iterator[None]:
    yield
    assert leavings(tmp_path) == []
