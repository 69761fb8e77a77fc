"""Pages of the summary with native charts: how scores (评分分布) and execution rates (执行率) are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from statistics import median
from typing import TYPE_CHECKING

from perfxl.batch.frames import BOOK, BUDGET, GRADE, RATE, RATES, SCORES, SPENT, UNIT, rates_frame, scores_frame
from perfxl.batch.pages import HEAD, Paper, text
from perfxl.batch.results import Line
from perfxl.sheets.address import column_letters, quoted_sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLOR, _LOWEST = "#2E75B6", 20  # as many of the lowest rates as can be read in one chart
_SCORE_WIDTHS = {UNIT: 26, "项目": 30, "表": 30, "得分": 9, GRADE: 8, BOOK: 34}
_RATE_WIDTHS = {UNIT: 30, BUDGET: 18, SPENT: 18, RATE: 11, BOOK: 34}
_MOST_BANDS = 20  # of a spread, that its chart can be read
_SIZE = {"width": 620, "height": 320}


@dataclass(frozen=True, slots=True)
class Spread:
    """A table of intervals beside a list, its counts as formulas over a column of the list, and the chart of it.

    column   the column of the values, `count` how many there are, both in the list
    at       the first column of the table; the last interval holds its upper end
    """

    page: str
    column: int
    count: int
    at: int
    unit: str
    shown: str

    def write(self, paper: Paper, page: Worksheet, values: Sequence[float], step: float) -> None:
        """Write the table and its chart; the intervals reach from the lowest value to the highest."""
        edges = _edges(values, step)
        for offset, (heading, width) in enumerate((("分段", 14), ("从", 8), ("到", 8), (self.unit, 9))):
            page.set_column(self.at + offset, self.at + offset, width)
            page.write_string(HEAD, self.at + offset, heading, paper.style("head"))
        for number, (low, high) in enumerate(edges):
            last = number == len(edges) - 1
            self._interval(paper, page, HEAD + 1 + number, (low, high, last), values)
        page.insert_chart(HEAD + len(edges) + 2, self.at, self._chart(paper, len(edges)))

    def _interval(
        self, paper: Paper, page: Worksheet, row: int, interval: tuple[float, float, bool], values: Sequence[float]
    ) -> None:
        low, high, last = interval
        letters = column_letters(self.column + 1)
        span = f"${letters}${HEAD + 2}:${letters}${HEAD + 1 + self.count}"
        bounds = [f"{column_letters(self.at + 2 + end)}{row + 1}" for end in (0, 1)]
        sign = "<=" if last else "<"
        cached = sum(low <= value < high or (last and value == high) for value in values)
        page.write_string(row, self.at, f"{_shown(low, self.shown)}—{_shown(high, self.shown)}", paper.style("word"))
        for offset, value in enumerate((low, high), 1):
            page.write_number(row, self.at + offset, value, paper.style(self.shown))
        formula = f'=COUNTIFS({span},">="&{bounds[0]},{span},"{sign}"&{bounds[1]})'
        page.write_formula(row, self.at + 3, formula, paper.style("count"), cached)

    def _chart(self, paper: Paper, count: int) -> object:
        chart = paper.book.add_chart({"type": "column"})
        first, last = HEAD + 1, HEAD + count
        chart.add_series(
            {
                "name": self.unit,
                "categories": [self.page, first, self.at, last, self.at],
                "values": [self.page, first, self.at + 3, last, self.at + 3],
                "fill": {"color": _COLOR},
                "gap": 40,
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": f"{self.page}：{self.unit}", "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "num_format": "0"})
        chart.set_size(_SIZE)
        return chart


def _edges(values: Sequence[float], step: float) -> list[tuple[float, float]]:
    """Return the bands that hold the values; far outliers share the first or the last one, which reaches to them."""
    if not values:
        return []
    low = floor(min(values) / step)
    high = max(low + 1, ceil(max(values) / step))
    middle = floor(median(values) / step)
    first = max(low, middle - _MOST_BANDS // 2)
    last = min(high, first + _MOST_BANDS)
    edges = [low, *range(first + 1, last), high]
    return [(round(one * step, 6), round(other * step, 6)) for one, other in pairwise(edges)]


def _shown(value: float, style: str) -> str:
    return f"{value * 100:g}%" if style == "rate" else f"{value:g}"


def scores_page(paper: Paper, lines: Sequence[Line]) -> None:
    """Write all total scores, how they are spread over intervals of 5 points, and how many there are of each grade."""
    frame = scores_frame(lines)
    note = f"部门评分表、项目自评表和项目清单里写明或按规则算出的总分，共 {len(frame)} 个；等级按各项目所用的规则包。"
    page = paper.page(SCORES, "自评得分分布", note, _SCORE_WIDTHS)
    paper.fill(page, frame, {"得分": "score", GRADE: "word", BOOK: "link"}, _SCORE_WIDTHS)
    if frame.empty:
        return
    page.autofilter(HEAD, 0, HEAD + len(frame), len(frame.columns) - 1)
    values = [float(value) for value in frame["得分"]]
    Spread(SCORES, 3, len(frame), 7, "个数", "count").write(paper, page, values, 5)
    _grades(paper, page, frame[GRADE].tolist(), 12)


def _grades(paper: Paper, page: Worksheet, grades: Sequence[str], at: int) -> None:
    """Write how many scores there are of each grade, the most frequent first."""
    page.set_column(at, at + 1, 10)
    for offset, heading in enumerate((GRADE, "个数")):
        page.write_string(HEAD, at + offset, heading, paper.style("head"))
    found = sorted({grade for grade in grades if grade}, key=lambda grade: (-grades.count(grade), grade))
    span = f"$E${HEAD + 2}:$E${HEAD + 1 + len(grades)}"
    for row, grade in enumerate(found, HEAD + 1):
        page.write_string(row, at, text(grade), paper.style("word"))
        formula = f"=COUNTIF({span},{column_letters(at + 1)}{row + 1})"
        page.write_formula(row, at + 1, formula, paper.style("count"), grades.count(grade))


def rates_page(paper: Paper, lines: Sequence[Line]) -> None:
    """Write the execution of every unit, the lowest rate first, how the rates are spread, and the lowest of them."""
    frame = rates_frame(lines)
    left = sum(not line.error for line in lines) - len(frame)
    rest = f"；另有 {left} 个没有写明全年预算数和全年执行数，或预算数为 0，没有执行率" if left else ""
    note = f"全年执行数÷全年预算数，部门的合计；没有部门合计的为其项目自评表之和。共 {len(frame)} 个{rest}。"
    page = paper.page(RATES, "预算执行率", note, _RATE_WIDTHS)
    if frame.empty:
        return
    paper.fill(page, frame, {BUDGET: "money", SPENT: "money", RATE: "rate", BOOK: "link"}, _RATE_WIDTHS)
    for row, value in enumerate(frame[RATE], HEAD + 1):
        page.write_formula(row, 3, f"=ROUND(C{row + 1}/B{row + 1},4)", paper.style("rate"), float(value))
    page.autofilter(HEAD, 0, HEAD + len(frame), len(frame.columns) - 1)
    values = [float(value) for value in frame[RATE]]
    Spread(RATES, 3, len(frame), 6, "单位数", "rate").write(paper, page, values, 0.1)
    rows = HEAD + len(_edges(values, 0.1)) + 20
    page.insert_chart(rows, 6, _lowest(paper, min(_LOWEST, len(frame))))


def _lowest(paper: Paper, count: int) -> object:
    chart = paper.book.add_chart({"type": "bar"})
    sheet, first, last = quoted_sheet(RATES), HEAD + 2, HEAD + 1 + count
    chart.add_series(
        {
            "name": RATE,
            "categories": f"={sheet}!$A${first}:$A${last}",
            "values": f"={sheet}!$D${first}:$D${last}",
            "fill": {"color": _COLOR},
            "gap": 40,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": f"执行率最低的 {count} 个", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 620, "height": 140 + 22 * count})
    return chart
