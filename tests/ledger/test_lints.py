"""Lints: what reads, but perhaps not as it was meant; each with what it must leave alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.books import journal_of, policy_of

from arledger.journal.loader import load
from arledger.ledger.audit import audit
from arledger.ledger.lints import lints
from arledger.policy.load import load_policy
from arledger.policy.model import DEFAULT, Policy
from arledger.policy.sections.books import Lint
from arledger.problems import Problem, Severity, Sources

DAY = "2026-12-31"


def found(text: str, as_of: str = DAY, policy: Policy = DEFAULT) -> list[Problem]:
    """The lints of a snippet in order of place."""
    done = audit(journal_of(text), policy, date.fromisoformat(as_of))
    return sorted(set(lints(done.books)), key=lambda p: p.span or ("", 0))


def told(text: str, as_of: str = DAY, **how: Any) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in found(text, as_of, **how)]


def codes(text: str, as_of: str = DAY, **how: Any) -> list[str]:
    return [code for code, _ in told(text, as_of, **how)]


def invoice(
    number: str,
    day: str = "2026-02-02",
    amount: str = "100.00 EUR",
    who: str = "foo",
    note: str = "",
) -> str:
    return f"""
    {day} ({number}) {who} | goods{note}
        assets:receivable:{who}    {amount}
        income:sales
    """


def pays(
    day: str, amount: str = "100.00 EUR", tags: str = "", code: str = "R", who: str = "foo"
) -> str:
    return f"""
    {day} ({code}) {who} | transfer
        assets:bank    {amount}
        assets:receivable:{who}    -{amount}  ; {tags}
    """


def promise(day: str, *amounts: str, tags: str = "inv:1", who: str = "foo") -> str:
    lines = "\n".join(
        f"        (promise:{who})    {amount}  ; date:2026-09-01" for amount in amounts
    )
    return f"\n    {day} (PR-1) {who} | said  ; {tags}\n{lines}\n"


def event(day: str, tags: str, payee: str = "foo") -> str:
    return f"\n    {day} {payee} | said  ; {tags}\n"


# -- all of them ---------------------------------------------------------------------------------


ODD = (
    invoice("1", note="  ; due:2026-01-01")
    + invoice("1", who="bar")
    + pays("2026-01-20", "100.00 EUR", "inv:1")
    + pays("2026-03-01", "5.00 EUR", who="bar", code="R2")
    + pays("2026-03-01", "500.00 EUR", who="bar", code="R3")
    + promise("2026-03-01", "100.00 EUR")
    + event("2026-03-01", "event:contact, inv:77")
)


def test_every_lint_is_a_lint_with_a_place_and_a_remedy() -> None:
    assert codes(ODD) == [
        *("due-contradicts-terms", "number-shared", "payment-before-invoice"),
        *("credit-unapplied", "promise-on-paid", "names-nothing"),
    ]
    assert {p.severity for p in found(ODD)} == {Severity.LINT}
    assert all(p.help and p.span for p in found(ODD))


@pytest.mark.parametrize("code", sorted(set(codes(ODD))))
def test_the_policy_may_ignore_any_of_them(code: str) -> None:
    policy = policy_of(check={"ignore": (code,)})
    assert codes(ODD, policy=policy) == [other for other in codes(ODD) if other != code]


def test_the_policy_knows_every_lint_by_name(tmp_path: Path) -> None:
    from typing import get_args

    folder = Path(__file__).parents[1] / "errors"
    assert all((folder / f"{code}.journal").exists() for code in get_args(Lint))
    (tmp_path / "arledger.toml").write_text('[check]\nignore = ["number-gaps"]\n')
    _, (problem,) = load_policy(str(tmp_path / "arledger.toml"), Sources())
    assert "number-gap" in problem.help


def test_the_books_of_the_demo_are_in_order() -> None:
    """But for what they are there to show: an advance that names its invoice."""
    path = Path(__file__).parents[2] / "examples" / "demo" / "main.journal"
    policy, _ = load_policy(str(path.parent / "arledger.toml"), Sources())
    journal, _ = load([str(path)], today=date(2026, 10, 31))
    books = audit(journal, policy.policy, date(2026, 10, 31)).books
    assert [p.message for p in lints(books)] == [
        "this is dated 21 days before INV-113, which it pays"
    ]


def test_reports_do_not_look_for_them() -> None:
    """They are for whom asks what is wrong, and cost nothing in a report."""
    from tests.ledger.books import codes_of

    assert codes_of(ODD) == []


# -- promises ------------------------------------------------------------------------------------


def test_a_promise_on_what_was_paid_is_odd() -> None:
    text = invoice("1") + pays("2026-02-20", tags="inv:1")
    assert told(text + promise("2026-02-21", "100.00 EUR")) == [
        ("promise-on-paid", "1 was paid when this was promised")
    ]
    assert codes(text + promise("2026-02-20", "100.00 EUR")) == []
    assert codes(text + promise("2026-02-21", "100.00 EUR", tags="with:x")) == []


def test_a_returned_cheque_is_promised_again_the_same_day() -> None:
    text = invoice("1") + pays("2026-02-20", tags="inv:1")
    text += """
    2026-03-02 foo | returned
        assets:receivable:foo    100.00 EUR  ; inv:1
        assets:bank
    """
    assert codes(text + promise("2026-03-02", "100.00 EUR")) == []


def test_more_than_was_open_cannot_be_meant() -> None:
    text = invoice("1") + invoice("2") + pays("2026-02-20", "30.00 EUR", "inv:1")
    assert codes(text + promise("2026-03-01", "70.00 EUR")) == []
    assert told(text + promise("2026-03-01", "40.00 EUR", "30.01 EUR")) == [
        ("promised-too-much", "70.01 EUR is promised, 70.00 EUR was open on 1")
    ]
    assert codes(text + promise("2026-03-01", "170.00 EUR", tags="inv:1 2")) == []
    assert codes(text + promise("2026-03-01", "170.00 EUR", tags="with:x")) == []
    assert told(text + promise("2026-03-01", "171.00 EUR", tags="with:x")) == [
        ("promised-too-much", "171.00 EUR is promised, 170.00 EUR was open")
    ]


def test_a_promise_on_what_is_still_to_come_or_in_another_currency_is_none_of_this() -> None:
    later = invoice("1") + invoice("2", "2026-04-01")
    assert codes(later + promise("2026-03-01", "500.00 EUR", tags="inv:1 2")) == []
    assert codes(invoice("1") + promise("2026-03-01", "500.00 USD")) == []
    assert codes(promise("2026-02-01", "500.00 EUR", tags="with:x") + invoice("1")) == []


def test_what_is_disputed_is_hardly_promised() -> None:
    text = invoice("1") + event("2026-02-20", "event:dispute, inv:1, amount:30.00 EUR")
    assert codes(text + promise("2026-02-19", "100.00 EUR")) == []
    assert codes(text + promise("2026-02-20", "70.00 EUR")) == []
    assert told(text + promise("2026-02-20", "70.01 EUR")) == [
        ("promise-on-disputed", "30.00 EUR of 1 was disputed when this was promised")
    ]
    text += event("2026-02-25", "event:resolve, inv:1, outcome:rejected")
    assert codes(text + promise("2026-02-24", "100.00 EUR")) == ["promise-on-disputed"]
    assert codes(text + promise("2026-02-25", "100.00 EUR")) == []


def test_what_we_promise_a_supplier_is_looked_at_as_well() -> None:
    text = """
    2026-02-02 (B-7) Mill | wood
        expenses:wood    100.00 EUR
        liabilities:payable:mill
    """
    assert codes(text + promise("2026-03-01", "101.00 EUR", tags="inv:B-7", who="mill")) == [
        "promised-too-much"
    ]


# -- credits -------------------------------------------------------------------------------------


def test_a_payment_before_its_invoice_is_odd() -> None:
    (problem,) = found(invoice("1") + pays("2026-02-01", tags="inv:1"))
    assert (problem.code, problem.message) == (
        "payment-before-invoice",
        "this is dated 1 day before 1, which it pays",
    )
    assert problem.related[0][1] == "1 of 2026-02-02 is here"
    assert codes(invoice("1") + pays("2026-02-01", code="1")) == ["payment-before-invoice"]
    assert codes(invoice("1") + pays("2026-02-02", tags="inv:1")) == []
    assert codes(invoice("1") + pays("2026-02-01")) == []


def test_a_payment_with_its_discount_is_told_of_once() -> None:
    text = (
        invoice("1")
        + """
    2026-02-01 foo | transfer
        assets:bank    98.00 EUR
        expenses:discounts    2.00 EUR
        assets:receivable:foo    -100.00 EUR  ; inv:1
    """
    )
    assert codes(text) == ["payment-before-invoice"]


def test_an_invoice_brought_forward_is_as_old_as_it_says() -> None:
    text = """
    2026-01-01 opening
        assets:receivable:foo    100.00 EUR  ; inv:1, issued:2025-11-02, due:2025-12-02
        equity:opening
    """
    assert codes(text + pays("2026-01-01", tags="inv:1")) == []


def test_money_on_account_for_long_is_odd() -> None:
    text = pays("2026-02-02", "5.00 EUR")
    assert codes(text, "2026-04-03") == []
    assert told(text, "2026-04-04") == [
        ("credit-unapplied", "5.00 EUR of foo has been on account for 61 days")
    ]
    assert codes(text, "2026-04-04", policy=policy_of(check={"unapplied": 61})) == []
    assert codes(text, "2036-04-04", policy=policy_of(check={"unapplied": 0})) == []


def test_money_kept_on_account_on_purpose_is_not() -> None:
    assert codes(pays("2026-02-02", tags="inv:-")) == []


def test_money_of_which_something_else_is_told_is_told_of_once() -> None:
    for tags, code in (("inv:1", "R"), ("inv:99", "R"), ("", "1")):
        assert codes(invoice("1") + pays("2026-03-02", "300.00 EUR", tags, code)) == []


# -- numbers -------------------------------------------------------------------------------------


def numbered(*numbers: str, who: str = "foo") -> str:
    return "".join(invoice(number, who=who) for number in numbers)


def from_to(first: int, last: int, prefix: str = "INV-", width: int = 4) -> list[str]:
    return [f"{prefix}{n:0{width}}" for n in range(first, last + 1)]


def test_a_number_missing_in_a_sequence_is_odd() -> None:
    text = numbered(*from_to(1, 20), *from_to(22, 30), *from_to(33, 60))
    assert told(text) == [
        ("number-gap", "INV-0021 is missing before INV-0022"),
        ("number-gap", "INV-0031 to INV-0032 are missing before INV-0033"),
    ]
    assert found(text)[0].related[0][1] == "INV-0020 is here"


@pytest.mark.parametrize(
    "numbers",
    [
        from_to(1, 60),
        from_to(60, 60) + from_to(1, 59),
        from_to(1, 4) + from_to(6, 10),
        [f"{n:03}" for n in range(1, 200, 2)],
        [f"{n:03}" for n in range(1, 200) if n % 9],
        from_to(1, 20) + from_to(60, 80),
        from_to(1, 20, "2026-") + from_to(1, 20, "2027-"),
        from_to(20260001, 20260020, "R", 8) + from_to(20270001, 20270020, "R", 8),
        from_to(1, 20, "A") + from_to(22, 40, "B"),
        ["first", "second", "INV-x", ""],
        ["9" * 40, "1" * 40],
    ],
    ids=lambda numbers: f"{numbers[0][:12]} to {numbers[-1][:12]}",
)
def test_what_is_whole_or_no_clear_sequence_is_left_alone(numbers: list[str]) -> None:
    """Too few, too many missing, another year, another prefix, no numbers at all."""
    assert codes(numbered(*numbers)) == []


def test_whatever_has_the_number_fills_the_gap() -> None:
    text = numbered(*from_to(1, 20), *from_to(22, 40))
    assert codes(text) == ["number-gap"]
    for filling in (
        "\n    2026-02-02 (INV-0021) cancelled\n",
        "\n    2026-02-02 (INV-0021) for cash\n        assets:cash    5 EUR\n        income:sales\n",
        pays("2026-02-02", code="INV-0021", tags="inv:INV-0001"),
    ):
        assert codes(text + filling) == []


def test_numbers_brought_forward_begin_no_sequence() -> None:
    text = """
    2026-01-01 opening
        assets:receivable:foo    100.00 EUR  ; inv:INV-0017, due:2025-12-02
        equity:opening
    """
    assert codes(text + numbered(*from_to(21, 60))) == []


def test_suppliers_number_their_bills_as_they_like() -> None:
    bills = "".join(
        f"\n    2026-02-02 ({number}) Mill | wood\n        expenses:wood    1.00 EUR\n        liabilities:payable:{who}\n"
        for number, who in [*((n, "mill") for n in from_to(1, 20) + from_to(22, 40)), ("INV-0007", "oak")]
    )  # fmt: skip
    assert codes(bills) == []


def test_a_number_given_twice_is_odd_whoever_got_it() -> None:
    assert told(invoice("7") + invoice("7", who="bar") + invoice("7", who="bar")) == [
        ("number-shared", "7 is a number of foo too")
    ]
    assert codes(invoice("7") + invoice("7", amount="1.00 USD")) == ["number-shared"]
    assert codes(invoice("7") + invoice("7")) == []


def test_an_invoice_taken_over_keeps_its_number() -> None:
    text = (
        invoice("7")
        + """
    2026-03-02 bar | takes it over
        assets:receivable:bar    100.00 EUR  ; inv:7
        assets:receivable:foo    -100.00 EUR  ; inv:7
    """
    )
    assert codes(text) == []


def test_two_customers_on_one_bill_share_its_number() -> None:
    text = """
    2026-02-02 (7) both | goods
        assets:receivable:foo    100.00 EUR
        assets:receivable:bar    100.00 EUR
        income:sales
    """
    assert codes(text) == []


# -- due dates -----------------------------------------------------------------------------------


def dued(due: str, terms: str = "net 30", day: str = "2026-02-02", note: str = "") -> list[str]:
    """What is told of an invoice with that due date and its customer's terms."""
    account = f"    account assets:receivable:foo  ; terms:{terms}\n"
    return [m for _, m in told(account + invoice("1", day, note=f"  ; due:{due}{note}"))]


