"""The JSON Schema of a report's JSON, made from its columns."""

from collections.abc import Mapping
from typing import Any

from arledger.reports._report import AnyReport, Document
from arledger.table import Column, Kind

_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.AMOUNT: _DECIMAL,
    Kind.PRICE: _DECIMAL,
    Kind.SHARE: _DECIMAL,
    Kind.DAYS: _DECIMAL,
    Kind.COUNT: {"type": "integer"},
    Kind.DATE: {"type": "string", "format": "date"},
}

_PROBLEM = {
    "type": "object",
    "required": ["code", "severity", "message", "help", "file", "line", "column"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string"},
        "severity": {"enum": ["lint", "warning", "error"]},
        "message": {"type": "string"},
        "help": {"type": "string"},
        "file": {"type": ["string", "null"]},
        "line": {"type": ["integer", "null"]},
        "column": {"type": ["integer", "null"]},
    },
}


_NOTES = {"type": "array", "items": {"type": "string"}}


def schema_of(report: AnyReport) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) every JSON output of this report keeps to."""
    defined: dict[str, Any] = {}
    if isinstance(report, Document):
        required, body = ["sections"], {"sections": _sections(report), "notes": _NOTES}
        defined = {"$defs": {s.name: _object(s.table.for_machines()) for s in report.sections}}
    else:
        row = _object(report.table.for_machines())
        required, body = [report.rows_key], _body(row, report.rows_key)
    name = f"arledger.{report.name}/{report.version}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}",
        "title": name,
        "type": "object",
        "required": ["schema", *required, "problems"],
        "properties": {
            "schema": {"const": name},
            "as_of": {"type": "string", "format": "date"},
            **body,
            "problems": {"type": "array", "items": _PROBLEM},
        },
        **defined,
    }


def _body(row: Mapping[str, Any], rows_key: str) -> dict[str, Any]:
    rows = {"type": "array", "items": row}
    return {rows_key: rows, "totals": rows, "notes": _NOTES}


def _sections(document: Document) -> dict[str, Any]:
    """Every section by its name, whether or not there is anything in it; its rows by reference."""
    names = [section.name for section in document.sections]
    each = {
        section.name: {
            "type": "object",
            "required": ["rows"],
            "additionalProperties": False,
            "properties": _body({"$ref": f"#/$defs/{section.name}"}, "rows"),
        }
        for section in document.sections
    }
    return {"type": "object", "required": names, "additionalProperties": False, "properties": each}


def _object(columns: list[Column[Any]]) -> dict[str, Any]:
    """One row: every key always there, null where it does not apply."""
    return {
        "type": "object",
        "required": [c.key for c in columns],
        "additionalProperties": False,
        "properties": {c.key: _nullable(_TYPES[c.kind]) for c in columns},
    }


def _nullable(kind: dict[str, Any]) -> dict[str, Any]:
    return {**kind, "type": [kind["type"], "null"]}
