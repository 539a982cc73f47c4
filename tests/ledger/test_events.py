"""Events, promises and orders: read, checked and kept; no balance is changed by them."""

import pytest
from tests.ledger.books import book_of, codes_of, open_of, policy_of, problem_of, read

FOO = """
    account assets:receivable:foo  ; name:Foo GmbH

    2026-01-05 (1) Foo GmbH | goods
        assets:receivable:foo    100 EUR
        income:sales
"""


def event(tags: str, payee: str = "Foo GmbH", day: str = "2026-02-01") -> str:
    return f"\n    {day} {payee} | said  ; {tags}\n"


@pytest.mark.parametrize(
    "tags",
    [
        "event:contact, via:phone, with:Ms Hoa, cause:cash, outcome:will pay, next:2026-03-01, by:x",
        "event:dispute, inv:1, amount:50.00 EUR, cause:goods, owner:linh",
        "event:resolve, inv:1, amount:50.00 EUR, outcome:credited",
        "event:extend, inv:1, due:2026-05-01, by:tran, reason:asked",
        "event:letter, level:2, inv:1, sent:post",
        "event:statement, as-of:2026-01-31, balance:100.00 EUR",
        "event:confirm, as-of:2026-01-31, balance:100.00 EUR, reply:agreed",
        "event:review, limit:80000.00 EUR, terms:net 45, grade:A, by:tran",
        "event:hold, reason:late, until:2026-05-01",
        "event:release, reason:paid",
        "event:legal, stage:filed",
        "event:withdraw, promise:PLAN-3",
        "event:commitment, amount:50.00 EUR, until:2026-05-01, by:x, approved-by:y",
        "event:file, file:letters/1.pdf",
        "event:ack, alert:limit",
        "event:note",
        "Event:Contact, Via:Phone",
    ],
)
def test_every_kind_of_event_is_read(tags: str) -> None:
    disputed = event("event:dispute, inv:1", day="2026-01-20")
    book, problems = read(FOO + PLAN + disputed + event(tags))
    assert problems == []
    assert [e.customer for e in book.events] == ["foo", "foo"]
    assert open_of(book) == {"1": 100}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("event:call, via:phone", "unknown-event"),
        ("event:contact, via:pigeon", "bad-event-tag"),
        ("event:contact, next:soon", "bad-event-tag"),
        ("event:contact, cause:mood", "bad-event-tag"),
        ("event:dispute, amount:5 EUR", "missing-event-tag"),
        ("event:dispute, inv:1, amount:five", "bad-event-tag"),
        ("event:resolve, inv:1, outcome:maybe", "bad-event-tag"),
        ("event:extend, inv:1", "missing-event-tag"),
        ("event:extend, inv:1, due:soon", "bad-event-tag"),
        ("event:letter, inv:1", "missing-event-tag"),
        ("event:letter, level:two", "bad-event-tag"),
        ("event:confirm, reply:perhaps", "bad-event-tag"),
        ("event:review, terms:whenever", "bad-event-tag"),
        ("event:legal, stage:angry", "bad-event-tag"),
        ("event:withdraw", "missing-event-tag"),
        ("event:commitment, by:x", "missing-event-tag"),
        ("event:file", "missing-event-tag"),
        ("event:ack", "missing-event-tag"),
    ],
)
def test_what_cannot_be_read_is_a_problem_left_out_of_judgments_never_of_balances(
    tags: str, code: str
) -> None:
    text = FOO + event(tags)
    problem = problem_of(text, code)
    assert problem.span is not None
    assert (problem.span.line, bool(problem.help)) == (7, True)
    book = book_of(text)
    assert book.events == []
    assert open_of(book) == {"1": 100}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("event:contact, next:2026-01-31", ["bad-event-tag"]),
        ("event:contact, next:2026-02-01", []),
        ("event:hold, until:2026-01-31", ["bad-event-tag"]),
        ("event:commitment, until:2026-01-31", ["bad-event-tag"]),
        ("event:commitment, until:2026-02-01", []),
    ],
)
def test_what_is_to_come_is_not_before_its_own_event(tags: str, code: list[str]) -> None:
    assert codes_of(FOO + event(tags)) == code


def test_who_mistypes_a_contact_is_told_that_it_does_not_count() -> None:
    _, problems = read(FOO + event("event:contact, next:soon"))
    assert [p.help for p in problems] == [
        "correct next: of this contact; until then it does not count"
    ]


def test_an_unreadable_extension_extends_nothing() -> None:
    book = book_of(FOO + event("event:extend, inv:1, due:later"))
    assert [str(item.due) for item in book.items] == ["2026-01-05"]


def test_the_policy_may_know_other_causes() -> None:
    ours = policy_of(contacts={"causes": ("mood",)})
    assert codes_of(FOO + event("event:contact, cause:mood"), policy=ours) == []


@pytest.mark.parametrize(
    ("tags", "payee"),
    [
        ("event:note, customer:foo", "somebody"),
        ("event:note, customer:Foo GmbH", "somebody"),
        ("event:letter, level:1, inv:1", "somebody"),
        ("event:note", "foo gmbh"),
        ("event:note", "FOO"),
    ],
)
def test_the_customer_of_an_event_is_told_by_tag_document_or_payee(tags: str, payee: str) -> None:
    assert [e.customer for e in book_of(FOO + event(tags, payee)).events] == ["foo"]


