"""Whose report it is (封面): department, year, who filled it in; from labels with their values beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfxl.drafting.field import Field
from perfxl.model.table import Evaluation, Table
from perfxl.numerals.characters import compact
from perfxl.sheets.address import Position
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

LABELS = {
    "部门名称": ("部门名称", "单位名称", "填报单位", "预算单位", "部门(单位)名称"),
    "填报人": ("填报人", "填表人", "制表人"),
    "联系电话": ("联系电话", "电话"),
    "填报日期": ("填报日期", "填表日期"),
}
_NAMING = ("department", "competent_department")
_REACH = 12


def cover(snapshot: Snapshot, evaluation: Evaluation) -> Mapping[str, Field]:
    """Return 年度, 部门名称, 填报人, 联系电话 and 填报日期; missing ones are gaps."""
    told = {name: next(_told(snapshot, labels), "") for name, labels in LABELS.items()}
    told["部门名称"] = told["部门名称"] or _department(evaluation.tables)
    told["年度"] = str(evaluation.year or "")
    return {name: Field(name, text, text) for name, text in told.items()}


def _told(snapshot: Snapshot, labels: tuple[str, ...]) -> Iterator[str]:
    for sheet in snapshot.sources():
        for position, cell in sorted(sheet.cells.items()):
            if position[0] <= _REACH and isinstance(cell.value, str):
                label, _, inline = compact(cell.value).partition(":")
                found = inline or _beside(sheet, position) if label in labels else ""
                if found:
                    yield found


def _beside(sheet: Sheet, position: Position) -> str:
    """Return the text right of a label; a label of its own is none."""
    value = sheet.cells.get((position[0], position[1] + 1), Cell()).value
    text = value.strip() if isinstance(value, str) else ""
    return "" if text.endswith((":", "：")) else text


def _department(tables: tuple[Table, ...]) -> str:
    """Return the department that the forms and lists name."""
    holders = [holder for table in tables for holder in (table.text, *(row.text for row in table.rows))]
    return next((text for told in holders for key in _NAMING if (text := told(key))), "")
