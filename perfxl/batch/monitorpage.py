"""The page of the summary on the year under way (年中监控): each project with its light, and native charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfxl.batch.frames import BOOK, MONITORING, PROGRESS, monitoring_frame
from perfxl.batch.pages import HEAD, Paper, is_blank
from perfxl.batch.results import Line
from perfxl.monitoring.pace import MONTHS
from perfxl.output.monitorbook import FILLS
from perfxl.sheets.address import column_letters

if TYPE_CHECKING:
    from pandas import DataFrame
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

_MOST = 20  # as many of the slowest projects as can be read in one chart
_WIDTHS = dict(zip(PROGRESS, (24, 28, 7, 15, 15, 10, 10, 8, 8, 16, 44, 30, 34), strict=True))
_MONTH, _BUDGET, _SPENT, _RATE, _SHARE, _LIGHT, _EXPECTED = (2, 3, 4, 5, 6, 7, 9)
_STYLES = {
    **dict.fromkeys((PROGRESS[at] for at in (_MONTH, _LIGHT, _LIGHT + 1)), "word"),
    **dict.fromkeys((PROGRESS[at] for at in (_BUDGET, _SPENT, _EXPECTED)), "money"),
    **dict.fromkeys((PROGRESS[at] for at in (_RATE, _SHARE)), "rate"),
    BOOK: "link",
}
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_SIDE = len(PROGRESS) + 1  # the column of the counts and charts


def monitoring_page(paper: Paper, lines: Sequence[Line]) -> None:
    """Write the projects under way, those farthest behind first; no page where no workbook monitors any."""
    frame = monitoring_frame(lines)
    if frame.empty:
        return
    note = (
        f"运行监控表里的 {len(frame)} 个项目，各取最后一个月，落后最多的在前。预警灯按各工作簿适用的规则包，"
        "依据是否核实见 perfxl packs show；"
        "全年预计＝已执行数÷截至月数×12，不超过全年预算数，不少于已执行数。"
    )
    page = paper.page(MONITORING, "年中监控", note, _WIDTHS)
    paper.fill(page, frame, _STYLES, _WIDTHS)
    _formulas(paper, page, frame)
    last = HEAD + len(frame)
    for word, color in FILLS.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{word}"',
            "format": paper.book.add_format({"bg_color": color}),
        }
        page.conditional_format(HEAD + 1, _LIGHT, last, _LIGHT + 1, rule)
    page.autofilter(HEAD, 0, last, len(PROGRESS) - 1)
    _lights(paper, page, frame)
    _charts(paper, page, min(_MOST, len(frame)))


def _formulas(paper: Paper, page: Worksheet, frame: DataFrame) -> None:
    """Write rates and shares of the year as formulas over the cells beside them."""
    months, rates = frame[PROGRESS[_MONTH]].tolist(), frame[PROGRESS[_RATE]].tolist()
    for row, (month, rate) in enumerate(zip(months, rates, strict=True), HEAD + 1):
        share = round(int(month) / MONTHS, 4)
        page.write_formula(row, _SHARE, f"=ROUND(C{row + 1}/{MONTHS},4)", paper.style("rate"), share)
        if not is_blank(rate):
            page.write_formula(row, _RATE, f"=ROUND(E{row + 1}/D{row + 1},4)", paper.style("rate"), float(rate))


def _lights(paper: Paper, page: Worksheet, frame: DataFrame) -> None:
    """Write how many projects there are of each light, and the chart of it in the lights' colours."""
    lights = frame[PROGRESS[_LIGHT]].tolist()
    words = [word for word in FILLS if word in lights]
    span = f"${column_letters(_LIGHT + 1)}${HEAD + 2}:${column_letters(_LIGHT + 1)}${HEAD + 1 + len(lights)}"
    for offset, heading in enumerate(("预警灯", "项目数")):
        page.set_column(_SIDE + offset, _SIDE + offset, 10)
        page.write_string(HEAD, _SIDE + offset, heading, paper.style("head"))
    for row, word in enumerate(words, HEAD + 1):
        page.write_string(row, _SIDE, word, paper.style("word"))
        formula = f"=COUNTIF({span},{column_letters(_SIDE + 1)}{row + 1})"
        page.write_formula(row, _SIDE + 1, formula, paper.style("count"), lights.count(word))
    if words:
        first, last = HEAD + 1, HEAD + len(words)
        chart = paper.book.add_chart({"type": "column"})
        points = [{"fill": {"color": FILLS[word]}, "border": {"color": "#7F7F7F"}} for word in words]
        chart.add_series({
            "name": "项目数", "categories": [MONITORING, first, _SIDE, last, _SIDE], "points": points, "gap": 60,
            "values": [MONITORING, first, _SIDE + 1, last, _SIDE + 1], "data_labels": {"value": True},
        })  # fmt: skip
        _finish(page, chart, "各预警灯的项目数", HEAD, 260)


def _charts(paper: Paper, page: Worksheet, count: int) -> None:
    """Draw the projects farthest behind: rate against the share of the year, and money with what is expected."""
    height = 140 + 26 * count
    progress = _bars(paper, count, ((_RATE, "#4472C4"), (_SHARE, "#BFBFBF")))
    progress.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": _GRID})
    _finish(page, progress, f"落后最多的 {count} 个项目：执行率与序时进度", HEAD + 14, height)
    money = _bars(paper, count, ((_BUDGET, "#D9D9D9"), (_SPENT, "#4472C4"), (_EXPECTED, "#9DC3E6")))
    money.set_x_axis({"num_format": "#,##0", "min": 0, "major_gridlines": _GRID})
    _finish(page, money, f"落后最多的 {count} 个项目：预算、已执行与全年预计（万元）", HEAD + 16 + height // 20, height)


def _bars(paper: Paper, count: int, columns: Sequence[tuple[int, str]]) -> Chart:
    chart = paper.book.add_chart({"type": "bar"})
    first, last = HEAD + 1, HEAD + count
    for column, color in columns:
        chart.add_series({
            "name": PROGRESS[column], "categories": [MONITORING, first, 1, last, 1],
            "values": [MONITORING, first, column, last, column], "fill": {"color": color}, "gap": 60,
        })  # fmt: skip
    chart.set_y_axis({"reverse": True})
    return chart


def _finish(page: Worksheet, chart: Chart, title: str, row: int, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True} if height == 260 else {"position": "bottom"})
    chart.set_size({"width": 640, "height": height})
    page.insert_chart(row, _SIDE + 3, chart)
