"""What raises an alert, since when, by which identifier, and what takes it away."""

from typing import Any

import pytest
from tests.ledger.books import D, book_of, policy_of
from tests.measures.test_exposure import HEAD, account, ordered, owed, paid

from arledger.measures.alerts import KINDS, Alert, alerts, at_least
from arledger.money import exact
from arledger.policy.model import DEFAULT
from arledger.policy.sections.watch import Alerts


def found(text: str, as_of: str = "2026-12-31", **how: Any) -> list[Alert]:
    with exact():
        return alerts(book_of(HEAD + text, as_of, **how))


def told(text: str, kind: str, as_of: str = "2026-12-31", **how: Any) -> list[tuple[str, str]]:
    """(identifier without kind and customer, since) of the alerts of a kind."""
    every = [one for one in found(text, as_of, **how) if one.kind == kind]
    return [(one.id.removeprefix(f"{kind}:{one.customer}:"), str(one.since)) for one in every]


def due(
    amount: str, day: str, number: str = "I1", made: str = "2026-01-05", who: str = "foo"
) -> str:
    return f"""
{made} ({number}) {who}
    assets:receivable:{who}    {amount}  ; due:{day}
    income:sales
"""


def settled(amount: str, day: str, number: str = "I1", who: str = "foo") -> str:
    return f"""
{day} {who}
    assets:bank    {amount}
    assets:receivable:{who}    -{amount}  ; inv:{number}
"""


def said(day: str, tags: str, who: str = "foo") -> str:
    return f"\n{day} {who}  ; customer:{who}, {tags}\n"


LATE = due("100 USD", "2026-02-01")


# -- documents -----------------------------------------------------------------------------------


def test_a_bucket_is_an_alert_since_the_day_it_was_entered() -> None:
    assert told(LATE, "bucket", "2026-03-03") == []
    assert told(LATE, "bucket", "2026-03-04") == [("I1:31-60", "2026-03-04")]
    assert told(LATE, "bucket", "2026-04-02") == [("I1:31-60", "2026-03-04")]
    assert told(LATE, "bucket", "2026-04-03") == [("I1:61-90", "2026-04-03")]
    assert told(LATE, "bucket", "2026-05-03") == []
    assert told(LATE, "last-bucket", "2026-05-03") == [("I1:91+", "2026-05-03")]


def test_the_policy_says_from_which_bucket_on() -> None:
    policy = policy_of(alerts={"bucket_days": 1})
    assert told(LATE, "bucket", "2026-02-02", policy=policy) == [("I1:1-30", "2026-02-02")]


def test_instalments_of_a_document_are_one_alert_by_the_latest_of_them() -> None:
    text = """
    2026-01-05 (I1) foo  ; terms:30/60/90
        assets:receivable:foo    300 USD
        income:sales
    """
    (one,) = (a for a in found(text, "2026-04-10") if a.kind == "bucket")
    assert (one.id, one.amount) == ("bucket:foo:I1:61-90", 300)
    assert str(one.since) == "2026-04-06"


def test_what_is_open_again_is_an_alert_since_that_day() -> None:
    text = LATE + settled("100 USD", "2026-02-10")
    back = (
        text
        + """
2026-06-01 foo | returned
    assets:receivable:foo    100 USD  ; inv:I1
    assets:bank
"""
    )
    assert told(text, "last-bucket") == []
    assert told(back, "last-bucket") == [("I1:91+", "2026-06-01")]
    assert told(back, "bounce") == [("I1:2026-06-01", "2026-06-01")]
    assert told(back + settled("100 USD", "2026-06-20"), "bounce") == []


def test_our_own_charges_and_what_is_not_worth_a_call_are_no_alarm() -> None:
    fee = """
    2026-01-05 (F1) foo
        assets:receivable:foo    100 USD
        income:late fees
    """
    assert told(fee, "last-bucket") == []
    policy = policy_of(worklist={"least": {"USD": D(101)}})
    assert told(LATE, "last-bucket", policy=policy) == []


