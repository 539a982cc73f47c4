"""The policy that ``init`` writes explains every key and changes none."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arledger.journal.loader import loads
from arledger.ledger.survey import survey
from arledger.policy.init import propose
from arledger.policy.limitation import LimitationRule
from arledger.policy.load import load_policy
from arledger.policy.model import DEFAULT, Policy, keys
from arledger.policy.toml import assignments, comment, toml_value
from arledger.problems import Sources

BOOK = """\
account assets:receivable:acme  ; terms:2/10 net 30, segment:retail
account assets:receivable:beta  ; segment:export
account liabilities:payable:mill
2026-01-05 (INV-1) ACME
    assets:receivable:acme    100 USD
    income:sales
2026-01-06 (INV-2) Beta
    assets:receivable:beta:hue    50 EUR
    assets:receivable:vat          5 EUR
    income:sales
2026-01-07 Beta
    expenses:bad debt    50 EUR
    assets:receivable:beta:hue
2026-01-08 Mill
    expenses:flour    50 EUR
    liabilities:payable:mill
"""

CHOSEN = DEFAULT._replace(
    accounts=DEFAULT.accounts._replace(receivable=("assets:a r", 'odd "\\ \x7f名'), exclude=()),
    terms=DEFAULT.terms._replace(
        default="eom+30", by={"region": {"far east": "net 60"}, "x y": {"z": "30"}}
    ),
    aging=DEFAULT.aging._replace(buckets=(15, 45), basis="original"),
    limitation=DEFAULT.limitation._replace(
        rules={"my law": LimitationRule("due", 'read on "1 May"', years=3, restart=("payment",))}
    ),
    documents=DEFAULT.documents._replace(fee=tuple(f"a rather long name {n}" for n in range(20))),
)


def loaded(folder: Path, text: str) -> Policy:
    path = folder / "arledger.toml"
    path.write_text(text, encoding="utf-8")
    policy, problems = load_policy(str(path), Sources())
    assert problems == []
    return policy.policy


def seen() -> dict[str, tuple[str, ...]]:
    journal, problems = loads(BOOK, today=date(2026, 6, 1))
    assert problems == []
    return survey(journal)


def test_what_init_writes_changes_nothing(tmp_path):
    assert loaded(tmp_path, propose(seen())) == DEFAULT


@pytest.mark.parametrize("policy", [DEFAULT, CHOSEN], ids=["defaults", "chosen"])
def test_a_written_policy_is_the_policy_it_was_made_from(tmp_path, policy):
    assert loaded(tmp_path, propose(seen(), policy)) == policy


def test_every_default_it_shows_is_the_default_in_force(tmp_path):
    """Taking every # away before a key changes nothing either."""
    text = propose({})
    names = "|".join(re.escape(key.name) for key in keys())
    lines, in_list = [], False
    for line in text.splitlines():
        shown = in_list or re.match(rf"# (?:{names})(?:\.[^=]*)? = ", line)
        lines.append(line.removeprefix("# ") if shown else line)
        in_list = bool(shown) and (line.endswith("[") or (in_list and line != "# ]"))
    shown = sum(" = " in line and not line.startswith("#") for line in lines)
    assert shown == sum(_lines_of(key.value) for key in keys())
    assert loaded(tmp_path, "\n".join(lines)) == DEFAULT


def _lines_of(value: object) -> int:
    """How many lines set a value: a table has one for each of its own."""
    below = value._asdict() if hasattr(value, "_asdict") else value
    return sum(map(_lines_of, below.values())) or 1 if isinstance(below, Mapping) else 1


def test_every_key_stands_there_with_its_unit_and_reason():
    text = " ".join(propose({}).replace("\n#", "").split())
    for key in keys():
        assert f" {key.name}: " in text
        assert key.why[1:] in text


def test_no_line_is_wider_than_people_like():
    assert max(map(len, propose(seen(), CHOSEN).splitlines())) <= 100


def test_what_the_journal_shows_stands_by_its_key():
    notes = seen()
    assert notes["accounts.receivable"] == ("found here: assets:receivable (2 customers)",)
    assert notes["accounts.payable"] == ("found here: liabilities:payable (1 supplier)",)
    assert notes["accounts.subaccount"] == ("below customers here: assets:receivable:beta:hue",)
    assert notes["terms.default"] == (
        "of customers here: 2/10 net 30 (1 customer)",
        "customers here without terms: 1",
    )
    assert notes["terms.by"] == ("segment of customers here: export, retail",)
    assert notes["value.currency"] == ("owed here: EUR, USD",)
    assert notes["documents.write-off"][0].endswith("expenses:bad debt")
    assert notes["documents.invoice"] == ("taken so here: income:sales",)
    assert set(notes) <= {key.path for key in keys()}
    assert "\n# found here: assets:receivable (2 customers)\n" in propose(notes)


def test_hostile_names_stay_inside_their_comment(tmp_path):
    notes = {"accounts.receivable": ("a\n[aging]\nbuckets = 1\x1b[2J\x7f",)}
    assert loaded(tmp_path, propose(notes)) == DEFAULT


def test_an_empty_journal_has_nothing_to_say():
    journal, _ = loads("", today=date(2026, 6, 1))
    assert survey(journal) == {}


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text())
def test_any_text_is_written_as_toml(value, note):
    import tomllib

    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == value
    (line,) = assignments("x", {"a": value})
    assert tomllib.loads(line) == {"x": {"a": value}}
    assert tomllib.loads(comment(note)) == {}
