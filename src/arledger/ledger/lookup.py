"""Finding a customer or a document by what a person types."""

from arledger.ledger.accounts import fold
from arledger.ledger.model import Book, Credit, Item, Promise


def customer_named(book: Book, text: str) -> str | None:
    """The id of the customer meant: by id, by name, else by the only id or name it is part of.

    None when no customer fits, or several do.
    """
    if text in book.customers:
        return text
    wanted = fold(text)
    names = {c.id: (fold(c.id), fold(c.name)) for c in book.customers.values()}
    exact = [customer for customer, both in names.items() if wanted in both]
    if len(exact) == 1:
        return exact[0]
    partly = [customer for customer, both in names.items() if any(wanted in one for one in both)]
    return partly[0] if wanted and len(partly) == 1 else None


def items_numbered(book: Book, number: str) -> list[Item]:
    """The instalments of every document with that number, whatever its case."""
    found = [item for item in book.items if item.number == number]
    return found or [
        item for item in book.items if item.number and fold(item.number) == fold(number)
    ]


def credits_numbered(book: Book, number: str) -> list[Credit]:
    """The credits with that number, whatever its case."""
    found = [credit for credit in book.credits if credit.number == number]
    return found or [c for c in book.credits if c.number and fold(c.number) == fold(number)]


def promises_numbered(book: Book, number: str) -> list[Promise]:
    """The promises of every entry with that code, whatever its case."""
    found = [promise for promise in book.promises if promise.number == number]
    return found or [p for p in book.promises if p.number and fold(p.number) == fold(number)]


def owner_of(book: Book, number: str) -> str:
    """Whose document or promise has that number, whatever its case; "" for none."""
    found = [item.customer for item in items_numbered(book, number)] if number else []
    found += [p.customer or "" for p in promises_numbered(book, number)] if number else []
    return found[0] if found else ""


def close_names(book: Book, text: str) -> list[str]:
    """The first customers it is part of; then customers and numbers that look like it."""
    from difflib import get_close_matches

    known = {
        **{fold(p.number): p.number for p in book.promises if p.number},
        **{fold(i.number): i.number for i in book.items if i.number},
        **{fold(c.name): c.id for c in book.customers.values()},
        **{fold(c.id): c.id for c in book.customers.values()},
    }
    wanted = fold(text)
    partly = [
        c.id for c in book.customers.values() if wanted and wanted in fold(f"{c.id} {c.name}")
    ]
    alike = [known[name] for name in get_close_matches(wanted, known, n=_FEW, cutoff=0.6)]
    return list(dict.fromkeys([*partly, *alike]))[:_FEW]


_FEW = 3


def unknown(book: Book, text: str, what: str) -> ValueError:
    """The error for a text that names nothing, or several, with what it may have meant."""
    wanted = fold(text)
    namesakes = [c.id for c in book.customers.values() if wanted in (fold(c.id), fold(c.name))]
    if len(namesakes) > 1:
        return ValueError(f"several are called '{text}': {', '.join(sorted(namesakes))}")
    owner = owner_of(book, text)
    if owner:
        said = f"it is a number of {owner}: arledger why {text}"
        return ValueError(f"no {what} is called '{text}'; {said}")
    close = close_names(book, text)
    meant = f"; did you mean {' or '.join(close)}?" if close else ""
    return ValueError(f"no {what} is called '{text}'{meant}")
