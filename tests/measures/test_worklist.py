"""The worklist: who is contacted first, what each reason is worth, and who is left alone."""

from time import process_time
from typing import Any

import pytest
from tests.ledger.books import D, book_of, policy_of

from arledger.measures.worklist import Call, responsible, within, worklist
from arledger.measures.worklist_standing import _Gathered
from arledger.money import exact

DAY = "2026-06-30"
FOO = """
    account assets:receivable:foo  ; name:Foo GmbH, phone:+49 30 1

    2026-04-01 (1) Foo GmbH | goods  ; due:2026-05-01
        assets:receivable:foo    1000.00 EUR
        income:sales
"""
"""60 days past due on the last of June."""

PROMISE = """
    2026-05-10 (P1) Foo GmbH | said  ; inv:1
        (promise:foo)    1000.00 EUR  ; date:2026-05-20
"""


def calls(text: str = FOO, as_of: str = DAY, **worklist_: Any) -> list[Call]:
    promise = worklist_.pop("promise", {})
    policy = policy_of(worklist=worklist_, promise=promise)
    with exact():
        return worklist(book_of(text, as_of, policy=policy))


def only(text: str = FOO, as_of: str = DAY, **worklist_: Any) -> Call:
    (call,) = calls(text, as_of, **worklist_)
    return call


def said(text: str = FOO, as_of: str = DAY, **worklist_: Any) -> list[str]:
    return [point.said for point in only(text, as_of, **worklist_).points]


def contact(day: str, tags: str = "", who: str = "foo") -> str:
    more = f", {tags}" if tags else ""
    return f"\n    {day} Somebody | rang  ; event:contact, customer:{who}, via:phone{more}\n"


# -- points --------------------------------------------------------------------------------------


def test_who_is_merely_late_has_points_for_lateness_amount_and_silence() -> None:
    assert said() == [
        "1 now 31-60 days late +20",
        "100.0 % of overdue EUR +30",
        "never contacted +10",
    ]
    call = only()
    assert (call.score, call.ask, call.against) == (60, "pay", [])


def test_a_broken_promise_that_was_not_made_good_counts() -> None:
    assert said(FOO + PROMISE)[0] == "broken promise P1 +30"
    paid = "\n    2026-05-15 bank\n        assets:receivable:foo  -1000.00 EUR  ; inv:1\n        assets:bank\n"
    assert calls(FOO + PROMISE + paid) == []


def test_a_promise_kept_in_part_counts_as_one_that_was_broken() -> None:
    part = "\n    2026-05-15 bank\n        assets:receivable:foo  -300.00 EUR  ; inv:1\n        assets:bank\n"
    call = only(FOO + PROMISE + part)
    assert (call.points[0].said, call.ask) == ("partly kept promise P1 +30", "plan")


def test_each_promise_broken_before_it_counts_too() -> None:
    again = PROMISE.replace("P1", "P2").replace("05-10", "06-01").replace("05-20", "06-10")
    assert said(FOO + PROMISE + again)[:2] == ["broken promise P2 +30", "1 broken before +10"]


def test_a_promise_is_broken_only_after_its_days_of_grace() -> None:
    late = PROMISE.replace("05-20", "06-28")
    assert only(FOO + late, "2026-06-30").against == ["promise P1 until 2026-06-30"]
    assert said(FOO + late, "2026-07-01")[0] == "broken promise P1 +30"


def test_on_the_day_promised_for_they_are_reminded() -> None:
    text = FOO + PROMISE.replace("05-20", "06-30")
    call = only(text)
    assert call.points[0].said == "promise P1 due today +20"
    assert (call.ask, call.against) == ("pay", [])


def test_a_promise_for_today_of_what_is_not_yet_due_is_asked_for() -> None:
    text = FOO.replace("due:2026-05-01", "due:2026-12-31") + PROMISE.replace("05-20", "06-30")
    claim = only(text).standing.claims["EUR"]
    assert (claim.overdue, claim.oldest, claim.asked) == (0, None, 1000)


def test_a_next_step_that_is_due_counts_until_somebody_was_in_touch() -> None:
    text = FOO + contact("2026-06-01", "next:2026-06-20")
    assert "follow-up due since 2026-06-20 +20" in said(text)
    assert "follow-up due today +20" in said(text, "2026-06-20")
    assert not any("follow-up" in one for one in said(text + contact("2026-06-25")))


