"""The benchmarks measure what they say: their books, their goals, and one small run of them all."""

import io
import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

compare, generate, goals = map(import_module, ("compare", "generate", "goals"))
measure, phases, results = map(import_module, ("measure", "phases", "results"))
program, run = map(import_module, ("program", "run"))

PEERS = [name for name in ("hledger", "ledger") if shutil.which(name)]
needs_peers = pytest.mark.skipif(len(PEERS) < 2, reason="hledger or ledger is not installed")


def book(size: int, odd: float = 0.0, seed: int = 1) -> str:
    out = io.StringIO()
    generate.write(out, size, odd=odd, seed=seed)
    return out.getvalue()


# -- the books --------------------------------------------------------------------------------


def test_the_same_journal_comes_out_every_time() -> None:
    assert book(300, odd=0.25) == book(300, odd=0.25)
    assert book(300) != book(300, seed=2)


@needs_peers
@pytest.mark.parametrize("odd", [0.0, 0.25, 1.0])
def test_hledger_accepts_the_journal_and_whatever_is_added_to_it(odd: float) -> None:
    text = book(1500, odd) + generate.one_more(1500, 1) + generate.one_more(1500, 2)
    command = ["hledger", "check", "-f", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


UNTIDY = {
    "a payment for two invoices": r"\(RCP.*\n.*\n.*-.*inv:.*\n.*-.*inv:",
    "a payment that names nothing": r"\(RCP.*\n.*\n    assets:receivable:\S+( +-[\d,.]+ \w+)?\n\n",
    "a credit note while nothing is open": r"credit note.*\n.*\n    assets:\S+ +-\S+ \w+\n",
    "a write-off": r"written off.*\n    expenses:bad debts",
    "a promise for an invoice": r"promised on.*\n    \(promise:\S+\) .*; date:\S+, inv:INV-",
    "a conversation and what was said": r"  ; event:contact, .*next:\S+\n    ; \w",
    "an amount left to the reader": r"    assets:receivable:\S+  ; inv:INV-\d+\n",
    "an invoice without a due date": r"\(INV-\d+\) [^;\n]*\n",
    "terms with a discount": r"terms: 2/10 net 30",
}
ODD = {
    "a balance that is asserted": r" = -?£?[\d,.]+",
    "a price for the whole": r" @@ [\d,.]+",
    "a price by the piece": r" @ 1\.25 ",
    "four postings": r"\n\d.*\n(    [^\s;].*\n){4}",
    "a symbol before its number": r"assets:receivable:\S+ +£[\d,.]+",
}


@pytest.mark.parametrize("what", [*UNTIDY, *ODD])
def test_the_books_are_as_untidy_as_real_ones(what: str) -> None:
    assert re.search({**UNTIDY, **ODD}[what], book(12_000, odd=0.1 if what in ODD else 0.0))


def test_less_usual_entries_are_there_only_when_asked_for() -> None:
    usual = book(3000)
    assert not any(re.search(pattern, usual) for pattern in ODD.values())


@pytest.mark.parametrize(
    ("text", "size"), [("500", 500), ("1k", 1000), ("100k", 100_000), ("1M", 1_000_000)]
)
def test_a_size_is_written_as_people_write_it(text: str, size: int) -> None:
    assert generate.size_of(text) == size
    assert generate.label_of(size) == text


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5k", "1kM", "k", "1e3"])
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="write a size as"):
        generate.size_of(text)


# -- figures and goals ------------------------------------------------------------------------


def runs(*walls: float) -> object:
    return measure.Runs(tuple(measure.Run(wall, wall, wall, 1) for wall in walls))


def test_a_ratio_is_taken_within_each_round() -> None:
    """Where the machine was slow for a round, it was so for both."""
    found = runs(1, 10, 2).over(runs(2, 20, 4), "wall")
    assert found == (0.5, 0.5, 0.5)


def everything() -> object:
    """Results with a figure for all that can be measured."""
    found = results.Results()
    sizes = [generate.size_of(size) for size in goals.SIZES]
    for entries, odd in [*((size, 0.0) for size in sizes), (100_000, 0.25)]:
        made = {name: runs(entries / 1000, entries / 1000) for name in results.TITLES}
        found.journals.append(results.Measured(entries, odd, made))
    found.starts[results.HELP] = runs(0.1)
    return found