def test_a_due_date_that_the_terms_do_not_give_is_odd() -> None:
    assert dued("2026-03-04") == []
    assert dued("2026-03-14") == ["due 2026-03-14, but 'net 30' from 2026-02-02 is 2026-03-04"]
    assert dued("2026-03-14", note=", terms:net 40") == []
    assert dued("2026-03-14", note=", terms:net 20") == [
        "due 2026-03-14, but 'net 20' from 2026-02-02 is 2026-02-22"
    ]


@pytest.mark.parametrize(
    ("terms", "day", "due"),
    [
        ("net 30", "2026-02-06", "2026-03-09"),  # 03-08 is a Sunday
        ("net 30", "2026-02-05", "2026-03-06"),  # 03-07 is a Saturday, the day before a Friday
        ("net 30", "2026-05-14", "2026-06-14"),  # a month
        ("net 60", "2026-01-31", "2026-03-31"),  # two
        ("30/60/90", "2026-02-02", "2026-04-03"),
        ("net 30 eom", "2026-02-02", "2026-03-31"),
    ],
)
def test_a_working_day_a_month_and_any_instalment_are_what_terms_give(
    terms: str, day: str, due: str
) -> None:
    assert dued(due, terms, day) == []


def test_the_terms_are_those_of_the_day_of_the_invoice() -> None:
    account = "    account assets:receivable:foo  ; terms:net 30\n"
    account += event("2026-03-01", "event:review, customer:foo, terms:net 60")
    before, after = (
        invoice("1", day, note="  ; due:2026-06-01") for day in ("2026-02-02", "2026-04-02")
    )
    assert codes(account + before) == ["due-contradicts-terms"]
    assert codes(account + after) == []


