"""Two policies side by side: which keys differ, and where each is written."""

from pathlib import Path

from arledger.policy.compared import Difference, Value, differences
from arledger.policy.load import load_policy
from arledger.problems import Sources


def compared(tmp_path: Path, first: str, second: str) -> list[Difference]:
    sources, loaded = Sources(), []
    for name, text in (("a.toml", first), ("b.toml", second)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found, problems = load_policy(str(path), sources)
        assert not problems
        loaded.append(found)
    return differences(*loaded, sources)


def test_a_key_is_shown_with_its_line_or_as_a_default(tmp_path: Path) -> None:
    found = compared(tmp_path, "[credit]\nwatch = 80\n", "\n[credit]\noverdue-days = 30\n")
    assert found == [Difference("credit.overdue-days", Value("0", None), Value("30", 3))]


def test_what_is_written_and_is_the_default_is_no_difference(tmp_path: Path) -> None:
    assert compared(tmp_path, "[credit]\nwatch = 80\n", "[credit]\nwatch = 80.0\n") == []


def test_tables_are_compared_entry_by_entry(tmp_path: Path) -> None:
    first = "[credit.limits.grade]\nB = '500 USD'\nC = '10 USD'\n"
    second = "[credit]\n[credit.limits.grade]\nC = '20 USD'\nB = '500 USD'\n"
    second += "'D.x' = '5 USD'\n"
    assert compared(tmp_path, first, second) == [
        Difference("credit.limits.grade.C", Value('"10 USD"', 3), Value('"20 USD"', 3)),
        Difference('credit.limits.grade."D.x"', Value("", None), Value('"5 USD"', 5)),
    ]


def test_they_stand_in_the_order_of_the_policy_whatever_the_files_say(tmp_path: Path) -> None:
    second = "[grades]\nsteps-up = 2\n[credit]\nhold = 120\nwatch = 90\n"
    keys = [one.key for one in compared(tmp_path, "", second)]
    assert keys == ["credit.watch", "credit.hold", "grades.steps-up"]
