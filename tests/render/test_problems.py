"""Problems are printed as a compiler prints them."""

from textwrap import dedent

from arledger.problems import Problem, Severity, Sources, Span
from arledger.render.grid import text_of
from arledger.render.problems import counted, problem_lines
from arledger.render.safe import width

JOURNAL = dedent("""\
    2026-01-01 x
        assets:receivable:acme 1200.00 EUR
        上海 wrong
    """)
SOURCES = Sources({"acme.journal": JOURNAL.encode(), "-": b"\t\x1b[31m bad\xff\n"})


def shown(*problems: Problem, most: int | None = None, sources: Sources = SOURCES) -> str:
    lines = problem_lines(problems, sources, most=most)
    return "".join(f"{text_of(line)}\n" for line in lines)


def test_the_first_line_has_place_severity_code_and_message() -> None:
    problem = Problem(
        "posting",
        "expected ACCOUNT, two spaces, AMOUNT CURRENCY",
        Span("acme.journal", 2, 5),
        "separate the account from the amount by two or more spaces",
    )
    assert shown(problem) == dedent("""\
        acme.journal:2:5: error[posting]: expected ACCOUNT, two spaces, AMOUNT CURRENCY
          |
        2 |     assets:receivable:acme 1200.00 EUR
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = help: separate the account from the amount by two or more spaces
        """)


def test_a_line_is_found_whatever_was_asked_for_before() -> None:
    sources = Sources({"a": b"1\n2\r\n\n4", "b": b"\xef\xbb\xbfone\ntwo\n"})
    assert [sources.line("a", n) for n in (2, 4, 1, 5, 3, 0, 4, 4)] == [
        *("2", "4", "1", None, "", None, "4", "4")
    ]
    assert [sources.line(*where) for where in (("b", 2), ("a", 2), ("b", 1), ("c", 1))] == [
        *("two", "2", "one", None)
    ]


def test_carets_stand_under_wide_characters() -> None:
    lines = shown(Problem("x", "m", Span("acme.journal", 3, 8, 13))).splitlines()
    caret = lines[3]
    assert caret.count("^") == len("wrong")
    assert width(lines[2][: lines[2].index("wrong")]) == caret.index("^")


def test_standard_input_and_control_characters_are_shown_for_what_they_are() -> None:
    text = shown(Problem("x", "m", Span("-", 1, 2)))
    assert text.startswith("(standard input):1:2: ")
    assert "\x1b" not in text


def test_a_very_long_line_is_cut_around_the_place() -> None:
    sources = Sources({"big": b"x" * 1_000_000 + b"!" + b"y" * 1_000_000})
    text = shown(Problem("x", "m", Span("big", 1, 1_000_001, 1_000_002)), sources=sources)
    lines = text.splitlines()
    assert max(map(len, lines)) < 120
    assert lines[2][lines[3].index("^")] == "!"


def test_a_place_without_its_file_has_no_excerpt() -> None:
    assert shown(Problem("file", "no such file", Span("gone.journal", 1))).count("\n") == 1
    assert shown(Problem("no-journal", "none was named")) == "error[no-journal]: none was named\n"


def test_an_entry_is_shown_whole_without_carets() -> None:
    text = shown(Problem("x", "m", Span("acme.journal", 1, end_line=3)))
    assert "3 |" in text
    assert "^" not in text


def test_problems_stand_in_order_of_place_each_once() -> None:
    one, two = (Problem("x", "m", Span("acme.journal", n)) for n in (1, 2))
    text = shown(two, one, one)
    assert text.index("acme.journal:1") < text.index("acme.journal:2")
    assert text.count("acme.journal:1") == 1


def test_beyond_the_most_only_a_count_is_printed() -> None:
    problems = [Problem("x", f"m{i}", Span("acme.journal", 1)) for i in range(10)]
    assert shown(*problems, most=4).count("error[x]") == 4
    assert "... and 6 more problems" in shown(*problems, most=4)


def test_related_places_are_named() -> None:
    problem = Problem(
        "x", "m", Span("acme.journal", 1), related=((Span("b.journal", 7), "first here"),)
    )
    assert "  = see: b.journal:7: first here" in shown(problem)


def test_counts_are_in_words() -> None:
    lint = Problem("x", "m", severity=Severity.LINT)
    assert counted([lint, lint], Severity.LINT) == "2 lints"
    assert counted([lint], Severity.ERROR) == ""
