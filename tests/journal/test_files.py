"""Files: what is read, what is refused, and that reading always ends."""

import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.journal.reading import TODAY, codes_of, places_of, problems_of
from tests.oracle.chance import Chance

from arledger.journal.codes import CODES
from arledger.journal.files import Limits
from arledger.journal.loader import load, loads
from arledger.problems import Severity

ENTRY = "2024-01-01 x\n  (a)  1 EUR\n"


def put(folder: Path, name: str, text: str | bytes = ENTRY) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def codes(*paths: str, **options: object) -> list[str]:
    return [p.code for p in load(paths, today=TODAY, **options)[1]]  # type: ignore[arg-type]


# -- names -----------------------------------------------------------------------------------


def test_paths_are_shown_as_given_and_includes_relative_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "book/main.journal", "include years/2024.journal\n" + ENTRY)
    put(tmp_path, "book/years/2024.journal")
    monkeypatch.chdir(tmp_path)
    journal, _ = load(["book/main.journal"], today=TODAY)
    assert journal.files == ["book/main.journal", "book/years/2024.journal"]
    assert [entry.path for entry in journal.entries] == [
        "book/years/2024.journal",
        "book/main.journal",
    ]
    assert journal.sources.line("book/years/2024.journal", 2) == "  (a)  1 EUR"
    assert list(journal.end_states) == ["book/main.journal"]


def test_standard_input_has_a_dash_for_a_name() -> None:
    journal, problems = load(["-"], today=TODAY, stdin=ENTRY.encode)
    assert not problems
    assert [entry.path for entry in journal.entries] == ["-"]


def test_a_format_may_stand_before_a_path(tmp_path: Path) -> None:
    path = put(tmp_path, "book.txt")
    assert codes(f"journal:{path}") == []
    assert codes(f"csv:{path}") == ["unsupported-format"]


def test_a_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    put(tmp_path, "in.journal")
    assert codes(put(tmp_path, "main.journal", "include ~/in.journal\n")) == []


def test_two_stars_go_into_folders_and_never_to_the_file_itself(tmp_path: Path) -> None:
    path = put(tmp_path, "main.journal", "include **/*.journal ; all of them\n")
    put(tmp_path, "a/b/c.journal")
    put(tmp_path, "d.journal")
    journal, problems = load([path], today=TODAY)
    assert not problems
    assert len(journal.entries) == 2


def test_a_file_included_twice_counts_twice(tmp_path: Path) -> None:
    path = put(tmp_path, "main.journal", "include in.journal\ninclude in.journal\n")
    put(tmp_path, "in.journal")
    assert len(load([path], today=TODAY)[0].entries) == 2


# -- what is no file -------------------------------------------------------------------------


