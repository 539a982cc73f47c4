"""``arledger add``: an entry is made, shown with what it changes, and written into the journal."""

from collections.abc import Sequence

from arledger.cli import add_prompts, output
from arledger.cli.add_forms import flag_of, form_named, given, kind_first, read
from arledger.cli.add_shown import preview, record
from arledger.cli.errors import RefusedError, UsageError
from arledger.cli.inputs import journal_paths, read_inputs, today_of
from arledger.cli.run import AT_FAULT, FINDINGS, FINE, withheld
from arledger.cli.spec import Argument, Command, Values
from arledger.ledger.model import Side
from arledger.problems import Severity, worst
from arledger.writing.append import append
from arledger.writing.changes import changes
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft
from arledger.writing.errors import MissingError, NotWrittenError, UnfitError
from arledger.writing.form import Form, filled
from arledger.writing.kinds import FORMS
from arledger.writing.place import chosen, place_of
from arledger.writing.proposal import Books, Proposal, Standing, judged, propose


def run(values: Values) -> int:
    """Makes the entry the words ask for, and writes it; returns the exit code."""
    words = kind_first(values["words"])
    form = form_named(_kind(words))
    read_values = read(form, words[1:])
    if isinstance(read_values, int):
        return read_values
    try:
        return _add(form, {**read_values, "alias": ()})
    except UnfitError as error:
        where = f"{flag_of(error.field)}: " if error.field else ""
        raise UsageError(f"{where}{error}", hint=error.remedy) from error
    except NotWrittenError as error:
        raise RefusedError(str(error), hint=error.remedy) from error


def _kind(words: Sequence[str]) -> str:
    """The kind that is named, or asked for."""
    if words and not words[0].startswith("-"):
        return words[0]
    if not words and add_prompts.at_a_terminal():
        return add_prompts.kind(FORMS)
    raise UsageError("add what?", hint=f"arledger add KIND ...: one of {', '.join(FORMS)}")


def _add(form: Form, values: Values) -> int:
    """Reads the book, makes the entry, shows it, and writes it if it may."""
    today = today_of(values)
    inputs = read_inputs(values, today)
    if worst(inputs.problems) is Severity.ERROR:
        return withheld(inputs.problems, inputs.sources, values)
    policy = inputs.policy.policy
    books = Books(journal_paths(values["file"]), policy, today, strict=values["strict"])
    standing = judged(inputs.journal, inputs.problems, policy, today)
    draft = _draft(form, values, books, standing)
    path = chosen(inputs.journal, policy.writing, form.name, draft.entry.date, values["into"])
    proposal = propose(books, [draft], path, standing)
    return _settle(proposal, draft, books, values)


def _draft(form: Form, values: Values, books: Books, standing: Standing) -> Draft:
    """The entry of what was given and guessed; asked for, where something is missing."""
    journal = standing.journal
    path = chosen(journal, books.policy.writing, form.name, books.today, values["into"])
    side: Side = "payable" if values.get("payable") else "receivable"
    desk = Desk.over(standing.books[side], place_of(journal, path).state, books.today)
    texts = given(form, values)
    try:
        return filled(form, desk, texts)
    except MissingError as missing:
        if add_prompts.at_a_terminal():
            add_prompts.introduce()
            return filled(form, desk, texts, add_prompts.ask)
        raise _lacking(form, missing) from missing


def _lacking(form: Form, missing: MissingError) -> UsageError:
    flags = " and ".join(map(flag_of, missing.fields))
    return UsageError(
        f"add {form.name} needs {flags}: nothing in the book tells",
        hint=f"arledger add {form.name} --help",
    )


# -- shown, decided, written -------------------------------------------------------------------


def _settle(proposal: Proposal, draft: Draft, books: Books, values: Values) -> int:
    """Shows what was proposed, and writes it if nothing and nobody is against it."""
    changed = changes(proposal)
    as_json = values["format"] == "json"
    if not as_json:
        _print(preview(proposal, changed))
    _tell(proposal, draft, values)
    code = _objection(proposal, draft, values)
    written = None
    if code is None and not values["dry_run"]:
        written = append(books, proposal, force=True)
    if as_json:
        from arledger.render.envelope import envelope

        _print(envelope(record(proposal, draft, changed, written), proposal.new))
    if written is not None:
        output.note(f"wrote to {written.path}:{written.line}")
    elif code is None:
        output.note(f"nothing was written: it would go to {proposal.place.path}")
    return code or FINE


def _print(text: str) -> None:
    output.write(text, {"output": None})


def _tell(proposal: Proposal, draft: Draft, values: Values) -> None:
    """Says on stderr what is doubtful about the entry, and what it puts right."""
    from arledger.render.problems import MOST_SHOWN

    sources = proposal.after.journal.sources
    output.show_problems(proposal.new, sources, values["color"], most=MOST_SHOWN, brief=False)
    for doubt in draft.doubts:
        output.note(f"warning: {doubt.message}: {doubt.remedy}")
    for problem in proposal.gone:
        output.note(f"no longer: {problem.message}")
    for remark in draft.remarks:
        output.note(remark)


def _objection(proposal: Proposal, draft: Draft, values: Values) -> int | None:
    """The exit code where the entry may not be written; None when it may."""
    if proposal.worst is Severity.ERROR:
        output.note("nothing was written: the journal would not be read with it")
        return AT_FAULT
    doubtful = bool(draft.doubts) or proposal.worst is Severity.WARNING
    if doubtful and not values["force"]:
        if values["dry_run"] or not _agreed(proposal, doubtful=True):
            output.note("nothing was written; --force writes it all the same")
            return FINDINGS
        return None
    if values["dry_run"] or values["yes"] or _agreed(proposal, doubtful=False):
        return None
    raise add_prompts.NothingWrittenError("nothing was written")


def _agreed(proposal: Proposal, *, doubtful: bool) -> bool:
    """What the person at the terminal says; in a script no to doubts, and yes without them."""
    if not add_prompts.at_a_terminal():
        return not doubtful
    what = "Write it all the same" if doubtful else "Write it"
    return add_prompts.confirm(f"{what} to {proposal.place.path}?", usual=not doubtful)


_KINDS = "".join(f"\n\n{form.name}: {form.about}" for form in FORMS.values())

COMMAND = Command(
    name="add",
    help="Write an entry into the journal: an invoice, a payment, a promise, a call ..."
    "\n\nWhat is not given is guessed from the book, or asked for at a terminal. The entry and"
    " what it changes are shown first; what check would object to is refused. arledger add KIND"
    f" --help has the options of a kind.{_KINDS}",
    options=(),
    arguments=(
        Argument(
            "words",
            "KIND [CUSTOMER] [OPTIONS]",
            "The kind of entry, whom it is about, and what it says.",
            rest=True,
            choices=lambda: list(FORMS),
        ),
    ),
    run=run,
    raw=True,
)
