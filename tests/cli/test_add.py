"""``arledger add``: scripts give flags, people are asked; nothing is written unseen or unwanted."""

import contextlib
import json
import os
import pty
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Prompt

from arledger.cli.add_forms import command_of, flag_of, form_named, kind_first
from arledger.cli.add_prompts import Completer
from arledger.cli.errors import UsageError
from arledger.writing.kinds import FORMS

ROOT = Path(__file__).parents[2]
DAY = ("-f", "book.journal", "--today", "2026-03-31")


@pytest.fixture
def book(folder: Path) -> Path:
    return folder / "book.journal"


# -- scripts -----------------------------------------------------------------------------------


def test_an_entry_is_shown_with_what_it_changes_and_written(run: Prompt, book: Path) -> None:
    old = book.read_text()
    result = run("add", "payment", "acme", "--inv", "INV-2", "--amount", "200", *DAY)
    assert result.code == 0, result.err
    entry = (
        "2026-03-31 (RCP-2) ACME Trading Co.\n"
        "    assets:bank                           200.00 EUR\n"
        "    assets:receivable:acme                -200.00 EUR\n"
        "    ; inv: INV-2\n"
    )
    assert book.read_text() == f"{old}\n{entry}"
    assert result.out.startswith(entry)
    assert "INV-2  open     500.00 EUR → 300.00 EUR" in result.out
    assert "acme   balance  1,100.00 EUR → 900.00 EUR" in result.out
    assert result.err == "arledger: wrote to book.journal:20\n"


def test_a_payment_is_a_customer_and_an_amount(run: Prompt, book: Path) -> None:
    """What is written most often is written soonest."""
    result = run("add", "pay", "acme", "200", *DAY, "--dry-run")
    assert "assets:receivable:acme                -200.00 EUR" in result.out
    twice = run("add", "pay", "acme", "200", "--amount", "300", *DAY, "--dry-run")
    assert twice.code == 2
    assert "given twice" in twice.err
    assert run("add", "note", "acme", "200", *DAY, "--dry-run").code == 2


def test_a_dry_run_writes_nothing(run: Prompt, book: Path) -> None:
    old = book.read_bytes()
    result = run("add", "payment", "acme", "--inv", "INV-2", "--dry-run", *DAY)
    assert (result.code, book.read_bytes()) == (0, old)
    assert "-500.00 EUR" in result.out
    assert "it would go to book.journal" in result.err


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_check_would_warn_of_takes_force(
    run: Prompt, book: Path, force: tuple[str, ...]
) -> None:
    old = book.read_bytes()
    result = run("add", "payment", "acme", "--inv", "INV-2", "--amount", "900", *force, *DAY)
    assert "warning[overpaid]" in result.err
    assert "400.00 EUR more than was open on INV-2" in result.err
    assert result.code == (0 if force else 3)
    assert (book.read_bytes() == old) is not bool(force)


def test_yes_answers_no_warning(run: Prompt, book: Path) -> None:
    old = book.read_bytes()
    result = run("add", "payment", "acme", "--inv", "INV-9", "--amount", "1", "--yes", *DAY)
    assert (result.code, book.read_bytes()) == (3, old)


def test_an_account_nobody_knows_is_doubted(run: Prompt, book: Path) -> None:
    old = book.read_bytes()
    result = run("add", "payment", "acme", "--amount", "1", "--against", "assets:bnak", *DAY)
    assert "assets:bnak is new" in result.err
    assert (result.code, book.read_bytes()) == (3, old)


def test_what_breaks_the_book_is_refused_even_by_force(run: Prompt, book: Path) -> None:
    counted = "\n2026-03-01 count\n    assets:bank  0 EUR = 400.00 EUR\n    equity:x  0 EUR\n"
    book.write_text(book.read_text() + counted)
    old = book.read_bytes()
    words = ("add", "payment", "acme", "--amount", "1", "--date", "2026-02-28", "--force")
    result = run(*words, *DAY)
    assert "error[assertion-failed]" in result.err
    assert (result.code, book.read_bytes()) == (1, old)


