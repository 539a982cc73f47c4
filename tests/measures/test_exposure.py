"""Exposure, and where a customer stands: the formulas by hand, and on made-up books."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies as make
from tests.ledger.books import D, book_of, codes_of, journal_of_whole, policy_of
from tests.ledger.cutting import cut
from tests.strategies import OURS, THEIRS, Written

from arledger.journal.model import Journal
from arledger.ledger.build import build_book
from arledger.ledger.model import Book, Side
from arledger.measures.concentration import concentrations
from arledger.measures.exposure import Exposure, Exposures
from arledger.measures.standing import Reason, Standing, Standings, new_order, standing
from arledger.money import ZERO, exact
from arledger.policy.model import DEFAULT, Policy

HEAD = """
commodity 1,000.00 USD
commodity 1,000.00 EUR
"""


def account(tags: str, who: str = "foo") -> str:
    return f"\naccount assets:receivable:{who}  ; {tags}\n"


def owed(*amounts: str, who: str = "foo", day: str = "2026-01-05", number: str = "I1") -> str:
    lines = "".join(f"    assets:receivable:{who}    {amount}\n" for amount in amounts)
    return f"\n{day} ({number}) {who}\n{lines}    income:sales\n"


def ordered(amount: str, who: str = "foo", day: str = "2026-01-06") -> str:
    return f"\n{day} (SO-{amount}) {who}\n    (order:{who})    {amount}\n"


def paid(amount: str, who: str = "foo", day: str = "2026-01-07") -> str:
    return f"""
{day} {who}
    assets:bank    {amount}
    assets:receivable:{who}    -{amount}  ; inv:-
"""


def stands(text: str, who: str = "foo", as_of: str = "2026-12-31", **how: Any) -> Standing:
    with exact():
        return standing(book_of(HEAD + text, as_of, **how), who)


def exposure(text: str, **how: Any) -> Exposure:
    return stands(text, **how).exposures[0]


def codes(one: Standing) -> list[str]:
    return [reason.code for reason in one.reasons]


# -- the terms -----------------------------------------------------------------------------------


def test_open_less_unapplied_and_orders_are_gross_less_cover_and_guarantees_net() -> None:
    """10,000 open, 1,500 on account, 4,000 ordered; 6,000 insured at 90 %, 2,000 guaranteed."""
    text = account("limit:9000 USD, insured:6000 USD, coverage:90, guarantee:2000 USD")
    text += owed("10000.00 USD") + paid("1500.00 USD") + ordered("4000.00 USD")
    one = stands(text)
    main = one.exposures[0]
    assert (main.open, main.unapplied, main.orders) == (10000, -1500, 4000)
    assert (main.gross, main.covered, main.guarantees) == (12500, 5400, 2000)
    assert main.net == D(12500) - 5400 - 2000 == 5100
    assert one.use == D("0.56666667")


def test_cover_is_of_what_is_owed_not_of_what_is_only_ordered() -> None:
    text = account("insured:6000 USD, coverage:90")
    assert exposure(text + ordered("8000 USD")).covered == 0
    assert exposure(text + owed("1000 USD") + ordered("8000 USD")).covered == 900
    assert exposure(text + owed("1000 USD") + paid("1200 USD")).covered == 0
    assert exposure(text + owed("1000 USD") + paid("400 USD")).covered == 540
    assert exposure(text + owed("7000 USD")).covered == 5400


def test_cover_without_a_share_pays_the_policys() -> None:
    text = account("insured:6000 USD") + owed("1000.00 USD")
    assert exposure(text).covered == 900
    assert exposure(text, policy=policy_of(credit={"coverage": D(75)})).covered == 750


@pytest.mark.parametrize(
    ("said", "covered"),
    [("92.5", "925"), ("85 %", "850"), ("85%", "850"), ("0", "0"), ("100.0", "1000")],
)
def test_a_share_of_cover_is_a_percentage_with_or_without_decimals(said: str, covered: str) -> None:
    text = account(f"name:Foo, insured:6000 USD, coverage:{said}") + owed("1000.00 USD")
    assert exposure(text).covered == D(covered)
    assert codes_of(HEAD + text) == []


@pytest.mark.parametrize("said", ["150", "100.1", "-3", "abc", "9.", "1e1"])
def test_a_share_of_cover_that_cannot_be_is_told_and_the_policys_counts(said: str) -> None:
    """No insurer pays more than all: a slip of the keyboard must not make a risk disappear."""
    text = account(f"name:Foo, insured:6000 USD, coverage:{said}") + owed("1000.00 USD")
    assert exposure(text).covered == 900
    assert "bad-master-data" in codes_of(HEAD + text)


def test_a_guarantee_pays_no_more_than_there_is_and_what_is_left_of_it_makes_room() -> None:
    text = account("limit:1000 USD, guarantee:5000 USD") + owed("3000 USD")
    main = exposure(text)
    assert (main.guarantees, main.unused, main.net) == (3000, 2000, 0)
    assert stands(text + ordered("3000 USD")).status == "watch"
    assert stands(text + ordered("3001 USD")).status == "hold"


def test_what_is_disputed_is_owed() -> None:
    text = owed("1000 USD") + "\n2026-02-01 foo  ; event:dispute, customer:foo, inv:I1\n"
    assert exposure(text).open == 1000


def test_pitfall_33_an_order_that_was_invoiced_counts_once() -> None:
    invoiced = owed("4000 USD").rstrip() + "\n    (order:foo)    -4000 USD\n"
    text = account("limit:5000 USD") + ordered("4000 USD", day="2026-01-02") + invoiced
    assert exposure(text).gross == 4000
    assert exposure(text, as_of="2026-01-04").gross == 4000


def test_pitfall_37_what_we_owe_the_customer_is_not_netted() -> None:
    text = (
        account("limit:5000 USD")
        + owed("4000 USD")
        + """
