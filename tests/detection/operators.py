"""Operators that plant one error of a kind into a clean workbook, and benign ones that change nothing that matters.

Each looks for all the cells in which its error is possible and leaves the choice to the draw. What an operator knows
of a table is what recognition says of it; it knows nothing of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.reading import read
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Cell, Snapshot

CENT = Decimal("0.01")
_RANGE = re.compile(r"SUM\(([A-Z]+)([0-9]+):\1([0-9]+)\)")
MONEY = ("initial_budget", "annual_budget", "execution", "budget", "spending", "cumulative", "remaining", "amount")
PROJECTS = ("project_form", "department_form")
RATED = ("annual_budget", "execution", "execution_rate")
COUNTS = ("quota", "actual")
RATES = ("execution_rate", "progress", "control_rate", "rate")
Changes = dict[Place, Cell | None]


@dataclass(frozen=True)
class Plant:
    """An error: the wrong cell, all the cells changed, what should stand there, how grave the catalogue has it."""

    place: Place
    changes: Changes = field(compare=False)
    truth: Decimal | None = None
    level: str = "error"


@dataclass(frozen=True)
class Book:
    """A clean workbook and what its sheets mean."""

    snapshot: Snapshot
    evaluation: Evaluation

    def cell(self, place: Place) -> Cell:
        found = self.snapshot.sheet(place.sheet or "")
        assert found is not None
        return found.cells.get(position_of(place.cell or "A1"), Cell())

    def figures(self, *keys: str) -> Iterator[tuple[Table, Row, Figure]]:
        """Yield typed true numbers of columns that no formula reads, so that nothing follows them.

        An amount that stands alone in its column is left out unless a rate is printed of it: nothing contradicts it.
        """
        for table in self.evaluation.tables:
            for key in keys if self._is_typed(table) else ():
                told = [(row, row.cells[key]) for row in table.rows if key in row.cells and row.cells[key].value]
                for row, figure in told if len(told) > 1 or key in RATED else ():
                    yield table, row, figure

    def _is_typed(self, table: Table) -> bool:
        sheet = self.snapshot.sheet(table.sheet)
        return sheet is not None and not any(cell.formula for cell in sheet.cells.values())

    def formulas(self) -> Iterator[tuple[Table, Row, str, Figure]]:
        for table in self.evaluation.tables:
            for row in table.rows:
                for key, figure in row.cells.items():
                    if figure.formula is not None and figure.value:
                        yield table, row, key, figure

    def indicators(self) -> Iterator[tuple[Table, Row]]:
        for table in self.evaluation.of(*PROJECTS):
            for row in table.rows:
                if row.role is Role.INDICATOR and row.label and row.text("target"):
                    yield table, row

    def number(self, place: Place, value: Decimal) -> Cell:
        """Return a cell that holds another number, written as it was written before."""
        old = self.cell(place)
        if isinstance(old.value, str):
            told = read(old.value)
            shown = value * 100 if told and told.unit == "%" else value
            return Cell(f"{_sign(old.value)}{shown.normalize():f}{_unit(old.value)}")
        return replace(old, value=value, formula=None)


def _unit(text: str) -> str:
    return text.lstrip("≥≤=").lstrip("0123456789.,")


def _sign(text: str) -> str:
    return text[0] if text[:1] in "≥≤=" else ""


def planted(book: Book, plant: Plant) -> Snapshot:
    """Return the workbook with the error in it."""
    return changed(book.snapshot, plant.changes)


def changed(snapshot: Snapshot, changes: Changes) -> Snapshot:
    sheets = []
    for sheet in snapshot.sheets:
        cells = dict(sheet.cells)
        for place, cell in changes.items():
            if place.sheet == sheet.name:
                spot = position_of(place.cell or "A1")
                if cell is None:
                    cells.pop(spot, None)
                else:
                    cells[spot] = cell
        sheets.append(replace(sheet, cells=cells))
    return replace(snapshot, sheets=tuple(sheets))


Operator = Callable[[Book], Iterator[Plant]]


def one(book: Book, figure: Figure, value: Decimal, level: str = "error") -> Plant:
    return Plant(figure.place, {figure.place: book.number(figure.place, value)}, figure.value, level)


def exchanged(value: Decimal) -> Iterator[Decimal]:
    """Yield the number with two neighbouring digits exchanged, each pair once."""
    text = f"{value:f}"
    for spot in range(len(text) - 1):
        pair = text[spot : spot + 2]
        if pair.isdigit() and pair[0] != pair[1] and not (spot == 0 and pair[1] == "0"):
            yield Decimal(text[:spot] + pair[::-1] + text[spot + 2 :])


def digits_exchanged(book: Book) -> Iterator[Plant]:
    """两位数字写反"""
    for table, row, figure in book.figures(*MONEY):
        least = Decimal("0.09") if _parts(table, row, figure) else (figure.value or Decimal(0)) / 1000
        for value in exchanged((figure.value or Decimal(0)).quantize(CENT)):
            if abs(value - (figure.value or 0)) >= least:  # less is lost in the rounding of a rate
                yield one(book, figure, value)


def digits_of_counts(book: Book) -> Iterator[Plant]:
    """人数写错一个"""
    for table, _, figure in book.figures(*COUNTS):
        if table.kind == "staff":
            yield one(book, figure, (figure.value or Decimal(0)) - 1)


def separator(book: Book) -> Iterator[Plant]:
    """千分位点错"""
    for _, _, figure in book.figures(*MONEY):
        value = (figure.value or Decimal(0)).quantize(CENT)
        if value >= 1000:
            whole, fraction = f"{value:f}".split(".")
            text = f"{whole[:2]},{whole[2:]}.{fraction}"
            yield Plant(figure.place, {figure.place: Cell(text)}, value)


def ten_thousand(book: Book) -> Iterator[Plant]:
    """单个数以元填列"""
    for _, _, figure in book.figures(*MONEY):
        yield one(book, figure, (figure.value or Decimal(0)) * 10_000, "warning")


def last_year(book: Book) -> Iterator[Plant]:
    """抄了上年的数"""
    for _, _, figure in book.figures(*MONEY):
        for percent in (83, 91, 107, 122):
            yield one(book, figure, ((figure.value or Decimal(0)) * percent / 100).quantize(CENT))


def sign(book: Book) -> Iterator[Plant]:
    """正负号写反"""
    for _, _, figure in book.figures(*MONEY):
        yield one(book, figure, -(figure.value or Decimal(0)))


def total_of_nothing(book: Book) -> Iterator[Plant]:
    """合计为0而各项有数"""
    for table, row, figure in book.figures(*MONEY):
        if (row.item == "total" or row.role in (Role.TOTAL, Role.SUBTOTAL)) and _parts(table, row, figure):
            yield one(book, figure, Decimal(0))


def _parts(table: Table, total: Row, figure: Figure) -> bool:
    """Whether other rows hold amounts in the column of a total."""
    key = next((key for key, held in total.cells.items() if held.place == figure.place), "")
    return any(row is not total and key in row.cells and row.cells[key].value for row in table.rows)


def total_off(book: Book) -> Iterator[Plant]:
    """合计少加一项的零头"""
    for table, row, figure in book.figures(*MONEY):
        if (row.item == "total" or row.role in (Role.TOTAL, Role.SUBTOTAL)) and _parts(table, row, figure):
            yield one(book, figure, (figure.value or Decimal(0)) - Decimal("3.07"))


def columns_swapped(book: Book) -> Iterator[Plant]:
    """两栏填反"""
    for _, row, figure in book.figures("annual_budget"):
        other = row.cells.get("execution")
        if other is not None and other.value and other.value != figure.value and figure.value:
            changes: Changes = {
                figure.place: book.number(figure.place, other.value),
                other.place: book.number(other.place, figure.value),
            }
            yield Plant(figure.place, changes, figure.value)


def stale(book: Book) -> Iterator[Plant]:
    """公式被旧数覆盖"""
    for _, _, key, figure in book.formulas():
        if key not in RATES:
            value = ((figure.value or Decimal(0)) * Decimal("0.97")).quantize(CENT)
            yield Plant(
                figure.place, {figure.place: replace(book.cell(figure.place), value=value, formula=None)}, figure.value
            )


def short_sum(book: Book) -> Iterator[Plant]:
    """求和漏了末行"""
    for _, _, _, figure in book.formulas():
        match = _RANGE.fullmatch(figure.formula or "")
        if match is None or int(match[2]) >= int(match[3]) - 1:
            continue
        left = book.cell(Place(figure.place.sheet, f"{match[1]}{match[3]}")).value
        if isinstance(left, Decimal) and left:
            short = f"SUM({match[1]}{match[2]}:{match[1]}{int(match[3]) - 1})"
            shortened = replace(book.cell(figure.place), value=(figure.value or Decimal(0)) - left, formula=short)
            yield Plant(figure.place, {figure.place: shortened}, figure.value)


def rate_exchanged(book: Book) -> Iterator[Plant]:
    """比率的数字写反"""
    for _, _, figure in book.figures(*RATES):
        for value in exchanged(((figure.value or Decimal(0)) * 100).quantize(CENT)):
            yield one(book, figure, value / 100)


def wrong_base(book: Book) -> Iterator[Plant]:
    """执行率用年初预算作分母"""
    for _, row, figure in book.figures("execution_rate"):
        initial, spent = row.cells.get("initial_budget"), row.cells.get("execution")
        if initial and spent and initial.value and spent.value:
            value = (spent.value / initial.value).quantize(Decimal("0.0001"))
            if abs(value - (figure.value or 0)) > Decimal("0.0002"):
                yield one(book, figure, value)


def _of(book: Book, row: Row, *keys: str) -> list[Decimal] | None:
    values = [row.cells[key].value if key in row.cells else None for key in keys]
    return None if any(value is None for value in values) else [value for value in values if value is not None]


def above_points(book: Book) -> Iterator[Plant]:
    """得分超过分值"""
    for table in book.evaluation.of(*PROJECTS, "score_table"):
        for row in table.rows:
            told = _of(book, row, "weight", "score")
            if told and row.role in (Role.LINE, Role.INDICATOR):
                yield one(book, row.cells["score"], told[0] + 1)


def full_below_target(book: Book) -> Iterator[Plant]:
    """未达标得满分"""
    for _, row in book.indicators():
        told = _of(book, row, "target", "actual", "weight", "score")
        if told and _upward(row) and told[2] == told[3]:
            actual = row.cells["actual"]
            value = told[1] * Decimal("0.84")
            value = value.quantize(Decimal("0.001")) if actual.unit == "%" else value.to_integral_value()
            changes: Changes = {actual.place: book.number(actual.place, value)}
            yield Plant(row.cells["score"].place, changes, None)


def _upward(row: Row) -> bool:
    return "≥" in (row.cells["target"].sign, row.text("nature"))


def _downward(row: Row) -> bool:
    return "≤" in (row.cells["target"].sign, row.text("nature"))


def reversed_forward(book: Book) -> Iterator[Plant]:
    """反向指标按正向计分"""
    for _, row in book.indicators():
        told = _of(book, row, "target", "actual", "weight", "score")
        if told and _downward(row) and told[2] == told[3]:
            actual = row.cells["actual"]
            value = (told[0] * Decimal("1.2")).quantize(CENT)
            score = (told[0] / value * told[2]).quantize(CENT)
            yield Plant(row.cells["score"].place, {actual.place: book.number(actual.place, value)}, score)


def rounded_up(book: Book) -> Iterator[Plant]:
    """得分进成整数"""
    for table in book.evaluation.of(*PROJECTS):
        for row in table.rows:
            told = _of(book, row, "score", "weight")
            if told and told[0] % 1 and told[0] < told[1] and row.label:
                up = told[0].to_integral_value(ROUND_CEILING)
                if up - told[0] > CENT and (row.role is Role.FUND or _upward(row)):
                    yield one(book, row.cells["score"], up)


def total_score(book: Book) -> Iterator[Plant]:
    """总分写错"""
    for table in book.evaluation.of(*PROJECTS, "score_table"):
        figure = table.fields.get("total_score")
        if figure and figure.value:
            yield one(book, figure, figure.value - Decimal("1.5"))


def weights_off(book: Book) -> Iterator[Plant]:
    """分值合计不是100"""
    for table in book.evaluation.of(*PROJECTS, "score_table"):
        for row in table.rows:
            told = _of(book, row, "weight")
            if told and row.role in (Role.INDICATOR, Role.LINE):
                yield one(book, row.cells["weight"], told[0] + 2)


def weight_moved(book: Book) -> Iterator[Plant]:
    """分值从一项挪到另一项"""
    for table in book.evaluation.of(*PROJECTS):
        rows = [row for row in table.rows if row.role is Role.INDICATOR and _of(book, row, "weight", "score")]
        full = [row for row in rows if row.cells["weight"].value == row.cells["score"].value]
        for giver, taker in zip(full, [*rows[1:], *rows[:1]], strict=False):
            if giver is not taker:
                less, more = giver.cells["weight"], taker.cells["weight"]
                yield Plant(less.place, _shifted(book, less, -2) | _shifted(book, more, 2), None)


def _shifted(book: Book, figure: Figure, by: int) -> Changes:
    return {figure.place: book.number(figure.place, (figure.value or Decimal(0)) + by)}


def grade_wrong(book: Book) -> Iterator[Plant]:
    """等级与得分不符"""
    for table in book.evaluation.of("project_list"):
        for row in table.rows:
            grade = row.cells.get("grade")
            if grade and grade.text.strip() == "优":
                yield Plant(grade.place, {grade.place: Cell("良")}, None, "warning")  # no scale is printed


def _writing(book: Book, write: Callable[[Decimal], str], level: str) -> Iterator[Plant]:
    for _, _, figure in book.figures(*MONEY):
        value = (figure.value or Decimal(0)).quantize(CENT)
        yield Plant(figure.place, {figure.place: Cell(write(value))}, value if level == "error" else None, level)


def as_text(book: Book) -> Iterator[Plant]:
    """数字存为文本"""
    return _writing(book, lambda value: f"{value:,f}", "info")


def full_width(book: Book) -> Iterator[Plant]:
    """全角数字"""
    table = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return _writing(book, lambda value: f"{value:f}".translate(table), "warning")


def _replaced(book: Book, key: str, text: str | None, numeric: bool = True) -> Iterator[Plant]:
    for _, row in book.indicators():
        if not numeric or _of(book, row, "target", "actual", "score"):
            place = row.cells[key].place
            yield Plant(place, {place: Cell(text) if text else None}, None, "warning")


def word_for_number(book: Book) -> Iterator[Plant]:
    """用“完成”代替数值"""
    return _replaced(book, "actual", "完成")


def blank_actual(book: Book) -> Iterator[Plant]:
    """完成值空白而有得分"""
    return _replaced(book, "actual", None)


def blank_target(book: Book) -> Iterator[Plant]:
    """指标值空白而有得分"""
    return _replaced(book, "target", None)


def far_over(book: Book) -> Iterator[Plant]:
    """超额一倍以上"""
    for _, row in book.indicators():
        told = _of(book, row, "target", "actual", "weight", "score")
        if told and _upward(row) and row.cells["target"].unit != "%" and told[2] == told[3]:
            actual = row.cells["actual"]
            yield Plant(
                actual.place, {actual.place: book.number(actual.place, told[0] * Decimal("2.4"))}, None, "warning"
            )


def listed_twice(book: Book) -> Iterator[Plant]:
    """指标重复"""
    for table in book.evaluation.of(*PROJECTS):
        rows = [row for row in table.rows if row.role is Role.INDICATOR and row.label]
        for row, other in pairwise(rows):
            place = other.cells["level3"].place
            yield Plant(place, {place: Cell(row.text("level3"))}, None, "warning")


def reason_deleted(book: Book) -> Iterator[Plant]:
    """扣分原因被删"""
    for table in book.evaluation.of(*PROJECTS):
        for row in table.rows:
            reason = row.cells.get("reason")
            if row.role is Role.INDICATOR and reason and reason.text.strip():
                yield Plant(row.cells["score"].place, {reason.place: None}, None, "warning")


def project_twice(book: Book) -> Iterator[Plant]:
    """项目重复列示"""
    for table in book.evaluation.of("project_list"):
        rows = [row for row in table.rows if row.role is Role.LINE]
        for row, other in pairwise(rows):
            place = other.cells["label"].place
            yield Plant(place, {place: Cell(row.label)}, None, "warning")


def name_differs(book: Book) -> Iterator[Plant]:
    """项目名称两处不同"""
    listed = {row.label for table in book.evaluation.of("project_list") for row in table.rows}
    for table in book.evaluation.of(*PROJECTS):
        figure = table.fields.get("project_name")
        if figure and figure.text in listed:
            yield Plant(figure.place, {figure.place: Cell(f"{figure.text[:-1]}工程")}, None, "warning")


def list_against_form(book: Book) -> Iterator[Plant]:
    """清单与自评表不符"""
    forms = {table.text("project_name") for table in book.evaluation.of(*PROJECTS)}
    for table in book.evaluation.of("project_list"):
        for row in table.rows:
            score = row.cells.get("total_score")
            if row.label in forms and score and score.value:
                yield one(book, score, score.value - Decimal("2.3"))


ERRORS: dict[str, Operator] = {
    operator.__doc__ or "": operator
    for operator in (
        digits_exchanged, digits_of_counts, separator, ten_thousand, last_year, sign, total_of_nothing, total_off,
        columns_swapped, stale, short_sum, rate_exchanged, wrong_base, above_points, full_below_target,
        reversed_forward, rounded_up, total_score, weights_off, weight_moved, grade_wrong, as_text, full_width,
        word_for_number, blank_actual, blank_target, far_over, listed_twice, reason_deleted, project_twice,
        name_differs, list_against_form,
    )
}  # fmt: skip

ARITHMETIC = frozenset(
    operator.__doc__ or ""
    for operator in (
        digits_exchanged, digits_of_counts, separator, ten_thousand, last_year, sign, total_of_nothing, total_off,
        columns_swapped, stale, short_sum, rate_exchanged, wrong_base, above_points, full_below_target,
        reversed_forward, rounded_up, total_score, weights_off, weight_moved, list_against_form,
    )
)  # fmt: skip
