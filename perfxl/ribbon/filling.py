"""一键完成, 计算填报, 生成附件, 打印附件: the main job in the workbook that is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfxl.jobs.attach import attach as attached
from perfxl.jobs.fill import Filled
from perfxl.jobs.fill import fill as filled
from perfxl.jobs.ownsheets import Own
from perfxl.jobs.run import run as ran
from perfxl.output.text import summary
from perfxl.output.words import words
from perfxl.ribbon.changing import Planned, change, look, shortened
from perfxl.ribbon.desk import Desk
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

_GO_ON = "是否继续？写入前会另存一份副本，写入后可用“撤销上次操作”还原。"


def run(desk: Desk) -> str:
    """一键完成: fill, check, attach, and the sheet of findings."""
    return change(desk, "一键完成", lambda snapshot: _run(desk, snapshot))


def fill(desk: Desk) -> str:
    """计算填报: write the computed cells."""
    return change(desk, "计算填报", _fill)


def attach(desk: Desk) -> str:
    """生成附件: generate the attachment sheets."""
    return change(desk, "生成附件", _attach)


def print_attachments(desk: Desk) -> str:
    """打印附件: show the attachments as they will be printed."""
    sheets = look(desk, "打印附件").sheets
    names = [sheet.name for sheet in sheets if sheet.mark and not sheet.hidden and sheet.mark.key != "findings"]
    if not names:
        return "工作簿里没有可打印的附件，请先点“生成附件”。"
    desk.book.Worksheets(names).PrintPreview()
    return ""


def _run(desk: Desk, snapshot: Snapshot) -> Planned:
    done = ran(snapshot)
    desk.memory.remember(desk.name, done.filled.findings)
    if not done.filled.after.evaluation.tables:
        return Planned(ChangeSet(), (words()["no_table"],))
    changes = replace(done.changes, sheets=done.changes.sheets or done.beside)
    told = (*_filled(done.filled), *own_lines(done.own), *done.notes, summary(done.filled.findings))
    return Planned(changes, told, _question(changes))


def _fill(snapshot: Snapshot) -> Planned:
    done = filled(snapshot)
    more = (f"{summary(done.findings)}点“检查”可逐项查看。",) if done.findings else ()
    return Planned(done.changes, (*_filled(done), *more), _question(done.changes))


def _attach(snapshot: Snapshot) -> Planned:
    done = attached(snapshot)
    known = () if done.evaluation.tables else (words()["no_table"],)
    changes = replace(done.changes, sheets=done.changes.sheets or done.beside)
    return Planned(changes, (*known, *own_lines(done.own), *done.notes), _question(changes))


def _filled(done: Filled) -> Iterator[str]:
    if not done.after.evaluation.tables:
        yield words()["no_table"]
    elif not done.changes.cells:
        yield words()["nothing_to_fill"]
    else:
        yield words()["filled"].format(count=len(done.changes.cells))
    if done.locked:
        places = [f"{write.sheet}!{write.cell}" for write in done.locked]
        yield words()["locked"].format(count=len(places), places=shortened(places))


def own_lines(own: Own) -> Iterator[str]:
    """Yield what becomes of perfxl's own sheets."""
    if own.writes:
        yield words()["generated"].format(count=len(own.writes), names="、".join(write.name for write in own.writes))
    if own.removed:
        yield words()["removed"].format(count=len(own.removed), names="、".join(own.removed))
    if own.kept:
        yield f"以下工作表生成后被手工改过，已原样保留（要重新生成请先删除它）：{'、'.join(own.kept)}"


def _question(changes: ChangeSet) -> str:
    new = sum(write.replaces is None for write in changes.sheets)
    parts = (
        (len(changes.cells), f"填写单元格 {len(changes.cells)} 个"),
        (new, f"新增工作表 {new} 张"),
        (len(changes.sheets) - new, f"更新工作表 {len(changes.sheets) - new} 张"),
        (len(changes.removed), f"移除工作表 {len(changes.removed)} 张"),
    )
    return f"将{'，'.join(text for count, text in parts if count)}。{_GO_ON}"
