"""Reading an open workbook through COM alone, where the office's encryption keeps its copies from being read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from perfxl.errors import RefusedError
from perfxl.excel.com import Com
from perfxl.excel.sheetxml import Layout, layout_of
from perfxl.excel.standing import address_box
from perfxl.excel.values import Matrix, formula_of, matrix, value_of
from perfxl.sheets.address import Box, Position, cell_address
from perfxl.sheets.ownership import OWNERSHIP_NAME, unpacked
from perfxl.sheets.snapshot import Cell, Ownership, Sheet, Snapshot, Value

_SHOWN = -1  # xlSheetVisible
MOST_CELLS = 1_000_000  # that are read of one sheet: more would keep Excel for minutes
_FORMULAS, _PART, _BACKWARDS = -4123, 2, 2  # xlFormulas, xlPart, xlPrevious
_XML = 11  # xlRangeValueXMLSpreadsheet
_PROPERTY_GET = 2  # DISPATCH_PROPERTYGET


def read_blocks(book: Com, name: str) -> Snapshot:
    """Return the workbook: values and formulas in blocks; layout from XML Spreadsheet where Excel gives it."""
    owned = _owned(book)
    sheets = tuple(_sheet(sheet, owned) for sheet in book.Worksheets)
    return Snapshot(name, sheets, bool(book.ProtectStructure))


def _owned(book: Com) -> Mapping[str, Ownership]:
    found = {}
    for name in book.Names:
        sheet, _, own = str(name.Name).rpartition("!")
        if own == OWNERSHIP_NAME:
            ownership = unpacked(str(name.RefersTo).removeprefix("="))
            if ownership:
                found[sheet.strip("'").replace("''", "'")] = ownership
    return found


def _sheet(sheet: Com, owned: Mapping[str, Ownership]) -> Sheet:
    name = str(sheet.Name)
    used = _filled(sheet)
    box = address_box(used)
    layout = _layout(used, box) or _probed(sheet, box)
    values, formulas = matrix(used.Value2), matrix(used.Formula)
    cells = dict(_cells(box, values, formulas, layout))
    return Sheet(
        name,
        cells,
        layout.merges,
        int(sheet.Visible) != _SHOWN,
        layout.hidden_rows,
        layout.hidden_columns,
        owned.get(name),
        layout.fills,
        layout.notes,
        _unlocked(sheet, box),
    )


def _filled(sheet: Com) -> Com:
    """Return the range that is used, without what is only formatted where that is too much to be read.

    RefusedError where more is filled than can be read in blocks.
    """
    used = sheet.UsedRange
    if address_box(used).area <= MOST_CELLS:
        return used
    last = [sheet.Cells.Find("*", sheet.Range("A1"), _FORMULAS, _PART, order, _BACKWARDS) for order in (1, 2)]
    corners = [address_box(cell).anchor for cell in last if cell is not None]
    box = Box(1, 1, max((row for row, _ in corners), default=1), max((column for _, column in corners), default=1))
    if box.area > MOST_CELLS:
        raise RefusedError(
            f"工作表“{sheet.Name}”的数据到 {box.reference}，超过 {MOST_CELLS:,} 格，读不了；请删去多余的行列，"
            "或另存为 .xlsx 再试。"
        )
    return sheet.Range(box.reference)


def _cells(box: Box, values: Matrix, formulas: Matrix, layout: Layout) -> Iterator[tuple[Position, Cell]]:
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), box.top):
        for column, (given, text) in enumerate(zip(line, texts, strict=True), box.left):
            formula = formula_of(text, given)
            value, error = value_of(given)
            shown = layout.formats.get((row, column), "General")
            cell = Cell(value if formula is not None else _stored(value), formula, shown, error)
            if cell != Cell():
                yield (row, column), cell


def _stored(value: Value) -> Value:
    """Drop an empty text, which a file does not store either."""
    return None if value == "" else value


def _layout(used: Com, box: Box) -> Layout | None:
    """Return what XML Spreadsheet tells, None where Excel does not give it."""
    with suppress(Exception):
        member = used._oleobj_.GetIDsOfNames(0, "Value")
        text = used._oleobj_.Invoke(member, 0, _PROPERTY_GET, True, _XML)
        return layout_of(str(text), box.anchor)
    return None


def _probed(sheet: Com, box: Box) -> Layout:
    """Return merges and number formats, found by asking for ever smaller boxes until each is of one kind."""
    merged = (box for box, is_merged in _uniform(sheet, box, "MergeCells") if is_merged)
    areas = {str(sheet.Range(cell_address(*spot)).MergeArea.Address) for box in merged for spot in box.positions()}
    formats = {
        spot: str(code)
        for box, code in _uniform(sheet, box, "NumberFormat")
        if code != "General"
        for spot in box.positions()
    }
    merges = tuple(sorted(Box.parse(area.replace("$", "")) for area in areas))
    return Layout(merges, formats, hidden_rows=frozenset(_hidden_rows(sheet, box.top, box.bottom)))


def _hidden_rows(sheet: Com, top: int, bottom: int) -> Iterator[int]:
    """Yield the rows that a filter or a person hides, found by halving."""
    hidden = sheet.Range(f"A{top}:A{bottom}").EntireRow.Hidden
    if hidden is None and top < bottom:
        middle = (top + bottom) // 2
        yield from _hidden_rows(sheet, top, middle)
        yield from _hidden_rows(sheet, middle + 1, bottom)
    elif hidden:
        yield from range(top, bottom + 1)


def _uniform(sheet: Com, box: Box, member: str) -> Iterator[tuple[Box, object]]:
    """Yield the boxes in which a property has one value, which Excel tells by not answering None."""
    value = getattr(sheet.Range(box.reference), member)
    if value is not None:
        yield box, value
        return
    for half in _halves(box):
        yield from _uniform(sheet, half, member)


def _halves(box: Box) -> tuple[Box, ...]:
    top, left, bottom, right = box
    if bottom > top:
        middle = (top + bottom) // 2
        return Box(top, left, middle, right), Box(middle + 1, left, bottom, right)
    if right > left:
        middle = (left + right) // 2
        return Box(top, left, bottom, middle), Box(top, middle + 1, bottom, right)
    return ()


def _unlocked(sheet: Com, box: Box) -> frozenset[Position] | None:
    if not sheet.ProtectContents:
        return None
    free = (box for box, locked in _uniform(sheet, box, "Locked") if not locked)
    return frozenset(spot for box in free for spot in box.positions())