def test_the_account_of_an_events_posting_goes_first() -> None:
    text = (
        FOO
        + """
    2026-02-01 (2) Bar | invoice and a note  ; event:note
        assets:receivable:bar    5 EUR
        income:sales
    """
    )
    assert [e.customer for e in book_of(text).events] == ["bar"]


def test_an_event_about_nobody_is_a_problem() -> None:
    assert codes_of(FOO + event("event:note", "Nobody")) == ["event-without-customer"]


@pytest.mark.parametrize(
    ("account", "payee", "tags"),
    [
        ("assets:receivable:bar", "Bar Ltd", "customer:bar"),
        ("assets:receivable", "Bar Ltd", "customer:Bar Ltd"),
        ("assets:receivable  ; customer:bar", "Bar Ltd", "customer:bar"),
    ],
)
def test_an_event_about_a_customer_nobody_declared_is_none_about_nobody(
    account: str, payee: str, tags: str
) -> None:
    """Neither in the book of customers nor in that of suppliers."""
    name, _, comment = account.partition("  ;")
    text = f"""
    2026-01-05 (1) {payee} | goods
        income:sales    -100 EUR
        {name}    100 EUR  ;{comment}
    """ + event(f"event:note, {tags}", "said so")
    assert codes_of(text) == []
    assert codes_of(text, side="payable") == []


def test_an_event_about_a_document_that_is_not_there_yet_waits_for_it() -> None:
    text = (
        FOO
        + event("event:letter, level:1, inv:9", "somebody")
        + """
    2026-03-01 (9) Foo GmbH | goods
        assets:receivable:foo    100 EUR
        income:sales
    """
    )
    assert [e.customer for e in book_of(text, "2026-02-28").events] == [None]
    assert [e.customer for e in book_of(text, "2026-03-01").events] == ["foo"]
    assert codes_of(text, "2026-02-28") == []


def test_an_event_does_not_exist_before_its_day() -> None:
    text = FOO + event("event:note")
    assert book_of(text, "2026-01-31").events == []
    assert len(book_of(text, "2026-02-01").events) == 1


def test_an_extension_of_two_customers_same_number_is_for_the_one_meant() -> None:
    text = (
        FOO
        + """
    2026-01-05 (1) Bar | goods
        assets:receivable:bar    100 EUR
        income:sales
    """
        + event("event:extend, inv:1, due:2026-09-01, customer:bar")
    )
    assert {i.customer: str(i.due) for i in book_of(text).items} == {
        "foo": "2026-01-05",
        "bar": "2026-09-01",
    }


def test_an_extension_of_somebody_elses_document_is_a_problem() -> None:
    text = (
        FOO
        + """
    account assets:receivable:bar
    """
        + event("event:extend, inv:1, due:2026-09-01, customer:bar")
    )
    assert [str(i.due) for i in book_of(text).items] == ["2026-01-05"]
    assert "1" in problem_of(text, "unknown-document").message


# -- promises ----------------------------------------------------------------------------------

PLAN = """
    2026-02-10 (PLAN-3) Foo GmbH | agreed on the phone  ; inv:1, with:Ms Hoa
        (promise:foo)    30 EUR  ; date:2026-02-20
        (promise:foo)    40 EUR  ; [2026-03-20]
"""


def test_a_promise_is_made_on_the_entrys_date_and_falls_due_on_the_postings() -> None:
    found = book_of(FOO + PLAN, "2026-02-10").promises
    assert [
        (p.customer, p.number, str(p.made), str(p.promised), p.amount, p.references) for p in found
    ] == [
        ("foo", "PLAN-3", "2026-02-10", "2026-02-20", 30, ("1",)),
        ("foo", "PLAN-3", "2026-02-10", "2026-03-20", 40, ("1",)),
    ]


def test_a_promise_does_not_exist_before_it_was_made_and_changes_no_balance() -> None:
    assert book_of(FOO + PLAN, "2026-02-09").promises == []
    assert open_of(book_of(FOO + PLAN)) == {"1": 100}


def test_a_promise_may_stand_below_the_documents_number() -> None:
    (found,) = book_of(FOO + "\n    2026-02-10 x\n        (promise:1)    30 EUR\n").promises
    assert (found.customer, found.references) == ("foo", ("1",))


def test_a_promise_of_nobody_is_a_problem() -> None:
    text = FOO + "\n    2026-02-10 x\n        (promise:nobody)    30 EUR\n"
    assert codes_of(text) == ["promise-without-customer"]
    assert codes_of(text, side="payable") == []


# -- orders ------------------------------------------------------------------------------------


def test_an_order_is_a_virtual_posting_and_its_invoice_takes_it_back() -> None:
    text = (
        FOO
        + """
    2026-02-10 (SO-55) Foo GmbH | order
        (order:foo)    50 EUR

    2026-02-20 (2) Foo GmbH | invoice for it
        assets:receivable:foo    50 EUR
        income:sales
        (order:foo)    -50 EUR  ; order:SO-55
    """
    )
    assert [(o.customer, o.number, o.amount) for o in book_of(text).orders] == [
        ("foo", "SO-55", 50),
        ("foo", "SO-55", -50),
    ]
    assert [o.amount for o in book_of(text, "2026-02-19").orders] == [50]
    assert open_of(book_of(text)) == {"1": 100, "2": 50}
