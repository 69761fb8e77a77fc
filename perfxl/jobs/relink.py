"""The job of 修复函数链接: Excel stores an add-in's function as a link to the path where the add-in was."""

from __future__ import annotations

from perfxl.functions.calls import unlinked
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Snapshot


def relink(snapshot: Snapshot) -> ChangeSet:
    """Return the writes that call our functions by their names alone, so that the add-in at hand computes them."""
    writes = (
        CellWrite(
            sheet=sheet.name,
            cell=cell_address(row, column),
            value=cell.value,
            formula=unlinked(cell.formula),
            old_value=cell.value,
            old_formula=cell.formula,
            reason="修复函数链接：去掉指向别处加载项的路径",
        )
        for sheet in snapshot.sheets
        for (row, column), cell in sorted(sheet.cells.items())
        if cell.formula is not None and unlinked(cell.formula) != cell.formula
    )
    return ChangeSet(cells=tuple(writes))
