"""What a reader at a terminal is told of a long run, and that nobody else is told anything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from tests.cli.screen import ROOT, UTF_8, Terminal, environment, program, screen

from arledger import progress
from arledger.cli.bar import ASCII, BLOCKS, LEAST_ROOM, line, marks_for
from arledger.journal.loader import load
from arledger.progress import Stage, advance, counted, expect
from arledger.render.safe import width

ENTRY = """\
2026-01-{day:02} (INV-{number}) Công ty {customer}
    assets:receivable:c{customer}    {number}.00 EUR
    income:sales

"""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that takes some tenths of a second to read."""
    path = tmp_path_factory.mktemp("progress") / "big.journal"
    entries = (ENTRY.format(day=1 + n % 28, number=n, customer=n % 90) for n in range(1, 2500))
    path.write_text("".join(entries), encoding="utf-8")
    return path


# -- the line --------------------------------------------------------------------------------


def drawn(what: str = "reading a.journal", room: int = 79, **known: object) -> str:
    parts: dict[str, object] = {"marks": BLOCKS, "share": None, "left": None, "beat": 0, **known}
    return line(what, room, **parts)  # type: ignore[arg-type]


def test_the_line_says_what_is_done_how_far_and_how_long_still() -> None:
    text = drawn("reading big.journal", room=50, share=0.5, left=3.2)
    assert text == "reading big.journal  ▕███████       ▏  50 %    4 s"


def test_half_done_is_half_the_bar() -> None:
    assert drawn(room=200, share=0.5).count("█") == 20
    assert drawn(room=200, share=1.0).count("█") == 40
    assert drawn(room=200, share=0.0).count("█") == 0
    assert drawn(room=200, share=0.5, marks=ASCII).count("#") == 20


@pytest.mark.parametrize("marks", [BLOCKS, ASCII])
@pytest.mark.parametrize("what", ["x", "matching payments to invoices", "读账 " * 30, "a" * 200])
def test_the_line_is_never_wider_than_the_terminal(what: str, marks: object) -> None:
    for room in range(LEAST_ROOM, 160):
        for share, left in ((None, None), (0.001, None), (0.5, 59.0), (1.0, 0.0), (0.02, 3500.0)):
            text = drawn(what, room, share=share, left=left, marks=marks, beat=room)
            assert width(text) <= room
            if share is not None:
                assert f"{int(share * 100)} %" in text
            if left is not None:
                assert text.endswith((" s", " min"))


def test_where_there_is_no_room_nothing_is_said() -> None:
    assert drawn(room=LEAST_ROOM - 1, share=0.5) == ""


def test_the_bar_goes_before_the_words() -> None:
    text = drawn("matching payments to invoices", 39, share=0.5, left=7.0)
    assert text.startswith("matching payments to inv")
    assert text.endswith("50 %    7 s")
    assert "▕" not in text


def test_without_a_share_a_mark_moves_to_the_end_and_back() -> None:
    places = [drawn(beat=beat).index("█") for beat in range(100)]
    assert {abs(a - b) for a, b in pairwise(places)} == {1}
    assert len(set(places)) == 38  # of 40 cells, it takes three


def test_a_file_name_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in drawn("reading \x1b[2J\x07.journal")
    assert drawn("reading hoá-đơn.journal", marks=ASCII).isascii()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0, "1 s"), (3.2, "4 s"), (59.0, "59 s"), (60.0, "1 min"), (61.0, "2 min"), (3600.0, "1 h")],
)
def test_the_time_left_is_rounded_up(seconds: float, told: str) -> None:
    assert drawn(share=0.5, left=seconds).endswith(f" {told}")


