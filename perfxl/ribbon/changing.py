"""How every command that writes goes about it, in two calls: read and plan; once the user agrees, back up and write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from perfxl.attachments.statement import shorten
from perfxl.errors import RefusedError
from perfxl.excel.applying import Applied, apply
from perfxl.excel.com import Com
from perfxl.excel.identity import Identity, make_known
from perfxl.excel.reading import Live, reading
from perfxl.excel.record import Record
from perfxl.excel.spreads import Spread
from perfxl.excel.watch import progress
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.ribbon.context import Answer, Ask, Context
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

_BACKUPS = 10  # copies kept, the youngest
_NAME = 60  # characters of a workbook's name that a backup's name has
_TEXTS = frozenset({".csv", ".txt", ".prn"})
_MANUAL, _DONE = -4135, 0  # xlCalculationManual, xlDone
GO_ON = "是否继续？写入前会另存一份副本，写入后可用“撤销上次操作”还原。"
_BY_HAND = "这个工作簿是手动计算：写入的单元格已经算好，引用它们的公式请按 F9 重算。"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a command wants to write.

    message   lines for the user, whether anything is written or not
    question  what is asked before writing; "" asks nothing
    former    by sheet, formulas filling several cells that the changes bring back
    """

    changes: ChangeSet
    message: tuple[str, ...] = ()
    question: str = ""
    former: Mapping[str, Sequence[Spread]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """A command that has planned: what it read, and what becomes of the record for undo."""

    tag: str
    identity: Identity
    title: str
    app: Com
    live: Live
    planned: Planned
    by_hand: bool
    remember: bool
    done: Callable[[], None]

    def carry_out(self, context: Context) -> str:
        """Write what was planned and return what to tell; PerfxlError where it cannot be."""
        _back_up(self.live, context)
        records, known = context.memory.records, make_known(context.book, context.identity)
        context.memory.follow(context.identity, known)
        keep = partial(records.keep, known.token) if self.remember else _forget
        blank = Record(self.title, known.path, f"{datetime.now():%Y-%m-%d %H:%M}")
        planned = self.planned
        applied = apply(
            self.app, context.book, planned.changes, self.live.snapshot, create, keep, blank, planned.former
        )
        self.done()
        told = () if applied.failed else (*planned.message, *((_BY_HAND,) if self.by_hand else ()))
        rounded = bool(applied.failed) and bool(context.book.PrecisionAsDisplayed)
        return "\n".join((*told, *_kept_back(applied, rounded), *_not_to_be_saved(context)))

    def close(self) -> None:
        """Remove the copy that was read."""
        self.live.close()


def change(
    context: Context,
    tag: str,
    title: str,
    plan: Callable[[Snapshot], Planned],
    *,
    remember: bool = True,
    done: Callable[[], None] = lambda: None,
) -> Answer:
    """Plan a command that writes; return what it asks, or what to tell where there is nothing to write.

    remember  the command becomes the one that undo takes back
    done      called once everything is written, or where there is nothing to write

    PerfxlError where it cannot be done.
    """
    app = context.book.Application
    by_hand = int(app.Calculation) == _MANUAL
    if by_hand and int(app.CalculationState) != _DONE:
        raise RefusedError("工作簿是手动计算，有公式还没有重算，结果会不对：请先按 F9 重算，再点一次。")
    live = reading(context.book, context.name, read)
    progress()
    try:
        planned = plan(live.snapshot)
    except BaseException:
        live.close()
        raise
    if planned.changes.empty:
        live.close()
        done()
        return "\n".join(planned.message)
    context.memory.pending = Writing(tag, context.identity, title, app, live, planned, by_hand, remember, done)
    return Ask(planned.question)


def changes_told(changes: ChangeSet) -> str:
    """Return what changes are about to be made, in a clause."""
    new = sum(write.replaces is None for write in changes.sheets)
    parts = (
        (len(changes.cells), f"填写单元格 {len(changes.cells)} 个"),
        (new, f"新增工作表 {new} 张"),
        (len(changes.sheets) - new, f"更新工作表 {len(changes.sheets) - new} 张"),
        (len(changes.removed), f"移除工作表 {len(changes.removed)} 张"),
    )
    return "，".join(text for count, text in parts if count)


def look(context: Context) -> Snapshot:
    """Return the workbook as it stands, for a command that only reads."""
    with reading(context.book, context.name, read) as live:
        return live.snapshot


def _forget(_: Record) -> None:
    """Keep no record."""


def _back_up(live: Live, context: Context) -> None:
    """Keep the copy that was read; a folder that cannot be written does not stop the work, for there is undo."""
    if live.copy is None:
        return
    folder, name = context.folder / "backup", Path(context.name)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        called = f"{datetime.now():%Y%m%d-%H%M%S}-{name.stem[:_NAME]}{live.copy.suffix}"
        shutil.copyfile(live.copy, folder / called)
        for old in sorted(folder.iterdir())[:-_BACKUPS]:
            old.unlink(missing_ok=True)


def _not_to_be_saved(context: Context) -> Iterator[str]:
    """Yield what keeps a workbook as it is now from being saved under its name."""
    if Path(context.name).suffix.casefold() in _TEXTS:
        yield f"“{context.name}”是文本文件，存不下公式和工作表，请另存为 .xlsx。"
    elif context.book.ReadOnly:
        yield "工作簿是只读打开的，要留下写入的内容请另存为新文件。"


def _kept_back(applied: Applied, rounded: bool) -> Iterator[str]:
    if applied.failed:
        remedy = "在 Excel 选项里取消“将精度设为所显示的精度”" if rounded else "取消筛选、把表格转换为区域"
        yield (
            f"写入后逐格核对，{len(applied.failed)} 个单元格没有写成应有的内容：{shorten(applied.failed)}；"
            f"请点“撤销上次操作”还原，{remedy}后再试。"
        )
    if applied.locked:
        yield f"以下位置受保护，没有改动（请先撤销工作表保护再试）：{shorten(applied.locked)}。"
    if applied.notes:
        yield f"以下单元格的批注 Excel 不让加（可能有对话式批注）：{shorten(applied.notes)}。"
    if applied.second:
        yield f"这个工作簿加不进工作表，生成的工作表放在新工作簿“{applied.second}”里，请另行保存。"
