"""A document in every format: each of its sections drawn by what draws a report."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from arledger.reports._report import Document

if TYPE_CHECKING:  # which is what asks for a document to be drawn
    from arledger.render import Format, Looks
    from arledger.render.grid import Line
    from arledger.render.people import Sheaf


def document_text(document: Document, format_: "Format", looks: "Looks") -> str:
    """The whole document as text in one format."""
    if format_ == "json":
        return _json(document)
    if format_ in {"csv", "tsv"}:
        return _delimited(document, format_, guard=looks.csv_guard)
    if format_ == "md":
        return _markdown(document)
    if format_ == "html":
        return _page(document)
    return _plain(document) if looks.width is None else _terminal(document, looks)


def _json(document: Document) -> str:
    from arledger.render.envelope import Members, body_of, envelope, head_of

    parts = {s.name: Members(body_of(document.report_of(s))) for s in document.sections}
    notes = {"notes": list(document.notes)} if document.notes else {}
    fields = {**head_of(document), **document.extra, "sections": Members(parts), **notes}
    return envelope(fields, document.problems)


def _delimited(document: Document, format_: "Format", *, guard: bool) -> str:
    """The table of the only section; of several a line for each cell that holds something."""
    from arledger.render import delimited

    if len(document.sections) == 1:
        write = delimited.csv_text if format_ == "csv" else delimited.tsv_text
        return write(document.report_of(document.sections[0]), guard=guard)
    write_all = delimited.csv_of if format_ == "csv" else delimited.tsv_of
    return write_all(_cells(document, guard=guard))


def _cells(document: Document, *, guard: bool) -> Iterator[list[str]]:
    from arledger.progress import counted
    from arledger.render.delimited import field_of

    yield ["section", "row", "key", "value"]
    for section in document.sections:
        columns = section.table.for_machines()
        for number, row in enumerate(counted(section.table.rows), start=1):
            for column in columns:
                if text := field_of(column.of(row), guard=guard):
                    yield [section.name, str(number), column.key, text]


def _markdown(document: Document) -> str:
    from arledger.render.markdown import escaped, sheet_lines
    from arledger.render.people import sheaf_of

    sheaf = sheaf_of(document, bars=False)
    lines = [f"## {escaped(sheaf.title)}"]
    for sheet in sheaf.sheets:
        lines += ["", *sheet_lines(sheet, "###")]
    for note in sheaf.notes:
        lines += ["", escaped(note)]
    return "\n".join(lines) + "\n"


def _page(document: Document) -> str:
    from arledger.render.page import note_lines, page, sheet_lines
    from arledger.render.people import sheaf_of

    sheaf = sheaf_of(document, bars=True)
    body = [line for sheet in sheaf.sheets for line in sheet_lines(sheet)]
    return page(sheaf.title, [*body, *note_lines(sheaf.notes)])


def _plain(document: Document) -> str:
    from arledger.render.people import sheaf_of
    from arledger.render.plain import sheet_lines

    sheaf = sheaf_of(document, bars=False)
    lines = [sheaf.title]
    for sheet in sheaf.sheets:
        title = [sheet.title] if sheet.title else []
        lines += ["", *title, *sheet_lines(sheet._replace(title=""))]
    return "\n".join([*lines, *([""] if sheaf.notes else []), *sheaf.notes]) + "\n"


def _terminal(document: Document, looks: "Looks") -> str:
    from arledger.render.paint import painted
    from arledger.render.people import sheaf_of

    lines = _fitted(sheaf_of(document, bars=True), looks.width or 0)
    return painted(lines, color=looks.color)


def _fitted(sheaf: "Sheaf", room: int) -> "Iterator[Line]":
    from arledger.render.grid import Piece
    from arledger.render.safe import wrapped
    from arledger.render.terminal import sheet_lines

    yield from ([Piece(line, "title")] for line in wrapped(sheaf.title, room))
    for sheet in sheaf.sheets:
        yield []
        yield from ([Piece(line, "title")] for line in wrapped(sheet.title, room) if line)
        notes = [line for note in sheet.notes for line in wrapped(note, room)]
        yield from sheet_lines(sheet._replace(title="", notes=notes), room)
    yield from ([[]] if sheaf.notes else [])
    for note in sheaf.notes:
        yield from ([Piece(line, "note")] for line in wrapped(note, room))
