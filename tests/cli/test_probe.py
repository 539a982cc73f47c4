"""Files that evidence is in: told of, and never shown."""

import hashlib
import os
from pathlib import Path

import pytest

from arledger import recording
from arledger.cli import probe
from arledger.cli.probe import Disk
from arledger.recording import Recording


def test_of_a_file_its_size_and_digest_are_told(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"signed\n")
    digest = hashlib.sha256(b"signed\n").hexdigest()
    assert Disk()(str(path)) == ("present", 7, digest)


def test_a_link_is_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"signed\n")
    (tmp_path / "link").symlink_to("scan.pdf")
    (tmp_path / "broken").symlink_to("nothing")
    (tmp_path / "loop").symlink_to("loop")
    disk = Disk()
    assert disk(str(tmp_path / "link")).state == "present"
    assert disk(str(tmp_path / "broken")).state == "missing"
    assert disk(str(tmp_path / "loop")).state == "missing"


@pytest.mark.parametrize(
    "path", ["/dev/zero", "/dev/stdin", "/proc/self/environ", "/proc/kmsg", "/"]
)
def test_what_is_no_document_is_never_opened(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording.os, "open", lambda *_: pytest.fail("opened"))  # type: ignore[attr-defined]
    assert Disk()(path).state in {"no file", "missing"}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert Disk()(str(tmp_path / "pipe")) == ("no file", None, "")


@pytest.mark.parametrize("name", ["", "a" * 5000, "\x1b[2J", "no/such/folder", "b\0c"])
def test_a_name_that_cannot_be_is_missing(name: str, tmp_path: Path) -> None:
    assert Disk()(f"{tmp_path}/x{name}").state == "missing"


def test_a_large_file_is_there_without_a_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(probe.LARGEST + 1)  # no disk is used
    assert Disk()(str(path)) == ("present", probe.LARGEST + 1, "")
    monkeypatch.setattr(probe, "MOST", 10)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"1234")
    disk = Disk()
    assert [bool(disk(str(tmp_path / name)).digest) for name in ("a", "b", "c")] == [1, 1, 0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"x")
    path.chmod(0)
    with Recording() as record:
        assert Disk()(str(path)) == ("unreadable", 1, "")
    assert not record.repeatable


def test_each_file_is_looked_at_once_and_all_that_was_heard_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"signed\n")
    with Recording() as record:
        disk = Disk()
        assert disk(str(path)) is disk(str(path))
        disk(str(tmp_path / "none"))
    heard = {(kind, Path(about).name): said for kind, about, said in record.questions()}
    assert heard == {
        ("kind", "scan.pdf"): "file",
        ("size", "scan.pdf"): "7",
        ("digest", "scan.pdf"): hashlib.sha256(b"signed\n").hexdigest(),
        ("kind", "none"): "nothing",
    }
    assert all(
        recording.heard_again(kind, about) == said for kind, about, said in record.questions()
    )