def habit(days: int, *numbers: int) -> str:
    """Documents of the first months, each paid so many days late."""
    return "".join(
        due("100 USD", f"2026-0{n}-10", f"P{n}", f"2026-0{n}-01")
        + settled("100 USD", f"2026-0{n}-{10 + days}", f"P{n}")
        for n in numbers
    )


def test_a_document_later_than_they_usually_pay_is_the_first_sign() -> None:
    text = habit(4, 1, 2, 3) + due("100 USD", "2026-05-01", made="2026-04-01")
    assert told(text, "later-than-usual", "2026-05-14") == []
    assert told(text, "later-than-usual", "2026-05-15") == [("I1", "2026-05-15")]
    assert told(text, "later-than-usual", "2026-06-01") == []
    assert told(text, "bucket", "2026-06-01") == [("I1:31-60", "2026-06-01")]


def test_of_few_payments_there_is_no_habit() -> None:
    text = habit(4, 1, 2) + due("100 USD", "2026-05-01", made="2026-04-01")
    assert told(text, "later-than-usual", "2026-05-20") == []


def test_who_paid_early_was_on_time() -> None:
    text = habit(-5, 1, 2, 3) + due("100 USD", "2026-05-01", made="2026-04-01")
    assert told(text, "later-than-usual", "2026-05-11") == [("I1", "2026-05-11")]


def test_who_paid_later_of_late_than_before_is_slowing_down() -> None:
    """4 days late in spring, 18 in autumn: 14 more are 10 or more since the third payment."""
    text = habit(4, 1, 2, 3) + habit(18, 7, 8, 9)
    assert told(text, "slowing", "2026-09-27") == []
    assert told(text, "slowing", "2026-10-20") == [("USD:2026-09-28", "2026-09-28")]
    (one,) = (a for a in found(text, "2026-10-20") if a.kind == "slowing")
    assert one.message == "USD paid 18.0 days late in 3 months, 4.0 days late before"
    assert told(text, "slowing", "2026-12-31") == []


def test_who_bought_regularly_and_owes_but_buys_no_more_has_stopped() -> None:
    bought = [f"2026-0{n}-01" for n in (1, 2, 3, 4)]
    text = "".join(due("10 USD", "2026-12-31", f"I{day}", day) for day in bought)
    assert told(text, "stopped-buying", "2026-06-29") == []
    assert told(text, "stopped-buying", "2026-06-30") == [("2026-04-01", "2026-06-30")]
    all_paid = text + "".join(settled("10 USD", "2026-04-02", f"I{day}") for day in bought)
    assert told(all_paid, "stopped-buying") == []


# -- words ---------------------------------------------------------------------------------------

PROMISE = (
    LATE
    + """
2026-02-10 (PR-1) foo | said  ; inv:I1
    (promise:foo)    100 USD  ; date:2026-02-20
"""
)


def test_a_promise_broken_is_an_alert_until_it_is_made_good_or_another_is_made() -> None:
    assert told(PROMISE, "broken-promise", "2026-02-22") == []
    (broken,) = told(PROMISE, "broken-promise", "2026-02-23")
    assert broken == ("PR-1:2026-02-20", "2026-02-23")
    again = PROMISE.replace("PR-1", "PR-2").replace("2026-02-10", "2026-02-25")
    again = again[again.index("\n2026-02-25") :].replace("2026-02-20", "2026-03-20")
    assert told(PROMISE + again, "broken-promise", "2026-03-10") == []
    assert [id_ for id_, _ in told(PROMISE + again, "broken-promise", "2026-04-01")] == [
        "PR-2:2026-03-20"
    ]
    assert told(PROMISE + settled("100 USD", "2026-03-01"), "broken-promise") == []


def test_a_next_step_is_missed_the_day_after_it() -> None:
    text = LATE + said("2026-02-10", "event:contact, next:2026-02-20")
    assert told(text, "follow-up", "2026-02-20") == []
    assert told(text, "follow-up", "2026-02-21") == [("2026-02-20", "2026-02-21")]
    assert told(text + said("2026-02-22", "event:contact"), "follow-up", "2026-02-23") == []