2026-01-08 (B1) foo
    liabilities:payable:foo    -3000 USD
    expenses:goods
"""
    )
    assert exposure(text).net == 4000


def test_who_has_only_ordered_is_a_customer_too() -> None:
    one = stands(ordered("4000 USD", who="newcomer"), "newcomer")
    assert (one.exposures[0].gross, one.status) == (4000, "no limit")


def test_suppliers_have_no_orders() -> None:
    book = book_of(HEAD + ordered("4000 USD"), side="payable")
    assert Exposures(book).sums == {}


# -- currencies ----------------------------------------------------------------------------------

PRICE = "\nP 2026-01-01 EUR 1.10 USD\n"


def test_pitfall_25_all_is_judged_in_the_limits_currency_at_the_prices_of_the_day() -> None:
    text = PRICE + "P 2026-06-01 EUR 1.20 USD\n" + account("limit:2000 USD")
    text += owed("1000 EUR", "500 USD")
    assert [exposure(text, as_of=day).net for day in ("2026-05-31", "2026-06-01")] == [1600, 1700]
    dear = account("limit:2000 EUR") + "\nP 2026-01-01 EUR 25000 VND\n" + owed("10000000 VND")
    assert (exposure(dear).net, stands(dear).status) == (400, "ok")


def test_without_a_price_it_stands_apart_is_said_and_is_never_ok() -> None:
    one = stands(account("limit:2000 USD, name:Foo") + owed("100 USD", "7 CHF"))
    assert [(e.currency, e.net, e.apart) for e in one.exposures] == [
        ("USD", 100, False), ("CHF", 7, True),
    ]  # fmt: skip
    assert (one.status, codes(one)) == ("watch", ["no-price"])
    assert one.reasons[0].text == "7 CHF not counted: no price leads from CHF to USD"


def test_cover_in_a_currency_without_a_price_counts_for_nothing_and_is_said() -> None:
    one = stands(account("limit:2000 USD, guarantee:500 CHF") + owed("100 USD"))
    assert (one.exposures[0].guarantees, one.status, codes(one)) == (0, "ok", ["no-price"])


def test_without_a_limit_each_currency_stands_by_itself() -> None:
    one = stands(PRICE + owed("100 USD", "7 EUR"))
    assert [(e.currency, e.net) for e in one.exposures] == [("EUR", 7), ("USD", 100)]
    covered = stands(PRICE + account("insured:50 USD, coverage:100") + owed("100 USD", "10 EUR"))
    assert [(e.currency, e.gross, e.net) for e in covered.exposures] == [("USD", 111, 61)]


# -- the status ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "status"),
    [("0.01", "ok"), ("79.99", "ok"), ("80.00", "watch"), ("100.00", "watch"), ("100.01", "hold")],
)
def test_watch_from_80_percent_hold_above_100(net: str, status: str) -> None:
    assert stands(account("limit:100.00 USD") + owed(f"{net} USD")).status == status


def test_the_percentages_are_the_policys() -> None:
    policy = policy_of(credit={"watch": D(50), "hold": D(110)})
    text = account("limit:100 USD")
    found = [stands(text + owed(f"{n} USD"), policy=policy).status for n in (49, 50, 110, 111)]
    assert found == ["ok", "watch", "watch", "hold"]


def test_pitfall_36_no_credit_is_not_no_limit_and_an_ended_limit_is_no_credit() -> None:
    owes = owed("0.01 USD")
    none = stands(account("limit:0") + owes)
    assert (none.status, none.use, codes(none)) == ("hold", None, ["no-credit"])
    assert stands(account("limit:0")).status == "ok"
    free = stands(account("name:Foo") + owes)
    assert (free.status, free.use, codes(free)) == ("no limit", None, ["no-limit"])
    ended = stands(account("limit:9 USD, limit-until:2026-06-30") + owes)
    assert (ended.status, ended.use, codes(ended)) == ("hold", None, ["limit-expired"])
    before = stands(account("limit:9 USD, limit-until:2026-06-30") + owes, as_of="2026-06-30")
    assert before.status == "ok"


def test_pitfall_35_a_limit_may_be_lowered_below_the_exposure() -> None:
    text = account("limit:100 USD") + owed("90 USD")
    text += "\n2026-03-01 foo  ; event:review, customer:foo, limit:50 USD\n"
    assert [stands(text, as_of=d).status for d in ("2026-02-28", "2026-03-01")] == ["watch", "hold"]


def test_a_hold_by_somebodys_word_is_a_stop_whatever_the_limit_and_all_reasons_are_told() -> None:
    text = account("limit:100 USD") + owed("101 USD")
    text += "\n2026-03-01 foo  ; event:hold, customer:foo, reason:broken promise\n"
    one = stands(text)
    assert (one.status, codes(one)) == ("stop", ["on-hold", "over-limit"])
    assert [reason.text for reason in one.reasons] == [
        "on hold since 2026-03-01: broken promise", "101.00 USD above 100.00 USD (101.0 %)",
    ]  # fmt: skip
    assert one.is_held
    released = text + "\n2026-04-01 foo  ; event:release, customer:foo\n"
    assert stands(released).status == "hold"


# -- groups --------------------------------------------------------------------------------------

GROUP = account("group:acme, limit:1000 USD") + account("limit:1000 USD", "acme")
GROUP += account("name:Other, limit:1000 USD", "other")


def grouped(text: str, limit: str = "1500 USD", who: str = "foo") -> Standing:
    return stands(GROUP + text, who, policy=policy_of(credit={"groups": {"Acme": limit}}))


def test_a_groups_limit_is_for_those_with_its_label_and_the_one_whose_id_it_is() -> None:
    text = owed("900 USD") + owed("700 USD", who="acme", number="I2")
    text += owed("900 USD", who="other", number="I3")
    for who in ("foo", "acme"):
        one = grouped(text, who=who)
        assert (one.status, one.reasons[0].code) == ("hold", "over-group-limit")
        assert one.reasons[0].text == "1600.00 USD of group acme above 1500.00 USD (106.7 %)"
    assert grouped(text, who="other").status == "watch"


def test_money_on_account_of_one_makes_no_room_for_another() -> None:
    text = owed("900 USD") + paid("500 USD", who="acme") + ordered("700 USD", who="foo")
    assert "over-group-limit" in codes(grouped(text, "1599 USD"))


def test_a_group_limit_alone_is_a_limit() -> None:
    text = account("group:g") + owed("10 USD")
    policy = policy_of(credit={"groups": {"g": "100 USD"}})
    assert stands(text, policy=policy).status == "ok"
    assert stands(text).status == "no limit"


def test_a_group_is_added_up_in_the_currency_of_its_limit() -> None:
    text = PRICE + account("group:acme", "bar")
    text += owed("1000 EUR", who="bar") + owed("300 USD", number="I2")
    assert grouped(text, "1400 USD").reasons[0].text.startswith("1400.00 USD of group acme of")
    apart = grouped(text + owed("1 CHF", who="bar", number="I9"), "9000 USD")
    assert (apart.status, codes(apart)) == ("watch", ["no-price"])


# -- concentration -------------------------------------------------------------------------------


def test_concentration_is_the_share_of_the_largest_and_the_sum_of_squares() -> None:
    """Shares of 50, 30 and 20 %: the top 2 have 80 %, the index is 0.25 + 0.09 + 0.04."""
    amounts = [("USD", D(300)), ("USD", D(500)), ("EUR", D(7)), ("USD", D(200)), ("USD", D(-9))]
    eur, usd = concentrations(amounts, 2)
    assert (eur.debtors, eur.top, eur.share, eur.herfindahl) == (1, 1, 100, 1)
    assert (usd.debtors, usd.top, usd.share, usd.herfindahl) == (3, 2, 80, D("0.38"))
    assert concentrations([("USD", ZERO)], 5) == []


# -- properties ----------------------------------------------------------------------------------

some = settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
POLICY = policy_of(credit={"groups": {"g": "150 EUR", "bar": "20 USD"}})
tags = st.sampled_from((
    "limit:100 EUR", "limit:50 USD, limit-until:2026-01-06", "limit:none", "limit:0", "group:g",
    "insured:50 EUR, coverage:80", "guarantee:30 USD", "hold:no", "group:bar", "segment:x",
))  # fmt: skip
PRICES = "\nP 2026-01-04 EUR 1.2 USD\nP 2026-01-08 USD 0.9 EUR\n"


@st.composite
def master(draw: st.DrawFn) -> Written:
    """A review, a hold or a release."""
    day, who = draw(make.days), draw(st.sampled_from(("foo", "bar")))
    said = draw(st.one_of(tags.map(lambda t: f"review, {t}"), st.sampled_from(("hold", "release"))))
    return Written(day, f"{day} Said  ; customer:{who}, event:{said}")


@st.composite
def orders(draw: st.DrawFn) -> Written:
    day, who = draw(make.days), draw(st.sampled_from(("foo", "foo", "bar", "new")))
    sign, code = draw(st.sampled_from(("", "", "-"))), draw(st.sampled_from(("", "(S1) ", "(S2) ")))
    amount, currency = draw(make.amounts), draw(make.currencies)
    return Written(day, f"{day} {code}Foo\n    (order:{who})    {sign}{amount} {currency}")


def everything(*sides: Any) -> st.SearchStrategy[list[Written]]:
    own = st.lists(st.one_of(master(), orders()), max_size=8)
    return st.tuples(make.entries(*sides), own).map(lambda both: both[0] + both[1])


def text_of(written: list[Written]) -> str:
    return make.text_of(written) + PRICES


def built(journal: Journal, day: date, side: Side = "receivable", policy: Policy = POLICY) -> Book:
    return build_book(journal, policy, side, day)[0]


def told(book: Book) -> list[Any]:
    """Where everybody stands, but for the places in files."""
    with exact():
        return sorted(map(_told, Standings(book).all()), key=repr)


def _told(one: Standing) -> tuple[Any, ...]:
    return (one.customer, one.limit._replace(source=None), one.exposures, one.status,
            [reason._replace(source=None) for reason in one.reasons])  # fmt: skip


@some
@given(everything(OURS, THEIRS), make.as_of_days, st.sampled_from(["receivable", "payable"]))
def test_as_of_a_day_is_the_journal_cut_at_that_day(
    written: list[Written], day: date, side: Side
) -> None:
    journal = journal_of_whole(text_of(written))
    assert told(built(journal, day, side)) == told(built(cut(journal, day, POLICY), day, side))


@some
@given(everything(OURS), make.as_of_days, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_of_a_day_changes_nothing(
    written: list[Written], day: date, chance: Any
) -> None:
    in_order = sorted(written, key=lambda entry: entry.day)
    mixed = sorted(chance.sample(written, len(written)), key=lambda entry: entry.day)
    first, second = (built(journal_of_whole(text_of(ones)), day) for ones in (in_order, mixed))
    assert told(first) == told(second)


@some
@given(
    everything(OURS), make.as_of_days, st.sampled_from(("foo", "bar", "new")), make.amounts,
    make.currencies,
)  # fmt: skip
def test_pitfall_34_an_order_that_is_only_asked_about_gives_the_status_that_booking_it_gives(
    written: list[Written], day: date, who: str, amount: str, currency: str
) -> None:
    book = built(journal_of_whole(text_of(written)), day)
    entry = Written(day, f"{day} Foo\n    (order:{who})    {amount} {currency}")
    booked = built(journal_of_whole(text_of([*written, entry])), day)
    with exact():
        asked = standing(book, who, new_order(book, who, D(amount), currency))
        assert _told(asked) == _told(standing(booked, who))


@some
@given(everything(OURS), make.as_of_days)
def test_what_is_available_may_be_ordered_and_one_cent_more_may_not(
    written: list[Written], day: date
) -> None:
    book = built(journal_of_whole(text_of(written)), day, policy=DEFAULT)
    with exact():
        for one in Standings(book).all():
            main, limit = one.exposures[0] if one.exposures else None, one.limit
            if main is None or not limit.amount or main.converted:
                continue
            room = limit.amount - main.net + main.unused
            for more, is_over in ((ZERO, False), (D("0.01"), True)):
                if room + more > 0:
                    order = new_order(book, one.customer, room + more, limit.currency)
                    after = standing(book, one.customer, order)
                    assert ("over-limit" in codes(after)) is is_over


@some
@given(everything(OURS), make.as_of_days)
def test_the_terms_are_what_was_worked_out_from_the_postings_alone(
    written: list[Written], day: date
) -> None:
    """Open less unapplied is the balance of the postings; no cover is more than there is."""
    book = built(journal_of_whole(text_of(written)), day, policy=DEFAULT)
    balances: dict[tuple[str, str], Decimal] = {}
    for movement in book.movements:
        key = (movement.customer, movement.currency)
        balances[key] = balances.get(key, ZERO) + movement.amount
    with exact():
        known = Exposures(book)
        for customer in known.customers:
            for one in known.exposed(customer, ""):
                assert one.open + one.unapplied == balances.get((customer, one.currency), ZERO)
                assert one.open >= 0 >= one.unapplied
                assert one.orders >= 0
            for one in known.judged(customer):
                assert 0 <= one.covered <= max(one.open + one.unapplied, ZERO)
                assert 0 <= one.guarantees <= max(one.gross - one.covered, ZERO)
                assert one.net >= min(one.gross, ZERO)


def test_a_future_day_has_no_other_status_than_its_own_journal() -> None:
    """A limit that ends tomorrow is in force today and not the day after."""
    text = account("limit:100 USD, limit-until:2026-06-30") + owed("10 USD")
    last = date(2026, 6, 30)
    found = [stands(text, as_of=str(last + timedelta(n))).status for n in (0, 1)]
    assert found == ["ok", "hold"]


def test_a_reason_says_where_it_is_written() -> None:
    text = account("limit:0") + owed("1 USD")
    (reason,) = stands(text).reasons
    assert isinstance(reason, Reason)
    assert reason.source is not None


@pytest.mark.parametrize(
    "tags", ["insured:-5 USD", "guarantee:-5 USD", "coverage:120", "insured:x"]
)
def test_cover_that_cannot_be_is_said_and_counts_for_nothing(tags: str) -> None:
    text = account(f"{tags}, name:Foo") + owed("100 USD")
    assert "bad-master-data" in codes_of(HEAD + text)
    assert exposure(text).net == 100
