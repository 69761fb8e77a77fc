"""Cells to be written, looked at before anything is: what stands there, what Excel would do by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.errors import RefusedError
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.spreads import Spread, place_words, spreads_touched, still_spread
from perfxl.excel.standing import Standing, address_box, stands
from perfxl.excel.values import formula_of, same_formula, value_of
from perfxl.sheets.address import Box, Position, position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Sheet, Value


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The writes to one grid, looked at and not yet made.

    formats  the number format that each cell has now
    before   what stands in and around the cells, tables that they lie in or touch included
    spreads  formulas that fill several cells and stand there now
    made     those that are to stand there afterwards
    tables   whether the sheet has tables (Ctrl+T), which fill their columns by themselves
    styling  whether Excel lets number formats be changed (a protected sheet may not)
    """

    grid: SheetRanges
    writes: Mapping[Position, CellWrite]
    formats: Mapping[Position, str]
    before: Standing
    spreads: tuple[Spread, ...] = ()
    made: tuple[Spread, ...] = ()
    tables: bool = False
    styling: bool = True


def examine(
    grid: SheetRanges, sheet: Sheet, writes: Sequence[CellWrite], styling: bool, former: Sequence[Spread] = ()
) -> SheetCells:
    """Return the writes, ready to be made; RefusedError names the first cell that is not as they expect it.

    former  formulas filling several cells that the writes bring back
    """
    by_place: dict[Position, CellWrite] = {}
    for write in writes:
        position = position_of(write.cell)
        if position in by_place:
            raise RefusedError(f"{place_words(write)}被写两次，结果不定，未写出，请重新运行。")
        by_place[position] = write
    _check_merges(sheet, by_place)
    tables = _tables(grid)
    around = Box.around((*by_place, *_corners(tables, by_place)))
    before = stands(grid, around)
    spreads = spreads_touched(grid, sheet, by_place, before)
    _check_contents(before, by_place, spreads)
    made = still_spread(spreads, by_place, former)
    return SheetCells(grid, by_place, _formats(grid, sheet, by_place), before, spreads, made, bool(tables), styling)


def same_value(there: Value, expected: Value) -> bool:
    """Whether two values are the same to Excel: a blank and an empty text are."""
    if there in (None, "") or expected in (None, ""):
        return there in (None, "") and expected in (None, "")
    return isinstance(there, bool) == isinstance(expected, bool) and there == expected


def _check_merges(sheet: Sheet, writes: Mapping[Position, CellWrite]) -> None:
    for merge in sheet.merges:
        hidden = next(
            (position for position in merge.positions() if position in writes and merge.hides(position)), None
        )
        if hidden:
            raise RefusedError(f"{place_words(writes[hidden])}被合并单元格遮住，写入后看不见，请改写合并区域的左上角。")


def _tables(grid: SheetRanges) -> tuple[Box, ...]:
    listed = grid.worksheet.ListObjects
    return tuple(address_box(table.Range) for table in listed) if listed.Count else ()


def _corners(tables: Iterable[Box], writes: Iterable[Position]) -> Iterator[Position]:
    """Yield the corners of the tables that cells lie in, or below."""
    writes = tuple(writes)
    for table in tables:
        reach = table._replace(bottom=table.bottom + 1)
        if any(reach.contains(spot) for spot in writes):
            yield table.anchor
            yield table.bottom, table.right


def _check_contents(before: Standing, writes: Mapping[Position, CellWrite], spreads: Iterable[Spread]) -> None:
    """Compare what stands there; inside an array Excel shows every cell the formula that only its first holds."""
    inside = {spot for spread in spreads for spot in spread.box.positions() if spread.box.hides(spot)}
    for spot, given, text in before.cells():
        write = writes.get(spot)
        formula = None if spot in inside else formula_of(text, given)
        if write and not _as_expected(write, value_of(given)[0], formula):
            raise RefusedError(f"{place_words(write)}的内容与读取时不同，未写出，请重新运行。")


def _as_expected(write: CellWrite, value: Value, formula: str | None) -> bool:
    if write.old_formula is not None or formula is not None:
        return same_formula(formula, write.old_formula)
    return same_value(value, write.old_value)


def _formats(grid: SheetRanges, sheet: Sheet, writes: Iterable[Position]) -> dict[Position, str]:
    """Return the cells' formats; a cell that the snapshot leaves out may have its column's, so Excel is asked."""
    writes = tuple(writes)
    known = {spot: sheet.cells[spot].number_format for spot in writes if spot in sheet.cells}
    unknown = [spot for spot in writes if spot not in known]
    if unknown:
        shared = grid.area(unknown).NumberFormat
        each = unknown if shared is None else ()
        known |= {spot: str(shared) for spot in unknown}
        known |= {spot: str(grid.cell(spot).NumberFormat) for spot in each}
    return known