def test_a_promise_made_later_stands_in_place_of_a_next_step() -> None:
    """They were spoken to; what they promised is waited for."""
    step = contact("2026-06-01", "next:2026-06-20")
    promise = PROMISE.replace("05-10", "06-10").replace("05-20", "07-15")
    assert only(FOO + step + promise).against == ["promise P1 until 2026-07-17"]
    same_day = contact("2026-06-10", "next:2026-06-20")
    assert only(FOO + same_day + promise).against == []


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("2026-04-30", "1 now 31-60 days late +20"),
        ("2026-05-01", "1 now 31-60 days late +20"),
        ("2026-05-02", "1 now 31-60 days late +10"),
        ("2026-05-31", "1 now 31-60 days late +10"),
        ("2026-06-01", None),
    ],
)
def test_buckets_count_that_were_entered_since_the_last_contact(
    spoken: str, expected: str | None
) -> None:
    """30 days late on 31 May, 31 on 1 June."""
    found = [one for one in said(FOO + contact(spoken)) if "now" in one]
    assert found == ([expected] if expected else [])


def test_silence_counts_from_the_last_contact_or_promise() -> None:
    assert "no contact for 15 days +10" in said(FOO + contact("2026-06-15"))
    assert "no contact for 14 days +10" in said(FOO + contact("2026-06-16"))
    assert not any("contact" in one for one in said(FOO + contact("2026-06-17")))
    assert "no contact for 51 days +10" in said(FOO + PROMISE)


def test_one_day_is_told_as_one() -> None:
    text = FOO + contact("2026-06-29")
    assert "no contact for 1 day +10" in said(text, no_contact_days=1)


def test_who_was_never_contacted_is_given_as_many_days_to_pay() -> None:
    assert said(as_of="2026-05-14") == ["1 now 1-30 days late +10", "100.0 % of overdue EUR +30"]
    assert said(as_of="2026-05-15")[-1] == "never contacted +10"


BAR = """
    account assets:receivable:bar  ; name:Bar SA, grade:C, rep:wei

    2026-06-01 (7) Bar SA | goods  ; due:2026-06-29
        assets:receivable:bar    {} {}
        income:sales
"""


@pytest.mark.parametrize(
    ("amount", "steps"), [(10, 0), (11, 1), (52, 1), (53, 2), (249, 2), (250, 3)]
)
def test_an_amount_counts_by_its_share_of_all_that_is_past_due_in_its_currency(
    amount: int, steps: int
) -> None:
    """1, 5 and 20 percent: 10 of 1010 are less than the first, 250 of 1250 just the last."""
    bar = next(c for c in calls(FOO + BAR.format(amount, "EUR")) if c.standing.customer.id == "bar")
    found = [point.points for point in bar.points if point.key == "worklist.amount"]
    assert found == ([10 * steps] if steps else [])


def test_amounts_of_a_currency_may_have_steps_of_their_own() -> None:
    amounts = {"EUR": (D(500), D(1000), D(5000))}
    assert "at least 1000 EUR +20" in said(amounts=amounts)
    assert "100.0 % of overdue USD +30" in said(FOO.replace("EUR", "USD"), amounts=amounts)


def test_amounts_of_several_currencies_are_never_added_up() -> None:
    """Of a customer's currencies the one with most steps counts."""
    usd = FOO[FOO.index("2026-04-01") :].replace("EUR", "USD").replace("(1)", "(2)")
    text = FOO + "\n    " + usd + BAR.format(9000, "EUR")
    foo = next(c for c in calls(text) if c.standing.customer.id == "foo")
    assert [p.said for p in foo.points if p.key == "worklist.amount"] == [
        "100.0 % of overdue USD +30"
    ]
    assert {c: claim.asked for c, claim in foo.standing.claims.items()} == {
        "EUR": 1000,
        "USD": 1000,
    }


