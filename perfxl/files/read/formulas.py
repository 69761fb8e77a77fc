"""Reading a workbook for formula engines: doubles to the last bit, arrays, defined names, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from lxml import etree

from perfxl.errors import InputError
from perfxl.files.parts.book import Book, SheetEntry, open_book
from perfxl.files.parts.content import Context, decode_text, is_true, read_value
from perfxl.files.parts.opening import ForeignBook, open_workbook
from perfxl.files.read.cellreading import CellReader, value_text
from perfxl.files.read.reading import context_of
from perfxl.files.read.scanning import Batch
from perfxl.formulas.calculation import Block, Calculation, FormulaSheet, Name, Table
from perfxl.package.archive import Archive
from perfxl.package.markup import attributes
from perfxl.package.relationships import relations
from perfxl.package.xml import parse
from perfxl.sheets.address import Box, Position
from perfxl.sheets.values import ErrorValue, Scalar

_TRUTH = {"1", "true"}
_MOST_REMEMBERED = 200_000
_ERRORS: dict[str, ErrorValue] = {error.value: error for error in ErrorValue}
_BLOCKS = {"dataTable": "table"}


def read_calculation(source: Path | str | Archive) -> Calculation:
    """Read what formulas compute from; InputError as for `reading.read`, and where a format's formulas are not read."""
    archive = source if isinstance(source, Archive) else open_workbook(Path(source))
    if isinstance(archive, ForeignBook):
        raise InputError(
            f"“{archive.path.name}”是 {archive.kind} 格式，读不到公式，不能重算，请用 Excel 或 WPS 另存为 .xlsx 再试。"
        )
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
    sheet = FormulaSheetReader(entry.part, context).read(archive.read(entry.part))
    sheet = replace(sheet, name=entry.name)
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


class FormulaSheetReader(CellReader[FormulaSheet]):
    """Makes a `FormulaSheet`, its name still to be given, of the cells of a worksheet part."""

    outside = ("filterColumn",)

    def __init__(self, part: str, context: Context) -> None:
        super().__init__(part, context)
        self._values: dict[Position, Scalar] = {}
        self._formulas: dict[Position, str] = {}
        self._hidden: set[int] = set()
        self._filtered = False
        self._known: dict[tuple[bytes, bytes | None], Scalar] = {}

    def take_outside(self, elements: list[tuple[str, Mapping[str, str]]]) -> int:
        """Take whether a filter hides rows."""
        self._filtered = bool(elements)
        return 0

    def take(self, batch: Batch) -> None:
        """Take the cells of some rows."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        self._hidden.update(number for number, tag in batch.row_tags if is_true(attributes(tag).get("hidden")))
        keys = list(zip(batch.tags, batch.values, strict=True))
        known = self._known
        for key in set(keys):
            if key not in known:
                known[key] = self._value(*key)
        positions = list(zip(batch.rows, batch.columns, strict=True))
        values = map(known.__getitem__, keys)
        self._values.update(pair for pair in zip(positions, values, strict=True) if pair[1] is not None)
        if any(tag is not None for tag in batch.formula_tags):
            self._take_formulas(positions, batch)

    def finish(self) -> FormulaSheet:
        """Return the sheet: shared formulas resolved."""
        self._formulas.update(self.late_formulas())
        blocks = {box.anchor: Block(box, _BLOCKS.get(kind, kind)) for box, kind in self.arrays.items()}
        return FormulaSheet(
            "", self._values, self._formulas, blocks, frozenset(self._hidden), bool(self._hidden) and self._filtered
        )

    def _take_formulas(self, positions: Sequence[Position], batch: Batch) -> None:
        formulas = self._formulas
        for position, tag, formula_tag, text in zip(
            positions, batch.tags, batch.formula_tags, batch.formulas, strict=True
        ):
            if formula_tag is not None:
                formula = self.formula(position, tag, formula_tag, text)
                if formula is not None:
                    formulas[position] = formula

    def _value(self, tag: bytes, stored: bytes | None) -> Scalar:
        kind = self.tags[tag].kind
        text = value_text(stored, kind)
        if kind == "n":
            return float(text) if text else None
        value, error = read_value(kind, text, self.context, computed=True)
        if error:
            return _ERRORS.get(error, ErrorValue.VALUE)
        return float(value) if isinstance(value, Decimal) else value
