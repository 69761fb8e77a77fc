"""The workbook of the worksheet functions: an index, and a sheet a function with worked formulas that compute.

All of it comes from the registry. Arguments stand in cells, formulas refer to them, results are cached, and the
column 相符 holds each result against what it must be, so that opening the workbook anywhere tells whether all work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from maker.styles import Styles
from maker.tables import NARROWER, width
from maker.writer import CREATED, OPTIONS, page
from perfxl.functions.examples import parsed
from perfxl.functions.pages import shown, usage
from perfxl.functions.registry import REGISTRY
from perfxl.functions.signature import Example, Function
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

INDEX, TITLE = "目录", "工作表函数示例"
NOTE_WIDTH, CELL_WIDTH, TEXT_WIDTH, FORMULA_WIDTH = 26, 13, 44, 36
TIES = "相符"
LONG = 12  # a result of more characters needs a wide column
ERROR_NUMBERS = {"#NULL!": 1, "#DIV/0!": 2, "#VALUE!": 3, "#REF!": 4, "#NAME?": 5, "#NUM!": 6, "#N/A": 7}
SOURCES = {"#DIV/0!": "=1/0", "#N/A": "=NA()"}  # formulas that give an error to be passed on
INTRODUCTION = (
    "每个函数一页：用途、参数、错误值和例子。例子的参数放在单元格里，改动参数，结果随之重新计算。",
    "“结果”是真正的公式，“期望”是应得的结果，“相符”核对两者；参数改动以后当然不再相符。",
    "没有安装加载项时结果显示 #NAME?；打开时若询问是否启用宏或更新链接，请先安装加载项。",
)

Rows = Sequence[Sequence[Scalar]]


@dataclass(frozen=True)
class Layout:
    """Where the columns of a function's examples are: the first of each argument, of result, expectation and after."""

    arguments: tuple[int, ...]
    result: int
    expected: int
    ties: int
    formula: int

    @property
    def last(self) -> int:
        """The last column."""
        return self.formula


def write_functions(path: Path) -> None:
    """Write the workbook; its bytes depend on nothing but the registry."""
    with Workbook(path, OPTIONS) as book:
        book.set_properties({"title": TITLE, "created": CREATED})
        book.calc_on_load = False  # where the add-in is missing, a recalculation would wipe the cached results
        styles = Styles(book)
        index = page(book, INDEX)
        ties = {name: _sheet(page(book, name, landscape=True), styles, REGISTRY[name]) for name in REGISTRY}
        _index(index, styles, ties)


def _index(sheet: Worksheet, styles: Styles, ties: dict[str, tuple[str, int]]) -> None:
    for column, wide in enumerate((20, 66, 12)):
        sheet.set_column(column, column, wide)
    _line(sheet, styles.part("title"), 0, 2, TITLE, 36)
    for row, text in enumerate(INTRODUCTION, 1):
        _line(sheet, styles.part("note"), row, 2, text, _height(text, 98))
    top = len(INTRODUCTION) + 2
    for column, heading in enumerate(("函数", "用途", "例子相符")):
        sheet.write_string(top, column, heading, styles.part("heading"))
    for row, (name, (cells, count)) in enumerate(ties.items(), top + 1):
        text = REGISTRY[name].help
        sheet.set_row(row, _height(text, 66))
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.cell("center"), name)
        sheet.write_string(row, 1, text, styles.cell("text"))
        _verdict(sheet, row, 2, _all_tie(f"{name}!{cells}", count), styles.cell("center"))
    end = top + 1 + len(ties)
    sheet.merge_range(end, 0, end, 1, "全部相符", styles.cell("center", bold=True))
    _verdict(sheet, end, 2, _all_tie(f"C{top + 2}:C{end}", len(ties)), styles.cell("center", bold=True))
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)


