"""撤销上次操作: restore cell by cell what the last command wrote, except what somebody changed since."""

from __future__ import annotations

from functools import partial

from perfxl.attachments.statement import shorten
from perfxl.errors import RefusedError
from perfxl.excel.record import Record
from perfxl.excel.spreads import Spread
from perfxl.excel.undo import WayBack, is_as_left, way_back
from perfxl.ribbon.changing import Planned, change
from perfxl.ribbon.context import Answer, Context
from perfxl.sheets.snapshot import Snapshot

_NOTHING = "这个工作簿没有可以撤销的操作。"


def undo(context: Context) -> Answer:
    """Take back the last operation on this very workbook: a copy, or another by the same name, is not undone."""
    records, token = context.memory.records, context.identity.token
    record = records.last(token) if token else None
    if record is None:
        return _NOTHING
    here = record.path.casefold() == context.identity.path.casefold()
    known = here and (token in records.own or not record.whole)
    drop = partial(records.drop, token)
    return change(context, "undo", "撤销上次操作", partial(_plan, record, known), remember=False, done=drop)


def _plan(record: Record, known: bool, snapshot: Snapshot) -> Planned:
    """Return the way back; RefusedError where a record of another process or path does not fit the workbook.

    Excel has been closed since, or the workbook is a copy: what it holds must say that the record is its own.
    """
    if not (known or is_as_left(record, snapshot)):
        raise RefusedError(
            f"{_NOTHING}上次的操作（{record.time}“{record.title}”，{record.path}）留下的内容与这里的不同，不会还原。"
        )
    return _planned(record, way_back(record, snapshot))


def _planned(record: Record, back: WayBack) -> Planned:
    changes = back.changes
    counts = (
        (len(changes.cells), "个单元格"),
        (len(changes.removed), "张工作表"),
        (len(changes.fills), "处底色"),
        (len(changes.notes), "条批注"),
    )
    what = "、".join(f"{count} {unit}" for count, unit in counts if count)
    message = [f"已撤销“{record.title}”：还原 {what}。" if what else "没有可以还原的内容。"]
    if back.changed:
        message.append(f"以下位置后来改过，没有还原：{shorten(back.changed)}。")
    if back.already and record.whole:
        message.append(
            f"{len(back.already)} 个单元格里已经是原来的内容：{shorten(back.already)}；"
            "插入或删除过行列的，请核对挪动了位置的格子。"
        )
    if record.renewed:
        message.append(f"以下生成的工作表不能还原，旧内容在备份里：{shorten(record.renewed)}。")
    question = f"将撤销 {record.time} 的“{record.title}”（{record.path}），还原 {what}。是否继续？" if what else ""
    former: dict[str, list[Spread]] = {}
    for sheet, spread in record.spreads:
        former.setdefault(sheet, []).append(spread)
    return Planned(changes, tuple(message), question, former)
