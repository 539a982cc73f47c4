"""What happens without money: a form for every kind of event the ledger knows."""

from datetime import date
from functools import partial

from arledger.journal.model import Tags
from arledger.ledger import tags as ledger_tags
from arledger.ledger.events import EVENTS, OneOf, Tagged
from arledger.ledger.events import Reader as TagReader
from arledger.money import cover_of, limit_of
from arledger.writing import draft, fields, texts
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft
from arledger.writing.errors import UnfitError
from arledger.writing.fields import CUSTOMER, DATE, NOTE, TAG
from arledger.writing.form import SIDES, Answers, Field, Form, no_guess

_HELP = {
    "inv": "The document it is about.",
    "owner": "Who of us is to settle it.",
    "by": "Who of us.",
    "cause": "Why they do not pay; the policy has the list.",
    "with": "Who it was with.",
    "amount": "How much.",
    "limit": "The credit limit; 0: no credit, none: no limit any more.",
    "due": "The new due date.",
    "next": "When to look at it again.",
    "promise": "The promise's number.",
    "until": "Until when.",
    "alert": "Its identifier, as arledger alerts has it.",
    "file": "The scan or mail of it, by its path from the journal's folder.",
}
"""What is asked by a tag; others are asked by their names."""

_TO_COME = ("next", "due", "until", "limit-until", "insured-until", "guarantee-until")
"""Tags that hold a day to come."""

_OR_ALL = ("dispute", "resolve")
"""Kinds that are about all there is where no amount is named."""

_NUMBERS = {
    "dispute": "Its number, for what settles it to name.",
    "resolve": "The number of the dispute it settles; otherwise the oldest of the document.",
    "commitment": "Its number, for the entry that keeps it to name (keeps:).",
}
"""What the code of an event's entry is for."""

_ABOUT_A_DOCUMENT = (
    *("dispute", "resolve", "extend", "letter", "contact", "note", "legal", "claim", "file"),
)
"""Kinds whom a person who adds one is asked for the document of."""


def _form(kind: str, tagged: Tagged) -> Form:
    """The form of a kind of event: its tags are the fields."""
    own = [_field(kind, name, reader, tagged) for name, reader in tagged.tags.items()]
    return Form(
        kind,
        tagged.about,
        (
            CUSTOMER,
            _inv(kind, tagged),
            *own,
            _field(kind, "by", texts.line, tagged),
            DATE,
            *([_number(_NUMBERS[kind])] if kind in _NUMBERS else []),
            NOTE,
            TAG,
        ),
        partial(_draft, kind, tagged),
        SIDES,
    )


def _inv(kind: str, tagged: Tagged) -> Field:
    field = fields.inv(_HELP["inv"], required="inv" in tagged.required)
    asked = kind in _ABOUT_A_DOCUMENT
    return field._replace(repeat=False, asked=asked, none_means=False)


def _number(about: str) -> Field:
    """The entry's code, which nobody need give."""
    return fields.own_number(about, no_guess)._replace(asked=False)


def _field(kind: str, name: str, reader: TagReader, tagged: Tagged) -> Field:
    """The field of a tag, read as the ledger will read it."""
    return Field(
        name,
        _help(kind, name, reader),
        partial(_read, name, reader),
        "|".join(reader.words) if isinstance(reader, OneOf) else name.upper(),
        offers=partial(_offers, name, reader),
        required=name in tagged.required,
        asked=kind != "review" and name != "by" and (name != "file" or kind == "file"),
    )


def _help(kind: str, name: str, reader: TagReader) -> str:
    if isinstance(reader, OneOf):
        return f"One of {', '.join(reader.words)}."
    if name == "amount" and kind in _OR_ALL:
        return "How much of it; otherwise all there is."
    return _HELP.get(name, f"{name.replace('-', ' ').capitalize()}.")


def _read(name: str, reader: TagReader, text: str, desk: Desk, answers: Answers) -> Tags:
    """The tag with a value that the ledger can read."""
    if reader is ledger_tags.day:
        read = fields.read_coming_day if name in _TO_COME else fields.read_day
        text = read(text, desk, answers).isoformat()
    elif reader in (ledger_tags.amount, limit_of, cover_of):
        text = _money(name, text, desk, answers)
    elif isinstance(reader, OneOf):
        text = texts.line(text).casefold()
    try:
        reader(texts.line(text))
    except ValueError as error:
        raise UnfitError(str(error)) from None
    _refuse_unlisted(name, text, desk)
    return texts.tags(name, text)


def _money(name: str, text: str, desk: Desk, answers: Answers) -> str:
    """An amount as a tag has it, whatever the journal's decimal mark is."""
    if name == "amount":
        return fields.read_money(text, desk, answers).text
    if texts.line(text).casefold() in {"0", "none"}:
        return text.casefold()
    return fields.read_balance(text, desk, answers).text


def _refuse_unlisted(name: str, text: str, desk: Desk) -> None:
    """Stops at a cause that the policy does not list, and a promise that nobody made."""
    causes = desk.book.policy.contacts.causes
    if name == "cause" and text not in causes:
        raise UnfitError(
            f"'{text}' is none of the policy's causes",
            f"take one of {', '.join(causes)}, or add it to [contacts] causes",
        )


def _offers(name: str, reader: TagReader, desk: Desk, _: Answers) -> list[str]:
    """What a tag may hold: the words of its kind, else what it held before."""
    if isinstance(reader, OneOf):
        return list(reader.words)
    if name == "cause":
        return list(desk.book.policy.contacts.causes)
    if name == "promise":
        return [promise.number for promise in desk.book.promises if promise.number]
    before = (event.tags[name] for event in desk.book.events if name in event.tags)
    return sorted(set(before))


def _draft(kind: str, tagged: Tagged, desk: Desk, answers: Answers) -> Draft:
    """The entry of an event."""
    customer, number = answers["customer"], answers["inv"]
    told = [answers[name] for name in (*tagged.tags, "by") if answers[name]]
    tags: Tags = (
        ("event", kind),
        *whose(customer),
        *((("inv", number),) if number else ()),
        *(tag for own in (*told, *answers["tag"]) for tag in own),
    )
    payee = desk.payee(customer, desk.account(customer))
    day: date = answers["date"]
    code = answers.get("number") or ""
    entry = draft.entry(day, code, payee, answers["note"] or "", tags)
    named = [number] if number else []
    return Draft(entry, customer, tuple(fields.unknown_documents(desk, customer, named)))


def whose(customer: str) -> Tags:
    """``customer:``; none for a name with a comma, which the payee has to tell."""
    return () if "," in customer else texts.tags("customer", customer)


FORMS = tuple(_form(kind, tagged) for kind, tagged in EVENTS.items())
"""One form for each kind of event."""
