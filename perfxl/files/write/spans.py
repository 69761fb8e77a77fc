"""Writing among formulas that span cells: shared ones get another master, arrays are not torn."""

from __future__ import annotations

from collections.abc import Set

from perfxl.errors import RefusedError
from perfxl.files.parts.rowindex import RowIndex
from perfxl.files.read.worksheet import Worksheet
from perfxl.files.write.patching import Patch
from perfxl.formulas.shifting import shift
from perfxl.formulas.tokens import FormulaError
from perfxl.sheets.address import Box, Position, cell_address

_ARRAY = "数组公式（或其溢出区域）"
_NAMES = {"array": _ARRAY, "spill": _ARRAY, "dataTable": "模拟运算表"}


def rows_concerned(index: RowIndex, rows: Set[int]) -> set[int]:
    """Return some rows and those where the formulas begin that may reach into them."""
    return {*rows, *(span.row for span in index.spans() if span.kind != "shared" or not span.empty)}


def rows_of_groups(index: RowIndex, groups: Set[str]) -> set[int]:
    """Return the rows in which the shared formulas of some groups stand."""
    return {span.row for span in index.spans() if span.kind == "shared" and span.group in groups}


def overwritten_groups(stands: Worksheet, overwritten: Set[Position]) -> set[str]:
    """Return the groups of shared formulas that lose their master."""
    return {group for master, group in stands.masters.items() if master in overwritten}


def anchors(stands: Worksheet, sheet: str, overwritten: Set[Position]) -> dict[Position, Patch]:
    """Return the new master of each shared formula whose master is overwritten, if cells are left that share it.

    RefusedError where the formula cannot begin at the first of them: beyond the edge of the sheet it loses references.
    """
    found: dict[Position, Patch] = {}
    for master, group in stands.masters.items():
        left = [child for child, its in stands.children.items() if its == group and child not in overwritten]
        if master in overwritten and left:
            found[left[0]] = _anchor(stands, sheet, master, left)
    return found


def _anchor(stands: Worksheet, sheet: str, master: Position, left: list[Position]) -> Patch:
    first = left[0]
    old, new = stands.cells[master].formula or "", stands.cells[first].formula or ""
    if not _is_copy(old, new, first[0] - master[0], first[1] - master[1]):
        raise RefusedError(
            f"工作表“{sheet}”的单元格 {cell_address(*master)} 是共享公式的首格，"
            f"改动会影响 {cell_address(*first)} 等单元格，未写出，请先在 Excel 中重新输入这些公式。"
        )
    return Patch(None, new, shared=Box.around(left).reference)


def _is_copy(formula: str, copy: str, rows: int, columns: int) -> bool:
    """Whether a formula moved so far is the other, and nothing was lost on the way."""
    try:
        return shift(copy, -rows, -columns) == shift(formula, 0, 0)
    except FormulaError:
        return False


def check_arrays(stands: Worksheet, sheet: str, written: Set[Position], renewed: Set[Position]) -> None:
    """Raise RefusedError where a cell of an array formula or a data table is written alone, not the whole array.

    written  all cells to be written; renewed  those of them whose formula stays and whose result changes
    """
    for box, kind in stands.arrays.items():
        whole = kind != "dataTable" and all(cell in written for cell in box.positions())
        torn = None if whole or box.anchor in renewed else next((p for p in sorted(written) if box.contains(p)), None)
        if torn:
            name, span = _NAMES[kind], box.reference
            raise RefusedError(
                f"工作表“{sheet}”的单元格 {cell_address(*torn)} 属于{name} {span}，不能单独改写，"
                f"请先在 Excel 中清除 {span} 的公式再试。"
            )