def test_the_grade_in_force_counts() -> None:
    graded = FOO.replace("phone:", "grade:B, phone:")
    assert "grade B +5" in said(graded)
    review = "\n    2026-06-01 Foo GmbH | review  ; event:review, customer:foo, grade:C\n"
    assert "grade C +10" in said(graded + review)
    assert "grade B +5" in said(graded + review, "2026-05-31")
    assert said(graded, grades={"b": 77})[-1] == "grade b +77"
    assert not any("grade" in one for one in said(graded, grades={}))


def test_without_one_given_by_hand_the_scored_grade_counts_from_its_review_on() -> None:
    more = "".join(
        f"""
    2026-05-0{n} (X{n}) Foo GmbH | goods
        assets:receivable:foo    10.00 EUR
        income:sales
"""
        for n in (1, 2, 3)
    )
    assert "grade C +10" in said(FOO + more, "2026-06-30")
    assert not any("grade" in one for one in said(FOO + more, "2026-06-29"))
    assert "grade B +5" in said(FOO.replace("phone:", "grade:B, phone:") + more, "2026-06-30")


def test_every_point_says_which_key_it_follows_and_they_add_up() -> None:
    call = only(FOO + PROMISE + contact("2026-05-25", "next:2026-06-20"))
    assert [point.key for point in call.points] == [
        *("worklist.broken-promise", "worklist.follow-up", "worklist.bucket"),
        *("worklist.amount", "worklist.no-contact"),
    ]
    assert call.score == 30 + 20 + 10 + 30 + 10


def test_a_reason_worth_nothing_is_still_a_reason() -> None:
    assert said(FOO + contact("2026-06-29"), amount_shares=()) == ["60 days past due +0"]


# -- who is left alone ---------------------------------------------------------------------------


def test_what_is_not_late_is_nobodys_business() -> None:
    assert calls(as_of="2026-05-01") == []
    assert len(calls(as_of="2026-05-02")) == 1


def test_a_promise_that_is_open_covers_what_it_is_about() -> None:
    whole = PROMISE.replace("05-10", "06-20").replace("05-20", "07-10")
    assert only(FOO + whole).against == ["promise P1 until 2026-07-12"]
    part = whole.replace("1000.00", "400.00")
    call = only(FOO + part)
    claim = call.standing.claims["EUR"]
    assert (call.against, claim.promised, claim.asked) == ([], 400, 600)


def test_a_promise_on_one_invoice_does_not_cover_another() -> None:
    other = FOO[FOO.index("2026-04-01") :].replace("(1)", "(2)")
    promise = PROMISE.replace("05-10", "06-20").replace("05-20", "07-10").replace("1000", "5000")
    claim = only(FOO + "\n    " + other + promise).standing.claims["EUR"]
    assert (claim.promised, claim.asked) == (1000, 1000)


def test_a_promise_in_another_currency_covers_the_documents_it_names() -> None:
    promise = PROMISE.replace("05-10", "06-20").replace("05-20", "07-10").replace("EUR", "USD")
    assert only(FOO + promise).against == ["promise P1 until 2026-07-12"]


def test_a_plan_that_is_kept_covers_its_later_instalments() -> None:
    plan = """
    2026-06-01 (PLAN-1) Foo GmbH | plan  ; inv:1
        (promise:foo)    500.00 EUR  ; date:2026-06-15
        (promise:foo)    500.00 EUR  ; date:2026-07-15

    2026-06-15 bank
        assets:receivable:foo    -500.00 EUR  ; inv:1
        assets:bank
    """
    assert only(FOO + plan).against == ["promise PLAN-1 until 2026-07-17"]


def test_a_missed_instalment_is_asked_for_and_the_rest_is_waited_for() -> None:
    plan = """
    2026-06-01 (PLAN-1) Foo GmbH | plan  ; inv:1
        (promise:foo)    500.00 EUR  ; date:2026-06-15
        (promise:foo)    500.00 EUR  ; date:2026-07-15
    """
    call = only(FOO + plan)
    claim = call.standing.claims["EUR"]
    assert (claim.promised, claim.asked, call.ask) == (500, 500, "escalate")
    first = "\n    2026-06-15 bank\n        assets:receivable:foo  -500.00 EUR  ; inv:1\n        assets:bank\n"
    kept = only(FOO + plan + first, "2026-07-18")
    assert (kept.ask, kept.points[0].said) == ("pay", "broken promise PLAN-1 +30")
    accelerated = only(FOO + plan, promise={"acceleration": 1})
    assert accelerated.standing.claims["EUR"].asked == 1000


