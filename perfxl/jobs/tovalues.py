"""The job of 函数转为数值: a workbook sent out needs no add-in."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.functions.calls import calls
from perfxl.model.place import Place
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Cell, Snapshot

Group = tuple[tuple[Place, Cell], ...]


def to_values(snapshot: Snapshot) -> ChangeSet:
    """Return the writes that put, for every formula calling one of our functions, the value that it shows.

    A formula that shows an error, or whose value nobody stored, stays: see `without_value`. An array formula goes as
    a whole or not at all.
    """
    groups = (group for group in _calling(snapshot) if _has_values(group))
    return ChangeSet(cells=tuple(_write(place, cell) for group in groups for place, cell in group))


def without_value(snapshot: Snapshot) -> tuple[Place, ...]:
    """Return the cells whose formula calls one of our functions but shows no value to put in its place."""
    return tuple(group[0][0] for group in _calling(snapshot) if not _has_values(group))


def _calling(snapshot: Snapshot) -> Iterator[Group]:
    """Yield the cells that each formula calling a function fills, the formula's own first."""
    for sheet in snapshot.sheets:
        filled = {box.anchor: tuple(box.positions()) for box in sheet.arrays}
        for position, cell in sorted(sheet.cells.items()):
            if cell.formula is not None and calls(cell.formula):
                spots = filled.get(position, (position,))
                yield tuple((Place(sheet.name, cell_address(*spot)), sheet.cells.get(spot, Cell())) for spot in spots)


def _has_values(group: Group) -> bool:
    return all(cell.value is not None for _, cell in group)


def _write(place: Place, cell: Cell) -> CellWrite:
    return CellWrite(
        sheet=place.sheet or "",
        cell=place.cell or "",
        value=cell.value,
        old_value=cell.value,
        old_formula=cell.formula,
        reason=f"函数转为数值：原公式 ={cell.formula}" if cell.formula else "函数转为数值：原为数组公式的结果",
    )
