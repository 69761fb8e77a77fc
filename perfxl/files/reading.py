"""Reading a workbook on disk into a snapshot, without Excel."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.book import Book, SheetEntry, open_book
from perfxl.files.formats import number_formats
from perfxl.files.text import rich
from perfxl.files.values import Context
from perfxl.files.worksheet import read_worksheet
from perfxl.package.archive import Archive, open_archive
from perfxl.package.xml import parse, stream
from perfxl.workbook.snapshot import Sheet, Snapshot


def read(path: Path | str) -> Snapshot:
    """Read a workbook (.xlsx, .xlsm, .xltx, .xltm); InputError says what is wrong with it and what to do.

    Numbers are exact to Excel's 15 digits, dates stay serial numbers, children of a shared formula carry their own
    text. A blank cell is kept where it has a number format and lies inside the used box.
    """
    archive = open_archive(Path(path))
    book = open_book(archive)
    context = context_of(archive, book)
    sheets = (_sheet(archive, entry, context) for entry in book.sheets if entry.kind == "worksheet")
    return Snapshot(archive.path.name, tuple(sheets))


def context_of(archive: Archive, book: Book) -> Context:
    """Return what the cells of a workbook refer to."""
    strings, styles = book.related("sharedStrings"), book.related("styles")
    return Context(
        namespace=book.namespace,
        strings=_strings(archive, strings, book.namespace) if strings and archive.find(strings) else (),
        formats=_formats(archive, styles) if styles and archive.find(styles) else (),
        mac=book.mac,
    )


def _strings(archive: Archive, part: str, namespace: str) -> tuple[str, ...]:
    return tuple(rich(item) for item in stream(archive.read(part), part, (f"{{{namespace}}}si",)))


def _formats(archive: Archive, part: str) -> tuple[str, ...]:
    root: etree._Element = parse(archive.read(part), part)
    try:
        return number_formats(root)
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
        mark=entry.mark,
    )