def test_silence_counts_from_the_day_it_fell_due_or_they_were_last_heard_of() -> None:
    assert told(LATE, "silent", "2026-03-02") == []
    assert told(LATE, "silent", "2026-03-03") == [("2026-02-01", "2026-03-03")]
    rung = LATE + said("2026-02-15", "event:contact")
    assert told(rung, "silent", "2026-04-01") == [("2026-02-15", "2026-03-17")]
    assert told(LATE + paid("1 USD", day="2026-03-30"), "silent", "2026-04-01") == []
    assert told(LATE + said("2026-03-01", "event:letter, level:1"), "silent", "2026-03-03") != []


def test_a_dispute_that_nobody_settles_is_an_alert() -> None:
    text = LATE + said("2026-02-10", "event:dispute, inv:I1, owner:linh")
    assert told(text, "dispute", "2026-02-23") == []
    assert told(text, "dispute", "2026-02-24") == [("I1:2026-02-10", "2026-02-24")]
    assert told(text + said("2026-03-01", "event:resolve, inv:I1"), "dispute") == []


def test_our_own_word_counts_too() -> None:
    text = LATE + said("2026-02-10", "event:commitment, amount:30 USD, until:2026-03-01")
    assert told(text, "commitment", "2026-03-01") == []
    assert told(text, "commitment", "2026-03-02") == [("2026-03-01", "2026-03-02")]


def test_at_law_others_speak_for_us() -> None:
    text = PROMISE + said("2026-02-11", "event:contact, next:2026-02-20")
    assert {one.kind for one in found(text)} >= {"last-bucket", "broken-promise", "follow-up"}
    assert found(text + said("2026-06-01", "event:legal, stage:filed")) == []


# -- credit --------------------------------------------------------------------------------------


def test_a_limit_is_near_since_it_was_reached_and_over_since_it_was_passed() -> None:
    text = (
        account("limit:1000 USD") + owed("800 USD") + owed("250 USD", day="2026-02-01", number="2")
    )
    assert told(text, "limit-near", "2026-01-31") == [("2026-01-05", "2026-01-05")]
    assert told(text, "limit-near", "2026-02-01") == []
    assert told(text, "limit-over", "2026-02-01") == [("2026-02-01", "2026-02-01")]
    less = text + paid("100 USD", day="2026-03-01")
    assert told(less, "limit-over", "2026-03-01") == []
    assert told(less, "limit-near", "2026-03-01") == [("2026-01-05", "2026-01-05")]


def test_a_group_near_its_limit_is_told_of_once() -> None:
    text = account("group:acme") + account("group:acme", "bar") + owed("90 USD")
    policy = policy_of(credit={"groups": {"acme": "100 USD"}})
    assert told(text, "limit-near", policy=policy) == [("group:2026-01-05", "2026-01-05")]


def test_a_limit_that_ends_is_told_of_in_time_and_when_it_has_ended() -> None:
    text = account("limit:1000 USD, limit-until:2026-06-30") + owed("10 USD")
    assert told(text, "limit-expiring", "2026-05-30") == []
    assert told(text, "limit-expiring", "2026-05-31") == [("2026-06-30", "2026-05-31")]
    assert told(text, "limit-expiring", "2026-07-01") == []
    assert told(text, "limit-over", "2026-07-01") == [("2026-07-01", "2026-07-01")]
    renewed = text + said("2026-06-10", "event:review, limit-until:2027-06-30")
    assert told(renewed, "limit-expiring", "2026-06-11") == []


