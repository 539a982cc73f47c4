"""Limitation: until when a claim can be enforced, by rules that the policy must bring."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import book_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Side
from arledger.measures.limitation import Limitation, limitations
from arledger.money import exact
from arledger.policy.limitation import Fact, LimitationRule
from arledger.policy.load import load_policy
from arledger.policy.model import Policy
from arledger.problems import Sources

ROOT = Path(__file__).parents[2]

EVERYTHING: tuple[Fact, ...] = (
    *("payment", "payment-on-account", "confirmation", "promise", "letter", "notice", "filed"),
)
RULE = LimitationRule("due", "a law, read on 2026-01-01", years=5)
ANY = RULE._replace(restart=EVERYTHING)

ONE = """
    account assets:receivable:foo  ; name:Foo GmbH, region:europe

    2020-01-15 (1) Foo GmbH | goods  ; due:2020-02-29
        assets:receivable:foo    1000.00 EUR
        income:sales
"""


def under(*rules: LimitationRule, **named: LimitationRule) -> Policy:
    known = {f"r{n}": rule for n, rule in enumerate(rules)} | named
    return policy_of(limitation={"rules": known})


def told(
    text: str, rule: LimitationRule = RULE, as_of: str = "2022-06-30", **how: Any
) -> Limitation:
    """What a rule says of the first open item."""
    book = book_of(text, as_of, policy=under(rule), **how)
    with exact():
        (first, *_) = limitations(book, book.open_items())
    return first


def ends(text: str, rule: LimitationRule = RULE, as_of: str = "2022-06-30") -> str:
    return str(told(text, rule, as_of).ends_on)


def event(day: str, tags: str) -> str:
    return f"\n    {day} Foo GmbH | said  ; event:{tags}\n"


# -- the calendar --------------------------------------------------------------------------------


def test_without_a_rule_nothing_is_calculated() -> None:
    book = book_of(ONE, "2022-06-30")
    (found,) = limitations(book, book.open_items())
    assert (found.state, found.ends_on, found.days_left) == ("no rule", None, None)


@pytest.mark.parametrize(
    ("start", "due", "years", "months", "last"),
    [
        ("due", "2020-02-29", 5, 0, "2025-02-28"),
        ("due", "2020-02-29", 4, 0, "2024-02-29"),
        ("due", "2020-08-31", 0, 6, "2021-02-28"),
        ("due", "2020-03-31", 2, 3, "2022-06-30"),
        ("day-after-due", "2020-02-29", 5, 0, "2025-03-01"),
        ("day-after-due", "2020-03-15", 6, 0, "2026-03-16"),
        ("year-end", "2020-02-29", 3, 0, "2023-12-31"),
        ("year-end", "2020-12-31", 3, 0, "2023-12-31"),
        ("year-end", "2021-01-01", 3, 0, "2024-12-31"),
    ],
)
def test_years_and_months_are_those_of_the_calendar(
    start: Any, due: str, years: int, months: int, last: str
) -> None:
    rule = LimitationRule(start, "a law", years=years, months=months)
    text = ONE.replace("due:2020-02-29", f"due:{due}")
    assert ends(text, rule) == last


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 40), st.integers(0, 30))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_last_day_is_the_one_another_calendar_gives(due: date, years: int, months: int) -> None:
    if not years + months:
        return
    text = ONE.replace("2020-01-15", f"{due}").replace("due:2020-02-29", "terms:net 0")
    rule = LimitationRule("due", "a law", years=years, months=months)
    expected = due + relativedelta(years=years, months=months)
    assert told(text, rule, "2060-01-02").ends_on == expected


def test_the_last_day_is_one_on_which_it_can_be_enforced() -> None:
    for day, left, state in (
        ("2025-02-27", 1, "running"),
        ("2025-02-28", 0, "running"),
        ("2025-03-01", -1, "ended"),
    ):
        found = told(ONE, as_of=day)
        assert (found.days_left, found.state) == (left, state)


def test_before_it_is_due_no_period_runs() -> None:
    assert told(ONE, as_of="2020-02-28").state == "not begun"
    assert told(ONE, as_of="2020-02-29").state == "running"


def test_a_moved_due_date_counts_only_if_the_rule_says_so() -> None:
    text = ONE + event("2020-02-01", "extend, inv:1, due:2020-12-31, by:linh")
    assert ends(text) == "2025-02-28"
    assert ends(text, RULE._replace(due="extended")) == "2025-12-31"


def test_instalments_end_each_or_all_with_the_last() -> None:
    text = """
    2020-01-15 (1) Foo GmbH | goods
        assets:receivable:foo    500.00 EUR  ; due:2020-02-29
        assets:receivable:foo    500.00 EUR  ; due:2020-09-30
        income:sales
    """
    assert ends(text) == "2025-02-28"
    assert ends(text, RULE._replace(instalments="last")) == "2025-09-30"


def test_an_opening_balance_of_unknown_age_has_no_last_day() -> None:
    text = """
    2020-01-01 opening balances
        assets:receivable:foo    500.00 EUR
        equity:opening balances
    """
    assert (told(text).state, told(text).ends_on) == ("unknown", None)


def test_the_rules_that_the_page_shows_can_be_read_once_their_marks_are_gone(
    tmp_path: Path,
) -> None:
    """Examples, not defaults: as they stand there they say nothing."""
    page = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(# \[limitation.*?)```", page, re.DOTALL)
    path = tmp_path / "arledger.toml"
    for text, names in (
        (shown, []),
        (shown.replace("\n# ", "\n")[2:], ["es", "uk", "vn", "cn", "de"]),
    ):
        path.write_text(text, encoding="utf-8")
        loaded, problems = load_policy(str(path), Sources())
        assert problems == []
        assert list(loaded.policy.limitation.rules) == names
    assert all("check it" in line for line in shown.splitlines() if "[limitation" in line)


# -- which rule ----------------------------------------------------------------------------------


def test_the_first_rule_that_fits_is_used() -> None:
    asia = RULE._replace(years=2, when=("region:asia",))
    europe = RULE._replace(years=3, when=("Region: Europe", "law:es"))
    for tags, name in ((", law:es", "europe"), ("", "other"), (", law:de", "other")):
        text = ONE.replace("region:europe", f"region:europe{tags}")
        book = book_of(text, "2022-06-30", policy=under(asia=asia, europe=europe, other=RULE))
        assert limitations(book, book.open_items())[0].name == name


def test_a_documents_own_tag_goes_before_its_customers() -> None:
    rule = RULE._replace(when=("region:asia",))
    assert told(ONE, rule).state == "no rule"
    assert told(ONE.replace("due:", "region:asia, due:"), rule).state == "running"


# -- interruptions -------------------------------------------------------------------------------

PAID = """
    2021-05-10 (R1) Foo GmbH | part
        assets:bank    100.00 EUR
        assets:receivable:foo    -100.00 EUR  ; inv:1