def _sheet(sheet: Worksheet, styles: Styles, function: Function) -> tuple[str, int]:
    """Draw a function's sheet; return the range of its column 相符, and how many verdicts stand in it."""
    examples = [(example, parsed(example.formula)[1]) for example in function.examples]
    layout = _layout([arguments for _, arguments in examples], [example.result for example, _ in examples])
    widths = _widths(layout, function)
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    top = _head(sheet, styles, function, layout, sum(widths))
    _headings(sheet, styles, function, layout, top)
    first = row = top + 1
    for example, arguments in examples:
        row = _example(sheet, styles, example, arguments, layout, row)
    count = sum(_size(example.result)[0] for example, _ in examples)
    return xl_range(first, layout.ties, row - 1, layout.ties), count


def _layout(calls: Sequence[Sequence[Given]], results: Sequence[Result]) -> Layout:
    slots = max(map(len, calls))
    spans = [max(_size(call[at])[1] for call in calls if at < len(call)) for at in range(slots)]
    starts = [1 + sum(spans[:at]) for at in range(slots + 1)]
    wide = max(_size(result)[1] for result in results)
    result = starts[-1]
    return Layout(tuple(starts), result, result + wide, result + 2 * wide, result + 2 * wide + 1)


def _widths(layout: Layout, function: Function) -> list[float]:
    long = any(len(text) > LONG for example in function.examples for text in _texts(example.result))
    wide = TEXT_WIDTH if long else CELL_WIDTH
    results = [wide] * (layout.ties - layout.result)
    return [NOTE_WIDTH, *[CELL_WIDTH] * (layout.result - 1), *results, 8, FORMULA_WIDTH]


def _head(sheet: Worksheet, styles: Styles, function: Function, layout: Layout, total: float) -> int:
    """Draw what stands above the examples; return the row of their headings."""
    title = f"{function.name} {function.help.partition('：')[0]}"
    _line(sheet, styles.part("title"), 0, layout.last, title, 34)
    facts = [("用途", function.help), ("写法", f"={usage(function)}")]
    facts += [(argument.label, argument.help) for argument in function.arguments]
    facts += [("返回", f"{function.returns}。")]
    facts += [(error, f"{reason}。") for error, reason in function.errors.items()]
    facts += [("依据", f"{function.source}。")]
    for row, (label, text) in enumerate(facts, 1):
        sheet.set_row(row, _height(text, total - NOTE_WIDTH))
        sheet.write_string(row, 0, label, styles.part("heading"))
        sheet.merge_range(row, 1, row, layout.last, "", styles.cell("text"))
        sheet.write_string(row, 1, text, styles.cell("text"))
    row = len(facts) + 2
    sheet.write_url(row - 1, 0, f"internal:'{INDEX}'!A1", styles.part("note"), "← 目录")
    return row


def _headings(sheet: Worksheet, styles: Styles, function: Function, layout: Layout, row: int) -> None:
    labels = [argument.label for argument in function.arguments]
    slots = len(layout.arguments) - 1
    named = [labels[at] if at < len(labels) else f"{labels[-1]}{at - len(labels) + 2}" for at in range(slots)]
    starts = (0, *layout.arguments, layout.expected, layout.ties, layout.formula, layout.last + 1)
    for at, label in enumerate(("例", *named, "结果", "期望", "相符", "公式")):
        _merged(sheet, row, starts[at], row, starts[at + 1] - 1, label, styles.part("heading"))


def _example(
    sheet: Worksheet, styles: Styles, example: Example, arguments: Sequence[Given], layout: Layout, top: int
) -> int:
    """Draw one example; return the row below it."""
    height = max(_size(value)[0] for value in (*arguments, example.result))
    bottom, look = top + height - 1, styles.cell("center")
    for row in range(top, bottom + 1):
        sheet.set_row(row, _row_height(example, row - top, height))
        for column in range(layout.last + 1):
            sheet.write_blank(row, column, None, look)
    _merged(sheet, top, 0, bottom, 0, example.note, styles.cell("text"))
    references = [_put(sheet, look, top, at, value) for at, value in zip(layout.arguments, arguments, strict=False)]
    name = example.formula.partition("(")[0]
    formula = f"={name}({','.join(references)})"
    _result(sheet, styles, top, layout.result, formula, _rows(example.result))
    for row, values in enumerate(_rows(example.result), top):
        for column, value in enumerate(values):
            _constant(sheet, styles.cell("center"), row, layout.expected + column, value)
        _tie(sheet, look, row, layout, values)
    _merged(sheet, top, layout.formula, bottom, layout.formula, formula, styles.cell("text"))
    return bottom + 1


