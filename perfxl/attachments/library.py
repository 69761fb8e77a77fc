"""预算绩效指标库: the indicators that a department keeps for its kinds of projects."""

from __future__ import annotations

import re

from perfxl.attachments.attachment import Attachment
from perfxl.attachments.canvas import Canvas
from perfxl.attachments.copying import copied_value
from perfxl.attachments.listing import Entry, ListColumn, Record, fitting_widths, list_setup, write_heading, write_list
from perfxl.attachments.styles import CELL, PROSE
from perfxl.model.table import Role, Row, Table

KEY = "attachment:library"
TITLE_TEXT = "预算绩效指标库"
_TITLE = re.compile(r"预算绩效指标库\s*([(（][^()（）]{1,10}[)）])?")
_COLUMNS = (
    ListColumn("number", "序号", 6, CELL),
    ListColumn("project_name", "项目类型", 17, CELL, grouped=True),
    ListColumn("level1", "一级指标", 12, CELL, grouped=True),
    ListColumn("level2", "二级指标", 14, CELL, grouped=True),
    ListColumn("level3", "三级指标", 24, CELL),
    ListColumn("nature", "指标性质", 11, CELL),
    ListColumn("target", "指标值", 14, CELL),
    ListColumn("measure_unit", "度量单位", 11, CELL),
    ListColumn("explanation", "指标说明", 40, PROSE),
)
_OPTIONAL = ("number", "nature", "measure_unit", "explanation", "project_name")


def library(source: Table, number: int) -> Attachment:
    """Return the indicator library as an attachment; it holds the columns that the source has."""
    columns = tuple(column for column in _COLUMNS if column.key not in _OPTIONAL or column.key in source.columns)
    records = [_record(row) for row in source.rows if row.role is Role.LINE]
    canvas = Canvas(fitting_widths(columns, records))
    title = _TITLE.search(source.name)
    top = write_heading(canvas, number, title[0] if title else TITLE_TEXT)
    write_list(canvas, top, columns, records)
    return Attachment(canvas.spec(KEY, f"附件{number}", list_setup(top), (top + 1, 1)))


def _record(row: Row) -> Record:
    return {key: Entry(copied_value(figure), figure.number_format) for key, figure in row.cells.items()}
