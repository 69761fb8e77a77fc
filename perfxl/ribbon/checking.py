"""检查, 检查本表, 上一处 / 下一处问题, 清除标记: findings in the workbook that is open."""

from __future__ import annotations

from perfxl.attachments.findings import findings_sheet
from perfxl.errors import RefusedError
from perfxl.excel.quiet import OURS
from perfxl.jobs.check import CheckedBook
from perfxl.jobs.check import check as checked
from perfxl.jobs.mark import check_and_mark, clear_marks
from perfxl.jobs.ownsheets import beside
from perfxl.model.finding import Finding
from perfxl.output.text import findings_text, summary
from perfxl.output.words import words
from perfxl.ribbon.changing import Planned, change, look
from perfxl.ribbon.desk import Desk
from perfxl.ribbon.filling import own_lines
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

_VISIBLE = -1  # xlSheetVisible
_LOCKED = "工作簿结构受保护，没有在单元格上作标记。"


def check(desk: Desk) -> str:
    """检查: list what does not tie on the sheet 检查结果 and mark the cells."""
    return change(desk, "检查", lambda snapshot: _check(desk, snapshot))


def clear(desk: Desk) -> str:
    """清除标记: take the marks back."""
    return change(desk, "清除标记", _clear)


def checksheet(desk: Desk) -> str:
    """检查本表: tell what does not tie on the sheet in front."""
    name = str(desk.book.ActiveSheet.Name)
    done = checked(look(desk, "检查本表"))
    desk.memory.remember(desk.name, done.findings)
    here = [finding for finding in done.findings if finding.place.sheet == name]
    if here:
        return findings_text(here)
    return f"工作表“{name}”：{words()['no_findings']}" if done.evaluation.tables else words()["no_table"]


def next_(desk: Desk) -> str:
    """下一处问题: go to the cell of the next finding."""
    return _go(desk, 1)


def previous(desk: Desk) -> str:
    """上一处问题: go to the cell of the finding before."""
    return _go(desk, -1)


def _check(desk: Desk, snapshot: Snapshot) -> Planned:
    if snapshot.structure_locked:
        return _check_apart(desk, snapshot)
    done = check_and_mark(snapshot)
    desk.memory.remember(desk.name, done.checked.findings)
    return Planned(done.changes, (*_found(done.checked), *own_lines(done.own)))


def _check_apart(desk: Desk, snapshot: Snapshot) -> Planned:
    """Check a workbook whose structure is locked: no record of marks could be kept in it."""
    done = checked(snapshot)
    desk.memory.remember(desk.name, done.findings)
    changes = ChangeSet(sheets=beside((findings_sheet(done.findings),)))
    return Planned(changes, (*_found(done), _LOCKED))


def _found(done: CheckedBook) -> tuple[str, ...]:
    if not done.evaluation.tables:
        return (words()["no_table"],)
    return (f"{summary(done.findings)}点“下一处问题”可逐项查看。" if done.findings else words()["no_findings"],)


def _clear(snapshot: Snapshot) -> Planned:
    changes = clear_marks(snapshot)
    if changes.empty:
        return Planned(changes, ("没有需要清除的标记。",))
    return Planned(changes, (f"已清除标记：底色 {len(changes.fills)} 处，批注 {len(changes.notes)} 条。",))


def _go(desk: Desk, step: int) -> str:
    """Select the cell of the finding `step` places on and show the finding in the status bar."""
    findings = [each for each in _findings(desk) if each.place.sheet and each.place.cell]
    if not findings:
        return "没有可以定位的问题。"
    stands = desk.memory.position.get(desk.name, -1)
    position = (stands + step) % len(findings) if stands >= 0 or step > 0 else len(findings) - 1
    desk.memory.position[desk.name] = position
    finding = findings[position]
    sheet = desk.book.Worksheets(finding.place.sheet)
    if int(sheet.Visible) != _VISIBLE:
        raise RefusedError(f"问题在隐藏的工作表“{finding.place.sheet}”里，请先取消隐藏再查看：{finding.message}")
    app = desk.book.Application
    app.Goto(sheet.Range(finding.place.cell))
    app.StatusBar = f"{OURS}：第 {position + 1}/{len(findings)} 处 {finding.code} {finding.message}"[:250]
    return ""


def _findings(desk: Desk) -> tuple[Finding, ...]:
    """Return what the last check found, or check now."""
    if desk.name not in desk.memory.findings:
        desk.memory.remember(desk.name, checked(look(desk, "检查")).findings)
    return desk.memory.findings[desk.name]