def _put(sheet: Worksheet, look: Format, top: int, left: int, value: Given) -> str:
    """Lay an argument into cells and return the reference to them, "" where it is left out."""
    if value is Missing.MISSING:
        return ""
    rows = _rows(value)
    for row, values in enumerate(rows, top):
        for column, each in enumerate(values, left):
            if isinstance(each, ErrorValue):
                sheet.write_formula(row, column, SOURCES[each.value], look, each.value)
            else:
                _constant(sheet, look, row, column, each)
    return xl_range(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)


def _constant(sheet: Worksheet, look: Format, row: int, column: int, value: Scalar) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, shown(value), look)


def _result(sheet: Worksheet, styles: Styles, top: int, left: int, formula: str, rows: Rows) -> None:
    """Write the formula with its cached result; a column spills as in Excel 365, a row is a Ctrl+Shift+Enter array."""
    look = styles.cell("center", bold=True)
    cached = [[value.value if isinstance(value, ErrorValue) else value for value in row] for row in rows]
    bottom, right = top + len(rows) - 1, left + len(rows[0]) - 1
    if (top, left) == (bottom, right):
        sheet.write_formula(top, left, formula, look, cached[0][0])
        return
    write = sheet.write_dynamic_array_formula if left == right else sheet.write_array_formula
    write(top, left, bottom, right, formula, look, cached[0][0])
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values, left):
            if (row, column) != (top, left):
                _constant(sheet, look, row, column, value)


def _tie(sheet: Worksheet, look: Format, row: int, layout: Layout, values: Sequence[Scalar]) -> None:
    parts = []
    for column, value in enumerate(values):
        found = xl_rowcol_to_cell(row, layout.result + column)
        wanted = xl_rowcol_to_cell(row, layout.expected + column)
        error = isinstance(value, ErrorValue)
        parts.append(f"ERROR.TYPE({found})={ERROR_NUMBERS[value.value]}" if error else f"{found}={wanted}")
    _verdict(sheet, row, layout.ties, parts[0] if len(parts) == 1 else f"AND({','.join(parts)})", look)


def _verdict(sheet: Worksheet, row: int, column: int, condition: str, look: Format) -> None:
    sheet.write_formula(row, column, f'=IF({condition},"{TIES}","不符")', look, TIES)


def _all_tie(cells: str, count: int) -> str:
    return f'COUNTIF({cells},"{TIES}")={count}'


def _rows(value: Given | Result) -> Rows:
    return value if isinstance(value, (list, tuple)) else [[value]]


def _size(value: Given | Result) -> tuple[int, int]:
    rows = _rows(value)
    return len(rows), max(map(len, rows))


def _texts(result: Result) -> list[str]:
    return [value for row in _rows(result) for value in row if isinstance(value, str)]


def _row_height(example: Example, offset: int, size: int) -> float:
    rows = _rows(example.result)
    texts = _texts([rows[offset]]) if offset < len(rows) else []
    height = max((_height(text, TEXT_WIDTH) for text in texts if len(text) > LONG), default=20.0)
    return max(height, _height(example.note, NOTE_WIDTH) / size, _height(example.formula, FORMULA_WIDTH) / size)


def _height(text: str, wide: float) -> float:
    return 6 + 14 * max(1, ceil(width(text) * NARROWER * 1.05 / wide))


def _line(sheet: Worksheet, look: Format, row: int, last: int, text: str, height: float) -> None:
    sheet.set_row(row, height)
    sheet.merge_range(row, 0, row, last, text, look)


def _merged(sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, look: Format) -> None:
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, look)
    else:
        sheet.merge_range(top, left, bottom, right, "", look)
        sheet.write_string(top, left, text, look)