def test_cover_that_ends_is_told_of_while_anything_is_owed() -> None:
    text = account("insured:500 USD, insured-until:2026-06-30, guarantee:50 USD")
    assert told(text, "cover-expiring", "2026-06-15") == []
    text += owed("10 USD")
    end = [("insured:2026-06-30", "2026-05-31")]
    assert told(text, "cover-expiring", "2026-05-30") == []
    assert told(text, "cover-expiring", "2026-05-31") == end
    assert told(text, "cover-expiring", "2026-07-31") == end
    for review in ("insured:700 USD, insured-until:2027-06-30", "insured:700 USD", "insured:0 USD"):
        anew = text + said("2026-06-10", f"event:review, {review}")
        assert told(anew, "cover-expiring", "2026-07-31") == []
    later = text + said("2026-07-10", "event:review, guarantee-until:2026-07-20")
    assert told(later, "cover-expiring", "2026-07-10")[0] == ("guarantee:2026-07-20", "2026-07-10")


def test_cover_whose_end_is_over_is_said_to_count_still() -> None:
    text = account("guarantee:50 USD, guarantee-until:2026-06-30") + owed("10 USD")
    for day, ends in (
        ("2026-06-30", "ends on 2026-06-30"),
        ("2026-07-01", "ended on 2026-06-30, and counts still"),
    ):
        messages = [one.message for one in found(text, day) if one.kind == "cover-expiring"]
        assert messages == [f"the guarantee of 50.00 USD {ends}"]


def test_the_insurer_must_know_in_time_of_what_is_late() -> None:
    text = account("insured:500 USD, notify-within:60") + LATE
    assert told(text, "notify-insurer", "2026-03-02") == []
    assert told(text, "notify-insurer", "2026-03-03") == [("I1:2026-04-02", "2026-03-03")]
    assert told(text, "notify-insurer", "2026-12-31") == [("I1:2026-04-02", "2026-03-03")]
    assert told(text + settled("100 USD", "2026-03-10"), "notify-insurer") == []
    told_them = text + said("2026-03-20", "event:claim, stage:notified, inv:I1")
    assert told(told_them, "notify-insurer") == []


def test_an_order_far_above_everything_before_is_large() -> None:
    before = "".join(owed("100 USD", number=f"I{n}") for n in range(3))
    assert told(before + ordered("150 USD", day="2026-02-01"), "large-order") == []
    large = before + ordered("151 USD", day="2026-02-01")
    assert told(large, "large-order") == [("SO-151_USD", "2026-02-01")]
    assert told(owed("100 USD") + ordered("900 USD", day="2026-02-01"), "large-order") == []


def test_a_debtor_is_too_large_a_share_only_among_many() -> None:
    names = ("foo", "bar", "baz", "qux", "zap")
    few = "".join(owed("10 USD", who=who, number=who) for who in names[:4])
    assert told(few, "large-share") == []
    many = few + owed("10 USD", who="zap", number="zap", day="2026-01-06")
    assert told(many, "large-share") == []
    large = many + owed("5 USD", number="more", day="2026-02-01")
    assert told(large, "large-share") == [("USD:2026-02-01", "2026-02-01")]


def test_a_grade_that_fell_is_told_of_until_the_next_review_day() -> None:
    text = account("grade:A") + owed("1 USD") + said("2026-08-03", "event:review, grade:B")
    assert told(text, "grade-fallen", "2026-08-02") == []
    assert told(text, "grade-fallen", "2026-08-03") == [("2026-08-03", "2026-08-03")]
    assert told(text, "grade-fallen", "2026-09-29") == [("2026-08-03", "2026-08-03")]
    assert told(text, "grade-fallen", "2026-09-30") == []
    better = text + said("2026-08-20", "event:review, grade:A")
    assert told(better, "grade-fallen", "2026-08-20") == []


def test_a_grade_that_falls_by_the_scorecard_falls_on_the_review_day() -> None:
    early = habit(0, 1, 2, 3)
    text = early + habit(0, 4, 5) + due("10000 USD", "2026-05-01", "BIG", "2026-04-01")
    assert told(text, "grade-fallen", "2026-06-29") == []
    assert told(text, "grade-fallen", "2026-06-30") == [("2026-06-30", "2026-06-30")]
    assert told(text, "grade-fallen", "2026-09-30") == []