def test_who_was_contacted_today_is_not_contacted_again() -> None:
    assert only(FOO + PROMISE + contact(DAY)).against == ["contacted today"]
    assert only(FOO + contact("2026-06-29")).against == []
    assert only(FOO + contact(DAY), pause=0).against == []


def test_a_longer_pause_ends_with_whatever_happens() -> None:
    rang = contact("2026-06-28")
    assert only(FOO + rang, pause=5).against == ["contacted 2026-06-28"]
    assert only(FOO + contact("2026-06-28", "next:2026-06-30"), pause=5).against == []
    broken = PROMISE.replace("05-20", "06-27")
    assert only(FOO + broken + rang, pause=5).against == []


def test_a_next_step_agreed_for_later_is_waited_for() -> None:
    text = FOO + contact("2026-06-20", "next:2026-07-03")
    assert only(text).against == ["next step agreed for 2026-07-03"]
    assert only(text, "2026-07-03").against == []


def test_a_next_step_about_one_invoice_leaves_the_others() -> None:
    other = FOO[FOO.index("2026-04-01") :].replace("(1)", "(2)")
    text = FOO + "\n    " + other + contact("2026-06-20", "inv:2, next:2026-07-03")
    claim = only(text).standing.claims["EUR"]
    assert (claim.waiting, claim.asked) == (1000, 1000)


def test_who_breaks_a_promise_has_no_step_to_wait_for() -> None:
    text = FOO + contact("2026-06-10", "next:2026-07-20") + PROMISE.replace("05-20", "06-20")
    assert only(text, "2026-06-22").against == ["next step agreed for 2026-07-20"]
    call = only(text, "2026-06-23")
    assert (call.against, call.points[0].said) == ([], "broken promise P1 +30")


def dispute(day: str, tags: str = "") -> str:
    return f"\n    {day} Foo GmbH | no  ; event:dispute, inv:1{tags}\n"


def test_what_is_disputed_is_not_asked_for() -> None:
    call = only(FOO + dispute("2026-06-25", ", amount:300.00 EUR"))
    claim = call.standing.claims["EUR"]
    assert (call.ask, claim.disputed, claim.asked) == ("pay", 300, 700)


def test_who_disputes_it_all_is_left_to_who_settles_it() -> None:
    call = only(FOO + dispute("2026-06-25", ", owner:linh"))
    assert (call.ask, call.against) == (
        "settle the dispute", ["linh is to settle the dispute of 1"],
    )  # fmt: skip


def test_a_dispute_that_stands_for_long_is_to_be_settled() -> None:
    call = only(FOO + dispute("2026-06-16"))
    assert (call.ask, call.against) == ("settle the dispute", [])
    assert "dispute of 1 for 14 days +10" in [point.said for point in call.points]
    assert only(FOO + dispute("2026-06-17")).against
    assert only(FOO + dispute("2026-05-17") + contact("2026-06-17")).against
    assert only(FOO + dispute("2026-06-16"), dispute_days=15).against


def test_the_promise_and_the_dispute_that_are_named_are_those_that_cover() -> None:
    """Of what is not past due there may be others."""
    later = """
    2026-04-01 (0) Foo GmbH | goods  ; due:2026-12-31
        assets:receivable:foo    900.00 EUR
        income:sales

    2026-06-01 (P0) Foo GmbH | early  ; inv:0
        (promise:foo)    100.00 EUR  ; date:2026-07-01

    2026-06-02 Foo GmbH | no  ; event:dispute, inv:0, amount:100.00 EUR
    """
    promise = PROMISE.replace("05-10", "06-20").replace("05-20", "07-10").replace("1000", "600")
    call = only(
        FOO + later + promise + dispute("2026-06-25", ", amount:400.00 EUR"), dispute_days=99
    )
    assert call.against == ["promise P1 until 2026-07-12", "somebody is to settle the dispute of 1"]
    second = "\n    2026-06-20 (P2) Foo GmbH | said  ; inv:1\n        (promise:foo)    400.00 EUR  ; date:2026-07-11\n"
    assert only(FOO + promise + second).against == ["promise P1 until 2026-07-12 and 1 more"]


