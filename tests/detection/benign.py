"""Changes that are no errors: what stays right must stay silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from operators import PROJECTS, Book, changed

from perfxl.model.table import Role
from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

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
    full = {}
    for table in book.evaluation.of(*PROJECTS):
        for row in table.rows:
            score, weight, reason = (row.cells.get(key) for key in ("score", "weight", "reason"))
            if row.role is Role.INDICATOR and score and weight and reason and score.value == weight.value:
                full[reason.place] = None
    return changed(book.snapshot, full)


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
    for change in (shifted, row_inserted, renamed, reordered, hint_below, remark_column, blank_reason, as_exact)
}
