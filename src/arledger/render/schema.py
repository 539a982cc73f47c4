"""The JSON Schema of a report's JSON, made from its columns."""

from typing import Any

from arledger.reports._report import Report
from arledger.table import Column, Kind

_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.AMOUNT: _DECIMAL,
    Kind.PRICE: _DECIMAL,
    Kind.SHARE: _DECIMAL,
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


def schema_of(report: Report[Any]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) every JSON output of this report keeps to."""
    row = _object(report.table.for_machines())
    name = f"arledger.{report.name}/{report.version}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}",
        "title": name,
        "type": "object",
        "required": ["schema", report.rows_key, "problems"],
        "properties": {
            "schema": {"const": name},
            "as_of": {"type": "string", "format": "date"},
            report.rows_key: {"type": "array", "items": row},
            "totals": {"type": "array", "items": row},
            "notes": {"type": "array", "items": {"type": "string"}},
            "problems": {"type": "array", "items": _PROBLEM},
        },
    }


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