def test_money_on_account_covers_what_is_past_due() -> None:
    money = """
    2026-06-10 (R1) Foo GmbH | bank
        assets:receivable:foo    -1000.00 EUR  ; inv:77
        assets:bank
    """
    assert only(FOO + money).against == ["money on account is to be applied"]
    part = only(FOO + money.replace("-1000", "-400"))
    assert part.standing.claims["EUR"].asked == 600
    deposit = only(FOO + money.replace("inv:77", "inv:-"))
    assert (deposit.against, deposit.standing.claims["EUR"].asked) == ([], 1000)


def test_a_discount_that_was_earned_is_ours_to_book() -> None:
    """They paid in time, short by just that much."""
    text = """
    2026-04-01 (1) Foo GmbH | goods  ; terms:2/10 net 30
        assets:receivable:foo    1000.00 EUR
        income:sales

    2026-04-08 bank
        assets:receivable:foo    -{} EUR  ; inv:1
        assets:bank
    """
    call = only(text.format("980.00"))
    assert call.against == ["a discount that was earned is to be booked"]
    assert (call.standing.claims["EUR"].discount, call.standing.claims["EUR"].asked) == (20, 0)
    assert only(text.format("970.00")).standing.claims["EUR"].asked == 30


@pytest.mark.parametrize("stage", ["agency", "filed", "judgment", "insolvent"])
def test_who_is_at_law_is_not_contacted(stage: str) -> None:
    text = FOO + f"\n    2026-06-01 Foo GmbH | court  ; event:legal, stage:{stage}\n"
    assert only(text).against == [f"at law: {stage} on 2026-06-01"]
    assert only(text, legal=()).ask == "escalate"


def test_a_notice_is_still_ours_to_follow() -> None:
    text = FOO + "\n    2026-06-01 Foo GmbH | court  ; event:legal, stage:notice\n"
    assert (only(text).ask, only(text).against) == ("escalate", [])


def test_a_step_at_law_ends_with_what_it_is_about_but_insolvency_does_not() -> None:
    """Who paid the claim and bought again is a customer like any other."""
    text = (
        FOO
        + """
    2026-05-10 Foo GmbH | court  ; event:legal, stage:{}

    2026-05-20 bank
        assets:receivable:foo    -1000.00 EUR  ; inv:1
        assets:bank

    2026-05-30 (2) Foo GmbH | goods
        assets:receivable:foo    10.00 EUR
        income:sales
    """
    )
    assert only(text.format("filed")).against == []
    assert only(text.format("insolvent")).against == ["at law: insolvent on 2026-05-10"]


def test_little_is_not_worth_a_call() -> None:
    assert only(least={"EUR": D("1000.01")}).against == ["less than 1000.01 EUR to ask for"]
    assert only(least={"EUR": D("1000.00")}).against == []
    assert only(least={"USD": D(5000)}).against == []


def test_a_next_step_about_nothing_is_told_and_not_taken() -> None:
    """What was past due then is paid by now."""
    paid = "\n    2026-06-15 bank\n        assets:receivable:foo  -1000.00 EUR  ; inv:1\n        assets:bank\n"
    call = only(FOO + contact("2026-06-01", "next:2026-06-20") + paid)
    assert call.against == ["nothing is open any more"]


# -- what to ask for -----------------------------------------------------------------------------


def test_who_was_asked_and_agreed_to_nothing_is_asked_for_a_promise() -> None:
    assert only(FOO + contact("2026-04-20")).ask == "pay"
    assert only(FOO + contact("2026-05-01")).ask == "pay"
    assert only(FOO + contact("2026-05-02")).ask == "promise"


def test_who_was_asked_and_is_very_late_is_escalated() -> None:
    text = FOO + contact("2026-05-02")
    assert only(text, "2026-07-30").ask == "promise"
    assert only(text, "2026-07-31").ask == "escalate"
    assert only(FOO, "2026-12-31").ask == "pay"
    part = PROMISE.replace("05-10", "07-20").replace("05-20", "08-10").replace("1000", "10")
    assert only(text + part, "2026-07-31").ask == "promise"
    assert only(text, "2026-12-31", escalate_days=0).ask == "promise"


