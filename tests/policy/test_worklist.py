"""The choices of the worklist: what is refused, and with which sentence."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from arledger.ledger.events import EVENTS, OneOf
from arledger.measures.worklist_standing import STAGES
from arledger.policy.load import load_policy
from arledger.policy.model import DEFAULT
from arledger.policy.sections.collecting import Ask, Stage
from arledger.problems import Sources


def told(folder: Path, text: str) -> list[str]:
    path = folder / "arledger.toml"
    path.write_text(f"[worklist]\n{text}\n", encoding="utf-8")
    loaded, problems = load_policy(str(path), Sources())
    assert not problems or loaded.policy.worklist == DEFAULT.worklist
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("broken-promise = -1", "worklist.broken-promise: must be from 0 to 1000"),
        ("amount = 1001", "worklist.amount: must be from 0 to 1000"),
        ("bucket = 2.5", "worklist.bucket: should be a whole number"),
        ("amount-shares = [5, 5]", "worklist.amount-shares: must be percents above 0 and at most"),
        ("amount-shares = [0, 5]", "worklist.amount-shares: must be percents above 0 and at most"),
        ("amount-shares = [50, 101]", "worklist.amount-shares: must be percents above 0 and at"),
        ("amounts.USD = [1000, 10]", "worklist.amounts: must be amounts above 0, each more than"),
        ("amounts.USD = []", "worklist.amounts: must be amounts above 0, each more than"),
        ("grades.C = -5", "worklist.grades: must be from 0 to 1000"),
        ("least.USD = 0", "worklist.least: must be an amount above 0"),
        ("pause = 367", "worklist.pause: must be from 0 to 366"),
        ("legal = ['jail']", "worklist.legal.0: should be one of notice, agency, filed"),
        ("minutes = 0", "worklist.minutes: must be from 1 to 480"),
        ("minutes-by.beg = 5", "worklist.minutes-by: is none of pay, promise, plan, settle the"),
        ("minutes-by.pay = 0", "worklist.minutes-by: must be from 1 to 480"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = told(tmp_path, text)
    assert problem.startswith(message)


def test_what_makes_sense_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "arledger.toml"
    path.write_text(
        "[worklist]\namounts = {USD = [1000, 2500.50]}\nleast = {USD = 49.99}\ngrades = {}\n"
        "amount-shares = []\nlegal = []\n[worklist.minutes-by]\n'settle the dispute' = 30\n",
        encoding="utf-8",
    )
    loaded, problems = load_policy(str(path), Sources())
    chosen = loaded.policy.worklist
    assert problems == []
    assert chosen.amounts == {"USD": (Decimal(1000), Decimal("2500.50"))}
    assert chosen.least == {"USD": Decimal("49.99")}
    assert (chosen.grades, chosen.amount_shares, chosen.legal) == ({}, (), ())
    assert chosen.minutes_by == {"settle the dispute": 30}


def test_the_stages_and_asks_are_those_of_events_and_of_the_default() -> None:
    reader = EVENTS["legal"].tags["stage"]
    assert isinstance(reader, OneOf)
    assert reader.words == get_args(Stage) == STAGES
    assert set(DEFAULT.worklist.minutes_by) <= set(get_args(Ask))
