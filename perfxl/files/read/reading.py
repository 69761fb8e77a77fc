"""Reading a workbook on disk into a snapshot, without Excel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.parts.book import Book, SheetEntry, open_book
from perfxl.files.parts.cellformats import number_formats, style_fills, unlocked_styles
from perfxl.files.parts.content import Context
from perfxl.files.parts.opening import ForeignBook, open_workbook
from perfxl.files.read.notes import read_notes
from perfxl.files.read.sharedstrings import shared_strings
from perfxl.files.read.worksheet import read_worksheet
from perfxl.package.archive import Archive
from perfxl.package.relationships import relations
from perfxl.package.xml import parse
from perfxl.sheets.snapshot import Sheet, Snapshot


def read(path: Path | str) -> Snapshot:
    """Read a workbook; InputError says what is wrong with it and what to do.

    Numbers are exact to Excel's 15 digits, dates stay serial numbers, children of a shared formula carry their own
    text. A blank cell is kept where it has a number format and lies inside the used box. Of a format of others (.xls,
    .xlsb, .ods) there are values, merges and sheet names only.
    """
    archive = open_workbook(Path(path))
    if isinstance(archive, ForeignBook):
        return Snapshot(archive.path.name, archive.sheets)
    book = open_book(archive)
    context = context_of(archive, book)
    sheets = (_sheet(archive, entry, context) for entry in book.sheets if entry.kind == "worksheet")
    return Snapshot(archive.path.name, tuple(sheets), book.locked)


def context_of(archive: Archive, book: Book) -> Context:
    """Return what the cells of a workbook refer to; InputError where the styles are broken."""
    strings, styles = book.related("sharedStrings"), book.related("styles")
    context = Context(
        namespace=book.namespace,
        strings=shared_strings(archive.read(strings), strings, book.namespace)
        if strings and archive.find(strings)
        else (),
        mac=book.mac,
    )
    return _with_styles(archive, styles, context) if styles and archive.find(styles) else context


def _with_styles(archive: Archive, part: str, context: Context) -> Context:
    root: etree._Element = parse(archive.read(part), part)
    try:
        return replace(context, formats=number_formats(root), fills=style_fills(root), unlocked=unlocked_styles(root))
    except ValueError as error:
        raise InputError(f"部件 {part} 的内容已损坏，请用 Excel 或 WPS 修复后另存再试。") from error


def _sheet(archive: Archive, entry: SheetEntry, context: Context) -> Sheet:
    content = read_worksheet(archive.read(entry.part), entry.part, context)
    return Sheet(
        name=entry.name,
        cells=content.cells,
        merges=tuple(content.merges),
        hidden=entry.state in {"hidden", "veryHidden"},
        hidden_rows=content.hidden_rows,
        hidden_columns=content.hidden_columns,
        ownership=entry.ownership,
        fills=content.fills,
        notes=read_notes(archive, relations(archive, entry.part)).all(),
        unlocked=content.unlocked,
        arrays=tuple(box for box, kind in content.arrays.items() if kind != "dataTable" and not box.is_cell),
    )