def test_a_missing_file_has_no_place_and_a_missing_include_has_one(tmp_path: Path) -> None:
    (problem,) = load([str(tmp_path / "none.journal")], today=TODAY)[1]
    assert (problem.code, problem.span) == ("missing-file", None)
    assert codes(put(tmp_path, "main.journal", "\ninclude none.journal\n")) == ["missing-file"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert codes(str(tmp_path)) == ["not-a-file"]
    assert codes(put(tmp_path, "main.journal", "include .\n")) == ["not-a-file"]


def test_a_pipe_with_a_name_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(str(tmp_path / "pipe")) == ["not-a-file"]
    assert codes(put(tmp_path, "main.journal", "include pipe\n")) == ["not-a-file"]


def test_a_device_without_end_is_refused() -> None:
    assert codes("/dev/zero") == ["not-a-file"]
    assert codes("/dev/null") == []


def test_a_pipe_the_shell_opens_is_read() -> None:
    script = (
        "import datetime, sys; from arledger.journal.loader import load;"
        "print(len(load(sys.argv[1:], today=datetime.date(2024, 1, 1))[0].entries))"
    )
    for argument in ("/dev/stdin", "/dev/fd/0"):
        done = subprocess.run(
            [sys.executable, "-c", script, argument],
            input=ENTRY.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.stdout == b"1\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "main.journal")
    Path(path).chmod(0)
    assert codes(path) == ["unreadable-file"]


def test_a_path_no_system_takes_is_told(tmp_path: Path) -> None:
    assert codes(str(tmp_path / ("a" * 300))) == ["unreadable-file"]
    assert codes("a\0b") == ["unreadable-file"]


def test_an_unreadable_file_keeps_nothing_else_from_being_told(tmp_path: Path) -> None:
    bad = put(tmp_path, "bad.journal", "include none.journal\n2024-13-01\ninclude sub\n")
    (tmp_path / "sub").mkdir()
    assert codes(bad, str(tmp_path / "none")) == [
        "missing-file",
        "missing-file",
        "bad-date",
        "not-a-file",
    ]


# -- bounds ----------------------------------------------------------------------------------


def test_a_cycle_is_found_through_links_and_dots(tmp_path: Path) -> None:
    path = put(tmp_path, "a/main.journal", "include ../a/../b/in.journal\n")
    put(tmp_path, "b/in.journal", "include link.journal\n")
    (tmp_path / "b/link.journal").symlink_to(path)
    assert codes(path) == ["include-cycle"]


def test_includes_have_a_depth(tmp_path: Path) -> None:
    for number in range(6):
        put(tmp_path, f"{number}.journal", f"include {number + 1}.journal\n{ENTRY}")
    put(tmp_path, "6.journal")
    assert codes(str(tmp_path / "0.journal")) == []
    assert codes(str(tmp_path / "0.journal"), limits=Limits(depth=4)) == ["include-too-deep"]


def test_files_have_a_number(tmp_path: Path) -> None:
    path = put(tmp_path, "main.journal", "include in.journal\n" * 5)
    put(tmp_path, "in.journal")
    assert codes(path, limits=Limits(files=4)) == ["too-many-files"] * 2


def test_files_have_a_size_together(tmp_path: Path) -> None:
    path = put(tmp_path, "main.journal", ENTRY * 100)
    assert codes(path, limits=Limits(size=2000)) == ["files-too-big"]
    assert codes("-", stdin=(ENTRY * 100).encode, limits=Limits(size=2000)) == ["files-too-big"]


def test_a_file_takes_the_memory_of_its_size_not_of_the_limit(tmp_path: Path) -> None:
    """A batch system allows a process so much (``ulimit -v``); it is asked for what is needed."""
    path = put(tmp_path, "main.journal", ENTRY * 100)
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from datetime import date\n"
        "from arledger.journal.loader import load\n"
        "print(len(load(sys.argv[1:], today=date(2026, 1, 1))[0].entries))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], check=False, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("100\n", "")


def test_doubling_includes_end(tmp_path: Path) -> None:
    for number in range(30):
        put(tmp_path, f"{number}.journal", f"include {number + 1}.journal\n" * 2)
    put(tmp_path, "30.journal")
    assert "too-many-files" in codes(str(tmp_path / "0.journal"), limits=Limits(files=300))


# -- bytes -----------------------------------------------------------------------------------


def test_bytes_that_are_no_utf8_are_told_with_line_and_column() -> None:
    text = "2024-01-01 Café\n  (a)  1\n".encode() + b"2024-01-01 \xd0 Caf\xe9\n  a  1\n"
    assert places_of(text) == ["3:0 unbalanced", "3:12 bad-encoding"]


def test_marks_of_windows_are_read() -> None:
    journal, problems = loads(b"\xef\xbb\xbf2024-01-01 x ; k:v\r\n  (a)  1\r\n", today=TODAY)
    assert not problems
    assert journal.entries[0].tags == (("k", "v"),)


def test_line_ends_of_old_macintoshes_are_read_where_they_stand() -> None:
    journal, problems = loads(b"; a\r2024-01-01 x\r  (a)  1\r  b  2\r", today=TODAY)
    assert [(p.code, p.span and p.span.line) for p in problems] == [("unbalanced", 2)]
    assert journal.sources.line("-", 2) == "2024-01-01 x"


def test_control_characters_are_told_and_counted_out() -> None:
    assert places_of("2024-01-01 a\x07b\n  (a)  1\n") == ["1:13 control-character"]
    assert places_of("; \u202e right to left\n") == ["1:3 control-character"]
    assert 0 < len(problems_of("2024-01-01 " + "\x00" * 5000 + "\n")) < 50


def seconds_free(text: str) -> list[str]:
    """The codes of a long text; a slow reading would stop the whole run, and be seen."""
    return codes_of(text)


@pytest.mark.parametrize(
    "line",
    [
        "x" * 10**6,
        "1/" + "9" * 10**6,
        "9" * 10**6 + "-1-1",
        "2024-" + "9" * 10**6 + "-1",
        "Y" + "9" * 10**6,
        "2024-01-01\n  a  1  ; [1/" + "9" * 10**5 + "]",
        "2024-01-01 " + " " * 10**6 + "x",
        "2024-01-01 (" + "(" * 10**6,
        "2024-01-01" + " *" * 10**6,
        "2024-01-01 x ; " + "a:b," * 250_000,
        "2024-01-01 x ; " + "word " * 200_000 + ":",
        "2024-01-01 x ; " + ":" * 10**6,
        "2024-01-01\n  " + "a " * 500_000,
        "2024-01-01\n  a" + " " * 10**6 + "x",
        "2024-01-01\n  a  " + "1," * 500_000,
        "2024-01-01\n  a  " + "1 " * 500_000,
        "2024-01-01\n  a  " + "9" * 10**6,
        "2024-01-01\n  a  1 EUR " + "{" * 10**6,
        "2024-01-01\n  a  1 EUR " + "(x) " * 250_000,
        "2024-01-01\n  a  1 EUR  ; date " + "[1/" * 300_000,
        "2024-01-01\n  a  1 EUR  ; date " + "x" * 10**6 + " y:",
        "2024-01-01\n  a  1 EUR  ; date " + "x:" * 300_000,
        "2024-01-01\n" + "  ; k:v\n" * 50_000,
        "2024-01-01\n  (a)  1\n" + "  ; k:v\n" * 20_000,
        "account " + "a:" * 500_000,
        "alias " + "=" * 10**6,
        "commodity " + "." * 10**6,
        "include " + "a" * 10**6,
        "~ " + "every " * 150_000,
        "\n" * 10**6,
        "  \n" * 300_000,
    ],
    ids=range(31),
)
def test_long_lines_end(line: str) -> None:
    seconds_free(line + "\n")


@pytest.mark.parametrize("seed", range(150))
def test_random_bytes_are_a_problem_or_a_journal_never_a_fault(seed: int) -> None:
    chance = random.Random(seed)
    if seed % 2:
        data = chance.randbytes(chance.randint(0, 400))
    else:
        data = bytearray(Chance(seed).journal().encode())
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    _, problems = loads(bytes(data), today=TODAY)
    assert all(p.code in CODES and p.severity in Severity for p in problems)


def test_the_modes_of_files_are_asked_before_they_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    assert codes(str(tmp_path / "link")) == ["not-a-file"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01\n" + "".join(f"  (a:{n})  0\n  (a)  0 =* 0\n" for n in range(8000)),
        "2024-01-01\n" + "  (a)  0\n  ; k:v\n" * 20_000,
        "".join(f"include none{n}.journal\n" for n in range(5000)),
        "2024-13-01\n  a  1,,1\n" * 5000,
        "commodity EUR\n" + "  format 1.00 EUR\n" * 20_000,
        "account a:" + "b:" * 20_000 + "c\n2024-01-01\n  (a:" + "b:" * 20_000 + "c)  0 =* 0\n",
    ],
    ids=range(6),
)
def test_many_lines_end(text: str) -> None:
    seconds_free(text)


def test_an_include_of_a_path_no_system_knows_is_told() -> None:
    assert codes_of("include a\0b\n")[:1] == ["unreadable-file"]
    assert codes_of("include *\0b\n")[:1] == ["unreadable-file"]


def test_a_line_of_separators_only_is_told() -> None:
    assert "unknown-directive" in codes_of("\x1c\x1d\n")
