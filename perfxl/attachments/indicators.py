"""The block 绩效指标 of a project form: three levels, target and actual, points, score, reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from perfxl.attachments.canvas import Canvas, shown
from perfxl.attachments.styles import CELL, HEADER, PROSE, SCORE, formatted
from perfxl.attachments.textfit import characters_for, width_for
from perfxl.attachments.values import copied, is_quantitative, runs, stated
from perfxl.model.place import Place
from perfxl.model.table import Row
from perfxl.sheets.snapshot import Value

_LABEL = "绩效指标"
_HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_BLANK_ROWS = 8  # of a form whose indicators are still to be written
_FIRST = 2  # column of 一级指标


def stated_width(rows: Sequence[Row], key: str, least: float) -> float:
    """Return the width for 年度指标值 or 实际完成值."""
    told = [(value, shown(value, number_format)) for value, number_format in (stated(row, key) for row in rows)]
    numbers = [characters_for(text, CELL.size) for value, text in told if isinstance(value, Decimal)]
    return width_for((text for _, text in told), max([least, *numbers]), CELL.size)


def reason_width(rows: Sequence[Row], least: float) -> float:
    """Return the width for 偏差原因分析及改进措施."""
    return width_for((row.text("reason") for row in rows), least, PROSE.size)


def indicators(canvas: Canvas, heading: int, rows: Sequence[Row], stays: Collection[Place]) -> int:
    """Write the heading row and the indicators; return the next row."""
    after = heading + 1 + (len(rows) or _BLANK_ROWS)
    canvas.put((heading, 1, after - 1, 1), _LABEL, HEADER)
    for column, text in enumerate(_HEADINGS, _FIRST):
        canvas.put((heading, column, heading, column), text, HEADER)
    if not rows:
        _blank(canvas, heading + 1, after)
    _levels(canvas, heading + 1, rows)
    for number, row in enumerate(rows, heading + 1):
        _indicator(canvas, number, row, stays)
    return after


def _blank(canvas: Canvas, first: int, after: int) -> None:
    for row in range(first, after):
        for column in range(_FIRST, _FIRST + len(_HEADINGS)):
            canvas.put((row, column, row, column), None, CELL)


def _levels(canvas: Canvas, top: int, rows: Sequence[Row]) -> None:
    labels = [(row.text("level1"), row.text("level2")) for row in rows]
    for column, spans in enumerate(runs(labels), _FIRST):
        for first, last in spans:
            text = labels[first][column - _FIRST]
            canvas.put((top + first, column, top + last, column), text or None, CELL)


def _indicator(canvas: Canvas, number: int, row: Row, stays: Collection[Place]) -> None:
    canvas.put((number, 4, number, 4), row.text("level3") or None, PROSE)
    for column, key in ((5, "target"), (6, "actual")):
        value, number_format = stated(row, key)
        canvas.put((number, column, number, column), value, formatted(CELL, number_format))
    canvas.put((number, 7, number, 7), copied(row.cells.get("weight")), CELL)
    canvas.put((number, 8, number, 8), _score(row, stays), SCORE)
    canvas.put((number, 9, number, 9), copied(row.cells.get("reason")), PROSE)


def _score(row: Row, stays: Collection[Place]) -> Value:
    """A score that a rule gives is left to it; a judgement, and what differs from the rule, is copied."""
    figure = row.cells.get("score")
    return None if is_quantitative(row) and (figure is None or figure.place not in stays) else copied(figure)
