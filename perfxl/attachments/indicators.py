"""The block 绩效指标 of a project form: three levels, target and actual, points, score, reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from perfxl.attachments.attachment import Line
from perfxl.attachments.canvas import Canvas, display_text
from perfxl.attachments.copying import copied_value, is_quantitative, runs, stated_value
from perfxl.attachments.styles import CELL, HEADER, PROSE, SCORE, with_format
from perfxl.attachments.textfit import characters_for, width_for
from perfxl.model.place import Place
from perfxl.model.table import Role, Row
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
_KEYS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
COLUMNS: Mapping[str, int] = MappingProxyType(dict(zip(_KEYS, range(_FIRST, _FIRST + len(_KEYS)), strict=True)))


def stated_width(rows: Sequence[Row], key: str, least: float) -> float:
    """Return the width for 年度指标值 or 实际完成值."""
    values = [stated_value(row, key) for row in rows]
    texts = [(value, display_text(value, number_format)) for value, number_format in values]
    numbers = [characters_for(text, CELL.size) for value, text in texts if isinstance(value, Decimal)]
    return width_for((text for _, text in texts), max([least, *numbers]), CELL.size)


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


def indicator_lines(first: int, rows: Sequence[Row]) -> Iterator[Line]:
    """Yield what the rows of indicators are, from row `first` on."""
    category = ""
    for number, row in enumerate(rows, first):
        category = row.text("level1") or category
        yield Line(number, Role.INDICATOR, COLUMNS, row.text("level3"), None, category)


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
    cells = {
        "level3": (row.text("level3") or None, PROSE),
        "weight": (copied_value(row.cells.get("weight")), CELL),
        "score": (_score(row, stays), SCORE),
        "reason": (copied_value(row.cells.get("reason")), PROSE),
    }
    for key in ("target", "actual"):
        value, number_format = stated_value(row, key)
        cells[key] = (value, with_format(CELL, number_format))
    for key, (value, style) in cells.items():
        canvas.put((number, COLUMNS[key], number, COLUMNS[key]), value, style)


def _score(row: Row, stays: Collection[Place]) -> Value:
    """A score that a rule gives is left to it; a judgement, and what differs from the rule, is copied."""
    figure = row.cells.get("score")
    return None if is_quantitative(row) and (figure is None or figure.place not in stays) else copied_value(figure)
