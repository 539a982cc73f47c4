"""Forms: what must be known to make an entry of a kind, and how each answer is found.

An answer is given, or asked for, or guessed from the book, in this order; each is read with what
was answered before it. Scripts give, people are asked; both fill in the same form.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from arledger.money import exact
from arledger.records import NamedTuple
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft, ahead_of_time, written_already
from arledger.writing.errors import MissingError, UnfitError

Answers = dict[str, Any]
"""What was answered, by the field's name; a tuple for one that may have several answers.

``given`` has the words of whoever gave some, for guesses that come before those are read.
"""

Reader = Callable[[str, Desk, Answers], Any]
"""Reads an answer; raises UnfitError."""

Guess = Callable[[Desk, Answers], str]
"""An answer as someone would type it; "" for none."""

Offers = Callable[[Desk, Answers], Sequence[str]]
"""Answers that are likely, for completion."""


NONE = "-"
"""What a person types who wants none of what is guessed."""


def no_guess(desk: Desk, answers: Answers) -> str:  # noqa: ARG001 - every guess is called alike
    """Nothing is guessed."""
    return ""


def no_offers(desk: Desk, answers: Answers) -> Sequence[str]:  # noqa: ARG001
    """Nothing is offered."""
    return ()


SIDES = ("receivable", "payable")
"""Whose books there are: of what we are owed, and of what we owe."""


class Field(NamedTuple):
    """One thing to be known."""

    name: str
    help: str
    """A sentence for the option that gives it."""
    read: Reader
    metavar: str = ""
    guess: Guess = no_guess
    offers: Offers = no_offers
    repeat: bool = False
    """There may be several answers."""
    required: bool = False
    asked: bool = False
    """Who is asked at all is asked for it, though the entry could do without."""
    unless: str = ""
    """A field whose answer makes this one needless."""
    none_means: bool = False
    """``-`` is an answer like others, and not the word for none."""
    label: str = ""
    """What a person is asked for; its name, if empty."""


class Form(NamedTuple):
    """What must be known for one kind of entry, and what is made of it."""

    name: str
    about: str
    """The kind in a sentence."""
    fields: tuple[Field, ...]
    draft: Callable[[Desk, Answers], Draft]
    sides: tuple[str, ...] = ("receivable",)
    """Whose books may have such entries."""


class Question(NamedTuple):
    """What is asked of a person."""

    field: Field
    guess: str
    """Taken when the answer is empty."""
    offers: Sequence[str]
    wrong: str = ""
    """What was wrong with the answer before."""


Ask = Callable[[Question], str]


def filled(
    form: Form, desk: Desk, given: Mapping[str, Sequence[str]], ask: Ask | None = None
) -> Draft:
    """The entry these answers make; what is missing is asked for, if there is someone to ask.

    MissingError when nothing tells what is required, UnfitError for an answer that cannot be.
    """
    answers: Answers = {"given": given}
    missing = []
    with exact():
        for field in form.fields:
            answers[field.name] = _answer(field, desk, answers, given.get(field.name, ()), ask)
            if field.required and not _is_there(answers[field.name]):
                missing.append(field.name)
        if missing:
            raise MissingError(missing)
        made = form.draft(desk, answers)
        numbered = bool(given.get("number"))
        again = written_already(made.entry, desk.book.journal.entries, numbered=numbered)
        remarks = (*made.remarks, *ahead_of_time(made.entry, desk.today))
        return made._replace(doubts=(*made.doubts, *again), remarks=remarks)


def _is_there(answer: object) -> bool:
    return answer is not None and answer != ()


def _answer(
    field: Field, desk: Desk, answers: Answers, texts: Sequence[str], ask: Ask | None
) -> object:
    if texts:
        return _read(field, texts, desk, answers)
    if field.unless and _is_there(answers[field.unless]):
        return _read(field, [], desk, answers)
    guess = field.guess(desk, answers)
    if ask and (field.asked or (field.required and not guess)):
        return _asked(Question(field, guess, field.offers(desk, answers)), desk, answers, ask)
    return _read(field, [guess] if guess else [], desk, answers)


def _asked(question: Question, desk: Desk, answers: Answers, ask: Ask) -> object:
    """What a person answers, asked again until it can be read, and until there is no more."""
    field = question.field
    texts: list[str] = []
    while True:
        typed = ask(question)
        text = typed or question.guess
        if text == NONE and not field.required and not field.none_means:
            text = ""
        if not text and (texts or not field.required):
            break
        try:
            _read(field, [*texts, text], desk, answers)
        except UnfitError as error:
            question = question._replace(wrong=": ".join(filter(None, (str(error), error.remedy))))
            continue
        texts.append(text)
        if not field.repeat or not typed:
            break
        question = question._replace(guess="", wrong="")
    return _read(field, texts, desk, answers)


def _read(field: Field, texts: Sequence[str], desk: Desk, answers: Answers) -> object:
    try:
        values = tuple(field.read(text, desk, answers) for text in texts)
    except UnfitError as error:
        error.field = field.name
        raise
    if field.repeat:
        return values
    return values[-1] if values else None
