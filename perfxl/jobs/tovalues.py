"""The job of 函数转为数值: a workbook sent out needs no add-in."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.functions.names import calls
from perfxl.model import a1
from perfxl.model.place import Place
from perfxl.workbook.changeset import CellWrite, ChangeSet
from perfxl.workbook.snapshot import Cell, Snapshot


def to_values(snapshot: Snapshot) -> ChangeSet:
    """Return the writes that put, for every formula calling one of our functions, the value that it shows.

    A formula that shows an error, or whose value nobody stored, stays: see `without_value`.
    """
    writes = (_write(place, cell) for place, cell in _calling(snapshot) if cell.value is not None)
    return ChangeSet(cells=tuple(writes))


def without_value(snapshot: Snapshot) -> tuple[Place, ...]:
    """Return the cells whose formula calls one of our functions but shows no value to put in its place."""
    return tuple(place for place, cell in _calling(snapshot) if cell.value is None)


def _calling(snapshot: Snapshot) -> Iterator[tuple[Place, Cell]]:
    for sheet in snapshot.sheets:
        for (row, column), cell in sorted(sheet.cells.items()):
            if cell.formula is not None and calls(cell.formula):
                yield Place(sheet.name, a1.cell(row, column)), cell


def _write(place: Place, cell: Cell) -> CellWrite:
    return CellWrite(
        sheet=place.sheet or "",
        cell=place.cell or "",
        value=cell.value,
        old_value=cell.value,
        old_formula=cell.formula,
        reason=f"函数转为数值：原公式 ={cell.formula}",
    )
