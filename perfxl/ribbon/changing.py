"""How every command that writes goes about it: read, plan, ask, back up, write, tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from perfxl.excel.applying import Applied, apply
from perfxl.excel.com import Com
from perfxl.excel.quiet import OURS, quiet
from perfxl.excel.reading import Live, reading
from perfxl.excel.record import Record
from perfxl.files.read.reading import read
from perfxl.ribbon.building import build
from perfxl.ribbon.desk import Desk
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

CANCELLED = "已取消，没有改动。"
_BACKUPS = 10  # copies kept, the youngest
_SHOWN = 8  # places named in a message


@dataclass(frozen=True, slots=True)
class Planned:
    """What a command wants to write.

    told      lines for the user, whether anything is written or not
    question  what is asked before writing; "" asks nothing
    """

    changes: ChangeSet
    told: tuple[str, ...] = ()
    question: str = ""


def change(desk: Desk, title: str, plan: Callable[[Snapshot], Planned], *, remember: bool = True) -> str:
    """Carry out a command that writes and return what to tell the user; PerfxlError where it cannot be.

    remember  the command becomes the one that undo takes back
    """
    app = desk.book.Application
    with quiet(app, f"{OURS}：{title}，正在读取和计算…"), reading(desk.book, desk.name, read) as live:
        planned = plan(live.snapshot)
        if planned.changes.empty:
            return "\n".join(planned.told)
        if planned.question and not desk.ui.confirm(planned.question):
            return CANCELLED
        _back_up(live, desk.folder / "backup")
        app.StatusBar = f"{OURS}：{title}，正在写入…"
        keep = partial(desk.memory.records.keep, desk.name) if remember else _forget
        applied = apply(desk.book, planned.changes, live.snapshot, build, keep, title)
    return "\n".join((*planned.told, *_kept_back(applied)))


def look(desk: Desk, title: str) -> Snapshot:
    """Return the workbook as it stands, for a command that only reads."""
    app: Com = desk.book.Application
    with quiet(app, f"{OURS}：{title}…"), reading(desk.book, desk.name, read) as live:
        return live.snapshot


def _forget(_: Record) -> None:
    """Keep no record."""


def _back_up(live: Live, folder: Path) -> None:
    """Keep the copy that was read; a folder that cannot be written does not stop the work, for there is undo."""
    if live.copy is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(live.copy, folder / f"{datetime.now():%Y%m%d-%H%M%S}-{live.copy.name}")
        for old in sorted(folder.iterdir())[:-_BACKUPS]:
            old.unlink(missing_ok=True)


def _kept_back(applied: Applied) -> Sequence[str]:
    lines = []
    if applied.locked:
        lines.append(f"以下位置受保护，没有改动（请先撤销工作表保护再试）：{shortened(applied.locked)}。")
    if applied.second:
        lines.append(f"工作簿结构受保护，生成的工作表放在新工作簿“{applied.second}”里，请另行保存。")
    return lines


def shortened(places: Sequence[str]) -> str:
    """Return places for a message, the first few by name."""
    named = "、".join(places[:_SHOWN])
    return f"{named} 等 {len(places)} 处" if len(places) > _SHOWN else named
