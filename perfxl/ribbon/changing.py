"""How every command that writes goes about it: read, plan, ask, back up, write, tell; and 撤销上次操作."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from perfxl.attachments.statement import shorten
from perfxl.excel.applying import Applied, apply
from perfxl.excel.com import Com
from perfxl.excel.quiet import OURS, quiet
from perfxl.excel.reading import Live, reading
from perfxl.excel.record import Record
from perfxl.excel.undo import WayBack, way_back
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.ribbon.context import Context
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

CANCELLED = "已取消，没有改动。"
_BACKUPS = 10  # copies kept, the youngest


@dataclass(frozen=True, slots=True)
class Planned:
    """What a command wants to write.

    message   lines for the user, whether anything is written or not
    question  what is asked before writing; "" asks nothing
    """

    changes: ChangeSet
    message: tuple[str, ...] = ()
    question: str = ""


def change(context: Context, title: str, plan: Callable[[Snapshot], Planned], *, remember: bool = True) -> str:
    """Carry out a command that writes and return what to tell the user; PerfxlError where it cannot be.

    remember  the command becomes the one that undo takes back
    """
    app = context.book.Application
    with quiet(app, f"{OURS}：{title}，正在读取和计算…"), reading(context.book, context.name, read) as live:
        planned = plan(live.snapshot)
        if planned.changes.empty:
            return "\n".join(planned.message)
        if planned.question and not context.dialogs.confirm(planned.question):
            return CANCELLED
        _back_up(live, context.folder / "backup")
        app.StatusBar = f"{OURS}：{title}，正在写入…"
        keep = partial(context.memory.records.keep, context.name) if remember else _forget
        applied = apply(context.book, planned.changes, live.snapshot, create, keep, title)
    return "\n".join((*planned.message, *_kept_back(applied)))


def look(context: Context, title: str) -> Snapshot:
    """Return the workbook as it stands, for a command that only reads."""
    app: Com = context.book.Application
    with quiet(app, f"{OURS}：{title}…"), reading(context.book, context.name, read) as live:
        return live.snapshot


def _forget(_: Record) -> None:
    """Keep no record."""


def _back_up(live: Live, folder: Path) -> None:
    """Keep the copy that was read; a folder that cannot be written does not stop the work, for there is undo."""
    if live.copy is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(live.copy, folder / f"{datetime.now():%Y%m%d-%H%M%S}-{live.copy.name}")
        for old in sorted(folder.iterdir())[:-_BACKUPS]:
            old.unlink(missing_ok=True)


def _kept_back(applied: Applied) -> Iterator[str]:
    if applied.locked:
        yield f"以下位置受保护，没有改动（请先撤销工作表保护再试）：{shorten(applied.locked)}。"
    if applied.second:
        yield f"工作簿结构受保护，生成的工作表放在新工作簿“{applied.second}”里，请另行保存。"


def undo(context: Context) -> str:
    """撤销上次操作: restore cell by cell what the last command wrote, except what somebody changed since."""
    record = context.memory.records.last(context.name)
    if record is None:
        return "这个工作簿没有可以撤销的操作。"
    message = change(
        context, "撤销上次操作", lambda snapshot: _plan_undo(record, way_back(record, snapshot)), remember=False
    )
    if message != CANCELLED:
        context.memory.records.drop(context.name)
    return message


def _plan_undo(record: Record, back: WayBack) -> Planned:
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
    if record.renewed:
        message.append(f"以下生成的工作表不能还原，旧内容在备份里：{shorten(record.renewed)}。")
    question = f"将撤销“{record.title}”，还原 {what}。是否继续？" if what else ""
    return Planned(changes, tuple(message), question)
