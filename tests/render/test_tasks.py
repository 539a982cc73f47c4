"""todo.txt and iCalendar: one line, one VTODO a task, whatever the texts are made of."""

import re
from datetime import date
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.books import book_of
from tests.reports.made import report_of

from arledger.render import render
from arledger.reports._report import Report, Task
from arledger.table import Table

DAY = date(2026, 6, 30)
FOO = Task(
    "foo", 1, DAY, "Foo, GmbH; Sons: ask for payment", ["10.00 EUR overdue, 3 days", "grade C (10)"],
    "pay", "Ms Hoa", "+49 30 1", "ap@foo.example", 5,
)  # fmt: skip
NASTY = (
    "x\r\nEND:VTODO\r\nBEGIN:VALARM", "a\nb", "a\\nb", "1,2;3\\", '"q"', "\x1b[31m", "\u2028", "\u202e",
    "+home @work due:1999-01-01 x:y", "(A) x 2026-01-01", "https://a.example/b:c", "\ud800", "",
    "上海明珠国际贸易有限公司" * 9, "e\u0301" * 90, "=1+1",
)  # fmt: skip

texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=120))
tasks = st.builds(
    Task, texts, st.integers(1, 99), st.just(DAY), texts, st.lists(texts, max_size=3), texts, texts,
    texts, texts, st.integers(0, 9),
)  # fmt: skip


def written(format_: Any, *tasks: Task) -> str:
    return render(Report("worklist", 1, "", Table([], []), DAY, tasks=tasks), format_)


# -- todo.txt ------------------------------------------------------------------------------------


def test_a_task_is_a_line_with_priority_day_project_context_and_keys() -> None:
    assert written("todo", FOO) == (
        "(A) 2026-06-30 Foo, GmbH; Sons: ask for payment; 10.00 EUR overdue, 3 days; grade C (10)"
        " +receivables @phone due:2026-06-30 customer:foo tel:+49-30-1\n"
    )


def test_priorities_are_letters_of_which_the_last_is_for_all_the_rest() -> None:
    lines = written("todo", *(FOO._replace(rank=rank) for rank in (1, 2, 26, 27, 500))).splitlines()
    assert [line[:3] for line in lines] == ["(A)", "(B)", "(Z)", "(Z)", "(Z)"]


def test_the_context_is_how_they_can_be_reached() -> None:
    assert " @email " in written("todo", FOO._replace(phone=""))
    assert " @office " in written("todo", FOO._replace(phone="", email=""))


def test_nothing_in_a_text_is_a_project_a_context_or_a_key() -> None:
    line = written("todo", FOO._replace(summary="+home @work due:1999-01-01 a:b:c", facts=["+5"]))
    assert "'+home '@work due: 1999-01-01 a: b: c; '+5 +receivables" in line


@given(st.lists(tasks, max_size=4))
def test_every_task_is_one_line_with_our_own_marks_only(found: list[Task]) -> None:
    lines = written("todo", *found).split("\n")
    assert (len(lines), lines[-1]) == (len(found) + 1, "")
    for line in lines[:-1]:
        assert line.isprintable() or not any(map(_is_control, line))
        words = line.split(" ")
        assert re.fullmatch(r"\([A-Z]\)", words[0])
        assert words[1] == "2026-06-30"
        assert [word for word in words if word[:1] == "+"] == ["+receivables"]
        assert [word for word in words if word[:1] == "@"] in (["@phone"], ["@email"], ["@office"])
        keys = [word.partition(":")[0] for word in words if re.fullmatch(r"[^\s:]+:[^\s:]+", word)]
        assert [*dict.fromkeys(keys)] == keys
        assert keys[:1] == ["due"]
        assert set(keys) <= {"due", "customer", "tel"}


def _is_control(char: str) -> bool:
    return ord(char) < 32 or 0x7F <= ord(char) <= 0x9F or char in "\u2028\u2029\u202e"


# -- iCalendar -----------------------------------------------------------------------------------


def todos(text: str) -> list[Any]:
    """The tasks as the icalendar library reads them."""
    calendar = icalendar.Calendar.from_ical(text)
    assert (str(calendar["version"]), str(calendar["prodid"])) == (
        "2.0",
        "-//arledger//worklist//EN",
    )
    assert not calendar.errors
    return [*calendar.walk("VTODO")]


def test_a_task_is_a_vtodo() -> None:
    (todo,) = todos(written("ics", FOO))
    assert not todo.errors
    assert str(todo["summary"]) == FOO.summary
    assert str(todo["description"]) == "10.00 EUR overdue, 3 days\ngrade C (10)\n5 minutes"
    assert todo["due"].dt == DAY
    assert todo["dtstamp"].dt.isoformat() == "2026-06-30T00:00:00+00:00"
    assert (todo["priority"], str(todo["status"])) == (1, "NEEDS-ACTION")
    assert str(todo["contact"]) == "Ms Hoa, +49 30 1, ap@foo.example"
    assert [str(word) for word in todo["categories"].cats] == ["pay"]


def test_a_uid_is_the_customers_from_day_to_day() -> None:
    """The calendar's task moves to the new day; nobody is there twice."""
    first, second, other = (
        todos(written("ics", task))[0]["uid"]
        for task in (FOO, FOO._replace(day=date(2026, 7, 1), rank=7), FOO._replace(id="bar"))
    )
    assert first == second != other


def test_priorities_are_numbers_of_which_the_last_is_for_all_the_rest() -> None:
    found = todos(written("ics", *(FOO._replace(rank=rank) for rank in (1, 8, 9, 10, 99))))
    assert [todo["priority"] for todo in found] == [1, 8, 9, 9, 9]


@given(st.lists(tasks, max_size=4))
def test_no_text_breaks_out_of_its_place(found: list[Task]) -> None:
    text = written("ics", *found)
    read = todos(text)
    assert len(read) == len(found)
    for todo, task in zip(read, found, strict=True):
        assert not todo.subcomponents
        assert not todo.errors
        assert str(todo["summary"]) == shown(task.summary)
        lines = [*map(shown, task.facts), *([f"{task.minutes} minutes"] if task.minutes else [])]
        assert str(todo["description"]) == "\n".join(lines)


def shown(text: str) -> str:
    """What is to be read of a text: controls are replaced, and nothing else."""
    from arledger.render.safe import safe

    return safe(text)


@given(st.lists(tasks, max_size=3))
def test_lines_end_with_crlf_and_are_folded_at_75_octets_between_characters(
    found: list[Task],
) -> None:
    raw = written("ics", *found).encode("utf-8")
    *lines, last = raw.split(b"\r\n")
    assert last == b""
    for line in lines:
        assert len(line) <= 75
        assert not {10, 13} & set(line)
        line.decode("utf-8")


def test_the_worklist_is_the_same_bytes_again() -> None:
    text = """
    account assets:receivable:foo  ; name:Foo; Sons\\ & Co, phone:+49 30 1
    2026-05-01 (1) Foo | goods
        assets:receivable:foo    1000.00 EUR
        income:sales
    """
    first, second = (
        [render(report_of(book_of(text, DAY), "worklist"), format_) for format_ in ("ics", "todo")]
        for _ in range(2)
    )
    assert first == second
    (todo,) = todos(first[0])
    assert str(todo["summary"]) == "Foo; Sons\\ & Co: ask for payment"
