"""CSV, TSV and JSON: exact, plain, stable, and harmless to the program that reads them."""

import csv
import io
import json
from decimal import Decimal

import jsonschema
import pytest
from tests.render.samples import COLUMNS, LOST, report, row

from arledger.render import Looks, render
from arledger.render.schema import schema_of

KEYS = [c.key for c in COLUMNS][:-1]


def records(text: str, **settings: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), **settings))  # type: ignore[call-overload]


def test_csv_and_json_rows_have_the_same_keys() -> None:
    in_json = json.loads(render(report(), "json"))["rows"]
    in_csv = records(render(report(), "csv"))
    assert [*in_json[0]] == [*in_csv[0]] == KEYS


def test_amounts_are_exact_and_unrounded() -> None:
    assert records(render(report(), "csv"))[2]["1-30"] == "3500.555"
    assert json.loads(render(report(), "json"))["rows"][2]["1-30"] == "3500.555"


def test_numbers_are_never_written_with_an_exponent_or_as_minus_zero() -> None:
    rows = (row("x", "X", "EUR", "1E+3", "1E-7", "-0.00", "0E+2", "0", "0"),)
    got = records(render(report(rows), "csv"))[0]
    assert [got[k] for k in ("current", "1-30", "31-60", "61-90")] == [
        "1000",
        "0.0000001",
        "0.00",
        "0",
    ]


def test_a_cell_that_does_not_apply_is_empty_in_csv_and_null_in_json() -> None:
    assert records(render(report(), "csv"))[1]["share"] == ""
    assert json.loads(render(report(), "json"))["rows"][1]["share"] is None


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx", "＝x", "\x1bx"])
def test_a_text_a_spreadsheet_would_compute_is_guarded(name: str) -> None:
    rows = (row("x", name, "EUR", *["-1"] * 6),)
    guarded = records(render(report(rows), "csv"))[0]
    assert guarded["name"] == f"'{name}"
    assert guarded["total"] == "-6"


def test_the_guard_can_be_left_off_for_pipes() -> None:
    rows = (row("x", "=cmd()", "EUR", *["1"] * 6),)
    text = render(report(rows), "csv", Looks(csv_guard=False))
    assert records(text)[0]["name"] == "=cmd()"


@pytest.mark.parametrize("name", ['say "hi"', "a,b", "two\nlines", "semi;colon"])
def test_any_text_comes_back_from_csv(name: str) -> None:
    rows = (row("x", name, "EUR", *["1"] * 6),)
    assert records(render(report(rows), "csv"))[0]["name"] == name


def test_tsv_has_one_line_a_row_and_no_quotes() -> None:
    rows = (row("x", 'tab\there "and"\nthere', "EUR", *["1"] * 6),)
    lines = render(report(rows), "tsv").split("\n")
    assert len(lines) == 3
    assert lines[1].split("\t")[1] == 'tab here "and" there'


def test_the_envelope_names_its_schema_and_day() -> None:
    envelope = json.loads(render(report(extra={"selected": "acme"}), "json"))
    assert [*envelope] == ["schema", "as_of", "selected", "rows", "totals", "problems"]
    assert envelope["schema"] == "arledger.aging/1"
    assert envelope["as_of"] == "2026-10-31"


def test_problems_stand_in_the_envelope() -> None:
    (problem,) = json.loads(render(report(problems=[LOST]), "json"))["problems"]
    assert problem == {
        "code": "unknown-reference",
        "severity": "warning",
        "message": "no invoice INV-9",
        "help": "it is kept on account",
        "file": "acme.journal",
        "line": 2,
        "column": 5,
    }


def test_each_row_of_json_stands_on_a_line_of_its_own() -> None:
    lines = render(report(), "json").splitlines()
    assert sum(line.startswith('    {"customer": ') for line in lines) == 8


def test_json_shows_no_invisible_character_and_loses_none() -> None:
    name = "\x1b[2J\x9b\u202e\udcff\U000e0041\u2028"
    text = render(report((row("x", name, "EUR", *["1"] * 6),)), "json")
    assert text.encode().isascii()
    assert json.loads(text)["rows"][0]["name"] == name


@pytest.mark.parametrize("rows", [(), None])
def test_json_keeps_to_its_schema(rows: tuple[()] | None) -> None:
    made = report(problems=[LOST]) if rows is None else report(rows, totals=[])
    schema = schema_of(made)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render(made, "json")), schema)


@pytest.mark.parametrize("wrong", [12.5, "1e3", "1,000.00", "12.", ".5"])
def test_the_schema_refuses_an_amount_that_is_no_plain_decimal(wrong: object) -> None:
    envelope = json.loads(render(report(), "json"))
    envelope["rows"][0]["total"] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(envelope, schema_of(report()))


def test_sums_of_csv_are_the_totals_of_json() -> None:
    envelope = json.loads(render(report(), "json"))
    for total in envelope["totals"]:
        rows = [r for r in records(render(report(), "csv")) if r["currency"] == total["currency"]]
        assert sum(Decimal(r["total"]) for r in rows) == Decimal(total["total"])