def test_a_book_with_errors_is_not_added_to(run: Prompt, book: Path) -> None:
    book.write_text(book.read_text() + "\n2026-13-01 x\n")
    result = run("add", "note", "acme", "--note", "x", *DAY)
    assert result.code == 1
    assert "error[bad-date]" in result.err


def test_what_it_puts_right_is_said(run: Prompt, book: Path) -> None:
    run("add", "payment", "acme", "--inv", "INV-9", "--amount", "10", "--force", *DAY)
    result = run("add", "invoice", "acme", "--number", "INV-9", "--amount", "10", *DAY)
    assert "no longer: acme has no document INV-9" in result.err
    assert "INV-9  open        0.00 EUR" in result.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "add what?"),
        (("--dry-run",), "add what?"),
        (("paymnt", "acme"), "did you mean payment"),
        (("p", "acme"), "payment or promise or plan"),
        (("payment",), "needs CUSTOMER and --amount"),
        (("payment", "acme"), "needs --amount"),
        (("payment", "acne", "--amount", "1"), "did you mean acme"),
        (("payment", "inv-1", "--amount", "1"), "write --inv inv-1"),
        (("payment", "acme", "--amount", "1,000"), "may be 1000.00 or 1.000"),
        (("payment", "acme", "--amount", "-1"), "not above zero"),
        (("payment", "acme", "--amount", "0"), "zero"),
        (("payment", "acme", "--amount", "1", "--note", "a;b"), "--note: a description ends"),
        (("payment", "acme", "--amount", "1", "--note", ""), "--note: it is empty"),
        (("payment", "acme", "--amount", "1", "--date", "soon"), "--date: 'soon' is not a date"),
        (("payment", "acme", "--amont", "1"), "--amount"),
        (("payment", "acme", "--amount", "5", "--against", "assets:bank=3"), "the parts make 3"),
        (("contact", "acme", "--via", "pigeon"), "none of phone, email"),
        (("contact", "acme", "--with", "Hoa, Ms"), "ends at a comma"),
        (("dispute", "acme"), "needs --inv"),
        (("plan", "acme", "--amount", "100"), "needs --parts and --on"),
        (("file", "acme"), "needs --tag-file"),
        (("review", "acme", "--limit", "lots"), "--limit"),
        (("order", "acme", "--payable"), "--payable"),
        (("note", "acme", "--tag", "date=2026-01-01"), "--tag: date: has a meaning"),
    ],
)
def test_a_command_line_that_cannot_be_meant_is_told_so(
    run: Prompt, book: Path, words: tuple[str, ...], said: str
) -> None:
    old = book.read_bytes()
    result = run("add", *words, *(DAY if words else ()))
    assert result.code == 2, result
    assert said in result.err
    assert book.read_bytes() == old


def test_standard_input_cannot_be_added_to(run: Prompt, book: Path) -> None:
    result = run("add", "note", "acme", "-f", "-", stdin=book.read_text())
    assert result.code == 1
    assert "nothing can be added to standard input" in result.err


def test_for_programs_there_is_json(run: Prompt, book: Path) -> None:
    words = ("add", "invoice", "acme", "--amount", "300", "--due", "2026-05-01", "-O", "json")
    told = json.loads(run(*words, "--dry-run", *DAY).out)
    assert (told["schema"], told["written"], told["line"]) == ("arledger.add/1", False, None)
    told = json.loads(run(*words, *DAY).out)
    assert (told["written"], told["file"], told["line"]) == (True, "book.journal", 20)
    assert told["text"] in book.read_text()
    assert told["entry"]["code"] == "INV-3" or told["entry"]["code"] == "INV-4"
    changed = {(c["subject"], c["what"]): (c["before"], c["after"]) for c in told["changes"]}
    assert changed["acme", "balance"] == ("1100.00", "1400.00")
    assert changed["INV-4", "due"] == (None, "2026-05-01")
    assert told["problems"] == []


def test_the_kind_may_stand_after_common_options(run: Prompt, book: Path) -> None:
    words = ("--today=2026-03-31", "note", "acme", "--note", "x")
    assert run("-f", "book.journal", "add", *words).code == 0
    assert kind_first(["-fx", "--dry-run", "--policy", "p", "plan", "a"])[0] == "plan"