def test_without_terms_only_a_due_date_before_the_invoice_is_odd() -> None:
    assert codes(invoice("1", note="  ; due:2026-11-01")) == []
    assert told(invoice("1", note="  ; due:2026-02-01")) == [
        ("due-contradicts-terms", "due 2026-02-01, before its own date 2026-02-02")
    ]


def test_an_extension_and_instalments_of_its_own_contradict_nothing() -> None:
    account = "    account assets:receivable:foo  ; terms:net 30\n"
    text = account + invoice("1", note="  ; due:2026-03-04")
    assert codes(text + event("2026-02-20", "event:extend, inv:1, due:2026-05-01")) == []
    two = (
        account
        + """
    2026-02-02 (1) foo | goods
        assets:receivable:foo    50.00 EUR  ; due:2026-04-01
        assets:receivable:foo    50.00 EUR  ; due:2026-05-01
        income:sales
    """
    )
    assert codes(two) == []


def test_an_extension_to_no_later_day_gives_nothing() -> None:
    text = "    account assets:receivable:foo  ; terms:net 30\n" + invoice("1")
    first = event("2026-02-20", "event:extend, inv:1, due:2026-05-01")
    assert codes(text + first) == []
    for until in ("2026-04-15", "2026-05-01"):
        again = event("2026-03-20", f"event:extend, inv:1, due:{until}")
        assert told(text + first + again) == [
            ("idle-extension", f"1 falls due on 2026-05-01 as it is: until {until} is no more time")
        ]
    early = event("2026-02-20", "event:extend, inv:1, due:2026-03-04")
    assert codes(text + early) == ["idle-extension"]
    assert codes(text + first + event("2026-03-20", "event:extend, inv:1, due:2026-05-02")) == []