def test_a_grade_by_hand_that_the_scorecard_would_not_give_is_doubted_at_each_review() -> None:
    text = account("grade:A") + habit(0, 1, 2, 3) + due("10000 USD", "2026-02-01")
    assert told(text, "grade-doubted", "2026-07-15") == [("2026-06-30", "2026-06-30")]
    assert told(text, "grade-doubted", "2026-10-15") == [("2026-09-30", "2026-09-30")]
    assert told(text, "grade-fallen", "2026-07-15") == []


def test_a_review_is_due_by_the_grade() -> None:
    text = account("grade:C") + owed("1 USD")
    assert told(text, "review-due", "2026-04-05") == []
    assert told(text, "review-due", "2026-04-06") == [("2026-01-05", "2026-04-06")]
    seen = text + said("2026-05-01", "event:review, limit:500 USD")
    assert told(seen, "review-due", "2026-08-01") == []
    assert told(seen, "review-due", "2026-08-02") == [("2026-05-01", "2026-08-02")]
    assert told(text.replace("grade:C", "grade:D"), "review-due") == []


# -- identifiers, severities, acknowledgements -----------------------------------------------------


def test_an_alert_that_was_seen_is_acknowledged_from_that_day_on() -> None:
    text = LATE + said("2026-05-10", "event:ack, alert:LAST-bucket:foo:I1:91+, by:mai")
    by_day = {
        day: [one.acknowledged is not None for one in found(text, day) if one.kind == "last-bucket"]
        for day in ("2026-05-09", "2026-05-10", "2026-12-31")
    }
    assert list(by_day.values()) == [[False], [True], [True]]


def test_what_was_said_before_it_arose_was_said_of_another() -> None:
    """A payment comes back a second time: nobody has seen that."""
    text = LATE + said("2026-05-10", "event:ack, alert:last-bucket:foo:I1:91+")
    text += (
        settled("100 USD", "2026-06-01")
        + """
2026-07-01 foo | returned
    assets:receivable:foo    100 USD  ; inv:I1
    assets:bank
"""
    )
    (one,) = (a for a in found(text) if a.kind == "last-bucket")
    assert (str(one.since), one.acknowledged) == ("2026-07-01", None)


def test_an_identifier_comes_back_from_the_journal_as_it_was_written() -> None:
    text = due("100 USD", "2026-02-01", "A 1, [b];c", who="Foo Bar")
    (one,) = (a for a in found(text) if a.kind == "last-bucket")
    assert one.id == "last-bucket:Foo_Bar:A_1_b_c:91+"
    seen = text + said("2026-06-01", f"event:ack, alert:{one.id}", who="Foo Bar")
    (one,) = (a for a in found(seen) if a.kind == "last-bucket")
    assert one.acknowledged


def test_a_kind_that_is_off_is_not_looked_for_and_any_may_be_graver() -> None:
    assert told(LATE, "last-bucket", policy=policy_of(alerts={"last_bucket": "off"})) == []
    graver = policy_of(alerts={"silent": "critical"})
    assert [one.severity for one in found(LATE, "2026-03-03", policy=graver)] == ["critical"]


def test_every_kind_has_a_severity_in_the_policy() -> None:
    named = {name for name, value in Alerts()._asdict().items() if isinstance(value, str)}
    assert {kind.replace("-", "_") for kind in KINDS} == named
    assert DEFAULT.alerts == Alerts()


@pytest.mark.parametrize(
    ("severity", "least", "is_so"),
    [("critical", "warning", True), ("warning", "warning", True), ("info", "warning", False)],
)
def test_critical_is_graver_than_warning_than_info(severity: Any, least: Any, is_so: bool) -> None:
    assert at_least(severity, least) is is_so


def test_the_gravest_come_first_then_the_latest() -> None:
    every = found(PROMISE + due("9 USD", "2026-11-20", "I2", "2026-11-01"))
    order = [("critical", "warning", "info").index(one.severity) for one in every]
    assert order == sorted(order)
    critical = [one.since for one in every if one.severity == "critical"]
    assert critical == sorted(critical, reverse=True)
