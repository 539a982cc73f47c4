"""A policy file is found, read, and its mistakes are all told at once."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arledger.policy.load import MAX_BYTES, find_policy, load_policy
from arledger.policy.model import DEFAULT, LoadedPolicy, keys
from arledger.problems import Problem, Sources


def load(folder: Path, text: str | bytes) -> tuple[LoadedPolicy, list[Problem]]:
    path = folder / "arledger.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    loaded, problems = load_policy(str(path), Sources())
    assert all(p.span and p.span.path == str(path) for p in problems)
    return loaded, problems


def told(problems: list[Problem]) -> list[str]:
    return [f"{p.span.line}:{p.span.column} {p.code}: {p.message}; {p.help}" for p in problems]


# -- what is in force ------------------------------------------------------------------------


def test_without_a_file_all_defaults_are_in_force():
    loaded, problems = load_policy(None, Sources())
    assert loaded.policy is DEFAULT
    assert loaded.path is None
    assert set(loaded.origins.values()) == {"default"}
    assert problems == []


def test_without_a_file_pydantic_is_not_imported():
    code = (
        "import sys; from arledger.policy.load import *;"
        "load_policy(None, Sources()); assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_empty_file_changes_nothing(tmp_path):
    loaded, problems = load(tmp_path, "# nothing chosen\n")
    assert (loaded.policy, problems) == (DEFAULT, [])


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path):
    loaded, problems = load(
        tmp_path,
        """
[accounts]
receivable = ["assets:receivable", "Aktiva:Forderungen"]
subaccount = "invoice"

[terms]
default = "2/10 net 30"
by.segment.retail = "net 15"

[terms.by."region"]
"far east" = "eom+60"

