"""What is kept comes back as it was, or not at all; nothing about it can stop a run."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from arledger import cache, unfinished
from arledger.cache import Store, folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the cache is to be; nothing is there yet."""
    return tmp_path / "arledger"


@pytest.fixture
def store(home: Path) -> Store:
    return Store(str(home), "1.0")


def only(home: Path) -> Path:
    """The one file that is kept."""
    (file,) = home.iterdir()
    return file


# -- where ------------------------------------------------------------------------------------


def test_the_folder_is_in_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/linh")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/tmp/linh")
    assert folder() == "/var/tmp/linh/arledger"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert folder() == "/home/linh/.cache/arledger"


@pytest.mark.parametrize("base", ["", "cache", "./cache", "~/cache"])
def test_a_cache_home_that_is_not_absolute_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setenv("HOME", "/home/linh")
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert folder() == "/home/linh/.cache/arledger"


@pytest.mark.parametrize("home", [None, "", "linh"])
def test_without_a_home_there_is_no_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    assert folder() == ""
    nowhere = Store(folder(), "1.0")
    nowhere.put("a", b"b", "c")
    assert (nowhere.get("a"), nowhere.kept(), nowhere.clear()) == (None, [], 0)
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    Store(str(tmp_path / "gone" / ".cache" / "arledger"), "1.0").put("a", b"b", "c")
    assert list(tmp_path.iterdir()) == []


def test_folder_and_files_are_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / ".cache" / "arledger"
    before = os.umask(0)
    try:
        Store(str(path), "1.0").put("a", b"b", "c")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path.parent, path, only(path))]
    assert modes == [0o700, 0o700, 0o600]


# -- keeping ----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 100])
def test_what_is_kept_comes_back(store: Store, data: bytes) -> None:
    assert store.get("name") is None
    store.put("name", data, "what for")
    assert store.get("name") == data
    assert Store(store.path, "1.0").get("name") == data
    assert store.get("other") is None


def test_the_later_one_counts(store: Store, home: Path) -> None:
    store.put("name", b"early", "")
    store.put("name", b"late", "")
    assert store.get("name") == b"late"
    only(home)