def test_every_goal_is_judged_once_all_is_measured() -> None:
    for goal, (what, cells) in zip(goals.GOALS, goals.verdicts(everything()), strict=True):
        assert goal.most, what
        assert set(goal.then) <= set(goal.most) <= set(goals.COLUMNS), what
        for column, cell in zip(goals.COLUMNS, cells, strict=True):
            judged = "met" in cell or "missed" in cell
            assert judged == (column in goal.most), f"{what}, {column}: {cell}"


@pytest.mark.parametrize("size", goals.SIZES)
def test_every_size_has_goals_beside_both_peers_and_for_memory(size: str) -> None:
    judged = {goal.what.partition(",")[0] for goal in goals.GOALS if size in goal.most}
    assert {"cold / hledger bal", "cold / ledger bal", "warm / ledger bal"} <= judged
    assert any("memory" in goal.what and size in goal.most for goal in goals.GOALS)


def test_a_tenfold_journal_at_tenfold_cost_grows_with_exponent_one() -> None:
    assert everything().growth("100k", results.COLD) == pytest.approx((1, 1, 1))
    assert everything().growth("1k", results.COLD) is None


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((0.2, 0.19, 0.21), "met: 0.2 (≤ 0.25)"),
        ((0.3, 0.29, 0.31), "**missed**: 0.3 (≤ 0.25)"),
        ((0.24, 0.2, 0.3), "met within the noise: 0.24 (≤ 0.25)"),
    ],
)
def test_a_verdict_says_when_it_is_within_the_noise(
    figures: tuple[float, float, float], said: str
) -> None:
    assert goals.verdict(measure.Spread(*figures), 0.25) == said


# -- runs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [place for found in phases.PHASES.values() for place in found])
def test_a_phase_is_a_function_that_is_there(place: str) -> None:
    assert callable(phases.resolved(place)[2])


def test_a_phase_whose_function_is_gone_ends_the_run() -> None:
    with pytest.raises(phases.Gone, match=r"no \S+FileReader\.devour"):
        phases.resolved("arledger.journal.files:FileReader.devour")


def test_a_moment_belongs_to_one_phase_the_innermost(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count(1)
    monkeypatch.setattr(phases, "time", SimpleNamespace(perf_counter=lambda: next(seconds)))
    clock = phases.Clock(began=0.0)
    inner = clock.timed("rendering", lambda: None)
    clock.timed("taking rows", inner)()
    clock.leave()
    spent = {phase: taken for phase, taken in clock.spent.items() if taken}
    assert spent == {phases.START: 2, "taking rows": 2, "rendering": 1}


def test_a_shim_is_not_measured(tmp_path: Path) -> None:
    shim = tmp_path / "arledger"
    shim.write_text('#!/usr/bin/env bash\nexec pyenv exec arledger "$@"\n')
    with pytest.raises(measure.Failure, match="name the script pip made"):
        program.Program(shim)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script as pip makes it, for the tree as it is."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        module, _, name = tomllib.load(file)["project"]["scripts"]["arledger"].partition(":")
    path = tmp_path / "arledger"
    path.write_text(
        f"#!{sys.executable}\n"
        f"import sys\nsys.path.insert(0, {str(ROOT / 'src')!r})\n"
        f"from {module} import {name} as main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    path.chmod(0o755)
    return path


def words(script: Path, out: Path) -> list[str]:
    small = ["--sizes", "200", "--odd-sizes", "200", "--rounds", "1"]
    return [*small, "--arledger", str(script), "--out", str(out)]


@needs_peers
def test_one_small_run_of_everything(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three agree, everything is measured, and nothing but the journals is left."""
    code = run.main(words(script, tmp_path / "out"))
    said, told = capsys.readouterr()
    assert code == 0, told
    assert told.count("all agree on") == 2
    assert "| 200 | arledger aging, cold |" in said
    assert "| 200, 0.25 odd | arledger aging, cold |" in said
    assert "--help, wall seconds |  |  |  |  | met" in said
    for phase in phases.ALL:
        assert f"| {phase} |" in said
    left = {path.name.partition("-")[0] for path in (tmp_path / "out").iterdir()}
    assert left == {"200", "home"}


@needs_peers
def test_the_run_ends_when_a_peer_sees_another_total(
    script: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(compare, "owed_by_peer", lambda _: {})
    assert run.main(words(script, tmp_path / "out")) == 1
    assert "totals differ" in capsys.readouterr().err
