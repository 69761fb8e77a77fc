"""撤销上次操作: take back what the last command wrote."""

from __future__ import annotations

from perfxl.excel.record import Record
from perfxl.excel.undo import Undone, undone
from perfxl.ribbon.changing import CANCELLED, Planned, change, shortened
from perfxl.ribbon.desk import Desk

_NOTHING = "这个工作簿没有可以撤销的操作。"


def undo(desk: Desk) -> str:
    """撤销上次操作: restore cell by cell, except what somebody changed since."""
    record = desk.memory.records.last(desk.name)
    if record is None:
        return _NOTHING
    told = change(desk, "撤销上次操作", lambda snapshot: _plan(record, undone(record, snapshot)), remember=False)
    if told != CANCELLED:
        desk.memory.records.drop(desk.name)
    return told


def _plan(record: Record, back: Undone) -> Planned:
    changes = back.changes
    counts = (
        (len(changes.cells), "个单元格"),
        (len(changes.removed), "张工作表"),
        (len(changes.fills), "处底色"),
        (len(changes.notes), "条批注"),
    )
    what = "、".join(f"{count} {unit}" for count, unit in counts if count)
    told = [f"已撤销“{record.title}”：还原 {what}。" if what else "没有可以还原的内容。"]
    if back.changed:
        told.append(f"以下位置后来改过，没有还原：{shortened(back.changed)}。")
    if record.renewed:
        told.append(f"以下生成的工作表不能还原，旧内容在备份里：{shortened(record.renewed)}。")
    question = f"将撤销“{record.title}”，还原 {what}。是否继续？" if what else ""
    return Planned(changes, tuple(told), question)