def test_an_extension_of_the_first_instalment_is_none_of_the_last_ones_business() -> None:
    text = "    account assets:receivable:foo  ; terms:30/60/90\n" + invoice("1")
    assert codes(text + event("2026-02-20", "event:extend, inv:1, due:2026-03-31")) == []
    other = invoice("1", who="bar")
    moved = event("2026-02-20", "event:extend, inv:1, customer:bar, due:2026-06-30")
    later = event("2026-03-20", "event:extend, inv:1, customer:foo, due:2026-05-01")
    assert "idle-extension" not in codes(text + other + moved + later)


# -- promises as they are written ----------------------------------------------------------------


def written(line: str, tags: str = "inv:1") -> list[tuple[str, str]]:
    text = f"\n    2026-03-02 (PR-1) foo | said  ; {tags}\n        {line}\n"
    return told(invoice("1") + text)


@pytest.mark.parametrize(
    "line",
    [
        "(promise)    5.00 EUR  ; date:2026-03-20",
        "(promise:foo)  ; date:2026-03-20",
        "(promises:foo)    5.00 EUR  ; date:2026-03-20",
        "promise:foo    5.00 EUR\n        equity:promised",
        "[Promise:foo]    5.00 EUR\n        [equity:promised]",
    ],
)
def test_what_looks_like_a_promise_and_is_none_is_odd(line: str) -> None:
    assert [code for code, _ in written(line)] == ["no-promise"]


