"""What shell completion offers besides commands and options."""

from collections.abc import Sequence

from arledger.cli.inputs import journal_paths


def names(files: Sequence[str], *, documents: bool) -> list[str]:
    """The ids of the journal's customers, and if asked the numbers of its documents and promises.

    None when there is no journal to read.
    """
    from datetime import date

    from arledger.journal.loader import load
    from arledger.ledger.build import build_book
    from arledger.policy.load import find_policy, load_policy

    paths = [path for path in journal_paths(files) if path != "-"]
    if not paths:
        return []
    today = date.today()
    journal, _ = load(paths, today=today)
    loaded, _ = load_policy(find_policy(None, None, paths[0]), journal.sources)
    book, _ = build_book(journal, loaded.policy, side="receivable", as_of=today)
    numbers = {i.number for i in book.items} | {c.number for c in book.credits}
    numbers |= {promise.number for promise in book.promises}
    return [*sorted(book.customers), *(sorted(numbers - {""}) if documents else ())]
