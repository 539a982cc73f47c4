"""A book on disk to write into, and what hledger says of it afterwards."""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from arledger.journal.model import Entry
from arledger.ledger.model import Side
from arledger.policy.model import DEFAULT, Policy
from arledger.writing.append import Written, append
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft
from arledger.writing.form import filled
from arledger.writing.kinds import FORMS
from arledger.writing.place import chosen, place_of
from arledger.writing.proposal import Books, Proposal, propose, standing

TODAY = date(2026, 10, 5)

POINT = """\
decimal-mark .
commodity 1,000.00 EUR

account assets:bank
account income:sales
account expenses:bad debt
account assets:receivable:acme
    ; name:ACME Trading Co., name:Ltd
    ; terms:net 30

2026-08-01 (INV-1) ACME Trading Co., Ltd | August
    assets:receivable:acme      12,000.00 EUR
    income:sales

2026-08-20 (PTP-1) ACME Trading Co., Ltd
    (promise:acme)               1,000.00 EUR  ; date:2026-09-20, inv:INV-1

2026-09-01 (RCP-1) ACME Trading Co., Ltd
    assets:bank                    500.00 EUR
    assets:receivable:acme        -500.00 EUR  ; inv:INV-1
"""


def with_decimal_comma(text: str) -> str:
    """The same book, its amounts written 1.234,50."""
    swapped = re.sub(
        r"[0-9][0-9,]*\.[0-9]{2}", lambda found: found[0].translate({44: ".", 46: ","}), text
    )
    return swapped.replace("decimal-mark .", "decimal-mark ,")


COMMA = with_decimal_comma(POINT)

SAMPLES: dict[str, dict[str, Sequence[str]]] = {
    "invoice": {"amount": ["1234.5"], "due": ["2026-11-30"], "order": ["SO-1"]},
    "payment": {"inv": ["INV-1"], "amount": ["1000.00 EUR"], "number": ["RCP-9"]},
    "credit-note": {"inv": ["INV-1"], "amount": ["99.95"], "number": ["CN-1"]},
    "write-off": {"inv": ["INV-1"], "against": ["expenses:bad debt"]},
    "promise": {"inv": ["INV-1"], "amount": ["3000"], "on": ["2026-11-20"], "with": ["Ms Hoa"]},
    "plan": {"inv": ["INV-1"], "amount": ["10000"], "parts": ["3"], "on": ["2026-10-31"]},
    "order": {"amount": ["2500"], "number": ["SO-55"]},
    "contact": {"via": ["phone"], "cause": ["cash"], "next": ["2026-10-20"], "note": ["rang"]},
    "dispute": {"inv": ["INV-1"], "amount": ["500.25"], "cause": ["goods"]},
    "resolve": {"inv": ["INV-1"], "outcome": ["credited"]},
    "extend": {"inv": ["INV-1"], "due": ["2026-12-01"], "reason": ["harvest"]},
    "letter": {"inv": ["INV-1"], "level": ["2"]},
    "statement": {"as-of": ["2026-09-30"], "balance": ["11500.00 EUR"]},
    "confirm": {"reply": ["agreed"]},
    "review": {"limit": ["80000.00 EUR"], "terms": ["net 45"], "name": ["ACME, Inc."]},
    "hold": {"reason": ["late"], "until": ["2026-12-31"]},
    "release": {"reason": ["paid"]},
    "legal": {"stage": ["notice"]},
    "claim": {"stage": ["notified"]},
    "withdraw": {"promise": ["PTP-1"]},
    "commitment": {"amount": ["200.00 EUR"], "until": ["2026-12-31"]},
    "file": {"file": ["contracts/acme.pdf"]},
    "ack": {"alert": ["limit"]},
    "note": {"note": ["moved to Harbour Road 7"]},
}
"""What is given for an entry of each kind; customer and tag come with it."""


def books_in(path: Path, data: str | bytes, policy: Policy = DEFAULT) -> Books:
    """The book of one file with these bytes."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Books([str(path)], policy, TODAY)


def desk_of(books: Books, kind: str = "note", side: Side = "receivable") -> Desk:
    """What lies before the one who adds an entry of a kind."""
    now = standing(books, books.today)
    assert now.books, now.problems
    path = chosen(now.journal, books.policy.writing, kind, books.today, None)
    return Desk.over(now.books[side], place_of(now.journal, path).state, books.today)


def drafted(books: Books, kind: str, given: Mapping[str, Sequence[str]], **words: str) -> Draft:
    """The entry these answers make."""
    answers = {"customer": ["acme"], **given, **{name: [text] for name, text in words.items()}}
    return filled(FORMS[kind], desk_of(books, kind), answers)


def proposed(books: Books, kind: str, given: Mapping[str, Sequence[str]], **words: str) -> Proposal:
    """What writing them would do."""
    draft = drafted(books, kind, given, **words)
    journal = standing(books, books.today).journal
    path = chosen(journal, books.policy.writing, kind, draft.entry.date, None)
    return propose(books, [draft], path)


def add(
    books: Books, kind: str, given: Mapping[str, Sequence[str]], *, force: bool = False
) -> Written:
    """The entry, written."""
    return append(books, proposed(books, kind, given), force=force)


# -- hledger -----------------------------------------------------------------------------------


def hledger_entries(*paths: Path) -> dict[Path, list[dict[str, Any]]]:
    """Every entry of each journal as hledger reads it, in the order it stands there."""
    files = [word for path in paths for word in ("-f", str(path))]
    command = ["hledger", *files, "print", "-O", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[Path, list[dict[str, Any]]] = {path: [] for path in paths}
    entries = json.loads(done.stdout)
    for entry in sorted(entries, key=lambda entry: entry["tsourcepos"][0]["sourceLine"]):
        place = entry.pop("tsourcepos")[0]
        del entry["tindex"]
        for posting in entry["tpostings"]:
            del posting["ptransaction_"]
        found[Path(place["sourceName"])].append(entry)
    return found


def as_hledger_reads(entry: dict[str, Any]) -> tuple[object, ...]:
    """Date, status, code, description, tags and postings of an entry in hledger's JSON."""
    return (
        entry["tdate"], {"Unmarked": "", "Pending": "!", "Cleared": "*"}[entry["tstatus"]],
        entry["tcode"], entry["tdescription"], [tuple(tag) for tag in entry["ttags"]],
        [_posting_of_hledger(posting) for posting in entry["tpostings"]],
    )  # fmt: skip


def _posting_of_hledger(posting: dict[str, Any]) -> tuple[object, ...]:
    kinds = {"RegularPosting": "real", "VirtualPosting": "virtual"}
    amounts = [
        (amount["acommodity"], _decimal(amount["aquantity"])) for amount in posting["pamount"]
    ]
    tags = [tuple(tag) for tag in posting["ptags"]]
    return posting["paccount"], kinds[posting["ptype"]], amounts, posting["pdate"], tags


def _decimal(quantity: dict[str, int]) -> Decimal:
    return Decimal(quantity["decimalMantissa"]).scaleb(-quantity["decimalPlaces"])


def as_meant(
    entry: Entry, inherited: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[object, ...]:
    """The same of an entry that was to be written; hledger adds the accounts' tags."""
    return (
        str(entry.date), entry.status, entry.code, entry.description, list(entry.tags),
        [
            (
                p.account, p.kind, [(a.commodity, a.quantity) for a in p.amounts],
                str(p.date) if p.date else None, [*p.tags, *inherited.get(p.account, ())],
            )
            for p in entry.postings
        ],
    )  # fmt: skip
