"""Writing cells: looked at in one block first, then written in rectangles, number formats by union."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.errors import RefusedError
from perfxl.excel.ranges import SheetRanges, rectangles
from perfxl.excel.values import entry, formula_of, matrix, same_formula, value_of
from perfxl.sheets.address import Box, Position, cell_address, position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Sheet, Value

GENERAL, TEXT = "General", "@"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The writes to one grid, looked at and not yet made.

    formats  the number format that each cell has now
    arrays   ranges that one formula fills and that are written over whole
    styling  whether Excel lets number formats be changed (a protected sheet may not)
    """

    grid: SheetRanges
    writes: Mapping[Position, CellWrite]
    formats: Mapping[Position, str]
    arrays: tuple[Box, ...] = ()
    styling: bool = True


def examine(grid: SheetRanges, sheet: Sheet, writes: Sequence[CellWrite], styling: bool) -> SheetCells:
    """Return the writes, ready to be made; RefusedError names the first cell that is not as they expect it."""
    by_place: dict[Position, CellWrite] = {}
    for write in writes:
        position = position_of(write.cell)
        if position in by_place:
            raise RefusedError(f"{_place(write)}被写两次，结果不定，未写出，请重新运行。")
        by_place[position] = write
    _check_merges(sheet, by_place)
    arrays = _arrays(sheet, by_place)
    _check_contents(grid, by_place, arrays)
    return SheetCells(grid, by_place, _formats(grid, sheet, by_place), arrays, styling)


def put(looked: SheetCells) -> None:
    """Make the writes: formats that values must find, the values, formats that values must not find."""
    before, after = _phases(looked)
    for code, cells in before.items():
        looked.grid.area(cells).NumberFormat = code
    for box in looked.arrays:
        looked.grid.range(box.reference).ClearContents()
    write_blocks(looked.grid, {spot: entry(w.value, w.formula) for spot, w in looked.writes.items()})
    for code, cells in after.items():
        looked.grid.area(cells).NumberFormat = code


def write_blocks(grid: SheetRanges, entries: Mapping[Position, object]) -> None:
    """Write what goes into each cell, a rectangle at a time."""
    for box in rectangles(entries):
        top, left, bottom, right = box
        rows = tuple(tuple(entries[row, column] for column in range(left, right + 1)) for row in range(top, bottom + 1))
        grid.range(box.reference).Formula = rows[0][0] if box.is_cell else rows


def _check_merges(sheet: Sheet, writes: Mapping[Position, CellWrite]) -> None:
    for merge in sheet.merges:
        hidden = next(
            (position for position in merge.positions() if position in writes and merge.hides(position)), None
        )
        if hidden:
            raise RefusedError(f"{_place(writes[hidden])}被合并单元格遮住，写入后看不见，请改写合并区域的左上角。")


def _check_contents(grid: SheetRanges, writes: Mapping[Position, CellWrite], arrays: Iterable[Box]) -> None:
    """Compare what stands there; inside an array Excel shows every cell the formula that only its first holds."""
    inside = {position for box in arrays for position in box.positions() if box.hides(position)}
    for row, column, given, text in _stands(grid, writes):
        write = writes.get((row, column))
        formula = None if (row, column) in inside else formula_of(text, given)
        if write and not _as_expected(write, value_of(given)[0], formula):
            raise RefusedError(f"{_place(write)}的内容与读取时不同，未写出，请重新运行。")


def _stands(grid: SheetRanges, writes: Iterable[Position]) -> Iterator[tuple[int, int, object, object]]:
    """Yield what stands in and around the cells, from two reads."""
    box = Box.around(writes)
    block = grid.range(box.reference)
    values, formulas = matrix(block.Value2), matrix(block.Formula)
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), box.top):
        for column, (given, text) in enumerate(zip(line, texts, strict=True), box.left):
            yield row, column, given, text


def _as_expected(write: CellWrite, value: Value, formula: str | None) -> bool:
    if write.old_formula is not None or formula is not None:
        return same_formula(formula, write.old_formula)
    return same_value(value, write.old_value)


def same_value(there: Value, expected: Value) -> bool:
    """Whether two values are the same to Excel: a blank and an empty text are."""
    if there in (None, "") or expected in (None, ""):
        return there in (None, "") and expected in (None, "")
    return isinstance(there, bool) == isinstance(expected, bool) and there == expected


def _arrays(sheet: Sheet, writes: Mapping[Position, CellWrite]) -> tuple[Box, ...]:
    """Return the arrays that are written over whole; RefusedError where one would be broken."""
    whole = []
    for box in sheet.arrays:
        spots = set(box.positions())
        touched = spots & writes.keys()
        if touched and touched != spots:
            place = _place(writes[min(touched)])
            raise RefusedError(f"{place}属于数组公式，不能单独改写，请先在 Excel 中清除该数组公式。")
        if touched:
            whole.append(box)
    return tuple(whole)


def _formats(grid: SheetRanges, sheet: Sheet, writes: Iterable[Position]) -> dict[Position, str]:
    """Return the cells' formats; a cell that the snapshot leaves out may have its column's, so Excel is asked."""
    writes = tuple(writes)
    known = {spot: sheet.cells[spot].number_format for spot in writes if spot in sheet.cells}
    unknown = [spot for spot in writes if spot not in known]
    if unknown:
        shared = grid.area(unknown).NumberFormat
        each = unknown if shared is None else ()
        known |= {spot: str(shared) for spot in unknown}
        known |= {spot: str(grid.range(cell_address(*spot)).NumberFormat) for spot in each}
    return known


def _phases(looked: SheetCells) -> tuple[dict[str, list[Position]], dict[str, list[Position]]]:
    """Return the cells by the format to give before and after their values are written.

    Into a text cell a number or a formula would go as text; to a formula in a plain cell Excel gives the format of
    what it refers to.
    """
    before: dict[str, list[Position]] = {}
    after: dict[str, list[Position]] = {}
    for spot, write in looked.writes.items() if looked.styling else ():
        stands = looked.formats[spot]
        wanted = write.number_format or stands
        if wanted == TEXT and not isinstance(write.value, str):
            before.setdefault(GENERAL, []).append(spot)
            after.setdefault(TEXT, []).append(spot)
        elif wanted != stands:
            before.setdefault(wanted, []).append(spot)
        if wanted == GENERAL and write.formula is not None:
            after.setdefault(GENERAL, []).append(spot)
    return before, after


def _place(write: CellWrite) -> str:
    return f"工作表“{write.sheet}”的单元格 {write.cell} "
