"""附件1 部门整体支出绩效评价指标评分表, from the department's own scoring table or its working paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from perfxl.attachments.attachment import Attachment, Layout, Line, attachment
from perfxl.attachments.canvas import Canvas
from perfxl.attachments.copying import copied_value, stated_value, total
from perfxl.attachments.listing import (
    Entry,
    ListColumn,
    Record,
    fitting_widths,
    list_setup,
    write_heading,
    write_list,
    year_line,
)
from perfxl.attachments.styles import CELL, FOOT, PROSE, SCORE, TOTAL, TOTAL_SCORE, TOTAL_WEIGHT
from perfxl.model.place import Place
from perfxl.model.table import Role, Row, Table
from perfxl.sheets.address import column_letters

KEY = "attachment:score_table"
TITLE_TEXT = "部门整体支出绩效评价指标评分表"
FOOT_TEXT = "填报人：　　　　　　　　　　联系电话：　　　　　　　　　　填报日期：　　　　　　　　　　（盖章）"
_COLUMNS = (
    ListColumn("level1", "一级指标", 12, CELL, grouped=True),
    ListColumn("level2", "二级指标", 13, CELL, grouped=True),
    ListColumn("level3", "三级指标", 17, CELL, grouped=True),
    ListColumn("target", "指标值", 13, CELL),
    ListColumn("actual", "实际完成值", 13, CELL),
    ListColumn("standard", "评分标准", 50, PROSE),
    ListColumn("weight", "分值", 8, CELL),
    ListColumn("score", "得分", 9, SCORE),
    ListColumn("remark", "评分说明", 34, PROSE),
)
_OPTIONAL = ("target", "actual")
_WRITTEN = (Role.LINE, Role.OF_WHICH)


def score_table(source: Table, number: int, year: str = "", stays: Collection[Place] = ()) -> Attachment:
    """Return the official scoring table; scores are the department's own, the total is left to be computed.

    `stays` holds places of figures that differ from their rule and are shown as people wrote them.
    """
    columns = tuple(column for column in _COLUMNS if column.key not in _OPTIONAL or column.key in source.columns)
    rows = [row for row in source.rows if row.role in _WRITTEN]
    records = [_record(row) for row in rows]
    canvas = Canvas(fitting_widths(columns, records))
    top = write_heading(canvas, number, TITLE_TEXT, year_line(year))
    last = write_list(canvas, top, columns, records)
    _total(canvas, last, columns, rows, _stated_total(source, stays))
    canvas.line(last + 1, FOOT_TEXT, FOOT, 30.0)
    spec = canvas.spec(KEY, f"附件{number}", list_setup(top), (top + 1, 1))
    numbers = {column.key: number for number, column in enumerate(columns, 1)}
    return attachment(spec, Layout("score_table", 2, TITLE_TEXT, numbers, tuple(_lines(top + 1, numbers, rows))))


def _lines(first: int, columns: Mapping[str, int], rows: Sequence[Row]) -> Iterator[Line]:
    category = ""
    for number, row in enumerate(rows, first):
        level1, level3 = row.text("level1"), row.text("level3")
        category = level1 or category
        label = level3 or level1 or row.label
        yield Line(number, row.role, columns, label, None, category if category != label else "")
    yield Line(first + len(rows), Role.TOTAL, columns, "合计", "total")


def _record(row: Row) -> Record:
    record = {key: Entry(copied_value(row.cells.get(key))) for key in row.cells}
    for key in _OPTIONAL:
        record[key] = Entry(*stated_value(row, key))
    if not row.text("level3") and not row.text("level1"):
        record["level1"] = Entry(row.label or None)
    return record


def _stated_total(source: Table, stays: Collection[Place]) -> Decimal | None:
    row = next((row for row in source.rows if row.role is Role.TOTAL), None)
    figure = row.cells.get("score") if row else None
    return figure.value if figure and figure.place in stays else None


def _total(canvas: Canvas, row: int, columns: tuple[ListColumn, ...], rows: list[Row], score: Decimal | None) -> None:
    numbers = {column.key: number for number, column in enumerate(columns, 1)}
    weight, last = numbers["weight"], len(columns)
    first = row - len(rows)
    weights = total(copied_value(line.cells.get("weight")) for line in rows)
    letter = column_letters(weight)
    canvas.put((row, 1, row, weight - 1), "合计", TOTAL)
    formula = None if weights is None else f"SUM({letter}{first}:{letter}{row - 1})"
    canvas.put((row, weight, row, weight), weights, TOTAL_WEIGHT, formula=formula)
    canvas.put((row, numbers["score"], row, numbers["score"]), score, TOTAL_SCORE)
    canvas.put((row, last, row, last), None, PROSE)