[aging]
buckets = [
    15,
    45,
]
""",
    )
    policy = loaded.policy
    assert problems == []
    assert policy.accounts.receivable == ("assets:receivable", "Aktiva:Forderungen")
    assert policy.accounts.subaccount == "invoice"
    assert policy.accounts.payable == DEFAULT.accounts.payable
    assert policy.terms.default == "2/10 net 30"
    assert policy.terms.by == {"segment": {"retail": "net 15"}, "region": {"far east": "eom+60"}}
    assert policy.aging.buckets == (15, 45)
    assert policy.documents == DEFAULT.documents
    chosen = {key: where for key, where in loaded.origins.items() if where != "default"}
    assert chosen == {
        "accounts.receivable": f"{loaded.path}:3",
        "accounts.subaccount": f"{loaded.path}:4",
        "terms.default": f"{loaded.path}:7",
        "terms.by": f"{loaded.path}:8",
        "aging.buckets": f"{loaded.path}:14",
    }


def test_every_key_has_an_origin():
    loaded, _ = load_policy(None, Sources())
    assert list(loaded.origins) == [key.path for key in keys()]


def test_windows_lines_and_a_byte_order_mark_are_read(tmp_path):
    loaded, problems = load(tmp_path, b'\xef\xbb\xbf[terms]\r\ndefault = "net 7"\r\n')
    assert problems == []
    assert loaded.policy.terms.default == "net 7"
    assert loaded.origins["terms.default"].endswith(":2")


def test_a_number_may_have_decimals_where_it_is_a_share(tmp_path):
    loaded, problems = load(tmp_path, "[promise]\nthreshold = 97.5\n")
    assert problems == []
    assert loaded.policy.promise.threshold == Decimal("97.5")


# -- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[aging]\nbucket = [30]",
            "2:1 policy-key: [aging] has no key 'bucket'; did you mean 'buckets'?",
        ),
        (
            "[documents]\n  write_off = []",
            "2:3 policy-key: [documents] has no key 'write_off'; did you mean 'write-off'?",
        ),
        (
            "[agin]\nbuckets = [30]",
            "1:2 policy-key: there is no section [agin]; did you mean 'aging'?",
        ),
        (
            "order = 'none'",
            "1:1 policy-key: there is no section [order]; 'order' stands in [allocation]",
        ),
        (
            "[terms]\norder = 'none'",
            "2:1 policy-key: [terms] has no key 'order'; 'order' stands in [allocation]",
        ),
        (
            "[aging]\nbasis = 'dew'",
            (
                "2:1 policy-value: aging.basis: should be one of due, date, original;"
                " did you mean 'due'?"
            ),
        ),
        (
            "[promise]\nthreshold = 101",
            "2:1 policy-value: promise.threshold: must be more than 0 and at most 100; ",
        ),
        (
            "[promise]\nthreshold = 'most'",
            "2:1 policy-value: promise.threshold: should be a number; ",
        ),
        (
            "[promise]\ngrace = -1",
            "2:1 policy-value: promise.grace: must be from 0 to 366; ",
        ),
        (
            "[aging]\nbuckets = [30, 30]",
            (
                "2:1 policy-value: aging.buckets: must be days above 0, each more than the one before,"
                " as [30, 60, 90]; "
            ),
        ),
        (
            "[aging]\nbuckets = []",
            (
                "2:1 policy-value: aging.buckets: must be days above 0, each more than the one before,"
                " as [30, 60, 90]; "
            ),
        ),
        (
            "[aging]\nbuckets = [0, 30]",
            (
                "2:1 policy-value: aging.buckets: must be days above 0, each more than the one before,"
                " as [30, 60, 90]; "
            ),
        ),
        (
            "[aging]\nbuckets = [30, 60.5]",
            "2:1 policy-value: item 2 of aging.buckets: should be a whole number; ",
        ),
        (
            "[aging]\nbuckets = [30, 60.0]",
            "2:1 policy-value: item 2 of aging.buckets: should be a whole number; ",
        ),
        (
            "[aging]\nbuckets = [true]",
            "2:1 policy-value: item 1 of aging.buckets: should be a whole number; ",
        ),
        (
            "[aging]\nbuckets = 30",
            "2:1 policy-value: aging.buckets: should be a list in brackets; ",
        ),
        ("[value]\ncurrency = 3", "2:1 policy-value: value.currency: should be text in quotes; "),
        ("aging = 3", "1:1 policy-value: aging: should be a section in brackets; "),
        ("[[aging]]", "1:3 policy-value: aging: should be a section in brackets; "),
        (
            "[terms.by.segment]\nretail = 15",
            "2:1 policy-value: terms.by.segment.retail: should be text in quotes; ",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line_with_its_remedy(tmp_path, text, problem):
    loaded, problems = load(tmp_path, text)
    assert told(problems) == [problem]
    assert loaded.policy == DEFAULT


@pytest.mark.parametrize("terms", ["soon", "45 jours fin de mois"])
def test_unreadable_terms_are_told_wherever_they_stand(tmp_path, terms):
    _, problems = load(tmp_path, f"[terms]\ndefault='{terms}'\n[terms.by.region]\nx = '{terms}'\n")
    assert [(p.code, p.span.line) for p in problems] == [("policy-value", 2), ("policy-value", 4)]
    assert all("net" in p.message for p in problems)


def test_all_mistakes_are_told_at_once_and_the_rest_stays_in_force(tmp_path):
    loaded, problems = load(
        tmp_path,
        """
