"""解释此单元格: how the cell in front comes about."""

from __future__ import annotations

from perfxl.jobs.explain import explain as explained
from perfxl.ribbon.changing import look
from perfxl.ribbon.desk import Desk


def explain(desk: Desk) -> str:
    """解释此单元格: tell how the value of the selected cell comes about."""
    cell = desk.book.Application.ActiveCell
    sheet, address = str(cell.Worksheet.Name), str(cell.Address).replace("$", "")
    lines = explained(look(desk, "解释此单元格"), sheet, address)
    return "\n".join(f"{label}：{text}" for label, text in lines)