def test_the_policy_and_into_choose_the_file(run: Prompt, folder: Path) -> None:
    (folder / "arledger.toml").write_text("[writing]\nfile = '{year}.journal'\n")
    result = run("add", "note", "acme", "--note", "x", *DAY)
    assert result.err == "arledger: wrote to 2026.journal:1\n"
    assert "include 2026.journal" in (folder / "book.journal").read_text()
    result = run("add", "note", "acme", "--note", "y", "--into", "book.journal", *DAY)
    assert "| y" in (folder / "book.journal").read_text()


def test_an_unsteady_text_cannot_steer_a_terminal_or_the_file(run: Prompt, book: Path) -> None:
    old = book.read_bytes()
    result = run("add", "note", "acme", "--note", "\x1b]0;x\x07", *DAY)
    assert (result.code, book.read_bytes()) == (2, old)
    assert "\x1b" not in result.err


def test_strict_demands_declarations(run: Prompt, folder: Path) -> None:
    (folder / "book.journal").write_text(
        "commodity 1,000.00 EUR\naccount assets:receivable:acme\naccount income\n\n"
        "2026-01-01 (I-1) x\n    assets:receivable:acme  5.00 EUR\n    income\n"
    )
    words = ("promise", "--inv", "I-1", "--on", "2026-05-01")
    assert run("add", *words, "--dry-run", *DAY).code == 0
    result = run("add", *words, "--strict", "--force", *DAY)
    assert result.code == 1
    assert "promise:acme is not declared" in result.err


# -- its parts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_every_kind_explains_itself(run: Prompt, name: str) -> None:
    result = run("add", name, "--help")
    assert result.code == 0
    assert FORMS[name].about.rstrip(".").split(",")[0] in " ".join(result.out.split())
    assert f"add {name}" in result.out


@pytest.mark.parametrize("name", FORMS)
def test_no_two_options_of_a_kind_are_called_alike(name: str) -> None:
    flags = [flag for option in command_of(FORMS[name]).options for flag in option.flags]
    assert len(flags) == len(set(flags))
    names = [option.name for option in command_of(FORMS[name]).options]
    assert len(names) == len(set(names))
    assert all(option.help.endswith(".") for option in command_of(FORMS[name]).options)


def test_a_kind_may_be_shortened() -> None:
    assert form_named("inv").name == "invoice"
    assert form_named("dis").name == "dispute"
    with pytest.raises(UsageError):
        form_named("")
    assert flag_of("file") == "--tag-file"


def test_completion_gives_what_begins_so_whatever_its_case() -> None:
    complete = Completer(["acme", "ACME Trading Co.", "globex"])
    assert [complete("ac", place) for place in range(3)] == ["acme", "ACME Trading Co.", None]
    assert complete("g", 0) == "globex"
    assert complete("x", 0) is None


# -- people --------------------------------------------------------------------------------------


class Terminal:
    """A person at a terminal with a running ``arledger``."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._bytes = b""
        self._seen = 0
        self._child, self._screen = pty.fork()
        if self._child == 0:
            os.chdir(folder)
            os.environ.update({"PYTHONPATH": str(ROOT / "src"), "TERM": "dumb"})
            os.execv(sys.executable, [sys.executable, "-m", "arledger", *words])

    @property
    def text(self) -> str:
        """What was on the screen so far."""
        return self._bytes.decode(errors="replace").replace("\r\n", "\n")

    def answers(self, prompt: str, typed: str) -> None:
        """Waits for a prompt at the screen's end, and types."""
        self._read(lambda: self.text[self._seen :].endswith(prompt), f"no {prompt!r}")
        self._seen = len(self.text)
        os.write(self._screen, typed.encode())

    def leaves(self) -> int:
        """The exit code, once the program has ended."""
        self._read(lambda: False, "")
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _read(self, done, else_fail: str) -> None:
        until = time.monotonic() + 10
        while not done():
            if time.monotonic() > until:
                os.kill(self._child, signal.SIGKILL)
                pytest.fail(f"{else_fail} after: {self.text}")
            if select.select([self._screen], [], [], 0.1)[0]:
                try:
                    self._bytes += os.read(self._screen, 4096)
                except OSError:  # it has ended
                    if else_fail:
                        pytest.fail(f"{else_fail} after: {self.text}")
                    return

    def close(self) -> None:
        os.close(self._screen)