def test_two_names_that_share_a_file_are_not_mixed_up(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_file_of", lambda _: "1.kept")
    store.put("one", b"1", "")
    assert store.get("two") is None
    assert store.get("one") == b"1"
    store.put("two", b"2", "")
    assert store.get("one") is None
    only(home)


def test_a_file_under_another_ones_name_is_not_taken_for_it(store: Store, home: Path) -> None:
    store.put("one", b"1", "")
    first = only(home)
    store.put("two", b"2", "")
    (second,) = set(home.iterdir()) - {first}
    second.write_bytes(first.read_bytes())
    assert store.get("two") is None


def test_what_is_kept_is_told_with_its_purpose(store: Store) -> None:
    store.put("a", b"12345", "aging of Đà Nẵng \udcff")
    ((about, size, used),) = store.kept()
    assert about == "aging of Đà Nẵng ?"
    assert size > 5
    assert used > 0


def test_clearing_removes_its_own_files_only(store: Store, home: Path, tmp_path: Path) -> None:
    store.put("a", b"1", "")
    store.put("b", b"2", "")
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (home / "link.kept").symlink_to(mine)
    (home / "note.txt").write_text("note")
    (home / "folder.kept").mkdir()
    (home / "old.kept.0123.part").write_bytes(b"abandoned")
    assert store.clear() == 3
    assert {path.name for path in home.iterdir()} == {"link.kept", "note.txt", "folder.kept"}
    assert mine.read_text() == "mine"
    assert store.get("a") is None


# -- bounds -----------------------------------------------------------------------------------


def test_what_was_not_used_for_longest_goes_first(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_THINGS", 3)
    for day, name in enumerate("abc"):
        before = set(home.iterdir()) if day else set()
        store.put(name, name.encode(), "")
        (file,) = set(home.iterdir()) - before
        os.utime(file, (day, day))
    assert store.get("a") == b"a"  # so it was used last
    store.put("d", b"d", "")
    assert [store.get(name) for name in "abcd"] == [b"a", None, b"c", b"d"]


def test_all_files_together_stay_below_the_bound(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 10_000)
    for number in range(20):
        store.put(str(number), bytes(3_000), "")
        assert sum(file.stat().st_size for file in home.iterdir()) <= 10_000
    assert store.get("19") is not None


def test_what_is_too_large_is_not_kept(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("a", b"", "")
    monkeypatch.setattr(cache, "LARGEST", 1_000)
    store.put("a", bytes(1_000), "")
    assert store.get("a") == b""
    only(home).write_bytes(bytes(1_001))
    assert store.get("a") is None


def test_a_piece_nobody_finishes_goes_after_an_hour(store: Store, home: Path) -> None:
    store.put("a", b"1", "")
    old, new = home / "x.kept.1.part", home / "y.kept.2.part"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (1, 1))
    store.put("b", b"2", "")
    assert not old.exists()
    assert new.exists()


# -- damage -----------------------------------------------------------------------------------


def damaged(store: Store, file: Path, data: bytes) -> None:
    """Demands that a file with these bytes gives nothing, and goes."""
    file.write_bytes(data)
    assert store.get("name") is None
    assert not file.exists()


def test_a_byte_that_changed_anywhere_is_noticed(store: Store, home: Path) -> None:
    store.put("name", b"some data", "about")
    file = only(home)
    sound = file.read_bytes()
    for place in range(len(sound)):
        for flip in (1, 0x80, 0xFF):
            changed = bytearray(sound)
            changed[place] ^= flip
            damaged(store, file, bytes(changed))
    file.write_bytes(sound)
    assert store.get("name") == b"some data"


def test_a_file_cut_or_continued_anywhere_is_noticed(store: Store, home: Path) -> None:
    store.put("name", b"some data", "about")
    file = only(home)
    sound = file.read_bytes()
    for length in range(len(sound)):
        damaged(store, file, sound[:length])
    for more in (b"\0", b"\n", sound):
        damaged(store, file, sound + more)


def test_a_file_of_another_form_is_no_answer(store: Store, home: Path) -> None:
    store.put("name", b"some data", "about")
    file = only(home)
    damaged(store, file, file.read_bytes().replace(b"cache 1\n", b"cache 2\n"))


def test_lengths_that_lie_allocate_nothing(store: Store, home: Path) -> None:
    store.put("name", b"some data", "about")
    file = only(home)
    rest = b"\xff" * 16 + b"name"
    file.write_bytes(cache._FORM + cache._digest(rest) + rest)
    assert store.get("name") is None
    assert store.kept()


# -- another program --------------------------------------------------------------------------


def test_another_version_starts_anew(store: Store) -> None:
    store.put("name", b"old", "")
    assert Store(store.path, "1.1").get("name") is None


def test_another_interpreter_starts_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put("name", b"old", "")
    monkeypatch.setattr(sys, "hexversion", sys.hexversion + 1)
    assert Store(store.path, "1.0").get("name") is None


def test_an_edited_source_starts_anew(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package" / "inner"
    package.mkdir(parents=True)
    module = package / "module.py"
    module.write_text("a = 1")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "package" / "cache.py"))
    before = Store(str(home), "1.0")
    before.put("name", b"old", "")
    assert Store(str(home), "1.0").get("name") == b"old"
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "module.pyc").write_bytes(b"compiled")
    os.utime(package)
    assert Store(str(home), "1.0").get("name") == b"old"
    module.write_text("a = 2")
    os.utime(module, (1, 1))
    assert Store(str(home), "1.0").get("name") is None
    before.put("name", b"worked out by half of each", "")
    assert Store(str(home), "1.0").get("name") is None


def test_a_program_that_cannot_be_looked_at_has_no_cache(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "__file__", "/nowhere/arledger.zip/cache.py")
    Store(str(home), "1.0").put("name", b"data", "")
    assert not home.exists()


# -- places that cannot be used ---------------------------------------------------------------


def unusable(store: Store) -> None:
    """Demands that nothing is kept and nothing is raised."""
    store.put("name", b"data", "about")
    assert (store.get("name"), store.kept(), store.clear()) == (None, [], 0)


