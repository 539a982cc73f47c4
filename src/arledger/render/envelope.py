"""JSON: one envelope for every report, the same bytes for the same book.

Amounts are bare decimal strings beside their currency; one row stands on one line, so that a
difference between two runs is a difference of lines.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from arledger.money import plain
from arledger.problems import Problem, in_order
from arledger.progress import counted
from arledger.reports._report import AnyReport, Report
from arledger.table import Column

_HIDDEN = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class Members(dict[str, object]):
    """A value that is an object of lists, or of more such objects."""


def json_text(report: Report[Any]) -> str:
    """The report's envelope."""
    return envelope({**head_of(report), **report.extra, **body_of(report)}, report.problems)


def head_of(report: AnyReport) -> dict[str, object]:
    """What every envelope begins with."""
    head: dict[str, object] = {"schema": f"arledger.{report.name}/{report.version}"}
    return head if report.as_of is None else {**head, "as_of": report.as_of}


def body_of(report: Report[Any]) -> dict[str, object]:
    """The report's rows, and its totals and notes if it has any."""
    columns = report.table.for_machines()
    body: dict[str, object] = {report.rows_key: [_record(columns, r) for r in counted(report.rows)]}
    if report.totals:
        body["totals"] = [_record(columns, r) for r in report.totals]
    if report.notes:
        body["notes"] = list(report.notes)
    return body


def envelope(fields: Mapping[str, object], problems: Iterable[Problem]) -> str:
    """The fields and the problems as a JSON object, lists with one item a line."""
    everything = {**fields, "problems": [problem_record(p) for p in in_order(problems)]}
    members = (f"  {_compact(key)}: {_value(value)}" for key, value in everything.items())
    return _escaped("{\n" + ",\n".join(members) + "\n}\n")


def _value(value: object, margin: str = "  ") -> str:
    """A top-level value; a list takes a line an item, and so do the lists of its members."""
    below = f"\n{margin}  "
    if isinstance(value, Members):
        items = [f"{_compact(key)}: {_value(one, margin + '  ')}" for key, one in value.items()]
        return f"{{{below}{f',{below}'.join(items)}\n{margin}}}" if items else "{}"
    if not isinstance(value, list | tuple) or not value:
        return _compact(value)
    return f"[{below}{f',{below}'.join(map(_compact, value))}\n{margin}]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """Decimals and dates as strings; any other type is a mistake of ours."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _escaped(text: str) -> str:
    r"""The text with invisible characters as ``\u`` escapes: lossless, and safe to look at."""
    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _record(columns: Iterable[Column[Any]], row: object) -> dict[str, object]:
    return {c.key: c.of(row) for c in columns}


def problem_record(problem: Problem) -> dict[str, object]:
    """A problem as JSON has it; a place that is not known is null."""
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity.name.lower(),
        "message": problem.message,
        "help": problem.help,
        "file": span.path if span else None,
        "line": span.line if span else None,
        "column": (span.column or None) if span else None,
    }
