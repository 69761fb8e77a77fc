"""项目支出绩效运行监控表: funds and targets to date, what is expected, why it deviates, whether it will be reached.

Sixteen columns carry both blocks. Rate and forecast are formulas; what a person must write is a marked gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.attachments.canvas import Canvas
from perfxl.attachments.copying import copied_value, stated_value
from perfxl.attachments.styles import (
    ATTACHMENT,
    CELL,
    FOOT,
    HEADER,
    MONEY,
    PROSE,
    RATE,
    TITLE,
    UNDER_TITLE,
    with_format,
)
from perfxl.model.figure import Figure
from perfxl.model.table import Row
from perfxl.monitoring.assessing import Assessment
from perfxl.monitoring.pace import MONTHS
from perfxl.sheets.changeset import PrintSetup, SheetSpec

KEY = "monitoring"
GAP = "【待填：偏差原因】"
_TITLE = "项目支出绩效运行监控表"
_FOOT = "填报人：　　　　　　　　　　填报日期：　　　　　　　　　　（盖章）"
_WIDTHS = {1: 9.0, 2: 9.0, 3: 15.0, 4: 11.0, 5: 12.0, 6: 12.0, **dict.fromkeys(range(7, 12), 5.5), 12: 20.0,
           **dict.fromkeys(range(13, 16), 6.0), 16: 8.0}  # fmt: skip
_REASONS = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明")
_OUTLOOKS = ("确定能", "有可能", "完全不可能")
_WHY, _LAST = 12, 16
_LEAST_ROWS = 3  # to write in where nothing is known of the indicators


@dataclass(frozen=True, slots=True)
class MonitoringSource:
    """What a monitoring form is filled from: the assessment, the rows of its indicators, the year and the units."""

    assessment: Assessment
    indicators: Sequence[Row]
    year: str = ""
    department: str = ""


def monitoring_form(source: MonitoringSource) -> SheetSpec:
    """Return the form of one project at the end of a month."""
    canvas, found = Canvas(_WIDTHS), source.assessment
    canvas.line(1, "附件", ATTACHMENT, 26.0)
    canvas.line(2, _TITLE, TITLE, 36.0)
    canvas.line(3, f"（{source.year or '　　'}年1-{found.month}月）", UNDER_TITLE)
    _head(canvas, 4, source)
    _funds(canvas, 5, found)
    _indicators(canvas, 7, source)
    name = f"监控{found.month}月 {found.observed.name}"
    return canvas.spec(
        f"{KEY}:{found.observed.key}", name, PrintSetup(landscape=True, repeat_rows=(7, 8), margins=(14, 10, 14, 10))
    )


def _head(canvas: Canvas, row: int, source: MonitoringSource) -> None:
    canvas.put((row, 1, row, 2), "项目名称", HEADER)
    canvas.put((row, 3, row, 6), source.assessment.observed.name, CELL)
    canvas.put((row, 7, row, 11), "主管部门", HEADER)
    canvas.put((row, 12, row, _LAST), source.department or None, CELL)


def _funds(canvas: Canvas, top: int, found: Assessment) -> None:
    month, unit, cells = found.month, found.observed.unit, found.observed.cells
    canvas.put((top, 1, top + 1, 2), f"项目资金\n（{unit}）" if unit else "项目资金", HEADER)
    headings = ("年初预算数", "全年预算数", f"1-{month}月执行数", "执行率", "全年预计执行数", "资金执行偏差原因")
    spans = ((3, 3), (4, 4), (5, 5), (6, 6), (7, 11), (12, _LAST))
    for text, (left, right) in zip(headings, spans, strict=True):
        canvas.put((top, left, top, right), text, HEADER)
    row = top + 1
    for column, key in ((3, "initial_budget"), (4, "annual_budget"), (5, "execution")):
        canvas.put((row, column, row, column), copied_value(cells.get(key)), MONEY)
    known = found.rate is not None
    canvas.put((row, 6, row, 6), _rounded(found.rate, 4), RATE, formula=f"ROUND(E{row}/D{row},4)" if known else None)
    stated = copied_value(cells.get("expected_execution"))
    formula = f"ROUND(MAX(E{row},MIN(D{row},E{row}/{month}*{MONTHS})),2)" if known and stated is None else None
    canvas.put((row, 7, row, 11), _rounded(found.forecast.linear, 2) if formula else stated, MONEY, formula=formula)
    canvas.put((row, 12, row, _LAST), _reason(found), PROSE)


def _reason(found: Assessment) -> str | None:
    return found.observed.reason or (GAP if found.alerts else None)


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else round(value, places)


def _indicators(canvas: Canvas, top: int, source: MonitoringSource) -> None:
    month = source.assessment.month
    single = ("一级指标", "二级指标", "三级指标", "年度指标值", f"1-{month}月执行情况", "全年预计完成情况")
    for column, text in enumerate(single, 1):
        canvas.put((top, column, top + 1, column), text, HEADER)
    canvas.put((top, 7, top, 12), "偏差原因分析", HEADER)
    canvas.put((top, 13, top, 15), "完成目标可能性", HEADER)
    canvas.put((top, _LAST, top + 1, _LAST), "备注", HEADER)
    for column, text in enumerate((*_REASONS, *_OUTLOOKS), 7):
        canvas.put((top + 1, column, top + 1, column), text, HEADER)
    canvas.floors[top + 1] = 48.0
    alerted = {each.observed.name for each in source.assessment.indicators if each.light and each.light.alert}
    for row, line in enumerate(source.indicators, top + 2):
        _indicator(canvas, row, line, alerted)
    last = top + 2 + max(len(source.indicators), _LEAST_ROWS)
    for row in range(top + 2 + len(source.indicators), last):
        for column in range(1, _LAST + 1):
            canvas.put((row, column, row, column), None, CELL)
    canvas.line(last, _FOOT, FOOT, 30.0)


def _indicator(canvas: Canvas, row: int, line: Row, alerted: set[str]) -> None:
    names = (line.text("level1") or line.category, line.text("level2"), line.label)
    for column, text in enumerate(names, 1):
        canvas.put((row, column, row, column), text or None, CELL)
    target, number_format = stated_value(line, "target")
    canvas.put((row, 4, row, 4), target, with_format(CELL, number_format))
    for column, figure in ((5, line.cells.get("progress")), (6, line.cells.get("expected"))):
        canvas.put((row, column, row, column), copied_value(figure), with_format(CELL, _format(figure)))
    reason = line.text("reason") or (GAP if line.label in alerted else None)
    for column in range(7, _LAST + 1):
        canvas.put((row, column, row, column), reason if column == _WHY else None, PROSE)


def _format(figure: Figure | None) -> str:
    return figure.number_format if figure and figure.numeric else "General"
