"""Answers that are remembered: the same question about the same texts has the same answer.

A question is the command line and all else that bears on the answer: the folder, the day, the
terminal, the environment. Texts, and whatever else a run asks of the disk, are asked again
before an answer is given a second time; that takes nothing of the parser, the ledger or the
renderers, and so does this module.
"""

import os
import sys
import time

from arledger import __version__, recording
from arledger.cache import Store, folder
from arledger.cli.saying import ERR, NEW, OUT, OVER, say

TYPE_CHECKING = False  # as typing's, which takes longer to import than an answer to recall
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from arledger.recording import Triple

_CHANNELS = frozenset({OUT, ERR, NEW, OVER})

NO_CACHE = "--no-cache"

WORTH = 2**16
"""Bytes that were read; from less an answer is worked out so soon that no trace need be left."""

_ENVIRONMENT = ("ARLEDGER_POLICY", "COLUMNS", "LINES", "NO_COLOR", "TERM")


class Memory:
    """What was answered to a command line before, here and today."""

    __slots__ = ("_here", "_question", "_store", "_words")

    def __init__(self, words: "Sequence[str]") -> None:
        self._words = words
        self._here = _here()
        self._question = _question(words, self._here)
        self._store = Store(folder() if self._question else "", __version__)

    def recall(self) -> int | None:
        """Says again what was answered, and returns the exit code.

        None, with nothing said, when it is not known that the answer would be the same.
        """
        data = self._store.get(self._question)
        if data is None:
            return None
        try:
            (number, _, _), *triples = _unpacked(data)
            code = int(number)
            said = [triple for triple in triples if triple[0] in _CHANNELS]
            asked = (triple for triple in triples if triple[0] not in _CHANNELS)
            holds = self._may_say(said) and _hold(asked)
        except (ValueError, LookupError, OSError):
            return None
        if not holds:
            return None
        for channel, target, text in said:
            say(channel, target, text)
        return code

    def listen(self, run: "Callable[[], int]") -> int:
        """The exit code of a run, whose answer is kept once its reader has it."""
        if not self._question:
            return run()
        with recording.Recording() as record:
            code = run()
        sys.stdout.flush()
        self._keep(record, code)
        return code

    def _keep(self, record: recording.Recording, code: int) -> None:
        """Keeps the answer, if the same could be asked again and it is worth it."""
        size = sum(map(len, record.contents.values()))
        if not record.repeatable or not record.contents or size < WORTH:
            return
        if self._question != _question(self._words, self._here):
            return  # the day has passed, or the terminal is another
        triples = [(str(code), "", ""), *record.said, *record.questions()]
        about = f"{' '.join(self._words)}\n{self._here}"
        self._store.put(self._question, _packed(triples), about)

    def _may_say(self, said: "Iterable[Triple]") -> bool:
        """Whether it goes to the streams, or to a file that the line names and may replace."""
        return all(
            channel in {OUT, ERR} or self._may_write(target, force=channel == OVER)
            for channel, target, _ in said
        )

    def _may_write(self, target: str, *, force: bool) -> bool:
        named = any(word.endswith(target) for word in self._words)
        allowed = "--force" in self._words if force else not os.path.isfile(target)  # noqa: PTH113
        return named and allowed


def _here() -> str:
    """The folder paths start from; "" when it is gone."""
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return ""


def _question(words: "Sequence[str]", here: str) -> str:
    """All that an answer depends on but the disk; "" for what is not asked twice."""
    asks = any(not word.startswith("-") for word in words) and NO_CACHE not in words
    if not asks or not here or "_ARLEDGER_COMPLETE" in os.environ:
        return ""
    home = ("~", os.environ.get("ARLEDGER_FILE", ""), os.environ.get("LEDGER_FILE", ""))
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return repr(
        (
            tuple(words),
            here,
            time.localtime()[:3],
            [stream.isatty() for stream in (sys.stdout, sys.stderr)],
            _screen(),
            tuple(map(os.path.expanduser, home)),
            environment,
            sys.getfilesystemencoding(),
        )
    )


def _screen() -> tuple[int, ...]:
    """Columns and lines of the terminal; () when there is none."""
    try:
        return tuple(os.get_terminal_size())
    except OSError:
        return ()


def _hold(asked: "Iterable[Triple]") -> bool:
    """Whether everything that was asked is answered now as it was then."""
    return all(_heard_again(kind, about) == heard for kind, about, heard in asked)


def _heard_again(kind: str, about: str) -> str:
    if kind != "match":
        return recording.heard_again(kind, about)
    from arledger.journal.files import matched  # few journals include by a pattern

    pattern, _, including = about.partition("\0")
    return "\0".join(matched(pattern, including))


def _packed(triples: "Iterable[Triple]") -> bytes:
    """The texts one behind the other, and before them a line of their lengths."""
    texts = [text.encode("utf-8", "surrogatepass") for triple in triples for text in triple]
    lengths = b" ".join(b"%d" % len(text) for text in texts)
    return b"".join((lengths, b"\n", *texts))


def _unpacked(data: bytes) -> "list[Triple]":
    """The triples that were packed; ValueError for anything else."""
    head, _, body = data.partition(b"\n")
    texts, start = [], 0
    for length in map(int, head.split()):
        texts.append(body[start : start + length].decode("utf-8", "surrogatepass"))
        start += length
    return list(zip(texts[::3], texts[1::3], texts[2::3], strict=True))
