"""A form becomes a command of its own: ``arledger add payment`` has the options a payment has."""

from collections.abc import Mapping, Sequence

from arledger.cli import options
from arledger.cli.errors import UsageError
from arledger.cli.quick import parsed
from arledger.cli.spec import Argument, Command, Option, Values
from arledger.writing.form import Field, Form
from arledger.writing.kinds import FORMS

COMMON = (
    *(option for option in options.JOURNAL if option.name != "alias"),
    *options.POLICY,
    Option(
        "into",
        ("--into",),
        "Write to this file; otherwise to the one the policy names, or the journal itself.",
        "FILE",
    ),
    Option("dry_run", ("--dry-run",), "Show the entry and what it changes; write nothing."),
    Option("yes", ("-y", "--yes"), "Write without asking, on a terminal too."),
    Option("force", ("--force",), "Write although there are warnings."),
    Option(
        "format",
        ("-O", "--output-format"),
        "One of text, json.",
        "FORMAT",
        default="text",
        choices=("text", "json"),
    ),
    options.COLOR,
)
"""What every kind of entry takes."""

_PAYABLE = Option("payable", ("--payable",), "In the books of what we owe our suppliers.")
_TAKEN = frozenset(flag for option in COMMON for flag in option.flags)


def kind_first(words: Sequence[str]) -> list[str]:
    """The words with the kind in front, for those who write common options before it."""
    flags = {flag: option for option in COMMON for flag in option.flags}
    skip = False
    for place, word in enumerate(words):
        option = flags.get(word.partition("=")[0]) or flags.get(word[:2])
        if skip:
            skip = False
        elif not word.startswith("-"):
            return [word, *words[:place], *words[place + 1 :]]
        elif option is None:
            break
        else:
            skip = option.takes_value and word in option.flags
    return list(words)


def form_named(word: str) -> Form:
    """The form of a kind, by its name or the beginning of only one."""
    if word in FORMS:
        return FORMS[word]
    found = [name for name in FORMS if word and name.startswith(word)]
    if len(found) == 1:
        return FORMS[found[0]]
    from difflib import get_close_matches

    close = found or get_close_matches(word, FORMS, n=2)
    hint = f"did you mean {' or '.join(close)}?" if close else f"one of {', '.join(FORMS)}"
    raise UsageError(f"no such kind of entry: {word}", hint=hint)


def command_of(form: Form) -> Command:
    """The command that adds an entry of a kind; running it is not its own business."""
    sides = (_PAYABLE,) if "payable" in form.sides else ()
    return Command(
        name=form.name,
        help=f"{form.about}\n\nWhat is not given is guessed from the book, and shown before"
        " anything is written.",
        options=(*map(_option, _optional(form)), *sides, *COMMON),
        arguments=(_CUSTOMER, _AMOUNT) if _has_amount(form) else (_CUSTOMER,),
        run=lambda _: 0,
    )


_CUSTOMER = Argument(
    "customer_",
    "[CUSTOMER]",
    "Whom it is about, by id, name or a part of either; otherwise whose document is named.",
    required=False,
    customers=True,
)


_AMOUNT = Argument("amount_word", "[AMOUNT]", "How much, as --amount says it.", required=False)


def _has_amount(form: Form) -> bool:
    return any(field.name == "amount" for field in form.fields)


def _optional(form: Form) -> Sequence[Field]:
    return [field for field in form.fields if field.name != "customer"]


def flag_of(field: Field | str) -> str:
    """The option that gives a field; one of its own where another option has that name."""
    name = field if isinstance(field, str) else field.name
    if name == "customer":
        return "CUSTOMER"
    return f"--tag-{name}" if f"--{name}" in _TAKEN else f"--{name}"


def _option(field: Field) -> Option:
    return Option(
        name=_key(field),
        flags=(flag_of(field),),
        help=field.help,
        metavar=field.metavar,
        repeat=field.repeat,
    )


def _key(field: Field) -> str:
    """The name of a field among the values: no word of Python's, and no other option's."""
    return f"{field.name.replace('-', '_')}_"


def read(form: Form, words: Sequence[str]) -> Values | int:
    """The values of the words after the kind; an exit code when there is nothing to do."""
    command = command_of(form)
    values = parsed(command, words)
    if values is not None:
        return values
    from arledger.cli.typed import read_one

    return read_one(command, words, f"arledger add {form.name}")


def given(form: Form, values: Values) -> Mapping[str, Sequence[str]]:
    """What was given for each field of the form, as it was typed."""
    found: dict[str, Sequence[str]] = {}
    for field in form.fields:
        value = values[_key(field)]
        if field.name == "amount" and values["amount_word"] is not None:
            if value is not None:
                raise UsageError(
                    f"the amount is given twice: {values['amount_word']} and {value}",
                    hint="write it once",
                )
            value = values["amount_word"]
        found[field.name] = value if field.repeat else () if value is None else (value,)
    return found