[agin]
x = 1
[aging]
basis = "dew"
buckets = [90, 60]
unapplied = "oldest"
[terms]
default = "nett 30"
[value]
currency = "EUR"
""",
    )
    assert sorted(p.span.line for p in problems) == [2, 5, 6, 9]
    assert loaded.policy.aging.unapplied == "oldest"
    assert loaded.policy.aging.buckets == DEFAULT.aging.buckets
    assert loaded.policy.terms.default == "net 0"
    assert loaded.policy.value.currency == "EUR"
    assert loaded.origins["aging.buckets"] == "default"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[aging]\nbuckets = [30", 2),
        ("[aging]\nbuckets 30\n", 2),
        ("\n\n[aging\n", 3),
        ("a = 1\na = 2\n", 2),
        ("x = " + "[" * 5000, 1),
        ("x = " + "9" * 5000, 1),
        ("x = 0x" + "f" * 5000, 1),
        ("x = 1e999999999999999999999999", 1),
        (b"[aging]\n# \xff\n", 2),
    ],
)
def test_what_is_not_toml_is_told_at_its_line(tmp_path, text, line):
    _, problems = load(tmp_path, text)
    assert [(p.code, p.span.line) for p in problems] == [("policy-syntax", line)]


def test_a_policy_that_was_named_must_exist(tmp_path):
    loaded, (problem,) = load_policy(str(tmp_path / "no.toml"), Sources())
    assert problem.code == "policy-file"
    assert "No such file" in problem.message
    assert loaded.policy == DEFAULT


def test_a_fifo_a_folder_or_a_huge_file_is_no_policy(tmp_path):
    fifo, big = tmp_path / "fifo", tmp_path / "big"
    os.mkfifo(fifo)
    big.write_bytes(b"#" * (MAX_BYTES + 1))
    for path in (fifo, tmp_path, big):
        _, (problem,) = load_policy(str(path), Sources())
        assert problem.code == "policy-file"


def test_the_text_is_kept_for_excerpts(tmp_path):
    sources = Sources()
    path = tmp_path / "p.toml"
    path.write_text("[aging]\nbasis = 'dew'\n")
    load_policy(str(path), sources)
    assert sources.line(str(path), 2) == "basis = 'dew'"


@settings(max_examples=60)
@given(st.text(alphabet='[]="a.\n-_#0 agingbuckets', max_size=60))
def test_any_text_is_a_policy_or_problems(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    loaded, problems = load(folder, text)
    assert loaded.policy == DEFAULT or not problems


# -- where it is found -----------------------------------------------------------------------


def test_the_option_goes_before_the_environment_before_the_folder(tmp_path):
    (tmp_path / "arledger.toml").touch()
    journal = str(tmp_path / "a.journal")
    assert find_policy("x.toml", "y.toml", journal) == "x.toml"
    assert find_policy(None, "y.toml", journal) == "y.toml"
    assert find_policy(None, None, journal) == str(tmp_path / "arledger.toml")


def test_the_nearest_folder_above_the_journal_counts(tmp_path):
    folder = tmp_path / "2026" / "q1"
    folder.mkdir(parents=True)
    (tmp_path / "arledger.toml").touch()
    journal = str(folder / "a.journal")
    assert find_policy(None, None, journal) == str(tmp_path / "arledger.toml")
    (tmp_path / "2026" / "arledger.toml").touch()
    assert find_policy(None, "", journal) == str(tmp_path / "2026" / "arledger.toml")


def test_a_relative_journal_gives_a_relative_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "arledger.toml").touch()
    assert find_policy(None, None, "a.journal") == "arledger.toml"
    assert find_policy(None, None, "-") == "arledger.toml"
    assert find_policy(None, None, None) == "arledger.toml"


def test_where_there_is_none_none_is_found(tmp_path):
    assert find_policy(None, None, str(tmp_path / "a.journal")) is None


# -- rules of limitation -------------------------------------------------------------------------


def test_a_rule_is_refused_without_its_source_or_its_length(tmp_path):
    _, problems = load(
        tmp_path,
        """
[limitation.rules.es]
years = 5
start = "due"

[limitation.rules.uk]
year = 6
start = "du"
source = "Limitation Act 1980"
""",
    )
    starts = "due, day-after-due, year-end"
    assert sorted(told(problems)) == [
        "2:2 policy-value: limitation.rules.es: source is missing; ",
        "7:1 policy-key: [limitation.rules.uk] has no key 'year'; did you mean 'years'?",
        f"8:1 policy-value: limitation.rules.uk.start: should be one of {starts}; did you mean 'due'?",
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("years = 5\nsource = ' '", "source is empty"),
        ("source = 'a law'", "must come to more than 0"),
        ("years = 101\nsource = 'a law'", "at most 100 years"),
        ("years = 3\nmonths = -36\nsource = 'a law'", "more than 0"),
        ("years = 3\nsource = 'a law'\nwhen = ['europe']", "no tag and value"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_at_its_place(tmp_path, keys, said):
    loaded, (problem,) = load(tmp_path, f"[limitation.rules.x]\nstart = 'due'\n{keys}\n")
    assert problem.span.line == 1
    assert said in problem.message
    assert loaded.policy == DEFAULT