@contextlib.contextmanager
def terminal(folder: Path, *words: str) -> Iterator[Terminal]:
    one = Terminal(folder, "add", *words, *DAY)
    try:
        yield one
    finally:
        one.close()


def test_a_person_is_asked_for_what_is_missing_and_whether_to_write(book: Path) -> None:
    with terminal(book.parent, "payment") as person:
        person.answers("Customer: ", "nobody\n")
        person.answers("Customer: ", "acm\n")
        assert "no customer is called 'nobody'" in person.text
        person.answers("Document: ", "INV-2\n")
        person.answers("Document: ", "\n")
        person.answers("Amount [500.00 EUR]: ", "1,000\n")
        person.answers("Amount [500.00 EUR]: ", "200\n")
        assert "may be 1000.00" in person.text
        person.answers("Date [2026-03-31]: ", "2026-03-30\n")
        person.answers("Number [RCP-2]: ", "-\n")
        person.answers("Note: ", "first half\n")
        person.answers("Against [assets:bank]: ", "\n")
        person.answers("Write it to book.journal? [Y/n] ", "\n")
        assert person.leaves() == 0
    assert "INV-2  open     500.00 EUR → 300.00 EUR" in person.text
    assert "2026-03-30 ACME Trading Co. | first half\n" in book.read_text()


def test_tab_completes(book: Path) -> None:
    with terminal(book.parent, "contact") as person:
        person.answers("Customer: ", "上\t\n")
        person.answers("Document: ", "\n")
        person.answers(": ", "ph\t\n")
        person.answers("With: ", "\n")
        person.answers("Cause: ", "ca\t\n")
        person.answers("Outcome: ", "\n")
        person.answers("Next: ", "\n")
        person.answers("Date [2026-03-31]: ", "\n")
        person.answers("Note: ", "\n")
        person.answers("[Y/n] ", "\n")
        assert person.leaves() == 0, person.text
    assert "; customer: 上海\n    ; via: phone\n    ; cause: cash\n" in book.read_text()


def test_a_person_who_gave_everything_is_only_asked_whether_to_write(book: Path) -> None:
    old = book.read_bytes()
    with terminal(book.parent, "note", "acme", "--note", "moved") as person:
        person.answers("[Y/n] ", "n\n")
        assert person.leaves() == 1
    assert "nothing was written" in person.text
    assert book.read_bytes() == old
    with terminal(book.parent, "note", "acme", "--note", "moved", "--yes") as person:
        assert person.leaves() == 0
    assert "| moved" in book.read_text()


@pytest.mark.parametrize(("answer", "code"), [("\n", 3), ("y\n", 0)])
def test_a_warning_is_written_only_if_a_person_says_so(book: Path, answer: str, code: int) -> None:
    words = ("payment", "acme", "--inv", "INV-9", "--amount", "5")
    with terminal(book.parent, *words) as person:
        person.answers("Write it all the same to book.journal? [y/N] ", answer)
        assert person.leaves() == code
    assert ("INV-9" in book.read_text()) is (code == 0)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 1)])
def test_ctrl_c_and_the_end_of_input_write_nothing(book: Path, key: str, code: int) -> None:
    old = book.read_bytes()
    with terminal(book.parent, "payment") as person:
        person.answers("Customer: ", "acme\n")
        person.answers("Document: ", "")
        time.sleep(0.3)  # nobody is so quick that Python is not yet waiting for a key
        person.answers("", key)
        assert person.leaves() == code
    assert book.read_bytes() == old


def test_without_a_kind_a_person_is_asked_for_one(book: Path) -> None:
    one = Terminal(book.parent, "add")
    one.answers("Kind: ", "\x04")
    assert one.leaves() == 1
    one.close()
    assert "Add what? invoice, payment" in one.text