def test_a_promise_for_no_day_of_its_own_is_odd() -> None:
    """hledger takes ``date:`` for a posting's date only behind the posting."""
    said = "no day is named for this: it is promised for 2026-03-02, when it was made"
    assert written("(promise:foo)    5.00 EUR") == [("promise-undated", said)]
    assert written("(promise:foo)    5.00 EUR", "inv:1, date:2026-03-20") == [
        ("promise-undated", said)
    ]
    for day in ("date:2026-03-20", "date:2026-03-02", "[2026-03-20]"):
        assert written(f"(promise:foo)    5.00 EUR  ; {day}") == []
    assert written("(promised goods:foo)    5.00 EUR") == []


def test_two_promises_of_a_customer_have_two_numbers() -> None:
    """Where they have that of their invoice, they are told apart by nothing, but nobody errs."""
    text = invoice("1") + promise("2026-03-01", "5.00 EUR", "6.00 EUR")
    again = promise("2026-03-02", "7.00 EUR")
    assert codes(text) == []
    assert told(text + again) == [
        ("number-shared", "PR-1 is the number of another promise of foo, too")
    ]
    assert codes((text + again).replace("PR-1", "1")) == []
    assert codes(text + invoice("2", who="bar") + again.replace(":foo", ":bar")) == [
        "names-nothing"
    ]