def test_a_broken_promise_leads_to_a_plan_and_the_next_beyond_words() -> None:
    assert only(FOO + PROMISE).ask == "plan"
    again = PROMISE.replace("P1", "P2").replace("05-10", "06-01").replace("05-20", "06-10")
    assert only(FOO + PROMISE + again).ask == "escalate"
    assert only(FOO + PROMISE, plan_after=2).ask == "promise"
    assert only(FOO + PROMISE + again, escalate_after=0).ask == "plan"


# -- scale ---------------------------------------------------------------------------------------

SALE = "2026-04-01 (I{0}) Foo | goods\n    assets:receivable:foo  {0}.00 EUR\n    income:sales\n"
MONEY = "2026-04-02 (R{0}) Foo | bank\n    assets:receivable:foo  -0.01 EUR  ; inv:X{0}\n    assets:bank\n"
SAID = "2026-04-03 Foo | said  ; event:contact, customer:foo, inv:I{0}, next:2026-0{1}-01\n"
SHORT = (
    "2026-04-{1:02} (P{0}) Foo | said  ; inv:I{0}\n    (promise:foo)  0.50 EUR  ; date:2026-09-01\n"
)


@pytest.mark.parametrize(
    "lines",
    [
        lambda n: "\n".join(SALE.format(i + 1) + "\n" + MONEY.format(i) for i in range(n)),
        lambda n: "\n".join(
            SALE.format(i + 1) + "\n" + SAID.format(i, 5 + i % 4) for i in range(n)
        ),
        lambda n: "\n".join(
            SALE.format(i + 1) + "\n" + SHORT.format(i, 4 + i % 9) for i in range(n)
        ),
    ],
    ids=["money on account", "next steps", "promises"],
)
def test_eight_times_the_entries_of_a_customer_take_about_eight_times_the_work(lines: Any) -> None:
    """Of what the worklist adds to what promises and contacts take; far less than 64 times."""
    small, large = (_work(lines(n)) for n in (50, 400))
    assert large < 24 * small + 0.02


def _work(text: str) -> float:
    """Seconds of the processor to see where the customers stand: the least of three."""
    book = book_of(text, DAY)
    times = []
    with exact():
        gathered = _Gathered(book)
        for _ in range(3):
            start = process_time()
            assert [*gathered.standings()]
            times.append(process_time() - start)
    return min(times)


# -- order and time ------------------------------------------------------------------------------


def test_most_points_come_first_then_share_then_days_then_name() -> None:
    rows = [
        ("b", 40, "06-01"),
        ("a", 40, "06-01"),
        ("c", 40, "06-02"),
        ("d", 41, "06-05"),
        ("e", 900, "06-05"),
    ]
    text = "".join(
        f"\n    2026-05-01 ({name}) X | goods  ; due:2026-{due}\n"
        f"        assets:receivable:{name}    {amount} EUR\n        income:sales\n"
        for name, amount, due in rows
    )
    found = [
        call.standing.customer.id for call in calls(text, "2026-06-12", bucket=0, no_contact=0)
    ]
    assert found == ["e", "d", "a", "b", "c"]


def test_there_is_time_for_the_first_contacts_only_and_none_is_skipped() -> None:
    text = FOO + BAR.format(9000, "EUR") + PROMISE
    found = calls(text)
    assert [(c.standing.customer.id, c.minutes) for c in found] == [("foo", 15), ("bar", 5)]
    assert [within(found, minutes) for minutes in (4, 14, 15, 19, 20, 99)] == [0, 0, 1, 1, 2, 2]


def test_how_long_a_contact_takes_is_the_policys() -> None:
    assert only().minutes == 5
    assert only(minutes_by={}).minutes == 10
    assert only(minutes_by={}, minutes=3).minutes == 3


def test_the_collector_is_responsible_else_every_rep() -> None:
    assert responsible({"rep": "Linh 60 Minh 40"}) == {"linh", "minh"}
    assert responsible({"rep": "linh", "collector": "Tran"}) == {"tran"}
    assert responsible({}) == frozenset()
