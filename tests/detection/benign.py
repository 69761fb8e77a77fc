"""Changes that are no errors: what stays right must stay silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from operators import PROJECTS, Book, Changes, changed

from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Role, Row, Table
from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

FUNDS = ("initial_budget", "annual_budget", "execution")
Benign = Callable[[Book, Random], Snapshot]


def _moved(sheet: Sheet, down: int, right: int, above: int = 1) -> Sheet:
    def there(row: int, column: int) -> tuple[int, int]:
        return (row + down if row >= above else row, column + right)

    cells = {there(*spot): replace(cell, formula=None) for spot, cell in sheet.cells.items()}
    merges = tuple(Box(*there(top, left), *there(bottom, end)) for top, left, bottom, end in sheet.merges)
    return replace(sheet, cells=cells, merges=merges)


def _each(book: Book, change: Callable[[Sheet], Sheet]) -> Snapshot:
    return replace(book.snapshot, sheets=tuple(map(change, book.snapshot.sheets)))


def shifted(book: Book, rng: Random) -> Snapshot:
    """整张表移动位置"""
    down, right = rng.randint(0, 4), rng.randint(0, 3)
    return _each(book, lambda sheet: _moved(sheet, down, right))


def row_inserted(book: Book, rng: Random) -> Snapshot:
    """插入空行"""
    return _each(book, lambda sheet: _moved(sheet, 1, 0, rng.randint(2, max(row for row, _ in sheet.cells))))


def renamed(book: Book, rng: Random) -> Snapshot:
    """工作表改名"""
    names = iter(rng.sample(range(100), len(book.snapshot.sheets)))
    return _each(book, lambda sheet: replace(_moved(sheet, 0, 0), name=f"Sheet{next(names)}"))


def reordered(book: Book, rng: Random) -> Snapshot:
    """工作表换次序"""
    return replace(book.snapshot, sheets=tuple(rng.sample(book.snapshot.sheets, len(book.snapshot.sheets))))


def hint_below(book: Book, _: Random) -> Snapshot:
    """表下加注"""

    def noted(sheet: Sheet) -> Sheet:
        last = max(row for row, _ in sheet.cells)
        return replace(sheet, cells={**sheet.cells, (last + 1, 1): Cell("注：本表数据取自年终决算，保留两位小数。")})

    return _each(book, noted)


def remark_column(book: Book, _: Random) -> Snapshot:
    """右边加一栏备注"""

    def remarked(sheet: Sheet) -> Sheet:
        edge = max(column for _, column in sheet.cells) + 1
        head = next((table.rows[0].number - 1 for table in book.evaluation.tables if table.sheet == sheet.name), 3)
        return replace(sheet, cells={**sheet.cells, (head, edge): Cell("填报科室")})

    return _each(book, remarked)


def blank_reason(book: Book, _: Random) -> Snapshot:
    """满分的原因栏空着"""
    return changed(book.snapshot, dict.fromkeys(_reasons_of_full_marks(book)))


def _reasons_of_full_marks(book: Book) -> Iterator[Place]:
    for table in book.evaluation.of(*PROJECTS):
        for row in table.rows:
            score, weight, reason = (row.cells.get(key) for key in ("score", "weight", "reason"))
            if row.role is Role.INDICATOR and score and weight and reason and score.value == weight.value:
                yield reason.place


def unused_rows_blank(book: Book, _: Random) -> Snapshot:
    """没有用到的资金行空着"""
    unused: Changes = {}
    for table in book.evaluation.of(*PROJECTS):
        for row in table.rows:
            money = [row.cells[key] for key in FUNDS if key in row.cells]
            if row.role is Role.FUND and row.item != "total" and not any(figure.value for figure in money):
                unused |= {figure.place: None for figure in money}
    return changed(book.snapshot, unused)


def nothing_to_say(book: Book, rng: Random) -> Snapshot:
    """满分的原因栏写“无”"""
    word = Cell(rng.choice(("无", "—", "/", "无偏差")))
    return changed(book.snapshot, dict.fromkeys(_reasons_of_full_marks(book), word))


def prompts(book: Book, _: Random) -> Snapshot:
    """标签里带填写提示"""
    hints = {"项目名称": "项目名称（与批复一致）", "一级指标": "一级指标（按批复填）", "实施单位": "实施单位（盖章）"}

    def hinted(sheet: Sheet) -> Sheet:
        cells = {
            spot: replace(cell, value=hints[cell.value])
            if isinstance(cell.value, str) and cell.value in hints
            else cell
            for spot, cell in sheet.cells.items()
        }
        return replace(sheet, cells=cells)

    return _each(book, hinted)


def low_scores(book: Book, _: Random) -> Snapshot:
    """如实的低分：完成不到七成，得分照比例，写明原因"""
    less: Changes = {}
    for table in _alone(book):
        total = table.fields.get("total_score")
        lost = Decimal(0)
        for row in table.rows if total and total.value and total.formula is None else ():
            lost += _lowered(book, row, less)
        if total and total.value and lost:
            less[total.place] = book.number(total.place, total.value - lost)
    return changed(book.snapshot, less)


def _alone(book: Book) -> Sequence[Table]:
    """Return the forms of projects, none where a list of projects would have to follow."""
    return () if book.evaluation.of("project_list", "department_form") else book.evaluation.of("project_form")


def _lowered(book: Book, row: Row, less: Changes) -> Decimal:
    """Let an indicator reach 64 % of its target; return the points that this costs."""
    needed = ("target", "weight", "score", "actual", "reason")
    if not set(needed) <= row.cells.keys() or "≥" not in (row.cells["target"].sign, row.text("nature")):
        return Decimal(0)
    target, weight, score, actual, reason = (row.cells[key] for key in needed)
    aim, full, had = (figure.value for figure in (target, weight, score))
    if None in (aim, full, had, actual.value):
        return Decimal(0)
    percent = actual.unit == "%"
    aim = aim / 100 if percent and aim > 2 else aim  # whose % stands in another column
    low = (aim * 64 / 100).quantize(Decimal("0.001") if percent else Decimal(1))
    fair = (low / aim * full).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    less[actual.place], less[score.place] = book.number(actual.place, low), book.number(score.place, fair)
    less[reason.place] = Cell("因征地受阻，部分任务未能开工")
    return had - fair


def _funds(table: Table) -> list[Row]:
    """Return the rows of funds of a form, none where a formula stands in one."""
    rows = [row for row in table.rows if row.role is Role.FUND]
    return [] if any(figure.formula for row in rows for figure in row.cells.values()) else rows


def _at(rows: Iterable[Row], *keys: str) -> Iterator[Figure]:
    return (row.cells[key] for row in rows for key in keys if key in row.cells)


def added_in_the_year(book: Book, _: Random) -> Snapshot:
    """年中新增的项目：年初没有预算"""
    first = (figure.place for table in _alone(book) for figure in _at(_funds(table), "initial_budget"))
    return changed(book.snapshot, {place: book.number(place, Decimal(0)) for place in first})


def no_budget_at_all(book: Book, _: Random) -> Snapshot:
    """当年没有预算、也没有支出的项目：执行率和执行得分写“—”"""
    none: Changes = {}
    for table in _alone(book):
        funds, total = _funds(table), table.fields.get("total_score")
        if funds and total and total.value and total.formula is None:
            scored = sum((figure.value or Decimal(0) for figure in _at(funds, "score")), Decimal(0))
            none |= {figure.place: book.number(figure.place, Decimal(0)) for figure in _at(funds, *FUNDS)}
            none |= {figure.place: Cell("—") for figure in _at(funds, "execution_rate", "score")}
            none[total.place] = book.number(total.place, total.value - scored)
    return changed(book.snapshot, none)


def as_exact(book: Book, _: Random) -> Snapshot:
    """数字格式改为常规"""
    return _each(
        book,
        lambda sheet: replace(
            sheet,
            cells={
                spot: cell if "%" in cell.number_format else replace(cell, number_format="General")
                for spot, cell in sheet.cells.items()
            },
        ),
    )


BENIGN: dict[str, Benign] = {
    change.__doc__ or "": change
    for change in (
        shifted, row_inserted, renamed, reordered, hint_below, remark_column, blank_reason, nothing_to_say,
        unused_rows_blank, prompts, low_scores, added_in_the_year, no_budget_at_all, as_exact,
    )
}  # fmt: skip
