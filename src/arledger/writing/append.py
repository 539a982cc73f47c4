"""Entries are appended: under a lock, to the journal as it is then, all of them or none."""

from collections.abc import Generator

from arledger.problems import Problem, Severity
from arledger.records import NamedTuple
from arledger.writing.errors import NotWrittenError
from arledger.writing.files import check_replaceable, creating, held, replacing
from arledger.writing.proposal import Books, Proposal, propose, unchanged


class Written(NamedTuple):
    """Where the entries stand now."""

    path: str
    line: int
    """Of the first one."""
    text: str
    """What was appended."""


def append(books: Books, proposal: Proposal, *, force: bool = False) -> Written:
    """Writes what was proposed, and says where it stands.

    ``force`` accepts warnings; errors never. Whoever shows a proposal's warnings and is told
    to go on passes True. When other programs wrote to the book since the proposal was made, it is
    made anew from what they wrote; NotWrittenError if it would then have problems nobody saw.
    """
    run = steps(books, proposal, force=force)
    try:
        while True:
            next(run)
    except StopIteration as end:
        written: Written = end.value
        return written
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write to {proposal.place.path}: {reason}"
        remedy = "nothing was added to the book"
        if isinstance(error, PermissionError):
            remedy += "; its folder must be writable, too: a file is replaced as a whole"
        raise NotWrittenError(message, remedy) from error


def steps(books: Books, proposal: Proposal, *, force: bool) -> Generator[str, None, Written]:
    """As ``append``, step by step: yields the name of each step that is done.

    Whichever is the last, every file is whole, and the book has the entries or has none of them.
    """
    _refuse(proposal.new, most=Severity.WARNING if force else Severity.LINT)
    place = proposal.place
    with held([place.root, *([place.path] if place.exists else [])]) as hold:
        yield "locked"
        if not place.exists:
            for step in creating(place.path):
                yield f"{place.path}: {step}"
            hold.take(place.path)
        proposal = _as_it_is_now(books, proposal, force=force)
        yield "read again"
        for change in proposal.changes:
            check_replaceable(change.path)
        for change in proposal.changes:
            for step in replacing(change.path, change.old, change.new, hold):
                yield f"{change.path}: {step}"
    return Written(proposal.place.path, proposal.entries[0].line, proposal.text)


def _refuse(new: list[Problem], *, most: Severity | None) -> None:
    """Stops at new problems graver than that; at any, where it is None."""
    grave = [problem for problem in new if most is None or problem.severity > most]
    if grave:
        raise NotWrittenError(f"with this, {grave[0].message}", grave[0].help)


def _as_it_is_now(books: Books, proposal: Proposal, *, force: bool) -> Proposal:
    """The proposal for the files as they are on disk, now that nobody else may write."""
    if proposal.place.read and unchanged(proposal.before):
        return proposal
    fresh = propose(books, proposal.drafts, proposal.place.path)
    known = {(problem.code, problem.message) for problem in proposal.new}
    unseen = [p for p in fresh.new if (p.code, p.message) not in known]
    _refuse(unseen, most=None)
    _refuse(fresh.new, most=Severity.WARNING if force else Severity.LINT)
    return fresh
