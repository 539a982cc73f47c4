"""Tags that look like a misspelling of one that is read."""

import pytest
from tests.ledger.books import journal_of, policy_of

from arledger.ledger.spelling import misspelt

BOOK = """
    account assets:receivable:foo  ; {account}

    2026-01-01 (1) Foo | a  ; {entry}
        assets:receivable:foo    100.00 EUR  ; {posting}
        income:sales  ; {other}
"""


def told(account: str = "", entry: str = "", posting: str = "", other: str = "") -> list[str]:
    text = BOOK.format(account=account, entry=entry, posting=posting, other=other)
    return [problem.help for problem in misspelt(journal_of(text), policy_of())]


@pytest.mark.parametrize("name", ["term", "Terms-", "limt", "e-mail"])
def test_a_customers_tag_that_is_nearly_one_of_ours_is_pointed_at(name: str) -> None:
    (help_,) = told(account=f"{name}:x")
    assert help_.startswith("did you mean")


@pytest.mark.parametrize(("name", "meant"), [("iv", "inv"), ("duedate", "due")])
def test_a_documents_tag_that_is_nearly_one_of_ours_is_pointed_at(name: str, meant: str) -> None:
    assert f"did you mean {meant}:" in told(posting=f"{name}:x")[0]
    assert told(entry=f"{name}:x") == told(posting=f"{name}:x")


@pytest.mark.parametrize("name", ["inv", "due-date", "project", "note", "sent", "limit", "date2"])
def test_tags_of_ours_of_hledgers_and_unlike_any_are_left_alone(name: str) -> None:
    assert told(entry=f"{name}:2026-01-01") == []


def test_what_concerns_no_receivable_is_left_alone() -> None:
    assert told(other="iv:1") == []


def test_a_name_is_told_once_and_never_when_it_is_declared() -> None:
    assert len(told(entry="iv:1", posting="iv:1")) == 1
    text = "    tag iv\n\n" + BOOK.format(account="", entry="iv:1", posting="", other="")
    assert not list(misspelt(journal_of(text), policy_of()))
