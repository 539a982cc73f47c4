"""Questions at a terminal: what is missing, with completion, and whether to write."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from arledger.cli.errors import StopError
from arledger.render.safe import safe
from arledger.writing.form import Question

INTRODUCTION = "Enter takes what is in brackets, - leaves it out, Tab completes, Ctrl-C ends it."


class NothingWrittenError(StopError):
    """The person at the terminal decided against it."""


def at_a_terminal() -> bool:
    """Whether there is a person to ask."""
    return bool(sys.stdin) and sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: Question) -> str:
    """What the person answers; "" for what was guessed."""
    if question.wrong:
        print(f"  {safe(question.wrong)}")  # noqa: T201
    guess = f" [{safe(question.guess)}]" if question.guess else ""
    words = f" ({question.field.metavar})" if "|" in question.field.metavar else ""
    name = (question.field.label or question.field.name.replace("-", " ")).capitalize()
    # The terminal shows offers as they are: what could steer it is none.
    return _line(f"{name}{words}{guess}: ", [one for one in question.offers if safe(one) == one])


def kind(kinds: Iterable[str]) -> str:
    """Which of the kinds of entry it shall be."""
    names = list(kinds)
    print(f"Add what? {', '.join(names)}")  # noqa: T201
    return _line("Kind: ", names)


def introduce() -> None:
    """Says once how to answer."""
    print(INTRODUCTION)  # noqa: T201


def confirm(question: str, *, usual: bool) -> bool:
    """Whether the person says yes; ``usual`` is what Enter means."""
    answer = _line(f"{safe(question)} [{'Y/n' if usual else 'y/N'}] ", ("yes", "no"))
    return usual if not answer else answer.casefold() in {"y", "yes"}


def _line(prompt: str, offers: Sequence[str]) -> str:
    """One line typed, without the spaces around it."""
    try:
        with _completing(offers), _interruptible():
            return input(prompt).strip()
    except EOFError:
        print()  # noqa: T201
        raise NothingWrittenError("nothing was written") from None


@contextmanager
def _interruptible() -> Iterator[None]:
    """While a line is typed Ctrl-C is an exception, so that the terminal is put in order again."""
    import signal

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _completing(offers: Sequence[str]) -> Iterator[None]:
    """Tab completes the whole line to one of the offers, case ignored, where there is readline."""
    with suppress(ImportError):
        import readline

        readline.set_completer_delims("")
        readline.parse_and_bind("bind ^I rl_complete" if _is_libedit() else "tab: complete")
        readline.set_completer(Completer(offers))
        try:
            yield
        finally:
            readline.set_completer(None)
        return
    yield


def _is_libedit() -> bool:
    import readline

    return "libedit" in (readline.__doc__ or "")


class Completer:
    """Gives readline the offers that begin like what was typed, one after another."""

    __slots__ = ("_found", "_offers")

    def __init__(self, offers: Sequence[str]) -> None:
        self._offers = offers
        self._found: list[str] = []

    def __call__(self, typed: str, state: int) -> str | None:
        """The offer at that place among those that fit; None after the last one."""
        if state == 0:
            begun = typed.casefold()
            self._found = [one for one in self._offers if one.casefold().startswith(begun)]
        return self._found[state] if state < len(self._found) else None