"""


def test_nothing_interrupts_that_the_rule_does_not_name() -> None:
    text = ONE + PAID + event("2021-08-01", "letter, level:2, inv:1")
    assert ends(text) == "2025-02-28"
    assert ends(text, RULE._replace(restart=("payment",))) == "2026-05-10"
    assert ends(text, RULE._replace(restart=("letter",))) == "2026-08-01"


def test_a_part_payment_begins_the_period_anew_with_its_line() -> None:
    found = told(ONE + PAID, ANY)
    (step,) = found.steps
    assert (str(found.began), str(found.ends_on)) == ("2021-05-10", "2026-05-10")
    assert step.effect == "restarts"
    assert step.interruption.said == "payment R1, applied by inv"
    assert step.interruption.source.position == "snippet.journal:9"


def test_a_payment_that_names_nothing_acknowledges_less() -> None:
    text = ONE + PAID.replace("; inv:1", "")
    assert ends(text, RULE._replace(restart=("payment",))) == "2025-02-28"
    assert ends(text, RULE._replace(restart=("payment-on-account",))) == "2026-05-10"


def test_a_payment_that_bounced_interrupts_nothing() -> None:
    text = ONE + PAID
    text += """
    2021-05-20 Foo GmbH | came back
        assets:receivable:foo    100.00 EUR  ; inv:R1
        assets:bank
    """
    assert ends(text, ANY, "2021-05-19") == "2026-05-10"
    assert ends(text, ANY, "2021-05-20") == "2025-02-28"


def test_a_credit_note_is_no_acknowledgement() -> None:
    text = ONE + PAID.replace("assets:bank", "income:returns")
    assert ends(text, ANY) == "2025-02-28"


@pytest.mark.parametrize(
    ("tags", "last"),
    [
        ("reply:agreed, as-of:2020-12-31, balance:1000.00 EUR", "2026-01-20"),
        ("reply:agreed", "2026-01-20"),
        ("reply:agreed, inv:1", "2026-01-20"),
        ("reply:agreed, inv:2, customer:foo", "2025-02-28"),
        ("reply:differs", "2025-02-28"),
        ("reply:none", "2025-02-28"),
        ("reply:agreed, balance:1000.00 USD", "2025-02-28"),
        ("reply:agreed, balance:0 EUR", "2025-02-28"),
        ("reply:agreed, as-of:2020-01-14", "2025-02-28"),
    ],
)
def test_a_confirmed_balance_acknowledges_what_was_part_of_it(tags: str, last: str) -> None:
    assert ends(ONE + event("2021-01-20", f"confirm, {tags}"), ANY) == last


def test_a_promise_acknowledges_what_it_is_about() -> None:
    text = (
        ONE
        + """
    2021-01-20 (P1) Foo GmbH | on the phone  ; {}
        (promise:foo)    1000.00 EUR  ; date:2021-02-01
    """
    )
    any_promise = RULE._replace(restart=("promise",))
    written = RULE._replace(restart=("written-promise",))
    assert ends(text.format(""), any_promise) == "2026-01-20"
    assert ends(text.format("inv:1"), any_promise) == "2026-01-20"
    assert ends(text.format("inv:2"), any_promise) == "2025-02-28"
    assert ends(text.format("inv:1"), written) == "2025-02-28"
    assert ends(text.format("inv:1, file:mail.pdf"), written) == "2026-01-20"


def test_a_letter_demands_what_it_names_or_else_what_is_past_due() -> None:
    rule = RULE._replace(restart=("letter",))
    for tags, last in (
        ("level:1, inv:1", "2026-01-20"),
        ("level:1, inv:7 1", "2026-01-20"),
        ("level:1", "2026-01-20"),
        ("level:1, inv:7, customer:foo", "2025-02-28"),
    ):
        assert ends(ONE + event("2021-01-20", f"letter, {tags}"), rule) == last
    early = ONE + event("2020-02-29", "letter, level:1")
    assert told(early, rule).steps == ()


def test_a_letter_without_proof_is_less_than_one_with_it() -> None:
    rule = RULE._replace(restart=("proven-letter",))
    for tags, last in (
        ("level:3, inv:1", "2025-02-28"),
        ("level:3, inv:1, sent:burofax", "2026-01-20"),
        ("level:3, inv:1, file:receipt.pdf", "2026-01-20"),
    ):
        assert ends(ONE + event("2021-01-20", f"letter, {tags}"), rule) == last


def test_suing_stops_the_period_and_what_follows_is_not_calculated() -> None:
    text = (
        ONE
        + event("2024-02-28", "legal, stage:filed")
        + event("2024-06-01", "legal, stage:judgment")
    )
    found = told(text, RULE._replace(stop=("filed",)), "2026-06-30")
    assert (found.state, found.ends_on, found.days_left) == ("stopped", None, 366)
    assert found.stopped
    assert found.stopped.said == "legal: filed"
    assert told(text, RULE._replace(stop=("filed",)), "2024-02-27").state == "running"


def test_before_the_period_nothing_is_interrupted() -> None:
    """Germany: it begins with the end of the year, whatever was acknowledged before."""
    rule = LimitationRule("year-end", "BGB", years=3, restart=("payment",))
    text = ONE + PAID.replace("2021-05-10", "2020-06-01")
    found = told(text, rule)
    assert (str(found.ends_on), found.steps[0].effect) == ("2023-12-31", "before it began")


def test_what_has_ended_is_not_revived() -> None:
    text = ONE + PAID.replace("2021-05-10", "2025-03-01")
    found = told(text, ANY, "2026-01-01")
    assert (found.state, str(found.ends_on)) == ("ended", "2025-02-28")
    assert found.steps[0].effect == "after its end"
    in_time = told(text.replace("2025-03-01", "2025-02-28"), ANY, "2026-01-01")
    assert str(in_time.ends_on) == "2030-02-28"


# -- every journal -------------------------------------------------------------------------------

some = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SHORT = under(
    RULE._replace(years=0, months=1, restart=EVERYTHING, when=("region:asia",)),
    RULE._replace(years=0, months=1, restart=EVERYTHING, stop=("judgment",), instalments="last"),
)


@st.composite
def interrupting(draw: st.DrawFn) -> Written:
    """An event that may interrupt something."""
    day = draw(make.days)
    kind = draw(
        st.sampled_from(
            (
                "letter, level:1",
                "letter, level:2, sent:post",
                "confirm, reply:agreed",
                f"confirm, reply:agreed, as-of:{day - timedelta(2)}, balance:5.00 EUR",
                "legal, stage:filed",
                "legal, stage:judgment",
            )
        )
    )
    number = draw(st.sampled_from(("", "", ", inv:1", ", inv:2")))
    return Written(day, f"{day} Foo | said  ; event:{kind}{number}, customer:foo")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    own = st.lists(interrupting(), min_size=1, max_size=6)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


def said(journal: Journal, day: date, side: Side) -> list[str]:
    """What is found but the places in the files."""
    book, _ = build_book(journal, SHORT, side, day)
    with exact():
        found = limitations(book, book.items)
    return sorted(
        repr((one.item.label if one.item.number else "", one.item.customer, one.item.amount,
              one.state, one.first, one.began, one.ends_on, one.days_left,
              [(s.effect, s.interruption.date, s.interruption.said) for s in one.steps]))
        for one in found
    )  # fmt: skip


@some
@given(everything(OURS, THEIRS), make.as_of_days, st.sampled_from(["receivable", "payable"]))
def test_as_of_a_day_it_is_that_of_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side
) -> None:
    journal = journal_of_whole(make.text_of(written))
    assert said(journal, day, side) == said(cut(journal, day, SHORT), day, side)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(everything(OURS)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return make.text_of(written), make.text_of(mixed)


@some
@given(shuffled(), make.as_of_days)
def test_the_order_of_entries_of_a_day_changes_no_last_day(
    texts: tuple[str, str], day: date
) -> None:
    first, second = (said(journal_of_whole(text), day, "receivable") for text in texts)
    assert first == second


@some
@given(everything(OURS), make.as_of_days)
def test_more_words_in_a_rule_never_end_it_earlier(written: list[Written], day: date) -> None:
    """Each interruption can only give time."""
    journal = journal_of_whole(make.text_of(written))
    few = RULE._replace(years=0, months=1)
    last: list[list[date | None]] = []
    for rule in (few, few._replace(restart=("letter",)), few._replace(restart=EVERYTHING)):
        book, _ = build_book(journal, under(rule), "receivable", day)
        with exact():
            last.append([one.ends_on for one in limitations(book, book.items)])
    for without, some_, all_ in zip(*last, strict=True):
        assert (without is None and some_ is None and all_ is None) or (
            without is not None and some_ is not None and all_ is not None
        )
        assert without is None or without <= (some_ or date.max) <= (all_ or date.max)
