"""项目支出绩效自评表, the national form (财预〔2020〕10号): head, funds, goals, indicators, total, foot.

Nine columns carry all blocks, so that 分值 and the money columns stand under each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.attachments.attachment import Attachment, Layout, Line, attachment
from perfxl.attachments.canvas import Canvas, display_text
from perfxl.attachments.copying import copied_value, total
from perfxl.attachments.indicators import COLUMNS, indicator_lines, indicators, reason_width, stated_width
from perfxl.attachments.listing import write_heading, year_line
from perfxl.attachments.sources import ProjectSource
from perfxl.attachments.styles import (
    CELL,
    FOOT,
    HEADER,
    MONEY,
    MONEY_FORMAT,
    PROSE,
    RATE,
    SCORE,
    TOTAL,
    TOTAL_SCORE,
    TOTAL_WEIGHT,
)
from perfxl.attachments.textfit import TALLEST_ROW, characters_for, height
from perfxl.model.table import Role
from perfxl.sheets.changeset import PrintSetup, Style

TITLE_TEXT = "项目支出绩效自评表"
FOOT_TEXT = "填报人：　　　　　　　　　　填报日期：　　　　　　　　　　（盖章）"
_FUND_ROWS = {
    "total": "年度资金总额",
    "fiscal": "其中：当年财政拨款",
    "carryover": "　　　上年结转资金",
    "other": "　　　其他资金",
}
_MONEY_COLUMNS = {
    "initial_budget": ("年初预算数", 4),
    "annual_budget": ("全年预算数", 5),
    "execution": ("全年执行数", 6),
}
_OTHER_COLUMNS = {"分值": 7, "执行率": 8, "得分": 9}
_WIDTHS = {1: 9.5, 2: 9.5, 3: 10.0, 4: 17.5, 5: 12.5, 6: 12.5, 7: 6.5, 8: 8.5, 9: 13.5}
_NONE = "—"
_TITLE_ROW = 2
_LEAST_GOAL = 60.0


def project_form(source: ProjectSource, number: int, key: str = "") -> Attachment:
    """Return the form of one project as 附件`number`; `key` defaults to "attachment:project:<name>"."""
    canvas = Canvas(_widths(source))
    head = write_heading(canvas, number, TITLE_TEXT, year_line(source.year))
    funds = _head(canvas, head, source)
    goals = _funds(canvas, funds, source)
    heading = _goals(canvas, goals, source)
    last = indicators(canvas, heading, source.indicators, source.stays)
    _total(canvas, last, source, (funds + 1, heading + 1))
    canvas.line(last + 1, FOOT_TEXT, FOOT, 30.0)
    setup = PrintSetup(repeat_rows=(heading, heading))
    spec = canvas.spec(key or f"attachment:project:{source.name}", f"附件{number}", setup)
    return attachment(spec, _layout(source, head, (funds + 1, goals, heading + 1, last)))


def _layout(source: ProjectSource, head: int, rows: tuple[int, int, int, int]) -> Layout:
    """Return where the form has what; `rows` are those of the first fund, the goals, the first indicator, the total."""
    funds, goals, first, last = rows
    fields = {"project_name": (head, 3), "competent_department": (head + 1, 3), "implementing_unit": (head + 1, 7)}
    fields |= {"goal": (goals + 1, 2), "completion": (goals + 1, 6)}
    fields |= {"total_weight": (last, COLUMNS["weight"]), "total_score": (last, COLUMNS["score"])}
    lines = (*_fund_lines(funds), *indicator_lines(first, source.indicators))
    return Layout("project_form", _TITLE_ROW, TITLE_TEXT, COLUMNS, lines, fields, source.unit)


def _fund_lines(first: int) -> Iterator[Line]:
    columns = {key: column for key, (_, column) in _MONEY_COLUMNS.items()}
    columns |= {"weight": 7, "execution_rate": 8, "score": 9}
    for number, (item, text) in enumerate(_FUND_ROWS.items(), first):
        yield Line(number, Role.FUND, columns, text.strip(), item, "其中" if text.startswith("其中") else "")


def _widths(source: ProjectSource) -> dict[int, float]:
    widths = dict(_WIDTHS)
    for key, (_, column) in _MONEY_COLUMNS.items():
        amounts = [copied_value(cells.get(key)) for cells in source.funds.values()]
        texts = [display_text(amount, MONEY_FORMAT) for amount in amounts if isinstance(amount, Decimal)]
        widths[column] = max([widths[column], *(characters_for(text, MONEY.size) for text in texts)])
    for key, column in (("target", 5), ("actual", 6)):
        widths[column] = stated_width(source.indicators, key, widths[column])
    widths[9] = reason_width(source.indicators, widths[9])
    return widths


def _head(canvas: Canvas, row: int, source: ProjectSource) -> int:
    canvas.put((row, 1, row, 2), "项目名称", HEADER)
    canvas.put((row, 3, row, 9), source.name, CELL)
    canvas.put((row + 1, 1, row + 1, 2), "主管部门", HEADER)
    canvas.put((row + 1, 3, row + 1, 5), source.competent_department or None, CELL)
    canvas.put((row + 1, 6, row + 1, 6), "实施单位", HEADER)
    canvas.put((row + 1, 7, row + 1, 9), source.implementing_unit or None, CELL)
    return row + 2


def _funds(canvas: Canvas, top: int, source: ProjectSource) -> int:
    label = f"项目资金\n（{source.unit}）" if source.unit else "项目资金"
    canvas.put((top, 1, top + len(_FUND_ROWS), 1), label, HEADER)
    canvas.put((top, 2, top, 3), None, HEADER)
    headings = dict(_MONEY_COLUMNS.values()) | _OTHER_COLUMNS
    for text, column in headings.items():
        canvas.put((top, column, top, column), text, HEADER)
    for row, (item, text) in enumerate(_FUND_ROWS.items(), top + 1):
        _fund_row(canvas, row, item, text, source)
    return top + 1 + len(_FUND_ROWS)


def _fund_row(canvas: Canvas, row: int, item: str, text: str, source: ProjectSource) -> None:
    cells = source.funds.get(item, {})
    canvas.put((row, 2, row, 3), text, PROSE)
    for key, (_, column) in _MONEY_COLUMNS.items():
        canvas.put((row, column, row, column), copied_value(cells.get(key)), MONEY)
    whole = item == "total"
    canvas.put((row, 7, row, 7), source.execution_weight if whole else _NONE, CELL)
    canvas.put((row, 8, row, 8), source.kept(cells.get("execution_rate")), RATE)
    canvas.put((row, 9, row, 9), source.kept(cells.get("execution_score")) if whole else _NONE, SCORE)


def _goals(canvas: Canvas, top: int, source: ProjectSource) -> int:
    texts = {"预期目标": (source.goal, 2, 5), "实际完成情况": (source.completion, 6, 9)}
    needed = max(_goal_height(canvas, *told) for told in texts.values())
    last = top + math.ceil(needed / TALLEST_ROW)
    canvas.put((top, 1, last, 1), "年度\n总体目标", HEADER)
    for label, (text, left, right) in texts.items():
        canvas.put((top, left, top, right), label, HEADER)
        canvas.put((top + 1, left, last, right), text or None, PROSE)
    canvas.floors |= dict.fromkeys(range(top + 1, last + 1), needed / (last - top))
    return last + 1


def _goal_height(canvas: Canvas, text: str, left: int, right: int) -> float:
    width = sum(canvas.widths[column] for column in range(left, right + 1))
    return max(height(text, width, PROSE.size), _LEAST_GOAL)


def _total(canvas: Canvas, row: int, source: ProjectSource, starts: Sequence[int]) -> None:
    funds, first = starts
    weights = total([source.execution_weight, *(copied_value(line.cells.get("weight")) for line in source.indicators)])
    formula = f"G{funds}+SUM(G{first}:G{row - 1})" if weights is not None and source.indicators else None
    canvas.put((row, 1, row, 6), "总分", TOTAL)
    _one(canvas, row, 7, weights if formula else None, TOTAL_WEIGHT, formula)
    _one(canvas, row, 8, source.kept(source.total), TOTAL_SCORE)
    _one(canvas, row, 9, None, PROSE)


def _one(
    canvas: Canvas, row: int, column: int, value: Decimal | None, style: Style, formula: str | None = None
) -> None:
    canvas.put((row, column, row, column), value, style, formula=formula)
