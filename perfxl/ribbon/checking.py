"""检查, 检查本表, 上一处 / 下一处问题, 清除标记, 解释此单元格: findings in the workbook that is open."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.attachments.findings import findings_sheet
from perfxl.attachments.statement import found_clause
from perfxl.errors import RefusedError
from perfxl.excel.quiet import OURS
from perfxl.jobs.check import check as check_book
from perfxl.jobs.explain import explain as explain_cell
from perfxl.jobs.generated import beside
from perfxl.jobs.judging import Judgement
from perfxl.jobs.marking import check_and_mark, clear_marks
from perfxl.model.finding import Finding
from perfxl.output.explanation import explain_text
from perfxl.output.findings import findings_blocks
from perfxl.output.results import clearing_lines, judgement_lines, sheet_lines
from perfxl.ribbon.changing import Planned, change, look
from perfxl.ribbon.context import ADVICE, Context
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

_VISIBLE = -1  # xlSheetVisible


def check(context: Context) -> str:
    """检查: list what does not tie on the sheet 检查结果 and mark the cells."""
    return change(context, "检查", lambda snapshot: _check(context, snapshot))


def clear(context: Context) -> str:
    """清除标记: take the marks back."""
    return change(context, "清除标记", _clear)


def checksheet(context: Context) -> str:
    """检查本表: tell what does not tie on the sheet in front."""
    name = str(context.book.ActiveSheet.Name)
    done = check_book(look(context, "检查本表"))
    context.memory.remember(context.name, done.findings)
    here = [finding for finding in done.findings if finding.place.sheet == name]
    head = [f"工作表“{name}”{found_clause(here)}。", *judgement_lines(done)]
    return "\n".join([*head, *findings_blocks(here)])


def explain(context: Context) -> str:
    """解释此单元格: tell how the value of the selected cell comes about."""
    cell = context.book.Application.ActiveCell
    sheet, address = str(cell.Worksheet.Name), str(cell.Address).replace("$", "")
    return explain_text(explain_cell(look(context, "解释此单元格"), sheet, address), with_tree=False)


def next_(context: Context) -> str:
    """下一处问题: go to the cell of the next finding."""
    return _go(context, 1)


def previous(context: Context) -> str:
    """上一处问题: go to the cell of the finding before."""
    return _go(context, -1)


def _check(context: Context, snapshot: Snapshot) -> Planned:
    if snapshot.structure_locked:
        return _check_apart(context, snapshot)
    done = check_and_mark(snapshot)
    context.memory.remember(context.name, done.judgement.findings)
    return Planned(done.changes, (*_found(done.judgement), *sheet_lines(done.own, ADVICE)))


def _check_apart(context: Context, snapshot: Snapshot) -> Planned:
    """Check a workbook whose structure is locked: no record of marks could be kept in it."""
    done = check_book(snapshot)
    context.memory.remember(context.name, done.findings)
    changes = ChangeSet(sheets=beside((findings_sheet(done.findings, done.coverage),)))
    return Planned(changes, (*_found(done), "工作簿结构受保护，没有在单元格上作标记。"))


def _found(done: Judgement) -> Iterator[str]:
    yield from judgement_lines(done)
    if done.findings:
        yield "点“下一处问题”可逐项查看。"


def _clear(snapshot: Snapshot) -> Planned:
    changes = clear_marks(snapshot)
    return Planned(changes, tuple(clearing_lines(changes)))


def _go(context: Context, step: int) -> str:
    """Select the cell of the finding `step` places on and show the finding in the status bar."""
    findings = [each for each in _findings(context) if each.place.sheet and each.place.cell]
    if not findings:
        return "没有可以定位的问题。"
    stands = context.memory.position.get(context.name, -1)
    position = (stands + step) % len(findings) if stands >= 0 or step > 0 else len(findings) - 1
    context.memory.position[context.name] = position
    finding = findings[position]
    sheet = context.book.Worksheets(finding.place.sheet)
    if int(sheet.Visible) != _VISIBLE:
        raise RefusedError(f"问题在隐藏的工作表“{finding.place.sheet}”里，请先取消隐藏再查看：{finding.message}")
    app = context.book.Application
    app.Goto(sheet.Range(finding.place.cell))
    app.StatusBar = f"{OURS}：第 {position + 1}/{len(findings)} 处 {finding.code} {finding.message}"[:250]
    return ""


def _findings(context: Context) -> tuple[Finding, ...]:
    """Return what the last check found, or check now."""
    if context.name not in context.memory.findings:
        context.memory.remember(context.name, check_book(look(context, "检查")).findings)
    return context.memory.findings[context.name]
