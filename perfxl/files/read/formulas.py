"""Reading a workbook for formula engines: doubles to the last bit, arrays, defined names, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from perfxl.files.parts.book import Book, SheetEntry, open_book
from perfxl.files.parts.content import Context, decode_text
from perfxl.files.parts.opening import check_formulas, open_workbook
from perfxl.files.read.formulacells import read_cells
from perfxl.files.read.reading import context_of
from perfxl.formulas.calculation import Calculation, FormulaSheet, Name, Table
from perfxl.package.archive import Archive
from perfxl.package.relationships import relations
from perfxl.package.xml import parse
from perfxl.sheets.address import Box

_TRUTH = {"1", "true"}


def read_calculation(source: Path | str | Archive) -> Calculation:
    """Read what formulas compute from; InputError as for `reading.read`, and where a format's formulas are not read."""
    archive = source if isinstance(source, Archive) else open_workbook(Path(source))
    check_formulas(archive)
    book = open_book(archive)
    context = replace(context_of(archive, book), empties=True)
    worksheets = [entry for entry in book.sheets if entry.kind == "worksheet"]
    root = parse(archive.read(book.part), book.part)
    settings = root.find(f"{{{book.namespace}}}calcPr")
    return Calculation(
        path=archive.path,
        sheets=tuple(_sheet(archive, entry, context) for entry in worksheets),
        names=_names(root, book),
        tables=tuple(table for entry in worksheets for table in _tables(archive, entry)),
        mac=book.mac,
        iterates=settings is not None and settings.get("iterate") in _TRUTH,
    )


def _sheet(archive: Archive, entry: SheetEntry, context: Context) -> FormulaSheet:
    sheet = read_cells(archive.read(entry.part), entry, context)
    filtered = sheet.hidden_rows and any(_is_filtered(root) for root in _table_parts(archive, entry))
    return replace(sheet, filtered=True) if filtered else sheet


def _is_filtered(table: etree._Element) -> bool:
    return table.find("{*}autoFilter/{*}filterColumn") is not None


def _names(root: etree._Element, book: Book) -> tuple[Name, ...]:
    found: list[Name] = []
    for element in root.iterfind(f"{{{book.namespace}}}definedNames/{{{book.namespace}}}definedName"):
        local = element.get("localSheetId")
        if local is None:
            sheet = None
        elif local.isdecimal() and int(local) < len(book.sheets):
            sheet = book.sheets[int(local)].name
        else:
            continue
        found.append(Name(element.get("name", ""), element.text or "", sheet))
    return tuple(found)


def _tables(archive: Archive, entry: SheetEntry) -> list[Table]:
    tables = (_table(root, entry.name) for root in _table_parts(archive, entry))
    return [table for table in tables if table]


def _table_parts(archive: Archive, entry: SheetEntry) -> Iterator[etree._Element]:
    for relation in relations(archive, entry.part):
        if relation.kind == "table" and archive.find(relation.target):
            yield parse(archive.read(relation.target), relation.target)


def _table(root: etree._Element, sheet: str) -> Table | None:
    try:
        box = Box.parse(root.get("ref", ""))
        headers, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
    except ValueError:
        return None
    columns = tuple(decode_text(column.get("name", "")) for column in root.iterfind("{*}tableColumns/{*}tableColumn"))
    return Table(root.get("displayName") or root.get("name") or "", sheet, box, columns, headers, totals)
