"""Formulas that fill several cells (数组公式、溢出区域).

Written word by word they would come to take one cell of each range, and show another figure without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.errors import RefusedError
from perfxl.excel.com import newer
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.standing import Standing, address_box
from perfxl.excel.values import matrix
from perfxl.sheets.address import Box, Position
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Sheet

_LONGEST_ARRAY = 255  # characters of a formula that Range.FormulaArray takes
Writes = Mapping[Position, CellWrite]


@dataclass(frozen=True, slots=True)
class Spread:
    """A formula that may fill several cells, of which the first holds it.

    dynamic  it spills as far as it needs; else it fills just the box, entered with Ctrl+Shift+Enter
    """

    box: Box
    dynamic: bool = False


def spreads_touched(grid: SheetRanges, sheet: Sheet, writes: Writes, before: Standing) -> tuple[Spread, ...]:
    """Return the formulas filling several cells that writes touch; RefusedError where one would be broken."""
    touched = [box for box in sheet.arrays if any(map(box.contains, writes))]
    former = [spot for spot, write in writes.items() if write.old_formula is not None]
    if not touched and not former:
        return ()
    for box in touched:
        _check_torn(box, writes)
    whole = _taking_ranges_whole(grid, before)
    if whole is None:
        return tuple(Spread(box) for box in {*touched, *_entered_as_arrays(grid, former)})
    return (*_several(grid, touched, whole), *_alone(former, touched, whole))


def _several(grid: SheetRanges, touched: Iterable[Box], whole: frozenset[Position]) -> Iterator[Spread]:
    for box in touched:
        yield Spread(box, box.anchor in whole and not grid.cell(box.anchor).HasArray)


def _alone(former: Iterable[Position], touched: Iterable[Box], whole: frozenset[Position]) -> Iterator[Spread]:
    """Yield the formulas that may spill and fill one cell now."""
    anchors = {box.anchor for box in touched}
    for spot in sorted(whole.intersection(former) - anchors):
        yield Spread(Box(*spot, *spot), True)


def _check_torn(box: Box, writes: Writes) -> None:
    """RefusedError where a formula filling a box would be written over in part; it may be given other words."""
    spots = set(box.positions())
    touched = spots & writes.keys()
    renewed = touched == {box.anchor} and writes[box.anchor].formula is not None
    if touched != spots and not renewed:
        place = place_words(writes[min(touched)])
        raise RefusedError(f"{place}属于数组公式，不能单独改写，请先在 Excel 中清除该数组公式。")
    if renewed and len(writes[box.anchor].formula or "") > _LONGEST_ARRAY:
        raise RefusedError(f"{place_words(writes[box.anchor])}的数组公式太长，Excel 不让程序改写，请手工修改。")


def _taking_ranges_whole(grid: SheetRanges, before: Standing) -> frozenset[Position] | None:
    """Return the cells whose formulas take ranges whole, None in an Excel where no formula spills.

    There Range.Formula2 shows the same words as Range.Formula; it shows an @ where one cell of a range is taken.
    """
    texts = newer(grid.range(before.box.reference), "Formula2")
    if texts is None:
        return None
    lines = zip(before.formulas, matrix(texts), strict=True)
    return frozenset(
        (row, column)
        for row, (line, others) in enumerate(lines, before.box.top)
        for column, (text, other) in enumerate(zip(line, others, strict=True), before.box.left)
        if text == other and str(text).startswith("=")
    )


def _entered_as_arrays(grid: SheetRanges, cells: Sequence[Position]) -> Iterator[Box]:
    """Yield the cells, of those with formulas, that were entered with Ctrl+Shift+Enter and fill no other cell."""
    if cells and grid.area(cells).HasArray is not False:
        for spot in cells:
            if grid.cell(spot).HasArray and address_box(grid.cell(spot).CurrentArray).is_cell:
                yield Box(*spot, *spot)


def still_spread(spreads: Iterable[Spread], writes: Writes, former: Iterable[Spread]) -> tuple[Spread, ...]:
    """Return the formulas filling several cells that are to stand there afterwards."""
    return tuple(
        spread
        for spread in dict.fromkeys((*spreads, *former))
        if spread.box.anchor in writes and writes[spread.box.anchor].formula is not None
    )


def place_words(write: CellWrite) -> str:
    """Return where a write goes, as refusals say it."""
    return f"工作表“{write.sheet}”的单元格 {write.cell} "