# -- disputes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ("inv:1, amount:100.01 EUR", "100.01 EUR is disputed, 100.00 EUR was open on 1"),
        ("inv:1, amount:100.00 EUR", None),
        ("inv:1", None),
        ("inv:2, amount:1.00 EUR", "1.00 EUR is disputed, nothing was open on 2"),
        ("inv:2", "nothing was open on 2 when this was disputed"),
    ],
)
def test_more_than_is_open_cannot_be_disputed(tags: str, said: str | None) -> None:
    """What is paid on the day of the dispute was open on that day."""
    text = invoice("1") + invoice("2") + pays("2026-03-01", "100.00 EUR", "inv:1")
    text += pays("2026-02-28", "100.00 EUR", "inv:2", "R-2")
    found = told(text + event("2026-03-01", f"event:dispute, {tags}"))
    assert found == ([("disputed-too-much", said)] if said else [])


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tags",
    [
        "event:dispute, inv:99",
        "event:extend, inv:99, due:2026-05-01",
        "event:letter, level:1, inv:99",
        "event:contact, inv:99",
        "event:contact, inv:99 98",
        "event:dispute, inv:1 2",
    ],
)
def test_an_event_about_what_is_not_there_is_odd(tags: str) -> None:
    text = invoice("1") + invoice("2") + event("2026-03-01", tags)
    assert codes(text) == ["names-nothing"]


def test_an_event_about_anything_with_a_number_is_not() -> None:
    text = invoice("1") + pays("2026-02-20", "40.00 EUR", "inv:1", "RCP-1")
    text += """
    2026-02-21 (SO-1) foo | order
        (order:foo)    5.00 EUR

    2026-02-21 (B-7) mill | wood
        expenses:wood    100.00 EUR
        liabilities:payable:mill
    """ + promise("2026-02-22", "10.00 EUR")
    for number in ("1", "RCP-1", "SO-1", "PR-1", "B-7"):
        assert codes(text + event("2026-03-01", f"event:contact, inv:{number}")) == []
    assert codes(text + event("2026-03-01", "event:contact, inv:1 99")) == []
    assert codes(text + event("2026-03-01", "event:dispute, inv:B-7", "mill")) == []


def test_an_event_about_somebody_else_than_anybody_is_odd() -> None:
    text = invoice("1") + event("2026-03-01", "event:dispute, inv:1, customer:nobody")
    assert told(text) == [("names-nothing", "nobody is called nobody")]


def test_a_promise_names_its_own_customers_documents() -> None:
    text = invoice("1", who="bar") + invoice("2")
    assert told(text + promise("2026-03-01", "5.00 EUR", "6.00 EUR")) == [
        ("names-nothing", "foo has no document 1; only money on account keeps this promise")
    ]
    assert codes(text + promise("2026-03-01", "5.00 EUR", tags="inv:2")) == []


# -- files ---------------------------------------------------------------------------------------


def missing(text: str, *there: str, as_of: str = DAY, policy: Policy = DEFAULT) -> list[str]:
    """What is said of files on a disk that has some."""
    day = date.fromisoformat(as_of)
    problems = audit(journal_of(text), policy, day, lambda path: path in there).problems
    return [
        p.message.removeprefix("there is no file ") for p in problems if p.code == "file-missing"
    ]


FILED = """
    account assets:receivable:foo  ; contract:C-7, file:c7.pdf
    account assets:bank  ; file:bank.pdf

    2026-02-02 (1) foo | goods  ; file:1.pdf
        assets:receivable:foo    100.00 EUR
        income:sales

    2026-02-03 (SO) foo | order  ; file:Order 7, file:signed.pdf
        (order:foo)    100.00 EUR

    2026-02-04 foo | note  ; event:file, file:note.pdf

    2026-02-05 Bank | statement  ; file:statement.pdf
        assets:bank    1.00 EUR
        income:interest
"""


def test_a_file_that_is_named_and_not_there_is_told_of_with_its_line() -> None:
    assert missing(FILED) == ["c7.pdf", "1.pdf", "Order 7", "signed.pdf", "note.pdf"]
    assert missing(FILED, "c7.pdf", "1.pdf", "Order 7, signed.pdf") == ["note.pdf"]
    assert missing(FILED, as_of="2026-02-02") == ["c7.pdf", "1.pdf"]
    assert missing(FILED, policy=policy_of(check={"ignore": ("file-missing",)})) == []
    assert "file-missing" not in codes(FILED)
