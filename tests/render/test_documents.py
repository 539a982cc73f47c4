"""Documents: several tables on one page, each drawn as that of a report is."""

import json
from typing import Any, NamedTuple

import jsonschema
import pytest
from tests.render.samples import COLUMNS, LOST, ROWS, report

from arledger.render import Looks, render
from arledger.render.safe import width
from arledger.render.schema import schema_of
from arledger.reports._report import Document, Section
from arledger.table import Audience, Kind, Table, column


class Fact(NamedTuple):
    """What is so, and where it stands."""

    fact: str
    value: str | None
    line: int | None = None


FACTS = (
    column("fact"),
    column("value", wrap=True),
    column("line", kind=Kind.COUNT, audience=Audience.MACHINES),
)

TERMS = Section(
    "master-data", "Master data", Table(FACTS, [Fact("name", "上海远东国际贸易有限公司", 3), Fact("terms", None)]),
    headed=False,
)  # fmt: skip
AGING = Section(
    "aging", "Aging", Table(COLUMNS, ROWS), report().totals, notes=["In its own words."]
)
DISPUTES = Section("disputes", "Disputes", Table(FACTS, []), empty="Never disputed anything.")
LETTERS = Section("letters", "Letters & <such>", Table(FACTS, []))


def document(**changes: Any) -> Document:
    fields = {
        "name": "file",
        "version": 1,
        "title": "The file of <b>Acme</b>",
        "sections": [TERMS, AGING, DISPUTES, LETTERS],
        "as_of": report().as_of,
        "notes": ["Prices of today."],
        "styles": report().styles,
        **changes,
    }
    return Document(**fields)


def body(text: str, title: str) -> list[str]:
    """The lines from below a title up to the next blank one."""
    lines = text.splitlines()
    start = lines.index(title) + 1
    return lines[start : lines.index("", start)]


def test_a_section_is_drawn_as_a_report_is() -> None:
    for looks in (Looks(), Looks(width=100), Looks(width=50), Looks(width=100, color=True)):
        alone = render(report(title=""), "text", looks).strip()
        assert alone in render(document(), "text", looks)
    table = "\n".join(line for line in render(report(), "md").splitlines() if line[:1] == "|")
    assert table in render(document(), "md")
    page = render(report(), "html")
    assert page[page.index("<thead>") : page.index("</table>")] in render(document(), "html")


def test_what_is_said_below_a_section_is_broken_between_words() -> None:
    said = "An interruption counts from its own day; what has ended is not revived."
    text = render(document(sections=[AGING._replace(notes=[said])]), "text", Looks(width=50))
    assert "An interruption counts from its own day; what has\nended is not revived.\n" in text


def test_facts_have_no_heading_of_their_own() -> None:
    assert body(render(document(), "text"), "Master data") == [
        "name   上海远东国际贸易有限公司",
        "terms",
    ]
    assert render(document(), "html").count("<thead>") == 1
    assert "| Fact" not in render(document(), "md")


def test_what_is_empty_says_so_in_its_sentence_or_is_named_at_the_end() -> None:
    text = render(document(), "text")
    assert text.endswith(
        "\n\nDisputes\nNever disputed anything.\n\nNothing under: Letters & <such>.\nPrices of today.\n"
    )
    assert "Nothing under" not in render(document().only("aging"), "text")


def test_a_document_stands_in_a_larger_one_as_a_report_does() -> None:
    lines = render(document(), "md").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings == [
        "## The file of &lt;b&gt;Acme&lt;/b&gt;", "### Master data", "### Aging", "### Disputes"
    ]  # fmt: skip


def test_nothing_in_a_page_is_markup_but_its_own() -> None:
    page = render(document(), "html")
    assert "<b>" not in page
    assert "<such>" not in page
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 3
    assert page.endswith("</body>\n</html>\n")


@pytest.mark.parametrize("columns", [30, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    title = "The file of somebody whose name is longer than the terminal is wide, by far"
    shown = render(document(title=title), "text", Looks(width=columns))
    assert max(map(width, shown.splitlines())) <= columns


def test_json_has_the_sections_by_name_a_row_a_line() -> None:
    text = render(document(extra={"customer": "acme"}, problems=[LOST]), "json")
    got = json.loads(text)
    assert list(got) == ["schema", "as_of", "customer", "sections", "notes", "problems"]
    assert list(got["sections"]) == ["master-data", "aging", "disputes", "letters"]
    alone = json.loads(render(report(notes=["In its own words."]), "json"))
    assert got["sections"]["aging"] == {key: alone[key] for key in ("rows", "totals", "notes")}
    assert got["sections"]["letters"] == {"rows": []}
    assert len([line for line in text.splitlines() if '"customer": "garcia"' in line]) == 1
    jsonschema.validate(got, schema_of(document()))


def test_the_schema_demands_every_section_and_no_other() -> None:
    schema = schema_of(document())
    jsonschema.Draft202012Validator.check_schema(schema)
    fewer = json.loads(render(document().only("aging"), "json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(fewer, schema)
    jsonschema.validate(fewer, schema_of(document().only("aging")))


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_many_tables_are_one_list_of_their_cells_and_one_is_itself(format_: Any) -> None:
    mark = "," if format_ == "csv" else "\t"
    lines = [line.split(mark) for line in render(document(), format_).splitlines()]
    assert lines[:4] == [
        ["section", "row", "key", "value"],
        ["master-data", "1", "fact", "name"],
        ["master-data", "1", "value", "上海远东国际贸易有限公司"],
        ["master-data", "1", "line", "3"],
    ]
    assert ["aging", "2", "91+", "125000000"] in lines
    assert render(document().only("aging"), format_) == render(report(), format_)


def test_a_formula_in_a_cell_stays_text() -> None:
    facts = TERMS._replace(table=Table(FACTS, [Fact("=1+1", "@x")]))
    assert "1,fact,'=1+1\n" in render(document(sections=[facts, AGING]), "csv")
    assert "1,fact,=1+1\n" in render(
        document(sections=[facts, AGING]), "csv", Looks(csv_guard=False)
    )


def test_a_section_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="one of master-data, aging, disputes, letters"):
        document().only("agin")
    assert document().only(None) == document()
