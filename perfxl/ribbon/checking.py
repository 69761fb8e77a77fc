"""检查, 检查本表, 上一处 / 下一处问题, 清除标记, 解释此单元格: findings in the workbook that is open."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.attachments.findings import findings_sheet
from perfxl.attachments.statement import found_clause
from perfxl.errors import RefusedError
from perfxl.excel.com import Com, refusals
from perfxl.jobs.check import check as check_book
from perfxl.jobs.explain import explain as explain_cell
from perfxl.jobs.generated import beside
from perfxl.jobs.judging import Judgement
from perfxl.jobs.marking import check_and_mark, clear_marks
from perfxl.model.finding import Finding
from perfxl.output.explanation import explain_text
from perfxl.output.findings import findings_blocks
from perfxl.output.results import clearing_lines, judgement_lines, sheet_lines
from perfxl.ribbon.brief import MOST_LINES
from perfxl.ribbon.changing import Planned, change, look
from perfxl.ribbon.context import ADVICE, Answer, Context, Show
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot

OURS = "perfxl"  # how our texts in the status bar begin
_VISIBLE = -1  # xlSheetVisible
_LONGEST = 250  # characters that the status bar takes


def check(context: Context) -> Answer:
    """检查: list what does not tie on the sheet 检查结果 and mark the cells."""
    return change(context, "check", "检查", lambda snapshot: _check(context, snapshot))


def clear(context: Context) -> Answer:
    """清除标记: take the marks back."""
    return change(context, "clear", "清除标记", _clear)


def checksheet(context: Context) -> str:
    """检查本表: tell what does not tie on the sheet in front."""
    name = str(context.book.ActiveSheet.Name)
    done = check_book(look(context))
    context.memory.remember(context.identity, done.findings)
    here = [finding for finding in done.findings if finding.place.sheet == name]
    head = [f"工作表“{name}”{found_clause(here)}。", *judgement_lines(done)]
    lines = "\n".join([*head, *findings_blocks(here)]).splitlines()
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1 :] = ["……其余请点“检查”，在“检查结果”工作表里逐条看。"]
    return "\n".join(lines)


def explain(context: Context) -> str:
    """解释此单元格: tell how the value of the selected cell comes about."""
    cell = context.book.Application.ActiveCell
    if cell is None:
        return "前面的是图表，请先选中工作表里的一个单元格。"
    sheet, address = str(cell.Worksheet.Name), str(cell.Address).replace("$", "")
    return explain_text(explain_cell(look(context), sheet, address), with_tree=False)


def next_(context: Context) -> Answer:
    """下一处问题: go to the cell of the next finding."""
    return _go(context, 1)


def previous(context: Context) -> Answer:
    """上一处问题: go to the cell of the finding before."""
    return _go(context, -1)


def _check(context: Context, snapshot: Snapshot) -> Planned:
    if snapshot.structure_locked:
        return _check_apart(context, snapshot)
    done = check_and_mark(snapshot)
    context.memory.remember(context.identity, done.judgement.findings)
    return Planned(done.changes, (*_found(done.judgement), *sheet_lines(done.own, ADVICE)))


def _check_apart(context: Context, snapshot: Snapshot) -> Planned:
    """Check a workbook whose structure is locked: no record of marks could be kept in it."""
    done = check_book(snapshot)
    context.memory.remember(context.identity, done.findings)
    changes = ChangeSet(sheets=beside((findings_sheet(done.findings, done.coverage, done.accepted, done.lapsed),)))
    return Planned(changes, (*_found(done), "这个工作簿加不进工作表，没有在单元格上作标记。"))


def _found(done: Judgement) -> Iterator[str]:
    yield from judgement_lines(done)
    if done.findings:
        yield "点“下一处问题”可逐项查看。"


def _clear(snapshot: Snapshot) -> Planned:
    changes = clear_marks(snapshot)
    return Planned(changes, tuple(clearing_lines(changes)))


def _go(context: Context, step: int) -> Answer:
    """Select the cell of the finding `step` places on and show the finding in the status bar."""
    memory, key = context.memory, context.identity.key
    if key not in memory.findings:
        raise RefusedError(f"还没有检查过这个工作簿（{context.identity.path}），请先点“检查”。")
    findings = [each for each in memory.findings[key] if each.place.sheet and each.place.cell]
    if not findings:
        return "没有可以定位的问题。"
    stands = memory.position.get(key, -1)
    position = (stands + step) % len(findings) if stands >= 0 or step > 0 else len(findings) - 1
    finding = findings[position]
    _select(context, finding)
    memory.position[key] = position
    return Show(f"{OURS}：第 {position + 1}/{len(findings)} 处 {finding.code} {finding.message}"[:_LONGEST])


def _select(context: Context, finding: Finding) -> None:
    """Select the cell of a finding; RefusedError where it is not there to be seen."""
    sheet: Com = None
    with refusals():
        sheet = context.book.Worksheets(finding.place.sheet)
    if sheet is None:
        raise RefusedError(f"检查之后工作表“{finding.place.sheet}”改了名或删去了，请重新检查。")
    if int(sheet.Visible) != _VISIBLE:
        raise RefusedError(f"问题在隐藏的工作表“{finding.place.sheet}”里，请先取消隐藏再查看：{finding.message}")
    context.book.Application.Goto(sheet.Range(finding.place.cell))
