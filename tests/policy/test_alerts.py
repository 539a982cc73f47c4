"""The choices of alerts: what is refused, and with which sentence."""

from pathlib import Path

import pytest

from arledger.policy.load import load_policy
from arledger.problems import Sources


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bucket = 'loud'", "alerts.bucket: should be one of critical, warning, info, off"),
        ("buckets = 'info'", "[alerts] has no key 'buckets'"),
        ("slower-days = 0", "alerts.slower-days: must be from 1 to 10000"),
        ("share-percent = 0", "alerts.share-percent: must be more than 0 and at most 100"),
        ("review-months.C = -1", "alerts.review-months: must be from 0 to 1200"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "arledger.toml"
    path.write_text(f"[alerts]\n{text}\n", encoding="utf-8")
    (problem,) = load_policy(str(path), Sources())[1]
    assert message in problem.message


def test_a_kind_is_switched_off_by_a_word(tmp_path: Path) -> None:
    path = tmp_path / "arledger.toml"
    path.write_text('[alerts]\nreview-due = "off"\nreview-months = {C = 1}\n', encoding="utf-8")
    loaded, problems = load_policy(str(path), Sources())
    assert not problems
    alerts = loaded.policy.alerts
    assert (alerts.review_due, alerts.review_months) == ("off", {"C": 1})
