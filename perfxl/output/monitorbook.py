"""The summary workbook of a month's monitoring (绩效监控汇总): projects with lights, alerts, and two native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from perfxl.jobs.monitor import Monitored
from perfxl.monitoring.assessing import Assessment
from perfxl.monitoring.pace import MONTHS
from perfxl.output.monitoring import METHOD, deadline, headline

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)  # no time is kept: the same month gives the same bytes
_SUMMARY, _ALERTS = "监控汇总", "需说明事项"
_COLUMNS = (("序号", 6), ("项目名称", 28), ("单位", 7), ("全年预算数", 14), ("已执行数", 14), ("执行率", 10),
            ("序时进度", 10), ("预警灯", 8), ("全年预计（按月平均）", 20), ("全年预计（按上年进度）", 22),
            ("目标灯", 8))  # fmt: skip
_TOP = 3  # the row above the first project, counted from 0 as XlsxWriter does
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_MONEY, _RATE = "#,##0.00", "0.00%"
FILLS = {"绿": "#C6EFCE", "黄": "#FFEB9C", "红": "#F8CBAD", "蓝": "#BDD7EE"}


def monitoring_workbook(done: Monitored) -> bytes:
    """Return the workbook; the same month gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (only who makes a workbook waits for it)

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"created": _FIRST_DAY})
        _summary(book, book.add_worksheet(_SUMMARY), done)
        _alerts(book, book.add_worksheet(_ALERTS), done)
    return buffer.getvalue()


def _format(book: Workbook, **properties: object) -> Format:
    return book.add_format({"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter", **properties})


def _summary(book: Workbook, sheet: Worksheet, done: Monitored) -> None:
    title = book.add_format({"font_name": "黑体", "font_size": 16})
    sheet.write_string(0, 0, f"绩效运行监控汇总（截至{done.month}月）", title)
    sheet.write_string(1, 0, headline(done), book.add_format({"font_name": "宋体", "font_size": 11}))
    head = _format(book, bold=True, align="center", text_wrap=True, bg_color="#F2F2F2")
    for column, (text, wide) in enumerate(_COLUMNS):
        sheet.set_column(column, column, wide)
        sheet.write_string(_TOP, column, text, head)
    sheet.set_row(_TOP, 32)
    formats = {key: _format(book, num_format=key) for key in (_MONEY, _RATE)}
    plain, centred = _format(book), _format(book, align="center")
    for number, found in enumerate(done.assessments, 1):
        _project(sheet, _TOP + number, number, found, formats, (plain, centred))
    last = _TOP + len(done.assessments)
    for word, colour in FILLS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.add_format({"bg_color": colour})}
        sheet.conditional_format(_TOP + 1, 7, max(last, _TOP + 1), 7, rule)
        sheet.conditional_format(_TOP + 1, 10, max(last, _TOP + 1), 10, rule)
    sheet.write_string(
        last + 1, 0, METHOD, book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#595959"})
    )
    _charts(book, sheet, last)
    sheet.freeze_panes(_TOP + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP)


def _project(
    sheet: Worksheet, row: int, number: int, found: Assessment, formats: dict[str, Format], texts: tuple[Format, Format]
) -> None:
    plain, centred = texts
    sheet.set_row(row, 21)
    observed, line = found.observed, row + 1
    sheet.write_number(row, 0, number, centred)
    sheet.write_string(row, 1, observed.name, plain)
    sheet.write_string(row, 2, observed.unit, centred)
    for column, key in ((3, "annual_budget"), (4, "execution")):
        _number(sheet, row, column, observed.value(key), formats[_MONEY])
    if found.rate is None:
        sheet.write_string(row, 5, "不适用", centred)
    else:
        sheet.write_formula(row, 5, f"=E{line}/D{line}", formats[_RATE], float(found.rate))
    sheet.write_formula(row, 6, f"={found.month}/{MONTHS}", formats[_RATE], found.month / MONTHS)
    sheet.write_string(row, 7, found.light.word if found.light else "—", centred)
    for column, value in ((8, found.forecast.linear), (9, found.forecast.curve)):
        _number(sheet, row, column, value, formats[_MONEY])
    sheet.write_string(row, 10, found.goal_light.word if found.goal_light else "—", centred)


def _number(sheet: Worksheet, row: int, column: int, value: Decimal | None, number_format: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, number_format)
    else:
        sheet.write_number(row, column, float(value), number_format)


def _charts(book: Workbook, sheet: Worksheet, last: int) -> None:
    height = max(260, 26 * (last - _TOP) + 140)
    progress = _chart(book, "bar", "各项目执行率与序时进度", ((5, "#4472C4"), (6, "#BFBFBF")), last)
    progress.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "major_gridlines": _GRID})
    progress.set_y_axis({"reverse": True})
    colours = ((3, "#D9D9D9"), (4, "#4472C4"), (8, "#9DC3E6"), (9, "#F4B183"))
    expected = _chart(book, "column", "预算、已执行与全年预计", colours, last)
    expected.set_y_axis({"num_format": "#,##0", "major_gridlines": _GRID})
    for column, chart, wide in ((0, progress, 490), (5, expected, 640)):
        chart.set_size({"width": wide, "height": height})
        sheet.insert_chart(last + 3, column, chart)


def _chart(book: Workbook, kind: str, title: str, series: Sequence[tuple[int, str]], last: int) -> Chart:
    """Return a chart of columns of the summary, each with its colour, over the projects' names."""
    chart = book.add_chart({"type": kind})
    for column, colour in series:
        chart.add_series({
            "name": _COLUMNS[column][0], "categories": [_SUMMARY, _TOP + 1, 1, last, 1],
            "values": [_SUMMARY, _TOP + 1, column, last, column], "fill": {"color": colour}, "gap": 60,
        })  # fmt: skip
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    return chart


def _alerts(book: Workbook, sheet: Worksheet, done: Monitored) -> None:
    head = _format(book, bold=True, align="center", bg_color="#F2F2F2")
    wrapped = _format(book, text_wrap=True)
    for column, (text, wide) in enumerate((("项目名称", 28), ("预警", 52), ("依据", 44), ("原因说明", 40))):
        sheet.set_column(column, column, wide)
        sheet.write_string(0, column, text, head)
    row = 0
    for found in done.assessments:
        for alert in found.alerts:
            row += 1
            told = (found.observed.name, alert.text, f"{alert.law.name}：{alert.law.citation}", found.observed.reason)
            for column, text in enumerate(told):
                sheet.write_string(row, column, text or "【待填】", wrapped)
    note = deadline(done) or ("没有预警。" if not row else "")
    sheet.write_string(row + 1, 0, note, book.add_format({"font_name": "宋体"}))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