@pytest.mark.parametrize(
    ("variables", "blocks"),
    [
        ({"LANG": "vi_VN.UTF-8"}, True),
        ({"LANG": "zh_CN.utf8"}, True),
        ({"LANG": "es_ES.ISO-8859-1"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),  # Python's own doing
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "C.UTF-8", "TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_blocks_are_drawn_where_the_terminal_shows_utf_8(
    variables: dict[str, str], blocks: bool
) -> None:
    assert (marks_for({"TERM": "xterm", **variables}) is BLOCKS) == blocks


# -- on a terminal ---------------------------------------------------------------------------


def test_a_reader_at_a_terminal_is_told_what_takes_so_long(big: Path) -> None:
    with Terminal(program("open", "-f", str(big)), stdout=subprocess.DEVNULL) as terminal:
        assert terminal.finish() == 0
    said = terminal.written
    assert "reading big.journal  ▕█" in said
    assert "matching payments to invoices  ▕" in said
    assert "writing the report  ▕" in said
    assert said.index("reading") < said.index("matching") < said.index("writing")


def test_the_line_is_gone_before_anything_else_is_said(big: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.journal"
    wrong.write_text(big.read_text(encoding="utf-8") + "2026-13-01 x\n", encoding="utf-8")
    for path, code in ((big, 0), (wrong, 1)):
        words = ("open", "-f", str(path), "--color", "never")
        with Terminal(program(*words), columns=200) as terminal:
            assert terminal.finish() == code
        plain = subprocess.run(
            program(*words), check=False, capture_output=True, env=environment(**UTF_8), text=True
        )
        assert "reading" in terminal.written
        assert plain.stderr
        assert plain.stderr.splitlines() == terminal.lines[-1 - plain.stderr.count("\n") : -1]
        assert not [text for text in terminal.lines if "▕" in text or "reading" in text]


def test_a_dumb_terminal_gets_ascii_and_no_escapes(big: Path) -> None:
    env = {"TERM": "dumb", "LC_ALL": "C.UTF-8"}
    words = ("open", "-f", str(big), "-O", "csv")
    with Terminal(program(*words), env=env, stdout=subprocess.DEVNULL, columns=50) as terminal:
        assert terminal.finish() == 0
    assert "reading big.journal  [#" in terminal.written
    assert "\x1b" not in terminal.written
    assert terminal.written.isascii()
    assert not [text for text in terminal.lines if "reading" in text]


def test_a_reader_who_has_not_waited_a_second_is_told_nothing(big: Path) -> None:
    patient = [sys.executable, "-m", "arledger", "check", "-f", str(big.parent / "none.journal")]
    with Terminal(patient) as terminal:
        assert terminal.finish() == 1
    assert "reading" not in terminal.written


def test_a_pipe_is_told_nothing(big: Path) -> None:
    done = subprocess.run(
        program("open", "-f", str(big)), check=False, capture_output=True, env=environment(**UTF_8)
    )
    assert b"reading" not in done.stderr
    assert b"\r" not in done.stderr


def test_from_the_background_nothing_is_drawn(big: Path) -> None:
    script = 'set -m; "$@" >/dev/null & wait; echo done'
    with Terminal(["bash", "-c", script, "-", *program("open", "-f", str(big))]) as terminal:
        terminal.finish()
    assert "done" in terminal.written
    assert "\x1b" not in terminal.written


def test_while_standard_input_is_waited_for_nothing_is_drawn(big: Path) -> None:
    """What writes it may be asking for a password on the same terminal."""
    reader, writer = os.pipe()
    words = ("open", "-f", "-", "-O", "csv")
    with Terminal(program(*words), stdin=reader, stdout=subprocess.DEVNULL) as terminal:
        os.close(reader)
        terminal.read(0.4)
        assert terminal.written == ""
        os.write(writer, b"; all of it\n")
        with os.fdopen(writer, "wb") as stream:
            stream.write(big.read_bytes())
        terminal.finish()
    assert "reading standard input  ▕" in terminal.written


FORKS = """
import os, sys, time
import arledger.cli.meter as meter
from arledger.progress import Stage
meter.PATIENCE, meter.BEAT = 0.0, 0.001
with meter.shown_on_terminal(), Stage("in the first process"):
    time.sleep(0.05)
    child = os.fork()
    if not child:
        meter.os.write = lambda *_: os._exit(1)
        for _ in range(20):
            with Stage("in the second process"):
                time.sleep(0.002)
        meter.signal.raise_signal(meter.signal.SIGALRM)
        os._exit(0)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_second_process_neither_draws_nor_wipes() -> None:
    with Terminal([sys.executable, "-c", FORKS]) as terminal:
        assert terminal.finish() == 0
    assert "in the first process" in terminal.written


def test_the_screen_of_these_tests_is_one() -> None:
    assert screen("ab\r\x1b[Kc\r\nd") == ["c", "d"]
    assert screen("abc\rx") == ["xbc"]
    assert screen("abc\r\nd\r  \r") == ["abc", "  "]


# -- what is counted -------------------------------------------------------------------------


@pytest.fixture
def stages() -> Iterator[list[Stage]]:
    """The stages that were gone through, while somebody watched."""
    found: list[Stage] = []

    def watch() -> None:
        if progress.stages[-1] not in found:
            found.append(progress.stages[-1])

    progress.watchers.append(watch)
    yield found
    progress.watchers.remove(watch)


def test_all_of_a_journal_is_counted_with_its_includes(stages: list[Stage], tmp_path: Path) -> None:
    entries = [ENTRY.format(day=day, number=day, customer=day) for day in range(1, 29)]
    (tmp_path / "2025.journal").write_text("".join(entries) * 30, encoding="utf-8")
    (tmp_path / "2026.journal").write_text("".join(entries) * 50, encoding="utf-8")
    main = tmp_path / "main.journal"
    main.write_text("include 202*.journal ; all\n\n" + entries[0], encoding="utf-8")
    journal, problems = load([str(main), str(tmp_path / "2025.journal")], today=date(2026, 1, 1))
    assert (len(journal.entries), problems) == (28 * 110 + 1, [])
    reading = next(stage for stage in stages if stage.what)
    assert reading.what == "reading main.journal and 1 more"
    assert reading.done == reading.whole > 100_000


def test_includes_count_before_they_are_met(
    stages: list[Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the share would fall with each of them."""
    for name in "abc":
        text = ENTRY.format(day=1, number=1, customer=1).replace("ô", "o") * 2000
        (tmp_path / f"{name}.journal").write_text(text)
    main = tmp_path / "main.journal"
    main.write_text("include a.journal\ninclude ./b.journal\ninclude [c].journal\n")
    wholes: list[int] = []

    def advanced(steps: int) -> None:
        wholes.append(progress.stages[-1].whole)
        advance(steps)

    monkeypatch.setattr("arledger.journal.parser.advance", advanced)
    load([str(main)], today=date(2026, 1, 1))
    assert len(wholes) > 10
    assert set(wholes) == {stages[0].done}


def test_things_are_handed_out_in_order_and_counted() -> None:
    with Stage("counting", 1001):
        stage = progress.stages[-1]
        assert list(counted(range(1001))) == list(range(1001))
        assert stage.done == stage.whole == 1001
        expect(9)
        advance(4)
        assert (stage.done, stage.whole) == (1005, 1010)
    assert len(progress.stages) == 1


def test_a_stage_ends_with_its_block_whatever_happens() -> None:
    with pytest.raises(ValueError, match="bad"), Stage("outer"), Stage("inner"):
        raise ValueError("bad")
    assert len(progress.stages) == 1


def test_an_ordinary_run_imports_nothing_to_show_progress_with() -> None:
    script = (
        "import sys; from arledger.cli.main import main;"
        " main(['aging', '-f', 'examples/plain-hledger/accrual.journal']);"
        " print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        env=environment(),
        cwd=ROOT,
        text=True,
    )
    modules = set(done.stdout.splitlines()[-1].split())
    assert not modules & {"threading", "signal", "arledger.cli.meter", "arledger.cli.bar"}
