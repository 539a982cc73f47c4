"""What a run asks of the disk is what is asked again."""

from hashlib import sha256
from pathlib import Path

from arledger import recording


def test_a_digest_that_was_begun_is_that_of_all_the_bytes() -> None:
    data = b"the same beginning, and more"
    with recording.Recording() as run:
        recording.content("book.journal", data)
        recording.begun(data, 18, sha256(data[:18]))
    assert ("digest", "book.journal", sha256(data).hexdigest()) in run.questions()
    assert run.questions() == run.questions()


def test_a_digest_of_other_bytes_is_not_taken_for_the_files() -> None:
    data = b"\xef\xbb\xbfa file with a mark before it"
    read = data.removeprefix(b"\xef\xbb\xbf")
    with recording.Recording() as run:
        recording.content("book.journal", data)
        recording.begun(read, 6, sha256(read[:6]))
    assert ("digest", "book.journal", sha256(data).hexdigest()) in run.questions()


def test_what_was_read_is_heard_again_while_the_file_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    path.write_bytes(b"begins like this\nand goes on\n")
    data = path.read_bytes()
    with recording.Recording() as run:
        recording.content(str(path), data)
        recording.begun(data, 17, sha256(data[:17]))
    questions = run.questions()
    assert all(recording.heard_again(kind, about) == heard for kind, about, heard in questions)
    path.write_bytes(data[:-2] + b"f\n")
    assert not all(recording.heard_again(kind, about) == heard for kind, about, heard in questions)
