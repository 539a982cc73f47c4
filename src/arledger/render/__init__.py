"""How a report looks: text, CSV, TSV, JSON, Markdown, HTML; tasks and gauges in their own."""

from typing import Any, Literal, get_args

from arledger.progress import Stage
from arledger.records import NamedTuple
from arledger.reports._report import AnyReport, Document, Report

Common = Literal["text", "csv", "tsv", "json", "md", "html"]
OfTasks = Literal["todo", "ics"]
OfGauges = Literal["prom"]
Format = Common | OfTasks | OfGauges

FORMATS: tuple[str, ...] = get_args(Common)
"""What every report can be written as; those of tasks and gauges are for reports that have any."""


class Looks(NamedTuple):
    """What a renderer knows of where its text will be read."""

    width: int | None = None
    """Cells of the terminal; None when the text goes to a file or a pipe."""
    color: bool = False
    csv_guard: bool = True
    """False: texts a spreadsheet would compute are written as they are."""


PIPED = Looks()


def render(report: AnyReport, format_: Format, looks: Looks = PIPED) -> str:
    """The whole report as text in one format; nothing a run does not need is imported."""
    times = 1 if format_ in {"json", "csv", "tsv"} else 2  # cells first, then their layout
    with Stage("writing the report", times * len(report.rows)):
        if isinstance(report, Document):
            from arledger.render.document import document_text

            return document_text(report, format_, looks)
        return _rendered(report, format_, looks)


def _rendered(report: Report[Any], format_: Format, looks: Looks) -> str:
    if format_ == "json":
        from arledger.render.envelope import json_text

        return json_text(report)
    if format_ in {"csv", "tsv"}:
        from arledger.render import delimited

        write = delimited.csv_text if format_ == "csv" else delimited.tsv_text
        return write(report, guard=looks.csv_guard)
    if format_ == "md":
        from arledger.render.markdown import markdown_text

        return markdown_text(report)
    if format_ == "html":
        from arledger.render.page import html_text

        return html_text(report)
    if format_ in {"todo", "ics", "prom"}:
        return _in_its_own(report, format_)
    return _text(report, looks)


def _in_its_own(report: Report[Any], format_: Format) -> str:
    """In a format that few reports have."""
    if format_ == "prom":
        from arledger.render.prom import prom_text

        return prom_text(report)
    if format_ == "todo":
        from arledger.render.todo import todo_text

        return todo_text(report)
    from arledger.render.ics import ics_text

    return ics_text(report)


def _text(report: Report[Any], looks: Looks) -> str:
    if looks.width is None:
        from arledger.render.plain import plain_text

        return plain_text(report)
    from arledger.render.terminal import terminal_text

    return terminal_text(report, width=looks.width, color=looks.color)
