"""The summary workbook (汇总): an overview with totals as formulas, findings, distributions with charts, absences.

The same results give the same bytes: no time is kept, and nothing depends on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.batch.batch import Batch
from perfxl.batch.charts import rates_page, scores_page
from perfxl.batch.expected import Absence
from perfxl.batch.frames import (
    BOOK,
    BUDGET,
    COUNTS,
    FINDING_COLUMNS,
    FINDINGS,
    GRADE,
    MISSING,
    OVERVIEW,
    RATE,
    SCORE,
    SPENT,
    UNIT,
    WORST,
    YEAR,
    absences_frame,
    findings_frames,
    overview_frame,
)
from perfxl.batch.monitorpage import monitoring_page
from perfxl.batch.pages import HEAD, Paper, is_blank
from perfxl.batch.told import rests_on
from perfxl.numerals.rounding import half_up
from perfxl.package.whole import whole_file
from perfxl.sheets.address import column_letters, quoted_sheet

if TYPE_CHECKING:
    from pandas import DataFrame
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_MOST_ROWS = 1_000_000  # Excel's sheet has 1,048,576
_OVERVIEW_WIDTHS = {
    "序号": 6, UNIT: 26, YEAR: 7, "结论": 12, **dict.fromkeys(COUNTS, 8), SCORE: 9, GRADE: 7,
    BUDGET: 15, SPENT: 15, RATE: 10, WORST: 60, BOOK: 34,
}  # fmt: skip
_OVERVIEW_STYLES = {
    "序号": "count", YEAR: "year", "结论": "word", **dict.fromkeys(COUNTS, "count"), SCORE: "score",
    GRADE: "word", BUDGET: "money", SPENT: "money", RATE: "rate", BOOK: "link",
}  # fmt: skip
_FINDING_WIDTHS = (22, 7, 8, 14, 14, 9, 14, 14, 60, 40, 34, 34)
NO_LIST = "没有给出应报送的名单，不能判断谁没有报送；用 --expect 写明名单。"
FONT = {"font_name": "宋体", "font_size": 11}
_MARKED = {"错误": "bad", "核实": "doubt"}
_ABSENT_WIDTHS = {"情况": 12, UNIT: 30, "说明": 70, BOOK: 40}


def write_book(batch: Batch, absences: Sequence[Absence] | None, target: Path) -> None:
    """Write the summary workbook, whole or not at all; RefusedError where the target cannot be written."""
    with whole_file(target) as file:
        _write(batch, absences, file, target.absolute().parent)


def _write(batch: Batch, absences: Sequence[Absence] | None, file: Path, folder: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 (only who writes a summary waits for it)

    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": dict(FONT)}
    with Workbook(str(file), options) as book:
        book.set_properties({"title": "预算绩效自评审核汇总", "created": _FIRST_DAY})
        paper = Paper(book, folder)
        frame = overview_frame(batch.lines)
        _overview_page(paper, frame, rests_on(batch))
        _findings_pages(paper, batch)
        scores_page(paper, batch.lines)
        rates_page(paper, batch.lines)
        monitoring_page(paper, batch.lines)
        _missing_page(paper, absences, batch.passed)


def _overview_page(paper: Paper, frame: DataFrame, note: str) -> None:
    page = paper.page(OVERVIEW, "预算绩效自评审核汇总", note, _OVERVIEW_WIDTHS)
    paper.fill(page, frame, _OVERVIEW_STYLES, _OVERVIEW_WIDTHS)
    first, last = HEAD + 1, HEAD + len(frame)
    for heading, style in _MARKED.items():
        column = list(frame.columns).index(heading)
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": paper.style(style)}
        page.conditional_format(first, column, max(first, last), column, rule)
    _rates(paper, page, frame)
    _totals(paper, page, frame)
    page.autofilter(HEAD, 0, max(last, first), len(frame.columns) - 1)
    page.print_area(0, 0, last + 1, len(frame.columns) - 1)


def _rates(paper: Paper, page: Worksheet, frame: DataFrame) -> None:
    """Write the execution rates as formulas over the amounts beside them; over a budget of 0 there is none."""
    budget, spent, rate = (list(frame.columns).index(heading) for heading in (BUDGET, SPENT, RATE))
    for row, (amount, value) in enumerate(zip(frame[BUDGET], frame[RATE], strict=True), HEAD + 1):
        if is_blank(amount):
            continue
        under, over = f"{column_letters(budget + 1)}{row + 1}", f"{column_letters(spent + 1)}{row + 1}"
        formula = f'=IF({over}="","",IF({under}=0,"不适用",ROUND({over}/{under},4)))'
        cached = "不适用" if amount == 0 else "" if is_blank(value) else float(value)
        page.write_formula(row, rate, formula, paper.style("rate"), cached)


def _totals(paper: Paper, page: Worksheet, frame: DataFrame) -> None:
    """Write the line of totals: what is filtered away is not in it."""
    row, columns = HEAD + 1 + len(frame), list(frame.columns)
    for column in range(len(columns)):
        page.write_blank(row, column, None, paper.style("total_word"))
    page.write_string(row, 0, "合计", paper.style("total_word"))
    if frame.empty:
        return
    at = {name: columns.index(name) for name in columns}
    spans = {name: f"{column_letters(i + 1)}{HEAD + 2}:{column_letters(i + 1)}{row}" for name, i in at.items()}
    sums = {name: sum(_numbers(frame, name), Decimal(0)) for name in (*COUNTS, BUDGET, SPENT)}

    def put(name: str, formula: str, style: str, cached: object) -> None:
        page.write_formula(row, at[name], f"={formula}", paper.style(style), cached)

    put(UNIT, f'SUBTOTAL(103,{spans[UNIT]})&" 个"', "total_word", f"{len(frame)} 个")
    for name, total in sums.items():
        style = "total_count" if name in COUNTS else "total_money"
        put(name, f"SUBTOTAL(109,{spans[name]})", style, float(total))
    span = spans[SCORE]
    mean = f'IF(SUBTOTAL(102,{span})=0,"",ROUND(SUBTOTAL(101,{span}),2))'
    put(SCORE, mean, "total_score", _mean(_numbers(frame, SCORE)))
    under, over = (f"{column_letters(at[name] + 1)}{row + 1}" for name in (BUDGET, SPENT))
    put(RATE, f'IF({under}=0,"",ROUND({over}/{under},4))', "total_rate", _ratio(sums[SPENT], sums[BUDGET]))


def _mean(numbers: Sequence[Decimal]) -> float | str:
    return float(half_up(sum(numbers, Decimal(0)) / len(numbers), 2)) if numbers else ""


def _ratio(over: Decimal, under: Decimal) -> float | str:
    return float(half_up(over / under, 4)) if under else ""


def _numbers(frame: DataFrame, heading: str) -> list[Decimal]:
    return [Decimal(str(value)) for value in frame[heading] if not is_blank(value)]


def _findings_pages(paper: Paper, batch: Batch) -> None:
    """Write all findings, on as many sheets as they take; each place opens the workbook there."""
    widths = dict(zip(FINDING_COLUMNS, _FINDING_WIDTHS, strict=True))
    total = sum(line.errors + line.warnings + line.infos for line in batch.lines)
    for number, frame in enumerate(findings_frames(batch, _MOST_ROWS), 1):
        name = FINDINGS if number == 1 else f"{FINDINGS}{number}"
        page = paper.page(name, "问题清单", f"共 {total} 项；点单元格的地址，打开该工作簿的那一格。", widths)
        paper.fill(page, frame, {"级别": "word", "编号": "word"}, widths)
        sheets, cells, books = (frame[heading].tolist() for heading in ("工作表", "单元格", BOOK))
        for row, (sheet, cell, book) in enumerate(zip(sheets, cells, books, strict=True), HEAD + 1):
            if cell:
                paper.link(page, row, FINDING_COLUMNS.index("单元格"), book, cell, f"#{quoted_sheet(sheet)}!{cell}")
        for word, style in (("错误", "bad"), ("核实", "doubt")):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": paper.style(style)}
            page.conditional_format(HEAD + 1, 1, HEAD + 1 + len(frame), 1, rule)
        page.autofilter(HEAD, 0, HEAD + max(1, len(frame)), len(widths) - 1)


def _missing_page(paper: Paper, absences: Sequence[Absence] | None, passed: Sequence[str]) -> None:
    note = f"共 {len(absences or ())} 项，按名单的次序。" if absences is not None else NO_LIST
    note += f"另有文件没有读，列在后面，{len(passed)} 条。" if passed else ""
    page = paper.page(MISSING, "未报送及报送情况", note, _ABSENT_WIDTHS)
    paper.fill(page, absences_frame(absences or (), passed), {"情况": "word", BOOK: "link"}, _ABSENT_WIDTHS)