def test_a_file_in_the_way_means_no_cache(store: Store, home: Path) -> None:
    home.write_text("mine")
    unusable(store)
    assert home.read_text() == "mine"


def test_a_link_in_the_way_is_not_followed(store: Store, home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    home.symlink_to(tmp_path / "elsewhere")
    unusable(store)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(store: Store, home: Path, mode: int) -> None:
    home.mkdir()
    home.chmod(mode)
    unusable(store)
    assert list(home.iterdir()) == []


def test_a_folder_of_another_user_is_not_used(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("name", b"data", "")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    unusable(store)
    monkeypatch.undo()
    assert store.get("name") == b"data"


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_read(store: Store, home: Path, mode: int) -> None:
    store.put("name", b"data", "")
    only(home).chmod(mode)
    assert store.get("name") is None


def test_links_and_pipes_in_the_folder_are_not_read(
    store: Store, home: Path, tmp_path: Path
) -> None:
    store.put("name", b"data", "")
    file = only(home)
    file.rename(tmp_path / "moved")
    file.symlink_to(tmp_path / "moved")
    assert store.get("name") is None
    file.unlink()
    os.mkfifo(file, 0o600)
    assert store.get("name") is None
    file.unlink()
    file.mkdir()
    assert store.get("name") is None
    store.put("name", b"data", "")
    assert store.get("name") is None


def test_a_system_without_folder_handles_has_no_cache(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())
    unusable(store)


@pytest.mark.parametrize("failing", ["mkdir", "open", "rename", "urandom", "scandir"])
def test_a_step_that_fails_leaves_what_was_kept_and_no_rest(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    store.put("name", b"old", "")

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, fails)
        Store(store.path, "1.0").put("name", b"new", "")
        store.put("other", b"new", "")
    assert store.get("name") in {b"old", b"new"}
    assert all(path.suffix == ".kept" for path in home.iterdir())


def test_a_full_disk_means_no_cache(store: Store, home: Path) -> None:
    store.put("name", b"old", "")
    script = (
        "import resource, signal, sys\n"
        "from arledger.cache import Store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"store = Store({store.path!r}, '1.0')\n"
        "store.put('name', bytes(100_000), '')\n"
        "store.put('other', bytes(100_000), '')\n"
        "print(store.get('name'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": "src"},
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "b'old'\n"
    assert done.stderr == ""
    only(home)


@pytest.mark.parametrize("failing", ["fdopen", "rename"])
def test_a_run_that_is_stopped_while_it_keeps_leaves_nothing(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        for one in unfinished._open:  # as when a signal ends the process
            one.undo()
        assert list(home.iterdir()) == []
        raise KeyboardInterrupt

    monkeypatch.setattr(os, failing, stopped)
    with pytest.raises(KeyboardInterrupt):
        store.put("name", b"data", "")
    assert list(home.iterdir()) == []


# -- at once ----------------------------------------------------------------------------------


def hammer(path: str, seed: int, wrong: list[object]) -> None:
    """Puts and gets the same few names; what comes back must be one of those put."""
    store = Store(path, "1.0")
    for turn in range(60):
        name = str((turn + seed) % 4)
        store.put(name, name.encode() * (1 + turn * 50), "about")
        found = store.get(name)
        if found is not None and set(found) != set(name.encode()):
            wrong.append(found)
        if turn % 20 == seed:
            store.clear()
        store.kept()


def test_many_at_once_do_each_other_no_harm(store: Store, home: Path) -> None:
    wrong: list[object] = []
    threads = [threading.Thread(target=hammer, args=(store.path, n, wrong)) for n in range(4)]
    script = (
        "import sys\nfrom tests.test_cache import hammer\nwrong = []\n"
        f"hammer({store.path!r}, 3, wrong)\nsys.exit(len(wrong))\n"
    )
    root = Path(__file__).parents[1]
    env = os.environ | {"PYTHONPATH": f"{root / 'src'}:{root}"}
    with subprocess.Popen([sys.executable, "-c", script], env=env, cwd=root) as other:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (wrong, other.returncode) == ([], 0)
    assert all(path.suffix == ".kept" for path in home.iterdir())
    store.put("last", b"one", "")
    assert store.get("last") == b"one"
