"""hledger as the judge: what it says of a journal, in the shape of what we say."""

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from arledger.journal.model import Amount, Entry, Journal, Posting
from arledger.money import EXACT, places, round_half_even
from arledger.problems import Problem, Severity

HLEDGER = shutil.which("hledger")

needs_hledger = pytest.mark.skipif(
    HLEDGER is None, reason="hledger is not installed (where it is demanded, the run ends at once)"
)

_STATUSES = {"Unmarked": "", "Pending": "!", "Cleared": "*"}
_KINDS = {
    "RegularPosting": "real",
    "VirtualPosting": "virtual",
    "BalancedVirtualPosting": "balanced",
}
TODAY = date(2026, 11, 22)


def run(*arguments: str, text: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    assert HLEDGER is not None, "hledger is not installed"
    return subprocess.run(
        [HLEDGER, *arguments, "--today", TODAY.isoformat()],
        input=text,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )


def entries_by_hledger(*paths: str, text: bytes | None = None) -> list[Any] | None:
    """Every entry as hledger reads it; None when it refuses the journal."""
    done = run(*_files(paths), "print", "-O", "json", text=text)
    if done.returncode:
        return None
    return [_their_entry(raw) for raw in json.loads(done.stdout.decode(), parse_float=Decimal)]


def balances_by_hledger(*paths: str, text: bytes | None = None) -> dict[tuple[str, str], Decimal]:
    done = run(*_files(paths), "bal", "-E", "--flat", "-N", "-O", "csv", "--layout=bare", text=text)
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))[1:]
    return {
        (account, "" if commodity == "AUTO" else commodity): Decimal(balance or "0")
        for account, commodity, balance in rows
    }


def complaint(*paths: str, text: bytes | None = None) -> str:
    return run(*_files(paths), "print", text=text).stderr.decode(errors="replace")


def _files(paths: tuple[str, ...]) -> list[str]:
    return [part for path in paths or ("-",) for part in ("-f", path)]


def _their_entry(raw: dict[str, Any]) -> Any:
    return (
        raw["tdate"],
        raw["tdate2"],
        _STATUSES[raw["tstatus"]],
        raw["tcode"],
        raw["tdescription"],
        raw["tcomment"].removesuffix("\n"),
        [tuple(tag) for tag in raw["ttags"]],
        raw["tsourcepos"][0]["sourceLine"],
        [_their_posting(posting) for posting in raw["tpostings"]],
    )


def _their_posting(raw: dict[str, Any]) -> Any:
    assertion = raw["pbalanceassertion"]
    return (
        raw["paccount"],
        _KINDS[raw["ptype"]],
        raw["pdate"],
        raw["pdate2"],
        _STATUSES[raw["pstatus"]],
        raw["pcomment"].removesuffix("\n"),
        [tuple(tag) for tag in raw["ptags"]],
        _telling([_their_amount(a) for a in raw["pamount"] if a["acommodity"] != "AUTO"]),
        None
        if assertion is None
        else (
            _their_amount(assertion["baamount"]),
            assertion["batotal"],
            assertion["bainclusive"],
            assertion["baposition"]["sourceLine"],
        ),
    )


def _telling(amounts: list[Any]) -> list[Any]:
    """The amounts that are not zero, or one zero: hledger's JSON keeps zeros print does not show."""
    return [amount for amount in sorted(amounts) if amount[1]] or sorted(amounts)[:1]


def _their_quantity(raw: dict[str, Any]) -> Decimal:
    return EXACT.scaleb(Decimal(raw["decimalMantissa"]), -raw["decimalPlaces"])


def _their_amount(raw: dict[str, Any]) -> Any:
    cost = raw["aprice"]
    quantity = _their_quantity(raw["aquantity"])
    if cost is None:
        return raw["acommodity"], quantity, ()
    price = _their_quantity(cost["contents"]["aquantity"])
    total = cost["tag"] == "TotalPrice"
    if total and quantity < 0:
        price = -price
    return raw["acommodity"], quantity, (cost["contents"]["acommodity"], price, total)


def our_entries(journal: Journal) -> list[Any]:
    # hledger prints in date order, entries of one day as they stand in the files
    ordered = sorted(journal.entries, key=lambda entry: entry.date)
    return [_our_entry(journal, entry) for entry in ordered]


def _our_entry(journal: Journal, entry: Entry) -> Any:
    return (
        entry.date.isoformat(),
        entry.date2.isoformat() if entry.date2 else None,
        entry.status,
        entry.code,
        entry.description,
        entry.comment,
        list(entry.tags),
        entry.line,
        [_our_posting(journal, posting) for posting in entry.postings],
    )


def _our_posting(journal: Journal, posting: Posting) -> Any:
    assertion = posting.assertion
    return (
        posting.account,
        posting.kind,
        posting.date.isoformat() if posting.date else None,
        posting.date2.isoformat() if posting.date2 else None,
        posting.status,
        posting.comment,
        list(posting.tags)
        + [tag for tag in journal.inherited_tags(posting.account) if tag not in posting.tags],
        _telling([_our_amount(amount) for amount in posting.amounts]),
        None
        if assertion is None
        else (
            _our_amount(assertion.amount),
            assertion.sole,
            assertion.inclusive,
            assertion.line,
        ),
    )


def _our_amount(amount: Amount) -> Any:
    cost = amount.cost
    price = () if cost is None else (cost.commodity, _as_in_json(cost.quantity), cost.total)
    return amount.commodity, _as_in_json(amount.quantity), price


def _as_in_json(quantity: Decimal) -> Decimal:
    """The quantity with the decimals hledger's JSON has at most."""
    return round_half_even(quantity, 10) if places(quantity) > 10 else quantity


def refused(problems: list[Problem]) -> bool:
    return any(problem.severity == Severity.ERROR for problem in problems)


def in_one_world(*paths: str) -> bool:
    """True when hledger accepts the files, read together."""
    return run(*_files(paths), "print").returncode == 0


def at(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)
