"""一键完成, 计算填报, 一键修正, 生成附件, 打印附件, 函数转为数值, 修复函数链接: what writes into the open workbook."""

from __future__ import annotations

from dataclasses import replace

from perfxl.attachments import acceptances, findings
from perfxl.attachments.statement import NO_TABLE
from perfxl.jobs.attach import attach as attach_book
from perfxl.jobs.fill import fill as fill_book
from perfxl.jobs.fix import fix as fix_book
from perfxl.jobs.relink import relink as relink_book
from perfxl.jobs.run import run as run_book
from perfxl.jobs.tovalues import to_values, without_value
from perfxl.output.results import (
    attach_lines,
    conversion_lines,
    fill_lines,
    fix_lines,
    fix_preview_lines,
    run_lines,
)
from perfxl.ribbon.changing import GO_ON, Planned, change, changes_told, look
from perfxl.ribbon.context import ADVICE, Answer, Context
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Snapshot


def run(context: Context) -> Answer:
    """一键完成: fill, check, attach, and the sheet of findings."""
    return change(context, "run", "一键完成", lambda snapshot: _run(context, snapshot))


def fill(context: Context) -> Answer:
    """计算填报: write the computed cells."""
    return change(context, "fill", "计算填报", _fill)


def fix(context: Context) -> Answer:
    """一键修正: repair how numbers and formulas are written, where no person has to decide."""
    return change(context, "fix", "一键修正", _fix)


def attach(context: Context) -> Answer:
    """生成附件: generate the attachment sheets."""
    return change(context, "attach", "生成附件", _attach)


def print_attachments(context: Context) -> str:
    """打印附件: show the attachments as they will be printed."""
    sheets, apart = look(context).sheets, (findings.KEY, acceptances.KEY)
    names = [
        sheet.name for sheet in sheets if sheet.ownership and not sheet.hidden and sheet.ownership.key not in apart
    ]
    if not names:
        return "工作簿里没有可打印的附件，请先点“生成附件”。"
    context.book.Worksheets(names).PrintPreview()
    return ""


def convert(context: Context) -> Answer:
    """函数转为数值: put the values in the place of our functions, for a computer without the add-in."""
    return change(context, "tovalues", "函数转为数值", _convert)


def relink(context: Context) -> Answer:
    """修复函数链接: have our functions computed by the add-in at hand."""
    return change(context, "relink", "修复函数链接", _relink)


def _run(context: Context, snapshot: Snapshot) -> Planned:
    done = run_book(snapshot)
    context.memory.remember(context.identity, done.filled.judgement.findings)
    if not done.filled.after.evaluation.tables:
        return Planned(ChangeSet(), (NO_TABLE,))
    changes = replace(done.changes, sheets=done.changes.sheets or done.beside)
    return Planned(changes, tuple(run_lines(done, ADVICE)), f"将{changes_told(changes)}。{GO_ON}")


def _fill(snapshot: Snapshot) -> Planned:
    done = fill_book(snapshot)
    return Planned(done.changes, tuple(fill_lines(done, ADVICE)), f"将{changes_told(done.changes)}。{GO_ON}")


def _fix(snapshot: Snapshot) -> Planned:
    done = fix_book(snapshot)
    preview = list(fix_preview_lines(done))
    question = "\n".join((f"将修正 {len(done.cells)} 个单元格。{GO_ON}", *preview[1:]))
    return Planned(done.changes, tuple(fix_lines(done, ADVICE)), question)


def _attach(snapshot: Snapshot) -> Planned:
    done = attach_book(snapshot)
    changes = replace(done.changes, sheets=done.changes.sheets or done.beside)
    return Planned(changes, tuple(attach_lines(done, ADVICE)), f"将{changes_told(changes)}。{GO_ON}")


def _convert(snapshot: Snapshot) -> Planned:
    changes, left = to_values(snapshot), [str(place) for place in without_value(snapshot)]
    question = f"将把 {len(changes.cells)} 个单元格的绩效函数换成数值。{GO_ON}"
    return Planned(changes, tuple(conversion_lines(changes, left)), question)


def _relink(snapshot: Snapshot) -> Planned:
    changes = relink_book(snapshot)
    count = len(changes.cells)
    if not count:
        return Planned(changes, ("没有指向别处加载项的函数。",))
    return Planned(changes, (f"已修复 {count} 个单元格的函数链接。",), f"将修复 {count} 个单元格的函数链接。{GO_ON}")
